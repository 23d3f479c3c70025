"""The window put together: its places, the database it opens, and the order in which things are imported at the start.

The first frame is shown before the database layer is imported; the database thread imports it (and every place's
modules) while the window can already be moved, and only then are pages built.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from ecd_desktop import language, paths
from ecd_desktop.identity import Person
from ecd_desktop.settings import Settings
from ui import application
from ui.main_window import MainWindow
from ui.opening import Program
from ui.pages import NOUNS, OUTPUT, TODAY, WITHIN
from ui.safekeeping import SHORT_PAUSE, Safekeeping
from ui.shell_places import Place
from ui.single_instance import Door, Wanted
from ui.trail import MouseSteps

if TYPE_CHECKING:
    from ui.bridge import News

PLACES: tuple[Place, ...] = (TODAY, *NOUNS, *OUTPUT, *WITHIN)
"""Every place: those of the rail, in its order, then the pages that are reached from one of them."""

PRELOADED = (
    "db.records", "db.queries.records", "ecd_desktop.services.records", "ui.widgets.list_page", "ui.widgets.form",
    "ui.widgets.history_pane", *(f"ui.{place.id}.commands" for place in PLACES), f"ui.{PLACES[0].id}.screen",
)  # fmt: skip
"""Imported on the database thread, so that building the first page finds them ready."""

LATER = (
    *(f"ui.{place.id}.screen" for place in PLACES), "ui.widgets.board", "ui.widgets.calendar_view",
    "ui.widgets.cell_editing", "ui.widgets.bulk_change", "ecd_desktop.services.safekeeping",
    "ecd_desktop.services.field_changes", "ecd_desktop.services.history",
)  # fmt: skip
"""What further places and their views need."""

SETTLED_IN = 2_500
"""Milliseconds after the start until the modules of the other places are imported as well, off the GUI thread."""


def run(settings: Settings, person: Person, *, database: str | None = None, file: Path | None = None) -> int:
    """Show the window, open the database, live until the window is closed; gives the program's exit code.

    Where this person has a window already, that one takes ``database`` and ``file``, and this start is over.
    """
    app = application.application(
        mode=settings.theme, scale=settings.text_size / 100, window_file=paths.window_file()  # type: ignore[arg-type]
    )
    door = Door(parent=app)
    if not door.open(Wanted.of(database=database, file=file)):
        return 0
    window = made(settings)
    window.crashes.install()
    keeping = Safekeeping(window)
    application.collector(app).heed(
        working=lambda: not window.tasks.idle, resting=lambda: keeping.still_for(SHORT_PAUSE)
    )
    if application.recall("window") is None and not application.fits(window):
        window.setWindowState(Qt.WindowState.WindowMaximized)
    window.show()
    # after the first frame is on the screen, and not a moment before
    QTimer.singleShot(0, window, lambda: begin(window, settings, person, database, file, door))
    code = app.exec()
    door.close()
    window.tasks.close()
    return code


def made(settings: Settings, places: tuple[Place, ...] | None = None) -> MainWindow:
    """The window with these places (by default all), without a database."""
    window = MainWindow(PLACES if places is None else places, settings)
    MouseSteps(window)
    window.tasks.opened.connect(lambda _database: _learn_holidays(window))
    window.tasks.bridge.committed.connect(lambda news: _news(window, news))
    return window


def begin(
    window: MainWindow, settings: Settings, person: Person, database: str | None = None, file: Path | None = None,
    door: Door | None = None,
) -> None:  # fmt: skip
    """Open the database that was named, else the last one, else the person's own; else welcome them.

    ``file``: read as soon as a database is open; a database is opened instead.  Later starts knock at ``door``.
    """
    around = program(window, settings, person)
    if door is not None:
        door.asked.connect(around.answer)
    if file is not None and file.suffix.lower() == ".db" and database is None:
        database, file = str(file), None
    around.begin(database)
    if file is not None:
        around.take(file)
    QTimer.singleShot(SETTLED_IN, window, lambda: _make_ready(window, LATER))


def program(window: MainWindow, settings: Settings, person: Person) -> Program:
    """What pages ask for beyond their window: another database, another language."""
    return Program(window, settings, person, partial(change_language, window), PRELOADED)


def _make_ready(window: MainWindow, modules: Sequence[str]) -> None:
    """Import what further places need, one after the other and between jobs: the first visit need not wait for it."""
    if modules:
        window.tasks.work(
            importlib.import_module, modules[0], then=lambda _module: _make_ready(window, modules[1:]), owner=window
        )


def _learn_holidays(window: MainWindow) -> None:
    """The calendar of the open database: its non-working days."""

    def job(session: Any) -> Any:
        from db.queries import places

        return places.holidays(session)

    def answer(days: Any) -> None:
        from ecd_desktop.calendar import Calendar

        window.here.calendar = Calendar(frozenset(days))
        window.status.show_busy("")
        page = window.page()
        if page is not None:
            page.look_changed()
            page.refresh()

    window.tasks.read(job, answer, owner=window)


def _news(window: MainWindow, news: News) -> None:
    if "holidays" in news.nouns:
        _learn_holidays(window)


def change_language(window: MainWindow, code: str) -> None:
    """Speak another language at once: the shell's words now, a page's when it is next built."""
    language.use(None if code == "system" else code)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        application.speak(app)
    window.rebuild()
