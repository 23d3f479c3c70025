"""The shell: rail, header, pages, status bar; menus, buttons and keys from commands; undo and redo by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from ecd_desktop.calendar import LIMA, Calendar, now_utc
from ecd_desktop.errors import sentence
from ecd_desktop.language import _, format_time
from ecd_desktop.settings import Settings
from ui import application, database_words, tokens
from ui.commands import Actions
from ui.here import Button, Here
from ui.messages import ConflictDialog, CrashGuard, ErrorBar, Notice, undo_words
from ui.palette import Finder
from ui.shell_commands import shell_commands
from ui.shell_places import Place
from ui.tasks import Database, Tasks
from ui.trail import Trail, go_round, put_back
from ui.widgets.alt_alone import AltAlone
from ui.widgets.frame_parts import Header, Status, framed
from ui.widgets.page import Page
from ui.widgets.rail import Rail
from ui.working import Working

if TYPE_CHECKING:
    from db.fields import Key
    from db.merge import Outcome
    from ui.bridge import News


class MainWindow(QMainWindow):
    """One window on one database.  It can be shown before a database is open, and before anything of it is imported."""

    def __init__(
        self, places: Sequence[Place], settings: Settings, tasks: Tasks | None = None, calendar: Calendar | None = None
    ) -> None:
        super().__init__()
        self.places = {place.id: place for place in places}
        self.tasks = tasks if tasks is not None else Tasks()
        self.here = Here(self, self.tasks, settings, calendar)
        self.registry = Actions(self.here, self)
        self.registry.add(shell_commands(self, places))
        self.crashes = CrashGuard(self, self.failed)
        self._pages: dict[str, Page] = {}
        self._place = ""
        self._trail = Trail()
        self._lay_out(places)
        self._connect()
        self._restore()
        self.registry.refresh()

    # --- what pages ask (ui.here.Shell) -------------------------------------------------------------------------------

    def page(self) -> Page | None:
        return self._pages.get(self._place)

    def place(self) -> str:
        return self._place

    def go(self, place: str) -> None:
        """Show a place; its page is built the first time."""
        if place not in self.places or place == self._place or not self.rail.isEnabled():
            return
        if (left := self.page()) is not None:
            left.save(None)
        self._trail.visit(place, left)
        self._show(place)

    def open_record(self, entity: str, key: Key) -> None:
        if (place := self._home_of(entity)) is not None:
            if place == self._place and key not in self.here.keys:  # another record here is a step as well
                self._trail.visit(place, self.page())
            self.go(place)
            self._pages[place].open_record(key)

    def new_record(self, entity: str, name: str) -> None:
        if (place := self._home_of(entity)) is not None:
            self.go(place)
            self._pages[place].new_record(name)

    def notice(self, text: str, *, undo: Key | None = None, button: Button | None = None) -> None:
        back = (undo_words(self.registry), lambda: self._take_back(undo)) if undo is not None else None
        self.notices.say(text, back, button)

    def _take_back(self, tx_id: Key) -> None:
        from ecd_desktop.services import history

        self.here.do(history.undo_tx, tx_id, then=lambda told: self.notice(told.sentence), owner=self, say=False)

    def failed(self, exc: Exception, offer: tuple[str, Callable[[], object]] | None = None) -> None:
        if type(exc).__name__ == "Stopped":  # of ``db.errors``, which the first frame does without
            self.notice(" ".join(filter(None, sentence(exc))))
        else:
            self.errors.say(exc, offer)

    def conflicts(self, outcome: Outcome) -> None:
        def names(session: Any) -> dict[Any, str]:
            from db.queries import records

            found: dict[Any, str] = {}
            for conflict in outcome.conflicts:
                found |= records.names(session, conflict.wish.entity, [conflict.wish.key])
            return found

        self.here.read(names, lambda found: ConflictDialog(self.here, outcome, found, self).open(), owner=self)

    def saved(self) -> None:
        self.status.show_saved(format_time(now_utc().astimezone(LIMA)))
        self.errors.clear()

    def recount(self, _news: News | None = None) -> None:
        """Count again what the rail shows."""
        counted = [place for place in self.places.values() if place.count is not None]

        def job(session: Any) -> list[tuple[str, tuple[int, str]]]:
            return [(place.id, place.count(session, self.here)) for place in counted if place.count is not None]

        def answer(found: list[tuple[str, tuple[int, str]]]) -> None:
            for id, (number, tone) in found:
                self.rail.items[id].set_badge(number, tone)

        if counted:
            self.here.read(job, answer, owner=self, slot="badges")

    # --- commands of the shell ----------------------------------------------------------------------------------------

    def save(self) -> None:
        """Ctrl+S never fails: what can be saved is saved, and it is said that it is, where that is all."""

        def saved(page: Page) -> None:
            self.status.show_busy("" if page.unsaved() else _("Everything is saved."))
            QTimer.singleShot(4_000, self, lambda: self.status.show_busy(""))

        if (page := self.page()) is not None:
            page.save(lambda: saved(page))

    def refresh(self) -> None:
        self.tasks.poll()
        if (page := self.page()) is not None:
            page.refresh()

    def set_compact(self) -> None:
        compact = self.here.settings.density == "compact"
        self.here.settings.change(density="comfortable" if compact else "compact")
        self.look_changed()

    def look_changed(self) -> None:
        """Density or language is another one now."""
        for page in self._pages.values():
            page.look_changed()
        self.rail.retranslate()
        self.registry.retranslate()

    def toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def toggle_menu_bar(self) -> None:
        self.menuBar().setVisible(not self.menuBar().isVisible())

    def can_step(self, by: int) -> bool:
        return self._trail.can(by)

    def step(self, by: int) -> None:
        """Back or forward through the places visited."""
        if self._trail.can(by):
            if (left := self.page()) is not None:
                left.save(None)
            stand = self._trail.step(by, left)
            self._show(stand.place)
            put_back(self.page(), stand.mark)

    def next_pane(self, by: int) -> None:
        """F6: rail, page, detail and round again."""
        go_round([self.rail.items.get(self._place), self.page(), getattr(self.page(), "detail", None)], by)

    # --- the database -------------------------------------------------------------------------------------------------

    def ready(self, first: str = "") -> None:
        """The database is open and everything is imported: learn the commands of all places, show the first."""
        known = str(application.recall("place") or "")
        wanted = first or self._place or (known if known in self.places else next(iter(self.places), ""))
        self.close_pages()
        for place in self.places.values():
            self.registry.add(place.commands())
        self.registry.fill(self.menuBar())
        self._trail = Trail()
        self.go(self.places[wanted].within or wanted if wanted in self.places else wanted)
        self.recount()

    def close_pages(self) -> None:
        """Take away every page: of a database that is not open any more."""
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._place = ""

    def rebuild(self) -> None:
        """Say everything again, in the language now in force."""
        self.rail.retranslate()
        self.registry.retranslate()
        if self.tasks.database is not None:
            self._opened(self.tasks.database)
        self.status.retranslate()
        if self._place:
            self.ready(self._place)

    def _opened(self, database: Database) -> None:
        told = database_words.said(database)
        self.status.show_database(told.kind, told.where, told.tip, told.icon)
        self.rail.plate.show_lines("ECD Desktop", told.name)
        self.rail.person.show_lines(database.who, "")

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self, places: Sequence[Place]) -> None:
        self.setWindowTitle("ECD Desktop")
        self.rail = Rail(places)
        self.rail.plate.show_lines("ECD Desktop", "")
        self.header = Header(*(self.registry[f"shell.{id}"] for id in ("undo", "redo", "palette", "quick_add")))
        self.errors = ErrorBar()
        self.stack = QStackedWidget()
        self.stack.addWidget(Page())
        self.status = Status()
        self.setCentralWidget(framed(self.rail, self.header, self.errors, self.stack, self.status))
        self.notices = Notice(self.centralWidget())
        self.finder = Finder(self)
        self.working = Working(self)
        self.menuBar().hide()
        self._alt = AltAlone(self)
        self._alt.said.connect(self.toggle_menu_bar)
        self.setMinimumSize(860, 520)  # of 1920×1080 at 200 % little more is left

    def _connect(self) -> None:
        self.rail.wanted.connect(self.go)
        self.tasks.opened.connect(self._opened)
        self.tasks.refused.connect(self.failed)
        self.tasks.broke.connect(self.crashes.caught)
        self.tasks.bridge.committed.connect(self.recount)
        self.tasks.bridge.steps_changed.connect(self.registry.refresh)

    def _home_of(self, entity: str) -> str | None:
        return next((place.id for place in self.places.values() if entity in (place.entity, place.shows)), None)

    def _show(self, id: str) -> None:
        place = self.places[id]
        if id not in self._pages:
            page = place.build(self.here)
            self._pages[id] = page
            self.stack.addWidget(page)
            page.subtitled.connect(lambda text, page=page: page is self.page() and self.header.set_subtitle(text))
            page.counted.connect(lambda text, page=page: page is self.page() and self.status.show_count(text))
            page.chosen.connect(lambda page=page: page is self.page() and self.registry.refresh())
            page.titled.connect(lambda text, page=page: page is self.page() and self.header.title.setText(text))
        self._place = id
        page = self._pages[id]
        self.stack.setCurrentWidget(page)
        self.rail.choose(id)
        primary = next((one for one in self.registry.commands(place=id) if one.primary), None)
        action, icon = (self.registry[primary.id], primary.icon) if primary else (None, "")
        self.header.show_page(page.title() or _(place.title), page.subtitle, action, icon)
        self.status.show_count(page.count_text)
        self.errors.clear()
        self.registry.refresh()
        page.shown()
        page.focus()
        application.remember("place", place.within or id)

    def _restore(self) -> None:
        self.resize(1366, 768)
        kept: Any = application.recall("window")
        if kept is not None:
            self.restoreGeometry(kept)
            application.rescue(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_slim(self.width() < tokens.SLIM_BELOW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._alt.begin(event)
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        application.remember("window", self.saveGeometry())
        page = self.page()
        if page is not None and self._place:
            self._place = ""
            event.ignore()
            # the last save comes back before the window goes; a close inside a close would be ignored by Qt
            page.save(lambda: QTimer.singleShot(0, self, self.close))
            return
        self.tasks.close()
        super().closeEvent(event)
