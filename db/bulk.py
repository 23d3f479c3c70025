"""Many new records at once: each row's rules, search words and journal values, without an object per row."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

from db.errors import Invalid
from db.fields import Json, Key
from db.ordering import fold, sort_key
from db.records.base import Record, defaults_of, fields_of, new_key

Made = tuple[Key, dict[str, Any], dict[str, list[Json]]]


def prepared(record: type[Record], rows: Sequence[Mapping[str, Any]]) -> Iterator[Made]:
    """For each row its key, its column values, and what the journal says. Raises Invalid, or TypeError for a name."""
    fields = fields_of(record)
    known = fields.keys() | {"id"}
    blank = {**dict.fromkeys(fields), **defaults_of(record)}
    dumps = [(name, field.kind.dump) for name, field in fields.items()]
    probe = record()  # lends its rules to every row in turn; an object for each would cost three times as much
    state = probe.__dict__
    for row in rows:
        if not row.keys() <= known:
            raise TypeError(f"{record.__tablename__} has no field {', '.join(sorted(row.keys() - known))}")
        values = {**blank, **row}
        key: Key = values.pop("id", None) or new_key()
        state.update(values, id=key)
        if problems := tuple(probe.problems()):
            raise Invalid(problems)
        journal: dict[str, list[Json]] = {
            name: [None, dump(value)] for name, dump in dumps if (value := values[name]) is not None
        }
        values.update(id=key, version=1, folded=fold(probe.searched()), sort_key=sort_key(probe.named()))
        yield key, values, journal


def write_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert column values through driver SQL, which costs half of what statement objects do."""
    statement, binders, positional = _insert(table, connection.dialect)
    parameters: Any
    if positional:
        parameters = [tuple([bind(row[name]) if bind else row[name] for name, bind in binders]) for row in rows]
    else:
        parameters = [{name: bind(row[name]) if bind else row[name] for name, bind in binders} for row in rows]
    connection.exec_driver_sql(statement, parameters)


@lru_cache(maxsize=100)
def _insert(table: Table, dialect: Dialect) -> tuple[str, list[tuple[str, Any]], bool]:
    compiled = insert(table).compile(dialect=dialect)
    order = compiled.positiontup or list(compiled.params)
    binders = [(name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order]
    return str(compiled), binders, bool(compiled.positional)
