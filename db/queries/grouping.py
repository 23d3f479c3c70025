"""What lists are grouped by, and what is counted under each heading: values, months, how urgent a due date is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, extract, false, literal, type_coerce

from db.fields import N_, Choice, stored
from db.queries.traffic_light import Clock


class Due(Choice):
    """What a due date means today; headings stand in this order."""

    OVERDUE = "overdue", N_("Overdue")
    TODAY = "today", N_("Today")
    THIS_WEEK = "this_week", N_("This week")
    LATER = "later", N_("Later")
    NO_DATE = "no_date", N_("Without a date")
    STOPPED = "stopped", N_("No deadline running")


@dataclass(frozen=True, slots=True)
class Total:
    """What the numbers of some records come to; ``count`` are those that have one, ``sum`` in the field's own unit."""

    count: int = 0
    sum: int = 0

    @property
    def mean(self) -> float | None:
        """None where no record has a number."""
        return self.sum / self.count if self.count else None

    def __add__(self, other: "Total") -> "Total":
        return Total(self.count + other.count, self.sum + other.sum)


@dataclass(frozen=True, slots=True)
class Group:
    """The records that have one value: how many, and the totals of their number columns.

    ``value``: the column's own value; a ``Due`` for a due date, the first day of the month for another date.
    """

    value: Any
    count: int
    totals: Mapping[str, Total] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grouping:
    """The SQL that tells groups apart; ``sort`` puts them in order, ``read`` makes a Python value of an answer."""

    value: ColumnElement[Any]
    sort: ColumnElement[Any]
    read: Callable[[Any], Any] = lambda value: value


def by_due(day: ColumnElement[Any], clock: Clock, stopped: ColumnElement[bool] | None) -> Grouping:
    """Overdue as the traffic light says it, today, until Sunday, later; ``stopped``: records that owe nothing more."""
    sunday = clock.today + timedelta(days=6 - clock.today.weekday())
    told = case(
        (false() if stopped is None else stopped, literal(Due.STOPPED.value)),
        (day.is_(None), literal(Due.NO_DATE.value)),
        (day <= clock.overdue_to, literal(Due.OVERDUE.value)),
        (day <= clock.today, literal(Due.TODAY.value)),
        (day <= sunday, literal(Due.THIS_WEEK.value)),
        else_=literal(Due.LATER.value),
    )
    return Grouping(type_coerce(told, stored(Due)), case({due.value: n for n, due in enumerate(Due)}, value=told))


def by_month(day: ColumnElement[Any]) -> Grouping:
    """The month a day is in."""
    months = cast(extract("year", day), Integer) * 12 + cast(extract("month", day), Integer) - 1
    told = case((day.is_not(None), months))
    return Grouping(told, told, lambda months: None if months is None else date(months // 12, months % 12 + 1, 1))


def added(parts: Iterable[Mapping[str, Total]]) -> dict[str, Total]:
    """The totals of several parts together."""
    found: dict[str, Total] = {}
    for part in parts:
        for name, total in part.items():
            found[name] = found.get(name, Total()) + total
    return found
