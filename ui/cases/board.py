"""Cases on a board and in a calendar: by state, person, unit, kind, project; on the days of their next steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries.listing import Where
from db.records.cases import CaseKind, CaseState
from ecd_desktop.language import _
from ui.cases.edits import may_become, state
from ui.cases.table import MARKS, mark, state_words, when_cell
from ui.moving import begin_on, by_field, by_verb
from ui.widgets.board import board_view
from ui.widgets.board_column import BoardColumn
from ui.widgets.board_parts import BoardBy, BoardSpec
from ui.widgets.calendar_parts import CalendarSpec
from ui.widgets.calendar_view import calendar_view
from ui.widgets.cards import Card
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from datetime import date

    from ui.here import Here

LATE = Mark("red", icon="filled/alert-circle")
MANY = 10  # open ones of one person of which one still keeps an overview


def card(row: Any, here: Here) -> Card:
    """The title, how it stands, what comes next and when."""
    due = when_cell(row, here)
    return Card(
        row.title, " · ".join(part for part in (row.code, row.next_step or "") if part),
        LATE if due.tone == "red" else mark(row), state_words(row), row.person or row.unit or "",
        due if due.text else None, faint=row.state is CaseState.CLOSED,
    )  # fmt: skip


def may_be_in(_here: Here, rows: Sequence[Any], wanted: CaseState) -> str | None:
    """Why these may not come into a state."""
    if len(rows) > 1:
        return _("Cases change their state one at a time: each one has its own answer.")
    for row in rows:
        if wanted not in may_become(row):
            return _("{code} is closed: open it again first.").format(code=row.code)
    return None


def may_step_on(_here: Here, rows: Sequence[Any], _day: date) -> str | None:
    """Why the next steps of these may not have another day."""
    found = next((row for row in rows if row.state is CaseState.CLOSED), None)
    return None if found is None else _("{code} is closed: open it again first.").format(code=found.code)


COUNTS = ("state", lambda value: value is not CaseState.CLOSED)
BY = (
    BoardBy("state", N_("State"), "state",
            lambda _session, _here: [
                BoardColumn(one, _("Waiting") if one is CaseState.WAITING else _(one.label), MARKS[one])
                for one in CaseState
            ], move=by_verb(state), allowed=may_be_in),
    BoardBy("person", N_("Responsible person"), "person_id", label="person", without=N_("Without a person"),
            most=MANY, counts=COUNTS, move=by_field("cases", "person_id")),
    BoardBy("unit", N_("Responsible unit"), "unit_id", label="unit", without=N_("Without a unit"),
            move=by_field("cases", "unit_id")),
    BoardBy("kind", N_("Kind"), "kind",
            lambda _session, _here: [BoardColumn(one, _(one.label)) for one in CaseKind],
            move=by_field("cases", "kind")),
    BoardBy("project", N_("Project"), "project_id", label="project", without=N_("Without a project"),
            move=by_field("cases", "project_id")),
)  # fmt: skip

CALENDAR = CalendarSpec(
    "next_on", card, lambda row: str(row.next_step or row.title), move=by_field("cases", "next_on"),
    allowed=may_step_on, begin=begin_on("next_on"), undated=(Where("state", "is not", CaseState.CLOSED),),
    undated_title=N_("No next date"),
)  # fmt: skip

VIEWS = (board_view(BoardSpec(BY, card)), calendar_view(CALENDAR))
