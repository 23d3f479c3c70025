"""A copy to look at: taken beside whoever writes, whole, of one moment, and nothing can be written into it."""

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from db import snapshots
from db.errors import Busy, Damaged, NotOurs, ReadOnly, Refused, TooNew, Unreachable
from db.merge import Wish
from db.records import Organisation
from db.store import Store

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from db.records import Organisation
from db.store import Store
store = Store.open("sqlite:///" + sys.argv[1], who="Otra Persona Ficticia", machine="LAPTOP-9")
print("open", flush=True)
n = 0
while n < 400:
    with store.change("New organisation “{name}”", name=str(n)) as work:
        work.add(Organisation(name=f"Vivero {n:04d} a", remarks="x" * 3000))
        work.add(Organisation(name=f"Vivero {n:04d} b", remarks="y" * 3000))
    n += 1
sys.stdin.read()
"""


@pytest.fixture
def path(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def look(tmp_path: Path) -> Iterator[Callable[[Path], Store]]:
    opened: list[Store] = []

    def one(source: Path) -> Store:
        opened.append(Store.open_snapshot(source, tmp_path / "copies", who="Prueba Ficticia"))
        return opened[-1]

    yield one
    for store in opened:
        store.close()


def names(store: Store) -> list[str]:
    with store.reading() as session:
        return sorted(session.scalars(select(Organisation.name)))


def add(store: Store, name: str) -> Any:
    with store.change("New organisation “{name}”", name=name) as work:
        return work.add(Organisation(name=name)).id


def test_a_file_that_another_program_holds_can_be_looked_at(
    path: Path, open_store: Callable[..., Store], look: Callable[[Path], Store]
) -> None:
    held = open_store(f"sqlite:///{path}", who="Otra Persona Ficticia")
    add(held, "Vivero Ficticio")
    with pytest.raises(Busy):
        Store.open(f"sqlite:///{path}", who="Prueba Ficticia")
    copy = look(path)
    assert names(copy) == ["Vivero Ficticio"]
    add(held, "Otro Vivero")
    assert names(copy) == ["Vivero Ficticio"]
    assert copy.identity.db_id == held.identity.db_id
    assert copy.snapshot is not None
    assert copy.snapshot.source == path


def test_nothing_can_be_written_into_it_by_any_door(path: Path, open_store: Callable[..., Store], look: Any) -> None:
    with open_store(f"sqlite:///{path}").change("New organisation “{name}”", name="A") as work:
        key = work.add(Organisation(name="A")).id
    copy = look(path)
    before = copy.snapshot.path.read_bytes()
    doors: dict[str, Callable[[], Any]] = {
        "change": lambda: add(copy, "B"),
        "apply": lambda: copy.apply([Wish("organisations", key, "name", "A", "B")], "Edit"),
        "preview": lambda: copy.preview().__enter__(),
        "undo": lambda: copy.undo(copy.activity()[0].tx_id),
        "redact": lambda: copy.redact("organisations", key, ["name"]),
        "rebuild": copy.rebuild,
        "log_export": lambda: copy.log_export(kind="workbook", recipient="x", name="x", handed_out={}),
        "log_return": lambda: copy.log_return(digest="x", sender="x"),
    }
    for name, door in doors.items():
        with pytest.raises(ReadOnly):
            door()
        assert names(copy) == ["A"], name
    assert copy.verify() == []
    assert copy.snapshot.path.read_bytes() == before


def test_even_around_the_journal_the_file_refuses(path: Path, look: Callable[[Path], Store]) -> None:
    copy = look(path)
    with copy.reading() as session:
        connection = session.connection()
        connection.info["gate"] = "x"  # past the watch over statements
        for statement in ("DELETE FROM organisations", "INSERT INTO journal_gate VALUES ('x')", "CREATE TABLE t (a)"):
            with pytest.raises(OperationalError, match="readonly"):
                connection.execute(text(statement))


def test_a_copy_taken_while_somebody_writes_holds_whole_saves_only(path: Path, look: Callable[[Path], Store]) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdin=subprocess.PIPE, text=True,
                          stdout=subprocess.PIPE) as writer:  # fmt: skip
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == "open"
        seen = []
        for _again in range(3):
            time.sleep(0.1)
            copy = look(path)
            found = names(copy)
            assert [name[:-2] for name in found[::2]] == [name[:-2] for name in found[1::2]]
            assert copy.verify() == []
            seen.append(len(found))
        writer.communicate("")
    assert seen == sorted(seen)
    assert seen[-1] > 0


def test_a_save_that_was_cut_off_is_taken_back_in_the_copy_and_the_file_is_left_as_it_is(
    path: Path, look: Callable[[Path], Store]
) -> None:
    dead = path.with_name("dead.db")
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA cache_size=1")
    raw.execute("PRAGMA journal_mode=TRUNCATE")
    raw.execute("BEGIN")
    raw.execute("CREATE TABLE half_done (a)")
    raw.executemany("INSERT INTO half_done VALUES (?)", [("x" * 900,)] * 500)  # more than the cache: it is in the file
    for ending in ("", "-journal"):
        shutil.copyfile(str(path) + ending, str(dead) + ending)
    raw.execute("ROLLBACK")
    raw.close()
    before = dead.read_bytes()
    copy = look(dead)
    with copy.reading() as session:
        assert session.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'half_done'")).scalar() == 0
    assert copy.verify() == []
    assert dead.read_bytes() == before


def test_a_file_that_never_rests_is_busy(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "_digest", lambda _path: b"another each time")
    with pytest.raises(Busy, match="being written"):
        snapshots.take(path, tmp_path / "copies", patience=0.3)
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_copy_goes_when_it_is_closed_and_what_a_dead_program_left_goes_later(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    store = Store.open_snapshot(path, folder, who="Prueba Ficticia")
    assert len(list(folder.iterdir())) == 1
    store.close()
    assert list(folder.iterdir()) == []
    left = folder / "left.db"
    left.write_bytes(b"")
    snapshots.sweep(folder)
    assert left.exists()
    snapshots.sweep(folder, older=-1)
    assert not left.exists()


def test_what_is_no_whole_database_of_ours_is_refused_in_words(path: Path, tmp_path: Path) -> None:
    cases: dict[str, tuple[bytes, type[Refused]]] = {
        "foreign.db": (b"these are notes" * 500, NotOurs),
        "cut.db": (path.read_bytes()[: path.stat().st_size // 2], Damaged),
    }
    for name, (content, kind) in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(kind, match=name):
            snapshots.take(tmp_path / name, tmp_path / "copies")
    with pytest.raises(Unreachable, match="gone"):
        snapshots.take(tmp_path / "gone.db", tmp_path / "copies")
    raw = sqlite3.connect(path)
    raw.execute("UPDATE alembic_version SET version_num = '9999_later'")
    raw.commit()
    raw.close()
    with pytest.raises(TooNew):
        snapshots.take(path, tmp_path / "copies")
    assert [one.name for one in (tmp_path / "copies").iterdir()] == []


def test_copies_may_be_taken_from_two_threads_at_once(path: Path, tmp_path: Path) -> None:
    taken: list[snapshots.Snapshot] = []
    threads = [threading.Thread(target=lambda: taken.append(snapshots.take(path, tmp_path / "copies"))) for _n in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one.path for one in taken}) == 2
