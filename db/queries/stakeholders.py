"""Lists of stakeholders (actores): their latest assessment, how to go about them, and how long they have been silent.

What leaves the team reads ``SHARED`` and ``public_of`` alone: they know no assessment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, null, or_, select
from sqlalchemy.orm import Session, aliased

from db.dialects import days_between
from db.fields import DAY, N_, NUMBER, Key
from db.queries import last_contacts
from db.queries.heirs import heirs
from db.queries.in_order import by_code
from db.queries.listing import Ask, Column, Frame, Listing, Order, Where, column, columns_of
from db.queries.traffic_light import Clock
from db.queries.wording import person_name
from db.records import Assessment, Organisation, Person, Project, Stakeholder
from db.records.base import table_of
from db.records.stakeholders import Confidence, Position, StakeRole, Strategy

HIGH = 3
"""Of power and of interest (1–5): the middle counts as high, so that nobody in doubt is merely watched."""

PLAN = {
    (True, True): Strategy.MANAGE_CLOSELY, (True, False): Strategy.KEEP_SATISFIED,
    (False, True): Strategy.KEEP_INFORMED, (False, False): Strategy.MONITOR,
}  # fmt: skip
"""(much power, much interest) → what is proposed where nobody chose otherwise."""


def proposed(power: int | None, interest: int | None) -> Strategy | None:
    """The strategy that an assessment suggests; None without one."""
    return None if power is None or interest is None else PLAN[power >= HIGH, interest >= HIGH]


@dataclass(frozen=True, slots=True)
class StakeholderRow:
    """One stake as lists see it. ``was_…``: the assessment before the latest one; days count in the calendar."""

    key: Key
    name: str
    acronym: str | None
    organisation_key: Key | None
    person_key: Key | None
    project_key: Key | None
    project_code: str | None
    project: str | None
    role: StakeRole | None
    power: int | None
    interest: int | None
    position: Position | None
    legitimacy: int | None
    urgency: int | None
    confidence: Confidence | None
    assessed_on: date | None
    was_power: int | None
    was_interest: int | None
    was_position: Position | None
    was_on: date | None
    chosen: Strategy | None
    strategy: Strategy | None
    owner_key: Key | None
    owner: str | None
    contact_every: int | None
    last_contact_on: date | None
    silent_days: int | None
    overdue_by: int | None
    since: date | None
    until: date | None
    remarks: str | None

    @property
    def moved(self) -> bool:
        """Whether the latest assessment stands elsewhere than the one before it."""
        before, now = (self.was_power, self.was_interest, self.was_position), (self.power, self.interest, self.position)
        return self.was_on is not None and before != now


COLUMNS: tuple[Column, ...] = (
    column("name", N_("Stakeholder")),
    column("project", N_("Project")),
    column("role", N_("Role"), choices=StakeRole),
    column("position", N_("Position (−2…+2)"), choices=Position),
    column("power", N_("Power (1–5)"), NUMBER, total="mean"),
    column("interest", N_("Interest (1–5)"), NUMBER, total="mean"),
    column("strategy", N_("Strategy"), choices=Strategy),
    column("assessed_on", N_("Assessed on"), DAY),
    column("last_contact_on", N_("Last contact"), DAY),
    column("contact_every", N_("Speak every (days)"), NUMBER, total="mean"),
    column("silent_days", N_("Days of silence"), NUMBER, total="mean"),
    column("overdue_by", N_("Days beyond the rhythm"), NUMBER, total="mean"),
    column("owner", N_("Who of us keeps in touch")),
    column("since", N_("Since"), DAY),
    column("until", N_("Until"), DAY),
    column("remarks", N_("Remarks")),
)


def _frame(ask: Ask) -> Frame:
    stake, unit, person, owner = (
        table_of(Stakeholder), table_of(Organisation), table_of(Person), table_of(Person).alias("owner")
    )  # fmt: skip
    project, latest, before = table_of(Project), aliased(table_of(Assessment)), aliased(table_of(Assessment))
    renamed = heirs()
    told, told_before = last_contacts.of_units(renamed, ask.cutoff)
    source = (
        stake.outerjoin(unit, unit.c.id == stake.c.organisation_id)
        .outerjoin(person, person.c.id == stake.c.person_id)
        .outerjoin(owner, owner.c.id == stake.c.owner_id)
        .outerjoin(project, project.c.id == stake.c.project_id)
        .outerjoin(latest, latest.c.id == _assessed(stake, 0, ask.cutoff))
        .outerjoin(before, before.c.id == _assessed(stake, 1, ask.cutoff))
        .outerjoin(told, told.c.unit_id == unit.c.id)
        .outerjoin(told_before, told_before.c.heir_id == unit.c.id)
    )
    last = case(
        (stake.c.person_id.is_not(None), last_contacts.of_person(person, ask.cutoff)),
        else_=last_contacts.later(told.c.on, told_before.c.on),
    )
    rhythm = func.coalesce(stake.c.contact_every, unit.c.contact_every, person.c.contact_every)
    silent, overdue = _silence(stake, last, rhythm, ask)
    values = columns_of(stake) | {
        "name": func.coalesce(person_name(person), unit.c.name),
        "acronym": unit.c.acronym,
        "organisation_key": stake.c.organisation_id,
        "person_key": stake.c.person_id,
        "project_key": stake.c.project_id,
        "project_code": project.c.code,
        "project": project.c.name,
        **{name: latest.c[name] for name in (
            "power", "interest", "position", "legitimacy", "urgency", "confidence"
        )},
        **{f"was_{name}": before.c[name] for name in ("power", "interest", "position", "on")},
        "assessed_on": latest.c.on,
        "chosen": stake.c.strategy,
        "strategy": func.coalesce(stake.c.strategy, _proposed(latest, stake.c.strategy.type)),
        "owner_key": stake.c.owner_id,
        "owner": person_name(owner),
        "contact_every": rhythm,
        "last_contact_on": last,
        "silent_days": silent,
        "overdue_by": overdue,
    }  # fmt: skip
    name = func.coalesce(unit.c.sort_key, person.c.sort_key)
    sorts = {"name": name, "project": by_code(project.c.code), "owner": owner.c.sort_key}
    searched = (stake.c.folded, unit.c.folded, person.c.folded, project.c.folded)
    return Frame(values, source, stake.c.id, searched, sorts, _had(stake, ask.cutoff))


def _assessed(stake: Any, place: int, cutoff: date | None) -> ColumnElement[Any]:
    """The key of a stake's latest assessment (place 0), or of the one before it (place 1)."""
    judged = aliased(table_of(Assessment))
    query = select(judged.c.id).where(judged.c.stakeholder_id == stake.c.id)
    if cutoff is not None:
        query = query.where(judged.c.on <= cutoff)
    found: ColumnElement[Any] = (
        query.order_by(judged.c.on.desc(), judged.c.id.desc()).limit(1).offset(place).correlate(stake).scalar_subquery()
    )
    return found


def _proposed(latest: Any, kind: Any) -> ColumnElement[Any]:
    def high(column: Any, yes: bool) -> ColumnElement[bool]:
        found: ColumnElement[bool] = column >= HIGH if yes else column < HIGH
        return found

    whens = [
        (and_(high(latest.c.power, power), high(latest.c.interest, interest)), literal(plan, kind))
        for (power, interest), plan in PLAN.items()
    ]
    return case(*whens, else_=null())


def _silence(stake: Any, last: Any, rhythm: Any, ask: Ask) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Days since the last contact, or since the stake began; and how many more than the agreed rhythm those are.

    Whoever was never spoken to and has no beginning is a whole rhythm late. Stakes that ended are silent by right.
    """
    today = ask.cutoff or (ask.clock.today if ask.clock is not None else None)
    if today is None:
        return null(), null()
    began = func.coalesce(last, stake.c.since)
    over = and_(stake.c.until.is_not(None), stake.c.until < today)
    days = days_between(began, literal(today))
    return (
        case((or_(over, began.is_(None)), null()), else_=days),
        case((or_(over, rhythm.is_(None)), null()), (began.is_(None), rhythm), else_=days - rhythm),
    )


def _had(stake: Any, cutoff: date | None) -> list[ColumnElement[bool]]:
    return [] if cutoff is None else [or_(stake.c.since.is_(None), stake.c.since <= cutoff)]


LISTING = Listing("stakeholders", StakeholderRow, COLUMNS, _frame, (Order("project"), Order("strategy"), Order("name")))


LATE = (Where("overdue_by", "at least", 1),)
"""The filter of those who should have been spoken to by now."""


def silent(session: Session, clock: Clock) -> list[StakeholderRow]:
    """Those who have not been spoken to for longer than was agreed, the longest silence first."""
    order = (Order("overdue_by", descending=True), Order("name"))
    return LISTING.all(session, Ask(where=LATE, order=order, clock=clock))


# --- what may be read by anybody ------------------------------------------------------------------------------------


TAKES_PART = N_("Takes part")


@dataclass(frozen=True, slots=True)
class PublicStakeholder:
    """A stakeholder as anybody may read of it: who, in which project, in which role."""

    project_key: Key | None
    project_code: str | None
    project: str | None
    name: str
    role: StakeRole | None

    @property
    def part(self) -> str:
        """What they are in it, to be translated. An opponent says the same as whoever has no role."""
        return self.role.label if self.role is not None else TAKES_PART


@dataclass(frozen=True, slots=True)
class SharedStakeholder:
    """One stake as whoever is no part of the team may read and complete it."""

    key: Key
    name: str
    person_key: Key | None
    project_key: Key | None
    project_code: str | None
    project: str | None
    role: StakeRole | None
    since: date | None
    until: date | None
    remarks: str | None


def _shared(ask: Ask) -> Frame:
    stake, unit, person, project = (table_of(one) for one in (Stakeholder, Organisation, Person, Project))
    values = {name: stake.c[name] for name in ("since", "until", "remarks")} | {
        "name": func.coalesce(person_name(person), unit.c.name),
        "person_key": stake.c.person_id,
        "project_key": stake.c.project_id,
        "project_code": project.c.code,
        "project": project.c.name,
        "role": case((stake.c.role != StakeRole.OPPONENT, stake.c.role)),
    }
    source = (
        stake.outerjoin(unit, unit.c.id == stake.c.organisation_id)
        .outerjoin(person, person.c.id == stake.c.person_id)
        .outerjoin(project, project.c.id == stake.c.project_id)
    )
    day = ask.cutoff or (ask.clock.today if ask.clock is not None else None)
    going = stake.c.until.is_(None) if day is None else or_(stake.c.until.is_(None), stake.c.until >= day)
    sorts = {"name": func.coalesce(unit.c.sort_key, person.c.sort_key), "project": by_code(project.c.code)}
    return Frame(values, source, stake.c.id, (), sorts, [going, *_had(stake, ask.cutoff)])


SHARED = Listing(
    "stakeholders", SharedStakeholder, [one for one in COLUMNS if one.name in SharedStakeholder.__slots__], _shared,
    (Order("project"), Order("role"), Order("name")),
)  # fmt: skip
"""Those who take part, with names and roles; no judgement is read.

That somebody opposes a project is a position, not a part in it: they stand among those without a role, by name.
"""


def public_of(
    session: Session, project_keys: Sequence[Key] | None, cutoff: date | None = None
) -> list[PublicStakeholder]:
    """The stakeholders of projects (None: all) on a day, by project, role and name; with names and roles only."""
    where = (Where("project_key", "in", list(project_keys)),) if project_keys is not None else ()
    return [
        PublicStakeholder(one.project_key, one.project_code, one.project, one.name, one.role)
        for one in SHARED.all(session, Ask(where=where, cutoff=cutoff))
    ]


# --- assessments ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """How a stakeholder was judged on a day."""

    key: Key
    on: date
    power: int
    interest: int
    position: Position
    legitimacy: int | None
    urgency: int | None
    confidence: Confidence
    reason: str | None
    by: str | None


def assessments(session: Session, key: Key, cutoff: date | None = None) -> list[AssessmentRow]:
    """The assessments of a stake up to a day, the latest first."""
    judged = table_of(Assessment)
    names = ("id", "on", "power", "interest", "position", "legitimacy", "urgency", "confidence", "reason", "by")
    query = select(*(judged.c[name] for name in names)).where(judged.c.stakeholder_id == key)
    if cutoff is not None:
        query = query.where(judged.c.on <= cutoff)
    return [AssessmentRow(*row) for row in session.execute(query.order_by(judged.c.on.desc(), judged.c.id.desc()))]


def behind(session: Session, entity: str, key: Key) -> tuple[str, Key] | None:
    """The record itself as (entity, key); of a stake, whoever has it."""
    return actor_of(session, key) if entity == "stakeholders" else (entity, key)


def actor_of(session: Session, key: Key) -> tuple[str, Key] | None:
    """The organisation or the person behind a stake, as (entity, key); None where it is gone."""
    stake = session.get(Stakeholder, key)
    if stake is None:
        return None
    if stake.person_id is not None:
        return "people", stake.person_id
    return ("organisations", stake.organisation_id) if stake.organisation_id is not None else None
