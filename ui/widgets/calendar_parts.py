"""What a noun says of its calendar, and what is read for the days in sight: records, the undated, holidays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as changed
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from db.queries import places
from db.queries.listing import Order, Where
from ecd_desktop.language import N_, _, long_date, short_date
from ecd_desktop.typed_dates import months_later
from ui.widgets.cards import BLOCK, Card

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.listing import Ask
    from ui.here import Here

OF_A_DAY, OF_A_WEEKDAY = 14, 40  # rows read at once for each day of a month, of a week: as many as have room
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """A noun's calendar.

    ``day`` names the value of the listing's frame that says on which day a record stands.  ``text`` is what its line
    says, ``card`` what lists of a day and of the undated show.  ``move`` gives records another day by the noun's own
    verb, ``allowed`` answers why these rows may not have it; ``begin`` makes a record on a day.
    """

    day: str
    card: Callable[[Any, Here], Card]
    text: Callable[[Any], str]
    move: Callable[[Here, tuple[Key, ...], date], None] | None = None
    allowed: Callable[[Here, Sequence[Any], date], str | None] | None = None
    begin: Callable[[Here, date], None] | None = None
    order: tuple[Order, ...] = ()  # within a day; by default the list's own
    late: tuple[str, Callable[[Any], bool], Callable[[int], str]] | None = None  # a value, whether it is late, «1 late»
    undated: tuple[Where, ...] = ()  # of those without a day, only these ask for one
    undated_title: str = N_("Without a date")  # catalogue entry
    fixed: str = N_("These days follow from other data and cannot be moved here.")


@dataclass(frozen=True, slots=True)
class Span:
    """The days in sight: whole weeks from ``first``; ``month`` is a day of the month that is meant, None for a week."""

    first: date
    weeks: int
    month: date | None = None

    @property
    def last(self) -> date:
        return self.first + self.weeks * WEEK - timedelta(days=1)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Sight:
    """What was read for a span."""

    span: Span
    days: dict[date, list[Key]] = field(default_factory=dict)
    day_of: dict[Key, date] = field(default_factory=dict)
    late: dict[date, int] = field(default_factory=dict)
    undated: list[Key] = field(default_factory=list)
    holidays: dict[date, str] = field(default_factory=dict)
    rows: list[Any] = field(default_factory=list)
    gone: set[Key] = field(default_factory=set)  # selected ones that are not asked for any more
    total: int = 0


def week_of(day: date, *, sunday: bool = False) -> date:
    """The first day of a day's week: its Monday, or where the person wants it so, its Sunday."""
    return day - timedelta(days=(day.weekday() + 1) % 7 if sunday else day.weekday())


def span_of(day: date, *, week: bool, sunday: bool = False) -> Span:
    """The week of ``day``, or the weeks of its month."""
    if week:
        return Span(week_of(day, sunday=sunday), 1)
    first = week_of(day.replace(day=1), sunday=sunday)
    last = months_later(day.replace(day=1), 1) - timedelta(days=1)
    return Span(first, (week_of(last, sunday=sunday) - first).days // 7 + 1, day)


def read_sight(
    session: Any, listing: Any, spec: CalendarSpec, ask: Ask, span: Span, selected: Sequence[Key], kept: Sequence[Key]
) -> Sight:
    """The records of the days in sight in their order, the undated, and their first rows; ``kept``: rows as well."""
    late = spec.late[0] if spec.late else spec.day
    within = (Where(spec.day, "at least", span.first), Where(spec.day, "at most", span.last))
    dated = changed(ask, where=ask.where + within, order=spec.order or ask.order)
    seen = Sight(
        span, holidays=places.named_holidays(session, span.first, span.last), total=listing.count(session, ask),
    )  # fmt: skip
    for key, day, value in listing.keys_with(session, (spec.day, late), dated):
        seen.days.setdefault(day, []).append(key)
        seen.day_of[key] = day
        if spec.late is not None and spec.late[1](value):
            seen.late[day] = seen.late.get(day, 0) + 1
    without = changed(ask, where=(*ask.where, Where(spec.day, "is", None), *spec.undated))
    seen.undated.extend(listing.keys(session, without))
    most = OF_A_DAY if span.month is not None else OF_A_WEEKDAY
    wanted = [key for keys in seen.days.values() for key in keys[:most]]
    wanted += seen.undated[:BLOCK]
    here = {*seen.day_of, *seen.undated}
    if away := set(selected) - here:
        seen.gone.update(away - set(listing.keys(session, ask)))  # the others are on days out of sight
    wanted += [key for key in kept if key in here] + [key for key in selected if key not in seen.gone]
    seen.rows.extend(listing.rows(session, list(dict.fromkeys(wanted)), ask))
    return seen


def near_by(start: date, today: date) -> list[tuple[str, date]]:
    """The days that a menu offers to move to, in words."""
    steps = (
        (_("One day later: {day}"), start + timedelta(days=1)),
        (_("One week later: {day}"), start + WEEK),
        (_("One month later: {day}"), months_later(start, 1)),
        (_("One day earlier: {day}"), start - timedelta(days=1)),
        (_("One week earlier: {day}"), start - WEEK),
        (_("Today: {day}"), today),
    )
    return [(words.format(day=short_date(day)), day) for words, day in steps]


def day_in_words(day: date, *, today: date, count: str, late: str, holiday: str) -> str:
    """«martes, 24 de noviembre de 2026, hoy, 3 compromisos, 1 vencido»: the whole cell for ears."""
    said = _("today") if day == today else ""
    return ", ".join(part for part in (long_date(day, weekday=True), said, holiday, count, late) if part)
