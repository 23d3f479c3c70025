"""A block of cells: rows narrowed to columns by Shift and the arrows, by the mouse, and copied as sheets know them."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.asking import in_front
from tests.ui.example import wait_until_idle
from ui.main_window import MainWindow
from ui.widgets import clipboard
from ui.widgets.cell_block import ROWS

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(office: MainWindow) -> Any:
    in_front(office)
    return office.page()


def stand(page: Any, row: int, column: str) -> None:
    """Put the cursor on a cell, its row selected."""
    table = page.table
    table.setFocus()
    table.block.clear()
    table.selectionModel().setCurrentIndex(page.model.index(row, page.model.column_named(column)), ROWS)
    wait_until_idle(page.here.tasks)


def named(page: Any) -> list[str]:
    return [page.model.columns[n].name for n in page.table.block.columns()]


def centre(page: Any, row: int, column: str) -> QPoint:
    place: QPoint = page.table.visualRect(page.model.index(row, page.model.column_named(column))).center()
    return place


def test_shift_and_the_arrows_narrow_rows_to_cells_and_a_step_without_shift_ends_it(page: Any) -> None:
    table, keys = page.table, page.model.keys
    stand(page, 1, "unit")
    QTest.keyClick(table, KEY.Key_Down, SHIFT)
    assert table.selected() == tuple(keys[1:3])
    assert named(page) == []  # rows, until the cursor goes sideways
    QTest.keyClick(table, KEY.Key_Right, SHIFT)
    assert named(page) == ["unit", "due_on"]
    QTest.keyClick(table, KEY.Key_Down, SHIFT)
    assert table.selected() == tuple(keys[1:4])
    assert table.block.keys() == tuple(keys[1:4])
    QTest.keyClick(table, KEY.Key_Left, SHIFT)
    assert named(page) == ["unit"]
    QTest.keyClick(table, KEY.Key_Escape)
    assert named(page) == []
    assert table.selected() == tuple(keys[1:4])  # rows again
    QTest.keyClick(table, KEY.Key_Space, SHIFT)
    assert named(page) == ["unit"]
    QTest.keyClick(table, KEY.Key_Down)
    assert named(page) == []
    assert len(table.selected()) == 1


def test_the_mouse_draws_a_block_across_columns_and_rows_within_one(page: Any) -> None:
    table, port = page.table, page.table.viewport()
    QTest.mouseClick(port, LEFT, Qt.KeyboardModifier.NoModifier, centre(page, 0, "unit"))
    QTest.mouseClick(port, LEFT, SHIFT, centre(page, 2, "unit"))
    assert (len(table.selected()), named(page)) == (3, [])
    QTest.mouseClick(port, LEFT, SHIFT, centre(page, 2, "why"))
    assert (len(table.selected()), named(page)) == (3, ["unit", "due_on", "why"])
    QTest.mouseClick(port, LEFT, Qt.KeyboardModifier.NoModifier, centre(page, 4, "due_on"))
    assert (len(table.selected()), named(page)) == (1, [])
    QTest.mousePress(port, LEFT, Qt.KeyboardModifier.NoModifier, centre(page, 1, "due_on"))
    for row, column in ((1, "why"), (2, "why"), (3, "why")):
        QTest.mouseMove(port, centre(page, row, column))
    QTest.mouseRelease(port, LEFT, Qt.KeyboardModifier.NoModifier, centre(page, 3, "why"))
    wait_until_idle(page.here.tasks)
    assert (len(table.selected()), named(page)) == (3, ["due_on", "why"])


def test_a_block_is_copied_with_its_dates_and_percentages_and_nothing_else(page: Any, office: MainWindow) -> None:
    table, model = page.table, page.model
    stand(page, 0, "due_on")
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Down):
        QTest.keyClick(table, key, SHIFT)
    wait_until_idle(page.here.tasks)
    assert office.registry["table.copy"].text() == "Copy cells"
    QTest.keyClick(table, KEY.Key_C, CTRL)
    wait_until_idle(page.here.tasks)
    data = QGuiApplication.clipboard().mimeData()
    told = list(csv.reader(io.StringIO(data.text()), dialect="excel-tab"))
    rows = [model.row(key) for key in model.keys[:2]]
    assert [line[0] for line in told] == [one.due_on.strftime("%d/%m/%Y") if one.due_on else "" for one in rows]
    assert [line[2] for line in told] == [f"{one.progress}%" for one in rows]
    assert [len(line) for line in told] == [3, 3]
    assert [float(points) for points in re.findall(r'x:num="([\d.]+)"[^>]*0%', data.html())] == [
        one.progress / 100 for one in rows
    ]
    own = clipboard.own_cells(data)
    assert own is not None
    assert [line[0] for line in own] == [one.due_on.isoformat() if one.due_on else "" for one in rows]
    QTest.keyClick(table, KEY.Key_Down)
    QTest.keyClick(table, KEY.Key_C, CTRL)  # whole rows, as ever
    wait_until_idle(page.here.tasks)
    data = QGuiApplication.clipboard().mimeData()
    (line,) = csv.reader(io.StringIO(data.text()), dialect="excel-tab")
    assert len(line) == len(table.shown_columns())
    assert clipboard.own_cells(data) is None


@pytest.mark.parametrize(
    ("cell", "said"),
    [(clipboard.day(date(2026, 4, 3)), ("46115", "03/04/2026")), (clipboard.percent(7), ("0.07", "7%")),
     (clipboard.money(123_450), ("1234.50", "1234.50"))],
)  # fmt: skip
def test_sheets_get_figures_and_everybody_else_words(cell: clipboard.Figure, said: tuple[str, str]) -> None:
    assert (cell.number, cell.words) == said
    assert f'x:num="{said[0]}" sdval="{said[0]}"' in clipboard.as_html([[cell]])
    assert clipboard.as_tabs([[cell]]) == said[1]
