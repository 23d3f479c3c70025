"""Two people, and two organisations, made one with all that hangs on them, and parted again after later work."""

from datetime import date
from typing import Any

import pytest

from db.queries import stakeholders as reads
from db.queries.listing import Ask
from db.records.action_items import Channel
from db.records.meetings import Presence
from db.records.stakeholders import Position, RelationKind, StakeRole
from ecd_desktop.errors import Expected
from ecd_desktop.services import (
    action_items,
    interactions,
    meetings,
    merging,
    organisations,
    people,
    records,
    stakeholders,
)  # fmt: skip

GONE = ("people", "posts", "attendances", "interactions", "action_items", "co_responsibles", "stakeholders",
        "assessments", "relations", "tags", "attachments")  # fmt: skip


def made(desk: Any, entity: str, **values: Any) -> Any:
    draft = records.new_draft(entity, **values)
    records.save(desk.store, draft)
    return draft.key


@pytest.fixture
def twice(desk: Any) -> Any:
    """Rosa Quispe written down twice, each with a working life of her own."""
    store = desk.store
    desk.unit = desk.new("organisations", name="Comité vecinal ficticio")
    desk.other = desk.new("organisations", name="Junta vecinal ficticia")
    desk.project = desk.new("projects", name="Ruta segura ficticia")
    desk.second = desk.new("projects", name="Wawateca ficticia")
    desk.keep = desk.new("people", given_names="Rosa", family_names="Quispe", phone="987 654 321")
    desk.twin = desk.new("people", given_names="Rosa", family_names="Quispe Mamani", email="rosa@ficticio.pe")
    desk.day = desk.new("meetings", subject="Mesa", held_on=date(2026, 6, 2))
    meetings.invite(store, desk.day, people=[desk.keep, desk.twin])
    meetings.attend(store, desk.day, person=desk.twin, presence=Presence.PRESENT)
    people.take_post(store, desk.keep, organisation=desk.unit, role="Presidenta", on=date(2025, 1, 1))
    people.take_post(store, desk.twin, organisation=desk.unit, role="Presidenta", on=date(2025, 2, 1))
    people.take_post(store, desk.twin, organisation=desk.other, role="Vocal", on=date(2026, 1, 1), ends=False)
    desk.item = desk.item(person_id=desk.twin)
    action_items.add_co_responsible(store, desk.new("action_items", description="Otra promesa ficticia"),
                                    person=desk.twin)  # fmt: skip
    desk.call = interactions.add(store, on=date(2026, 6, 1), channel=Channel.CALL, person=desk.twin,
                                 organisation=desk.unit, project=desk.project, minutes=15, said="Acepta.")  # fmt: skip
    desk.mine = made(desk, "stakeholders", person_id=desk.keep, project_id=desk.project, since=date(2026, 3, 1))
    desk.hers = made(desk, "stakeholders", person_id=desk.twin, project_id=desk.project, since=date(2026, 1, 1),
                     role=StakeRole.SPOKESPERSON, owner_id=desk.keep)  # fmt: skip
    desk.alone = made(desk, "stakeholders", person_id=desk.twin, project_id=desk.second)
    stakeholders.assess(store, desk.mine, on=date(2026, 6, 1), power=2, interest=4, position=Position.FAVOURABLE)
    stakeholders.assess(store, desk.hers, on=date(2026, 2, 1), power=2, interest=5, position=Position.RELUCTANT)
    for one in (desk.keep, desk.twin):
        stakeholders.relate(store, kind=RelationKind.CONFLICT, person=one, other_organisation=desk.other)
        made(desk, "tags", name="mesa DIT", person_id=one)
    stakeholders.relate(store, kind=RelationKind.CONFLICT, organisation=desk.other, other_person=desk.twin)
    stakeholders.relate(store, kind=RelationKind.ALLIANCE, person=desk.keep, other_person=desk.twin)
    return desk


def test_two_people_become_one_with_all_that_was_theirs_and_part_again_after_later_work(twice: Any) -> None:
    desk, store = twice, twice.store
    before = {noun: desk.all(noun) for noun in GONE}
    people.merge(store, keep=desk.keep, duplicates=[desk.twin])
    assert store.verify() == []
    for noun in GONE:  # nothing points to the one that went
        assert not any(desk.twin in record.values() for record in desk.all(noun)), noun
    assert desk.read("people", desk.keep)["email"] == "rosa@ficticio.pe"
    assert sorted(post["role"] for post in desk.all("posts")) == ["Presidenta", "Vocal"]
    (attended,) = desk.all("attendances")
    assert (attended["person_id"], attended["presence"]) == (desk.keep, Presence.PRESENT)
    assert desk.read("action_items", desk.item)["person_id"] == desk.keep
    assert desk.read("interactions", desk.call)["person_id"] == desk.keep
    (relation,) = desk.all("relations")  # one conflict, said three times; no alliance with herself
    assert relation["kind"] is RelationKind.CONFLICT
    assert len(desk.all("tags")) == 1
    with store.reading() as session:
        stakes = {row.project: row for row in reads.LISTING.all(session, Ask())}
    assert set(stakes) == {"Ruta segura ficticia", "Wawateca ficticia"}
    one = stakes["Ruta segura ficticia"]
    assert (one.key, one.role, one.since) == (desk.mine, StakeRole.SPOKESPERSON, date(2026, 1, 1))
    assert (one.position, one.was_position, one.owner_key) == (Position.FAVOURABLE, Position.RELUCTANT, desk.keep)

    # later work that has nothing to do with the merge
    draft = desk.draft("people", desk.keep)
    draft.set("phone", "999 111 222")
    people.save(store, draft)
    action_items.report_progress(store, [desk.item], on=date(2026, 6, 9), progress=40, body="Avanza")
    later = interactions.add(store, on=date(2026, 6, 9), channel=Channel.VISIT, person=desk.keep)
    desk.new("people", given_names="Otra", family_names="Persona")

    told = merging.unmerge(store, desk.keep)
    assert told.done
    assert not told.conflicts
    assert store.verify() == []
    after = {noun: desk.all(noun) for noun in GONE}
    assert {one["id"] for one in after["people"]} > {desk.keep, desk.twin}
    assert desk.read("people", desk.keep)["phone"] == "999 111 222"
    assert (desk.read("people", desk.keep)["email"], desk.read("people", desk.twin)["email"]) == (
        None, "rosa@ficticio.pe",
    )  # fmt: skip
    item = desk.read("action_items", desk.item)
    assert (item["person_id"], item["progress"]) == (desk.twin, 40)
    assert desk.read("interactions", later)["person_id"] == desk.keep
    for noun in ("posts", "attendances", "co_responsibles", "stakeholders", "assessments", "relations", "tags"):
        assert plain(after[noun]) == plain(before[noun]), noun
    with pytest.raises(Expected):
        merging.unmerge(store, desk.keep)
    with store.reading() as session:
        assert merging.merges_of(session, desk.keep) == []


def plain(rows: Any) -> Any:
    return sorted(({name: value for name, value in row.items() if name != "version"} for row in rows),
                  key=lambda row: str(row["id"]))  # fmt: skip


def test_two_organisations_become_one_and_part_again(twice: Any) -> None:
    desk, store = twice, twice.store
    stake = made(desk, "stakeholders", organisation_id=desk.other, project_id=desk.project)
    before = desk.state()
    organisations.merge(store, keep=desk.unit, duplicates=[desk.other])
    assert desk.read("stakeholders", stake)["organisation_id"] == desk.unit
    assert {one["other_organisation_id"] for one in desk.all("relations")} == {desk.unit, None}
    assert merging.unmerge(store, desk.unit).done
    assert desk.state() == before


def test_stakes_of_different_actors_are_not_one(twice: Any) -> None:
    with pytest.raises(Expected):
        stakeholders.merge(twice.store, keep=twice.mine, duplicates=[twice.alone])
    assert not any(step.label.startswith("Merge") for step in twice.store.activity())
