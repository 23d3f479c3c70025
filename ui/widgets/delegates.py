"""The one delegate of every table: ground, hover, selection, line, and the look that the column asks for.

A selected row is soft blue with dark text and a bar at its left edge, never inverted; hover is the whole row's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from ui import icons, style, tokens
from ui.tokens import Theme
from ui.widgets import marks
from ui.widgets.cell_text import TWO_LINES, ink
from ui.widgets.cell_text import halves as _halves
from ui.widgets.cell_text import line as _line
from ui.widgets.cells import Cell, Look, Was
from ui.widgets.grouping import HeadingCell
from ui.widgets.sparkline import paint_sparkline
from ui.widgets.was_cell import paint_was

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 3
LOOK_ROLE = int(Qt.ItemDataRole.UserRole) + 4

PAD = 8
SELECTED = QStyle.StateFlag.State_Selected
UNREAD = Cell("…")
AT_RIGHT = (Look.NUMBER, Look.BAR)

Index = QModelIndex | QPersistentModelIndex


def leftmost(head: QHeaderView) -> int:
    """The column that stands at the left edge now; its content keeps the page's gutter."""
    columns = (head.logicalIndex(place) for place in range(head.count()))
    return next((column for column in columns if not head.isSectionHidden(column)), -1)


@dataclass(frozen=True, slots=True)
class Frame:
    """What all cells of one painting share: looked up once for a screen of them."""

    theme: Theme
    first: int = -1  # the column at the left edge
    current: QPersistentModelIndex | QModelIndex = field(default_factory=QModelIndex)  # what the keyboard is on
    right: int = 0  # where a heading's words end, so that they do not run into its totals
    width: int = 0  # of the view
    block: tuple[int, ...] = ()  # columns that the selected rows are narrowed to; none: whole rows


class CellDelegate(QStyledItemDelegate):
    """Paints cells that the model gives as ``Cell``, and headings (``HeadingCell``) across the whole row."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self.hover_row = -1
        self._frame: Frame | None = None

    def begin(self, right: int = 0) -> None:
        """A painting of many cells begins; ``right``: where the words of headings end."""
        view = self._view
        current = view.currentIndex() if view.hasFocus() or view.viewport().hasFocus() else QModelIndex()
        block = getattr(view, "block", None)
        self._frame = Frame(style.theme(), leftmost(view.horizontalHeader()), current, right,
                            view.viewport().width(), tuple(block.columns()) if block is not None else ())  # fmt: skip

    def end(self) -> None:
        self._frame = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return QSize(80, tokens.ROW_COMPACT)
        strong = style.metrics("body-strong").horizontalAdvance(cell.text)
        small = style.metrics("caption").horizontalAdvance(cell.second)
        look = index.data(LOOK_ROLE)
        extra = {Look.PILL: 40, Look.BAR: 70, Look.WHO: 34, Look.DUE: 22}.get(look, 0)
        first = tokens.GUTTER - PAD if leftmost(self._view.horizontalHeader()) == index.column() else 0
        return QSize(max(strong, small) + 2 * PAD + extra + first, tokens.ROW_COMFORTABLE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell by itself, where Qt asks for it; a table paints its rows with ``paint_rows``."""
        alone = self._frame is None
        if alone:
            self.begin(self._view.viewport().width())
        chosen = bool(option.state & SELECTED)  # type: ignore[attr-defined]
        cell, look = index.data(CELL_ROLE), index.data(LOOK_ROLE) or Look.TEXT
        self.paint_cell(painter, option.rect, index.row(), index.column(), cell, look, chosen)  # type: ignore[attr-defined]
        if alone:
            self.end()

    def paint_rows(self, painter: QPainter, clip: QRect, columns: Sequence[tuple[int, int, int]]) -> None:
        """The rows that meet ``clip``, of these columns (number, left edge, width); between ``begin`` and ``end``."""
        view, frame = self._view, self._frame
        model: Any = view.model()
        selection = view.selectionModel()
        count, bottom, row = model.rowCount(), clip.bottom(), view.rowAt(max(clip.top(), 0))
        while 0 <= row < count and (top := view.rowViewportPosition(row)) <= bottom:
            height, cells = view.rowHeight(row), model.cells_at(row)
            chosen = selection.isSelected(model.index(row, 0))
            for n, left, width in columns:
                cell = cells[n] if cells is not None else UNREAD if frame is not None and n == frame.first else None
                box = QRect(left, top, width, height)
                self.paint_cell(painter, box, row, n, cell, model.columns[n].look, chosen)
                if chosen and frame is not None and n in frame.block:
                    above = selection.isSelected(model.index(row - 1, 0)) if row else False
                    below = selection.isSelected(model.index(row + 1, 0)) if row + 1 < count else False
                    paint_edges(painter, box, frame, n, above, below)
            row += 1

    def paint_cell(
        self, painter: QPainter, rect: QRect, row: int, column: int, cell: object, look: Look, chosen: bool
    ) -> None:
        """One cell, between ``begin`` and ``end``."""
        frame = self._frame
        assert frame is not None
        theme = frame.theme
        if isinstance(cell, HeadingCell):
            paint_heading(painter, rect, cell, theme, row == self.hover_row, frame.right, look in AT_RIGHT)
            if frame.current.row() == row:
                painter.save()
                painter.setClipRect(rect)
                marks.paint_focus(painter, QRectF(0, rect.top(), frame.width, rect.height() - 1))
                painter.restore()
            return
        x, y, width, height = rect.getRect()
        meant = chosen and (not frame.block or column in frame.block)
        ground = theme.accent_soft if meant else theme.hover if row == self.hover_row else theme.surface
        painter.fillRect(rect, ink(ground))
        painter.fillRect(x, y + height - 1, width, 1, ink(theme.border))
        first = frame.first == column
        if first and chosen:
            painter.fillRect(x, y, 3, height - 1, ink(theme.accent))
        if isinstance(cell, Cell):
            left = tokens.GUTTER if first else PAD
            box = QRectF(x + left, y, width - left - PAD, height - 1)
            PAINTERS[look](painter, box, cell, theme)
            if meant and look is Look.PILL and cell.text and cell.mark is not None:  # a blue one would melt into it
                wide = min(float(marks.pill_width(cell.text, cell.mark)), box.width())
                marks.paint_pill_edge(painter, box.left(), box.center().y(), wide, cell.mark)
        if frame.current.row() == row and frame.current.column() == column:
            marks.paint_focus(painter, QRectF(x, y, width, height - 1))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """A tooltip only where the cell cannot show all that it says."""
        if event.type() == QEvent.Type.ToolTip:
            if self.is_cut(index):
                QToolTip.showText(event.globalPos(), str(index.data() or ""), view)
            else:
                QToolTip.hideText()
            return True
        return super().helpEvent(event, view, option, index)

    def is_cut(self, index: Index) -> bool:
        """Whether the cell shows less than it says: text with «…», or a second line that has no room."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return isinstance(cell, HeadingCell)
        rect = self._view.visualRect(index)
        first = leftmost(self._view.horizontalHeader()) == index.column()
        room = rect.width() - PAD - (tokens.GUTTER if first else PAD)
        look = index.data(LOOK_ROLE)
        if cell.second and rect.height() - 1 < TWO_LINES:
            return True
        upper, lower = {Look.WHO: (32, 32), Look.PILL: (34, 0), Look.DUE: (0, 18 if cell.icon else 0)}.get(look, (0, 0))
        if look is Look.BAR:
            return False
        if look is Look.COURSE:
            return True  # a picture: the tooltip tells its values
        if isinstance(cell, Was):
            return True  # what is elided, stacked or left out depends on two texts: the tooltip tells both
        font = {Look.TWO: "body-strong", Look.PILL: "caption-strong"}.get(look, "body")
        small = "caption-strong" if look is Look.DUE and cell.tone in ("red", "amber") else "caption"
        return (
            style.metrics(font).horizontalAdvance(cell.text) > room - upper
            or style.metrics(small).horizontalAdvance(cell.second) > room - lower
        )


def paint_edges(painter: QPainter, box: QRect, frame: Frame, column: int, above: bool, below: bool) -> None:
    """The outline of a block where it runs through one of its cells."""
    x, y, width, height = box.getRect()
    line = ink(frame.theme.accent)
    if not above:
        painter.fillRect(x, y, width, 2, line)
    if not below:
        painter.fillRect(x, y + height - 2, width, 2, line)
    if column == frame.block[0]:
        painter.fillRect(x, y, 2, height, line)
    if column == frame.block[-1]:
        painter.fillRect(x + width - 2, y, 2, height, line)


def paint_heading(
    painter: QPainter, rect: QRect, cell: HeadingCell, theme: Theme, hovered: bool, right: int, at_right: bool
) -> None:
    """One column's part of a heading: its total, or its slice of the words, which begin at the view's left edge."""
    painter.save()
    painter.setClipRect(rect)
    box = QRectF(rect)
    painter.fillRect(rect, ink(theme.hover if hovered else theme.head))
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, ink(theme.border))
    if cell.total and rect.left() >= right:  # where the words have the room, they go before
        _line(painter, box.adjusted(PAD, 0, -PAD, -1), cell.total, "caption-strong", theme.text2, at_right)
    if rect.left() < right:
        middle = box.center().y()
        x = float(tokens.GUTTER - 4)
        icons.paint(painter, "chevron-right" if cell.folded else "chevron-down", theme.text2, x, middle - 8, 16)
        x += 22
        if cell.initials:
            marks.paint_initials(painter, x, middle - 11, 22, cell.text)
            x += 30
        if cell.mark is not None and cell.mark.shape + cell.mark.icon:
            marks.paint_mark(painter, cell.mark, x, middle - 8, 16)
            x += 22
        count = style.metrics("caption").horizontalAdvance(cell.count)
        room = max(right - x - count - 24, 40.0)
        _line(painter, QRectF(x, box.top(), room, box.height() - 1), cell.text, "body-strong", theme.text)
        x += min(style.metrics("body-strong").horizontalAdvance(cell.text), room) + 10
        _line(painter, QRectF(x, box.top(), count + 4, box.height() - 1), cell.count, "caption", theme.text3)
    painter.restore()


def _text(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    _line(painter, box, cell.text, "body", theme.text)


def _code(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    _line(painter, box, cell.text, "body", theme.text2)


def _number(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    _line(painter, box, cell.text, "body", theme.text, True)


def _two(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    if not cell.second or box.height() < TWO_LINES:
        _line(painter, box, cell.text, "body-strong", theme.text)
        return
    upper, lower = _halves(box)
    _line(painter, upper, cell.text, "body-strong", theme.text)
    _line(painter, lower, cell.second, "caption", theme.text2)


def _pill(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    if cell.text and cell.mark is not None:
        marks.paint_pill(painter, box.left(), box.center().y(), cell.text, cell.mark, box.width())


def _bar(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    if cell.fraction is None:
        return
    words = 50
    track = QRectF(box.left(), box.center().y() - 3, max(box.width() - words, 20), 6)
    marks.paint_bar(painter, track, cell.fraction, cell.tone)
    _line(painter, QRectF(box.right() - words, box.top(), words, box.height()), cell.text, "body", theme.text2, True)


def _due(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    urgent = theme.tone(cell.tone).fg if cell.tone else theme.text2
    if not cell.second or box.height() < TWO_LINES:
        _line(painter, box, cell.text, "body", urgent if cell.tone in ("red", "amber") else theme.text)
        return
    upper, lower = _halves(box)
    _line(painter, upper, cell.text, "body", theme.text)
    if cell.icon:
        icons.paint(painter, cell.icon, urgent, lower.left(), lower.center().y() - 7, 14)
        lower.setLeft(lower.left() + 18)
    font = "caption-strong" if cell.tone in ("red", "amber") else "caption"
    _line(painter, lower, cell.second, font, urgent)


def _who(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    if not cell.text:
        return
    size = 24.0
    marks.paint_initials(painter, box.left(), box.center().y() - size / 2, size, cell.text)
    beside = box.adjusted(size + 8, 0, 0, 0)
    font = "body-strong" if cell.tone == "strong" else "body"  # a list of people
    if cell.second and box.height() >= TWO_LINES:
        upper, lower = _halves(beside)
        _line(painter, upper, cell.text, font, theme.text)
        _line(painter, lower, cell.second, "caption", theme.text2)
    else:
        _line(painter, beside, cell.text, font, theme.text)


PAINTERS = {
    Look.TEXT: _text,
    Look.CODE: _code,
    Look.TWO: _two,
    Look.PILL: _pill,
    Look.BAR: _bar,
    Look.DUE: _due,
    Look.NUMBER: _number,
    Look.WHO: _who,
    Look.COURSE: lambda painter, box, cell, _theme: paint_sparkline(painter, box, cell),
    Look.WAS: paint_was,
}
