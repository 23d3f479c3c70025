"""Random work in a copy and in the database it was taken from: no edit is lost, and asked is what both changed."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from db.engines import url_of
from db.fields import Json, Key
from db.merge import groups_of
from db.records import Case, Evidence, Note, Organisation, dumped, fields_of, record_class
from db.store import Store
from db.work import Work
from ecd_desktop.review import OURS, THEIRS, Kind
from ecd_desktop.services import laptop_copies, reconciling, records
from tests.db.making import content, new_item

Values = dict[str, Json]
State = dict[tuple[str, Key], Values]

WORDS = ("", "uno", "dos", "tres")
EDITS: dict[str, tuple[str, ...]] = {
    "action_items": ("remarks", "expected_evidence", "@blocking", "unit_id"), "cases": ("remarks", "result"),
    "organisations": ("aliases", "acronym"),
}  # fmt: skip
OWNED = {"action_items": ("evidence", "action_item_id"), "cases": ("notes", "case_id")}




def state(store: Store) -> State:
    with store.reading() as session:
        return {
            (noun, row.id): dumped(row)
            for noun in ("action_items", "cases", "organisations", "evidence", "notes")
            for row in session.query(record_class(noun))
        }


def begin(store: Store) -> None:
    with store.change("Begin") as work:
        units = [work.add(Organisation(name=f"Junta {n}")).id for n in range(4)]
        for n in range(14):
            item = new_item(work, f"Compromiso {n}", unit_id=units[n % 3])
            work.add(Evidence(action_item_id=item.id, description="Foto"))
        for n in range(8):
            case = work.add(Case(code=f"ASU-2026-{n + 1:03}", title=f"Asunto {n}", opened_on=date(2026, 5, 4)))
            work.claim(case.code)
            work.add(Note(case_id=case.id, body="nota", on=date(2026, 5, 4)))


def tinker(work: Work, rng: random.Random, places: list[tuple[str, Key]]) -> None:
    """A few edits, deletions and new records, at random among records that both sides know."""
    for entity, key in rng.sample(places, len(places) * 4 // 5):
        record = work.session.get(record_class(entity), key)
        if record is None:
            continue
        chance = rng.random()
        if chance < 0.1 and entity in OWNED:
            records.take_out(work, entity, [key])
            work.flush()
            continue
        if chance < 0.2 and entity in OWNED:
            child, link = OWNED[entity]
            words = {"description": "Foto"} if child == "evidence" else {"body": "más", "on": date(2026, 5, 5)}
            work.add(record_class(child)(**{link: key}, **words))
        for name in rng.sample(EDITS[entity], 2):
            if name == "@blocking":
                why = rng.choice(("", "Falta terreno", "Falta dinero"))
                record.blocked_reason = why or None  # type: ignore[attr-defined]
                record.blocked_since = date(2026, 5, rng.randint(1, 2)) if why else None  # type: ignore[attr-defined]
            elif name == "unit_id":
                units = [key for noun, key in places if noun == "organisations"]
                record.unit_id = rng.choice(units)  # type: ignore[attr-defined]
            else:
                setattr(record, name, rng.choice(WORDS) or None)
        work.flush()
    for _n in range(2):
        new_item(work, f"Nuevo de {work.who}")
    work.add(Organisation(name=f"Comité de {work.who}"))


def questions(entity: str) -> list[tuple[str, ...]]:
    return list(groups_of(fields_of(record_class(entity))).values())


def conflicts(base: State, ours: State, theirs: State) -> set[tuple[str, Key, str]]:
    """(entity, key, first field or "@") of what both sides changed, each otherwise."""
    found: set[tuple[str, Key, str]] = set()
    for place, was in base.items():
        here, there = ours.get(place), theirs.get(place)
        if here is not None and there is not None:
            for names in questions(place[0]):
                one, other, third = (tuple(values[name] for name in names) for values in (was, here, there))
                if one not in (other, third) and other != third:
                    found.add((*place, names[0]))
        edited_there = here is None and there not in (None, was)
        if edited_there or (there is None and here is not None and _touched(place, was, here, base, ours)):
            found.add((*place, "@"))
    for place, there in theirs.items():  # a part of what was deleted here, of which nothing else is said there
        whole = _whole(place[0], there)
        if place not in base and whole and whole in base and whole not in ours and theirs[whole] == base[whole]:
            found.add((*place, "@"))
    return found


def _touched(place: tuple[str, Key], was: Values, here: Values, base: State, ours: State) -> bool:
    """Whether a record, or what is part of it, is another one here than when the copy left."""
    if place[0] not in OWNED:
        return False  # a part goes with its whole
    new = any(_whole(one[0], values) == place for one, values in ours.items() if one not in base)
    return here != was or new


def _whole(entity: str, values: Values) -> tuple[str, Key] | None:
    return next(
        ((whole, Key(str(values[link]))) for whole, (part, link) in OWNED.items() if part == entity), None
    )  # fmt: skip


def kind_of(entity: str, name: str, ours: State, key: Key) -> str:
    if name != "@":
        return f"{entity}.{name}"
    return f"{entity} " + ("edited there" if (entity, key) not in ours else "deleted there")


def expect(now: State, base: State, ours: State, theirs: State, asked: set[tuple[str, Key, str]]) -> None:
    """What one side alone changed is as that side has it; what was asked is as the database has it."""
    for place, was in base.items():
        here, there, after = ours.get(place), theirs.get(place), now.get(place)
        whole = _whole(place[0], was)
        if (*place, "@") in asked or (whole and (*whole, "@") in asked):
            assert after == here, place
        elif here is None or there is None:
            assert after is None, place
        else:
            assert after is not None, place
            for names in questions(place[0]):
                mine = (*place, names[0]) in asked or all(there[name] == was[name] for name in names)
                assert [after[name] for name in names] == [(here if mine else there)[name] for name in names], place
    for place, there in theirs.items():
        whole = _whole(place[0], there)
        if place not in base and (whole is None or whole in now) and (*place, "@") not in asked:
            assert {**now[place], "code": ""} == {**there, "code": ""}  # the code is given here
    assert all(place in now for place in ours if place not in base)


@pytest.mark.parametrize(("url", "turns"), [("sqlite_url", 3), ("postgres_url", 1)])
def test_what_one_side_changed_is_never_asked_and_what_both_did_always(
    request: pytest.FixtureRequest, open_store: Callable[..., Store], tmp_path: Path, url: str, turns: int
) -> None:
    hub, rng, told = open_store(request.getfixturevalue(url), who="Rosa"), random.Random(turns), Counter[str]()
    begin(hub)
    for turn in range(turns):
        taken = laptop_copies.take(hub, tmp_path / f"{turn}.db", recipient="Lucía")
        copy = open_store(url_of(str(taken.path)), who="Lucía")
        base = state(hub)
        places = [place for place in base if place[0] in EDITS]
        for store in (hub, copy):
            for _n in range(2):
                with store.change("Tinker") as work:
                    tinker(work, rng, places)
        ours, theirs, before = state(hub), state(copy), content(hub)
        laptop_copies.take_in(hub, laptop_copies.read(taken.path))
        seen, asked = reconciling.review(hub), conflicts(base, ours, theirs)
        found = {
            (point.entity, point.key, "@" if point.field in ("@", "") else point.field) for point in seen.points
            if point.open
        }  # fmt: skip
        assert found == asked
        told.update(kind_of(entity, name, ours, key) for entity, key, name in asked)
        reconciling.answer_all(hub, answer=OURS, kind=Kind.DECIDE)
        reconciling.apply(hub)
        expect(state(hub), base, ours, theirs, asked)
        after = content(hub)
        assert laptop_copies.take_in(hub, laptop_copies.read(taken.path)).new is False
        assert reconciling.review(hub).points == ()
        hub.undo()
        assert content(hub) == before
        reconciling.answer_all(hub, answer=THEIRS, kind=Kind.DECIDE)
        hub.redo()
        assert content(hub) == after
        copy.close()
    assert hub.verify() == []
    assert told.total() >= 15 * turns, told
    assert len(told) >= 6, told  # kinds of conflicts
