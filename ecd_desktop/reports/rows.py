"""What every report asks of a commitment's row: may it leave, does it count, is it overdue."""

from __future__ import annotations

from collections.abc import Iterable

from db.queries.action_items import ActionItemRow
from db.queries.traffic_light import Why
from db.records.action_items import Reach, State

UNCOUNTED = frozenset({State.DRAFT, State.CANCELLED, State.TRANSFERRED})
"""States that do not count when fulfilment is measured: not promised yet, or no longer."""


def leaving(items: Iterable[ActionItemRow]) -> list[ActionItemRow]:
    """Those that may leave the team.  The query has left internal tasks out already; paper is a second lock."""
    return [item for item in items if item.reach is not Reach.INTERNAL_TASK]


def is_overdue(item: ActionItemRow) -> bool:
    """Owed, and its due date (or the working day after it) lies before the cut-off."""
    return item.why is Why.OVERDUE
