"""Contacts: written down, told of whom they were with, the last one in the lists; reminders of what is owed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from db.queries import action_items as item_lists
from db.queries import organisations as unit_lists
from db.queries import people as people_lists
from db.queries.contacts import Owing, contacts, owed_by, owed_of
from db.queries.listing import Ask, Order, Where
from db.records.action_items import Channel, State
from db.records.interactions import Purpose
from ecd_desktop.calendar import Calendar, clock
from ecd_desktop.reminders import MOST, reminder
from ecd_desktop.services import action_items, interactions, organisations, records

TODAY = date(2026, 6, 10)  # a Wednesday
NOW = clock(TODAY, Calendar())


@pytest.fixture
def at_work(desk: Any) -> Any:
    desk.unit = desk.new("organisations", name="Gerencia de Obras Ficticia", acronym="GOF")
    desk.lucia = desk.new("people", given_names="Lucía", family_names="Quispe", title="Arq.")
    desk.saul = desk.new("people", given_names="Saúl", family_names="Ñahui")
    return desk


def last(desk: Any, listing: Any, key: Any, **more: Any) -> date | None:
    with desk.store.reading() as session:
        (row,) = listing.LISTING.rows(session, [key], Ask(clock=NOW, **more))
    found: date | None = row.last_contact_on
    return found


def test_the_last_contact_stands_in_the_lists_of_commitments_people_and_organisations(at_work: Any) -> None:
    desk, store = at_work, at_work.store
    item = desk.item(unit_id=desk.unit, person_id=desk.lucia)
    other = desk.item(unit_id=desk.unit)
    assert last(desk, item_lists, item) is None
    interactions.add(store, on=date(2026, 6, 1), channel=Channel.CALL, person=desk.lucia, said="Lo ve mañana.")
    interactions.add(store, on=date(2026, 6, 3), channel=Channel.LETTER, organisation=desk.unit)
    interactions.add(store, on=date(2026, 6, 5), channel=Channel.CALL, organisation=desk.unit, person=desk.saul)
    assert last(desk, item_lists, item) == date(2026, 6, 3)  # with its unit; the call was with somebody else
    assert last(desk, item_lists, other) == date(2026, 6, 3)
    assert last(desk, people_lists, desk.lucia) == date(2026, 6, 1)
    assert last(desk, unit_lists, desk.unit) == date(2026, 6, 5)
    assert last(desk, item_lists, item, cutoff=date(2026, 6, 2)) == date(2026, 6, 1)
    with store.reading() as session:
        for cutoff in (None, date(2026, 6, 2)):  # gathered once to sort by, asked for each row where it is shown
            plain = Ask(clock=NOW, cutoff=cutoff)
            told = {row.key: row.last_contact_on for row in item_lists.LISTING.all(session, plain)}
            ordered = item_lists.LISTING.all(session, replace(plain, order=(Order("last_contact_on"),)))
            assert {row.key: row.last_contact_on for row in ordered} == told
        ask = Ask(order=(Order("last_contact_on", descending=True),), where=(Where("last_contact_on", "is not", None),))
        assert people_lists.LISTING.keys(session, ask) == [desk.saul, desk.lucia]
        assert [row.person for row in contacts(session, "organisations", desk.unit)] == ["Saúl Ñahui", None]
        (told,) = contacts(session, "people", desk.lucia)
    assert (told.said, told.by, told.purpose) == ("Lo ve mañana.", "Prueba Ficticia", Purpose.TALK)
    desk.undo()
    assert last(desk, unit_lists, desk.unit) == date(2026, 6, 3)


def test_a_unit_that_carries_on_was_contacted_when_the_former_one_was(at_work: Any) -> None:
    desk, store = at_work, at_work.store
    heir = desk.new("organisations", name="Gerencia de Infraestructura Ficticia", acronym="GIF")
    interactions.add(store, on=date(2026, 5, 4), channel=Channel.LETTER, organisation=desk.unit)
    item = desk.item(unit_id=desk.unit)
    organisations.succeed(store, desk.unit, by=heir, on=date(2026, 6, 1))
    assert last(desk, unit_lists, heir) == last(desk, item_lists, item) == date(2026, 5, 4)
    interactions.add(store, on=date(2026, 6, 4), channel=Channel.LETTER, organisation=heir)
    assert last(desk, item_lists, item) == date(2026, 6, 4)
    with store.reading() as session:
        assert len(contacts(session, "organisations", heir)) == 2


def test_a_contact_is_with_somebody(at_work: Any) -> None:
    with at_work.invalid("with whom"):
        interactions.add(at_work.store, channel=Channel.CALL)


def test_what_is_owed_is_reminded_and_nothing_internal(at_work: Any) -> None:
    desk, store = at_work, at_work.store
    late = desk.item(person_id=desk.lucia, description="Enviar los planos.", due_on=date(2026, 6, 1),
                     internal_note="No creerle.", remarks="Urge.")  # fmt: skip
    desk.item(person_id=desk.lucia, description="Contar las bancas", due_on=date(2026, 6, 30))
    desk.item(person_id=desk.lucia, description="Ordenar fotos", reach="internal_task")
    done = desk.item(person_id=desk.lucia, description="Pedir permiso")
    action_items.complete(store, [done], on=TODAY)
    shared = desk.item(unit_id=desk.unit, description="Sembrar el biohuerto", due_on=None)
    action_items.add_co_responsible(store, shared, person=desk.lucia)
    with store.reading() as session:
        mine = owed_by(session, "people", desk.lucia, NOW)
        theirs = owed_by(session, "organisations", desk.unit, NOW)
        of_two = owed_of(session, [late, shared, done], NOW)
    assert mine is not None
    assert theirs is not None
    assert of_two is not None
    text = reminder(mine, on=TODAY, calendar=Calendar(), sender="Bruno Ibáñez", language="es")
    code = [desk.read("action_items", key)["code"] for key in (late, shared)]
    assert text.splitlines()[0].endswith("Arq. Lucía Quispe:")
    assert f"{code[0]}: Enviar los planos (venció el 01/06/2026, 7 días hábiles de atraso)" in text
    assert text.splitlines()[-1] == "Bruno Ibáñez"
    owed = [row.description for row in mine.items]
    assert owed == ["Enviar los planos.", "Sembrar el biohuerto", "Contar las bancas"]
    for word in ("creerle", "Urge", "fotos", "permiso"):
        assert word not in text
    assert (theirs.name, theirs.person, [row.code for row in theirs.items]) == ("GOF", None, [code[1]])
    assert [row.key for row in of_two.items] == [late]  # the other is somebody else's, and what is done is settled
    assert reminder(of_two, on=TODAY, calendar=Calendar(), sender="x", language="en").count("•") == 1


def test_a_long_list_keeps_to_a_thousand_characters_and_says_how_many_more_there_are(local_desk: Any) -> None:
    desk = local_desk
    unit = desk.new("organisations", name="Gerencia " + "muy " * 40 + "larga")
    for n in range(30):
        desk.item(unit_id=unit, description=f"Compromiso {n} " + "con mucho que decir " * (n % 9), state=State.OBSERVED)
    with desk.store.reading() as session:
        owing = owed_by(session, "organisations", unit, NOW)
    assert owing is not None
    few = Owing("GOF", False, None, unit, owing.items[:2])
    for language, more in (("es", "y {n} más."), ("en", "and {n} more.")):
        text = reminder(owing, on=TODAY, calendar=Calendar(), sender="Bruno " * 40, language=language)
        assert 700 < len(text) <= MOST
        assert more.format(n=30 - text.count("•")) in text
        short = reminder(few, on=TODAY, calendar=Calendar(), sender="x", language=language)
        assert (short.count("•"), "…" in short) == (2, False)


def test_a_contact_with_somebody_outlives_the_unit_and_the_person_until_nobody_is_left(at_work: Any) -> None:
    desk, store = at_work, at_work.store
    told = interactions.add(store, channel=Channel.CALL, organisation=desk.unit, person=desk.saul, said="Lo ve mañana.")
    other = interactions.add(store, channel=Channel.LETTER, organisation=desk.unit)
    records.delete(store, "organisations", [desk.unit])
    assert (desk.read("interactions", told)["person_id"], desk.read("interactions", other)) == (desk.saul, {})
    desk.undo()
    assert desk.read("interactions", told)["organisation_id"] == desk.unit
    records.delete(store, "people", [desk.saul])
    left = desk.read("interactions", told)
    assert (left["person_id"], left["organisation_id"], left["said"]) == (None, desk.unit, "Lo ve mañana.")
    records.delete(store, "organisations", [desk.unit])
    assert desk.read("interactions", told) == {}
