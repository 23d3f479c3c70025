"""Meetings on a board by state and kind, and in a calendar on the days on which they are held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Order
from db.records.meetings import CALLED_OFF, MeetingKind, MeetingState
from ecd_desktop.language import _
from ui.meetings.edits import state
from ui.meetings.table import MARKS, title, when_cell
from ui.moving import begin_on, by_field, by_verb
from ui.widgets.board import board_view
from ui.widgets.board_column import BoardColumn
from ui.widgets.board_parts import BoardBy, BoardSpec
from ui.widgets.calendar_parts import CalendarSpec
from ui.widgets.calendar_view import calendar_view
from ui.widgets.cards import Card

if TYPE_CHECKING:
    from ui.here import Here

OVER = (MeetingState.SIGNED, *CALLED_OFF)


def card(row: Any, here: Here) -> Card:
    """The subject, when it is, how far its minutes are and who convened it."""
    small = (row.number if row.number and row.subject else row.code, _(row.kind.label))
    return Card(
        title(row), " · ".join(part for part in small if part), MARKS[row.state], _(row.state.label),
        row.convened_by or "", when_cell(row, here.today), faint=row.state in OVER,
    )  # fmt: skip


def line(row: Any) -> str:
    """«09:30 Mesa técnica»."""
    return " ".join(part for part in (row.starts_at or "", title(row)) if part)


BY = (
    BoardBy("state", N_("State"), "state",
            lambda _session, _here: [BoardColumn(one, _(one.label), MARKS[one]) for one in MeetingState],
            move=by_verb(state)),
    BoardBy("kind", N_("Kind"), "kind",
            lambda _session, _here: [BoardColumn(one, _(one.label)) for one in MeetingKind],
            move=by_field("meetings", "kind")),
)  # fmt: skip

CALENDAR = CalendarSpec(
    "held_on", card, line, move=by_field("meetings", "held_on"), begin=begin_on("held_on"),
    order=(Order("starts_at"), Order("code")),
)  # fmt: skip

VIEWS = (board_view(BoardSpec(BY, card)), calendar_view(CALENDAR))
