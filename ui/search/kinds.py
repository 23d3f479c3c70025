"""How the kinds of what is found are called and drawn, many at once."""

from __future__ import annotations

from ecd_desktop.language import N_, _

KINDS: dict[str, tuple[str, str]] = {
    "action_items": (N_("Commitments"), "checkbox"), "cases": (N_("Cases"), "lifebuoy"),
    "projects": (N_("Projects"), "briefcase"), "meetings": (N_("Meetings"), "users"),
    "organisations": (N_("Organisations"), "building-community"), "people": (N_("People"), "user-circle"),
    "places": (N_("Places"), "map-2"), "notes": (N_("Notes"), "note"),
    "progress_entries": (N_("Progress reports"), "progress"), "reschedules": (N_("New due dates"), "calendar-due"),
    "evidence": (N_("Evidence"), "paperclip"), "attendances": (N_("Attendances"), "friends"),
    "posts": (N_("Posts"), "id"),
}  # fmt: skip


def title_of(entity: str, noun: str) -> str:
    """The heading of a group; a kind that nobody named here goes by its noun."""
    return _(KINDS[entity][0] if entity in KINDS else noun)


def icon_of(entity: str) -> str:
    return KINDS[entity][1] if entity in KINDS else "file"
