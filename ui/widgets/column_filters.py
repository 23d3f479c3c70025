"""What a list's columns are filtered by, as data: what each filter keeps, how it is said, and how it is remembered.

Choices and names are ticked from their values; days are ticked by year and month, or lie between two; numbers lie
between two; other texts hold some words.  Empty values are one value more: None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from db.kinds import CHOICE, DAY, DECIMAL, MEMO, MONEY, NUMBER
from db.queries.listing import Where
from ecd_desktop.language import _, month_and_year

if TYPE_CHECKING:
    from db.fields import Speech
    from db.queries.listing import Column, Listing

MOST_VALUES = 300
"""Distinct texts beyond which ticking them one by one helps nobody."""
SAID = 2  # values that a chip names


class How(Enum):
    """How a column is filtered."""

    VALUES = auto()
    DAYS = auto()
    NUMBERS = auto()
    WORDS = auto()


@dataclass(frozen=True, slots=True)
class ColumnFilter:
    """What one column is narrowed to.

    ``values``: any of these; None is the empty one; of days they are years «2026» and months «2026-04».  ``least``
    and ``most`` count themselves.  ``text``: words that it holds, accents and case aside.
    """

    column: str
    values: tuple[Any, ...] = ()
    least: Any = None
    most: Any = None
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.values or self.text) or self.least is not None or self.most is not None

    def where(self, column: Column) -> tuple[Where, ...]:
        """The same in the words of a listing."""
        found: list[Where] = []
        if column.kind in (DAY, DECIMAL, NUMBER, MONEY):
            spans: list[Any] = [self._span(value) for value in self.values]
            if self.least is not None or self.most is not None:
                spans = [(self.least, self.most)]
            found.append(Where(self.column, "within", tuple(spans)))
        elif self.values:
            found.append(Where(self.column, "in", self.values))
        if self.text:
            found.append(Where(self.column, "holds", self.text))
        return tuple(found)

    def _span(self, value: Any) -> tuple[Any, Any] | None:
        if value is None:
            return None
        return span_of(value) if isinstance(value, str) else (value, value)

    def words(self, column: Column, speech: Speech) -> str:
        """«EMAPE, GDU», «from 01/04/2026», for a chip."""
        if self.text:
            return _("holds “{words}”").format(words=self.text)
        if self.least is not None or self.most is not None:
            least, most = (None if end is None else column.field.format(end, speech) for end in (self.least, self.most))
            if least is None:
                return _("until {end}").format(end=most)
            if most is None:
                return _("from {start}").format(start=least)
            return least if least == most else _("{start} to {end}").format(start=least, end=most)
        said = [value_words(value, column, speech) for value in self.values[:SAID]]
        more = len(self.values) - SAID
        return ", ".join(said) + (f" +{more}" if more > 0 else "")

    def dumped(self, column: Column) -> dict[str, Any]:
        """As JSON keeps it."""
        field = column.field
        kept: dict[str, Any] = {"column": self.column}
        if self.values:
            kept["values"] = [v if column.kind is DAY else field.dump(v) for v in self.values]
        for name in ("least", "most"):
            if (end := getattr(self, name)) is not None:
                kept[name] = field.dump(end)
        if self.text:
            kept["text"] = self.text
        return kept


def loaded(kept: Mapping[str, Any], columns: Mapping[str, Column]) -> ColumnFilter | None:
    """A filter as JSON kept it; None where the column, or what is said of it, is not of this version."""
    column = columns.get(str(kept.get("column")))
    if column is None:
        return None
    field = column.field
    try:
        values = [v if column.kind is DAY else field.load(v) for v in kept.get("values", ())]
        if column.kind is DAY:
            for value in values:
                if value is not None:
                    span_of(value)
        least, most = (field.load(kept[name]) if name in kept else None for name in ("least", "most"))
        made = ColumnFilter(column.name, tuple(values), least, most, str(kept.get("text", "")))
    except (ValueError, TypeError, AttributeError):
        return None
    return made or None


def how(column: Column) -> How:
    """How a column is filtered, as far as its kind says; a text with too many values turns from values to words."""
    if column.kind is DAY:
        return How.DAYS
    if column.kind in (DECIMAL, NUMBER, MONEY):
        return How.NUMBERS
    return How.WORDS if column.kind is MEMO else How.VALUES


def filterable(listing: Listing[Any], name: str) -> bool:
    """Whether a column of a table has a column of the listing behind it."""
    return name in listing.columns


def where(filters: Iterable[ColumnFilter], columns: Mapping[str, Column]) -> tuple[Where, ...]:
    """All of them together."""
    return tuple(one for filter in filters for one in filter.where(columns[filter.column]))


def value_words(value: Any, column: Column, speech: Speech) -> str:
    """How a value stands in the list and on a chip."""
    if value is None:
        return _("(empty)")
    if column.kind is DAY and isinstance(value, str):
        return period_words(value)
    return column.field.format(value, speech) or _("(empty)")


def period_words(period: str) -> str:
    """«2026» is said as it is, «2026-04» as «April 2026»."""
    year, _dash, month = period.partition("-")
    return month_and_year(date(int(year), int(month), 1)) if month else year


def span_of(period: str) -> tuple[date, date]:
    """The first and the last day of a year or a month.  Raises ValueError for anything else."""
    year, dash, month = period.partition("-")
    first = date(int(year), int(month) if dash else 1, 1)
    if not dash:
        return first, date(first.year, 12, 31)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, following - timedelta(days=1)


def by_month(facets: Iterable[tuple[date | None, int]]) -> dict[str | None, int]:
    """How many records have each month, newest first; None counts those without a day."""
    counted: dict[str | None, int] = {}
    for day, number in facets:
        period = None if day is None else f"{day.year:04}-{day.month:02}"
        counted[period] = counted.get(period, 0) + number
    return dict(sorted(counted.items(), key=lambda pair: pair[0] or "", reverse=True))


def in_order(facets: Iterable[tuple[Any, int]], column: Column, speech: Speech) -> list[tuple[Any, int]]:
    """Values as they are read: choices in their own order, names by the alphabet, the empty one last."""
    from db.ordering import sort_key

    found = list(facets)
    if column.kind is CHOICE and column.choices is not None:
        place = {member: n for n, member in enumerate(column.choices)}
        found.sort(key=lambda pair: place.get(pair[0], len(place)))
    else:
        found.sort(key=lambda pair: (pair[0] is None, sort_key(value_words(pair[0], column, speech))))
    return found
