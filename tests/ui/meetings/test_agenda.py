"""The tabs of a meeting: topics put in order and treated, old commitments answered with one key, decisions."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.asking import fill
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.widgets.question import Question


def tab_of(office: MainWindow, title: str, subject: str) -> Any:
    """A tab of the meeting about ``subject``."""
    page = page_of(office, "meetings")
    row = next(row for key in page.model.keys if subject in (row := page.model.row(key)).subject)
    page.table.select([row.key], row.key)
    page.detail.show_tab(next(n for n, (name, _build) in enumerate(page.detail._tabs) if name == title))
    wait_until_idle(office.tasks)
    return page.detail.tab(page.detail._current)


def said(tab: Any) -> list[tuple[str, str]]:
    lines = [tab.view.lines.line(n) for n in range(tab.view.lines.rowCount())]
    return [(line.title, line.pill) for line in lines if line.icon != "hourglass"]  # minutes that wait are told last


def select(tab: Any, number: int) -> None:
    line = tab.view.lines.line(number)
    tab.view.select([line.key], line.key)


def answer(office: MainWindow, **answers: Any) -> None:
    """Fill the question that is open, and give it."""
    wait_until_idle(office.tasks)
    (question,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, Question) and one.isVisible()]
    fill(question.answers, **answers)
    question.give()
    wait_until_idle(office.tasks)


@pytest.fixture
def agenda(office: MainWindow) -> Any:
    return tab_of(office, "Agenda", "obra de la escalera y entrega")


def test_topics_move_with_alt_and_an_arrow(agenda: Any, office: MainWindow) -> None:
    before = [title.split(". ", 1)[1] for title, _pill in said(agenda)]
    select(agenda, 0)
    QTest.keyClick(agenda.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    wait_until_idle(office.tasks)
    after = [title for title, _pill in said(agenda)]
    assert after[:2] == [f"1. {before[1]}", f"2. {before[0]}"]
    assert agenda.view.selected_lines()[0].title == f"2. {before[0]}"
    QTest.keyClick(agenda.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    wait_until_idle(office.tasks)
    assert [title.split(". ", 1)[1] for title, _pill in said(agenda)] == before


def test_a_topic_is_added_written_up_treated_and_parked_by_keys(agenda: Any, office: MainWindow) -> None:
    agenda.begin(0)
    fill(agenda.composers[0], title="Cierre del semestre")
    agenda.give()
    wait_until_idle(office.tasks)
    assert said(agenda)[3] == ("4. Cierre del semestre", "")
    select(agenda, 3)
    QTest.keyClick(agenda.view, Qt.Key.Key_Return)
    answer(office, conclusion="Se cierra en diciembre.")
    assert agenda.view.lines.line(3).body == "Se cierra en diciembre."
    QTest.keyClick(agenda.view, Qt.Key.Key_T)
    wait_until_idle(office.tasks)
    assert said(agenda)[3] == ("4. Cierre del semestre", "Treated")
    QTest.keyClick(agenda.view, Qt.Key.Key_R)
    wait_until_idle(office.tasks)
    QTest.keyClick(agenda.view, Qt.Key.Key_G)
    wait_until_idle(office.tasks)
    assert said(agenda)[3] == ("Cierre del semestre", "Parked")
    QTest.keyClick(agenda.view, Qt.Key.Key_L)
    wait_until_idle(office.tasks)
    assert said(agenda)[3] == ("4. Cierre del semestre", "")


def test_of_very_many_old_commitments_the_next_ones_follow_those_that_were_answered(
    office: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.meetings.old_commitments.MOST", 2)
    tab = tab_of(office, "Earlier", "obra de la escalera y entrega")
    first = [title for title, _pill in said(tab)]
    assert first[2].endswith("more in the lists")
    tab.view.selectAll()
    QTest.keyClick(tab.view, Qt.Key.Key_S)
    wait_until_idle(office.tasks)
    now = said(tab)
    assert [pill for title, pill in now if title in first[:2]] == ["Stays", "Stays"]
    assert len([pill for _title, pill in now if not pill]) >= 2


def test_old_commitments_are_answered_with_one_key(office: MainWindow) -> None:
    tab = tab_of(office, "Earlier", "obra de la escalera y entrega")
    assert len(said(tab)) >= 4
    assert {pill for _title, pill in said(tab)} == {""}
    first = tab.view.lines.line(0)
    assert "late" in first.urgent
    tab.view.selectAll()
    QTest.keyClick(tab.view, Qt.Key.Key_S)
    wait_until_idle(office.tasks)
    assert {pill for _title, pill in said(tab)} == {"Stays"}
    tab.view.select([first.key], first.key)
    QTest.keyClick(tab.view, Qt.Key.Key_A)
    answer(office, answer="Falta la firma.")
    line = next(one for one in (tab.view.lines.line(n) for n in range(len(said(tab)))) if one.key == first.key)
    assert line.pill == "Stays"
    assert line.body.endswith("Visita hecha; informe preliminar en redacción.\nFalta la firma.")
    tab.view.selectAll()
    QTest.keyClick(tab.view, Qt.Key.Key_Q)
    wait_until_idle(office.tasks)
    assert {pill for _title, pill in said(tab)} == {""}


def test_a_decision_is_written_down_opened_and_put_in_force_again(office: MainWindow) -> None:
    tab = tab_of(office, "Decisions", "obra de la escalera y entrega")
    assert said(tab) == []
    tab.begin(0)
    fill(tab.composers[0], text="Se abre en marzo.")
    tab.give()
    wait_until_idle(office.tasks)
    assert said(tab) == [("Se abre en marzo.", "")]
    select(tab, 0)
    QTest.keyClick(tab.view, Qt.Key.Key_Return)
    wait_until_idle(office.tasks)
    page: Any = office.page()
    assert [page.model.row(key).text for key in page.selected()] == ["Se abre en marzo."]
    old = tab_of(office, "Decisions", "Instalación de la mesa")
    assert [pill for _title, pill in said(old)] == ["Repealed", "", ""]
    select(old, 0)
    QTest.keyClick(old.view, Qt.Key.Key_V)
    wait_until_idle(office.tasks)
    assert {pill for _title, pill in said(old)} == {""}
