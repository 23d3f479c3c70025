"""Which database the window works on: the last one, another one, a new one, a copy put in its place, or none yet.

While none is open a page without rail and header stands in the window: the first run, or what is in the way of
opening and the ways to go on.  Pages ask for these through ``here.program``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from ecd_desktop import paths
from ecd_desktop.errors import Expected, sentence
from ecd_desktop.files import written
from ecd_desktop.identity import Person
from ecd_desktop.language import _
from ecd_desktop.risky_places import Danger, risky_place
from ecd_desktop.settings import Settings
from ui.dropping import FileDrops
from ui.tasks import of_the_world

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.main_window import MainWindow
    from ui.tasks import Database
    from ui.welcome.trouble import Way
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
        self._drops = FileDrops(window, self._dropped)
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
        page.chosen.connect(self.start)
        page.open_wanted.connect(self.ask_open)
        page.connect_wanted.connect(self.ask_connect)
        page.language_wanted.connect(self.change_language)
        self._show_alone(page)

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

            return databases.open_database(target, must_exist=must_exist, **self._who(), backups=paths.backups())

        self._run(target, opener, first)

    def create(self, path: Path, *, fill: Fill | None = None, first: str = "") -> None:
        """Make a new local database, with what ``fill`` puts into it, and open it."""

        def opener() -> Any:
            from ecd_desktop.services import databases

            paths.made(path.parent)
            store = databases.create(str(path), **self._who())
            try:
                if fill is not None:
                    fill(store)
            except BaseException:
                store.close()
                raise
            return store

        self._run(str(path), opener, first)

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

    def _show_alone(self, page: Page | None) -> None:
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

    def _who(self) -> dict[str, str]:
        return {"who": self.person.name, "machine": self.person.machine}

    def _folder(self) -> Path:
        database = self.window.tasks.database
        return database.path.parent if database is not None and database.path is not None else paths.data()

    def _is_open(self, target: str) -> bool:
        database = self.window.tasks.database
        if database is None or database.path is None or "://" in target:
            return False
        return database.path == Path(target).expanduser().absolute()

    def _run(self, target: str, opener: Callable[[], Any], first: str, then: Callable[[], None] | None = None) -> None:
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
            self._show_alone(None)
            window.ready(first)
            if self.settings.problems:
                window.notice(" ".join(self.settings.problems))
                self.settings.problems.clear()
            if then is not None:
                then()

        def refused(exc: Exception) -> None:
            window.status.show_busy("")
            self._trouble(target, exc, first)

        window.status.show_busy(_("Opening the database…"))
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
            return databases.open_database(str(path), **self._who(), backups=paths.backups())

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
        self._run(str(path), opener, "", then)

    def _trouble(self, target: str, exc: Exception, first: str) -> None:
        if self.window.tasks.database is not None:  # another one is open and stays so
            self.window.failed(exc)
            return
        from ui.welcome.trouble import TroublePage

        message, remedy = sentence(exc)
        risk = risky_place(target) if "://" not in target else None
        ways: list[Way]
        if risk is not None:
            remedy = ""
            local = free_name(Path(target).stem)
            there = Path(target).exists()
            backup = _("Open it here, and let only its backups go to {name}.").format(name=risk.name)
            ways = [
                (_("Move to this computer"), risk.ways_out()[0], lambda: self._bring_home(Path(target), local, there)),
                (_("Only the backups there"), backup,
                 lambda: self._bring_home(Path(target), local, there, backups=Path(target).parent)),
                (_("Connect to a server…"), risk.ways_out()[2], self.ask_connect),
            ]  # fmt: skip
            if risk.danger is Danger.NETWORK:
                ways[1] = (ways[1][0], _("Open it here, and let only its backups go to the network."), ways[1][2])
        else:
            ways = [(_("Try again"), "", lambda: self.open(target, must_exist=True, first=first))]
        ways += [
            (_("Open another…"), _("A database of this program on this computer."), self.ask_open),
            (_("Start afresh"), _("The example, an empty database, or a workbook to read."), self.welcome),
        ]
        self._show_alone(TroublePage(message, remedy, ways))

    def _bring_home(self, source: Path, target: Path, there: bool, *, backups: Path | None = None) -> None:
        """Copy a database into the person's own folder and open the copy; the one there stays as it is."""

        def opener() -> Any:
            from ecd_desktop.services import databases

            if there:
                paths.made(target.parent)
                with written(target) as part:
                    part.write_bytes(source.read_bytes())
            return databases.open_database(str(target), **self._who(), backups=paths.backups())

        if backups is not None:
            self.settings.change(backup_folder=str(backups))
        words = _("You work on the copy {name} now; the other file stays as it is.").format(name=target.name)
        self._run(str(target), opener, "", lambda: self.window.notice(words) if there else None)

    def _dropped(self, path: Path) -> None:
        """A file let go over the window: a database is opened, anything else is read as a workbook."""
        if path.suffix.lower() == ".db":
            self.open(str(path))
            return
        if self.window.tasks.database is None:
            return
        self.window.go("importing")
        take = getattr(self.window.page(), "take_file", None)
        if take is not None:
            take(path)


def free_name(stem: str, folder: Path | None = None) -> Path:
    """A name for a new database that no file has: ``ecd.db``, ``ecd-2.db`` …"""
    folder = folder or paths.data()
    path, number = folder / f"{stem}.db", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.db"
    return path
