"""Duplicates while typing: like names in any order, the same number or address, and silence where nobody is alike."""

import pytest
from sqlalchemy import event

from db.queries import alike
from db.records import ActionItem, Meeting, Organisation, Person
from db.records.action_items import State
from db.store import Store


@pytest.fixture
def known(store: Store) -> Store:
    with store.change("Set up") as work:
        work.add(Person(given_names="Rosa", family_names="Quispe Ñahui", phone="+51 987 654 321",
                        email="rq@muni.example"))  # fmt: skip
        work.add(Person(given_names="Elena", family_names="Ticona Rojas"))
        work.add(Organisation(name="Gerencia Ficticia de Vivero", acronym="GFV", aliases="Vivero Central; Almácigo"))
        work.add(Organisation(name="Gerencia Ficticia de Obras", acronym="GFO"))
    return store


def people(store: Store, **typed: str) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(one.name, one.why.value) for one in alike.people(session, **typed)]  # type: ignore[arg-type]


def units(store: Store, **typed: str) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(one.name, one.why.value) for one in alike.organisations(session, **typed)]  # type: ignore[arg-type]


@pytest.mark.row(76)
@pytest.mark.parametrize(
    "typed",
    [{"name": "rosa quispe nahui"}, {"name": "Quispe Ñahui Rosa"}, {"name": "Rosa Quispe"},
     {"name": "Roza Quispe Ñahui"}, {"name": "Arq. Rosa Quispe Ñahui"}],
)  # fmt: skip
def test_a_like_name_is_found(known: Store, typed: dict[str, str]) -> None:
    assert people(known, **typed) == [("Rosa Quispe Ñahui", "name")]


def test_the_same_telephone_or_address_is_found_under_another_name(known: Store) -> None:
    assert people(known, name="Otra Persona", phone="987654321") == [("Rosa Quispe Ñahui", "phone")]
    assert people(known, name="Otra Persona", email=" RQ@muni.example") == [("Rosa Quispe Ñahui", "email")]


@pytest.mark.parametrize("name", ["", "Ro", "Rosa", "Luis Ticona Paredes", "Elías Quispe Mamani"])
def test_nobody_is_alike_by_little(known: Store, name: str) -> None:
    assert people(known, name=name) == []


def test_organisations_are_known_by_acronym_and_other_names(known: Store) -> None:
    assert units(known, name="Gerencia ficticia del vivero") == [("Gerencia Ficticia de Vivero", "name")]
    assert units(known, name="gfv") == [("Gerencia Ficticia de Vivero", "acronym")]
    assert units(known, name="Vivero central") == [("Gerencia Ficticia de Vivero", "name")]
    assert units(known, acronym="GFO") == [("Gerencia Ficticia de Obras", "acronym")]
    assert units(known, name="Gerencia de Cultura") == []


def test_the_record_itself_is_no_duplicate(known: Store) -> None:
    with known.reading() as session:
        key = alike.people(session, name="Rosa Quispe Ñahui")[0].key
        assert alike.people(session, name="Rosa Quispe Ñahui", besides=key) == []


def test_five_thousand_names_are_compared_with_one_question(store: Store) -> None:
    with store.change("Many") as work:
        rows = [{"given_names": f"Nombre{n % 90} Uno", "family_names": f"Apellido{n} Dos"} for n in range(5_000)]
        work.add_many(Person, rows)
        work.add(Person(given_names="Zoila", family_names="Ficticia Única"))
    asked: list[str] = []
    with store.reading() as session:
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda _c, _k, said, *_more: asked.append(said))
        found = alike.people(session, name="Zoila Ficticia Unica")
        assert list(session) == []  # names are compared as text, not as records
    assert [one.name for one in found] == ["Zoila Ficticia Única"]
    assert len(asked) == 1


def test_a_promise_that_is_owed_already_is_found_by_its_words(known: Store) -> None:
    with known.change("Set up") as work:
        meeting = work.add(Meeting(code="REU-2026-001"))
        work.flush()
        work.add(ActionItem(code="COM-2026-001", description="Pintar el cruce peatonal de la escuela"))
        work.add(ActionItem(code="COM-2026-002", description="Cambiar las luminarias rotas", state=State.VERIFIED))
        work.add(ActionItem(code="COM-2026-003", description="Convocar a la asamblea vecinal", meeting_id=meeting.id))
        key = meeting.id
    texts = ["pintar cruce peatonal de la escuela", "Cambiar las luminarias rotas", "Convocar a la asamblea vecinal",
             "Pintar"]  # fmt: skip
    with known.reading() as session:
        assert {text: one.code for text, one in alike.promised(session, texts, besides=key).items()} == {
            texts[0]: "COM-2026-001"
        }  # fmt: skip
        assert alike.promised(session, []) == {}
