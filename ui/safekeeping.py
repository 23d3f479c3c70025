"""Safety in sight: today's copy is made while the person pauses, and the status bar says when the last one was.

A copy of a local file holds the database thread (2.7 s at 20,000 commitments, 36 MB), so it waits for a pause; what
goes on to the second folder, and looking into the folders, is done in the pool and holds nobody.
"""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ecd_desktop.errors import sentence
from ecd_desktop.language import _
from ui.copying import copies, plan_of, subject_of
from ui.tasks import of_the_world
from ui.widgets.status_item import StatusItem

if TYPE_CHECKING:
    from ecd_desktop.services.backups import Backup
    from ecd_desktop.services.safekeeping import Plan, Said, Standing
    from ui.main_window import MainWindow
    from ui.tasks import Database

FIRST_LOOK = 1_000  # milliseconds after opening
EVERY = 60 * 60 * 1_000  # milliseconds between looks
WHILE_AWAY = 60 * 1_000  # likewise while the second folder is not there
STEP = 2_000  # milliseconds between two questions whether the person pauses
PAUSE = 20.0  # seconds without key or mouse
SHORT_PAUSE = 5.0  # likewise for somebody who never pauses that long
PATIENCE = 15 * 60.0  # seconds until the short one will do
STIRRING = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseMove,
    QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.DragMove,
})  # fmt: skip


class Safekeeping(QObject):
    """One per window: watches over the copies of the database that is open."""

    def __init__(self, window: MainWindow, *, own: Path | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = window.tasks
        self._own = own
        self.standing: Standing | None = None
        self.making = False
        self._failure: tuple[str, str] | None = None
        self._told = ""  # the refusal that was shown last: each is shown once
        self._stirred = monotonic()
        self._waiting_since = 0.0
        self._watched: QObject | None = None
        self.item = StatusItem(self._show_settings)
        self.item.spoken.connect(self._say_again)
        window.status.add(self.item)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.look)
        self._wait = QTimer(self, interval=STEP)
        self._wait.timeout.connect(self._step)
        window.tasks.opened.connect(self._opened)
        copies.changed.connect(self.look)

    # --- looking ------------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """See how things stand, in the pool; what is due then is made in the next pause."""
        database = self._tasks.database
        if database is None or self.making or database.snapshot is not None:
            return  # a copy to look at is nothing to keep
        from ecd_desktop.services import safekeeping

        subject, plan = subject_of(database), plan_of(self._window.here.settings, self._own)
        self._tasks.work(
            safekeeping.standing, subject, plan, then=self._seen, slot="safekeeping", refused=lambda _exc: None
        )

    def stirred(self) -> None:
        """The person did something."""
        self._stirred = monotonic()

    def pausing(self) -> bool:
        """Whether nobody would notice that the database is busy for a moment."""
        enough = SHORT_PAUSE if monotonic() - self._waiting_since > PATIENCE else PAUSE
        return self.still_for(enough) and not QApplication.activeModalWidget()

    def still_for(self, seconds: float) -> bool:
        """Whether nothing is under way and no key or mouse was used for so long."""
        held = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        return monotonic() - self._stirred >= seconds and self._tasks.idle and not held

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if event.type() in STIRRING:
            self.stirred()
        return False

    # --- making -------------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Make what is due now: today's copy, and its twin in the second folder."""
        standing = self.standing
        if standing is None or self.making:
            return
        from ecd_desktop.services import safekeeping

        plan = standing.plan
        if standing.due:
            self._begin()
            self._tasks.do(safekeeping.make, plan, then=lambda made: self._made(made, plan), refused=self._refused,
                           owner=self, broke=self._end)  # fmt: skip
        elif standing.to_send is not None:
            self._begin()
            self._send(standing.to_send, plan)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _opened(self, database: Database) -> None:
        self.standing, self.making, self._failure, self._told = None, False, None, ""
        if database.snapshot is not None:
            self.item.hide()
        self._wait.stop()
        self._watch()
        self._clock.start(EVERY)
        QTimer.singleShot(FIRST_LOOK, self, self.look)

    def _watch(self) -> None:
        # what reaches the window's handle is every key and movement once; a filter on the program would see each event
        handle = self._window.windowHandle()
        if handle is not None and handle is not self._watched:
            handle.installEventFilter(self)
            self._watched = handle

    def _seen(self, standing: Standing) -> None:
        from ecd_desktop.services import safekeeping

        database = self._tasks.database
        if database is None or database.db_id != standing.subject.database or self.making:
            return
        if not standing.due and standing.to_send is None:
            self._failure = None
        self.standing = standing if self._failure is None else safekeeping.failed(standing, self._failure)
        self._show(safekeeping.said(self.standing))
        self._clock.setInterval(WHILE_AWAY if standing.away else EVERY)
        if (standing.due or standing.to_send is not None) and not self._wait.isActive():
            self._waiting_since = monotonic()
            self._watch()
            self._wait.start()

    def _step(self) -> None:
        standing = self.standing
        if standing is None or not (standing.due or standing.to_send is not None):
            self._wait.stop()
        elif self.pausing():
            self._wait.stop()
            self.keep()

    def _begin(self) -> None:
        self.making = True
        self.item.say(_("Making today's copy…"), self.item.toolTip(), icon="copy")

    def _end(self) -> None:
        self.making = False

    def _made(self, made: Backup, plan: Plan) -> None:
        self._failure = None
        if plan.second is not None:
            self._send(made, plan)
        else:
            self._done()

    def _send(self, copy: Backup, plan: Plan) -> None:
        from ecd_desktop.services import safekeeping

        def send() -> Exception | None:
            try:
                safekeeping.send(copy, plan)
            except Exception as exc:
                if not of_the_world(exc):
                    raise
                # where the folder is away the standing says so
                return exc if plan.second is not None and plan.second.is_dir() else None
            return None

        def sent(failure: Exception | None) -> None:
            if failure is not None:
                self._refused(failure)
            else:
                self._done()

        self._tasks.work(send, then=sent, owner=self, broke=self._end)

    def _done(self) -> None:
        self._end()
        copies.changed.emit()

    def _refused(self, exc: Exception) -> None:
        self._end()
        self._failure = sentence(exc)
        words = " ".join(filter(None, self._failure))
        if words != self._told:
            self._told = words
            self._window.notice(words, button=(_("Settings"), self._show_settings))
        standing = self.standing
        if standing is not None:
            from ecd_desktop.services import safekeeping

            self.standing = None  # the next hour tries again, not the next pause
            self._show(safekeeping.said(safekeeping.failed(standing, self._failure)))

    def _say_again(self) -> None:
        if self.standing is not None and not self.making:
            from ecd_desktop.services import safekeeping

            self._show(safekeeping.said(self.standing))

    def _show(self, told: Said) -> None:
        icon, tone = {
            "none": ("database", ""), "ok": ("copy-check", ""), "warn": ("filled/alert-triangle", "amber"),
            "red": ("filled/alert-octagon", "red"),
        }[told.level.value]  # fmt: skip
        self.item.say(told.text, told.tip, icon=icon, tone=tone, name=_("{words}. Opens the copies.").format(
            words=told.text))  # fmt: skip

    def _show_settings(self) -> None:
        window: Any = self._window
        window.go("settings")
        page = window.page()
        if hasattr(page, "show_section"):
            from ecd_desktop.settings import Section

            page.show_section(Section.BACKUPS)
