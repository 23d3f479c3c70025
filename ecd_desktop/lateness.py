"""How late a commitment is, and how far a milestone slipped: one rule for workbooks, paper and lists."""

from __future__ import annotations

from datetime import date

from db.queries.action_items import ActionItemRow
from db.records.action_items import State
from ecd_desktop.calendar import Calendar
from ecd_desktop.language import _

OWED = frozenset({State.PENDING, State.IN_PROGRESS, State.OBSERVED})
"""States in which the thing itself is still owed, so that it can be overdue."""


def days_late(item: ActionItemRow, on: date, calendar: Calendar, *, working: bool = True) -> int | None:
    """Days past the due date on a day, None where there is nothing late.

    For what is done and waits to be verified the clock stopped on the day it was reported (domain.md §1).
    """
    stopped = (item.reported_on or on) if item.state is State.DONE else on
    if item.due_on is None or item.state not in (*OWED, State.DONE) or calendar.next_working(item.due_on) >= stopped:
        return None
    late = calendar.days_late if working else calendar.calendar_days_late
    return late(item.due_on, stopped)


def slip_words(days: int) -> str:
    """How far a milestone slipped from its plan, in calendar days with their sign: «+14 d», «−3 d», «0 d»."""
    sign = "+" if days > 0 else "\u2212" if days < 0 else ""
    return _("{days} d").format(days=f"{sign}{abs(days)}")
