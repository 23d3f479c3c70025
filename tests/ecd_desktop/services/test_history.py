"""Undo and redo in words, the story of a record, one earlier value, and what was deleted coming back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from db.records.action_items import State
from db.store import Store
from ecd_desktop import language
from ecd_desktop.errors import Expected
from ecd_desktop.services import action_items, history, records, reference, restoring

ON = date(2026, 6, 9)
GDU = reference.key_of("organisations", "gdu")


def edited(desk: Any, key: Any, **values: Any) -> None:
    draft = desk.draft("action_items", key)
    for name, value in values.items():
        draft.set(name, value)
    action_items.save(desk.store, draft)


def test_undo_and_redo_say_what_they_did(desk: Any) -> None:
    key = desk.item()
    action_items.complete(desk.store, [key], on=ON)
    assert history.undoable(desk.store) == "Complete COM-2026-001"
    told = history.undo(desk.store)
    assert (told.done, told.sentence) == (True, "Undone: Complete COM-2026-001.")
    assert history.redoable(desk.store) == "Complete COM-2026-001"
    assert history.redo(desk.store).sentence == "Redone: Complete COM-2026-001."
    assert desk.read("action_items", key)["state"] is State.DONE


def test_a_label_of_many_counts_them(local_desk: Any) -> None:
    keys = [local_desk.item() for _ in range(3)]
    action_items.complete(local_desk.store, keys, on=ON)
    assert history.undoable(local_desk.store) == "Complete 3 commitments"


def test_with_nothing_to_undo_it_says_so(desk: Any) -> None:
    assert history.undoable(desk.store) is None  # reference data is on nobody's stack
    assert history.undo(desk.store) == history.Told(False, "There is nothing to undo.")
    assert history.redo(desk.store).sentence == "There is nothing to redo."


def test_undo_of_a_step_in_the_middle_leaves_what_was_changed_since(desk: Any) -> None:
    key = desk.item()
    edited(desk, key, description="Dos", remarks="Nota")
    middle = desk.store.undoable()
    edited(desk, key, description="Tres")
    told = history.undo_tx(desk.store, middle.tx_id)
    assert told.sentence == "Undone: Edit COM-2026-001. 1 value was changed or used since and stays."
    assert len(told.conflicts) == 1
    item = desk.read("action_items", key)
    assert (item["description"], item["remarks"]) == ("Tres", None)


def test_undo_of_everything_changed_since_says_that_it_stays(local_desk: Any) -> None:
    key = local_desk.item()
    edited(local_desk, key, description="Dos")
    middle = local_desk.store.undoable()
    edited(local_desk, key, description="Tres")
    told = history.undo_tx(local_desk.store, middle.tx_id)
    assert not told.done
    assert "was left as it is" in told.sentence


def test_an_unknown_step_is_refused(local_desk: Any) -> None:
    with pytest.raises(Expected):
        history.undo_tx(local_desk.store, GDU)


def test_undo_survives_a_restart(office_sqlite_url: str, open_store: Callable[..., Store]) -> None:
    first = open_store(office_sqlite_url)
    draft = records.new_draft("places", name="Los Luceros")
    records.save(first, draft)
    first.close()
    again = open_store(office_sqlite_url)
    assert history.undoable(again) == "New place “Los Luceros”"
    assert history.undo(again).done


def test_the_story_of_a_record_is_told_in_the_language_in_force(desk: Any) -> None:
    key = desk.item()
    edited(desk, key, unit_id=GDU, physical_works=True)
    newest, oldest = history.story(desk.store, "action_items", key)
    assert (newest.label, newest.op, oldest.op) == ("Edit COM-2026-001", "U", "I")
    assert [(one.name, one.before, one.after) for one in newest.changes] == [
        ("unit_id", "", "Gerencia de Desarrollo Urbano"), ("physical_works", "No", "Yes"),
    ]  # fmt: skip
    assert ("due_on", "", "30/06/2026") in [(one.name, one.before, one.after) for one in oldest.changes]
    with language.in_language("es"):
        told = history.story(desk.store, "action_items", key)[0]
    assert told.changes[1].after in ("Sí", "Yes")  # Yes until the catalogue has it
    assert [line.label for line in history.activity(desk.store, limit=2)] == [
        "Edit COM-2026-001", "New commitment COM-2026-001",
    ]  # fmt: skip


def test_a_label_of_another_version_is_shown_without_its_places() -> None:
    assert history.label("Complete {something}", {}) == "Complete {something}"


def test_one_field_gets_back_an_earlier_value_with_its_group(desk: Any) -> None:
    key = desk.item()
    action_items.cancel(desk.store, [key], on=ON, reason="Por error")
    edited(desk, key, remarks="Otra cosa")
    cancelled = next(line for line in history.story(desk.store, "action_items", key) if line.label.startswith("Cancel"))
    outcome = restoring.restore_field(desk.store, "action_items", key, name="state", seq=cancelled.seq)
    assert len(outcome.applied) == 1
    item = desk.read("action_items", key)
    assert (item["state"], item["state_reason"], item["remarks"]) == (State.PENDING, None, "Otra cosa")
    desk.undo()
    assert desk.read("action_items", key)["state_reason"] == "Por error"


def test_there_is_no_value_from_before_the_record(local_desk: Any) -> None:
    key = local_desk.item()
    (made,) = history.story(local_desk.store, "action_items", key)
    with pytest.raises(Expected):
        restoring.restore_field(local_desk.store, "action_items", key, name="state", seq=made.seq)
