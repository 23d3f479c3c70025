"""The course of a value in a cell: a thin line from its first point to its last, and where it should arrive, dashed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from ui import style
from ui.widgets.cell_text import ink
from ui.widgets.cells import Cell


def paint_sparkline(painter: QPainter, box: QRectF, cell: Cell) -> None:
    """``cell.points`` are (place, value) pairs in order; ``cell.level`` is where they should arrive."""
    if not cell.points:
        return
    theme = style.theme()
    area = box.adjusted(4, 12, -6, -12)
    if area.height() < 12:
        area = box.adjusted(4, 7, -6, -7)
    levels = [value for _at, value in cell.points] + ([] if cell.level is None else [cell.level])
    low, high = min(levels), max(levels)
    first, last = cell.points[0][0], cell.points[-1][0]

    def spot(at: float, value: float) -> QPointF:
        across = (at - first) / (last - first) if last > first else 1.0
        up = (value - low) / (high - low) if high > low else 0.5
        return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if cell.level is not None:
        y = spot(last, cell.level).y()
        painter.setPen(QPen(ink(theme.edge), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    painter.setPen(QPen(ink(theme.accent_text), 1.6))
    painter.drawPolyline(QPolygonF([spot(at, value) for at, value in cell.points]))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink(theme.tone(cell.tone).solid if cell.tone else theme.accent_text))
    painter.drawEllipse(spot(*cell.points[-1]), 3.2, 3.2)
    painter.restore()
