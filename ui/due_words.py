"""When an action item is due, in words: working days late, how soon, how often it was moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecd_desktop.language import _, format_date, ngettext, relative_day
from ui.widgets.cells import Cell
from ui.widgets.marks import LIGHTS, Mark

if TYPE_CHECKING:
    from ui.here import Here

MOVED = "↻"  # a reschedule is never a colour (domain §1)


def due_cell(row: Any, here: Here) -> Cell:
    """The date (with ↻n) over what it means today; ``row`` is an ``ActionItemRow``."""
    why = row.why.value
    if why in ("verified", "cancelled", "transferred"):
        return Cell(_dated(row)) if row.due_on is not None else Cell()
    if row.due_on is None:
        return Cell(_("Without a date"), tone="grey")
    if why == "to_verify":
        reported = row.reported_on
        said = _("reported {day}").format(day=format_date(reported)) if reported is not None else ""
        return Cell(_dated(row), said, icon="hourglass")
    if why == "overdue":
        return Cell(_dated(row), late(row, here), "red", icon="filled/alert-circle")
    when = relative_day(here.calendar.next_working(row.due_on), on=here.today)  # as the light counts it
    if why == "soon":
        return Cell(_dated(row), when, "amber", icon="filled/clock")
    return Cell(_dated(row), when, icon="calendar")


def late(row: Any, here: Here) -> str:
    """«2 working days late»; on the weekend after its day it is overdue and none late yet."""
    days = here.calendar.days_late(row.due_on, here.today)
    if not days:
        return _("overdue")
    return ngettext("{n} working day late", "{n} working days late", days).format(n=days)


def light_mark(row: Any) -> Mark:
    """The traffic light of a row: colour, shape and letter."""
    return LIGHTS.get(row.why.light.value, LIGHTS["none"])


def _dated(row: Any) -> str:
    said = format_date(row.due_on)
    return f"{said} {MOVED}{row.reschedules}" if row.reschedules else said
