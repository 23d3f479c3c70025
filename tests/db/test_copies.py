"""Verified copies: whole, checked before they get their name, and opened like any database."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db import copies
from db.engines import url_of
from db.errors import Damaged, NotOurs, Unreachable
from db.records import ActionItem
from db.store import Store
from tests.db.making import add_item, add_unit, content, edit, path_of

Opener = Callable[..., Store]


def filled(store: Store) -> Store:
    unit = add_unit(store, "Gerencia de Ñandú")
    item = add_item(store, "Señalizar «PI-9» en Huánuco", who_for=unit, remarks="línea\notra línea", progress=35)
    edit(store, ActionItem, item, progress=40)
    store.log_export(
        kind="workbook", recipient="GDU", name="x.xlsx", spare=["a"],
        handed_out={"action_items": {str(item): {"progress": 40}}},
    )  # fmt: skip
    return store


def test_a_copy_is_a_database_like_the_original(store: Store, open_store: Opener, tmp_path: Path) -> None:
    filled(store)
    target = tmp_path / "copies" / "¿copia ñ 100%?.db"
    proof = store.copy_to(target)
    assert proof == copies.inspect_copy(target)
    assert proof.rows["action_items"] == 1
    assert [file.name for file in target.parent.iterdir()] == [target.name]
    copy = open_store(url_of(str(target)))
    assert content(copy) == content(store)
    assert copy.activity() == store.activity()
    assert copy.identity.db_id == store.identity.db_id
    assert copy.verify() == []
    assert copy.rebuild() == 0
    before = content(store)
    add_item(copy, "y sigue escribiendo")
    assert copy.undo().applied
    assert content(copy) == before == content(store)
    assert copy.verify() == []


def test_a_copy_of_the_same_content_has_the_same_proof(sqlite_store: Store, tmp_path: Path) -> None:
    filled(sqlite_store)
    one, other = sqlite_store.copy_to(tmp_path / "a.db"), sqlite_store.copy_to(tmp_path / "b.db")
    assert one == other
    add_unit(sqlite_store)
    assert sqlite_store.copy_to(tmp_path / "c.db") != one


def test_a_copy_never_replaces_what_is_there(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "mi informe.txt"
    target.write_text("no se toca", encoding="utf-8")
    with pytest.raises(Unreachable, match="already exists"):
        store.copy_to(target)
    assert target.read_text(encoding="utf-8") == "no se toca"


def test_a_copy_that_cannot_be_written_leaves_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Unreachable, match="could not be written"):
        store.copy_to(tmp_path / "file" / "copia.db")
    add_item(store)
    assert store.verify() == []


def test_a_copy_that_differs_gets_no_name(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(store)
    real = copies._digest
    seen: list[object] = []

    def spoilt(row: tuple[object, ...]) -> int:
        seen.append(row)
        return real(row) + len(seen)  # as if every row had been read otherwise the second time

    monkeypatch.setattr(copies, "_digest", spoilt)
    with pytest.raises(Damaged, match="thrown away"):
        store.copy_to(tmp_path / "copies" / "copia.db")
    assert list((tmp_path / "copies").iterdir()) == []


def test_what_a_killed_copy_left_behind_is_no_obstacle(store: Store, tmp_path: Path) -> None:
    filled(store)
    (tmp_path / "copia.db.partial").write_bytes(b"half a copy")
    store.copy_to(tmp_path / "copia.db")
    assert not (tmp_path / "copia.db.partial").exists()
    assert copies.inspect_copy(tmp_path / "copia.db").rows["action_items"] == 1


def test_a_flipped_bit_is_found_although_sqlite_finds_nothing_wrong(sqlite_store: Store, tmp_path: Path) -> None:
    add_item(sqlite_store, "Reconocible por su texto")
    target = tmp_path / "copia.db"
    proof = sqlite_store.copy_to(target)
    raw = bytearray(target.read_bytes())
    raw[raw.index(b"Reconocible")] ^= 0x20
    target.write_bytes(raw)
    with closing(sqlite3.connect(target)) as client:
        assert client.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert copies.inspect_copy(target) != proof


def test_what_is_no_copy_of_ours_is_refused_by_name(sqlite_store: Store, tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="no file"):
        copies.inspect_copy(tmp_path / "nada.db")
    foreign = tmp_path / "ajena.db"
    with closing(sqlite3.connect(foreign)) as client, client:
        client.execute("CREATE TABLE t (a)")
    with pytest.raises(NotOurs, match=r"ajena\.db"):
        copies.inspect_copy(foreign)
    words = tmp_path / "texto.db"
    words.write_text("hola " * 1_000, encoding="utf-8")
    with pytest.raises(NotOurs, match=r"texto\.db"):
        copies.inspect_copy(words)
    broken = tmp_path / "rota.db"
    sqlite_store.copy_to(broken)
    data = bytearray(broken.read_bytes())
    data[4096 : len(data) - 4096] = bytes(len(data) - 8192)
    broken.write_bytes(data)
    with pytest.raises(Damaged, match=r"rota\.db"):
        copies.inspect_copy(broken)


def test_copying_does_not_disturb_the_open_database(sqlite_store: Store, tmp_path: Path) -> None:
    filled(sqlite_store)
    before = path_of(sqlite_store).read_bytes()
    sqlite_store.copy_to(tmp_path / "copia.db")
    assert path_of(sqlite_store).read_bytes() == before
    with pytest.raises(Exception, match="is open"):
        Store.open(sqlite_store.url, who="Beto")
