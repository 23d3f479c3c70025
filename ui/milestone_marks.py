"""How a milestone stands, as mark and word, wherever it is shown: a shape and a letter besides the colour."""

from __future__ import annotations

from datetime import date

from db.queries.milestones import MilestoneRow
from ecd_desktop.language import N_, _, format_date
from ecd_desktop.lateness import slip_words
from ui.widgets.marks import Mark

REACHED = Mark("blue", "square", "✓"), N_("Milestone reached")
PAST = Mark("red", "octagon", "R"), N_("Overdue")
SLIPPING = Mark("amber", "triangle", "A"), N_("Behind its plan")
ON_SCHEDULE = Mark("green", "circle", "V"), N_("On schedule")
DATELESS = Mark("grey", "ring", "?"), N_("Without a date")
STANDINGS = (REACHED, ON_SCHEDULE, SLIPPING, PAST)
"""What a legend explains."""


def standing(row: MilestoneRow, today: date) -> tuple[Mark, str]:
    """Mark and word (a catalogue entry)."""
    if row.reached_on is not None:
        return REACHED
    if row.past(today):
        return PAST
    if row.slipping:
        return SLIPPING
    return DATELESS if row.expected_on is None else ON_SCHEDULE


def told(row: MilestoneRow, *, slip: bool = True) -> str:
    """«Plan 01/07/2026 · first forecast 15/07/2026 · forecast 20/07/2026 · +19 d», as far as it is known."""
    parts = []
    if row.planned_on is not None:
        parts.append(_("Plan {day}").format(day=format_date(row.planned_on)))
    if row.first_forecast_on is not None and row.first_forecast_on != row.forecast_on:
        parts.append(_("first forecast {day}").format(day=format_date(row.first_forecast_on)))
    if row.reached_on is not None:
        parts.append(_("reached {day}").format(day=format_date(row.reached_on)))
    elif row.forecast_on is not None:
        parts.append(_("forecast {day}").format(day=format_date(row.forecast_on)))
    if slip and row.slip is not None:
        parts.append(slip_words(row.slip))
    return " · ".join(parts)
