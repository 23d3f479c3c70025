"""Whether a database is a copy that went along on a laptop, and what only the database itself may do."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import OnlyAtHome
from db.fields import N_, Json, Key
from db.journal import journal_head
from db.logs import export_log


@dataclass(frozen=True, slots=True)
class Mark:
    """What a copy says of itself. ``id``: its replica, and the export it left with; ``seq``: its position then.

    ``recipient``: with whom it went; ``who``: who took it. ``hub``: what the database is called that it was taken from,
    ``where``: its file or address, without a password.
    """

    id: Key
    recipient: str
    at: datetime
    seq: int
    who: str
    hub: str
    where: str


def told_by(hub: str, where: str) -> dict[str, dict[str, dict[str, Json]]]:
    """What an export of this kind keeps in place of values: which database the copy is of."""
    return {"journal_head": {"hub": {"name": hub, "where": where}}}


def mark_of(session: Session) -> Mark | None:
    """What the database says of itself as a copy; None where it is none."""
    log = export_log.c
    row = session.execute(
        select(log.id, log.recipient, log.at, log.seq, log.who, log.handed_out)
        .join(journal_head, journal_head.c.replica_id == log.id)
    ).first()  # fmt: skip
    if row is None:
        return None
    told = (row.handed_out or {}).get("journal_head", {}).get("hub", {})
    return Mark(row.id, row.recipient or "", row.at, row.seq, row.who, told.get("name") or "", told.get("where") or "")


def refuse_in_copy(session: Session, what: str) -> None:
    """Raise OnlyAtHome where the database is a copy; ``what``: a catalogue entry that says what was not done."""
    mark = mark_of(session)
    if mark is not None:
        raise OnlyAtHome(
            what,
            N_("This is the copy of {database} that went with {whom}. Bring it home, and do it there."),
            database=mark.hub, whom=mark.recipient,
        )  # fmt: skip
