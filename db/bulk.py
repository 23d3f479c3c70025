"""Many new records at once: each row's rules row by row, its column and journal values column by column."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

from db.errors import Invalid
from db.fields import MEMO, TEXT, Field, Key
from db.ordering import fold, sort_key
from db.records.base import Record, checked_fields, defaults_of, fields_of, new_keys, table_of


@dataclass(slots=True)
class Prepared:
    """New records that were checked, ready to be written, as often as need be."""

    record: type[Record]
    keys: list[Key]
    columns: Mapping[str, list[Any]]
    journal: list[str]
    """What the journal says of each, as it is stored: ``{field: [null, value]}``."""
    _bound: dict[Dialect, Any] = field(default_factory=dict)

    def write(self, connection: Connection) -> None:
        """Insert them; the gate must be open."""
        parameters = self._bound.get(connection.dialect)
        if parameters is None:
            parameters = self._bound[connection.dialect] = bound(table_of(self.record), connection, self.columns)
        write_bound(connection, table_of(self.record), parameters)


def prepared(record: type[Record], rows: Sequence[Mapping[str, Any]]) -> Prepared:
    """The rows as they will be written. Raises Invalid at the first that breaks a rule, TypeError for a wrong name."""
    fields = fields_of(record)
    blank = {**dict.fromkeys(fields), **defaults_of(record)}
    if unknown := set().union(*rows) - fields.keys() - {"id"}:
        raise TypeError(f"{record.__tablename__} has no field {', '.join(sorted(unknown))}")
    columns: dict[str, list[Any]] = {
        name: [row.get(name, default) for row in rows] for name, default in blank.items()
    }  # fmt: skip
    wrong = any(
        field.check(name, value) for name, field in checked_fields(record) for value in _once(columns[name]).values()
    )
    probe = record()  # lends its rules to every row in turn; an object for each would cost three times as much
    state = probe.__dict__
    fresh = iter(new_keys(sum(row.get("id") is None for row in rows)))
    keys: list[Key] = []
    folded: list[str] = []
    sorting: list[bytes] = []
    for row in rows:
        key: Key = row.get("id") or next(fresh)
        state.update(blank)
        state.update(row)
        state["id"] = key
        if problems := tuple(probe.problems() if wrong else probe.rules()):
            raise Invalid(problems)
        keys.append(key)
        folded.append(fold(probe.searched()))
        sorting.append(sort_key(probe.named()))
    told = [_told(name, field, columns[name]) for name, field in fields.items()]
    journal = [f"{{{','.join(filter(None, pieces))}}}" for pieces in zip(*told, strict=True)]
    columns |= {"id": keys, "version": [1] * len(rows), "folded": folded, "sort_key": sorting}
    return Prepared(record, keys, columns, journal)


def _told(name: str, field: Field, values: list[Any]) -> list[str | None]:
    """Each value's piece of its record's journal text; None where there is nothing to say."""
    start, dump = f"{quoted(name)}:[null,", field.kind.dump

    def piece(value: Any) -> str:
        dumped = dump(value)
        return f"{start}{quoted(dumped) if isinstance(dumped, str) else json.dumps(dumped)}]"

    if field.kind in (TEXT, MEMO):
        return [None if value is None else piece(value) for value in values]
    return _each(piece, values)


def _each(change: Callable[[Any], Any], values: list[Any]) -> list[Any]:
    """``change`` of every value but None, asked once for each that is repeated: dates, links and words of lists are."""
    changed = {place: None if value is None else change(value) for place, value in _once(values).items()}
    return list(map(changed.__getitem__, map(id, values)))


def _once(values: list[Any]) -> dict[int, Any]:
    """The values that are not the very same object, by identity: to hash keys would cost more, and 1 is not True."""
    return dict(zip(map(id, values), values, strict=True))


def bound(table: Table, connection: Connection, columns: Mapping[str, list[Any]]) -> Any:
    """Column values as the driver takes them, one tuple or mapping per row."""
    _, binders, positional = _insert(table, connection.dialect)
    ready = [_each(bind, columns[name]) if bind else columns[name] for name, bind in binders]
    rows = zip(*ready, strict=True)
    if positional:
        return list(rows)
    names = [name for name, _ in binders]
    return [dict(zip(names, row, strict=True)) for row in rows]


def write_bound(connection: Connection, table: Table, parameters: Any) -> None:
    """Insert through driver SQL, which costs half of what statement objects do."""
    connection.exec_driver_sql(_insert(table, connection.dialect)[0], parameters)


@lru_cache(maxsize=100)
def _insert(table: Table, dialect: Dialect) -> tuple[str, list[tuple[str, Any]], bool]:
    compiled = insert(table).compile(dialect=dialect)
    order = compiled.positiontup or list(compiled.params)
    binders = [(name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order]
    return str(compiled), binders, bool(compiled.positional)
