"""A project without a mouse: begun, moved through its stages, measured, with a lesson applied, and on paper."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtTest import QTest

from db.queries import lessons, project_parts
from db.queries.indicators import of_projects
from ecd_desktop import attainment
from tests.journeys.keys import CTRL, KEY, Keyboard
from tests.journeys.steps import ask, go, inside, question, run, to_field
from ui.main_window import MainWindow

pytestmark = pytest.mark.row(107)


def test_a_project_is_begun_staged_measured_taught_and_printed(opened: Callable[[], MainWindow]) -> None:
    window = opened()
    keys = Keyboard(window)
    page = go(window, keys, "projects")
    before = set(page.model.keys)

    keys.press(KEY.Key_N, CTRL)
    keys.type("Ruta segura a la cuna ficticia")
    to_field(keys, page, "intervention_type_id")
    keys.type("ruta")
    keys.press(KEY.Key_Return)
    keys.press(KEY.Key_S, CTRL)
    (project,) = set(page.model.keys) - before

    # Idea, Prioritised, and then a gate that lacks something: refused, then explained
    to_field(keys, page, "stage_id")
    for _stage in range(2):
        keys.press(KEY.Key_Down)
        keys.press(KEY.Key_S, CTRL)
        keys.rest()
    assert question(window) is None
    assert page.model.row(project).stage_position == 2
    keys.press(KEY.Key_Down)
    keys.press(KEY.Key_S, CTRL)
    asked = question(window)
    assert asked is not None
    keys.press(KEY.Key_Escape)
    assert page.model.row(project).stage_position == 2
    keys.rest()
    keys.press(KEY.Key_S, CTRL)
    assert question(window) is not None
    keys.type("La alcaldía lo pidió por escrito")
    keys.press(KEY.Key_Return)
    assert page.model.row(project).stage_position == 3
    moves = ask(window, lambda session: project_parts.stage_history(session, project))
    assert [move.after_position for move in moves] == [1, 2, 3]
    assert "alcaldía" in moves[-1].reason
    assert moves[-1].missing

    # an indicator and two measurements
    page = go(window, keys, "indicators")
    before = set(page.model.keys)
    keys.press(KEY.Key_N, CTRL)
    keys.type("Cuidadoras que se sienten seguras")
    to_field(keys, page, "project_id")
    keys.type("cuna ficticia")
    keys.press(KEY.Key_Return)
    for name, text in (("baseline", "41"), ("target", "65")):
        to_field(keys, page, name)
        keys.type(text)
    keys.press(KEY.Key_S, CTRL)
    (indicator,) = set(page.model.keys) - before
    page.table.select([indicator], indicator)
    for value in ("52", "68"):
        page.focus()
        keys.rest()
        keys.command("indicators.measure")
        asked = question(window)
        assert asked is not None
        keys.tab_to(lambda focus, asked=asked: inside(focus, asked.answers.editors["value"]))
        keys.type(value)
        keys.press(KEY.Key_Return)
    (facts,) = ask(window, lambda session: of_projects(session, [project]))
    assert sorted(str(one.value.normalize()) for one in facts.measured) == ["52", "68"]
    best = max(one.value for one in facts.measured)
    assert attainment.attainment(facts.baseline, facts.target, best) == Decimal("112.5")

    # a lesson is applied, and the sheet is looked at before it is printed
    page = go(window, keys, "lessons")
    row = next(key for key in page.model.keys if page.model.row(key).state.value == "published")
    page.table.select([row], row)
    page.focus()
    keys.rest()
    keys.command("lessons.apply")
    asked = question(window)
    assert asked is not None
    keys.tab_to(lambda focus: inside(focus, asked.answers.editors["project_id"]))
    keys.type("cuna ficticia")
    keys.press(KEY.Key_Return)
    keys.tab_to(lambda focus: inside(focus, asked.answers.editors["reason"]))
    keys.type("incluido en expediente")
    keys.tab_to(lambda focus: focus is asked.verb)
    keys.press(KEY.Key_Return)
    taken = ask(window, lambda session: lessons.of_project(session, project))
    assert [one.reason for one in taken.incorporated] == ["incluido en expediente"]

    page = go(window, keys, "projects")
    page.table.select([project], project)
    page.focus()
    keys.rest()
    run(window, keys, "projects.sheet")
    QTest.qWait(400)  # a pause after the last choice, then it is made
    keys.rest()
    reports: Any = window.page()
    assert window.place() == "reports"
    assert reports.preview.has_file()
    assert len(reports.preview.pages.sizes) <= 2
