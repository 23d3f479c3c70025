"""The language in force, and numbers and money as the office writes and reads them."""

import gettext
import threading
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecd_desktop import language
from ecd_desktop.calendar import set_today
from ecd_desktop.language import format_money, format_number, format_percent, parse_money, parse_number, parse_percent


class Shouting(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return message.upper()


@pytest.fixture
def spanish_shouts(monkeypatch: pytest.MonkeyPatch) -> None:
    real = language._catalogue
    monkeypatch.setattr(language, "_catalogue", lambda code: Shouting() if code == "es" else real(code))


@pytest.mark.usefixtures("spanish_shouts")
def test_a_report_may_be_in_another_language_than_the_screen() -> None:
    language.use("en")
    with language.in_language("es"):
        assert language.current() == "es"
        assert language._("Due") == "DUE"
        with language.in_language("en"):
            assert language._("Due") == "Due"
        assert language.speech().gettext("Due") == "DUE"
    assert language._("Due") == "Due"
    assert language.speech("es").gettext("Due") == "DUE"


@pytest.mark.usefixtures("spanish_shouts")
def test_a_language_in_one_thread_does_not_reach_another() -> None:
    language.use("en")
    inside, told = threading.Event(), threading.Event()
    heard: list[str] = []

    def reporting() -> None:
        with language.in_language("es"):
            inside.set()
            told.wait(10)
            heard.append(language._("Due"))

    thread = threading.Thread(target=reporting)
    thread.start()
    assert inside.wait(10)
    heard.append(language._("Due"))
    told.set()
    thread.join(10)
    assert heard == ["Due", "DUE"]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "es_PE.UTF-8"}, "es"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({"LANG": "qu_PE.UTF-8"}, "es"),
        ({"LANGUAGE": "qu:en", "LANG": "es_PE.UTF-8"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "es_PE.UTF-8"}, "en"),
        ({}, "es"),
    ],
)
def test_the_systems_language_is_taken_and_spanish_where_it_is_unknown(
    variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language.sys, "platform", "linux")
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language.system_language() == expected


def test_regional_names_are_taken_and_unknown_languages_refused() -> None:
    assert language.use("es_PE") == "es"
    assert language.use("en-GB") == "en"
    with pytest.raises(ValueError, match="unknown language"):
        language.use("de")


def test_a_missing_sentence_falls_back_to_the_english_source() -> None:
    assert language._("A sentence that nobody has translated, {n}") == "A sentence that nobody has translated, {n}"
    with language.in_language("es"):
        assert language._("A sentence that nobody has translated, {n}") == "A sentence that nobody has translated, {n}"
        assert language._("") == ""


def test_the_pseudo_language_is_forty_per_cent_longer_and_keeps_places_and_access_keys() -> None:
    with language.in_language("qps"):
        for source in ("Due", "Complete {n} commitments", "&Save", "The settings could not be read."):
            shown = language._(source)
            assert len(shown) >= 1.4 * len(source)
            assert shown.count("&S") == source.count("&S")
        assert "{n}" in language.ngettext("{n} row", "{n} rows", 2)
        assert language.long_date(date(2021, 7, 9)) == "9 July 2021"


def test_dates_differ_between_the_languages_in_words_only() -> None:
    day = date(2021, 9, 9)
    assert language.format_date(day) == "09/09/2021"
    assert language.long_date(day, language="es") == "9 de setiembre de 2021"
    assert language.long_date(day, weekday=True, language="es") == "jueves, 9 de setiembre de 2021"
    assert language.long_date(day, language="en") == "9 September 2021"
    assert language.long_date(day, weekday=True, language="en") == "Thursday, 9 September 2021"
    assert language.month_and_year(day, language="es") == "setiembre de 2021"
    assert language.month_and_year(day, language="en") == "September 2021"
    set_today(date(2021, 11, 1))
    assert language.short_date(day, language="es") == "jue 9 set"
    set_today(date(2022, 11, 1))
    assert language.short_date(day, language="en") == "Thu 9 Sep 2021"


def test_a_moment_is_shown_in_lima_whatever_its_zone() -> None:
    assert language.format_moment(datetime(2026, 11, 24, 3, 5, tzinfo=UTC)) == "23/11/2026 22:05"
    tokyo = timezone(timedelta(hours=9))
    assert language.format_time(datetime(2026, 11, 24, 5, 30, tzinfo=tokyo)) == "15:30"
    with pytest.raises(ValueError, match="time zone"):
        language.format_moment(datetime(2026, 11, 24, 3, 5))


def test_days_near_today_are_said_in_words() -> None:
    set_today(date(2026, 11, 23))
    said = [language.relative_day(date(2026, 11, day)) for day in (21, 22, 23, 24, 27)]
    assert said == ["2 days ago", "yesterday", "today", "tomorrow", "in 4 days"]


@pytest.mark.parametrize(
    ("centimos", "shown"),
    [(0, "S/\u00a00.00"), (5, "S/\u00a00.05"), (123450, "S/\u00a01,234.50"), (-123450, "-S/\u00a01,234.50"),
     (123456750, "S/\u00a01,234,567.50")],
)  # fmt: skip
@pytest.mark.row(111)
def test_money_is_written_as_in_peru(centimos: int, shown: str) -> None:
    assert format_money(centimos) == shown


@pytest.mark.row(111)
def test_percent_and_numbers_are_written_as_in_peru() -> None:
    assert format_percent(12.5) == "12.5\u00a0%"
    assert format_percent(100) == "100\u00a0%"
    assert format_percent(Decimal("33.333")) == "33.3\u00a0%"
    assert format_number(1234567) == "1,234,567"
    assert format_number(Decimal("2.5")) == "3"
    assert format_number(-0.4) == "0"
    assert format_number(Decimal("-1234.5"), 2) == "-1,234.50"


MONEY = {
    "S/ 148,900.50": 14890050, "148900.5": 14890050, "148.900,50": 14890050, "S/. 20": 2000, "-S/ 1,234.50": -123450,
    "S/\u00a01,234.50": 123450, "1'234,567.50": 123456750, "1.234.567": 123456700, "148,9": 14890, "148,900": 14890000,
    "1 234 567,5": 123456750, "(20.00)": -2000, "20 soles": 2000, "PEN 7": 700, "\u22125": -500, "0.05": 5, "007": 700,
}  # fmt: skip


@pytest.mark.parametrize("typed", MONEY)
def test_money_is_read_however_it_is_written(typed: str) -> None:
    assert parse_money(typed) == MONEY[typed]


@pytest.mark.parametrize(
    "typed", ["", "S/", "abc", "12,34,56", "1,2.3", "148.900", "--3", "1e5", "12 3", "½", "5%", "1.2.3", "9" * 60]
)
def test_an_amount_that_is_none_or_could_be_two_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"number|grouping|either"):
        parse_money(typed)


def test_percent_is_read_in_points() -> None:
    assert [parse_percent(t) for t in ("12.5 %", "12,5%", "80", "0.5", "75\u00a0%")] == [
        Decimal("12.5"), Decimal("12.5"), Decimal(80), Decimal("0.5"), Decimal(75),
    ]  # fmt: skip


@given(st.integers(-(10**14), 10**14))
def test_money_that_is_written_can_be_read(centimos: int) -> None:
    assert parse_money(format_money(centimos)) == centimos


@given(st.integers(-(10**12), 10**12), st.sampled_from([0, 1, 2]))
def test_numbers_that_are_written_can_be_read(scaled: int, places: int) -> None:
    value = Decimal(scaled).scaleb(-places)
    assert parse_number(format_number(value, places)) == value


def test_the_field_kinds_speak_through_it() -> None:
    from db.fields import DAY, Field, Unreadable
    from db.fields import MONEY as MONEY_KIND

    set_today(date(2026, 11, 23))
    said = language.speech("es")
    amount, due = Field(MONEY_KIND, "Budget"), Field(DAY, "Due")
    for centimos in (0, 7, -123450, 10**12):
        assert amount.parse(amount.format(centimos, said), said) == centimos
    assert due.parse("vie", said) == date(2026, 11, 27)
    assert due.format(date(2026, 11, 27), said) == "27/11/2026"
    assert language.speech("en").parse_date("fri") == date(2026, 11, 27)
    with pytest.raises(Unreadable):
        due.parse("31/02/2026", said)


def test_the_words_come_without_the_database_library() -> None:
    """The first frame of the window stands before SQLAlchemy is there."""
    import subprocess
    import sys

    code = (
        "import sys, ecd_desktop.settings, ecd_desktop.errors, ecd_desktop.risky_places, ecd_desktop.log, "
        "ecd_desktop.identity; "
        "sys.exit(str({'sqlalchemy', 'PySide6', 'holidays', 'tomlkit'} & set(sys.modules) or '') or 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=100)
