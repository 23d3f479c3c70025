"""What came from outside and waits for a person: files as they were read, and what was decided about them so far.

Nothing here is journalled: a file that waits has changed nothing yet. What it changes when it is applied is a
transaction like any other; where that is undone, the file waits again, with its decisions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.orm import Session

from db.exchange_log import undone_transactions
from db.fields import N_, Json, Key
from db.journal import gate
from db.logs import inbox, return_log
from db.marks import refuse_in_copy
from db.records.base import new_key

WAITING, DONE, DISCARDED = "waiting", "done", "discarded"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file. ``parcel``: what was read in it. ``decisions``: question → what a person said. ``digest``: SHA-256.

    ``state``: waiting, done (nothing of it is left to decide) or discarded. ``export_id``: what it answers.
    ``applied``: the transactions that it became and that stand.
    """

    id: Key
    at: datetime
    who: str
    kind: str
    digest: str
    name: str
    sender: str | None
    export_id: Key | None
    parcel: dict[str, Any]
    decisions: dict[str, Any]
    state: str
    applied: tuple[Key, ...] = ()


def receive(
    session: Session, *, who: str, kind: str, digest: str, name: str, sender: str | None, export_id: Key | None,
    parcel: Mapping[str, Any],
) -> tuple[Key, bool]:  # fmt: skip
    """Put a file among those that wait; (its key here, whether it was new). A discarded one waits again.

    Raises OnlyAtHome in a copy that went along, which does not know what left meanwhile.
    """
    refuse_in_copy(session, N_("What comes back is taken in by the database itself, so nothing was read."))
    connection = session.connection()
    known = session.execute(select(inbox.c.id, inbox.c.state).where(inbox.c.digest == digest)).first()
    if known is not None:
        if known.state == DISCARDED:
            _set(session, known.id, state=WAITING, parcel=dict(parcel))
        return known.id, False
    id = new_key()
    row = {
        "id": id, "at": datetime.now(UTC), "who": who, "kind": kind, "digest": digest, "name": name[:255],
        "sender": sender, "export_id": export_id, "parcel": dict(parcel), "decisions": {}, "state": WAITING,
    }  # fmt: skip
    with gate(connection):
        connection.execute(insert(inbox), row)
    return id, True


def entry(session: Session, id: Key) -> Entry | None:
    """One file, or None where it is not here."""
    found = entries(session, id=id)
    return found[0] if found else None


def waiting(session: Session) -> list[Entry]:
    """The files that wait, the one that came first first."""
    return [one for one in entries(session, among=ids_waiting(session)) if one.state == WAITING]


def entries(session: Session, *, id: Key | None = None, among: list[Key] | None = None) -> list[Entry]:
    """Every file that came, oldest first; one that was done waits again where its transaction is undone."""
    query = select(inbox).order_by(inbox.c.at, inbox.c.id)
    if among is not None:
        query = query.where(inbox.c.id.in_(among))
    if id is not None:
        query = query.where(inbox.c.id == id)
    became: dict[Key, list[Key]] = {}
    for where, tx_id in session.execute(
        select(return_log.c.inbox_id, return_log.c.tx_id).where(
            return_log.c.inbox_id.is_not(None), return_log.c.tx_id.is_not(None)
        )
    ):
        became.setdefault(where, []).append(tx_id)
    undone = undone_transactions(session) if became else set()
    found = []
    for row in session.execute(query).mappings():
        steps = became.get(row["id"], [])
        reopened = row["state"] == DONE and any(step in undone for step in steps)
        applied = tuple(step for step in steps if step not in undone)
        found.append(Entry(**{**row, "state": WAITING if reopened else row["state"]}, applied=applied))
    return found


def count_waiting(session: Session) -> int:
    """How many files wait: what the rail shows, so it reads no parcel."""
    return session.execute(select(func.count()).select_from(inbox).where(_open(session))).scalar_one()


def ids_waiting(session: Session) -> list[Key]:
    """The files that wait, the one that came first first; no parcel is read."""
    return list(session.scalars(select(inbox.c.id).where(_open(session)).order_by(inbox.c.at, inbox.c.id)))


def _open(session: Session) -> ColumnElement[bool]:
    again = select(return_log.c.inbox_id).where(return_log.c.tx_id.in_(undone_transactions(session)))
    return (inbox.c.state == WAITING) | ((inbox.c.state == DONE) & inbox.c.id.in_(again))


def hold(session: Session, ids: list[Key]) -> None:
    """Let nobody else apply these files until this change ends; who waits then sees what was applied."""
    _set(session, None, ids=ids)


def decide(session: Session, id: Key, decisions: Mapping[str, Json | None]) -> None:
    """Keep decisions beside those that are there; None takes one back."""
    there = session.execute(select(inbox.c.decisions).where(inbox.c.id == id)).scalar_one()
    kept = {question: said for question, said in {**there, **decisions}.items() if said is not None}
    _set(session, id, decisions=kept)


def close(session: Session, id: Key, state: str) -> None:
    """Nothing of it is left to decide (``DONE``), or it is thrown away (``DISCARDED``).

    What was undone of it before does not open it any more: it is only opened by what is undone from now on.
    """
    connection = session.connection()
    before = (return_log.c.inbox_id == id) & return_log.c.tx_id.in_(undone_transactions(session))
    with gate(connection):
        connection.execute(update(return_log).where(before).values(inbox_id=None))
    _set(session, id, state=state)


def _set(session: Session, id: Key | None, *, ids: list[Key] | None = None, **values: Any) -> None:
    connection = session.connection()
    mine = inbox.c.id.in_(ids) if ids is not None else inbox.c.id == id
    with gate(connection):  # an update of nothing is what locks on either database
        connection.execute(update(inbox).where(mine).values(values or {"state": inbox.c.state}))
