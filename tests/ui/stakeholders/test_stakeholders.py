"""The place of stakeholders: the grid by the keys, what moved, and a contact typed in one line."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from db.records.stakeholders import Position
from ecd_desktop.services import stakeholders
from tests.ui.asking import in_front
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.stakeholders.screen import CONTACTS_TAB


def test_the_grid_is_walked_by_keys_and_a_line_becomes_a_contact_with_its_commitment(office: MainWindow) -> None:
    page: Any = page_of(office, "stakeholders")
    page.show_view("grid")
    wait_until_idle(office.tasks)
    view = page.view
    field = view.field
    assert len(field.dots) == 9
    assert not view.unplaced.isHidden()
    in_front(office)
    field.setFocus()
    field.select(())
    QTest.keyClick(field, Qt.Key.Key_Right)
    first = field.current
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.current not in (None, first)
    assert field.dots[field.current].up < field.dots[first].up
    (key,) = [dot.key for dot in field.dots.values() if dot.name == "EMAPE"]
    assert field.dots[key].was == (3, 4)
    assert "before, on" in field.dots[key].words or "antes, el" in field.dots[key].words
    field.select([key], key)
    wait_until_idle(office.tasks)
    assert page.selected() == (key,)
    assert field.accessibleDescription() == field.dots[key].words

    office.tasks.do(lambda store: stakeholders.assess(store, key, power=5, interest=5, position=Position.FAVOURABLE))
    wait_until_idle(office.tasks)
    dot = view.field.dots[key]
    assert (dot.across, dot.up, dot.was) == (5, 5, (2, 4))

    office.registry["stakeholders.log"].trigger()
    wait_until_idle(office.tasks)
    tab = page.detail.tab(CONTACTS_TAB)
    before = tab.view.lines.rowCount()
    tab.line.line.setText("llamada 15 min: acepta el presupuesto; enviar borrador 17/07")
    wait_until_idle(office.tasks)
    assert [chip.shown.id for chip in tab.line.chips.chips] == ["channel", "minutes", "on", "promise", "due"]
    QTest.keyClick(tab.line.line, Qt.Key.Key_Return)
    wait_until_idle(office.tasks)
    assert tab.line.line.text() == ""
    assert tab.view.lines.rowCount() == before + 1
    assert page.model.row(key) is None or page.model.row(key).last_contact_on is not None


def test_the_list_is_saved_as_a_workbook(office: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page_of(office, "stakeholders")
    wait_until_idle(office.tasks)
    offered: list[str] = []

    def chosen(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(Path(name).name)
        return str(tmp_path / "actores"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    office.registry["stakeholders.workbook"].trigger()
    wait_until_idle(office.tasks)
    assert offered[0].endswith(".xlsx")
    sheet = load_workbook(tmp_path / "actores.xlsx").worksheets[0]
    assert sheet.max_row > 5
