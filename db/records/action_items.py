"""Action items (compromisos): who promised what, by when, how far it is, and how it got there."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, flag, link, memo, number, text
from db.records.base import Record


class Reach(Choice):
    COMMITMENT = "commitment", N_("Commitment")
    INTERNAL_TASK = "internal_task", N_("Internal task")


class State(Choice):
    DRAFT = "draft", N_("Draft")
    PENDING = "pending", N_("Pending")
    IN_PROGRESS = "in_progress", N_("In progress")
    OBSERVED = "observed", N_("Observed")
    DONE = "done", N_("Done (to verify)")
    VERIFIED = "verified", N_("Verified")
    CANCELLED = "cancelled", N_("Cancelled")
    TRANSFERRED = "transferred", N_("Transferred")


LIVE = (State.DRAFT, State.PENDING, State.IN_PROGRESS, State.OBSERVED, State.DONE)
"""States in which something is still owed, be it only the verification."""

# What may follow what (domain.md §4): forward one step or more, back when evidence fails, aside, and reopening.
FOLLOWS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.PENDING, State.IN_PROGRESS, State.CANCELLED}),
    State.PENDING: frozenset({State.DRAFT, State.IN_PROGRESS, State.DONE, State.CANCELLED, State.TRANSFERRED}),
    State.IN_PROGRESS: frozenset({State.PENDING, State.OBSERVED, State.DONE, State.CANCELLED, State.TRANSFERRED}),
    State.OBSERVED: frozenset({State.IN_PROGRESS, State.DONE, State.CANCELLED, State.TRANSFERRED}),
    State.DONE: frozenset({State.VERIFIED, State.OBSERVED, State.IN_PROGRESS}),
    State.VERIFIED: frozenset({State.OBSERVED, State.IN_PROGRESS}),
    State.CANCELLED: frozenset({State.PENDING, State.IN_PROGRESS}),
    State.TRANSFERRED: frozenset({State.PENDING, State.IN_PROGRESS}),
}


class Origin(Choice):
    MEETING = "meeting", N_("Meeting")
    NORM = "norm", N_("Norm")
    AGREEMENT = "agreement", N_("Agreement")
    INSTRUCTION = "instruction", N_("Mayor's instruction")
    EMERGENCY = "emergency", N_("Emergency operation")
    NEIGHBOURS = "neighbours", N_("Neighbours")
    CASE = "case", N_("Case")
    TEAM = "team", N_("Team")


class Priority(Choice):
    HIGH = "high", N_("High")
    MEDIUM = "medium", N_("Medium")
    LOW = "low", N_("Low")


class ActionItem(Record):
    """Who promised what, to whom, by when. *Overdue* is computed, never stored; *blocked* is an attribute."""

    __tablename__ = "action_items"
    noun = N_("Commitment")

    code: Mapped[str] = text(N_("Code"), max=24, required=True)
    description: Mapped[str] = memo(N_("Commitment"), max=2000, required=True)
    reach: Mapped[Reach] = choice(N_("Reach"), Reach, required=True, default=Reach.COMMITMENT)
    origin: Mapped[Origin] = choice(N_("Origin"), Origin, required=True, default=Origin.MEETING)
    meeting_id: Mapped[Key | None] = link(N_("Meeting"), "meetings")
    item_number: Mapped[str | None] = text(N_("Item number"), max=20)
    case_id: Mapped[Key | None] = link(N_("Case"), "cases")
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    unit_id: Mapped[Key | None] = link(N_("Responsible unit"), "organisations")
    person_id: Mapped[Key | None] = link(N_("Responsible person"), "people")
    agreed_on: Mapped[date | None] = day(N_("Agreed on"))
    due_original: Mapped[date | None] = day(N_("Original due date"), group="schedule")
    due_on: Mapped[date | None] = day(N_("Due date"), group="schedule")
    priority: Mapped[Priority] = choice(N_("Priority"), Priority, required=True, default=Priority.MEDIUM)
    physical_works: Mapped[bool] = flag(N_("Physical works"))
    progress: Mapped[int] = number(N_("Progress (%)"), max=100, required=True, default=0)
    state: Mapped[State] = choice(N_("State"), State, required=True, default=State.PENDING, group="state")
    state_reason: Mapped[str | None] = text(N_("Reason for the state"), max=400, group="state")
    reported_on: Mapped[date | None] = day(N_("Reported done on"), group="state")
    verified_on: Mapped[date | None] = day(N_("Verified on"), group="state")
    verified_by: Mapped[str | None] = text(N_("Verified by"), group="state")
    transferred_to_id: Mapped[Key | None] = link(N_("Transferred to"), "organisations", group="state")
    blocked_since: Mapped[date | None] = day(N_("Blocked since"), group="blocking")
    blocked_reason: Mapped[str | None] = text(N_("Why it is blocked"), max=400, group="blocking")
    unblocker_id: Mapped[Key | None] = link(N_("Who can unblock it"), "organisations", group="blocking")
    expected_evidence: Mapped[str | None] = text(N_("Means of verification"), max=400)
    remarks: Mapped[str | None] = memo(N_("Remarks"))
    internal_note: Mapped[str | None] = memo(N_("Internal note"), internal=True)

    __table_args__ = (Index(None, "code", unique=True), Index(None, "due_on"), Index(None, "state"))

    def named(self) -> str:
        return self.description

    def searched(self) -> str:
        return f"{self.code} {self.description} {self.remarks or ''}"

    def rules(self) -> Iterator[Problem]:
        if self.state in (State.CANCELLED, State.TRANSFERRED) and not self.state_reason:
            yield Problem("state_reason", N_("Say why, and who authorised it."))
        if self.blocked_since and not self.blocked_reason:
            yield Problem("blocked_reason", N_("Say what blocks it."))
        if self.blocked_reason and not self.blocked_since:
            yield Problem("blocked_since", N_("Say since when it is blocked."))


class CoResponsible(Record):
    """A further unit or person who answers for an action item with the responsible one."""

    __tablename__ = "co_responsibles"
    noun = N_("Co-responsible")

    action_item_id: Mapped[Key] = link(N_("Commitment"), "action_items", required=True)
    organisation_id: Mapped[Key | None] = link(N_("Organisation"), "organisations")
    person_id: Mapped[Key | None] = link(N_("Person"), "people")

    def named(self) -> str:
        return ""

    def rules(self) -> Iterator[Problem]:
        if self.organisation_id is None and self.person_id is None:
            yield Problem("organisation_id", N_("Choose an organisation or a person."))


class Channel(Choice):
    PROGRAM = "program", N_("Program")
    WORKBOOK = "workbook", N_("Workbook")
    MEETING = "meeting", N_("Meeting")
    CALL = "call", N_("Call")
    MESSAGE = "message", N_("Message")
    MAIL = "mail", N_("E-mail")
    LETTER = "letter", N_("Letter")
    VISIT = "visit", N_("Visit")


class ProgressEntry(Record):
    """One line of the append-only progress log: how far and in which state it was on a day, and who said so."""

    __tablename__ = "progress_entries"
    noun = N_("Progress entry")

    action_item_id: Mapped[Key] = link(N_("Commitment"), "action_items", required=True)
    on: Mapped[date] = day(N_("Date"), required=True)
    progress: Mapped[int] = number(N_("Progress (%)"), max=100, required=True, default=0)
    state: Mapped[State] = choice(N_("State"), State, required=True)
    body: Mapped[str | None] = memo(N_("What was done"), max=4000)
    channel: Mapped[Channel] = choice(N_("Channel"), Channel, required=True, default=Channel.PROGRAM)
    reported_by: Mapped[str | None] = text(N_("Reported by"))

    def named(self) -> str:
        return self.body or ""


class Reschedule(Record):
    """A due date that was moved: from when to when, on which day, and why."""

    __tablename__ = "reschedules"
    noun = N_("Reschedule")

    action_item_id: Mapped[Key] = link(N_("Commitment"), "action_items", required=True)
    on: Mapped[date] = day(N_("Date"), required=True)
    due_before: Mapped[date | None] = day(N_("Due before"))
    due_after: Mapped[date | None] = day(N_("Due after"))
    reason: Mapped[str] = text(N_("Reason"), max=400, required=True)

    def named(self) -> str:
        return self.reason


class Evidence(Record):
    """What shows that something was done: the number of a document, a photo, a link."""

    __tablename__ = "evidence"
    noun = N_("Evidence")

    action_item_id: Mapped[Key] = link(N_("Commitment"), "action_items", required=True)
    on: Mapped[date | None] = day(N_("Date"))
    description: Mapped[str] = text(N_("Evidence"), max=400, required=True)
    reference: Mapped[str | None] = text(N_("Where it is"), max=400)
    channel: Mapped[Channel | None] = choice(N_("Channel"), Channel)
    content: Mapped[str | None] = text(N_("Digest of the file"), max=64)
    file_name: Mapped[str | None] = text(N_("Name of the file"), max=255)

    def named(self) -> str:
        return self.description
