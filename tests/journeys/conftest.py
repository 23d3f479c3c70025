"""Journeys go through the real window on the example portfolio, by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ecd_desktop.settings import Settings
from ui import application
from ui.main_window import MainWindow
from ui.tasks import Tasks


@pytest.fixture
def office(qapp: QApplication, qtbot: QtBot, example_url: str, tmp_path: Path) -> Iterator[MainWindow]:
    """The window at the commitments of the example, active, as somebody finds it in the morning."""
    from tests.ui.example import opened_office

    application.application(mode="light")
    application.forget()
    tasks = Tasks()
    window = opened_office(example_url, tasks, Settings(path=tmp_path / "settings.toml"))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    tasks.close()
    window.close()
    window.deleteLater()
