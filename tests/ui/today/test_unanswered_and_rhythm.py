"""The first screen's further cards: whom we wait for, the team's rhythm as picture and as table, done from here."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.records.action_items import State
from ecd_desktop import calendar
from ecd_desktop.identity import Person
from tests.ui.example import DAY
from tests.ui.program import Desk

Opened = Callable[..., Any]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(qtbot, tmp_path)


@pytest.fixture
def opened(desk: Desk, example_url: str) -> Iterator[Opened]:
    def open_(size: tuple[int, int] = (1366, 768)) -> Any:
        calendar.set_today(DAY)
        desk.program.person = Person("Bruno Ibáñez", "LAPTOP-1")
        desk.window.resize(*size)
        desk.open(example_url.removeprefix("sqlite:///"), first="today")
        return desk.window.page()

    yield open_
    calendar.set_today(None)


def test_whom_we_wait_for_is_listed_and_its_link_opens_as_many(desk: Desk, opened: Opened) -> None:
    page = opened()
    number, letters = len(page.answer[0].unanswered), len(page.answer[0].letters)
    assert page.sheet.waiting.lines.rowCount() == number + letters + len(page.answer[0].silent)
    assert number >= 2
    assert letters >= 1
    assert page.sheet.unanswered.isVisible()
    assert "Unanswered, 9 working days late" in page.sheet.waiting.lines.line(0).urgent
    page.sheet.letters.click()
    desk.rest()
    assert desk.window.place() == "documents"
    assert desk.window.page().model.rowCount() == letters  # type: ignore[union-attr]
    desk.go("today")
    line = page.sheet.waiting.lines.line(letters)
    assert "Waits for" in line.small
    page.sheet.waits.click()
    desk.rest()
    assert desk.window.place() == "cases"
    assert desk.window.page().model.rowCount() == number  # type: ignore[union-attr]
    desk.go("today")
    page.sheet.waiting.opened.emit(line)
    desk.rest()
    assert desk.window.page().selected() == (line.key,)  # type: ignore[union-attr]


def test_the_rhythm_gives_way_where_there_is_no_room_and_is_a_table_on_request(desk: Desk, opened: Opened) -> None:
    page = opened((1366, 768))
    assert not page.sheet.pace.isVisible()
    desk.window.resize(1536, 864)
    desk.rest()
    assert page.sheet.pace.isVisible()
    bars = page.sheet.rhythm.bars
    assert len(bars.weeks) == 8
    assert bars.accessibleDescription().count("agreed") == 8
    tallest = max(bars.boxes(), key=lambda one: one[1].height())
    assert tallest[0].new == max(week.new for week in bars.weeks) > 0
    assert not page.sheet.rhythm.as_table
    page.sheet.turn.click()
    assert page.sheet.rhythm.as_table
    assert page.sheet.rhythm.table.lines.rowCount() == 16
    assert page.sheet.turn.text() == "As a picture"
    for line in map(page.sheet.rhythm.table.lines.line, range(16)):
        if line.shows is not None:
            desk.go("today")
            page.sheet.rhythm.table.opened.emit(line)
            desk.rest()
            assert desk.window.place() == "action_items"
            assert desk.window.page().model.rowCount() == int(line.small.split()[0])  # type: ignore[union-attr]


def test_a_commitment_is_done_from_here_with_undo(desk: Desk, opened: Opened) -> None:
    page = opened()
    action = desk.window.registry["today.complete"]
    page.sheet.matters.clearSelection()
    desk.window.registry.refresh()
    assert not action.isEnabled()
    lines = [page.sheet.matters.lines.line(row) for row in range(page.sheet.matters.lines.rowCount())]
    line = next(one for one in lines if one.opens[0] == "action_items")
    page.sheet.matters.select([line.key], line.key)
    desk.window.registry.refresh()
    assert action.isEnabled()
    action.trigger()
    desk.rest()

    def state(store: Any) -> State:
        from db.records import ActionItem

        with store.reading() as session:
            found: State = session.get(ActionItem, line.key).state
            return found

    assert desk.ask(state) is State.DONE
    desk.window.notices.press()
    desk.rest()
    assert desk.ask(state) is not State.DONE


def test_what_is_added_in_place_appears_in_the_list_below(desk: Desk, opened: Opened, qtbot: QtBot) -> None:
    page = opened()
    before = page.sheet.matters.lines.rowCount()
    page.sheet.quick_line.line.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(page.sheet.quick_line.line, "Medir la vereda @me tomorrow")
    desk.rest()
    QTest.keyClick(page.sheet.quick_line.line, Qt.Key.Key_Escape)  # the list of names
    QTest.keyClick(page.sheet.quick_line.line, Qt.Key.Key_Return)
    desk.rest()
    qtbot.waitUntil(lambda: page.sheet.matters.lines.rowCount() == before + 1)
    titles = [page.sheet.matters.lines.line(row).title for row in range(page.sheet.matters.lines.rowCount())]
    assert "Medir la vereda" in titles
