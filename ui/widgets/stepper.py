"""The steps of something long in one line: done, here, still to come; a step that was reached can be gone back to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ecd_desktop.language import _
from ui import icons, style
from ui.widgets.buttons import PaintedButton

DISC = 22
GAP = 8
HEIGHT = 34


class StepItem(PaintedButton):
    """A disc with a number, or a tick, and the step's name."""

    def __init__(self, number: int, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.state = "ahead"  # done, here, ahead
        self.short = False  # the disc alone
        self.setText(words)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def become(self, state: str) -> None:
        self.state = state
        self.setEnabled(state != "ahead")
        said = {"done": _("{step}, done"), "here": _("{step}, you are here"), "ahead": _("{step}, still to come")}
        self.setAccessibleName(said[state].format(step=f"{self.number}. {self.text()}"))
        self.setCursor(Qt.CursorShape.PointingHandCursor if state == "done" else Qt.CursorShape.ArrowCursor)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = 0 if self._bare() else GAP + style.metrics("body-strong").horizontalAdvance(self.text())
        return QSize(DISC + words + 8, HEIGHT)

    def _bare(self) -> bool:
        return self.short and self.state != "here"

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(4, (self.height() - DISC) / 2, DISC, DISC)
        here, done = self.state == "here", self.state == "done"
        ground = theme.accent if here else theme.accent_soft if done else theme.surface
        painter.setPen(QPen(QColor(theme.accent if here or done else theme.edge), 1))
        painter.setBrush(QColor(ground))
        painter.drawEllipse(disc.adjusted(0.5, 0.5, -0.5, -0.5))
        if done:
            icons.paint(painter, "check", theme.accent_text, disc.left() + 4, disc.top() + 4, 14)
        else:
            painter.setFont(style.font("caption-strong"))
            painter.setPen(QColor(theme.on_accent if here else theme.text2))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self.number))
        if not self._bare():
            painter.setFont(style.font("body-strong" if here else "body"))
            painter.setPen(QColor(theme.text if here else theme.text2))
            room = QRectF(disc.right() + GAP, 0, self.width() - disc.right() - GAP, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.ring:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 3, -1, -3), 6, 6)
        painter.end()


class Line(QWidget):
    """What joins two steps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(20, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(4, self.height() / 2, self.width() - 8, 1), QColor(style.theme().edge))
        painter.end()


class Stepper(QWidget):
    """All steps; narrow, only the present one has its name."""

    wanted = Signal(int)  # a step that was done: back to it

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = [StepItem(number, name) for number, name in enumerate(names, start=1)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for place, item in enumerate(self.items):
            if place:
                row.addWidget(Line())
            row.addWidget(item)
            item.clicked.connect(lambda _on, place=place: self._clicked(place))
        row.addStretch(1)
        self.setMinimumWidth(260)
        self.show_step(0)

    def show_step(self, here: int, *, over: bool = False) -> None:
        """``over``: everything is done and there is no way back."""
        for place, item in enumerate(self.items):
            item.become("here" if place == here else "done" if place < here and not over else "ahead")
            if over and place < here:
                item.state = "done"
                item.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        names = sum(DISC + GAP + 10 + style.metrics("body-strong").horizontalAdvance(i.text()) + 24 for i in self.items)
        for item in self.items:
            item.short = self.width() < names
            item.updateGeometry()
            item.update()

    def _clicked(self, place: int) -> None:
        if self.items[place].state == "done":
            self.wanted.emit(place)
