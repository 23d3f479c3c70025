"""Copies that go along on a laptop, from the window: taken, listed, not waited for, and told for what they are."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from db.engines import url_of
from db.store import Store
from ecd_desktop.services import reconciling
from tests.db.making import add_unit
from tests.ui.audits.walking import open_dialogs
from tests.ui.program import Desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, sqlite_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(sqlite_url.removeprefix("sqlite:///"), first="settings")


def test_a_copy_is_taken_with_the_keys_and_listed_and_opens_as_what_it_is(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card: Any = desk.window.page().laptops  # type: ignore[union-attr]
    offered: list[str] = []

    def choose(_parent: Any, _title: str, name: str, *_more: Any, **_options: Any) -> tuple[str, str]:
        offered.append(Path(name).name)
        return str(tmp_path / "viaje.db"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    desk.window.registry["database.take"].trigger()
    (dialog,) = open_dialogs()
    QTest.keyClick(dialog.whom, Qt.Key.Key_Return)
    assert "Say with whom" in dialog.bar._words.text()  # nothing was written yet
    QTest.keyClicks(dialog.whom, "Rosa Quispe")
    QTest.keyClick(dialog.whom, Qt.Key.Key_Return)
    desk.rest()
    assert open_dialogs() == []
    assert [name.endswith("Rosa Quispe.db") for name in offered] == [True]
    assert (tmp_path / "viaje.db").exists()
    (button,) = card.withdrawals
    assert "Rosa Quispe" in button.accessibleName()
    button.click()
    desk.rest()
    assert card.withdrawals == []

    copy = Store.open(url_of(str(tmp_path / "viaje.db")), who="Rosa Quispe")
    add_unit(copy, "Junta vecinal")
    copy.close()
    desk.program.receive([tmp_path / "viaje.db"])
    desk.until(lambda: desk.window.place() == "reconciling")
    (point,) = desk.ask(reconciling.review).points
    assert point.words == "Junta vecinal"

    name = desk.window.tasks.database.path.stem  # type: ignore[union-attr]
    desk.open(str(tmp_path / "viaje.db"), first="settings")
    assert desk.window.status._database.whole() == f"Copy of {name} with Rosa Quispe"
    registry = desk.window.registry
    for command in ("database.take", "database.bring", "shell.export", "shell.receive"):
        assert not registry[command].isEnabled()
        assert f"This is the copy of {name}" in registry[command].toolTip()
    assert f"This is the copy of {name}" in desk.window.page().laptops._about.text()  # type: ignore[union-attr]
