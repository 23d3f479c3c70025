"""Which cells of the list of projects can be edited; stage and progress by the verbs that keep their rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecd_desktop.errors import Expected
from ecd_desktop.language import _
from ecd_desktop.services import projects as verbs
from ecd_desktop.services.stages import NeedsReason
from ui.creating import creates
from ui.projects.stage_question import ask_reason
from ui.widgets.cell_edits import Edit, Job, edits

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here


def stage(here: Here, keys: tuple[Key, ...], value: Key | None) -> Job | None:
    """Forward at once where nothing is missing; else, and going back, the reason is asked for."""
    today = here.today
    if value is None:
        raise Expected(_("A project moves from stage to stage and does not leave them; nothing was changed."),
                       _("Choose the stage it is in."))  # fmt: skip
    return lambda store: verbs.set_stage(store, keys[0], stage=value, on=today)


def asks_stage(here: Here, keys: tuple[Key, ...], value: Key | None, exc: Exception) -> bool:
    """A gate lacks something, or the project goes back to an earlier stage: ask why."""
    if not isinstance(exc, NeedsReason) or value is None:
        return False
    today = here.today
    ask_reason(here, exc, lambda reason: lambda store: verbs.set_stage(
        store, keys[0], stage=value, on=today, reason=reason
    ))  # fmt: skip
    return True


def progress(here: Here, keys: tuple[Key, ...], value: int) -> Job | None:
    """How far the works are."""
    return lambda store: verbs.set_progress(store, keys, progress=value)


EDITS = edits(
    "name", "lead=lead_id", Edit("progress", through=progress),
    Edit("stage", "stage_id", through=stage, asks=asks_stage, many=False), "ends_on",
    "intervention_type=intervention_type_id", "place=place_id", "unit=unit_id", "starts_on", "budget", "axis",
    "investment_code", "scale_decision", "pilot_of=pilot_of_id", "aim", "remarks", "=deputy_id",
    creates={"unit_id": creates("organisations"), "lead_id": creates("people"), "deputy_id": creates("people"),
             "place_id": creates("places")},
)  # fmt: skip
