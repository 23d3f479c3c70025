"""The tab of risks and lessons: both are noted, corrected, marked with a letter, and seen on the project."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.asking import fill
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow


def said(tab: Any) -> list[tuple[str, str]]:
    lines = [tab.view.lines.line(n) for n in range(tab.view.lines.rowCount())]
    return [(line.title, line.pill) for line in lines]


def tab_of(office: MainWindow, place: str, words: str) -> Any:
    page: Any = page_of(office, place)
    row = next(row for key in page.model.keys if words in str(row := page.model.row(key)))
    page.table.select([row.key], row.key)
    page.detail.show_tab(next(n for n, (name, _build) in enumerate(page.detail._tabs) if name == "Risks and lessons"))
    wait_until_idle(office.tasks)
    return page.detail.tab(page.detail._current)


def test_a_risk_and_a_lesson_are_noted_corrected_marked_deleted_and_seen_on_the_project(office: MainWindow) -> None:
    tab = tab_of(office, "meetings", "Sesiones de crianza")
    assert said(tab) == []
    for number, text in enumerate(("Faltan kits", "Avisar con una semana")):
        tab.begin(number)
        fill(tab.composers[number], text=text)
        tab.give()
        wait_until_idle(office.tasks)
    assert said(tab) == [("Faltan kits", "Open"), ("Avisar con una semana", "Draft")]
    line = tab.view.lines.line(1)
    tab.view.select([line.key], line.key)
    QTest.keyClick(tab.view, Qt.Key.Key_P)
    wait_until_idle(office.tasks)
    QTest.keyClick(tab.view, Qt.Key.Key_Return)
    wait_until_idle(office.tasks)
    assert office.place() == "lessons"  # its sheet
    form = office.page().form
    fill(form, text="Avisar con dos semanas")
    form.save()
    wait_until_idle(office.tasks)
    assert said(tab_of(office, "meetings", "Sesiones de crianza"))[1] == ("Avisar con dos semanas", "Published")
    there = tab_of(office, "projects", "Crianza y prevención")
    assert ("Avisar con dos semanas", "Published") in said(there)
    line = there.view.lines.line(0)
    there.view.select([line.key], line.key)
    QTest.keyClick(there.view, Qt.Key.Key_Delete)
    wait_until_idle(office.tasks)
    assert line.title not in [title for title, _pill in said(there)]
