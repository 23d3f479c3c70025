"""Lessons by keys: one is taken by a project, another discarded with its reason, and an applied one is not deleted."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.asking import fill, question
from tests.ui.example import chosen, page_of, wait_until_idle
from ui.main_window import MainWindow


def pills(tab: Any) -> dict[str, str]:
    lines = [tab.view.lines.line(n) for n in range(tab.view.lines.rowCount())]
    return {line.title: line.pill for line in lines}


def pressed(office: MainWindow, tab: Any, title: str, key: Qt.Key) -> None:
    line = next(one for n in range(tab.view.lines.rowCount()) if (one := tab.view.lines.line(n)).title == title)
    tab.view.select([line.key], line.key)
    QTest.keyClick(tab.view, key)
    wait_until_idle(office.tasks)


def test_a_project_takes_one_lesson_that_fits_and_discards_another_by_keys(office: MainWindow) -> None:
    page_of(office, "projects")
    page: Any = chosen(office, "Escalera y rampa Pasaje Los Jilgueros")
    page.detail.show_tab(next(n for n, (name, _build) in enumerate(page.detail._tabs) if name == "Lessons"))
    wait_until_idle(office.tasks)
    tab = page.detail.tab(page.detail._current)
    assert pills(tab)["Pasamanos a dos alturas"] == "Incorporated"
    ramps = "Rampas sin cemento pulido"
    assert pills(tab)[ramps] == "Fits"
    pressed(office, tab, ramps, Qt.Key.Key_A)
    assert pills(tab)[ramps] == "Adapted"
    pressed(office, tab, ramps, Qt.Key.Key_T)
    assert pills(tab)[ramps] == "Fits"
    pressed(office, tab, ramps, Qt.Key.Key_D)
    asked = question(office)
    fill(asked, reason="El expediente ya fija el acabado")
    asked.give()
    wait_until_idle(office.tasks)
    assert pills(tab)[ramps] == "Discarded"

    page_of(office, "lessons")
    bank: Any = chosen(office, "Pasamanos a dos alturas")
    office.registry["lessons.delete"].trigger()
    wait_until_idle(office.tasks)
    assert len(bank.model.keys) == 9
    assert bank.model.row(bank.selected()[0]).applied == 2
    office.registry["lessons.retire"].trigger()
    asked = question(office)
    fill(asked, reason="Hay una norma nueva")
    asked.give()
    wait_until_idle(office.tasks)
    assert bank.model.row(bank.selected()[0]).withdrawn_reason == "Hay una norma nueva"
