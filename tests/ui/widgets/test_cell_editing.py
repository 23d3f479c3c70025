"""Editing in the cells of a list, as at a desk: F2, letters, Tab, Enter, Esc; rules, conflicts and undo."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from db.records.action_items import State
from ecd_desktop.services import action_items, field_changes
from tests.ui.asking import fill, in_front, question
from tests.ui.example import DAY, page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.pages import NOUNS
from ui.widgets.cell_editor import CellEditor

Answers = Callable[[Callable[[Any], Any]], Any]
KEY = Qt.Key


@pytest.fixture
def page(office: MainWindow) -> Any:
    return office.page()


def at(page: Any, key: Any, column: str) -> Any:
    """Put the cursor on a cell."""
    place = page.model.column_named(column)
    page.table.want(column, True)
    page.table.select([key], key)
    index = page.model.index(page.model.row_of(key), place)
    page.table.selectionModel().setCurrentIndex(index, page.table.selectionModel().SelectionFlag.NoUpdate)
    in_front(page.window())
    page.table.setFocus()
    wait_until_idle(page.here.tasks)
    return index


def begin(page: Any, key: Any, column: str) -> CellEditor:
    at(page, key, column)
    QTest.keyClick(page.table, KEY.Key_F2)
    wait_until_idle(page.here.tasks)
    return cell(page)


def cell(page: Any) -> CellEditor:
    """The cell that has the keyboard."""
    (found,) = [one for one in page.editing.cells.values() if one.holds_focus()]
    return found


def typed(page: Any, text: str, *keys: Qt.Key) -> None:
    """Type where the keyboard is, then press these."""
    for letter in text:
        kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        for kind in kinds:  # QTest's own typing knows no accents
            pressed = QKeyEvent(kind, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(QApplication.focusWidget(), pressed)
    for key in keys:
        QTest.keyClick(QApplication.focusWidget(), key)
        wait_until_idle(page.here.tasks)


def live(page: Any, n: int = 0) -> Any:
    found = [row for key in page.model.keys if (row := page.model.row(key)).state is State.PENDING and row.due_on]
    return found[n]


def stored(answers: Answers, key: Any, entity: str = "action_items") -> dict[str, Any]:
    from db.queries.records import snapshot

    def read(store: Any) -> Any:
        with store.reading() as session:
            return snapshot(session, entity, key)

    return dict(answers(read).values)


# --- keys ------------------------------------------------------------------------------------------------------------


@pytest.mark.row(12, 57)
def test_f2_begins_and_enter_takes_it_and_goes_down(page: Any, office: MainWindow, answers: Answers) -> None:
    key, below = page.model.keys[0], page.model.keys[1]
    begun = begin(page, key, "item_number")
    assert begun.editor.inner.hasFocus()
    typed(page, "7.1", KEY.Key_Return)
    assert page.model.row(key).item_number == "7.1"
    assert stored(answers, key)["item_number"] == "7.1"
    assert cell(page).key == below
    assert page.selected() == (below,)
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Escape)
    assert page.table.hasFocus()
    assert not page.editing.cells


@pytest.mark.row(57)
def test_tab_goes_to_the_right_editable_cell_and_shift_tab_back(page: Any, office: MainWindow) -> None:
    key = page.model.keys[2]
    begin(page, key, "description")
    seen = []
    for _n in range(3):
        typed(page, "", KEY.Key_Tab)
        seen.append(cell(page).edit.column)
    columns = [page.model.columns[n].name for n in page.table.shown_columns()]
    editable = [name for name in columns if page.spec.edits.of(name) is not None]
    assert seen == editable[1:4]
    assert "why" not in seen  # it is computed, so it is passed over
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    wait_until_idle(office.tasks)
    assert cell(page).edit.column == editable[2]


@pytest.mark.row(57)
def test_tab_at_the_end_of_a_row_goes_on_in_the_next(page: Any, office: MainWindow) -> None:
    columns = [page.model.columns[n].name for n in page.table.shown_columns()]
    editable = [name for name in columns if page.spec.edits.of(name) is not None]
    begin(page, page.model.keys[0], editable[-1])
    typed(page, "", KEY.Key_Tab)
    assert (cell(page).key, cell(page).edit.column) == (page.model.keys[1], editable[0])


@pytest.mark.row(57)
def test_esc_gives_up_and_nothing_is_changed(page: Any, office: MainWindow, answers: Answers) -> None:
    key = page.model.keys[0]
    before = answers(lambda store: store.seq)
    begin(page, key, "item_number")
    typed(page, "nunca", KEY.Key_Escape)
    assert page.table.hasFocus()
    assert answers(lambda store: store.seq) == before


@pytest.mark.row(44)
def test_letters_on_a_table_that_is_not_edited_filter_it(page: Any, office: MainWindow) -> None:
    at(page, page.model.keys[0], "description")
    QTest.keyClicks(page.table, "p")
    assert not page.editing.cells
    assert page.field.text() == "p"


def test_letters_and_delete_in_a_cell_are_the_cells(page: Any, office: MainWindow) -> None:
    key = page.model.keys[0]
    count = page.model.rowCount()
    begin(page, key, "priority")
    for pressed in (KEY.Key_Space, KEY.Key_Delete):
        QTest.keyClick(QApplication.focusWidget(), pressed)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            QTest.keyClick(popup, KEY.Key_Escape)
    wait_until_idle(office.tasks)
    assert page.model.rowCount() == count
    assert page.field.text() == ""


def test_arrows_in_a_cell_do_not_move_the_list(page: Any, office: MainWindow) -> None:
    key = page.model.keys[1]
    begin(page, key, "item_number")
    typed(page, "5", KEY.Key_Up, KEY.Key_Down, KEY.Key_PageDown)
    assert page.table.current() == key
    assert cell(page).key == key


def test_a_cell_of_a_column_that_stays_lies_over_it(page: Any, office: MainWindow) -> None:
    office.resize(1024, 700)
    for column in ("origin_name", "remarks", "person", "project", "item_number"):
        page.table.want(column, True)
    wait_until_idle(office.tasks)
    at(page, page.model.keys[1], "remarks")
    assert page.table.frozen.columns
    begun = begin(page, page.model.keys[1], "description")
    assert begun.geometry().left() < 60
    assert page.table.children().index(begun) >= 0
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Escape)
    begun = begin(page, page.model.keys[1], "remarks")
    assert begun.geometry().left() >= page.table.frozen.edge or not page.table.frozen.columns


def test_enter_still_opens_the_record_and_a_double_click_edits_all_but_its_name(page: Any, office: MainWindow) -> None:
    def double(column: str) -> None:
        index = at(page, page.model.keys[1], column)
        spot = page.table.visualRect(index).center()
        QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        wait_until_idle(office.tasks)

    double("progress")
    assert cell(page).edit.column == "progress"
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Escape)
    double("description")
    assert not page.editing.cells
    assert page.form.isAncestorOf(QApplication.focusWidget())
    page.focus()
    QTest.keyClick(page.table, KEY.Key_Return)
    wait_until_idle(office.tasks)
    assert page.form.isAncestorOf(QApplication.focusWidget())


# --- values ----------------------------------------------------------------------------------------------------------


def test_a_person_is_found_by_a_few_letters_and_a_new_one_is_made(
    page: Any, office: MainWindow, answers: Answers
) -> None:
    key = page.model.keys[0]
    somebody = next(row for one in page.model.keys if (row := page.model.row(one)).person and row.key != key)
    begin(page, key, "person")
    typed(page, somebody.person[:9])
    QTest.qWait(150)
    wait_until_idle(office.tasks)
    typed(page, "", KEY.Key_Return)
    assert page.model.row(key).person_key == somebody.person_key
    begin(page, key, "person")
    typed(page, "Inventada Nueva Ficticia")
    QTest.qWait(150)
    wait_until_idle(office.tasks)
    typed(page, "", KEY.Key_Return)
    wait_until_idle(office.tasks)
    assert "Inventada" in page.model.row(key).person


def test_who_types_faster_than_suggestions_come_is_understood(page: Any, office: MainWindow) -> None:
    key = page.model.keys[0]
    begin(page, key, "project")
    project = next(row for one in page.model.keys if (row := page.model.row(one)).project and row.key != key)
    typed(page, project.project, KEY.Key_Return)
    wait_until_idle(office.tasks)
    assert page.model.row(key).project_key == project.project_key


@pytest.mark.row(31)
def test_what_is_no_value_stays_with_its_sentence_and_the_focus_is_free(
    page: Any, office: MainWindow, answers: Answers
) -> None:
    key = page.model.keys[0]
    begun = begin(page, key, "agreed_on")
    typed(page, "31/02", KEY.Key_Return)
    assert begun.sentence.isVisible()
    assert begun.editor.inner.accessibleDescription() == begun.sentence.accessibleName() != ""
    assert begun.sentence.geometry().top() >= begun.geometry().bottom()
    typed(page, "", KEY.Key_Tab)
    assert cell(page) is not begun
    assert begun.isVisible()
    assert begun.editor.inner.text() == "31/02"
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Escape)
    at(page, key, "agreed_on")
    QTest.keyClick(page.table, KEY.Key_F2)
    assert cell(page) is begun
    begun.editor.inner.selectAll()
    typed(page, "fri", KEY.Key_Return)
    assert stored(answers, key)["agreed_on"] == DAY + timedelta(days=4)
    assert (key, "agreed_on") not in page.editing.cells


def test_what_could_not_be_taken_waits_as_a_draft_when_the_window_closes(
    page: Any, office: MainWindow, qtbot: QtBot
) -> None:
    from ecd_desktop.drafts import Draft
    from ecd_desktop.services import records

    key = page.model.keys[0]
    begin(page, key, "agreed_on")
    typed(page, "31/02", KEY.Key_Return)
    drafts = office.here.drafts
    QApplication.sendEvent(office, QCloseEvent())
    qtbot.waitUntil(lambda: drafts.kept("action_items", key) is not None)
    kept = drafts.kept("action_items", key)
    assert kept is not None
    draft = Draft.from_json(kept, records.new_draft("action_items").fields, office.here.speech)
    assert draft.typed["agreed_on"].text == "31/02"


def test_leaving_by_the_mouse_takes_what_was_typed(page: Any, office: MainWindow, answers: Answers) -> None:
    key = page.model.keys[0]
    begin(page, key, "item_number")
    QTest.keyClicks(QApplication.focusWidget(), "9")
    page.field.setFocus(Qt.FocusReason.MouseFocusReason)
    wait_until_idle(office.tasks)
    assert stored(answers, key)["item_number"] == "9"
    assert QApplication.focusWidget() is not page.table


def test_what_is_typed_before_the_record_is_read_is_kept(page: Any, office: MainWindow, answers: Answers) -> None:
    import threading

    key, gate = page.model.keys[0], threading.Event()
    at(page, key, "item_number")
    office.tasks.do(lambda _store: gate.wait(5), then=lambda _value: None)  # the database is busy
    QTest.keyClick(page.table, KEY.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "12")
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    gate.set()
    wait_until_idle(office.tasks)
    assert stored(answers, key)["item_number"] == "12"


# --- rules -----------------------------------------------------------------------------------------------------------


def test_a_moved_date_asks_for_its_reason_in_the_usual_question(
    page: Any, office: MainWindow, answers: Answers
) -> None:
    row = live(page)
    begin(page, row.key, "due_on")
    typed(page, "15/12/2026", KEY.Key_Return)
    dialog = question(office)
    assert dialog.answers.editors["due_on"].inner.text() == "15/12/2026"
    assert stored(answers, row.key)["due_on"] == row.due_on
    fill(dialog, reason="Se acordó en la reunión")
    dialog.give()
    wait_until_idle(office.tasks)
    assert stored(answers, row.key)["due_on"] == date(2026, 12, 15)
    assert page.model.row(row.key).reschedules == row.reschedules + 1


def test_progress_enters_the_log_and_a_state_goes_by_its_verb(page: Any, office: MainWindow, answers: Answers) -> None:
    row = live(page)
    begin(page, row.key, "progress")
    typed(page, "35", KEY.Key_Return)
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Escape)
    told = answers(lambda store: store.undoable().label)
    assert told == "Report progress of {code}"
    assert page.model.row(row.key).state is State.IN_PROGRESS
    begun = begin(page, row.key, "state")
    offered = [begun.editor.box.itemData(n) for n in range(begun.editor.box.count())]
    assert offered == ["in_progress", "observed", "done", "cancelled", "transferred"]
    typed(page, "", KEY.Key_Down, KEY.Key_Down, KEY.Key_Return)
    assert stored(answers, row.key)["state"] is State.DONE
    assert stored(answers, row.key)["reported_on"] == DAY
    assert stored(answers, row.key)["progress"] == 100


def test_what_the_world_refuses_stays_in_the_cell_with_its_sentence(
    page: Any, office: MainWindow, answers: Answers
) -> None:
    row = live(page)
    answers(lambda store: action_items.complete(store, [row.key], on=DAY))
    begun = begin(page, row.key, "progress")
    typed(page, "10", KEY.Key_Return)
    wait_until_idle(office.tasks)
    assert "Open it again first" in begun.sentence.accessibleName()
    assert begun.editor.inner.text() == "10"


def test_a_case_is_closed_with_its_question_and_opened_again_with_another(
    office: MainWindow, answers: Answers
) -> None:
    from db.records.cases import CaseState

    page = page_of(office, "cases")
    key = next(key for key in page.model.keys if page.model.row(key).state is CaseState.OPEN)
    begun = begin(page, key, "state")
    begun.editor.box.setCurrentIndex(begun.editor.box.findData("waiting"))
    typed(page, "", KEY.Key_Return)
    asked = question(office)
    fill(asked, whom="La respuesta de la gerencia")
    asked.give()
    wait_until_idle(office.tasks)
    assert stored(answers, key, "cases")["waiting_for"] == "La respuesta de la gerencia"
    begun = begin(page, key, "state")
    begun.editor.box.setCurrentIndex(begun.editor.box.findData("open"))
    typed(page, "", KEY.Key_Return)
    assert stored(answers, key, "cases")["state"] is CaseState.OPEN
    assert stored(answers, key, "cases")["waiting_for"] is None


def test_a_project_that_goes_back_a_stage_asks_why(office: MainWindow, answers: Answers) -> None:
    from ecd_desktop.services import stages as verbs

    page = page_of(office, "projects")

    def stages(store: Any) -> Any:
        with store.reading() as session:
            return verbs.stages_of(session)

    found = {one.key: one for one in answers(stages)}
    row = next(row for key in page.model.keys if (row := page.model.row(key)).stage and row.stage_position > 1)
    mine = found[stored(answers, row.key, "projects")["stage_id"]]
    back = next(one for one in found.values() if one.stage_set is mine.stage_set and one.position == 1)
    begun = begin(page, row.key, "stage")
    begun.editor.show_value(back.key, back.name)
    typed(page, "", KEY.Key_Return)
    asked = question(office)
    fill(asked, reason="Faltaba el saneamiento")
    asked.give()
    wait_until_idle(office.tasks)
    assert stored(answers, row.key, "projects")["stage_id"] == back.key


def test_no_cell_goes_around_a_verb() -> None:
    from ui.action_items.edits import EDITS as ITEMS
    from ui.cases.edits import EDITS as CASES
    from ui.meetings.edits import EDITS as MEETINGS
    from ui.projects.edits import EDITS as PROJECTS

    declared = {"action_items": ITEMS, "cases": CASES, "meetings": MEETINGS, "projects": PROJECTS}
    for entity, edits in declared.items():
        plain = {name for one in edits.cells if one.through is None for name in (one.name(), *one.fills)}
        assert not plain & field_changes.RULED[entity]


@pytest.mark.parametrize("place", [place.id for place in NOUNS])
def test_every_declared_cell_is_a_column_and_a_field_and_can_be_begun(office: MainWindow, place: str) -> None:
    from db.records import fields_of, record_class

    page = page_of(office, place)
    fields = fields_of(record_class(page.entity))
    names = {column.name for column in page.model.columns}
    key = page.model.keys[0]
    for edit in page.spec.edits.cells:
        assert edit.column in names | {""}
        assert edit.name(page.model.row(key)) in fields
        if edit.column:
            begun = begin(page, key, edit.column)
            assert begun.draft is not None
            assert begun.isVisible()
            QTest.keyClick(QApplication.focusWidget(), KEY.Key_Escape)
    assert not page.editing.cells


# --- others, undo, place ---------------------------------------------------------------------------------------------


def test_what_somebody_else_changed_meanwhile_is_shown_side_by_side(
    page: Any, office: MainWindow, answers: Answers
) -> None:
    from ui.messages import ConflictDialog

    key = page.model.keys[0]
    begin(page, key, "item_number")
    answers(lambda store: field_changes.change_fields(store, "action_items", [key], {"item_number": "de otra"}))
    typed(page, "mía", KEY.Key_Return)
    wait_until_idle(office.tasks)
    (dialog,) = [one for one in office.findChildren(ConflictDialog) if one.isVisible()]
    assert stored(answers, key)["item_number"] == "de otra"
    dialog.reject()


def test_a_verb_is_not_given_over_somebody_elses_change_before_it_was_told(
    page: Any, office: MainWindow, answers: Answers
) -> None:
    row = live(page)
    begun = begin(page, row.key, "progress")
    answers(lambda store: action_items.report_progress(store, [row.key], on=DAY, progress=80))
    typed(page, "40", KEY.Key_Return)
    wait_until_idle(office.tasks)
    assert "80" in begun.sentence.accessibleName()
    assert stored(answers, row.key)["progress"] == 80
    begun.setFocus()
    page.field.setFocus()  # to go elsewhere is no answer
    wait_until_idle(office.tasks)
    page.save()
    wait_until_idle(office.tasks)
    assert stored(answers, row.key)["progress"] == 80
    assert begun.isVisible()
    begun.setFocus()
    typed(page, "", KEY.Key_Return)
    wait_until_idle(office.tasks)
    assert stored(answers, row.key)["progress"] == 40


@pytest.mark.row(23)
def test_every_cell_is_one_step_for_undo(page: Any, office: MainWindow, answers: Answers) -> None:
    first, second = page.model.keys[:2]
    before = [stored(answers, key)["item_number"] for key in (first, second)]
    begin(page, first, "item_number")
    typed(page, "71", KEY.Key_Return)
    typed(page, "72", KEY.Key_Return)
    assert [stored(answers, key)["item_number"] for key in (first, second)] == ["71", "72"]
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Escape)
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert [stored(answers, key)["item_number"] for key in (first, second)] == ["71", before[1]]
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert stored(answers, first)["item_number"] == before[0]


def test_an_edited_row_keeps_its_place_and_selection_until_the_list_is_asked_again(
    page: Any, office: MainWindow, answers: Answers
) -> None:
    page.chips["overdue"].click()
    wait_until_idle(office.tasks)
    row = live(page, 1)
    order, place = list(page.model.keys), page.model.row_of(row.key)
    begin(page, row.key, "state")
    typed(page, "", KEY.Key_End)
    page.editing.cells[row.key, "state"].editor.box.setCurrentIndex(2)  # done
    typed(page, "", KEY.Key_Return)
    QTest.keyClick(QApplication.focusWidget(), KEY.Key_Escape)
    wait_until_idle(office.tasks)
    assert page.model.row(row.key).state is State.DONE
    assert page.model.keys == order
    assert page.model.row_of(row.key) == place
    office.registry["shell.refresh"].trigger()
    wait_until_idle(office.tasks)
    assert page.model.row_of(row.key) < 0


def test_the_cell_stays_on_its_record_when_the_list_scrolls_and_others_change_it(
    page: Any, office: MainWindow, answers: Answers
) -> None:
    key = page.model.keys[3]
    begun = begin(page, key, "item_number")
    QTest.keyClicks(QApplication.focusWidget(), "a medias")
    page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().value() + 20)
    wait_until_idle(office.tasks)
    column = page.model.column_named("item_number")
    rect = page.table.visualRect(page.model.index(page.model.row_of(key), column))
    rect.translate(page.table.viewport().pos())
    assert begun.geometry().contains(QPoint(begun.geometry().center().x(), rect.center().y()))
    answers(lambda store: action_items.assign(store, [key], person=page.model.row(page.model.keys[0]).person_key))
    assert isinstance(begun.editor.inner, QLineEdit)
    assert begun.editor.inner.text() == "a medias"
    assert begun.editor.inner.hasFocus()
