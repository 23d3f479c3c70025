"""Table, board, calendar: a segmented control in which exactly one segment is on; narrow, it keeps only its icons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ui import icons, style, tokens
from ui.widgets.buttons import PaintedButton

EDGE = 3  # between the track and its segments


class ViewSwitch(QWidget):
    """Segments of (id, icon, words).  ``chosen`` says the id of the one the person chose."""

    chosen = Signal(str)

    def __init__(self, segments: Sequence[tuple[str, str, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(tokens.CONTROL)
        row = QHBoxLayout(self)
        row.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.segments: dict[str, Segment] = {}
        for id, icon, words in segments:
            segment = Segment(icon, words)
            segment.setProperty("command", f"view.{id}")  # what F1 on it explains
            segment.clicked.connect(lambda _on=False, id=id: self.chosen.emit(id))
            self._group.addButton(segment)
            self.segments[id] = segment
            row.addWidget(segment)

    def show_chosen(self, id: str) -> None:
        """Show which view is on, without announcing it."""
        self.segments[id].setChecked(True)
        for one in self.segments.values():
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus if one.isChecked() else Qt.FocusPolicy.NoFocus)

    def set_short(self, short: bool) -> None:
        """Only the icons; the words are in the tooltip."""
        for one in self.segments.values():
            one.set_short(short)

    def width_for(self, *, short: bool) -> int:
        """The room it takes with or without words, in pixels."""
        return 2 * EDGE + sum(one.width_for(short=short) for one in self.segments.values())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from view to view, round and round."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        ids = list(self.segments)
        now = next(n for n, one in enumerate(self.segments.values()) if one.isChecked())
        id = ids[(now + step) % len(ids)]
        self.show_chosen(id)
        self.segments[id].setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(id)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.bg))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL + 1, tokens.RADIUS_CONTROL + 1)
        painter.end()


class Segment(PaintedButton):
    """One view of the switch: raised while it is the one that is shown."""

    def __init__(self, icon: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._short = icon, False
        self.setText(words)
        self.setCheckable(True)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def set_short(self, short: bool) -> None:
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    def width_for(self, *, short: bool) -> int:
        if short:
            return 40
        return 12 + 16 + 7 + style.metrics("body-strong").horizontalAdvance(self.text()) + 14

    def sizeHint(self) -> QSize:
        return QSize(self.width_for(short=self._short), tokens.CONTROL - 2 * EDGE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        on = self.isChecked()
        if on or self.underMouse():
            painter.setPen(QPen(QColor(theme.border), 1) if on else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.raised if on else theme.hover))
            painter.drawRoundedRect(box, tokens.RADIUS_MENU, tokens.RADIUS_MENU)
        ink = theme.text if on else theme.text2
        left = (self.width() - 16) / 2 if self._short else 12
        icons.paint(painter, self._icon, ink, left, (self.height() - 16) / 2, 16)
        if not self._short:
            painter.setFont(style.font("body-strong" if on else "body"))
            painter.setPen(QColor(ink))
            words = QRectF(left + 23, 0, self.width() - left - 23, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self.text())
        if self.ring:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), tokens.RADIUS_MENU, tokens.RADIUS_MENU)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):  # Qt would move the focus without choosing
            event.ignore()
        else:
            super().keyPressEvent(event)
