"""Back and forward: the places visited, what was selected in them, how far they were scrolled; also after a restart."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.program import Desk
from ui import application


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, example_url: str) -> Desk:
    return Desk(qtbot, tmp_path, (1366, 600)).open(example_url.removeprefix("sqlite:///"), first="action_items")


def press(desk: Desk, command: str) -> None:
    desk.window.registry[command].trigger()
    desk.rest()


@pytest.mark.row(8)
def test_two_steps_back_show_the_first_place_with_its_selection_and_scroll(desk: Desk) -> None:
    page: Any = desk.window.page()
    keys = [page.model.keys[12], page.model.keys[13]]
    page.table.select(keys, keys[0])
    desk.rest()
    page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().value() - 1)
    scrolled = page.table.verticalScrollBar().value()
    desk.go("cases")
    desk.go("people")
    press(desk, "shell.back")
    assert desk.window.place() == "cases"
    press(desk, "shell.back")
    assert desk.window.place() == "action_items"
    assert desk.window.here.keys == tuple(keys)
    assert page.table.verticalScrollBar().value() == scrolled
    press(desk, "shell.forward")
    press(desk, "shell.forward")
    assert desk.window.place() == "people"


@pytest.mark.row(8)
def test_a_record_opened_from_elsewhere_in_the_same_place_is_a_step_of_its_own(desk: Desk) -> None:
    page: Any = desk.window.page()
    first, later = page.model.keys[1], page.model.keys[20]
    page.table.select([first], first)
    desk.rest()
    desk.window.here.open("action_items", later)
    desk.rest()
    assert desk.window.here.keys == (later,)
    press(desk, "shell.back")
    assert desk.window.here.keys == (first,)
    press(desk, "shell.forward")
    assert desk.window.here.keys == (later,)


def test_what_was_deleted_meanwhile_is_passed_over(desk: Desk) -> None:
    from ecd_desktop.services import action_items as verbs

    page: Any = desk.window.page()
    key = page.model.keys[3]
    page.table.select([key], key)
    desk.go("people")
    desk.window.here.do(verbs.delete, [key])
    desk.rest()
    press(desk, "shell.back")
    assert desk.window.place() == "action_items"
    assert key not in desk.window.here.keys


@pytest.mark.row(83)
def test_place_and_selection_are_there_again_at_the_next_start(
    qtbot: QtBot, tmp_path: Path, example_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    application.remember_in(tmp_path / "window.ini")
    path = example_url.removeprefix("sqlite:///")
    before = Desk(qtbot, tmp_path).open(path, first="people")
    page: Any = before.window.page()
    key = page.model.keys[4]
    page.table.select([key], key)
    before.rest()
    before.window.close()
    qtbot.waitUntil(lambda: not before.window.isVisible())
    after = Desk(qtbot, tmp_path).open(path)
    assert after.window.place() == "people"
    wait: Callable[[], bool] = lambda: after.window.here.keys == (key,)  # noqa: E731
    after.until(wait)
    application.forget()
