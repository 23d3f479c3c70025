"""Kinds of field: what is typed, shown, kept in the journal and refused."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.fields import (
    CHOICE,
    DAY,
    FLAG,
    KINDS,
    LINK,
    MEMO,
    MOMENT,
    MONEY,
    NUMBER,
    REDACTED,
    TEXT,
    Field,
    Problem,
    Unreadable,
    clean,
)  # fmt: skip
from db.records import fields_of, record_classes
from db.records.action_items import ActionItem, Priority, State
from db.records.meetings import is_hour
from ecd_desktop.language import speech

SPEECHES = (speech("en"), speech("es"))

TEXT_FIELD = Field(TEXT, "Name", required=True, max=200)
MEMO_FIELD = Field(MEMO, "Remarks", max=20_000)
NUMBER_FIELD = Field(NUMBER, "Progress", max=2_147_483_647)
MONEY_FIELD = Field(MONEY, "Budget")
DAY_FIELD = Field(DAY, "Due")
MOMENT_FIELD = Field(MOMENT, "At")
FLAG_FIELD = Field(FLAG, "Works")
CHOICE_FIELD = Field(CHOICE, "State", choices=State)
LINK_FIELD = Field(LINK, "Unit", target="organisations")

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
ZONES = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
VALUES: list[tuple[Field, st.SearchStrategy[object]]] = [
    (TEXT_FIELD, st.text(max_size=60).map(lambda raw: TEXT_FIELD.parse(raw, SPEECHES[0]))),
    (MEMO_FIELD, st.text(max_size=90).map(lambda raw: MEMO_FIELD.parse(raw, SPEECHES[0]))),
    (NUMBER_FIELD, st.integers(0, 2_147_483_647)),
    (MONEY_FIELD, st.integers(-(10**15) + 1, 10**15 - 1)),
    (DAY_FIELD, DAYS),
    (FLAG_FIELD, st.booleans()),
    (CHOICE_FIELD, st.sampled_from(State)),
    (LINK_FIELD, st.uuids()),
]
NAMES = [field.kind.name for field, _ in VALUES]


@pytest.mark.parametrize(("field", "strategy"), VALUES, ids=NAMES)
@pytest.mark.parametrize("speech", SPEECHES, ids=["en", "es"])
def test_what_is_shown_can_be_typed_again(field: Field, strategy: st.SearchStrategy[object], speech: object) -> None:
    tried: Counter[bool] = Counter()

    @given(strategy)
    def check(value: object) -> None:
        assert field.parse(field.format(value, speech), speech) == value  # type: ignore[arg-type]
        tried[value is not None] += 1

    check()
    assert tried[True] >= (2 if field.kind is FLAG else 7 if field.kind is CHOICE else 40)


@pytest.mark.parametrize(
    ("field", "strategy"),
    [*VALUES, (MOMENT_FIELD, st.datetimes(datetime(1900, 1, 2), datetime(2200, 1, 1), timezones=ZONES))],
    ids=[*NAMES, "moment"],
)
def test_the_journal_keeps_every_value(field: Field, strategy: st.SearchStrategy[object]) -> None:
    import json

    tried: Counter[bool] = Counter()

    @given(strategy)
    def check(value: object) -> None:
        kept = field.dump(value)
        assert json.loads(json.dumps(kept)) == kept
        assert field.load(kept) == value
        assert field.dump(field.load(kept)) == kept
        tried[value is not None] += 1

    check()
    assert tried[True] >= (2 if field.kind is FLAG else 7 if field.kind is CHOICE else 40)


def test_the_same_moment_is_the_same_in_the_journal_whatever_its_zone() -> None:
    lima = datetime(2026, 3, 1, 10, tzinfo=timezone(timedelta(hours=-5)))
    assert MOMENT_FIELD.dump(lima) == MOMENT_FIELD.dump(lima.astimezone(UTC)) == "2026-03-01T15:00:00.000000+00:00"


@pytest.mark.parametrize("field", [field for field, _ in VALUES] + [MOMENT_FIELD], ids=[*NAMES, "moment"])
def test_nothing_typed_is_no_value(field: Field) -> None:
    for raw in (None, "", "  \u00a0 "):
        assert field.parse(raw, SPEECHES[1]) == (False if field.kind is FLAG else None)
    if field.kind is not FLAG:
        assert field.format(None, SPEECHES[1]) == ""
        assert field.load(field.dump(None)) is None


@pytest.mark.parametrize(
    ("field", "raw", "sentence"),
    [
        (NUMBER_FIELD, "abc", "“abc” is not a number."),
        (NUMBER_FIELD, "2.5", "“2.5” is not a whole number."),
        (NUMBER_FIELD, 2.5, "“2.5” is not a whole number."),
        (NUMBER_FIELD, float("inf"), "“inf” is not a number."),
        (NUMBER_FIELD, float("nan"), "“nan” is not a number."),
        (NUMBER_FIELD, True, "“True” is not a number."),
        (MONEY_FIELD, "mucho", "“mucho” is not an amount of money."),
        (MONEY_FIELD, float("inf"), "“inf” is not an amount of money."),
        (DAY_FIELD, "31/02/2026", "“31/02/2026” is not a date."),
        (DAY_FIELD, "pronto", "“pronto” is not a date."),
        (MOMENT_FIELD, "ayer", "“ayer” is not a date and time."),
        (MOMENT_FIELD, datetime(2026, 3, 1, 10), "“2026-03-01 10:00:00” is not a date and time."),
        (FLAG_FIELD, "quizás", "“quizás” is neither yes nor no."),
        (CHOICE_FIELD, "hecho a medias", "“hecho a medias” is not in the list."),
        (CHOICE_FIELD, Priority.HIGH, "“high” is not in the list."),
        (LINK_FIELD, "GDU", "“GDU” is not in the list."),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_typed(field: Field, raw: object, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        field.parse(raw, SPEECHES[0])
    assert refused.value.text(SPEECHES[0]) == sentence


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (NUMBER_FIELD, "1,500", 1500),
        (NUMBER_FIELD, "75 %", 75),
        (NUMBER_FIELD, 75.0, 75),
        (MONEY_FIELD, "S/ 1,234.50", 123450),
        (MONEY_FIELD, "1500 soles", 150000),
        (MONEY_FIELD, 0.1 + 0.2, 30),
        (MONEY_FIELD, Decimal("2.675"), 268),
        (DAY_FIELD, datetime(2026, 3, 1, 23, 59), date(2026, 3, 1)),
        (FLAG_FIELD, "SÍ", True),
        (FLAG_FIELD, "x", True),
        (FLAG_FIELD, 0, False),
        (CHOICE_FIELD, "IN PROGRESS", State.IN_PROGRESS),
        (CHOICE_FIELD, "in_progress", State.IN_PROGRESS),
        (CHOICE_FIELD, State.DONE, State.DONE),
        (TEXT_FIELD, 4567890.0, "4567890"),
        (TEXT_FIELD, "dos\nlíneas\t y  huecos", "dos líneas y huecos"),
        (MEMO_FIELD, " a \r\nb\u2028c\v d ", "a\nb\nc\nd"),
        (TEXT_FIELD, "Jose\u0301\u200b", "José"),
        (TEXT_FIELD, "e\x00\u0301", "é"),
        (TEXT_FIELD, "roto \ud83d aquí", "roto aquí"),
    ],
)
def test_cells_and_typed_text_are_read(field: Field, raw: object, value: object) -> None:
    assert field.parse(raw, SPEECHES[0]) == value


@given(st.text(st.characters(), max_size=60))
def test_clean_text_can_be_stored_and_stays_as_it_is(raw: str) -> None:
    text = clean(raw)
    text.encode("utf-8")
    assert "\x00" not in text
    assert clean(text) == text
    assert all(line == line.strip() for line in text.split("\n"))


def test_rules_of_a_field_say_what_is_wrong() -> None:
    assert TEXT_FIELD.check("name", "") == Problem("name", "This field is needed.")
    assert TEXT_FIELD.check("name", None) == Problem("name", "This field is needed.")
    for blank in ("   ", "\u00a0\t", "\n", "\u200b"):
        assert TEXT_FIELD.check("name", blank) == Problem("name", "This field is needed.")
    assert TEXT_FIELD.check("name", "«Huerto»") is TEXT_FIELD.check("name", "–") is None
    assert MEMO_FIELD.check("remarks", None) is None
    too_long = TEXT_FIELD.check("name", "x" * 201)
    assert too_long is not None
    assert too_long.text(SPEECHES[0]) == "This text is longer than 200 characters."
    assert NUMBER_FIELD.check("progress", -1) is not None
    assert Field(NUMBER, "Progress", required=True, max=100).check("progress", 0) is None
    assert Field(NUMBER, "Progress", max=100).check("progress", 101) is not None
    assert MONEY_FIELD.check("budget", 10**15) is not None
    assert DAY_FIELD.check("due", date(1899, 12, 31)) is not None
    assert FLAG_FIELD.check("works", False) is None


def test_what_was_erased_can_still_be_loaded_whatever_its_kind() -> None:
    for kind in KINDS:
        field = Field(kind, "Erased", choices=State)
        assert field.load(REDACTED) == (REDACTED if kind in (TEXT, MEMO) else None)


def test_every_record_declares_its_fields_and_its_words() -> None:
    for record in record_classes():
        fields = fields_of(record)
        assert fields
        assert record.noun
        assert all(field.label for field in fields.values())
        for name, column in record.__table__.columns.items():
            if name in fields:
                assert column.nullable is not fields[name].required
        assert {name for name in fields if name.endswith("_id")} == {n for n, f in fields.items() if f.kind is LINK}
        assert {f.target for f in fields.values() if f.target} <= {r.__tablename__ for r in record_classes()}


def test_a_new_record_has_its_defaults_before_it_is_written() -> None:
    item = ActionItem(code="COM-2026-001", description="Pintar")
    assert (item.state, item.progress, item.physical_works) == (State.PENDING, 0, False)
    assert list(item.problems()) == []
    assert isinstance(item.id, UUID)
    assert item.id.version == 7
    assert ActionItem(id=(key := uuid4()), code="x", description="y").id == key


def test_an_hour_is_five_plain_characters() -> None:
    assert [text for text in ("15:30", "24:00", "9:30", "²²:30", "１２:3０", "ab:cd", "00:00") if is_hour(text)] == [
        "15:30", "00:00",
    ]  # fmt: skip
