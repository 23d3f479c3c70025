"""Positions of the journal that people know by something else: a meeting that ended, minutes issued, a file sent."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db import exchange_log
from db.fields import Key
from db.journal import journal_change, journal_tx
from db.past import position_at
from db.records import IssuedReport, Meeting, Minutes
from db.records.issued_reports import ReportKind
from db.records.meetings import MeetingState

CLOSED = (MeetingState.DRAFT, MeetingState.IN_REVIEW, MeetingState.APPROVED, MeetingState.SIGNED)
"""What was said is written down: the minutes were closed."""

OVER = (MeetingState.HELD, *CLOSED)


@dataclass(frozen=True, slots=True)
class Position:
    """``name`` is what people call it; ``on`` its own day, ``at`` when it was recorded (None: not known).

    ``about``: what it is about, where the name does not say it.
    """

    seq: int
    name: str
    on: date | None = None
    at: datetime | None = None
    about: str = ""


def held_meetings(session: Session, *, limit: int = 3) -> list[Position]:
    """The latest meetings that are over, the last one first: each where its minutes were closed, or it was held."""
    query = (
        select(Meeting.id, Meeting.state, Meeting.code, Meeting.number, Meeting.subject, Meeting.held_on)
        .where(Meeting.state.in_(OVER), Meeting.held_on.is_not(None))
        .order_by(Meeting.held_on.desc(), Meeting.starts_at.desc().nulls_last(), Meeting.code.desc())
        .limit(limit)
    )
    found = []
    for key, state, code, number, subject, held_on in session.execute(query):
        seq = _closing(session, key, state)
        if seq is not None:
            found.append(Position(seq, number or " · ".join(filter(None, (code, subject))), held_on, _at(session, seq)))
    return found


def issued_minutes(session: Session, *, limit: int = 2) -> list[Position]:
    """The latest issued minutes, the last one first: where they were issued, with what that changed."""
    query = select(Minutes.id, Minutes.number, Minutes.edition, Minutes.issued_on, Minutes.as_of)
    query = query.order_by(Minutes.issued_on.desc(), Minutes.id.desc()).limit(limit)
    found = []
    for key, number, edition, issued_on, as_of in session.execute(query):
        made = next((seq for seq, op, _fields in _told(session, Minutes.__tablename__, key) if op == "I"), as_of)
        # what was written between the reading of the paper and its issue is news to the paper
        seq = made if made == as_of + 1 else as_of
        name = number if edition == 1 else f"{number} ({edition})"
        found.append(Position(seq, name, issued_on, _at(session, seq)))
    return found


def issued_reports(session: Session, *, limit: int = 2) -> list[Position]:
    """The latest progress reports, the last one first: where the database stood that each of them tells of."""
    one = IssuedReport
    query = select(one.id, one.code, one.title, one.issued_on, one.position).where(one.kind == ReportKind.PROGRESS)
    query = query.order_by(one.position.desc(), one.id.desc()).limit(limit)
    found = []
    for key, code, title, issued_on, position in session.execute(query):
        made = next((seq for seq, op, _fields in _told(session, one.__tablename__, key) if op == "I"), position)
        seq = made if made == position + 1 else position
        found.append(Position(seq, code, issued_on, _at(session, seq), title))
    return found


def files_sent(session: Session, *, limit: int = 6) -> list[Position]:
    """The last file that each receiver was sent to answer, the latest first; ``name`` is the receiver."""
    found: dict[str, Position] = {}
    for one in exchange_log.sent(session, limit=200):
        name = one.recipient or one.name or ""
        if one.kind in (exchange_log.WORKBOOK, exchange_log.COPY):
            found.setdefault(name, Position(one.seq, name, at=one.at))
    return list(found.values())[:limit]


def on_moment(session: Session, moment: datetime) -> Position:
    """The last position recorded at or before a moment; 0 where nothing was known yet."""
    return Position(position_at(session, moment), "", at=moment)


def _closing(session: Session, meeting: Key, state: MeetingState) -> int | None:
    """Where the minutes of a meeting were closed, if they are; else where it was held, or first written down."""
    told = list(_told(session, Meeting.__tablename__, meeting))
    for states in (CLOSED, OVER) if state in CLOSED else (OVER,):
        if (seq := _turned(told, states)) is not None:
            return seq
    return next((seq for seq, op, _fields in told if op == "I"), None)


def _turned(told: Iterable[tuple[int, str, dict[str, list[str]]]], states: Iterable[MeetingState]) -> int | None:
    """The last step in which the state became one of these from another one."""
    within = {state.value for state in states}
    turns = [
        seq for seq, op, fields in told
        if op == "U" and "state" in fields and fields["state"][1] in within and fields["state"][0] not in within
    ]  # fmt: skip
    return turns[-1] if turns else None


def _told(session: Session, entity: str, key: Key) -> Iterator[tuple[int, str, dict[str, list[str]]]]:
    change = journal_change.c
    query = select(change.seq, change.op, change.fields).where(change.entity == entity, change.row_id == key)
    for seq, op, fields in session.execute(query.order_by(change.seq)):
        yield seq, op, json.loads(fields)


def _at(session: Session, seq: int) -> datetime | None:
    query = select(func.max(journal_tx.c.at)).where(journal_tx.c.seq == seq)
    found: datetime | None = session.execute(query).scalar_one()
    return found


def written_since(session: Session, seq: int) -> tuple[int, tuple[str, ...]]:
    """How many steps were written after a position, and who wrote them."""
    tx = journal_tx.c
    many = session.execute(select(func.count()).where(tx.seq > seq)).scalar_one()
    return int(many), tuple(sorted(session.scalars(select(tx.who).where(tx.seq > seq).distinct())))
