"""The settings page on spelling: the switch acts at once, and a computer without a spell checker is told so."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ecd_desktop import spelling
from tests.ui.program import Desk
from ui.settings.editors import SettingEditor
from ui.widgets.spelling import spelling_of


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, sqlite_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(sqlite_url.removeprefix("sqlite:///"), first="settings")


def editor_of(desk: Desk) -> SettingEditor:
    page: Any = desk.window.page()
    return page.editors["spelling"]  # type: ignore[no-any-return]


@pytest.mark.row(77)
def test_the_switch_is_on_at_first_and_acts_at_once(desk: Desk) -> None:
    heard: list[object] = []
    spelling_of(desk.window.here).learnt.connect(heard.append)
    editor: Any = editor_of(desk)
    assert editor.inner.isChecked()
    editor.inner.click()
    assert desk.settings.spelling is False
    assert not spelling_of(desk.window.here).on
    assert heard == [None]


@pytest.mark.parametrize("works", [True, False])
def test_a_computer_without_a_spell_checker_is_told_so(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, works: bool
) -> None:
    monkeypatch.setattr(spelling.speller, "_ask", lambda _question: {} if works else None)
    page: Any = desk.window.page()
    page.shown()
    qtbot.waitUntil(lambda: desk.window.here.tasks.idle)
    note = editor_of(desk)._note
    assert note.isVisible() is not works
    assert ("no spell checker" in note.text()) is not works
