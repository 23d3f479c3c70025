"""Care of the journal: does it explain the tables, are the search columns right, and erasing personal data."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, undefer

from db.fields import N_, REDACTED, Json, Key
from db.journal import (
    Author,
    JournalledSession,
    batch_of,
    export_log,
    gate,
    journal_change,
    journal_head,
    journal_tx,
    new_tx_id,
    packed,
    return_log,
    write,
)  # fmt: skip
from db.merge import existing
from db.ordering import fold, sort_key
from db.records.base import dumped, fields_of, record_class, record_classes, table_of


def verify(session: Session) -> list[str]:
    """What the journal says against what the tables hold; one sentence (not translated) per difference."""
    found: list[str] = []
    head = session.execute(select(journal_head)).one()
    count, last = session.execute(select(func.count(), func.max(journal_tx.c.seq)).select_from(journal_tx)).one()
    if (last or 0) != head.seq or count != head.seq:
        found.append(f"the journal's head is {head.seq}, but it holds {count} transactions up to {last}")
    told: dict[tuple[str, Key], dict[str, Json]] = {}
    changes = select(journal_change).order_by(journal_change.c.seq, journal_change.c.n)
    for row in session.execute(changes.execution_options(yield_per=2_000)):
        place = (row.entity, row.row_id)
        if (place in told) == (row.op == "I"):
            found.append(f"transaction {row.seq} does {row.op} to {row.entity} {row.row_id}, which does not fit")
        if row.op == "D":
            told.pop(place, None)
            continue
        values = told.setdefault(place, {})
        for name, (_, new) in json.loads(row.fields).items():
            values[name] = new
    for record in record_classes():
        entity = record.__tablename__
        fields = fields_of(record)
        for kept in session.scalars(select(record).execution_options(yield_per=2_000)):
            if (entity, kept.id) not in told:
                found.append(f"{entity} {kept.id} is not in the journal")
                continue
            values = told.pop((entity, kept.id))
            now = existing(dumped(kept))
            then = {n: v for n, v in existing(values).items() if n in fields}
            wrong = [n for n in now.keys() | then.keys() if now.get(n) != then.get(n) and then.get(n) != REDACTED]
            if wrong:
                found.append(f"{entity} {kept.id} differs from the journal in {', '.join(sorted(wrong))}")
    found.extend(f"{entity} {key} is in the journal but not in its table" for entity, key in told)
    return found


def rebuild(session: Session) -> int:
    """Recompute what search and order compare; it is neither journalled nor merged."""
    wrong = 0
    for record in record_classes():
        table = table_of(record)
        query = select(record).options(undefer(record.folded), undefer(record.sort_key))
        for kept in session.scalars(query):
            folded, ordered = fold(kept.searched()), sort_key(kept.named())
            if (kept.folded, bytes(kept.sort_key)) != (folded, ordered):
                wrong += 1
                with gate(session.connection()):
                    session.connection().execute(
                        update(table).where(table.c.id == kept.id).values(folded=folded, sort_key=ordered)
                    )
    session.commit()
    return wrong


def redact(session: JournalledSession, entity: str, key: Key, names: Iterable[str], author: Author) -> None:
    """Erase fields of one record everywhere; the journal keeps that it was done, by whom and when."""
    record = session.get(record_class(entity), key)
    fields = fields_of(record_class(entity))
    marked = {name for name in names if name in fields}
    if record is not None:
        for name in marked:
            setattr(record, name, "—" if fields[name].required else None)
        session.flush()
    change = batch_of(session).changes.get((entity, key))
    if change is not None:
        change.fields = {name: [REDACTED, REDACTED if fields[name].required else None] for name in change.fields}
    connection = session.connection()
    with gate(connection, "redact"):
        _rewrite_journal(session, entity, key, marked)
        for log, column in ((export_log, "handed_out"), (return_log, "brought")):
            _rewrite_log(session, log, column, entity, key, marked)
    if change is not None:
        write(
            session, author, at=datetime.now(UTC), tx_id=new_tx_id(), kind="redact",
            label=N_("Erase personal data"), args={}, undoes=None, origin=None,
        )  # fmt: skip
    batch_of(session).written = True
    session.commit()


def _rewrite_journal(session: Session, entity: str, key: Key, names: set[str]) -> None:
    mine = (journal_change.c.entity == entity) & (journal_change.c.row_id == key)
    for row in session.execute(select(journal_change).where(mine)).all():
        fields = json.loads(row.fields)
        for name in names & fields.keys():
            fields[name] = [None if value is None else REDACTED for value in fields[name]]
        place = (journal_change.c.seq == row.seq) & (journal_change.c.n == row.n)
        session.connection().execute(update(journal_change).where(place).values(fields=packed(fields)))


def _rewrite_log(session: Session, log, column: str, entity: str, key: Key, names: set[str]) -> None:  # type: ignore[no-untyped-def]
    for row in session.execute(select(log)).all():
        handed = getattr(row, column)
        values = handed.get(entity, {}).get(str(key)) if isinstance(handed, dict) else None
        if values and names & values.keys():
            values.update(dict.fromkeys(names & values.keys(), REDACTED))
            session.connection().execute(update(log).where(log.c.id == row.id).values({column: handed}))
