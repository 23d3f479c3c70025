"""A list that reads like a page: each line has a mark, a title over its small print, a text, and who or what at right.

For what belongs to one record (its log, its people, its commitments).  Lines wrap; the words of a line are complete
without its picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from ui import icons, style
from ui.widgets import marks
from ui.widgets.list_view import ROW, Index, ListModel, ListView, RowDelegate
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.fields import Key

LEFT, RIGHT, ABOVE = 20, 10, 9  # paddings of a line
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
    shows: Callable[[], None] | None = None  # what Enter shows where it is no record
    faint: bool = False  # over and done with
    token: Any = None  # tells it from other lines about the same record; by default its key
    fixed: bool = False  # it cannot be taken away or marked here
    entity: str = ""  # its noun, where the lines are of several

    @property
    def words(self) -> str:
        """All of it, for ears, copies and tooltips."""
        parts = (self.title, self.mark_words, self.pill, self.urgent, self.small, self.who, self.body)
        return " · ".join(part for part in parts if part)


class LinesModel(ListModel):
    """Lines."""

    def line(self, row: int) -> Line | None:
        found: Line | None = self.row(row)
        return found

    def tip(self, line: Line) -> str:
        return line.body or line.title


class LinesView(ListView):
    """Shows lines; says records by key, and passes on the keys that its page gives a meaning to."""

    opened = Signal(object)  # Line: Enter or double click
    pressed_key = Signal(str)  # a letter or «del», while lines are selected
    moved = Signal(int)  # -1 up, 1 down: the selected line wants another place among the others
    chosen = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.lines = LinesModel(self)
        self.letters = ""  # the letters that mean something here
        self.movable = False  # whether Alt+↑ and Alt+↓ move a line
        self.ends_ruled = True  # a rule under the last line too: not in a card
        self.ruled = True  # rules between lines: not where each is a card of its own
        self.setModel(self.lines)
        self.setItemDelegate(LineDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(lambda *_a: self.chosen.emit())

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
                self.selectionModel().setCurrentIndex(self.lines.index(row), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def select_first(self) -> None:
        """Where no record is selected, the first one."""
        every = (self.lines.line(row) for row in range(self.lines.rowCount()))
        if not self.selected() and (first := next((line for line in every if line and not line.fixed), None)):
            self.select([_token(first)], _token(first))

    def take(self, index: Index) -> None:
        line = self.lines.line(index.row())
        if line is not None:
            self.opened.emit(line)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._way(event):
            event.accept()  # before a command of the page that is on the same keys
            return True
        return super().event(event)

    def _way(self, event: QKeyEvent) -> int:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not self.movable or held != Qt.KeyboardModifier.AltModifier:
            return 0
        return {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}.get(event.key(), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if way := self._way(event):
            self.moved.emit(way)
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        letter = event.text().upper()
        if event.key() == Qt.Key.Key_Delete and plain:
            self.pressed_key.emit("del")
        elif plain and letter and letter in self.letters:
            self.pressed_key.emit(letter)
        else:
            super().keyPressEvent(event)


class LineDelegate(RowDelegate):
    """Paints a line: mark, title over its small print, text, and at the right who or what."""

    view: LinesView

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.data(ROW)
        width = self.view.room()
        if not isinstance(line, Line):
            return QSize(width, 40)
        room = self._room(line, width)
        height = len(wrapped_words(line.title, _title(line), room, MOST_TITLE)) * step()
        height += step() if line.small or line.urgent else 0
        if line.body:
            height += 4 + len(wrapped_words(line.body, "body", self._whole(line, width), MOST_BODY)) * step()
        return QSize(width, max(height, 24 if line.who or line.pill else step()) + 2 * ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(ROW)
        if not isinstance(line, Line):
            return
        theme = style.theme()
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        width = self.view.room()
        self.paint_ground(painter, box, option, index)
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
        if self.view.ruled and (self.view.ends_ruled or index.row() + 1 < index.model().rowCount()):
            painter.fillRect(QRectF(left, box.bottom() - 1, box.left() + width - RIGHT - left, 1), QColor(theme.border))
        self.paint_ring(painter, box, option)

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
