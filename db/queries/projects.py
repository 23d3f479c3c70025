"""Lists of projects, with what is owed in each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from db.fields import DAY, MONEY, N_, NUMBER, Key, stored
from db.queries import budgets, gates, milestones, out_with, project_parts
from db.queries.heirs import present_units
from db.queries.in_order import by_code
from db.queries.listing import Ask, Column, Frame, Listing, Order, column, columns_of
from db.queries.traffic_light import Clock, Light, Why, why_sql
from db.queries.wording import person_name
from db.records import ActionItem, InterventionType, Organisation, Person, Place, Project, Stage, StageMove
from db.records.action_items import LIVE, Reach, State
from db.records.base import table_of
from db.records.places import PlaceKind, Zone
from db.records.projects import Axis, InvestmentPhase, ProjectState, ScaleDecision, StageSet

RED = [why.value for why in Why if why.light is Light.RED]
HEALTH = ("on_schedule", "at_risk", "delayed", "not_started", "paused", "finished")
"""The values of the column «health»: the rule of ``services.projects.health`` said in SQL, to filter and count by."""

HEALTH_ORDER = ("delayed", "at_risk", "on_schedule", "not_started", "paused", "finished")
"""The worst first: the order of its headings."""


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project as lists and reports see it."""

    key: Key
    code: str
    name: str
    intervention_type: str | None
    axis: Axis | None
    stage: str | None
    stage_position: int | None
    stage_as_given: str | None
    state: ProjectState
    state_reason: str | None
    lead: str | None
    unit: str | None
    place: str | None
    starts_on: date | None
    ends_on: date | None
    closed_on: date | None
    budget: int | None  # céntimos
    progress: int | None
    live_items: int
    overdue_items: int  # 0 where the ask has no clock
    aim: str | None
    remarks: str | None
    red_items: int = 0  # live commitments in red; 0 where the ask has no clock
    past_milestones: int = 0  # should have been reached before today and were not; 0 where the ask has no clock
    slipping_milestones: int = 0  # not reached, and expected later than planned
    lead_key: Key | None = None
    unit_key: Key | None = None
    out_with: str | None = None  # see ``out_with``
    out_until: date | None = None
    district: str | None = None  # of its main place
    zone: Zone | None = None
    to_regularise: int = 0  # what its stages ask for and is not on record, and a stage that is only there as text
    investment_code: str | None = None
    scale_decision: ScaleDecision | None = None
    pilot_of: str | None = None  # the code of the project it comes from
    planned: int | None = None  # what its budget lines plan, in céntimos; None without a line
    investment_phase: InvestmentPhase | None = None  # of one with a CUI, told by its stage

    @property
    def worth(self) -> int | None:
        """What it is to cost, in céntimos: what its sources plan; without a source, the budget that was noted."""
        return self.budget if self.planned is None else self.planned

    @property
    def budgets_differ(self) -> bool:
        """Whether the budget that was noted is another one than what its sources plan."""
        return None not in (self.budget, self.planned) and self.budget != self.planned


COLUMNS: tuple[Column, ...] = (
    column("code", N_("Code")),
    column("name", N_("Project name")),
    column("intervention_type", N_("Type of intervention")),
    column("stage", N_("Stage")),
    column("state", N_("State"), choices=ProjectState),
    column("progress", N_("Physical progress (%)"), NUMBER, total="mean"),
    column("lead", N_("Lead")),
    column("unit", N_("Executing unit")),
    column("place", N_("Place")),
    column("district", N_("District")),
    column("zone", N_("Zone"), choices=Zone),
    column("to_regularise", N_("To be regularised"), NUMBER),
    column("live_items", N_("Live commitments"), NUMBER),
    column("overdue_items", N_("Overdue commitments"), NUMBER),
    column("red_items", N_("Commitments in red"), NUMBER),
    column("past_milestones", N_("Overdue milestones"), NUMBER),
    column("slipping_milestones", N_("Milestones behind their plan"), NUMBER),
    column("starts_on", N_("Start"), DAY),
    column("ends_on", N_("Planned end"), DAY),
    column("closed_on", N_("Actual end"), DAY),
    column("budget", N_("Budget"), MONEY),
    column("planned", N_("Planned by its sources"), MONEY),
    column("axis", N_("Strategic axis"), choices=Axis),
    column("stage_as_given", N_("Stage as given (to be regularised)")),
    column("state_reason", N_("Reason for the state")),
    column("investment_code", N_("CUI (investment)")),
    column("investment_phase", N_("MEF phase"), choices=InvestmentPhase),
    column("scale_decision", N_("What is to come of it"), choices=ScaleDecision),
    column("pilot_of", N_("Comes from the pilot")),
    column("aim", N_("Aim")),
    column("remarks", N_("Remarks")),
    *out_with.COLUMNS,
)


PHASES = ((2, InvestmentPhase.PROGRAMMING), (5, InvestmentPhase.FORMULATION), (8, InvestmentPhase.EXECUTION),
          (99, InvestmentPhase.OPERATION))  # fmt: skip
"""Up to which stage of a public space an investment is in which phase: the technical file is part of its execution."""


def _phase(project: Any, stage: Any) -> ColumnElement[Any]:
    invested = and_(project.investment_code.is_not(None), stage.stage_set == StageSet.PUBLIC_SPACE)
    kind = stored(InvestmentPhase)
    return case(*((and_(invested, stage.position <= last), literal(phase, kind)) for last, phase in PHASES))


def _frame(ask: Ask) -> Frame:
    project, kind, stage = table_of(Project), table_of(InterventionType), table_of(Stage)
    named, unit, present = aliased(table_of(Organisation)), aliased(table_of(Organisation)), present_units()
    person, place, item = table_of(Person), table_of(Place), table_of(ActionItem)
    district, pilot = aliased(place), aliased(project)
    state, closed_on, stage_on = _stood(project, ask.cutoff)
    source = (
        project.outerjoin(kind, kind.c.id == project.c.intervention_type_id)
        .outerjoin(stage, stage.c.id == stage_on)
        .outerjoin(named, named.c.id == project.c.unit_id)
        .outerjoin(present, present.c.unit_id == project.c.unit_id)
        .outerjoin(unit, unit.c.id == present.c.present_id)
        .outerjoin(person, person.c.id == project.c.lead_id)
        .outerjoin(place, place.c.id == project.c.place_id)
        .outerjoin(district, district.c.id == place.c.district_id)
        .outerjoin(pilot, pilot.c.id == project.c.pilot_of_id)
    )
    is_district = place.c.kind == PlaceKind.DISTRICT
    odd = case((project.c.stage_id.is_(None) & project.c.stage_as_given.is_not(None), 1), else_=0)
    owed = select(func.count(item.c.id)).where(item.c.project_id == project.c.id, item.c.state.in_(LIVE))
    if ask.outside:
        owed = owed.where(item.c.reach == Reach.COMMITMENT)
    late = owed.where(item.c.state.not_in((State.DONE, State.DRAFT)))
    late = late.where(item.c.due_on <= ask.clock.overdue_to) if ask.clock else late.where(item.c.id.is_(None))
    red = select(func.count(item.c.id)).where(item.c.project_id == project.c.id, item.c.reach == Reach.COMMITMENT)
    red = red.where(why_sql(item.c, ask.clock).in_(RED)) if ask.clock else red.where(item.c.id.is_(None))
    past = milestones.past_count(project.c.id, ask.clock.today, ask.cutoff) if ask.clock else literal(0)
    slipping = milestones.slipping_count(project.c.id, ask.cutoff)
    values = columns_of(project)
    values |= {
        "state": state,
        "closed_on": closed_on,
        "stage_id": stage_on,
        "intervention_type": kind.c.name,
        "stage": stage.c.name,
        "stage_position": stage.c.position,
        "lead": person_name(person),
        "unit": func.coalesce(unit.c.acronym, unit.c.name),
        "place": place.c.name,
        "live_items": owed.scalar_subquery(),
        "overdue_items": late.scalar_subquery(),
        "red_items": red.scalar_subquery(),
        "past_milestones": past,
        "slipping_milestones": slipping,
        "lead_key": project.c.lead_id,
        "unit_key": unit.c.id,
        **out_with.values("projects", project.c.id),
        "district": case((is_district, place.c.name), else_=district.c.name),
        "district_id": case((is_district, place.c.id), else_=district.c.id),
        "zone": func.coalesce(place.c.zone, district.c.zone),
        "to_regularise": gates.how_many(project.c, stage.c) + odd,
        "pilot_of": pilot.c.code,
        "planned": budgets.planned_of(project.c.id),
        "investment_phase": _phase(project.c, stage.c),
        **project_parts.serves(project.c.id),
    }
    if ask.clock is not None:
        values["health"] = _health(project.c, state, red.scalar_subquery(), past, slipping, ask.clock)
    sorts: dict[str, ColumnElement[Any]] = {
        "code": by_code(project.c.code),
        "name": project.c.sort_key,
        "intervention_type": kind.c.sort_key,
        "stage": stage.c.position,
        "lead": person.c.sort_key,
        "unit": unit.c.sort_key,
        "place": place.c.sort_key,
        "pilot_of": by_code(pilot.c.code),
    }
    if "health" in values:
        sorts["health"] = case({said: n for n, said in enumerate(HEALTH_ORDER)}, value=values["health"])
    searched = (project.c.folded, kind.c.folded, named.c.folded, unit.c.folded, person.c.folded, place.c.folded,
                district.c.folded)
    return Frame(values, source, project.c.id, searched, sorts)


def _stood(project: Any, cutoff: date | None) -> tuple[ColumnElement[Any], ColumnElement[Any], ColumnElement[Any]]:
    """State, actual end and stage on a day of the past: what ended later was active, what moved on later had not."""
    own = project.c
    if cutoff is None:
        return own.state, own.closed_on, own.stage_id
    later = and_(own.state == ProjectState.CLOSED, own.closed_on > cutoff)
    move = table_of(StageMove)
    since = select(move.c.before_id).where(move.c.project_id == own.id, move.c.on > cutoff)
    first = since.order_by(move.c.on, move.c.id).limit(1).correlate(project).scalar_subquery()
    return (
        case((later, literal(ProjectState.ACTIVE, own.state.type)), else_=own.state),
        case((own.closed_on <= cutoff, own.closed_on)),
        case((since.correlate(project).exists(), first), else_=own.stage_id),
    )


def _health(project: Any, state: Any, red: Any, past: Any, slipping: Any, clock: Clock) -> ColumnElement[str]:
    return case(
        (state.in_((ProjectState.CLOSED, ProjectState.CANCELLED)), literal("finished")),
        (state == ProjectState.PAUSED, literal("paused")),
        (or_(project.ends_on < clock.today, past > 0), literal("delayed")),
        (or_(red > 0, slipping > 0), literal("at_risk")),
        (project.starts_on > clock.today, literal("not_started")),
        else_=literal("on_schedule"),
    )


LISTING = Listing("projects", ProjectRow, COLUMNS, _frame, (Order("state"), Order("code")))
