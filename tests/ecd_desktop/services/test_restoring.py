"""Bringing back a record as it was after a step, and the sentences where it cannot be."""

from datetime import date
from typing import Any

import pytest

from db.records.action_items import State
from ecd_desktop.errors import Expected
from ecd_desktop.services import action_items, history, records, reference, restoring

ON = date(2026, 6, 9)
GDU = reference.key_of("organisations", "gdu")


def edited(desk: Any, key: Any, **values: Any) -> int:
    draft = desk.draft("action_items", key)
    for name, value in values.items():
        draft.set(name, value)
    action_items.save(desk.store, draft)
    return int(desk.store.seq)


def test_a_record_is_brought_back_as_it_was_after_a_step_as_one_change(desk: Any) -> None:
    key = desk.item(remarks="Antes")
    seq = edited(desk, key, description="Dos", unit_id=GDU)
    edited(desk, key, description="Tres", remarks=None)
    action_items.cancel(desk.store, [key], on=ON, reason="Por error")
    now = desk.read("action_items", key)
    outcome = restoring.restore_record(desk.store, "action_items", key, seq=seq)
    item = desk.read("action_items", key)
    assert len(outcome.applied) == 3
    assert (item["description"], item["remarks"], item["state"], item["unit_id"]) == (
        "Dos", "Antes", State.PENDING, GDU,
    )  # fmt: skip
    assert str(history.undoable(desk.store)).startswith("Bring back COM-2026-001 as it was on ")
    desk.undo()
    assert desk.read("action_items", key) == now


def test_a_deleted_record_comes_back_with_its_parts_as_it_was_after_an_earlier_step(desk: Any) -> None:
    key = desk.item()
    seq = int(desk.store.seq)
    action_items.report_progress(desk.store, [key], on=ON, progress=40, body="Se midió")
    edited(desk, key, description="Otro texto")
    records.delete(desk.store, "action_items", [key])
    restoring.restore_record(desk.store, "action_items", key, seq=seq)
    item = desk.read("action_items", key)
    assert (item["description"], item["progress"]) == ("Pintar el cruce", 0)
    assert [entry["body"] for entry in desk.all("progress_entries")] == ["Se midió"]
    desk.undo()
    assert desk.read("action_items", key) == {}
    assert desk.all("progress_entries") == []


def test_what_cannot_be_brought_back_is_said_and_nothing_changes(local_desk: Any) -> None:
    desk, before = local_desk, int(local_desk.store.seq)
    place = records.new_draft("organisations", name="Unidad ficticia")
    records.save(desk.store, place)
    key = desk.item(unit_id=place.key)
    linked = int(desk.store.seq)
    edited(desk, key, unit_id=None)
    records.delete(desk.store, "organisations", [place.key])
    state = desk.state()
    with pytest.raises(Expected, match="was not there after that step"):
        restoring.restore_record(desk.store, "action_items", key, seq=before)
    with pytest.raises(Expected, match="Responsible unit"):
        restoring.restore_record(desk.store, "action_items", key, seq=linked)
    with pytest.raises(Expected, match="Responsible unit"):
        restoring.restore_field(desk.store, "action_items", key, name="unit_id", seq=linked + 1)
    with pytest.raises(Expected, match="as it was then already"):
        restoring.restore_record(desk.store, "action_items", key, seq=int(desk.store.seq))
    with pytest.raises(Expected, match="stays as it was issued"):
        restoring.restore_record(desk.store, "minutes", key, seq=linked)
    assert desk.state() == state
    desk.store.redact("action_items", key, ["description"])
    with pytest.raises(Expected, match="erased"):
        restoring.restore_record(desk.store, "action_items", key, seq=linked)


def test_a_code_that_another_record_has_by_now_is_not_taken_from_it(local_desk: Any) -> None:
    desk = local_desk
    key = desk.item()
    seq = int(desk.store.seq)
    edited(desk, key, code="COM-2026-900")
    desk.new("action_items", description="Otro", code="COM-2026-001")
    with pytest.raises(Expected, match="Another record has the code COM-2026-001"):
        restoring.restore_record(desk.store, "action_items", key, seq=seq)


def test_an_upgrade_and_an_erasure_are_no_steps_to_be_taken_back(local_desk: Any) -> None:
    desk = local_desk
    key = desk.item()
    desk.store.redact("action_items", key, ["description"])
    for kind in ("migrate", "redact"):
        step = next(one for one in desk.store.activity() if one.kind == kind)
        with pytest.raises(Expected, match="nothing was changed"):
            history.undo_tx(desk.store, step.tx_id)
