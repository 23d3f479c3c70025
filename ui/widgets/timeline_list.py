"""The lines of a timeline: names at the left that stay, bars and marks on their days; what moves it only announces."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QToolTip, QWidget

from ecd_desktop.language import _
from ui import style, tokens
from ui.widgets import marks
from ui.widgets.card_list import CardList, alt_arrow
from ui.widgets.cards import CARD_ROLE, CardsModel
from ui.widgets.list_view import Index, ListView, RowDelegate
from ui.widgets.timeline_bar import paint_span
from ui.widgets.timeline_parts import ZOOMS, Scale, Stop, Track

if TYPE_CHECKING:
    from db.fields import Key

MARK = 16
HEAD = 46
NEAR = 10  # pixels around a mark in which the pointer means it


class TrackDelegate(RowDelegate):
    """Paints one line."""

    view: TrackList

    def __init__(self, view: ListView) -> None:
        super().__init__(view)
        self.compact = False

    def height(self) -> int:
        """The same for every line, so that hundreds are laid out at once."""
        least = tokens.ROW_COMPACT if self.compact else tokens.ROW_COMFORTABLE
        words = style.metrics("body-medium").height() + (0 if self.compact else style.metrics("caption").height() + 2)
        return max(least, words + 12)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        track, theme = index.data(CARD_ROLE), style.theme()
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, box, option, index)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), QColor(theme.border))
        names = self.view.names()
        if isinstance(track, Track):
            self._name(painter, QRectF(box.left(), box.top(), names, box.height()), track)
            chart = QRectF(box.left() + names, box.top(), box.width() - names, box.height())
            painter.setClipRect(chart)
            painter.translate(chart.topLeft())
            self._chart(painter, chart.width(), chart.height(), track, self.view.cards.key_at(index.row()))
            painter.translate(-chart.topLeft())
            painter.setClipping(False)
        painter.fillRect(QRectF(box.left() + names, box.top(), 1, box.height()), QColor(theme.border))
        if option.state & QStyle.StateFlag.State_HasFocus:  # type: ignore[attr-defined]
            marks.paint_focus(painter, box.adjusted(1, 0, -1, -1))
        painter.restore()

    def _name(self, painter: QPainter, box: QRectF, track: Track) -> None:
        theme = style.theme()
        left = box.left() + tokens.GUTTER - 8
        marks.paint_mark(painter, track.mark, left, box.center().y() - 8, MARK, ground=theme.surface)
        left += 26
        room = int(box.right() - left - 10)
        body, small = style.metrics("body-medium"), style.metrics("caption")
        tall = body.height() + (0 if self.compact else small.height() + 2)
        top = box.center().y() - tall / 2
        painter.setFont(style.font("body-medium"))
        painter.setPen(QColor(theme.text2 if track.faint else theme.text))
        shown = body.elidedText(track.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(left, top + body.ascent()), shown)
        if not self.compact:
            painter.setFont(style.font("caption"))
            painter.setPen(QColor(theme.text2))
            shown = small.elidedText(track.small, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QPointF(left, top + body.height() + 2 + small.ascent()), shown)

    def _chart(self, painter: QPainter, width: float, tall: float, track: Track, key: Key | None) -> None:
        theme, scale = style.theme(), self.view.scale
        for day, _end, _words in scale.lower(width):
            painter.fillRect(QRectF(scale.x(day), 0, 1, tall - 1), style.qcolour(theme.border, 0.7))
        middle = tall / 2
        if track.begins is not None and track.ends is not None:
            bar = QRectF(scale.x(track.begins), middle - 6, max(scale.x(track.ends) - scale.x(track.begins), 4), 12)
            if track.expected is not None and track.expected > track.ends:
                longer = QRectF(bar.right() - 3, middle - 6, scale.x(track.expected) - bar.right() + 3, 12)
                paint_span(painter, longer, "amber", dashed=True)
            paint_span(painter, bar, "grey" if track.faint else "blue", dashed=False)
            if track.fraction:
                done = QRectF(bar.left(), bar.bottom() - 3, bar.width() * min(track.fraction, 1.0), 3)
                painter.fillRect(done, QColor(theme.tone("grey" if track.faint else "blue").solid))
        now = scale.x(self.view.today)
        painter.fillRect(QRectF(now - 1, 0, 2, tall), QColor(theme.accent))
        held = self.view.held if self.view.current() == key else None
        for stop in track.stops:
            if stop.key != held:
                self._stop(painter, stop, stop.on, middle)
        for stop in track.stops:
            if stop.key == held:
                day = self.view.pending or stop.on
                if day != stop.on:
                    painter.setOpacity(0.45)
                    self._stop(painter, stop, stop.on, middle)
                    painter.setOpacity(1.0)
                self._stop(painter, stop, day, middle)
                painter.setPen(QPen(QColor(theme.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(scale.x(day), middle), MARK / 2 + 4, MARK / 2 + 4)

    def _stop(self, painter: QPainter, stop: Stop, day: date, middle: float) -> None:
        theme, scale = style.theme(), self.view.scale
        x = scale.x(day)
        if stop.planned is not None and stop.planned != day:
            then = scale.x(stop.planned)
            tone = theme.tone(stop.mark.tone)
            painter.setPen(QPen(QColor(tone.solid), 1.4, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(then, middle + 11), QPointF(x, middle + 11))
            painter.setPen(QPen(QColor(tone.solid), 1.4))
            painter.setBrush(QColor(theme.surface))
            painter.drawEllipse(QPointF(then, middle + 11), 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.surface))
        painter.drawEllipse(QPointF(x, middle), MARK / 2 + 1.5, MARK / 2 + 1.5)
        marks.paint_mark(painter, stop.mark, x - MARK / 2, middle - MARK / 2, MARK, ground=theme.surface)


class TrackList(CardList):
    """Shows tracks.  The record has the cursor, and of its stops one may be ``held`` to be moved."""

    stepped = Signal(int)  # ← or →: the stop before or after
    asked = Signal()  # Alt was let go, or the pointer: the pending move is wanted
    dropped = Signal()  # Esc: it is not
    picked = Signal(object, object)  # record, stop: under the pointer
    pulled = Signal(object)  # date: the held stop is dragged there
    scrolled = Signal(int)  # pixels to the right, by a wheel held sideways
    zoomed = Signal(int)  # + or -: closer, wider

    def __init__(self, model: CardsModel, scale: Scale, today: date, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.scale, self.today = scale, today
        self.held: Key | None = None
        self.pending: date | None = None
        self._pressed = False
        self.painter = TrackDelegate(self)  # type: ignore[assignment]
        self.setItemDelegate(self.painter)
        self.setDragEnabled(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.head = TimeHead(self)

    def names(self) -> int:
        """The room of the names, in pixels."""
        return min(300, max(190, self.viewport().width() // 4))

    def chart(self) -> int:
        """The room of the chart."""
        return max(self.viewport().width() - self.names(), 60)

    def redraw(self) -> None:
        self.viewport().update()
        self.head.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setViewportMargins(0, HEAD, 0, 0)
        self.head.setGeometry(0, 0, self.width(), HEAD)

    # --- keys ---------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if self.pending is not None and alt_arrow(event) is None and event.key() != Qt.Key.Key_Alt:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.asked.emit()
                return
            self.dropped.emit()
            if event.key() == Qt.Key.Key_Escape:
                return
        if plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif plain and event.text() in ("+", "-"):
            self.zoomed.emit(1 if event.text() == "+" else -1)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Alt and self.pending is not None and not event.isAutoRepeat():
            self.asked.emit()
        else:
            super().keyReleaseEvent(event)

    # --- pointer ------------------------------------------------------------------------------------------------------

    def stop_at(self, at: QPointF) -> tuple[Key, Stop] | None:
        """The record and the stop under the pointer; where several stand close, the nearest."""
        index = self.indexAt(at.toPoint())
        track = index.data(CARD_ROLE) if index.isValid() else None
        key = self.cards.key_at(index.row())
        x = at.x() - self.names()
        if not isinstance(track, Track) or key is None or x < 0:
            return None
        near = [stop for stop in track.stops if abs(self.scale.x(stop.on) - x) <= NEAR]
        return (key, min(near, key=lambda stop: abs(self.scale.x(stop.on) - x))) if near else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and (found := self.stop_at(event.position())) is not None:
            self._pressed = True
            self.picked.emit(found[0], found[1].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed:
            self.pulled.emit(self.scale.day(event.position().x() - self.names()))
            return
        super().mouseMoveEvent(event)
        over = self.stop_at(event.position()) is not None
        self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed:
            self._pressed = False
            if self.pending is not None:
                self.asked.emit()
        super().mouseReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        sideways = delta.x() or (delta.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if sideways:
            self.scrolled.emit(-sideways // 2)
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.stop_at(QPointF(event.pos()))
            if found is not None:
                QToolTip.showText(event.globalPos(), found[1].words, self)
                return True
        return super().viewportEvent(event)


class TimeHead(QWidget):
    """The two tiers of headings over the chart, and where today is."""

    def __init__(self, view: TrackList) -> None:
        super().__init__(view)
        self._view = view

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, view = style.theme(), self._view
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.head))
        names, width = view.names(), view.chart()
        painter.setClipRect(QRectF(names, 0, width, HEAD))
        painter.translate(names, 0)
        half = HEAD / 2
        self._tier(painter, view.scale.upper(width), 0, half, "caption-strong", theme.text)
        self._tier(painter, view.scale.lower(width), half, half, "caption", theme.text2)
        self._today(painter, view.scale.x(view.today), half)
        painter.translate(-names, 0)
        painter.setClipping(False)
        painter.fillRect(QRectF(0, HEAD - 1, self.width(), 1), QColor(theme.border))
        painter.fillRect(QRectF(names, 0, 1, HEAD), QColor(theme.border))
        painter.end()

    def _tier(
        self, painter: QPainter, parts: list[tuple[date, date, str]], top: float, tall: float, font: str, ink: str
    ) -> None:
        theme, scale = style.theme(), self._view.scale
        painter.setFont(style.font(font))
        wide = self._view.chart()
        for day, end, words in parts:
            left, right = scale.x(day), scale.x(end)
            painter.fillRect(QRectF(left, top, 1, tall), QColor(theme.border))
            painter.setPen(QColor(ink))
            seen = max(left, 0.0)  # a heading that began before stays in sight
            room = QRectF(seen + 6, top, max(min(right, wide) - seen - 8, 0), tall)
            if style.metrics(font).horizontalAdvance(words) <= room.width() + 2:
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def _today(self, painter: QPainter, x: float, top: float) -> None:
        theme, words = style.theme(), _("Today")
        wide = style.metrics("caption-strong").horizontalAdvance(words) + 14
        box = QRectF(x - wide / 2, top + 3, wide, HEAD / 2 - 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(QColor(theme.on_accent))
        painter.setFont(style.font("caption-strong"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def zoom_of(id: str) -> int:
    """The place of a zoom among all; the middle one where it is none of ours."""
    return next((place for place, zoom in enumerate(ZOOMS) if zoom.id == id), 1)
