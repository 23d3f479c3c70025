"""A word with its mark in the status bar that leads somewhere when it is clicked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import icons, style
from ui.widgets import marks
from ui.widgets.buttons import PaintedButton

ICON = 14
GAP = 5
EDGE = 6


class StatusItem(PaintedButton):
    """Icon and words; a tone other than "" colours both, and the icon's shape says it without colour."""

    spoken = Signal()  # another language is in force: say it again

    def __init__(self, run: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = "", ""
        self.setFixedHeight(22)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(ICON + 2 * EDGE)
        self.clicked.connect(lambda _checked=False: run())
        self.hide()

    def say(self, text: str, tip: str, *, icon: str, tone: str = "", name: str = "") -> None:
        """Show these words; ``tip`` lies behind them and is spoken too, ``name`` is the accessible name if longer."""
        self._icon, self._tone = icon, tone
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(name or text)
        self.setAccessibleDescription(tip)
        self.updateGeometry()
        self.setVisible(bool(text))
        self.update()

    @property
    def tone(self) -> str:
        return self._tone

    def sizeHint(self) -> QSize:
        words = style.metrics(self._font()).horizontalAdvance(self.text())
        return QSize(EDGE + ICON + GAP + words + EDGE + 1, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -0.5)
        if self._tone or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tone(self._tone).bg if self._tone else theme.hover))
            painter.drawRoundedRect(box, 4, 4)
        ink = theme.tone(self._tone).fg if self._tone else theme.text2
        icons.paint(painter, self._icon, ink, EDGE, (self.height() - ICON) / 2, ICON)
        painter.setFont(style.font(self._font()))
        painter.setPen(QColor(ink))
        left = EDGE + ICON + GAP
        room = self.width() - left - EDGE + 2
        words = style.metrics(self._font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        if self.ring:
            marks.paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.spoken.emit()

    def _font(self) -> str:
        return "caption-strong" if self._tone else "caption"
