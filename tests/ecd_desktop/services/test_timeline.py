"""The timeline: steps by kind, noun and workbook, found by their words however many there are."""

from datetime import date
from typing import Any

from db.records import Organisation
from db.records.action_items import Priority
from db.story import Which
from ecd_desktop import language
from ecd_desktop.services import action_items, history, timeline

DIGEST = "ab" * 32


def steps(desk: Any, **asked: Any) -> list[str]:
    return [one.label for one in timeline.page(desk.store, limit=50, **asked).steps]


def test_steps_are_narrowed_by_kind_noun_record_and_workbook(desk: Any) -> None:
    key = desk.item()
    with desk.store.change("Import {name}", kind="import", origin=f"Matriz EMAPE.xlsx {DIGEST}", name="M") as work:
        made = work.add(Organisation(name="Unidad ficticia")).id
    action_items.report_progress(desk.store, [key], on=date(2026, 6, 9), progress=10)
    desk.store.undo()
    with desk.store.change("Take over {n}", kind="merge", origin="EMAPE.xlsx, GDU_2026.xlsx", n=1) as work:
        work.get(Organisation, made).acronym = "UF"
    assert steps(desk, which=Which(kinds=("import", "merge"))) == ["Take over 1", "Import M"]
    assert steps(desk, which=Which(origin="GDU_2026.xlsx")) == ["Take over 1"]
    assert steps(desk, which=Which(origin="GDU%2026.xlsx")) == []
    assert steps(desk, which=Which(entity="progress_entries")) == ["Report progress of COM-2026-001"] * 2
    assert len(steps(desk, which=Which(record=("action_items", key)))) == 3
    offered = timeline.choices(desk.store)
    assert [one.name for one in offered.workbooks] == ["EMAPE.xlsx", "GDU_2026.xlsx", "Matriz EMAPE.xlsx"]
    assert "progress_entries" in offered.nouns
    (found,) = timeline.page(desk.store, limit=5, which=Which(origin=offered.workbooks[2].origin)).steps
    assert (found.label, found.file) == ("Import M", "Matriz EMAPE.xlsx")


def test_words_are_looked_for_in_the_language_in_force_through_all_pages(local_desk: Any, monkeypatch: Any) -> None:
    desk = local_desk
    monkeypatch.setattr(timeline, "AT_ONCE", 3)
    keys = [desk.item() for _ in range(5)]
    action_items.set_priority(desk.store, keys, priority=Priority.LOW)
    assert steps(desk, text="com-2026-002 NEW") == ["New commitment COM-2026-002"]
    with language.in_language("es"):
        assert len(steps(desk, text="nuevo compromiso")) == 5
        assert steps(desk, text="new commitment") == []
    first = timeline.page(desk.store, limit=2, text="new commitment")
    assert [one.label[-3:] for one in first.steps] == ["005", "004"]
    second = timeline.page(desk.store, limit=2, text="new commitment", before=first.before)
    assert [one.label[-3:] for one in second.steps] == ["003", "002"]
    monkeypatch.setattr(timeline, "LOOKED_THROUGH", 2)
    nothing = timeline.page(desk.store, limit=2, text="no hay tal paso")
    assert nothing.steps == ()
    assert nothing.before is not None  # older ones are there to be asked for


def test_a_file_goes_by_its_name() -> None:
    assert timeline.file_name(f"Matriz de mayo.xlsx {DIGEST} DATOS FICTICIOS") == "Matriz de mayo.xlsx"
    assert timeline.file_name("form:3") == timeline.file_name(None) == ""


def test_a_whole_import_is_taken_back_but_for_what_was_changed_since(desk: Any) -> None:
    with desk.store.change("Import {name}", kind="import", origin=f"M.xlsx {DIGEST}", name="M") as work:
        kept, gone = (work.add(Organisation(name=f"Unidad ficticia {n}")).id for n in (1, 2))
    with desk.store.change("Edit") as work:
        work.get(Organisation, kept).acronym = "UF"
    (step,) = timeline.page(desk.store, limit=5, which=Which(origin="M.xlsx")).steps
    told = history.undo_tx(desk.store, step.tx_id)
    assert told.sentence == "Undone: Import M. 1 value was changed or used since and stays."
    assert [conflict.wish.key for conflict in told.conflicts] == [kept]
    assert desk.read("organisations", gone) == {}
    assert desk.read("organisations", kept)["acronym"] == "UF"
    assert history.redo(desk.store).done
    assert desk.read("organisations", gone)["name"] == "Unidad ficticia 2"
