"""Which columns the list of action items shows, and which chips narrow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Where
from db.queries.traffic_light import Why
from db.records.action_items import LIVE, Reach
from ecd_desktop.language import _, format_date
from ui.contacts_tab import contact_column
from ui.due_words import due_cell, light_mark
from ui.widgets.cells import Cell, Look, Shown, bar, code, light, number, text, two_lines
from ui.widgets.list_page import Quick
from ui.widgets.marks import LIGHTS

if TYPE_CHECKING:
    from ui.here import Here


def columns(here: Here) -> tuple[Shown, ...]:
    """In reading order; what yields first has the highest number."""
    return (
        two_lines("description", second=small_print, width=300, stretch=True, absorbs=("unit",)),
        Shown("unit", 164, Look.WHO, responsible, label=N_("Responsible"), yields=1),
        Shown("due_on", 164, Look.DUE, lambda row: due_cell(row, here)),
        light("why", width=132),
        bar("progress", tone=lambda row: light_mark(row).tone, width=108, yields=3, label=N_("Progress")),
        text("state", width=176, yields=4),
        code("code", width=134, hidden=True),
        text("project", width=180, hidden=True),
        text("origin_name", width=150, hidden=True),
        code("origin_on", hidden=True),
        code("item_number", width=80, hidden=True),
        text("person", width=160, hidden=True),
        text("priority", width=90, hidden=True),
        text("reach", width=130, hidden=True),
        code("agreed_on", hidden=True),
        code("due_original", width=130, hidden=True),
        number("reschedules", width=90, hidden=True),
        code("reported_on", width=130, hidden=True),
        text("blocked_reason", width=200, hidden=True),
        Shown("last_progress", 240, Look.TWO, last_progress, hidden=True),
        contact_column(hidden=True),
        text("expected_evidence", width=180, hidden=True),
        text("remarks", width=220, hidden=True),
        text("out_with", width=140, hidden=True),
        code("out_until", width=130, hidden=True),
    )


def small_print(row: Any) -> str:
    """What stands under the description: the code, where it comes from, whether it stays inside."""
    origin = row.origin_name or (_(row.origin.label) if row.origin is not None else "")
    inside = _(Reach.INTERNAL_TASK.label) if row.reach is Reach.INTERNAL_TASK else ""
    return " · ".join(part for part in (inside, row.project or "", origin, row.code) if part)


def responsible(row: Any) -> Cell:
    """The person over the unit; where nobody is named, the unit."""
    return Cell(row.person or row.unit or "", row.unit or "" if row.person else "")


def last_progress(row: Any) -> Cell:
    """The newest text of the progress log over its date."""
    if not row.last_progress:
        return Cell()
    return Cell(" ".join(row.last_progress.split()), format_date(row.last_progress_on))


def chips() -> tuple[Quick, ...]:
    """The questions that are asked every day."""
    return (
        Quick("overdue", N_("Overdue"), lambda _h: (Where("why", "is", Why.OVERDUE),), LIGHTS["red"]),
        Quick("soon", N_("Due soon"), lambda _h: (Where("why", "is", Why.SOON),), LIGHTS["amber"]),
        Quick("to_verify", N_("To verify"), lambda _h: (Where("why", "is", Why.TO_VERIFY),), icon="hourglass"),
        Quick("blocked", N_("Blocked"), _blocked, icon="ban"),
        Quick("no_date", N_("Without a date"), lambda _h: (Where("why", "is", Why.NO_DATE),), icon="calendar-x"),
        Quick("tasks", N_("Internal tasks"), lambda _h: (Where("reach", "is", Reach.INTERNAL_TASK),), icon="lock"),
        Quick("commitments", N_("Commitments"), lambda _h: (Where("reach", "is", Reach.COMMITMENT),), icon="checkbox"),
    )


EITHER = (("overdue", "soon", "to_verify", "no_date"), ("commitments", "tasks"))
"""Chips that exclude each other: an item has one light, and one reach."""


def _blocked(_here: Here) -> tuple[Where, ...]:
    return Where("blocked_since", "is not", None), Where("state", "in", LIVE)
