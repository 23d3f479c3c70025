"""Cells pasted, filled and replaced in a list by keyboard: shown first, written as one change, nothing skipped."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from ecd_desktop.services.staging import Verdict
from tests.ui.asking import in_front
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.widgets.cell_block import ROWS
from ui.widgets.find_replace import FindReplace
from ui.widgets.staged_preview import StagedPreview

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(office: MainWindow) -> Any:
    in_front(office)
    return office.page()


def stand(page: Any, row: int, column: str, *stretch: Qt.Key) -> None:
    """Put the cursor on a cell, and stretch a block from there."""
    page.table.want(column, True)
    page.table.setFocus()
    index = page.model.index(row, page.model.column_named(column))
    page.table.block.clear()
    page.table.selectionModel().setCurrentIndex(index, ROWS)
    for key in stretch:
        QTest.keyClick(page.table, key, SHIFT)
    wait_until_idle(page.here.tasks)


def put(page: Any, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)
    press(page, KEY.Key_V)


def press(page: Any, key: Qt.Key) -> None:
    QTest.keyClick(page.table, key, CTRL)
    wait_until_idle(page.here.tasks)


def asked(office: MainWindow, kind: type[Any] = StagedPreview) -> Any:
    found = [one for one in office.findChildren(kind) if one.isVisible()]
    return found[0] if found else None


def test_a_block_from_excel_is_shown_answered_and_written_by_keyboard(page: Any, office: MainWindow) -> None:
    keys = list(page.model.keys[1:4])
    before = [page.model.row(key) for key in keys]
    stand(page, 1, "due_on")
    put(page, "03/12/2026\tx\t11%\r\n04/12/2026\tx\t12%\r\n05/12/2026\tx\tmucho\r\n")
    shown = asked(office)
    assert [line.verdict for line in shown.staged.lines].count(Verdict.UNCLEAR) == 3
    assert "3 dates unclear" in shown.sum.text()
    assert shown.verb.text() == "Apply 2 cells"
    (dates,) = shown.questions.asked.values()
    dates.setCurrentIndex(1)  # day first
    wait_until_idle(office.tasks)
    reason = shown.questions.asked["reason", "due_on"]
    QTest.keyClicks(reason, "Lluvias")
    QTest.keyClick(reason, KEY.Key_Return)  # what is typed is looked at first
    wait_until_idle(office.tasks)
    assert shown.verb.text() == "Apply 5 cells"
    assert [page.model.row(key) for key in keys] == before
    QTest.keyClick(shown, KEY.Key_Return)
    wait_until_idle(office.tasks)
    assert asked(office) is None
    after = [page.model.row(key) for key in keys]
    assert [row.due_on for row in after] == [date(2026, 12, day) for day in (3, 4, 5)]
    assert [row.progress for row in after] == [11, 12, before[2].progress]
    assert office.notices.text() == "Done: Paste 5 cells"
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert [page.model.row(key) for key in keys] == before


def test_one_cell_alone_is_written_at_once_or_fills_a_block_and_what_was_copied_here_returns(
    page: Any, office: MainWindow
) -> None:
    stand(page, 0, "item_number")
    put(page, "7-B")
    assert asked(office) is None
    assert page.model.row(page.model.keys[0]).item_number == "7-B"
    assert office.notices.text() == "Done: Paste a cell"
    stand(page, 0, "item_number", KEY.Key_Down, KEY.Key_Down, KEY.Key_Space)
    put(page, "9")
    shown = asked(office)
    assert shown.sum.text() == "3 cells: 3 fine"
    QTest.keyClick(shown, KEY.Key_Return)
    wait_until_idle(office.tasks)
    assert {page.model.row(key).item_number for key in page.model.keys[:3]} == {"9"}
    in_front(office)


    stand(page, 0, "due_on", KEY.Key_Right, KEY.Key_Right, KEY.Key_Down)
    press(page, KEY.Key_C)
    press(page, KEY.Key_V)
    assert asked(office) is None
    assert "hold that already" in office.notices.text()


def test_filling_a_block_down_is_one_step_and_what_cannot_be_filled_is_said(page: Any, office: MainWindow) -> None:
    first, *others = page.model.keys[:3]
    stand(page, 0, "item_number")
    put(page, "7-B")
    before = {key: page.model.row(key) for key in others}
    stand(page, 0, "item_number", KEY.Key_Down, KEY.Key_Down, KEY.Key_Space)
    press(page, KEY.Key_D)
    assert asked(office) is None
    assert office.notices.text() == "Done: Fill 2 cells"
    assert {page.model.row(key).item_number for key in (first, *others)} == {"7-B"}
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert {key: page.model.row(key) for key in others} == before
    stand(page, 1, "item_number", KEY.Key_Down, KEY.Key_Space)
    assert office.registry["action_items.delete"].text() == "Clear the cells"
    count = page.model.rowCount()
    QTest.keyClick(page.table, KEY.Key_Delete)
    wait_until_idle(office.tasks)
    assert {page.model.row(key).item_number for key in others} == {None}
    assert page.model.rowCount() == count  # no record is deleted
    stand(page, 0, "code", KEY.Key_Down, KEY.Key_Space)  # which only shows
    press(page, KEY.Key_D)
    shown = asked(office)
    assert [line.verdict for line in shown.staged.lines] == [Verdict.REFUSED]
    assert "only shows" in shown.staged.lines[0].why
    assert not shown.verb.isEnabled()
    shown.reject()


def test_texts_are_found_and_replaced_in_the_selected_rows(page: Any, office: MainWindow) -> None:
    page.table.selectAll()
    press(page, KEY.Key_H)
    shown = asked(office, FindReplace)
    assert not shown.verb.isEnabled()
    QTest.keyClicks(shown.find, "cruce")
    QTest.keyClick(shown.find, KEY.Key_Tab)
    QTest.keyClicks(shown.by, "paso")
    shown.stage()
    wait_until_idle(office.tasks)
    n = len(shown.staged.lines)
    assert n > 0
    assert shown.verb.text().startswith("Replace in ")
    QTest.keyClick(shown, KEY.Key_Return)
    wait_until_idle(office.tasks)
    texts = [page.model.row(key).description for key in page.model.keys]
    assert not any("cruce" in text.lower() for text in texts)
    assert any("paso" in text for text in texts)


def test_rows_below_the_last_and_other_lists_are_told(office: MainWindow) -> None:
    page = page_of(office, "cases")
    in_front(office)
    last = page.model.rowCount() - 1
    stand(page, last, "remarks")
    put(page, "una nota\r\nsin fila\r\n")
    shown = asked(office)
    assert [line.verdict for line in shown.staged.lines] == [Verdict.FINE, Verdict.REFUSED]
    assert "the list ends above" in shown.staged.lines[1].why
    shown.reject()


def test_every_cell_that_goes_through_a_verb_of_its_noun_can_be_pasted_too() -> None:
    from ecd_desktop.services.cell_verbs import VERBS
    from ui.action_items import edits as action_items
    from ui.cases import edits as cases
    from ui.meetings import edits as meetings
    from ui.projects import edits as projects

    nouns = {"action_items": action_items, "cases": cases, "meetings": meetings, "projects": projects}
    through = {(noun, one.name()) for noun, held in nouns.items() for one in held.EDITS.cells if one.through}
    assert through == set(VERBS)
