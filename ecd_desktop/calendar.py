"""Time as the office counts it: today, working days with the Peruvian holidays, and the semáforo's thresholds.

The dates that a person types are in ``typed_dates``; they come through here as ``parse_date``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

from ecd_desktop.typed_dates import parse_date, parse_full_date

if TYPE_CHECKING:
    from db.queries.traffic_light import Clock

__all__ = [
    "BLOCKED_BEYOND", "LIMA", "SOON_WITHIN", "Calendar", "clock", "now_utc", "on_paper", "parse_date",
    "parse_full_date", "peruvian_calendar", "peruvian_holidays", "set_today", "thresholds", "today",
]  # fmt: skip

LIMA = timezone(timedelta(hours=-5), "America/Lima")
"""The office's time zone: UTC−5 all year, so no time-zone database is needed to show an hour."""

SOON_WITHIN = 7  # working days: due within them is amber (domain §1, Semáforo)
BLOCKED_BEYOND = 5  # working days: blocked for longer is red (domain §1, Semáforo)

_told: date | None = None


def today() -> date:
    """The date in Lima, or the one that ``--today`` or a test has set; nothing else in the program asks the clock."""
    return _told or datetime.now(LIMA).date()


def set_today(day: date | None) -> None:
    """Hold the calendar at a date for the whole process; None lets it run again."""
    global _told
    _told = day


def now_utc() -> datetime:
    """This moment, aware, in UTC: when something was written.  Never held by ``set_today``."""
    return datetime.now(UTC)


def on_paper() -> datetime:
    """This moment as paper says it: the hour of the clock, on the day that ``today`` tells."""
    moment = datetime.now(LIMA)
    return datetime.combine(_told or moment.date(), moment.timetz()).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: Monday to Friday without ``non_working``.

    Every question is answered by counting (weekdays by arithmetic, holidays by bisection), so that
    twenty thousand rows cost milliseconds.
    """

    non_working: frozenset[date] = frozenset()
    _weekday_holidays: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordinals = tuple(sorted(day.toordinal() for day in self.non_working if day.weekday() < 5))
        object.__setattr__(self, "_weekday_holidays", ordinals)

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.non_working

    def next_working(self, day: date) -> date:
        """``day`` itself where it is a working day, else the first one after it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def previous_working(self, day: date) -> date:
        """``day`` itself where it is a working day, else the last one before it."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def add_working(self, day: date, n: int) -> date:
        """The n-th working day after ``day`` (before it for a negative n); 0 is ``next_working(day)``.

        Raises OverflowError or ValueError beyond the years 1 to 9999.
        """
        if n == 0:
            return self.next_working(day)
        ordinal = day.toordinal()
        if n > 0:
            target = self._count(ordinal) + n
            while (missing := target - self._count(ordinal)) > 0:  # a day counts at most one: never overshoots
                ordinal += missing
            return date.fromordinal(ordinal)
        ordinal -= 1
        target = self._count(ordinal) + n + 1
        while (surplus := self._count(ordinal) - target) > 0:
            ordinal -= surplus
        return self.previous_working(date.fromordinal(ordinal))

    def working_days_between(self, start: date, end: date) -> int:
        """The working days d with start < d ≤ end; minus those with end < d ≤ start where end is earlier.

        From a Friday to the next Monday it is 1, from a Friday to the Sunday after it 0, from a day to itself 0.
        """
        return self._count(end.toordinal()) - self._count(start.toordinal())

    def days_late(self, due: date, on: date) -> int:
        """Working days past a due date, 0 where it is not overdue.

        A due date on a non-working day counts as the next working day.  On a Saturday an item due on the
        Friday before is overdue and 0 working days late.
        """
        return max(0, self.working_days_between(self.next_working(due), on))

    def calendar_days_late(self, due: date, on: date) -> int:
        """Calendar days past a due date that counts as the next working day, 0 where it is not overdue."""
        return max(0, (on - self.next_working(due)).days)

    def _count(self, ordinal: int) -> int:
        """Working days from 1 January of the year 1 (a Monday, ordinal 1) to the ordinal, both included."""
        weeks, rest = divmod(ordinal, 7)
        return 5 * weeks + min(rest, 5) - bisect_right(self._weekday_holidays, ordinal)


def clock(today: date, calendar: Calendar) -> Clock:
    """The four dates by which SQL decides the semáforo of any number of rows without a calendar of its own.

    ``overdue_to``: the last due date that is overdue today.  ``soon_to``: the last one that falls due within
    seven working days.  ``blocked_to``: the last day since which more than five working days have passed.
    """
    from db.queries.traffic_light import Clock

    overdue_to, soon_to, blocked_to = thresholds(today, calendar)
    return Clock(today=today, overdue_to=overdue_to, soon_to=soon_to, blocked_to=blocked_to)


def thresholds(today: date, calendar: Calendar) -> tuple[date, date, date]:
    """(overdue_to, soon_to, blocked_to), as ``clock`` explains them."""
    return (
        calendar.previous_working(today - timedelta(days=1)),
        calendar.add_working(today, SOON_WITHIN),
        # the day before the working day that was counted first, so that six lie between it and today
        calendar.add_working(today + timedelta(days=1), -(BLOCKED_BEYOND + 1)) - timedelta(days=1),
    )


def peruvian_holidays(years: Iterable[int]) -> tuple[tuple[date, str], ...]:
    """The public holidays of Peru in these years, in order, with their Spanish names.

    From the ``holidays`` package, imported on first use (0.27 s).  The public sector's decreed days without
    work are not in it; they are added to the office's own list.
    """
    return tuple(entry for year in sorted(set(years)) for entry in _holidays_of(year))


def peruvian_calendar(years: Iterable[int]) -> Calendar:
    """Working days by the public holidays alone, for where no database says otherwise."""
    return Calendar(frozenset(day for day, _name in peruvian_holidays(years)))


@lru_cache(maxsize=128)
def _holidays_of(year: int) -> tuple[tuple[date, str], ...]:
    from holidays import country_holidays

    found = country_holidays("PE", years=year, language="es").items()
    return tuple(sorted((day, name.replace(" Los ", " los ")) for day, name in found))  # it writes «Todos Los Santos»
