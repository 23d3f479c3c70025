"""What a noun says of its timeline, and how days become places on it: three zooms, two tiers of headings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ecd_desktop import language
from ecd_desktop.language import MONTHS_SHORT, N_, begun, month_and_year
from ecd_desktop.typed_dates import months_later
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here


@dataclass(frozen=True, slots=True)
class Stop:
    """One mark on a record's line: where it stands now, where it was planned, and all of it in words."""

    key: Key
    title: str
    on: date
    mark: Mark
    words: str
    planned: date | None = None
    fixed: str = ""  # why it cannot be moved


@dataclass(frozen=True, slots=True)
class Track:
    """One record as a line of time: planned from ``begins`` to ``ends``, and how much later it is now expected."""

    title: str
    small: str
    mark: Mark
    mark_words: str
    begins: date | None
    ends: date | None
    expected: date | None  # the later end that is now expected
    fraction: float | None
    stops: tuple[Stop, ...] = ()
    span: str = ""  # the planned bar in words
    faint: bool = False

    @property
    def words(self) -> str:
        """All of it, for ears and tooltips."""
        parts = (self.title, self.small, self.mark_words, self.span, *(stop.words for stop in self.stops))
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class TimelineSpec:
    """A noun's timeline.

    ``read`` gives, on the database thread, what the tracks of these records need besides their rows; ``track`` makes
    one of a row and its part of that.  ``move`` asks whatever a stop's move needs and does it; ``settled`` is called
    when it is over, moved or not.
    """

    read: Callable[[Any, Sequence[Key]], Mapping[Key, Any]]
    track: Callable[[Any, Any, Here], Track]
    move: Callable[[Here, Any, Key, date, Callable[[], None]], None]  # here, the record's facts, stop, day, settled
    legend: tuple[tuple[Mark, str], ...]  # mark, catalogue entry
    no_stop: str  # said where there is nothing to move; catalogue entry


@dataclass(frozen=True, slots=True)
class Zoom:
    """How much time a window's width holds: pixels for a day, and the headings' steps in months (0: weeks)."""

    id: str
    title: str
    pixels: float
    step: int


ZOOMS = (
    Zoom("month", N_("Month"), 9.0, 0),
    Zoom("quarter", N_("Quarter"), 2.6, 1),
    Zoom("year", N_("Year"), 0.95, 3),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """Days as pixels from the left edge of the chart, whose first day is ``first``."""

    first: date
    zoom: Zoom

    def x(self, day: date) -> float:
        return (day - self.first).days * self.zoom.pixels

    def day(self, x: float) -> date:
        return self.first + timedelta(days=round(x / self.zoom.pixels))

    def last(self, width: float) -> date:
        return self.day(width)

    def upper(self, width: float) -> list[tuple[date, date, str]]:
        """The upper headings in sight, with the day after their last: months where weeks are shown, else years."""
        step = 1 if self.zoom.step == 0 else 12
        begin = self.first.replace(day=1) if step == 1 else self.first.replace(month=1, day=1)
        named = (lambda day: begun(month_and_year(day))) if step == 1 else (lambda day: str(day.year))
        return [(day, end, named(day)) for day, end in _months(begin, self.last(width), step)]

    def lower(self, width: float) -> list[tuple[date, date, str]]:
        """The lower headings: Mondays, months, or quarters of a year."""
        last = self.last(width)
        if self.zoom.step == 0:
            day = self.first - timedelta(days=self.first.weekday())
            weeks = []
            while day <= last:
                weeks.append((day, day + timedelta(days=7), str(day.day)))
                day += timedelta(days=7)
            return weeks
        step = self.zoom.step
        begin = self.first.replace(month=(self.first.month - 1) // step * step + 1, day=1)
        short = MONTHS_SHORT[language.current() if language.current() in MONTHS_SHORT else language.ENGLISH]

        def named(day: date) -> str:
            return short[day.month - 1] if step == 1 else f"{short[day.month - 1]}–{short[day.month + step - 2]}"

        return [(day, end, named(day)) for day, end in _months(begin, last, step)]


def _months(begin: date, last: date, step: int) -> list[tuple[date, date]]:
    found = []
    while begin <= last:
        end = months_later(begin, step)
        found.append((begin, end))
        begin = end
    return found
