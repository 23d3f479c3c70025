"""The papers of a meeting as gestures of its list."""

from typing import Any

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow


def chosen(office: MainWindow, subject: str) -> Any:
    """The list of meetings with the one about ``subject`` selected; its row."""
    page = page_of(office, "meetings")
    row = next(row for key in page.model.keys if subject in (row := page.model.row(key)).subject)
    page.table.select([row.key], row.key)
    wait_until_idle(office.tasks)
    return row


def test_the_draft_is_copied_for_word_with_a_key(office: MainWindow, qtbot: QtBot) -> None:
    row = chosen(office, "Instalación de la mesa")
    QGuiApplication.clipboard().setText("another")
    action = office.registry["meetings.copy_for_word"]
    assert action.shortcut().toString() == "Ctrl+Shift+W"
    action.trigger()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "another")
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasHtml()
    for said in ("La mesa técnica sesiona una vez al mes", row.code):
        assert said in data.text()
        assert said in data.html()
    assert data.html().count("<table") >= 6
