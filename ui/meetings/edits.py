"""Which cells of the list of meetings can be edited."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from db.fields import N_, TEXT, Field
from db.records.meetings import CALLED_OFF, MeetingState
from ecd_desktop.language import _
from ecd_desktop.services import meetings as verbs
from ui.creating import creates
from ui.widgets.cell_edits import Edit, Job, edits
from ui.widgets.question import ask

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here


def state(here: Here, keys: tuple[Key, ...], value: MeetingState) -> Job | None:
    """How far meetings and their minutes are; what is suspended or called off is asked why."""
    job = partial(verbs.set_state, keys=keys, state=value)
    if value not in CALLED_OFF:
        return job
    fields = {"reason": Field(TEXT, N_("Why the meeting is not held"), required=True, max=400)}
    ask(here, _(value.label), _("Change the state"), fields, lambda answers: partial(job, **answers))
    return None


EDITS = edits(
    "held_on", Edit("number", of=lambda row: "subject" if row.subject or not row.number else "number"),
    Edit("state", through=state), "kind", "subject", "place=place_id", "venue", "convened_by=convened_by_id",
    "modality", "remarks", "=starts_at", "=ends_at", "=chair_id", "=secretary_id",
    creates={"convened_by_id": creates("organisations"), "place_id": creates("places"), "chair_id": creates("people"),
             "secretary_id": creates("people")},
)  # fmt: skip
