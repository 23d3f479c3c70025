"""Paints the points of a review: cards for what is asked, lines of a table for what is only taken over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ecd_desktop.language import _
from ecd_desktop.review import OTHER, Kind
from ui import icons, style, tokens
from ui.reconciling import words
from ui.reconciling.laying import MARK, PAD, TYPED, Box, Laid, laid_card, laid_line, step
from ui.widgets import marks
from ui.widgets.list_view import Index, RowDelegate
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from ecd_desktop.review import Point
    from ui.reconciling.view import PointsView

HEADING = 38
MOST_KEPT = 8_000  # points whose layout is remembered
DECIDED, ASKED = Mark("green", icon="filled/circle-check"), Mark("amber", icon="filled/alert-triangle")


class PointDelegate(RowDelegate):
    """One per view; remembers where everything stands, for the width the view has."""

    view: PointsView

    def __init__(self, view: PointsView) -> None:
        super().__init__(view)
        self.whose: Callable[[Point], str] = lambda _point: ""
        self._laid: dict[int, tuple[Point, int, Laid]] = {}  # by the identity of the point, which is kept with it
        self._wide = 0
        style.look.changed.connect(self.forget)

    def laid(self, point: Point) -> Laid:
        """Where the parts of a point stand now."""
        known = self._laid.get(id(point))
        if known is not None and known[1] == self._wide:
            return known[2]
        if len(self._laid) > MOST_KEPT:
            self._laid.clear()
        if point.kind is Kind.CLEAN:
            made = laid_line(point, self._wide)
        else:
            made = laid_card(point, self._wide, self.whose(point))
        self._laid[id(point)] = (point, self._wide, made)
        return made

    def same_place(self, old: Point, new: Point) -> bool:
        """Another answer to a point is shown; whether it takes the room that the last one took."""
        known = self._laid.get(id(old))
        if known is None or known[1] != self._wide:
            return False
        if new.kind is Kind.CLEAN and (old.note, old.typed) == (new.note, new.typed):
            self._laid[id(new)] = (new, *known[1:])  # its line says the same
        return self.laid(new).height == known[2].height

    def forget(self) -> None:
        """Another width, other letters, or other words beside the cells."""
        self._wide = self.view.room()
        self._laid.clear()

    def box_at(self, point: Point, at: QPoint, top: int) -> Box | None:
        """The way to answer under the pointer."""
        spot = QPointF(at.x(), at.y() - top)
        return next((box for box in self.laid(point).boxes if box.rect.contains(spot)), None)

    def opens_at(self, point: Point, at: QPoint, top: int) -> bool:
        return self.laid(point).open_.contains(QPointF(at.x(), at.y() - top))

    # --- what Qt asks -------------------------------------------------------------------------------------------------

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        point = self.view.points.rows[index.row()]
        return QSize(self._wide, HEADING if isinstance(point, str) else self.laid(point).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        point = self.view.points.rows[index.row()]
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(point, str):
            self._heading(painter, box, point)
        elif point is not None:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
            painter.translate(box.topLeft())
            laid = self.laid(point)
            (self._line if point.kind is Kind.CLEAN else self._card)(painter, point, laid, chosen, index.row())
        painter.restore()

    # --- lines of the table -------------------------------------------------------------------------------------------

    def _heading(self, painter: QPainter, box: QRectF, text: str) -> None:
        width = self._wide - 2 * tokens.GUTTER
        code, _tab, rest = text.partition("\t")
        top = box.bottom() - step() - 5
        _say(painter, box.left() + tokens.GUTTER, top, code, "body-strong", "text2")
        used = style.metrics("body-strong").horizontalAdvance(code) + 10 if code else 0
        told = style.metrics("body-strong").elidedText(rest, Qt.TextElideMode.ElideRight, width - used)
        _say(painter, box.left() + tokens.GUTTER + used, top, told, "body-strong", "text")

    def _line(self, painter: QPainter, point: Point, laid: Laid, chosen: bool, row: int) -> None:
        theme = style.theme()
        hovered = row == self.view.hover_row
        ground = theme.accent_soft if chosen else theme.hover if hovered else theme.surface
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(ground))
        painter.drawRect(laid.card.adjusted(0.5, -0.5, -0.5, -0.5))
        if chosen:
            painter.fillRect(QRectF(laid.card.left(), 0, 3, laid.card.height() - 1), QColor(theme.accent))
        on = words.taken(point)
        square = QRectF(tokens.GUTTER + 11, 9, 16, 16)
        painter.setPen(QPen(QColor(theme.accent if on else theme.edge), 1.2))
        painter.setBrush(QColor(theme.accent if on else theme.surface))
        painter.drawRoundedRect(square, 4, 4)
        if on:
            icons.paint(painter, "check", theme.on_accent, square.left() + 1.5, square.top() + 1.5, 13)
        label = _(point.label) if point.label else ""
        room = laid.label_top - laid.title_left - 10
        shown = style.metrics("body").elidedText(label, Qt.TextElideMode.ElideRight, int(room))
        _say(painter, laid.title_left, 8, shown, "body", "text2")
        assert laid.told is not None
        painter.setOpacity(1.0 if on else 0.55)
        laid.told.paint(painter, laid.label_top, 8, theme.text)
        painter.setOpacity(1.0)
        at = style.metrics("caption").elidedText(laid.at, Qt.TextElideMode.ElideMiddle, 150)
        _say(painter, laid.at_left, 9, at, "caption", "text2")
        self._below(painter, laid, laid.label_top)
        if chosen and self.view.hasFocus():
            marks.paint_focus(painter, laid.card)

    # --- cards --------------------------------------------------------------------------------------------------------

    def _card(self, painter: QPainter, point: Point, laid: Laid, chosen: bool, row: int) -> None:
        theme = style.theme()
        focused = chosen and self.view.hasFocus()
        painter.setPen(QPen(QColor(theme.edge if chosen else theme.border), 1))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(laid.card.adjusted(0.5, 0.5, -0.5, -0.5), tokens.RADIUS_CARD, tokens.RADIUS_CARD)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            bar = QRectF(laid.card.left(), laid.card.top() + 12, 3, laid.card.height() - 24)
            painter.drawRoundedRect(bar, 1.5, 1.5)
        self._head(painter, point, laid, chosen or row == self.view.hover_row)
        for box in laid.boxes:
            self._box(painter, point, box, focused and box.n == self.view.cursor)
        self._below(painter, laid, laid.code.x() - MARK)

    def _head(self, painter: QPainter, point: Point, laid: Laid, lit: bool) -> None:
        theme = style.theme()
        mark = words.MARKS[point.kind]
        if point.kind is Kind.DECIDE or (point.kind is Kind.NEW and words.taken(point)):
            mark = ASKED if point.open else DECIDED
        top = laid.code.y()
        marks.paint_mark(painter, mark, laid.code.x() - MARK, top, 17)
        _say(painter, laid.code.x(), top, point.code, "body-strong", "text2")
        y = top
        for line in laid.title:
            _say(painter, laid.title_left, y, line, "body-strong", "text")
            y += step()
        if laid.label and laid.label_top:
            _say(painter, laid.title_left, laid.label_top, laid.label, "body", "text")
        elif laid.label:
            used = style.metrics("body-strong").horizontalAdvance(laid.title[-1])
            _say(painter, laid.title_left + used, top, laid.label, "body", "text")
        room = (laid.open_.left() if laid.open_.isValid() else laid.card.right() - 16) - laid.at_left
        at = style.metrics("caption").elidedText(laid.at, Qt.TextElideMode.ElideMiddle, int(room) + 2)
        _say(painter, laid.at_left, top + 1, at, "caption", "text2")
        if laid.open_.isValid():
            ink = theme.text2 if lit else theme.text3
            icons.paint(painter, "external-link", ink, laid.open_.left() + 5, laid.open_.top() + 5, 16)

    def _box(self, painter: QPainter, point: Point, box: Box, here: bool) -> None:
        theme = style.theme()
        value = OTHER if box.n == TYPED else point.options[box.n].value
        on = bool(point.answer) and point.answer == value
        quiet = bool(box.refused) or (box.n == TYPED and not on)
        painter.setPen(QPen(QColor(theme.accent if on else theme.border), 2 if on else 1,
                            Qt.PenStyle.DashLine if box.n == TYPED and not on else Qt.PenStyle.SolidLine))  # fmt: skip
        painter.setBrush(QColor(theme.accent_soft if on else theme.bg if quiet else theme.surface))
        edge = 1.0 if on else 0.5
        painter.drawRoundedRect(box.rect.adjusted(edge, edge, -edge, -edge), 8, 8)
        if box.n == TYPED and not on:
            self._another(painter, box)
        else:
            self._told(painter, box, on)
        if here:
            marks.paint_focus(painter, box.rect.adjusted(-3, -3, 3, 3))

    def _another(self, painter: QPainter, box: Box) -> None:
        """The way to a value of one's own: a pencil and its key."""
        theme = style.theme()
        left = box.rect.center().x() - 8 if not box.caption else box.rect.left() + PAD
        icons.paint(painter, "pencil", theme.text2, left, box.rect.center().y() - 8, 16)
        if box.caption:
            _say(painter, left + 24, box.rect.center().y() - step() / 2, box.caption, "body", "text2")
            marks.paint_key(painter, box.rect.right() - 8, box.rect.center().y(), "E")

    def _told(self, painter: QPainter, box: Box, on: bool) -> None:
        theme = style.theme()
        left, y = box.rect.left() + PAD, box.rect.top() + 8
        right = box.rect.right() - 8
        if on:
            icons.paint(painter, "filled/circle-check", theme.accent_text, right - 16, y - 1, 16)
            right -= 20
        key = "E" if box.n == TYPED else str(box.n + 1)
        right = marks.paint_key(painter, right, y + step("caption") / 2, key) - 6
        metrics = style.metrics("caption")
        caption = metrics.elidedText(box.caption, Qt.TextElideMode.ElideRight, int(right - left))
        if caption:
            _say(painter, left, y, caption, "caption", "accent_text" if on else "text2")
            y += step("caption")
        if box.hint:
            hint = metrics.elidedText(box.hint, Qt.TextElideMode.ElideRight, int(box.rect.width() - 2 * PAD))
            _say(painter, left, y, hint, "caption", "text2")
            y += step("caption")
        y += 3
        if box.value is not None:
            box.value.paint(painter, left, y, theme.text2 if box.empty or box.refused else theme.text)
            y += box.value.height
        for line in box.refused:
            _say(painter, left, y + 1, line, "caption", "red")
            y += step("caption")

    def _below(self, painter: QPainter, laid: Laid, left: float) -> None:
        for one in laid.below:
            icons.paint(painter, one.icon, style.colour(one.tone), left, one.top + 1, 14)
            y = one.top
            for line in one.lines:
                _say(painter, left + 20, y, line, "caption", one.tone)
                y += step("caption")


def _say(painter: QPainter, x: float, y: float, text: str, face: str, ink: str) -> None:
    """One line of text with its top at ``y``."""
    if text:
        painter.setFont(style.font(face))
        painter.setPen(QColor(style.colour(ink)))
        painter.drawText(QPointF(x, y + style.metrics(face).ascent()), text)
