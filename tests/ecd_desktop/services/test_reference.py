"""Reference data: complete, the same in every database, loaded once and on nobody's undo stack."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Engine, event, func, select

from db.records import Holiday, Organisation, Place, StageGate
from db.records.places import PlaceKind, Zone
from db.records.projects import StageSet
from db.store import Store
from ecd_desktop.services import places, records, reference


def test_it_is_loaded_once_by_one_migration(sqlite_url: str, open_store: Callable[..., Store]) -> None:
    store = open_store(sqlite_url)
    assert not reference.is_loaded(store)
    assert reference.load(store)
    (step,) = [one for one in store.activity() if one.origin == reference.ORIGIN]
    assert (step.kind, step.label) == ("migrate", "Load reference data")
    assert store.undoable() is None
    assert not reference.load(store)
    assert store.verify() == []


def test_it_is_written_table_by_table_and_not_row_by_row(sqlite_url: str, open_store: Callable[..., Store]) -> None:
    store = open_store(sqlite_url)
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        reference.load(store)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    with store.reading() as session:
        tables = (Place, Organisation, Holiday)
        written = sum(session.scalar(select(func.count()).select_from(one)) or 0 for one in tables)
    assert len(said) < written / 4  # with those of the journal, and the locks


def test_what_the_office_deleted_does_not_come_back(desk: Any) -> None:
    key = reference.key_of("organisations", "prohvilla")
    records.delete(desk.store, "organisations", [key])
    assert not reference.load(desk.store)
    assert desk.read("organisations", key) == {}


def test_the_43_districts_have_both_codes_as_text(desk: Any) -> None:
    districts = desk.all("places", kind=PlaceKind.DISTRICT)
    assert len(districts) == 43
    assert {one["ubigeo_inei"] for one in districts} == {str(150101 + n) for n in range(43)}
    reniec = {one["ubigeo_reniec"] for one in districts}
    assert len(reniec) == 43
    assert all(code.startswith("1401") for code in reniec)
    zones = Counter(one["zone"] for one in districts)
    assert zones == {Zone.NORTH: 8, Zone.CENTRE: 16, Zone.EAST: 8, Zone.SOUTH: 11}
    lurigancho = desk.read("places", reference.key_of("places", "150132"))
    assert (lurigancho["name"], lurigancho["ubigeo_reniec"]) == ("San Juan de Lurigancho", "140137")
    assert "Lima Este" in desk.read("places", reference.key_of("places", "150134"))["remarks"]


def test_units_have_their_acronyms_and_successors(desk: Any) -> None:
    units = {one["acronym"]: one for one in desk.all("organisations") if one["acronym"]}
    known = {"GDU", "GDS", "GDH", "GPV", "GRD", "OGPEM", "OGAJ", "EMAPE", "SERPAR", "SEDAPAL", "SAT", "INVERMET", "IMP",
             "SISOL", "MIDIS", "MINSA", "MINEDU", "MIMP"}  # fmt: skip
    assert known <= set(units)
    assert units["GDS"]["successor_id"] == units["GDH"]["id"]
    assert units["GDS"]["valid_to"] < units["GDH"]["valid_from"]
    names = [one["name"] for one in desk.all("organisations")]
    assert len(names) == len(set(names))
    assert "Gerencia de Movilidad Urbana" not in names  # an office adds what no source tells
    assert not any("DIRIS" in name for name in names)


def test_stage_sets_and_types_are_complete(desk: Any) -> None:
    stages = desk.all("stages")
    counted = Counter(one["stage_set"] for one in stages)
    assert counted == {StageSet.PUBLIC_SPACE: 11, StageSet.SERVICE: 5, StageSet.NORM: 9}
    assert [one["position"] for one in sorted(stages, key=lambda s: (s["stage_set"], s["position"]))] == [
        *range(1, 10), *range(1, 12), *range(1, 6),
    ]  # fmt: skip
    types = {one["name"]: one for one in desk.all("intervention_types")}
    assert len(types) == 17
    assert types["Campaña de salud o servicios"]["stage_set"] is StageSet.SERVICE
    assert "Escalera/rampa" in types["Escalera o rampa"]["aliases"]


def test_the_office_calendar_knows_the_holidays_and_the_decreed_days(desk: Any) -> None:
    with desk.store.reading() as session:
        calendar = places.office_calendar(session)
    assert not calendar.is_working(date(2026, 7, 28))
    assert calendar.is_working(date(2026, 7, 27))
    places.declare_holiday(desk.store, on=date(2026, 7, 27), name="Día no laborable")
    with desk.store.reading() as session:
        assert not places.office_calendar(session).is_working(date(2026, 7, 27))
    assert {one["on"].year for one in desk.all("holidays")} == set(reference.YEARS)


def test_every_database_has_the_same_keys(sqlite_url: str, postgres_url: str, open_store: Callable[..., Store]) -> None:
    from db.queries.records import suggest

    keys = []
    for url in (sqlite_url, postgres_url):
        store = open_store(url)
        reference.load(store)
        with store.reading() as session:
            keys.append([one.key for one in suggest(session, "places", "", limit=500)])
    assert set(keys[0]) == set(keys[1])
    assert len(keys[0]) == 43


def test_gates_that_the_office_took_away_do_not_come_back(desk: Any) -> None:
    gates = desk.all("stage_gates")
    assert len({one["id"] for one in gates}) == len(gates) >= 15
    records.delete(desk.store, "stage_gates", [one["id"] for one in gates])
    assert not reference.load(desk.store)  # the office wants none
    assert desk.all("stage_gates") == []


def test_the_gates_come_into_a_database_that_has_its_stages(sqlite_url: str, open_store: Callable[..., Store]) -> None:
    store = open_store(sqlite_url)
    assert reference._load(store)
    assert reference.load(store)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(StageGate)) == len(reference._rows("stage_gates.csv"))
    assert store.undoable() is None
    assert not reference.load(store)
