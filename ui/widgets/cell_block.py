"""Cells of a table instead of whole rows: the selected rows, narrowed to some columns by Shift+←/→ or the mouse.

There is one selection, that of rows, on which every command of the records acts; a block only says which of their
columns are meant by what acts on cells (copy, paste, fill, replace).  A step without Shift ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent

from ecd_desktop.language import _, ngettext

if TYPE_CHECKING:
    from db.fields import Key
    from ui.widgets.table import Table
    from ui.widgets.table_model import RowsModel

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ROWS = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


class CellBlock(QObject):
    """The columns that the selected rows of one table are narrowed to; none while whole rows are selected."""

    changed = Signal()

    def __init__(self, table: Table, model: RowsModel) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._from = self._to = -1  # the columns at both ends, as the model counts them
        self._pressed = QModelIndex()
        self._start = QPersistentModelIndex()  # where a stretch by Shift begins; Qt's own stays behind other moves
        self._stretching = False
        table.selectionModel().currentChanged.connect(self._moved)

    def columns(self) -> list[int]:
        """The visible columns of the block, from left to right; [] while whole rows are selected."""
        shown = self._table.shown_columns()
        if self._from not in shown or self._to not in shown:
            return []
        first, last = sorted((shown.index(self._from), shown.index(self._to)))
        return shown[first : last + 1]

    def keys(self) -> tuple[Key, ...]:
        """The records of the block, in the order shown."""
        return self._table.selected() if self.columns() else ()

    def narrow(self, first: int, last: int) -> None:
        """Narrow the selected rows to these columns and those between them; -1 and -1: whole rows again."""
        if (first, last) != (self._from, self._to):
            self._from, self._to = first, last
            self.changed.emit()

    def clear(self) -> None:
        """Whole rows are selected."""
        self.narrow(-1, -1)

    def toggle(self) -> None:
        """From the rows to their cells in the current column, or back to whole rows."""
        column = self._table.currentIndex().column()
        if self.columns() or column < 0 or not self._table.selected():
            self.clear()
        else:
            self.narrow(column, column)

    def words(self, rows: int) -> str:
        """What is selected, for the status bar."""
        if columns := len(self.columns()):
            return _("{rows} × {columns} cells").format(rows=rows, columns=columns)
        return chosen_words(rows)

    # --- what the table tells -----------------------------------------------------------------------------------------

    @contextmanager
    def stepping(self, held: Qt.KeyboardModifier) -> Iterator[None]:
        """While a key is taken: where it moves the cursor sideways with Shift, the block begins or grows."""
        before = self._table.currentIndex()
        self._stretching = bool(held & SHIFT)
        yield
        stretched, self._stretching = self._stretching, False
        now = self._table.currentIndex()
        if now == before:
            return
        if not stretched:
            self.clear()
            return
        self._stretch_to(now, held)
        if self._from >= 0:
            self.narrow(self._from, now.column())
        elif now.column() != before.column() and before.isValid():
            self.narrow(before.column(), now.column())

    @contextmanager
    def pressing(self, event: QMouseEvent, at: QModelIndex) -> Iterator[None]:
        """While the mouse is pressed on ``at``."""
        before, chosen = self._table.currentIndex(), self._table.selectionModel().isSelected(at)
        held = event.modifiers()
        self._stretching = event.button() == LEFT and bool(held & SHIFT)
        yield
        stretched, self._stretching = self._stretching, False
        self._pressed = at if event.button() == LEFT else QModelIndex()
        if event.button() == RIGHT and chosen:
            return  # its menu is about what is selected
        if not stretched or held & CTRL:
            self.clear()
        elif at.isValid() and before.isValid():
            self._stretch_to(at, held)
            begun = self._from if self._from >= 0 else before.column()
            self._pressed = self._model.index(before.row(), begun)
            if self._from >= 0 or at.column() != begun:
                self.narrow(begun, at.column())

    def dragged(self, event: QMouseEvent, at: QModelIndex) -> None:
        """The mouse went over ``at``: with the left button held, from one column into another."""
        if not event.buttons() & LEFT or not self._pressed.isValid() or not at.isValid():
            return
        if self._model.key_at(at.row()) is None or event.modifiers() & CTRL:
            return
        if self._from >= 0 or at.column() != self._pressed.column():
            self.narrow(self._pressed.column(), at.column())

    def released(self) -> None:
        """The button was let go."""
        self._pressed = QModelIndex()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._stretching and not self._pressed.isValid():
            self._start = QPersistentModelIndex(now)

    def _stretch_to(self, now: QModelIndex, held: Qt.KeyboardModifier) -> None:
        """The rows from where the stretch begins to the cursor."""
        if held & CTRL or not self._start.isValid():
            return
        first, last = sorted((self._start.row(), now.row()))
        rows = QItemSelection(self._model.index(first, 0), self._model.index(last, self._model.columnCount() - 1))
        self._table.selectionModel().select(rows, ROWS)


def chosen_words(rows: int) -> str:
    """How many records are selected."""
    return ngettext("{n} selected", "{n} selected", rows).format(n=rows)
