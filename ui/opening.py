"""Which database the window works on: the last one, another one, a new one, a copy put in its place, or none yet.

While none is open a page without rail and header stands in the window: the first run, or what is in the way of
opening and the ways to go on.  Pages ask for these through ``here.program``.
"""

from __future__ import annotations

import importlib
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from ecd_desktop import paths
from ecd_desktop.errors import Expected
from ecd_desktop.identity import Person
from ecd_desktop.language import _
from ecd_desktop.settings import Settings
from ui import application
from ui.arriving import Arriving
from ui.database_words import why_read_only
from ui.dropping import FileDrops
from ui.homecoming import bring_or_open
from ui.opening_names import free_name
from ui.opening_recent import Recent
from ui.opening_trouble import trouble
from ui.tasks import of_the_world
from ui.trail import Mark, put_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.main_window import MainWindow
    from ui.single_instance import Wanted
    from ui.tasks import Database
    from ui.widgets.page import Page

Fill = Callable[[Any], None]
"""Puts the first records into a new store, on the database thread."""


class Program(QObject):
    """One per window; also ``here.program``."""

    def __init__(
        self, window: MainWindow, settings: Settings, person: Person, speak: Callable[[str], None],
        preloaded: Sequence[str] = (),
    ) -> None:  # fmt: skip
        super().__init__(window)
        self.window = window
        self.settings = settings
        self.person = person
        self._speak = speak
        self._preloaded = preloaded
        self.alone: Page | None = None  # shown while no database is open
        self._arriving = Arriving(window, lambda path: self.open(str(path)))
        self._drops = FileDrops(window, self.receive)
        self._waiting: list[Path] = []  # files to read as soon as a database is open
        self._first = True  # what was selected when the program ended is selected again once
        window.installEventFilter(self)
        self.recent = Recent(window, settings, window.tasks, self.open)
        window.here.program = self

    # --- the start ----------------------------------------------------------------------------------------------------

    def begin(self, named: str | None = None) -> None:
        """Open the database that was named, else the last one, else the person's own, else welcome them."""
        target = named or self.settings.last_database
        if target:
            self.open(target, must_exist=named is None)
        elif paths.database().exists():
            self.open(str(paths.database()))
        else:
            self.welcome()

    def welcome(self) -> None:
        """The first run."""
        from ui.welcome.screen import WelcomePage

        page = WelcomePage()
        page.recent_wanted.connect(self.recent.open)
        self.recent.look(lambda: self.alone is page and page.show_recent(self.recent.files()))
        page.show_recent(self.recent.files())
        page.chosen.connect(self.start)
        page.open_wanted.connect(self.ask_open)
        page.connect_wanted.connect(self.ask_connect)
        page.language_wanted.connect(self.change_language)
        self.show_alone(page)

    def start(self, way: str) -> None:
        """Begin as a card of the first run says: example, bring, empty."""
        if way == "example":

            def fill(store: Any) -> None:
                from ecd_desktop.services import example

                example.load(store)

            self.create(free_name(_("example")), fill=fill)
        else:
            target = paths.database() if not paths.database().exists() else free_name(paths.database().stem)
            self.create(target, first="importing" if way == "bring" else "")

    # --- opening ------------------------------------------------------------------------------------------------------

    def open(self, target: str, *, must_exist: bool = True, first: str = "") -> None:
        """Open a file or an address in place of what is open; where it is refused, that stays open."""
        if self._is_open(target):
            self.window.notice(_("That database is open already."))
            return

        def opener() -> Any:
            from ecd_desktop.services import databases

            return databases.open_database(target, must_exist=must_exist, **self.who(), backups=paths.backups())

        if (page := self.window.page()) is not None:
            page.save(None)  # before the other one takes its place on the database thread
        self.run(target, opener, first)

    def look_at(self, source: Path) -> None:
        """Open a copy of a database that cannot be opened itself; nothing in it can be changed."""

        def opener() -> Any:
            from ecd_desktop.services import databases

            return databases.look_at(source, who=self.person.name)

        def told() -> None:
            words = why_read_only(self.window.tasks.database)
            self.window.notice(words, button=(_("Open the database itself"), lambda: self.open(str(source))))

        self.run(str(source), opener, "", told)

    def open_original(self) -> None:
        """Try again to open the database whose copy is looked at."""
        database = self.window.tasks.database
        if database is not None and database.snapshot is not None:
            self.open(str(database.snapshot.source))

    def take(self, path: Path) -> None:
        """A file given to a start of the program."""
        self.receive([path])

    def receive(self, paths: Sequence[Path]) -> None:
        """Files let go over the window, chosen, or given to a second start: what is ours waits for review, a single
        foreign one is imported or, a database, opened; as soon as a database is open."""
        if len(paths) == 1 and paths[0].suffix.lower() == ".db":
            bring_or_open(self.window.here, paths[0])
        elif self.window.tasks.database is not None:
            self.bring(paths)
        else:
            self._waiting += paths
            if self.alone is not None:
                names = ", ".join(path.name for path in paths[:3]) + ("…" if len(paths) > 3 else "")
                self.window.notice(_("{name} will be read as soon as a database is open.").format(name=names))

    def bring(self, paths: Sequence[Path]) -> None:
        """Read files, and let what is ours wait for review."""
        self._arriving.take(paths)

    def answer(self, wanted: Wanted) -> None:
        """A second start of the program: come to the front with what it was given."""
        application.come_forward(self.window)
        if QApplication.activeModalWidget() is not None:  # a question is open: it comes first
            QTimer.singleShot(500, self, lambda: self._take_wanted(wanted))
        else:
            self._take_wanted(wanted)

    def create(self, path: Path, *, fill: Fill | None = None, first: str = "") -> None:
        """Make a new local database, with what ``fill`` puts into it, and open it."""

        def opener() -> Any:
            from ecd_desktop.services import databases

            paths.made(path.parent)
            store = databases.create(str(path), **self.who())
            try:
                if fill is not None:
                    fill(store)
            except BaseException:
                store.close()
                raise
            return store

        self.run(str(path), opener, first)

    def restore(self, backup: Path, then: Callable[[Any], None] | None = None) -> None:
        """Put a copy in the place of the open local database, which is set aside.

        ``then`` gets where that lies now, or the exception of the world that was in the way; without it a notice says
        so, with Undo.
        """
        database = self.window.tasks.database
        if database is None or database.path is None:
            self.window.failed(
                Expected(
                    _("A copy cannot be put in the place of a server's database; nothing was changed."),
                    _("Open the copy as a file of its own, or ask the server's administrator."),
                )
            )
            return
        if database.snapshot is not None:
            self.window.failed(Expected(why_read_only(database), _("Open the database itself first.")))
            return
        page = self.window.page()
        save = page.save if page is not None else (lambda then: then())
        path = database.path
        save(lambda: self._restore(backup, path, then))

    def ask_open(self) -> None:
        """Let the person choose a file."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self.window, _("Open a database"), str(self._folder()), _("Databases (*.db);;All files (*)")
        )
        if chosen:
            self.open(chosen)

    def ask_create(self) -> None:
        """Let the person name a new file."""
        offered = free_name(paths.database().stem, self._folder())
        chosen, _kind = QFileDialog.getSaveFileName(
            self.window, _("New database"), str(offered), _("Databases (*.db)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if chosen:
            self.create(Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.db"))

    def ask_connect(self) -> None:
        """Let the person type a server's address."""
        from ui.connecting import ConnectDialog

        dialog = ConnectDialog(self.window.here, self.window)
        dialog.given.connect(self.open)
        dialog.open()

    def show_recent(self) -> None:
        """The recent files as a menu of its own, under the header."""
        window = self.window
        self.recent.show_at(window.mapToGlobal(window.rect().center() / 2))

    def change_language(self, code: str) -> None:
        """Speak another language at once, and from now on."""
        try:
            self.settings.change(language=code)
        except Expected as exc:
            self.window.failed(exc)
        self._speak(code)
        if self.window.tasks.database is None:
            self.welcome()

    # --- inside -------------------------------------------------------------------------------------------------------

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        """Before the window closes: remember which record was looked at."""
        if event.type() != QEvent.Type.Close:
            return False
        database, keys = self.window.tasks.database, self.window.here.keys
        if database is not None and keys:
            application.remember("selected", f"{database.db_id} {self.window.here.entity} {keys[0]}")
        return False

    def _select_last(self) -> None:
        """Select the record that was looked at when the program ended, where its list is shown again."""
        self._first = False
        database, page = self.window.tasks.database, self.window.page()
        kept = str(application.recall("selected") or "").split()
        loaded = getattr(getattr(page, "model", None), "loaded", None)
        if database is None or page is None or loaded is None or kept[:2] != [database.db_id, page.entity]:
            return

        def select(_count: int) -> None:
            loaded.disconnect(select)
            key = uuid.UUID(kept[2])
            QTimer.singleShot(0, page, lambda: put_back(page, Mark((key,), key, -1)))

        loaded.connect(select)

    def show_alone(self, page: Page | None) -> None:
        """A page that needs no database, without rail and header; None takes it away again."""
        window = self.window
        if self.alone is not None:
            window.stack.removeWidget(self.alone)
            self.alone.deleteLater()
        self.alone = page
        window.rail.setEnabled(page is None)  # which also tells the window not to go anywhere
        for part in (window.rail, window.header, window.status):
            part.setVisible(page is None)
        if page is not None:
            window.close_pages()
            window.errors.clear()
            window.stack.addWidget(page)
            window.stack.setCurrentWidget(page)
            page.focus()

    def who(self) -> dict[str, str]:
        """Who opens, for the services."""
        return {"who": self.person.name, "machine": self.person.machine}

    def _take_wanted(self, wanted: Wanted) -> None:
        if QApplication.activeModalWidget() is not None:
            QTimer.singleShot(500, self, lambda: self._take_wanted(wanted))
            return
        if wanted.database:
            self.open(wanted.database, must_exist=True)
        if wanted.file:
            self.take(Path(wanted.file))

    def _folder(self) -> Path:
        database = self.window.tasks.database
        return database.path.parent if database is not None and database.path is not None else paths.data()

    def _is_open(self, target: str) -> bool:
        database = self.window.tasks.database
        if database is None or database.path is None or database.snapshot is not None or "://" in target:
            return False
        return database.path == Path(target).expanduser().absolute()

    def run(self, target: str, opener: Callable[[], Any], first: str, then: Callable[[], object] | None = None) -> None:
        """Open with ``opener`` on the database thread, remember ``target``, show the first place; else the trouble."""
        window = self.window

        def on_thread() -> Any:
            for name in self._preloaded:
                importlib.import_module(name)
            return opener()

        def answer(_database: Database) -> None:
            window.status.show_busy("")
            try:
                self.settings.remember_database(target)
            except Expected as exc:
                window.failed(exc)
            self.show_alone(None)
            window.ready(first)
            if self._first:
                self._select_last()
            window.registry["database.recent"].setMenu(self.recent.menu)
            if self.settings.problems:
                window.notice(" ".join(self.settings.problems))
                self.settings.problems.clear()
            if then is not None:
                then()
            if self._waiting:
                waiting, self._waiting = self._waiting, []
                self._arriving.take(waiting)

        def refused(exc: Exception) -> None:
            window.status.show_busy("")
            if (alone := getattr(self.alone, "say_busy", None)) is not None:
                alone("")
            trouble(self, target, exc, first)

        busy = _("Opening the database…")
        window.status.show_busy(busy)
        if (alone := getattr(self.alone, "say_busy", None)) is not None:
            alone(busy)
        window.tasks.open(on_thread, then=answer, refused=refused)

    def _restore(self, backup: Path, path: Path, done: Callable[[Any], None] | None) -> None:
        told: dict[str, Any] = {}

        def opener() -> Any:
            from ecd_desktop.services import backups, databases

            try:
                told["aside"] = backups.restore(backup, path).set_aside
            except Exception as exc:
                if not of_the_world(exc):
                    raise
                told["failure"] = exc
            return databases.open_database(str(path), **self.who(), backups=paths.backups())

        def then() -> None:
            aside, failure = told.get("aside"), told.get("failure")
            if done is not None:
                done(failure if failure is not None else aside)
            elif failure is not None:
                self.window.failed(failure)
            else:
                words = _("The copy {name} is open now; what was there before is kept beside it.")
                undo = (_("Undo"), lambda: self.restore(aside)) if aside is not None else None
                self.window.notice(words.format(name=backup.name), button=undo)

        # one after the other on the database thread, and nothing between them
        self.window.tasks.close_store()
        self.window.tasks.database = None
        self.run(str(path), opener, "", then)
