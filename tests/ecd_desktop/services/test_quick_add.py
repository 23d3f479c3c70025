"""Quick add on a database: whom a name means, one change for one line or for many, one Undo."""

from collections.abc import Sequence
from datetime import date

import pytest

from db.errors import Invalid
from db.queries.quick_add import offers
from db.records import ActionItem, Case, CoResponsible, Organisation, Person, Post, Project
from db.records.action_items import Origin, Priority, Reach
from db.store import Store
from ecd_desktop.quick_add import Reading, asked, read
from ecd_desktop.services import quick_add

MONDAY = date(2026, 11, 23)


@pytest.fixture
def office(store: Store) -> Store:
    """A unit that was succeeded, its successor, two people, a project and a case."""
    with store.change("Set up") as work:
        unit = work.add(Organisation(name="Gerencia Ficticia de Obras", acronym="GFO"))
        work.add(Organisation(name="Gerencia Ficticia Antigua de Obras", acronym="GFA", successor_id=unit.id))
        person = work.add(Person(given_names="Ana", family_names="Ficticia Ríos"))
        work.add(Person(given_names="Anabel", family_names="Ficticia Vela"))
        work.add(Post(person_id=person.id, organisation_id=unit.id, role="Jefa"))
        work.add(Project(code="PRY-2026-003", name="Plaza ficticia"))
        work.add(Case(code="ASU-2026-001", title="Cruce ficticio", opened_on=MONDAY))
    return store


def lines(store: Store, *texts: str, who: str = "") -> Sequence[Reading]:
    made = []
    for text in texts:
        with store.reading() as session:
            found = quick_add.look_up(session, asked(text), who=who)
        known = {sign: [one for (of, _words), some in found.items() if of == sign for one in some] for sign in "@#"}
        made.append(read(text, today=MONDAY, language="es", known=known))
    return made


def test_a_line_becomes_a_commitment_with_its_code(office: Store) -> None:
    added = quick_add.add(office, lines(office, "Llamar a Obras @ana vie #pry-3 !alta"))
    with office.reading() as session:
        item = session.get(ActionItem, added.keys[0])
        assert item is not None
        assert (item.description, item.due_on, item.priority) == ("Llamar a Obras", date(2026, 11, 27), Priority.HIGH)
        assert (item.reach, item.origin, item.due_original) == (Reach.COMMITMENT, Origin.TEAM, item.due_on)
        unit = session.get(Organisation, item.unit_id)
        assert unit is not None
        assert unit.acronym == "GFO"  # where her post is
        assert item.person_id is not None
        assert item.project_id is not None
        assert added.codes == (item.code,)
    assert office.undoable().tx_id == added.tx_id  # type: ignore[union-attr]


def test_many_lines_are_one_change_and_one_undo(office: Store) -> None:
    added = quick_add.add(office, lines(office, "Uno vie", "Dos @GFO", "Tres #cruce"), reach="internal_task")
    assert len(set(added.codes)) == 3
    with office.reading() as session:
        items = [session.get(ActionItem, key) for key in added.keys]
        assert [item.reach for item in items if item] == [Reach.INTERNAL_TASK] * 3
        assert [item.origin for item in items if item] == [Origin.TEAM, Origin.TEAM, Origin.CASE]
    office.undo()
    with office.reading() as session:
        assert [session.get(ActionItem, key) for key in added.keys] == [None] * 3


def test_who_is_named_further_answers_with_the_first(office: Store) -> None:
    added = quick_add.add(office, lines(office, "Medir @ana @anabel @GFO"))
    with office.reading() as session:
        shared = session.query(CoResponsible).filter_by(action_item_id=added.keys[0]).all()
        assert len(shared) == 1
        assert shared[0].person_id is not None


def test_a_line_of_nothing_but_marks_is_refused_and_nothing_is_written(office: Store) -> None:
    before = office.seq
    with pytest.raises(Invalid):
        quick_add.add(office, lines(office, "vie @ana"))
    assert office.seq == before


def test_units_that_were_succeeded_are_not_offered(office: Store) -> None:
    with office.reading() as session:
        found = [one.short for one in offers(session, "obras", entities=("organisations",))]
    assert "GFO" in found
    assert "GFA" not in found


def test_without_letters_those_named_last_come_first(office: Store) -> None:
    quick_add.add(office, lines(office, "Uno @anabel"))
    quick_add.add(office, lines(office, "Dos @GFO"))
    with office.reading() as session:
        found = [one.name for one in offers(session, "", entities=("people", "organisations"))]
    assert found[:2] == ["Gerencia Ficticia de Obras", "Anabel Ficticia Vela"]


def test_yo_is_whoever_is_at_the_keyboard(office: Store) -> None:
    reading = lines(office, "Llamar @yo", who="Ana Ficticia Ríos")[0]
    assert [one.name for one in reading.named("people")] == ["Ana Ficticia Ríos"]
    assert lines(office, "Llamar @yo")[0].marks == ()
