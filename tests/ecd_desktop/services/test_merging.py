"""Duplicates become one record, the undo is the unmerge, and renamed units resolve by date."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.fields import Key
from db.queries.lookups import UnitInTime, valid_on
from db.records.cases import PartyRole
from db.records.meetings import Presence
from ecd_desktop.errors import Expected
from ecd_desktop.services import action_items, cases, meetings, organisations, people, places, reference

GDS, GDH = reference.key_of("organisations", "gds"), reference.key_of("organisations", "gdh")


def test_everything_that_pointed_to_a_duplicate_points_to_the_one_that_stays(desk: Any) -> None:
    keep = desk.new("organisations", name="DIRIS Lima Centro", acronym="DIRIS-LC")
    twin = desk.new("organisations", name="Diris Lima Centro", phone="999 000 111", remarks="Directorio 2026")
    child = desk.new("organisations", name="Posta", parent_id=twin)
    person = desk.new("people", given_names="Karina", family_names="Ficticia")
    people.take_post(desk.store, person, organisation=twin, role="Nutrición")
    item, case = desk.item(unit_id=twin), desk.new("cases", title="Brigada", unit_id=twin)
    action_items.add_co_responsible(desk.store, item, organisation=twin)
    cases.add_party(desk.store, case, organisation=twin, role=PartyRole.ALLY)
    before = desk.state()
    organisations.merge(desk.store, keep=keep, duplicates=[twin])
    assert desk.store.verify() == []
    assert desk.read("organisations", twin) == {}
    stays = desk.read("organisations", keep)
    assert (stays["phone"], stays["remarks"], stays["aliases"]) == (
        "999 000 111",
        "Directorio 2026",
        "Diris Lima Centro",
    )
    assert desk.read("organisations", child)["parent_id"] == keep
    assert desk.read("action_items", item)["unit_id"] == keep
    links = [one["organisation_id"] for noun in ("posts", "co_responsibles", "case_parties") for one in desk.all(noun)]
    assert links == [keep, keep, keep]
    # a link added later for the same pair is the same record
    assert action_items.add_co_responsible(desk.store, item, organisation=keep) == desk.all("co_responsibles")[0]["id"]
    desk.undo()
    assert desk.state() == before


def test_what_both_have_is_kept_once(desk: Any) -> None:
    keep, twin = (desk.new("people", given_names=name, family_names="Ficticia") for name in ("Karina", "Carina"))
    post = {"organisation": GDH, "role": "Nutrición"}
    for key in (keep, twin):
        people.take_post(desk.store, key, **post)
    meeting = desk.new("meetings", subject="Mesa", held_on=date(2026, 6, 2))
    meetings.invite(desk.store, meeting, people=[keep, twin])
    meetings.attend(desk.store, meeting, person=twin, presence=Presence.PRESENT)
    meetings.attend(desk.store, meeting, guest="Una invitada", organisation=GDH)
    item = desk.item(person_id=twin)
    for key in (keep, twin):
        action_items.add_co_responsible(desk.store, item, person=key)
    before = desk.state()
    people.merge(desk.store, keep=keep, duplicates=[twin])
    assert len(desk.all("posts")) == len(desk.all("co_responsibles")) == 1
    presences = {one["person_id"]: one["presence"] for one in desk.all("attendances")}
    assert presences == {keep: Presence.PRESENT, None: Presence.PRESENT}
    desk.undo()
    assert desk.state() == before


def test_guests_of_a_merged_organisation_all_stay(local_desk: Any) -> None:
    keep, twin = (local_desk.new("organisations", name=name) for name in ("Comité", "Comite"))
    meeting = local_desk.new("meetings", subject="Asamblea")
    for guest in ("Una", "Otra"):
        meetings.attend(local_desk.store, meeting, guest=guest, organisation=twin)
    organisations.merge(local_desk.store, keep=keep, duplicates=[twin])
    assert [one["organisation_id"] for one in local_desk.all("attendances")] == [keep, keep]


def test_a_merge_of_a_unit_into_its_parent_points_to_nobody_itself(local_desk: Any) -> None:
    parent = local_desk.new("organisations", name="Gerencia")
    child = local_desk.new("organisations", name="Gerencia (repetida)", parent_id=parent)
    organisations.merge(local_desk.store, keep=child, duplicates=[parent])
    assert local_desk.read("organisations", child)["parent_id"] is None


def test_nothing_is_merged_with_itself(local_desk: Any) -> None:
    key = local_desk.new("people", given_names="Prueba")
    for duplicates in ([], [key]):
        with pytest.raises(Expected):
            people.merge(local_desk.store, keep=key, duplicates=duplicates)


def test_the_label_of_a_merge_of_people_names_nobody(local_desk: Any) -> None:
    keys = [local_desk.new("people", given_names="Zoraida") for _ in range(2)]
    people.merge(local_desk.store, keep=keys[0], duplicates=[keys[1]])
    steps = local_desk.store.activity()
    assert steps[0].label == "Merge {n} people into one"
    assert not any("Zoraida" in repr(step) for step in steps)


def test_places_are_merged_too(desk: Any) -> None:
    keep, twin = (desk.new("places", name=name) for name in ("Los Luceros", "AA.HH. Los Luceros"))
    project = desk.new("projects", name="Ruta", place_id=twin)
    places.merge(desk.store, keep=keep, duplicates=[twin])
    assert desk.read("projects", project)["place_id"] == keep
    desk.undo()
    assert desk.read("projects", project)["place_id"] == twin


# --- units in time --------------------------------------------------------------------------------------------------


def test_gds_resolves_to_gdh_and_back_by_date(desk: Any) -> None:
    with desk.store.reading() as session:
        on = {day: organisations.successor_on(session, GDS, day) for day in (date(2021, 7, 9), date(2026, 3, 1), None)}
        back = organisations.successor_on(session, GDH, date(2021, 7, 9))
        same = organisations.successor_on(session, GDH, date(2026, 3, 1))
    assert on == {date(2021, 7, 9): GDS, date(2026, 3, 1): GDH, None: GDH}
    assert (back, same) == (GDS, GDH)


def test_a_unit_is_carried_on_from_a_day_and_never_in_a_circle(desk: Any) -> None:
    old, new = (desk.new("organisations", name=name) for name in ("Subgerencia", "Oficina"))
    organisations.succeed(desk.store, old, by=new, on=date(2026, 1, 1))
    with desk.store.reading() as session:
        assert organisations.successor_on(session, old, date(2025, 12, 31)) == old
        assert organisations.successor_on(session, old, date(2026, 1, 1)) == new
        assert organisations.successor_on(session, new, date(2025, 12, 31)) == old
    with pytest.raises(Expected):
        organisations.succeed(desk.store, new, by=old, on=date(2026, 2, 1))


days = st.none() | st.dates(date(2018, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(days, days, st.none() | st.integers(0, 5)), min_size=1, max_size=6), days)
def test_resolving_always_ends_on_a_unit_that_is_there(
    rows: list[tuple[Any, Any, int | None]], day: date | None
) -> None:
    keys = [Key(int=n + 1) for n in range(6)]
    units = {
        keys[n]: UnitInTime(begins, ends, None if after is None else keys[after])
        for n, (begins, ends, after) in enumerate(rows)
    }
    for key in units:
        assert valid_on(units, key, day) in units
