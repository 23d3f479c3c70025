"""A line field whose text, too long for it, ends in «…» while nobody writes in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

EDGE = 2  # what a line keeps free beside its text


class RestingLine(QLineEdit):
    """Focused, it scrolls as every line does; at rest it says that there is more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tip = ""  # set here; one that somebody else has set stays
        self.textChanged.connect(lambda _text: self._tell())

    def shown_at_rest(self) -> str:
        """What is painted while it has no focus."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self._room())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus() or self.shown_at_rest() == self.text():
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        margins = self.textMargins()
        inside.adjust(margins.left() + EDGE, margins.top(), -margins.right() - EDGE, -margins.bottom())
        painter.setPen(option.palette.color(self.foregroundRole()))  # type: ignore[attr-defined]
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, side, self.shown_at_rest())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        """The tooltip has the whole of what is cut."""
        if self.toolTip() == self._tip:
            self._tip = self.text() if self.shown_at_rest() != self.text() else ""
            self.setToolTip(self._tip)

    def _room(self) -> int:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        margins = self.textMargins()
        return max(inside.width() - margins.left() - margins.right() - 2 * EDGE, 0)
