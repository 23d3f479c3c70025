"""The minutes of a meeting as a tab and by keys: issued, corrected, approved, signed, their stored file shown."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ecd_desktop.services import signing
from tests.ui.asking import fill
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.meetings import attaching
from ui.widgets.controls import Label
from ui.widgets.question import Question


def tab_of(office: MainWindow, subject: str, title: str = "Minutes") -> Any:
    """A tab of the meeting about ``subject``."""
    page = page_of(office, "meetings")
    row = next(row for key in page.model.keys if subject in (row := page.model.row(key)).subject)
    page.table.select([row.key], row.key)
    page.detail.show_tab(next(n for n, (name, _build) in enumerate(page.detail._tabs) if name == title))
    wait_until_idle(office.tasks)
    return page.detail.tab(page.detail._current)


def lines(tab: Any) -> list[Any]:
    return [tab.view.lines.line(n) for n in range(tab.view.lines.rowCount())]


def give(office: MainWindow, command: str = "", **answers: Any) -> str:
    """Give a command, if any; then fill the question that is open and answer it; returns what it said."""
    if command:
        office.registry[command].trigger()
    wait_until_idle(office.tasks)
    (question,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, Question) and one.isVisible()]
    if answers:
        fill(question.answers, **answers)
    words = " ".join(label.text() for label in question.findChildren(Label))
    question.give()
    wait_until_idle(office.tasks)
    return words


def press(office: MainWindow, tab: Any, line: Any, key: Qt.Key) -> None:
    tab.view.select([line.token or line.key], line.token or line.key)
    QTest.keyClick(tab.view, key)
    wait_until_idle(office.tasks)


def test_minutes_are_issued_signed_corrected_and_scanned_by_keys(office: MainWindow, tmp_path: Path) -> None:
    tab = tab_of(office, "Sesiones de crianza")
    assert lines(tab)[0].title.startswith("Not issued yet")
    (key,) = office.here.keys
    page_of(office, "minutes").open_record(key)
    wait_until_idle(office.tasks)
    said = give(office, "minutes.issue", number="ACTA 99")  # the same gesture on the page where they are taken
    tab = tab_of(office, "Sesiones de crianza")
    assert "ACTA N° 002-2026-MTPI" in said
    assert "1 commitment has no date." in said
    state, version = lines(tab)
    assert state.title.startswith("Issued v1 · signed 0 of 4 · ")
    assert state.body.startswith("To be signed by ")
    assert state.small == "ACTA 99 · ACTA N° 002-2026-MTPI"
    press(office, tab, version, Qt.Key.Key_V)
    assert "approved on" in lines(tab)[1].small
    press(office, tab, version, Qt.Key.Key_P)
    assert lines(tab)[1].pill == "Printed for signature"
    scan = tmp_path / "hoja.jpg"
    scan.write_bytes(b"\xff\xd8\xff\xe0 escaneo")
    attaching.take(office.here, scan, lambda store, **told: signing.attach(store, version.key, **told))
    wait_until_idle(office.tasks)
    press(office, tab, lines(tab)[1], Qt.Key.Key_G)
    give(office, where="Archivador 3")
    assert lines(tab)[1].pill == "Filed"
    assert "Archivador 3" in lines(tab)[1].small
    people = tab_of(office, "Sesiones de crianza", "Attendance")
    people.view.selectAll()
    QTest.keyClick(people.view, Qt.Key.Key_F)
    wait_until_idle(office.tasks)
    assert lines(tab_of(office, "Sesiones de crianza"))[0].title.startswith("Issued v1 · signed 4 of 4")


def test_a_correction_says_what_changed_and_the_first_version_is_still_shown(
    office: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr("ui.meetings.acta.show_version", lambda _here, *what: shown.append(what))
    tab = tab_of(office, "Wawateca y escalera")
    state, second, first, *rest = lines(tab)
    assert state.title.startswith("Issued v2 · signed 5 of 6 · ")
    assert "16:40" in second.body
    assert [one.pill for one in rest] == ["Resolved", "Not accepted", "Open"]
    press(office, tab, rest[2], Qt.Key.Key_R)
    give(office, reason="Se adjuntan.")
    assert lines(tab)[5].pill == "Resolved"
    tab.begin(0)
    fill(tab.composers[0], said="Falta un nombre.")
    tab.give()
    wait_until_idle(office.tasks)
    assert lines(tab)[-1].title == "4. Falta un nombre."
    press(office, tab, first, Qt.Key.Key_Return)
    assert [edition for _meeting, edition in shown] == [1]
    later = tab_of(office, "entrega de la wawateca")
    waits = lines(later)[-1]
    assert "Inés" in waits.body
    press(office, later, waits, Qt.Key.Key_V)
    assert "in REU-" in lines(tab_of(office, "Wawateca y escalera"))[1].small
