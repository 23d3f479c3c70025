"""A program that is killed while it writes a workbook leaves the old file or the new one, and one that can return."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from openpyxl import load_workbook

from db import exchange_log
from db.store import Store
from tests.ecd_desktop.exchange.handed_out import exported, office

ROOT = Path(__file__).resolve().parents[3]
CHILD = Path(__file__).with_name("export_again.py")
ROUNDS = int(os.environ.get("ECD_KILLS", "20"))

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "kill.db"
    shutil.copyfile(sqlite_template, path)
    store = Store.open(f"sqlite:///{path}", who="Prueba Ficticia")
    office(store)
    store.close()
    return path


@contextmanager
def exporting(database: Path, target: Path, manner: str) -> Iterator[Callable[[float], None]]:
    """A call that starts exporting and kills it so many seconds later."""
    with subprocess.Popen(
        [sys.executable, str(CHILD), str(database), str(target), manner], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as parent:  # fmt: skip
        assert parent.stdin is not None
        assert parent.stdout is not None
        orders, answers = parent.stdin, parent.stdout

        def kill(after: float) -> None:
            orders.write("\n")
            orders.flush()
            word, number = answers.readline().split()
            assert word == "ready"
            time.sleep(after)
            os.kill(int(number), signal.SIGKILL)
            assert answers.readline().split() == ["dead", number]

        try:
            yield kill
        finally:
            orders.close()
            parent.wait(30)


def export_of(path: Path) -> UUID | None:
    """The export a whole file says it is, or None where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.testzip() is not None:
                return None
        book = load_workbook(path)
        assert book.worksheets[0].max_row == 1 + 6 + 20
        return UUID(dict(book["_meta"].iter_rows(values_only=True))["export"])
    except (zipfile.BadZipFile, KeyError, EOFError):
        return None


@needs_fork
@pytest.mark.timeout(60 + 10 * ROUNDS)
def test_a_killed_export_leaves_a_whole_file_that_the_log_knows(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "Compromisos.xlsx"
    target.parent.mkdir()
    chance = random.Random(20260601)
    found = set()
    with exporting(database, target, "careful") as kill:
        for _round in range(ROUNDS):
            kill(chance.uniform(0.0, 0.4))
            if target.exists():
                export = export_of(target)
                assert export is not None
                found.add(export)
    store = Store.open(f"sqlite:///{database}", who="Prueba Ficticia")
    with store.reading() as session:
        assert all(exchange_log.handed_out(session, export) is not None for export in found)
    assert store.verify() == []
    store.close()
    assert len(found) > ROUNDS // 3  # most rounds got as far as a new file


@needs_fork
@pytest.mark.timeout(400)
def test_the_kill_test_sees_what_is_written_straight_to_its_name(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "Compromisos.xlsx"
    chance = random.Random(7)
    with exporting(database, target, "careless") as kill:
        for _round in range(60):
            kill(chance.uniform(0.1, 0.4))
            if target.exists() and export_of(target) is None:
                return
    pytest.fail("sixty kills broke no file that was written straight to its name: this harness sees nothing")


def test_a_file_of_last_time_stays_until_the_new_one_is_whole(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ecd_desktop.exchange import export

    office(sqlite_store)
    target = tmp_path / "x.xlsx"
    first = exported(sqlite_store, target)
    monkeypatch.setattr(export, "write", lambda path, package: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        exported(sqlite_store, target)
    assert export_of(target) == first.export_id
    with sqlite_store.reading() as session:
        assert len(exchange_log.sent(session)) == 1
