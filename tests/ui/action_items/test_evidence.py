"""A picture pasted or let go over a commitment becomes evidence; its file is opened and saved from the follow-up."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.ui.asking import question
from tests.ui.dragging import drop
from tests.ui.example import page_of, wait_until_idle
from ui import file_gestures
from ui.main_window import MainWindow


def follow_up(page: Any) -> Any:
    page.detail.show_tab(1)
    wait_until_idle(page.here.tasks)
    return page.detail.tab(page.detail._current)


def files(tab: Any) -> list[str]:
    lines = [tab.view.lines.line(n) for n in range(tab.view.lines.rowCount())]
    return [line.title for line in lines if line.shows is not None]


def give(office: MainWindow) -> None:
    wait_until_idle(office.tasks)
    question(office).give()
    wait_until_idle(office.tasks)


def test_a_pasted_picture_and_a_dropped_file_are_evidence_that_opens(
    office: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page: Any = page_of(office, "action_items")
    first, second = page.model.keys[:2]
    page.table.select([first], first)
    page._show_detail(True)
    wait_until_idle(office.tasks)
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QApplication.clipboard().setImage(picture)
    office.registry["action_items.paste"].trigger()
    give(office)
    tab = follow_up(page)
    (pasted,) = files(tab)
    assert pasted.startswith("Picture 2")
    assert tab.view.lines.line(0).small.count("Message") == 1

    opened: list[Path] = []
    monkeypatch.setattr(file_gestures, "open_elsewhere", opened.append)
    line = next(tab.view.lines.line(n) for n in range(9) if tab.view.lines.line(n).shows is not None)
    tab.view.select([line.key], line.key)
    QTest.keyClick(tab.view, Qt.Key.Key_Return)
    wait_until_idle(office.tasks)
    assert opened[0].read_bytes().startswith(b"\x89PNG")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "x.png"), ""))
    QTest.keyClick(tab.view, Qt.Key.Key_G)
    wait_until_idle(office.tasks)
    assert (tmp_path / "x.png").read_bytes() == opened[0].read_bytes()

    (tmp_path / "oficio.pdf").write_bytes(b"%PDF-1.7 ficticio")
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(tmp_path / "oficio.pdf"))])
    place = page.table.visualRect(page.model.index(page.model.row_of(second), 1)).center()
    drop(page.table.viewport(), dragged, place)
    give(office)
    page.table.select([second], second)
    wait_until_idle(office.tasks)
    assert files(follow_up(page)) == ["oficio"]
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert files(follow_up(page)) == []

    sheet = QMimeData()
    sheet.setImageData(picture)
    sheet.setText("Compromiso\tUnidad")
    assert not file_gestures.holds_files(sheet)  # cells of a workbook, with a picture of them beside
    browser = QMimeData()
    browser.setImageData(picture)
    browser.setHtml("<img src='https://ejemplo.pe/cruce.png'>")
    assert file_gestures.holds_files(browser)
    (tmp_path / "matriz.xlsx").touch()
    dragged.setUrls([QUrl.fromLocalFile(str(tmp_path / "matriz.xlsx"))])
    assert not file_gestures.holds_files(dragged)
