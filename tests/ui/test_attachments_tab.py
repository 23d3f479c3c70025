"""Files of a record: let go over a project, pasted, described; opened as they are and saved without their place."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from db.records.attachments import ImageConsent, Taken
from tests.ui.asking import choose, question
from tests.ui.dragging import drop
from tests.ui.example import page_of, wait_until_idle
from ui import file_gestures
from ui.attachments_tab import TITLE
from ui.main_window import MainWindow


def photograph(path: Path) -> bytes:
    image = Image.new("RGB", (40, 20), "red")
    exif = image.getexif()
    exif[0x010F] = "Cámara Ficticia"
    image.save(path, "JPEG", exif=exif)
    return path.read_bytes()


def test_a_photograph_let_go_over_a_project_is_described_and_leaves_only_with_consent_and_without_its_place(
    office: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page: Any = page_of(office, "projects")
    key = page.model.keys[1]
    page.table.select([key], key)
    page._show_detail(True)
    page.detail.show_tab(next(n for n, (name, _build) in enumerate(page.detail._tabs) if name == TITLE))
    wait_until_idle(office.tasks)
    tab: Any = page.detail.tab(page.detail._current)
    raw = photograph(tmp_path / "cruce.jpg")
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(tmp_path / "cruce.jpg"))])
    at = page.table.visualRect(page.model.index(page.model.row_of(key), 1)).center()
    drop(page.table.viewport(), dragged, at)
    wait_until_idle(office.tasks)
    asked = question(office)
    choose(asked, "moment", Taken.BEFORE)
    asked.give()
    wait_until_idle(office.tasks)
    line = tab.view.lines.line(0)
    assert (line.title, line.urgent, line.pill) == ("cruce", "Consent not noted", "JPG")
    assert "Before" in line.small

    opened: list[Path] = []
    monkeypatch.setattr(file_gestures, "open_elsewhere", opened.append)
    saved = tmp_path / "para-otros.jpg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(saved), ""))
    tab.view.select([line.key], line.key)
    QTest.keyClick(tab.view, Qt.Key.Key_Return)
    wait_until_idle(office.tasks)
    assert opened[0].read_bytes() == raw
    QTest.keyClick(tab.view, Qt.Key.Key_G)
    wait_until_idle(office.tasks)
    assert not saved.exists()
    QTest.keyClick(tab.view, Qt.Key.Key_E)
    wait_until_idle(office.tasks)
    asked = question(office)
    choose(asked, "consent", ImageConsent.GIVEN)
    asked.give()
    wait_until_idle(office.tasks)
    assert tab.view.lines.line(0).urgent == "Consent given"
    tab.view.select([line.key], line.key)
    QTest.keyClick(tab.view, Qt.Key.Key_G)
    wait_until_idle(office.tasks)
    assert b"Ficticia" in raw
    assert b"Ficticia" not in saved.read_bytes()
    with Image.open(io.BytesIO(saved.read_bytes())) as image:
        assert not image.getexif()
    QTest.keyClick(tab.view, Qt.Key.Key_Delete)
    wait_until_idle(office.tasks)
    assert tab.view.lines.rowCount() == 0
