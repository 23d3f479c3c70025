"""Which columns the list of cases shows, and which chips narrow it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Where
from db.records.cases import CaseState
from ecd_desktop.language import _, format_date, relative_day
from ui.widgets.cells import Cell, Look, Shown, code, pill, text, two_lines, who
from ui.widgets.list_page import Quick
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from ui.here import Here

MARKS = {
    CaseState.OPEN: Mark("blue", icon="circle-dashed"),
    CaseState.WAITING: Mark("amber", icon="hourglass"),
    CaseState.CLOSED: Mark("grey", icon="archive"),
}


def columns(here: Here) -> tuple[Shown, ...]:
    """In reading order; what yields first has the highest number."""
    return (
        two_lines("title", second=small_print, width=300, stretch=True, label=N_("Case"), absorbs=("person",)),
        pill("state", mark=mark, words=state_words, width=150),
        Shown("next_step", 210, Look.DUE, next_cell, yields=2),
        Shown("next_on", 150, Look.DUE, lambda row: when_cell(row, here)),
        who("person", second=lambda row: row.unit or "", width=164, yields=1, label=N_("Responsible")),
        Shown("live_items", 150, Look.NUMBER, lambda row: Cell(str(row.live_items or "")), yields=3),
        code("code", width=134, hidden=True),
        text("kind", width=170, hidden=True),
        text("unit", width=130, hidden=True),
        text("project", width=180, hidden=True),
        text("place", hidden=True),
        code("opened_on", hidden=True),
        code("closed_on", hidden=True),
        text("outcome", width=130, hidden=True),
        text("outcome_text", width=200, hidden=True),
        text("remarks", width=220, hidden=True),
    )


def small_print(row: Any) -> str:
    return " · ".join(part for part in (_(row.kind.label), row.place or "", row.project or "", row.code) if part)


def mark(row: Any) -> Mark:
    return MARKS[row.state]


def state_words(row: Any) -> str:
    """The state; a closed one by its outcome."""
    if row.state is CaseState.CLOSED and row.outcome is not None:
        return _(row.outcome.label)
    return _("Waiting") if row.state is CaseState.WAITING else _(row.state.label)


def next_cell(row: Any) -> Cell:
    """The next step, or what the case waits for."""
    waits = _("Waits for {whom}").format(whom=row.waiting_for) if row.waiting_for else ""
    if row.state is CaseState.CLOSED:
        return Cell(row.outcome_text or "")
    return Cell(row.next_step or waits, waits if row.next_step else "")


def when_cell(row: Any, here: Here) -> Cell:
    """When the next step is due; when it was closed."""
    if row.state is CaseState.CLOSED:
        return Cell(format_date(row.closed_on)) if row.closed_on is not None else Cell()
    if row.next_on is None:
        return Cell(_("No next step"), tone="grey") if not row.next_step else Cell(_("Without a date"), tone="grey")
    when = relative_day(row.next_on, on=here.today)
    if row.next_on < here.today:
        return Cell(format_date(row.next_on), when, "red", icon="filled/alert-circle")
    soon = row.next_on <= here.today + timedelta(days=2)
    return Cell(format_date(row.next_on), when, "amber" if soon else "", icon="filled/clock" if soon else "calendar")


def chips() -> tuple[Quick, ...]:
    return (
        Quick("late", N_("Next step overdue"), _late, Mark("red", icon="filled/alert-circle")),
        Quick("open", N_("Open"), lambda _h: (Where("state", "is", CaseState.OPEN),), icon="circle-dashed"),
        Quick("waiting", N_("Waiting"), lambda _h: (Where("state", "is", CaseState.WAITING),), icon="hourglass"),
        Quick("stepless", N_("Without a next step"), _stepless, icon="help"),
        Quick("closed", N_("Closed"), lambda _h: (Where("state", "is", CaseState.CLOSED),), icon="archive"),
    )


EITHER = (("open", "waiting", "closed"),)


def _late(here: Here) -> tuple[Where, ...]:
    return Where("next_on", "at most", here.today - timedelta(days=1)), Where("state", "is not", CaseState.CLOSED)


def _stepless(_here: Here) -> tuple[Where, ...]:
    return Where("next_step", "is", None), Where("state", "is not", CaseState.CLOSED)
