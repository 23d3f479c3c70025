"""Stakeholders (actores): who has a stake in what, how they were judged over time, and who relates to whom."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, link, memo, number, text
from db.records.base import Record


class StakeRole(Choice):
    """What a stakeholder is in a project. It may be printed for anybody."""

    DECIDES = "decides", N_("Decides")
    EXECUTES = "executes", N_("Executes")
    FUNDS = "funds", N_("Funds")
    TECHNICAL_ALLY = "technical_ally", N_("Technical ally")
    BENEFITS = "benefits", N_("Benefits")
    SPOKESPERSON = "spokesperson", N_("Neighbourhood spokesperson")
    OPPONENT = "opponent", N_("Opponent")
    SUPERVISES = "supervises", N_("Supervises")


class Position(Choice):
    """From −2 to +2."""

    OPPOSED = "-2", N_("Actively opposed")
    RELUCTANT = "-1", N_("Reluctant")
    NEUTRAL = "0", N_("Neutral")
    FAVOURABLE = "+1", N_("Favourable")
    PROMOTER = "+2", N_("Promoter")


class Confidence(Choice):
    HIGH = "high", N_("High")
    MEDIUM = "medium", N_("Medium")
    LOW = "low", N_("Low")


class Strategy(Choice):
    MANAGE_CLOSELY = "manage_closely", N_("Manage closely")
    KEEP_SATISFIED = "keep_satisfied", N_("Keep satisfied")
    KEEP_INFORMED = "keep_informed", N_("Keep informed")
    MONITOR = "monitor", N_("Monitor")


class RelationKind(Choice):
    ALLIANCE = "alliance", N_("Alliance")
    DEPENDENCE = "dependence", N_("Depends on")
    CONFLICT = "conflict", N_("Conflict")
    FUNDS = "funds", N_("Funds")
    SUPERVISES = "supervises", N_("Supervises")


class Stakeholder(Record):
    """An organisation or a person with a stake in a project; without a project, in the team's work as a whole.

    ``contact_every``: the agreed rhythm, in days.
    """

    __tablename__ = "stakeholders"
    noun = N_("Stakeholder")

    organisation_id: Mapped[Key | None] = link(N_("Organisation"), "organisations")
    person_id: Mapped[Key | None] = link(N_("Person"), "people")
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    role: Mapped[StakeRole | None] = choice(N_("Role"), StakeRole)
    strategy: Mapped[Strategy | None] = choice(N_("Strategy"), Strategy, internal=True)
    contact_every: Mapped[int | None] = number(N_("Speak every (days)"), max=730)
    owner_id: Mapped[Key | None] = link(N_("Who of us keeps in touch"), "people")
    since: Mapped[date | None] = day(N_("Since"), group="period")
    until: Mapped[date | None] = day(N_("Until"), group="period")
    interests: Mapped[str | None] = memo(N_("What they want"), max=4000, internal=True)
    remarks: Mapped[str | None] = memo(N_("Remarks"))
    internal_note: Mapped[str | None] = memo(N_("Internal note"), internal=True)

    def named(self) -> str:
        return ""

    def rules(self) -> Iterator[Problem]:
        if (self.organisation_id is None) == (self.person_id is None):
            yield Problem("organisation_id", N_("Choose an organisation or a person, one of them."))
        if self.since and self.until and self.until < self.since:
            yield Problem("until", N_("The end comes before the beginning."))


class Assessment(Record):
    """How a stakeholder was judged on a day; never part of anything that leaves the team."""

    __tablename__ = "assessments"
    noun = N_("Assessment")

    stakeholder_id: Mapped[Key] = link(N_("Stakeholder"), "stakeholders", required=True)
    on: Mapped[date] = day(N_("Date"), required=True)
    power: Mapped[int] = number(N_("Power (1–5)"), max=5, required=True, internal=True)
    interest: Mapped[int] = number(N_("Interest (1–5)"), max=5, required=True, internal=True)
    position: Mapped[Position] = choice(
        N_("Position (−2…+2)"), Position, required=True, default=Position.NEUTRAL, internal=True
    )
    legitimacy: Mapped[int | None] = number(N_("Legitimacy (1–3)"), max=3, internal=True)
    urgency: Mapped[int | None] = number(N_("Urgency (1–3)"), max=3, internal=True)
    confidence: Mapped[Confidence] = choice(
        N_("Confidence in the judgement"), Confidence, required=True, default=Confidence.MEDIUM, internal=True
    )
    reason: Mapped[str | None] = memo(N_("Why"), max=4000, internal=True)
    by: Mapped[str | None] = text(N_("Judged by"), max=120, internal=True)

    def named(self) -> str:
        return ""

    def rules(self) -> Iterator[Problem]:
        for name in ("power", "interest", "legitimacy", "urgency"):
            if getattr(self, name) == 0:
                yield Problem(name, N_("The scale begins at 1."))


class Relation(Record):
    """How one organisation or person stands to another."""

    __tablename__ = "relations"
    noun = N_("Relation")

    organisation_id: Mapped[Key | None] = link(N_("Organisation"), "organisations")
    person_id: Mapped[Key | None] = link(N_("Person"), "people")
    other_organisation_id: Mapped[Key | None] = link(N_("Other organisation"), "organisations")
    other_person_id: Mapped[Key | None] = link(N_("Other person"), "people")
    kind: Mapped[RelationKind] = choice(N_("Relation"), RelationKind, required=True, default=RelationKind.ALLIANCE)
    strength: Mapped[int | None] = number(N_("Strength (1–3)"), max=3)
    since: Mapped[date | None] = day(N_("Since"), group="period")
    until: Mapped[date | None] = day(N_("Until"), group="period")
    note: Mapped[str | None] = memo(N_("Internal note"), max=4000, internal=True)

    def named(self) -> str:
        return ""

    def rules(self) -> Iterator[Problem]:
        if (self.organisation_id is None) == (self.person_id is None):
            yield Problem("organisation_id", N_("Choose an organisation or a person, one of them."))
        if (self.other_organisation_id is None) == (self.other_person_id is None):
            yield Problem("other_organisation_id", N_("Choose an organisation or a person, one of them."))
        one, other = self.organisation_id or self.person_id, self.other_organisation_id or self.other_person_id
        if one is not None and one == other:
            yield Problem("other_organisation_id", N_("Nobody is related to themselves."))
        if self.since and self.until and self.until < self.since:
            yield Problem("until", N_("The end comes before the beginning."))
