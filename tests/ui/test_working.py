"""A change that takes its time says how far it is and can be stopped: then nothing of it is there."""

import threading
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from db.queries import action_items
from db.queries.listing import Ask
from db.records.action_items import Priority
from ecd_desktop.calendar import Calendar, clock, today
from ecd_desktop.services import action_items as verbs
from ecd_desktop.services import field_changes
from tests.ui.program import Desk
from ui.widgets.bulk_change import BulkChange


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, example_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(example_url.removeprefix("sqlite:///"), first="action_items")


class Gate:
    """Holds the database thread in the middle of a change."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def wait(self) -> None:
        self.reached.set()
        assert self.opened.wait(60)


def priorities(desk: Desk) -> list[Any]:
    def job(store: Any) -> list[Any]:
        with store.reading() as session:
            rows = action_items.LISTING.all(session, Ask(clock=clock(today(), Calendar())))
            return sorted((str(row.key), row.priority) for row in rows)

    found: list[Any] = desk.ask(job)
    return found


def test_a_change_under_way_offers_to_stop_it_and_then_nothing_was_changed(desk: Desk) -> None:
    window, gate = desk.window, Gate()
    before = priorities(desk)
    keys = list(desk.window.page().model.keys)  # type: ignore[union-attr]

    def slow(store: Any) -> None:
        gate.wait()
        verbs.set_priority(store, keys, priority=Priority.LOW)

    window.here.do(slow)
    desk.qtbot.waitUntil(gate.reached.is_set, timeout=60_000)
    window.working.look()
    window.working.look()
    assert window.notices.text() == "This takes a moment."
    window.notices.press()
    window.working.look()
    gate.opened.set()
    desk.rest()
    assert window.notices.text() == "It was stopped. Nothing was changed."
    assert window.errors.text() == ""
    assert window.tasks.under_way == []
    assert priorities(desk) == before


def test_cancel_in_the_dialog_stops_the_change_and_keeps_what_was_typed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, gate = desk.window, Gate()
    before = priorities(desk)
    give = field_changes.change_fields

    def slow(*args: Any, **more: Any) -> Any:
        gate.wait()
        return give(*args, **more)

    monkeypatch.setattr(field_changes, "change_fields", slow)
    page: Any = window.page()
    page.table.selectAll()
    desk.rest()
    window.registry["action_items.change"].trigger()
    desk.rest()
    (asked,) = window.findChildren(BulkChange)
    asked.field.setCurrentIndex(asked.field.findData("priority"))
    desk.rest()
    asked.answers.editors["priority"].show_value(Priority.LOW, "")
    asked.give()
    desk.qtbot.waitUntil(gate.reached.is_set, timeout=60_000)
    asked.cancel.click()
    assert asked.isVisible()
    assert asked.busy.text() == "Stopping…"
    gate.opened.set()
    desk.rest()
    assert asked.isVisible()
    assert asked.bar.accessibleName() == "It was stopped. Nothing was changed."
    assert priorities(desk) == before
    asked.cancel.click()
    assert not asked.isVisible()
