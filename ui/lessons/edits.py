"""Which cells of the list of lessons can be edited; the state by the verbs that keep its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records.lessons import LessonState
from ecd_desktop.services import lessons as verbs
from ui.creating import creates
from ui.lessons.commands import retire
from ui.widgets.cell_edits import Edit, Job, edits

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here


def state(here: Here, keys: tuple[Key, ...], value: LessonState) -> Job | None:
    """At once; retiring asks why."""
    if value is LessonState.WITHDRAWN:
        retire(here, keys)
        return None
    return lambda store: verbs.set_state(store, keys, state=value)


EDITS = edits(
    "title", "text", Edit("state", through=state), "kind", "theme", "owner=owner_id", "strength",
    "intervention_type=intervention_type_id", "stage=stage_id", "place_kind", "result", "component",
    "project=project_id", "noted_on", "cost",
    creates={"owner_id": creates("people"), "project_id": creates("projects"),
             "intervention_type_id": creates("intervention_types")},
)  # fmt: skip
