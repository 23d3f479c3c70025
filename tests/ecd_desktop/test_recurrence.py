"""Rules by which meetings repeat: words read and said in both languages, and days beside the office's calendar."""

import random
from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr

from ecd_desktop import language
from ecd_desktop.calendar import Calendar
from ecd_desktop.recurrence import Occurrence, next_days, occurrences, parse_rule, read_rule, rule_in_words, write_rule
from ecd_desktop.recurrence_words import DAYS, Rule

SPOKEN = {
    "primer martes": "FREQ=MONTHLY;BYDAY=1TU",
    "El 1er martes del mes": "FREQ=MONTHLY;BYDAY=1TU",
    "1.º martes de cada mes": "FREQ=MONTHLY;BYDAY=1TU",
    "cada 2 semanas el jueves": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    "cada 15 días, los jueves": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    "quincenal los jueves": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    "jueves de por medio": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    "un jueves sí y otro no": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    "cada dos jueves": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    "segundo y cuarto miércoles": "FREQ=MONTHLY;BYDAY=2WE,4WE",
    "2do y 4to miercoles": "FREQ=MONTHLY;BYDAY=2WE,4WE",
    "primer y tercer lunes y segundo jueves": "FREQ=MONTHLY;BYDAY=1MO,2TH,3MO",
    "ÚLTIMO VIERNES": "FREQ=MONTHLY;BYDAY=-1FR",
    "penúltimo viernes del mes": "FREQ=MONTHLY;BYDAY=-2FR",
    "último viernes, trimestral": "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
    "cada lunes": "FREQ=WEEKLY;BYDAY=MO",
    "todos los sábados": "FREQ=WEEKLY;BYDAY=SA",
    "lunes y miércoles": "FREQ=WEEKLY;BYDAY=MO,WE",
    "de lunes a viernes": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "mensual el 15": "FREQ=MONTHLY;BYMONTHDAY=15",
    "el día 15 de cada mes": "FREQ=MONTHLY;BYMONTHDAY=15",
    "quincenal, el 15 y el 30": "FREQ=MONTHLY;BYMONTHDAY=15,30",
    "primero de cada mes": "FREQ=MONTHLY;BYMONTHDAY=1",
    "fin de mes": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "último día hábil del mes": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "primer lunes de marzo y setiembre": "FREQ=YEARLY;BYMONTH=3,9;BYDAY=1MO",
    "cada año, el 15 de marzo": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15",
    "mensual": "FREQ=MONTHLY",
    "every other Thursday": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    "every second Thursday": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
    "every second Thursday of the month": "FREQ=MONTHLY;BYDAY=2TH",
    "first Tuesday of the month": "FREQ=MONTHLY;BYDAY=1TU",
    "2nd and 4th Wednesday": "FREQ=MONTHLY;BYDAY=2WE,4WE",
    "second to last Friday": "FREQ=MONTHLY;BYDAY=-2FR",
    "fortnightly on Mondays": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
    "the 15th and the last day of every month": "FREQ=MONTHLY;BYMONTHDAY=15,-1",
    "first working day of the month": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
    "rrule:freq=monthly;byday=1tu": "FREQ=MONTHLY;BYDAY=1TU",
}


@pytest.mark.parametrize("spoken", ["es", "en"])
def test_rules_are_read_in_both_languages_whatever_the_window_speaks(spoken: str) -> None:
    assert {text: parse_rule(text, spoken) for text in SPOKEN} == SPOKEN


@pytest.mark.parametrize(
    "text",
    ["", "zapato", "martes 13", "primera semana del mes", "2 veces al mes", "cada 0 semanas", "30 de febrero",
     "cada martes de cada mes", "viernes a lunes", "segundo de cada mes", "45 de cada mes", "sexto lunes",
     "FREQ=WEEKLY;BYDAY=MO;COUNT=3", "FREQ=HOURLY", "FREQ=MONTHLY;BYDAY=XX", "primer martes a las 9:00", "x" * 500],
)  # fmt: skip
def test_what_is_not_understood_is_not_guessed(text: str) -> None:
    assert parse_rule(text, "es") is None


def a_rule(chance: random.Random) -> Rule:
    """Any rule that words can say."""
    freq = chance.choice(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
    within, days = chance.choice(("", "days", "month_days", "working")), chance.sample(range(7), chance.randint(1, 3))
    rule = Rule(freq, chance.randint(1, 6))
    if freq == "WEEKLY" and within:
        return Rule(freq, rule.interval, days=tuple((0, day) for day in days)).tidy()
    if freq == "DAILY" or not within or freq == "WEEKLY":
        return rule
    months = tuple(chance.sample(range(1, 13), chance.randint(1, 3))) if freq == "YEARLY" else ()
    if within == "days":
        places = chance.sample((1, 2, 3, 4, 5, -1, -2), chance.randint(1, 2))
        told = tuple((place, day) for place in places for day in days)
        return Rule(freq, rule.interval, months=months, days=told).tidy()
    if within == "working":
        return Rule(freq, rule.interval, months=months, working=chance.choice((1, 2, 3, 4, 5, -1, -2))).tidy()
    some = tuple(chance.sample((*range(1, 29), -1), chance.randint(1, 3)))
    return Rule(freq, rule.interval, months=months, month_days=some).tidy()


def test_every_rule_is_said_in_words_that_are_read_back_in_both_languages() -> None:
    chance, seen = random.Random(4), set()
    for _n in range(1500):
        value = write_rule(a_rule(chance))
        assert write_rule(read_rule(value) or Rule("")) == value
        for spoken in ("es", "en"):
            said = rule_in_words(value, spoken)
            assert "=" not in said, value
            assert parse_rule(said, spoken) == value, said
        seen.add(value)
    assert len(seen) > 600
    assert {value.split(";")[0] for value in seen} == {f"FREQ={freq}LY" for freq in ("DAI", "WEEK", "MONTH", "YEAR")}


def test_a_rule_of_another_making_is_shown_as_it_is() -> None:
    assert rule_in_words("FREQ=MONTHLY;COUNT=3", "es") == "FREQ=MONTHLY;COUNT=3"
    language.use("es")
    assert rule_in_words("FREQ=MONTHLY;BYDAY=2WE,4WE") == "segundo y cuarto miércoles de cada mes"
    assert rule_in_words("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH") == "cada 2 semanas, el jueves"
    assert rule_in_words("FREQ=MONTHLY;BYDAY=1TU", "en") == "first Tuesday of every month"


HOLIDAYS = Calendar(frozenset({date(2026, 12, 8), date(2026, 12, 25), date(2026, 4, 2), date(2026, 4, 3)}))


def told(rule: str, start: date, count: int = 5, since: date | None = None) -> list[Occurrence]:
    value = parse_rule(rule, "es")
    assert value is not None
    return next_days(value, since=since or start, calendar=HOLIDAYS, start=start, count=count)


def test_a_meeting_on_a_holiday_moves_to_the_next_working_day() -> None:
    second_tuesdays = told("segundo martes", date(2026, 11, 1), 3)
    assert [one.on for one in second_tuesdays] == [date(2026, 11, 10), date(2026, 12, 9), date(2027, 1, 12)]
    assert [one.moved for one in second_tuesdays] == [False, True, False]
    assert second_tuesdays[1].by_rule == date(2026, 12, 8)
    assert told("viernes", date(2026, 12, 20), 1)[0].on == date(2026, 12, 28)  # over the weekend


def test_it_is_left_out_where_the_next_one_comes_before_work_begins_again() -> None:
    days = told("martes y miércoles", date(2026, 12, 7), 3)
    assert [(one.by_rule.day, one.on and one.on.day) for one in days] == [(8, None), (9, 9), (15, 15)]
    holy_week = told("de lunes a viernes", date(2026, 4, 1), 4)
    assert [one.on and one.on.day for one in holy_week] == [1, None, None, 6]


def test_a_day_in_figures_leaves_the_weekend_and_a_saturday_by_name_is_meant() -> None:
    assert [one.on for one in told("el 15", date(2026, 8, 1), 2)] == [date(2026, 8, 17), date(2026, 9, 15)]
    assert told("primer sábado", date(2026, 8, 1), 1)[0].on == date(2026, 8, 1)


def test_the_last_working_day_follows_the_office() -> None:
    office = Calendar(frozenset({date(2026, 12, 31), date(2027, 1, 1)}))
    value = parse_rule("último día hábil", "es") or ""
    found = next_days(value, since=date(2026, 11, 1), calendar=office, start=date(2026, 11, 1), count=2)
    assert [one.on for one in found] == [date(2026, 11, 30), date(2026, 12, 30)]
    first = next_days(parse_rule("primer día hábil") or "", since=date(2027, 1, 1), calendar=office,
                      start=date(2027, 1, 1), count=1)  # fmt: skip
    assert first[0].on == date(2027, 1, 4)


def test_every_other_week_counts_from_its_first_day_wherever_one_begins_to_look() -> None:
    days = [one.on for one in told("jueves de por medio", date(2026, 6, 1), 4, since=date(2026, 5, 7))]
    assert days == [date(2026, 6, 4), date(2026, 6, 18), date(2026, 7, 2), date(2026, 7, 16)]


def test_any_rule_gives_days_in_order_on_which_people_work() -> None:
    chance, moved, left_out, looked = random.Random(7), 0, 0, 0
    for _n in range(250):
        rule = a_rule(chance)
        since = date(2024, 1, 1) + timedelta(days=chance.randrange(900))
        start = since + timedelta(days=chance.randrange(300))
        calendar = Calendar(frozenset(start + timedelta(days=chance.randrange(400)) for _day in range(90)))
        until = start + timedelta(days=365)
        found = list(occurrences(write_rule(rule), since=since, calendar=calendar, start=start, until=until))
        moments = rrulestr(write_rule(rule), dtstart=datetime(since.year, since.month, since.day))
        first, last = (datetime(day.year, day.month, day.day) for day in (start, until))
        by_rule = moments.between(first, last, inc=True)
        assert [one.by_rule for one in found] == [moment.date() for moment in by_rule]
        held = [one.on for one in found if one.on is not None]
        assert held == sorted(set(held)), rule
        for one in found:
            looked += 1
            moved += one.on is not None and one.moved
            left_out += one.on is None
            if one.on is not None and one.moved:
                assert calendar.is_working(one.on)
            if one.on == one.by_rule:
                assert one.on not in calendar.non_working
    assert looked > 4_000
    assert moved > 100
    assert left_out > 100


def test_every_day_by_its_letters() -> None:
    assert [read_rule(f"FREQ=WEEKLY;BYDAY={day}") for day in DAYS] == [
        Rule("WEEKLY", days=((0, n),)) for n in range(7)
    ]
