"""Table, board and calendar are views of one question with one selection; the tool bar gives way to narrow windows."""

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ecd_desktop import language
from tests.ui.asking import in_front
from tests.ui.example import page_of, wait_until_idle
from ui import application
from ui.main_window import MainWindow
from ui.widgets.column_filters import ColumnFilter
from ui.widgets.views import RecordsView


@pytest.fixture
def page(office: MainWindow) -> Any:
    in_front(office)
    return page_of(office, "action_items")


def show(page: Any, id: str) -> None:
    page.show_view(id)
    wait_until_idle(page.here.tasks)


@pytest.mark.parametrize("id", ["board", "calendar"])
def test_what_was_selected_stays_selected_from_view_to_view(page: Any, id: str) -> None:
    key = next(key for key in page.model.keys if (row := page.model.row(key)) is not None and row.due_on is not None)
    page.table.select([key], key)
    show(page, id)
    assert isinstance(page.view, RecordsView)
    assert page.view is not page._middle.views["table"]
    assert page.selected() == (key,)
    assert page.here.keys == (key,)
    assert page.row(key).key == key
    show(page, "table")
    assert page.selected() == (key,)
    assert page.table.current() == key


def test_every_view_is_asked_the_same(page: Any) -> None:
    page.asking.filter(ColumnFilter("unit", ("EMAPE",)))
    wait_until_idle(page.here.tasks)
    few = page.records
    show(page, "board")
    assert page.records == few
    assert page._middle.view.row(page.model.keys[0]).unit == "EMAPE"
    page.clear_filters()
    wait_until_idle(page.here.tasks)
    assert page.records > few
    every = page.records
    show(page, "table")
    assert page.model.rowCount() == every


def test_a_view_is_built_when_it_is_first_shown(page: Any) -> None:
    assert set(page._middle.views) == {"table"}
    show(page, "calendar")
    assert set(page._middle.views) == {"table", "calendar"}


def test_the_views_have_keys_and_are_checked_in_the_menu(page: Any, office: MainWindow) -> None:
    actions = office.registry
    QTest.keyClick(page.table, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    wait_until_idle(office.tasks)
    assert page._middle.id == "board"
    assert [actions[f"view.{id}"].isChecked() for id in ("table", "board", "calendar")] == [False, True, False]
    people = page_of(office, "people")
    assert people._middle.switch is None
    assert not actions["view.board"].isEnabled()
    assert "This place is not shown in that way." in actions["view.board"].toolTip()
    page_of(office, "action_items")
    actions["view.table"].trigger()
    assert page._middle.id == "table"


def test_arrows_go_round_the_switch(page: Any) -> None:
    switch = page._middle.switch
    switch.segments["table"].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(switch.segments["table"], Qt.Key.Key_Right)
    assert page._middle.id == "board"
    QTest.keyClick(switch.segments["board"], Qt.Key.Key_Left)
    QTest.keyClick(switch.segments["table"], Qt.Key.Key_Left)
    wait_until_idle(page.here.tasks)
    assert page._middle.id == "calendar"
    assert page.window().focusWidget() is switch.segments["calendar"]


def test_a_place_opens_in_the_view_in_which_it_was_left(page: Any, office: MainWindow, tmp_path: Any) -> None:
    application.remember_in(tmp_path / "window.ini")
    show(page, "board")
    office.ready("action_items")
    wait_until_idle(office.tasks)
    again: Any = office.page()
    assert again is not page
    assert again._middle.id == "board"


def test_a_record_is_opened_from_elsewhere_while_the_board_is_shown(page: Any, office: MainWindow) -> None:
    show(page, "board")
    key = page.model.keys[3]
    office.here.open("action_items", key)
    wait_until_idle(office.tasks)
    assert page.detail.key == key


# --- the tool bar ----------------------------------------------------------------------------------------------------


def clipped(bar: QWidget) -> list[str]:
    """Parts of a bar that stand over each other, or out of it, or with less room than they ask for."""
    parts = sorted((one for one in bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
                    if one.isVisible()), key=QWidget.x)  # fmt: skip
    assert len(parts) >= 5
    wrong = [f"{left.accessibleName()} over {right.accessibleName()}"
             for left, right in pairwise(parts) if left.geometry().right() >= right.x()]  # fmt: skip
    wrong += [f"{one.accessibleName()} leaves the bar" for one in parts if one.geometry().right() > bar.width()]
    return wrong + [f"{one.accessibleName()} is squeezed" for one in parts
                    if one.width() < max(one.minimumWidth(), min(one.sizeHint().width(), one.maximumWidth()))
                    and not hasattr(one, "searched")]  # fmt: skip


@pytest.mark.parametrize("code", ["en", "es", language.PSEUDO])
def test_nothing_in_the_tool_bar_is_clipped(office: MainWindow, qtbot: QtBot, code: str) -> None:
    with language.in_language(code):
        office.rebuild()
        wait_until_idle(office.tasks)
        page: Any = page_of(office, "action_items")
        for filters in ((), ("unit", "state"), ("unit", "state", "why", "project")):
            page.asking.set(filters=[
                ColumnFilter(name, tuple(page.spec.listing.columns[name].choices or ("EMAPE", "GDU"))[:2])
                for name in filters
            ])  # fmt: skip
            for width in (860, 1024, 1280, 1366, 1920):
                office.resize(width, 600)
                wait_until_idle(office.tasks)
                assert clipped(page.tools) == [], (width, code, filters)
                hidden = [chip for chip in page.tools.hidden_chips() if chip in page.tools.filters]
                assert len(hidden) < len(filters) or not filters or width < 1024


def test_what_has_no_room_is_in_a_menu(page: Any, office: MainWindow, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QMenu

    office.resize(860, 600)
    wait_until_idle(office.tasks)
    menu = QMenu()
    page.asking._fill_menu(menu)
    offered = [action.text() for action in menu.actions()]
    hidden = page.tools.hidden_chips()
    assert hidden
    assert all(chip.accessibleName() in offered for chip in hidden)
    columns = next(action.menu() for action in menu.actions() if action.menu() is not None)
    assert len(columns.actions()) == len(page.spec.listing.columns)
    away = [action for button, action in page.tools.verbs if button.isHidden() and action.isVisible()]
    assert bool(away) == page.tools.rest.isVisible()
