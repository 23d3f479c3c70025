"""The course of a value as a picture needs it: its points, its scale, round numbers and days at its edges; no colours.

The window and the printed page draw the same course; only paper, ink and type differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from db.queries.indicators import IndicatorFacts
from ecd_desktop import attainment
from ecd_desktop.language import _, format_date

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MARGIN = Decimal("0.08")
"""What stays free above and below, as a share of the span."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value on a day, with what is said of it."""

    on: date
    value: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Course:
    """What was measured, beside the path that was planned; ``say`` writes a value with its unit."""

    title: str
    measured: tuple[Point, ...]
    path: tuple[Point, ...]
    baseline: Decimal | None
    target: Decimal | None
    say: Callable[[Decimal], str]

    @property
    def words(self) -> list[str]:
        """Every point in a sentence: the course for ears, and as a table."""
        return [point.words for point in (*self.path, *self.measured)]

    @property
    def empty(self) -> bool:
        return not self.measured and not self.path


@dataclass(frozen=True, slots=True)
class Scale:
    """The window of a course: from where to where it goes, and what is written at its edges."""

    first: date
    last: date
    low: Decimal
    high: Decimal
    values: tuple[Decimal, ...]
    days: tuple[date, ...]

    def across(self, day: date) -> float:
        """Where a day stands, from 0 at the left to 1 at the right."""
        return (day - self.first).days / max((self.last - self.first).days, 1)

    def up(self, value: Decimal) -> float:
        """Where a value stands, from 0 below to 1 above."""
        return float((value - self.low) / (self.high - self.low))


def course_of(told: IndicatorFacts) -> Course:
    """The course of an indicator: measurements with their number of cases, the path with what each point is."""

    def say(value: Decimal) -> str:
        return attainment.said(value, told.unit)

    def planned(on: date, value: Decimal) -> str:
        if on == told.baseline_on and value == told.baseline:
            return _("Baseline, {day}: {value}").format(day=format_date(on), value=say(value))
        if on == told.target_on:
            return _("Target, {day}: {value}").format(day=format_date(on), value=say(value))
        return _("Expected, {day}: {value}").format(day=format_date(on), value=say(value))

    def found(on: date, value: Decimal, n: int | None) -> str:
        words = _("Measured, {day}: {value}").format(day=format_date(on), value=say(value))
        return " · ".join(part for part in (words, f"n = {n}" if n is not None else "", attainment.flag(n)) if part)

    return Course(
        told.name,
        tuple(Point(one.on, one.value, found(one.on, one.value, one.n)) for one in told.measured),
        tuple(Point(on, value, planned(on, value)) for on, value in attainment.path(told)),
        told.baseline,
        told.target,
        say,
    )


def scale_of(course: Course, *, rows: int = 4, columns: int = 5) -> Scale:
    """A scale that holds every point, with at most about so many values and days at its edges."""
    points = (*course.path, *course.measured)
    days = [point.on for point in points] or [date(2000, 1, 1)]
    levels = [one for one in (course.baseline, course.target) if one is not None]
    values = [*(point.value for point in points), *levels] or [Decimal(0)]
    first, last = min(days), max(days)
    if first == last:
        first, last = first - timedelta(30), last + timedelta(30)
    low, high = min(values), max(values)
    span = high - low or abs(high) or Decimal(1)
    low, high = low - span * MARGIN, high + span * MARGIN
    return Scale(first, last, low, high, round_values(low, high, rows), tuple(begun_days(first, last, columns)))


def round_values(low: Decimal, high: Decimal, rows: int) -> tuple[Decimal, ...]:
    """Round numbers between two values, about ``rows`` of them."""
    rough = (high - low) / rows
    unit = Decimal(1).scaleb(rough.adjusted())
    step = next(unit * one for one in STEPS if unit * one >= rough)
    value = (low / step).to_integral_value("ROUND_CEILING") * step
    found = []
    while value <= high:
        found.append(value + 0)
        value += step
    return tuple(found)


def begun_days(first: date, last: date, columns: int) -> Sequence[date]:
    """First days of months between two days, evenly apart, at most ``columns`` of them."""
    months = (last.year - first.year) * 12 + last.month - first.month
    for apart in (1, 2, 3, 6, 12, 24, 60, 120):
        if months // apart < columns:
            break
    found = []
    month = first.year * 12 + first.month - 1
    while (day := date(month // 12, month % 12 + 1, 1)) <= last:
        if day >= first and month % min(apart, 12) == 0 and (apart <= 12 or month // 12 % (apart // 12) == 0):
            found.append(day)
        month += 1
    return found


def apart(xs: Sequence[float], least: float) -> list[bool]:
    """Which of some places, from left to right, have room for words of this width; the last one always has."""
    if not xs:
        return []
    kept = [True] * len(xs)
    right = xs[-1]
    for n in range(len(xs) - 2, -1, -1):
        kept[n] = right - xs[n] >= least
        right = xs[n] if kept[n] else right
    assert all(a <= b for a, b in pairwise(xs)), "from left to right"
    return kept
