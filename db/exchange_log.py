"""What went out and what came back: the values handed out in a workbook, the values a sender's file brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import desc, insert, select
from sqlalchemy.orm import Session

from db.fields import Json, Key
from db.journal import export_log, gate, journal_head, journal_tx, return_log
from db.records.base import new_key

Values = Mapping[str, Mapping[str, Mapping[str, Json]]]
"""entity → record key as text → field → canonical journal value."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that left. ``state`` is ``out`` until it comes back or is withdrawn."""

    id: Key
    at: datetime
    seq: int
    who: str
    kind: str
    recipient: str | None
    purpose: str | None
    name: str | None
    state: str


def log_export(
    session: Session, *, who: str, kind: str, recipient: str | None, name: str | None, handed_out: Values,
    spare: list[str], purpose: str | None = None, id: Key | None = None,
) -> Key:  # fmt: skip
    """Keep what leaves, so that it can be merged when it returns. ``spare`` are keys minted for new rows."""
    identity = id or new_key()
    connection = session.connection()
    seq = connection.execute(select(journal_head.c.seq)).scalar_one()
    row = {
        "id": identity, "at": datetime.now(UTC), "seq": seq, "who": who, "kind": kind, "recipient": recipient,
        "purpose": purpose, "name": name, "handed_out": handed_out, "spare": spare, "state": "out",
    }  # fmt: skip
    with gate(connection):
        connection.execute(insert(export_log), row)
    return identity


def log_return(
    session: Session, *, who: str, digest: str, sender: str | None, purpose: str | None, tx_id: Key | None,
    brought: Values,
) -> None:  # fmt: skip
    """Keep what a file brought, as the base that its sender's next edition is compared with."""
    connection = session.connection()
    row = {
        "id": new_key(), "at": datetime.now(UTC), "digest": digest, "sender": sender, "who": who,
        "purpose": purpose, "tx_id": tx_id, "brought": brought,
    }  # fmt: skip
    with gate(connection):
        connection.execute(insert(return_log), row)


def sent(session: Session, *, limit: int = 200) -> list[Sent]:
    """What left, newest first."""
    log = export_log.c
    query = select(log.id, log.at, log.seq, log.who, log.kind, log.recipient, log.purpose, log.name, log.state)
    return [Sent(*row) for row in session.execute(query.order_by(desc(log.at)).limit(limit))]


def handed_out(session: Session, id: Key) -> tuple[dict[str, Any], list[str]] | None:
    """The values and spare keys of one export, or None when it is unknown here."""
    row = session.execute(select(export_log.c.handed_out, export_log.c.spare).where(export_log.c.id == id)).first()
    return (row[0], row[1]) if row else None


def brought_by(session: Session, sender: str | None) -> dict[tuple[str, str, str], Json]:
    """(entity, key, field) → the value this sender's latest import brought; imports since undone do not count."""
    undone = undone_transactions(session)
    values: dict[tuple[str, str, str], Json] = {}
    mine = return_log.c.sender.is_(None) if sender is None else return_log.c.sender == sender
    query = select(return_log.c.tx_id, return_log.c.brought).where(mine).order_by(return_log.c.at, return_log.c.id)
    for tx_id, brought in session.execute(query):
        if tx_id in undone:
            continue
        for entity, records in brought.items():
            for key, fields in records.items():
                for name, value in fields.items():
                    values[entity, key, name] = value
    return values


def undone_transactions(session: Session) -> set[Key]:
    """The transactions that are taken back at present; an undo that was itself undone takes nothing back."""
    steps = select(journal_tx.c.tx_id, journal_tx.c.undoes).where(journal_tx.c.undoes.is_not(None))
    undone: set[Key] = set()
    for tx_id, undoes in session.execute(steps.order_by(desc(journal_tx.c.seq))):
        if tx_id not in undone:
            undone.add(undoes)
    return undone


FICTITIOUS = "DATOS FICTICIOS"
"""What the origin of an import of invented data says, and every page printed from it."""


def is_fictitious(session: Session) -> bool:
    """Whether invented data was brought in and not taken back since."""
    query = select(journal_tx.c.tx_id).where(journal_tx.c.origin.contains(FICTITIOUS))
    return bool(set(session.scalars(query)) - undone_transactions(session))
