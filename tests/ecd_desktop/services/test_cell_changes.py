"""Many cells at once: each is judged by the rules of its record, what is fine is one change, and nothing is skipped."""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest

from db.records.action_items import Priority, State
from db.records.base import new_key
from db.records.cases import CaseState
from db.store import Store
from ecd_desktop.language import N_
from ecd_desktop.services import action_items, cell_changes, field_changes, history
from ecd_desktop.services.cell_changes import Fate, Newcomer, Want, judge, write
from tests.ecd_desktop.services.conftest import Desk

LABEL = (N_("Paste a cell"), N_("Paste {n} cells"))
ON = date(2026, 6, 10)


@pytest.fixture
def local(local_office: Store) -> Desk:
    return Desk(local_office)


def fates(desk: Any, entity: str, wants: list[Want], **more: Any) -> list[Fate]:
    return [one.fate for one in judge(desk.store, entity, wants, on=ON, **more).cells]


def test_what_would_become_of_each_cell_is_said_and_nothing_is_written(local: Any) -> None:
    one, two = local.item(), local.item(remarks="nota")
    seq = local.store.seq
    judged = judge(local.store, "action_items", [
        Want(one, "remarks", "otra"), Want(two, "remarks", "nota"), Want(one, "description", None),
        Want(one, "priority", Priority.HIGH), Want(one, "priority", Priority.LOW), Want(new_key(), "remarks", "x"),
    ], on=ON)  # fmt: skip
    assert [cell.fate for cell in judged.cells] == [
        Fate.FINE, Fate.SAME, Fate.REFUSED, Fate.FINE, Fate.REFUSED, Fate.REFUSED,
    ]  # fmt: skip
    assert [bool(cell.why) for cell in judged.cells] == [False, False, True, False, True, True]
    assert local.store.seq == seq
    assert len(judged.fine()) == 2


def test_what_is_fine_is_written_as_one_change_that_undo_takes_back(desk: Any) -> None:
    keys = [desk.item() for _n in range(3)]
    before = [desk.read("action_items", key) for key in keys]
    wants = [Want(key, "remarks", f"nota {n}") for n, key in enumerate(keys)]
    wants += [Want(key, "progress", 10 * n) for n, key in enumerate(keys)]
    wants += [Want(keys[0], "state", State.DONE)]
    judged = judge(desk.store, "action_items", wants, on=ON)
    assert [cell.fate for cell in judged.cells if cell.want.value != 0] == [Fate.FINE] * 6
    assert write(desk.store, "action_items", judged.fine(), LABEL, on=ON) == len(judged.fine())
    after = [desk.read("action_items", key) for key in keys]
    assert [one["remarks"] for one in after] == ["nota 0", "nota 1", "nota 2"]
    assert [one["progress"] for one in after] == [100, 10, 20]
    assert after[0]["state"] is State.DONE
    assert after[0]["reported_on"] == ON
    assert len(desk.all("progress_entries", action_item_id=keys[2])) == 1  # progress enters the log, as by its verb
    assert history.undoable(desk.store) == "Paste 6 cells"
    desk.undo()
    assert [desk.read("action_items", key) for key in keys] == before
    assert desk.store.verify() == []


def test_a_due_date_that_moves_wants_a_reason_and_keeps_it(local: Any) -> None:
    first, moving = local.item(due_on=None), local.item(due_on=date(2026, 7, 1))
    wants = [Want(first, "due_on", date(2026, 8, 1)), Want(moving, "due_on", date(2026, 8, 2))]
    assert fates(local, "action_items", wants) == [Fate.FINE, Fate.REASON]
    judged = judge(local.store, "action_items", wants, reasons={"due_on": "Lluvias"}, on=ON)
    assert [cell.fate for cell in judged.cells] == [Fate.FINE, Fate.FINE]
    assert [cell.reasoned for cell in judged.cells] == [False, True]
    write(local.store, "action_items", judged.fine(), LABEL, reasons={"due_on": "Lluvias"}, on=ON)
    assert [one["reason"] for one in local.all("reschedules", action_item_id=moving)] == ["Lluvias"]
    assert local.all("reschedules", action_item_id=first) == []


def test_states_follow_or_are_refused_with_the_sentence_of_their_verb(local: Any) -> None:
    open_, done = local.item(), local.item()
    action_items.complete(local.store, [done], on=ON)
    judged = judge(local.store, "action_items", [
        Want(open_, "state", State.VERIFIED), Want(open_, "progress", 150), Want(done, "progress", 20),
        Want(done, "due_on", date(2026, 9, 1)),
    ], on=ON)  # fmt: skip
    assert {cell.fate for cell in judged.cells} == {Fate.REFUSED}
    assert all(cell.why for cell in judged.cells)
    assert "cannot become" in judged.cells[0].why
    cells = [Want(open_, "state", State.TRANSFERRED), Want(done, "state", State.IN_PROGRESS),
             Want(done, "code", "X")]  # fmt: skip
    assert fates(local, "action_items", cells) == [Fate.ASKS, Fate.REASON, Fate.REFUSED]
    case = local.new("cases", title="Poste sin luz")
    assert fates(local, "cases", [Want(case, "state", CaseState.CLOSED)]) == [Fate.ASKS]


def test_a_meeting_that_is_called_off_wants_a_reason_in_a_cell_too(local: Desk) -> None:
    from db.records.meetings import MeetingState

    key = local.new("meetings", held_on=date(2026, 6, 1))
    wants = [Want(key, "state", MeetingState.SUSPENDED)]
    assert fates(local, "meetings", wants) == [Fate.REASON]
    judged = judge(local.store, "meetings", wants, reasons={"state": "Paro de transportes"}, on=ON)
    write(local.store, "meetings", judged.fine(), LABEL, reasons={"state": "Paro de transportes"}, on=ON)
    assert local.read("meetings", key)["state_reason"] == "Paro de transportes"


def test_a_state_that_the_progress_of_its_row_brings_about_is_no_second_step(local: Desk) -> None:
    key = local.item()
    wants = [Want(key, "state", State.IN_PROGRESS), Want(key, "progress", 30)]
    judged = judge(local.store, "action_items", wants, on=ON)
    assert [cell.fate for cell in judged.cells] == [Fate.FINE, Fate.FINE]
    write(local.store, "action_items", judged.fine(), LABEL, on=ON)
    now = local.read("action_items", key)
    assert (now["state"], now["progress"]) == (State.IN_PROGRESS, 30)


def test_what_fails_leaves_the_others_as_they_were_judged(desk: Any) -> None:
    """Some of one value are refused: the rest of that value is fine, and all of it is written."""
    good, bad, more = desk.item(), desk.item(), desk.item()
    action_items.complete(desk.store, [bad], on=ON)
    wants = [Want(key, "progress", 40) for key in (good, bad, more)]
    judged = judge(desk.store, "action_items", wants, on=ON)
    assert [cell.fate for cell in judged.cells] == [Fate.FINE, Fate.REFUSED, Fate.FINE]
    write(desk.store, "action_items", judged.fine(), LABEL, on=ON)
    assert [desk.read("action_items", key)["progress"] for key in (good, bad, more)] == [40, 100, 40]


def test_a_cell_that_somebody_changed_after_the_preview_stops_all_of_it(desk: Any) -> None:
    one, two = desk.item(), desk.item()
    judged = judge(desk.store, "action_items", [Want(one, "remarks", "a"), Want(two, "remarks", "b")], on=ON)
    field_changes.change_fields(desk.store, "action_items", [two], {"remarks": "de otra persona"})
    seq = desk.store.seq
    with pytest.raises(cell_changes.Moved):
        write(desk.store, "action_items", judged.fine(), LABEL, on=ON)
    assert desk.store.seq == seq
    assert desk.read("action_items", one)["remarks"] is None


def test_a_person_is_made_with_the_cells_that_name_them_and_goes_with_their_undo(local: Any) -> None:
    item = local.item()
    new = Newcomer("people", new_key(), "Ríos Vela, Ana")
    people = len(local.all("people"))
    wants = [Want(item, "person_id", new.key)]
    judged = judge(local.store, "action_items", wants, made=[new], on=ON)
    assert [cell.fate for cell in judged.cells] == [Fate.FINE]
    assert judged.names[new.key] == "Ríos Vela, Ana"
    assert len(local.all("people")) == people
    write(local.store, "action_items", judged.fine(), LABEL, made=[new], on=ON)
    assert local.read("people", new.key)["family_names"] == "Ríos Vela"
    local.undo()
    assert len(local.all("people")) == people
    assert local.read("action_items", item)["person_id"] is None


def test_rules_of_the_whole_record_are_told_in_the_cell_that_breaks_them(local: Any) -> None:
    key = local.new("projects", name="Parque", starts_on=date(2026, 3, 1))
    judged = judge(local.store, "projects", [
        Want(key, "ends_on", date(2026, 2, 1)), Want(key, "remarks", "queda"),
    ], on=ON)  # fmt: skip
    assert [cell.fate for cell in judged.cells] == [Fate.REFUSED, Fate.FINE]
    both = [Want(key, "ends_on", date(2026, 2, 1)), Want(key, "starts_on", date(2026, 1, 1))]
    assert fates(local, "projects", both) == [Fate.FINE, Fate.FINE]  # judged together, as they are written


def test_whatever_is_judged_fine_stands_there_afterwards_and_nothing_else_moved(local: Desk) -> None:
    random, counted = Random(5), Counter[Fate]()
    values: dict[str, list[Any]] = {
        "due_on": [None, date(2026, 7, 1), date(2026, 9, 1)], "progress": [0, 30, 100, 101],
        "state": list(State), "remarks": [None, "nota"], "description": [None, "otra cosa"],
        "priority": list(Priority), "agreed_on": [None, date(2026, 5, 1), date(1800, 1, 1)],
    }  # fmt: skip
    keys = [local.item(due_on=None if n % 2 else date(2026, 7, 1)) for n in range(6)]
    action_items.complete(local.store, keys[:1], on=ON)
    action_items.cancel(local.store, keys[1:2], on=ON, reason="Ya no se debe")
    for _round in range(14):
        names = random.choices([*values, *["due_on"] * 5, "state"], k=10)
        wants = [Want(random.choice(keys), name, random.choice(values[name])) for name in names]
        before = {key: local.read("action_items", key) for key in keys}
        reasons = random.choice([{}, {}, {"due_on": "Lluvias", "state": "Así se acordó"}])
        judged = judge(local.store, "action_items", wants, reasons=reasons, on=ON)
        counted.update(one.fate for one in judged.cells)
        assert {key: local.read("action_items", key) for key in keys} == before
        fine = judged.fine()
        write(local.store, "action_items", fine, LABEL, reasons=reasons, on=ON)
        after = {key: local.read("action_items", key) for key in keys}
        states = {one.want.key for one in fine if one.want.field == "state"}
        for one in fine:
            follows = one.want.field == "progress" and one.want.key in states  # done is 100 %, whatever was reported
            assert follows or after[one.want.key][one.want.field] == one.want.value, one
        for key in set(keys) - {one.want.key for one in fine}:
            assert after[key] == before[key]
        if fine and random.random() < 0.5:
            local.undo()
            assert {key: local.read("action_items", key) for key in keys} == before
    assert min(counted[fate] for fate in (Fate.FINE, Fate.SAME, Fate.REASON, Fate.REFUSED)) >= 4, counted
    assert local.store.verify() == []
