"""Which columns the list of lessons shows, and which chips narrow it."""

from __future__ import annotations

from typing import Any

from db.fields import N_
from db.queries.listing import Where
from db.records.lessons import LessonState
from ecd_desktop.language import _, ngettext
from ui.risks_tab import MARKS
from ui.widgets.cells import Cell, Look, Shown, code, number, pill, text, two_lines, who
from ui.widgets.list_page import Quick
from ui.widgets.marks import Mark

EITHER = (("unread", "published", "retired"),)


def columns() -> tuple[Shown, ...]:
    """In reading order; what yields first has the highest number."""
    return (
        two_lines("title", first=lambda row: row.name, second=small_print, width=330, stretch=True, label=N_("Lesson")),
        pill("state", mark=lambda row: MARKS[row.state], width=128),
        text("kind", width=130, yields=2),
        text("theme", width=180, yields=1),
        Shown("applied", 140, Look.DUE, applied_cell),
        who("owner", width=150, yields=3, label=N_("Keeper")),
        code("code", width=134, hidden=True),
        text("text", width=280, hidden=True),
        text("intervention_type", width=170, hidden=True),
        text("stage", width=160, hidden=True),
        text("place_kind", width=150, hidden=True),
        text("result", width=170, hidden=True),
        text("component", width=170, hidden=True),
        text("strength", width=150, hidden=True),
        text("project", width=200, hidden=True),
        text("meeting", width=170, hidden=True),
        text("topic", width=170, hidden=True),
        code("noted_on", width=120, hidden=True),
        number("cost", width=130, hidden=True),
        text("parent", width=134, hidden=True),
        number("discarded", width=110, hidden=True),
        text("withdrawn_reason", width=200, hidden=True),
    )  # fmt: skip


def small_print(row: Any) -> str:
    return " · ".join(part for part in (row.code or "", row.project or row.meeting or "") if part)


def applied_cell(row: Any) -> Cell:
    """«2 projects»; where only discarded, that."""
    if row.applied:
        return Cell(ngettext("{n} project", "{n} projects", row.applied).format(n=row.applied), icon="briefcase")
    if row.discarded:
        return Cell(ngettext("{n} discarded it", "{n} discarded it", row.discarded).format(n=row.discarded),
                    tone="grey")  # fmt: skip
    return Cell(_("not yet"), tone="grey")


def chips() -> tuple[Quick, ...]:
    return (
        Quick("applied", N_("Applied"), lambda _h: (Where("applied", "at least", 1),), icon="briefcase"),
        Quick("unread", N_("Not reviewed"), lambda _h: (Where("state", "is", LessonState.DRAFT),),
              MARKS[LessonState.DRAFT]),
        Quick("published", N_("Published"), lambda _h: (Where("state", "is", LessonState.PUBLISHED),),
              MARKS[LessonState.PUBLISHED]),
        Quick("themeless", N_("Without a theme"), lambda _h: (Where("theme", "is", None),), icon="help"),
        Quick("retired", N_("Retired"), lambda _h: (Where("state", "is", LessonState.WITHDRAWN),),
              Mark("grey", icon="archive")),
    )  # fmt: skip
