"""Full text over every noun and what belongs to it, on both databases: words, groups, filters, and what stays out."""

from datetime import date
from typing import Any

import pytest

from db.queries.search_texts import Group, Hit, Standing, Wanted, look, prepare
from db.records import (
    ActionItem,
    Case,
    Evidence,
    Meeting,
    Note,
    Organisation,
    Person,
    ProgressEntry,
    Project,
    Reschedule,
)
from db.records.action_items import State
from db.records.cases import CaseState, Outcome
from db.store import Store


@pytest.fixture
def told(store: Store) -> Store:
    """A few records that speak of a wall, each in another field."""
    with store.change("New place “{name}”", name="x") as work:
        project = work.add(Project(code="PRY-2026-001", name="Parque Niño Jesús", aim="Rehacer el muro perimétrico"))
        case = work.add(Case(code="ASU-2026-004", title="Agua en Huánuco", opened_on=date(2026, 2, 1)))
        work.flush()
        item = work.add(ActionItem(code="COM-2026-012", description="Levantar el muro", agreed_on=date(2026, 3, 2),
                                   project_id=project.id))  # fmt: skip
        done = work.add(ActionItem(code="COM-2025-001", description="Pintar un muro viejo", agreed_on=date(2025, 3, 2),
                                   state=State.VERIFIED))  # fmt: skip
        work.add(Meeting(code="REU-2026-001", subject="Mesa", remarks="Se habló del MURO\ny del riego"))
        work.flush()
        for record in (
            Note(case_id=case.id, on=date(2026, 2, 3), body="La vecina dijo que el muro está rajado", internal=True),
            ProgressEntry(action_item_id=item.id, on=date(2026, 4, 1), progress=10, state=State.IN_PROGRESS,
                          body="Se vació el primer tramo"),
            ProgressEntry(action_item_id=done.id, on=date(2025, 4, 1), progress=99, state=State.IN_PROGRESS,
                          body="Último tramo pintado"),
            Reschedule(action_item_id=item.id, on=date(2026, 4, 9), reason="Faltó cemento para el tramo"),
            Evidence(action_item_id=item.id, description="Foto del tramo", reference="carpeta 3"),
            Person(given_names="Ana", family_names="Muro Ficticio", phone="999 123 456", email="ana@ejemplo.pe",
                   remarks="Coordina el tramo"),
            Organisation(name="Gerencia de Obras", internal_note="Ojo con el tramo 2"),
        ):  # fmt: skip
            work.add(record)
    return store


def groups(store: Store, text: str, **more: Any) -> dict[str, Group]:
    with store.reading() as session:
        return {group.entity: group for group in look(session, Wanted(text, **more))}


def hits(store: Store, text: str, **more: Any) -> list[Hit]:
    return [hit for group in groups(store, text, **more).values() for hit in group.hits]


def test_a_word_is_found_in_titles_notes_reports_reasons_evidence_and_remarks(told: Store) -> None:
    assert {entity: group.count for entity, group in groups(told, "muro").items()} == {
        "action_items": 2, "projects": 1, "meetings": 1, "people": 1, "notes": 1,
    }  # fmt: skip
    assert set(groups(told, "tramo")) == {"progress_entries", "reschedules", "evidence", "people", "organisations"}


@pytest.mark.row(45)
@pytest.mark.parametrize(
    ("text", "found"),
    [("nino jesus", 1), ("JESÚS niño", 1), ("huanu", 1), ("agua muro", 0), ("muro rajado", 1), ("com-2026-012", 1),
     ("ñino", 1), ("", 0), ("   ", 0), ("zzz", 0)],
)  # fmt: skip
def test_accents_capitals_and_the_order_of_words_do_not_matter(told: Store, text: str, found: int) -> None:
    assert len(hits(told, text)) == found


def test_what_belongs_to_a_record_opens_that_and_says_its_title(told: Store) -> None:
    (note,) = hits(told, "vecina")
    assert (note.opens[0], note.code, note.about) == ("cases", "ASU-2026-004", "Agua en Huánuco")
    assert note.label == "Text"
    (entry,) = hits(told, "vacio")
    assert entry.opens[0] == "action_items"
    assert entry.about == "Levantar el muro"
    assert entry.on == date(2026, 4, 1)


def test_the_field_in_which_the_words_stand_is_told(told: Store) -> None:
    (project,) = groups(told, "muro")["projects"].hits
    assert (project.label, project.text) == ("Aim", "Rehacer el muro perimétrico")
    (unit,) = groups(told, "ojo")["organisations"].hits
    assert unit.label == "Internal note"


def test_period_and_state_filter_also_what_belongs_to_a_record(told: Store) -> None:
    year = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    assert groups(told, "muro", **year)["action_items"].count == 1
    assert groups(told, "tramo", **year)["progress_entries"].count == 1
    closed = groups(told, "tramo", standing=Standing.CLOSED)
    assert {entity: group.count for entity, group in closed.items()} == {"progress_entries": 1}
    assert set(groups(told, "muro", standing=Standing.OPEN)) == {"action_items", "projects", "meetings", "notes"}


def test_one_kind_shows_all_of_its_hits_and_the_others_are_only_counted(told: Store) -> None:
    found = groups(told, "muro", noun="action_items", each=1)
    assert len(found["action_items"].hits) == 2
    assert found["projects"].count == 1
    assert found["projects"].hits == ()
    assert len(groups(told, "muro", each=1)["action_items"].hits) == 1


def test_words_in_the_title_come_first_and_then_the_latest(told: Store) -> None:
    with told.change("Edit {code}") as work:
        later = {"remarks": "junto al muro", "agreed_on": date(2027, 1, 1)}
        work.add(ActionItem(code="COM-2026-099", description="Regar", **later))
    assert [hit.code for hit in groups(told, "muro")["action_items"].hits] == [
        "COM-2026-012", "COM-2025-001", "COM-2026-099",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["999", "ejemplo.pe", "123 456"])
def test_personal_data_is_not_looked_through(told: Store, text: str) -> None:
    assert "people" not in groups(told, text)


def test_what_changes_is_found_at_once_and_what_is_erased_or_deleted_no_more(told: Store) -> None:
    with told.reading() as session:
        index = prepare(session)
    (person,) = groups(told, "ficticio")["people"].hits
    told.redact("people", person.key, ["family_names"])
    assert "people" not in groups(told, "ficticio")
    (note,) = hits(told, "vecina")
    with told.change("Edit a note") as work:
        work.get(Note, note.key).body = "El caño gotea"
    assert hits(told, "vecina") == []
    assert [hit.key for hit in hits(told, "cano")] == [note.key]
    with told.change("Delete a note") as work:
        work.delete(work.get(Note, note.key))
    assert hits(told, "cano") == []
    with told.reading() as session:
        assert prepare(session) is index  # kept up, not read anew


def test_a_matter_that_closes_takes_its_notes_along(told: Store) -> None:
    (note,) = hits(told, "vecina")
    with told.change("Edit case {code}", code="x") as work:
        case = work.get(Case, note.opens[1])
        case.state, case.outcome, case.closed_on = CaseState.CLOSED, Outcome.SOLVED, date(2026, 5, 1)
    assert hits(told, "vecina", standing=Standing.OPEN) == []
    assert len(hits(told, "vecina", standing=Standing.CLOSED)) == 1
