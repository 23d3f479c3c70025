"""Cases (asuntos): the daily unit of follow-up, with parties and notes; never a child or a household."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, flag, link, memo, text
from db.records.base import Record


class CaseKind(Choice):
    REQUEST = "request", N_("Neighbours' request")
    BLOCKER = "blocker", N_("Bottleneck")
    COORDINATION = "coordination", N_("Coordination with an organisation")
    ATTENTION_POINT = "attention_point", N_("Attention point")
    OTHER = "other", N_("Other")


class CaseState(Choice):
    OPEN = "open", N_("Open")
    WAITING = "waiting", N_("Waiting for …")
    CLOSED = "closed", N_("Closed")


class Outcome(Choice):
    SOLVED = "solved", N_("Solved")
    PARTLY = "partly", N_("Partly solved")
    UNSOLVED = "unsolved", N_("Not solved")
    REFERRED = "referred", N_("Passed on")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class PartyRole(Choice):
    APPLICANT = "applicant", N_("Applicant")
    RESPONSIBLE = "responsible", N_("Responsible body")
    ALLY = "ally", N_("Ally")
    AFFECTED = "affected", N_("Affected")
    INFORMED = "informed", N_("Kept informed")
    OTHER = "other", N_("Other")


class Case(Record):
    """A matter followed until it closes with an outcome; its log is a query over what happened around it."""

    __tablename__ = "cases"
    noun = N_("Case")

    code: Mapped[str] = text(N_("Code"), max=24, required=True)
    title: Mapped[str] = text(N_("Title"), required=True)
    kind: Mapped[CaseKind] = choice(N_("Kind"), CaseKind, required=True, default=CaseKind.COORDINATION)
    opened_on: Mapped[date | None] = day(N_("Opened on"))
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    place_id: Mapped[Key | None] = link(N_("Place"), "places")
    person_id: Mapped[Key | None] = link(N_("Responsible person"), "people")
    unit_id: Mapped[Key | None] = link(N_("Responsible unit"), "organisations")
    state: Mapped[CaseState] = choice(N_("State"), CaseState, required=True, default=CaseState.OPEN, group="state")
    waiting_for: Mapped[str | None] = text(N_("Waiting for"), group="state")
    outcome: Mapped[Outcome | None] = choice(N_("Outcome"), Outcome, group="state")
    outcome_text: Mapped[str | None] = memo(N_("What came of it"), group="state")
    closed_on: Mapped[date | None] = day(N_("Closed on"), group="state")
    closing_reason: Mapped[str | None] = text(N_("Reason for closing with live commitments"), max=400, group="state")
    next_step: Mapped[str | None] = text(N_("Next step"), max=400, group="next")
    next_on: Mapped[date | None] = day(N_("Next step on"), group="next")
    remarks: Mapped[str | None] = memo(N_("Remarks"))
    internal_note: Mapped[str | None] = memo(N_("Internal note"), internal=True)

    __table_args__ = (Index(None, "code", unique=True),)

    def named(self) -> str:
        return self.title

    def searched(self) -> str:
        return f"{self.code} {self.title} {self.next_step or ''}"

    def rules(self) -> Iterator[Problem]:
        if self.state is CaseState.CLOSED and self.outcome is None:
            yield Problem("outcome", N_("A case closes with an outcome."))
        if self.state is CaseState.WAITING and not self.waiting_for:
            yield Problem("waiting_for", N_("Say what or whom the case is waiting for."))


class CaseParty(Record):
    """An organisation or a person with a role in a case."""

    __tablename__ = "case_parties"
    noun = N_("Party")

    case_id: Mapped[Key] = link(N_("Case"), "cases", required=True)
    organisation_id: Mapped[Key | None] = link(N_("Organisation"), "organisations")
    person_id: Mapped[Key | None] = link(N_("Person"), "people")
    role: Mapped[PartyRole] = choice(N_("Role"), PartyRole, required=True, default=PartyRole.OTHER)

    def named(self) -> str:
        return ""

    def rules(self) -> Iterator[Problem]:
        if self.organisation_id is None and self.person_id is None:
            yield Problem("organisation_id", N_("Choose an organisation or a person."))


class NoteKind(Choice):
    NOTE = "note", N_("Note")
    CALL = "call", N_("Call")
    VISIT = "visit", N_("Visit")
    MESSAGE = "message", N_("Message")
    DOCUMENT = "document", N_("Document")


class Note(Record):
    """Something that happened and was written down about a case or a project, dated by the fact."""

    __tablename__ = "notes"
    noun = N_("Note")

    case_id: Mapped[Key | None] = link(N_("Case"), "cases")
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    on: Mapped[date] = day(N_("Date"), required=True)
    kind: Mapped[NoteKind] = choice(N_("Kind"), NoteKind, required=True, default=NoteKind.NOTE)
    person_id: Mapped[Key | None] = link(N_("With whom"), "people")
    author: Mapped[str | None] = text(N_("Written by"))
    body: Mapped[str] = memo(N_("Text"), required=True)
    internal: Mapped[bool] = flag(N_("Internal: never leaves the team"))

    def named(self) -> str:
        return self.body

    def rules(self) -> Iterator[Problem]:
        if self.case_id is None and self.project_id is None:
            yield Problem("case_id", N_("A note belongs to a case or a project."))
