"""A list that reads like a page: each line has a mark, a title over its small print, a text, and who or what at right.

For what belongs to one record (its log, its people, its commitments).  Lines wrap; the words of a line are complete
without its picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import icons, style
from ui.widgets import marks
from ui.widgets.marks import Mark
from ui.widgets.table_model import KEY_ROLE

if TYPE_CHECKING:
    from db.fields import Key

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 6
LEFT, RIGHT, ABOVE = 20, 14, 9  # paddings of a line
SIDE = 26  # room of the mark
MOST_TITLE, MOST_BODY = 3, 8  # lines of text shown; the rest is in the tooltip


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says."""

    key: Key
    title: str
    small: str = ""  # under the title
    urgent: str = ""  # before ``small``, in ``tone``
    tone: str = ""
    mark: Mark | None = None  # at the left, else ``icon``
    icon: str = ""
    body: str = ""
    who: str = ""  # initials at the right
    pill: str = ""  # a word at the right, with ``pill_mark``
    pill_mark: Mark | None = None
    mark_words: str = ""  # what the mark says, for ears
    strong: bool = False
    opens: tuple[str, Key] | None = None  # the record that Enter shows
    faint: bool = False  # over and done with
    token: Any = None  # tells it from other lines about the same record; by default its key
    fixed: bool = False  # it cannot be taken away or marked here

    @property
    def words(self) -> str:
        """All of it, for ears, copies and tooltips."""
        parts = (self.title, self.mark_words, self.pill, self.urgent, self.small, self.who, self.body)
        return " · ".join(part for part in parts if part)


class LinesModel(QAbstractListModel):
    """Lines by key."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []

    def show(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.body or line.title
        return {LINE_ROLE: line, KEY_ROLE: line.key}.get(role)


class LinesView(QListView):
    """Shows lines; says records by key, and passes on the keys that its page gives a meaning to."""

    opened = Signal(object)  # Line: Enter or double click
    pressed_key = Signal(str)  # a letter or «del», while lines are selected
    chosen = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LinesModel(self)
        self.letters = ""  # the letters that mean something here
        self.setAccessibleName(name)
        self.setModel(self.lines)
        self.painter = LineDelegate(self)
        self.setItemDelegate(self.painter)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.doubleClicked.connect(lambda index: self._open(index))
        self.selectionModel().selectionChanged.connect(lambda *_a: self.chosen.emit())
        style.look.changed.connect(self.viewport().update)

    def room(self) -> int:
        """The width that lines have, whether the scroll bar is there or not."""
        return max(self.width() - self.verticalScrollBar().sizeHint().width(), 80)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; what was selected stays so, by key."""
        chosen = {_token(line) for line in self.selected_lines()}
        current = self.lines.line(self.currentIndex().row())
        at = self.verticalScrollBar().value()
        self.lines.show(lines)
        self.select(chosen, _token(current) if current is not None else None)
        self.verticalScrollBar().setValue(at)

    def selected_lines(self) -> list[Line]:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [line for row in rows if (line := self.lines.line(row)) is not None]

    def selected(self) -> tuple[Key, ...]:
        """The records of the selected lines that may be changed here."""
        return tuple(dict.fromkeys(line.key for line in self.selected_lines() if not line.fixed))

    def select(self, tokens: Iterable[Any], current: Any = None) -> None:
        wanted = set(tokens)
        selection = QItemSelection()
        for row in range(self.lines.rowCount()):
            line = self.lines.line(row)
            if line is not None and _token(line) in wanted:
                selection.select(self.lines.index(row), self.lines.index(row))
            if line is not None and _token(line) == current:
                self.selectionModel().setCurrentIndex(
                    self.lines.index(row), QItemSelectionModel.SelectionFlag.NoUpdate
                )
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        letter = event.text().upper()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and plain:
            self.pressed_key.emit("del")
        elif plain and letter and letter in self.letters:
            self.pressed_key.emit(letter)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        if row != self.painter.hover_row:
            self.painter.hover_row = row
            self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        line = self.lines.line(index.row())
        if line is not None:
            self.opened.emit(line)


class LineDelegate(QStyledItemDelegate):
    """Paints lines on the width that the view has."""

    def __init__(self, view: LinesView) -> None:
        super().__init__(view)
        self._view = view
        self.hover_row = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.data(LINE_ROLE)
        width = self._view.room()
        if not isinstance(line, Line):
            return QSize(width, 40)
        room = self._room(line, width)
        height = len(wrapped_words(line.title, _title(line), room, MOST_TITLE)) * step()
        height += step() if line.small or line.urgent else 0
        if line.body:
            height += 4 + len(wrapped_words(line.body, "body", self._whole(line, width), MOST_BODY)) * step()
        return QSize(width, max(height, 24 if line.who or line.pill else step()) + 2 * ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, Line):
            return
        theme = style.theme()
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        width = self._view.room()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        ground = theme.accent_soft if chosen else theme.hover if index.row() == self.hover_row else theme.surface
        painter.fillRect(box, QColor(ground))
        if chosen:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height() - 1), QColor(theme.accent))
        left = box.left() + LEFT
        if line.mark is not None:
            marks.paint_mark(painter, line.mark, left, box.top() + ABOVE + 1)
        elif line.icon:
            icons.paint(painter, line.icon, theme.text3, left, box.top() + ABOVE + 1, 16)
        self._right(painter, line, box.left() + width, box.top())
        left += self._side(line)
        y = box.top() + ABOVE
        painter.setPen(QColor(theme.text2 if line.faint else theme.text))
        for text in wrapped_words(line.title, _title(line), self._room(line, width), MOST_TITLE):
            y = put_words(painter, left, y, text, _title(line))
        if line.small or line.urgent:
            y = self._small(painter, line, left, y, width)
        if line.body:
            y += 4
            painter.setPen(QColor(theme.text2))
            for text in wrapped_words(line.body, "body", self._whole(line, width), MOST_BODY):
                y = put_words(painter, left, y, text, "body")
        painter.fillRect(QRectF(left, box.bottom() - 1, box.right() - left - RIGHT, 1), QColor(theme.border))
        if option.state & QStyle.StateFlag.State_HasFocus:  # type: ignore[attr-defined]
            marks.paint_focus(painter, box.adjusted(1, 0, -1, -1))

    def _side(self, line: Line) -> int:
        return SIDE if line.mark is not None or line.icon else 0

    def _whole(self, line: Line, width: int) -> int:
        return max(width - LEFT - RIGHT - self._side(line), 60)

    def _room(self, line: Line, width: int) -> int:
        taken = 34 if line.who else 0
        if line.pill:
            taken += round(marks.pill_width(line.pill, line.pill_mark or Mark("grey"))) + 8
        return max(self._whole(line, width) - taken, 60)

    def _right(self, painter: QPainter, line: Line, edge: float, top: float) -> None:
        right = edge - RIGHT
        if line.who:
            marks.paint_initials(painter, right - 26, top + ABOVE, 26, line.who)
            right -= 34
        if line.pill:
            mark = line.pill_mark or Mark("grey")
            width = marks.pill_width(line.pill, mark)
            marks.paint_pill(painter, right - width, top + ABOVE + 10, line.pill, mark, width)

    def _small(self, painter: QPainter, line: Line, left: float, y: float, width: int) -> float:
        theme = style.theme()
        room = self._room(line, width)
        if line.urgent:
            ink = theme.tone(line.tone).fg if line.tone else theme.text2
            painter.setPen(QColor(ink))
            font = "caption-strong" if line.tone in ("red", "amber") else "caption"
            shown = style.metrics(font).elidedText(line.urgent, Qt.TextElideMode.ElideRight, room)
            put_words(painter, left, y + 1, shown, font)
            used = style.metrics(font).horizontalAdvance(shown)
        else:
            used = 0
        rest = line.small if not line.urgent else f" · {line.small}" if line.small else ""
        painter.setPen(QColor(theme.text2))
        shown = style.metrics("caption").elidedText(rest, Qt.TextElideMode.ElideRight, max(room - used, 0))
        put_words(painter, left + used, y + 1, shown, "caption")
        return y + step()


def _token(line: Line) -> Any:
    return line.key if line.token is None else line.token


def _title(line: Line) -> str:
    return "body-strong" if line.strong else "body"


def put_words(painter: QPainter, x: float, y: float, text: str, font: str) -> float:
    """Paint one line of text with its top at ``y``; answers where the next one begins."""
    painter.setFont(style.font(font))
    painter.drawText(QPointF(x, y + style.metrics(font).ascent() + 1), text)
    return y + step()


def step() -> int:
    """From one line of text to the next, at the person's text size."""
    return max(18, style.metrics("body").height() + 2)


def wrapped_words(text: str, font: str, width: int, most: int) -> tuple[str, ...]:
    """The lines that a text takes on a width, ``most`` of them, the last one elided."""
    return _wrap(text, font, style.font(font).pointSizeF(), width, most)


@lru_cache(maxsize=4096)
def _wrap(text: str, font: str, _points: float, width: int, most: int) -> tuple[str, ...]:
    found: list[str] = []
    metrics = style.metrics(font)
    for paragraph in text.strip().splitlines() or [""]:
        flat = " ".join(paragraph.split())
        layout = QTextLayout(flat, style.font(font))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            if len(found) == most - 1:
                rest = flat[line.textStart() :]
                found.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
                layout.endLayout()
                return tuple(found)
            found.append(flat[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
    return tuple(found)


