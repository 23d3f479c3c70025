"""Which columns the list of stakeholders shows, and which chips narrow it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Where
from db.queries.stakeholders import LATE
from db.records.stakeholders import Position
from ecd_desktop.language import _, format_date, ngettext, relative_day
from ui.widgets.cells import Cell, Look, Shown, code, pill, text, two_lines, who
from ui.widgets.list_page import Quick
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from ui.here import Here

MARKS = {
    Position.OPPOSED: Mark("red", "octagon"), Position.RELUCTANT: Mark("amber", "triangle"),
    Position.NEUTRAL: Mark("grey", "ring"), Position.FAVOURABLE: Mark("teal", "circle"),
    Position.PROMOTER: Mark("green", "square"),
}  # fmt: skip
SIGNS = {
    Position.OPPOSED: "−2", Position.RELUCTANT: "−1", Position.NEUTRAL: "0", Position.FAVOURABLE: "+1",
    Position.PROMOTER: "+2",
}  # fmt: skip
"""Positions by shape and sign: readable in grey and by ear as well."""
STALE = 180  # days after which an assessment is looked at again


def columns(here: Here) -> tuple[Shown, ...]:
    """In reading order; what yields first has the highest number."""
    return (
        two_lines("name", second=small_print, width=290, stretch=True),
        pill("position", mark=lambda row: MARKS[row.position], words=position_words, width=190),
        text("strategy", width=170, yields=2),
        Shown("power", 156, Look.DUE, assessed_cell, label=N_("Power · interest"), yields=1),
        Shown("last_contact_on", 168, Look.DUE, lambda row: silence_cell(row, here)),
        who("owner", width=150, yields=3),
        text("project", width=200, hidden=True),
        text("role", width=150, hidden=True),
        Shown("interest", 90, Look.NUMBER, lambda row: Cell("" if row.interest is None else str(row.interest)),
              hidden=True),
        code("assessed_on", hidden=True),
        Shown("contact_every", 110, Look.NUMBER, hidden=True),
        Shown("silent_days", 110, Look.NUMBER, hidden=True),
        Shown("overdue_by", 120, Look.NUMBER, hidden=True),
        code("since", hidden=True),
        code("until", hidden=True),
        text("remarks", width=220, hidden=True),
    )  # fmt: skip


def small_print(row: Any) -> str:
    role = _(row.role.label) if row.role is not None else ""
    ended = _("until {day}").format(day=format_date(row.until)) if row.until is not None else ""
    return " · ".join(part for part in (role, row.project or _("The work as a whole"), ended) if part)


def position_words(row: Any) -> str:
    """«+1 Favourable»; nothing where nobody judged yet."""
    return "" if row.position is None else said_position(row.position)


def said_position(position: Position) -> str:
    return f"{SIGNS[position]} {_(position.label)}"


def assessed_cell(row: Any) -> Cell:
    if row.power is None:
        return Cell(_("Not assessed"), tone="grey")
    said = _("{power} · {interest}").format(power=row.power, interest=row.interest)
    return Cell(said, _("on {day}").format(day=format_date(row.assessed_on)))


def silence_cell(row: Any, here: Here) -> Cell:
    """When somebody spoke to them last, and whether that is longer ago than agreed."""
    rhythm = row.contact_every
    agreed = ngettext("agreed: every day", "agreed: every {n} days", rhythm).format(n=rhythm) if rhythm else ""
    late = row.overdue_by is not None and row.overdue_by > 0
    if row.last_contact_on is None:
        return Cell(_("Never"), agreed, "red", icon="filled/alert-circle") if late else Cell("", agreed)
    when = relative_day(row.last_contact_on, on=here.today)
    if late:
        return Cell(format_date(row.last_contact_on), agreed or when, "red", icon="filled/alert-circle")
    return Cell(format_date(row.last_contact_on), when)


def chips() -> tuple[Quick, ...]:
    return (
        Quick("silent", N_("Silent"), lambda _h: LATE, Mark("red", icon="filled/alert-circle")),
        Quick("unassessed", N_("Not assessed"), lambda _h: (Where("power", "is", None),), icon="help"),
        Quick("stale", N_("Assessed long ago"), _stale, icon="history"),
        Quick("against", N_("Against or reluctant"), _against, icon="alert-triangle"),
        Quick("present", N_("Taking part now"), _present, icon="circle-check"),
    )


EITHER = (("unassessed", "stale"),)


def _stale(here: Here) -> tuple[Where, ...]:
    return (Where("assessed_on", "at most", here.today - timedelta(days=STALE)),)


def _against(_here: Here) -> tuple[Where, ...]:
    return (Where("position", "in", (Position.OPPOSED, Position.RELUCTANT)),)


def _present(here: Here) -> tuple[Where, ...]:
    return (Where("until", "within", ((here.today, None), None)),)
