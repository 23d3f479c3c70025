"""Fields changed outside a form: one labelled change, three ways compared, no rule skipped; and duplicates."""

from datetime import date
from typing import Any

import pytest

from db.errors import Invalid
from db.records import fields_of, record_class
from db.records.action_items import Priority, State
from db.records.cases import CaseState
from db.records.cases import Outcome as CaseOutcome
from ecd_desktop import language
from ecd_desktop.errors import Expected
from ecd_desktop.services import action_items, cases, field_changes, history, reference

GDU, OGAJ = (reference.key_of("organisations", name) for name in ("gdu", "ogaj"))


def test_one_field_of_several_records_is_one_change_with_a_name(desk: Any) -> None:
    keys = [desk.item() for _n in range(12)]
    outcome = field_changes.change_fields(desk.store, "action_items", keys, {"unit_id": GDU})
    assert len(outcome.applied) == 12
    assert {desk.read("action_items", key)["unit_id"] for key in keys} == {GDU}
    assert history.undoable(desk.store) == "Change “Responsible unit” of 12 commitments"
    desk.undo()
    assert {desk.read("action_items", key)["unit_id"] for key in keys} == {None}


def test_one_record_is_named_by_its_code_and_the_field_in_the_language_in_force(desk: Any) -> None:
    key = desk.item()
    field_changes.change_fields(desk.store, "action_items", [key], {"priority": Priority.HIGH})
    assert history.undoable(desk.store) == "Change “Priority” of COM-2026-001"
    with language.in_language("es"):
        assert "Prioridad" in str(history.undoable(desk.store))


def test_what_somebody_else_changed_since_is_left_to_be_decided(desk: Any) -> None:
    key, other = desk.item(), desk.item()
    seen = {key: dict(desk.read("action_items", key)), other: dict(desk.read("action_items", other))}
    field_changes.change_fields(desk.store, "action_items", [key], {"unit_id": GDU})
    outcome = field_changes.change_fields(desk.store, "action_items", [key, other], {"unit_id": OGAJ}, seen)
    assert [conflict.wish.key for conflict in outcome.conflicts] == [key]
    assert desk.read("action_items", key)["unit_id"] == GDU
    assert desk.read("action_items", other)["unit_id"] == OGAJ


def test_another_field_that_was_changed_meanwhile_is_no_conflict(desk: Any) -> None:
    key = desk.item()
    seen = {key: dict(desk.read("action_items", key))}
    field_changes.change_fields(desk.store, "action_items", [key], {"priority": Priority.HIGH})
    outcome = field_changes.change_fields(desk.store, "action_items", [key], {"remarks": "Ver acta"}, seen)
    assert not outcome.conflicts
    assert desk.read("action_items", key)["priority"] is Priority.HIGH


@pytest.mark.parametrize("name", ["state", "due_on", "progress", "code", "blocked_reason"])
def test_what_has_a_verb_of_its_own_is_not_changed_around_it(desk: Any, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        field_changes.change_fields(desk.store, "action_items", [desk.item()], {name: None})


def test_every_field_with_a_verb_is_a_field(desk: Any) -> None:
    for names in (field_changes.RULED, field_changes.BEGINS):
        for entity, held in names.items():
            assert held <= set(fields_of(record_class(entity)))


def test_a_needed_field_cannot_be_cleared(desk: Any) -> None:
    key = desk.item()
    with pytest.raises(Invalid):
        field_changes.change_fields(desk.store, "action_items", [key], {"description": None})
    assert desk.read("action_items", key)["description"] == "Pintar el cruce"


def test_a_closed_case_has_no_next_step(desk: Any) -> None:
    key = desk.new("cases", title="Poste sin luz")
    cases.close(desk.store, key, outcome=CaseOutcome.SOLVED, on=date(2026, 6, 9))
    with pytest.raises(Expected):
        field_changes.change_fields(desk.store, "cases", [key], {"next_step": "Llamar"})
    assert desk.read("cases", key)["state"] is CaseState.CLOSED


def test_filling_down_copies_the_first_ones_fields_to_the_others(desk: Any) -> None:
    first = desk.item(unit_id=GDU)
    others = [desk.item(), desk.item(unit_id=OGAJ)]
    field_changes.fill_down(desk.store, "action_items", [first, *others], ["unit_id"])
    assert {desk.read("action_items", key)["unit_id"] for key in others} == {GDU}
    assert history.undoable(desk.store) == "Change “Responsible unit” of 2 commitments"
    desk.undo()
    assert desk.read("action_items", others[1])["unit_id"] == OGAJ


def test_a_duplicate_says_the_same_and_begins_anew(desk: Any) -> None:
    key = desk.item(unit_id=GDU, priority=Priority.HIGH)
    action_items.report_progress(desk.store, [key], on=date(2026, 6, 2), progress=40)
    action_items.reschedule(desk.store, [key], due_on=date(2026, 7, 31), reason="Lluvias", on=date(2026, 6, 3))
    (made,) = field_changes.duplicate(desk.store, "action_items", [key])
    new = desk.read("action_items", made)
    assert (new["code"], new["state"], new["progress"]) == ("COM-2026-002", State.PENDING, 0)
    assert (new["due_on"], new["due_original"]) == (date(2026, 7, 31), date(2026, 7, 31))
    assert (new["description"], new["unit_id"], new["priority"]) == ("Pintar el cruce", GDU, Priority.HIGH)
    assert history.undoable(desk.store) == "Duplicate COM-2026-001"
    desk.undo()


@pytest.mark.parametrize(
    ("entity", "values"),
    [
        ("organisations", {"name": "Junta vecinal ficticia"}), ("people", {"given_names": "Ana"}),
        ("places", {"name": "Los Ficticios"}), ("projects", {"name": "Parque ficticio"}),
        ("meetings", {"subject": "Mesa", "number": "Acta 1-2026"}), ("cases", {"title": "Poste sin luz"}),
    ],
)
def test_every_noun_can_be_duplicated_and_nothing_stands_twice_under_one_name(
    desk: Any, entity: str, values: dict[str, Any]
) -> None:
    keys = [desk.new(entity, **values), desk.new(entity, **values)]
    made = field_changes.duplicate(desk.store, entity, keys)
    assert len(set(made)) == 2
    new = desk.read(entity, made[0])
    if (name := field_changes.NAMED_BY.get(entity)) is not None:
        assert new[name] == f"{values[name]} (copy)"
    if entity == "meetings":
        assert new["number"] is None
    assert "{" not in str(history.undoable(desk.store))
    desk.undo()


def test_a_value_that_is_there_already_is_no_change(desk: Any) -> None:
    key = desk.item(unit_id=GDU)
    before = history.undoable(desk.store)
    outcome = field_changes.change_fields(desk.store, "action_items", [key], {"unit_id": GDU})
    assert not outcome.applied
    assert history.undoable(desk.store) == before
