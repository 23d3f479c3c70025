"""The place of indicators, and their tab in a project: define, measure, part, correct, find what is off."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.target_path import Standing
from tests.ui.asking import fill, question
from tests.ui.example import chosen, page_of, wait_until_idle
from ui.indicators_tab import TITLE
from ui.main_window import MainWindow


def tab_of(page: Any, title: str) -> Any:
    names = [label for label, _build in page.detail._tabs]
    page.detail.show_tab(names.index(title))
    return page.detail.tab(names.index(title))


def test_an_indicator_is_defined_in_its_project_measured_parted_and_corrected(office: MainWindow) -> None:
    projects: Any = page_of(office, "projects")
    key = projects.model.keys[0]
    projects.table.select([key], key)
    projects._show_detail(True)
    wait_until_idle(office.tasks)
    tab = tab_of(projects, TITLE)
    tab.begin()
    fill(tab.composers[0], name="Cuidadores que se sienten seguros", baseline="41", baseline_on="15/09/2021",
         baseline_n="60", target="65", target_on="15/09/2022")  # fmt: skip
    tab.give()
    wait_until_idle(office.tasks)
    lines = [tab.view.lines.line(row) for row in range(tab.view.lines.rowCount())]
    (line,) = [one for one in lines if one.title == "Cuidadores que se sienten seguros"]
    assert line.pill == "—"
    tab.view.opened.emit(line)
    wait_until_idle(office.tasks)
    page: Any = office.page()
    assert (page.spec.place, page.selected()) == ("indicators", (line.key,))
    office.registry["indicators.measure"].trigger()
    wait_until_idle(office.tasks)
    asked = question(office)
    fill(asked, on="10/12/2021", value="68", n="58", source="Encuesta ficticia")
    asked.give()
    wait_until_idle(office.tasks)
    row = page.model.row(line.key)
    assert (row.standing, str(row.attainment), row.small) == (Standing.MET, "112.5000", 1)

    measured = tab_of(page, "Measurements")
    wait_until_idle(office.tasks)
    assert measured.formula.whole() == "(68 − 41) / (65 − 41) = 112.5\u00a0%"
    assert measured.formula.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    assert "V · Target reached" in measured.standing.whole()
    assert "sample < 100" in measured.standing.whole()
    assert "Measured, 10/12/2021: 68\u00a0% · n = 58 · sample < 100" in measured.chart.accessibleDescription()
    said = []
    measured.chart.setFocus()
    for _step in range(3):
        said.append(measured.chart.said())
        QTest.keyClick(measured.chart, Qt.Key.Key_Left)
    assert len(set(said)) > 1
    measured.chart.grab()  # it paints
    first = measured.view.lines.line(0)
    measured.view.select([first.key], first.key)
    measured.view.pressed_key.emit("P")
    asked = question(office)
    asked.answers.editors["sex"].box.setCurrentIndex(1)
    fill(asked, value="70", n="59")
    asked.give()
    wait_until_idle(office.tasks)
    assert asked.isVisible(), "59 of 58 cases are too many"
    fill(asked, n="40")
    asked.give()
    wait_until_idle(office.tasks)
    assert measured.view.lines.rowCount() == 2
    measured.view.select([first.key], first.key)
    measured.view.pressed_key.emit("C")
    asked = question(office)
    fill(asked, value="67", reason="Se contó dos veces a una persona.")
    asked.give()
    wait_until_idle(office.tasks)
    assert measured.view.lines.line(0).pill == "Corrected"
    assert "(67 − 41)" in measured.formula.whole()


def test_the_path_is_laid_out_and_what_is_off_it_is_found(office: MainWindow) -> None:
    page: Any = page_of(office, "indicators")
    page.chips["off_path"].click()
    wait_until_idle(office.tasks)
    rows = [page.model.row(key) for key in page.model.keys]
    assert {row.standing for row in rows} == {Standing.BELOW, Standing.WELL_BELOW}
    page.chips["off_path"].click()
    wait_until_idle(office.tasks)
    words = {str(page.model.index(row, 0).data()) for row in range(page.model.rowCount())}
    assert len(words) == page.model.rowCount() == 8
    low = next(row for row in rows if row.standing is Standing.WELL_BELOW)
    chosen(office, low.code)
    targets = tab_of(page, "Targets")
    wait_until_idle(office.tasks)
    before = targets.view.lines.rowCount()
    assert before == 2, "its baseline and its target"
    targets.begin()
    fill(targets.composers[0], on=low.baseline_on.replace(day=28).strftime("%d/%m/%Y"), value="17")
    targets.give()
    wait_until_idle(office.tasks)
    assert targets.view.lines.rowCount() == 3
    office.registry["indicators.project"].trigger()
    wait_until_idle(office.tasks)
    there: Any = office.page()
    assert (there.spec.place, there.selected()) == ("projects", (low.project_key,))
