"""Attachments and tags: files that are kept with a record, and words that records are found by."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Mapped

from db.fields import N_, Choice, Key, Problem, choice, day, flag, link, text
from db.records.base import Record


class Taken(Choice):
    """When a photograph was taken, as far as what is compared goes."""

    BEFORE = "before", N_("Before")
    DURING = "during", N_("During")
    AFTER = "after", N_("After")


class ImageConsent(Choice):
    NOT_NEEDED = "not_needed", N_("Nobody can be recognised")
    GIVEN = "given", N_("Consent given")
    MISSING = "missing", N_("Consent missing")


class Attachment(Record):
    """A file of a record, kept byte for byte under its digest; without ``consent`` a photograph never leaves."""

    __tablename__ = "attachments"
    noun = N_("Attachment")

    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    case_id: Mapped[Key | None] = link(N_("Case"), "cases")
    document_id: Mapped[Key | None] = link(N_("Document"), "documents")
    meeting_id: Mapped[Key | None] = link(N_("Meeting"), "meetings")
    lesson_id: Mapped[Key | None] = link(N_("Lesson"), "lessons")
    indicator_id: Mapped[Key | None] = link(N_("Indicator"), "indicators")
    organisation_id: Mapped[Key | None] = link(N_("Organisation"), "organisations")
    person_id: Mapped[Key | None] = link(N_("Person"), "people")
    on: Mapped[date | None] = day(N_("Date"))
    description: Mapped[str] = text(N_("Description"), max=400, required=True)
    file_name: Mapped[str] = text(N_("Name of the file"), max=255, required=True)
    content: Mapped[str] = text(N_("Digest of the file"), max=64, required=True)
    media: Mapped[str] = text(N_("Type of the file"), max=80, required=True)
    moment: Mapped[Taken | None] = choice(N_("Before or after"), Taken)
    consent: Mapped[ImageConsent | None] = choice(N_("Consent to the image"), ImageConsent)
    internal: Mapped[bool] = flag(N_("Internal: never leaves the team"))

    def named(self) -> str:
        return self.description

    def rules(self) -> Iterator[Problem]:
        if not any(getattr(self, name) for name in ATTACHED_TO.values()):
            yield Problem("project_id", N_("A file is attached to a record."))


class Tag(Record):
    """A word that a record is found by, whatever its kind; the same word on another record is another of these."""

    __tablename__ = "tags"
    noun = N_("Tag")

    name: Mapped[str] = text(N_("Tag"), max=60, required=True)
    action_item_id: Mapped[Key | None] = link(N_("Commitment"), "action_items")
    project_id: Mapped[Key | None] = link(N_("Project"), "projects")
    case_id: Mapped[Key | None] = link(N_("Case"), "cases")
    document_id: Mapped[Key | None] = link(N_("Document"), "documents")
    meeting_id: Mapped[Key | None] = link(N_("Meeting"), "meetings")
    lesson_id: Mapped[Key | None] = link(N_("Lesson"), "lessons")
    indicator_id: Mapped[Key | None] = link(N_("Indicator"), "indicators")
    organisation_id: Mapped[Key | None] = link(N_("Organisation"), "organisations")
    person_id: Mapped[Key | None] = link(N_("Person"), "people")

    def named(self) -> str:
        return self.name

    def rules(self) -> Iterator[Problem]:
        if not any(getattr(self, name) for name in TAGGED.values()):
            yield Problem("project_id", N_("A tag stands on a record."))


ATTACHED_TO = {
    "projects": "project_id", "cases": "case_id", "documents": "document_id", "meetings": "meeting_id",
    "lessons": "lesson_id", "indicators": "indicator_id", "organisations": "organisation_id", "people": "person_id",
}  # fmt: skip
"""The link of an attachment to each noun; a commitment has evidence instead."""
TAGGED = {"action_items": "action_item_id", **ATTACHED_TO}
"""The link of a tag to each noun."""
