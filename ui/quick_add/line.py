"""The line of quick add: a field, what it was understood to say as chips under it, and a sentence where one is due."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from db.ordering import fold
from ecd_desktop import language
from ecd_desktop.language import _, ngettext
from ecd_desktop.quick_add import ENTITIES, Kind, Reading, Unclear, asked, lines_of, put, read, typing, written
from ui.quick_add import words
from ui.quick_add.chips import ChipRow, Shown
from ui.quick_add.kept import Kept, Typed
from ui.quick_add.names import Names
from ui.widgets.controls import Label
from ui.widgets.link_editor import Suggestions

if TYPE_CHECKING:
    from ecd_desktop.services.quick_add import Added
    from ui.here import Here

KEEP_AFTER = 500  # milliseconds: what is typed is in the draft file by then
LINES_SHOWN = 4  # of several pasted ones
COMMITMENT, TASK = "commitment", "internal_task"


class QuickLine(QWidget):
    """Enter adds; Ctrl+Enter adds and opens; Shift+Enter adds and stays for the next."""

    added = Signal(object, bool)  # Added; whether the field stays open for the next
    changed = Signal()  # another height may be needed

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.readings: tuple[Reading, ...] = ()
        self._plain: set[str] = set()  # folded words that were taken back from their chips
        self._picked: dict[str, Any] = {}  # chosen from a list, by the name as it is written
        self._reach = ""
        self._wanted: tuple[bool, bool] | None = None  # (open, stay): Enter was pressed before the names were known
        self._adding = False
        self._names = Names(here, self)
        self._names.learned.connect(self._learned)
        here.bridge.committed.connect(lambda _news: self._again())
        self._kept = Kept(here, self)
        self._keep_soon = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self._keep_soon.timeout.connect(self.keep)
        self.line = QLineEdit()
        self.line.setMaxLength(20_000)
        self.line.setProperty("command", "shell.quick_add")  # what F1 explains
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._changed)
        self.line.textEdited.connect(lambda _text: self._suggest())
        self.line.cursorPositionChanged.connect(lambda _old, _new: self._moved())
        self.list = Suggestions(self)  # type: ignore[arg-type]
        self.list.taken.connect(self._taken)
        self._offered: list[Any] = []
        self.chips = ChipRow()
        self.note = Label("", "caption", "text2", wrap=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        for part in (self.line, self.chips, self.note):
            rows.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.line)
        self.retranslate()
        self._show()

    def retranslate(self) -> None:
        """Say it in the language now in force."""
        self.line.setPlaceholderText(_("Add a commitment…  @who Fri #PRY-3 !high"))
        self.line.setToolTip(self.line.placeholderText())  # whole, where it is cut
        self.line.setAccessibleName(_("Add a commitment"))

    # --- the text -----------------------------------------------------------------------------------------------------

    def begin(self, text: str = "", *, cursor: int | None = None) -> None:
        """Show ``text``; without one what was typed and not added, be it in another line of the window."""
        self._names.forget(everything=True)
        if text:
            self.keep()
            self._show_typed(Typed(text))
            self.line.setCursorPosition(len(text) if cursor is None else cursor)
            return
        if self._keep_soon.isActive():
            self.keep()
        before = self.line.text()

        def waits(typed: Typed) -> None:
            if self.line.text() == before:  # nothing was typed meanwhile
                self._show_typed(typed) if typed.text != before else self._changed(before)

        self._kept.read(waits)

    def keep(self) -> None:
        """Store what is typed, so that neither Esc nor a crash takes it."""
        self._keep_soon.stop()
        if not self._adding:
            self._kept.keep(Typed(self.line.text(), self._reach, tuple(sorted(self._plain))))

    @property
    def several(self) -> bool:
        """Whether more than one line was pasted."""
        return len(self.readings) > 1

    def _show_typed(self, typed: Typed) -> None:
        self._reach, self._plain = typed.reach, set(typed.plain)
        self.line.setText(typed.text)
        self.line.setModified(False)

    def _changed(self, text: str) -> None:
        self._wanted = None
        self._look_up()
        self._read()
        self._keep_soon.start()

    def _look_up(self) -> None:
        self._names.want([name for line in lines_of(self.line.text()) for name in asked(line)])

    def _again(self) -> None:
        """Somebody changed something: the names may mean other records now."""
        self._names.forget()
        if self.line.text().strip():
            self._look_up()

    def _learned(self) -> None:
        self._read()
        if self._wanted is not None and not self._names.waiting:
            open_, stay = self._wanted
            self._wanted = None
            self.add(open_=open_, stay=stay)

    def _read(self) -> None:
        text, known = self.line.text(), self._names.known()
        lines = lines_of(text)
        self.readings = tuple(
            read(
                line, today=self.here.today, language=language.current(), known=known, picked=self._picked,
                plain=self._plain, calendar=self.here.calendar,
            )
            for line in (lines if len(lines) > 1 else [text])
        )  # fmt: skip
        self._show()

    # --- chips and sentence -------------------------------------------------------------------------------------------

    def _show(self) -> None:
        today, calendar = self.here.today, self.here.calendar
        chips: list[Shown] = []
        note = ""
        if self.several:
            shown = [words.in_short(reading) for reading in self.readings if reading.description]
            rest = len(shown) - LINES_SHOWN
            more = [ngettext("and {n} more", "and {n} more", rest).format(n=rest)] if rest > 0 else []
            note = "\n".join((words.about_many(self.readings), *(f"• {one}" for one in shown[:LINES_SHOWN]), *more))
        elif self.readings and self.line.text().strip():
            reading = self.readings[0]
            chips = [words.chip_of(mark, today, calendar, partial(self._leave, mark.text))
                     for mark in reading.marks if mark.kind is not Kind.REACH]  # fmt: skip
            chips += [words.unclear_chip(one, partial(self._choose, one)) for one in reading.unclear
                      if not self._names.waiting or one.among]  # fmt: skip
            chips.append(self._reach_chip(reading))
            if reading.due is not None:
                note = words.about_day(reading.due, today, calendar, self._names.holidays)
        self.chips.show_chips(chips)
        self.chips.setVisible(bool(chips))
        self._say(note)
        self.changed.emit()

    def _reach_chip(self, reading: Reading) -> Shown:
        reach = self.reach_of(reading)
        other = TASK if reach == COMMITMENT else COMMITMENT
        name = _("Press to make it this instead: {reach}").format(reach=_(words.REACHES[other]))
        icon = "lock" if reach == TASK else "checkbox"
        return Shown("reach", _(words.REACHES[reach]), icon, "", name, partial(self._turn, other), removes=False)

    def reach_of(self, reading: Reading) -> str:
        """What the line becomes: as its own mark says, as its chip was turned, else a commitment."""
        return str(reading.one(Kind.REACH) or self._reach or COMMITMENT)

    def _turn(self, reach: str) -> None:
        for mark in self.readings[0].of(Kind.REACH):  # the chip was pressed last: the word in the line yields
            text = self.line.text()
            self.line.setText(" ".join(f"{text[: mark.start]}{text[mark.end :]}".split()))
        self._reach = "" if reach == COMMITMENT else reach
        self._read()
        self._keep_soon.start()

    def _leave(self, text: str) -> None:
        """The words of a chip are text again."""
        self._plain.add(fold(text))
        self._read()
        self._keep_soon.start()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, one: Unclear) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.setCursorPosition(one.end)
        if one.among:
            self._offer(list(one.among))

    def _say(self, text: str, ink: str = "text2") -> None:
        if text == self.note.whole() and self.note.isVisibleTo(self) == bool(text):
            return
        self.note.set_ink(ink)
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.line.setAccessibleDescription(text)
        if text and self.line.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.line, text.split("\n")[0]))

    # --- type-ahead ---------------------------------------------------------------------------------------------------

    def _moved(self) -> None:
        if typing(self.line.text(), self.line.cursorPosition()) is None:
            self.list.hide()

    def _suggest(self) -> None:
        found = typing(self.line.text(), self.line.cursorPosition())
        if found is None or self.several:
            self.list.hide()
            return
        sign, _start, typed = found
        if sign in ENTITIES:
            self._names.offer(sign, typed, partial(self._offer_for, found))
        else:
            self._offer(words.choices(typed))

    def _offer_for(self, what: tuple[str, int, str], found: list[Any]) -> None:
        if typing(self.line.text(), self.line.cursorPosition()) != what or not self.line.hasFocus():
            return
        meant = [mark.value for reading in self.readings for mark in reading.marks if mark.start == what[1]]
        done = len(found) == 1 and bool(meant) and found[0].key == meant[0].key and what[2].endswith(" ")
        self._offer([] if done else found)

    def _offer(self, found: list[Any]) -> None:
        self._offered = found
        self.list.offer(found, "")
        if found:  # under the name, not under the whole field
            place = typing(self.line.text(), self.line.cursorPosition())
            if place is not None:
                before = self.line.fontMetrics().horizontalAdvance(self.line.text()[: place[1]])
                left = min(before, max(self.line.width() - self.list.width(), 0))
                self.list.move(self.list.x() + left, self.list.y())

    def _taken(self, key: Any, _name: str) -> None:
        one = next((one for one in self._offered if one.key == key), None)
        found = typing(self.line.text(), self.line.cursorPosition())
        self.list.hide()
        if one is None or found is None:
            return
        sign, start, _typed = found
        said = written(sign, one)
        self._picked[fold(said)] = one.key
        self._plain.discard(fold(said))
        text, cursor = put(self.line.text(), start, self.line.cursorPosition(), said)
        self.line.setText(text)
        self.line.setCursorPosition(cursor)

    # --- adding -------------------------------------------------------------------------------------------------------

    def add(self, *, open_: bool = False, stay: bool = False) -> None:
        """Add what is typed; where a name is still being looked up, as soon as it is known."""
        if self._adding or not self.line.text().strip():
            return
        if self._names.waiting:
            self._wanted = open_, stay
            return
        if reason := self.here.read_only:
            self._say(reason, "red")
            return
        wanted = [reading for reading in self.readings if reading.description]
        if not wanted:
            self._say(_("Say what is to be done, not only who and when."), "red")
            return
        from ecd_desktop.services import quick_add

        self._set_adding(True)
        self.here.do(quick_add.add, wanted, reach=self._reach or None, say=False, owner=self,
                     then=partial(self._added, wanted[0].description, open_, stay), refused=self._refused,
                     broke=lambda: self._set_adding(False))  # fmt: skip

    def _added(self, text: str, open_: bool, stay: bool, added: Added) -> None:
        self._set_adding(False)
        self._plain, self._picked, self._reach = set(), {}, ""
        self.line.clear()
        self.keep()
        first = added.keys[0]
        if len(added.keys) == 1:
            said = _("{code} added: {text}").format(code=added.codes[0], text=_short(text))
        else:
            n = len(added.keys)
            said = ngettext("{n} commitment added", "{n} commitments added", n).format(n=n)
        button = None if open_ else (_("Open it"), lambda: self.here.open("action_items", first))
        self.here.notice(said, undo=added.tx_id, button=button)
        self.added.emit(added, stay)
        if open_:
            self.here.open("action_items", first)

    def _refused(self, exc: Exception) -> None:
        self._set_adding(False)
        self.keep()
        problems = getattr(exc, "problems", ())
        if problems:
            self._say(" ".join(problem.text(self.here.speech) for problem in problems), "red")
        else:
            self.here.failed(exc)

    def _set_adding(self, on: bool) -> None:
        self._adding = on
        self.line.setReadOnly(on)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._keep_soon.isActive():
            self.keep()

    # --- keys ---------------------------------------------------------------------------------------------------------

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if target is not self.line:
            return False
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in ENTER:
                event.accept()  # Ctrl+Enter means another command in a list
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._pressed(event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self.list.hide()
            self.keep()
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        key, mods = Qt.Key(event.key()), event.modifiers()
        if self.list.isVisible() and not mods & SUBMITS and self.list.pressed(key):
            return True
        if key in ENTER:
            self.list.hide()
            self.add(open_=bool(mods & Qt.KeyboardModifier.ControlModifier),
                     stay=bool(mods & Qt.KeyboardModifier.ShiftModifier))  # fmt: skip
            return True
        return False


ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
SUBMITS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:58].rstrip()}…"
