"""The chips under the line: what it was understood to say, each pressed to leave its words as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import icons, style
from ui.widgets import marks
from ui.widgets.buttons import PaintedButton

HEIGHT, MOST = 26, 340


@dataclass(frozen=True, slots=True)
class Shown:
    """A chip as data; ``id`` knows it again, so that the focus stays on it while more is typed."""

    id: str
    text: str
    icon: str
    tone: str  # of the theme; "" is quiet
    name: str  # for ears and as the tooltip
    run: Callable[[], object]
    removes: bool = True  # pressing it takes it away


class MarkChip(PaintedButton):
    """A pill in the tone of what it says, with a cross where it can be taken away."""

    def __init__(self, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _on=False: self.shown.run())
        self.show_chip(shown)

    def show_chip(self, shown: Shown) -> None:
        self.shown = shown
        self.setText(shown.text)
        self.setAccessibleName(f"{shown.text}. {shown.name}" if shown.name else shown.text)
        self.setToolTip(f"{shown.text}\n{shown.name}" if shown.name else shown.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = style.metrics("body-medium").horizontalAdvance(self.text())
        return QSize(min(36 + words + (24 if self.shown.removes else 12), MOST), max(HEIGHT, self._high()))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def _high(self) -> int:
        return style.metrics("body-medium").height() + 8

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = theme.tone(self.shown.tone) if self.shown.tone else None
        ink = tone.fg if tone else theme.text2
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(ink if self.underMouse() else tone.bg if tone else theme.border), 1))
        painter.setBrush(QColor(tone.bg if tone else theme.surface))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        icons.paint(painter, self.shown.icon, ink, 10, (self.height() - 14) / 2, 14)
        right = self.width() - (24 if self.shown.removes else 12)
        painter.setFont(style.font("body-medium"))
        painter.setPen(QColor(ink))
        words = QRectF(30, 0, right - 30, self.height())
        text = style.metrics("body-medium").elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        if self.shown.removes:
            icons.paint(painter, "x", ink, right + 3, (self.height() - 12) / 2, 12)
        if self.ring:
            marks.paint_focus(painter, QRectF(self.rect()))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (
            self.shown.removes and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        ):
            self.click()
        else:
            super().keyPressEvent(event)


class ChipRow(QWidget):
    """The chips of one line, in its order, in as many rows as they need; those that stay keep their widgets."""

    GAP = 6

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: list[MarkChip] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        style.look.changed.connect(self._arrange)

    def show_chips(self, wanted: Sequence[Shown]) -> None:
        """Show these and no others."""
        there = {chip.shown.id: chip for chip in self.chips}
        made: list[MarkChip] = []
        for shown in wanted:
            chip = there.pop(shown.id, None)
            if chip is None:
                chip = MarkChip(shown, self)
                chip.show()
            elif chip.shown != shown:
                chip.show_chip(shown)
            made.append(chip)
        for gone in there.values():
            gone.hide()
            gone.deleteLater()
        for before, after in pairwise(made):
            QWidget.setTabOrder(before, after)
        self.chips = made
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put the chips beside each other, on a new row where there is no more room."""
        x = y = high = 0
        for chip in self.chips:
            size = chip.sizeHint().boundedTo(QSize(max(self.width(), 80), 200))
            if x and x + size.width() > self.width():
                x, y = 0, y + high + self.GAP
            chip.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.GAP
            high = max(high, size.height())
        self.setFixedHeight(y + high)
