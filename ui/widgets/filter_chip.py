"""A filter of a column that is in force, as a chip of the tool bar: «Unit: EMAPE, GDU ✕»."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ecd_desktop.language import _
from ui import icons, style
from ui.widgets.controls import Chip

MOST = 230  # pixels wide; the rest is in the tooltip
CROSS = 24


class FilterChip(Chip):
    """A click changes the filter, the cross (or Delete) takes it away."""

    removed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, icon="filter", parent=parent)
        self.setCheckable(False)
        self.say(text)

    def say(self, text: str) -> None:
        self.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(_("Filter {what}").format(what=text))
        self.setAccessibleDescription(_("Enter changes it, Delete takes it away."))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = style.metrics("body-medium").horizontalAdvance(self.text())
        return QSize(min(30 + words + CROSS + 6, MOST), self.HEIGHT)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if inside and event.button() == Qt.MouseButton.LeftButton and event.position().x() >= self.width() - CROSS:
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def under(self) -> QPoint:
        """Where what it opens stands, global."""
        return self.mapToGlobal(QPoint(0, self.height() + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme.accent), 2 if self.ring else 1))
        painter.setBrush(QColor(theme.accent_soft))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), box.height() / 2 - 1, box.height() / 2 - 1)
        icons.paint(painter, "filter", theme.accent_text, 10, (self.height() - 14) / 2, 14)
        icons.paint(painter, "x", theme.accent_text, self.width() - CROSS + 3, (self.height() - 13) / 2, 13)
        room = QRectF(30, 0, self.width() - 30 - CROSS, self.height())
        metrics = style.metrics("body-medium")
        painter.setFont(style.font("body-medium"))
        painter.setPen(QColor(theme.accent_text))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine,
                         metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width())))  # fmt: skip
        painter.end()
