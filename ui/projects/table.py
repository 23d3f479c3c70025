"""Which columns the list of projects shows, and which chips narrow it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Where
from db.records.projects import ProjectState
from ecd_desktop.language import _, format_date, format_money, ngettext, relative_day
from ecd_desktop.services.projects import Health, health
from ui.health_marks import MARKS
from ui.widgets.cells import Cell, Look, Shown, bar, code, number, text, two_lines, who
from ui.widgets.list_page import Quick

if TYPE_CHECKING:
    from datetime import date

    from ui.here import Here


def columns(here: Here) -> tuple[Shown, ...]:
    """In reading order; what yields first has the highest number."""
    return (
        two_lines("name", second=small_print, width=290, stretch=True, label=N_("Project"), absorbs=("lead",)),
        who("lead", second=lambda row: row.unit or "", width=164, yields=1),
        Shown("state", 148, Look.PILL, lambda row: health_cell(row, here.today), label=N_("How it goes"),
              group_as="health", group_words=lambda value: _(Health(value).label)),
        bar("progress", tone=lambda row: MARKS[health_of(row, here.today)].tone, width=108, yields=3,
            label=N_("Progress")),
        Shown("stage", 160, Look.DUE, stage_cell, yields=4),
        Shown("ends_on", 150, Look.DUE, lambda row: end_cell(row, here.today), yields=2),
        Shown("live_items", 140, Look.DUE, items_cell, label=N_("Commitments")),
        code("code", width=134, hidden=True),
        text("intervention_type", width=170, hidden=True),
        text("place", hidden=True),
        text("district", width=150, hidden=True),
        text("zone", width=120, hidden=True),
        Shown("to_regularise", 150, Look.DUE, lambda row: odd_cell(row), hidden=True),
        text("unit", width=130, hidden=True),
        code("starts_on", hidden=True),
        code("closed_on", hidden=True),
        number("budget", width=130, hidden=True),
        Shown("planned", 160, Look.DUE, planned_cell, hidden=True),
        text("axis", width=150, hidden=True),
        text("investment_code", width=120, hidden=True),
        text("investment_phase", width=150, hidden=True),
        text("scale_decision", width=150, hidden=True),
        code("pilot_of", width=134, hidden=True),
        text("stage_as_given", width=170, hidden=True),
        text("state_reason", width=180, hidden=True),
        text("aim", width=220, hidden=True),
        text("remarks", width=220, hidden=True),
        text("out_with", width=140, hidden=True),
        code("out_until", width=130, hidden=True),
    )  # fmt: skip


def health_of(row: Any, today: date) -> Health:
    """The worst of its milestones, its planned end among them, and its live red commitments (decision 20)."""
    return health(row.state, starts_on=row.starts_on, ends_on=row.ends_on, red=row.red_items, today=today,
                  past=row.past_milestones, slipping=row.slipping_milestones)  # fmt: skip


def health_cell(row: Any, today: date) -> Cell:
    found = health_of(row, today)
    return Cell(_(found.label), mark=MARKS[found])


def small_print(row: Any) -> str:
    return " · ".join(part for part in (row.intervention_type or "", row.place or "", row.code) if part)


def stage_cell(row: Any) -> Cell:
    """The stage; one that was brought in and is in no set stands as it was given."""
    if row.stage:
        return Cell(row.stage)
    return Cell(row.stage_as_given, _("to be regularised")) if row.stage_as_given else Cell()


def odd_cell(row: Any) -> Cell:
    """«3 missing», in amber; nothing where its stages have what they ask for."""
    if not row.to_regularise:
        return Cell()
    words = ngettext("{n} missing", "{n} missing", row.to_regularise).format(n=row.to_regularise)
    return Cell(words, "", "amber", icon="filled/alert-triangle")


def end_cell(row: Any, today: date) -> Cell:
    """The planned end, or the actual one."""
    if row.closed_on is not None:
        return Cell(format_date(row.closed_on), _("closed"), icon="flag")
    if row.ends_on is None:
        return Cell()
    when = relative_day(row.ends_on, on=today)
    if row.ends_on < today and row.state is ProjectState.ACTIVE:
        return Cell(format_date(row.ends_on), when, "red", icon="filled/alert-circle")
    return Cell(format_date(row.ends_on), when, icon="calendar")


def planned_cell(row: Any) -> Cell:
    """What its sources plan; in amber where the budget that was noted is another one."""
    if row.planned is None:
        return Cell()
    if row.budgets_differ:
        noted = _("noted: {amount}").format(amount=format_money(row.budget))
        return Cell(format_money(row.planned), noted, "amber", icon="filled/alert-triangle")
    return Cell(format_money(row.planned))


def items_cell(row: Any) -> Cell:
    """«7 live», «2 overdue»."""
    if not row.live_items:
        return Cell()
    live = ngettext("{n} live", "{n} live", row.live_items).format(n=row.live_items)
    late = ngettext("{n} overdue", "{n} overdue", row.overdue_items).format(n=row.overdue_items)
    return Cell(live, late, "red", icon="filled/alert-circle") if row.overdue_items else Cell(live)


def chips() -> tuple[Quick, ...]:
    return (
        Quick("delayed", N_("Past their end"), _past, MARKS[Health.DELAYED]),
        Quick("late", N_("With overdue commitments"), lambda _h: (Where("overdue_items", "at least", 1),),
              MARKS[Health.AT_RISK]),
        Quick("active", N_("Active"), lambda _h: (Where("state", "is", ProjectState.ACTIVE),), icon="progress"),
        Quick("paused", N_("Paused"), lambda _h: (Where("state", "is", ProjectState.PAUSED),), icon="player-pause"),
        Quick("regularise", N_("To be regularised"), _odd, icon="help"),
    )  # fmt: skip


EITHER = (("active", "paused"),)


def _past(here: Here) -> tuple[Where, ...]:
    return (
        Where("ends_on", "at most", here.today - timedelta(days=1)),
        Where("state", "is", ProjectState.ACTIVE),
    )


def _odd(_here: Here) -> tuple[Where, ...]:
    return (Where("to_regularise", "at least", 1), Where("state", "in", (ProjectState.ACTIVE, ProjectState.PAUSED)))
