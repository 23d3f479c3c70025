"""The database as it was known at a moment: a copy in memory, walked back through the journal."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Table, create_engine, delete, desc, func, insert, select
from sqlalchemy.orm import Session

from db.fields import Json, Key
from db.journal import journal_change, journal_tx
from db.merge import existing
from db.records.base import Base, Record, describe, dumped, loaded, record_class, record_classes

CHUNK = 500  # keys in one question

State = dict[str, dict[Key, dict[str, Json] | None]]


@contextmanager
def as_known(reading: Callable[[], AbstractContextManager[Session]], when: datetime | int) -> Iterator[Session]:
    """A session on an in-memory copy; every query of ``db.queries`` runs on it unchanged.

    The rows are copied as they stand and only those that changed since are walked back: 50,000 rows take half a
    second, and the walk as long as there is to go.
    """
    engine = create_engine("sqlite://")
    try:
        with reading() as session, engine.begin() as copied:
            for statement in _shape():
                copied.exec_driver_sql(statement)
            seq = position_at(session, when)
            for record in record_classes():
                _copy(session.connection(), copied, _table(record))
            for entity, rows in changed_since(session, seq).items():
                _put_back(copied, record_class(entity), rows)
        with Session(engine, autoflush=False) as copy:
            yield copy
    finally:
        engine.dispose()


@cache
def _shape() -> tuple[str, ...]:
    """What makes every table and index, in SQLite's words; what is no record is there too, but empty: lists may look
    into it. Told once: to ask SQLAlchemy takes as long as to copy a thousand rows."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as made:
            Base.metadata.create_all(made)
            return tuple(made.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").scalars())
    finally:
        engine.dispose()


def _table(record: type[Record]) -> Table:
    return cast(Table, record.__table__)


def _copy(present: Connection, copied: Connection, table: Table) -> None:
    """Every row as it stands; from one SQLite to another without looking at what is in it."""
    if present.dialect.name == "sqlite":
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        rows = present.exec_driver_sql(f'SELECT {names} FROM "{table.name}"').fetchall()
        marks = ", ".join("?" * len(table.columns))
        if rows:
            copied.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', [tuple(r) for r in rows])
    elif found := present.execute(select(table)).mappings().all():
        copied.execute(insert(table), [dict(row) for row in found])


def position_at(session: Session, when: datetime | int) -> int:
    """The last position recorded at or before a moment."""
    if isinstance(when, int):
        return when
    return session.execute(select(func.max(journal_tx.c.seq)).where(journal_tx.c.at <= when)).scalar_one() or 0


def changed_since(session: Session, seq: int) -> State:
    """Of the records that transactions after ``seq`` touched: their journal values then, None where they were not."""
    walked = session.execute(
        select(journal_change).where(journal_change.c.seq > seq).order_by(desc(journal_change.c.seq))
    ).all()
    state: State = {}
    for row in walked:
        state.setdefault(row.entity, {})[row.row_id] = None
    for entity, rows in state.items():
        record = record_class(entity)
        for some in _parts(rows):
            rows.update((row.id, dumped(row)) for row in session.scalars(select(record).where(record.id.in_(some))))
    for row in walked:
        if row.op == "I":
            state[row.entity][row.row_id] = None
            continue
        values = state[row.entity][row.row_id] or {}
        for name, (old, _) in json.loads(row.fields).items():
            values[name] = old
        state[row.entity][row.row_id] = values
    return state


@dataclass(frozen=True, slots=True)
class Net:
    """What became of one record between a position and now; Python values by field, empty where it was not there."""

    entity: str
    key: Key
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that differ, in the order of their declaration; of a record that was and is there."""
        return tuple(name for name in self.after if self.before and self.before.get(name) != self.after[name])


def net_since(session: Session, seq: int, until: int | None = None) -> list[Net]:
    """The records that are not as they were after transaction ``seq``; what was changed back is not among them.

    ``until``: compared with what they were after that transaction, instead of with now.
    """
    found = []
    later: State = {} if until is None else changed_since(session, until)
    for entity, rows in changed_since(session, seq).items():
        record = record_class(entity)
        present: dict[Key, dict[str, Json]] = {}
        for some in _parts(rows):
            present |= {row.id: dumped(row) for row in session.scalars(select(record).where(record.id.in_(some)))}
        present |= {key: values for key, values in later.get(entity, {}).items() if values is not None}
        gone = {key for key, values in later.get(entity, {}).items() if values is None}
        for key, then in rows.items():
            now = None if key in gone else present.get(key)
            if (then or now) and (then is None or now is None or existing(then) != existing(now)):
                found.append(Net(entity, key, loaded(record, then or {}), loaded(record, now or {})))
    return found


def _put_back(copied: Connection, record: type[Record], rows: dict[Key, dict[str, Json] | None]) -> None:
    table = _table(record)
    for some in _parts(rows):
        copied.execute(delete(table).where(table.c.id.in_(some)))
    if then := [_row(record, key, values) for key, values in rows.items() if values is not None]:
        copied.execute(insert(table), then)


def _parts(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """The keys, as many at a time as one question takes."""
    rest = list(keys)
    while rest:
        some, rest = rest[:CHUNK], rest[CHUNK:]
        yield some


def _row(record: type[Record], key: Key, values: dict[str, Json]) -> dict[str, Any]:
    made = record(id=key, **loaded(record, values))
    describe(made)
    columns = {name: getattr(made, name) for name in loaded(record, dict.fromkeys(dumped(made)))}
    return columns | {"id": key, "version": 1, "folded": made.folded, "sort_key": made.sort_key}
