"""The program's window on a copy of the example portfolio, on a fixed day; for screens and journeys."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

from ecd_desktop import calendar
from ecd_desktop.settings import Settings
from ui.main_window import MainWindow
from ui.tasks import Tasks

Settled = Callable[[Tasks], None]
DAY = date(2026, 11, 23)  # a Monday


def made_example(path: Path) -> None:
    """Write the example portfolio into a new local database."""
    from ecd_desktop.services import databases, example

    calendar.set_today(DAY)
    store = databases.open_database(str(path), who="Prueba Ficticia", machine="LAPTOP-1")
    example.load(store)
    store.close()
    calendar.set_today(None)


def copied(template: Path, folder: Path) -> str:
    """The address of a copy that a test may change."""
    shutil.copyfile(template, folder / "example.db")
    return f"sqlite:///{folder / 'example.db'}"


def wait_until_idle(tasks: Tasks) -> None:
    """Until the database thread has answered everything, and what was asked because of it."""
    quiet = 0
    for _turn in range(30_000):
        loop = QEventLoop()
        QTimer.singleShot(2, loop.quit)
        loop.exec()
        quiet = quiet + 1 if tasks.idle else 0
        if quiet > 3:
            return
    raise AssertionError("the database thread is still at work")


def opened_office(url: str, tasks: Tasks, settings: Settings, *, first: str = "action_items") -> MainWindow:
    """The window with every noun's place; what breaks in it fails the test."""
    from db.store import Store
    from ui import wiring
    from ui.pages import NOUNS, WITHIN

    calendar.set_today(DAY)
    tasks.broke.connect(_raise)
    tasks.open(lambda: Store.open(url, who="Prueba Ficticia", machine="LAPTOP-1"))
    wait_until_idle(tasks)
    window = MainWindow((*NOUNS, *WITHIN), settings, tasks)
    window._opened(tasks.database)  # type: ignore[arg-type]
    tasks.bridge.committed.connect(lambda news: wiring._news(window, news))
    wiring._learn_holidays(window)
    wait_until_idle(tasks)
    window.resize(1536, 864)
    window.show()
    window.ready(first)
    wait_until_idle(tasks)
    return window


def _raise(exc: Exception, where: str) -> None:
    raise AssertionError(where) from exc


def page_of(window: MainWindow, place: str) -> Any:
    """Go to a place and wait for its list."""
    window.go(place)
    wait_until_idle(window.tasks)
    return window.page()


def chosen(window: MainWindow, *names: str) -> Any:
    """Select the rows with these codes or names; the page, with the first of them in its form."""
    page: Any = window.page()
    keys = []
    for name in names:
        rows = [page.model.row(key) for key in page.model.keys]
        found = [row.key for row in rows if name in (getattr(row, "code", None), getattr(row, "name", None))]
        assert len(found) == 1, name
        keys += found
    page.table.select(keys, keys[0])
    wait_until_idle(window.tasks)
    return page
