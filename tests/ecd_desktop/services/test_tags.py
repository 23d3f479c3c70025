"""Tags and mentions: a word on records of any kind, found by the search; and where else a record occurs."""

from datetime import date
from typing import Any

import pytest

from db.errors import Invalid
from db.queries.mentions import related
from db.queries.search_texts import Wanted, look
from db.queries.tags import tags_of
from db.records.cases import NoteKind
from ecd_desktop.services import cases, history, records, tags


def names(desk: Any, entity: str, key: Any) -> list[tuple[str, int]]:
    with desk.store.reading() as session:
        return [(one.name, one.uses) for one in tags_of(session, entity, key)]


def test_a_tag_keeps_its_first_spelling_stands_once_on_a_record_and_is_found_by_the_search(desk: Any) -> None:
    project, case_ = desk.new("projects", name="Parque ficticio"), desk.new("cases", title="Veredas rotas")
    tags.put(desk.store, "projects", [project], name="  #Niñez  segura ")
    tags.put(desk.store, "cases", [case_], name="ninez SEGURA")
    tags.put(desk.store, "cases", [case_], name="Niñez segura")
    assert names(desk, "cases", case_) == [("Niñez segura", 2)] == names(desk, "projects", project)
    with desk.store.reading() as session:
        (group,) = look(session, Wanted("ninez", noun="tags"))
    assert {hit.opens for hit in group.hits} == {("projects", project), ("cases", case_)}
    with desk.store.reading() as session:
        taken = [one.key for one in tags_of(session, "cases", case_)]
    tags.take_off(desk.store, taken)
    assert names(desk, "cases", case_) == []
    assert names(desk, "projects", project) == [("Niñez segura", 1)]
    history.undo(desk.store)
    assert names(desk, "cases", case_) == [("Niñez segura", 2)]
    with pytest.raises(Invalid):
        tags.put(desk.store, "cases", [case_], name=" # ")


def test_a_record_tells_what_points_to_it_and_in_which_texts_its_code_stands_as_such(desk: Any) -> None:
    project = desk.new("projects", name="Parque ficticio")
    code = desk.read("projects", project)["code"]
    owed = desk.new("action_items", description="Enviar el plano", project_id=project)
    case_ = desk.new("cases", title="Veredas rotas")
    body = f"Visto con {code}, como se acordó."
    cases.add_note(desk.store, case_, on=date(2026, 6, 2), body=body, kind=NoteKind.CALL)
    desk.new("cases", title=f"No es el {code}9 sino otro")
    with desk.store.reading() as session:
        found = {group.entity: group.mentions for group in related(session, "projects", project)}
    assert set(found) == {"action_items", "notes"}
    (pointing,), (telling,) = found["action_items"], found["notes"]
    assert (pointing.key, pointing.label, pointing.text) == (owed, "Project", "")
    assert (telling.opens, telling.label) == (("cases", case_), "Text")
    assert code in telling.text
    records.delete(desk.store, "action_items", [owed])
    with desk.store.reading() as session:
        assert [group.entity for group in related(session, "projects", project)] == ["notes"]


def test_people_are_mentioned_in_either_order_of_their_names_and_short_acronyms_are_not_looked_for(desk: Any) -> None:
    person = desk.new("people", given_names="Lucía", family_names="Rojas Ficticia")
    unit = desk.new("organisations", name="Oficina de pruebas", acronym="OP")
    desk.new("cases", title="Llamar a Lucía Rojas Ficticia por la OP")
    desk.new("cases", title="Carta de Rojas Ficticia, Lucía")
    with desk.store.reading() as session:
        (group,) = related(session, "people", person)
        assert (group.entity, group.count) == ("cases", 2)
        assert related(session, "organisations", unit) == []
