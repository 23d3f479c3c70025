"""What went out and what came back: the values handed out in a workbook, the values a sender's file brought."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, desc, insert, select, update
from sqlalchemy.orm import Session

from db.fields import N_, Json, Key
from db.journal import gate, journal_head, journal_tx
from db.logs import export_log, export_rows, return_log
from db.marks import refuse_in_copy
from db.records.base import new_key

Values = Mapping[str, Mapping[str, Mapping[str, Json]]]
"""entity → record key as text → field → canonical journal value."""

WORKBOOK, COPY = "workbook", "copy"
"""The kinds of what leaves and comes back; calendars, invitations and mails are only logged."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that left. ``state``: ``out`` until something of it was taken over, then ``back``; or ``withdrawn``.

    ``reply_by``: until when it is wanted back. ``batch``: what was sent in one go has the same one.
    """

    id: Key
    at: datetime
    seq: int
    who: str
    kind: str
    recipient: str | None
    purpose: str | None
    name: str | None
    state: str
    reply_by: date | None = None
    batch: Key | None = None


def log_export(
    session: Session, *, who: str, kind: str, recipient: str | None, name: str | None, handed_out: Values,
    spare: list[str], purpose: str | None = None, id: Key | None = None, reply_by: date | None = None,
    batch: Key | None = None,
) -> Key:  # fmt: skip
    """Keep what leaves, so that it can be merged when it returns. ``spare`` are keys minted for new rows.

    Raises OnlyAtHome in a copy that went along: what comes back is looked up where it left, and that is one place.
    """
    if kind == COPY:
        refuse_in_copy(session, N_("A copy is taken from the database itself, so none was made."))
    if kind == WORKBOOK:
        refuse_in_copy(session, N_("Workbooks are sent from the database itself, so none was written."))
    identity = id or new_key()
    connection = session.connection()
    seq = connection.execute(select(journal_head.c.seq)).scalar_one()
    row = {
        "id": identity, "at": datetime.now(UTC), "seq": seq, "who": who, "kind": kind, "recipient": recipient,
        "purpose": purpose, "name": name, "handed_out": handed_out, "spare": spare, "state": "out",
        "reply_by": reply_by, "batch": batch,
    }  # fmt: skip
    told = [
        {"export_id": identity, "entity": entity, "row_id": Key(key)}
        for entity, records in (handed_out.items() if kind == WORKBOOK else ())
        for key in records
    ]
    with gate(connection):
        connection.execute(insert(export_log), row)
        if told:
            connection.execute(insert(export_rows), told)
    return identity


def log_return(
    session: Session, *, who: str, digest: str, sender: str | None, purpose: str | None, tx_id: Key | None,
    brought: Values, export_id: Key | None = None, inbox_id: Key | None = None, receipt: Any = None,
) -> None:  # fmt: skip
    """Keep what a file brought, as the base that its sender's next edition is compared with.

    ``export_id``: the export it answers. ``inbox_id``: where it waited. ``receipt``: what its sender is told.
    """
    connection = session.connection()
    row = {
        "id": new_key(), "at": datetime.now(UTC), "digest": digest, "sender": sender, "who": who,
        "purpose": purpose, "tx_id": tx_id, "brought": brought, "export_id": export_id, "inbox_id": inbox_id,
        "receipt": receipt,
    }  # fmt: skip
    with gate(connection):
        connection.execute(insert(return_log), row)


def withdraw(session: Session, id: Key, *, back: bool = False) -> None:
    """It is not waited for any more, or (``back``) it is again; what still comes back of it is read all the same."""
    connection = session.connection()
    with gate(connection):
        state = "out" if back else "withdrawn"
        connection.execute(update(export_log).where(export_log.c.id == id).values(state=state))


def forget(session: Session, id: Key) -> None:
    """It did not leave after all: what was to hold it could not be written."""
    connection = session.connection()
    with gate(connection):
        connection.execute(delete(export_log).where(export_log.c.id == id))


def sent(session: Session, *, limit: int = 200, id: Key | None = None) -> list[Sent]:
    """What left, newest first; or only the one that is asked for."""
    log = export_log.c
    query = select(
        log.id, log.at, log.seq, log.who, log.kind, log.recipient, log.purpose, log.name, log.state, log.reply_by,
        log.batch,
    )  # fmt: skip
    if id is not None:
        query = query.where(log.id == id)
    back = _back(session)
    return [
        Sent(*row[:8], "back" if row.id in back and row.state == "out" else row.state, *row[9:])
        for row in session.execute(query.order_by(desc(log.at)).limit(limit))
    ]


def _back(session: Session) -> set[Key]:
    """The exports of which something was taken over, and not undone."""
    query = select(return_log.c.export_id, return_log.c.tx_id).where(return_log.c.export_id.is_not(None))
    undone = undone_transactions(session)
    return {export for export, tx_id in session.execute(query) if tx_id not in undone}


def out_with(session: Session, entity: str, keys: Iterable[Key]) -> dict[Key, list[Sent]]:
    """Record → the workbooks it is out in at present, newest first."""
    wanted, found = list(keys), dict[Key, list[Sent]]()
    out = {one.id: one for one in sent(session, limit=10_000) if one.kind == WORKBOOK and one.state == "out"}
    rows = export_rows.c
    for start in range(0, len(wanted), 500):
        mine = (rows.entity == entity) & rows.row_id.in_(wanted[start : start + 500])
        for export, row in session.execute(select(rows.export_id, rows.row_id).where(mine)):
            if export in out:
                found.setdefault(row, []).append(out[export])
    return {row: sorted(some, key=lambda one: one.at, reverse=True) for row, some in found.items()}


def handed_out(session: Session, id: Key) -> tuple[dict[str, Any], list[str]] | None:
    """The values and spare keys of one export, or None when it is unknown here."""
    row = session.execute(select(export_log.c.handed_out, export_log.c.spare).where(export_log.c.id == id)).first()
    return (row[0], row[1]) if row else None


def ids_sent(session: Session, kind: str) -> list[Key]:
    """Every export of a kind, newest first: what the keys in a returned file are looked up among."""
    query = select(export_log.c.id).where(export_log.c.kind == kind).order_by(desc(export_log.c.at))
    return list(session.scalars(query))


def brought_by(session: Session, sender: str | None) -> dict[tuple[str, str, str], Json]:
    """(entity, key, field) → the value this sender's latest import brought; imports since undone do not count."""
    mine = return_log.c.sender.is_(None) if sender is None else return_log.c.sender == sender
    return _brought(session, mine & return_log.c.export_id.is_(None))


def brought_for(session: Session, export: Key) -> dict[tuple[str, str, str], Json]:
    """(entity, key, field) → the value that the returns of one export brought last, as far as they were settled."""
    return _brought(session, return_log.c.export_id == export)


@dataclass(frozen=True, slots=True)
class Returned:
    """What was taken over of one file at one time. ``receipt``: what its sender is told of it."""

    at: datetime
    who: str
    tx_id: Key | None
    receipt: Any


def returns_of(session: Session, inbox: Key) -> list[Returned]:
    """What became of a file that waited, step by step; what was undone did not happen."""
    log = return_log.c
    query = select(log.at, log.who, log.tx_id, log.receipt).where(log.inbox_id == inbox).order_by(log.at, log.id)
    undone = undone_transactions(session)
    return [Returned(*row) for row in session.execute(query) if row.tx_id not in undone]


def brought_from(session: Session, inbox: Key) -> dict[tuple[str, str, str], Json]:
    """The same of one file alone, where it is not known which export it answers."""
    return _brought(session, return_log.c.inbox_id == inbox)


def _brought(session: Session, mine: Any) -> dict[tuple[str, str, str], Json]:
    undone = undone_transactions(session)
    values: dict[tuple[str, str, str], Json] = {}
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
