"""Headings under the hand: a click, ←/→, + and − fold and unfold them, Ctrl+Shift+←/→ all; a selection comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QMenu

from ecd_desktop.language import _

if TYPE_CHECKING:
    from db.fields import Key
    from ui.widgets.grouping import Heading
    from ui.widgets.table import Table
    from ui.widgets.table_model import RowsModel

HEIGHT = 40  # of a heading's row, where records have two lines
NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Folding(QObject):
    """Folds the headings of one table."""

    def __init__(self, table: Table, model: RowsModel) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._away: set[Key] = set()  # selected records that were folded in
        self._rest: set[Key] = set()  # the selection that was left
        self._sized = False  # some rows have the height of headings
        model.rowsInserted.connect(lambda _parent, first, last: self.size_headings(first, last))
        model.rowsRemoved.connect(lambda *_a: self.size_headings())
        model.layoutChanged.connect(lambda *_a: self.size_headings())

    def fold(self, heading: Heading, folded: bool) -> None:
        """Fold one heading or unfold it; the cursor never vanishes, a selection comes back when it is seen again."""
        table, model = self._table, self._model
        if folded == model.is_folded(heading):
            return
        current = table.current()
        if folded and current is not None and model.heading_of(current) == heading:
            self._go_to(heading)
        self._change(lambda: model.fold(heading, folded), folded)

    def fold_all(self, folded: bool) -> None:
        """Fold every heading, or none."""
        heading = self._model.heading_of(self._table.current())
        if folded and heading is not None:
            self._go_to(heading)
        self._change(lambda: self._model.fold_all(folded), folded)
        self._table.scrollTo(self._table.currentIndex())

    def toggle(self, index: QModelIndex) -> None:
        """A heading was clicked."""
        if (heading := self._model.heading_at(index.row())) is not None:
            self._table.selectionModel().setCurrentIndex(index, NO_UPDATE)
            self.fold(heading, not self._model.is_folded(heading))

    def takes(self, key: int, held: Qt.KeyboardModifier) -> bool:
        """Whether a key meant headings, and was followed."""
        table, model = self._table, self._model
        if not model.grouped_by:
            return False
        if held == CTRL | SHIFT and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.fold_all(key == Qt.Key.Key_Left)
            return True
        index = table.currentIndex()
        heading = model.heading_at(index.row())
        if heading is not None and not held:
            folds = {Qt.Key.Key_Left: True, Qt.Key.Key_Minus: True, Qt.Key.Key_Right: False, Qt.Key.Key_Plus: False}
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                self.fold(heading, not model.is_folded(heading))
                return True
            if key == Qt.Key.Key_Right and not model.is_folded(heading):
                table.setCurrentIndex(model.index(index.row() + 1, index.column()))  # into the group
                return True
            if key in folds:
                self.fold(heading, folds[Qt.Key(key)])
                return True
        above = model.heading_of(table.current())
        if above is None or held:
            return False
        if key == Qt.Key.Key_Minus:
            self.fold(above, True)
            return True
        shown = table.shown_columns()
        if key == Qt.Key.Key_Left and shown and index.column() == shown[0]:
            self._go_to(above)
            return True
        return False

    def menu(self) -> QMenu:
        """What can be done with headings."""
        menu = QMenu(self._table)
        model = self._model
        headings = model.headings()
        folded = [heading for heading in headings if model.is_folded(heading)]
        unfold = menu.addAction(_("Unfold all groups"), lambda: self.fold_all(False))
        unfold.setEnabled(bool(folded))
        fold = menu.addAction(_("Fold all groups"), lambda: self.fold_all(True))
        fold.setEnabled(len(folded) < len(headings))
        menu.addSeparator()
        menu.addMenu(self._table.columns.group_menu())
        return menu

    def size_headings(self, first: int = 0, last: int | None = None) -> None:
        """Give the rows of headings their height: in compact lists that of all."""
        table, model = self._table, self._model
        rows = table.verticalHeader()
        wanted = min(HEIGHT, rows.defaultSectionSize())
        if not model.grouped_by:
            return
        self._sized = True
        for heading in model.headings():
            place = model.row_of(heading)
            if place >= first and (last is None or place <= last) and rows.sectionSize(place) != wanted:
                rows.resizeSection(place, wanted)

    def size_again(self) -> None:
        """After a fresh start Qt keeps the heights of rows: those that are headings no more are as high as records."""
        rows = self._table.verticalHeader()
        if self._sized:
            usual = rows.defaultSectionSize()
            for place in range(rows.count()):
                if rows.sectionSize(place) != usual:
                    rows.resizeSection(place, usual)
        self._sized = False
        self.size_headings()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _go_to(self, heading: Heading) -> None:
        index = self._model.index(self._model.row_of(heading), max(self._table.currentIndex().column(), 0))
        self._table.selectionModel().setCurrentIndex(index, NO_UPDATE)
        self._table.scrollTo(index)

    def _change(self, change: Callable[[], None], folded: bool) -> None:
        table = self._table
        before = set(table.selected())
        change()
        table.columns.remember()
        table.folded.emit()
        if folded:
            after = set(table.selected())
            self._away = (self._away if before == self._rest else set()) | (before - after)
            self._rest = after
        elif self._away and before == self._rest:
            seen = {key for key in self._away if self._model.row_of(key) >= 0}
            if seen:
                table.select_lines(before | seen, self._model.line_at(table.currentIndex().row()))
            self._away -= seen
            self._rest = set(table.selected())
