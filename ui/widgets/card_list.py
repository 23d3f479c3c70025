"""A list of cards: painted, as long as it may be, walked by keys; what leaves it (drags, moves) it only announces."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import icons, style
from ui.tokens import Theme
from ui.widgets import marks
from ui.widgets.cards import CARD_ROLE, Card, CardsModel
from ui.widgets.cells import Cell
from ui.widgets.list_view import Index, ListView
from ui.widgets.table_lines import unbroken

if TYPE_CHECKING:
    from db.fields import Key

EITHER_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
STEPS = {
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
}  # fmt: skip
PAD, BETWEEN, AVATAR = 11, 8, 22


def alt_arrow(event: QEvent) -> tuple[int, int] | None:
    """Where Alt+arrow points to: (to the right, down); None for any other key."""
    if not isinstance(event, QKeyEvent):
        return None
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return ARROWS.get(Qt.Key(event.key())) if plain == Qt.KeyboardModifier.AltModifier else None


class CardDelegate(QStyledItemDelegate):
    """Paints a card: code and mark, the title in two lines, when it is due, who answers for it and how far it is."""

    def __init__(self, view: ListView) -> None:
        super().__init__(view)
        self.view = view
        self.compact = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self.height())

    def height(self) -> int:
        """The same for every card, so that thousands are laid out at once."""
        small, body = style.metrics("caption").height(), style.metrics("body-medium").height()
        if self.compact:
            return BETWEEN - 2 + 2 * 8 + 2 * body + 3 + max(small, AVATAR - 4)
        return BETWEEN + 2 * PAD + small + 4 + 2 * body + 5 + small + 6 + AVATAR

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(CARD_ROLE)
        if not isinstance(card, Card):
            return
        theme = style.theme()
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        gap = BETWEEN - 2 if self.compact else BETWEEN
        box = QRectF(option.rect).adjusted(1, 1, -1, -gap + 1)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = index.row() == self.view.hover_row
        painter.setPen(QPen(QColor(theme.accent if chosen else theme.edge if hovered else theme.border), 1))
        painter.setBrush(QColor(theme.accent_soft if chosen else theme.surface))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(QRectF(box.left(), box.top() + 9, 3, box.height() - 18), 1.5, 1.5)
        (_small_card if self.compact else _whole_card)(painter, box, card, theme)
        if state & QStyle.StateFlag.State_HasFocus:
            marks.paint_focus(painter, box)
        painter.restore()


def _whole_card(painter: QPainter, box: QRectF, card: Card, theme: Theme) -> None:
    small, body = style.metrics("caption").height(), style.metrics("body-medium").height()
    inside = box.adjusted(PAD + 1, PAD, -PAD, -PAD)
    mark_room = 0.0
    if card.mark is not None and (card.mark.shape or card.mark.icon):
        mark_room = 20.0
        marks.paint_mark(painter, card.mark, inside.right() - 15, inside.top() - 0.5, 15, ground=theme.surface)
    _say(painter, QRectF(inside.left(), inside.top(), inside.width() - mark_room, small), card.code, "caption",
         theme.text2)  # fmt: skip
    top = inside.top() + small + 4
    _title(painter, QRectF(inside.left(), top, inside.width(), 2 * body), card, theme)
    top += 2 * body + 5
    if card.due is not None:
        _due(painter, QRectF(inside.left(), top, inside.width(), small), card.due, theme)
    top += small + 6
    _foot(painter, QRectF(inside.left(), top, inside.width(), AVATAR), card, theme)


def _small_card(painter: QPainter, box: QRectF, card: Card, theme: Theme) -> None:
    body = style.metrics("body-medium").height()
    inside = box.adjusted(PAD, 8, -PAD + 1, -8)
    mark_room = 0.0
    if card.mark is not None and (card.mark.shape or card.mark.icon):
        mark_room = 20.0
        marks.paint_mark(painter, card.mark, inside.right() - 14, inside.top() + 1, 14, ground=theme.surface)
    _title(painter, QRectF(inside.left(), inside.top(), inside.width() - mark_room, 2 * body), card, theme)
    foot = QRectF(inside.left(), inside.top() + 2 * body + 3, inside.width(), AVATAR - 4)
    left = foot.left()
    if card.who:
        marks.paint_initials(painter, left, foot.top(), AVATAR - 4, card.who)
        left += AVATAR + 2
    if card.due is not None:
        _due(painter, QRectF(left, foot.top(), foot.right() - left, foot.height()), card.due, theme)


def _foot(painter: QPainter, box: QRectF, card: Card, theme: Theme) -> None:
    right = box.right()
    if card.fraction is not None:
        said = f"{round(card.fraction * 100)}\u00a0%"
        wide = style.metrics("caption").horizontalAdvance("100\u00a0%")
        words = QRectF(right - wide, box.top(), wide + 1, box.height())
        _say(painter, words, said, "caption", theme.text2, Qt.AlignmentFlag.AlignRight)
        right -= wide + 6 + 40
        marks.paint_bar(painter, QRectF(right, box.center().y() - 2.5, 40, 5), card.fraction, card.tone)
        right -= 10
    if card.who:
        marks.paint_initials(painter, box.left(), box.top(), AVATAR, card.who)
        beside = box.left() + AVATAR + 7
        _say(painter, QRectF(beside, box.top(), right - beside, box.height()), card.who, "caption", theme.text2)


def _title(painter: QPainter, box: QRectF, card: Card, theme: Theme) -> None:
    two_lines(painter, box, card.title, "body-medium", theme.text2 if card.faint else theme.text)


def two_lines(painter: QPainter, box: QRectF, text: str, face: str, ink: str) -> None:
    """At most two lines, the second one elided."""
    font, height = style.font(face), style.metrics(face).height()
    painter.setFont(font)
    painter.setPen(QColor(ink))
    lines = _broken(text, face, font.pointSizeF(), int(box.width()))
    for n, line in enumerate(lines):
        painter.drawText(QRectF(box.left(), box.top() + n * height, box.width() + 2, height), _LEFT, line)


@lru_cache(maxsize=8_000)
def cut_to(text: str, face: str, _points: float, width: int) -> str:
    """One line of a text as far as it fits, kept likewise; ``_points`` tells text sizes apart."""
    return style.metrics(face).elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=4_000)
def _broken(text: str, face: str, _points: float, width: int) -> tuple[str, ...]:
    """A text as the lines that fit ``width``; kept, because breaking it takes longer than painting it."""
    layout = QTextLayout(text, style.font(face))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    if not line.isValid():
        return ()
    line.setLineWidth(width)
    cut = line.textLength()
    layout.endLayout()
    rest = text[cut:].strip()
    if not rest:
        return (text.strip(),)
    return text[:cut].strip(), style.metrics(face).elidedText(rest, Qt.TextElideMode.ElideRight, width)


def _due(painter: QPainter, box: QRectF, due: Cell, theme: Theme) -> None:
    """«16/11/2026 ↻2 · 5 working days late» in its tone."""
    ink = theme.tone(due.tone).fg if due.tone else theme.text2
    left = box.left()
    if due.icon:
        icons.paint(painter, due.icon, ink, left, box.center().y() - 7, 14)
        left += 18
    font = "caption-strong" if due.tone in ("red", "amber") else "caption"
    _say(painter, QRectF(left, box.top(), box.right() - left, box.height()), due.words, font, ink)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


def _say(painter: QPainter, box: QRectF, text: str, font: str, ink: str,
         side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:  # fmt: skip
    face = style.font(font)
    painter.setFont(face)
    painter.setPen(QColor(ink))
    shown = cut_to(text, font, face.pointSizeF(), int(box.width()))
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


class CardList(ListView):
    """Shows a ``CardsModel``.  Say records by key."""

    chosen = Signal()  # the selection or the current card is another one
    alone = Signal()  # a card was chosen without Ctrl or Shift: what other lists have selected counts no more
    opened = Signal(object)  # Key: Enter or double click
    typed = Signal(str)  # a letter or digit: the filter's
    menu_wanted = Signal(QPoint)  # global position
    aside = Signal(int)  # ← or →: -1, 1
    shifted = Signal(int, int)  # Alt+arrow: to the right, down
    carried_off = Signal()  # the selected cards are dragged

    def __init__(self, model: CardsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._quiet = False
        self.cards = model
        self.painter = CardDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.painter)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.viewport().setAutoFillBackground(False)
        self.setObjectName("cards")
        self.selectionModel().selectionChanged.connect(self._say_chosen)
        self.selectionModel().currentChanged.connect(self._say_chosen)
        style.look.changed.connect(self.doItemsLayout)

    # --- by key -------------------------------------------------------------------------------------------------------

    def selected(self) -> list[Key]:
        """In the order shown."""
        ranges = self.selectionModel().selection()
        spans = sorted((ranges.at(n).top(), ranges.at(n).bottom()) for n in range(ranges.count()))
        places = dict.fromkeys(place for first, last in spans for place in range(first, last + 1))
        return [self.cards.keys[place] for place in places]

    def current(self) -> Key | None:
        return self.cards.key_at(self.currentIndex().row())

    def select(self, keys: Iterable[Key], current: Key | None = None, *, show: bool = True) -> None:
        """Select those that are in this list, put the cursor on ``current`` where it is; say nothing."""
        selection = QItemSelection()
        for first, last in unbroken(sorted({place for key in keys if (place := self.cards.row_of(key)) >= 0})):
            selection.select(self.cards.index(first), self.cards.index(last))
        model = self.selectionModel()
        before, self._quiet = self._quiet, True
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if current is not None and (place := self.cards.row_of(current)) >= 0:
            model.setCurrentIndex(self.cards.index(place), QItemSelectionModel.SelectionFlag.NoUpdate)
            if show:
                self.scrollTo(self.cards.index(place))
        self._quiet = before

    def lead(self, on: bool) -> None:
        """Whether Tab stops here: of several lists side by side at one, and arrows go on from there."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)

    def visible_keys(self) -> list[Key]:
        """Those whose cards are in sight."""
        first = self.indexAt(QPoint(self.viewport().width() // 2, 2)).row()
        if first < 0:
            return []
        return self.cards.keys[first : first + self.viewport().height() // max(self.painter.height(), 1) + 2]

    def set_compact(self, compact: bool) -> None:
        self.painter.compact = compact
        self.doItemsLayout()

    def hold(self) -> tuple[Key | None, int]:
        """Where it is scrolled to, by the first card in sight and how much of it is cut off."""
        seen = self.visible_keys()
        if not seen:
            return None, self.verticalScrollBar().value()
        return seen[0], -self.visualRect(self.cards.index(self.cards.row_of(seen[0]))).top()

    def give_back(self, held: tuple[Key | None, int]) -> None:
        """Scroll to where ``hold`` was, though cards came or went above."""
        key, cut = held
        if (key is None and not cut) or (cut <= 0 and key is not None and self.cards.row_of(key) == 0):
            return  # it stood at its beginning: nothing has to be laid out for that now
        self.executeDelayedItemsLayout()
        place = self.cards.row_of(key) if key is not None else -1
        self.verticalScrollBar().setValue(place * self.painter.height() + cut if place >= 0 else cut)

    # --- what Qt asks -------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and alt_arrow(event) is not None:
            event.accept()  # here it moves the card, elsewhere the window goes back and forward
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrow = alt_arrow(event)
        if arrow is not None:
            self.shifted.emit(*arrow)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not event.modifiers() & EITHER_SHIFT:
            self.aside.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif event.text().isalnum() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
            if event.key() in STEPS and not event.modifiers() & EITHER_SHIFT:
                self.alone.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        among = index.isValid() and self.selectionModel().isSelected(index)
        super().mousePressEvent(event)
        if not among and not event.modifiers() & EITHER_SHIFT:
            self.alone.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not event.modifiers() & EITHER_SHIFT:
            self.alone.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_wanted.emit(at)

    def startDrag(self, actions: Qt.DropAction) -> None:
        self.carried_off.emit()

    def _say_chosen(self, *_from_qt: object) -> None:
        if not self._quiet:
            self.chosen.emit()

    def take(self, index: Index) -> None:
        if (key := self.cards.key_at(index.row())) is not None:
            self.opened.emit(key)
