"""What the lines of minutes say: tags, names, days and headings; whatever is typed, nothing is lost."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecd_desktop.minutes_text import (
    TAGS,
    Minutes,
    Reader,
    Tag,
    heading,
    item_of,
    lines_of,
    matched,
    put_tag,
    read_minutes,
    tag_of,
    topic_of,
)

HELD = date(2026, 11, 23)  # a Monday


@dataclass(frozen=True)
class Somebody:
    """A record that a name may mean."""

    entity: str
    key: Any
    name: str
    short: str = ""
    within: Any = None
    within_name: str = ""


RAFAEL = Somebody("people", 1, "Rafael Quispe")
UNIT = Somebody("organisations", 2, "Gerencia de Obras", "GDU")
PROJECT = Somebody("projects", 3, "Parque Huáscar", "PRY-2026-003")
KNOWN = {"@": [RAFAEL, UNIT], "#": [PROJECT]}


def said(text: str, **more: Any) -> Minutes:
    return read_minutes(text, today=HELD, known=KNOWN, **more)


def test_a_commitment_is_read_with_who_until_when_and_what_about() -> None:
    (one,) = said("COMPROMISO @rafael pide dos cotizaciones para el vie #PRY-3").spoken
    assert (one.kind, one.text, one.who, one.about) == (Tag.COMMITMENT, "pide dos cotizaciones", (RAFAEL,), (PROJECT,))
    assert one.due == date(2026, 11, 27)
    assert one.line == 0


def test_a_decision_keeps_its_words_with_the_names_in_full() -> None:
    (one,) = said("ACUERDO: @rafael y @GDU instalan el toldo el vie 27 nov").spoken
    assert (one.kind, one.text) == (Tag.DECISION, "Rafael Quispe y GDU instalan el toldo el vie 27 nov")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("ACUERDO Se instala", Tag.DECISION), ("Acuerdo: se instala", Tag.DECISION), ("acuerdo : x", Tag.DECISION),
        ("- ACUERDO x", Tag.DECISION), ("**ACUERDO:** x", Tag.DECISION), ("**Acuerdo**: x", Tag.DECISION),
        ("ACCIÓN x", Tag.COMMITMENT), ("ACCION x", Tag.COMMITMENT), ("  COMPROMISO x", Tag.COMMITMENT),
        ("ACCIO\u0301N x", Tag.COMMITMENT), ("RIESGO", Tag.RISK), ("Lección: x", Tag.LESSON), ("LESSON x", Tag.LESSON),
        ("RISK: x", Tag.RISK), ("DECISION x", Tag.DECISION), ("ACTION x", Tag.COMMITMENT),
        ("Acuerdo con los vecinos", None), ("acuerdo", None), ("ACUERDOS x", None), ("ACUERDO_1 x", None),
        ("El ACUERDO fue", None), ("ACUERDO-MARCO x", None), ("", None), ("riesgo alto", None),
    ],
)  # fmt: skip
def test_which_lines_are_tagged(line: str, kind: Tag | None) -> None:
    found = tag_of(line)
    assert (found[0] if found else None) is kind


@pytest.mark.parametrize(
    ("words", "due"),
    [("vie", date(2026, 11, 27)), ("+2 sem", date(2026, 12, 7)), ("fin de mes", date(2026, 11, 30)),
     ("16/12", date(2026, 12, 16))],
)  # fmt: skip
def test_days_are_said_in_words(words: str, due: date) -> None:
    (one,) = said(f"COMPROMISO @rafael llama {words}").spoken
    assert (one.due, one.text) == (due, "llama")


def test_the_tag_says_in_which_language_the_days_are() -> None:
    found = said("COMMITMENT @rafael calls fri\nCOMPROMISO @rafael llama vie\nACTION @rafael calls vie").spoken
    assert [one.due for one in found] == [date(2026, 11, 27), date(2026, 11, 27), None]


def test_a_heading_ties_what_follows_to_an_item_of_the_agenda() -> None:
    found = said("ACUERDO antes\n## 2. Sombra y cerco\ntexto\nACUERDO después\n## Próximos pasos\nRIESGO otro")
    assert [one.topic.number if one.topic else None for one in found.spoken] == [None, 2, 0]
    agenda = [("a", 1, "Acuerdos anteriores"), ("b", 2, "Sombra y Cerco"), ("c", 3, "Próximos pasos")]
    assert [item_of(one.topic, agenda) for one in found.spoken] == [None, "b", "c"]
    assert item_of(topic_of("## 9. Sombra y cerco"), agenda) == "b"
    assert item_of(topic_of("## 3. Otra cosa"), agenda) == "c"
    assert item_of(topic_of("## Otra cosa"), agenda) is None
    assert topic_of("#PRY-3 no es título") is None
    assert topic_of(heading(2, "Sombra\ny cerco")) == topic_of("## 2. Sombra y cerco")


def test_a_name_of_several_or_of_nobody_is_said_and_stays_text() -> None:
    (one,) = said("COMPROMISO @nadie revisa el muro").spoken
    assert [part.text for part in one.unclear] == ["@nadie"]
    assert one.text == "@nadie revisa el muro"
    assert not one.who


def test_a_recorded_line_is_known_again_by_its_words_and_a_new_one_is_not() -> None:
    spoken = said("COMPROMISO Pide dos cotisaciones de toldo\nCOMPROMISO Revisa el muro\nCOMPROMISO Pinta").spoken
    recorded = [("R1", "Revisa el muro."), ("R2", "Pide dos cotizaciones de toldo")]
    assert matched(spoken, recorded) == {0: "R2", 1: "R1"}
    assert matched(spoken, []) == {}


def test_the_same_words_twice_are_two_records() -> None:
    spoken = said("ACUERDO Se aprueba\nACUERDO Se aprueba").spoken
    assert matched(spoken, [("R1", "Se aprueba")]) == {0: "R1"}
    assert matched(spoken, [("R1", "Se aprueba"), ("R2", "Se aprueba")]) == {0: "R1", 1: "R2"}


def test_a_tag_takes_the_place_of_another() -> None:
    assert put_tag("- pintar el cruce", Tag.COMMITMENT, "es") == ("COMPROMISO pintar el cruce", 11)
    assert put_tag("ACUERDO: pintar", Tag.RISK, "en") == ("RISK pintar", 5)
    assert put_tag("", Tag.LESSON, "es") == ("LECCIÓN ", 8)


def test_only_the_lines_that_changed_are_read_again() -> None:
    reader = Reader()
    how: dict[str, Any] = {"today": HELD, "known": KNOWN}
    first = reader.read("ACUERDO uno\nACUERDO dos", **how)
    second = reader.read("nueva\nACUERDO uno\nACUERDO tres", **how)
    assert second.spoken[0].reading is first.spoken[0].reading
    assert [one.line for one in second.spoken] == [1, 2]
    reader.forget()
    assert reader.read("ACUERDO uno", **how).spoken[0].reading is not first.spoken[0].reading


PIECES = st.sampled_from([
    *(word.upper() for word in TAGS), "Acuerdo:", "lección:", "@rafael", "@GDU", "#PRY-3", "#9", "!alta", "vie",
    "27/11", "fin de mes", "+2 sem", "## 2. Sombra", "#", "\n", "\n", "\n", " ", " ", ":", "**", "- ", "\t", "ñ", "🙂",
    "\u2028", "\u202e", "\x00", "<b>", "&", "palabra", ",", ".",
])  # fmt: skip
WORDS = PIECES.filter(lambda piece: piece != "\n")
TAGGED = st.tuples(
    st.sampled_from([*(f"{word.upper()} " for word in TAGS), "Acuerdo: ", "- lección: "]), st.lists(WORDS, max_size=8)
).map(lambda both: both[0] + " ".join(both[1]))
TEXTS = st.one_of(
    st.text(max_size=120), st.lists(PIECES, max_size=30).map("".join),
    st.lists(TAGGED, max_size=5).map("\n".join), st.lists(TAGGED, min_size=1, max_size=5).map("\n".join),
)  # fmt: skip


def test_no_text_makes_it_fail_nothing_is_lost_and_places_are_right() -> None:
    tried: Counter[str] = Counter()

    @settings(max_examples=300)
    @given(TEXTS)
    def each(text: str) -> None:
        found = said(text)
        lines = lines_of(text)
        tried["texts"] += 1
        assert "\n".join(lines) == text
        assert [one.line for one in found.spoken] == [
            number for number, line in enumerate(lines) if tag_of(line) is not None and topic_of(line) is None
        ]
        for one in found.spoken:
            tried["spoken"] += 1
            line = lines[one.line]
            assert line[one.body :] == one.said
            assert line[: one.body].strip(" \t-*•–:")  # the tag stands before
            for mark in one.marks:
                tried["marks"] += 1
                assert line[mark.start : mark.end] == mark.text
            for part in one.unclear:
                assert line[part.start : part.end] == part.text
            if not one.marks:
                assert letters(one.text) == letters(one.said)
        for topic in found.topics:
            assert topic_of(lines[topic.line], topic.line) == topic

    each()
    assert tried["texts"] >= 100
    assert tried["spoken"] >= 50
    assert tried["marks"] >= 20


def letters(text: str) -> list[str]:
    return [letter for letter in text if letter.isalnum()]
