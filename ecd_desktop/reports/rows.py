"""What every report asks of a commitment's row: may it leave, is it late, and by how much."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from db.queries.action_items import ActionItemRow
from db.queries.traffic_light import Why
from db.records.action_items import Reach, State
from ecd_desktop.calendar import Calendar

OWED = frozenset({State.PENDING, State.IN_PROGRESS, State.OBSERVED})
"""States in which the thing itself is still owed, so that it can be overdue."""

UNCOUNTED = frozenset({State.DRAFT, State.CANCELLED, State.TRANSFERRED})
"""States that do not count when fulfilment is measured: not promised yet, or no longer."""


def leaving(items: Iterable[ActionItemRow]) -> list[ActionItemRow]:
    """Those that may leave the team.  The query has left internal tasks out already; paper is a second lock."""
    return [item for item in items if item.reach is not Reach.INTERNAL_TASK]


def is_overdue(item: ActionItemRow) -> bool:
    """Owed, and its due date (or the working day after it) lies before the cut-off."""
    return item.why is Why.OVERDUE


def days_late(item: ActionItemRow, cutoff: date, calendar: Calendar, *, working: bool = True) -> int | None:
    """Days past the due date, None where there is nothing late.

    For what is done and waits to be verified the clock stopped on the day it was reported (domain.md §1).
    """
    on = (item.reported_on or cutoff) if item.state is State.DONE else cutoff
    if item.due_on is None or item.state not in (*OWED, State.DONE) or calendar.next_working(item.due_on) >= on:
        return None
    late = calendar.days_late if working else calendar.calendar_days_late
    return late(item.due_on, on)
