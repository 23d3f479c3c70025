"""Left of the text: cards of short lines, and the agenda with when each item began and what was dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStyleOptionViewItem, QVBoxLayout, QWidget

from db.records.agenda_items import TopicState
from ecd_desktop.language import _
from ecd_desktop.services import taking_minutes
from ui import style
from ui.widgets import marks
from ui.widgets.controls import Label
from ui.widgets.lines import Line, LineDelegate, LinesView, step
from ui.widgets.list_view import ROW, Index
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from ecd_desktop.services.taking_minutes import Item
    from ui.here import Here

TREATED = {
    TopicState.OPEN: Mark("grey", icon="circle-dashed"), TopicState.TREATED: Mark("green", icon="filled/circle-check"),
    TopicState.PUT_OFF: Mark("amber", icon="calendar-due"),
}  # fmt: skip
BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
SEEN = 3  # items that are seen without scrolling
HERE_NOW = Mark("blue", icon="arrow-right")


class ShortLine(LineDelegate):
    """A line that is one line: its mark, its title, and a word at the right."""

    HIGH, EDGE, ICON = 30, 16, 26

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.view.room(), max(self.HIGH, step() + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(ROW)
        if not isinstance(line, Line):
            return
        theme = style.theme()
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        self.paint_ground(painter, box, option, index)
        left, right = box.left() + self.EDGE, box.left() + self.view.room() - 4
        if line.mark is not None:
            marks.paint_mark(painter, line.mark, left, box.center().y() - 8)
        left += self.ICON
        small = style.metrics("caption")
        word = small.elidedText(line.urgent, Qt.TextElideMode.ElideRight, int((right - left) / 2))
        painter.setFont(style.font("caption"))
        painter.setPen(QColor(theme.tone(line.tone).fg if line.tone else theme.text2))
        painter.drawText(QRectF(left, box.top(), right - left, box.height()), _RIGHT, word)
        right -= small.horizontalAdvance(word) + 8
        face = "body-strong" if line.strong else "body"
        painter.setFont(style.font(face))
        painter.setPen(QColor(theme.text2 if line.faint else theme.text))
        title = style.metrics(face).elidedText(line.title, Qt.TextElideMode.ElideRight, int(right - left))
        painter.drawText(QRectF(left, box.top(), right - left, box.height()), _LEFT, title)
        self.paint_ring(painter, box, option)


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine


class Part(QFrame):
    """A card with a heading, what it counts at the right, and lines."""

    left = Signal()  # Esc: back to the text

    def __init__(self, view: LinesView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.view = view
        self._hint: Label | None = None
        self._keys = ""
        self.head = Label("", "subtitle")
        self.count = Label("", "caption", "text2")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 14, 4)
        top.addWidget(self.head, 1)
        top.addWidget(self.count)
        self.count.setSizePolicy(self.count.sizePolicy().Policy.Maximum, self.count.sizePolicy().Policy.Preferred)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(1, 1, 1, 6)
        self.rows.setSpacing(2)
        self.rows.addLayout(top)
        self.empty = Label("", "caption", "text2", wrap=True)
        self.empty.setContentsMargins(16, 0, 14, 6)
        self.rows.addWidget(self.empty)
        self.rows.addWidget(view, 1)
        view.ends_ruled = view.ruled = False
        self.rows.addStretch(0)

    def show_lines(self, lines: Sequence[Line], count: str, empty: str) -> None:
        self.view.show_lines(lines)
        self.count.setText(count)
        self.empty.setText(empty)
        self.empty.setVisible(not lines)
        self.view.setVisible(bool(lines))

    def hint(self, text: str) -> Label:
        """A line that says the keys of the list, while they are there; ``say`` shows something else in its place."""
        self._keys = text
        self._hint = Label(text, "caption", "text3", wrap=True)
        self._hint.setContentsMargins(16, 0, 12, 4)
        self._hint.hide()
        self.view.setToolTip(text)
        self.view.setAccessibleDescription(text)
        self.view.installEventFilter(self)
        return self._hint

    def say(self, text: str) -> None:
        """Something about what is being asked; "" is the keys again."""
        if self._hint is not None:
            self._hint.setText(text or self._keys)
            self._hint.setVisible(bool(text) or self.view.hasFocus())

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if target is self.view and self._hint is not None and isinstance(event, QFocusEvent):
            self._hint.setVisible(event.gotFocus())
            if event.gotFocus() and event.reason() in BY_TAB:
                self.view.select_first()  # so that the keys mean something
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def time_of(item: Item, now: str) -> tuple[str, str]:
    """What stands beside an item: the minutes it may take, what is left of them, or when it was; and its tone."""
    if not item.started_at:
        return (_("{n} min").format(n=item.minutes) if item.minutes else ""), ""
    if item.ended_at or not item.minutes or not now or item.state is not TopicState.OPEN:
        return f"{item.started_at}–{item.ended_at}", ""
    left = item.minutes - (_minutes(now) - _minutes(item.started_at))
    if left < 0:
        return _("{n} min over").format(n=-left), "red"
    return _("{n} min left").format(n=left), "amber" if left <= item.minutes // 5 else ""


def _minutes(hour: str) -> int:
    return int(hour[:2]) * 60 + int(hour[3:])


class Agenda(Part):
    """The items of the agenda: Enter begins one, a click leads to it, Space says that it was dealt with."""

    wanted = Signal(object)  # Item: to be shown in the text
    begun = Signal(object)  # Item: it begins now

    def __init__(self, here: Here) -> None:
        super().__init__(LinesView(_("Agenda")))
        self.view.setItemDelegate(ShortLine(self.view))
        self.here = here
        self.head.setText(_("Agenda"))
        self.view.letters = " X"
        self.items: tuple[Item, ...] = ()
        self.view.opened.connect(lambda line: self._want(line.key, begins=True))
        self.view.clicked.connect(lambda index: self._want(self.items[index.row()].key))
        self.view.pressed_key.connect(self._pressed)

    def show_items(self, items: tuple[Item, ...], current: Any, now: str = "") -> None:
        """``current`` is the key of the item under whose heading the cursor stands; ``now`` the hour, on the day."""
        self.items = items
        lines = []
        for one in items:
            here = one.key == current
            mark = HERE_NOW if here and one.state is TopicState.OPEN else TREATED[one.state]
            time, tone = time_of(one, now)
            title = f"{one.number}. {one.title}"
            hours = f"{one.started_at}–{one.ended_at}" if one.started_at else ""
            lines.append(Line(one.key, title, urgent=time, tone=tone, mark=mark, mark_words=_(one.state.label),
                              strong=here, body=" · ".join(part for part in (title, hours) if part)))  # fmt: skip
        done = sum(one.state is not TopicState.OPEN for one in items)
        count = _("{done} of {all}").format(done=done, all=len(items)) if items else ""
        self.show_lines(lines, count, _("The meeting has no agenda: write freely."))
        high = max(ShortLine.HIGH, step() + 10)
        self.view.setMinimumHeight(high * min(len(lines), SEEN))
        self.view.setMaximumHeight(high * len(lines) + 4)
        self.setMaximumHeight(self.view.maximumHeight() + 58 if lines else 110)
        self.view.setToolTip(_("Enter: it begins now, to its text · Space: dealt with, or open again"))

    def _want(self, key: Any, *, begins: bool = False) -> None:
        if (item := next((one for one in self.items if one.key == key), None)) is not None:
            if begins:
                self.begun.emit(item)
            self.wanted.emit(item)

    def _pressed(self, letter: str) -> None:
        keys = self.view.selected()
        chosen = [one for one in self.items if one.key in keys]
        if letter == "del" or not chosen or self.here.read_only:
            return
        treated = any(one.state is not TopicState.TREATED for one in chosen)
        self.here.do(taking_minutes.set_treated, keys, treated=treated, say=False, owner=self)
