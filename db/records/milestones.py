"""Milestones (hitos): what a project should reach when, what was expected along the way, and why dates moved."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import N_, Key, Problem, day, link, number, text
from db.records.base import Record


class Milestone(Record):
    """One thing to reach: as planned, as first and as now expected, and when it was. Its slip is in days."""

    __tablename__ = "milestones"
    noun = N_("Milestone")

    project_id: Mapped[Key] = link(N_("Project"), "projects", required=True)
    name: Mapped[str] = text(N_("Milestone name"), required=True)
    starts_on: Mapped[date | None] = day(N_("Begins"))
    planned_on: Mapped[date | None] = day(N_("Planned"), group="plan")
    first_forecast_on: Mapped[date | None] = day(N_("First forecast"), group="plan")
    forecast_on: Mapped[date | None] = day(N_("Present forecast"), group="plan")
    reached_on: Mapped[date | None] = day(N_("Reached"), group="reached")
    evidence: Mapped[str | None] = text(N_("What shows it"), max=400, group="reached")
    weight: Mapped[int | None] = number(N_("Weight (%)"), max=100)
    person_id: Mapped[Key | None] = link(N_("Responsible person"), "people")

    def named(self) -> str:
        return self.name

    def rules(self) -> Iterator[Problem]:
        if self.starts_on and self.planned_on and self.planned_on < self.starts_on:
            yield Problem("planned_on", N_("The end comes before the beginning."))


class MilestoneMove(Record):
    """The expected date of a milestone moved: from when to when, noted on which day, and why."""

    __tablename__ = "milestone_moves"
    noun = N_("Moved milestone")

    milestone_id: Mapped[Key] = link(N_("Milestone"), "milestones", required=True)
    on: Mapped[date] = day(N_("Date"), required=True)
    before: Mapped[date | None] = day(N_("Expected before"))
    after: Mapped[date | None] = day(N_("Expected after"))
    reason: Mapped[str] = text(N_("Reason"), max=400, required=True)
    by: Mapped[str | None] = text(N_("Noted by"), max=120)

    def named(self) -> str:
        return self.reason
