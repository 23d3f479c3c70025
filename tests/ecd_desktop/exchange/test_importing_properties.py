"""What holds for any part of the matrix in any order: twice is once, order does not matter, undo takes all back."""

from __future__ import annotations

import random
from collections import Counter

from db.records import ActionItem, Meeting, Organisation, Person, ProgressEntry, Project, Reschedule
from db.store import Store
from ecd_desktop.exchange import importing
from ecd_desktop.exchange.import_result import Result
from tests.ecd_desktop.exchange.import_samples import MATRIX, opened, read_once, records, sheet_of
from tests.ecd_desktop.exchange.test_importing_variants import FIELDS, HEADINGS, first_edition

HEAD = [HEADINGS[name][0] for name in FIELDS]


def brought(store: Store, rows: list[dict[str, object]]) -> Result:
    table = [HEAD, *([row[name] for name in FIELDS] for row in rows)]
    return importing.apply(store, importing.propose(opened(sheet_of(table)), kind="action-items", dates="dmy"))


def contents(store: Store) -> list[list[tuple[object, ...]]]:
    """What the database says, without keys."""
    return [
        records(store, ActionItem, "code", "description", "due_on", "due_original", "progress", "state", "remarks"),
        records(store, Meeting, "code", "number", "held_on"),
        records(store, Project, "code", "name"),
        records(store, Organisation, "name", "acronym"),
        records(store, Person, "given_names", "family_names", "title"),
        records(store, ProgressEntry, "on", "progress", "state", "body"),
        records(store, Reschedule, "on", "due_before", "due_after"),
    ]


def test_any_part_in_any_order_twice_changes_nothing(sqlite_store: Store) -> None:
    base = first_edition()
    tried: Counter[str] = Counter()
    for seed in range(25):
        rnd = random.Random(seed)
        part = rnd.sample(base, rnd.randrange(3, len(base) + 1))
        first = brought(sqlite_store, part)
        rnd.shuffle(part)
        seq, before = sqlite_store.seq, contents(sqlite_store)
        second = brought(sqlite_store, part)
        assert (second.new, second.changed) == (0, 0), (seed, second.to_json()["lines"])
        assert (second.same, second.duplicate) == (first.new + first.changed + first.same, first.duplicate)
        assert sqlite_store.seq == seq
        assert contents(sqlite_store) == before
        tried["new"] += first.new
        tried["duplicate"] += first.duplicate
        if seed % 5 == 4:
            while sqlite_store.undoable() is not None:
                assert not sqlite_store.undo().conflicts
            assert contents(sqlite_store) == [[], [], [], [], [], [], []]
            assert sqlite_store.verify() == []
    assert tried["new"] >= 100
    assert tried["duplicate"] >= 5


def test_the_order_of_the_sheet_never_matters(sqlite_store: Store) -> None:
    base = first_edition()
    seen = []
    for seed in range(8):
        rows = list(base)
        random.Random(seed).shuffle(rows)
        brought(sqlite_store, rows)
        seen.append(contents(sqlite_store))
        sqlite_store.undo()
    later = [[[row[1:] for row in part] for part in one] for one in seen[1:]]
    assert all(one == later[0] for one in later)  # only the codes go on counting after an undo


def test_codes_follow_the_content_and_not_the_order(sqlite_store: Store, tmp_path: object) -> None:
    rows = list(reversed(first_edition()))
    brought(sqlite_store, rows)
    with sqlite_store.reading() as session:
        numbers = [one.item_number for one in session.query(ActionItem).order_by(ActionItem.code)]
    assert numbers == sorted(numbers, key=int)


def test_preview_burns_no_codes_and_leaves_nothing(store: Store) -> None:
    plan = importing.propose(read_once(MATRIX))
    for _ in range(3):
        importing.preview(store, plan)
    assert contents(store) == [[], [], [], [], [], [], []]
    importing.apply(store, plan)
    assert records(store, Meeting, "code")[0] == ("REU-2026-001",)
    assert records(store, ActionItem, "code")[0] == ("COM-2026-001",)
