"""A field of five by five with dots in it, parted in four: for judging by two measures at once.

It knows numbers, not nouns.  Each dot has its place (1–5, 1–5), initials, a mark that says more by its shape, and where
it stood before: an arrow leads from there.  Arrow keys go from dot to dot, Enter opens one; its words are spoken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ui import style
from ui.widgets import marks
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.fields import Key

MOST, HALF = 5, 2  # of each measure; up to which a measure is little
BIGGEST, SMALLEST, APART = 30, 14, 6  # a dot's width, and the room between two
LEFT, BELOW, TOP, RIGHT = 52, 46, 12, 16  # room of the axes
WAYS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dot:
    """One thing in the field.  ``across`` and ``up`` count from 1 to 5; ``words`` say all of it, for ears and tips."""

    key: Key
    across: int
    up: int
    name: str
    mark: Mark
    words: str
    was: tuple[int, int] | None = None  # (across, up)


@dataclass(frozen=True, slots=True)
class Axes:
    """The words of the field: its two measures, and what its four parts are called (left to right, top to bottom)."""

    across: str
    up: str
    parts: tuple[str, str, str, str]


class Quadrants(QWidget):
    """Paints the field; says which dot is current, which are selected, and which was opened."""

    chosen = Signal()
    opened = Signal(object)  # Key
    menu_wanted = Signal(QPoint)  # global
    typed = Signal(str)

    def __init__(self, axes: Axes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axes = axes
        self.dots: dict[Key, Dot] = {}
        self.current: Key | None = None
        self.selected: tuple[Key, ...] = ()
        self._at: dict[Key, QRectF] = {}  # where each dot is painted
        self._side = BIGGEST
        self._hovered: Key | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(320, 260)
        style.look.changed.connect(self.update)

    # --- what is shown ------------------------------------------------------------------------------------------------

    def show_dots(self, dots: Sequence[Dot]) -> None:
        """Show these; what was selected stays so, as far as it is there."""
        self.dots = {dot.key: dot for dot in dots}
        self.selected = tuple(key for key in self.selected if key in self.dots)
        if self.current not in self.dots:
            self.current = self.selected[0] if self.selected else None
        self._place()
        self.update()
        self._describe()

    def select(self, keys: Iterable[Key], current: Key | None = None) -> None:
        """Select these (those that are shown), with the keys on ``current`` or on the first."""
        wanted = tuple(key for key in dict.fromkeys(keys) if key in self.dots)
        now = current if current in self.dots else (wanted[0] if wanted else None)
        if (wanted, now) == (self.selected, self.current):
            return
        self.selected, self.current = wanted, now
        self.update()
        self._describe()
        self.chosen.emit()

    def dot_at(self, at: QPointF) -> Dot | None:
        near = [(hypot(box.center().x() - at.x(), box.center().y() - at.y()), key) for key, box in self._at.items()]
        if not near:
            return None
        distance, key = min(near, key=lambda one: one[0])
        return self.dots[key] if distance <= self._side / 2 + 3 else None

    def _describe(self) -> None:
        dot = self.dots.get(self.current) if self.current is not None else None
        self.setAccessibleDescription(dot.words if dot is not None else "")
        if dot is not None and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, dot.words))

    # --- where things are ---------------------------------------------------------------------------------------------

    def _field(self) -> QRectF:
        return QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -BELOW)

    def _cell(self, across: int, up: int) -> QRectF:
        field = self._field()
        wide, high = field.width() / MOST, field.height() / MOST
        return QRectF(field.left() + (across - 1) * wide, field.bottom() - up * high, wide, high)

    def _place(self) -> None:
        """Dots of one cell stand beside each other, in rows, as big as the fullest cell allows."""
        cells: dict[tuple[int, int], list[Key]] = {}
        for dot in self.dots.values():
            cells.setdefault((dot.across, dot.up), []).append(dot.key)
        fullest = max((len(keys) for keys in cells.values()), default=0)
        cell = self._cell(1, 1)
        self._side = next((side for side in range(BIGGEST, SMALLEST, -2) if _room(cell, side) >= fullest), SMALLEST)
        self._at = {}
        step = self._side + APART
        for (across, up), keys in cells.items():
            box = self._cell(across, up)
            wide = max(int((box.width() - APART) // step), 1)
            rows = [keys[at : at + wide] for at in range(0, len(keys), wide)]
            line = min(step + (14 if self._named(box) and len(rows) == 1 else 0), box.height() / max(len(rows), 1))
            top = box.center().y() - line * len(rows) / 2
            for n, row in enumerate(rows):
                room = box.width() / len(row) if len(row) <= 2 else step
                left = box.center().x() - room * len(row) / 2
                for place, key in enumerate(row):
                    middle = QPointF(left + room * (place + 0.5), top + line * n + step / 2)
                    self._at[key] = QRectF(middle.x() - self._side / 2, middle.y() - self._side / 2,
                                           self._side, self._side)  # fmt: skip

    def _named(self, cell: QRectF) -> bool:
        """Whether there is room for names under the dots."""
        return self._side >= 24 and cell.height() >= self._side + 24

    # --- painting -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_field(painter)
        for dot in self.dots.values():
            if dot.was is not None and dot.was != (dot.across, dot.up):
                self._paint_way(painter, dot)
        for dot in self.dots.values():
            self._paint_dot(painter, dot)
        painter.end()

    def _paint_field(self, painter: QPainter) -> None:
        theme, field = style.theme(), self._field()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(field, 6, 6)
        middle = self._cell(HALF, HALF)
        strong = QRectF(middle.right(), field.top(), field.right() - middle.right(), middle.top() - field.top())
        painter.fillRect(strong, style.qcolour("accent", 0.10 if theme.dark else 0.06))
        thin = QPen(QColor(theme.border), 1)
        for n in range(1, MOST):
            cell = self._cell(n, n)
            painter.setPen(QPen(QColor(theme.text3), 1.2) if n == HALF else thin)
            painter.drawLine(QPointF(cell.right(), field.top()), QPointF(cell.right(), field.bottom()))
            painter.drawLine(QPointF(field.left(), cell.top()), QPointF(field.right(), cell.top()))
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(field, 6, 6)
        self._paint_words(painter, field, middle)

    def _paint_words(self, painter: QPainter, field: QRectF, middle: QRectF) -> None:
        theme = style.theme()
        painter.setFont(style.font("caption-strong"))
        painter.setPen(QColor(theme.text3))
        high = style.metrics("caption-strong").height()
        left, right = field.left() + 8, middle.right() + 8
        top, below = field.top() + 5, middle.top() + 5
        corners = ((left, top, middle.right()), (right, top, field.right()),
                   (left, below, middle.right()), (right, below, field.right()))  # fmt: skip
        for words, (x, y, until) in zip(self.axes.parts, corners, strict=True):
            shown = style.metrics("caption-strong").elidedText(words, Qt.TextElideMode.ElideRight, int(until - x - 6))
            painter.drawText(QRectF(x, y, until - x, high), Qt.AlignmentFlag.AlignLeft, shown)
        painter.setFont(style.font("caption"))
        painter.setPen(QColor(theme.text2))
        for n in range(1, MOST + 1):
            cell = self._cell(n, n)
            painter.drawText(QRectF(cell.left(), field.bottom() + 4, cell.width(), high),
                             Qt.AlignmentFlag.AlignHCenter, str(n))  # fmt: skip
            painter.drawText(QRectF(field.left() - 22, cell.top(), 16, cell.height()),
                             Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(n))  # fmt: skip
        painter.setFont(style.font("body-medium"))
        painter.drawText(QRectF(field.left(), field.bottom() + 20, field.width(), 22),
                         Qt.AlignmentFlag.AlignCenter, f"{self.axes.across} →")  # fmt: skip
        painter.save()
        painter.translate(14, field.center().y())
        painter.rotate(-90)
        painter.drawText(QRectF(-field.height() / 2, -10, field.height(), 22), Qt.AlignmentFlag.AlignCenter,
                         f"{self.axes.up} →")  # fmt: skip
        painter.restore()

    def _paint_way(self, painter: QPainter, dot: Dot) -> None:
        """The arrow from where it stood."""
        assert dot.was is not None
        theme = style.theme()
        now, before = self._at[dot.key], self._cell(*dot.was)
        chosen = dot.key in self.selected or dot.key in (self.current, self._hovered)
        ink = QColor(theme.accent if chosen else theme.text3)
        end = now.center()
        here = self._cell(dot.across, dot.up).center()
        start = before.center() + (end - here) * 0.6  # arrows of one cell begin apart
        long = hypot(end.x() - start.x(), end.y() - start.y()) or 1.0
        along = QPointF((end.x() - start.x()) / long, (end.y() - start.y()) / long)
        tip = end - along * (self._side / 2 + 4)
        painter.setPen(QPen(ink, 2.0 if chosen else 1.4, Qt.PenStyle.SolidLine if chosen else Qt.PenStyle.DashLine))
        painter.setBrush(QColor(theme.surface))
        painter.drawLine(start, tip)
        painter.setPen(QPen(ink, 1.4))
        painter.drawEllipse(start, 4, 4)
        painter.setBrush(ink)
        painter.setPen(Qt.PenStyle.NoPen)
        side = QPointF(-along.y(), along.x())
        foot = tip - along * 8
        painter.drawPolygon(QPolygonF([tip, foot + side * 4, foot - side * 4]))

    def _paint_dot(self, painter: QPainter, dot: Dot) -> None:
        theme, box = style.theme(), self._at[dot.key]
        tone = theme.tone(dot.mark.tone)
        painter.save()
        painter.setPen(QPen(QColor(tone.fg), 1.4))
        painter.setBrush(QColor(tone.bg))
        painter.drawEllipse(box)
        if self._side >= 22:
            painter.setFont(style.font("caption-strong"))
            painter.setPen(QColor(tone.fg))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, marks.initials(dot.name))
        painter.restore()
        if dot.key in self.selected:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(-3, -3, 3, 3))
        self._paint_sign(painter, dot, box)
        if dot.key == self.current and self.hasFocus():
            marks.paint_focus(painter, box.adjusted(-7, -7, 7, 7))
        self._paint_name(painter, dot, box)

    def _paint_sign(self, painter: QPainter, dot: Dot, box: QRectF) -> None:
        """The letter of its mark at its shoulder: angular, hollow or round, as the mark's own shape is."""
        if not dot.mark.letter:
            return
        tone = style.theme().tone(dot.mark.tone)
        badge = QRectF(box.right() - 9, box.top() - 6, 20, 14)
        round_ = 2 if dot.mark.shape in ("octagon", "triangle") else 7
        hollow = dot.mark.shape == "ring"
        painter.setPen(QPen(QColor(tone.fg), 1))
        painter.setBrush(QColor(tone.bg if hollow else tone.fg))
        painter.drawRoundedRect(badge, round_, round_)
        painter.setFont(style.font("caption-strong"))
        painter.setPen(QColor(tone.fg if hollow else tone.bg))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, dot.mark.letter)

    def _paint_name(self, painter: QPainter, dot: Dot, box: QRectF) -> None:
        cell = self._cell(dot.across, dot.up)
        mates = [key for key, other in self.dots.items() if (other.across, other.up) == (dot.across, dot.up)]
        if len(mates) > 2 or not self._named(cell):
            return
        metrics = style.metrics("caption")
        room = cell.width() / len(mates) - 6
        painter.setFont(style.font("caption"))
        painter.setPen(QColor(style.theme().text2))
        words = metrics.elidedText(dot.name, Qt.TextElideMode.ElideRight, int(room))
        width = metrics.horizontalAdvance(words) + 4
        under = QRectF(box.center().x() - width / 2, box.bottom() + 2, width, metrics.height())
        painter.fillRect(under, style.qcolour("surface", 0.75))  # arrows pass behind it
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, words)

    # --- keys and pointer ---------------------------------------------------------------------------------------------

    def step(self, right: int, down: int) -> None:
        """To the nearest dot that way; from nowhere to the first."""
        if self.current is None or self.current not in self._at:
            first = min(self._at, key=lambda key: (self._at[key].top(), self._at[key].left()), default=None)
            if first is not None:
                self.select([first], first)
            return
        here = self._at[self.current].center()
        ahead = []
        for key, box in self._at.items():
            way = box.center() - here
            along = way.x() * right + way.y() * down
            aside = abs(way.x() * down) + abs(way.y() * right)
            if key != self.current and along > 1:
                ahead.append((along + 2.5 * aside, str(key), key))
        if ahead:
            key = min(ahead)[2]
            self.select([key], key)

    def _next(self, by: int) -> None:
        keys = sorted(self._at, key=lambda key: (round(self._at[key].top()), self._at[key].left()))
        if keys:
            at = keys.index(self.current) + by if self.current in keys else 0
            self.select([keys[at % len(keys)]])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = Qt.Key(event.key())
        if plain and key in WAYS:
            self.step(*WAYS[key])
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._next(-1 if key == Qt.Key.Key_PageUp else 1)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        elif event.text().isprintable() and event.text().strip() and plain:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        dot = self.dot_at(event.position())
        if dot is None:
            super().mousePressEvent(event)
            return
        more = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if more and event.button() == Qt.MouseButton.LeftButton:
            there = dot.key in self.selected
            keys = [key for key in self.selected if key != dot.key] + ([] if there else [dot.key])
            self.select(keys, dot.key if not there else None)
        elif dot.key not in self.selected or event.button() == Qt.MouseButton.LeftButton:
            self.select([dot.key], dot.key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (dot := self.dot_at(event.position())) is not None:
            self.opened.emit(dot.key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        dot = self.dot_at(event.position())
        hovered = dot.key if dot is not None else None
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            dot = self.dot_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), dot.words if dot is not None else "", self)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self._describe()
        self.update()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.update()


def _room(cell: QRectF, side: int) -> int:
    """How many dots of that width a cell holds."""
    step = side + APART
    return int((cell.width() - APART) // step) * int((cell.height() - 18) // step)
