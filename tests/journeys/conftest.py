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
