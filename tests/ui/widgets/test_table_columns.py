"""The columns of a table: those that stay, what is remembered, sums of the selection, keys, copying, waiting."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from db.fields import MONEY, NUMBER, TEXT, Key
from db.queries.grouping import Total
from db.queries.listing import Ask, Column
from db.records.base import new_key
from ecd_desktop import language
from tests.ui.example import wait_until_idle
from ui import application, style, tokens
from ui.main_window import MainWindow
from ui.widgets import cells
from ui.widgets.table import Table
from ui.widgets.table_model import RowsModel


@dataclass(frozen=True)
class Row:
    key: Key
    code: str
    name: str
    points: int
    budget: int | None


class Rows:
    """A source in memory that answers when it is told to, and can add up."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.all = {row.key: row for row in rows}
        self.order = [row.key for row in rows]
        self.waiting: list[Callable[[], None]] = []
        self.totalled: list[int] = []

    def load(self, ask: Ask, wanted: Any, then: Any) -> None:
        self.waiting.append(lambda: then((list(self.order), [self.all[key] for key in wanted(list(self.order))])))

    def grouped(self, ask: Ask, by: str, totals: Sequence[str], wanted: Any, then: Any) -> None:
        raise AssertionError("nobody groups here")

    def rows(self, ask: Ask, keys: Sequence[Key], then: Any) -> None:
        self.waiting.append(lambda: then([self.all[key] for key in keys]))

    def totals(self, ask: Ask, names: Sequence[str], keys: Sequence[Key] | None, then: Any) -> None:
        chosen = [self.all[key] for key in (self.order if keys is None else keys)]
        self.totalled.append(len(chosen))

        def total(name: str) -> Total:
            numbers = [value for row in chosen if (value := getattr(row, name)) is not None]
            return Total(len(numbers), sum(numbers))

        self.waiting.append(lambda: then({name: total(name) for name in names}))

    def answer(self) -> None:
        while self.waiting:
            waiting, self.waiting = self.waiting, []
            for one in waiting:
                one()


COLUMNS = (
    cells.code("code", width=140),
    cells.two_lines("name", second=lambda row: f"{row.points} points", width=300, stretch=True),
    cells.bar("points", width=160),
    cells.number("budget", width=300),
    cells.text("name", width=320, label="Name again"),
)
DECLARED = {
    "code": Column("code", "Code", TEXT), "name": Column("name", "Name", TEXT),
    "points": Column("points", "Progress (%)", NUMBER, total="mean"), "budget": Column("budget", "Budget", MONEY),
}  # fmt: skip
NBSP = "\u00a0"


@pytest.fixture
def rows() -> Rows:
    return Rows([Row(new_key(), f"{n:06}", f"Row {n}", n % 101, n * 100 if n % 2 else None) for n in range(1_000)])


@pytest.fixture
def model(rows: Rows, qapp: object) -> RowsModel:
    made = RowsModel(rows, COLUMNS, DECLARED, language.speech("en"))
    made.load(Ask())
    rows.answer()
    return made


@pytest.fixture
def table(model: RowsModel, qtbot: QtBot) -> Table:
    made = Table(model, "columns")
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


def scroll_right(table: Table) -> None:
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    assert table.horizontalScrollBar().value() > 100


# --- columns that stay -----------------------------------------------------------------------------------------------


@pytest.mark.row(60)
def test_the_first_column_stays_while_the_rest_scrolls(table: Table, model: RowsModel) -> None:
    assert table.frozen is not None
    assert not table.frozen.isVisible()  # nothing is scrolled away yet
    scroll_right(table)
    assert table.frozen.columns == [0]
    assert table.frozen.geometry().topLeft() == table.viewport().geometry().topLeft()
    assert table.frozen.head.isVisible()
    assert table.visualRect(model.index(3, 0)).left() == 0
    assert table.indexAt(QPoint(20, 60)).column() == 0
    assert table.indexAt(QPoint(141, 60)).column() != 0
    table.horizontalScrollBar().setValue(0)
    assert not table.frozen.isVisible()


@pytest.mark.row(60)
def test_a_click_on_a_column_that_stays_selects_its_row(table: Table, rows: Rows) -> None:
    scroll_right(table)
    at = table.visualRect(table.model().index(4, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert table.selected() == (rows.order[4],)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (4, 0)
    assert table.horizontalScrollBar().value() > 100  # it was in sight


@pytest.mark.row(59, 60)
def test_selection_hover_and_focus_are_painted_in_the_columns_that_stay(table: Table, rows: Rows, qtbot: QtBot) -> None:
    scroll_right(table)
    table.select([rows.order[1]], rows.order[1])
    table._hover(3)
    for mode, theme in (("light", tokens.LIGHT), ("dark", tokens.DARK)):
        style.apply(QApplication.instance(), mode)  # type: ignore[arg-type]
        image = table.grab().toImage()
        origin = table.viewport().geometry().topLeft()

        def colour(row: int, x: int, image: Any = image, origin: QPoint = origin) -> str:
            at = table.visualRect(table.model().index(row, 0)).center()
            return str(image.pixelColor(origin + QPoint(x, at.y() + 14)).name().upper())

        assert colour(1, 1) == theme.accent
        assert colour(1, 12) == theme.accent_soft
        assert colour(3, 12) == theme.hover
        assert colour(4, 12) == theme.surface
        assert colour(1, 400) == theme.accent_soft
    table.setFocus()
    table.setCurrentIndex(table.model().index(4, 0))
    scroll_right(table)
    image = table.grab().toImage()
    ring = table.visualRect(table.model().index(4, 0)).translated(table.viewport().geometry().topLeft())
    assert any(
        image.pixelColor(ring.left() + 60, ring.top() + n).name().upper() == tokens.DARK.accent for n in range(4)
    )


@pytest.mark.row(41, 60)
def test_the_header_of_a_column_that_stays_sorts_and_shows_it(table: Table) -> None:
    assert table.frozen is not None
    scroll_right(table)
    seen: list[list[tuple[str, bool]]] = []
    table.order_changed.connect(seen.append)
    head = table.frozen.head
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 18))
    assert seen == [[("code", False)]]
    assert table.head.order == [(0, False)]
    wanted: list[int] = []
    table.head.filter_wanted.connect(lambda _at, section: wanted.append(section))
    table.head.filterable = {0, 1}
    table.head.set_filtered({0})
    mark = head._mark(0)
    assert mark is not None
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=mark.center())
    assert wanted == [0]
    head.resizeSection(0, 191)
    assert table.columnWidth(0) == 190
    assert table.frozen.width() == 191


@pytest.mark.row(60)
def test_the_header_menu_says_up_to_where_columns_stay(table: Table) -> None:
    assert table.frozen is not None
    menu = table.columns.menu_of(1)
    next(one for one in menu.actions() if one.text() == "Freeze up to here").trigger()
    scroll_right(table)
    assert table.frozen.columns == [0, 1]
    next(one for one in table.columns.menu_of(1).actions() if one.text() == "Freeze no column").trigger()
    assert table.frozen.columns == []
    assert not table.frozen.isVisible()
    table.freeze(4)  # more than there is room for: as many as leave some to scroll
    assert 0 < len(table.frozen.columns) < 3


def test_the_cursor_is_never_under_what_stays(table: Table, model: RowsModel, qtbot: QtBot) -> None:
    assert table.frozen is not None
    table.setFocus()
    table.setCurrentIndex(model.index(2, 4))
    scroll_right(table)
    for _n in range(3):
        qtbot.keyClick(table, Qt.Key.Key_Left)
        rect = table.visualRect(table.currentIndex())
        assert rect.left() >= table.frozen.edge
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert table.currentIndex().column() == 0
    assert table.visualRect(table.currentIndex()).left() >= 0


# --- sums ------------------------------------------------------------------------------------------------------------


@pytest.mark.row(50)
def test_the_numbers_of_the_selection_are_added_up(table: Table, rows: Rows, qtbot: QtBot) -> None:
    table.select(rows.order[1:4])
    qtbot.waitUntil(lambda: bool(table.sums()))
    assert table.sums() == [
        f"Progress (%): average 2{NBSP}%", f"Budget: Σ S/{NBSP}4.00, average S/{NBSP}2.00",
    ]  # fmt: skip
    table.select(rows.order[1:2])
    assert table.sums() == []
    assert rows.totalled == []


@pytest.mark.row(50)
def test_thousands_of_rows_are_added_up_by_the_database(table: Table, rows: Rows, qtbot: QtBot) -> None:
    table.selectAll()
    qtbot.waitUntil(lambda: bool(rows.totalled))
    assert rows.totalled == [1_000]
    rows.answer()
    assert table.sums()[1] == f"Budget: Σ S/{NBSP}{sum(n for n in range(1_000) if n % 2):,}.00, average S/{NBSP}500.00"


def test_an_answer_about_another_selection_is_not_said(table: Table, rows: Rows, qtbot: QtBot) -> None:
    table.selectAll()
    qtbot.waitUntil(lambda: bool(rows.totalled))
    late, rows.waiting = rows.waiting, []
    table.select(rows.order[:2])
    qtbot.waitUntil(lambda: bool(table.sums()))
    said = table.sums()
    for one in late:
        one()
    assert table.sums() == said


# --- keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.row(12)
def test_keys_do_what_people_know_from_spreadsheets(table: Table, model: RowsModel, rows: Rows, qtbot: QtBot) -> None:
    none, ctrl, shift = (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.ControlModifier,
        Qt.KeyboardModifier.ShiftModifier,
    )

    def after(key: Qt.Key, held: Qt.KeyboardModifier = none) -> tuple[int, int]:
        qtbot.keyClick(table, key, held)
        return table.currentIndex().row(), table.currentIndex().column()

    table.setFocus()
    table.select([rows.order[10]], rows.order[10])
    assert after(Qt.Key.Key_End) == (10, 4)
    assert after(Qt.Key.Key_Home) == (10, 0)
    assert after(Qt.Key.Key_End, ctrl) == (999, 4)
    assert table.selected() == (rows.order[10],)  # Ctrl moves and leaves the selection, as in every list
    assert after(Qt.Key.Key_Home, ctrl) == (0, 0)
    page = after(Qt.Key.Key_PageDown)[0]
    assert 5 <= page <= 10
    assert after(Qt.Key.Key_PageUp)[0] == 0
    qtbot.keyClick(table, Qt.Key.Key_A, ctrl)
    assert len(table.selected()) == 1_000
    table.clearSelection()
    table.setCurrentIndex(model.index(6, 2))
    table.clearSelection()
    qtbot.keyClick(table, Qt.Key.Key_Space, shift)
    assert table.selected() == (rows.order[6],)


@pytest.mark.row(12)
def test_space_asks_to_see_the_record_beside(table: Table, qtbot: QtBot) -> None:
    asked: list[bool] = []
    table.previewed.connect(lambda: asked.append(True))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert asked == [True]


# --- widths and state ------------------------------------------------------------------------------------------------


@pytest.mark.row(42)
def test_a_double_click_on_a_border_fits_the_column_to_what_it_shows(table: Table) -> None:
    table.setColumnWidth(0, 300)
    border = table.head.sectionViewportPosition(0) + table.head.sectionSize(0) - 1
    QTest.mouseDClick(table.head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(border, 18))
    assert 60 <= table.columnWidth(0) < 140


@pytest.mark.row(42, 47)
def test_a_state_comes_back_in_another_table(table: Table, model: RowsModel, rows: Rows, qtbot: QtBot) -> None:
    table.head.moveSection(0, 2)
    table.want("budget", False)
    table.setColumnWidth(0, 222)
    table.freeze(2)
    state = table.state()
    other = Table(RowsModel(rows, COLUMNS, DECLARED, language.speech("en")), "other")
    qtbot.addWidget(other)
    other.resize(700, 500)
    other.show()
    other.restore(state)
    assert other.state() == state
    assert other.shown_columns() == table.shown_columns()
    assert other.columnWidth(0) == 222
    for odd in ({}, {"order": ["gone", "points"], "widths": {"code": "wide"}, "frozen": "2", "group": "gone"},
                {"order": 3, "wanted": [1], "widths": None, "group": 7}):  # fmt: skip
        other.restore(odd)
    assert other.shown_columns() == [0, 1, 2, 3, 4]


@pytest.mark.row(42)
def test_widths_are_remembered_for_each_list(table: Table, rows: Rows, qtbot: QtBot, tmp_path: Path) -> None:
    application.remember_in(tmp_path / "window.ini")
    table.setColumnWidth(0, 211)
    qtbot.waitUntil(lambda: application.recall("table/columns") is not None)
    for name, width in (("columns", 211), ("elsewhere", 140)):
        again = Table(RowsModel(rows, COLUMNS, DECLARED, language.speech("en")), name)
        qtbot.addWidget(again)
        again.resize(700, 500)
        again.show()
        assert again.columnWidth(0) == width


def test_usual_columns_forget_what_was_chosen(table: Table) -> None:
    before = table.state()
    table.head.moveSection(0, 3)
    table.want("points", False)
    table.freeze(3)
    table.columns.usual()
    assert table.state() == before


# --- copying ---------------------------------------------------------------------------------------------------------


def pasted() -> list[list[str]]:
    return list(csv.reader(io.StringIO(QGuiApplication.clipboard().mimeData().text()), dialect="excel-tab"))


@pytest.mark.row(51, 53, 55)
def test_rows_are_copied_as_a_spreadsheet_takes_them(table: Table, rows: Rows, qtbot: QtBot) -> None:
    first = rows.all[rows.order[1]]
    rows.all[first.key] = replace(first, name='He said "no"')
    table.model().refresh([first.key])
    rows.answer()
    table.select(rows.order[1:3])
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert [line[0] for line in pasted()] == ["000001", "000002"]  # codes keep their zeros
    assert pasted()[0][1] == 'He said "no" · 1 points'
    data = QGuiApplication.clipboard().mimeData()
    assert "mso-data-placement:same-cell" in data.html()
    assert "<td sdnum=\"1033;0;@\" style='mso-number-format:\"\\@\"'>000001</td>" in data.html()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(table, Qt.Key.Key_C, both)
    assert pasted()[0] == ["Code", "Name", "Progress (%)", "Budget", "Name again"]
    assert len(pasted()) == 3


@pytest.mark.row(52)
def test_one_cell_is_copied_raw(table: Table, rows: Rows) -> None:
    first = rows.all[rows.order[0]]
    rows.all[first.key] = replace(first, code='my "x"')
    table.model().refresh([first.key])
    rows.answer()
    table.setCurrentIndex(table.model().index(0, 0))
    table.copy_cell()
    assert QGuiApplication.clipboard().text() == 'my "x"'


# --- waiting, tooltips -----------------------------------------------------------------------------------------------


@pytest.mark.row(67)
def test_waiting_shows_after_a_fifth_of_a_second_and_not_before(
    table: Table, model: RowsModel, rows: Rows, qtbot: QtBot
) -> None:
    model.load(Ask(text="slow"))
    qtbot.wait(60)
    assert not table.loading.isVisible()
    rows.answer()
    qtbot.wait(220)
    assert not table.loading.isVisible()  # it was answered in time
    model.load(Ask(text="slower"))
    qtbot.waitUntil(table.loading.isVisible)
    assert model.rowCount() == 1_000  # what was there stays meanwhile
    rows.answer()
    assert not table.loading.isVisible()
    model.load(Ask(text="refused"))
    qtbot.waitUntil(table.loading.isVisible)
    model.gave_up.emit()
    assert not table.loading.isVisible()


@pytest.mark.row(68)
def test_only_what_is_cut_has_a_tooltip(table: Table, model: RowsModel, rows: Rows, qtbot: QtBot) -> None:
    def hover(column: int) -> str:
        QToolTip.hideText()
        qtbot.waitUntil(lambda: not QToolTip.isVisible())
        at = table.visualRect(model.index(2, column)).center()
        event = QHelpEvent(QEvent.Type.ToolTip, at, table.viewport().mapToGlobal(at))
        QApplication.sendEvent(table.viewport(), event)
        return QToolTip.text() if QToolTip.isVisible() else ""

    assert hover(0) == ""
    table.setColumnWidth(0, 60)
    assert hover(0) == "000002"
    table.setColumnWidth(0, 140)
    assert hover(0) == ""
    assert hover(1) == ""
    table.set_compact(True)
    assert hover(1) == "Row 2 · 2 points"  # the second line has no room


# --- in the window ---------------------------------------------------------------------------------------------------


@pytest.mark.row(50)
def test_the_status_bar_says_the_sums_of_the_selection(office: MainWindow, qtbot: QtBot) -> None:
    page: Any = office.page()
    office.go("projects")
    wait_until_idle(office.tasks)
    page = office.page()
    page.table.want("budget", True)
    page.table.selectAll()
    qtbot.waitUntil(lambda: "Σ S/" in page.count_text)
    budgets = [row.budget for key in page.model.keys if (row := page.model.row(key)).budget is not None]
    assert language.format_money(sum(budgets)) in page.count_text


@pytest.mark.row(50)
def test_the_database_adds_up_what_was_not_read(
    office: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.widgets import sums

    monkeypatch.setattr(sums, "BY_HAND", 3)
    page: Any = office.page()
    page.table.selectAll()
    qtbot.waitUntil(lambda: bool(page.table.sums()))
    by_database = page.table.sums()
    monkeypatch.setattr(sums, "BY_HAND", 1_000)
    page.table.clearSelection()
    page.table.selectAll()
    qtbot.waitUntil(lambda: bool(page.table.sums()))
    assert page.table.sums() == by_database
