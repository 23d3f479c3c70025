"""Which cells of the list of action items can be edited; state, date and progress by the verbs that keep the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.errors import Invalid
from db.records.action_items import FOLLOWS, State
from ecd_desktop.services import action_items as verbs
from ui.action_items.commands import cancel, observe, reopen, reschedule, transfer
from ui.creating import creates
from ui.record_commands import rows
from ui.widgets.cell_edits import Edit, Job, edits

if TYPE_CHECKING:
    from datetime import date

    from db.fields import Key
    from ui.here import Here

ENDED = (State.DONE, State.VERIFIED, State.CANCELLED, State.TRANSFERRED)
"""From these an item goes back to being owed by opening it again, with a reason."""


def state(here: Here, keys: tuple[Key, ...], value: State) -> Job | None:
    """The verb that leads to this state; those that need an answer ask for it."""
    today = here.today
    ended = any(row.state in ENDED for row in rows(here, keys))
    asking = {State.OBSERVED: observe, State.CANCELLED: cancel, State.TRANSFERRED: transfer}
    if ended and value in (State.PENDING, State.IN_PROGRESS):
        asking[value] = reopen
    if value in asking:
        asking[value](here, keys)
        return None
    doing = {State.PENDING: verbs.issue, State.IN_PROGRESS: verbs.start, State.DONE: verbs.complete,
             State.VERIFIED: verbs.verify}  # fmt: skip
    return lambda store: doing[value](store, keys, on=today)


def may_become(row: Any) -> Sequence[State]:
    """The state a row is in and those that a verb leads to from there; without a row, all that verbs lead to."""
    if row is None:
        return [one for one in State if one is not State.DRAFT]
    follows = [one for one in State if one in FOLLOWS[row.state] and one is not State.DRAFT]
    if row.state not in (State.DRAFT, *ENDED):
        follows = [one for one in follows if one is not State.PENDING]
    return [row.state, *follows]


def due(here: Here, keys: tuple[Key, ...], value: date | None) -> Job | None:
    """A first date, or a draft's, is given at once; moving one needs a reason, which is asked for."""
    today = here.today
    return lambda store: verbs.reschedule(store, keys, due_on=value, reason="", on=today)


def asks_due(here: Here, keys: tuple[Key, ...], value: date | None, exc: Exception) -> bool:
    """A date was moved without a reason: ask for it, with the date filled in."""
    wants_reason = isinstance(exc, Invalid) and any(one.field == "due_on" for one in exc.problems)
    if wants_reason:
        reschedule(here, keys, due_on=value)
    return wants_reason


def progress(here: Here, keys: tuple[Key, ...], value: int) -> Job | None:
    """Progress is reported today, and enters the log."""
    today = here.today
    return lambda store: verbs.report_progress(store, keys, on=today, progress=value)


EDITS = edits(
    "description",
    Edit("unit", of=lambda row: "person_id" if row.person else "unit_id", fills=("unit_id", "person_id"), many=False),
    Edit("due_on", through=due, asks=asks_due),
    Edit("progress", through=progress),
    Edit("state", through=state, offers=may_become),
    "project=project_id", "item_number", "person=person_id", "priority", "reach", "agreed_on", "expected_evidence",
    "remarks", "=unit_id", "=origin", "=meeting_id", "=case_id", "=physical_works",
    creates={"unit_id": creates("organisations"), "person_id": creates("people")},
)  # fmt: skip
