"""The whole program in a window that nobody sees: every place, a database of its own, and waiting for its answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ecd_desktop.identity import Person
from ecd_desktop.settings import Settings
from ui import wiring
from ui.main_window import MainWindow
from ui.opening import Program

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
WHO = "Prueba Ficticia"


class Desk(QObject):
    """A window, the program around it, and patience."""

    def __init__(self, qtbot: QtBot, folder: Path, size: tuple[int, int] = (1366, 768)) -> None:
        super().__init__()
        self.qtbot = qtbot
        self.folder = folder
        self.settings = Settings(path=folder / "settings.toml")
        self.window: MainWindow = wiring.made(self.settings)
        self.window.resize(*size)
        self.broken: list[str] = []
        self.window.tasks.broke.connect(lambda exc, where: self.broken.append(f"{where}: {exc!r}"))
        self.program: Program = wiring.program(self.window, self.settings, Person(WHO, "LAPTOP-1"))
        qtbot.addWidget(self.window, before_close_func=lambda _window: self.window.tasks.close())
        self.window.show()

    def rest(self) -> None:
        """Until everything that was asked is answered, and what that led to as well."""
        for _again in range(3):
            self.qtbot.waitUntil(lambda: self.window.tasks.idle)
            self.qtbot.wait(3)
        assert self.broken == []

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true)
        self.rest()

    def open(self, target: str, *, first: str = "") -> Desk:
        """Open a database."""
        self.program.open(target, first=first)
        self.until(lambda: self.window.tasks.database is not None and self.window.page() is not None)
        return self

    def go(self, place: str) -> Any:
        """Go to a place; its page."""
        self.window.go(place)
        self.rest()
        return self.window.page()

    def ask(self, fn: Callable[[Any], Any]) -> Any:
        """Something about the store."""
        found: list[Any] = []
        self.window.tasks.do(fn, then=found.append)
        self.rest()
        return found[0]

    def count(self, listing: Any) -> int:
        """How many records a list would show."""
        from db.queries.listing import Ask
        from ecd_desktop.calendar import clock

        ask = Ask(clock=clock(self.window.here.today, self.window.here.calendar))

        def job(store: Any) -> int:
            with store.reading() as session:
                return int(listing.count(session, ask))

        return int(self.ask(job))
