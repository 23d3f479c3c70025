"""A line that writes a contact down: what it was understood to say stands under it as chips before Enter is pressed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from db.ordering import fold
from db.records.action_items import Channel
from ecd_desktop import language
from ecd_desktop.engagement import Engagement, asked, read
from ecd_desktop.language import _, begun, relative_day, short_date
from ecd_desktop.quick_add import Kind
from ui.quick_add import words
from ui.quick_add.chips import ChipRow, Shown
from ui.quick_add.names import Names
from ui.widgets.controls import Label

if TYPE_CHECKING:
    from ui.here import Here

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ICONS = {
    "call": "phone", "visit": "map-pin", "message": "message", "mail": "mail", "letter": "file-text",
    "meeting": "users",
}  # fmt: skip
Give = Callable[[Engagement], Callable[[Any], Any] | None]
"""The job that writes a line down, or None where nothing is shown that it could belong to."""


class EngagementLine(QWidget):
    """Enter writes down; ``give`` says with whom, where the line does not."""

    def __init__(self, here: Here, give: Give, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.said = Engagement("")
        self._give = give
        self._plain: set[str] = set()
        self._picked: dict[str, Any] = {}
        self._wanted = False  # Enter was pressed before the names were known
        self._names = Names(here, self)
        self._names.learned.connect(self._learned)
        self.line = QLineEdit()
        self.line.setMaxLength(4_000)
        self.line.setProperty("command", "stakeholders.log")  # what F1 explains
        self.line.setPlaceholderText(_("call with … 15 min: what was said; what will be done Fri"))
        self.line.setToolTip(
            _("How, with whom and how long; after “:” what was said; after “;” the commitment that came of it, with "
              "its date. Enter writes it down.")
        )  # fmt: skip
        self.line.setAccessibleName(_("Write a contact down"))
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._changed)
        self.chips = ChipRow()
        self.note = Label("", "caption", "text2", wrap=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 10, 14, 6)
        rows.setSpacing(6)
        for part in (self.line, self.chips, self.note):
            rows.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.line)
        self._show()

    def clear(self) -> None:
        """Another record is shown."""
        self._plain, self._picked, self._wanted = set(), {}, False
        self.line.clear()

    def _changed(self, text: str) -> None:
        self._wanted = False
        self._names.want(asked(text))
        self._read()

    def _learned(self) -> None:
        self._read()
        if self._wanted and not self._names.waiting:
            self._wanted = False
            self.add()

    def _read(self) -> None:
        self.said = read(
            self.line.text(), today=self.here.today, language=language.current(), known=self._names.known(),
            picked=self._picked, plain=self._plain, calendar=self.here.calendar,
        )  # fmt: skip
        self._show()

    def _show(self) -> None:
        chips = list(self._chips()) if self.line.text().strip() else []
        self.chips.show_chips(chips)
        self.chips.setVisible(bool(chips))
        self._say(_("After “;” write what will be done, and it becomes a commitment.")
                  if self.said.said and self.said.promise is None else "")  # fmt: skip

    def _chips(self) -> list[Shown]:
        said, today = self.said, self.here.today
        channel = Channel(said.channel) if said.channel else Channel.CALL
        plain = partial(self.line.setFocus, Qt.FocusReason.OtherFocusReason)
        icon = ICONS.get(channel.value, "message")
        found = [Shown("channel", _(channel.label), icon, "blue", _("How"), plain, False)]
        if said.who is not None:
            icon = words.ICONS[said.who.entity]
            found.append(Shown(f"who/{said.who.key}", said.who.name, icon, "teal", _("With whom"), plain, False))
        elif said.called and not self._names.waiting:
            among = said.among
            several = _("{words}: {n} fit; write more of the name").format(words=said.called, n=len(among))
            nobody = _("{words}: nobody is called that").format(words=said.called)
            found.append(Shown("unclear", several if among else nobody, "question-mark", "amber", _("With whom"), plain,
                               False))  # fmt: skip
        if said.minutes is not None:
            text = _("{n} min").format(n=said.minutes)
            found.append(Shown("minutes", text, "clock", "", _("How long"), plain, False))
        on = said.on or today
        when = f"{begun(short_date(on))} · {relative_day(on, on=today)}"
        found.append(Shown("on", when, "calendar", "", _("When it was"), plain, False))
        if said.promise is not None:
            text = said.promise.description
            tip = _("The commitment that comes of it")
            found.append(Shown("promise", text, "checkbox", "violet", tip, plain, False))
            found += [words.chip_of(mark, today, self.here.calendar, partial(self._leave, mark.text))
                      for mark in said.promise.marks if mark.kind is not Kind.REACH]  # fmt: skip
        return found

    def _leave(self, text: str) -> None:
        self._plain.add(fold(text))
        self._read()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, text: str, ink: str = "text2") -> None:
        self.note.set_ink(ink)
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.line.setAccessibleDescription(text)

    def add(self) -> None:
        """Write down what is typed; where a name is still being looked up, as soon as it is known."""
        if not self.line.text().strip() or self.line.isReadOnly():
            return
        if self._names.waiting:
            self._wanted = True
            return
        if reason := self.here.read_only:
            self._say(reason, "red")
            return
        if self.said.called and self.said.who is None:
            said = _("Nobody is called “{name}” here, or several are: nothing was written down. Correct the name, or "
                     "leave “with …” out.")  # fmt: skip
            self._say(said.format(name=self.said.called), "red")
            return
        job = self._give(self.said)
        if job is None:
            return
        self.line.setReadOnly(True)
        self.here.do(job, then=self._added, refused=self._refused, owner=self, broke=self._free, say=False)

    def _added(self, logged: Any) -> None:
        self._free()
        self.clear()
        item, also = logged.item, _("Contact written down, and {code}")
        said = also.format(code=logged.code) if logged.code else _("Contact written down")
        button = (_("Open it"), lambda: self.here.open("action_items", item)) if item is not None else None
        self.here.notice(said, undo=logged.tx_id, button=button)

    def _refused(self, exc: Exception) -> None:
        self._free()
        problems = getattr(exc, "problems", ())
        if problems:
            self._say(" ".join(problem.text(self.here.speech) for problem in problems), "red")
        else:
            self.here.failed(exc)

    def _free(self) -> None:
        self.line.setReadOnly(False)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if target is self.line and isinstance(event, QKeyEvent) and event.key() in ENTER:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # before a command of the page that is on the same keys
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.add()
                return True
        return False
