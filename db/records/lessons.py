"""Lessons: what was learnt, as a meeting or a project notes it first."""

from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, choice, day, link, memo
from db.records.base import Record


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


class Lesson(Record):
    """What was learnt, and in which project and meeting."""

    __tablename__ = "lessons"
    noun = N_("Lesson")

    text: Mapped[str] = memo(N_("Lesson"), max=4000, required=True)
    kind: Mapped[LessonKind | None] = choice(N_("Kind"), LessonKind)
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    meeting_id: Mapped[Key | None] = link(N_("Meeting"), "meetings")
    agenda_item_id: Mapped[Key | None] = link(N_("Topic"), "agenda_items")
    noted_on: Mapped[date | None] = day(N_("Noted on"))
    state: Mapped[LessonState] = choice(N_("State"), LessonState, required=True, default=LessonState.DRAFT)

    def named(self) -> str:
        return self.text
