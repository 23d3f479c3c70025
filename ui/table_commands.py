"""The gestures of every table: copy, group, fold, let columns stay, choose columns; the keys work inside the table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence

from ecd_desktop.language import N_, _
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here

COPY, LAYOUT = 2, 3
"""Sections of the Edit and the View menu."""


def table_commands() -> list[Command]:
    """They act on the table of the page that is shown, where it shows one."""
    return [
        Command("table.cells", N_("Select cells instead of rows"), _on(lambda table: table.block.toggle()),
                keys=("Shift+Space",), menu=Menu.EDIT, section=COPY, needs=_needs_rows, in_list=True, says=_cells_says,
                tip=N_("The selected rows in the current column only; Shift+←/→ takes in its neighbours")),
        Command("table.copy", N_("Copy rows"), _on(lambda table: table.copy()), keys=(QKeySequence.StandardKey.Copy,),
                menu=Menu.EDIT, section=COPY, icon="copy", needs=_needs_rows, in_list=True, says=_copy_says,
                tip=N_("The selected rows or cells, for Excel, Word or a message")),
        Command("table.copy_headings", N_("Copy with column headings"), _on(lambda table: table.copy(headings=True)),
                keys=("Ctrl+Shift+C",), menu=Menu.EDIT, section=COPY, needs=_needs_rows, in_list=True,
                tip=N_("The selected rows under the headings of their columns")),
        Command("table.copy_cell", N_("Copy this cell"), _on(lambda table: table.copy_cell()), keys=("Ctrl+Alt+C",),
                menu=Menu.EDIT, section=COPY, needs=_needs_cell, in_list=True,
                tip=N_("What the current cell says, and nothing else")),
        Command("table.group", N_("Group by…"), _group, menu=Menu.VIEW, section=LAYOUT, icon="stack-2",
                needs=_needs_table, tip=N_("Gather the rows under headings with their count and totals")),
        Command("table.fold", N_("Fold all groups"), _on(lambda table: table.folding.fold_all(True)),
                keys=("Ctrl+Shift+Left",), menu=Menu.VIEW, section=LAYOUT, needs=_needs_groups, in_list=True,
                tip=N_("Show only the headings; ← folds one")),
        Command("table.unfold", N_("Unfold all groups"), _on(lambda table: table.folding.fold_all(False)),
                keys=("Ctrl+Shift+Right",), menu=Menu.VIEW, section=LAYOUT, needs=_needs_groups, in_list=True,
                tip=N_("Show every row again; → unfolds one heading")),
        Command("table.freeze", N_("Freeze columns up to the current one"), _freeze, menu=Menu.VIEW, section=LAYOUT,
                needs=_needs_cell, tip=N_("They stay in sight while the others scroll sideways; again: none stays")),
        Command("table.columns", N_("Choose columns…"), _columns, menu=Menu.VIEW, section=LAYOUT, icon="columns-3",
                needs=_needs_table, tip=N_("Which columns are seen")),
        Command("table.column_left", N_("Move the column to the left"), partial(_shift, -1), menu=Menu.VIEW,
                section=LAYOUT, keys=("Alt+Shift+Left",), needs=_needs_cell, in_list=True,
                tip=N_("The current column changes places with its neighbour")),
        Command("table.column_right", N_("Move the column to the right"), partial(_shift, 1), menu=Menu.VIEW,
                section=LAYOUT, keys=("Alt+Shift+Right",), needs=_needs_cell, in_list=True,
                tip=N_("The current column changes places with its neighbour")),
    ]  # fmt: skip


def table_of(here: Here) -> Any | None:
    """The table that is shown; None where the page has none, or shows its records in another way."""
    shown = getattr(getattr(here.page, "view", None), "widget", None)
    return shown if hasattr(shown, "folding") else None


def _is_narrowed(here: Here) -> bool:
    table = table_of(here)
    return table is not None and bool(table.block.columns())


def _cells_says(here: Here) -> str:
    return _("Select whole rows again") if _is_narrowed(here) else ""


def _copy_says(here: Here) -> str:
    return _("Copy cells") if _is_narrowed(here) else ""


def _on(act: Callable[[Any], None]) -> Callable[[Here], None]:
    def run(here: Here) -> None:
        if (table := table_of(here)) is not None:
            act(table)

    return run


def _needs_table(here: Here) -> str | None:
    return None if table_of(here) is not None else _("Show a list as a table first.")


def _needs_rows(here: Here) -> str | None:
    reason = _needs_table(here)
    return reason if reason is not None or here.keys else _("Select at least one row first.")


def _needs_cell(here: Here) -> str | None:
    table = table_of(here)
    if table is None:
        return _("Show a list as a table first.")
    return None if table.current() is not None else _("Go to a cell of the list first.")


def _needs_groups(here: Here) -> str | None:
    table = table_of(here)
    if table is None:
        return _("Show a list as a table first.")
    return None if table.model().grouped_by else _("Group the list first.")


def _group(here: Here) -> None:
    if (table := table_of(here)) is not None:
        table.columns.group_menu().exec(_under_header(table))


def _columns(here: Here) -> None:
    if (table := table_of(here)) is not None:
        table.columns_menu().exec(_under_header(table))


def _freeze(here: Here) -> None:
    """Up to the current column; where it is so already, none."""
    if (table := table_of(here)) is not None:
        shown = table.shown_columns()
        at = shown.index(table.currentIndex().column()) + 1 if table.currentIndex().column() in shown else 1
        table.freeze(0 if table.columns.frozen == at else at)


def _shift(by: int, here: Here) -> None:
    """The current column past its visible neighbour, as dragging its heading does."""
    if (table := table_of(here)) is not None:
        shown, column = table.shown_columns(), table.currentIndex().column()
        to = shown.index(column) + by if column in shown else -1
        if 0 <= to < len(shown):
            table.head.moveSection(table.head.visualIndex(column), table.head.visualIndex(shown[to]))
            table.viewport().update()


def _under_header(table: Any) -> QPoint:
    return QPoint(table.head.mapToGlobal(QPoint(24, table.head.height())))
