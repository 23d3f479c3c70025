"""Dates inside a sentence: what leads in belongs to the date; places, ranges and what is past do not become one."""

from datetime import date

import pytest

from ecd_desktop.dates_in_text import days_said

MONDAY = date(2026, 11, 23)


def found(text: str, language: str = "es") -> list[tuple[str, int, int]]:
    days = days_said(text, today=MONDAY, language=language)
    return [(text[one.start : one.end], one.day.month, one.day.day) for one in days]


@pytest.mark.parametrize(
    ("text", "words"),
    [("Enviar para el vie", "para el vie"), ("Enviar antes del 27/11", "antes del 27/11"),
     ("Enviar a más tardar el viernes", "a más tardar el viernes"), ("Enviar hasta el 27", "hasta el 27")],
)  # fmt: skip
def test_what_leads_in_belongs_to_the_date(text: str, words: str) -> None:
    assert found(text) == [(words, 11, 27)]


def test_a_date_with_a_year_is_one_also_after_a_street_word_without_it_is_not() -> None:
    assert found("Plaza 28 de julio de 2027") == []
    assert found("Plaza, 28 de julio de 2027") == [("28 de julio de 2027", 7, 28)]


def test_this_week_and_this_month_end_on_their_last_day() -> None:
    assert found("Cerrar esta semana") == [("esta semana", 11, 27)]
    assert found("Cerrar este mes") == [("este mes", 11, 30)]
    assert found("Close this month", "en") == [("this month", 11, 30)]


def test_several_days_are_found_and_no_word_belongs_to_two() -> None:
    assert [said for said, _month, _day in found("hoy o mañana o el vie 27 nov")] == ["hoy", "mañana", "el vie 27 nov"]


@pytest.mark.parametrize("text", ["from Monday to Friday", "every Friday", "the sun", "last Friday", "3 days ago"])
def test_english_that_says_no_due_date(text: str) -> None:
    assert found(text, "en") == []
