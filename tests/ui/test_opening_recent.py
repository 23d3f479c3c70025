"""Recent databases and files in the File menu and at the first run; the window back on a screen that is there."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.program import Desk
from ui import application, opening_recent
from ui.opening_recent import remember_file
from ui.welcome.screen import WelcomePage


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, sqlite_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(sqlite_url.removeprefix("sqlite:///"))


def shown(desk: Desk) -> dict[str, Any]:
    """The lines of the menu as a person opens it, by their words."""
    menu: QMenu = desk.program.recent.menu
    menu.popup(QPoint(10, 10))
    desk.rest()
    lines = {action.text(): action for action in menu.actions() if not action.isSeparator()}
    menu.close()
    return lines


@pytest.mark.row(86)
def test_the_file_menu_holds_databases_and_what_was_written_and_greys_what_is_gone(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, gone = tmp_path / "informe & más.pdf", tmp_path / "matriz.xlsx"
    for path in (gone, report):
        path.write_bytes(b"x")
        remember_file(desk.settings, path)
    gone.unlink()
    assert desk.window.registry["database.recent"].menu() is desk.program.recent.menu
    lines = shown(desk)
    assert list(lines) == ["coordination.db", "informe && más.pdf", "matriz.xlsx (not found)"]
    assert not lines["matriz.xlsx (not found)"].isEnabled()
    assert str(gone) in lines["matriz.xlsx (not found)"].toolTip()
    opened: list[Path] = []
    monkeypatch.setattr(opening_recent, "open_elsewhere", opened.append)
    lines["informe && más.pdf"].trigger()
    assert opened == [report]


def test_a_recent_database_opens_from_the_menu(desk: Desk, tmp_path: Path, blank_sqlite_url: str) -> None:
    other = Path(blank_sqlite_url.removeprefix("sqlite:///"))
    desk.program.create(other)
    desk.until(lambda: desk.window.tasks.database is not None and desk.window.tasks.database.path == other)
    lines = shown(desk)
    assert list(lines) == ["blank.db", "coordination.db"]
    lines["coordination.db"].trigger()
    desk.until(lambda: desk.window.tasks.database is not None and desk.window.tasks.database.path != other)


def test_nothing_recent_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(qtbot, tmp_path)
    assert [one.text() for one in shown(desk).values()] == ["Nothing was opened or written yet."]


def test_the_first_run_offers_recent_databases_and_says_which_are_gone(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(qtbot, tmp_path)
    there = tmp_path / "una.db"
    there.write_bytes(b"")
    desk.settings.change(recent_databases=(str(tmp_path / "ida.db"), str(there)))
    desk.program.welcome()
    desk.rest()
    page: Any = desk.program.alone
    assert isinstance(page, WelcomePage)
    offered = [(one.accessibleName(), one.isEnabled()) for one in page.recents]
    assert offered == [("ida.db (not found)", False), ("una.db", True)]
    assert "ida.db" in page.recents[0].toolTip()


def test_while_a_database_is_made_it_is_said_and_no_second_one_can_be_begun(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(qtbot, tmp_path)
    desk.program.welcome()
    page: Any = desk.program.alone
    page.buttons["empty"].click()
    assert page._busy.isVisible()
    assert not any(button.isEnabled() for button in page.buttons.values())
    desk.until(lambda: desk.window.tasks.database is not None and desk.window.page() is not None)


@pytest.mark.row(83)
def test_a_window_whose_monitor_is_gone_comes_back_whole_onto_one_that_is_there(desk: Desk) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry()
    desk.window.setGeometry(room.right() + 4_000, room.bottom() + 900, 1_200, 700)
    desk.rest()
    application.rescue(desk.window)
    assert application.on_some_screen(desk.window)
    assert room.contains(desk.window.geometry().topLeft())
    assert desk.window.width() <= max(room.width(), desk.window.minimumWidth())


def test_a_window_that_can_be_reached_stays_where_it_is(desk: Desk) -> None:
    desk.window.move(37, 41)
    desk.rest()
    before = desk.window.geometry()
    application.rescue(desk.window)
    assert desk.window.geometry() == before


@pytest.mark.row(8)
def test_the_side_buttons_of_the_mouse_go_back_and_forward(desk: Desk) -> None:
    desk.go("cases")
    desk.go("people")
    handle = desk.window.windowHandle()
    for button, place in ((Qt.MouseButton.BackButton, "cases"), (Qt.MouseButton.ForwardButton, "people")):
        QTest.mouseClick(handle, button, Qt.KeyboardModifier.NoModifier, QPointF(700, 400).toPoint())
        desk.rest()
        assert desk.window.place() == place
    assert QApplication.activeModalWidget() is None
