"""Meetings: what was convened, when and where, for which projects, and who came."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, flag, link, memo, text
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


class Meeting(Record):
    """One meeting. ``number`` is the official number of its minutes as typed; ``code`` is ours."""

    __tablename__ = "meetings"
    noun = N_("Meeting")

    code: Mapped[str] = text(N_("Code"), max=24, required=True)
    number: Mapped[str | None] = text(N_("Minutes number"), max=60)
    subject: Mapped[str | None] = text(N_("Subject"))
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
    state: Mapped[MeetingState] = choice(N_("State"), MeetingState, required=True, default=MeetingState.PLANNED)
    remarks: Mapped[str | None] = memo(N_("Remarks"))
    internal_note: Mapped[str | None] = memo(N_("Internal note"), internal=True)

    __table_args__ = (Index(None, "code", unique=True),)

    def named(self) -> str:
        return self.number or self.subject or self.code

    def searched(self) -> str:
        return " ".join(filter(None, (self.code, self.number, self.subject, self.venue)))

    def rules(self) -> Iterator[Problem]:
        for name in ("starts_at", "ends_at"):
            if (value := getattr(self, name)) and not is_hour(value):
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
    signed: Mapped[bool] = flag(N_("Signed"))

    def named(self) -> str:
        return self.guest or ""

    def rules(self) -> Iterator[Problem]:
        if self.person_id is None and not self.guest:
            yield Problem("person_id", N_("Choose a person or write the guest's name."))
