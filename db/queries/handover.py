"""What somebody's present posts hold, for whoever takes over: promises both ways, letters, meetings, stakes.

It is made to be copied out of the program: nothing internal, no draft and no reserved meeting is among it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.queries.action_items import ActionItemRow
from db.queries.documents import AWAITING, DocumentRow
from db.queries.documents import LISTING as DOCUMENTS
from db.queries.heirs import present_units
from db.queries.listing import Ask
from db.queries.promises import URGENCY, promises
from db.queries.stakeholders import PublicStakeholder
from db.queries.traffic_light import Clock
from db.queries.wording import person_name
from db.records import Attendance, Document, Meeting, Organisation, Person, Post, Project, Stakeholder
from db.records.action_items import State
from db.records.base import table_of
from db.records.documents import Direction
from db.records.meetings import AHEAD, Confidentiality
from db.records.stakeholders import StakeRole


@dataclass(frozen=True, slots=True)
class MeetingAhead:
    """A meeting to which somebody is expected, or which they chair or write down."""

    code: str
    held_on: date
    starts_at: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class Handover:
    """``posts``: role (or None) and name of the office. ``theirs``: what they answer for; ``ours``: what they await."""

    name: str
    posts: tuple[tuple[str | None, str], ...]
    theirs: tuple[ActionItemRow, ...]
    ours: tuple[ActionItemRow, ...]
    documents: tuple[DocumentRow, ...]
    meetings: tuple[MeetingAhead, ...]
    stakes: tuple[PublicStakeholder, ...]


def handover(session: Session, person: Key, clock: Clock) -> Handover | None:
    """What the posts of a person hold on a day; None where there is no such person.

    Of their offices' commitments those count for which nobody answers by name.
    """
    people = table_of(Person)
    name = session.scalar(select(person_name(people)).where(people.c.id == person))
    if name is None:
        return None
    posts, offices = _posts(session, person, clock.today)
    line = _line(session, offices)
    theirs, ours = (list(rows) for rows in promises(session, "people", person, clock, outside=True))
    for office in offices:
        owed, awaited = promises(session, "organisations", office, clock, outside=True)
        theirs += [row for row in owed if row.person_key is None]
        ours += awaited
    answered = _once(theirs)
    known = {row.key for row in answered}
    return Handover(
        name, posts, answered, tuple(row for row in _once(ours) if row.key not in known),
        _documents(session, person, line, clock), _meetings(session, person, clock.today),
        _stakes(session, person, line, clock.today),
    )  # fmt: skip


def _posts(session: Session, person: Key, today: date) -> tuple[tuple[tuple[str | None, str], ...], list[Key]]:
    post, unit, present = table_of(Post), table_of(Organisation), present_units()
    rows = session.execute(
        select(post.c.role, unit.c.name, unit.c.id)
        .join(present, present.c.unit_id == post.c.organisation_id)
        .join(unit, unit.c.id == present.c.present_id)
        .where(
            post.c.person_id == person,
            or_(post.c.ends_on.is_(None), post.c.ends_on >= today),
            or_(post.c.starts_on.is_(None), post.c.starts_on <= today),
        )
        .order_by(unit.c.sort_key, post.c.id)
    ).all()
    return tuple((row[0], row[1]) for row in rows), list(dict.fromkeys(row[2] for row in rows))


def _line(session: Session, offices: list[Key]) -> list[Key]:
    """The offices with those that they carry on."""
    present = present_units()
    return list(session.scalars(select(present.c.unit_id).where(present.c.present_id.in_(offices))))


def _once(rows: list[ActionItemRow]) -> tuple[ActionItemRow, ...]:
    settled = {row.key: row for row in rows if row.state is not State.DRAFT}.values()
    return tuple(sorted(settled, key=lambda row: (URGENCY.index(row.why), row.due_on or date.max, row.code)))


def _documents(session: Session, person: Key, line: list[Key], clock: Clock) -> tuple[DocumentRow, ...]:
    """The letters to them or to their offices whose answer is still owed."""
    letter = table_of(Document)
    sent = and_(letter.c.person_id == person, letter.c.direction == Direction.SENT)
    keys = list(session.scalars(select(letter.c.id).where(or_(letter.c.to_id.in_(line), sent))))
    rows = [row for row in DOCUMENTS.rows(session, keys, Ask(clock=clock)) if row.standing in AWAITING]
    return tuple(sorted(rows, key=lambda row: (row.reply_due_on or date.max, row.code)))


def _meetings(session: Session, person: Key, today: date) -> tuple[MeetingAhead, ...]:
    meeting, guest = table_of(Meeting), table_of(Attendance)
    expected = select(guest.c.meeting_id).where(guest.c.person_id == person)
    rows = session.execute(
        select(meeting.c.code, meeting.c.held_on, meeting.c.starts_at, meeting.c.subject)
        .where(
            meeting.c.held_on >= today,
            meeting.c.state.in_(AHEAD),
            or_(meeting.c.confidentiality.is_(None), meeting.c.confidentiality != Confidentiality.RESERVED),
            or_(meeting.c.id.in_(expected), meeting.c.chair_id == person, meeting.c.secretary_id == person),
        )
        .order_by(meeting.c.held_on, meeting.c.starts_at, meeting.c.code)
    )
    return tuple(MeetingAhead(*row) for row in rows)


def _stakes(session: Session, person: Key, line: list[Key], today: date) -> tuple[PublicStakeholder, ...]:
    """In what they or their offices have a stake; that somebody opposes it is a position and is left out."""
    stake, unit, project, people = (table_of(one) for one in (Stakeholder, Organisation, Project, Person))
    theirs: ColumnElement[bool] = or_(stake.c.person_id == person, stake.c.organisation_id.in_(line))
    name: ColumnElement[Any] = func.coalesce(person_name(people), unit.c.name)
    rows = session.execute(
        select(stake.c.project_id, project.c.code, project.c.name, name, stake.c.role)
        .select_from(
            stake.outerjoin(unit, unit.c.id == stake.c.organisation_id)
            .outerjoin(people, people.c.id == stake.c.person_id)
            .outerjoin(project, project.c.id == stake.c.project_id)
        )
        .where(theirs, or_(stake.c.until.is_(None), stake.c.until >= today))
        .order_by(project.c.sort_key.nulls_last(), stake.c.id)
    )
    return tuple(
        PublicStakeholder(key, code, title, whose, role if role is not StakeRole.OPPONENT else None)
        for key, code, title, whose, role in rows
    )
