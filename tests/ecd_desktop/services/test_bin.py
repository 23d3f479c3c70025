"""The bin: what was deleted, by whom and when, with what belonged to it, and bringing it back whole or not at all."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.errors import Refused
from db.fields import Key
from db.records import (
    ActionItem,
    Case,
    Meeting,
    Milestone,
    MilestoneMove,
    Note,
    Organisation,
    Person,
    Post,
    ProgressEntry,
    Project,
)
from db.store import Store
from ecd_desktop.errors import Expected
from ecd_desktop.services import bin as bins
from ecd_desktop.services import merging, records

DAY = date(2026, 11, 3)


def made(store: Store, *found: Any) -> list[Key]:
    with store.change("New place “{name}”", name="x") as work:
        for record in found:
            work.add(record)
            work.flush()
        return [record.id for record in found]


def an_item(**more: Any) -> ActionItem:
    code = more.pop("code", "COM-2026-001")
    return ActionItem(code=code, description=more.pop("description", "Habilitar el terreno"), **more)


def told(store: Store, **more: Any) -> list[tuple[str, str, tuple[tuple[str, int], ...]]]:
    return [(one.record.code, one.name, one.parts) for one in bins.gone(store, **more)]


def everything(store: Store) -> dict[str, list[Any]]:
    with store.reading() as session:
        return {
            cls.__tablename__: sorted(
                (str(row.id), *(str(getattr(row, name)) for name in records.fields_of(cls)))
                for row in session.scalars(select(cls))
            )
            for cls in (ActionItem, Case, Note, Organisation, Person, Post, ProgressEntry, Project, Meeting)
        }


def test_what_was_deleted_stands_with_who_when_and_its_parts(store: Store) -> None:
    item = an_item()
    entry = ProgressEntry(action_item_id=item.id, on=DAY, progress=30, state="in_progress", body="Se coordinó")
    made(store, item, entry)
    records.delete(store, "action_items", [item.id])
    (one,) = bins.gone(store)
    assert (one.record.entity, one.record.key, one.record.who) == ("action_items", item.id, "Prueba Ficticia")
    assert one.name == "Habilitar el terreno"
    assert one.parts == (("Progress entry", 1),)


def test_a_record_comes_back_with_its_parts_as_one_change_that_can_be_undone(store: Store) -> None:
    unit = Organisation(name="Gerencia Ficticia")
    item = an_item(unit_id=unit.id)
    entries = [ProgressEntry(action_item_id=item.id, on=DAY, progress=n, state="in_progress") for n in (10, 20)]
    made(store, unit, item, *entries)
    before = everything(store)
    records.delete(store, "action_items", [item.id])
    seq = store.seq
    bins.bring_back(store, [("action_items", item.id)])
    assert everything(store) == before
    assert store.seq == seq + 1
    assert bins.gone(store) == []
    assert store.activity(limit=1)[0].args["code"] == "COM-2026-001"
    store.undo()
    assert told(store) == [("COM-2026-001", "Habilitar el terreno", (("Progress entry", 2),))]
    assert not bins.gone(store)[0].record.undone
    bins.bring_back(store, [("action_items", item.id)])
    assert everything(store) == before


def test_several_come_back_together_whatever_the_order_of_their_links(store: Store) -> None:
    project = Project(code="PRY-2026-001", name="Parque Ficticio")
    item = an_item(project_id=project.id)
    made(store, project, item)
    before = everything(store)
    records.delete(store, "action_items", [item.id])
    records.delete(store, "projects", [project.id])
    with pytest.raises(Expected, match="was not brought back: it needs Project “PRY-2026-001 Parque Ficticio”"):
        bins.bring_back(store, [("action_items", item.id)])
    assert len(bins.gone(store)) == 2
    bins.bring_back(store, [("action_items", item.id), ("projects", project.id)])
    assert everything(store) == before


def test_a_note_that_was_let_go_points_to_its_project_again(store: Store) -> None:
    case, project = Case(code="ASU-2026-001", title="Agua"), Project(code="PRY-2026-001", name="Parque")
    note = Note(case_id=case.id, project_id=project.id, on=DAY, body="Llamada")
    made(store, case, project, note)
    before = everything(store)
    records.delete(store, "projects", [project.id])
    bins.bring_back(store, [("projects", project.id)])
    assert everything(store) == before


def test_a_part_that_was_deleted_alone_stands_alone_and_comes_back(store: Store) -> None:
    item = an_item()
    body = "Se coordinó con la GDU"
    entry = ProgressEntry(action_item_id=item.id, on=DAY, progress=10, state="in_progress", body=body)
    made(store, item, entry)
    records.delete(store, "progress_entries", [entry.id])
    assert told(store) == [("", "Se coordinó con la GDU", ())]
    bins.bring_back(store, [("progress_entries", entry.id)])
    assert bins.gone(store) == []


def test_a_record_that_is_there_again_is_no_longer_in_the_bin(store: Store) -> None:
    (key,) = made(store, Organisation(name="Vivero"))
    for _again in range(2):
        records.delete(store, "organisations", [key])
        assert len(bins.gone(store)) == 1
        store.undo()
        assert bins.gone(store) == []
    with pytest.raises(Expected, match="there again already"):
        bins.bring_back(store, [("organisations", key)])


def test_a_code_that_was_given_to_another_is_said_and_nothing_comes_back(store: Store) -> None:
    item = an_item()
    made(store, item)
    records.delete(store, "action_items", [item.id])
    made(store, an_item(description="Otro"))
    with pytest.raises((Refused, Expected), match="same code"):
        bins.bring_back(store, [("action_items", item.id)])
    assert len(bins.gone(store)) == 1


def test_what_was_merged_away_comes_back_with_what_pointed_to_it(store: Store) -> None:
    keep, double = Organisation(name="EMAPE"), Organisation(name="Emape S.A.")
    made(store, keep, double, an_item(unit_id=double.id))
    before = everything(store)
    merging.merge(store, "organisations", keep=keep.id, duplicates=[double.id])
    (one,) = bins.gone(store)
    assert one.name == "Emape S.A."
    bins.bring_back(store, [("organisations", double.id)])
    after = everything(store)
    assert after["action_items"] == before["action_items"]
    assert [row[0] for row in after["organisations"]] == [row[0] for row in before["organisations"]]


def test_erased_personal_data_does_not_come_back(store: Store) -> None:
    person = Person(given_names="Ana", family_names="Ficticia", phone="999 888 777")
    made(store, person)
    records.delete(store, "people", [person.id])
    store.redact("people", person.id, ["given_names", "family_names", "phone"])
    (one,) = bins.gone(store)
    assert one.name == "(erased)"
    with pytest.raises(Expected, match="erased"):
        bins.bring_back(store, [("people", person.id)])


def test_thirty_days_are_shown_at_first_and_all_on_demand(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store = sqlite_store
    (key,) = made(store, Organisation(name="Vivero"))
    records.delete(store, "organisations", [key])
    later = bins.now_utc() + timedelta(days=31)
    monkeypatch.setattr(bins, "now_utc", lambda: later)
    assert bins.gone(store) == []
    assert [one.name for one in bins.gone(store, days=None)] == ["Vivero"]


def test_what_an_undo_took_away_says_so(store: Store) -> None:
    made(store, Organisation(name="Vivero"))
    store.undo()
    assert [one.record.undone for one in bins.gone(store)] == [True]


def test_a_project_comes_back_with_the_parts_of_its_parts(store: Store) -> None:
    project = Project(code="PRY-2026-001", name="Parque ficticio")
    milestone = Milestone(project_id=project.id, name="Obra", planned_on=DAY)
    made(store, project, milestone, MilestoneMove(
        milestone_id=milestone.id, before=DAY, after=DAY + timedelta(days=30), on=DAY, reason="Lluvias",
    ))  # fmt: skip
    records.delete(store, "projects", [project.id])
    bins.bring_back(store, [("projects", project.id)])
    with store.reading() as session:
        assert [one.reason for one in session.scalars(select(MilestoneMove))] == ["Lluvias"]
    assert not bins.gone(store)
