"""A change that takes its time says so: how far it is, and the way to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ecd_desktop.language import _

if TYPE_CHECKING:
    from db.progress import Progress
    from ui.main_window import MainWindow

EVERY = 400  # milliseconds


class Working(QObject):
    """Looks at what the window has under way; what is there at the second look takes its time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._seen: Progress | None = None
        self._shown = False
        self._clock = QTimer(self, interval=EVERY)
        self._clock.timeout.connect(self.look)
        window.tasks.busy_changed.connect(self._busy)

    def look(self) -> None:
        """Say how far the change is that was there before already."""
        under_way = self._window.tasks.under_way
        now = under_way[0] if under_way else None
        if now is None or now is not self._seen:
            self._seen = now
            self._end()
            return
        words = said(now)
        self._window.status.show_busy(words)
        if not self._shown:
            self._shown = True
            self._window.notices.say(_("This takes a moment."), (_("Stop"), now.stop), lasting=True)

    def _busy(self, on: bool) -> None:
        if on:
            self._clock.start()
            return
        self._clock.stop()
        self._seen = None
        self._end()

    def _end(self) -> None:
        if self._shown:
            self._shown = False
            self._window.status.show_busy("")
            self._window.notices.end()


def said(progress: Progress) -> str:
    """How far it is, in words."""
    if progress.stopped:
        return _("Stopping…")
    share = progress.share
    return _("Changing…") if share is None else _("Changing… {n} %").format(n=share)
