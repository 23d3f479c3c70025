"""Who came to a meeting: added, marked with one key each, linked projects."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.asking import choose, fill
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow


@pytest.fixture
def tab(office: MainWindow) -> Any:
    """The attendance of a meeting that is to come."""
    page = page_of(office, "meetings")
    row = next(row for key in page.model.keys if (row := page.model.row(key)).expected and not row.came)
    page.table.select([row.key], row.key)
    page.detail.show_tab(1)
    wait_until_idle(office.tasks)
    return page.detail.tab(1)


def test_one_key_marks_all_selected_as_one_step(tab: Any, office: MainWindow) -> None:
    page: Any = office.page()
    (key,) = page.selected()
    view = tab.view
    view.selectAll()
    many = len(view.selected())
    assert many >= 3
    QTest.keyClick(view, Qt.Key.Key_P)
    wait_until_idle(office.tasks)
    assert {view.lines.line(n).pill for n in range(view.lines.rowCount())} == {"Present"}
    assert page.model.row(key).came == many
    assert len(view.selected()) == many
    view.select([view.lines.line(0).key])
    QTest.keyClick(view, Qt.Key.Key_T)
    wait_until_idle(office.tasks)
    assert view.lines.line(0).pill == "Late"
    for _step in range(2):
        office.registry["shell.undo"].trigger()
        wait_until_idle(office.tasks)
    assert {view.lines.line(n).pill for n in range(view.lines.rowCount())} == {"Invited"}


def test_a_guest_is_added_and_taken_off_the_list(tab: Any, office: MainWindow) -> None:
    before = tab.view.lines.rowCount()
    tab.begin(0)
    tab.give()
    wait_until_idle(office.tasks)
    assert tab.composers[0].editors["person_id"].inner.accessibleDescription()  # nobody was named
    fill(tab.composers[0], guest="Rosa Ficticia, presidenta del comité")
    tab.give()
    wait_until_idle(office.tasks)
    lines = [tab.view.lines.line(n) for n in range(tab.view.lines.rowCount())]
    assert len(lines) == before + 1
    (guest,) = [line for line in lines if "Rosa" in line.title]
    assert guest.words == "Rosa Ficticia, presidenta del comité · Present · guest"
    tab.view.select([guest.key])
    QTest.keyClick(tab.view, Qt.Key.Key_Delete)
    wait_until_idle(office.tasks)
    assert tab.view.lines.rowCount() == before


def test_what_was_given_is_not_offered_again_when_another_record_was_shown_meanwhile(
    tab: Any, office: MainWindow
) -> None:
    page: Any = office.page()
    (first,) = page.selected()
    other = next(key for key in page.model.keys if key != first)
    tab.begin(0)
    fill(tab.composers[0], guest="Rosa Ficticia")
    tab.give()
    page.table.select([other], other)  # before the answer
    tab.begin(0)
    fill(tab.composers[0], guest="Otra Ficticia")
    wait_until_idle(office.tasks)
    assert tab.composers[0].editors["guest"].said() == "Otra Ficticia"
    assert tab.composers[0].isVisibleTo(tab)
    page.table.select([first], first)
    wait_until_idle(office.tasks)
    assert not tab.composers[0].isVisibleTo(tab)
    assert sum(tab.view.lines.line(n).title == "Rosa Ficticia" for n in range(tab.view.lines.rowCount())) == 1


def test_nothing_is_shown_for_no_record_though_an_answer_comes_late(tab: Any, office: MainWindow) -> None:
    tab.load()
    tab.show_record("meetings", None)
    wait_until_idle(office.tasks)
    assert tab.view.lines.rowCount() == 0


def test_projects_are_linked_and_taken_away_in_the_form(tab: Any, office: MainWindow) -> None:
    page: Any = office.page()
    page.detail.show_tab(0)
    wait_until_idle(office.tasks)
    field = page.form.projects
    before = field.linked()
    projects = page_of(office, "projects")
    other = next(row for key in projects.model.keys if (row := projects.model.row(key)).key not in before)
    page_of(office, "meetings")
    choose(type("Holder", (), {"editors": {"link": field.editor}}), "link", other.key, other.name)
    wait_until_idle(office.tasks)
    assert set(field.linked()) == {*before, other.key}
    assert other.name in page.model.row(page.selected()[0]).projects
    field._take_away(other.key)
    wait_until_idle(office.tasks)
    assert field.linked() == before
