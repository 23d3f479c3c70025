"""Copies of the database that go along on a laptop: how one is marked, and what was changed in it since it left.

A marked copy is a database like any other, with the history of the one it was taken from. Its replica is the export
that it left with, so that its own steps are told from those before, and it is known again when it comes home.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, create_engine, event, insert, select, update
from sqlalchemy.orm import Session

from db import contents, past, snapshots
from db.errors import Damaged
from db.exchange_log import COPY
from db.fields import N_, Json, Key
from db.journal import gate, journal_change, journal_head, journal_tx
from db.logs import contents as kept
from db.logs import export_log
from db.merge import existing
from db.records.base import dumped, record_class
from db.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of one record since the copy left: journal values then and now, None where it was not there.

    ``who``, ``when``: of the last step that touched it.
    """

    entity: str
    key: Key
    before: Mapping[str, Json] | None
    after: Mapping[str, Json] | None
    who: str
    when: datetime


def mark(file: Path, id: Key) -> None:
    """Make a verified copy, which holds its own export, the replica of that name. Raises Damaged."""
    engine = create_engine(
        URL.create("sqlite", database=str(file)), connect_args={"isolation_level": None}, hide_parameters=True
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        with engine.begin() as connection, gate(connection, "migrate"):
            seq = connection.execute(select(journal_head.c.seq)).scalar_one()
            connection.execute(update(journal_head).values(replica_id=id))
            marked = connection.execute(update(export_log).where(export_log.c.id == id).values(seq=seq))
            if marked.rowcount != 1:
                raise Damaged(N_("The copy differs from the database, so it was thrown away."), N_("Try again."))
    finally:
        engine.dispose()


def identity_of(session: Session) -> tuple[Key, Key]:
    """Which database it is, itself or a copy; and which of its copies."""
    head = session.execute(select(journal_head.c.db_id, journal_head.c.replica_id)).one()
    return head.db_id, head.replica_id


@contextmanager
def reading(snapshot: Snapshot) -> Iterator[Session]:
    """Read in a database that was copied aside."""
    engine = snapshots.engine_of(snapshot)
    try:
        with Session(engine, autoflush=False) as session:
            yield session
    finally:
        engine.dispose()


@dataclass(frozen=True, slots=True)
class Peek:
    """What a file says it is, by its head alone. ``recipient``: with whom it went, None where it is no copy."""

    db_id: Key
    replica_id: Key
    recipient: str | None


def peek(file: Path) -> Peek | None:
    """Look at a closed local database without checking or changing it; None where nothing can be said of it."""
    query = (
        "SELECT db_id, replica_id, recipient, export_log.id FROM journal_head"
        " LEFT JOIN export_log ON export_log.id = replica_id"
    )
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=0)) as raw:
            row = raw.execute(query).fetchone()
    except (OSError, sqlite3.Error):
        return None
    return Peek(Key(row[0]), Key(row[1]), (row[2] or "") if row[3] is not None else None) if row else None


def steps_since(session: Session, seq: int) -> list[Key]:
    """The transactions after a position, oldest first: two files that tell the same ones hold the same."""
    return list(session.scalars(select(journal_tx.c.tx_id).where(journal_tx.c.seq > seq).order_by(journal_tx.c.seq)))


def digest_of(id: Key, steps: list[Key]) -> str:
    """SHA-256 of what was done in a copy: its file has other bytes whenever it was only opened."""
    return hashlib.sha256("".join(map(str, (id, *steps))).encode()).hexdigest()


def changed(session: Session, seq: int) -> list[Changed]:
    """The records that are not what they were at a position, in the order in which they were first touched."""
    last: dict[tuple[str, Key], tuple[str, datetime]] = {}
    query = (
        select(journal_change.c.entity, journal_change.c.row_id, journal_tx.c.who, journal_tx.c.at)
        .join(journal_tx, journal_tx.c.seq == journal_change.c.seq)
        .where(journal_change.c.seq > seq)
        .order_by(journal_change.c.seq, journal_change.c.n)
    )
    for row in session.execute(query):
        last[row.entity, row.row_id] = (row.who, row.at)  # the place in the order stays that of the first
    then, now = past.changed_since(session, seq), _present(session, last)
    found = []
    for (entity, key), (who, when) in last.items():
        values, here = then[entity][key], now.get((entity, key))
        before = existing(values) if values is not None else None
        after = existing(here) if here is not None else None
        if before != after:
            found.append(Changed(entity, key, before, after, who, when))
    return found


def _present(session: Session, places: Iterable[tuple[str, Key]]) -> dict[tuple[str, Key], dict[str, Json]]:
    by_entity: dict[str, list[Key]] = {}
    for entity, key in places:
        by_entity.setdefault(entity, []).append(key)
    found = {}
    for entity, keys in by_entity.items():
        record = record_class(entity)
        for start in range(0, len(keys), past.CHUNK):
            query = select(record).where(record.id.in_(keys[start : start + past.CHUNK]))
            found.update({(entity, row.id): dumped(row) for row in session.scalars(query)})
    return found


def contents_named(session: Session, changes: list[Changed]) -> list[str]:
    """The digests of what is kept byte for byte and named by what records hold now."""
    said = {
        value for one in changes for value in (one.after or {}).values() if isinstance(value, str) and len(value) == 64
    }
    return [digest for digest in sorted(said) if contents.has(session, digest)]


def bring_contents(source: Session, target: Session, digests: list[str]) -> int:
    """Keep here what another copy keeps, one at a time: a scan may have sixty megabytes. How many are damaged there."""
    damaged = 0
    for digest in digests:
        if contents.has(target, digest):
            continue
        media = source.execute(select(kept.c.media).where(kept.c.digest == digest)).scalar_one()
        try:
            data = contents.get(source, digest)
        except Damaged:
            damaged += 1
            continue
        assert data is not None
        contents.put(target, data, media)
    return damaged


def log_missing(source: Session, target: Session) -> int:
    """Note here what left from a copy with personal data in it, as if it had left from here; how many there were."""
    here = target.execute(select(journal_head.c.seq)).scalar_one()
    told = select(export_log).where(export_log.c.purpose.is_not(None), export_log.c.kind != COPY)
    rows: list[dict[str, Any]] = [{**row, "seq": here} for row in source.execute(told).mappings()]
    known = set(target.scalars(select(export_log.c.id)))
    missing = [row for row in rows if row["id"] not in known]
    if missing:
        connection = target.connection()
        with gate(connection):
            connection.execute(insert(export_log), missing)
    return len(missing)
