"""Everything that a project's sheet tells, read at once: the project, its parts, plan, money, people, risks, lessons.

A few statements for each block, whatever the number of its rows; with a cut-off, facts dated up to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from db.fields import Key
from db.queries import action_items, budgets, indicators, lessons, milestones, project_parts, projects, stakeholders
from db.queries.action_items import ActionItemRow
from db.queries.budgets import BudgetRow
from db.queries.indicators import IndicatorFacts
from db.queries.lessons import Applied
from db.queries.listing import Ask, Order, Where
from db.queries.milestones import MilestoneRow
from db.queries.project_parts import PlaceRow, PopulationRow, StageMoveRow, Theme
from db.queries.projects import ProjectRow
from db.queries.risks_and_lessons import standing, stood
from db.queries.stakeholders import PublicStakeholder
from db.queries.wording import person_name
from db.records import Attachment, Person, Project, Risk
from db.records.action_items import LIVE
from db.records.attachments import ImageConsent, Taken
from db.records.base import table_of
from db.records.projects import ScaleDecision
from db.records.risks import RiskState

PRINTED = ("image/jpeg", "image/png")
"""Photographs that a page can show."""
PUBLIC = (ImageConsent.GIVEN, ImageConsent.NOT_NEEDED)
"""What those who can be recognised must have said for it to leave."""


@dataclass(frozen=True, slots=True)
class About:
    """What only the sheet tells of the project itself."""

    alias: str | None
    deputy: str | None
    problem: str | None
    hypothesis: str | None
    scope: str | None
    investment_code: str | None
    scale_decision: ScaleDecision | None
    scale_reason: str | None
    pilot: str | None


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk, or since ``issue_on`` an issue; probability and impact from 1 to 3."""

    text: str
    state: RiskState
    issue_on: date | None
    probability: int | None
    impact: int | None
    response: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph that may be printed: before or after, and the digest under which it is kept."""

    moment: Taken
    on: date | None
    description: str
    content: str


@dataclass(frozen=True, slots=True)
class ProjectSheet:
    """One project, whole. ``items``: what is still owed; lists are in the order in which they are read."""

    row: ProjectRow
    about: About
    places: tuple[PlaceRow, ...]
    themes: tuple[Theme, ...]
    populations: tuple[PopulationRow, ...]
    moves: tuple[StageMoveRow, ...]
    milestones: tuple[MilestoneRow, ...]
    budget: tuple[BudgetRow, ...]
    indicators: tuple[IndicatorFacts, ...]
    stakeholders: tuple[PublicStakeholder, ...]
    items: tuple[ActionItemRow, ...]
    risks: tuple[RiskRow, ...]
    lessons: tuple[Applied, ...]
    photos: tuple[Photo, ...]


def project_sheet(session: Session, key: Key, ask: Ask) -> ProjectSheet | None:
    """The sheet of a project; None where there is no such project up to the cut-off. ``ask``: clock and cut-off."""
    found = projects.LISTING.rows(session, [key], ask)
    if not found:
        return None
    cutoff = ask.cutoff
    owed = Ask(
        where=(Where("project_key", "is", key), Where("state", "in", LIVE)),
        order=(Order("why"), Order("due_on"), Order("code")), clock=ask.clock, outside=True, cutoff=cutoff,
    )  # fmt: skip
    return ProjectSheet(
        row=found[0], about=_about(session, key), places=tuple(project_parts.places(session, key)),
        themes=tuple(project_parts.themes(session, key)), populations=tuple(project_parts.populations(session, key)),
        moves=tuple(project_parts.stage_history(session, key, cutoff)),
        milestones=tuple(milestones.of_project(session, key, cutoff)),
        budget=tuple(budgets.of_project(session, key, cutoff)),
        indicators=tuple(indicators.of_projects(session, [key], cutoff)),
        stakeholders=tuple(stakeholders.public_of(session, [key], cutoff)),
        items=tuple(action_items.LISTING.all(session, owed)), risks=tuple(_risks(session, key, cutoff)),
        lessons=lessons.of_project(session, key, cutoff).incorporated, photos=tuple(_photos(session, key, cutoff)),
    )  # fmt: skip


def _about(session: Session, key: Key) -> About:
    project, pilot, deputy = table_of(Project), aliased(table_of(Project)), table_of(Person)
    own = (project.c.problem, project.c.hypothesis, project.c.scope, project.c.investment_code,
           project.c.scale_decision, project.c.scale_reason)  # fmt: skip
    row = session.execute(
        select(project.c.alias, person_name(deputy), *own, pilot.c.code)
        .select_from(
            project.outerjoin(deputy, deputy.c.id == project.c.deputy_id)
            .outerjoin(pilot, pilot.c.id == project.c.pilot_of_id)
        )
        .where(project.c.id == key)
    ).one()  # fmt: skip
    return About(*row)


def _risks(session: Session, key: Key, cutoff: date | None) -> list[RiskRow]:
    """What may still go wrong, the worst first; issues before risks. With a cut-off, as it was on that day."""
    risk, owner = table_of(Risk), table_of(Person)
    query = (
        select(risk.c.text, risk.c.state, risk.c.issue_on, risk.c.probability, risk.c.impact, risk.c.response,
               person_name(owner))
        .select_from(risk.outerjoin(owner, owner.c.id == risk.c.owner_id))
        .where(risk.c.project_id == key, standing(risk, cutoff))
        .order_by(risk.c.id)
    )  # fmt: skip
    found = [RiskRow(row[0], *stood(row[1], row[2], cutoff), *row[3:]) for row in session.execute(query)]
    return sorted(found, key=lambda one: (one.issue_on is None, -(one.probability or 0) * (one.impact or 0)))


def may_leave(session: Session, digests: Iterable[str]) -> set[str]:
    """Those of some photographs that may be handed out as things stand: still attached, with consent."""
    file = table_of(Attachment)
    query = select(file.c.content).where(
        file.c.content.in_(set(digests)), file.c.internal.is_(False), file.c.consent.in_(PUBLIC)
    )
    return set(session.scalars(query))


def _photos(session: Session, key: Key, cutoff: date | None) -> list[Photo]:
    """The photographs of before and after that may leave: nobody in them can be recognised, or has consented."""
    file = table_of(Attachment)
    query = (
        select(file.c.moment, file.c.on, file.c.description, file.c.content)
        .where(
            file.c.project_id == key, file.c.media.in_(PRINTED), file.c.internal.is_(False),
            file.c.moment.in_((Taken.BEFORE, Taken.AFTER)),
            file.c.consent.in_(PUBLIC),
        )
        .order_by(file.c.on, file.c.id)
    )  # fmt: skip
    if cutoff is not None:
        query = query.where(or_(file.c.on.is_(None), file.c.on <= cutoff))
    return [Photo(*row) for row in session.execute(query)]
