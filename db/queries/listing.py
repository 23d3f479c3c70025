"""How any list is asked for: text, filters, order, keys first and then frozen rows, all decided in SQL."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, FromClause, Select, String, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.dialects import bytewise
from db.fields import CHOICE, DAY, MONEY, NUMBER, TEXT, Choice, Field, Key, Kind
from db.ordering import words
from db.queries.grouping import Group, Grouping, Total, added, by_due, by_month
from db.queries.operators import OPERATORS
from db.queries.traffic_light import Clock
from db.records.base import Record, table_of

Row = TypeVar("Row")

FRAMES = 4
"""Of each list, kept in memory: as it is today, what may leave of it, and on a day of the past."""


@dataclass(frozen=True, slots=True)
class Where:
    """One filter: a column's name, an operator of ``OPERATORS``, a value (None means empty)."""

    column: str
    operator: str
    value: Any


@dataclass(frozen=True, slots=True)
class Order:
    """One level of sorting; empty values come last either way."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """What a list should show. ``outside`` keeps only what may leave; ``cutoff`` shows facts dated up to that day."""

    text: str = ""
    where: tuple[Where, ...] = ()
    order: tuple[Order, ...] = ()
    clock: Clock | None = None
    outside: bool = False
    cutoff: date | None = None
    of_all: tuple[str, ...] = ()  # columns whose values are wanted of every record, not only of those that are shown


@dataclass(frozen=True, slots=True)
class Column:
    """A column a list can show: how it is headed and formatted. Its value is the row's attribute of that name."""

    name: str
    label: str
    kind: Kind = TEXT
    choices: type[Choice] | None = None
    personal: bool = False
    total: str = ""  # what is said of many: "mean" where a sum means nothing, else numbers and money are added up
    due: bool = False  # a day until which something is owed: grouped by how urgent it is, not by month

    @property
    def totalled(self) -> str:
        """``sum``, ``mean``, or "" for what is no number."""
        return self.total or ("sum" if self.kind in (NUMBER, MONEY) else "")

    @property
    def field(self) -> Field:
        """The field that formats its values."""
        return Field(self.kind, self.label, choices=self.choices)


def column(name: str, label: str, kind: Kind = TEXT, choices: type[Choice] | None = None, **more: Any) -> Column:
    return Column(name, label, CHOICE if choices else kind, choices, **more)


@dataclass(frozen=True, slots=True)
class Frame:
    """The SQL behind one ask: an expression per row attribute, where they come from, and how they sort.

    ``searched``: search columns of the records themselves. ``linked``: links to records that they are found by too.
    ``stopped``: records of which nothing is owed any more, whatever their date.
    """

    values: Mapping[str, ColumnElement[Any]]
    source: FromClause
    key: ColumnElement[Any]
    searched: Sequence[ColumnElement[Any]]
    sorts: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    always: Sequence[ColumnElement[bool]] = ()
    linked: Sequence[tuple[ColumnElement[Any], type[Record]]] = ()
    stopped: ColumnElement[bool] | None = None


def _points_to(link: ColumnElement[Any], record: type[Record], word: str) -> ColumnElement[bool]:
    """Whether a link goes to a record with ``word`` in it; the few are searched once, not for every row again."""
    others = aliased(table_of(record))
    return link.in_(select(others.c.id).where(others.c.folded.contains(word, autoescape=True)))


def columns_of(table: FromClause) -> dict[str, ColumnElement[Any]]:
    """A table's own columns by name, to start a frame's values with."""
    return {c.name: c for c in table.c if c.name not in ("id", "version")}


class Listing(Generic[Row]):
    """The list of one noun. ``row`` is a frozen dataclass whose first field is ``key``; the rest are frame values."""

    def __init__(
        self,
        entity: str,
        row: type[Row],
        columns: Sequence[Column],
        frame: Callable[[Ask], Frame],
        order: tuple[Order, ...],
        heeded: Collection[str] = (),
    ) -> None:
        """``heeded``: the columns that ``frame`` makes otherwise where they are asked of every record."""
        self.entity = entity
        self.row = row
        self.columns = {column.name: column for column in columns}
        self.order = order
        self._heeded = frozenset(heeded)
        self._made = lru_cache(FRAMES)(frame)

    def _frame(self, ask: Ask) -> Frame:
        """The SQL behind an ask, made once for all that differ in what is looked for and not in what is there."""
        asked = {*(one.column for one in ask.where), *(one.column for one in ask.order), *ask.of_all}
        heeded = tuple(sorted(asked & self._heeded))
        return self._made(Ask(clock=ask.clock, outside=ask.outside, cutoff=ask.cutoff, of_all=heeded))

    @cached_property
    def _names(self) -> list[str]:
        return [f.name for f in fields(self.row)]  # type: ignore[arg-type]

    def keys(self, session: Session, ask: Ask) -> list[Key]:
        """The keys of every record asked for, in order."""
        frame = self._frame(ask)
        found = session.scalars(self._sorted(self._asked(select(frame.key), frame, ask), frame, ask))
        return [key for part in found.partitions(2_000) for key in part]  # quicker than one by one

    def rows(self, session: Session, keys: Sequence[Key], ask: Ask) -> list[Row]:
        """The rows of ``keys`` in their order; records that are gone are left out."""
        frame = self._frame(ask)
        found: dict[Key, Row] = {}
        for start in range(0, len(keys), 500):
            chunk = keys[start : start + 500]
            for row in session.execute(self._selected(frame).where(frame.key.in_(chunk))):
                found[row[0]] = self.row(*row)
        return [found[key] for key in keys if key in found]

    def all(self, session: Session, ask: Ask) -> list[Row]:
        """Every row asked for, in order; for sheets and reports."""
        frame = self._frame(ask)
        query = self._sorted(self._asked(self._selected(frame), frame, ask), frame, ask)
        return [self.row(*row) for row in session.execute(query)]

    def keys_with(self, session: Session, names: Sequence[str], ask: Ask) -> list[tuple[Any, ...]]:
        """The key of every record asked for, in order, followed by its values of these columns; to part them by."""
        frame = self._frame(replace(ask, of_all=tuple(names)))
        wanted = select(frame.key, *(frame.values[name] for name in names))
        found = session.execute(self._sorted(self._asked(wanted, frame, ask), frame, ask))
        return [tuple(row) for part in found.partitions(2_000) for row in part]

    def count(self, session: Session, ask: Ask) -> int:
        """How many records are asked for."""
        frame = self._frame(ask)
        return int(session.execute(self._asked(select(func.count(frame.key)), frame, ask)).scalar_one())

    def facets(self, session: Session, name: str, ask: Ask, *, limit: int | None = None) -> list[tuple[Any, int]]:
        """The values of one column with how many records have each, most frequent first; at most ``limit`` of them."""
        frame = self._frame(replace(ask, of_all=(name,)))
        inner = self._asked(select(frame.values[name].label("value")), frame, ask).subquery()
        number = func.count()
        query = select(inner.c.value, number).group_by(inner.c.value)
        query = query.order_by(number.desc(), inner.c.value).limit(limit)
        return [(row[0], row[1]) for row in session.execute(query)]

    def groups(self, session: Session, name: str, ask: Ask, totals: Sequence[str] = ()) -> list[Group]:
        """What the records asked for have in one column: each value with its count and the totals of these columns.

        In the order of the column (descending where ``ask`` sorts by it that way), records without a value last.
        """
        frame = self._frame(replace(ask, of_all=(name, *totals)))
        by = self._grouping(name, frame, ask)
        inner = self._asked(
            select(by.value.label("value"), by.sort.label("sort"), *(frame.values[n].label(f"n_{n}") for n in totals)),
            frame, ask,
        ).subquery()  # fmt: skip
        first, falling = func.min(inner.c.sort), bool(ask.order) and ask.order[0] == Order(name, descending=True)
        query = (
            select(inner.c.value, func.count(), *_added(inner.c, totals))
            .group_by(inner.c.value)
            .order_by(inner.c.value.is_(None), (first.desc() if falling else first.asc()).nulls_last(), inner.c.value)
        )
        return [
            Group(by.read(value), count, _totals(totals, rest)) for value, count, *rest in session.execute(query)
        ]

    def members(self, session: Session, name: str, ask: Ask) -> list[tuple[Key, Any]]:
        """The key of every record asked for, in order, with the value by which ``groups`` counts it."""
        frame = self._frame(replace(ask, of_all=(name,)))
        by = self._grouping(name, frame, ask)
        query = self._sorted(self._asked(select(frame.key, by.value), frame, ask), frame, ask)
        return [(row[0], by.read(row[1])) for part in session.execute(query).partitions(2_000) for row in part]

    def totals(
        self, session: Session, names: Sequence[str], ask: Ask, keys: Sequence[Key] | None = None
    ) -> dict[str, Total]:
        """What these number columns come to over the records asked for, or over ``keys`` whatever is asked for."""
        frame = self._frame(ask)
        wanted = select(*(frame.values[name].label(f"n_{name}") for name in names))
        if keys is None:
            parts = [self._asked(wanted, frame, ask)]
        else:
            wanted = wanted.select_from(frame.source)
            parts = [wanted.where(frame.key.in_(keys[start : start + 500])) for start in range(0, len(keys), 500)]
        found = []
        for part in parts if names else ():
            inner = part.subquery()
            found.append(_totals(names, session.execute(select(*_added(inner.c, names))).one()))
        return {name: Total() for name in names} | added(found)

    def _grouping(self, name: str, frame: Frame, ask: Ask) -> Grouping:
        value, declared = frame.values[name], self.columns.get(name)
        if declared is not None and declared.kind is DAY:
            if declared.due and ask.clock is not None:
                return by_due(value, ask.clock, frame.stopped)
            return by_month(value)
        sort = frame.sorts.get(name)
        return Grouping(value, self._by_list(name, value) if sort is None else sort)

    def _selected(self, frame: Frame) -> Select[Any]:
        return select(*(frame.values[name] if name != "key" else frame.key for name in self._names)).select_from(
            frame.source
        )

    def _asked(self, query: Select[Any], frame: Frame, ask: Ask) -> Select[Any]:
        conditions = list(frame.always)
        for word in words(ask.text):
            found = [text.contains(word, autoescape=True) for text in frame.searched]
            conditions.append(or_(*found, *(_points_to(link, record, word) for link, record in frame.linked)))
        for where in ask.where:
            conditions.append(OPERATORS[where.operator](frame.values[where.column], where.value))
        return (
            query.select_from(frame.source).where(and_(*conditions)) if conditions else query.select_from(frame.source)
        )

    def _sorted(self, query: Select[Any], frame: Frame, ask: Ask) -> Select[Any]:
        for order in ask.order or self.order:
            value = frame.sorts.get(order.column)
            if value is None:
                value = self._by_list(order.column, frame.values[order.column])
            query = query.order_by((value.desc() if order.descending else value.asc()).nulls_last())
        return query.order_by(frame.key)

    def _by_list(self, name: str, value: ColumnElement[Any]) -> ColumnElement[Any]:
        declared = self.columns.get(name)
        if declared is None or declared.choices is None:
            return bytewise(value) if isinstance(value.type, String) else value
        return case({member: place for place, member in enumerate(declared.choices)}, value=value)


def _added(columns: Any, names: Sequence[str]) -> Iterable[ColumnElement[Any]]:
    """Per column how many have a number, and their sum."""
    return (told(columns[f"n_{name}"]) for name in names for told in (func.count, func.sum))


def _totals(names: Sequence[str], numbers: Sequence[Any]) -> dict[str, Total]:
    return {name: Total(int(numbers[2 * n]), int(numbers[2 * n + 1] or 0)) for n, name in enumerate(names)}
