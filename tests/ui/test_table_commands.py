"""The gestures of every table, from the menus and by their keys, in the program's window."""

from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.example import wait_until_idle
from ui.main_window import MainWindow
from ui.table_commands import table_commands, table_of

BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.mark.row(53, 61)
def test_keys_of_the_table_reach_it_in_the_window(office: MainWindow) -> None:
    page: Any = office.page()
    page.table.setFocus()
    page.table.group_by("unit")
    wait_until_idle(office.tasks)
    page.table.select(page.model.keys[:2], page.model.keys[0])
    office.registry.refresh()
    QTest.keyClick(page.table, Qt.Key.Key_C, BOTH)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].startswith("Commitment\t")
    assert len([line for line in lines if line]) == 3
    QTest.keyClick(page.table, Qt.Key.Key_Left, BOTH)
    assert page.model.rowCount() == len(page.model.headings())
    QTest.keyClick(page.table, Qt.Key.Key_Right, BOTH)
    assert page.model.rowCount() == len(page.model.keys) + len(page.model.headings())
    page.table.setCurrentIndex(page.model.index(1, page.table.shown_columns()[0]))
    office.registry.refresh()
    office.registry["table.copy_cell"].trigger()
    assert QGuiApplication.clipboard().text() == page.table.currentIndex().data()


def test_columns_stay_up_to_the_current_one_and_no_more_when_asked_again(office: MainWindow) -> None:
    page: Any = office.page()
    page.table.setCurrentIndex(page.model.index(0, page.table.shown_columns()[1]))
    office.registry.refresh()
    office.registry["table.freeze"].trigger()
    assert page.table.state()["frozen"] == 2
    office.registry["table.freeze"].trigger()
    assert page.table.state()["frozen"] == 0


@pytest.mark.parametrize("id", ["table.group", "table.columns"])
def test_menus_of_the_table_open_under_its_header(office: MainWindow, id: str) -> None:
    page: Any = office.page()
    words: list[str] = []

    def look() -> None:
        if isinstance(menu := QApplication.activePopupWidget(), QMenu):
            words.extend(action.text() for action in menu.actions())
            menu.close()

    QTimer.singleShot(0, look)
    office.registry[id].trigger()
    assert words
    assert ("Do not group" in words) == (id == "table.group")
    assert page.table.isVisible()


@pytest.mark.row(22, 52)
def test_the_context_menu_copies_the_cell_alone(office: MainWindow) -> None:
    page: Any = office.page()
    page.table.select([page.model.keys[2]], page.model.keys[2])
    office.registry.refresh()
    shown: list[str] = []

    def look() -> None:
        if isinstance(menu := QApplication.activePopupWidget(), QMenu):
            shown.extend(action.objectName() for action in menu.actions())
            menu.close()

    QTimer.singleShot(0, look)
    page._menu(page.table.mapToGlobal(page.table.rect().center()))
    assert [one for one in shown if one.startswith("table.")] == [
        "table.copy",
        "table.copy_headings",
        "table.copy_cell",
    ]
    office.registry["table.copy_cell"].trigger()
    assert QGuiApplication.clipboard().text() == page.table.currentIndex().data()


@pytest.mark.row(21)
def test_what_cannot_be_done_says_why(office: MainWindow) -> None:
    page: Any = office.page()
    page.table.clearSelection()
    office.registry.refresh()
    reasons = {one.id: office.registry.command(one.id).needs(office.here) for one in table_commands()}
    assert reasons["table.copy"] == "Select at least one row first."
    assert reasons["table.fold"] == "Group the list first."
    assert reasons["table.columns"] is None
    if hasattr(page, "show_view"):
        page.show_view("board")
        wait_until_idle(office.tasks)
        assert table_of(office.here) is None
        assert {office.registry.command(one.id).needs(office.here) for one in table_commands()} == {
            "Show a list as a table first."
        }
