"""Which cells of the list of meetings can be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records.meetings import MeetingState
from ecd_desktop.services import meetings as verbs
from ui.creating import creates
from ui.widgets.cell_edits import Edit, Job, edits

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here


def state(here: Here, keys: tuple[Key, ...], value: MeetingState) -> Job | None:
    """How far a meeting and its minutes are."""
    return lambda store: verbs.set_state(store, keys, state=value)


EDITS = edits(
    "held_on", Edit("number", of=lambda row: "subject" if row.subject or not row.number else "number"),
    Edit("state", through=state), "kind", "subject", "place=place_id", "venue", "convened_by=convened_by_id",
    "modality", "remarks", "=starts_at", "=ends_at", "=chair_id", "=secretary_id",
    creates={"convened_by_id": creates("organisations"), "place_id": creates("places"), "chair_id": creates("people"),
             "secretary_id": creates("people")},
)  # fmt: skip
