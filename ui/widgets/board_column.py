"""One column of a board: its title, how many it holds, its cards; while cards are dragged, whether they may go there.

A column without cards is narrow, so that the others have the room; cards may be let go on it all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QToolTip, QVBoxLayout, QWidget

from ecd_desktop.language import _, ngettext
from ui import icons, style
from ui.widgets import marks
from ui.widgets.card_list import CardList
from ui.widgets.cards import CardsModel, Rows
from ui.widgets.marks import Mark
from ui.widgets.record_drag import keys_in

if TYPE_CHECKING:
    from db.fields import Key

    Keys = list[Key]

NARROW, LEAST, MOST = 46, 262, 340  # widths
HEAD = 42
SIDE = 8


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """What a column stands for: a value of the noun's column, in words that are translated already.

    ``most``: of how many that count (see ``BoardBy.counts``) a person keeps an overview; 0 says nothing.
    """

    value: Any
    title: str
    mark: Mark | None = None
    most: int = 0


class Refusal(QWidget):
    """Why the cards may not be let go here, over the cards of the column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.reason = ""
        self.hide()

    def say(self, reason: str) -> None:
        self.reason = reason
        self.setAccessibleName(reason)
        self.setVisible(bool(reason))
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(10, 10, -10, -10)
        wrap = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        words = style.metrics("body").boundingRect(0, 0, int(room.width()) - 46, 4000, wrap, self.reason)
        box = QRectF(room.left(), room.top(), room.width(), min(words.height() + 24, room.height()))
        painter.setPen(QPen(QColor(theme.red.solid), 1))
        painter.setBrush(QColor(theme.red.bg))
        painter.drawRoundedRect(box, 8, 8)
        icons.paint(painter, "ban", theme.red.fg, box.left() + 11, box.top() + 12, 16)
        painter.setFont(style.font("body"))
        painter.setPen(QColor(theme.red.fg))
        painter.drawText(box.adjusted(36, 12, -10, -8), wrap, self.reason)
        painter.end()


class Column(QFrame):
    """A title over a list of cards."""

    entered = Signal(object)  # tuple of keys: a drag of our records is over it
    dropped = Signal(object)  # tuple of keys
    pressed = Signal()  # its title was clicked
    built = Signal()  # its list was made

    def __init__(self, entity: str, rows: Rows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entity = entity
        self.column = BoardColumn(None, "")
        self.total = 0
        self.counting = 0  # of them, those that count for ``most``
        self.over_words: Callable[[int], str] | None = None
        self._reason: str | None = None
        self._dragging = self._over = False
        self._rows = rows
        self._keys: Keys = []
        self._places: dict[Key, int] = {}
        self._list: CardList | None = None
        self.setAcceptDrops(True)
        self.setObjectName("column")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(SIDE, HEAD, SIDE - 2, 4)
        self._lines = lines
        style.look.changed.connect(self.update)

    @property
    def list(self) -> CardList:
        """Its cards."""
        return self.build()

    def build(self) -> CardList:
        """Its cards; made when they are asked for, which is when they come into sight: there may be 100 columns."""
        if self._list is None:
            self._list = CardList(CardsModel(self._rows, self), self)
            self._list.setVisible(bool(self._keys))
            self._list.cards.show(self._keys, self._places)
            self._say()
            self._lines.addWidget(self._list)
            self.built.emit()
        return self._list

    @property
    def made(self) -> CardList | None:
        """Its cards where they were in sight before."""
        return self._list

    @cached_property
    def refusal(self) -> Refusal:
        """Made when first something is refused."""
        return Refusal(self)

    @property
    def narrow(self) -> bool:
        return self.total == 0

    @property
    def reason(self) -> str | None:
        """Why what is dragged now may not be let go here; None where it may."""
        return self._reason

    def show_column(
        self, column: BoardColumn, keys: Keys, places: dict[Key, int], counting: int,
        over_words: Callable[[int], str],
    ) -> bool:  # fmt: skip
        """Show what stands in it; whether other cards than before do."""
        self.column, self.total, self.counting, self.over_words = column, len(keys), counting, over_words
        self._keys, self._places = keys, places
        self._say()
        self.update()
        if self._list is None:
            return True
        self._list.setVisible(bool(keys))
        return self._list.cards.show(keys, places)

    def select(self, keys: Sequence[Key], current: Key | None, *, show: bool = True) -> None:
        """Select those of ``keys``, all of them in this column; it need not be made for none."""
        if self._list is not None or keys or current in self._places:
            self.list.select(keys, current, show=show)

    def over(self) -> str:
        """«14 open», where that is more than one keeps an overview of; else ""."""
        if not self.column.most or self.counting <= self.column.most or self.over_words is None:
            return ""
        return self.over_words(self.counting)

    def show_drag(self, reason: str | None) -> None:
        """Cards are dragged somewhere over the board; ``reason``: why they may not come here."""
        self._dragging, self._reason = True, reason
        self.update()

    def end_drag(self) -> None:
        self._dragging = self._over = False
        self._reason = None
        self._refuse("")
        self.update()

    # --- what Qt asks -------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        keys = keys_in(event.mimeData(), self._entity)
        if not keys:
            event.ignore()
            return
        self.entered.emit(keys)
        self._over = True
        reason = self._reason or ""
        if reason and not self.narrow:
            self._refuse(reason)
        self.update()
        event.setAccepted(True)  # also where it is refused: the pointer's moves go on to be told

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._reason is None and keys_in(event.mimeData(), self._entity):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = False
        self._refuse("")
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        keys = keys_in(event.mimeData(), self._entity)
        if keys:
            event.acceptProposedAction()
            self.dropped.emit(keys)
        else:
            event.ignore()

    def mousePressEvent(self, event: Any) -> None:
        self.pressed.emit()
        super().mousePressEvent(event)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if "refusal" in self.__dict__:
            self._place_refusal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        refused = self._dragging and self._reason is not None
        welcome = self._dragging and self._over and not refused
        painter.setPen(QPen(QColor(theme.accent if welcome else theme.border), 2 if welcome else 1))
        painter.setBrush(QColor(theme.accent_soft if welcome else theme.rail))
        painter.drawRoundedRect(box, 10, 10)
        ink = theme.text3 if refused else theme.text
        if self.narrow:
            self._paint_narrow(painter, ink, refused)
        else:
            self._paint_head(painter, ink, refused)
        painter.end()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _paint_head(self, painter: QPainter, ink: str, refused: bool) -> None:
        theme = style.theme()
        left, middle, right = 14.0, HEAD / 2 + 1, self.width() - 12.0
        if self.column.mark is not None and (self.column.mark.shape or self.column.mark.icon):
            marks.paint_mark(painter, self.column.mark, left - 2, middle - 8, 16, ground=theme.rail)
            left += 22
        if refused:
            icons.paint(painter, "ban", theme.text3, right - 16, middle - 8, 16)
            right -= 24
        elif over := self.over():
            right -= 8 + marks.paint_pill(painter, right - marks.pill_width(over, WARNING), middle, over, WARNING, 150)
        said = f"{self.total:,}"
        wide = style.metrics("body-strong").horizontalAdvance(self.column.title)
        count = style.metrics("body").horizontalAdvance(said)
        room = max(right - left - count - 10, 20)
        painter.setFont(style.font("body-strong"))
        painter.setPen(QColor(ink))
        shown = style.metrics("body-strong").elidedText(self.column.title, Qt.TextElideMode.ElideRight, int(room))
        line = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(QRectF(left, 0, room + 2, HEAD + 2), line, shown)
        painter.setFont(style.font("body"))
        painter.setPen(QColor(theme.text3))
        painter.drawText(QRectF(left + min(wide, room) + 9, 0, count + 4, HEAD + 2), line, said)

    def _paint_narrow(self, painter: QPainter, ink: str, refused: bool) -> None:
        theme = style.theme()
        middle = self.width() / 2
        if refused:
            icons.paint(painter, "ban", theme.text3, middle - 8, 14, 16)
        elif self.column.mark is not None and (self.column.mark.shape or self.column.mark.icon):
            marks.paint_mark(painter, self.column.mark, middle - 8, 14, 16, ground=theme.rail)
        painter.save()
        painter.translate(middle, 42)
        painter.rotate(90)
        painter.setFont(style.font("body-medium"))
        painter.setPen(QColor(theme.text2 if ink == theme.text else ink))
        room = max(self.height() - 70, 40)
        shown = style.metrics("body-medium").elidedText(self.column.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(0, -10, room + 4, 20), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
        painter.setFont(style.font("caption"))
        painter.setPen(QColor(theme.text3))
        painter.drawText(QRectF(0, self.height() - 28, self.width(), 18), Qt.AlignmentFlag.AlignCenter, "0")

    def _say(self) -> None:
        cards = ngettext("{n} card", "{n} cards", self.total).format(n=self.total)
        said = _("{column}: {cards}").format(column=self.column.title, cards=cards)
        self.setAccessibleName(said)
        if self._list is not None:
            self._list.setAccessibleName(", ".join(part for part in (said, self.over()) if part))

    def _refuse(self, reason: str) -> None:
        if reason or "refusal" in self.__dict__:
            self._place_refusal()
            self.refusal.say(reason)

    def _place_refusal(self) -> None:
        self.refusal.setGeometry(1, HEAD, self.width() - 2, max(self.height() - HEAD - 2, 40))

    def _tip(self) -> str:
        if self._reason:
            return self._reason
        parts = [self.accessibleName()]
        if self.over():
            parts.append(_("{over}: more than {n} at once are hard to keep an eye on.").format(
                over=self.over(), n=self.column.most))  # fmt: skip
        return "\n".join(parts)


WARNING = Mark("amber", icon="filled/alert-triangle")


def share(columns: Sequence[Column], room: int, between: int) -> int:
    """Empty columns are narrow, the others share the room; the width of all, more than ``room`` where it is little."""
    wide = sum(not column.narrow for column in columns)
    fixed = NARROW * (len(columns) - wide) + between * (len(columns) - 1)
    each = min(max((room - fixed) // max(wide, 1), LEAST), MOST)
    for column in columns:
        column.setFixedWidth(NARROW if column.narrow else each)
    return each * wide + fixed
