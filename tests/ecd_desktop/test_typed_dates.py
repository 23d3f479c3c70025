"""The dates a person types: a table for each language, and what is written can be read."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecd_desktop import language
from ecd_desktop.calendar import peruvian_calendar, set_today
from ecd_desktop.typed_dates import months_later, parse_date, parse_full_date

MONDAY = date(2026, 11, 23)

SPANISH = {
    "hoy": (11, 23), "Mañana": (11, 24), "manana": (11, 24), "pasado mañana": (11, 25), "ayer": (11, 22),
    "anteayer": (11, 21), "mar": (11, 24), "martes": (11, 24), "mié": (11, 25), "vie": (11, 27), "vie.": (11, 27),
    "sábado": (11, 28), "dom": (11, 29), "lun": (11, 30), "este lunes": (11, 30), "el viernes": (11, 27),
    "el próximo viernes": (11, 27), "viernes que viene": (11, 27), "el viernes pasado": (11, 20),
    "vie 27 nov": (11, 27), "viernes, 27 de noviembre": (11, 27), "vie 27": (11, 27), "vie 27/11": (11, 27),
    "vie 20 nov": (11, 20), "27/11": (11, 27), "27-11-26": (11, 27), "27.11.2026": (11, 27), "27 / 11 / 2026": (11, 27),
    "27/nov": (11, 27), "27-nov-26": (11, 27), "27 de nov. de 2026": (11, 27), "27 de noviembre del 2026": (11, 27),
    "el 27": (11, 27), "23/11": (11, 23), "+3": (11, 26), "+ 3": (11, 26), "-1": (11, 22), "+2 sem": (12, 7),
    "+2s": (12, 7), "+1 mes": (12, 23), "en 3 días": (11, 26), "en 3 semanas": (12, 14), "en un mes": (12, 23),
    "dentro de una semana": (11, 30), "hace 2 días": (11, 21), "fin de mes": (11, 30), "fin de semana": (11, 27),
    "fin de año": (12, 31), "próxima semana": (11, 30), "1° de diciembre": (12, 1), "1ro dic": (12, 1),
    "primero de diciembre": (12, 1), "+5 dh": (11, 30), "en 5 días hábiles": (11, 30), "2026-12-07": (12, 7),
    "a fines de mes": (11, 30), "a fin de año": (12, 31),
}  # fmt: skip

ENGLISH = {
    "today": (11, 23), "tomorrow": (11, 24), "the day after tomorrow": (11, 25), "yesterday": (11, 22),
    "fri": (11, 27), "Friday": (11, 27), "on friday": (11, 27), "this fri": (11, 27), "next friday": (11, 27),
    "last friday": (11, 20), "mon": (11, 30), "in 3 days": (11, 26), "in a week": (11, 30), "3 days ago": (11, 20),
    "in 2 months": (1, 23), "end of month": (11, 30), "end of the week": (11, 27), "end of year": (12, 31),
    "next week": (11, 30), "27/11": (11, 27), "27/11/26": (11, 27), "27 Nov": (11, 27), "Nov 27": (11, 27),
    "Nov 27, 2026": (11, 27), "27th of November": (11, 27), "the 27th": (11, 27), "Fri 27 Nov": (11, 27),
    "Friday, 27 November 2026": (11, 27), "+3": (11, 26), "+2w": (12, 7), "in 5 working days": (11, 30),
    "+5 wd": (11, 30), "sep 1": (9, 1), "1 sept": (9, 1),
}  # fmt: skip


@pytest.mark.parametrize("typed", SPANISH)
def test_spanish_is_understood(typed: str) -> None:
    found = parse_date(typed, today=MONDAY, language="es")
    assert found is not None
    assert (found.month, found.day) == SPANISH[typed]


@pytest.mark.parametrize("typed", ENGLISH)
def test_english_is_understood(typed: str) -> None:
    found = parse_date(typed, today=MONDAY, language="en")
    assert found is not None
    assert (found.month, found.day) == ENGLISH[typed]


@pytest.mark.parametrize(
    "typed",
    ["", " ", "sin fecha", "31/02/2026", "31/11", "27", "2026", "por confirmar", "27/13/2026", "vie 28 nov", "nov",
     "27/11/2026 y 3/12", "en días", "en tres lunes", "lun mar", "+", "99999", "+9999 años", "27/11/026", "fri",
     "1/2-2026", "ayer hoy", "x" * 500, "２７/11/2026x", "0/1", "1/0"],
)  # fmt: skip
def test_what_is_no_date_is_not_guessed(typed: str) -> None:
    assert parse_date(typed, today=MONDAY, language="es") is None


def test_mar_is_tuesday_unless_a_number_precedes_it() -> None:
    assert parse_date("mar", today=MONDAY, language="es") == date(2026, 11, 24)
    assert parse_date("3 mar", today=MONDAY, language="es") == date(2027, 3, 3)
    assert parse_date("mar 24", today=MONDAY, language="es") == date(2026, 11, 24)
    assert parse_date("mar 3", today=MONDAY, language="en") == date(2027, 3, 3)


@pytest.mark.row(111)
def test_peru_writes_set_and_setiembre_and_others_sep() -> None:
    for month in ("set", "set.", "sep", "sept", "setiembre", "septiembre"):
        assert parse_date(f"1 {month} 2026", today=MONDAY, language="es") == date(2026, 9, 1)


def test_a_weekday_is_its_next_occurrence_strictly_after_today() -> None:
    names = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]
    for start in range(7):
        now = MONDAY + timedelta(days=start)
        for place, name in enumerate(names):
            found = parse_date(name, today=now, language="es")
            assert found is not None
            assert found.weekday() == place
            assert 1 <= (found - now).days <= 7


def test_a_field_for_facts_looks_back() -> None:
    assert parse_date("16/10", today=MONDAY, language="es") == date(2027, 10, 16)
    assert parse_date("16/10", today=MONDAY, language="es", past=True) == date(2026, 10, 16)
    assert parse_date("vie", today=MONDAY, language="es", past=True) == date(2026, 11, 20)
    assert parse_date("23/11", today=MONDAY, language="es", past=True) == MONDAY
    assert parse_date("el 27", today=MONDAY, language="es", past=True) == date(2026, 10, 27)


def test_the_last_day_of_a_month_stays_the_last_in_a_shorter_one() -> None:
    assert parse_date("en 1 mes", today=date(2026, 1, 31), language="es") == date(2026, 2, 28)
    assert parse_date("29/2", today=MONDAY, language="es") == date(2028, 2, 29)


def test_working_days_know_the_holidays_when_the_calendar_is_given() -> None:
    now = date(2026, 12, 7)  # the 8th and the 9th are holidays
    assert parse_date("+2 dh", today=now, language="es") == date(2026, 12, 9)
    assert parse_date("+2 dh", today=now, language="es", calendar=peruvian_calendar([2026])) == date(2026, 12, 11)


def test_a_full_date_is_read_and_nothing_relative() -> None:
    assert parse_full_date("27 de noviembre de 2026", language="es") == date(2026, 11, 27)
    assert parse_full_date("29/02/2024", language="es") == date(2024, 2, 29)
    assert [parse_full_date(t, language="es") for t in ("27/11", "hoy", "vie", "+3", "fin de mes", "el 27")] == [
        None
    ] * 6


@given(st.dates(date(1980, 1, 1), date(2200, 12, 31)), st.sampled_from(["es", "en"]))
@example(date(2026, 9, 9), "es")
@example(date(2026, 3, 3), "es")
def test_what_is_written_can_be_read(day: date, code: str) -> None:
    set_today(date(1979, 1, 1))  # so that the short form says the year
    for text in (language.format_date(day), language.long_date(day, language=code), day.isoformat()):
        assert parse_date(text, today=MONDAY, language=code) == day
    weekday = language.long_date(day, weekday=True, language=code)
    assert parse_date(weekday, today=MONDAY, language=code) == day
    assert parse_date(language.short_date(day, language=code), today=MONDAY, language=code) == day


@given(st.dates(date(1990, 1, 1), date(2190, 12, 31)), st.integers(-180, 180), st.sampled_from(["es", "en"]))
def test_a_short_date_of_this_year_is_read_back_from_its_weekday(now: date, away: int, code: str) -> None:
    day = now + timedelta(days=away)
    if day.year == now.year:
        set_today(now)
        assert parse_date(language.short_date(day, language=code), today=now, language=code) == day


def test_no_text_whatever_makes_it_fail() -> None:
    seeded = random.Random(7)
    pieces = ["0", "1", "27", "31", "99999", "2026", "/", "-", ".", "+", "°", ",", "ñ", "٠", "²", "hoy", "mar", "vie",
              "nov", "en", "fin", "de", "hace", "dias", "mes", "que", "viene", "in", "ago", "the", "month"]  # fmt: skip
    understood = 0
    for _ in range(20_000):
        text = " ".join(seeded.choices(pieces, k=seeded.randint(1, 4)))
        understood += parse_date(text, today=MONDAY, language=seeded.choice(["es", "en"])) is not None
    assert understood > 300


def test_months_later_keeps_the_day_or_takes_the_last_one() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 12, 15), 1) == date(2027, 1, 15)
    assert months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert months_later(date(2027, 1, 31), -2) == date(2026, 11, 30)
