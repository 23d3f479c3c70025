"""One value for many, fill down, duplicate, and rows pasted: one step each, by keyboard, whatever their number."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.records.action_items import Priority, State
from tests.ui.asking import fill, in_front, question
from tests.ui.awake import Heart
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.widgets.bulk_change import BulkChange
from ui.widgets.table_model import BLOCK

Answers = Callable[[Callable[[Any], Any]], Any]
KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(office: MainWindow) -> Any:
    in_front(office)
    return office.page()


def dialog(office: MainWindow) -> BulkChange:
    (found,) = [one for one in office.findChildren(BulkChange) if one.isVisible()]
    return found


def chosen(page: Any, keys: list[Any], column: str = "description") -> None:
    page.table.want(column, True)
    page.table.select(keys, keys[0])
    index = page.model.index(page.model.row_of(keys[0]), page.model.column_named(column))
    page.table.selectionModel().setCurrentIndex(index, page.table.selectionModel().SelectionFlag.NoUpdate)
    page.table.setFocus()
    wait_until_idle(page.here.tasks)


def pick(asked: BulkChange, field: str) -> None:
    asked.field.setCurrentIndex(asked.field.findData(field))
    wait_until_idle(asked.here.tasks)


@pytest.mark.row(58)
def test_twelve_get_one_responsible_by_keyboard_and_one_undo(page: Any, office: MainWindow, answers: Answers) -> None:
    keys = list(page.model.keys[:12])
    before = {key: page.model.row(key).person for key in keys}
    somebody = next(row for key in page.model.keys[12:] if (row := page.model.row(key)).person)
    chosen(page, keys, "person")
    assert office.registry["action_items.change"].text() == "Change a field of 12 records…"
    QTest.keyClick(page.table, KEY.Key_F2, SHIFT)
    asked = dialog(office)
    assert asked.name == "person_id"  # the column the cursor stands in
    wait_until_idle(office.tasks)
    asked.answers.editors["person_id"].show_value(somebody.person_key, somebody.person)
    QTest.keyClick(asked, KEY.Key_Return)
    wait_until_idle(office.tasks)
    assert {page.model.row(key).person for key in keys} == {somebody.person}
    assert office.notices.text() == "Done: Change “Responsible person” of 12 commitments"
    assert set(page.selected()) == set(keys)
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert {key: page.model.row(key).person for key in keys} == before


@pytest.mark.row(58)
def test_every_kind_of_field_can_be_given_to_several(page: Any, office: MainWindow, answers: Answers) -> None:
    keys = list(page.model.keys[:3])
    chosen(page, keys)
    office.registry["action_items.change"].trigger()
    asked = dialog(office)
    for name in asked.offered:
        pick(asked, name)
        assert name in asked.answers.editors
    pick(asked, "priority")
    box = asked.answers.editors["priority"].box
    box.setCurrentIndex(box.findData("low"))
    asked.give()
    wait_until_idle(office.tasks)
    assert {page.model.row(key).priority for key in keys} == {Priority.LOW}


def test_each_record_is_shown_before_and_after_and_those_that_refuse_are_left_out(
    page: Any, office: MainWindow, answers: Answers
) -> None:
    from ecd_desktop.services.staging import Verdict

    rows = [page.model.row(key) for key in page.model.keys]
    owed = [row.key for row in rows if row.state is State.IN_PROGRESS][:2]
    done = next(row.key for row in rows if row.state is State.DONE)
    chosen(page, [*owed, done], "progress")
    office.registry["action_items.change"].trigger()
    asked = dialog(office)
    fill(asked, progress="77")
    asked.answers.typed.emit()
    asked.stage()
    wait_until_idle(office.tasks)
    assert asked.sum.text() == "3 records: 2 fine, 1 cannot be written"
    told = {line.place.key: line for line in asked.staged.lines}
    assert told[done].verdict is Verdict.REFUSED
    assert told[owed[0]].old == str(page.model.row(owed[0]).progress)
    assert told[owed[0]].new == "77"
    assert asked.lines.told.text() == told[done].why
    assert asked.verb.text() == "Change 2 records"
    asked.give()
    wait_until_idle(office.tasks)
    assert [page.model.row(key).progress for key in (*owed, done)] == [77, 77, 100]


def test_a_value_that_breaks_a_rule_stays_in_the_dialog(page: Any, office: MainWindow, answers: Answers) -> None:
    before = answers(lambda store: store.seq)
    chosen(page, list(page.model.keys[:2]))
    office.registry["action_items.change"].trigger()
    asked = dialog(office)
    pick(asked, "agreed_on")
    fill(asked, agreed_on="31/02/2026")
    asked.give()
    wait_until_idle(office.tasks)
    assert asked.isVisible()
    assert answers(lambda store: store.seq) == before
    asked.reject()


def test_what_others_changed_while_the_dialog_was_open_is_shown_side_by_side(
    page: Any, office: MainWindow, answers: Answers
) -> None:
    from ecd_desktop.services import field_changes
    from ui.messages import ConflictDialog

    first, second = page.model.keys[:2]
    chosen(page, [first, second])
    office.registry["action_items.change"].trigger()
    asked = dialog(office)
    pick(asked, "item_number")
    answers(lambda store: field_changes.change_fields(store, "action_items", [first], {"item_number": "de otra"}))
    fill(asked, item_number="44")
    asked.give()
    wait_until_idle(office.tasks)
    (shown,) = [one for one in office.findChildren(ConflictDialog) if one.isVisible()]
    shown.reject()
    assert page.model.row(first).item_number == "de otra"
    assert page.model.row(second).item_number == "44"


def test_twenty_are_postponed_with_one_reason_by_keyboard(page: Any, office: MainWindow, answers: Answers) -> None:
    usable = [row.key for key in page.model.keys if (row := page.model.row(key)).state in
              (State.PENDING, State.IN_PROGRESS) and row.due_on]  # fmt: skip
    keys = usable[:20]
    assert len(keys) == 20
    before = {key: page.model.row(key).due_on for key in keys}
    chosen(page, keys)
    QTest.keyClick(page.table, KEY.Key_T, CTRL)
    asked = question(office)
    in_front(asked)
    wait_until_idle(office.tasks)
    assert asked.isAncestorOf(QApplication.focusWidget())
    QTest.keyClicks(QApplication.focusWidget(), "15/12/2026")
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Tab)
    assert asked.isAncestorOf(QApplication.focusWidget())
    QTest.keyClicks(QApplication.focusWidget(), "Feriado largo")
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    wait_until_idle(office.tasks)
    assert {page.model.row(key).due_on for key in keys} == {date(2026, 12, 15)}
    answers(lambda store: store.undo())
    assert {key: page.model.row(key).due_on for key in keys} == before


def test_a_date_given_in_bulk_asks_for_the_reason_too(page: Any, office: MainWindow, answers: Answers) -> None:
    keys = [row.key for key in page.model.keys if (row := page.model.row(key)).state is State.PENDING and row.due_on]
    chosen(page, keys[:2])
    office.registry["action_items.change"].trigger()
    asked = dialog(office)
    pick(asked, "due_on")
    fill(asked, due_on="15/12/2026")
    asked.give()
    wait_until_idle(office.tasks)
    more = question(office)
    fill(more, reason="Lluvias")
    more.give()
    wait_until_idle(office.tasks)
    assert {page.model.row(key).due_on for key in keys[:2]} == {date(2026, 12, 15)}


# --- fill down, duplicate ---------------------------------------------------------------------------------------------


@pytest.mark.row(13)
def test_ctrl_d_fills_the_column_down_from_the_first_selected_row(
    page: Any, office: MainWindow, answers: Answers
) -> None:
    keys = list(page.model.keys[:3])
    first = page.model.row(keys[0])
    chosen(page, keys, "unit")
    QTest.keyClick(page.table, KEY.Key_D, CTRL)
    wait_until_idle(office.tasks)
    rows = [page.model.row(key) for key in keys]
    assert {(row.unit_key, row.person_key) for row in rows} == {(first.unit_key, first.person_key)}
    answers(lambda store: store.undo())
    chosen(page, keys, "progress")
    QTest.keyClick(page.table, KEY.Key_D, CTRL)
    wait_until_idle(office.tasks)
    assert answers(lambda store: store.undoable().label).startswith("Report progress")


@pytest.mark.row(13)
@pytest.mark.parametrize("place", ["action_items", "organisations"])
def test_ctrl_shift_d_duplicates_and_selects_the_new_ones(office: MainWindow, answers: Answers, place: str) -> None:
    page = page_of(office, place)
    in_front(office)
    keys = list(page.model.keys[:2])
    count = page.model.rowCount()
    chosen(page, keys, page.model.columns[0].name)
    QTest.keyClick(page.table, KEY.Key_D, CTRL | SHIFT)
    wait_until_idle(office.tasks)
    assert page.model.rowCount() == count + 2
    assert len(page.selected()) == 2
    assert not set(page.selected()) & set(keys)
    answers(lambda store: store.undo())
    assert page.model.rowCount() == count


# --- paste ------------------------------------------------------------------------------------------------------------

ROWS = (
    "N°\tCompromiso\tUnidad responsable\tFecha límite\tEstado\r\n"
    '1\t"Pintar el ""cruce""\nfrente al colegio"\tGDU\t26/12/2026\tPendiente\r\n'
    "2\tPodar los árboles del parque ficticio\tGDU\t03/12/2026\tPendiente\r\n"
    "3\tReponer las tapas de los buzones\tSERPAR\t\tEn proceso\r\n"
)


def put(text: str, html: str = "") -> None:
    from PySide6.QtCore import QMimeData

    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


@pytest.fixture
def whole(qtbot: Any, tmp_path: Any, example_template: Any) -> Any:
    """The whole program: the import is a place of its own."""
    import shutil

    from ecd_desktop import calendar
    from tests.ui.example import DAY
    from tests.ui.program import Desk

    calendar.set_today(DAY)
    file = tmp_path / "example.db"
    shutil.copyfile(example_template, file)
    desk = Desk(qtbot, tmp_path).open(str(file))
    desk.go("action_items")
    in_front(desk.window)
    return desk


@pytest.mark.row(54)
def test_rows_from_excel_are_previewed_and_come_in_as_one_change(whole: Any) -> None:
    page = whole.window.page()
    before = page.model.rowCount()
    put(ROWS)
    page.table.setFocus()
    QTest.keyClick(page.table, KEY.Key_V, CTRL)
    whole.until(lambda: whole.window.place() == "importing" and whole.window.page().step == 3)
    wizard = whole.window.page()
    assert wizard.job.preview.rows == 3
    assert wizard.job.preview.new == 3
    assert not wizard.job.preview.applied
    whole.window.registry["importing.next"].trigger()
    whole.until(lambda: wizard.step == 4)
    page = whole.go("action_items")
    assert page.model.rowCount() == before + 3
    texts = [page.model.row(key).description for key in page.model.keys if page.model.row(key) is not None]
    assert any(text.startswith('Pintar el "cruce"') for text in texts)
    due = {page.model.row(key).due_on for key in page.model.keys if page.model.row(key) is not None}
    assert date(2026, 12, 3) in due  # the whole column decides: 26/12 has only one reading
    whole.window.registry["shell.undo"].trigger()
    whole.rest()
    assert page.model.rowCount() == before


@pytest.mark.row(56)
def test_where_day_and_month_may_be_exchanged_it_is_asked_first(whole: Any) -> None:
    put(ROWS.replace("26/12/2026", "04/12/2026"))
    page = whole.window.page()
    page.table.setFocus()
    QTest.keyClick(page.table, KEY.Key_V, CTRL)
    whole.until(lambda: whole.window.place() == "importing" and whole.window.page().step == 2)
    wizard = whole.window.page()
    assert [one.id for one in wizard.job.plan.questions] == ["dates"]
    wizard.job.choose(dates="dmy")
    whole.rest()
    wizard.go_on()
    whole.until(lambda: wizard.step == 3)
    assert wizard.job.preview.new == 3


def test_places_that_cannot_take_rows_say_so(office: MainWindow) -> None:
    put(ROWS)
    page = page_of(office, "cases")
    in_front(office)
    page.table.setFocus()
    wait_until_idle(office.tasks)
    assert page.table.hasFocus()
    QTest.keyClick(page.table, KEY.Key_V, CTRL)
    wait_until_idle(office.tasks)
    assert "cannot be pasted here" in office.notices.text()


def test_what_is_pasted_into_a_cell_is_its_text(page: Any, office: MainWindow) -> None:
    chosen(page, [page.model.keys[0]], "item_number")
    QTest.keyClick(page.table, KEY.Key_F2)
    wait_until_idle(office.tasks)
    put("12-B")
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_V, CTRL)
    assert QApplication.focusWidget().text() == "12-B"  # type: ignore[attr-defined]
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Escape)


# --- many -------------------------------------------------------------------------------------------------------------


def test_thousands_do_not_block_the_window(
    office: MainWindow, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db.records import ActionItem
    from ecd_desktop.language import N_
    from ecd_desktop.services import field_changes

    many = 3_000

    def fill_store(store: Any) -> None:
        with store.change(N_("New commitment {code}")) as work:
            rows = [{"code": f"COM-2099-{n:04d}", "description": f"Ficticio {n}"} for n in range(many)]
            work.add_many(ActionItem, rows)

    answers(fill_store)
    page: Any = office.page()
    keys = list(page.model.keys)
    assert len(keys) > many
    heart = Heart()

    def change(store: Any) -> None:
        heart.beats()
        field_changes.change_fields(store, "action_items", keys, {"priority": Priority.LOW})
        heart.beats()

    read: list[int] = []
    source = page.model.source
    asks = source.rows
    monkeypatch.setattr(source, "rows", lambda ask, wanted, then: read.append(len(wanted)) or asks(ask, wanted, then))
    office.here.do(change, owner=page)
    wait_until_idle(office.tasks)
    heart.end()
    assert heart.waited == 2
    assert {page.model.row(key).priority for key in page.model.keys[:50]} == {Priority.LOW}
    assert len(page.model.known()) + sum(read) <= BLOCK * 5  # of the others only the keys are read again


def test_every_command_is_asked_about_one_gathering_of_the_selected(
    page: Any, office: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    selected = type(page).selected
    monkeypatch.setattr(type(page), "selected", lambda self: asked.append(1) or selected(self))
    page.table.selectAll()
    wait_until_idle(office.tasks)
    asked.clear()
    office.registry.refresh()
    assert asked == [1]
