"""A copy that went along: marked, known again, and what became of each record since it left."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db import exchange_log, replicas, snapshots
from db.engines import url_of
from db.errors import Unreachable
from db.exchange_log import COPY
from db.fields import Key
from db.marks import Mark, mark_of, told_by
from db.records import ActionItem, Organisation
from db.replicas import Changed
from db.store import Store
from tests.db.making import add_item, add_unit, content, edit, path_of, value

Opener = Callable[..., Store]


def taken(store: Store, target: Path, whom: str = "Lucía") -> Key:
    handed = told_by("cartera", "/mnt/cartera.db")
    id = store.log_export(kind=COPY, recipient=whom, name=target.name, handed_out=handed, spare=[])
    store.copy_to(target, mark=id)
    return id


def changes(copy: Store) -> dict[str, Changed]:
    assert copy.home is not None
    with copy.reading() as session:
        return {str((one.after or one.before or {})["name"]): one for one in replicas.changed(session, copy.home.seq)}


def test_a_marked_copy_says_whose_it_is_and_is_otherwise_the_same(
    store: Store, open_store: Opener, tmp_path: Path
) -> None:
    item = add_item(store, "Señalizar")
    target = tmp_path / "viaje.db"
    id = taken(store, target)
    assert replicas.peek(target) == replicas.Peek(store.identity.db_id, id, "Lucía")
    copy = open_store(url_of(str(target)), who="Lucía")
    assert replicas.peek(target) is None  # it is open: nothing can be said of it
    assert store.home is None
    assert copy.home == Mark(id, "Lucía", copy.home.at if copy.home else None, 1, store.who, "cartera",  # type: ignore[arg-type]
                             "/mnt/cartera.db")  # fmt: skip
    assert copy.identity.replica_id == id
    assert copy.identity.db_id == store.identity.db_id
    assert content(copy) == content(store)
    assert copy.activity() == store.activity()
    assert copy.verify() == []
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("viaje.db.partial")] == []
    assert value(copy, ActionItem, item, "description") == "Señalizar"


def test_a_look_at_a_file_says_whether_it_is_a_copy(sqlite_store: Store, tmp_path: Path) -> None:
    sqlite_store.copy_to(tmp_path / "respaldo.db")
    here = sqlite_store.identity
    assert replicas.peek(tmp_path / "respaldo.db") == replicas.Peek(here.db_id, here.replica_id, None)
    (tmp_path / "texto.db").write_text("no es una base", encoding="utf-8")
    assert replicas.peek(tmp_path / "texto.db") is None
    assert replicas.peek(tmp_path / "nada.db") is None


def test_what_was_done_before_the_copy_left_is_not_on_its_undo_stack(
    sqlite_store: Store, open_store: Opener, tmp_path: Path
) -> None:
    add_unit(sqlite_store, "Antes")
    taken(sqlite_store, tmp_path / "viaje.db")
    copy = open_store(url_of(str(tmp_path / "viaje.db")), who=sqlite_store.who)
    assert copy.undoable() is None
    add_unit(copy, "Después")
    assert copy.undo().applied
    assert copy.undoable() is None
    assert {row["name"] for (entity, _key), row in content(copy).items() if entity == "organisations"} == {"Antes"}


def test_the_net_change_is_told_per_record_and_there_and_back_is_none(
    sqlite_store: Store, open_store: Opener, tmp_path: Path
) -> None:
    for name in ("Cambia", "Va y vuelve", "Se borra", "Queda"):
        add_unit(sqlite_store, name)
    keys = {row["name"]: key for (_entity, key), row in content(sqlite_store, Organisation).items()}
    taken(sqlite_store, tmp_path / "viaje.db")
    copy = open_store(url_of(str(tmp_path / "viaje.db")), who="Lucía")
    edit(copy, Organisation, keys["Cambia"], acronym="CAM")
    edit(copy, Organisation, keys["Va y vuelve"], acronym="VV")
    edit(copy, Organisation, keys["Va y vuelve"], acronym=None)
    with copy.change("Delete") as work:
        work.delete(work.get(Organisation, keys["Se borra"]))
    add_unit(copy, "Nueva")
    gone = add_unit(copy, "Efímera")
    with copy.change("Delete") as work:
        work.delete(work.get(Organisation, gone))
    edit(copy, Organisation, keys["Cambia"], acronym="CAMB")
    found = changes(copy)
    assert list(found) == ["Cambia", "Se borra", "Nueva"]
    cambia = found["Cambia"]
    assert cambia.before is not None
    assert cambia.after is not None
    assert ("acronym" in cambia.before, cambia.after["acronym"], cambia.who) == (False, "CAMB", "Lucía")
    assert found["Se borra"].after is None
    assert found["Nueva"].before is None


def test_a_copy_that_cannot_be_marked_is_none(sqlite_store: Store, tmp_path: Path) -> None:
    target = tmp_path / "viaje.db"
    from db.records.base import new_key

    with pytest.raises(Exception, match="thrown away"):
        sqlite_store.copy_to(target, mark=new_key())  # no export of that key
    assert not list(tmp_path.glob("viaje*"))


def test_what_a_kill_left_of_a_copy_does_not_get_into_the_next(
    sqlite_store: Store, open_store: Opener, tmp_path: Path
) -> None:
    add_unit(sqlite_store)
    (tmp_path / "viaje.db.partial").write_bytes(b"half")
    (tmp_path / "viaje.db.partial-journal").write_bytes(b"half")
    taken(sqlite_store, tmp_path / "viaje.db")
    assert sorted(path.name for path in tmp_path.glob("viaje*")) == ["viaje.db"]
    assert open_store(url_of(str(tmp_path / "viaje.db"))).verify() == []


def test_an_export_is_forgotten_where_its_file_could_not_be_written(sqlite_store: Store, tmp_path: Path) -> None:
    handed: dict[str, Any] = told_by("cartera", "x")
    id = sqlite_store.log_export(kind=COPY, recipient="Lucía", name="viaje.db", handed_out=handed, spare=[])
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Unreachable):
        sqlite_store.copy_to(tmp_path / "file" / "viaje.db", mark=id)
    with sqlite_store.beside() as session:
        exchange_log.forget(session, id)
    with sqlite_store.reading() as session:
        assert exchange_log.sent(session) == []


def test_a_copy_is_read_aside_while_it_is_open_elsewhere(
    sqlite_store: Store, open_store: Opener, tmp_path: Path
) -> None:
    add_unit(sqlite_store, "Antes")
    taken(sqlite_store, tmp_path / "viaje.db")
    copy = open_store(url_of(str(tmp_path / "viaje.db")), who="Lucía")
    add_unit(copy, "Nueva")
    before = path_of(copy).read_bytes()
    aside = snapshots.take(path_of(copy), tmp_path / "aside")
    with replicas.reading(aside) as session:
        assert mark_of(session) == copy.home
        steps = replicas.steps_since(session, copy.home.seq if copy.home else 0)
    assert steps == [copy.activity()[0].tx_id]
    assert path_of(copy).read_bytes() == before
    with closing(sqlite3.connect(aside.path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
