"""What came back, from the drop to the receipt, in the program's own window and by keys alone."""

import email
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from db.inbox import count_waiting
from ecd_desktop.calendar import today
from ecd_desktop.review import Kind
from ecd_desktop.services import action_items
from tests.ui.program import Desk
from tests.ui.reconciling import sent
from ui.reconciling import screen
from ui.widgets.controls import Button, Label

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, sqlite_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(sqlite_url.removeprefix("sqlite:///"), first="settings")


def drop(desk: Desk, *paths: Path) -> None:
    """Let files go over the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    held = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(desk.window, QDragEnterEvent(QPoint(300, 300), *held))
    QApplication.sendEvent(desk.window, QDropEvent(QPointF(300, 300), *held))


class Keys:
    """Presses keys where the focus is, and counts them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.count = 0

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.count += 1
            QTest.keyClick(self.desk.window.focusWidget() or self.desk.window, key, held)


def progress(desk: Desk, keys: list[Any]) -> list[int]:
    def job(store: Any) -> list[int]:
        from db.queries.records import snapshot

        with store.reading() as session:
            found = [snapshot(session, "action_items", key) for key in keys]
        return [one.values["progress"] for one in found if one is not None]

    told: list[int] = desk.ask(job)
    return told


def waiting(desk: Desk) -> int:
    def job(store: Any) -> int:
        with store.reading() as session:
            return count_waiting(session)

    return int(desk.ask(job))


def test_three_files_with_forty_changes_and_four_questions_are_settled_by_keys_and_taken_back(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = sent.send(desk, tmp_path)
    first, second, third = (out.items[unit] for unit in sent.UNITS)
    for path in out.paths:
        sent.fill_in(path)
    sent.meanwhile(desk, [first[0], first[3], second[2], third[6]], 30)
    keys = Keys(desk)
    drop(desk, *out.paths)
    desk.until(lambda: desk.window.place() == "reconciling" and len(desk.window.page().job.files) == 3)  # type: ignore[union-attr]
    page: Any = desk.window.page()
    assert [one.kind for one in page.job.points].count(Kind.DECIDE) == 4
    assert page.job.writing() == 3 * 2 * sent.EACH - 4
    assert page.kind is Kind.DECIDE
    assert page.view.hasFocus()
    assert "Pintar el cruce ficticio 0" in page.view.points.index(0).data()  # not the code alone
    assert desk.window.rail.items["reconciling"]._badge == 3
    keys.press(Qt.Key.Key_3, Qt.Key.Key_2)
    keys.press(Qt.Key.Key_E)
    editor = page.other
    assert editor.isVisible()
    QTest.keyClicks(desk.window.focusWidget(), "45")
    keys.count += 2
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Return)  # as it left
    desk.rest()
    assert page.job.open() == 0
    keys.press(Qt.Key.Key_Z, held=CTRL)
    assert page.job.open() == 1
    keys.press(Qt.Key.Key_3)
    desk.rest()
    keys.press(Qt.Key.Key_Return, held=CTRL)
    desk.until(lambda: page.middle.currentIndex() == screen.RESULT)
    assert keys.count <= 30
    assert progress(desk, [first[0], first[3], second[2], third[6], first[1]]) == [50, 30, 45, 50, 50]
    assert waiting(desk) == 0
    assert desk.window.rail.items["reconciling"]._badge == 0
    assert len(page.result.files) == 3
    for form, name in (("PDF", "told.pdf"), ("Workbook", "told.xlsx"), ("E-mail", "told.eml")):
        target = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, target=target: (str(target), ""))
        said = f"Receipt for EMAPE-F: {form}…"
        next(one for one in page.result.findChildren(Button) if one.accessibleName() == said).click()
        desk.until(target.exists)
    told = email.message_from_bytes((tmp_path / "told.eml").read_bytes())
    assert [part.get_content_type() for part in told.walk()][1:] == ["text/plain", "application/pdf"]
    page.result.undo_button.click()
    desk.until(lambda: waiting(desk) == 3)
    assert progress(desk, [first[0], second[2]]) == [30, 30]
    assert "taken back" in page.result.heading.whole()
    page.result.back.click()
    desk.rest()
    assert page.job.open() == 0  # what was decided is decided still
    assert page.job.writing() == 3 * 2 * sent.EACH - 1


def test_of_files_dropped_together_each_goes_where_it_belongs_and_a_summary_says_so(desk: Desk, tmp_path: Path) -> None:
    out = sent.send(desk, tmp_path)
    sent.fill_in(out.paths[0])
    broken = tmp_path / "roto.xlsx"
    broken.write_bytes(b"%PDF-1.7\n")
    foreign = tmp_path / "ajena.csv"
    foreign.write_text("Compromiso;Plazo\nPintar el cruce ficticio;30/11/2026\n", encoding="utf-8")
    drop(desk, foreign, out.paths[0], broken)
    desk.until(lambda: desk.window.place() == "reconciling")
    page: Any = desk.window.page()
    desk.until(lambda: len(page.job.files) == 1)
    assert page.arrived.heading.whole() == "1 file to review · 1 is none of ours · 1 was not taken"
    said = [label.whole() for label in page.arrived.findChildren(Label)]
    assert [line for line in said if "roto.xlsx" in line]
    assert page.kind is Kind.CLEAN
    keys = Keys(desk)
    exports = desk.go("exports")
    assert "1 file came back" in exports.sent.waiting.bar._words.text()
    desk.go("reconciling")
    keys.press(Qt.Key.Key_Space)  # the first of them is left out
    assert page.job.writing() == 2 * sent.EACH - 1
    desk.window.registry["reconciling.discard"].trigger()
    desk.until(lambda: not page.job.files)
    assert (waiting(desk), page.middle.currentIndex()) == (0, screen.EMPTY)
    drop(desk, out.paths[0])  # once more it waits, as it was
    desk.until(lambda: len(page.job.files) == 1)
    assert not page.arrived.isVisible()
    page.arrived.import_wanted.emit(foreign)
    desk.until(lambda: desk.window.place() == "importing")


def test_a_laptop_copy_let_go_over_the_window_waits_and_its_record_is_opened(desk: Desk, tmp_path: Path) -> None:
    out = sent.send(desk, tmp_path)
    first = out.items[sent.UNITS[0]][0]
    copy = tmp_path / "viaje.db"

    def travel(store: Any) -> None:
        from db.store import Store
        from ecd_desktop.services import laptop_copies

        laptop_copies.take(store, copy, recipient="Rosa Quispe")
        away = Store.open(f"sqlite:///{copy}", who="Rosa Quispe", machine="LAPTOP-2")
        action_items.report_progress(away, [first], on=today(), progress=70)
        away.close()

    desk.ask(travel)
    sent.meanwhile(desk, [first], 35)
    drop(desk, copy)
    desk.until(lambda: desk.window.place() == "reconciling")
    page: Any = desk.window.page()
    desk.until(lambda: len(page.job.files) == 1)
    assert "laptop copy" in page.subtitle
    asked = [one for one in page.job.points if one.kind is Kind.DECIDE]
    assert [one.key for one in asked] == [first]
    keys = Keys(desk)
    keys.press(Qt.Key.Key_O)
    desk.until(lambda: desk.window.place() == "action_items" and desk.window.here.keys == (first,))
    desk.go("reconciling")
    assert page.view.point() is not None
    assert page.view.point().key == first
