"""The activity: every step of the database, what it did, and taking any of them back."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from db.queries import action_items
from db.queries.listing import Ask
from ecd_desktop.calendar import Calendar, clock, today
from ecd_desktop.services import action_items as verbs
from tests.ui.program import Desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, example_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(example_url.removeprefix("sqlite:///"), first="history")


def some(desk: Desk, n: int) -> list[Any]:
    def job(store: Any) -> list[Any]:
        with store.reading() as session:
            return list(action_items.LISTING.keys(session, Ask(clock=clock(today(), Calendar()))))[:n]

    found: list[Any] = desk.ask(job)
    return found


def labels(page: Any) -> list[str]:
    return [page.view.lines.line(row).title for row in range(page.view.lines.rowCount())]


def test_steps_stand_newest_first_with_who_and_when(desk: Desk) -> None:
    page: Any = desk.window.page()
    assert page.view.lines.rowCount() == len(page.steps) >= 2
    assert [step.seq for step in page.steps] == sorted((step.seq for step in page.steps), reverse=True)
    assert "Prueba Ficticia" in page.view.lines.line(0).small


def test_a_step_in_the_middle_is_taken_back_and_the_later_ones_stay(desk: Desk) -> None:
    page: Any = desk.window.page()
    first, second = some(desk, 2)
    before = desk.count(action_items.LISTING)
    desk.window.here.do(verbs.delete, [first])
    desk.rest()
    desk.window.here.do(verbs.delete, [second])
    desk.rest()
    assert desk.count(action_items.LISTING) == before - 2
    older = page.steps[1]
    page.view.select([older.tx_id], older.tx_id)
    desk.rest()
    assert page.pane.undo.isVisible()
    page.pane.undo.click()
    desk.until(lambda: page.steps[0].kind == "undo")
    assert desk.count(action_items.LISTING) == before - 1
    assert first in some(desk, 1000)


def test_what_a_step_did_is_told_record_by_record(desk: Desk) -> None:
    page: Any = desk.window.page()
    (key,) = some(desk, 1)
    desk.window.here.do(verbs.delete, [key])
    desk.rest()
    step = page.steps[0]
    page.view.select([step.tx_id], step.tx_id)
    desk.rest()
    words = " ".join(label.text() for label in page.pane.findChildren(type(page.pane.heading)))
    assert step.label in words
    assert "COM-" in words


def test_an_upgrade_of_the_database_offers_no_undo(desk: Desk) -> None:
    page: Any = desk.window.page()
    step = next(step for step in page.steps if step.kind == "migrate")
    page.view.select([step.tx_id], step.tx_id)
    desk.rest()
    assert not page.pane.undo.isVisible()
    desk.window.registry.refresh()
    assert not desk.window.registry["history.undo_step"].isEnabled()


def test_the_filter_and_the_chips_narrow_the_list(desk: Desk) -> None:
    page: Any = desk.window.page()
    every = page.view.lines.rowCount()
    page.imports.click()
    assert 0 < page.view.lines.rowCount() < every
    page.imports.click()
    page.field.setText("no hay tal paso")
    page._show()
    assert page._middle.currentIndex() == 2
    page._clear()
    assert page.view.lines.rowCount() == every
