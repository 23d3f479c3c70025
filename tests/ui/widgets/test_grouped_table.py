"""Headings in a table, as the person at the desk works with them: folding, selecting, copying, hearing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.fields import DAY, NUMBER, TEXT, Key
from db.queries.grouping import Due, Total
from db.queries.listing import Ask, Column
from db.records.base import new_key
from ecd_desktop import language
from tests.ui.example import wait_until_idle
from ui.main_window import MainWindow
from ui.pages import NOUNS
from ui.widgets import cells
from ui.widgets.delegates import CELL_ROLE
from ui.widgets.grouping import Content, Gathered, Heading, HeadingCell
from ui.widgets.table import Table
from ui.widgets.table_model import BLOCK, RowsModel


class Counted(RowsModel):
    """Counts what a view asks it."""

    told = 0

    def data(self, index: Any, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        self.told += 1
        return super().data(index, role)

    def cells_at(self, row: int) -> Any:
        self.told += 1
        return super().cells_at(row)


@dataclass(frozen=True)
class Row:
    key: Key
    name: str
    unit: str | None
    points: int


class Rows:
    """A source in memory that groups by unit."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.all = {row.key: row for row in rows}
        self.order = [row.key for row in rows]
        self.waiting: list[Callable[[], None]] = []
        self.asked: list[Key] = []

    def load(self, ask: Ask, wanted: Any, then: Any) -> None:
        self.waiting.append(lambda: then((list(self.order), [self.all[key] for key in wanted(list(self.order))])))

    def grouped(self, ask: Ask, by: str, totals: Sequence[str], wanted: Any, then: Any) -> None:
        def answer() -> None:
            found: dict[Any, list[Key]] = {}
            for key in self.order:
                found.setdefault(getattr(self.all[key], by), []).append(key)
            content = Content.of([
                Gathered(Heading(by, value), keys,
                         {"points": Total(len(keys), sum(self.all[key].points for key in keys))})
                for value, keys in sorted(found.items(), key=lambda one: (one[0] is None, one[0] or ""))
            ])  # fmt: skip
            then((content, [self.all[key] for key in wanted(content)]))

        self.waiting.append(answer)

    def rows(self, ask: Ask, keys: Sequence[Key], then: Any) -> None:
        self.asked += keys
        self.waiting.append(lambda: then([self.all[key] for key in keys if key in self.all]))

    def totals(self, ask: Ask, names: Sequence[str], keys: Sequence[Key] | None, then: Any) -> None:
        chosen = self.order if keys is None else keys
        self.waiting.append(lambda: then({"points": Total(len(chosen), sum(self.all[key].points for key in chosen))}))

    def answer(self) -> None:
        while self.waiting:
            waiting, self.waiting = self.waiting, []
            for one in waiting:
                one()


COLUMNS = (
    cells.two_lines("name", second=lambda row: f"{row.points} points", stretch=True),
    cells.who("unit"),
    cells.number("points"),
)
DECLARED = {
    "name": Column("name", "Name", TEXT), "unit": Column("unit", "Unit", TEXT),
    "points": Column("points", "Points", NUMBER), "day": Column("day", "Day", DAY),
}  # fmt: skip
UNITS = ("EMAPE", "SERPAR", None)


@pytest.fixture
def rows() -> Rows:
    return Rows([Row(new_key(), f"Row {n}", UNITS[n % 3], n) for n in range(300)])


@pytest.fixture
def model(rows: Rows, qapp: object) -> Iterator[RowsModel]:
    made = RowsModel(rows, COLUMNS, DECLARED, language.speech("en"))
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.load(Ask())
    rows.answer()
    yield made
    assert tester.model() is made


@pytest.fixture
def table(model: RowsModel, rows: Rows, qtbot: QtBot) -> Table:
    made = Table(model, "grouped")
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    made.group_by("unit")
    rows.answer()
    qtbot.wait(1)
    return made


def headings(model: RowsModel) -> list[Heading]:
    return [one for n in range(model.rowCount()) if (one := model.heading_at(n)) is not None]


@pytest.mark.row(61)
def test_records_stand_under_headings_with_their_count_and_total(table: Table, model: RowsModel, rows: Rows) -> None:
    assert [one.value for one in headings(model)] == ["EMAPE", "SERPAR", None]
    assert model.rowCount() == 303
    assert model.keys == [key for unit in UNITS for key in rows.order if rows.all[key].unit == unit]
    cell = model.index(0, 2).data(CELL_ROLE)
    assert isinstance(cell, HeadingCell)
    assert (cell.text, cell.count, cell.total) == ("EMAPE", "100 rows", f"{sum(range(0, 300, 3)):,}")
    assert model.index(202, 0).data(CELL_ROLE).text == "(empty)"


@pytest.mark.row(61)
def test_keys_fold_and_unfold(table: Table, model: RowsModel, qtbot: QtBot) -> None:
    table.setCurrentIndex(model.index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert model.rowCount() == 203
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert model.rowCount() == 303
    qtbot.keyClick(table, Qt.Key.Key_Right)  # unfolded already: into the group
    assert table.currentIndex().row() == 1
    qtbot.keyClick(table, Qt.Key.Key_Left)  # in the first column: back to the heading
    assert table.currentIndex().row() == 0
    qtbot.keyClick(table, Qt.Key.Key_Minus)
    assert model.rowCount() == 203
    qtbot.keyClick(table, Qt.Key.Key_Plus)
    assert model.rowCount() == 303
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(table, Qt.Key.Key_Left, both)
    assert model.rowCount() == 3
    qtbot.keyClick(table, Qt.Key.Key_Right, both)
    assert model.rowCount() == 303


def test_a_click_on_a_heading_folds_and_selects_nothing(table: Table, model: RowsModel, rows: Rows) -> None:
    table.select([model.keys[1]])
    at = table.visualRect(model.index(0, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert model.rowCount() == 203
    assert table.current() is None
    assert table.selected() == ()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert table.selected() == (model.keys[1],)  # it is seen again


def test_the_rows_of_a_folded_heading_are_not_fetched(table: Table, model: RowsModel, rows: Rows, qtbot: QtBot) -> None:
    rows.asked.clear()
    table.folding.fold_all(True)
    table.viewport().grab()
    model.load(Ask())
    rows.answer()
    table.viewport().grab()
    model._fetch()
    rows.answer()
    assert rows.asked == []
    assert all(model.row(key) is None for key in model.keys)
    table.folding.fold(headings(model)[2], False)
    table.viewport().grab()
    model._fetch()
    rows.answer()
    assert rows.asked
    assert len(rows.asked) <= BLOCK
    assert {rows.all[key].unit for key in rows.asked} == {None}


@pytest.mark.row(49, 61)
def test_selection_by_key_survives_folding_refreshing_and_another_grouping(
    table: Table, model: RowsModel, rows: Rows
) -> None:
    chosen = {model.keys[3], model.keys[150]}
    table.select(chosen, model.keys[150])
    table.folding.fold(headings(model)[0], True)
    assert set(table.selected()) == {model.keys[150]}
    assert table.current() == model.keys[150]
    model.refresh()
    rows.answer()
    assert set(table.selected()) == {model.keys[150]}
    table.folding.fold(headings(model)[0], False)
    assert set(table.selected()) == chosen
    table.group_by(None)
    rows.answer()
    assert set(table.selected()) == chosen
    assert model.rowCount() == 300
    assert headings(model) == []


def test_what_was_folded_in_does_not_come_back_into_another_selection(table: Table, model: RowsModel) -> None:
    table.select([model.keys[3]])
    first = headings(model)[0]
    table.folding.fold(first, True)
    table.select([model.keys[150]])
    table.folding.fold(first, False)
    assert table.selected() == (model.keys[150],)


def test_showing_a_record_unfolds_its_heading(table: Table, model: RowsModel) -> None:
    table.folding.fold_all(True)
    table.select([model.keys[120]], model.keys[120])
    assert table.selected() == (model.keys[120],)
    assert [model.is_folded(one) for one in headings(model)] == [True, False, True]
    assert model.has(model.keys[0])
    assert model.row_of(model.keys[0]) == -1


def test_headings_are_no_records(table: Table, model: RowsModel, rows: Rows, qtbot: QtBot) -> None:
    table.selectAll()
    assert table.selected() == tuple(model.keys)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows.answer()  # those that were never seen are read first
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 300
    assert not any(line.startswith(("EMAPE", "SERPAR", "(empty)")) for line in lines)
    opened: list[Key] = []
    table.opened.connect(opened.append)
    qtbot.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.selected() == (model.keys[0],)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert table.currentIndex().row() == 0
    assert table.selected() == ()
    table.copy_cell()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == []
    assert model.rowCount() == 203  # Enter folds


def test_a_screen_reader_hears_the_heading(table: Table, model: RowsModel, rows: Rows) -> None:
    first = headings(model)[0]
    said = model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"EMAPE, 100 rows, unfolded. Points: {sum(range(0, 300, 3)):,}"
    interface = QAccessible.queryAccessibleInterface(table)
    columns = model.columnCount()
    heard = [interface.child(n).text(QAccessible.Text.Name) for n in range(3 * columns)]
    assert said in heard
    model.count_words = lambda n: f"{n} compromisos"
    table.folding.fold(first, True)
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("EMAPE, 100 compromisos, folded")


def test_random_histories_with_headings_end_with_what_the_source_says(qapp: object) -> None:
    """Records that change their group, come and go while headings are folded and unfolded; Qt's tester watches."""
    random = Random(61)
    rows = Rows([Row(new_key(), f"Row {n}", random.choice(UNITS), n) for n in range(40)])
    model = RowsModel(rows, COLUMNS, DECLARED, language.speech("en"))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.load(Ask())
    model.group_by("unit")
    rows.answer()
    folds = 0
    for _step in range(80):
        what = random.choice(("move", "add", "remove", "fold", "order"))
        touched = random.choice(rows.order)
        if what == "move":
            rows.all[touched] = replace(rows.all[touched], unit=random.choice([*UNITS, "Ñuñoa"]))
        elif what == "add":
            touched = new_key()
            rows.all[touched] = Row(touched, "New", random.choice(UNITS), 1)
            rows.order.insert(random.randrange(len(rows.order)), touched)
        elif what == "remove" and len(rows.order) > 10:
            rows.order.remove(touched)
        elif what == "fold":
            one = random.choice(headings(model))
            model.fold(one, not model.is_folded(one))
            folds += 1
        else:
            random.shuffle(rows.order)
        model.refresh([touched])
        rows.answer()
        lines = [model.line_at(n) for n in range(model.rowCount())]
        wanted: list[Any] = []
        for unit in sorted({rows.all[key].unit or "￿" for key in rows.order}):
            value = None if unit == "￿" else unit
            wanted.append(Heading("unit", value))
            if not model.is_folded(wanted[-1]):
                wanted += [key for key in rows.order if rows.all[key].unit == value]
        assert lines == wanted
        assert [model.row_of(line) for line in lines] == list(range(len(lines)))
    assert folds > 8
    assert tester.model() is model


def test_other_columns_than_those_that_gather_are_refused(table: Table, model: RowsModel) -> None:
    assert [one.name for one in model.groupable()] == ["unit"]
    with pytest.raises(KeyError):
        table.group_by("points")


@pytest.mark.row(62)
def test_headings_are_lower_than_rows_of_two_lines_and_alike_in_compact_lists(table: Table, model: RowsModel) -> None:
    assert [table.rowHeight(row) for row in (0, 1, 101)] == [40, 54, 40]
    table.folding.fold(headings(model)[0], True)
    assert [table.rowHeight(row) for row in (0, 1, 2)] == [40, 40, 54]
    table.set_compact(True)
    assert {table.rowHeight(row) for row in range(20)} == {36}
    table.set_compact(False)
    assert [table.rowHeight(row) for row in (0, 1, 2)] == [40, 40, 54]


@pytest.mark.row(47, 61)
def test_a_state_brings_the_grouping_back_also_before_anything_was_read(
    table: Table, model: RowsModel, rows: Rows, qtbot: QtBot
) -> None:
    state = table.state()
    assert state["group"] == "unit"
    fresh = RowsModel(rows, COLUMNS, DECLARED, language.speech("en"))
    other = Table(fresh, "other")
    qtbot.addWidget(other)
    other.restore(state)
    fresh.load(Ask())
    rows.answer()
    assert len(headings(fresh)) == 3
    other.restore({**state, "group": ""})
    rows.answer()
    assert headings(fresh) == []


@pytest.mark.row(63)
def test_of_twenty_thousand_rows_only_what_is_seen_is_read_when_they_are_grouped_and_folded(
    qapp: QApplication, qtbot: QtBot
) -> None:
    rows = Rows([Row(new_key(), f"Row {n}", f"Unit {n % 200:03}", n) for n in range(20_000)])
    model = Counted(rows, COLUMNS, DECLARED, language.speech("en"))
    table = Table(model, "many")
    qtbot.addWidget(table)
    table.resize(900, 600)
    table.show()
    model.load(Ask())
    rows.answer()
    table.group_by("unit")
    rows.answer()
    changes: list[str] = []
    for signal in (model.rowsInserted, model.rowsRemoved, model.layoutChanged, model.modelReset):
        signal.connect(lambda *_a, name=str(signal): changes.append(name))
    read, model.told = len(rows.asked), 0
    table.folding.fold(headings(model)[0], True)
    table.folding.fold(headings(model)[0], False)
    assert len(changes) <= 2  # one for each fold, not one for each record
    changes.clear()
    table.folding.fold_all(True)
    table.folding.fold_all(False)
    rows.answer()
    table.grab()
    assert len(changes) <= 2
    assert model.rowCount() == 20_200
    assert len(rows.asked) - read <= 2 * BLOCK
    assert 0 < model.told < 20_000  # far from one question for each line


# --- in the window ---------------------------------------------------------------------------------------------------


@pytest.mark.row(61)
def test_due_dates_in_the_window_are_grouped_by_how_urgent_they_are(office: MainWindow) -> None:
    page: Any = office.page()
    page.table.group_by("due_on")
    wait_until_idle(office.tasks)
    said = [page.model.index(page.model.row_of(one), 0).data(CELL_ROLE) for one in page.model.headings()]
    assert page.model.headings()[0].value is Due.OVERDUE
    assert said[0].text == "Overdue"
    assert sum(len(page.model.gathered(one)) for one in page.model.headings()) == len(page.model.keys)
    assert said[0].count == page.spec.count(len(page.model.gathered(page.model.headings()[0])))
    page.table.group_by("why")
    wait_until_idle(office.tasks)
    marks = [page.model.index(page.model.row_of(one), 0).data(CELL_ROLE).mark for one in page.model.headings()]
    assert None not in marks


def test_every_column_offered_can_be_grouped_by_in_every_place(office: MainWindow) -> None:
    tried = 0
    for place in NOUNS:
        office.go(place.id)
        wait_until_idle(office.tasks)
        page: Any = office.page()
        records = list(page.model.keys)
        for column in page.model.groupable():
            page.table.group_by(column.name)
            wait_until_idle(office.tasks)
            assert sorted(page.model.keys, key=str) == sorted(records, key=str), (place.id, column.name)
            assert page.model.rowCount() == len(records) + len(page.model.headings())
            for n in range(page.model.rowCount()):
                assert page.model.heading_at(n) is None or page.model.index(n, 0).data(CELL_ROLE).text
            tried += 1
        page.table.group_by(None)
        wait_until_idle(office.tasks)
    assert tried > 30


def test_a_context_menu_on_a_heading_is_about_groups(office: MainWindow) -> None:
    page: Any = office.page()
    page.table.group_by("unit")
    wait_until_idle(office.tasks)
    page.table.scrollToTop()
    shown: list[list[str]] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        assert menu is not None
        shown.append([one.text() for one in menu.actions()])
        menu.close()

    QTimer.singleShot(0, look)
    at = page.table.visualRect(page.model.index(0, 0)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, page.table.viewport().mapToGlobal(at))
    QApplication.sendEvent(page.table.viewport(), event)
    assert shown == [["Unfold all groups", "Fold all groups", "", "Group by"]]
