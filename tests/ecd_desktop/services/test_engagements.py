"""A typed line becomes a contact and a commitment, as one change and one Undo."""

from datetime import date
from typing import Any

import pytest

from db.errors import Invalid
from db.queries.promises import promises
from db.records.action_items import Channel
from db.records.cases import PartyRole
from ecd_desktop.calendar import Calendar, clock
from ecd_desktop.engagement import asked, read
from ecd_desktop.services import action_items, cases, engagements, quick_add

TODAY = date(2026, 6, 10)  # a Wednesday


def said(desk: Any, text: str) -> Any:
    with desk.store.reading() as session:
        found = quick_add.look_up(session, asked(text))
    known = {"@": [one for (sign, _words), offers in found.items() if sign == "@" for one in offers]}
    return read(text, today=TODAY, language="es", known=known)


def test_a_contact_and_what_came_of_it_are_one_change(desk: Any) -> None:
    store = desk.store
    unit = desk.new("organisations", name="Gerencia de Obras Ficticia", acronym="GOF")
    rosa = desk.new("people", given_names="Rosa", family_names="Quispe")
    project = desk.new("projects", name="Ruta segura ficticia")
    before = desk.state()
    made = engagements.log(
        store, said(desk, "llamada con Rosa Quispe 15 min: acepta revisar convenio; enviar borrador vie"),
        organisation=unit, project=project,
    )  # fmt: skip
    contact, item = desk.read("interactions", made.contact), desk.read("action_items", made.item)
    assert (contact["person_id"], contact["organisation_id"], contact["minutes"]) == (rosa, unit, 15)
    assert (contact["channel"], contact["said"]) == (Channel.CALL, "acepta revisar convenio")
    assert (contact["action_item_id"], contact["project_id"]) == (made.item, project)
    assert (item["description"], item["due_on"], item["code"]) == ("enviar borrador", date(2026, 6, 12), made.code)
    assert (item["project_id"], item["unit_id"], item["person_id"]) == (project, None, None)
    with store.reading() as session:
        theirs, ours = promises(session, "people", rosa, clock(TODAY, Calendar()))
    assert (theirs, [one.key for one in ours]) == ([], [made.item])
    desk.undo()
    assert desk.state() == before


def test_what_they_owe_us_and_what_we_owe_them_are_told_apart(desk: Any) -> None:
    store, now = desk.store, clock(TODAY, Calendar())
    unit = desk.new("organisations", name="Gerencia de Obras Ficticia", acronym="GOF")
    line = "visita: se midió el pasaje; entregar planos @GOF 20/06"
    made = engagements.log(store, said(desk, line), organisation=unit)
    ours = engagements.log(store, said(desk, "llamada: pide fotos; mandar fotos 15/06"), organisation=unit)
    hers = desk.item(unit_id=unit)
    case = desk.new("cases", title="Pedido vecinal ficticio")
    cases.add_party(store, case, organisation=unit, role=PartyRole.APPLICANT)
    promised = desk.item(case_id=case)
    with store.reading() as session:
        theirs, we = promises(session, "organisations", unit, now)
    assert {one.key for one in theirs} == {made.item, hers}
    assert {one.key for one in we} == {ours.item, promised}
    action_items.complete(store, [hers], on=TODAY)
    with store.reading() as session:
        assert hers in {one.key for one in promises(session, "organisations", unit, now)[0]}  # to be verified


def test_a_line_with_nobody_in_it_is_refused(local_desk: Any) -> None:
    with pytest.raises(Invalid):
        engagements.log(local_desk.store, said(local_desk, "llamada 10 min: no contestó"))
    assert local_desk.all("interactions") == []
