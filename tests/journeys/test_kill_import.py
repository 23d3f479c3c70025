"""Killed at random moments of an import from the command line: all of it is there or nothing, and it checks clean."""

import os
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.errors import Refused
from db.logs import return_log
from db.records import ActionItem, Meeting, MeetingProject, Organisation, Person, ProgressEntry, Project
from db.store import Store
from ecd_desktop.exchange import importing
from ecd_desktop.services import databases
from tests.bench import portfolio
from tests.db.killing import WARM, killed, rounds
from tests.journeys import exchange_works

ROWS = 150
WARM.append(exchange_works.__name__)
RECORDS = (ActionItem, Meeting, MeetingProject, Organisation, Person, ProgressEntry, Project)
pytestmark = [
    pytest.mark.timeout(120 + 10 * int(os.environ.get("ECD_KILLS", "20"))),
    pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9; its TerminateProcess is tried by hand"),
]

Counts = tuple[int, ...]


def counted(store: Store) -> Counts:
    """How many records of each noun there are."""
    with store.reading() as session:
        return tuple(session.scalar(select(func.count()).select_from(record)) or 0 for record in RECORDS)


@pytest.fixture
def matrix(tmp_path: Path) -> Path:
    return portfolio.workbook(tmp_path, ROWS)


@pytest.fixture
def database(sqlite_url: str) -> Path:
    """A local database with reference data."""
    databases.open_database(sqlite_url.removeprefix("sqlite:///"), who="Ana").close()
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def whole(database: Path, matrix: Path, tmp_path: Path) -> tuple[Counts, Counts]:
    """What is there before an import and after it."""
    copy = tmp_path / "whole.db"
    copy.write_bytes(database.read_bytes())
    store = databases.open_database(str(copy), who="Ana")
    before = counted(store)
    assert importing.apply(store, importing.propose(importing.open_file(matrix))).new == ROWS
    after = counted(store)
    store.close()
    assert after[0] == before[0] + ROWS
    return before, after


def wrong(database: Path, whole: tuple[Counts, Counts], told: list[str], seq: int) -> list[str]:
    """What is wrong after a kill that followed the acknowledgements ``told``; ``seq``: the position before them."""
    try:
        store = Store.open(f"sqlite:///{database}", who="Ana")
    except Refused as refusal:
        return [str(refusal)]
    try:
        found = list(store.verify())
        acknowledged = seq + len(told)
        if store.seq not in (acknowledged, acknowledged + 1):
            found.append(f"{acknowledged} was acknowledged, and the database stands at {store.seq}")
        there, step = counted(store), store.undoable()
        if there not in whole:
            found.append(f"half of an import is there: {there} is neither of {whole}")
        if (there == whole[1]) != (step is not None and step.kind == "import"):
            found.append("what is there and what can be undone do not agree")
        with store.reading() as session:
            logged = session.scalar(select(func.count()).select_from(return_log)) or 0
        steps = [one for one in store.activity(limit=1_000) if one.kind == "import"]
        if logged != len(steps):
            found.append(f"{len(steps)} imports and {logged} entries of what they brought")
        return found
    except Refused as refusal:
        return [str(refusal)]
    finally:
        store.close()


def position(database: Path) -> int:
    store = Store.open(f"sqlite:///{database}", who="Ana")
    try:
        return store.seq
    finally:
        store.close()


def test_a_kill_during_an_import_leaves_all_of_it_or_nothing(
    database: Path, matrix: Path, whole: tuple[Counts, Counts]
) -> None:
    fresh = database.read_bytes()
    seq = position(database)
    tried = Counter[str]()
    for attempt in rounds(8, until=lambda: tried["before"] >= 2 and tried["imported"] + tried["undone"] >= 2):
        database.write_bytes(fresh)
        Path(f"{database}-journal").unlink(missing_ok=True)
        child = killed(exchange_works.bring, str(database), str(matrix), after=attempt.delay(2))
        hot = Path(f"{database}-journal")
        tried["hot" if hot.exists() and hot.stat().st_size else "cold"] += 1
        told = [line for line in child.done if line != "begin"]
        tried[told[-1] if told else "before"] += 1
        assert not child.ended
        assert wrong(database, whole, told, seq) == [], (attempt, told)
    assert tried["before"] >= 2, tried
    assert tried["imported"] + tried["undone"] >= 2, tried


def test_the_harness_finds_half_an_import_where_the_database_keeps_no_rollback_journal(
    database: Path, matrix: Path, whole: tuple[Counts, Counts]
) -> None:
    fresh = database.read_bytes()
    seq = position(database)
    for attempt in rounds(40):
        database.write_bytes(fresh)
        work = exchange_works.bring_without_journal
        child = killed(work, str(database), str(matrix), after=0.2 + attempt.delay(1.5))
        if wrong(database, whole, [line for line in child.done if line != "begin"], seq):
            return
    pytest.fail("an import without a rollback journal went unnoticed")
