"""Lessons: what was learnt, on a sheet of its own, and in which projects it was applied."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, link, memo, money
from db.fields import text as line
from db.records.base import Record
from db.records.choices import CareComponent, EcdResult
from db.records.places import PlaceKind


class LessonKind(Choice):
    REPLICATE = "replicate", N_("Replicate")
    ADAPT = "adapt", N_("Adapt")
    AVOID = "avoid", N_("Avoid")
    QUESTION = "question", N_("Open question")


class LessonState(Choice):
    DRAFT = "draft", N_("Draft")
    REVIEWED = "reviewed", N_("Reviewed")
    PUBLISHED = "published", N_("Published")
    WITHDRAWN = "withdrawn", N_("Retired")


class Strength(Choice):
    STRONG = "strong", N_("Strong evidence")
    MEDIUM = "medium", N_("Medium evidence")
    ANECDOTAL = "anecdotal", N_("Anecdotal evidence")


class Lesson(Record):
    """What was learnt, and in which project and meeting. A line of minutes begins it; the sheet is filled in later."""

    __tablename__ = "lessons"
    noun = N_("Lesson")

    code: Mapped[str | None] = line(N_("Code"), max=24)
    title: Mapped[str | None] = line(N_("Title"))
    text: Mapped[str] = memo(N_("Lesson"), max=4000, required=True)
    kind: Mapped[LessonKind | None] = choice(N_("Kind"), LessonKind)
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    meeting_id: Mapped[Key | None] = link(N_("Meeting"), "meetings")
    agenda_item_id: Mapped[Key | None] = link(N_("Topic"), "agenda_items")
    noted_on: Mapped[date | None] = day(N_("Noted on"))
    state: Mapped[LessonState] = choice(
        N_("State"), LessonState, required=True, default=LessonState.DRAFT, group="state"
    )
    withdrawn_reason: Mapped[str | None] = line(N_("Why it was retired"), max=400, group="state")
    context: Mapped[str | None] = memo(N_("Context"))
    proposed: Mapped[str | None] = memo(N_("What was proposed?"))
    done: Mapped[str | None] = memo(N_("What was done, and how?"))
    balance: Mapped[str | None] = memo(N_("Balance"))
    conditions: Mapped[str | None] = memo(N_("Conditions for doing it again"))
    cost: Mapped[int | None] = money(N_("Approximate cost"))
    strength: Mapped[Strength | None] = choice(N_("Evidence"), Strength)
    theme: Mapped[str | None] = line(N_("Theme"), max=120)
    result: Mapped[EcdResult | None] = choice(N_("ECD result"), EcdResult)
    component: Mapped[CareComponent | None] = choice(N_("Nurturing-care component"), CareComponent)
    intervention_type_id: Mapped[Key | None] = link(N_("Type of intervention"), "intervention_types")
    stage_id: Mapped[Key | None] = link(N_("Stage it is useful in"), "stages")
    place_kind: Mapped[PlaceKind | None] = choice(N_("Kind of place"), PlaceKind)
    owner_id: Mapped[Key | None] = link(N_("Keeper of the lesson"), "people")
    parent_id: Mapped[Key | None] = link(N_("Comes from the lesson"), "lessons")
    internal_note: Mapped[str | None] = memo(N_("Internal note"), internal=True)

    __table_args__ = (Index(None, "code", unique=True),)

    def named(self) -> str:
        return self.title or self.text

    def searched(self) -> str:
        return f"{self.code or ''} {self.title or ''} {self.text} {self.theme or ''}"

    def rules(self) -> Iterator[Problem]:
        if self.state is LessonState.WITHDRAWN and not self.withdrawn_reason:
            yield Problem("withdrawn_reason", N_("Say why the lesson is retired."))
        if self.id is not None and self.id == self.parent_id:
            yield Problem("parent_id", N_("A lesson cannot come from itself."))


class Decided(Choice):
    """What a project made of a lesson."""

    INCORPORATED = "incorporated", N_("Incorporated")
    ADAPTED = "adapted", N_("Adapted")
    DISCARDED = "discarded", N_("Discarded")


class LessonApplication(Record):
    """A lesson was applied to a project, or looked at and left: when, and why."""

    __tablename__ = "lesson_applications"
    noun = N_("Application of a lesson")

    lesson_id: Mapped[Key] = link(N_("Lesson"), "lessons", required=True)
    project_id: Mapped[Key] = link(N_("Project"), "projects", required=True)
    decision: Mapped[Decided] = choice(
        N_("Decision of the project"), Decided, required=True, default=Decided.INCORPORATED
    )
    on: Mapped[date] = day(N_("Date"), required=True)
    reason: Mapped[str | None] = memo(N_("Reason"), max=2000)
    by: Mapped[str | None] = line(N_("Decided by"), max=120)

    def named(self) -> str:
        return self.reason or ""
