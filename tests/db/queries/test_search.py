"""Search by name: every word, accents aside, codes and beginnings first, and always what is in the database now."""

from collections.abc import Callable
from datetime import date

import pytest

from db.queries.search import NAMED, recent, search
from db.records import (
    ActionItem,
    Case,
    Decision,
    Document,
    Indicator,
    Lesson,
    Meeting,
    MeetingSeries,
    Organisation,
    Person,
    Place,
    Post,
    Project,
    record_class,
)
from db.store import Store
from tests.db.making import add_item, add_unit, edit


def found(store: Store, text: str, **more: object) -> list[str]:
    """The titles that a search finds, best first."""
    with store.reading() as session:
        return [one.title for one in search(session, text, **more)]  # type: ignore[arg-type]


def test_every_typed_word_must_match_accents_and_order_aside(store: Store) -> None:
    add_item(store, "Señalización del cruce peatonal")
    add_item(store, "Pintar el cruce")
    assert found(store, "peaton SENAL") == ["Señalización del cruce peatonal"]
    assert sorted(found(store, "cruce")) == ["Pintar el cruce", "Señalización del cruce peatonal"]
    assert found(store, "cruce muro") == []


def test_a_code_its_beginning_and_its_number_find_the_record(store: Store) -> None:
    with store.change("Add") as work:
        work.add(Project(code="PRY-2026-003", name="Losa ficticia"))
        work.add(Project(code="PRY-2026-030", name="Muro ficticio 003"))
        work.add(Case(code="ASU-2026-003", title="Poste ficticio"))
    assert found(store, "pry-2026-003") == ["Losa ficticia"]
    assert found(store, "PRY-2026-0")[:2] == ["Muro ficticio 003", "Losa ficticia"]
    assert set(found(store, "3")[:2]) == {"Losa ficticia", "Poste ficticio"}
    assert set(found(store, "003")[:2]) == {"Losa ficticia", "Poste ficticio"}
    assert found(store, "003")[2] == "Muro ficticio 003"


def test_the_beginning_of_a_title_comes_before_its_words_and_these_before_what_else_is_said(store: Store) -> None:
    add_item(store, "Comparque ficticio")
    add_item(store, "Podar", remarks="junto al parque")
    add_item(store, "Regar el parque")
    add_item(store, "Parque con sombra")
    assert found(store, "parq") == ["Parque con sombra", "Regar el parque", "Comparque ficticio", "Podar"]


def test_words_that_stand_together_come_before_the_same_words_apart(store: Store) -> None:
    add_item(store, "Arreglar losa y muro ficticio")
    add_item(store, "Arreglar el muro de la losa")
    assert found(store, "losa y muro")[0] == "Arreglar losa y muro ficticio"
    assert found(store, "muro losa")[0] in {"Arreglar losa y muro ficticio", "Arreglar el muro de la losa"}


def test_one_letter_must_begin_a_word(store: Store) -> None:
    add_item(store, "Pintar la losa")
    add_item(store, "Regar")
    assert found(store, "l") == ["Pintar la losa"]
    assert found(store, "g") == []


def test_wildcards_and_quotes_are_letters_like_others(store: Store) -> None:
    add_item(store, "Avanzar al 50% del 'muro' _bajo_")
    add_item(store, "Otra cosa")
    for text in ("50%", "'muro'", "_bajo_"):
        assert found(store, text) == ["Avanzar al 50% del 'muro' _bajo_"]
    assert found(store, "%") == []


def test_what_was_touched_lately_comes_before_its_equals(store: Store) -> None:
    first = add_item(store, "Pintar el aula 1")
    add_item(store, "Pintar el aula 2")
    edit(store, ActionItem, first, remarks="visto")
    assert found(store, "pintar") == ["Pintar el aula 1", "Pintar el aula 2"]


def test_every_noun_says_what_tells_it_from_its_namesakes(store: Store) -> None:
    with store.change("Add") as work:
        unit = work.add(Organisation(name="Gerencia Ficticia de Muros", acronym="GFM")).id
        place = work.add(Place(name="Muros Altos Ficticios")).id
        person = work.add(Person(given_names="Ana", family_names="Muro Ficticia", phone="999")).id
        work.add(Post(person_id=person, organisation_id=unit, starts_on=date(2026, 1, 5)))
        work.add(Post(person_id=person, organisation_id=work.add(Organisation(name="Antes Ficticia")).id,
                      starts_on=date(2025, 1, 5), ends_on=date(2025, 12, 31)))  # fmt: skip
        work.add(ActionItem(code="COM-2026-001", description="Muro\nde contención", unit_id=unit,
                            due_on=date(2026, 12, 1)))  # fmt: skip
        work.add(Case(code="ASU-2026-001", title="Muro caído", place_id=place))
        project = work.add(Project(code="PRY-2026-001", name="Muros", place_id=place)).id
        work.add(Indicator(code="IND-2026-001", name="Metros de muro", project_id=project, target_on=date(2026, 9, 1)))
        meeting = Meeting(code="REU-2026-001", number="ACTA 1", subject="Muro", held_on=date(2026, 6, 1))
        work.add(Decision(code="ACU-2026-001", text="Levantar el muro", meeting_id=work.add(meeting).id,
                          decided_on=date(2026, 6, 2)))  # fmt: skip
        work.add(Lesson(code="LEC-2026-001", text="Un muro bajo sirve de banca", theme="Bancas",
                        noted_on=date(2026, 6, 4)))  # fmt: skip
        work.add(MeetingSeries(name="Comité del muro", convened_by_id=unit))
        work.add(Document(code="DOC-2026-001", subject="Planos del muro", dated_on=date(2026, 6, 3), to_id=unit))
    with store.reading() as session:
        rows = {one.entity: one for one in search(session, "muro", limit=20)}
    told = {entity: (one.code, one.title, one.hint, one.on) for entity, one in rows.items()}
    assert told == {
        "action_items": ("COM-2026-001", "Muro de contención", "GFM", date(2026, 12, 1)),
        "cases": ("ASU-2026-001", "Muro caído", "Muros Altos Ficticios", None),
        "projects": ("PRY-2026-001", "Muros", "Muros Altos Ficticios", None),
        "indicators": ("IND-2026-001", "Metros de muro", "Muros", date(2026, 9, 1)),
        "meetings": ("REU-2026-001", "ACTA 1", "Muro", date(2026, 6, 1)),
        "decisions": ("ACU-2026-001", "Levantar el muro", "ACTA 1", date(2026, 6, 2)),
        "lessons": ("LEC-2026-001", "Un muro bajo sirve de banca", "Bancas", date(2026, 6, 4)),
        "meeting_series": ("", "Comité del muro", "GFM", None),
        "documents": ("DOC-2026-001", "Planos del muro", "GFM", date(2026, 6, 3)),
        "organisations": ("", "Gerencia Ficticia de Muros", "GFM", None),
        "people": ("", "Muro Ficticia, Ana", "GFM", None),
        "places": ("", "Muros Altos Ficticios", "", None),
    }
    by_others = {"stakeholders"}  # is called like its organisation or person, and found by that
    assert {one.noun for one in rows.values()} == {record_class(entity).noun for entity in set(NAMED) - by_others}
    assert set(found(store, "muro", entities=["projects", "holidays"])) == {"Muros"}


def test_it_finds_what_was_written_since_and_not_what_is_gone(store: Store) -> None:
    kept = add_item(store, "Pintar la losa")
    assert found(store, "losa") == ["Pintar la losa"]
    edit(store, ActionItem, kept, description="Pintar el muro")
    assert (found(store, "losa"), found(store, "muro")) == ([], ["Pintar el muro"])
    with store.change("Delete") as work:
        work.delete(work.get(ActionItem, kept))
    assert found(store, "muro") == []
    (step,) = [one for one in store.activity() if one.label == "Delete"]
    store.undo(step.tx_id)
    assert found(store, "muro") == ["Pintar el muro"]


def test_very_much_written_at_once_is_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.queries.search_index.MANY", 3)
    add_item(store, "Pintar la losa")
    assert found(store, "losa") == ["Pintar la losa"]
    with store.change("Many") as work:
        work.add_many(Organisation, [{"name": f"Unidad Ficticia {n:02}"} for n in range(12)])
    assert len(found(store, "unidad", limit=20)) == 12
    assert found(store, "losa") == ["Pintar la losa"]


def test_another_laptop_s_change_is_found(postgres_url: str, open_store: Callable[..., Store]) -> None:
    mine, theirs = open_store(postgres_url), open_store(postgres_url, who="Otra Ficticia", machine="LAPTOP-2")
    assert found(mine, "vivero") == []
    add_unit(theirs, "Vivero Ficticio")
    assert found(mine, "vivero") == ["Vivero Ficticio"]


def test_the_recent_ones_are_those_touched_last_after_those_asked_for_first(store: Store) -> None:
    with store.reading() as session:
        assert recent(session) == []
    keys = [add_item(store, f"Pintar el aula {n}") for n in range(4)]
    unit = add_unit(store, "Gerencia Ficticia")
    edit(store, ActionItem, keys[1], remarks="visto")
    with store.reading() as session:
        assert [one.title for one in recent(session, limit=3)] == [
            "Pintar el aula 1", "Gerencia Ficticia", "Pintar el aula 3",
        ]  # fmt: skip
        first = [("action_items", keys[0]), ("cases", unit)]  # the second was never there
        assert [one.title for one in recent(session, entities=["action_items"], first=first, limit=2)] == [
            "Pintar el aula 0", "Pintar el aula 1",
        ]  # fmt: skip
        assert [one.score for one in search(session, "   ")] == [0] * 5
