"""Which cells of the list of meetings can be edited."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from db.records.meetings import CALLED_OFF, MeetingState
from ecd_desktop.services import meetings as verbs
from ui.creating import creates
from ui.meeting_moves import ask_why
from ui.widgets.cell_edits import Edit, Job, edits

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here


def state(here: Here, keys: tuple[Key, ...], value: MeetingState) -> Job | None:
    """How far meetings and their minutes are; what is suspended or called off is asked why."""
    job = partial(verbs.set_state, keys=keys, state=value)
    if value not in CALLED_OFF:
        return job
    ask_why(here, keys, value)
    return None


EDITS = edits(
    "held_on", Edit("number", of=lambda row: "subject" if row.subject or not row.number else "number"),
    Edit("state", through=state), "kind", "subject", "place=place_id", "venue", "convened_by=convened_by_id",
    "modality", "series=series_id", "remarks", "=starts_at", "=ends_at", "=chair_id", "=secretary_id",
    creates={"convened_by_id": creates("organisations"), "place_id": creates("places"), "chair_id": creates("people"),
             "secretary_id": creates("people"), "series_id": creates("meeting_series")},
)  # fmt: skip
