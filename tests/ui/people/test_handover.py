"""The handover of a post is shown for correction, and copied; nothing is written."""

from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from tests.ui.asking import question
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow


def test_the_handover_of_a_post_is_shown_and_copied_and_changes_nothing(
    office: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page: Any = page_of(office, "people")
    key = next(key for key in page.model.keys if "Mariela" in page.model.row(key).name)
    page.table.select([key], key)
    wait_until_idle(office.tasks)
    copied: list[str] = []
    monkeypatch.setattr(QGuiApplication.clipboard(), "setText", copied.append)
    office.registry["people.handover"].trigger()
    wait_until_idle(office.tasks)
    asked = question(office)
    asked.give()
    wait_until_idle(office.tasks)
    (said,) = copied
    assert said.startswith("Handover of post: ")
    assert all(heading in said for heading in ("To be fulfilled (", "Owed to the post (", "Meetings ahead ("))
    assert "Mariela" in said
