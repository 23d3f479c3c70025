"""Lists whose rows are painted: what they all do alike, whatever a row is (pointer, Enter, headings, the width)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import style
from ui.widgets import marks

Index = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole) + 6  # the row itself


class ListModel(QAbstractListModel):
    """Rows that say their ``words``, one under the other; a text is a heading, which is never chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Any] = []

    def show(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def row(self, number: int) -> Any:
        """None where there is no such row."""
        return self.rows[number] if 0 <= number < len(self.rows) else None

    def is_heading(self, number: int) -> bool:
        return isinstance(self.row(number), str)

    def tip(self, row: Any) -> str:
        """What the pointer is told of a row that is no heading."""
        return ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None or role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else row.words
        if role == Qt.ItemDataRole.ToolTipRole and not self.is_heading(index.row()):
            return self.tip(row) or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.is_heading(index.row()):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


class ListView(QListView):
    """Scrolls by the pixel and never sideways, lights the row under the pointer, and takes one on Enter."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hover_row = -1
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.doubleClicked.connect(lambda index: self.take(index))
        style.look.changed.connect(self.viewport().update)

    def room(self) -> int:
        """The width that rows have, whether the scroll bar is there or not."""
        return max(self.width() - self.verticalScrollBar().sizeHint().width(), 120)

    def take(self, index: Index) -> None:
        """Do what Enter and a double click do with a row."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.take(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hover_row:
            self.hover_row = row
            self.viewport().update()


class GroupedList(ListView):
    """Rows under headings: the cursor passes over those, and brings them into sight."""

    def __init__(self, found: ListModel, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.found = found
        found.setParent(self)
        self.setModel(found)

    def go(self, row: int) -> None:
        """Put the cursor on a row."""
        index = self.found.index(row)
        self.setCurrentIndex(index)
        if self.found.is_heading(row - 1):
            self.scrollTo(self.found.index(row - 1))
        self.scrollTo(index)

    def step(self, by: int) -> None:
        """On (1) or back (-1) to the next row that is no heading; none after the last."""
        row = self.currentIndex().row() + by
        while self.found.is_heading(row):
            row += by
        if self.found.row(row) is not None:
            self.go(row)


class RowDelegate(QStyledItemDelegate):
    """Paints rows on the width that the view has."""

    def __init__(self, view: ListView) -> None:
        super().__init__(view)
        self.view = view

    def paint_ground(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index, *, lights: bool = True
    ) -> None:
        """What is chosen is tinted and has a bar at its left; ``lights``: it answers to the pointer."""
        theme = style.theme()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        hovered = lights and index.row() == self.view.hover_row
        painter.fillRect(box, QColor(theme.accent_soft if chosen else theme.hover if hovered else theme.surface))
        if chosen:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height() - 1), QColor(theme.accent))

    def paint_ring(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem) -> None:
        """Where the keys are."""
        if option.state & QStyle.StateFlag.State_HasFocus:  # type: ignore[attr-defined]
            marks.paint_focus(painter, box.adjusted(1, 0, -1, -1))
