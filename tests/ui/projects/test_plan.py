"""The milestones and the budget of a project in its tabs: moved with a reason, reached, spent, overspent in words."""

from typing import Any

import pytest

from db.queries.budgets import BudgetRow
from db.records import new_key
from db.records.budgets import FundingSource
from ecd_desktop.language import format_money
from tests.ui.asking import fill, question
from tests.ui.example import page_of, wait_until_idle
from ui.budget_tab import lines_of
from ui.main_window import MainWindow


@pytest.fixture
def page(office: MainWindow) -> Any:
    return page_of(office, "projects")


def lines(tab: Any) -> list[Any]:
    return [tab.view.lines.line(n) for n in range(tab.view.lines.rowCount())]


def named(tab: Any, title: str) -> Any:
    (found,) = [line for line in lines(tab) if line.title == title]
    return found


def press(office: MainWindow, tab: Any, line: Any, letter: str) -> None:
    tab.view.select([line.key], line.key)
    tab.view.pressed_key.emit(letter)
    wait_until_idle(office.tasks)


def test_milestones_move_with_a_reason_and_expenses_are_noted_until_a_line_is_overspent(
    page: Any, office: MainWindow
) -> None:
    key = next(key for key in page.model.keys if "Ruta segura" in page.model.row(key).name)
    page.table.select([key], key)
    page.detail.show_tab(2)
    wait_until_idle(office.tasks)
    tab = page.detail.tab(2)
    first, design = lines(tab)[0], named(tab, "Diseño de cruces aprobado")
    assert (first.fixed, first.title[0], "40 %" in first.small) == (True, "2", True)
    assert design.body.count("\n") == 1, "both of its moves are told with their reasons"
    press(office, tab, named(tab, "Entrega a la comunidad"), "R")
    asked = question(office)
    fill(asked, to="+200", reason=" ")
    asked.give()
    wait_until_idle(office.tasks)
    assert asked.isVisible(), "a move without its reason is not taken"
    fill(asked, reason="Se espera la segunda donación")
    asked.give()
    wait_until_idle(office.tasks)
    moved = named(tab, "Entrega a la comunidad")
    assert "+" in moved.urgent
    assert "Se espera la segunda donación" in moved.body
    press(office, tab, moved, "C")
    question(office).give()
    wait_until_idle(office.tasks)
    assert lines(tab)[0].title[0] == "3"
    press(office, tab, moved, "N")
    assert lines(tab)[0].title[0] == "2"
    page.detail.show_tab(3)
    wait_until_idle(office.tasks)
    tab = page.detail.tab(3)
    paint = named(tab, "Pintura para los cruces")
    assert paint.pill == ""
    press(office, tab, paint, "G")
    asked = question(office)
    fill(asked, amount="0.01", document="Boleta 9")
    asked.give()
    wait_until_idle(office.tasks)
    paint = named(tab, "Pintura para los cruces")
    assert (paint.mark_words != "", paint.pill != "", format_money(1) in paint.body) == (True, True, True)
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert named(tab, "Pintura para los cruces").pill == ""


def test_a_budget_in_the_form_that_is_not_what_its_sources_plan_is_said_under_their_sum() -> None:
    row = BudgetRow(new_key(), new_key(), FundingSource.OWN, None, None, "Obra", 2026, 100, 0)
    _sum, differs, _line = lines_of([row], (), 120)
    assert (differs.fixed, format_money(120) in differs.title, format_money(20) in differs.title) == (True, True, True)
    assert len(lines_of([row], (), 100)) == len(lines_of([row], ())) == 2
