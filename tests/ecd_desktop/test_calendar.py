"""Working days, the Peruvian holidays, and the thresholds of the semáforo against counting day by day."""

from datetime import UTC, date, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from ecd_desktop import calendar
from ecd_desktop.calendar import Calendar, peruvian_calendar, peruvian_holidays, thresholds, today

DAY = timedelta(days=1)
PERU = peruvian_calendar(range(2025, 2030))
TWO_YEARS = [date(2026, 1, 1) + n * DAY for n in range(731)]


def walked(start: date, end: date) -> int:
    """The working days after ``start`` up to ``end``, one by one."""
    return sum(PERU.is_working(start + n * DAY) for n in range(1, (end - start).days + 1))


def test_a_due_date_on_a_holiday_counts_as_the_next_working_day() -> None:
    # 28 and 29 July 2026 are Tuesday and Wednesday
    assert PERU.next_working(date(2026, 7, 28)) == date(2026, 7, 30)
    assert PERU.days_late(date(2026, 7, 28), date(2026, 7, 30)) == 0
    assert PERU.days_late(date(2026, 7, 28), date(2026, 7, 31)) == 1
    assert PERU.calendar_days_late(date(2026, 7, 28), date(2026, 8, 3)) == 4


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 4, 2), date(2026, 4, 6)),  # Thursday, Good Friday, weekend
        (date(2026, 7, 23), date(2026, 7, 24)),
        (date(2026, 12, 8), date(2026, 12, 10)),  # 8 and 9 December
        (date(2026, 12, 25), date(2026, 12, 28)),
        (date(2027, 1, 1), date(2027, 1, 4)),
        (date(2026, 11, 24), date(2026, 11, 24)),
    ],
)
def test_the_next_working_day_skips_easter_the_fiestas_patrias_and_december(day: date, expected: date) -> None:
    assert PERU.next_working(day) == expected


def test_a_saturday_after_a_friday_deadline_is_overdue_with_no_working_day_late() -> None:
    friday, saturday = date(2026, 11, 27), date(2026, 11, 28)
    assert thresholds(saturday, PERU)[0] == friday
    assert PERU.days_late(friday, saturday) == 0


def test_counting_by_arithmetic_equals_counting_day_by_day_over_two_years() -> None:
    tried = 0
    for start in TWO_YEARS[::7]:
        for length in (0, 1, 2, 5, 6, 9, 30, 200):
            end = start + length * DAY
            assert PERU.working_days_between(start, end) == walked(start, end)
            assert PERU.working_days_between(end, start) == -walked(start, end)
            tried += 1
    assert tried > 800


def test_adding_working_days_equals_walking_there() -> None:
    for day in TWO_YEARS:
        for n in (1, 2, 5, 7, 10):
            there = PERU.add_working(day, n)
            assert PERU.is_working(there)
            assert walked(day, there) == n
            back = PERU.add_working(day, -n)
            assert PERU.is_working(back)
            assert walked(back - DAY, day - DAY) == n
        assert PERU.add_working(day, 0) == PERU.next_working(day)


def test_the_thresholds_equal_a_search_day_by_day_over_two_years() -> None:
    for on in TWO_YEARS:
        overdue_to, soon_to, blocked_to = thresholds(on, PERU)
        near = [on + n * DAY for n in range(-40, 41)]
        assert overdue_to == max(d for d in near if PERU.next_working(d) < on)
        assert soon_to == max(d for d in near if walked(on, PERU.next_working(d)) <= 7)
        assert blocked_to == max(d for d in near if d <= on and walked(d, on) > 5)


def test_the_clock_carries_the_thresholds_to_the_queries() -> None:
    on = date(2026, 7, 27)
    clock = calendar.clock(on, PERU)
    assert (clock.today, clock.overdue_to, clock.soon_to, clock.blocked_to) == (on, *thresholds(on, PERU))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-300, 300), st.sets(st.integers(0, 400), max_size=40))
def test_adding_and_counting_agree_with_any_holidays(day: date, n: int, holidays: set[int]) -> None:
    office = Calendar(frozenset(day + (k - 200) * DAY for k in holidays))
    there = office.add_working(day, n)
    assert office.is_working(there)
    if n > 0:
        assert office.working_days_between(day, there) == n
    elif n < 0:
        assert office.working_days_between(there - DAY, day - DAY) == -n


def test_peru_has_seventeen_holidays_in_2026_with_spanish_names() -> None:
    found = dict(peruvian_holidays([2026]))
    assert len(found) == 17
    assert found[date(2026, 12, 9)] == "Batalla de Ayacucho"
    assert found[date(2026, 4, 3)] == "Viernes Santo"
    assert [day for day, _name in peruvian_holidays([2027, 2026, 2026])] == sorted(
        day for year in (2026, 2027) for day, _name in peruvian_holidays([year])
    )


def test_how_far_apart_two_days_are_makes_no_difference_to_the_work() -> None:
    looked_at: list[date] = []

    class Watched(frozenset[date]):
        def __contains__(self, day: object) -> bool:
            looked_at.append(day)  # type: ignore[arg-type]
            return super().__contains__(day)

    office = Calendar(Watched(PERU.non_working))
    assert office.days_late(date(1926, 11, 23), date(2026, 11, 23)) > 25_000
    assert len(looked_at) < 10  # the due date's own neighbours: the rest is counted, not walked


def test_today_is_the_date_in_lima_until_somebody_sets_it() -> None:
    with time_machine.travel("2026-11-24T03:30:00+00:00", tick=False):
        assert today() == date(2026, 11, 23)
        assert calendar.now_utc().tzinfo is UTC
    calendar.set_today(date(2026, 7, 28))
    assert today() == date(2026, 7, 28)
    calendar.set_today(None)
    assert today() != date(2026, 7, 28)
