"""Killed at random moments while a returned workbook is taken over: all of it is there or nothing, and it checks."""

import os
from collections import Counter
from pathlib import Path

import pytest

from db import inbox
from db.errors import Refused
from db.exchange_log import returns_of
from db.store import Store
from ecd_desktop.services import databases, reconciling
from tests.db.killing import WARM, killed, rounds
from tests.ecd_desktop.services.conftest import Desk
from tests.ecd_desktop.services.returned import Workbook, tables
from tests.journeys import receiving_works

ROWS = 60
WARM.append(receiving_works.__name__)
pytestmark = [
    pytest.mark.timeout(120 + 10 * int(os.environ.get("ECD_KILLS", "20"))),
    pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9; its TerminateProcess is tried by hand"),
]

Content = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def database(office_sqlite_url: str) -> Path:
    """A local database in which a workbook waits: in each row a state, a progress and what was done."""
    path = Path(office_sqlite_url.removeprefix("sqlite:///"))
    store = databases.open_database(str(path), who="Ana")
    desk = Desk(store)
    items = [desk.item(description=f"Pintar el cruce {n}") for n in range(ROWS)]
    book = Workbook(store).send(*(("action_items", item) for item in items))
    rows = [
        book.row(item, {"progress_entries.body": f"Avance {n}"}, state="in_progress", progress=30, remarks=f"Nota {n}")
        for n, item in enumerate(items)
    ]
    reconciling.receive(store, book.parcel(*rows))
    store.close()
    return path


def looked_at(database: Path) -> tuple[Content, Store]:
    store = databases.open_database(str(database), who="Ana")
    return tables(store), store


def wrong(database: Path, before: Content, told: list[str]) -> list[str]:
    """What is wrong after a kill that followed the acknowledgements ``told``."""
    try:
        there, store = looked_at(database)
    except Refused as refusal:
        return [str(refusal)]
    try:
        found = list(store.verify())
        entries = len(there["progress_entries"]) - len(before["progress_entries"])
        if entries not in (0, ROWS):
            found.append(f"half of it is there: {entries} of {ROWS}")
        if entries == 0 and there != before:
            found.append("nothing of it is there, and yet the tables are not as they were")
        with store.reading() as session:
            files = inbox.entries(session)
            standing = [one for file in files for one in returns_of(session, file.id)]
            if (entries == ROWS) != any(one.tx_id is not None for one in standing):
                found.append("the tables and the log of what came back do not agree")
            if (files[0].state == inbox.DONE) != (entries == ROWS):
                found.append(f"the file is {files[0].state}, and {entries} of its entries are there")
        merges = sum(step.kind in ("merge", "undo") for step in store.activity(limit=1_000))
        if merges not in (len(told), len(told) + 1):
            found.append(f"{len(told)} steps were acknowledged, and {merges} are there")
        return found
    finally:
        store.close()


def test_a_kill_while_a_workbook_is_taken_over_leaves_all_of_it_or_nothing(
    database: Path,
) -> None:
    before, store = looked_at(database)
    store.close()
    fresh = database.read_bytes()
    tried = Counter[str]()
    for attempt in rounds(5, until=lambda: tried["taken"] + tried["undone"] >= 1 and tried["before"] >= 1):
        database.write_bytes(fresh)
        Path(f"{database}-journal").unlink(missing_ok=True)
        child = killed(receiving_works.take_over, str(database), after=attempt.delay(0.8))
        hot = Path(f"{database}-journal")
        tried["hot" if hot.exists() and hot.stat().st_size else "cold"] += 1
        told = [line for line in child.done if line != "begin"]
        tried[told[-1] if told else "before"] += 1
        assert not child.ended
        assert wrong(database, before, told) == [], (attempt, told)
    print(tried)
    assert tried["before"] >= 1, tried
    assert tried["taken"] + tried["undone"] >= 1, tried
