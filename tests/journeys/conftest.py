"""Journeys go through the real window on the example portfolio, by keyboard alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecd_desktop.settings import Settings
from ui import application
from ui.main_window import MainWindow
from ui.tasks import Tasks


@pytest.fixture
def at_work(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[str], MainWindow]]:
    """Opens a database in a window that is active, and closes it after the test: to be asked for after its database."""
    from tests.ui.example import opened_office

    opened: list[MainWindow] = []

    def one(url: str) -> MainWindow:
        application.application(mode="light")
        application.forget()
        window = opened_office(url, Tasks(), Settings(path=tmp_path / "settings.toml"))
        opened.append(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield one
    for window in opened:
        window.tasks.close()
        window.close()
        window.deleteLater()


@pytest.fixture
def office(example_url: str, at_work: Callable[[str], MainWindow]) -> MainWindow:
    """The window at the commitments of the example, as somebody finds it in the morning."""
    return at_work(example_url)


@pytest.fixture
def opened(qapp: QApplication, example_template: Path, tmp_path: Path) -> Iterator[Callable[[], MainWindow]]:
    """Starts the program on one database, as often as it is wanted; the window of before is closed by then."""
    from ecd_desktop import calendar
    from ecd_desktop.identity import Person
    from tests.ui.example import DAY, copied, wait_until_idle
    from ui import style, wiring

    application.application(mode="light")
    application.forget()
    calendar.set_today(DAY)
    copied(example_template, tmp_path)
    windows: list[MainWindow] = []

    def start() -> MainWindow:
        settings = Settings(path=tmp_path / "settings.toml")
        window = wiring.made(settings)
        windows.append(window)
        window.show()
        wiring.begin(window, settings, Person("Prueba Ficticia", "LAPTOP-1"), str(tmp_path / "example.db"))
        wait_until_idle(window.tasks)
        window.activateWindow()
        wait_until_idle(window.tasks)
        return window

    yield start
    for window in windows:
        window.tasks.close()
        window.close()
        window.deleteLater()
    style.apply(qapp, "light", scale=1.0)
