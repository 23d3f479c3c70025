"""Projects, and the lists they move along: types of intervention and stages with gates, which the office may change."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, link, memo, money, number, text
from db.records.base import Record
from db.records.choices import AgeBand, CareComponent, EcdResult, Sex


class StageSet(Choice):
    PUBLIC_SPACE = "public_space", N_("Public space")
    SERVICE = "service", N_("Service or campaign")
    NORM = "norm", N_("Norm or agreement")


class ProjectState(Choice):
    ACTIVE = "active", N_("Active")
    PAUSED = "paused", N_("Paused")
    CANCELLED = "cancelled", N_("Cancelled")
    CLOSED = "closed", N_("Closed")


class Axis(Choice):
    ACCESS = "access", N_("Access to services")
    INNOVATION = "innovation", N_("Innovation")
    URBAN = "urban", N_("Urban conditions")


class Gate(Choice):
    """What should be there before a project enters a stage (domain.md §4); code knows how to look."""

    PRIORITISED = "prioritised", N_("The prioritisation, or the exception in writing")
    LEAD = "lead", N_("A lead and an executing unit")
    POPULATION = "population", N_("The population it is for, with source and year")
    CAREGIVERS = "caregivers", N_("A meeting or workshop with caregivers")
    BUDGET = "budget", N_("A budget with its sources")
    MILESTONES = "milestones", N_("Milestones with planned dates")
    HANDOVER = "handover", N_("The minutes of the handover")
    MAINTENANCE = "maintenance", N_("The maintenance pact")
    INDICATOR = "indicator", N_("An indicator with its baseline")
    LESSON = "lesson", N_("A lesson")


class ScaleDecision(Choice):
    """What is to come of something that was tried."""

    SCALE = "scale", N_("Scale it up")
    ADAPT = "adapt", N_("Adapt it and try again")
    STOP = "stop", N_("Stop it")


class InvestmentPhase(Choice):
    """Of a public investment, as the ministry of economy counts them (D. Leg. 1252, art. 4)."""

    PROGRAMMING = "programming", N_("Multi-year programming")
    FORMULATION = "formulation", N_("Formulation and evaluation")
    EXECUTION = "execution", N_("Execution")
    OPERATION = "operation", N_("Operation")


class Stage(Record):
    """One step of a stage set; ``position`` orders it."""

    __tablename__ = "stages"
    noun = N_("Stage")

    stage_set: Mapped[StageSet] = choice(N_("Stage set"), StageSet, required=True)
    position: Mapped[int] = number(N_("Position"), max=99, required=True)
    name: Mapped[str] = text(N_("Name"), required=True)

    def named(self) -> str:
        return self.name


class StageGate(Record):
    """One thing that should be there before a project enters a stage; without it the program warns and asks why."""

    __tablename__ = "stage_gates"
    noun = N_("Gate")

    stage_id: Mapped[Key] = link(N_("Stage"), "stages", required=True)
    gate: Mapped[Gate] = choice(N_("Needed"), Gate, required=True)

    def named(self) -> str:
        return ""


class InterventionType(Record):
    """What kind of thing a project does; says which stages it goes through."""

    __tablename__ = "intervention_types"
    noun = N_("Type of intervention")

    name: Mapped[str] = text(N_("Name"), required=True)
    stage_set: Mapped[StageSet] = choice(N_("Stage set"), StageSet, required=True, default=StageSet.PUBLIC_SPACE)
    aliases: Mapped[str | None] = text(N_("Also known as"), max=400)

    def named(self) -> str:
        return self.name

    def searched(self) -> str:
        return f"{self.name} {self.aliases or ''}"


class Project(Record):
    """A pilot, a space, a campaign, a norm: something with a beginning, stages and an end."""

    __tablename__ = "projects"
    noun = N_("Project")

    code: Mapped[str] = text(N_("Code"), max=24, required=True)
    name: Mapped[str] = text(N_("Project name"), required=True)
    alias: Mapped[str | None] = text(N_("Also known as"))
    intervention_type_id: Mapped[Key | None] = link(N_("Type of intervention"), "intervention_types")
    axis: Mapped[Axis | None] = choice(N_("Strategic axis"), Axis)
    stage_id: Mapped[Key | None] = link(N_("Stage"), "stages", group="stage")
    stage_as_given: Mapped[str | None] = text(N_("Stage as given (to be regularised)"), group="stage")
    state: Mapped[ProjectState] = choice(
        N_("State"), ProjectState, required=True, default=ProjectState.ACTIVE, group="state"
    )
    state_reason: Mapped[str | None] = text(N_("Reason for the state"), max=400, group="state")
    lead_id: Mapped[Key | None] = link(N_("Lead"), "people")
    deputy_id: Mapped[Key | None] = link(N_("Deputy"), "people")
    unit_id: Mapped[Key | None] = link(N_("Executing unit"), "organisations")
    place_id: Mapped[Key | None] = link(N_("Place"), "places")
    starts_on: Mapped[date | None] = day(N_("Start"), group="dates")
    ends_on: Mapped[date | None] = day(N_("Planned end"), group="dates")
    closed_on: Mapped[date | None] = day(N_("Actual end"))
    budget: Mapped[int | None] = money(N_("Budget"))
    progress: Mapped[int | None] = number(N_("Physical progress (%)"), max=100)
    problem: Mapped[str | None] = memo(N_("Problem"))
    aim: Mapped[str | None] = memo(N_("Aim"))
    hypothesis: Mapped[str | None] = memo(N_("Hypothesis"))
    scope: Mapped[str | None] = memo(N_("Description and scope"))
    investment_code: Mapped[str | None] = text(N_("CUI (investment)"), max=12)
    scale_decision: Mapped[ScaleDecision | None] = choice(N_("What is to come of it"), ScaleDecision, group="scale")
    scale_reason: Mapped[str | None] = text(N_("Why so"), max=400, group="scale")
    pilot_of_id: Mapped[Key | None] = link(N_("Comes from the pilot"), "projects")
    remarks: Mapped[str | None] = memo(N_("Remarks"))
    internal_note: Mapped[str | None] = memo(N_("Internal note"), internal=True)

    __table_args__ = (Index(None, "code", unique=True),)

    def named(self) -> str:
        return self.name

    def searched(self) -> str:
        return f"{self.code} {self.name} {self.alias or ''}"

    def rules(self) -> Iterator[Problem]:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            yield Problem("ends_on", N_("The end comes before the beginning."))
        if self.state in (ProjectState.PAUSED, ProjectState.CANCELLED) and not self.state_reason:
            yield Problem("state_reason", N_("Say why the project is paused or cancelled."))
        if self.id is not None and self.id == self.pilot_of_id:
            yield Problem("pilot_of_id", N_("A project cannot come from itself."))


class StageMove(Record):
    """A project came from one stage into another: when, why, and what was missing all the same."""

    __tablename__ = "stage_moves"
    noun = N_("Change of stage")

    project_id: Mapped[Key] = link(N_("Project"), "projects", required=True)
    before_id: Mapped[Key | None] = link(N_("From stage"), "stages")
    after_id: Mapped[Key] = link(N_("To stage"), "stages", required=True)
    on: Mapped[date] = day(N_("Date"), required=True)
    reason: Mapped[str | None] = text(N_("Reason"), max=400)
    missing: Mapped[str | None] = text(N_("What was missing"), max=400)
    by: Mapped[str | None] = text(N_("Decided by"), max=120)

    def named(self) -> str:
        return self.reason or ""


class ProjectTheme(Record):
    """One ECD result, or one component of nurturing care, that a project serves."""

    __tablename__ = "project_themes"
    noun = N_("Result or component")

    project_id: Mapped[Key] = link(N_("Project"), "projects", required=True)
    result: Mapped[EcdResult | None] = choice(N_("ECD result"), EcdResult)
    component: Mapped[CareComponent | None] = choice(N_("Nurturing-care component"), CareComponent)

    def named(self) -> str:
        return ""

    def rules(self) -> Iterator[Problem]:
        if (self.result is None) == (self.component is None):
            yield Problem("result", N_("Choose a result or a component, one of them."))


class ProjectPlace(Record):
    """A further place of a project; the main one is the project's own."""

    __tablename__ = "project_places"
    noun = N_("Place of a project")

    project_id: Mapped[Key] = link(N_("Project"), "projects", required=True)
    place_id: Mapped[Key] = link(N_("Place"), "places", required=True)

    def named(self) -> str:
        return ""


class Population(Record):
    """How many of an age band a project is for, and where that figure comes from."""

    __tablename__ = "populations"
    noun = N_("Target population")

    project_id: Mapped[Key] = link(N_("Project"), "projects", required=True)
    band: Mapped[AgeBand] = choice(N_("Age band"), AgeBand, required=True)
    sex: Mapped[Sex | None] = choice(N_("Sex"), Sex)
    count: Mapped[int] = number(N_("How many"), max=20_000_000, required=True)
    source: Mapped[str | None] = text(N_("Source"), max=200)
    year: Mapped[int | None] = number(N_("Year"), max=2200)

    def named(self) -> str:
        return ""
