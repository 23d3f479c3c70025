"""The table: whole-row hover, soft selection by key, sorting through the header, columns that yield, copy for Excel."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QMimeData, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from ecd_desktop.language import _
from ui import application, style, tokens
from ui.widgets.delegates import CellDelegate
from ui.widgets.header import Header
from ui.widgets.table_model import RowsModel

if TYPE_CHECKING:
    from db.fields import Key


class Table(QTableView):
    """Shows a ``RowsModel``.  Say records by key, never by row."""

    chosen = Signal()  # the selection, or the current record, is another one
    opened = Signal(object)  # Key: Enter or double click
    typed = Signal(str)  # a letter or digit was typed: the filter's
    order_changed = Signal(list)  # [(column name, descending), …]

    def __init__(self, model: RowsModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name  # under which widths and chosen columns are kept
        self._rows = model
        self._wanted: dict[str, bool] = {}  # columns the person has chosen to see, or not to
        self._kept_keys: list[Key] = []
        self._kept_current: Key | None = None
        self._widths: dict[str, int] = {}  # columns the person has made wider or narrower
        self._fitting = False
        self.empty_text = ""
        self.setAccessibleName(name)
        self.cells = CellDelegate(self)
        self.setItemDelegate(self.cells)
        self.head = Header(self)
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
        self.set_compact(False)
        self.head.order_changed.connect(self._order_changed)
        self.head.menu_wanted.connect(self._head_menu)
        self.head.sectionResized.connect(self._resized)
        self.head.sectionMoved.connect(lambda *_a: self._remember())
        self.edits_at: Callable[[QModelIndex], bool] = lambda _index: False  # begins to edit a cell, where it can
        self.doubleClicked.connect(lambda index: self.edits_at(index) or self._open(index))
        self.selectionModel().selectionChanged.connect(lambda *_a: self.chosen.emit())
        self.selectionModel().currentRowChanged.connect(lambda *_a: self.chosen.emit())
        model.about_to_start_again.connect(self._keep)
        model.started_again.connect(self._give_back)
        style.look.changed.connect(self.viewport().update)
        self._recall()

    # --- records by key -----------------------------------------------------------------------------------------------

    def selected(self) -> tuple[Key, ...]:
        """The selected records, in the order shown."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(key for row in rows if (key := self._rows.key_at(row)) is not None)

    def current(self) -> Key | None:
        return self._rows.key_at(self.currentIndex().row())

    def select(self, keys: Iterable[Key], current: Key | None = None, *, show: bool = True) -> None:
        """Select these records (those that are shown), and put the cursor on ``current`` or on the first."""
        places = sorted(place for key in keys if (place := self._rows.row_of(key)) >= 0)
        selection = QItemSelection()
        last = self._rows.columnCount() - 1
        for place in places:
            selection.select(self._rows.index(place, 0), self._rows.index(place, last))
        at = self._rows.row_of(current) if current is not None else -1
        at = at if at >= 0 else (places[0] if places else -1)
        column = max(self.currentIndex().column(), 0)
        if at >= 0:
            where = self._rows.index(at, column)
            self.selectionModel().setCurrentIndex(where, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if at >= 0 and show:
            self.scrollTo(self._rows.index(at, column))

    # --- looks --------------------------------------------------------------------------------------------------------

    def set_compact(self, compact: bool) -> None:
        self.verticalHeader().setDefaultSectionSize(tokens.ROW_COMPACT if compact else tokens.ROW_COMFORTABLE)
        self.verticalHeader().setMinimumSectionSize(tokens.ROW_COMPACT)

    def fit(self) -> None:
        """Give every column its room: those that yield go first, the stretching one takes the rest."""
        room = self.viewport().width()
        columns = self._rows.columns
        shown = [n for n, one in enumerate(columns) if self._wanted.get(one.name, not one.hidden)]
        for place in sorted(shown, key=lambda n: -columns[n].yields):
            if sum(self._least(n) for n in shown) <= room:
                break
            if columns[place].yields and columns[place].name not in self._wanted:
                shown.remove(place)
        self._fitting = True
        for n in range(len(columns)):
            self.setColumnHidden(n, n not in shown)
        stretching = [n for n in shown if columns[n].stretch]
        rest = room - sum(self._width(n) for n in shown if n not in stretching)
        for n in shown:
            self.setColumnWidth(n, max(rest // len(stretching), self._least(n)) if n in stretching else self._width(n))
        self._fitting = False

    def shown_columns(self) -> list[int]:
        """The visible columns, from left to right."""
        found = [n for n in range(len(self._rows.columns)) if not self.isColumnHidden(n)]
        return sorted(found, key=self.head.visualIndex)

    def columns_menu(self) -> QMenu:
        """Which columns to see."""
        menu = QMenu(self)
        for n, column in enumerate(self._rows.columns):
            action = menu.addAction(self._rows.label(n))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(n))
            action.toggled.connect(lambda on, name=column.name: self.want(name, on))
        menu.addSeparator()
        menu.addAction(_("Usual columns"), self._usual)
        return menu

    def want(self, name: str, on: bool) -> None:
        """Show a column or not, whatever the width; the last one stays."""
        if not on and len(self.shown_columns()) <= 1:
            return
        self._wanted[name] = on
        self.fit()
        self._remember()

    # --- what Qt asks -------------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() == Qt.Key.Key_C and event.modifiers() == _CTRL_SHIFT:
            self.copy(headings=True)
        elif event.text().isalnum() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.empty_text and not self._rows.rowCount():
            painter = QPainter(self.viewport())
            painter.setFont(style.font("body"))
            painter.setPen(QColor(style.theme().text3))
            painter.drawText(self.viewport().rect().adjusted(24, 40, -24, 0),
                             Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter, self.empty_text)  # fmt: skip
            painter.end()

    # --- copy ---------------------------------------------------------------------------------------------------------

    def copy(self, *, headings: bool = False) -> None:
        """The selected rows to the clipboard, as Excel and Word take them."""
        columns = self.shown_columns()
        lines = [[self._rows.label(n) for n in columns]] if headings else []
        for index in sorted(self.selectionModel().selectedRows(), key=QModelIndex.row):
            cells = (self._rows.index(index.row(), n).data() for n in columns)
            lines.append([cell or "" for cell in cells])
        if not lines:
            return
        data = QMimeData()
        data.setText(as_tabs(lines))
        data.setHtml(as_html(lines))
        QGuiApplication.clipboard().setMimeData(data)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _hover(self, row: int) -> None:
        if row != self.cells.hover_row:
            self.cells.hover_row = row
            self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        key = self._rows.key_at(index.row())
        if key is not None:
            self.opened.emit(key)

    def _order_changed(self, order: list[tuple[int, bool]]) -> None:
        self.order_changed.emit([(self._rows.columns[n].name, descending) for n, descending in order])

    def _keep(self) -> None:
        self._kept_keys = list(self.selected())
        self._kept_current = self.current()

    def _give_back(self) -> None:
        self.select(self._kept_keys, self._kept_current)
        self.chosen.emit()

    def _least(self, n: int) -> int:
        column = self._rows.columns[n]
        return column.width if not column.stretch else min(column.width, 240)

    def _width(self, n: int) -> int:
        return self._widths.get(self._rows.columns[n].name, self._rows.columns[n].width)

    def _head_menu(self, at: QPoint, section: int) -> None:
        menu = self.columns_menu()
        first = menu.actions()[0] if menu.actions() else None
        if section >= 0 and first is not None:
            fit = menu.addAction(_("Fit to what it shows"))
            fit.triggered.connect(lambda: self.resizeColumnToContents(section))
            menu.insertAction(first, fit)
            menu.insertSeparator(first)
        menu.exec(at)

    def _usual(self) -> None:
        self._wanted.clear()
        self._widths.clear()
        self.fit()
        self._remember()

    def _resized(self, section: int, _old: int, new: int) -> None:
        if not self._fitting and new > 0:
            self._widths[self._rows.columns[section].name] = new
            self._remember()

    def _remember(self) -> None:
        order = [self._rows.columns[n].name for n in sorted(range(len(self._rows.columns)), key=self.head.visualIndex)]
        kept = {"wanted": self._wanted, "widths": self._widths, "order": order}
        application.remember(f"table/{self._name}", json.dumps(kept))

    def _recall(self) -> None:
        try:
            kept = json.loads(str(application.recall(f"table/{self._name}") or "{}"))
            self._wanted = {str(name): bool(on) for name, on in kept.get("wanted", {}).items()}
            self._widths = {str(name): max(int(width), 48) for name, width in kept.get("widths", {}).items()}
            names = [str(name) for name in kept.get("order", [])]
        except (ValueError, TypeError, AttributeError):  # a file from another version, or edited by hand
            return
        known = [column.name for column in self._rows.columns]
        for place, name in enumerate(name for name in names if name in known):
            self.head.moveSection(self.head.visualIndex(known.index(name)), place)


_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def as_tabs(lines: list[list[str]]) -> str:
    """As Excel takes it: tabs, quotes where a cell holds tabs, line ends or quotes; one cell alone stays as it is."""
    if len(lines) == 1 and len(lines[0]) == 1:
        return lines[0][0]
    out = io.StringIO()
    csv.writer(out, dialect="excel-tab", lineterminator="\n").writerows(lines)
    return out.getvalue()


def as_html(lines: list[list[str]]) -> str:
    """A plain table; every cell is text, so that codes keep their zeros."""
    rows = "".join(
        "<tr>" + "".join(f"<td style='mso-number-format:\"\\@\"'>{html.escape(cell)}</td>" for cell in line) + "</tr>"
        for line in lines
    )
    return f"<style>br{{mso-data-placement:same-cell}}</style><table>{rows}</table>"
