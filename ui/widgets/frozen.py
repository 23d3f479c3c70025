"""Columns that stay at the left edge while the others scroll: painted over the table, with a header of their own.

The mouse goes through to the table, which asks here what lies under it; so there is one selection, one hover and one
place for the keyboard.  Nothing is painted twice while the table is not scrolled sideways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import style
from ui.widgets.delegates import ink
from ui.widgets.header import Header

if TYPE_CHECKING:
    from ui.widgets.table import Table


class FrozenColumns(QWidget):
    """The cells of the columns that stay, over the left part of the table's viewport."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table
        self.columns: list[int] = []  # from left to right; [] while nothing is scrolled away
        self._lefts: list[int] = []
        self.head = FrozenHeader(table)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        table.horizontalScrollBar().valueChanged.connect(lambda _value: self.place())

    def place(self) -> None:
        """Look again at which columns stay, and where."""
        table = self._table
        scrolled = table.horizontalScrollBar().value() > 0
        self.columns = table.columns.frozen_now() if scrolled else []
        if not self.columns:
            self.hide()
            self.head.hide()
            return
        self._lefts, x = [], 0
        for n in self.columns:
            self._lefts.append(x)
            x += table.columnWidth(n)
        view = table.viewport().geometry()
        self.setGeometry(view.left(), view.top(), x + 1, view.height())
        self.head.show_columns(self.columns, x + 1)
        self.show()
        self.raise_()
        self.update()

    def column_at(self, x: int) -> int:
        """The column that stays under ``x`` of the viewport; -1 where another one is seen there."""
        for n, left in zip(self.columns, self._lefts, strict=False):
            if left <= x < left + self._table.columnWidth(n):
                return n
        return -1

    def left_of(self, column: int) -> int:
        """Where a column that stays begins; -1 for another one."""
        return self._lefts[self.columns.index(column)] if column in self.columns else -1

    @property
    def edge(self) -> int:
        """How much of the viewport is covered."""
        return self.width() - 1 if self.columns else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        table = self._table
        painter = QPainter(self)
        painter.fillRect(event.rect(), ink(style.theme().surface))
        table.begin_painting()
        table.cells.paint_rows(
            painter, event.rect(),
            [(n, left, table.columnWidth(n)) for n, left in zip(self.columns, self._lefts, strict=True)],
        )  # fmt: skip
        table.cells.end()
        painter.fillRect(self.width() - 1, 0, 1, self.height(), ink(style.theme().scroll))
        painter.end()


class FrozenHeader(Header):
    """The sections of the columns that stay; what is done to them is done to the table's own header."""

    def __init__(self, table: Table) -> None:
        self._table = table
        super().__init__(table)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)  # what is painted again below it is painted again here
        self.setSectionsMovable(False)
        self.setModel(table.model())
        self.menu_wanted.connect(table.head.menu_wanted)
        self.filter_wanted.connect(table.head.filter_wanted)
        table.head.order_changed.connect(lambda _order: self.viewport().update())
        self.sectionResized.connect(self._resized)
        self.sectionHandleDoubleClicked.connect(table.head.sectionHandleDoubleClicked)
        self._showing = False
        self._last = -1
        self.hide()

    # What the table's own header marks is marked here: there is one order, and one set of filters.

    @property
    def order(self) -> list[tuple[int, bool]]:
        return self._table.head.order

    @order.setter
    def order(self, _order: list[tuple[int, bool]]) -> None:
        """It is the table's."""

    @property
    def filterable(self) -> set[int]:
        return self._table.head.filterable

    @filterable.setter
    def filterable(self, _sections: set[int]) -> None:
        """It is the table's."""

    @property
    def _filtered(self) -> set[int]:
        return self._table.head._filtered

    @_filtered.setter
    def _filtered(self, _sections: set[int]) -> None:
        """It is the table's."""

    def show_columns(self, columns: list[int], width: int) -> None:
        """Stand over the left part of the table's header with these sections."""
        self._showing = True
        self._last = columns[-1]
        for place, n in enumerate(columns):
            self.moveSection(self.visualIndex(n), place)
        for n in range(self.count()):
            self.setSectionHidden(n, n not in columns)
            if n in columns:
                self.resizeSection(n, self._table.columnWidth(n) + (n == self._last))  # the line that ends them
        self._showing = False
        at = self._table.head.geometry()
        self.setGeometry(at.left(), at.top(), width, at.height())
        self.show()
        self.raise_()
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        super().paintSection(painter, rect, section)
        if section == self._last:
            painter.fillRect(rect.right(), rect.top(), 1, rect.height(), ink(style.theme().scroll))

    def press(self, section: int, *, adding: bool = False) -> None:
        self._table.head.press(section, adding=adding)

    def _resized(self, section: int, _old: int, new: int) -> None:
        if not self._showing and new > 1:
            self._table.setColumnWidth(section, new - (section == self._last))
