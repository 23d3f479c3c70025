"""How the projects do, in words: one bar in parts, and a line for each health that opens its projects."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from ecd_desktop.language import _, ngettext
from ecd_desktop.services.projects import Health
from ui import style
from ui.health_marks import MARKS
from ui.today.card import SIDE
from ui.today.pressing import Pressable
from ui.widgets import marks

ORDER = (Health.DELAYED, Health.AT_RISK, Health.ON_SCHEDULE, Health.NOT_STARTED, Health.PAUSED, Health.FINISHED)
GAP = 2


class Portfolio(QWidget):
    """``wanted`` a health was pressed: show its projects."""

    wanted = Signal(object)  # Health

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = Parts()
        self.bar.pressed.connect(self.wanted.emit)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 4)
        rows.setSpacing(0)
        rows.addWidget(self.bar)
        rows.addSpacing(6)
        self.lines = {health: HealthLine(health) for health in ORDER}
        for health, line in self.lines.items():
            line.clicked.connect(lambda _checked=False, health=health: self.wanted.emit(health))
            rows.addWidget(line)
        rows.addStretch(1)

    def show_counts(self, counts: Mapping[Health, int]) -> None:
        self.bar.show_counts(counts)
        for health, line in self.lines.items():
            line.set_count(counts.get(health, 0))


class Parts(QWidget):
    """The whole portfolio as one bar; each part says what it is, and can be clicked (the lines serve the keyboard)."""

    pressed = Signal(object)  # Health

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[Health, int] = {}
        self.setFixedHeight(18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        style.look.changed.connect(self.update)

    def show_counts(self, counts: Mapping[Health, int]) -> None:
        self._counts = {health: counts[health] for health in ORDER if counts.get(health)}
        self.setAccessibleName(", ".join(told(health, number) for health, number in self._counts.items()))
        self.update()

    def parts(self) -> list[tuple[Health, QRectF]]:
        """Each health with its rectangle, from left to right; the least is wide enough to be hit."""
        whole = sum(self._counts.values())
        room = self.width() - 2 * SIDE - GAP * (len(self._counts) - 1)
        if not whole or room <= 0:
            return []
        wide = {health: max(number * room / whole, 8.0) for health, number in self._counts.items()}
        scale = room / sum(wide.values())
        found, x = [], float(SIDE)
        for health, width in wide.items():
            found.append((health, QRectF(x, 4, width * scale, 10)))
            x += width * scale + GAP
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        round_ = QPainterPath()
        round_.addRoundedRect(QRectF(SIDE, 4, max(self.width() - 2 * SIDE, 1), 10), 5, 5)
        painter.setClipPath(round_)
        for health, box in self.parts():
            painter.fillRect(box, QColor(theme.tone(MARKS[health].tone).solid))
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (health := self._at(event.position().toPoint())) is not None:
            self.pressed.emit(health)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            health = self._at(event.pos())
            QToolTip.showText(event.globalPos(), told(health, self._counts[health]) if health is not None else "", self)
            return True
        return super().event(event)

    def _at(self, at: QPoint) -> Health | None:
        return next((health for health, box in self.parts() if box.left() <= at.x() <= box.right()), None)


class HealthLine(Pressable):
    """Mark, word, count."""

    HEIGHT = 30

    def __init__(self, health: Health) -> None:
        super().__init__()
        self._health, self._count = health, 0
        self.setFixedHeight(self.HEIGHT)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        self._count = count
        self.setEnabled(count > 0)
        said = told(self._health, count)
        self.setAccessibleName(said)
        self.setToolTip(_("{said}: show them").format(said=said) if count else said)
        self.update()

    @property
    def count(self) -> int:
        return self._count

    def sizeHint(self) -> QSize:
        return QSize(2 * SIDE + 80 + style.metrics("body").horizontalAdvance(_(self._health.label)), self.HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.underMouse() and self.isEnabled():
            painter.fillRect(box, QColor(theme.accent_soft if self.isDown() else theme.hover))
        mark = MARKS[self._health]
        marks.paint_mark(painter, mark, SIDE, (self.height() - 16) / 2, 16)
        painter.setPen(QColor(theme.text if self._count else theme.text3))
        painter.setFont(style.font("body"))
        words = box.adjusted(SIDE + 26, 0, -SIDE - 40, 0)
        shown = style.metrics("body").elidedText(_(self._health.label), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        font = style.font("body-strong" if self._count else "body")
        painter.setFont(font)
        painter.drawText(box.adjusted(0, 0, -SIDE, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                         str(self._count))  # fmt: skip
        if self.ring:
            marks.paint_focus(painter, box.adjusted(4, 1, -4, -1))
        painter.end()


def told(health: Health, number: int) -> str:
    """«At risk: 3 projects»."""
    projects = ngettext("{n} project", "{n} projects", number).format(n=number)
    return _("{word}: {projects}").format(word=_(health.label), projects=projects)
