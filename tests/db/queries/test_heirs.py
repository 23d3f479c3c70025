"""A unit that was renamed, once or several times, is one line of history under its present name."""

from datetime import date

from db.queries import action_items, cases, meetings, organisations, projects
from db.queries.listing import Ask, Where
from db.queries.traffic_light import Clock
from db.records import Case, Meeting, Organisation, Project
from db.store import Store
from tests.db.making import add_item, add_unit, edit

NOW = Clock(date(2026, 6, 1), date(2026, 5, 29), date(2026, 6, 10), date(2026, 5, 22))


def test_a_unit_renamed_twice_is_listed_found_and_counted_as_the_last_one(store: Store) -> None:
    last = add_unit(store, "Gerencia de Movilidad Ficticia", acronym="GMF")
    second = add_unit(store, "Gerencia de Transporte Ficticia", acronym="GTF", successor_id=last)
    first = add_unit(store, "Gerencia de Tránsito Ficticia", acronym="GXF", successor_id=second)
    for unit in (first, second, last):
        add_item(store, who_for=unit)
    with store.change("Add project") as work:
        work.add(Project(code="PRY-2026-001", name="Ruta ficticia", unit_id=first))
        work.add(Case(code="ASU-2026-001", title="Muro ficticio", unit_id=first))
        work.add(Meeting(code="REU-2026-001", convened_by_id=second))
    with store.reading() as session:
        rows = action_items.LISTING.all(session, Ask(clock=NOW))
        assert {(row.unit_key, row.unit, row.unit_name) for row in rows} == {
            (last, "GMF", "Gerencia de Movilidad Ficticia")
        }
        asked = Ask(clock=NOW, where=(Where("unit_key", "is", last),))
        assert action_items.LISTING.count(session, asked) == 3
        assert action_items.LISTING.count(session, Ask(clock=NOW, text="transito")) == 1, "found by its old name too"
        assert [row.unit for row in projects.LISTING.all(session, Ask(clock=NOW))] == ["GMF"]
        assert [row.unit for row in cases.LISTING.all(session, Ask())] == ["GMF"]
        assert [row.convened_by for row in meetings.LISTING.all(session, Ask())] == ["GMF"]
        owed = {row.acronym: row.live_items for row in organisations.LISTING.all(session, Ask())}
        assert owed == {"GMF": 3, "GTF": 1, "GXF": 1}
        called = organisations.called(session, "gxf")
        assert called is not None
        assert called.key == last


def test_a_circle_of_successors_leaves_each_unit_as_it_is(store: Store) -> None:
    one = add_unit(store, "Gerencia Uno Ficticia", acronym="UNO")
    two = add_unit(store, "Gerencia Dos Ficticia", acronym="DOS", successor_id=one)
    edit(store, Organisation, one, successor_id=two)
    add_item(store, who_for=one)
    with store.reading() as session:
        assert [row.unit for row in action_items.LISTING.all(session, Ask(clock=NOW))] == ["UNO"]
        called = organisations.called(session, "DOS")
        assert called is not None
        assert called.key == two
