"""The import through its own widgets: the sample matrix, a question about dates, a file that does harm."""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.queries import action_items, meetings, projects
from db.queries.listing import Ask
from db.records.action_items import State
from ecd_desktop.calendar import Calendar, clock, today
from ecd_desktop.exchange.importing import Outcome
from tests.ui.program import SAMPLES, Desk
from ui.importing import screen

MATRIX = SAMPLES / "matriz_compromisos_2026.xlsx"
SECOND = SAMPLES / "matriz_compromisos_2026_segunda_edicion.xlsx"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, sqlite_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(sqlite_url.removeprefix("sqlite:///"), first="importing")


def page_with(desk: Desk, path: Path) -> Any:
    page = desk.go("importing")
    page.take_file(path)
    desk.until(lambda: page.step == screen.SHEET)
    return page


def previewed(desk: Desk, path: Path) -> Any:
    page = page_with(desk, path)
    page.next.click()
    page.next.click()
    desk.until(lambda: page.step == screen.PREVIEW)
    return page


def applied(desk: Desk, path: Path) -> Any:
    page = previewed(desk, path)
    page.next.click()
    desk.until(lambda: page.step == screen.RESULT)
    return page


def chips(page: Any) -> dict[str, int]:
    return {outcome.value: chip._count for outcome, chip in page.preview.chips.items()}


def test_the_sheet_and_its_two_heading_rows_are_found_and_shown(desk: Desk) -> None:
    page = page_with(desk, MATRIX)
    assert page.sheet.sheet.currentText() == "Matriz"
    assert page.sheet.rows.text() == "6-7"
    assert page.sheet.kind.currentData() == "action-items"
    assert page.sheet.model.index(5, 4).data() == "COMPROMISO ASUMIDO"
    assert page.subtitle == MATRIX.name
    assert desk.settings.recent_files[0] == str(MATRIX.absolute())  # as a recent file
    widths = [page.sheet.table.columnWidth(column) for column in range(3)]
    assert widths[0] < widths[1] == widths[2]  # the number of the item needs no more


def test_another_row_can_be_made_the_heading_and_the_right_one_again(desk: Desk) -> None:
    page = page_with(desk, MATRIX)
    page.sheet.table.clicked.emit(page.sheet.model.index(7, 1))
    desk.until(lambda: page.job.plan.header_rows == (8,))
    assert page.sheet.rows.text() == "8"
    page.sheet.rows.setText("6-7")
    page.sheet.rows.editingFinished.emit()
    desk.until(lambda: page.job.plan.header_rows == (6, 7))
    assert page.job.plan.ready


def test_every_column_stands_beside_its_samples_and_can_fill_another_field(desk: Desk) -> None:
    page = page_with(desk, MATRIX)
    page.next.click()
    plan = page.job.plan
    assert [combo.currentData() for combo in page.columns.combos.values()] == [one.field for one in plan.columns]
    remarks = plan.fields["remarks"].index
    combo = page.columns.combos[remarks]
    combo.setCurrentIndex(combo.findData(None))
    combo.activated.emit(combo.currentIndex())
    desk.until(lambda: "remarks" not in page.job.plan.fields)
    description = page.job.plan.fields["description"].index
    other = page.columns.combos[description]
    other.setCurrentIndex(0)
    other.activated.emit(0)
    desk.until(lambda: not page.job.plan.ready)
    assert not page.next.isEnabled()
    assert page.next.toolTip()
    assert page.columns.missing.isVisible()


def test_the_cut_off_is_found_with_its_cell_and_can_be_changed(desk: Desk, qtbot: QtBot) -> None:
    page = page_with(desk, MATRIX)
    page.next.click()
    assert "Portada!C4" in page.columns.cutoff_from.whole()
    editor = page.columns.cutoff.editors["cutoff"]
    editor.line.setFocus()
    editor.line.selectAll()
    qtbot.keyClicks(editor.line, "15/06/2026")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    desk.until(lambda: page.job.plan.cutoff.given)
    assert page.job.plan.cutoff.day.isoformat() == "2026-06-15"


def test_a_cut_off_that_is_still_to_come_stays_with_its_sentence_and_goes_no_further(desk: Desk, qtbot: QtBot) -> None:
    page = page_with(desk, MATRIX)
    page.next.click()
    editor = page.columns.cutoff.editors["cutoff"]
    editor.line.setFocus()
    editor.line.selectAll()
    qtbot.keyClicks(editor.line, "31/12/2099")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    desk.rest()
    assert "still to come" in page.columns.cutoff._problems["cutoff"].text()
    page.next.click()
    desk.rest()
    assert page.step == screen.COLUMNS
    assert not page.job.plan.cutoff.given


def test_a_first_load_takes_what_was_done_long_ago_as_verified_for_a_reason(desk: Desk, qtbot: QtBot) -> None:
    page = page_with(desk, MATRIX)
    page.next.click()
    first = page.columns.first_load
    first.switch.click()
    page.next.click()
    assert page.step == screen.COLUMNS  # the reason is missing, which is said under it
    before, reason = first.answers.editors["before"], first.answers.editors["reason"]
    before.line.selectAll()
    qtbot.keyClicks(before.line, "31/12/2026")
    reason.inner.setFocus()
    qtbot.keyClicks(reason.inner, "Carga inicial ficticia")
    first.switch.setFocus()  # leaving the field is what takes it
    desk.until(lambda: page.job.plan.accept_reason == "Carga inicial ficticia")
    page.next.click()
    desk.until(lambda: page.step == screen.PREVIEW)
    page.next.click()
    desk.until(lambda: page.step == screen.RESULT)

    def states(store: Any) -> list[State]:
        ask = Ask(clock=clock(today(), Calendar()))
        with store.reading() as session:
            return [row.state for row in action_items.LISTING.all(session, ask)]

    found = desk.ask(states)
    assert State.VERIFIED in found
    assert State.DONE not in found
    page.take_file(SECOND)
    desk.until(lambda: page.step == screen.SHEET)
    assert not first.switch.isChecked()  # said once for one file


def test_the_preview_counts_add_up_to_the_rows_read(desk: Desk) -> None:
    page = previewed(desk, MATRIX)
    assert chips(page) == {"new": 25, "changed": 0, "same": 0, "duplicate": 1, "refused": 3}
    assert sum(chips(page).values()) == page.job.preview.rows == 29
    assert page.preview.model.rowCount() == 29
    assert "25" in page.next.text()
    refused = [line.row for line in page.job.preview.lines if line.outcome is Outcome.REFUSED]
    page.preview.chips[Outcome.REFUSED].click()
    assert page.preview.model.keys == refused
    assert all(page.preview.model.index(n, 2).data() for n in range(3))
    assert desk.count(action_items.LISTING) == 0  # a preview writes nothing


def test_applying_brings_everything_in_and_the_notice_takes_it_back(desk: Desk) -> None:
    page = applied(desk, MATRIX)
    assert desk.count(action_items.LISTING) == 25
    assert (desk.count(meetings.LISTING), desk.count(projects.LISTING)) == (5, 6)
    assert page.result.undo.isVisible()
    assert page.result.refused.isVisible()
    desk.window.notices.press()
    desk.until(lambda: page.job.undone)
    assert desk.count(action_items.LISTING) == 0
    assert not page.result.undo.isVisible()


def test_the_result_itself_can_take_the_import_back(desk: Desk) -> None:
    page = applied(desk, MATRIX)
    page.result.undo.click()
    desk.until(lambda: page.job.undone)
    assert desk.count(action_items.LISTING) == 0


def test_the_second_edition_shows_what_changes_cell_by_cell(desk: Desk) -> None:
    applied(desk, MATRIX)
    page = previewed(desk, SECOND)
    assert chips(page) == {"new": 1, "changed": 2, "same": 23, "duplicate": 1, "refused": 3}
    page.preview.chips[Outcome.CHANGED].click()
    assert page.preview.model.rowCount() == 2
    assert "→" in page.preview.model.index(0, 2).data()
    shown = {label.whole() for label in page.preview.row.findChildren(screen.Label)}
    changed = [line for line in page.job.preview.lines if line.outcome is Outcome.CHANGED]
    assert any(change.cell in shown for line in changed for change in line.changes)


def test_the_same_file_again_changes_nothing_and_says_so(desk: Desk) -> None:
    applied(desk, MATRIX)
    page = previewed(desk, MATRIX)
    assert chips(page) == {"new": 0, "changed": 0, "same": 25, "duplicate": 1, "refused": 3}
    assert not page.next.isEnabled()
    assert page.next.toolTip()


def test_refused_rows_can_be_saved_as_the_same_sheet_with_their_reasons(desk: Desk, tmp_path: Path) -> None:
    page = applied(desk, MATRIX)
    target = tmp_path / "refused.xlsx"
    page.job.save_refused(target)
    desk.until(target.exists)
    rows = list(openpyxl.load_workbook(target).worksheets[0].values)
    reasons = {line.reason for line in page.job.result.lines if line.outcome is Outcome.REFUSED}
    assert reasons <= {str(row[0]) for row in rows}


@pytest.mark.row(56)
def test_dates_that_could_be_either_are_asked_about_once(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Compromiso", "Unidad responsable", "Plazo"])
    for number, day in enumerate(("03/04/2026", "05/06/2026", "01/02/2026"), start=1):
        sheet.append([f"Entregar el expediente {number} de la obra ficticia", "EMAPE", day])
    path = tmp_path / "ambiguous.xlsx"
    book.save(path)
    page = page_with(desk, path)
    page.next.click()
    assert page.step == screen.COLUMNS
    assert not page.next.isEnabled()
    assert len(page.columns.question.chips) == 2
    page.columns.question.chips[0].click()  # day first
    desk.until(lambda: page.job.plan.ready)
    page.next.click()
    desk.until(lambda: page.step == screen.PREVIEW)
    page.next.click()
    desk.until(lambda: page.step == screen.RESULT)

    def days(store: Any) -> list[str]:
        with store.reading() as session:
            rows = action_items.LISTING.all(session, Ask(clock=clock(today(), Calendar())))
        return sorted(row.due_on.isoformat() for row in rows)

    assert desk.ask(days) == ["2026-02-01", "2026-04-03", "2026-06-05"]


@pytest.mark.parametrize("make", ["bomb", "truncated", "text"])
def test_a_file_that_does_harm_gives_a_sentence_and_the_wizard_stays(desk: Desk, tmp_path: Path, make: str) -> None:
    path = tmp_path / f"{make}.xlsx"
    if make == "bomb":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
            for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
                parts.writestr(name, "<x>" + "0" * 40_000_000 + "</x>")
    elif make == "truncated":
        path.write_bytes(MATRIX.read_bytes()[:3000])
    else:
        path.write_bytes(b"%PDF-1.7 not a workbook")
    page = desk.go("importing")
    page.take_file(path)
    desk.until(page.bar.isVisible)
    assert path.name in page.bar.accessibleName()
    assert page.step == screen.FILE
    assert desk.window.crashes.reports == []
    page.take_file(MATRIX)
    desk.until(lambda: page.step == screen.SHEET)
    assert not page.bar.isVisible()


def test_identity_numbers_stay_unread_until_somebody_says_what_for(desk: Desk) -> None:
    page = page_with(desk, SAMPLES / "directorio_actores.xlsx")
    page.next.click()
    withheld = [column for column in page.job.plan.columns if column.withheld]
    assert withheld
    assert all(not column.samples for column in withheld)
    personal = page.columns.personal
    assert personal.switch.isVisible()
    assert not personal.purpose.isVisible()
    personal.switch.setChecked(True)
    assert personal.purpose.isVisible()
    assert page.job.plan.purpose is None
    personal.purpose.setText("Padrón de una campaña ficticia")
    personal.purpose.editingFinished.emit()
    desk.until(lambda: page.job.plan.purpose is not None)
    assert not any(column.withheld for column in page.job.plan.columns)


def test_questions_are_answered_beside_the_rows(desk: Desk) -> None:
    page = previewed(desk, SAMPLES / "directorio_actores.xlsx")
    questions = page.job.preview.questions
    assert questions
    page.preview.tabs.setCurrentIndex(1)
    combo = page.preview.combos[questions[0].id]
    other = next(n for n in range(combo.count()) if n != combo.currentIndex())
    value = combo.itemData(other)
    combo.setCurrentIndex(other)
    combo.activated.emit(other)
    desk.until(lambda: page.job.answers.get(questions[0].id) == value)
    again = next(one for one in page.job.preview.questions if one.id == questions[0].id)
    assert again.answer == value


@pytest.mark.row(65)
def test_a_workbook_let_go_over_the_window_is_read(desk: Desk) -> None:
    desk.go("settings")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(MATRIX))])
    held = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(QPoint(200, 200), *held)
    QApplication.sendEvent(desk.window, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(desk.window, QDropEvent(QPointF(200, 200), *held))
    desk.until(lambda: desk.window.place() == "importing")  # it was read first, and is none that left from here
    page: Any = desk.window.page()
    desk.until(lambda: page.step == screen.SHEET)


@pytest.mark.row(107)
def test_the_whole_import_goes_by_keyboard(desk: Desk, qtbot: QtBot) -> None:
    page = page_with(desk, MATRIX)
    go_on = desk.window.registry["importing.next"]
    assert go_on.shortcut().toString() == "Ctrl+Return"
    for step in (screen.COLUMNS, screen.PREVIEW, screen.RESULT):
        desk.until(lambda: page.next.isEnabled())
        desk.window.registry.refresh()
        go_on.trigger()
        desk.until(lambda step=step: page.step == step)
    assert desk.count(action_items.LISTING) == 25


def test_going_back_keeps_what_was_chosen_and_discarding_writes_nothing(desk: Desk) -> None:
    page = previewed(desk, MATRIX)
    page.back.click()
    assert page.step == screen.COLUMNS
    page.stepper.items[1].click()
    assert page.step == screen.SHEET
    page.discard.click()
    assert (page.step, page.job.plan) == (screen.FILE, None)
    assert desk.count(action_items.LISTING) == 0


def test_a_table_is_merged_by_its_key_and_its_columns_each_in_their_way(desk: Desk, tmp_path: Path) -> None:
    applied(desk, MATRIX)
    sheet = tmp_path / "avance.csv"
    rows = ("Código;Observaciones;Avance", "COM-2026-001;;10%", "COM-2026-002;Uno;20%", "COM-2026-002;Dos;30%")
    sheet.write_text("\n".join((*rows, ";Sin código;5%")), encoding="utf-8")
    page = page_with(desk, sheet)
    page.next.click()
    key = page.columns.key
    assert page.job.plan.key == "none"  # of four rows two are in doubt
    assert not page.job.plan.ready
    key.combo.setCurrentIndex(key.combo.findData("code"))
    key.combo.activated.emit(key.combo.currentIndex())
    desk.until(lambda: page.job.plan.key == "code")
    assert page.job.plan.ready  # a key needs no text beside it
    assert "3 known here" in key.fares.whole()
    assert "1 value stands twice" in key.doubts.whole()
    ways = page.columns.ways
    assert set(ways) == {"all", "remarks", "progress"}
    for name, way in (("all", "fill"), ("remarks", "always")):
        combo = page.columns.ways[name]
        combo.setCurrentIndex(combo.findData(way))
        combo.activated.emit(combo.currentIndex())
        desk.rest()
    assert dict(page.job.plan.strategies) == {"remarks": "always", "progress": "fill"}
    assert page.columns.ways["all"].currentData() == ""  # each in its way
    page.next.click()
    desk.until(lambda: page.step == screen.PREVIEW)
    assert chips(page) == {"new": 0, "changed": 1, "same": 0, "duplicate": 0, "refused": 3}
    page.preview.tabs.setCurrentIndex(1)
    twice = page.preview.combos["twice:3"]
    twice.setCurrentIndex(twice.findData("4"))
    twice.activated.emit(twice.currentIndex())
    desk.until(lambda: chips(page)["changed"] == 2)
    page.next.click()
    desk.until(lambda: page.step == screen.RESULT)
    page.take_file(sheet)
    desk.until(lambda: page.step == screen.SHEET)
    assert (page.job.plan.key, page.job.plan.strategies["remarks"]) == ("code", "always")  # as this sender's last time
