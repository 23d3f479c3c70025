"""What was reported of commitments between two meetings: the last progress report since the one before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.queries.agenda_items import projects_of
from db.records import Meeting, MeetingProject, ProgressEntry
from db.records.action_items import Channel
from db.records.base import table_of
from db.records.meetings import AHEAD, CALLED_OFF

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Reported:
    """A progress report: its day, the whole points it says, its words, and who reported."""

    on: date
    progress: int
    body: str = ""
    by: str = ""


def alike(session: Session, this: Meeting) -> Select[tuple[Key]]:
    """The meetings that ask about the same things: of its series; of its kind with one of its projects.

    Where neither has a project nor a series: of its kind.
    """
    meeting, pair = table_of(Meeting), table_of(MeetingProject)
    projects = projects_of(session, [this.id])
    paired = select(pair.c.meeting_id)
    ways = []
    if projects:
        shared = meeting.c.id.in_(paired.where(pair.c.project_id.in_(projects)))
        ways.append(and_(meeting.c.kind == this.kind, shared))
    elif this.series_id is None:
        ways.append(and_(meeting.c.kind == this.kind, meeting.c.id.not_in(paired), meeting.c.series_id.is_(None)))
    if this.series_id is not None:
        ways.append(meeting.c.series_id == this.series_id)
    return select(meeting.c.id).where(meeting.c.id != this.id, or_(*ways))


def before(session: Session, this: Meeting) -> date | None:
    """The day of the meeting before this one, of those that are ``alike``; None for the first."""
    meeting = table_of(Meeting)
    held = meeting.c.id.in_(alike(session, this)) & meeting.c.state.not_in((*AHEAD, *CALLED_OFF))
    query = select(func.max(meeting.c.held_on)).where(held)
    if this.held_on is not None:
        query = query.where(meeting.c.held_on < this.held_on)
    found: date | None = session.scalar(query)
    return found


def reported(session: Session, this: Meeting, items: Iterable[Key]) -> dict[Key, Reported]:
    """The last report of each commitment since the meeting before, up to this one's day.

    What was said in this meeting itself is its answer, not a report; one that says neither words nor points is none.
    """
    log, keys = table_of(ProgressEntry), list(items)
    conditions = [or_(log.c.body.is_not(None), log.c.progress > 0)]
    if (since := before(session, this)) is not None:
        conditions.append(log.c.on > since)
    if this.held_on is not None:
        here = and_(log.c.on == this.held_on, log.c.channel == Channel.MEETING)
        conditions += [log.c.on <= this.held_on, ~here]
    found: dict[Key, Reported] = {}
    for start in range(0, len(keys), CHUNK):
        query = (
            select(log.c.action_item_id, log.c.on, log.c.progress, log.c.body, log.c.reported_by)
            .where(log.c.action_item_id.in_(keys[start : start + CHUNK]), *conditions)
            .order_by(log.c.on, log.c.id)
        )
        for key, on, progress, body, by in session.execute(query):
            found[key] = Reported(on, progress, body or "", by or "")  # the last one stays
    return found
