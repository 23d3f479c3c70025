"""Which columns the list of meetings shows, and which chips narrow it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Where
from db.records.meetings import AHEAD, MeetingState
from ecd_desktop.language import _, format_date, relative_day
from ui.meeting_moves import MARKS as MARKS
from ui.widgets.cells import Cell, Look, Shown, code, pill, text, two_lines
from ui.widgets.list_page import Quick

if TYPE_CHECKING:
    from datetime import date

    from ui.here import Here

S = MeetingState
MINUTES = (S.HELD, S.DRAFT, S.IN_REVIEW, S.APPROVED)


def columns(here: Here) -> tuple[Shown, ...]:
    """In reading order; what yields first has the highest number."""
    return (
        Shown("held_on", 166, Look.DUE, lambda row: when_cell(row, here.today)),
        two_lines("number", first=title, second=small_print, width=270, stretch=True, label=N_("Meeting")),
        pill("state", mark=lambda row: MARKS[row.state], width=160),
        Shown("projects", 210, Look.TEXT, lambda row: Cell(row.projects or ""), yields=3),
        Shown("came", 110, Look.TEXT, attended, yields=2),
        Shown("items", 130, Look.NUMBER, lambda row: Cell(str(row.items) if row.items else ""), yields=1),
        code("code", width=134, hidden=True),
        text("series", width=200, hidden=True),
        text("kind", width=180, hidden=True),
        text("subject", width=220, hidden=True),
        text("place", hidden=True),
        text("venue", hidden=True),
        text("convened_by", width=120, hidden=True),
        text("modality", width=110, hidden=True),
        text("remarks", width=220, hidden=True),
    )


def title(row: Any) -> str:
    return str(row.subject or row.number or row.code)


def small_print(row: Any) -> str:
    number = row.number if row.number and row.subject else ""
    return " · ".join(part for part in (number, _(row.kind.label), row.venue or row.place or "", row.code) if part)


def when_cell(row: Any, today: date) -> Cell:
    if row.held_on is None:
        return Cell(_("Without a date"), tone="grey")
    when = (relative_day(row.held_on, on=today), row.starts_at or "")
    return Cell(format_date(row.held_on), " · ".join(part for part in when if part), icon="calendar-event")


def attended(row: Any) -> Cell:
    """«5 of 7»."""
    if not row.expected:
        return Cell()
    return Cell(_("{came} of {expected}").format(came=row.came, expected=row.expected))


def chips() -> tuple[Quick, ...]:
    return (
        Quick("week", N_("This week"), _week, icon="calendar-event"),
        Quick("to_come", N_("To come"), lambda _h: (Where("state", "in", AHEAD),), icon="circle-dashed"),
        Quick("minutes", N_("Minutes not signed yet"), lambda _h: (Where("state", "in", MINUTES),), icon="pencil"),
        Quick("signed", N_("Minutes signed"), lambda _h: (Where("state", "is", S.SIGNED),), icon="circle-check"),
    )


EITHER = (("to_come", "minutes", "signed"),)


def _week(here: Here) -> tuple[Where, ...]:
    monday = here.today - timedelta(days=here.today.weekday())
    return Where("held_on", "at least", monday), Where("held_on", "at most", monday + timedelta(days=6))
