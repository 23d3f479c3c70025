"""The course of a value over time as a chart: what was measured, the path that was planned, baseline and target.

The keyboard walks from point to point and the mouse points at one: what it says stands under the chart.  Every point
is in the description for ears; marks and strokes differ, so that nothing hangs on a colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ecd_desktop.courses import apart, scale_of
from ecd_desktop.language import _, month_year_short
from ui import style
from ui.widgets import marks

if TYPE_CHECKING:
    from ecd_desktop.courses import Course, Point, Scale

HEIGHT = 190
NEAR = 18.0  # pixels within which the mouse means a point


class Chart(QWidget):
    """Paints one course; nothing where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.course: Course | None = None
        self._at = -1  # the point that is looked at
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        style.look.changed.connect(self.update)

    def show_course(self, course: Course | None) -> None:
        self.course = course if course is not None and not course.empty else None
        self._at = -1
        self.setVisible(self.course is not None)
        if self.course is not None:
            self.setAccessibleName(_("Chart: {name}").format(name=self.course.title))
            self.setAccessibleDescription("\n".join(self.course.words))
        self.update()

    def points(self) -> tuple[Point, ...]:
        """What can be pointed at, in the order in which the keyboard goes: the path, then what was measured."""
        return () if self.course is None else (*self.course.path, *self.course.measured)

    def said(self) -> str:
        """What the point that is looked at says."""
        points = self.points()
        return points[self._at].words if 0 <= self._at < len(points) else ""

    def sizeHint(self) -> QSize:
        return QSize(280, HEIGHT + style.metrics("caption").height() * 2)

    # --- gestures -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step or not self.points():
            super().keyPressEvent(event)
            return
        order = sorted(range(len(self.points())), key=lambda n: (self.points()[n].on, n))
        at = order.index(self._at) + step if self._at in order else (0 if step > 0 else len(order) - 1)
        self._look_at(order[max(0, min(at, len(order) - 1))])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._at < 0 and self.points():
            self._look_at(len(self.points()) - 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.course is None:
            return
        scale, area = self._laid_out()
        spots = [self._spot(scale, area, point) for point in self.points()]
        here = event.position()
        far = [(here - spot).manhattanLength() for spot in spots]
        nearest = min(range(len(far)), key=far.__getitem__, default=-1)
        if nearest >= 0 and far[nearest] <= NEAR:
            self._look_at(nearest)
            QToolTip.showText(event.globalPosition().toPoint(), self.said(), self)
        else:
            QToolTip.hideText()

    def _look_at(self, number: int) -> None:
        if number != self._at:
            self._at = number
            self.update()

    # --- painting -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.course is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale, area = self._laid_out()
        self._paint_grid(painter, scale, area)
        theme = style.theme()
        planned = [self._spot(scale, area, point) for point in self.course.path]
        measured = [self._spot(scale, area, point) for point in self.course.measured]
        painter.setPen(QPen(QColor(theme.text3), 1.4, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF(planned))
        painter.setBrush(QColor(theme.surface))
        painter.setPen(QPen(QColor(theme.text3), 1.4))
        for spot in planned:
            painter.drawRect(QRectF(spot.x() - 3, spot.y() - 3, 6, 6))
        painter.setPen(QPen(QColor(theme.accent_text), 2))
        painter.drawPolyline(QPolygonF(measured))
        painter.setBrush(QColor(theme.accent_text))
        for spot in measured:
            painter.drawEllipse(spot, 4, 4)
        self._paint_values(painter, area, measured)
        spots = [*planned, *measured]
        if 0 <= self._at < len(spots):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.text), 1.4))
            painter.drawEllipse(spots[self._at], 7.5, 7.5)
        self._paint_words(painter)
        if self.hasFocus():
            marks.paint_focus(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _laid_out(self) -> tuple[Scale, QRectF]:
        assert self.course is not None
        scale = scale_of(self.course, columns=max(2, self.width() // 96))
        metrics = style.metrics("caption")
        left = max((metrics.horizontalAdvance(self.course.say(value)) for value in scale.values), default=0) + 14
        below = metrics.height() * 2 + 16
        return scale, QRectF(left, 14, max(self.width() - left - 18, 40), max(self.height() - below - 14, 40))

    def _spot(self, scale: Scale, area: QRectF, point: Point) -> QPointF:
        return QPointF(
            area.left() + scale.across(point.on) * area.width(), area.bottom() - scale.up(point.value) * area.height()
        )

    def _paint_grid(self, painter: QPainter, scale: Scale, area: QRectF) -> None:
        assert self.course is not None
        theme, metrics = style.theme(), style.metrics("caption")
        painter.setFont(style.font("caption"))
        for value in scale.values:
            y = area.bottom() - scale.up(value) * area.height()
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(theme.text2))
            box = QRectF(0, y - metrics.height() / 2, area.left() - 7, metrics.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, right, self.course.say(value))
        words = [month_year_short(day) for day in scale.days]
        xs = [area.left() + scale.across(day) * area.width() for day in scale.days]
        widest = max((metrics.horizontalAdvance(one) for one in words), default=0)
        for x, said, shown in zip(xs, words, apart(xs, widest + 10), strict=True):
            if shown:
                wide = metrics.horizontalAdvance(said)
                at = min(max(x - wide / 2, 0), self.width() - wide)
                painter.setPen(QColor(theme.text2))
                painter.drawText(QPointF(at, area.bottom() + metrics.ascent() + 5), said)

    def _paint_values(self, painter: QPainter, area: QRectF, spots: list[QPointF]) -> None:
        """The value over each point that has room for it; over the last one always."""
        assert self.course is not None
        metrics = style.metrics("caption-strong")
        words = [self.course.say(point.value) for point in self.course.measured]
        widest = max((metrics.horizontalAdvance(one) for one in words), default=0)
        painter.setFont(style.font("caption-strong"))
        painter.setPen(style.qcolour("text"))
        for spot, said, shown in zip(spots, words, apart([one.x() for one in spots], widest + 8), strict=True):
            if shown:
                wide = metrics.horizontalAdvance(said)
                x = min(max(spot.x() - wide / 2, area.left()), self.width() - wide - 2.0)
                y = spot.y() - 8 if spot.y() - 8 - metrics.ascent() > 0 else spot.y() + 8 + metrics.ascent()
                painter.drawText(QPointF(x, y), said)

    def _paint_words(self, painter: QPainter) -> None:
        """What the chosen point says; else what the strokes are."""
        metrics = style.metrics("caption")
        painter.setFont(style.font("caption"))
        painter.setPen(style.qcolour("text2"))
        said = self.said() or _("● measured   □ - - planned path")
        y = self.height() - metrics.height() - 2
        shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, self.width() - 12)
        painter.drawText(QRectF(6, y, self.width() - 12, metrics.height() + 2), Qt.AlignmentFlag.AlignVCenter, shown)
