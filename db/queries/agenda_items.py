"""The agenda of a meeting in its order, the topics that are parked, and how a topic went on from meeting to meeting."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, defer

from db.fields import Key
from db.ordering import fold, words
from db.queries.records import Suggestion
from db.queries.wording import person_name
from db.records import AgendaItem, Decision, Meeting, MeetingProject, Person, Project, record_class
from db.records.agenda_items import ABOUT, TopicKind, TopicState
from db.records.base import table_of
from db.records.meetings import AHEAD, MeetingState

TAKES = (*AHEAD, MeetingState.HELD, MeetingState.DRAFT)
"""Meetings whose agenda may still grow."""
OTHERS = {entity: link for entity, link in ABOUT.items() if entity != Project.__tablename__}


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One topic as agendas and minutes see it."""

    key: Key
    meeting_key: Key | None
    position: int
    title: str
    kind: TopicKind
    minutes: int | None  # it may take
    presenter: str | None
    project_key: Key | None
    project: str | None
    papers: str | None
    started_at: str | None
    ended_at: str | None
    conclusion: str | None
    state: TopicState
    continues_key: Key | None
    decisions: int
    about: tuple[str, Key] | None = None  # the record that was taken to the meeting
    about_name: str = ""  # its code, or what it is called


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting whose agenda may still grow."""

    meeting: Key
    name: str
    on: date | None


def agenda(session: Session, meeting: Key) -> list[AgendaRow]:
    """The topics of a meeting in their order."""
    return _rows(session, table_of(AgendaItem).c.meeting_id == meeting)


def parked(session: Session) -> list[AgendaRow]:
    """The topics that belong to no meeting yet, oldest first."""
    return _rows(session, table_of(AgendaItem).c.meeting_id.is_(None))


def about(session: Session, topic: Key) -> tuple[str, Key] | None:
    """The record that a topic is about: the one that was taken to the meeting, else its project."""
    found = session.get(AgendaItem, topic)
    links = {entity: getattr(found, link) for entity, link in ABOUT.items()} if found is not None else {}
    return next(((entity, key) for entity, key in links.items() if key is not None), None)


def suggested(session: Session, meeting: Key | None, text: str = "") -> list[Suggestion]:
    """The topics of a meeting that hold every typed word, in their order; none without a meeting."""
    typed = words(text)
    return [
        Suggestion(row.key, row.title, row.presenter or "")
        for row in (agenda(session, meeting) if meeting is not None else [])
        if all(word in fold(row.title) for word in typed)
    ]


def followed(session: Session, topic: Key) -> list[tuple[AgendaRow, date | None]]:
    """A topic through all meetings in which it was put off or treated, the first one first, with their days."""
    item, meeting = table_of(AgendaItem), table_of(Meeting)
    links = {row[0]: row[1] for row in session.execute(select(item.c.id, item.c.continues_id))}
    first, seen = topic, {topic}
    while (before := links.get(first)) is not None and before not in seen:
        seen.add(before)
        first = before
    line, found = [first], {first}
    for key in line:
        after = [one for one, before in links.items() if before == key and one not in found]
        found.update(after)
        line += after
    rows = {row.key: row for row in _rows(session, item.c.id.in_(line))}
    days = {
        row[0]: row[1]
        for row in session.execute(
            select(item.c.id, meeting.c.held_on)
            .select_from(item.outerjoin(meeting, meeting.c.id == item.c.meeting_id))
            .where(item.c.id.in_(line))
        )
    }
    return [(rows[key], days[key]) for key in line if key in rows]


def open_agendas(
    session: Session, text: str = "", *, today: date, project: Key | None = None, limit: int = 12
) -> list[Agenda]:
    """The meetings that a topic can be taken to: those to come, of its project first, then the latest ones held.

    Only those that hold every word of ``text``.
    """
    # asked as somebody types: without the whole minutes of each
    query = select(Meeting).options(defer(Meeting.minutes_text)).where(Meeting.state.in_(TAKES))
    for word in words(text):
        query = query.where(Meeting.folded.contains(word, autoescape=True))
    found = list(session.scalars(query))
    of = {link[0] for link in _pairs(session, project)} if project is not None else set()

    def order(one: Meeting) -> tuple[bool, bool, int]:
        day = one.held_on or today
        past = one.state not in AHEAD or day < today
        return past, one.id not in of, -day.toordinal() if past else day.toordinal()

    return [Agenda(one.id, one.named(), one.held_on) for one in sorted(found, key=order)[:limit]]


def project_about(session: Session, entity: str, key: Key) -> Key | None:
    """The project whose meetings come first for a record: its own, or itself."""
    if entity == Project.__tablename__:
        return key
    table = table_of(record_class(entity))
    if "project_id" not in table.c:
        return None
    found: Key | None = session.scalar(select(table.c.project_id).where(table.c.id == key))
    return found


def next_meeting(session: Session, meeting: Key) -> Key | None:
    """The meeting still to be held in which a topic of ``meeting`` would go on: the next one of its series.

    Where it is none of a series, or nothing is planned in it: one of its kind and one of its projects, and without
    projects one of its kind among meetings without projects. Of several it is the first.
    """
    this = session.get(Meeting, meeting)
    if this is None:
        return None
    mine = set(projects_of(session, [meeting]))
    query = select(Meeting).where(Meeting.id != meeting, Meeting.state.in_(AHEAD))
    if this.held_on is not None:
        query = query.where(Meeting.held_on >= this.held_on)
    query = query.order_by(Meeting.held_on, Meeting.starts_at, Meeting.id)
    if this.series_id is not None:
        of_series = session.scalars(query.where(Meeting.series_id == this.series_id)).first()
        if of_series is not None:
            return of_series.id
    for other in session.scalars(query.where(Meeting.kind == this.kind)):
        theirs = set(projects_of(session, [other.id]))
        if mine & theirs or not (mine or theirs):
            return other.id
    return None


def projects_of(session: Session, meetings: Sequence[Key]) -> list[Key]:
    """The projects that meetings dealt with."""
    pair = table_of(MeetingProject)
    return list(session.scalars(select(pair.c.project_id).where(pair.c.meeting_id.in_(meetings))))


def _pairs(session: Session, project: Key) -> list[Any]:
    pair = table_of(MeetingProject)
    return list(session.execute(select(pair.c.meeting_id).where(pair.c.project_id == project)))


def _rows(session: Session, condition: ColumnElement[bool]) -> list[AgendaRow]:
    item, person, project = table_of(AgendaItem), table_of(Person), table_of(Project)
    decided = select(func.count()).where(table_of(Decision).c.agenda_item_id == item.c.id).scalar_subquery()
    source: Any = item.outerjoin(person, person.c.id == item.c.presenter_id).outerjoin(
        project, project.c.id == item.c.project_id
    )
    names: list[ColumnElement[Any]] = []
    for entity, link in OTHERS.items():
        other = table_of(record_class(entity)).alias()
        source = source.outerjoin(other, other.c.id == item.c[link])
        names.append(person_name(other) if entity == "people" else other.c.code if "code" in other.c else other.c.name)
    query = (
        select(
            item.c.id, item.c.meeting_id, item.c.position, item.c.title, item.c.kind, item.c.minutes,
            person_name(person), item.c.project_id, project.c.name, item.c.papers, item.c.started_at, item.c.ended_at,
            item.c.conclusion, item.c.state, item.c.continues_id, decided,
            *(item.c[link] for link in OTHERS.values()), *names,
        )
        .select_from(source)
        .where(condition)
        .order_by(item.c.position, item.c.id)
    )  # fmt: skip
    rows = []
    for row in session.execute(query):
        facts, rest = row[:16], row[16:]
        links = zip(OTHERS, rest[: len(OTHERS)], rest[len(OTHERS) :], strict=True)
        about, name = next(((entity, key), name) for entity, key, name in links if key) if any(rest) else (None, "")
        rows.append(replace(AgendaRow(*facts), about=about, about_name=name or ""))
    return rows
