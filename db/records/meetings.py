"""Meetings: what was convened, when and where, for which projects, who came, and what was said of old commitments."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, flag, link, memo, text
from db.fields import number as count
from db.records.action_items import State
from db.records.base import Record


class MeetingKind(Choice):
    INTERNAL = "internal", N_("Internal coordination")
    TECHNICAL = "technical", N_("Technical round table")
    LOCAL_BODY = "local_body", N_("Local coordination body (IAL)")
    LIMA_ECD = "lima_ecd", N_("Lima-ECD Group")
    STOCKTAKE = "stocktake", N_("Stocktake")
    SENIOR = "senior", N_("Senior management")
    BILATERAL = "bilateral", N_("Bilateral")
    ASSEMBLY = "assembly", N_("Neighbourhood assembly")
    WORKSHOP = "workshop", N_("Participatory workshop")
    FIELD_VISIT = "field_visit", N_("Field visit")
    WORK_DAY = "work_day", N_("Community work day")
    TRAINING = "training", N_("Training")
    DELIVERY = "delivery", N_("Delivery or opening")


class Modality(Choice):
    IN_PERSON = "in_person", N_("In person")
    REMOTE = "remote", N_("Remote")
    MIXED = "mixed", N_("Mixed")


class MeetingState(Choice):
    PLANNED = "planned", N_("Planned")
    CONVENED = "convened", N_("Convened")
    HELD = "held", N_("Held")
    DRAFT = "draft", N_("Minutes in draft")
    IN_REVIEW = "in_review", N_("Minutes in review")
    APPROVED = "approved", N_("Minutes approved")
    SIGNED = "signed", N_("Minutes signed")
    SUSPENDED = "suspended", N_("Suspended")
    RESCHEDULED = "rescheduled", N_("Rescheduled")
    CANCELLED = "cancelled", N_("Called off")


AHEAD = (MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.RESCHEDULED)
"""Still to be held; one that was moved to another day is as much ahead as before."""

CALLED_OFF = (MeetingState.SUSPENDED, MeetingState.CANCELLED)
"""Not held; the reason is told."""


class Confidentiality(Choice):
    PUBLIC = "public", N_("Public")
    INTERNAL = "internal", N_("Internal")
    RESERVED = "reserved", N_("Reserved")


class Meeting(Record):
    """One meeting. ``number`` is the official number of its minutes as typed; ``code`` is ours.

    ``moves`` counts how often those invited had to be told something new; calendars know an older invitation by it.
    """

    __tablename__ = "meetings"
    noun = N_("Meeting")

    code: Mapped[str] = text(N_("Code"), max=24, required=True)
    number: Mapped[str | None] = text(N_("Minutes number"), max=60)
    subject: Mapped[str | None] = text(N_("Subject"))
    series_id: Mapped[Key | None] = link(N_("Series of meetings"), "meeting_series")
    occurs_on: Mapped[date | None] = day(N_("Day by the rule of its series"))
    moves: Mapped[int | None] = count(N_("Times its invitation changed"), max=100_000)
    kind: Mapped[MeetingKind] = choice(N_("Kind"), MeetingKind, required=True, default=MeetingKind.TECHNICAL)
    modality: Mapped[Modality | None] = choice(N_("Modality"), Modality)
    held_on: Mapped[date | None] = day(N_("Date"), group="when")
    starts_at: Mapped[str | None] = text(N_("Start time"), max=5, group="when")
    ends_at: Mapped[str | None] = text(N_("End time"), max=5, group="when")
    place_id: Mapped[Key | None] = link(N_("District or settlement"), "places")
    venue: Mapped[str | None] = text(N_("Venue"))
    convened_by_id: Mapped[Key | None] = link(N_("Convened by"), "organisations")
    chair_id: Mapped[Key | None] = link(N_("Chaired by"), "people")
    secretary_id: Mapped[Key | None] = link(N_("Minutes taken by"), "people")
    confidentiality: Mapped[Confidentiality | None] = choice(N_("Confidentiality"), Confidentiality)
    state: Mapped[MeetingState] = choice(
        N_("State"), MeetingState, required=True, default=MeetingState.PLANNED, group="state"
    )
    state_reason: Mapped[str | None] = text(N_("Reason for the state"), max=400, group="state")
    counted_women: Mapped[int | None] = count(N_("Women counted"), max=100_000)
    counted_men: Mapped[int | None] = count(N_("Men counted"), max=100_000)
    counted_girls: Mapped[int | None] = count(N_("Girls counted"), max=100_000)
    counted_boys: Mapped[int | None] = count(N_("Boys counted"), max=100_000)
    counted_caregivers: Mapped[int | None] = count(N_("Caregivers counted"), max=100_000)
    minutes_text: Mapped[str | None] = memo(N_("Text of the minutes"), max=400_000)
    next_on: Mapped[date | None] = day(N_("Next meeting on"), group="next")
    next_at: Mapped[str | None] = text(N_("Next meeting at"), max=5, group="next")
    next_venue: Mapped[str | None] = text(N_("Venue of the next meeting"), group="next")
    next_agenda: Mapped[str | None] = memo(N_("Topics for the next meeting"))
    remarks: Mapped[str | None] = memo(N_("Remarks"))
    internal_note: Mapped[str | None] = memo(N_("Internal note"), internal=True)

    __table_args__ = (Index(None, "code", unique=True),)

    def named(self) -> str:
        return self.number or self.subject or self.code

    def searched(self) -> str:
        return " ".join(filter(None, (self.code, self.number, self.subject, self.venue)))

    def before_change(self, was: Mapping[str, Any]) -> None:
        """Whoever was invited must hear of another day, hour or venue, of a meeting called off, and of one held again.

        By whatever way it changes; only an undo brings the number of before. The hours of a meeting that is over are
        facts, and nobody is invited to them.
        """
        if "moves" in was:
            return
        before = was.get("state", self.state)
        off = (before in CALLED_OFF) != (self.state in CALLED_OFF)
        ahead = before in AHEAD and self.state in (*AHEAD, *CALLED_OFF)
        if off or (ahead and not INVITED_TO.isdisjoint(was)):
            self.moves = (self.moves or 0) + 1

    def rules(self) -> Iterator[Problem]:
        yield from wrong_hours(self, "starts_at", "ends_at", "next_at")
        if self.state is MeetingState.CANCELLED and not self.state_reason:
            yield Problem("state_reason", WHY_NOT_HELD)


INVITED_TO = frozenset({"held_on", "starts_at", "ends_at", "venue", "place_id"})
"""What an invitation says."""

WHY_NOT_HELD = N_("Say why the meeting is not held.")


def wrong_hours(record: Record, *names: str) -> Iterator[Problem]:
    """The fields among ``names`` that hold something and no time of day."""
    for name in names:
        if (value := getattr(record, name)) and not is_hour(value):
            yield Problem(name, N_("Write the time as 15:30."))


def is_hour(value: str) -> bool:
    """Whether ``value`` is a time of day such as 15:30."""
    hours, _, minutes = value.partition(":")
    digits = value.isascii() and hours.isdigit() and minutes.isdigit()  # «²» is a digit too, and no number
    return digits and len(value) == 5 and int(hours) < 24 and int(minutes) < 60


class MeetingProject(Record):
    """That a meeting dealt with a project; its key is derived from the pair."""

    __tablename__ = "meeting_projects"
    noun = N_("Project of a meeting")

    meeting_id: Mapped[Key] = link(N_("Meeting"), "meetings", required=True)
    project_id: Mapped[Key] = link(N_("Project"), "projects", required=True)

    def named(self) -> str:
        return ""


class Presence(Choice):
    INVITED = "invited", N_("Invited")
    PRESENT = "present", N_("Present")
    LATE = "late", N_("Late")
    LEFT = "left", N_("Left early")
    REPRESENTED = "represented", N_("Represented")
    EXCUSED = "excused", N_("Excused")
    ABSENT = "absent", N_("Absent")


class Attendance(Record):
    """Who was expected or came; post and organisation stay as they were on that day."""

    __tablename__ = "attendances"
    noun = N_("Attendance")

    meeting_id: Mapped[Key] = link(N_("Meeting"), "meetings", required=True)
    person_id: Mapped[Key | None] = link(N_("Person"), "people")
    guest: Mapped[str | None] = text(N_("Guest"))
    organisation_id: Mapped[Key | None] = link(N_("Organisation"), "organisations")
    organisation_then: Mapped[str | None] = text(N_("Organisation on that day"))
    role_then: Mapped[str | None] = text(N_("Post on that day"))
    presence: Mapped[Presence] = choice(N_("Presence"), Presence, required=True, default=Presence.INVITED)
    represented_by_id: Mapped[Key | None] = link(N_("Represented by"), "people")
    left_at: Mapped[str | None] = text(N_("Left at"), max=5)
    signed: Mapped[bool] = flag(N_("Signed"))

    def named(self) -> str:
        return self.guest or ""

    def rules(self) -> Iterator[Problem]:
        if self.person_id is None and not self.guest:
            yield Problem("person_id", N_("Choose a person or write the guest's name."))
        if self.represented_by_id is not None and self.represented_by_id == self.person_id:
            yield Problem("represented_by_id", N_("Nobody represents themselves: choose another person."))
        yield from wrong_hours(self, "left_at")


class Fate(Choice):
    STAYS = "stays", N_("Stays")
    MOVED = "moved", N_("Moved")
    CLOSED = "closed", N_("Closed")


class Review(Record):
    """What a meeting said of an older commitment; its key is derived from the pair. The item itself is never copied.

    ``state_before`` and ``progress_before`` tell what it was, so that an answer can be changed while people talk.
    """

    __tablename__ = "reviews"
    noun = N_("Answer about an old commitment")

    meeting_id: Mapped[Key] = link(N_("Meeting"), "meetings", required=True)
    action_item_id: Mapped[Key] = link(N_("Commitment"), "action_items", required=True)
    fate: Mapped[Fate] = choice(N_("What becomes of it"), Fate, required=True, default=Fate.STAYS)
    answer: Mapped[str | None] = memo(N_("Answer"), max=4000)
    due_before: Mapped[date | None] = day(N_("Due before"))
    due_after: Mapped[date | None] = day(N_("Due after"))
    state_before: Mapped[State | None] = choice(N_("State before"), State)
    progress_before: Mapped[int | None] = count(N_("Progress before (%)"), max=100)

    def named(self) -> str:
        return self.answer or ""
