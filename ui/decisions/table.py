"""Which columns the list of decisions shows, which chips narrow it, which cells can be typed into."""

from __future__ import annotations

from typing import Any

from db.fields import N_
from db.queries.decisions import Force
from db.queries.listing import Where
from db.records.decisions import DecisionKind
from ecd_desktop.language import _, format_date
from ui.widgets.cell_edits import edits
from ui.widgets.cells import Shown, code, pill, text, two_lines
from ui.widgets.list_page import Quick
from ui.widgets.marks import Mark

MARKS = {Force.IN_FORCE: Mark("green", icon="clipboard-check"), Force.REPEALED: Mark("grey", icon="ban")}
EITHER = (("in_force", "repealed"),)
EDITS = edits("text", "decided_on", "kind", "adopted", "number")


def columns() -> tuple[Shown, ...]:
    """In reading order; what yields first has the highest number."""
    return (
        code("code", width=136),
        two_lines("text", second=small_print, width=380, stretch=True),
        two_lines("meeting", second=when, width=206, yields=1),
        pill("force", mark=lambda row: MARKS[row.force], width=122),
        text("adopted", width=148, yields=2),
        text("topic", width=200, hidden=True),
        code("decided_on", width=120, hidden=True),
        text("kind", width=150, hidden=True),
        text("number", width=120, hidden=True),
        text("repealed_by", width=140, hidden=True),
    )


def small_print(row: Any) -> str:
    number = _("no. {number} of the minutes").format(number=row.number) if row.number else ""
    by = _("repealed by {code}").format(code=row.repealed_by) if row.repealed_by else ""
    return " · ".join(part for part in (by, _(row.kind.label), number, row.topic or "") if part)


def when(row: Any) -> str:
    return format_date(row.decided_on) if row.decided_on is not None else ""


def chips() -> tuple[Quick, ...]:
    return (
        Quick("in_force", N_("In force"), lambda _h: (Where("force", "is", Force.IN_FORCE),), icon="clipboard-check"),
        Quick("repealed", N_("Repealed"), lambda _h: (Where("force", "is", Force.REPEALED),), icon="ban"),
        Quick("requests", N_("Requests and assignments"), _asked, icon="send"),
    )


def _asked(_here: Any) -> tuple[Where, ...]:
    return (Where("kind", "in", (DecisionKind.REQUEST, DecisionKind.ASSIGNMENT)),)
