"""The gestures of a list as of a sheet: edit the cell, one value for many, fill, replace, duplicate, paste."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from ecd_desktop.language import N_, _, ngettext
from ui.commands import Command, Menu, needs_selection

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.cell_edits import Edit

CELLS = 20
"""Section of the Edit menu."""


def list_commands(place: str, entity: str) -> tuple[Command, ...]:
    """They stand in the Edit menu; the list's own menu has them too."""
    return (
        Command(f"{place}.edit_cell", N_("Edit the cell"), _edit_cell, keys=("F2",), menu=Menu.EDIT, section=CELLS,
                icon="pencil", place=place, needs=_needs_row, in_list=True,
                tip=N_("Type into the cell; Tab goes right, Enter down, Esc gives up")),
        Command(f"{place}.change", N_("Change a field of the selected…"), _change, keys=("Shift+F2",), menu=Menu.EDIT,
                section=CELLS, icon="list-check", place=place, needs=needs_selection, in_list=True, says=_change_says,
                tip=N_("One value for all selected records, as one step for Undo")),
        Command(f"{place}.fill_down", N_("Fill down"), _fill_down, keys=("Ctrl+D",), menu=Menu.EDIT, section=CELLS,
                icon="arrow-down", place=place, needs=_needs_several, in_list=True,
                tip=N_("The first selected row's value of this column, or of the selected cells, for the others")),
        Command(f"{place}.fill_right", N_("Fill to the right"), _fill_right, keys=("Ctrl+R",), menu=Menu.EDIT,
                section=CELLS, icon="arrow-right", place=place, needs=_needs_columns, in_list=True,
                tip=N_("The first column of the selected cells for those beside it")),
        Command(f"{place}.replace", N_("Find and replace…"), _replace, keys=("Ctrl+H",), menu=Menu.EDIT,
                section=CELLS, icon="search", place=place, needs=needs_selection, in_list=True,
                tip=N_("In the texts of the selected rows or cells; each is shown before and after")),
        Command(f"{place}.duplicate", N_("Duplicate the selected"), partial(_duplicate, entity), keys=("Ctrl+Shift+D",),
                menu=Menu.EDIT, section=CELLS, icon="copy", place=place, needs=needs_selection, in_list=True,
                tip=N_("New records that say the same; how far they are is not copied")),
        Command(f"{place}.paste", N_("Paste cells or rows…"), partial(_paste, place),
                keys=(QKeySequence.StandardKey.Paste,), menu=Menu.EDIT, section=CELLS, icon="table-import",
                place=place, in_list=True,
                tip=N_("Cells copied in Excel go where the cursor is, rows with headings become records, after a "
                       "preview")),
    )  # fmt: skip


def _page(here: Here) -> Any:
    return here.page


def _needs_row(here: Here) -> str | None:
    table = getattr(here.page, "table", None)
    return None if table is not None and table.current() is not None else _("Select at least one row first.")


def _needs_several(here: Here) -> str | None:
    return None if len(here.keys) > 1 else _("Select two rows or more: the first one is copied to the others.")


def _needs_columns(here: Here) -> str | None:
    block = getattr(getattr(here.page, "table", None), "block", None)
    if block is not None and len(block.columns()) > 1:
        return None
    return _("Select cells of two columns or more first, with Shift+→.")


def _edit_cell(here: Here) -> None:
    """The current cell, or where it only shows, the record in its form."""
    page = _page(here)
    if page.editing is None or not page.table.isVisible() or not page.editing.begin():
        page.edit_selected()


def _change_says(here: Here) -> str:
    n = len(here.keys)
    return ngettext("Change a field of {n} record…", "Change a field of {n} records…", n).format(n=n) if n else ""


def _change(here: Here) -> None:
    page = _page(here)
    if page.editing is not None:
        from ui.widgets.bulk_change import BulkChange

        column = page.model.columns[max(page.table.currentIndex().column(), 0)].name
        BulkChange(here, page.entity, page.editing.edits, here.keys, column, page).open()


def _fill_down(here: Here) -> None:
    """The current column of the first selected row, into the other selected rows, as one change."""
    page, keys = _page(here), here.keys
    if page.editing is not None and page.table.block.columns():
        from ui import cell_gestures

        cell_gestures.fill(here)
        return
    edit: Edit | None = None
    if page.editing is not None and page.table.currentIndex().isValid():
        edit = page.editing.edits.of(page.model.columns[page.table.currentIndex().column()].name)
    row = page.model.row(keys[0])
    if edit is None or row is None or (edit.through is not None and not edit.many):
        here.notice(_("This column cannot be filled down: choose a cell of a column that can be edited."))
        return
    from ecd_desktop.services import field_changes
    from ui.widgets.cell_edits import HELD_AT_MOST, give

    if len(keys) <= HELD_AT_MOST:
        page.model.held.update(keys)
    if edit.through is None:
        here.do(field_changes.fill_down, page.entity, keys, edit.fills or (edit.name(row),), owner=page)
        return

    def read(session: Any) -> Any:
        from db.queries import records

        return records.snapshot(session, page.entity, keys[0])

    def answer(snapshot: Any) -> None:
        if snapshot is not None and edit is not None:
            give(here, edit, keys[1:], snapshot.values[edit.name(row)], owner=page)

    here.read(read, answer, owner=page)


def _fill_right(here: Here) -> None:
    from ui import cell_gestures

    if _page(here).editing is not None:
        cell_gestures.fill(here, right=True)


def _replace(here: Here) -> None:
    from ui import cell_gestures

    cell_gestures.replace_in(here)


def _duplicate(entity: str, here: Here) -> None:
    from ecd_desktop.services import field_changes

    page = _page(here)

    def made(keys: list[Key]) -> None:
        def came(_count: int) -> None:
            if any(page.model.row_of(key) >= 0 for key in keys):
                page.table.select(keys)

        page.model.loaded.connect(came, Qt.ConnectionType.SingleShotConnection)
        page.refresh()

    here.do(field_changes.duplicate, entity, here.keys, then=made, owner=page)


def _paste(place: str, here: Here) -> None:
    from ui.pasting import paste

    paste(here, place)
