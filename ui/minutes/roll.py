"""Who was expected and came, each marked with one key; the field under it adds people and guests one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from db.records.meetings import Presence
from ecd_desktop.calendar import LIMA, now_utc
from ecd_desktop.language import N_, _
from ecd_desktop.services import live_meeting, meetings
from ecd_desktop.services.creating import person_named
from ecd_desktop.services.live_meeting import Guest
from ui.minutes.hours import hour_typed, is_hour
from ui.minutes.in_row import InRow, put_new_in_place
from ui.minutes.side import Part, ShortLine
from ui.widgets.lines import Line, LinesView
from ui.widgets.link_editor import PAUSE, Suggestions
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from ecd_desktop.services.taking_minutes import Seat, Sheet
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
PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "e"})
KEYS = N_("P present · T late · S left early · D represented · J excused · A absent · Ctrl+A everybody")


def guest_of(text: str) -> Guest:
    """«Rosa Quispe, dirigente, Comedor San Martín»: the name, then the post, then the organisation."""
    name, *rest = (" ".join(part.split()) for part in text.split(","))
    if name.islower():  # typed in a hurry
        name = " ".join(word if word in PARTICLES else word.capitalize() for word in name.split())
    called = person_named(name) if name else {}
    role = rest[0] if rest else ""
    return Guest(called.get("given_names") or "", called.get("family_names") or "", role, ", ".join(rest[1:]).strip())


class Roll(Part):
    """Keys mark; S and D ask over the line, in which nothing is lost until they are answered."""

    typed = Signal()  # something stands in the field that is not recorded yet

    def __init__(self, here: Here) -> None:
        super().__init__(LinesView(_("Attendance")))
        self.view.setItemDelegate(ShortLine(self.view))
        self.here = here
        self.head.setText(_("Attendance"))
        self.view.letters = "".join(LETTERS)
        self.view.pressed_key.connect(self._pressed)
        self._sheet: Sheet | None = None
        self.seats: tuple[Seat, ...] = ()
        self.question = InRow(self.view)
        self.question.asked.connect(self.say)
        self.view.setMinimumHeight(2 * ShortLine.HIGH)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Add: name, post, organisation"))
        self.line.setAccessibleName(_("Add a person or a guest"))
        self.line.setToolTip(_("Enter adds, and the next name can be typed; ↓ chooses somebody who is known."))
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
        self.rows.addWidget(self.hint(_(KEYS)))
        self.rows.addLayout(around)

    def show_sheet(self, sheet: Sheet | None) -> None:
        if (sheet.key if sheet is not None else None) != (self._sheet.key if self._sheet is not None else None):
            self.line.clear()
            self.question.leave()
        self._sheet = sheet
        self.seats = sheet.seats if sheet is not None else ()
        lines = [_line(one) for one in self.seats]
        came = sum(one.came for one in self.seats)
        count = _("{came} of {expected}").format(came=came, expected=len(lines)) if lines else ""
        self.show_lines(lines, count, _("Nobody is on the list yet."))
        self.line.setEnabled(not self.here.read_only)

    # --- marking ------------------------------------------------------------------------------------------------------

    def _pressed(self, letter: str) -> None:
        keys = self.view.selected()
        if letter not in LETTERS or not keys or self.here.read_only:
            return
        if letter == "S":
            self.question.ask(keys[-1], _("Left at (hour)"), self._left(keys), text=self._now())
        elif letter == "D":
            self.question.ask(keys[-1], _("Represented by (name)"), self._sent(keys), offers=self._offers)
        else:
            self._mark(keys, LETTERS[letter])

    def _mark(self, keys: Sequence[Any], presence: Presence, **more: Any) -> None:
        self.here.do(meetings.set_presence, keys, presence=presence, say=False, owner=self, **more)
        self._next(keys)

    def _next(self, keys: Sequence[Any]) -> None:
        place = max((n for n, one in enumerate(self.seats) if one.key in keys), default=0) + 1
        if len(keys) == 1 and place < len(self.seats):  # on to the next, as one calls the roll
            self.view.select([self.seats[place].key], self.seats[place].key)

    def _now(self) -> str:
        if self._sheet is not None and self._sheet.held_on == self.here.today:
            return now_utc().astimezone(LIMA).strftime("%H:%M")
        return self._sheet.ends_at if self._sheet is not None else ""

    def _left(self, keys: Sequence[Any]) -> Callable[[str, Any], str]:
        def take(text: str, _key: Any) -> str:
            hour = hour_typed(text)
            if hour and not is_hour(hour):
                return _("Write the time as 15:30.")
            self._mark(keys, Presence.LEFT, left_at=hour or None)
            return ""

        return take

    def _sent(self, keys: Sequence[Any]) -> Callable[[str, Any], str]:
        def take(text: str, person: Any) -> str:
            if text and person is None:
                self.here.do(live_meeting.represent, keys, by=guest_of(text), say=False, owner=self)
                self._next(keys)
            elif person is not None and any(one.person == person and one.key in keys for one in self.seats):
                return _("Nobody represents themselves: choose another person.")
            else:
                self._mark(keys, Presence.REPRESENTED, represented_by=person)
            return ""

        return take

    def _offers(self, text: str, then: Callable[[Sequence[Any]], None]) -> None:
        self.here.read(partial(live_meeting.similar, name=text), then, owner=self, slot=f"instead/{id(self)}")

    # --- adding -------------------------------------------------------------------------------------------------------

    def _edited(self, text: str) -> None:
        self._enter = False
        self.typed.emit()
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.list.hide()

    def _suggest(self) -> None:
        text = self.line.text().strip()
        name = text.split(",")[0].strip()

        def answer(found: list[Any]) -> None:
            if self.line.text().strip() != text or not self.line.hasFocus():
                return
            self.list.offer(found, text)
            put_new_in_place(self.list, name, found)
            if self._enter:
                self._enter = False
                self.list.take_current()

        if name:
            self.here.read(partial(live_meeting.similar, name=name), answer, owner=self, slot=f"roll/{id(self)}")

    def _taken(self, person: Any, _name: str) -> None:
        self.list.hide()
        self._pause.stop()
        text = self.line.text().strip()
        self.line.clear()
        self.typed.emit()
        if self._sheet is None or not text:
            return
        if person is None:
            self.here.do(live_meeting.add_guest, self._sheet.key, guest_of(text), say=False, owner=self)
            return
        role = guest_of(text).role or None
        self.here.do(partial(meetings.attend, presence=Presence.PRESENT), self._sheet.key, person=person, role=role,
                     say=False, owner=self)  # fmt: skip

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if target is not self.line:
            return super().eventFilter(target, event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key_pressed(Qt.Key(event.key()))
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self.list.hide()
        return False

    def _key_pressed(self, key: Qt.Key) -> bool:
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
        return False


def _line(one: Seat) -> Line:
    mark = mark_of(one.presence)
    said = _(one.presence.label)
    if one.more and one.presence is Presence.LEFT:
        said = _("left at {hour}").format(hour=one.more)
    elif one.more and one.presence is Presence.REPRESENTED:
        said = _("by {name}").format(name=one.more)
    return Line(
        one.key, one.name, urgent=said, mark=mark, tone=mark.tone,
        body=" · ".join(part for part in (one.name, one.small, "" if one.person else _("guest"), one.more) if part),
    )  # fmt: skip


def mark_of(presence: Presence) -> Mark:
    """How an attendance is marked; one that came later than this page is grey."""
    return CAME.get(presence, Mark("grey", icon="user"))
