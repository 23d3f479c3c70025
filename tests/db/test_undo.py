"""Undo and redo: random histories of two people come back byte for byte, and what others changed since is asked."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from db.errors import Invalid
from db.records import ActionItem, Evidence, Organisation
from db.records.action_items import Priority, State
from db.store import Store
from tests.db.making import Dump, add_item, add_unit, content, edit, new_item, value

Opener = Callable[..., Store]


def test_undo_and_redo_go_through_the_stack_in_order(store: Store) -> None:
    item = add_item(store)
    states = [content(store)]
    for progress in (10, 20, 30):
        edit(store, ActionItem, item, f"To {progress}", progress=progress)
        states.append(content(store))
    for n in (2, 1, 0):
        step = store.undoable()
        assert step is not None
        assert step.label == f"To {(n + 1) * 10}"
        store.undo()
        assert content(store) == states[n]
    for n in (1, 2, 3):
        step = store.redoable()
        assert step is not None
        assert step.label == f"To {n * 10}"
        store.redo()
        assert content(store) == states[n]
    assert store.redoable() is None
    assert store.redo().applied == ()


def test_a_new_change_forgets_what_could_be_redone(store: Store) -> None:
    item = add_item(store)
    store.undo()
    assert store.redoable() is not None
    add_unit(store)
    assert store.redoable() is None
    assert ("action_items", item) not in content(store)


def test_there_is_nothing_to_undo_of_reference_data_and_of_others(database_url: str, open_store: Opener) -> None:
    store = open_store(database_url, who="Ana")
    with store.change("Load", kind="migrate") as work:
        work.add(Organisation(name="De referencia"))
    assert store.undoable() is None
    assert store.undo() == store.redo()
    store.close()
    other = open_store(database_url, who="Beto")
    add_unit(other)
    other.close()
    assert open_store(database_url, who="Ana").undoable() is None


@pytest.mark.row(27)
def test_undo_survives_a_restart(database_url: str, open_store: Opener) -> None:
    store = open_store(database_url, who="Ana")
    before = content(store)
    item = add_item(store)
    middle = content(store)
    edit(store, ActionItem, item, "Second", progress=50)
    edit(store, ActionItem, item, "Third", progress=60)
    store.undo()
    store.close()
    store = open_store(database_url, who="Ana")
    undoable, redoable = store.undoable(), store.redoable()
    assert undoable is not None
    assert redoable is not None
    assert (undoable.label, redoable.label) == ("Second", "Third")
    store.undo()
    assert content(store) == middle
    store.close()
    store = open_store(database_url, who="Ana")
    store.undo()
    assert content(store) == before
    for _ in range(3):
        store.redo()
    assert value(store, ActionItem, item, "progress") == 60
    assert store.verify() == []


def test_one_change_in_the_middle_can_be_taken_back_alone(store: Store) -> None:
    item = add_item(store)
    edit(store, ActionItem, item, progress=50, remarks="medio")
    middle = store.undoable()
    edit(store, ActionItem, item, remarks="después", priority=Priority.HIGH)
    assert middle is not None
    outcome = store.undo(middle.tx_id)
    assert [wish.field for wish in outcome.applied] == ["progress"]
    ((conflict),) = outcome.conflicts
    assert (conflict.wish.field, conflict.wish.value, conflict.now) == ("remarks", None, "después")
    assert value(store, ActionItem, item, "progress") == 0
    latest = store.undoable()
    assert latest is not None
    assert latest.tx_id != middle.tx_id
    with pytest.raises(KeyError):
        store.undo(item)


def test_a_step_of_which_nothing_is_left_does_not_block_the_steps_before(store: Store) -> None:
    first, second = add_item(store), add_item(store)
    edit(store, ActionItem, first, "First", progress=10)
    edit(store, ActionItem, second, "Second", progress=10)
    with store.change("Brought back by hand", kind="migrate") as work:
        work.get(ActionItem, second).progress = 0
    assert store.undo().applied == ()
    step = store.undoable()
    assert step is not None
    assert step.label == "First"
    assert len(store.undo().applied) == 1
    with store.change("Overwritten", kind="migrate") as work:
        work.get(ActionItem, second).progress = 77
    store.redo()
    assert len(store.redo().conflicts) == 0
    assert (value(store, ActionItem, first, "progress"), value(store, ActionItem, second, "progress")) == (10, 77)
    assert store.redoable() is None
    assert store.verify() == []


def test_undoing_what_points_to_something_gone_is_asked_not_refused(store: Store) -> None:
    unit = add_unit(store)
    item = add_item(store, who_for=unit)
    with store.change("Delete item") as work:
        work.delete(work.get(ActionItem, item))
    deletion = store.undoable()
    assert deletion is not None
    with store.change("Delete unit") as work:
        work.delete(work.get(Organisation, unit))
    outcome = store.undo(deletion.tx_id)
    assert [conflict.wish.key for conflict in outcome.conflicts] == [item]
    store.undo()
    assert ("organisations", unit) in content(store)
    assert store.verify() == []


def test_an_undo_that_would_break_a_rule_is_refused_and_changes_nothing(store: Store) -> None:
    with store.change("Add") as work:
        item = new_item(work, blocked_reason="lluvia", blocked_since=date(2026, 1, 5)).id
    edit(store, ActionItem, item, blocked_reason=None, blocked_since=None)
    step = store.undoable()
    assert step is not None
    edit(store, ActionItem, item, description="otra")
    before = content(store)
    assert len(store.undo(step.tx_id).applied) == 1
    store.redo()
    assert content(store) == before
    with pytest.raises(Invalid):
        edit(store, ActionItem, item, blocked_reason="otra vez")
    assert content(store) == before


def test_a_big_import_is_taken_back_and_brought_again_whole(store: Store) -> None:
    unit = add_unit(store)
    before = content(store)
    rows = [{"code": f"X-{n}", "description": f"Fila {n}", "unit_id": unit, "progress": n % 100} for n in range(600)]
    with store.change("Import", kind="import") as work:
        keys = work.add_many(ActionItem, rows)
        work.add_many(Evidence, [{"action_item_id": key, "description": "foto"} for key in keys[:300]])
    after = content(store)
    assert len(store.undo().applied) == 900
    assert content(store) == before
    assert len(store.redo().applied) == 900
    assert content(store) == after
    assert store.verify() == []


# --- random histories ---------------------------------------------------------------------------------------------


def played(store: Store) -> Dump:
    """What the random histories touch."""
    return content(store, ActionItem, Organisation, Evidence)


class People:
    """Two people who take turns at random; on a local file each closes it for the other."""

    def __init__(self, url: str, open_store: Opener, seed: int) -> None:
        self.url = url
        self.open_store = open_store
        self.random = random.Random(seed)
        self.local = url.startswith("sqlite")
        self.stores: dict[str, Store] = {}
        self.count = 0

    def at(self, who: str) -> Store:
        if who not in self.stores:
            if self.local:
                for name in list(self.stores):
                    self.stores.pop(name).close()
            self.stores[who] = self.open_store(self.url, who=who)
        return self.stores[who]

    def act(self, who: str) -> None:
        """One change of one to four records: made, edited, linked, deleted."""
        store = self.at(who)
        with store.change("Act") as work:
            for _ in range(self.random.randint(1, 4)):
                items = list(work.session.scalars(select(ActionItem).order_by(ActionItem.id)))
                units = list(work.session.scalars(select(Organisation.id).order_by(Organisation.id)))
                self.count += 1
                doing = self.random.random()
                if doing < 0.2 or not items:
                    unit = self.random.choice([*units, None])
                    new_item(work, f"Cosa {self.count}", unit_id=unit)
                elif doing < 0.3:
                    work.add(Organisation(name=f"Unidad {self.count}"))
                elif doing < 0.4:
                    doomed = self.random.choice(items)
                    for proof in work.session.scalars(select(Evidence).where(Evidence.action_item_id == doomed.id)):
                        work.delete(proof)
                    work.delete(doomed)
                elif doing < 0.5:
                    work.add(Evidence(action_item_id=self.random.choice(items).id, description=f"foto {self.count}"))
                else:
                    self.change_fields(self.random.choice(items), units)
                work.flush()

    def change_fields(self, item: ActionItem, units: list[Any]) -> None:
        pick = self.random.choice
        fields: dict[str, Callable[[], Any]] = {
            "progress": lambda: pick([0, 25, 50, 100]),
            "remarks": lambda: pick([None, "a", "b", "ñandú"]),
            "due_on": lambda: pick([None, date(2026, 3, 1), date(2026, 4, 1)]),
            "due_original": lambda: pick([None, date(2026, 3, 1)]),
            "priority": lambda: pick(list(Priority)),
            "unit_id": lambda: pick([*units, None]),
            "state": lambda: pick([State.PENDING, State.IN_PROGRESS, State.DONE]),
            "reported_on": lambda: pick([None, date(2026, 2, 1)]),
        }
        for name in self.random.sample(sorted(fields), 3):
            setattr(item, name, fields[name]())


@pytest.mark.row(23)
@pytest.mark.parametrize("seed", range(2))
def test_undoing_everything_of_a_random_history_gives_the_beginning_back(
    database_url: str, open_store: Opener, seed: int
) -> None:
    people = People(database_url, open_store, seed)
    start = played(people.at("Ana"))
    told = people.at("Ana").seq
    states = [start]
    for _ in range(20):
        people.act("Ana")
        states.append(played(people.at("Ana")))
    ana = people.at("Ana")
    done = ana.seq - told
    assert done >= 16
    for _ in range(done):
        outcome = ana.undo()
        assert not outcome.conflicts
        assert played(ana) in states
    assert played(ana) == start
    assert ana.undoable() is None
    for _ in range(done):
        assert not ana.redo().conflicts
    assert played(ana) == states[-1]
    assert ana.verify() == []
    assert ana.rebuild() == 0


@pytest.mark.row(28)
def test_two_people_undo_at_random_and_every_conflict_is_a_real_one(database_url: str, open_store: Opener) -> None:
    tried: Counter[str] = Counter()
    people = People(database_url, open_store, 0)
    for seed in range(3):
        people.random = random.Random(seed)
        for turn in range(24):
            who = ("Ana", "Beto")[(turn // 6 if people.local else turn) % 2]
            store = people.at(who)
            people.act(who)
            if people.random.random() < 0.6:
                before = played(store)
                steps = [step for step in store.activity(limit=20) if step.kind == "edit"]
                step = people.random.choice([store.undoable(), *steps])
                assert step is not None
                outcome = store.undo(step.tx_id)
                after = played(store)
                tried["undone"] += 1
                tried["applied"] += len(outcome.applied)
                tried["conflicts"] += len(outcome.conflicts)
                tried["same"] += len(outcome.same)
                assert (before == after) == (not outcome.applied)
                touched = {(wish.entity, wish.key) for wish in outcome.applied}
                assert {place: v for place, v in before.items() if place not in touched} == {
                    place: v for place, v in after.items() if place not in touched
                }
                if outcome.applied and people.random.random() < 0.5:
                    redone = store.redo()
                    assert not redone.conflicts
                    assert played(store) == before
                    tried["redone"] += 1
        store = people.at("Ana")
        assert store.verify() == []
        assert store.rebuild() == 0
    assert tried["undone"] >= 30, tried
    assert tried["conflicts"] >= 12, tried
    assert tried["applied"] >= 60, tried
    assert tried["redone"] >= 8, tried
