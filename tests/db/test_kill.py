"""Killed at random moments, the program has lost nothing that it had acknowledged and left nothing half done."""

import os
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db import copies, engines, upgrade
from db.errors import Refused
from db.records import ActionItem, Evidence, Organisation
from db.store import Store
from tests.db import kill_child
from tests.db.killing import killed, rounds
from tests.db.making import add_item, add_unit

pytestmark = [
    pytest.mark.timeout(100 + 5 * int(os.environ.get("ECD_KILLS", "20"))),
    pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9"),
]


def path_of(url: str) -> Path:
    path = engines.file_of(url)
    assert path is not None
    return path


def look(url: str, acknowledged: int) -> tuple[int, list[str]]:
    """The last save that is there, and what is wrong: a save lost, half of a pair, a check that finds something."""
    try:
        store = Store.open(url, who="Ana")
    except Refused as refusal:
        return 0, [str(refusal)]
    try:
        with store.reading() as session:
            numbers = sorted(int(text) for text in session.scalars(select(Evidence.description)))
            item = session.scalars(select(ActionItem)).one()
            remarked = int((item.remarks or "0 ").split(" ")[0])
        wrong = store.verify()
        last = numbers[-1] if numbers else 0
        if numbers != list(range(1, last + 1)):
            wrong.append("a save in the middle is missing")
        if not acknowledged <= last <= acknowledged + 1:
            wrong.append(f"save {acknowledged} was acknowledged, and the last one there is {last}")
        if (remarked, item.progress) != (last, last % 100):
            wrong.append(f"save {last} is half done")
        return last, wrong
    except Refused as refusal:
        return 0, [str(refusal)]
    finally:
        store.close()


@pytest.fixture
def work_url(sqlite_url: str) -> str:
    """A local database with one action item."""
    store = Store.open(sqlite_url, who="Ana")
    add_item(store)
    store.close()
    return sqlite_url


def test_a_kill_during_saves_loses_nothing_and_halves_nothing(work_url: str) -> None:
    last = 0
    tried = Counter[str]()
    for attempt in rounds(10, until=lambda: tried["hot"] >= 1 and tried["saved"] >= 20):
        child = killed(kill_child.save, work_url, attempt.number, after=attempt.delay())
        journal = path_of(work_url).with_name("coordination.db-journal")
        tried["hot" if journal.exists() and journal.stat().st_size else "cold"] += 1
        last, wrong = look(work_url, max(last, child.last("save")))
        assert wrong == [], attempt
        tried["saved"] = last
    assert last >= 20
    assert tried["hot"] >= 1, f"no kill met a transaction half way: {tried}"


def test_a_kill_during_undo_leaves_all_or_nothing_of_it(work_url: str) -> None:
    tried = Counter[str]()
    fresh = path_of(work_url).read_bytes()
    for attempt in rounds(10, until=lambda: tried["as acknowledged"] >= 3 and tried["steps"] >= 20):
        path_of(work_url).write_bytes(fresh)
        child = killed(kill_child.undo, work_url, attempt.number, after=attempt.delay())
        told = [int(line.split()[1]) for line in child.done if line.startswith("units ")]
        with closing(Store.open(work_url, who="Ana")) as store:
            with store.reading() as session:
                there = session.scalar(select(func.count()).select_from(Organisation))
            assert there in (0, 40)
            assert store.verify() == []
        tried["as acknowledged" if there == (told or [0])[-1] else "one step further"] += 1
        tried["steps"] += len(told)
    assert tried["as acknowledged"] >= 3, tried
    assert tried["steps"] >= 20, tried


NEXT = """
'''A rebuild of the largest table.'''
import sqlalchemy as sa
from alembic import op
revision = "next"
down_revision = "{head}"
def upgrade():
    op.create_table("brand_new", sa.Column("id", sa.Integer(), primary_key=True))
    with op.batch_alter_table("action_items", recreate="always") as batch:
        batch.add_column(sa.Column("colour", sa.String(20), nullable=True))
    for n in range(15):
        op.execute(f"UPDATE action_items SET colour = 'azul {{n}}'")
"""


def test_a_kill_during_a_migration_leaves_the_old_or_the_new(sqlite_url: str, tmp_path: Path) -> None:
    with closing(Store.open(sqlite_url, who="Ana")) as store, store.change("Fill", kind="import") as work:
        rows = [{"code": f"X-{n}", "description": f"Fila {n}", "remarks": "r" * 900} for n in range(500)]
        work.add_many(ActionItem, rows)
    shutil.copytree(upgrade.SCRIPTS / "versions", tmp_path / "later" / "versions")
    (tmp_path / "later" / "versions" / "next.py").write_text(NEXT.format(head=upgrade.head()), encoding="utf-8")
    path = path_of(sqlite_url)
    old = path.read_bytes()
    start = time.monotonic()
    assert killed(kill_child.migrate, sqlite_url, 0, after=None).done == ["begin", "migrated"]
    whole = time.monotonic() - start
    tried = Counter[str]()
    for attempt in rounds(10, until=lambda: tried["old"] >= 3):
        path.write_bytes(old)
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        child = killed(kill_child.migrate, sqlite_url, attempt.number, after=attempt.chance.uniform(0, whole))
        with closing(sqlite3.connect(path)) as client:  # whoever opens it first finishes the rollback
            columns = [row[1] for row in client.execute("PRAGMA table_info(action_items)")]
            (revision,) = client.execute("SELECT version_num FROM alembic_version").fetchone()
            (there,) = client.execute("SELECT count(*) FROM action_items").fetchone()
            (gates,) = client.execute("SELECT count(*) FROM journal_gate").fetchone()
            names = {row[0] for row in client.execute("SELECT name FROM sqlite_master")}
            assert client.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        new = revision == "next"
        guards = sum(name.startswith("guard_action_items") for name in names)
        assert ("colour" in columns, "brand_new" in names, there, gates, guards) == (new, new, 500, 0, 3)
        assert not any(name.startswith("_alembic_tmp") for name in names)
        assert new or "migrated" not in child.done
        tried["new" if new else "old"] += 1
        whole *= 0.8 if new else 1.2  # a machine is not always as busy as when it was measured
        for made in (tmp_path / "copies").glob("*.db"):  # a copy has its name only when it is whole
            assert copies.inspect_copy(made).rows["action_items"] == 500
            made.unlink()
    assert tried["old"] >= 3, tried


def test_a_kill_during_a_copy_leaves_no_half_copy_under_its_name(work_url: str, tmp_path: Path) -> None:
    last = 0
    tried = Counter[str]()
    for attempt in rounds(10, until=lambda: tried["copies"] >= 5):
        child = killed(kill_child.copy, work_url, attempt.number, after=attempt.delay())
        last, wrong = look(work_url, max(last, child.last("save")))
        assert wrong == []
        named = {int(file.stem): file for file in (tmp_path / "copies").glob("*.db")}
        assert {int(line.split()[1]) for line in child.done if line.startswith("copy ")} <= named.keys()
        for number, file in named.items():
            assert copies.inspect_copy(file).rows["evidence"] == number
            file.unlink()
            tried["copies"] += 1
    assert tried["copies"] >= 5


@pytest.mark.parametrize("work", [kill_child.save_early, kill_child.save_without_journal, kill_child.save_in_two])
def test_the_harness_finds_what_a_bad_setting_breaks(work_url: str, work: Callable[..., None]) -> None:
    """Acknowledging too early, no rollback journal, or two transactions: each is caught within a few kills."""
    path = path_of(work_url)
    fresh = path.read_bytes()
    for attempt in rounds(60):
        path.write_bytes(fresh)
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        child = killed(work, work_url, attempt.number, after=attempt.delay(0.15))
        _, wrong = look(work_url, max(0, child.last("save")))
        if wrong:
            return
    pytest.fail(f"{work.__name__} went unnoticed")


def test_a_holder_that_was_killed_leaves_a_file_that_opens(work_url: str) -> None:
    killed(kill_child.save, work_url, 1, after=0.05)
    assert engines.holder_file(path_of(work_url)).exists()
    with closing(Store.open(work_url, who="Beto")) as store:
        add_unit(store)
        assert store.verify() == []
