"""The button of the saved views: «View: Overdue of EMAPE ▾», with a dot once the list is not as it was saved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ecd_desktop.language import _
from ui import icons, style, tokens
from ui.widgets.buttons import PaintedButton

MOST = 200  # pixels that a name may take; the rest is in the tooltip


class ViewButton(PaintedButton):
    """Narrow, it keeps its icon, dot and arrow."""

    def __init__(self, run: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._changed, self._short = "", False, False
        self.setFixedHeight(tokens.CONTROL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda _on=False: run())
        self.show_view("", changed=False)

    def show_view(self, name: str, *, changed: bool) -> None:
        """The view that is open ("" = none)."""
        self._name, self._changed = name, changed
        said = _("View: {name}").format(name=name) if name else _("Views")
        self.setText(said)
        whole = _("{view}, changed since it was saved").format(view=said) if changed else said
        self.setToolTip(whole if name else _("Saved views"))
        self.setAccessibleName(whole if name else _("Saved views"))
        self.updateGeometry()
        self.update()

    def set_short(self, short: bool) -> None:
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        if self._short:
            return QSize(58, tokens.CONTROL)
        words = style.metrics("body-medium").horizontalAdvance(self.text()) + 10  # hinted, letters may be wider
        words = min(words, MOST)
        return QSize(10 + 16 + 7 + words + (12 if self._changed else 0) + 24, tokens.CONTROL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.ring:
            painter.setPen(QPen(QColor(theme.accent), 2))
            box = box.adjusted(0.5, 0.5, -0.5, -0.5)
        else:
            painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.hover if self.underMouse() or self.isDown() else theme.surface))
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        ink = theme.accent_text if self._name else theme.text2
        icons.paint(painter, "bookmark", ink, 10, (self.height() - 16) / 2, 16)
        icons.paint(painter, "chevron-down", theme.text2, self.width() - 20, (self.height() - 13) / 2, 13)
        dot = self.width() - 30 if not self._short else 29
        if not self._short:
            room = QRectF(33, 0, self.width() - 33 - 24 - (12 if self._changed else 0), self.height())
            words = style.metrics("body-medium").elidedText(
                self.text(), Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.setFont(style.font("body-medium"))
            painter.setPen(QColor(theme.text if self._name else theme.text2))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, words)
        if self._changed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(QRectF(dot, self.height() / 2 - 3, 6, 6))
        painter.end()
