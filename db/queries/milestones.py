"""The milestones of projects: planned, first and now expected, reached, why they moved; as they stood on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.queries.lookups import CHUNK
from db.queries.wording import person_name
from db.records import Milestone, MilestoneMove, Person
from db.records.base import table_of


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move of an expected date: noted ``on`` a day, from when to when, why, by whom."""

    key: Key
    on: date
    before: date | None
    after: date | None
    reason: str
    by: str | None

    @property
    def days(self) -> int | None:
        """Calendar days later (negative: earlier); None where one of the two days is missing."""
        return (self.after - self.before).days if self.after and self.before else None


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One milestone as the project's page, the timeline and reports see it."""

    key: Key
    project_key: Key
    name: str
    starts_on: date | None
    planned_on: date | None
    first_forecast_on: date | None
    forecast_on: date | None
    reached_on: date | None
    evidence: str | None
    weight: int | None  # whole points
    person_key: Key | None
    person: str | None
    moves: tuple[MoveRow, ...] = ()  # in the order in which they were noted

    @property
    def expected_on(self) -> date | None:
        """The day it was reached, else the present forecast, else the plan."""
        return self.reached_on or self.forecast_on or self.planned_on

    @property
    def slip(self) -> int | None:
        """Calendar days of the day reached, or of the present forecast, against the plan; None without both."""
        told = self.reached_on or self.forecast_on
        return (told - self.planned_on).days if told and self.planned_on else None

    def past(self, today: date) -> bool:
        """Whether it should have been reached before ``today`` and was not."""
        return self.reached_on is None and self.expected_on is not None and self.expected_on < today

    @property
    def slipping(self) -> bool:
        """Whether it is not reached and is now expected later than planned."""
        return self.reached_on is None and (self.slip or 0) > 0


def of_project(session: Session, key: Key, cutoff: date | None = None) -> tuple[MilestoneRow, ...]:
    """The milestones of a project by the day on which they are expected; see ``of_projects``."""
    return of_projects(session, [key], cutoff)[key]


def of_projects(
    session: Session, keys: Iterable[Key], cutoff: date | None = None
) -> dict[Key, tuple[MilestoneRow, ...]]:
    """The milestones of each of ``keys``, those expected first before the others; every project has an entry.

    With a cut-off they stand as they did at the end of that day: moves noted later are walked back, and what was
    reached later is not reached yet.
    """
    wanted = list(dict.fromkeys(keys))
    found: dict[Key, list[MilestoneRow]] = {key: [] for key in wanted}
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        moves = _moves(session, part)
        for row in _read(session, part):
            found[row[1]].append(_as_of(row, moves.get(row[0], []), cutoff))
    return {key: tuple(sorted(rows, key=_order)) for key, rows in found.items()}


def _read(session: Session, projects: list[Key]) -> list[Any]:
    stone, person = table_of(Milestone), table_of(Person)
    query = (
        select(
            stone.c.id, stone.c.project_id, stone.c.name, stone.c.starts_on, stone.c.planned_on,
            stone.c.first_forecast_on, stone.c.forecast_on, stone.c.reached_on, stone.c.evidence, stone.c.weight,
            stone.c.person_id, person_name(person),
        )
        .select_from(stone.outerjoin(person, person.c.id == stone.c.person_id))
        .where(stone.c.project_id.in_(projects))
    )  # fmt: skip
    return list(session.execute(query))


def _moves(session: Session, projects: list[Key]) -> dict[Key, list[MoveRow]]:
    stone, move = table_of(Milestone), table_of(MilestoneMove)
    query = (
        select(move.c.milestone_id, move.c.id, move.c.on, move.c.before, move.c.after, move.c.reason, move.c.by)
        .join(stone, stone.c.id == move.c.milestone_id)
        .where(stone.c.project_id.in_(projects))
        .order_by(move.c.on, move.c.id)
    )
    found: dict[Key, list[MoveRow]] = {}
    for row in session.execute(query):
        found.setdefault(row[0], []).append(MoveRow(*row[1:]))
    return found


def _as_of(row: Any, moves: list[MoveRow], cutoff: date | None) -> MilestoneRow:
    key, project, name, starts, planned, first, forecast, reached, evidence, weight, person_key, person = row
    noted = [one for one in moves if cutoff is None or one.on <= cutoff]
    if len(noted) < len(moves):
        forecast = moves[len(noted)].before
        first = first if forecast is not None else None  # the first forecast was said later than the cut-off
    if cutoff is not None and reached is not None and reached > cutoff:
        reached = evidence = None
    return MilestoneRow(
        key, project, name, starts, planned, first, forecast, reached, evidence, weight, person_key, person,
        tuple(noted),
    )  # fmt: skip


def _order(row: MilestoneRow) -> tuple[date, date, str, Key]:
    return row.expected_on or date.max, row.planned_on or date.max, row.name, row.key


# --- counted in lists -----------------------------------------------------------------------------------------------


def past_count(project: ColumnElement[Key], today: date, cutoff: date | None) -> ScalarSelect[int]:
    """``MilestoneRow.past`` in SQL: how many milestones of a project should have been reached before ``today``."""
    stone = table_of(Milestone).alias()
    expected = func.coalesce(_forecast(stone, cutoff), stone.c.planned_on)
    return _count(stone, project, cutoff, expected < today)


def slipping_count(project: ColumnElement[Key], cutoff: date | None) -> ScalarSelect[int]:
    """``MilestoneRow.slipping`` in SQL: how many milestones of a project are expected later than planned."""
    stone = table_of(Milestone).alias()
    return _count(stone, project, cutoff, _forecast(stone, cutoff) > stone.c.planned_on)


def _count(
    stone: Any, project: ColumnElement[Key], cutoff: date | None, condition: ColumnElement[bool]
) -> ScalarSelect[int]:
    open_ = stone.c.reached_on.is_(None)
    if cutoff is not None:
        open_ = or_(open_, stone.c.reached_on > cutoff)
    query = select(func.count(stone.c.id)).where(stone.c.project_id == project, and_(open_, condition))
    return query.scalar_subquery()


def _forecast(stone: Any, cutoff: date | None) -> ColumnElement[Any]:
    """The present forecast, or that of a cut-off: what stood before the first move noted after it."""
    if cutoff is None:
        forecast: ColumnElement[Any] = stone.c.forecast_on
        return forecast
    move = table_of(MilestoneMove).alias()
    later = select(move.c.before).where(move.c.milestone_id == stone.c.id, move.c.on > cutoff)
    first = later.order_by(move.c.on, move.c.id).limit(1).scalar_subquery()
    return case((later.exists(), first), else_=stone.c.forecast_on)
