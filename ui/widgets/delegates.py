"""The one delegate of every table: ground, hover, selection, line, and the look that the column asks for.

A selected row is soft blue with dark text and a bar at its left edge, never inverted; hover is the whole row's.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui import icons, style, tokens
from ui.tokens import Theme
from ui.widgets import marks
from ui.widgets.cells import Cell, Look

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 3
LOOK_ROLE = int(Qt.ItemDataRole.UserRole) + 4

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
PAD = 8

Index = QModelIndex | QPersistentModelIndex


def leftmost(head: QHeaderView) -> int:
    """The column that stands at the left edge now; its content keeps the page's gutter."""
    columns = (head.logicalIndex(place) for place in range(head.count()))
    return next((column for column in columns if not head.isSectionHidden(column)), -1)


class CellDelegate(QStyledItemDelegate):
    """Paints cells that the model gives as ``Cell``."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self.hover_row = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return QSize(80, tokens.ROW_COMPACT)
        strong = style.metrics("body-strong").horizontalAdvance(cell.text)
        small = style.metrics("caption").horizontalAdvance(cell.second)
        extra = {Look.PILL: 40, Look.BAR: 70, Look.WHO: 34, Look.DUE: 22}.get(index.data(LOOK_ROLE), 0)
        return QSize(max(strong, small) + 2 * PAD + extra, tokens.ROW_COMFORTABLE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = style.theme()
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        ground = theme.accent_soft if chosen else theme.hover if index.row() == self.hover_row else theme.surface
        painter.fillRect(option.rect, QColor(ground))  # type: ignore[attr-defined]
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(theme.border))
        first = leftmost(self._view.horizontalHeader()) == index.column()
        if first and chosen:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height() - 1), QColor(theme.accent))
        cell = index.data(CELL_ROLE)
        if isinstance(cell, Cell):
            inside = box.adjusted(tokens.GUTTER if first else PAD, 0, -PAD, -1)
            PAINTERS[index.data(LOOK_ROLE) or Look.TEXT](painter, inside, cell, theme)
        if option.state & QStyle.StateFlag.State_HasFocus:  # type: ignore[attr-defined]
            marks.paint_focus(painter, box.adjusted(0, 0, 0, -1))


def _line(painter: QPainter, box: QRectF, text: str, font: str, ink: str, align: Qt.AlignmentFlag = LEFT) -> None:
    painter.setFont(style.font(font))
    painter.setPen(QColor(ink))
    shown = style.metrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, align | Qt.TextFlag.TextSingleLine, shown)


def _text(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    _line(painter, box, cell.text, "body", theme.text)


def _code(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    _line(painter, box, cell.text, "body", theme.text2)


def _number(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    _line(painter, box, cell.text, "body", theme.text, RIGHT)


def _two(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    if not cell.second or box.height() < 44:
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
    _line(painter, QRectF(box.right() - words, box.top(), words, box.height()), cell.text, "body", theme.text2, RIGHT)


def _due(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    ink = theme.tone(cell.tone).fg if cell.tone else theme.text2
    if not cell.second or box.height() < 44:
        _line(painter, box, cell.text, "body", ink if cell.tone in ("red", "amber") else theme.text)
        return
    upper, lower = _halves(box)
    _line(painter, upper, cell.text, "body", theme.text)
    if cell.icon:
        icons.paint(painter, cell.icon, ink, lower.left(), lower.center().y() - 7, 14)
        lower.setLeft(lower.left() + 18)
    font = "caption-strong" if cell.tone in ("red", "amber") else "caption"
    _line(painter, lower, cell.second, font, ink)


def _who(painter: QPainter, box: QRectF, cell: Cell, theme: Theme) -> None:
    if not cell.text:
        return
    size = 24.0
    marks.paint_initials(painter, box.left(), box.center().y() - size / 2, size, cell.text)
    beside = box.adjusted(size + 8, 0, 0, 0)
    if cell.second and box.height() >= 44:
        upper, lower = _halves(beside)
        _line(painter, upper, cell.text, "body", theme.text)
        _line(painter, lower, cell.second, "caption", theme.text2)
    else:
        _line(painter, beside, cell.text, "body", theme.text)


def _halves(box: QRectF) -> tuple[QRectF, QRectF]:
    middle = box.center().y()
    return QRectF(box.left(), middle - 18, box.width(), 19), QRectF(box.left(), middle + 1, box.width(), 17)


PAINTERS = {
    Look.TEXT: _text,
    Look.CODE: _code,
    Look.TWO: _two,
    Look.PILL: _pill,
    Look.BAR: _bar,
    Look.DUE: _due,
    Look.NUMBER: _number,
    Look.WHO: _who,
}
