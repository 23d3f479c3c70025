"""The table kit: rows by key in blocks, narrow refresh, selection that stays, sorting, columns, copying."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from db.fields import NUMBER, TEXT, Key
from db.queries.listing import Ask, Column
from db.records.base import new_key
from ecd_desktop import language
from ui.widgets import cells
from ui.widgets.delegates import CELL_ROLE
from ui.widgets.table import Table, as_html, as_tabs
from ui.widgets.table_model import BLOCK, KEY_ROLE, ROW_ROLE, SORT_ROLE, RowsModel


@dataclass(frozen=True)
class Row:
    key: Key
    code: str
    name: str
    points: int


class Rows:
    """A source in memory that answers when it is told to."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows_by_key = {row.key: row for row in rows}
        self.order = [row.key for row in rows]
        self.waiting: list[Callable[[], None]] = []
        self.asked: list[int] = []

    def load(self, ask: Ask, wanted: Any, then: Any) -> None:
        def answer() -> None:
            keys = list(self.order)
            then((keys, [self.rows_by_key[key] for key in wanted(keys)]))

        self.waiting.append(answer)

    def rows(self, ask: Ask, keys: Sequence[Key], then: Any) -> None:
        self.asked.append(len(keys))
        self.waiting.append(lambda: then([self.rows_by_key[key] for key in keys if key in self.rows_by_key]))

    def answer(self) -> None:
        waiting, self.waiting = self.waiting, []
        for one in waiting:
            one()

    def add(self, row: Row, at: int) -> None:
        self.rows_by_key[row.key] = row
        self.order.insert(at, row.key)


COLUMNS = (
    cells.code("code", width=100),
    cells.two_lines("name", second=lambda row: f"{row.points} points", stretch=True),
    cells.bar("points", yields=2),
    cells.text("name", hidden=True, label="Name again"),
)
DECLARED = {
    "code": Column("code", "Code", TEXT), "name": Column("name", "Name", TEXT),
    "points": Column("points", "Progress (%)", NUMBER),
}  # fmt: skip


def some(n: int) -> list[Row]:
    return [Row(new_key(), f"COM-{i:05}", f"Row {i}", i % 101) for i in range(n)]


@pytest.fixture
def rows() -> Rows:
    return Rows(some(300))


@pytest.fixture
def model(rows: Rows, qapp: object) -> Iterator[RowsModel]:
    made = RowsModel(rows, COLUMNS, DECLARED, language.speech("en"))
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.load(Ask())
    rows.answer()
    yield made
    del tester


@pytest.fixture
def table(model: RowsModel, qtbot: QtBot) -> Table:
    made = Table(model, "test")
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    return made


def test_only_the_first_block_of_rows_is_fetched_and_more_as_they_are_seen(model: RowsModel, rows: Rows) -> None:
    assert model.rowCount() == 300
    assert model.row(rows.order[BLOCK - 1]) is not None
    assert model.row(rows.order[BLOCK]) is None
    assert model.index(BLOCK + 5, 0).data() is None
    assert model.index(BLOCK + 5, 0).data(CELL_ROLE).text == "…"
    model._fetch()
    rows.answer()
    assert rows.asked == [BLOCK]
    assert model.index(BLOCK + 5, 0).data() == f"COM-{BLOCK + 5:05}"


def test_a_cell_says_everything_and_has_its_native_value(model: RowsModel, rows: Rows) -> None:
    index = model.index(7, 1)
    assert index.data() == "Row 7 · 7 points"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Row 7 · 7 points"
    assert index.data(SORT_ROLE) == "Row 7"
    assert index.data(KEY_ROLE) == rows.order[7]
    assert index.data(ROW_ROLE).code == "COM-00007"
    assert model.index(7, 2).data(SORT_ROLE) == 7
    assert model.headerData(2, Qt.Orientation.Horizontal) == "Progress (%)"
    assert model.headerData(3, Qt.Orientation.Horizontal) == "Name again"


def test_news_replace_the_touched_row_and_no_other(model: RowsModel, rows: Rows, qtbot: QtBot) -> None:
    key = rows.order[10]
    rows.rows_by_key[key] = replace(rows.rows_by_key[key], name="Changed")
    seen: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: seen.append((first.row(), last.row())))
    model.refresh([key])
    rows.answer()
    assert set(seen) == {(10, 10)}
    assert model.index(10, 1).data().startswith("Changed")


@pytest.mark.row(11, 49)
def test_selection_cursor_and_scroll_stay_when_rows_come_go_and_move(
    table: Table, model: RowsModel, rows: Rows
) -> None:
    chosen = [rows.order[5], rows.order[8]]
    table.select(chosen, chosen[1])
    marks = [QPersistentModelIndex(model.index(n, 0)) for n in range(20)]
    keys = [model.key_at(n) for n in range(20)]
    gone = rows.order.pop(2)
    rows.order.insert(3, rows.order.pop(9))
    rows.add(Row(new_key(), "COM-99999", "New", 1), 0)
    model.refresh([gone])
    rows.answer()
    assert model.keys == rows.order
    assert set(table.selected()) == set(chosen)
    assert table.current() == chosen[1]
    for mark, key in zip(marks, keys, strict=True):
        assert (key == gone) == (not mark.isValid())
        if mark.isValid():
            assert model.key_at(mark.row()) == key


def test_random_histories_end_with_what_the_source_says(qapp: object) -> None:
    """Moves, removals and insertions in any order; the tester of Qt watches every step."""
    rows = Rows(some(30))
    model = RowsModel(rows, COLUMNS, DECLARED, language.speech("en"))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.load(Ask())
    rows.answer()
    random, moved = Random(20260520), 0
    for _step in range(60):
        before = list(rows.order)
        for _n in range(random.randrange(1, 6)):
            what = random.choice(("add", "remove", "move"))
            if what == "add":
                rows.add(Row(new_key(), "COM-x", "x", 1), random.randrange(len(rows.order) + 1))
            elif what == "remove" and len(rows.order) > 5:
                rows.order.pop(random.randrange(len(rows.order)))
            else:
                rows.order.insert(random.randrange(len(rows.order)), rows.order.pop(random.randrange(len(rows.order))))
        moved += before != rows.order
        model.refresh([random.choice(rows.order)])
        rows.answer()
        assert model.keys == rows.order
        assert [model.row_of(key) for key in rows.order] == list(range(len(rows.order)))
    assert moved > 50
    assert tester.model() is model


def test_selection_by_key_survives_another_order(table: Table, model: RowsModel, rows: Rows) -> None:
    table.select([rows.order[4]])
    rows.order.reverse()
    model.load(Ask())
    rows.answer()
    assert table.selected() == (rows.order[295],)
    assert table.current() == rows.order[295]


def test_a_late_answer_of_another_order_is_not_taken_in(model: RowsModel, rows: Rows) -> None:
    model.index(BLOCK + 1, 0).data()
    model._fetch()
    late = rows.waiting
    rows.waiting = []
    rows.order.reverse()
    model.load(Ask())
    rows.answer()
    for answer in late:
        answer()
    assert model.index(0, 0).data() == "COM-00299"


@pytest.mark.row(41)
def test_a_header_click_sorts_up_down_and_not_at_all(table: Table) -> None:
    seen: list[list[tuple[str, bool]]] = []
    table.order_changed.connect(seen.append)
    for _n in range(3):
        table.head.press(0)
    assert seen == [[("code", False)], [("code", True)], []]


@pytest.mark.row(41)
def test_shift_click_adds_a_level(table: Table) -> None:
    seen: list[list[tuple[str, bool]]] = []
    table.order_changed.connect(seen.append)
    table.head.press(0)
    table.head.press(2, adding=True)
    table.head.press(2, adding=True)
    assert seen[-2:] == [[("code", False), ("points", False)], [("code", False), ("points", True)]]


@pytest.mark.row(43)
def test_columns_give_way_and_the_persons_choice_wins(table: Table) -> None:
    table.resize(800, 500)
    assert [table.model().columns[n].name for n in table.shown_columns()] == ["code", "name", "points"]
    table.resize(430, 500)
    assert 2 not in table.shown_columns()
    table.want("points", True)
    assert 2 in table.shown_columns()
    table.want("points", False)
    table.resize(900, 500)
    assert 2 not in table.shown_columns()


@pytest.mark.row(42)
def test_the_last_column_stays(table: Table) -> None:
    for column in COLUMNS:
        table.want(column.name, False)
    assert len(table.shown_columns()) >= 1


@pytest.mark.row(12, 44)
def test_enter_opens_and_a_letter_filters(table: Table, rows: Rows, qtbot: QtBot) -> None:
    opened: list[Key] = []
    typed: list[str] = []
    table.opened.connect(opened.append)
    table.typed.connect(typed.append)
    table.select([rows.order[3]])
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_P)
    assert opened == [rows.order[3]]
    assert typed == ["p"]


@pytest.mark.row(51)
def test_copied_rows_are_taken_by_a_spreadsheet(table: Table, rows: Rows, qtbot: QtBot) -> None:
    first = rows.rows_by_key[rows.order[0]]
    rows.rows_by_key[first.key] = replace(first, name='A "b"\tc')
    table.model().refresh([first.key])
    rows.answer()
    table.select(rows.order[:2])
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    data = QGuiApplication.clipboard().mimeData()
    lines = list(csv.reader(io.StringIO(data.text()), dialect="excel-tab"))
    assert lines[0] == ["Code", "Name", "Progress (%)"]
    assert lines[1] == ["COM-00000", 'A "b" c · 0 points', "0\u00a0%"]
    assert len(lines) == 3
    assert "<table>" in data.html()


@pytest.mark.row(52)
def test_one_cell_is_copied_as_it_is() -> None:
    assert as_tabs([['my "x"']]) == 'my "x"'
    assert as_html([["<010101>"]]).count("&lt;010101&gt;") == 1


@pytest.mark.row(59)
def test_hover_is_the_whole_row(table: Table, qtbot: QtBot) -> None:
    table.cells.hover_row = -1
    at = QPointF(table.visualRect(table.model().index(2, 0)).center())
    none = Qt.MouseButton.NoButton
    table.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier))
    assert table.cells.hover_row == 2
    table.leaveEvent(QEvent(QEvent.Type.Leave))
    assert table.cells.hover_row == -1


@pytest.mark.row(59)
def test_a_row_is_painted_with_its_selection_in_both_themes(table: Table, rows: Rows, qapp: Any) -> None:
    from ui import style, tokens

    table.select([rows.order[1]])
    for mode, theme in (("light", tokens.LIGHT), ("dark", tokens.DARK)):
        style.apply(qapp, mode)  # type: ignore[arg-type]
        image = table.viewport().grab().toImage()
        y = table.visualRect(table.model().index(1, 0)).center().y()
        assert image.pixelColor(1, y).name().upper() == theme.accent
        assert image.pixelColor(12, y).name().upper() == theme.accent_soft
        other = table.visualRect(table.model().index(3, 0)).center().y()
        assert image.pixelColor(12, other).name().upper() == theme.surface


@pytest.mark.row(63)
def test_of_twenty_thousand_keys_only_the_first_rows_are_read(qapp: object) -> None:
    rows = Rows(some(20_000))
    model = RowsModel(rows, COLUMNS, DECLARED, language.speech("en"))
    resets: list[int] = []
    for signal in (model.modelReset, model.rowsInserted, model.layoutChanged):
        signal.connect(lambda *_a: resets.append(1))
    model.load(Ask())
    rows.answer()
    assert model.rowCount(QModelIndex()) == 20_000
    assert len(resets) <= 1  # at one go
    assert len(model.known()) == BLOCK
    assert rows.asked == []  # nor asked for afterwards, until they come into view
    assert QItemSelectionModel(model).model() is model
