"""Which cells of the list of cases can be edited; the state by the verbs that keep its rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.records.cases import CaseState
from ecd_desktop.services import cases as verbs
from ui.cases.commands import close, reopen, wait
from ui.creating import creates
from ui.record_commands import rows
from ui.widgets.cell_edits import Edit, Job, edits

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here


def state(here: Here, keys: tuple[Key, ...], value: CaseState) -> Job | None:
    """Waiting, closing and opening again ask what they need to know; taking up asks nothing."""
    asking = {CaseState.WAITING: wait, CaseState.CLOSED: close}
    if any(row.state is CaseState.CLOSED for row in rows(here, keys)):
        asking[CaseState.OPEN] = reopen
    if value in asking:
        asking[value](here, keys)
        return None
    return lambda store: verbs.take_up(store, keys[0])


def may_become(row: Any) -> Sequence[CaseState]:
    """A closed case is opened again before it can wait for anything."""
    if row is not None and row.state is CaseState.CLOSED:
        return [CaseState.CLOSED, CaseState.OPEN]
    return list(CaseState)


EDITS = edits(
    "title", Edit("state", through=state, offers=may_become, many=False), "next_step", "next_on", "person=person_id",
    "kind", "unit=unit_id", "project=project_id", "place=place_id", "opened_on", "remarks",
    creates={"unit_id": creates("organisations"), "person_id": creates("people"), "place_id": creates("places")},
)  # fmt: skip
