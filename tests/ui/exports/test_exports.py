"""Workbooks from the window: sent to departments by a few keys, logged, late ones asked for, refused in a sentence."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ecd_desktop import sending
from ecd_desktop.calendar import clock
from ecd_desktop.errors import Expected
from ecd_desktop.exchange.sheets import SHEETS
from ecd_desktop.language import _
from tests.ui.program import Desk
from ui.exports import reminding
from ui.exports.holds import HoldsDialog


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, example_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(example_url.removeprefix("sqlite:///"), first="exports")


def unit(desk: Desk, acronym: str) -> Any:
    def job(store: Any) -> Any:
        from db.queries import organisations

        with store.reading() as session:
            found = organisations.called(session, acronym)
        assert found is not None
        return found.key

    return desk.ask(job)


def test_the_workbook_of_a_unit_is_written_and_listed(desk: Desk, tmp_path: Path) -> None:
    page: Any = desk.window.page()
    page.choose_for("organisations", [unit(desk, "EMAPE")])
    desk.rest()
    target = tmp_path / "emape.xlsx"
    page.form.write(target)
    desk.until(target.exists)
    desk.until(page.form.bar.isVisible)
    assert openpyxl.load_workbook(target).sheetnames
    assert [one.name for one in page.sent.rows.values()] == ["emape.xlsx"]
    assert "1" in page.subtitle


def test_without_a_unit_it_is_asked_for(desk: Desk) -> None:
    page: Any = desk.window.page()
    page.form.save.click()
    assert page.form.bar.isVisible()
    assert page.form.bar.accessibleName()


def test_personal_data_needs_a_purpose(desk: Desk) -> None:
    page: Any = desk.window.page()
    page.form.everyone.setChecked(True)
    assert not page.form.unit.isEnabled()
    page.form.personal.setChecked(True)
    assert page.form.purpose.isVisible()
    page.form.save.click()
    assert page.form.bar.isVisible()


def test_a_place_that_cannot_be_written_gives_a_sentence(desk: Desk, tmp_path: Path) -> None:
    page: Any = desk.window.page()
    page.form.everyone.setChecked(True)
    page.form.write(tmp_path / "no such folder" / "x.xlsx")
    desk.until(page.form.bar.isVisible)
    assert page.form.save.isEnabled()
    assert desk.broken == []


def test_the_departments_of_the_selected_commitments_are_ticked_and_no_others(desk: Desk) -> None:
    listed = desk.go("action_items")
    keys = [key for key in listed.model.keys if listed.model.row(key).unit in ("EMAPE", "GDU")]
    listed.table.select(keys, keys[0])
    desk.rest()
    desk.window.registry["shell.export"].trigger()
    desk.rest()
    page: Any = desk.window.page()
    assert desk.window.place() == "exports"
    assert [one.name for one in page.send.list.chosen()] == ["EMAPE", "GDU"]
    assert desk.window.focusWidget() is page.send.list
    assert page.form._unit()[0] is not None


def press(desk: Desk, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(desk.window.focusWidget(), key)
    desk.rest()


def test_three_departments_are_sent_to_by_keys_told_withdrawn_and_warned_of_once(desk: Desk, tmp_path: Path) -> None:
    listed = desk.go("action_items")
    page: Any = desk.go("exports")
    desk.window.registry["shell.export"].trigger()
    desk.rest()
    folder = tmp_path / "matrices"
    page.send.folder.setText(str(folder))
    down, space = Qt.Key.Key_Down, Qt.Key.Key_Space
    press(desk, space, down, space, down, space, down, space, Qt.Key.Key_Return)
    desk.until(lambda: len(page.sent.rows) == 3)
    assert len(list(folder.glob("*.xlsx"))) == len(list(folder.glob("*.eml"))) == 3
    assert "3" in page.send.bar.accessibleName()
    sent = [one.name for one in page.send.list.shown if one.out]
    assert len(sent) == 3
    assert {listed.model.row(key).out_with for key in listed.model.keys} == {None, *sent}
    assert not set(sent) & {one.name for one in page.send.list.chosen()}
    # all of them again: said once, and left out when the person says so
    page.send.list.toggle(page.send.list._all)
    press(desk, Qt.Key.Key_Return)
    assert all(name in page.send.bar.accessibleName() for name in sent)
    assert len(page.sent.rows) == 3
    page.send.bar._buttons[1].click()
    assert not set(sent) & {one.name for one in page.send.list.chosen()}
    # what was sent by mistake is not awaited any more
    page.sent.view.selectAll()
    desk.window.registry["exports.withdraw"].trigger()
    desk.rest()
    assert {one.state for one in page.sent.rows.values()} == {"withdrawn"}
    desk.window.registry["exports.await"].trigger()
    desk.rest()
    assert {one.state for one in page.sent.rows.values()} == {"out"}


def test_a_sending_can_be_stopped_and_a_failure_says_what_is_there(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page: Any = desk.window.page()
    desk.rest()
    real, calls = sending.write_one, list[str]()

    def failing(store: Any, plan: Any, package: Any, folder: Path) -> Any:
        calls.append(package.recipient)
        if len(calls) == 3:
            raise Expected("The disk is full.")
        return real(store, plan, package, folder)

    monkeypatch.setattr(sending, "write_one", failing)
    page.send.folder.setText(str(tmp_path / "out"))
    page.send.send()
    desk.until(lambda: not page.send._busy)
    said = page.send.bar.accessibleName()
    assert "The disk is full." in said
    assert all(name in said for name in calls[2:])
    assert len(list((tmp_path / "out").glob("*.xlsx"))) == len(page.sent.rows) == 2
    left = {one.name for one in page.send.list.chosen()}
    assert calls[2] in left
    assert not left & set(calls[:2])
    monkeypatch.setattr(sending, "write_one", real)
    page.send.send()
    page.send.stop()
    desk.until(lambda: not page.send._busy)
    assert len(page.sent.rows) == 2


def test_a_late_workbook_stands_in_today_on_its_records_and_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    late = desk.window.here.today - timedelta(days=20)

    def left(store: Any) -> Any:
        calendar = desk.window.here.calendar
        plan = sending.collect(store, ["EMAPE"], clock=clock(late, calendar), calendar=calendar)
        return sending.write_all(store, plan, tmp_path / "out").made[0].export_id

    export = desk.ask(left)
    today = desk.go("today")
    today.toggle_mine() if today.shows_mine else None
    line = next(one for one in today.sheet.matters.lines.rows if one.key == export)
    assert "EMAPE" in line.words
    today._opened(line)
    desk.rest()
    page: Any = desk.window.page()
    assert [one.id for one in page.sent.selected()] == [export]
    reminding.write_drafts(desk.window.here, page.awaited(), tmp_path / "out")
    desk.until(lambda: bool(list((tmp_path / "out").glob("Re*EMAPE*.eml"))))
    page.show_records()
    desk.rest()
    listed: Any = desk.window.page()
    assert desk.window.place() == "action_items"
    assert {listed.model.row(key).out_with for key in listed.model.keys} == {"EMAPE"}
    listed.table.select(listed.model.keys[:1], listed.model.keys[0])
    desk.rest()
    assert "EMAPE" in listed.detail.note.text()


def test_what_the_workbooks_hold_is_told_from_what_they_are_made_of(desk: Desk) -> None:
    page: Any = desk.window.page()
    page.show_holds()
    shown = desk.window.findChild(HoldsDialog)
    assert shown is not None
    told = shown.text.toPlainText()
    for sheet in SHEETS.values():
        assert all(_(column.heading) in told for column in sheet.columns)
    shown.close()
