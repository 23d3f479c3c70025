"""Projects, and the lists they move along: types of intervention and stage sets, which the office may change."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, link, memo, money, number, text
from db.records.base import Record


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


class Stage(Record):
    """One step of a stage set; ``position`` orders it."""

    __tablename__ = "stages"
    noun = N_("Stage")

    stage_set: Mapped[StageSet] = choice(N_("Stage set"), StageSet, required=True)
    position: Mapped[int] = number(N_("Position"), max=99, required=True)
    name: Mapped[str] = text(N_("Name"), required=True)

    def named(self) -> str:
        return self.name


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
    aim: Mapped[str | None] = memo(N_("Aim"))
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
