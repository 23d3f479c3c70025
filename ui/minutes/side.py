"""Left of the text: the agenda, with what was dealt with, and who came, each marked with one key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStyleOptionViewItem, QVBoxLayout, QWidget

from db.records.agenda_items import TopicState
from db.records.meetings import Presence
from ecd_desktop.language import N_, _
from ecd_desktop.services import meetings, taking_minutes
from ui import style
from ui.widgets import marks
from ui.widgets.controls import Label
from ui.widgets.lines import Line, LineDelegate, LinesView, step
from ui.widgets.link_editor import PAUSE, Suggestions
from ui.widgets.list_view import ROW, Index
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from ecd_desktop.services.taking_minutes import Item, Seat, Sheet
    from ui.here import Here

CAME = {
    Presence.INVITED: Mark("violet", icon="mail"), Presence.PRESENT: Mark("green", icon="check"),
    Presence.LATE: Mark("amber", icon="clock"), Presence.LEFT: Mark("amber", icon="arrow-right"),
    Presence.REPRESENTED: Mark("teal", icon="users"),
    Presence.EXCUSED: Mark("grey", icon="note"), Presence.ABSENT: Mark("red", icon="x"),
}  # fmt: skip
LETTERS = {
    "P": Presence.PRESENT, "T": Presence.LATE, "S": Presence.LEFT, "D": Presence.REPRESENTED, "J": Presence.EXCUSED,
    "A": Presence.ABSENT,
}  # fmt: skip
TREATED = {
    TopicState.OPEN: Mark("grey", icon="circle-dashed"), TopicState.TREATED: Mark("green", icon="filled/circle-check"),
    TopicState.PUT_OFF: Mark("amber", icon="calendar-due"),
}  # fmt: skip
HERE_NOW = Mark("blue", icon="arrow-right")
KEYS = N_("P present · T late · S left early · D represented · J excused · A absent")


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

    def __init__(self, view: LinesView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.view = view
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


class Agenda(Part):
    """The items of the agenda: Enter or a click leads to each in the text, Space says that it was dealt with."""

    wanted = Signal(object)  # Item: to be shown in the text

    def __init__(self, here: Here) -> None:
        super().__init__(LinesView(_("Agenda")))
        self.view.setItemDelegate(ShortLine(self.view))
        self.here = here
        self.head.setText(_("Agenda"))
        self.view.letters = " X"
        self.items: tuple[Item, ...] = ()
        self.view.opened.connect(lambda line: self._want(line.key))
        self.view.clicked.connect(lambda index: self._want(self.items[index.row()].key))
        self.view.pressed_key.connect(self._pressed)

    def show_items(self, items: tuple[Item, ...], current: Any) -> None:
        """``current`` is the key of the item under whose heading the cursor stands."""
        self.items = items
        lines = []
        for one in items:
            now = one.key == current
            mark = HERE_NOW if now and one.state is TopicState.OPEN else TREATED[one.state]
            time = _("{n} min").format(n=one.minutes) if one.minutes else ""
            lines.append(Line(one.key, f"{one.number}. {one.title}", urgent=time, mark=mark,
                              mark_words=_(one.state.label), strong=now))  # fmt: skip
        done = sum(one.state is not TopicState.OPEN for one in items)
        count = _("{done} of {all}").format(done=done, all=len(items)) if items else ""
        self.show_lines(lines, count, _("The meeting has no agenda: write freely."))
        self.view.setMaximumHeight(max(ShortLine.HIGH, step() + 10) * len(lines) + 4)
        self.setMaximumHeight(self.view.maximumHeight() + 58 if lines else 110)
        self.view.setToolTip(_("Enter: to its text · Space: dealt with, or open again"))

    def _want(self, key: Any) -> None:
        if (item := next((one for one in self.items if one.key == key), None)) is not None:
            self.wanted.emit(item)

    def _pressed(self, letter: str) -> None:
        keys = self.view.selected()
        chosen = [one for one in self.items if one.key in keys]
        if letter == "del" or not chosen or self.here.read_only:
            return
        treated = any(one.state is not TopicState.TREATED for one in chosen)
        self.here.do(taking_minutes.set_treated, keys, treated=treated, say=False, owner=self)


class Roll(Part):
    """Who was expected and came; the field under it adds a person, or a guest by name."""

    def __init__(self, here: Here) -> None:
        super().__init__(LinesView(_("Attendance")))
        self.view.setItemDelegate(ShortLine(self.view))
        self.here = here
        self.head.setText(_("Attendance"))
        self.view.letters = "".join(LETTERS)
        self.view.setToolTip(_(KEYS))
        self.view.setAccessibleDescription(_(KEYS))
        self.view.pressed_key.connect(self._pressed)
        self._key: Any = None
        self.seats: tuple[Seat, ...] = ()
        self.keys = Label(_(KEYS), "caption", "text3", wrap=True)
        self.keys.setContentsMargins(16, 0, 12, 0)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Add a person or a guest"))
        self.line.setAccessibleName(self.line.placeholderText())
        self.line.installEventFilter(self)
        self.list = Suggestions(self)  # type: ignore[arg-type]
        self.list.taken.connect(self._taken)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._suggest)
        self._enter = False  # Enter was pressed before the suggestions were there
        self.line.textEdited.connect(self._edited)
        around = QHBoxLayout()
        around.setContentsMargins(14, 4, 12, 6)
        around.addWidget(self.line)
        self.rows.addWidget(self.keys)
        self.rows.addLayout(around)

    def show_sheet(self, sheet: Sheet | None) -> None:
        self._key = sheet.key if sheet is not None else None
        self.seats = sheet.seats if sheet is not None else ()
        lines = [
            Line(one.key, one.name, urgent=_(one.presence.label), mark=mark_of(one.presence),
                 tone=mark_of(one.presence).tone,
                 body=" · ".join(part for part in (one.name, one.small, "" if one.person else _("guest")) if part))
            for one in self.seats
        ]  # fmt: skip
        came = sum(one.came for one in self.seats)
        count = _("{came} of {expected}").format(came=came, expected=len(lines)) if lines else ""
        self.show_lines(lines, count, _("Nobody is on the list yet."))
        self.line.setEnabled(not self.here.read_only)
        self.keys.setVisible(bool(lines))

    def _pressed(self, letter: str) -> None:
        keys = self.view.selected()
        if letter not in LETTERS or not keys or self.here.read_only:
            return
        self.here.do(meetings.set_presence, keys, presence=LETTERS[letter], say=False, owner=self)
        place = max(n for n, one in enumerate(self.seats) if one.key in keys) + 1
        if len(keys) == 1 and place < len(self.seats):  # on to the next, as one calls the roll
            self.view.select([self.seats[place].key], self.seats[place].key)

    # --- adding -------------------------------------------------------------------------------------------------------

    def _edited(self, text: str) -> None:
        self._enter = False
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.list.hide()

    def _suggest(self) -> None:
        text = self.line.text().strip()

        def job(session: Any) -> Any:
            from db.queries import records

            return records.suggest(session, "people", text, limit=8)

        def answer(found: list[Any]) -> None:
            if self.line.text().strip() != text or not self.line.hasFocus():
                return
            self.list.offer(found, text)
            item = self.list.item(self.list.count() - 1)
            if item is not None:
                item.setText(_("Add “{name}” as a guest").format(name=text))
            if self._enter:
                self._enter = False
                self.list.take_current()

        if text:
            self.here.read(job, answer, owner=self, slot=f"roll/{id(self)}")

    def _taken(self, person: Any, _name: str) -> None:
        self.list.hide()
        self._pause.stop()
        text = self.line.text().strip()
        self.line.clear()
        if self._key is None or not text:
            return
        who = {"guest": text} if person is None else {"person": person}
        self.here.do(partial(meetings.attend, presence=Presence.PRESENT), self._key, **who, say=False, owner=self)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if target is not self.line:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.list.isVisible():
                    self.list.take_current()
                elif self.line.text().strip():
                    self._enter = True
                    self._pause.stop()
                    self._suggest()
                return True
            if self.list.isVisible() and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key == Qt.Key.Key_Escape and self.list.isVisible():
                self.list.hide()
                return True
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self.list.hide()
        return False


def mark_of(presence: Presence) -> Mark:
    """How an attendance is marked; one that came later than this page is grey."""
    return CAME.get(presence, Mark("grey", icon="user"))
