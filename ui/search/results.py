"""The list of what was found: headings with counts, and under each the records with the words marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from ui import icons, style
from ui.widgets.list_view import ROW, GroupedList, Index, ListModel, RowDelegate

if TYPE_CHECKING:
    from db.queries.search_texts import Hit
    from ui.search.excerpt import Spans

LEFT, RIGHT, SIDE, ABOVE, LINE = 24, 20, 28, 9, 18
HEAD, MORE = 36, 34  # heights
MOST = 2  # lines of an excerpt


@dataclass(frozen=True, slots=True)
class Head:
    """A group's heading."""

    title: str
    count: int

    @property
    def words(self) -> str:
        return f"{self.title} ({self.count})"


@dataclass(frozen=True, slots=True)
class Found:
    """One record: title, small print under it, an excerpt; the spans are what was looked for."""

    hit: Hit
    title: str
    title_spans: Spans
    small: str
    text: str
    text_spans: Spans
    icon: str

    @property
    def token(self) -> tuple[str, Any]:
        return (self.hit.entity, self.hit.key)

    @property
    def words(self) -> str:
        return " · ".join(part for part in (self.title, self.small, self.text) if part)


@dataclass(frozen=True, slots=True)
class More:
    """Shows the rest of a group."""

    entity: str
    words: str

    @property
    def token(self) -> tuple[str, Any]:
        return (self.entity, None)


Row = Head | Found | More


class Results(ListModel):
    """Headings, records and «show all», one under the other."""

    def is_heading(self, number: int) -> bool:
        return isinstance(self.row(number), Head)

    def tip(self, row: Found | More) -> str:
        return f"{row.title}\n{row.small}" if isinstance(row, Found) else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings are not greyed: Page Down and Home would come to nothing where they lead to one."""
        return Qt.ItemFlag.ItemIsEnabled if self.is_heading(index.row()) else super().flags(index)


class ResultsView(GroupedList):
    """Keeps what is selected by record when it is shown again."""

    opened = Signal(object)  # Hit: Enter or double click
    wanted = Signal(str)  # the noun of which all is to be shown
    chosen = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Results(), name, parent)
        self.setItemDelegate(_Painter(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.clicked.connect(lambda index: self.take(index) if isinstance(self.row_at(index), More) else None)
        self.selectionModel().currentChanged.connect(lambda *_both: self.chosen.emit())

    def row_at(self, index: Index) -> Row | None:
        found: Row | None = self.found.row(index.row())
        return found

    def show_rows(self, rows: Sequence[Row], *, keep: bool) -> None:
        """Show these; ``keep`` says that it is the same search, so selection and scroll stay."""
        token, at = self.current(), self.verticalScrollBar().value()
        self.found.show(rows)
        if keep:
            self.select((), token)
            self.verticalScrollBar().setValue(at)
        else:
            self.scrollToTop()
        if self.current() is None:
            self.select((), next((row.token for row in rows if isinstance(row, Found)), None), scroll=False)

    def current(self) -> tuple[str, Any] | None:
        """What the cursor stands on: (noun, key)."""
        row = self.row_at(self.currentIndex())
        return row.token if isinstance(row, Found | More) else None

    def select(self, _keys: Iterable[Any], current: tuple[str, Any] | None = None, *, scroll: bool = True) -> None:
        """Put the cursor on a record, where it is shown."""
        for number, row in enumerate(self.found.rows):
            if isinstance(row, Found | More) and row.token == current:
                index = self.found.index(number)
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                if scroll:
                    self.scrollTo(index)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def take(self, index: Index) -> None:
        row = self.row_at(index)
        if isinstance(row, Found):
            self.opened.emit(row.hit)
        elif isinstance(row, More):
            self.wanted.emit(row.entity)


class _Painter(RowDelegate):
    """Paints a heading, a record with what was looked for marked in it, and «show all»."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW)
        width = self.view.room()
        if isinstance(row, Head):
            return QSize(width, HEAD)
        if isinstance(row, More):
            return QSize(width, MORE)
        lines = 0
        if isinstance(row, Found) and row.text:
            lines = len(_wrapped(row.text, style.font("body").pointSizeF(), width - LEFT - SIDE - RIGHT))
        return QSize(width, 2 * ABOVE + 2 * LINE + lines * LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        theme = style.theme()
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        if isinstance(row, Head):
            painter.fillRect(box, QColor(theme.surface))
            painter.setFont(style.font("caption-strong"))
            painter.setPen(QColor(theme.text2))
            painter.drawText(box.adjusted(LEFT, 10, -RIGHT, 0), Qt.AlignmentFlag.AlignVCenter,
                             f"{row.title.upper()}   {row.count}")  # fmt: skip
            painter.restore()
            return
        self.paint_ground(painter, box, option, index)
        left = box.left() + LEFT + SIDE
        if isinstance(row, More):
            painter.setFont(style.font("body-medium"))
            painter.setPen(QColor(theme.accent_text))
            painter.drawText(box.adjusted(LEFT + SIDE, 0, -RIGHT, 0), Qt.AlignmentFlag.AlignVCenter, row.words)
        elif isinstance(row, Found):
            self._found(painter, row, left, box)
        painter.fillRect(QRectF(left, box.bottom() - 1, box.right() - left - RIGHT, 1), QColor(theme.border))
        self.paint_ring(painter, box, option)
        painter.restore()

    def _found(self, painter: QPainter, row: Found, left: float, box: QRectF) -> None:
        theme = style.theme()
        width = self.view.room() - LEFT - SIDE - RIGHT
        y = box.top() + ABOVE
        icons.paint(painter, row.icon, theme.text3, box.left() + LEFT, y + 1, 16)
        title = style.metrics("body-strong").elidedText(row.title, Qt.TextElideMode.ElideRight, width)
        _put(painter, left, y, title, row.title_spans, "body-strong", theme.text)
        y += LINE
        small = style.metrics("caption").elidedText(row.small, Qt.TextElideMode.ElideRight, width)
        _put(painter, left, y + 1, small, (), "caption", theme.text2)
        y += LINE
        if row.text:
            for start, text in _wrapped(row.text, style.font("body").pointSizeF(), width):
                spans = tuple((max(a - start, 0), min(b - start, len(text))) for a, b in row.text_spans
                              if b > start and a < start + len(text))  # fmt: skip
                _put(painter, left, y, text, spans, "body", theme.text2)
                y += LINE


def _put(painter: QPainter, x: float, y: float, text: str, spans: Spans, font: str, ink: str) -> None:
    """One line of text with what was found marked: on amber, and in the stronger cut."""
    layout = QTextLayout(text, style.font(font))
    ranges = []
    tone = style.theme().tone("amber")
    for start, end in spans:
        if start < min(end, len(text)):
            mark = QTextLayout.FormatRange()
            form = QTextCharFormat()
            form.setBackground(QColor(tone.bg))
            form.setForeground(QColor(tone.fg))
            mark.start, mark.length, mark.format = start, min(end, len(text)) - start, form  # type: ignore[misc]
            ranges.append(mark)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(100_000)
    layout.endLayout()
    painter.setPen(QColor(ink))
    layout.draw(painter, QPointF(x, y + 1))


@lru_cache(maxsize=4096)
def _wrapped(text: str, _points: float, width: int) -> tuple[tuple[int, str], ...]:
    """The first lines of a text on a width, each with where it begins; the last one elided."""
    layout = QTextLayout(text, style.font("body"))
    layout.beginLayout()
    found: list[tuple[int, str]] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 60))
        start = line.textStart()
        if len(found) == MOST - 1:
            shown = style.metrics("body").elidedText(text[start:], Qt.TextElideMode.ElideRight, width)
            found.append((start, shown))
            break
        found.append((start, text[start : start + line.textLength()].rstrip()))
    layout.endLayout()
    return tuple(found)
