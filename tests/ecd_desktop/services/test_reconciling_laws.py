"""The laws of the merge on random histories: nothing is lost, nothing needless is asked, undo is exact."""

import random
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from db.exchange_log import COPY
from db.fields import Json, Key
from db.merge import groups_of
from db.queries.reconciling import present
from db.records import ActionItem, Organisation, fields_of, new_key, record_class
from db.records.base import loaded
from db.store import Store
from ecd_desktop.parcels import About, Brought, Cell
from ecd_desktop.review import BASE, OTHER, OURS, THEIRS, Answer, Kind
from ecd_desktop.services import reconciling
from tests.ecd_desktop.services.returned import Workbook, tables

ITEM, UNIT = "action_items", "organisations"
Side = dict[tuple[str, Key], dict[str, Json] | None]
GROUPS = {entity: groups_of(fields_of(record_class(entity))) for entity in (ITEM, UNIT)}


def begun(store: Store, n: int) -> tuple[list[tuple[str, Key]], list[Key]]:
    """Records to disagree about, and units that nobody touches, to link to."""
    with store.change("Begin") as work:
        units = [work.add(Organisation(name=f"Unidad fija {n}-{one}")).id for one in range(3)]
        loose = [work.add(Organisation(name=f"Unidad {n}-{one}", phone="999")).id for one in range(3)]
        items = [
            work.add(ActionItem(code=work.code("COM", 2026), description=f"Promesa {n}-{one}", unit_id=units[0])).id
            for one in range(24)
        ]
    return [*((ITEM, key) for key in items), *((UNIT, key) for key in loose)], units


def edited(chance: random.Random, entity: str, values: Mapping[str, Json], units: list[Key]) -> dict[str, Json]:
    """A few fields changed, as a person might."""
    word = chance.choice("ABC")
    if entity == UNIT:
        return chance.choice([{"name": f"Otra {word}"}, {"phone": word * 6}, {"phone": None}])
    choices: list[dict[str, Json]] = [
        {"description": f"Promesa {word}"}, {"remarks": f"Nota {word}"}, {"remarks": None},
        {"progress": chance.choice([10, 20, 30])}, {"priority": chance.choice(["high", "low"])},
        {"unit_id": str(chance.choice(units))}, {"physical_works": True},
        {"due_on": f"2026-09-0{chance.choice('123')}", "due_original": "2026-09-01"},
        {"blocked_since": f"2026-05-0{chance.choice('12')}", "blocked_reason": f"Falta {word}"},
        {"state": "cancelled", "state_reason": f"Porque {word}"}, {"state": "in_progress"},
        {"blocked_since": "2026-05-03"},  # against the rules where it is not blocked yet
    ]
    told: dict[str, Json] = {}
    for one in chance.sample(choices, chance.randint(2, 5)):
        told |= {name: value for name, value in one.items() if name not in told}
    return told


def side(chance: random.Random, base: Side, units: list[Key], *, lawful: bool) -> Side:
    """What one side made of the records: edited, deleted, or left alone."""
    from ecd_desktop.services.merged_records import Rules

    made: Side = {}
    for place, values in base.items():
        assert values is not None
        dice = chance.random()
        if dice < 0.1:
            made[place] = None
        elif dice < 0.95:
            wanted = {**values, **edited(chance, place[0], values, units)}
            broken = lawful and Rules().problems(place[0], wanted)
            made[place] = {**values} if broken else wanted
        else:
            made[place] = dict(values)
    return made


def write(store: Store, base: Side, wanted: Side) -> None:
    """Make this side true here."""
    with store.change("Edit") as work:
        for (entity, key), values in wanted.items():
            record = work.get(record_class(entity), key)
            if values is None:
                work.delete(record)
                continue
            for name, value in loaded(type(record), values).items():
                if values[name] != (base[entity, key] or {})[name]:
                    setattr(record, name, value)


def rows(base: Side, there: Side) -> list[Brought]:
    """What a laptop copy tells of that side: the fields of a group together."""
    told = []
    for (entity, key), values in there.items():
        before = base[entity, key]
        assert before is not None
        if values is None:
            cells = {name: Cell(None, value) for name, value in before.items()}
            told.append(Brought(entity, key, About.DELETED, fields=cells))
            continue
        names = [name for names in GROUPS[entity].values() if any(values[name] != before[name] for name in names)
                 for name in names]  # fmt: skip
        if names:
            told.append(Brought(
                entity, key, About.KNOWN, fields={name: Cell(values[name], before[name]) for name in names},
            ))  # fmt: skip
    return told


def now(store: Store, places: Any) -> Side:
    with store.reading() as session:
        found = present(session, places)
    return {place: found.get(place) for place in places}


def expected(base: Side, here: Side, there: Side) -> dict[tuple[tuple[str, Key], str], tuple[bool, tuple[str, ...]]]:
    """(record, question) → (whether both sides said something different, its fields), by the definition alone."""
    found = {}
    for place, before in base.items():
        ours, theirs = here[place], there[place]
        assert before is not None
        if theirs is None:
            if ours is not None:
                found[place, "@"] = (ours != before, ())
        elif ours is None:
            if theirs != before:
                found[place, "@"] = (True, ())
        else:
            for question, names in GROUPS[place[0]].items():
                b, o, t = ([side[name] for name in names] for side in (before, ours, theirs))
                if t not in (b, o):
                    found[place, question if len(names) > 1 else names[0]] = (o != b, names)
    return found


def name_of(id: str) -> str:
    return id.rpartition("/")[2]


@pytest.mark.timeout(120)
def test_random_histories_keep_the_laws(office: Store) -> None:
    chance = random.Random(20_260_610)
    conflicts: Counter[str] = Counter()
    for n in range(7):
        round_of(office, chance, n, conflicts)
    assert sum(conflicts.values()) >= 100, conflicts
    assert sum(count >= 3 for count in conflicts.values()) >= 8, conflicts
    assert office.verify() == []


def round_of(store: Store, chance: random.Random, n: int, conflicts: Counter[str]) -> None:
    places, units = begun(store, n)
    base = now(store, places)
    book = Workbook(store, f"Laptop {n}", COPY).send(*places)
    here = side(chance, base, units, lawful=True)
    write(store, base, here)
    there = side(chance, base, units, lawful=False)
    fresh = new_key()
    made = Brought(ITEM, fresh, About.NEW, fields={
        name: Cell(value) for name, value in
        {"description": f"Nueva {n}", "code": "COM-2026-900", "unit_id": str(units[0]), "state": "pending",
         "progress": 0, "reach": "commitment", "origin": "team", "priority": "low"}.items()
    })  # fmt: skip
    file, _new = reconciling.receive(store, book.parcel(*rows(base, there), made))
    seen = reconciling.review(store)
    wanted = expected(base, here, there)

    # asked where both sides said something, taken over where one did, nothing else: rules aside
    found = {((one.entity, one.key), name_of(one.id)): one for one in seen.points if one.kind is not Kind.NEW}
    assert set(found) == set(wanted)
    for place, point in found.items():
        both, names = wanted[place]
        broken = any(option.refused for option in point.options if option.value == THEIRS)
        assert (point.kind is Kind.DECIDE) == (both or broken), point
        if both or broken:
            conflicts[kind_of(point, place, here, there, names, broken and not both)] += 1

    # whatever is answered: what is written is what was answered, and all the rest stays
    answers = {}
    final: Side = {place: None if values is None else dict(values) for place, values in here.items()}
    for (place, name), point in found.items():
        ways = [option.value for option in point.options if not option.refused]
        if point.editable and name in ("remarks", "description", "progress"):
            ways.append(OTHER)
        way = chance.choice(ways) if point.kind is Kind.DECIDE else THEIRS
        typed = "77" if name == "progress" else f"Otra cosa {n}"
        if point.kind is Kind.DECIDE:
            answers[point.id] = Answer(way, typed if way == OTHER else "")
            conflicts["typed"] += way == OTHER
        names = wanted[place, name][1]
        values = final[place]
        if way == OURS:
            continue
        if name == "@":
            if there[place] is None:
                final[place] = None
            else:
                told = dict(there[place] or {})
                final[place] = restored(base, there, place, told)
        else:
            assert values is not None
            source = {THEIRS: there[place], BASE: base[place]}.get(way) or {}
            values |= {names[0]: 77 if typed == "77" else typed} if way == OTHER else {k: source[k] for k in names}
    reconciling.answer(store, file, answers)
    before = tables(store)
    waiting = [point for point in reconciling.review(store, [file]).points if point.open]
    done = reconciling.apply(store, [file])
    assert done.left == len(waiting)
    after = now(store, places)
    unsure = {(point.entity, point.key) for point in waiting}  # answers that break a rule only together
    conflicts["together"] += len(waiting)
    for place in places:
        if place not in unsure:
            assert after[place] == final[place], (place, after[place], final[place])
    assert now(store, [(ITEM, fresh)])[ITEM, fresh] is not None

    # the same file again, and undo, and redo
    written = tables(store)
    assert not any(point.answer not in ("", OURS) for point in reconciling.review(store, [file]).points)
    assert done.tx_id is not None
    assert not store.undo(done.tx_id).conflicts
    assert tables(store) == before
    assert file in [one.id for one in reconciling.review(store).files]
    assert not store.redo().conflicts
    assert tables(store) == written
    if waiting:
        reconciling.discard(store, file)
    assert file not in [one.id for one in reconciling.review(store).files]


def restored(base: Side, there: Side, place: tuple[str, Key], told: dict[str, Json]) -> dict[str, Json]:
    """A record that was deleted here as it comes back: as it was, with what they said."""
    names = [name for names in GROUPS[place[0]].values()
             if any(told[name] != (base[place] or {})[name] for name in names) for name in names]  # fmt: skip
    return {**(base[place] or {}), **{name: told[name] for name in names}}


def kind_of(
    point: Any, place: Any, here: Side, there: Side, names: tuple[str, ...], rule: bool
) -> str:
    """What sort of conflict it is."""
    if rule:
        return "rule"
    if here[place[0]] is None:
        return "deleted here, edited there"
    if there[place[0]] is None:
        return "edited here, deleted there"
    if len(names) > 1:
        return "group"
    field = fields_of(record_class(point.entity))[names[0]]
    return f"field: {field.kind.name}"


def test_two_files_on_one_field_never_lose_what_either_says(office: Store) -> None:
    chance = random.Random(7)
    asked = 0
    for n in range(2):
        places, units = begun(office, 100 + n)
        base = now(office, places)
        books = [Workbook(office, f"Laptop {n}-{one}", COPY).send(*places) for one in range(2)]
        sides = [side(chance, base, units, lawful=True) for _book in books]
        files = [reconciling.receive(office, book.parcel(*rows(base, there)))[0]
                 for book, there in zip(books, sides, strict=True)]  # fmt: skip
        seen = reconciling.review(office)
        first = expected(base, base, sides[0])
        assert {((one.entity, one.key), name_of(one.id)) for one in seen.points if one.file == files[0]} == set(first)
        assert not any(one.kind is Kind.DECIDE for one in seen.points if one.file == files[0])
        second = expected(base, sides[0], sides[1])
        mine = {((one.entity, one.key), name_of(one.id)): one for one in seen.points if one.file == files[1]}
        assert set(mine) == set(second)
        for place, point in mine.items():
            assert (point.kind is Kind.DECIDE) >= second[place][0]
            asked += second[place][0]
        before = tables(office)
        reconciling.answer_all(office, answer=OURS, files=[files[1]], kind=Kind.DECIDE)
        done = reconciling.apply(office, files)
        assert done.left == 0
        after = now(office, places)
        for (place, _name), (both, names) in second.items():
            if after[place] is not None and names and not both and mine[place, _name].kind is Kind.CLEAN:
                assert [after[place][k] for k in names] == [sides[1][place][k] for k in names]  # type: ignore[index]
        assert done.tx_id is not None
        assert not office.undo(done.tx_id).conflicts
        assert tables(office) == before
        for file in files:
            reconciling.discard(office, file)
    assert asked >= 10
