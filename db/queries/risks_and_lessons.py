"""Risks and lessons of a meeting or of a project, side by side: what may go wrong, and what was learnt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.queries.wording import person_name
from db.records import ActionItem, AgendaItem, Lesson, Meeting, MeetingProject, Person, Project, Risk, risks
from db.records.base import table_of
from db.records.lessons import LessonKind, LessonState
from db.records.risks import RiskState

OVER = (*risks.OVER, LessonState.WITHDRAWN)
"""States of what nobody has to look at any more."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A risk or a lesson; ``entity`` says which. ``meeting``: its number, subject or code; ``kind`` of a lesson."""

    entity: str
    key: Key
    text: str
    state: RiskState | LessonState
    on: date | None
    kind: LessonKind | None = None
    project_key: Key | None = None
    project: str = ""
    meeting_key: Key | None = None
    meeting: str = ""
    topic: str = ""
    probability: int | None = None  # 1 to 3, of a risk; so is the impact
    impact: int | None = None
    response: str | None = None
    owner: str = ""
    commitment: str = ""  # the code of the action item it became
    issue_on: date | None = None

    @property
    def exposure(self) -> int | None:
        """Probability × impact, 1 to 9; None where one of them was not said."""
        return None if self.probability is None or self.impact is None else self.probability * self.impact

    @property
    def over(self) -> bool:
        return self.state in OVER


def standing(risk: Any, cutoff: date | None = None) -> ColumnElement[bool]:
    """Whether a risk (its table) has to be watched; with a cut-off: was known and not over on that day.

    What lists, sheets and reports call a risk of today: open, or happened and not closed. A mitigated one is over.
    """
    now: ColumnElement[bool] = risk.c.state.not_in(risks.OVER)
    if cutoff is None:
        return now
    return and_(or_(risk.c.noted_on.is_(None), risk.c.noted_on <= cutoff), or_(now, risk.c.closed_on > cutoff))


def stood(state: RiskState, issue_on: date | None, cutoff: date | None) -> tuple[RiskState, date | None]:
    """The state of a risk that stood on a day, and since when it was an issue: later news is not known yet."""
    if cutoff is None:
        return state, issue_on
    if issue_on is not None and issue_on <= cutoff:
        return RiskState.HAPPENED, issue_on
    return (RiskState.OPEN if issue_on is not None or state in risks.OVER else state), None


def of_meeting(session: Session, meeting: Key) -> list[Noted]:
    """What a meeting noted: risks before lessons, what is over last, then the gravest first, as it was noted."""
    return _noted(session, lambda table: table.c.meeting_id == meeting)


def of_project(session: Session, project: Key) -> list[Noted]:
    """What was noted of a project, and in its meetings without saying of which project; in the same order."""
    pair = table_of(MeetingProject)
    meetings = select(pair.c.meeting_id).where(pair.c.project_id == project)

    def condition(table: Any) -> ColumnElement[bool]:
        return or_(table.c.project_id == project, and_(table.c.project_id.is_(None), table.c.meeting_id.in_(meetings)))

    return _noted(session, condition)


def of_topics(session: Session, topics: list[Key]) -> dict[Key, list[Noted]]:
    """What was noted on topics of agendas, by topic."""
    found: dict[Key, list[Noted]] = {}
    for record in (Risk, Lesson):
        table = table_of(record)
        query = select(table.c.id, table.c.agenda_item_id).where(table.c.agenda_item_id.in_(topics))
        by = {row[0]: row[1] for row in session.execute(query)}
        for one in _of(session, record, lambda table, by=by: table.c.id.in_(list(by))) if by else []:
            found.setdefault(by[one.key], []).append(one)
    return found


def _noted(session: Session, condition: Any) -> list[Noted]:
    found = [one for record in (Risk, Lesson) for one in _of(session, record, condition)]
    return sorted(found, key=lambda one: (one.over, one.entity != Risk.__tablename__, -(one.exposure or 0), one.key))


def _of(session: Session, record: Any, condition: Any) -> list[Noted]:
    table, meeting, project, topic = table_of(record), table_of(Meeting), table_of(Project), table_of(AgendaItem)
    owner, item = table_of(Person), table_of(ActionItem)
    lesson = record is Lesson
    query = (
        select(
            table.c.id, table.c.text, table.c.state, func.coalesce(table.c.noted_on, meeting.c.held_on),
            table.c.project_id, project.c.name, table.c.meeting_id,
            func.coalesce(meeting.c.number, meeting.c.subject, meeting.c.code), topic.c.title,
            *((table.c.kind,) if lesson else (
                table.c.probability, table.c.impact, table.c.response, person_name(owner), item.c.code,
                table.c.issue_on,
            )),
        )
        .select_from(
            table.outerjoin(meeting, meeting.c.id == table.c.meeting_id)
            .outerjoin(project, project.c.id == table.c.project_id)
            .outerjoin(topic, topic.c.id == table.c.agenda_item_id)
            .outerjoin(owner, owner.c.id == table.c.owner_id)
            .outerjoin(item, false() if lesson else item.c.id == table.c.action_item_id)
        )
        .where(condition(table))
        .order_by(table.c.id)
    )  # fmt: skip
    return [
        Noted(record.__tablename__, row[0], row[1], row[2], row[3], row[9] if lesson else None,
              row[4], row[5] or "", row[6], row[7] or "", row[8] or "",
              *(() if lesson else (*row[9:12], row[12] or "", row[13] or "", row[14])))
        for row in session.execute(query)
    ]  # fmt: skip
