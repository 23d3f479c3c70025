"""Lessons: their list, where each was applied and where it comes from, and what a project made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from db.fields import DAY, MEMO, MONEY, N_, NUMBER, Choice, Key
from db.queries.in_order import by_code
from db.queries.listing import Ask, Column, Frame, Listing, Order, Where, column, columns_of
from db.queries.wording import person_name
from db.records import AgendaItem, InterventionType, Lesson, LessonApplication, Meeting, Person, Project, Stage
from db.records.base import table_of
from db.records.choices import CareComponent, EcdResult
from db.records.lessons import Decided, LessonKind, LessonState, Strength
from db.records.places import PlaceKind

DEEPEST = 20
"""Generations of lessons that are followed up and down; a circle ends there."""


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson as lists and papers see it. ``applied`` counts the projects that took it, as it is or adapted."""

    key: Key
    code: str | None
    title: str | None
    text: str
    kind: LessonKind | None
    state: LessonState
    withdrawn_reason: str | None
    theme: str | None
    result: EcdResult | None
    component: CareComponent | None
    intervention_type: str | None
    stage: str | None
    place_kind: PlaceKind | None
    strength: Strength | None
    cost: int | None  # céntimos
    noted_on: date | None
    project_key: Key | None
    project: str | None
    project_code: str | None
    meeting_key: Key | None
    meeting: str | None  # the number of its minutes, its subject or its code
    agenda_item_key: Key | None
    topic: str | None
    owner: str | None
    parent_key: Key | None
    parent: str | None  # the code
    applied: int
    discarded: int
    context: str | None
    proposed: str | None
    done: str | None
    balance: str | None
    conditions: str | None

    @property
    def name(self) -> str:
        """Its title, or else what was learnt, on one line."""
        return " ".join((self.title or self.text).split())


COLUMNS: tuple[Column, ...] = (
    column("code", N_("Code")),
    column("title", N_("Title")),
    column("text", N_("Lesson"), MEMO),
    column("kind", N_("Kind"), choices=LessonKind),
    column("state", N_("State"), choices=LessonState),
    column("theme", N_("Theme")),
    column("applied", N_("Applied in"), NUMBER),
    column("strength", N_("Evidence"), choices=Strength),
    column("intervention_type", N_("Type of intervention")),
    column("stage", N_("Stage it is useful in")),
    column("place_kind", N_("Kind of place"), choices=PlaceKind),
    column("result", N_("ECD result"), choices=EcdResult),
    column("component", N_("Nurturing-care component"), choices=CareComponent),
    column("project", N_("Project")),
    column("meeting", N_("Meeting")),
    column("topic", N_("Topic")),
    column("owner", N_("Keeper of the lesson")),
    column("noted_on", N_("Noted on"), DAY),
    column("cost", N_("Approximate cost"), MONEY),
    column("parent", N_("Comes from the lesson")),
    column("discarded", N_("Discarded in"), NUMBER),
    column("withdrawn_reason", N_("Why it was retired")),
)


def _frame(ask: Ask) -> Frame:
    lesson, project, meeting, topic = (table_of(one) for one in (Lesson, Project, Meeting, AgendaItem))
    kind, stage, person = table_of(InterventionType), table_of(Stage), table_of(Person)
    parent = aliased(lesson)
    source = (
        lesson.outerjoin(project, project.c.id == lesson.c.project_id)
        .outerjoin(meeting, meeting.c.id == lesson.c.meeting_id)
        .outerjoin(topic, topic.c.id == lesson.c.agenda_item_id)
        .outerjoin(kind, kind.c.id == lesson.c.intervention_type_id)
        .outerjoin(stage, stage.c.id == lesson.c.stage_id)
        .outerjoin(person, person.c.id == lesson.c.owner_id)
        .outerjoin(parent, parent.c.id == lesson.c.parent_id)
    )
    values = columns_of(lesson)
    values |= {
        "project_key": lesson.c.project_id,
        "project": project.c.name,
        "project_code": project.c.code,
        "meeting_key": lesson.c.meeting_id,
        "meeting": func.coalesce(meeting.c.number, meeting.c.subject, meeting.c.code),
        "agenda_item_key": lesson.c.agenda_item_id,
        "topic": topic.c.title,
        "intervention_type": kind.c.name,
        "stage": stage.c.name,
        "owner": person_name(person),
        "parent_key": lesson.c.parent_id,
        "parent": parent.c.code,
        "applied": _decided(lesson, (Decided.INCORPORATED, Decided.ADAPTED), ask.cutoff),
        "discarded": _decided(lesson, (Decided.DISCARDED,), ask.cutoff),
    }
    sorts = {
        "code": by_code(lesson.c.code),
        "title": lesson.c.sort_key,
        "text": lesson.c.sort_key,
        "project": project.c.sort_key,
        "meeting": meeting.c.sort_key,
        "topic": topic.c.sort_key,
        "intervention_type": kind.c.sort_key,
        "stage": stage.c.position,
        "owner": person.c.sort_key,
        "parent": by_code(parent.c.code),
    }
    always = [lesson.c.noted_on.is_(None) | (lesson.c.noted_on <= ask.cutoff)] if ask.cutoff else []
    searched = (lesson.c.folded, project.c.folded, kind.c.folded)
    return Frame(values, source, lesson.c.id, searched, sorts, always)


def _decided(lesson: object, decisions: Sequence[Decided], cutoff: date | None) -> ColumnElement[int]:
    application = table_of(LessonApplication).alias()
    query = select(func.count(application.c.project_id.distinct())).where(
        application.c.lesson_id == lesson.c.id, application.c.decision.in_(decisions)  # type: ignore[attr-defined]
    )
    return (query if cutoff is None else query.where(application.c.on <= cutoff)).scalar_subquery()


LISTING = Listing("lessons", LessonRow, COLUMNS, _frame, (Order("state"), Order("code"), Order("title")))


# --- where it was applied ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Applied:
    """What one project made of one lesson, and when; ``reason`` as it was given, ``by`` who decided."""

    key: Key
    lesson_key: Key
    code: str
    lesson: str
    kind: LessonKind | None
    state: LessonState
    project_key: Key
    project_code: str
    project: str
    decision: Decided
    on: date
    reason: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class OfProject:
    """The lessons of a project: what it decided about lessons, and those that were learnt in it."""

    applied: tuple[Applied, ...]
    learnt: tuple[LessonRow, ...]

    @property
    def incorporated(self) -> tuple[Applied, ...]:
        """Those it took, as they are or adapted."""
        return tuple(one for one in self.applied if one.decision is not Decided.DISCARDED)


def applications(session: Session, lesson: Key, cutoff: date | None = None) -> list[Applied]:
    """In which projects a lesson was applied, or looked at and left; the first one first."""
    application = table_of(LessonApplication)
    return _applied(session, application.c.lesson_id == lesson, cutoff)


def applied_of(session: Session, lessons: Iterable[Key], cutoff: date | None = None) -> dict[Key, list[Applied]]:
    """The same of several lessons, by lesson."""
    application, found = table_of(LessonApplication), dict[Key, list[Applied]]()
    for one in _applied(session, application.c.lesson_id.in_(list(lessons)), cutoff):
        found.setdefault(one.lesson_key, []).append(one)
    return found


def of_project(session: Session, key: Key, cutoff: date | None = None) -> OfProject:
    """The lessons applied to a project with decision, reason and date, and those that came from it.

    ``cutoff``: decided, or noted, up to that day.
    """
    application = table_of(LessonApplication)
    applied = _applied(session, application.c.project_id == key, cutoff)
    learnt = LISTING.all(session, Ask(where=(Where("project_key", "is", key),), order=(Order("code"),), cutoff=cutoff))
    return OfProject(tuple(applied), tuple(learnt))


def _applied(session: Session, condition: ColumnElement[bool], cutoff: date | None) -> list[Applied]:
    application, lesson, project = table_of(LessonApplication), table_of(Lesson), table_of(Project)
    query = (
        select(
            application.c.id, lesson.c.id, func.coalesce(lesson.c.code, ""), func.coalesce(lesson.c.title,
            lesson.c.text), lesson.c.kind, lesson.c.state, project.c.id, project.c.code, project.c.name,
            application.c.decision, application.c.on, application.c.reason, application.c.by,
        )
        .select_from(
            application.join(lesson, lesson.c.id == application.c.lesson_id)
            .join(project, project.c.id == application.c.project_id)
        )
        .where(condition if cutoff is None else and_(condition, application.c.on <= cutoff))
        .order_by(application.c.on, by_code(project.c.code), by_code(lesson.c.code), application.c.id)
    )  # fmt: skip
    return [Applied(*tuple(row)) for row in session.execute(query)]


# --- where it comes from, and what came of it -------------------------------------------------------------------------


class Relation(Choice):
    """How a record stands in the line from a pilot over a lesson to other projects."""

    PILOT = "pilot", N_("Learnt in the project")
    MEETING = "meeting", N_("Noted in the meeting")
    PARENT = "parent", N_("Comes from the lesson")
    APPLIED = "applied", N_("Applied in")
    FOLLOWER = "follower", N_("Project that comes from the pilot")
    CHILD = "child", N_("A lesson came of it")


@dataclass(frozen=True, slots=True)
class Step:
    """One record in the line of a lesson; ``depth`` counts generations from the lesson, 0 for its own links."""

    relation: Relation
    entity: str
    key: Key
    code: str
    name: str
    on: date | None = None
    depth: int = 0
    decision: Decided | None = None


def lineage(session: Session, lesson: Key) -> list[Step]:
    """The line of a lesson, oldest first: lessons it comes from, pilot, meeting, projects, lessons that came of it."""
    (row, *_none) = LISTING.rows(session, [lesson], Ask()) or (None,)
    if row is None:
        return []
    steps = _parents(session, lesson)
    if row.project_key is not None:
        steps.append(
            Step(Relation.PILOT, "projects", row.project_key, row.project_code or "", row.project or "", row.noted_on)
        )
    if row.meeting_key is not None:
        steps.append(Step(Relation.MEETING, "meetings", row.meeting_key, "", row.meeting or "", row.noted_on))
    applied = applications(session, lesson)
    for one in applied:
        steps.append(Step(Relation.APPLIED, "projects", one.project_key, one.project_code, one.project, one.on,
                          decision=one.decision))  # fmt: skip
    steps += _followers(session, row.project_key, {one.project_key for one in applied})
    return steps + _children(session, lesson)


def _parents(session: Session, lesson: Key) -> list[Step]:
    found: list[Step] = []
    seen, at = {lesson}, session.get(Lesson, lesson)
    while at is not None and at.parent_id is not None and at.parent_id not in seen and len(found) < DEEPEST:
        seen.add(at.parent_id)
        at = session.get(Lesson, at.parent_id)
        if at is not None:
            found.append(Step(Relation.PARENT, "lessons", at.id, at.code or "", at.named(), at.noted_on, len(seen) - 1))
    return found[::-1]


def _children(session: Session, lesson: Key) -> list[Step]:
    table = table_of(Lesson)
    found: list[Step] = []
    seen, generation = {lesson}, [lesson]
    while generation and len(found) < 100 and len(seen) < DEEPEST * 10:
        query = select(table.c.id, table.c.code, func.coalesce(table.c.title, table.c.text), table.c.noted_on).where(
            table.c.parent_id.in_(generation)
        )
        depth = (found[-1].depth if found else 0) + 1
        born = [row for row in session.execute(query.order_by(by_code(table.c.code))) if row[0] not in seen]
        found += [Step(Relation.CHILD, "lessons", row[0], row[1] or "", row[2], row[3], depth) for row in born]
        generation = [row[0] for row in born]
        seen.update(generation)
    return found


def _followers(session: Session, pilot: Key | None, known: set[Key]) -> list[Step]:
    project = table_of(Project)
    if pilot is None:
        return []
    query = select(project.c.id, project.c.code, project.c.name, project.c.starts_on)
    query = query.where(project.c.pilot_of_id == pilot).order_by(by_code(project.c.code))
    return [
        Step(Relation.FOLLOWER, "projects", row[0], row[1], row[2], row[3])
        for row in session.execute(query)
        if row[0] not in known
    ]
