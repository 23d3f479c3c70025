"""The line over a timeline: today, earlier and later, what is chosen or in sight, the zoom; and under it the legend."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ecd_desktop.language import _
from ui import style, tokens
from ui.widgets import marks
from ui.widgets.buttons import Button, ToolButton
from ui.widgets.controls import Chip, Label
from ui.widgets.marks import Mark
from ui.widgets.timeline_parts import ZOOMS

SPAN = 26  # pixels of a bar in the legend
PLAN, LATER = "blue", "amber"


class TimelineBar(QWidget):
    """Says what is wanted."""

    leafed = Signal(int)
    home = Signal()
    zoomed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home = Button(_("Today"), self.home.emit)
        self._before = ToolButton("chevron-left", _("Earlier"), lambda: self.leafed.emit(-1))
        self._after = ToolButton("chevron-right", _("Later"), lambda: self.leafed.emit(1))
        self.title = Label("", "subtitle")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.chips = {zoom.id: Chip(_(zoom.title)) for zoom in ZOOMS}
        tools = QHBoxLayout(self)
        tools.setContentsMargins(tokens.GUTTER, 8, 16, 8)
        tools.setSpacing(8)
        for widget in (self._home, self._before, self._after):
            tools.addWidget(widget)
        tools.addWidget(self.title, 1)
        for id, chip in self.chips.items():
            tools.addWidget(chip)
            chip.clicked.connect(lambda _on=False, id=id: self.zoomed.emit(id))

    def say(self, zoom: str) -> None:
        """In the language now in force."""
        self._home.say(_("Today"))
        self._before.say(_("Earlier"))
        self._after.say(_("Later"))
        for one in ZOOMS:
            chip = self.chips[one.id]
            chip.setText(_(one.title))
            chip.setAccessibleName(_(one.title))
            chip.setChecked(one.id == zoom)
            chip.updateGeometry()

    def tell(self, text: str, ink: str = "text") -> None:
        """What is in sight, or what is chosen."""
        self.title.set_ink(ink)
        self.title.setText(text)
        self.title.setToolTip(text)


class Legend(QWidget):
    """What the marks and bars of the chart mean."""

    def __init__(self, entries: Sequence[tuple[Mark, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = tuple(entries)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        style.look.changed.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(style.font("caption"))
        for at, wide, mark, tone, words in self._places():
            middle = at.y() + self._line() / 2
            if mark is None:
                paint_span(painter, QRectF(at.x(), middle - 5, SPAN, 10), tone, dashed=tone == LATER)
            else:
                marks.paint_mark(painter, mark, at.x(), middle - 7, 14, ground=theme.bg)
            painter.setPen(QColor(theme.text2))
            room = QRectF(at.x() + wide, at.y(), self.width(), self._line())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

    def _line(self) -> int:
        return style.metrics("caption").height() + 6

    def _fit(self) -> None:
        """As many lines as its words need."""
        self.setFixedHeight(round(max(place[0].y() for place in self._places())) + self._line() + 4)
        self.update()

    def _places(self) -> list[tuple[QPointF, int, Mark | None, str, str]]:
        """Where each sign stands, the room before its words, the sign as a mark or a bar's tone, the words."""
        signs: list[tuple[Mark | None, str, str]] = [(None, PLAN, _("As planned")), (None, LATER, _("Expected later"))]
        signs += [(mark, "", _(words)) for mark, words in self._entries]
        x, y, found = float(tokens.GUTTER), 4.0, []
        for mark, tone, words in signs:
            sign = SPAN + 6 if mark is None else 19
            wide = sign + style.metrics("caption").horizontalAdvance(words)
            if x + wide > self.width() - 8 and x > tokens.GUTTER:
                x, y = float(tokens.GUTTER), y + self._line()
            found.append((QPointF(x, y), sign, mark, tone, words))
            x += wide + 18
        return found


def paint_span(painter: QPainter, box: QRectF, tone: str, *, dashed: bool) -> None:
    """A stretch of time: whole as planned, only its dashed outline where it is expected besides."""
    colours = style.theme().tone(tone)
    pen = painter.pen()
    pen.setColor(QColor(colours.solid))
    pen.setWidthF(1.2)
    pen.setStyle(Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush if dashed else QColor(colours.bg))
    painter.drawRoundedRect(box, 4, 4)
    pen.setStyle(Qt.PenStyle.SolidLine)
    painter.setPen(pen)
