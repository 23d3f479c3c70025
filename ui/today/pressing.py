"""What can be pressed on the first screen: by mouse, Space or Enter, with a ring for the keyboard; link and switch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ui import icons, style
from ui.widgets import marks
from ui.widgets.buttons import PaintedButton


class Pressable(PaintedButton):
    """Painted by its subclass, which asks ``ring`` whether the keyboard stands on it."""

    def __init__(self, run: Callable[[], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())
        style.look.changed.connect(self.update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Link(Pressable):
    """Words that can be pressed, as high as their line; ``name`` says more to ears."""

    FONT = "caption-strong"

    def __init__(self, text: str = "", run: Callable[[], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(run, parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.say(text)

    def say(self, text: str, name: str = "") -> None:
        self.setText(text)
        self.setAccessibleName(name or text)
        self.setToolTip(name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = style.metrics(self.FONT)
        return QSize(metrics.horizontalAdvance(self.text()) + 6, metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = style.font(self.FONT)
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(QColor(style.theme().accent_text))
        shown = style.metrics(self.FONT).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - 4)
        painter.drawText(QRectF(4, 0, self.width() - 4, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        if self.ring:
            marks.paint_focus(painter, QRectF(self.rect()))
        painter.end()


class Segment(Pressable):
    """One side of a switch, with its count."""

    def __init__(self, text: str, icon: str) -> None:
        super().__init__()
        self._icon, self._count = icon, ""
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_count(self, count: int | None) -> None:
        self._count = "" if count is None else str(count)
        self.setAccessibleName(f"{self.text()} {self._count}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = style.metrics("body-strong")
        count = metrics.horizontalAdvance(self._count) + 6 if self._count else 0
        return QSize(30 + metrics.horizontalAdvance(self.text()) + count + 10, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(box, 5, 5)
        ink = theme.text if self.isChecked() else theme.text2 if self.isEnabled() else theme.text3
        icons.paint(painter, self._icon, ink, 9, (self.height() - 15) / 2, 15)
        font = "body-strong" if self.isChecked() else "body-medium"
        painter.setFont(style.font(font))
        painter.setPen(QColor(ink))
        painter.drawText(QRectF(29, 0, self.width() - 29, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setPen(QColor(theme.text2 if self.isEnabled() else theme.text3))
        painter.drawText(QRectF(0, 0, self.width() - 9, self.height()),
                         Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._count)  # fmt: skip
        if self.ring:
            marks.paint_focus(painter, box)
        painter.end()


class Switch(QWidget):
    """Two or three ways of which one is in force; arrows go from one to the other."""

    switched = Signal(int)  # by the person, not by ``choose``

    def __init__(self, name: str, ways: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """``ways``: words and icon of each."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self.segments = [Segment(text, icon) for text, icon in ways]
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for number, segment in enumerate(self.segments):
            self._group.addButton(segment, number)
            row.addWidget(segment)
        self.segments[0].setChecked(True)
        self._group.idClicked.connect(self.switched.emit)
        self._group.idToggled.connect(self._arrows)
        self._told = 0
        style.look.changed.connect(self.update)

    def choose(self, number: int) -> None:
        self._told = number
        self.segments[number].setChecked(True)

    def _arrows(self, number: int, on: bool) -> None:
        """An arrow key moved the choice without a click."""
        if on and number != self._told:
            self._told = number
            if self.segments[number].hasFocus():
                self.switched.emit(number)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.head))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()
