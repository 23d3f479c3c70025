"""What is typed into minutes on its way to its file: at most a second after the first letter, never in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ecd_desktop.calendar import LIMA, now_utc
from ecd_desktop.minutes_drafts import EVERY, MinutesDrafts, Typed

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here


class Keeping(QObject):
    """The file of one meeting; ``text`` and ``guest`` answer what is typed now."""

    kept = Signal(str)  # it is in the file: the time of day
    dropped = Signal()

    def __init__(self, here: Here, text: Callable[[], str], guest: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._here = here
        self._text, self._guest = text, guest
        self.key: Key | None = None
        self.base = ""  # what the record held when the typing began
        self._soon = QTimer(self, singleShot=True, interval=EVERY)
        self._soon.timeout.connect(self.keep)

    @property
    def drafts(self) -> MinutesDrafts:
        return MinutesDrafts(self._here.drafts.folder / "minutes")

    def typed(self) -> None:
        """Something was typed: typing on does not put its file off."""
        if not self._soon.isActive():
            self._soon.start()

    def keep(self) -> None:
        """Store what is typed and is not what the record holds."""
        self._soon.stop()
        if self.key is None:
            return
        text, guest = self._text(), self._guest()
        if text == self.base and not guest:
            self.drop()
            return
        now = now_utc()
        typed = Typed(text, self.base, now.isoformat(), guest)
        clock = now.astimezone(LIMA).strftime("%H:%M:%S")
        tasks = self._here.tasks
        tasks.in_turn(self.drafts.keep, self.key, typed, then=lambda _none: self.kept.emit(clock), owner=self)

    def drop(self) -> None:
        """The record holds it now; a guest who is still being typed stays."""
        self._soon.stop()
        if self._guest():
            self.keep()
        elif self.key is not None:
            self._here.tasks.in_turn(self.drafts.drop, self.key, then=lambda _none: self.dropped.emit(), owner=self)
