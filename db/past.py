"""The database as it was known at a moment: a copy in memory, walked back through the journal."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import create_engine, desc, func, insert, select
from sqlalchemy.orm import Session

from db.fields import Json, Key
from db.journal import journal_change, journal_tx
from db.records.base import Base, Record, describe, dumped, loaded, record_class, record_classes

State = dict[str, dict[Key, dict[str, Json]]]


@contextmanager
def as_known(reading: Callable[[], AbstractContextManager[Session]], when: datetime | int) -> Iterator[Session]:
    """A session on an in-memory copy; every query of ``db.queries`` runs on it unchanged."""
    with reading() as session:
        state = state_at(session, position_at(session, when))
    engine = create_engine("sqlite://")
    try:
        Base.metadata.create_all(engine, tables=[record.__table__ for record in record_classes()])  # type: ignore[misc]
        with engine.begin() as connection:
            for entity, rows in state.items():
                if rows:
                    record = record_class(entity)
                    connection.execute(insert(record), [_row(record, key, values) for key, values in rows.items()])
        with Session(engine, autoflush=False) as copy:
            yield copy
    finally:
        engine.dispose()


def position_at(session: Session, when: datetime | int) -> int:
    """The last position recorded at or before a moment."""
    if isinstance(when, int):
        return when
    return session.execute(select(func.max(journal_tx.c.seq)).where(journal_tx.c.at <= when)).scalar_one() or 0


def state_at(session: Session, seq: int) -> State:
    """Every record's journal values after transaction ``seq``."""
    state: State = {}
    for record in record_classes():
        state[record.__tablename__] = {row.id: dumped(row) for row in session.scalars(select(record))}
    walked = select(journal_change).where(journal_change.c.seq > seq).order_by(desc(journal_change.c.seq))
    for row in session.execute(walked):
        records = state.setdefault(row.entity, {})
        if row.op == "I":
            records.pop(row.row_id, None)
            continue
        values = records.setdefault(row.row_id, {})
        for name, (old, _) in json.loads(row.fields).items():
            values[name] = old
    return state


def _row(record: type[Record], key: Key, values: dict[str, Json]) -> dict[str, Any]:
    made = record(id=key, **loaded(record, values))
    describe(made)
    columns = {name: getattr(made, name) for name in loaded(record, dict.fromkeys(dumped(made)))}
    return columns | {"id": key, "version": 1, "folded": made.folded, "sort_key": made.sort_key}
