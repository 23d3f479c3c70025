"""What a report lacks and somebody could still mend: the record, and the field that is empty or does not agree."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from db.fields import N_, Key
from db.queries import budgets
from db.queries.in_order import by_code
from db.queries.listing import Ask, Where
from db.queries.traffic_light import Clock
from db.records import ActionItem, BudgetLine, Meeting, Milestone, Population, Project, fields_of
from db.records.action_items import LIVE, Reach, State
from db.records.base import Record, table_of
from db.records.meetings import MeetingState
from db.records.projects import ProjectState


@dataclass(frozen=True, slots=True)
class Missing:
    """What is empty or does not agree, ``label`` in words; ``field`` is "" for what is no field of the record."""

    entity: str
    key: Key
    code: str
    name: str
    field: str
    label: str


def missing(
    session: Session, projects: Iterable[Key] | None, items: Iterable[Key] | None, clock: Clock
) -> list[Missing]:
    """Of these projects and commitments (None: all), what is not there: by noun, field and code."""
    mine = None if projects is None else list(projects)
    found = [*_projects(session, mine), *_commitments(session, None if items is None else list(items))]
    return [*found, *_indicators(session, mine, clock), *(_meetings(session, clock.today) if mine is None else ())]


def _projects(session: Session, keys: list[Key] | None) -> Iterator[Missing]:
    project = table_of(Project)
    alive = project.c.state.in_((ProjectState.ACTIVE, ProjectState.PAUSED))
    for name in ("place_id", "stage_id", "lead_id", "intervention_type_id", "progress"):
        yield from _empty(session, Project, name, and_(alive, project.c[name].is_(None)), keys)
    for part, label in (
        (Population, N_("Target population")), (Milestone, N_("Milestones")), (BudgetLine, N_("Budget by source")),
    ):  # fmt: skip
        there = select(table_of(part).c.project_id)
        yield from _empty(session, Project, "", and_(alive, project.c.id.not_in(there)), keys, label)
    other = project.c.budget != budgets.planned_of(project.c.id)
    yield from _empty(session, Project, "budget", and_(alive, other), keys, N_("Budget: not what its sources plan"))


def _commitments(session: Session, keys: list[Key] | None) -> Iterator[Missing]:
    item = table_of(ActionItem)
    owed = and_(item.c.reach == Reach.COMMITMENT, item.c.state.in_(LIVE), item.c.state != State.DRAFT)
    nobody = and_(owed, item.c.unit_id.is_(None), item.c.person_id.is_(None))
    yield from _empty(session, ActionItem, "unit_id", nobody, keys)
    yield from _empty(session, ActionItem, "due_on", and_(owed, item.c.due_on.is_(None)), keys)


def _indicators(session: Session, projects: list[Key] | None, clock: Clock) -> Iterator[Missing]:
    from db.queries.indicators import LISTING

    for row in LISTING.all(session, Ask(clock=clock, where=(Where("unmeasured", "is", 1),))):
        if projects is None or row.project_key in projects:
            yield Missing("indicators", row.key, row.code, row.name, "", N_("Measurement of the period"))


def _meetings(session: Session, today: date) -> Iterator[Missing]:
    meeting = table_of(Meeting)
    past = and_(meeting.c.held_on < today, meeting.c.state.in_((MeetingState.PLANNED, MeetingState.CONVENED)))
    yield from _empty(session, Meeting, "state", past, None, N_("Whether it was held"))


def _empty(
    session: Session, record: type[Record], name: str, condition: ColumnElement[bool], keys: Sequence[Key] | None,
    label: str = "",
) -> Iterator[Missing]:  # fmt: skip
    table: Any = table_of(record)
    query = select(record).where(condition).order_by(by_code(table.c.code))
    if keys is not None:
        parts = (table.c.id.in_(keys[n : n + 500]) for n in range(0, len(keys), 500))
        query = query.where(or_(false(), *parts))
    for row in session.scalars(query):
        named: Any = row
        told = label or fields_of(record)[name].label
        yield Missing(record.__tablename__, row.id, named.code, named.named(), name, told)
