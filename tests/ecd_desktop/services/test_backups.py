"""Backups: verified when made, found out when damaged, restored without losing what was there."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.errors import Busy, TooNew
from db.store import Store
from ecd_desktop import calendar
from ecd_desktop.errors import Expected
from ecd_desktop.services import backups
from ecd_desktop.services.backups import Verification


def changed_byte(path: Path, text: bytes) -> None:
    """Flip one letter of a stored text: integrity_check finds nothing wrong with that."""
    whole = bytearray(path.read_bytes())
    place = whole.index(text)
    whole[place] ^= 1
    path.write_bytes(whole)


def test_a_backup_has_the_name_of_the_day_and_is_verified(desk: Any, tmp_path: Path) -> None:
    folder = tmp_path / "copias"
    stem = backups.stem_of(desk.store)
    assert backups.needed(desk.store, folder)
    first, second = backups.make(desk.store, folder), backups.make(desk.store, folder)
    assert [one.path.name for one in (first, second)] == [f"{stem}-2026-06-10.db", f"{stem}-2026-06-10-2.db"]
    assert backups.listed(folder) == [second, first]
    assert first.verification is Verification.VERIFIED
    assert first.rows > 300
    assert not backups.needed(desk.store, folder)


def test_a_backup_of_a_server_is_a_local_file_that_opens(
    desk: Any, tmp_path: Path, open_store: Callable[..., Store]
) -> None:
    key = desk.item()
    made = backups.make(desk.store, tmp_path)
    again = open_store(f"sqlite:///{made.path}")
    from db.queries.records import snapshot

    with again.reading() as session:
        found = snapshot(session, "action_items", key)
    assert found is not None
    assert found.values["code"] == "COM-2026-001"
    assert again.verify() == []


def test_restoring_brings_back_the_day_and_sets_the_present_aside(
    office_sqlite_url: str, open_store: Callable[..., Store], tmp_path: Path
) -> None:
    from tests.ecd_desktop.services.conftest import Desk

    store = open_store(office_sqlite_url)
    database = store.path
    assert database is not None
    desk = Desk(store)
    desk.item(description="Antes")
    backup = backups.make(store, tmp_path / "copias")
    desk.item(description="Después")
    store.close()
    restored = backups.restore(backup.path, database)
    assert restored.database == database
    assert restored.set_aside is not None
    texts = []
    for path in (restored.database, restored.set_aside):
        opened = open_store(f"sqlite:///{path}")
        texts.append([one["description"] for one in Desk(opened).all("action_items")])
        assert opened.verify() == []
        opened.close()
    assert texts == [["Antes"], ["Antes", "Después"]]
    assert len(list(database.parent.glob("office*.db"))) == 2


def test_an_open_database_is_not_replaced(local_desk: Any, tmp_path: Path) -> None:
    backup = backups.make(local_desk.store, tmp_path / "copias")
    with pytest.raises(Busy):
        backups.restore(backup.path, local_desk.store.path)
    local_desk.item()
    assert local_desk.store.verify() == []


def test_a_damaged_backup_is_found_out_and_refused(local_desk: Any, tmp_path: Path) -> None:
    local_desk.item(description="Vereda inconfundible")
    backup = backups.make(local_desk.store, tmp_path / "copias")
    database = local_desk.store.path
    local_desk.store.close()
    changed_byte(backup.path, b"Vereda inconfundible")
    with closing(sqlite3.connect(backup.path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert backups.check(backup.path).verification is Verification.DAMAGED
    before = database.read_bytes()
    with pytest.raises(Expected, match="damaged"):
        backups.restore(backup.path, database)
    assert database.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\0" + b"\0" * 2000])
def test_what_is_no_backup_is_refused(content: bytes, office_sqlite_url: str, tmp_path: Path) -> None:
    path, database = tmp_path / "oficina-2026-06-01.db", Path(office_sqlite_url.removeprefix("sqlite:///"))
    path.write_bytes(content)
    before = database.read_bytes()
    with pytest.raises(Exception, match=r"oficina-2026-06-01|damaged|not a database") as refusal:
        backups.restore(path, database)
    assert hasattr(refusal.value, "remedy")
    assert database.read_bytes() == before


def test_a_backup_of_a_newer_version_is_not_put_in_the_place_of_a_database_that_still_opens(
    local_desk: Any, tmp_path: Path
) -> None:
    newer = backups.make(local_desk.store, tmp_path / "copias").path
    database: Path = local_desk.store.path
    local_desk.store.close()
    with closing(sqlite3.connect(newer)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
    before = database.read_bytes()
    with pytest.raises(TooNew):
        backups.restore(newer, database)
    assert database.read_bytes() == before
    assert not list(database.parent.glob("*before-restore*"))


@pytest.mark.parametrize("links", [True, False])  # a USB stick knows no second names
def test_a_database_stays_in_its_place_where_the_copy_cannot_take_it(
    links: bool, local_desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backups.make(local_desk.store, tmp_path / "copias").path
    database: Path = local_desk.store.path
    local_desk.item(description="Después")
    local_desk.store.close()
    before, replace, there = database.read_bytes(), os.replace, []

    def held(source: Path, target: Path) -> None:
        if source.name.endswith(".restoring"):
            there.append(database.exists())
            raise PermissionError(13, "held by another program", str(target))
        replace(source, target)

    def unknown(source: Path, target: Path) -> None:
        raise OSError(1, "no second names here", str(target))

    monkeypatch.setattr(os, "replace", held)
    if not links:
        monkeypatch.setattr(os, "link", unknown)
    with pytest.raises(Expected):
        backups.restore(copy, database)
    assert there == [links]  # at no moment is there none, where that can be had
    assert database.read_bytes() == before
    assert not list(database.parent.glob("*before-restore*.db"))


def test_a_damaged_database_is_set_aside_with_what_lies_beside_it(
    local_desk: Any, tmp_path: Path, open_store: Callable[..., Store]
) -> None:
    backup = backups.make(local_desk.store, tmp_path / "copias")
    database: Path = local_desk.store.path
    local_desk.store.close()
    database.write_bytes(b"\0" * 4096)
    beside = database.with_name(database.name + "-journal")
    beside.write_bytes(b"half a transaction")
    restored = backups.restore(backup.path, database)
    assert restored.set_aside is not None
    assert restored.set_aside.read_bytes() == b"\0" * 4096
    assert not beside.exists()
    opened = open_store(f"sqlite:///{database}")
    assert opened.verify() == []


def test_restoring_where_there_is_no_database_makes_one(local_desk: Any, tmp_path: Path) -> None:
    backup = backups.make(local_desk.store, tmp_path / "copias")
    restored = backups.restore(backup.path, tmp_path / "otra" / "oficina.db")
    assert restored.set_aside is None
    assert restored.database.exists()


def test_a_list_tells_what_is_known_without_reading_the_files(local_desk: Any, tmp_path: Path) -> None:
    made = backups.make(local_desk.store, tmp_path)
    (tmp_path / "notas.db").write_bytes(b"x")
    (tmp_path / "office-2026-13-45.db").write_bytes(b"x")
    other = tmp_path / "office-2026-06-01.db"
    other.write_bytes(made.path.read_bytes())
    known = {one.path.name: one.verification for one in backups.listed(tmp_path)}
    assert known == {made.path.name: Verification.VERIFIED, other.name: Verification.UNKNOWN}
    assert backups.check(other).verification is Verification.VERIFIED
    with made.path.open("ab") as file:
        file.write(b"\0")
    proof = json.loads(made.path.with_name(made.path.name + ".proof").read_text("utf-8"))
    assert proof["rows"]["places"] == 43
    assert {one.verification for one in backups.listed(tmp_path)} == {Verification.VERIFIED, Verification.CHANGED}


def test_the_oldest_make_room_but_a_verified_one_stays(local_desk: Any, tmp_path: Path) -> None:
    folder = tmp_path / "copias"
    for day in range(1, 6):
        calendar.set_today(date(2026, 6, day))
        backups.make(local_desk.store, folder)
    (folder / "ajena-2026-01-01.db").write_bytes(b"x")
    removed = backups.prune(folder, keep=3, stem="office")
    assert [path.name for path in removed] == ["office-2026-06-02.db", "office-2026-06-01.db"]
    for one in backups.listed(folder, stem="office")[:2]:
        one.path.with_name(one.path.name + ".proof").unlink()
    assert backups.prune(folder, keep=2, stem="office") == []
    assert len(list(folder.glob("*.db"))) == 4
    assert len(list(folder.glob("*.proof"))) == 1


@pytest.mark.parametrize(("code", "word"), [("es", "antes-de-restaurar"), ("en", "before-restore")])
def test_what_a_restore_sets_aside_is_named_in_the_language_spoken(
    code: str, word: str, local_desk: Any, tmp_path: Path
) -> None:
    from ecd_desktop.language import in_language

    copy = backups.make(local_desk.store, tmp_path / "copias").path
    database: Path = local_desk.store.path
    local_desk.store.close()
    with in_language(code):
        backups.restore(copy, database)
    assert len(list(database.parent.glob(f"*-{word}-*.db"))) == 1
