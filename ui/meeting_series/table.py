"""Which columns the list of series shows, which chips narrow it, which cells can be typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Where
from ecd_desktop.language import _, format_date, ngettext, relative_day
from ui.creating import creates
from ui.widgets.cell_edits import edits
from ui.widgets.cells import Cell, Look, Shown, code, text, two_lines
from ui.widgets.list_page import Quick
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from datetime import date

    from ui.here import Here

HELD, ENDED = Mark("blue", icon="users"), Mark("grey", icon="ban")
EITHER = (("held", "ended"),)
EDITS = edits(
    "name", "rule", "kind", "starts_at", "ends_at", "venue", "place=place_id", "project=project_id",
    "convened_by=convened_by_id", "chair=chair_id", "modality", "since", "until", "remarks", "=secretary_id", "=mask",
    "=confidentiality",
    creates={"convened_by_id": creates("organisations"), "place_id": creates("places"), "chair_id": creates("people"),
             "secretary_id": creates("people"), "project_id": creates("projects")},
)  # fmt: skip


def columns(here: Here) -> tuple[Shown, ...]:
    """In reading order; what yields first has the highest number."""
    return (
        two_lines("name", second=small_print, width=290, stretch=True),
        text("rule", width=226, group=False),
        Shown("next_on", 150, Look.DUE, lambda row: next_cell(row, here.today)),
        Shown("last_on", 140, Look.DUE, lambda row: last_cell(row, here.today), yields=3),
        Shown("held", 108, Look.NUMBER, lambda row: figure(row.held), N_("Held so far"), yields=2),
        Shown("members", 112, Look.NUMBER, lambda row: figure(row.members), yields=1),
        text("kind", width=180, hidden=True),
        text("starts_at", width=100, hidden=True),
        text("ends_at", width=100, hidden=True),
        text("venue", hidden=True),
        text("place", hidden=True),
        text("project", width=200, hidden=True),
        text("convened_by", width=120, hidden=True),
        text("chair", hidden=True),
        text("modality", width=110, hidden=True),
        code("since", hidden=True),
        code("until", hidden=True),
        text("ended", width=120, hidden=True),
        text("remarks", width=220, hidden=True),
    )


def figure(number: int) -> Cell:
    return Cell(str(number) if number else "")


def small_print(row: Any) -> str:
    ended = _("Not held any more") if row.ended else ""
    hours = "–".join(hour for hour in (row.starts_at, row.ends_at) if hour)
    return " · ".join(part for part in (ended, _(row.kind.label), hours, row.venue or row.place or "") if part)


def next_cell(row: Any, today: date) -> Cell:
    if row.next_on is None:
        return Cell("" if row.ended else _("Not planned yet"), tone="grey")
    return Cell(format_date(row.next_on), relative_day(row.next_on, on=today), icon="calendar-event")


def last_cell(row: Any, today: date) -> Cell:
    return Cell(format_date(row.last_on), relative_day(row.last_on, on=today)) if row.last_on is not None else Cell()


def state_words(row: Any) -> str:
    if row.ended:
        return _("Not held any more")
    return ngettext("{n} member", "{n} members", row.members).format(n=row.members)


def chips() -> tuple[Quick, ...]:
    return (
        Quick("held", N_("Being held"), lambda _h: (Where("ended", "is", False),), icon="check"),
        Quick("ended", N_("Not held any more"), lambda _h: (Where("ended", "is", True),), icon="ban"),
        Quick("unplanned", N_("Without a next meeting"), _unplanned, icon="calendar-x"),
    )


def _unplanned(_here: Any) -> tuple[Where, ...]:
    return Where("ended", "is", False), Where("next_on", "is", None)
