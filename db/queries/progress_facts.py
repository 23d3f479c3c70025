"""What a progress report asks besides the lists: districts and stages of projects, risks, lessons, caregivers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.fields import Key
from db.ordering import fold
from db.queries.heirs import heirs
from db.queries.lookups import CHUNK
from db.queries.meetings import CAME
from db.queries.risks_and_lessons import standing, stood
from db.records import (
    ActionItem,
    Attendance,
    IssuedReport,
    Lesson,
    Place,
    Project,
    ProjectPlace,
    Risk,
)
from db.records.base import table_of
from db.records.issued_reports import ReportKind
from db.records.lessons import LessonKind, LessonState
from db.records.risks import RiskState

CAREGIVER = ("cuidador", "caregiver", "madre", "padre de familia")
"""What a post on the day of a meeting says of those who look after children, folded."""


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk or an issue that is not over; ``action``: the code of the commitment that answers it."""

    text: str
    issue: bool
    since: date | None
    weight: int  # probability × impact; 0 where one is not said
    response: str
    project: str
    action: str


@dataclass(frozen=True, slots=True)
class LessonRow:
    key: Key
    code: str
    title: str
    text: str
    kind: LessonKind | None
    state: LessonState
    project: str
    on: date | None


def line_of_unit(session: Session, unit: Key) -> list[Key]:
    """A unit and those that it carries on."""
    renamed = heirs()
    return [unit, *session.scalars(select(renamed.c.unit_id).where(renamed.c.heir_id == unit))]


def districts(session: Session, projects: Iterable[Key]) -> dict[Key, tuple[str, ...]]:
    """The districts of each project: of its own place first, then of its further ones; those without are left out."""
    place, district = table_of(Place), aliased(table_of(Place))
    project, further = table_of(Project), table_of(ProjectPlace)
    named = func.coalesce(district.c.name, place.c.name)
    joined = place.outerjoin(district, district.c.id == place.c.district_id)
    found: dict[Key, list[str]] = {}
    for some in _parts(projects):
        own = select(project.c.id, named).select_from(project.join(joined, place.c.id == project.c.place_id))
        more = select(further.c.project_id, named).select_from(further.join(joined, place.c.id == further.c.place_id))
        for query in (
            own.where(project.c.id.in_(some)),
            more.where(further.c.project_id.in_(some)).order_by(place.c.sort_key, further.c.id),
        ):
            for key, name in session.execute(query):
                found.setdefault(key, []).append(name)
    return {key: tuple(dict.fromkeys(names)) for key, names in found.items()}


def caregivers(session: Session, meetings: Iterable[Key]) -> int:
    """How many of those who came to these meetings came as caregivers, by the post that was noted."""
    there = table_of(Attendance)
    many = 0
    for some in _parts(meetings):
        query = select(there.c.role_then).where(there.c.meeting_id.in_(some), there.c.presence.in_(CAME))
        many += sum(any(word in fold(role or "") for word in CAREGIVER) for role in session.scalars(query))
    return many


def risks(session: Session, projects: Iterable[Key] | None, cutoff: date) -> list[RiskRow]:
    """Issues and risks that were known and not over on a day: issues first, then what weighs most.

    ``projects``: only theirs; None: all of them.
    """
    risk, project, item = table_of(Risk), table_of(Project), table_of(ActionItem)
    query = (
        select(
            risk.c.text, risk.c.state, risk.c.issue_on, risk.c.noted_on, risk.c.probability, risk.c.impact,
            risk.c.response, project.c.code, item.c.code, risk.c.id,
        )
        .select_from(
            risk.outerjoin(project, project.c.id == risk.c.project_id)
            .outerjoin(item, item.c.id == risk.c.action_item_id)
        )
        .where(standing(risk, cutoff))
    )  # fmt: skip
    if projects is not None:
        query = query.where(risk.c.project_id.in_(list(projects)))
    rows = []
    for text, state, issue_on, noted_on, probability, impact, response, code, action, key in session.execute(query):
        state, issue_on = stood(state, issue_on, cutoff)
        issue = state is RiskState.HAPPENED
        weight = (probability or 0) * (impact or 0)
        row = RiskRow(text, issue, issue_on or noted_on, weight, response or "", code or "",
                      action or "")  # fmt: skip
        rows.append((not issue, -weight, code or "", key, row))
    return [row[-1] for row in sorted(rows, key=lambda row: row[:-1])]


def lessons(
    session: Session, projects: Iterable[Key] | None, since: date | None, cutoff: date
) -> list[LessonRow]:
    """Lessons noted in a period and reviewed since, by day; a draft is the team's own, and a retired one is over."""
    lesson, project = table_of(Lesson), table_of(Project)
    query = (
        select(
            lesson.c.id, lesson.c.code, lesson.c.title, lesson.c.text, lesson.c.kind, lesson.c.state, project.c.code,
            lesson.c.noted_on,
        )
        .select_from(lesson.outerjoin(project, project.c.id == lesson.c.project_id))
        .where(lesson.c.state.in_((LessonState.REVIEWED, LessonState.PUBLISHED)), lesson.c.noted_on <= cutoff)
        .order_by(lesson.c.noted_on, lesson.c.id)
    )  # fmt: skip
    if since is not None:
        query = query.where(lesson.c.noted_on >= since)
    if projects is not None:
        query = query.where(lesson.c.project_id.in_(list(projects)))
    return [
        LessonRow(row[0], row[1] or "", row[2] or "", row[3], row[4], row[5], row[6] or "", row[7])
        for row in session.execute(query)
    ]


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """An issued report as its list shows it; ``asked`` is JSON, ``content`` and ``pdf`` are SHA-256."""

    key: Key
    code: str
    kind: ReportKind
    title: str
    project_key: Key | None
    unit_key: Key | None
    begins_on: date | None
    cutoff_on: date
    known_at: datetime
    position: int
    asked: str
    content: str
    pdf: str
    issued_on: date
    issued_by: str | None


def issued(session: Session) -> list[IssuedRow]:
    """Every issued report, the newest first."""
    return [_issued(row) for row in session.scalars(select(IssuedReport).order_by(IssuedReport.position.desc(),
                                                                                  IssuedReport.id.desc()))]  # fmt: skip


def previous(
    session: Session, kind: ReportKind, project: Key | None, unit: Key | None, before: int
) -> IssuedRow | None:
    """The last report of a kind about the same that was issued before a position of the journal."""
    one = IssuedReport
    query = (
        select(one)
        .where(one.kind == kind, one.position < before)
        .where(one.project_id.is_(None) if project is None else one.project_id == project)
        .where(one.unit_id.is_(None) if unit is None else one.unit_id == unit)
        .order_by(one.position.desc(), one.id.desc())
        .limit(1)
    )
    found = session.scalars(query).first()
    return None if found is None else _issued(found)


def _issued(one: IssuedReport) -> IssuedRow:
    return IssuedRow(
        one.id, one.code, one.kind, one.title, one.project_id, one.unit_id, one.begins_on, one.cutoff_on, one.known_at,
        one.position, one.asked, one.content, one.pdf, one.issued_on, one.issued_by,
    )  # fmt: skip


def _parts(keys: Iterable[Key]) -> Iterable[list[Key]]:
    rest = list(keys)
    for start in range(0, len(rest), CHUNK):
        yield rest[start : start + CHUNK]
