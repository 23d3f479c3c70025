"""A wish against the present: the laws of ``settle``, and wishes settled in one change."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.errors import Invalid
from db.merge import ABSENT, EXISTS, Verdict, Wish, groups_of, settle, touched, wishes_between
from db.records import ActionItem, Evidence, Organisation, fields_of, new_key
from db.records.action_items import State
from db.store import Store
from tests.db.making import add_item, add_unit, content, edit, everything, value

KEY = new_key()
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([None, "a", "b", 1, 2, True, "2026-03-01", ABSENT]),
    st.tuples(st.sampled_from([None, "x", "y"]), st.sampled_from([None, "z"])),
    st.dictionaries(st.sampled_from(["name", "code"]), st.sampled_from(["a", "b"]), max_size=2),
)


def wish(base: Any, value: Any) -> Wish:
    return Wish("action_items", KEY, "remarks", base, value)


def test_settling_keeps_its_laws() -> None:
    tried: Counter[Verdict] = Counter()

    @settings(max_examples=500)
    @given(VALUES, VALUES, VALUES)
    def laws(base: Any, value: Any, now: Any) -> None:
        verdict = settle(wish(base, value), now)
        tried[verdict] += 1
        # who wants what is there, or wants nothing new, changes nothing
        assert (verdict is Verdict.SAME) == any(value == seen for seen in (now, base))
        # what was not touched since is applied; what was, is asked
        assert (verdict is Verdict.APPLY) == (base == now and value != now)
        assert (verdict is Verdict.CONFLICT) == (now not in (base, value) and base != value)
        # once applied, asking again changes nothing; and its inverse brings the old value back
        after = value if verdict is Verdict.APPLY else now
        again = settle(wish(base, value), after)
        assert again is (Verdict.CONFLICT if verdict is Verdict.CONFLICT else Verdict.SAME)
        if verdict is Verdict.APPLY:
            assert settle(wish(value, base), after) is Verdict.APPLY

    laws()
    assert min(tried.values()) >= 50, tried
    assert len(tried) == 3


def test_a_group_is_one_question() -> None:
    fields = fields_of(ActionItem)
    assert groups_of(fields)["@schedule"] == ("due_original", "due_on")
    assert sorted(name for names in groups_of(fields).values() for name in names) == sorted(fields)
    seen = {"due_original": None, "due_on": None, "remarks": "a", "state": State.PENDING}
    wishes = wishes_between("action_items", KEY, fields, seen, {"state": State.DONE, "remarks": "a"})
    assert [(one.field, one.base[0], one.value[0]) for one in wishes] == [("@state", "pending", "done")]  # type: ignore[index]
    assert touched(wishes) == {("action_items", KEY)}


def test_different_fields_of_one_record_both_go_through_and_the_same_field_asks(store: Store) -> None:
    item = add_item(store)
    outcome = store.apply([Wish("action_items", item, "remarks", None, "mía")], "Edit")
    assert len(outcome.applied) == 1
    outcome = store.apply(
        [
            Wish("action_items", item, "progress", 0, 30),
            Wish("action_items", item, "remarks", None, "suya"),
            Wish("action_items", item, "expected_evidence", None, None),
        ],
        "Edit",
    )
    assert [one.field for one in outcome.applied] == ["progress"]
    assert [one.field for one in outcome.same] == ["expected_evidence"]
    ((asked),) = outcome.conflicts
    assert (asked.wish.value, asked.now) == ("suya", "mía")
    assert value(store, ActionItem, item, "remarks") == "mía"


def test_a_group_of_which_one_field_changed_is_asked_as_a_whole(store: Store) -> None:
    item = add_item(store)
    edit(store, ActionItem, item, state=State.DONE)
    empty = (None,) * 5
    outcome = store.apply(
        [Wish("action_items", item, "@state", ("pending", *empty), ("cancelled", "sin fondos", *empty[1:]))], "Edit"
    )
    assert len(outcome.conflicts) == 1
    outcome = store.apply(
        [Wish("action_items", item, "@state", ("done", *empty), ("cancelled", "sin fondos", *empty[1:]))], "Edit"
    )
    assert value(store, ActionItem, item, "state_reason") == "sin fondos"


def test_a_field_of_a_group_may_be_asked_alone(store: Store) -> None:
    item = add_item(store)
    outcome = store.apply([Wish("action_items", item, "due_on", None, "2026-04-01")], "Edit")
    assert len(outcome.applied) == 1
    assert value(store, ActionItem, item, "due_on").isoformat() == "2026-04-01"


def test_wishes_about_what_is_gone_or_unknown_are_conflicts(store: Store) -> None:
    item = add_item(store)
    before = everything(store)
    outcome = store.apply(
        [
            Wish("action_items", new_key(), "remarks", None, "x"),
            Wish("action_items", item, "no_such_field", None, "x"),
            Wish("action_items", item, "@no_such_group", None, ("x",)),
            Wish("action_items", item, EXISTS, ABSENT, {"code": "COM-1", "description": "otra"}),
            Wish("action_items", item, EXISTS, {"code": "COM-1"}, ABSENT),
        ],
        "Edit",
    )
    assert len(outcome.conflicts) == 5
    assert everything(store) == before


def test_links_to_what_is_gone_are_conflicts_and_links_to_what_comes_back_are_not(store: Store) -> None:
    item, lost, unit = add_item(store), new_key(), new_key()
    outcome = store.apply(
        [
            Wish("action_items", item, "unit_id", None, str(unit)),
            Wish("action_items", item, "person_id", None, str(lost)),
            Wish("evidence", new_key(), EXISTS, ABSENT, {"action_item_id": str(lost), "description": "foto"}),
            Wish("organisations", unit, EXISTS, ABSENT, {"name": "Vuelve", "parent_id": None}),
        ],
        "Bring back",
    )
    assert [one.field for one in outcome.applied] == [EXISTS, "unit_id"] or len(outcome.applied) == 2
    assert {one.wish.entity for one in outcome.conflicts} == {"action_items", "evidence"}
    assert value(store, ActionItem, item, "unit_id") == unit
    child, parent = new_key(), new_key()
    outcome = store.apply(
        [
            Wish("organisations", child, EXISTS, ABSENT, {"name": "Hija", "parent_id": str(parent)}),
            Wish("organisations", parent, EXISTS, ABSENT, {"name": "Madre", "parent_id": str(lost)}),
        ],
        "A chain that hangs in the air",
    )
    assert len(outcome.conflicts) == 2
    assert store.verify() == []


def test_deletions_of_what_is_still_used_are_conflicts(store: Store) -> None:
    unit = add_unit(store)
    item = add_item(store, who_for=unit)
    with store.change("Add") as work:
        evidence = work.add(Evidence(action_item_id=item, description="foto")).id
    now = {
        key: {name: v for name, v in values.items() if v is not None and name not in ("folded", "sort_key")}
        for (_, key), values in content(store).items()
    }

    def gone(entity: str, key: Any) -> Wish:
        return Wish(entity, key, EXISTS, now[key], ABSENT)

    outcome = store.apply([gone("organisations", unit), gone("action_items", item)], "Delete")
    assert len(outcome.conflicts) == 2
    assert not outcome.applied
    everyone = [gone("organisations", unit), gone("action_items", item), gone("evidence", evidence)]
    assert len(store.apply(everyone, "Delete").applied) == 3
    assert store.verify() == []


def test_wishes_that_break_the_rules_of_the_whole_record_are_refused(store: Store) -> None:
    item = add_item(store)
    before = everything(store)
    with pytest.raises(Invalid):
        store.apply([Wish("action_items", item, "blocked_reason", None, "lluvia")], "Edit")
    assert everything(store) == before


def test_what_was_made_in_the_same_change_can_be_linked(store: Store) -> None:
    item = add_item(store)
    with store.change("Import") as work:
        unit = work.add(Organisation(name="Recién llegada"))
        outcome = work.apply([Wish("action_items", item, "unit_id", None, str(unit.id))])
    assert len(outcome.applied) == 1
