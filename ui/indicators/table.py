"""Which columns the list of indicators shows, which chips narrow it, which cells can be typed into."""

from __future__ import annotations

from typing import Any

from db.fields import N_
from db.queries.indicators import values_of
from db.queries.listing import Where
from db.queries.target_path import OFF_PATH, Standing
from db.records.indicators import Sense
from ecd_desktop import attainment
from ecd_desktop.language import _, format_date
from ui.creating import creates
from ui.indicator_words import latest_said, light_mark, value_said
from ui.widgets.cell_edits import edits
from ui.widgets.cells import Cell, Look, Shown, code, light, text, two_lines, who
from ui.widgets.list_page import Quick

EDITS = edits(
    "name", "responsible=unit_id", "person=person_id", "frequency", "result", "source", "remarks", "=project_id",
    "=unit_words",
    creates={"unit_id": creates("organisations"), "person_id": creates("people"), "project_id": creates("projects")},
)  # fmt: skip
ARROWS = {Sense.INCREASING: "↑", Sense.DECREASING: "↓", Sense.NEUTRAL: "↔"}


def columns() -> tuple[Shown, ...]:
    """In reading order; what yields first has the highest number."""
    return (
        two_lines("name", second=small_print, width=280, stretch=True, absorbs=("responsible",)),
        Shown("baseline", 104, Look.DUE, lambda row: dated(row.baseline, row.baseline_on, row), yields=4),
        Shown("target", 104, Look.DUE, lambda row: dated(row.target, row.target_on, row), yields=3),
        Shown("latest", 184, Look.TWO, lambda row: Cell(value_said(row.latest, row), latest_said(row))),
        Shown("attainment", 108, Look.NUMBER, lambda row: Cell(attainment.percent(row.attainment)),
              label=N_("Attainment")),
        light("standing", width=204, yields=1),
        Shown("series", 120, Look.COURSE, course, yields=2),
        who("responsible", second=lambda row: row.person or "", width=160, yields=5),
        code("code", width=136, hidden=True),
        text("project", width=200, hidden=True),
        code("project_code", width=136, hidden=True),
        code("baseline_on", width=120, hidden=True),
        code("target_on", width=120, hidden=True),
        code("latest_on", width=120, hidden=True),
        text("latest_n", width=96, hidden=True),
        text("unit", width=130, hidden=True),
        Shown("sense", 130, Look.TEXT, sense_cell, hidden=True),
        text("result", width=180, hidden=True),
        text("frequency", width=120, hidden=True),
        text("person", width=150, hidden=True),
        text("source", width=200, hidden=True),
        text("remarks", width=220, hidden=True),
    )  # fmt: skip


def small_print(row: Any) -> str:
    return " · ".join(part for part in (row.project or "", row.code, ARROWS[row.sense]) if part)


def dated(value: Any, on: Any, row: Any) -> Cell:
    """A value over the day it is of."""
    return Cell(value_said(value, row), format_date(on) if on is not None and value is not None else "")


def sense_cell(row: Any) -> Cell:
    return Cell(f"{ARROWS[row.sense]} {_(row.sense.label)}")


def course(row: Any) -> Cell:
    """The values from the first to the latest; where nothing was measured, nothing."""
    found = values_of(row.series)
    words = " → ".join(attainment.said(value, row.unit) for _on, value in found)
    points = tuple((float(on.toordinal()), float(value)) for on, value in found)
    level = float(row.target) if row.target is not None and found else None
    return Cell(words, tone=light_mark(row.standing.light).tone if found else "", points=points, level=level)


def chips() -> tuple[Quick, ...]:
    return (
        Quick("off_path", N_("Off the path"), lambda _h: (Where("standing", "in", OFF_PATH),),
              light_mark(Standing.WELL_BELOW.light)),
        Quick("unmeasured", N_("Not measured this period"), lambda _h: (Where("unmeasured", "is", 1),), icon="clock"),
        Quick("small", N_("Sample < 100"), lambda _h: (Where("small", "is", 1),), icon="alert-triangle"),
        Quick("met", N_("Target reached"), lambda _h: (Where("standing", "is", Standing.MET),),
              light_mark(Standing.MET.light)),
        Quick("silent", N_("Nothing can be said"), _silent, icon="help"),
    )  # fmt: skip


EITHER = (("off_path", "met", "silent"),)


def _silent(_here: Any) -> tuple[Where, ...]:
    return (Where("standing", "in", (Standing.UNMEASURED, Standing.NO_PLAN, Standing.NO_CHANGE, Standing.NO_PATH)),)
