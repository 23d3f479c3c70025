"""The field in the header that opens the palette: it looks like a field and is a button, its keys painted as caps."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import icons, style, tokens
from ui.commands import native, plain
from ui.widgets import marks
from ui.widgets.buttons import PaintedButton

WIDE, NARROW = 264, 150


class PaletteButton(PaintedButton):
    """Does and says what ``action`` does and says."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setFixedHeight(tokens.CONTROL)
        self.setMinimumWidth(NARROW)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.clicked.connect(lambda _on=False: action.trigger())
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setText(plain(self._action.text()))
        self.setAccessibleName(self.text())
        self.setToolTip(self._action.toolTip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDE, tokens.CONTROL)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.hover if self.underMouse() else theme.bg))
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.setPen(QPen(QColor(theme.edge), 1))
        painter.drawLine(QLineF(box.left() + 4, box.bottom(), box.right() - 4, box.bottom()))
        icons.paint(painter, "search", theme.text2, 10, (self.height() - 16) / 2, 16)
        right = self.width() - 8.0
        for key in reversed(native(self._action).split("+")):
            if key:
                right = marks.paint_key(painter, right, self.height() / 2, key) - 4
        painter.setFont(style.font("body"))
        painter.setPen(QColor(theme.text3))
        words = QRectF(34, 0, right - 38, self.height())
        shown = style.metrics("body").elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        if self.ring:
            marks.paint_focus(painter, QRectF(self.rect()))
        painter.end()
