"""What is the same for every noun: drafts, labels, deletion, and refusals that name the uses."""

from typing import Any

import pytest

from db.errors import Invalid
from db.records import Project, record_class
from db.records.base import record_classes
from ecd_desktop.errors import Expected
from ecd_desktop.services import field_changes, nouns, organisations, people, records, reference

GDU = reference.key_of("organisations", "gdu")


def test_every_noun_has_its_labels() -> None:
    assert set(nouns.LABELS) == {cls.__tablename__ for cls in record_classes()}


def test_what_is_owned_is_a_link_to_its_owner() -> None:
    from db.records import fields_of

    for entity, parts in nouns.OWNED.items():
        for table, name in parts:
            assert fields_of(record_class(table))[name].target == entity


def test_a_new_draft_has_the_defaults_and_needs_no_code() -> None:
    draft = records.new_draft("action_items", description="Donar árboles")
    assert draft.problems() == []
    assert draft.value("progress") == 0
    assert records.new_draft("action_items").problem_of("description") is not None


def test_a_code_is_taken_in_small_letters_too(desk: Any) -> None:
    records.save(desk.store, records.new_draft("projects", name="Rampas", code="PRY-2026-004"))
    with pytest.raises(Invalid) as refusal:
        records.save(desk.store, records.new_draft("projects", name="Otra", code="pry-2026-004"))
    assert [problem.field for problem in refusal.value.problems] == ["code"]
    records.save(desk.store, records.new_draft("projects", name="Otra", code="pry-2026-005"))
    with desk.store.preview() as work:
        assert work.code("PRY", 2026) == "PRY-2026-006"


def test_a_new_record_with_a_problem_is_not_saved_at_all(local_desk: Any) -> None:
    before = local_desk.store.seq
    with pytest.raises(Invalid):
        records.save(local_desk.store, records.new_draft("organisations", acronym="X"))
    assert local_desk.store.seq == before


def test_a_name_of_blanks_is_no_name_however_it_comes(desk: Any) -> None:
    there = desk.new("projects", name="Rampas")
    before = desk.store.seq
    with desk.invalid("This field is needed."):
        records.save(desk.store, records.new_draft("organisations", name="   "))
    with desk.invalid("This field is needed."):
        field_changes.change_fields(desk.store, "projects", [there], {"name": "\u00a0 "})
    with desk.invalid("This field is needed."), desk.store.change("Several") as work:
        work.add_many(Project, [{"code": "PRY-2026-002", "name": "Parque"}, {"code": "PRY-2026-003", "name": " \t"}])
    assert (desk.store.seq, desk.read("projects", there)["name"]) == (before, "Rampas")


def test_saving_nothing_writes_nothing(local_desk: Any) -> None:
    draft = local_desk.draft("organisations", GDU)
    before = local_desk.store.seq
    assert records.save(local_desk.store, draft).applied == ()
    assert local_desk.store.seq == before


def test_what_a_colleague_changed_meanwhile_is_a_conflict_and_the_rest_is_saved(desk: Any) -> None:
    mine, theirs = desk.draft("organisations", GDU), desk.draft("organisations", GDU)
    theirs.set("phone", "999 111 222")
    organisations.save(desk.store, theirs)
    mine.set("phone", "999 333 444")
    mine.set("email", "gdu@ejemplo.pe")
    outcome = organisations.save(desk.store, mine)
    assert (len(outcome.applied), len(outcome.conflicts)) == (1, 1)
    unit = desk.read("organisations", GDU)
    assert (unit["phone"], unit["email"]) == ("999 111 222", "gdu@ejemplo.pe")


def test_a_record_that_is_used_says_by_what(desk: Any) -> None:
    desk.item(unit_id=GDU)
    desk.item(unit_id=GDU, transferred_to_id=GDU)
    with pytest.raises(Expected) as refusal:
        organisations.delete(desk.store, [GDU])
    assert refusal.value.message == (
        "“Gerencia de Desarrollo Urbano” is still used, so it was not deleted: Commitment (3)."
    )


def test_people_are_deleted_with_their_posts(desk: Any) -> None:
    person = desk.new("people", given_names="Prueba", family_names="Ficticia")
    people.take_post(desk.store, person, organisation=GDU, role="Arquitecta")
    people.delete(desk.store, [person])
    assert desk.all("people") == desk.all("posts") == []
    desk.undo()
    assert [one["person_id"] for one in desk.all("posts")] == [person]


def test_a_new_post_ends_the_one_before(desk: Any) -> None:
    from datetime import date

    person = desk.new("people", given_names="Prueba")
    first = people.take_post(desk.store, person, organisation=GDU, on=date(2025, 1, 1))
    second = people.take_post(desk.store, person, organisation=GDU, on=date(2026, 1, 1))
    assert desk.read("posts", first)["ends_on"] == date(2025, 12, 31)
    people.leave_posts(desk.store, [second], on=date(2026, 5, 1))
    assert desk.read("posts", second)["ends_on"] == date(2026, 5, 1)
