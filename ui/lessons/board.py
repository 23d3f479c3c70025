"""Lessons on a board: by state, kind, theme, and who keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.records.lessons import LessonKind, LessonState
from ecd_desktop.language import _
from ui.lessons.edits import state
from ui.lessons.table import applied_cell
from ui.moving import by_field, by_verb
from ui.risks_tab import MARKS
from ui.widgets.board import board_view
from ui.widgets.board_column import BoardColumn
from ui.widgets.board_parts import BoardBy, BoardSpec
from ui.widgets.cards import Card

if TYPE_CHECKING:
    from ui.here import Here


def card(row: Any, _here: Here) -> Card:
    """The lesson, its code and theme, how far it is, who keeps it, in how many projects it is."""
    return Card(
        row.name, " · ".join(part for part in (row.code or "", row.theme or "") if part), MARKS[row.state],
        _(row.kind.label) if row.kind is not None else _(row.state.label), row.owner or "",
        applied_cell(row) if row.applied else None, faint=row.state is LessonState.WITHDRAWN,
    )  # fmt: skip


BY = (
    BoardBy("state", N_("State"), "state",
            lambda _session, _here: [BoardColumn(one, _(one.label), MARKS[one]) for one in LessonState],
            move=by_verb(state)),
    BoardBy("kind", N_("Kind"), "kind",
            lambda _session, _here: [BoardColumn(one, _(one.label)) for one in LessonKind],
            without=N_("Without a kind"), move=by_field("lessons", "kind")),
    BoardBy("theme", N_("Theme"), "theme", label="theme", without=N_("Without a theme"),
            move=by_field("lessons", "theme")),
    BoardBy("owner", N_("Keeper of the lesson"), "owner_id", label="owner", without=N_("Without a keeper"),
            move=by_field("lessons", "owner_id")),
)  # fmt: skip

VIEWS = (board_view(BoardSpec(BY, card)),)
