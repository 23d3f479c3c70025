"""How the kinds of records are called and drawn: the nouns as their places are, and what belongs to one of them."""

from __future__ import annotations

from ecd_desktop.language import N_, _
from ui.pages import RECORDS

OPENED = frozenset(place.entity for place in RECORDS)
"""The nouns with a place of their own, in which one of their records is opened."""

MANY = {place.entity: place.title for place in RECORDS} | {
    "document_links": N_("What documents are about"), "attachments": N_("Attached files"),
    "notes": N_("Notes"), "progress_entries": N_("Progress reports"), "reschedules": N_("New due dates"),
    "evidence": N_("Evidence"), "attendances": N_("Attendances"), "posts": N_("Posts"),
    "agenda_items": N_("Topics"), "reviews": N_("Answers about old commitments"),
    "observations": N_("Observations on minutes"), "risks": N_("Risks"),
    "lesson_applications": N_("Applications of lessons"),
    "interactions": N_("Contacts"), "series_members": N_("Members of series"), "minutes": N_("Issued minutes"),
    "tags": N_("Tags"), "assessments": N_("Assessments"), "relations": N_("Relations"),
}  # fmt: skip
ONE = {
    "action_items": N_("Commitment"), "progress_entries": N_("Progress entry"), "reschedules": N_("New due date"),
    "case_parties": N_("Party of a case"),
}  # fmt: skip
"""Where the window calls one of them otherwise than its record does."""

ICONS = {place.entity: place.icon for place in RECORDS} | {
    "document_links": "link", "attachments": "paperclip",
    "notes": "note", "progress_entries": "progress", "reschedules": "calendar-due", "evidence": "paperclip",
    "attendances": "friends", "posts": "id", "case_parties": "friends", "co_responsibles": "user-plus",
    "holidays": "calendar-x", "agenda_items": "list-details", "reviews": "messages",
    "observations": "message", "risks": "alert-triangle", "lesson_applications": "bulb", "interactions": "phone",
    "series_members": "friends", "minutes": "file-text",
    "tags": "tag", "assessments": "adjustments-horizontal", "relations": "link",
}  # fmt: skip


def title_of(entity: str) -> str:
    """Many of them: the heading of a group; a kind that nobody named here goes by its record's noun."""
    return _(MANY.get(entity) or _noun(entity))


def one_of(entity: str) -> str:
    """One of them, as a caption says it."""
    return _(ONE.get(entity) or _noun(entity))


def icon_of(entity: str) -> str:
    return ICONS.get(entity, "file")


def _noun(entity: str) -> str:
    from db.records import record_class  # the first frame does not wait for the database layer

    return record_class(entity).noun
