"""Many new records at once: each row's rules row by row, its column and journal values column by column."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

from db.errors import Invalid
from db.fields import MEMO, TEXT, Field, Key
from db.ordering import fold, sort_key
from db.records.base import Record, checked_fields, defaults_of, fields_of, new_keys, table_of

Statement = tuple[str, list[Any]]
"""SQL of the driver, and the parameters it is executed with, one after the other."""

MARKS = 900
"""Parameters in one statement; every build of SQLite allows 999."""


class Values:
    """The values of one field, row by row.

    Dates, links and words of lists repeat themselves: what is made of them is made once for each.  They are told apart
    by identity: to hash keys would cost more, and 1 is not True.  ``own``: each row has its own, as of texts.
    """

    __slots__ = ("once", "values")

    def __init__(self, values: list[Any], *, own: bool = False) -> None:
        self.values = values
        self.once: dict[int, Any] | None = None if own else dict(zip(map(id, values), values, strict=True))

    def __iter__(self) -> Iterator[Any]:
        """Every value, those that are repeated once or more often."""
        return iter(self.values if self.once is None else self.once.values())

    def each(self, change: Callable[[Any], Any]) -> list[Any]:
        """``change`` of every value but None, row by row."""
        if self.once is None:
            return [None if value is None else change(value) for value in self.values]
        changed = {place: None if value is None else change(value) for place, value in self.once.items()}
        if len(changed) == 1:
            return list(changed.values()) * len(self.values)
        return list(map(changed.__getitem__, map(id, self.values)))


@dataclass(slots=True)
class Prepared:
    """New records that were checked, ready to be written, as often as need be."""

    record: type[Record]
    keys: list[Key]
    columns: Mapping[str, Values]
    journal: list[str]
    """What the journal says of each, as it is stored: ``{field: [null, value]}``."""
    _bound: dict[Dialect, list[Statement]] = field(default_factory=dict)

    def write(self, connection: Connection) -> None:
        """Insert them; the gate must be open."""
        statements = self._bound.get(connection.dialect)
        if statements is None:
            statements = self._bound[connection.dialect] = bound(table_of(self.record), connection, self.columns)
        write_bound(connection, statements)


def prepared(record: type[Record], rows: Sequence[Mapping[str, Any]]) -> Prepared:
    """The rows as they will be written. Raises Invalid at the first that breaks a rule, TypeError for a wrong name."""
    fields = fields_of(record)
    blank = {**dict.fromkeys(fields), **defaults_of(record)}
    said = set().union(*rows)
    if unknown := said - fields.keys() - {"id"}:
        raise TypeError(f"{record.__tablename__} has no field {', '.join(sorted(unknown))}")
    columns: dict[str, Values] = {}
    for name, default in blank.items():
        if name in said:
            values = [row.get(name, default) for row in rows]
            columns[name] = Values(values, own=fields[name].kind in (TEXT, MEMO))
        else:
            columns[name] = Values([default] * len(rows))
    wrong = any(field.check(name, value) for name, field in checked_fields(record) for value in columns[name])
    probe = record()  # lends its rules to every row in turn; an object for each would cost three times as much
    state = probe.__dict__
    fresh = iter(new_keys(sum(row.get("id") is None for row in rows)))
    keys: list[Key] = []
    folded: list[str] = []
    folds: dict[str, str] = {}  # remarks repeat themselves
    sorting: list[bytes] = []
    for row in rows:
        key: Key = row.get("id") or next(fresh)
        state.update(blank)
        state.update(row)
        state["id"] = key
        if problems := tuple(probe.problems() if wrong else probe.rules()):
            raise Invalid(problems)
        keys.append(key)
        searched = probe.searched()
        if searched not in folds:
            folds[searched] = fold(searched)
        folded.append(folds[searched])
        sorting.append(sort_key(probe.named()))
    filled = (name for name in fields if any(value is not None for value in columns[name]))
    told = [_told(name, fields[name], columns[name]) for name in filled]
    journal = [f"{{{','.join(filter(None, pieces))}}}" for pieces in zip(*told, strict=True)] or ["{}"] * len(rows)
    columns["version"] = Values([1] * len(rows))
    for name, values in (("id", keys), ("folded", folded), ("sort_key", sorting)):
        columns[name] = Values(values, own=True)
    return Prepared(record, keys, columns, journal)


def _told(name: str, field: Field, column: Values) -> list[str | None]:
    """Each value's piece of its record's journal text; None where there is nothing to say."""
    start, dump = f"{quoted(name)}:[null,", field.kind.dump

    def piece(value: Any) -> str:
        dumped = dump(value)
        return f"{start}{quoted(dumped) if isinstance(dumped, str) else json.dumps(dumped)}]"

    return column.each(piece)


def bound(table: Table, connection: Connection, columns: Mapping[str, Values]) -> list[Statement]:
    """The statements that insert these column values, with their parameters as the driver takes them."""
    statement, binders, positional = _insert(table, connection.dialect)
    ready = [columns[name].each(bind) if bind else columns[name].values for name, bind in binders]
    if not positional:
        names = [name for name, _ in binders]
        return [(statement, [dict(zip(names, row, strict=True)) for row in zip(*ready, strict=True)])]
    # Several rows to a statement: SQLite opens the table and all its indexes anew for each.
    width, count = len(ready), len(ready[0])
    several = MARKS // width
    whole = (count - count % several) * width
    flat: list[Any] = [None] * (width * count)
    for place, column in enumerate(ready):
        flat[place::width] = column
    head, _, marks = statement.rpartition(" VALUES ")

    def parted(start: int, stop: int, step: int) -> list[tuple[Any, ...]]:
        return [tuple(flat[place : place + step]) for place in range(start, stop, step)]

    many = f"{head} VALUES {', '.join([marks] * several)}"
    return [(many, parted(0, whole, several * width)), (statement, parted(whole, len(flat), width))]


def write_bound(connection: Connection, statements: Sequence[Statement]) -> None:
    """Insert through driver SQL, which costs half of what statement objects do."""
    for statement, parameters in statements:
        if parameters:
            connection.exec_driver_sql(statement, parameters)


@lru_cache(maxsize=100)
def _insert(table: Table, dialect: Dialect) -> tuple[str, list[tuple[str, Any]], bool]:
    compiled = insert(table).compile(dialect=dialect)
    order = compiled.positiontup or list(compiled.params)
    binders = [(name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order]
    return str(compiled), binders, bool(compiled.positional)
