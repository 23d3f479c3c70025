"""Every change is journalled once, whole, with its label; what did not happen leaves no trace."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from db.errors import Invalid
from db.records import ActionItem, CoResponsible, Organisation
from db.records.action_items import State
from db.store import Store
from db.story import Entry
from db.work import Work
from tests.db.making import NOBODY, add_item, add_unit, content, edit, everything, new_item, value


def last(store: Store) -> list[Entry]:
    """What the latest transaction did."""
    return store.entries(store.seq)


def test_a_new_record_is_told_with_its_values(store: Store) -> None:
    unit = add_unit(store)
    with store.change("Add {n} items", n=1) as work:
        item = new_item(work, "Pintar la losa", unit_id=unit, due_on=date(2026, 3, 31))
    (entry,) = last(store)
    assert (entry.entity, entry.key, entry.op) == ("action_items", item.id, "I")
    assert entry.changes["due_on"] == (None, date(2026, 3, 31))
    assert entry.changes["unit_id"] == (None, unit)
    assert entry.changes["state"] == (None, State.PENDING)
    assert "remarks" not in entry.changes
    assert (entry.step.label, dict(entry.step.args), entry.step.kind) == ("Add {n} items", {"n": 1}, "edit")
    assert entry.step.who == store.who
    assert timedelta(0) <= datetime.now(UTC) - entry.step.at < timedelta(minutes=1)


def test_many_flushes_of_one_record_are_one_change(store: Store) -> None:
    item = add_item(store)
    with store.change("Edit") as work:
        found = work.get(ActionItem, item)
        for progress in (10, 20, 30):
            found.progress = progress
            work.flush()
        found.remarks = "va y viene"
        work.flush()
        found.remarks = None
    (entry,) = last(store)
    assert (entry.op, entry.changes) == ("U", {"progress": (0, 30)})


def test_a_record_made_and_changed_in_one_change_is_told_as_made(store: Store) -> None:
    with store.change("Add") as work:
        item = new_item(work, remarks="se borra")
        work.flush()
        item.progress = 40
        item.remarks = None
    (entry,) = last(store)
    assert entry.op == "I"
    assert entry.changes["progress"] == (None, 40)
    assert "remarks" not in entry.changes
    assert store.verify() == []


def test_a_record_made_and_deleted_in_one_change_leaves_nothing(store: Store) -> None:
    before = everything(store)
    with store.change("Add and delete") as work:
        item = new_item(work, code="COM-2026-900")
        work.flush()
        work.delete(item)
    assert everything(store) == before


def test_a_deletion_keeps_the_row_as_it_was_before_the_change(store: Store) -> None:
    item = add_item(store, progress=20, remarks="antes")
    with store.change("Delete") as work:
        found = work.get(ActionItem, item)
        found.progress = 70
        found.remarks = None
        work.flush()
        found.description = "nunca escrita"
        work.delete(found)
    (entry,) = last(store)
    assert entry.op == "D"
    assert entry.changes["progress"] == (20, None)
    assert entry.changes["remarks"] == ("antes", None)
    assert entry.changes["description"] == ("Pintar la losa", None)
    assert store.verify() == []


def test_deleting_and_making_again_is_an_edit(store: Store) -> None:
    item = add_item(store, progress=20, remarks="antes")
    code = value(store, ActionItem, item, "code")
    with store.change("Replace") as work:
        work.delete(work.get(ActionItem, item))
        work.flush()
        work.add(ActionItem(id=item, code=code, description="Pintar la losa", progress=35))
    (entry,) = last(store)
    assert (entry.op, entry.changes) == ("U", {"progress": (20, 35), "remarks": ("antes", None)})
    assert store.verify() == []


def test_nothing_changed_is_nothing_written(store: Store) -> None:
    item = add_item(store, progress=20)
    before = everything(store)
    heard: list[object] = []
    store.subscribe(heard.append)
    with store.change("Edit") as work:
        work.get(ActionItem, item).progress = 20
    with store.change("Edit") as work:
        found = work.get(ActionItem, item)
        found.progress = 50
        work.flush()
        found.progress = 20
    with store.change("Edit") as work:
        work.code("COM", 2026)
    assert everything(store) == before
    assert heard == []


def test_a_record_that_is_set_to_what_it_was_keeps_its_version(store: Store) -> None:
    same, other = add_item(store), add_item(store)
    with store.change("Edit") as work:
        work.get(ActionItem, same).progress = 0
        work.get(ActionItem, other).progress = 5
    assert (value(store, ActionItem, same, "version"), value(store, ActionItem, other, "version")) == (1, 2)


def test_an_exception_takes_everything_back(store: Store) -> None:
    item = add_item(store)
    before = everything(store)

    def fail(work: Work) -> None:
        work.get(ActionItem, item).progress = 50
        new_item(work)
        work.flush()
        work.add_many(Organisation, [{"name": "Nueva"}])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.change("Edit") as work:
        fail(work)
    assert everything(store) == before
    assert store.undoable() is not None


def test_a_record_that_breaks_its_rules_is_refused_by_field(store: Store) -> None:
    item = add_item(store)
    before = everything(store)
    with pytest.raises(Invalid) as refused:
        edit(store, ActionItem, item, state=State.CANCELLED, progress=101, description="")
    assert {problem.field for problem in refused.value.problems} == {"state_reason", "progress", "description"}
    with pytest.raises(Invalid), store.change("Add") as work:
        work.add(CoResponsible(action_item_id=item))
    assert everything(store) == before


def test_what_was_rolled_back_inside_a_change_is_not_journalled(store: Store) -> None:
    item = add_item(store)
    with store.change("Edit") as work:
        work.get(ActionItem, item).progress = 50
        work.flush()
        work.session.rollback()
        work.get(ActionItem, item).remarks = "queda"
    (entry,) = last(store)
    assert entry.changes == {"remarks": (None, "queda")}
    assert store.verify() == []


def test_a_refused_row_of_a_bulk_leaves_nothing_of_the_bulk(store: Store) -> None:
    rows = [{"name": f"Unidad {n}"} for n in range(5)] + [{"name": ""}]
    with store.change("Import") as work:
        with pytest.raises(Invalid):
            work.add_many(Organisation, rows)
        with pytest.raises(TypeError, match="colour"):
            work.add_many(Organisation, [{"name": "x", "colour": "azul"}])
        kept = work.add_many(Organisation, rows[:2])
    assert [entry.key for entry in last(store)] == kept
    assert store.verify() == []


def test_bulk_and_single_writing_tell_and_store_the_same(store: Store) -> None:
    unit = add_unit(store)
    values = {
        "description": "Señalizar PI-9", "unit_id": unit, "due_on": date(2026, 5, 4), "state": State.IN_PROGRESS,
        "progress": 35, "physical_works": True, "remarks": "áé\nñ", "blocked_reason": "lluvia",
        "blocked_since": date(2026, 4, 1),
    }  # fmt: skip
    with store.change("One by one") as work:
        single = work.add(ActionItem(code="COM-2025-001", **values)).id
    told = last(store)
    with store.change("In bulk", kind="import") as work:
        (bulk,) = work.add_many(ActionItem, [{"code": "COM-2025-002", **values}])
    bulk_told = last(store)
    differing = {"code": (None, "COM-2025-002")}
    assert dict(bulk_told[0].changes) == {**told[0].changes, **differing}
    rows = content(store)
    one, other = rows["action_items", single], rows["action_items", bulk]
    assert {**one, "code": "", "folded": one["folded"][12:]} == {**other, "code": "", "folded": other["folded"][12:]}
    assert value(store, ActionItem, bulk, "version") == 1
    assert store.rebuild() == 0
    edit(store, ActionItem, bulk, progress=40)
    assert store.verify() == []


def test_labels_may_be_completed_while_the_change_is_open(store: Store) -> None:
    with store.change("Import {n} rows of {name}", kind="import", origin="matriz.xlsx", name="matriz") as work:
        new_item(work)
        work.label_args["n"] = 1
    (step,) = store.activity(limit=1)
    assert (dict(step.args), step.kind, step.origin) == ({"n": 1, "name": "matriz"}, "import", "matriz.xlsx")


def test_a_preview_shows_and_keeps_nothing(store: Store) -> None:
    before = everything(store)
    with store.preview("Import") as work:
        code = work.code("COM", 2026)
        new_item(work, "De prueba", code=code)
        work.add_many(Organisation, [{"name": "De prueba"}])
        work.flush()
        assert work.session.scalars(select(ActionItem.code)).all() == [code]
    assert everything(store) == before
    with store.change("Add") as work:
        assert new_item(work).code == code


def test_the_story_of_a_record_is_told_newest_first_and_survives_its_deletion(store: Store) -> None:
    item = add_item(store)
    edit(store, ActionItem, item, progress=10)
    edit(store, ActionItem, item, state=State.DONE, progress=100)
    with store.change("Delete") as work:
        work.delete(work.get(ActionItem, item))
    told = store.story("action_items", item)
    assert [entry.op for entry in told] == ["D", "U", "U", "I"]
    assert told[1].changes == {"progress": (10, 100), "state": (State.PENDING, State.DONE)}
    assert store.story("action_items", NOBODY) == []


def test_the_activity_is_paged_backwards(store: Store) -> None:
    for n in range(5):
        add_unit(store, f"Unidad {n}")
    first = store.activity(limit=3)
    second = store.activity(limit=2, before=first[-1].seq)
    assert [step.seq for step in first + second] == list(range(store.seq, store.seq - 5, -1))
