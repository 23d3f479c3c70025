"""The table: whole-row hover, soft selection by key, headings that fold, columns that yield or stay, copy for Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from ui import style, tokens
from ui.widgets import table_copy
from ui.widgets.cell_block import CellBlock
from ui.widgets.clipboard import as_html, as_tabs
from ui.widgets.delegates import CellDelegate
from ui.widgets.folding import Folding
from ui.widgets.frozen import FrozenColumns
from ui.widgets.header import Header
from ui.widgets.loading import Loading
from ui.widgets.sums import Sums
from ui.widgets.table_columns import Columns
from ui.widgets.table_lines import unbroken
from ui.widgets.table_model import RowsModel

if TYPE_CHECKING:
    from db.fields import Key

__all__ = ["Table", "as_html", "as_tabs"]

NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Table(QTableView):
    """Shows a ``RowsModel``.  Say records by key, never by row."""

    chosen = Signal()  # the selection, or the current record, is another one
    opened = Signal(object)  # Key: Enter or double click
    typed = Signal(str)  # a letter or digit was typed: the filter's
    previewed = Signal()  # Space: show the current record beside the list, or not
    order_changed = Signal(list)  # [(column name, descending), …]
    group_changed = Signal(str)  # the column by which records are grouped; "" by none
    folded = Signal()  # a heading was folded or unfolded by hand
    summed = Signal()  # ``sums`` says something else

    frozen: FrozenColumns | None = None  # Qt asks where cells are before the table is put together

    def __init__(self, model: RowsModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._kept: tuple[list[Any], Any | None] = ([], None)
        self.empty_text = ""
        self.groups: tuple[str, ...] = ()  # columns offered under «Group by»; none: all that can be grouped by
        self.edits_at: Callable[[QModelIndex], bool] = lambda _index: False  # begins to edit a cell, where it can
        self._to_current = False  # show the current line once it is known where it stands
        self._swallow = False  # until the button that pressed a heading is let go
        self.setAccessibleName(name)
        self.cells = CellDelegate(self)
        self.setItemDelegate(self.cells)
        self.head = Header(self)
        self.head.setResizeContentsPrecision(0)  # what is seen; more would have to be fetched
        self.setHorizontalHeader(self.head)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setModel(model)
        self.columns = Columns(self, model, name)
        self.folding = Folding(self, model)
        self.block = CellBlock(self, model)
        self.frozen = FrozenColumns(self)
        self.loading = Loading(self, model)
        self._sums = Sums(self, model)
        self.set_compact(False)
        self.head.order_changed.connect(self._order_changed)
        self.head.menu_wanted.connect(lambda at, section: self.columns.menu_of(section).exec(at))
        self.doubleClicked.connect(lambda index: None if self.edits_at(index) else self._open(index))
        self.selectionModel().selectionChanged.connect(lambda *_a: self.chosen.emit())
        self.selectionModel().currentRowChanged.connect(lambda *_a: self.chosen.emit())
        self._sums.changed.connect(self.summed)
        self.block.changed.connect(self._narrowed)
        model.about_to_start_again.connect(self._keep)
        model.started_again.connect(self._give_back)
        style.look.changed.connect(self.viewport().update)
        self.columns.recall()

    # --- records by key -----------------------------------------------------------------------------------------------

    def selected(self) -> tuple[Key, ...]:
        """The selected records, in the order shown."""
        ranges = self.selectionModel().selection()
        spans = sorted((ranges.at(n).top(), ranges.at(n).bottom()) for n in range(ranges.count()))
        return tuple(self._rows.keys_within(spans))

    def current(self) -> Key | None:
        return self._rows.key_at(self.currentIndex().row())

    def select(self, keys: Iterable[Key], current: Key | None = None, *, show: bool = True) -> None:
        """Select these records (those that are shown), and put the cursor on ``current`` or on the first.

        ``show``: unfold the heading of that record, and scroll to it.
        """
        keys = list(keys)
        aim = current if current is not None else next(iter(keys), None)
        if show and (heading := self._rows.heading_of(aim)) is not None:
            self._rows.fold(heading, False)
        self.select_lines(keys, current, show=show)

    def select_lines(self, lines: Iterable[Any], current: Any | None, *, show: bool = False) -> None:
        """As ``select``, for lines that are shown; the cursor may stand on a heading."""
        places = sorted(place for line in lines if (place := self._rows.row_of(line)) >= 0)
        selection = QItemSelection()
        last = self._rows.columnCount() - 1
        for first, end in unbroken(places):
            selection.select(self._rows.index(first, 0), self._rows.index(end, last))
        at = self._rows.row_of(current) if current is not None else -1
        at = at if at >= 0 else (places[0] if places else -1)
        column = max(self.currentIndex().column(), 0)
        if at >= 0:
            self.selectionModel().setCurrentIndex(self._rows.index(at, column), NO_UPDATE)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if at >= 0 and show:
            self.scrollTo(self._rows.index(at, column))

    # --- groups, columns, sums ----------------------------------------------------------------------------------------

    def group_by(self, name: str | None) -> None:
        """Gather the records under headings by a column; None: under none.  Raises KeyError where it cannot be."""
        if (name or "") != self._rows.grouped_by:
            self._to_current = True
            self._rows.group_by(name)
            self.columns.remember()
            self.group_changed.emit(name or "")

    def freeze(self, n: int) -> None:
        """Let the first ``n`` visible columns stay when the others scroll sideways."""
        self.columns.freeze(n)

    def sums(self) -> list[str]:
        """What the numbers of several selected rows come to, a sentence for each column; ``summed`` says when."""
        return list(self._sums.words)

    def state(self) -> dict[str, Any]:  # type: ignore[override] # Qt's own is about dragging
        """Columns shown, their order and widths, how many stay, the grouping: plain data, for a saved view."""
        return self.columns.state()

    def restore(self, state: Mapping[str, Any]) -> None:
        """Bring back a ``state``; what is not known any more is left out."""
        self.columns.restore(state)
        self.columns.remember()

    def fit(self) -> None:
        self.columns.fit()

    def shown_columns(self) -> list[int]:
        """The visible columns, from left to right."""
        return self.columns.shown()

    def columns_menu(self) -> QMenu:
        return self.columns.menu()

    def want(self, name: str, on: bool) -> None:
        self.columns.want(name, on)

    def columns_changed(self) -> None:
        """Widths, order or what is seen changed: what stays at the left stands elsewhere."""
        if self.frozen is not None:
            self.frozen.place()
            self._sums.again()

    # --- looks --------------------------------------------------------------------------------------------------------

    def set_compact(self, compact: bool) -> None:
        rows = self.verticalHeader()
        rows.setDefaultSectionSize(tokens.ROW_COMPACT if compact else tokens.ROW_COMFORTABLE)
        rows.setMinimumSectionSize(tokens.ROW_COMPACT)
        self.folding.size_headings()

    def begin_painting(self) -> None:
        """Look up what all cells of a painting share; the words of headings end where the first total begins."""
        right = self.viewport().width()
        if self._rows.grouped_by:
            totals = [n for n in self.columns.shown() if self._rows.has_totals(n)]
            lefts = [x for n in totals if (x := self.columnViewportPosition(n)) > 240]
            right = min([right, *lefts])
        self.cells.begin(right)

    # --- what Qt asks -------------------------------------------------------------------------------------------------

    def indexAt(self, pos: QPoint) -> QModelIndex:
        """Columns that stay cover the others."""
        column = self.frozen.column_at(pos.x()) if self.frozen is not None else -1
        return super().indexAt(pos) if column < 0 else self._rows.index(self.rowAt(pos.y()), column)

    def visualRect(self, index: QModelIndex) -> QRect:
        rect = super().visualRect(index)
        if self.frozen is not None and (left := self.frozen.left_of(index.column())) >= 0:
            rect.moveLeft(left)
        return rect

    def scrollTo(
        self, index: QModelIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Into what is not covered; a column that stays needs no scrolling sideways."""
        bar, frozen = self.horizontalScrollBar(), self.frozen
        if frozen is not None and index.column() in frozen.columns:
            at = bar.value()
            super().scrollTo(index, hint)
            bar.setValue(at)
            return
        super().scrollTo(index, hint)
        if frozen is not None and (covered := frozen.edge - self.columnViewportPosition(index.column())) > 0:
            bar.setValue(bar.value() - covered)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._swallow:
            super().mouseMoveEvent(event)
            self.block.dragged(event, self.indexAt(event.position().toPoint()))
        self._hover(self.rowAt(event.position().toPoint().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._swallow = self._rows.heading_at(index.row()) is not None
        if not self._swallow:
            with self.block.pressing(event, index):
                super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.folding.toggle(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._swallow:
            super().mouseReleaseEvent(event)
        self.block.released()
        self._swallow = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second of two quick clicks on a heading is one more."""
        if self._rows.heading_at(self.indexAt(event.position().toPoint()).row()) is not None:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def event(self, event: QEvent) -> bool:
        """The menu key means the current cell; Qt sends it here, in other coordinates than the mouse's."""
        if isinstance(event, QContextMenuEvent) and event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._menu_at(self.visualRect(self.currentIndex()).center())
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ContextMenu and isinstance(event, QContextMenuEvent):
            self._menu_at(event.pos())
            return True
        return super().viewportEvent(event)

    def _menu_at(self, at: QPoint) -> None:
        """Headings have a menu of their own: the records' commands are not about them."""
        if self._rows.heading_at(self.rowAt(at.y())) is not None:
            self.folding.menu().exec(self.viewport().mapToGlobal(at))
        else:
            self.customContextMenuRequested.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.folding.takes(event.key(), held):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Space and not held:
            self.previewed.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_C and held == CTRL | SHIFT:
            self.copy(headings=True)
        elif event.text().isalnum() and not held & ~SHIFT:
            self.typed.emit(event.text())
        elif event.key() == Qt.Key.Key_Escape and self.block.columns():
            self.block.clear()
        else:
            with self.block.stepping(held):
                super().keyPressEvent(event)
            if not held and self._rows.heading_at(self.currentIndex().row()) is not None:
                self.clearSelection()  # what the next key does is about the heading, not about a row left behind

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it by the delegate: cells, lines, hover and selection; a row at a time, which Qt's own way is not."""
        painter = QPainter(self.viewport())
        clip = event.rect()
        painter.fillRect(clip, QColor(style.theme().surface))
        covered = self.frozen.edge if self.frozen is not None else 0
        columns = [
            (n, left, width) for n in self.columns.shown()
            if (left := self.columnViewportPosition(n)) <= clip.right()
            and left + (width := self.columnWidth(n)) > max(clip.left(), covered)
        ]  # fmt: skip
        self.begin_painting()
        self.cells.paint_rows(painter, clip, columns)
        self.cells.end()
        painter.end()
        if self.empty_text and not self._rows.rowCount():
            painter = QPainter(self.viewport())
            painter.setFont(style.font("body"))
            painter.setPen(QColor(style.theme().text3))
            painter.drawText(self.viewport().rect().adjusted(24, 40, -24, 0),
                             Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter, self.empty_text)  # fmt: skip
            painter.end()

    # --- copy ---------------------------------------------------------------------------------------------------------

    def copy(self, *, headings: bool = False) -> None:
        """The selected rows, or their cells in the block, under their columns' headings if wanted."""
        table_copy.copy(self, self._rows, headings=headings)

    def copy_cell(self) -> None:
        """What the current cell says, alone and as it is."""
        table_copy.copy_cell(self, self._rows)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _hover(self, row: int) -> None:
        if row != self.cells.hover_row:
            before, self.cells.hover_row = self.cells.hover_row, row
            for one in (before, row):
                if 0 <= one < self._rows.rowCount():
                    self.viewport().update(0, self.rowViewportPosition(one), self.viewport().width(),
                                           self.rowHeight(one))  # fmt: skip

    def _narrowed(self) -> None:
        """The selected rows mean other columns now."""
        self.viewport().update()
        if self.frozen is not None:
            self.frozen.update()
        self._sums.again()
        self.summed.emit()

    def _open(self, index: QModelIndex) -> None:
        key = self._rows.key_at(index.row())
        if key is not None:
            self.opened.emit(key)

    def _order_changed(self, order: list[tuple[int, bool]]) -> None:
        self.order_changed.emit([(self._rows.columns[n].name, descending) for n, descending in order])

    def _keep(self) -> None:
        self._kept = (list(self.selected()), self._rows.line_at(self.currentIndex().row()))

    def _give_back(self) -> None:
        self.folding.size_again()
        self.select_lines(*self._kept)
        self.chosen.emit()
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        """After a fresh start the scroll bars are known again."""
        self.columns_changed()
        if self._to_current:
            self._to_current = False
            self.scrollTo(self.currentIndex())
