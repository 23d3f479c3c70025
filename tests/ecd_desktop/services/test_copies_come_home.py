"""Laptop copies that come home: nothing of them is lost, only what both sides changed is asked, undo takes it back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from db import contents
from db.engines import url_of
from db.fields import Key
from db.records import Evidence, SavedView, pair_key, record_class
from db.records.action_items import State
from db.store import Store
from ecd_desktop.review import BASE, OURS, THEIRS, Answer, Kind, Review
from ecd_desktop.services import (
    action_items,
    budgets,
    laptop_copies,
    milestones,
    reconciling,
    records,
    saved_views,
)
from ecd_desktop.services.laptop_copies import Received
from tests.ecd_desktop.services.conftest import TODAY, Desk

Opener = Callable[..., Store]


@dataclass
class Hub(Desk):
    """A database that hands out copies."""

    opener: Opener
    folder: Path

    def take(self, whom: str = "Lucía Quispe") -> "Laptop":
        made = laptop_copies.take(self.store, self.folder / f"{whom}.db", recipient=whom)
        return Laptop(self.opener(url_of(str(made.path)), who=whom), self, made.path)

    def put(self, entity: str, key: Key, **values: Any) -> None:
        put(self.store, entity, key, **values)

    def review(self) -> Review:
        return reconciling.review(self.store)

    def answer(self, value: str) -> None:
        """Answer everything that is asked."""
        reconciling.answer_all(self.store, answer=value, kind=Kind.DECIDE)

    def apply(self) -> int:
        done = reconciling.apply(self.store)
        assert self.store.verify() == []
        return done.written


@dataclass
class Laptop(Desk):
    """A copy that went along."""

    hub: Hub
    path: Path

    def put(self, entity: str, key: Key, **values: Any) -> None:
        put(self.store, entity, key, **values)

    def come_home(self) -> Received:
        return laptop_copies.take_in(self.hub.store, laptop_copies.read(self.path))


def put(store: Store, entity: str, key: Key, **values: Any) -> None:
    """Change fields of a record, in a change of its own."""
    with store.change("Edit") as work:
        found = work.get(record_class(entity), key)
        for name, value in values.items():
            setattr(found, name, value)


@pytest.fixture
def either_hub(office: Store, open_store: Opener, tmp_path: Path) -> Hub:
    """On both kinds of database."""
    return Hub(office, open_store, tmp_path)


@pytest.fixture
def hub(local_office: Store, open_store: Opener, tmp_path: Path) -> Hub:
    return Hub(local_office, open_store, tmp_path)


def test_two_copies_with_twenty_edits_each_and_three_conflicts_ask_exactly_three_questions(either_hub: Hub) -> None:
    hub = either_hub
    items = [hub.item(description=f"Compromiso {n}") for n in range(24)]
    one, other = hub.take("Lucía"), hub.take("Rosa")
    for n, (laptop, mine) in enumerate(((one, items[:12]), (other, items[12:]))):
        for key in mine[:9]:
            laptop.put("action_items", key, remarks=f"de {laptop.store.who}")
        for key in mine[:4]:
            action_items.report_progress(laptop.store, [key], on=date(2026, 6, 9), progress=40 + n, body="avance")
        laptop.item(description=f"Nuevo de {laptop.store.who}")
        new = laptop.new("organisations", name=f"Junta de {laptop.store.who}")
        laptop.put("action_items", mine[10], unit_id=new)
        records.delete(laptop.store, "action_items", [mine[11]])
        for key in items[9:10] + items[21:23]:  # both of them
            laptop.put("action_items", key, expected_evidence=f"Oficio de {laptop.store.who}")
    before = hub.state()
    assert one.come_home().new
    assert other.come_home().new
    seen = hub.review()
    asked = seen.of(Kind.DECIDE)
    assert {(point.key, point.field) for point in asked} == {
        (key, "expected_evidence") for key in (items[9], items[21], items[22])
    }
    assert all(not point.answer for point in asked)
    assert len(seen.of(Kind.UNREADABLE)) == len(seen.of(Kind.HELD)) == 0
    hub.answer(THEIRS)
    hub.apply()
    for laptop, mine in ((one, items[:12]), (other, items[12:])):
        for key in mine[:9]:
            assert hub.read("action_items", key)["remarks"] == f"de {laptop.store.who}"
        assert len([entry for key in mine for entry in hub.all("progress_entries", action_item_id=key)]) == 4
        assert hub.read("action_items", mine[11]) == {}
        assert hub.read("action_items", mine[10])["unit_id"] is not None
        (new,) = hub.all("action_items", description=f"Nuevo de {laptop.store.who}")
        assert new["code"] in ("COM-2026-025", "COM-2026-026")
    for key in (items[9], items[21], items[22]):
        assert hub.read("action_items", key)["expected_evidence"] == "Oficio de Rosa"
    after = hub.state()
    assert (one.come_home().new, other.come_home().new) == (False, False)
    assert hub.review().points == ()
    assert hub.state() == after
    hub.undo()
    assert hub.state() == before
    assert hub.review().writing > 40
    hub.store.redo()
    assert hub.state() == after


def test_a_second_return_goes_on_where_the_first_ended(either_hub: Hub) -> None:
    hub = either_hub
    kept, moved, gone, apart = (hub.item(description=text) for text in ("Uno", "Dos", "Tres", "Cuatro"))
    laptop = hub.take()
    laptop.put("action_items", kept, remarks="primera", expected_evidence="Oficio")
    laptop.put("action_items", moved, remarks="primera")
    new, passing = laptop.item(description="Nuevo", remarks="va"), laptop.item(description="Pasajero")
    records.delete(laptop.store, "action_items", [gone])
    laptop.come_home()
    hub.apply()
    assert hub.read("action_items", gone) == {}
    hub.put("action_items", apart, remarks="aquí")
    laptop.put("action_items", kept, remarks="segunda")
    laptop.put("action_items", moved, remarks=None)  # as when it left
    laptop.put("action_items", new, remarks=None)
    records.delete(laptop.store, "action_items", [passing])
    laptop.item(description="Otro")
    laptop.come_home()
    seen = hub.review()
    assert [point.kind for point in seen.points if point.kind is Kind.DECIDE] == []
    assert seen.writing == 5
    hub.apply()
    assert hub.read("action_items", kept)["remarks"] == "segunda"
    assert hub.read("action_items", kept)["expected_evidence"] == "Oficio"
    assert hub.read("action_items", moved)["remarks"] is None
    assert hub.read("action_items", new)["remarks"] is None
    assert hub.read("action_items", passing) == {}
    assert hub.read("action_items", apart)["remarks"] == "aquí"
    assert hub.read("action_items", gone) == {}
    laptop.come_home()
    assert hub.review().points == ()


def test_a_later_state_takes_the_place_of_one_that_waits_and_an_earlier_one_is_refused(hub: Hub) -> None:
    import shutil

    from ecd_desktop.errors import Expected

    item = hub.item()
    laptop = hub.take()
    laptop.put("action_items", item, remarks="primera")
    early = hub.folder / "antes.db"
    shutil.copyfile(laptop.path, early)
    laptop.come_home()
    laptop.put("action_items", item, remarks="segunda")
    laptop.come_home()
    (file,) = hub.review().files
    assert file.name == laptop.path.name
    with pytest.raises(Expected, match="A later state of this copy"):
        laptop_copies.take_in(hub.store, laptop_copies.read(early))
    hub.apply()
    assert hub.read("action_items", item)["remarks"] == "segunda"


def test_a_copy_that_was_copied_and_worked_on_twice_loses_neither(hub: Hub) -> None:
    import shutil

    item, other = hub.item(), hub.item()
    laptop = hub.take()
    branch = hub.folder / "bis.db"
    shutil.copyfile(laptop.path, branch)
    twin = Laptop(hub.opener(url_of(str(branch)), who="Rosa"), hub, branch)
    laptop.put("action_items", item, remarks="de una")
    twin.put("action_items", item, remarks="de otra")
    twin.put("action_items", other, remarks="solo aquí")
    laptop.come_home()
    hub.apply()
    twin.come_home()
    seen = hub.review()
    assert "were one copy once" in seen.files[0].unsure[0]
    (asked,) = seen.of(Kind.DECIDE)
    assert (asked.key, asked.field) == (item, "remarks")
    assert hub.apply() == 1
    assert hub.read("action_items", other)["remarks"] == "solo aquí"


def test_deleted_here_and_edited_there_or_the_other_way_is_a_question(hub: Hub) -> None:
    here, there, both = (hub.item(description=text) for text in ("Aquí", "Allí", "Ambos"))
    laptop = hub.take()
    records.delete(hub.store, "action_items", [here])
    laptop.put("action_items", here, remarks="va")
    action_items.report_progress(laptop.store, [here], on=date(2026, 6, 9), progress=30, body="avance")
    records.delete(laptop.store, "action_items", [there])
    hub.put("action_items", there, remarks="va")
    for desk in (hub, laptop):
        records.delete(desk.store, "action_items", [both])
    laptop.come_home()
    seen = hub.review()
    assert {point.key for point in seen.of(Kind.DECIDE)} == {here, there}
    (edited,) = (point for point in seen.of(Kind.DECIDE) if point.key == here)
    assert edited.options[0].shown == "Deleted"
    assert "Remarks: va" in edited.options[1].shown
    before = hub.state()
    hub.answer(OURS)
    hub.apply()
    assert hub.state() == before
    assert hub.review().points == ()


def test_what_was_deleted_here_comes_back_with_its_code_and_what_was_made_for_it(hub: Hub) -> None:
    here, there = hub.item(description="Aquí"), hub.item(description="Allí")
    laptop = hub.take()
    records.delete(hub.store, "action_items", [here])
    action_items.report_progress(laptop.store, [here], on=date(2026, 6, 9), progress=30, body="avance")
    records.delete(laptop.store, "action_items", [there])
    hub.put("action_items", there, remarks="va")
    laptop.come_home()
    hub.answer(THEIRS)
    hub.apply()
    back = hub.read("action_items", here)
    assert (back["code"], back["progress"], back["state"]) == ("COM-2026-001", 30, State.IN_PROGRESS)
    assert hub.read("action_items", there) == {}
    assert [entry["body"] for entry in hub.all("progress_entries", action_item_id=here)] == ["avance"]


def test_new_codes_are_given_by_the_hub_and_what_points_to_them_still_does(hub: Hub) -> None:
    laptop = hub.take()
    mine = hub.item(description="De aquí")
    theirs, second = laptop.item(description="De allí"), laptop.item(description="Otro de allí")
    action_items.report_progress(laptop.store, [theirs], on=date(2026, 6, 9), progress=30, body="avance")
    assert laptop.read("action_items", theirs)["code"] == hub.read("action_items", mine)["code"] == "COM-2026-001"
    unit = laptop.new("organisations", name="Junta vecinal")
    laptop.put("action_items", theirs, unit_id=unit)
    laptop.come_home()
    shown = " ".join(option.shown for point in hub.review().points for option in point.options)
    assert "Junta vecinal" in shown  # by the name that it has in the copy
    assert "(deleted)" not in shown
    done = reconciling.apply(hub.store)
    assert done.renumbered == (("COM-2026-001", "COM-2026-002"), ("COM-2026-002", "COM-2026-003"))
    assert hub.read("action_items", second)["code"] == "COM-2026-003"
    assert hub.all("progress_entries", action_item_id=theirs)[0]["body"] == "avance"
    laptop.put("action_items", theirs, remarks="va")  # under its old code
    laptop.come_home()
    assert hub.apply() == 1
    assert hub.read("action_items", theirs)["code"] == "COM-2026-002"


def test_files_that_evidence_names_come_along_and_stay_whole(hub: Hub) -> None:
    item = hub.item()
    laptop = hub.take()
    with laptop.store.change("Add") as work:
        digest = contents.put(work.session, b"%PDF-1.7 acta firmada", "application/pdf")
        work.add(Evidence(action_item_id=item, description="Acta firmada", content=digest))
    laptop.come_home()
    laptop.store.close()
    laptop.path.unlink()  # the stick is gone
    hub.apply()
    (proof,) = hub.all("evidence")
    with hub.store.reading() as session:
        assert contents.get(session, proof["content"]) == b"%PDF-1.7 acta firmada"


def test_a_scan_that_is_damaged_in_the_copy_holds_nothing_else_up(hub: Hub) -> None:
    import sqlite3

    item = hub.item()
    laptop = hub.take()
    with laptop.store.change("Add") as work:
        digest = contents.put(work.session, b"%PDF-1.7 acta firmada", "application/pdf")
        work.add(Evidence(action_item_id=item, description="Acta firmada", content=digest))
    laptop.store.close()
    raw = sqlite3.connect(laptop.path)
    raw.execute("INSERT INTO journal_gate (mode) VALUES ('migrate')")
    raw.execute("UPDATE contents SET data = ?", (b"%PDF-1.7 acta fermada",))
    raw.execute("DELETE FROM journal_gate")
    raw.commit()
    raw.close()
    laptop.come_home()
    assert "damaged in the copy" in hub.review().files[0].unsure[0]
    reconciling.apply(hub.store)
    assert [proof["description"] for proof in hub.all("evidence")] == ["Acta firmada"]


def test_what_was_made_on_both_sides_and_says_the_same_is_one(hub: Hub) -> None:
    item, unit = hub.item(), hub.new("organisations", name="Junta vecinal")
    meeting = hub.new("meetings", subject="Mesa", held_on=date(2026, 6, 9))
    person = hub.new("people", given_names="Ana", family_names="Ficticia")
    laptop = hub.take()
    for desk in (hub, laptop):
        saved_views.save_new(desk.store, place="cases", name="Míos", content='{"a":1}')
        with desk.store.change("Link") as work:
            cls = record_class("co_responsibles")
            work.add(cls(id=pair_key(item, unit), action_item_id=item, organisation_id=unit))
            work.add(record_class("attendances")(meeting_id=meeting, person_id=person))
    with laptop.store.change("Rename") as work:
        for view in work.session.query(SavedView):
            view.owner = hub.store.who  # the same person on the laptop
    laptop.come_home()
    assert [point.kind for point in hub.review().points] == []
    hub.apply()
    assert [len(hub.all(noun)) for noun in ("saved_views", "co_responsibles", "attendances")] == [1, 1, 1]


def test_a_question_has_the_three_values_with_who_and_when_and_groups_come_whole(hub: Hub) -> None:
    item = hub.item()
    laptop = hub.take()
    action_items.block(hub.store, [item], reason="Falta presupuesto", since=date(2026, 6, 9))
    action_items.block(laptop.store, [item], reason="Falta terreno", since=date(2026, 6, 8))
    laptop.come_home()
    (asked,) = hub.review().of(Kind.DECIDE)
    assert [option.value for option in asked.options] == [BASE, OURS, THEIRS]
    assert "Falta presupuesto" in asked.options[1].shown
    assert "Falta terreno" in asked.options[2].shown
    assert asked.options[2].hint.startswith("Lucía Quispe")
    reconciling.answer(hub.store, asked.file, {asked.id: Answer(THEIRS)})
    hub.apply()
    now = hub.read("action_items", item)
    assert (now["blocked_reason"], now["blocked_since"]) == ("Falta terreno", date(2026, 6, 8))


def test_what_belongs_to_a_record_deleted_here_waits_for_it_and_is_never_dropped_unasked(hub: Hub) -> None:
    edited, untouched = hub.item(description="Editado"), hub.item(description="Intacto")
    laptop = hub.take()
    records.delete(hub.store, "action_items", [edited, untouched])
    for key in (edited, untouched):
        with laptop.store.change("Note") as work:
            work.add(record_class("evidence")(action_item_id=key, description="Foto"))
    laptop.put("action_items", edited, remarks="va")
    laptop.item(description="Otro")
    laptop.come_home()
    seen = hub.review()
    assert [(point.entity, point.kind, point.open) for point in seen.points if point.kind is not Kind.NEW] == [
        ("action_items", Kind.DECIDE, True), ("evidence", Kind.HELD, False), ("evidence", Kind.DECIDE, True),
    ]  # fmt: skip
    assert hub.apply() == 1  # what is asked stays
    assert [point.entity for point in hub.review().points] == ["action_items", "evidence", "evidence"]
    whole, part = (point for point in hub.review().of(Kind.DECIDE))
    reconciling.answer(hub.store, whole.file, {whole.id: Answer(THEIRS), part.id: Answer(OURS)})
    hub.apply()
    assert [proof["action_item_id"] for proof in hub.all("evidence")] == [edited]
    assert hub.review().points == ()


def test_what_points_to_something_new_is_not_asked_and_a_code_that_was_given_here_is(hub: Hub) -> None:
    old, item, other = hub.new("organisations", name="Antigua"), hub.item(), hub.item()
    laptop = hub.take()
    laptop.put("organisations", old, aliases="La antigua")
    heir = laptop.new("organisations", name="Nueva")
    laptop.put("organisations", old, successor_id=heir)
    laptop.put("action_items", item, code="COM-2026-050", remarks="va")
    hub.put("action_items", other, code="COM-2026-050")
    laptop.come_home()
    (asked,) = hub.review().of(Kind.DECIDE)
    assert (asked.key, asked.field) == (item, "code")
    assert "COM-2026-050" in asked.reason
    hub.apply()
    assert hub.read("organisations", old)["successor_id"] == heir
    assert hub.read("action_items", item)["remarks"] == "va"


def test_a_copy_in_which_nothing_was_changed_is_back_with_nothing_to_go_through(hub: Hub) -> None:
    item = hub.item()
    laptop = hub.take()
    laptop.put("action_items", item, remarks="va")
    laptop.come_home()
    laptop.put("action_items", item, remarks=None)
    for _n in range(2):
        received = laptop.come_home()
        assert (received.key, received.new) == (None, False)
        assert "Nothing was changed" in received.sentence
        assert hub.review().files == ()  # nor of what waited
    with hub.store.reading() as session:
        assert [laptop_copies.said(one) for one in laptop_copies.listed(session)] == ["Came back"]


def test_copies_bring_the_new_nouns_with_their_parts_and_files_under_codes_of_the_hub(either_hub: Hub) -> None:
    hub = either_hub
    project, other = hub.new("projects", name="Ruta"), hub.new("projects", name="Parque")
    unit = hub.new("organisations", name="Junta vecinal")
    one, two = hub.take("Lucía"), hub.take("Rosa")
    for laptop in (one, two):
        whose = laptop.store.who
        letter = laptop.new("documents", subject=f"Carta de {whose}", to_id=unit, dated_on=TODAY)
        laptop.new("documents", subject=f"Reitera {whose}", dated_on=TODAY, repeats_id=letter)
        laptop.new("document_links", document_id=letter, project_id=project)
        measured = laptop.new("indicators", name=f"Niñas de {whose}", project_id=project)
        laptop.new("measurements", indicator_id=measured, on=TODAY, value=Decimal(5), n=58)
        laptop.new("indicator_targets", indicator_id=measured, on=TODAY, value=Decimal(6))
        lesson = laptop.new("lessons", text=f"Lección de {whose}")
        laptop.new("lesson_applications", lesson_id=lesson, project_id=project, on=TODAY)
        stone = laptop.new("milestones", name=f"Obra de {whose}", project_id=project, planned_on=TODAY)
        milestones.move(laptop.store, stone, to=date(2026, 7, 9), on=TODAY, reason="Faltó cemento")
        line = laptop.new("budget_lines", project_id=project, planned=1_840_001, what_for=whose)
        budgets.spend(laptop.store, line, on=TODAY, amount=199)
        stake = laptop.new("stakeholders", organisation_id=unit, project_id=project if laptop is one else other)
        laptop.new("assessments", stakeholder_id=stake, on=TODAY, power=4, interest=2)
        laptop.new("tags", lesson_id=lesson, name=whose)
        with laptop.store.change("Attach") as work:
            digest = contents.put(work.session, f"%PDF {whose}".encode(), "application/pdf")
            work.add(record_class("attachments")(lesson_id=lesson, description="Acta", file_name="a.pdf",
                                                 content=digest, media="application/pdf"))  # fmt: skip
    before = hub.state()
    for laptop in (one, two):
        laptop.come_home()
        laptop.store.close()
        laptop.path.unlink()
    assert hub.review().of(Kind.DECIDE) == ()
    hub.apply()
    for noun, series, count in (("documents", "DOC", 4), ("indicators", "IND", 2), ("lessons", "LEC", 2)):
        codes = sorted(row["code"] for row in hub.all(noun))
        assert codes == [f"{series}-2026-{n:03}" for n in range(1, count + 1)]
    for noun in ("measurements", "indicator_targets", "lesson_applications", "milestones", "milestone_moves",
                 "budget_lines", "expenses", "stakeholders", "assessments", "tags", "document_links"):  # fmt: skip
        assert len(hub.all(noun)) == 2, noun
    letters = {row["id"]: row["subject"] for row in hub.all("documents")}
    again = [row for row in hub.all("documents") if row["repeats_id"]]
    assert {(row["subject"], letters[row["repeats_id"]]) for row in again} == {
        (f"Reitera {who}", f"Carta de {who}") for who in ("Lucía", "Rosa")
    }
    digests = [row["content"] for row in hub.all("attachments")]
    with hub.store.reading() as session:
        files = {contents.get(session, digest) for digest in digests}
    assert files == {"%PDF Lucía".encode(), b"%PDF Rosa"}
    hub.undo()
    assert hub.state() == before
