"""Copies that go along on a laptop: taken, read when they come home, and refused by name where they are none."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from db import inbox, replicas
from db.engines import url_of
from db.errors import NotOurs, OnlyAtHome, Refused, Unreachable
from db.store import Store
from ecd_desktop.errors import Expected, sentence
from ecd_desktop.parcels import About, Cell
from ecd_desktop.services import action_items, backups, laptop_copies, minutes, records
from tests.ecd_desktop.services.conftest import Desk

Opener = Callable[..., Store]


def taken(store: Store, open_store: Opener, tmp_path: Path, whom: str = "Lucía Quispe") -> Desk:
    made = laptop_copies.take(store, tmp_path / f"{whom}.db", recipient=whom)
    return Desk(open_store(url_of(str(made.path)), who=whom))


def path_of(desk: Desk) -> Path:
    assert desk.store.path is not None
    return desk.store.path


def test_a_copy_is_taken_from_either_database_and_opens_with_everything(
    desk: Desk, open_store: Opener, tmp_path: Path
) -> None:
    key = desk.item()
    copy = taken(desk.store, open_store, tmp_path)
    assert copy.store.home is not None
    assert copy.store.home.hub == backups.stem_of(desk.store)
    assert copy.state() == desk.state()
    with desk.store.reading() as session:
        (out,) = laptop_copies.listed(session)
    assert (out.recipient, out.name, laptop_copies.said(out)) == ("Lucía Quispe", "Lucía Quispe.db", "Not back yet")
    action_items.report_progress(copy.store, [key], on=records.today(), progress=50, body="avance")
    assert desk.read("action_items", key)["progress"] == 0
    laptop_copies.withdraw(desk.store, out.id)
    with desk.store.reading() as session:
        assert [laptop_copies.said(one) for one in laptop_copies.listed(session)] == ["Not waited for"]


def test_what_became_of_each_record_is_read_with_who_and_when(
    local_desk: Desk, open_store: Opener, tmp_path: Path
) -> None:
    first, second, third = (local_desk.item(description=text) for text in ("Uno", "Dos", "Tres"))
    copy = taken(local_desk.store, open_store, tmp_path)
    action_items.report_progress(copy.store, [first], on=records.today(), progress=50, body="a medias")
    draft = copy.draft("action_items", second)
    draft.set("remarks", "va")
    action_items.save(copy.store, draft)
    copy.store.undo()
    records.delete(copy.store, "action_items", [third])
    new = copy.item(description="Cuatro")
    returned = laptop_copies.read(path_of(copy))
    returned.discard()
    told = {(one.entity, one.about, one.code, one.words): one for one in returned.records}
    known, gone, made = (
        told["action_items", about, code, words]
        for about, code, words in (
            (About.KNOWN, "COM-2026-001", "Uno"), (About.DELETED, "COM-2026-003", "Tres"),
            (About.NEW, "COM-2026-004", "Cuatro"),
        )
    )  # fmt: skip
    assert ("progress_entries", About.NEW, "COM-2026-001", "a medias") in told
    assert len(told) == 4
    assert known.fields["progress"] == Cell(50, 0)
    assert known.fields["state"] == Cell("in_progress", "pending")
    assert known.fields["verified_by"] == Cell(None)  # a group comes whole
    assert known.who == "Lucía Quispe"
    assert known.when.endswith("+00:00")
    assert gone.fields["description"] == Cell(None, "Tres")
    assert made.key == new


def test_only_a_copy_that_can_be_known_again_is_taken(local_desk: Desk, open_store: Opener, tmp_path: Path) -> None:
    def refused(words: str, path: Path, whom: str = "Lucía", store: Store = local_desk.store) -> None:
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises((Expected, Refused), match=words):
            laptop_copies.take(store, path, recipient=whom)
        assert sorted(tmp_path.rglob("*")) == before
        with store.reading() as session:
            assert len(laptop_copies.listed(session)) == 1

    copy = taken(local_desk.store, open_store, tmp_path)
    refused("Nobody was named", tmp_path / "a.db", "  ")
    refused("exists already", tmp_path / "Lucía Quispe.db")
    refused(r"this is a \.db file", tmp_path / "a.xlsx")
    refused("could not be written", path_of(copy) / "a.db")
    refused("from the database itself", tmp_path / "a.db", store=copy.store)


def test_what_is_no_copy_of_this_database_is_refused_by_name(
    local_desk: Desk, open_store: Opener, tmp_path: Path
) -> None:
    def refused(path: Path, *words: str, into: Store = local_desk.store) -> None:
        before = path.read_bytes()
        with pytest.raises((Expected, Refused)) as told:
            laptop_copies.take_in(into, laptop_copies.read(path))
        said = str(told.value)
        assert [word for word in words if word not in said] == []
        assert path.read_bytes() == before

    copy = taken(local_desk.store, open_store, tmp_path)
    other_file = tmp_path / "otra.db"
    other = Desk(_another(other_file, open_store))
    refused(path_of(taken(other.store, open_store, tmp_path, "Rosa")), "Rosa.db", "otra", path_of(local_desk).stem)
    refused(other_file, "otra.db", "another database")
    refused(path_of(local_desk), "open here")
    refused(path_of(copy), "into another copy", into=taken(local_desk.store, open_store, tmp_path, "Juan").store)
    backup = backups.make(local_desk.store, tmp_path / "copias")
    refused(backup.path, backup.path.name, "backup of")
    with local_desk.store.beside() as session:
        from db import exchange_log

        assert copy.store.home is not None
        exchange_log.forget(session, copy.store.home.id)
    refused(path_of(copy), "Lucía Quispe", "does not know")


def _another(path: Path, open_store: Opener) -> Store:
    from ecd_desktop.services import reference

    store = open_store(url_of(str(path)))
    reference.load(store)
    return store


def test_a_file_that_cannot_be_read_is_refused_and_stays_as_it_is(
    local_desk: Desk, open_store: Opener, tmp_path: Path
) -> None:
    def refused(kind: type[Exception], path: Path) -> None:
        with pytest.raises(kind) as told:
            laptop_copies.read(path)
        assert path.name in str(told.value)

    copy = taken(local_desk.store, open_store, tmp_path)
    copy.item()
    copy.store.close()
    whole = path_of(copy).read_bytes()
    words = tmp_path / "texto.db"
    words.write_text("no es una base", encoding="utf-8")
    refused(NotOurs, words)
    refused(Unreachable, tmp_path / "nada.db")
    half = tmp_path / "media.db"
    half.write_bytes(whole[: len(whole) // 2])
    refused(Expected, half)
    import sqlite3

    newer = tmp_path / "nueva.db"
    shutil.copyfile(path_of(copy), newer)
    raw = sqlite3.connect(newer)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    refused(Expected, newer)
    assert path_of(copy).read_bytes() == whole


def test_what_only_the_database_itself_may_do_is_refused_in_a_copy(
    local_desk: Desk, open_store: Opener, tmp_path: Path
) -> None:
    from ecd_desktop.settings import Settings

    meeting = local_desk.new("meetings", subject="Mesa", held_on=date(2026, 6, 9))
    copy = taken(local_desk.store, open_store, tmp_path)
    for what in (
        lambda: minutes.issue(copy.store, meeting, settings=Settings()),
        lambda: minutes.correct(copy.store, meeting, settings=Settings()),
        lambda: copy.store.log_export(kind="workbook", recipient="GDU", name="x.xlsx", handed_out={}, spare=[]),
        lambda: came_back(copy.store),
    ):
        with pytest.raises(OnlyAtHome) as told:
            what()
        assert f"the copy of {backups.stem_of(local_desk.store)} that went with Lucía Quispe" in sentence(told.value)[1]
    copy.store.log_export(kind="mail", recipient="GDU", name="x.eml", handed_out={}, spare=[])  # nothing comes back


def came_back(store: Store) -> None:
    with store.beside() as session:
        inbox.receive(
            session, who="", kind="workbook", digest="a" * 64, name="x.xlsx", sender="GDU", export_id=None, parcel={}
        )


def test_a_copy_is_never_put_in_the_place_of_the_database(
    local_desk: Desk, open_store: Opener, tmp_path: Path
) -> None:
    copy = taken(local_desk.store, open_store, tmp_path)
    backup = backups.make(copy.store, tmp_path / "copias").path
    here = path_of(local_desk)
    for store in (local_desk.store, copy.store):
        store.close()
    for file in (path_of(copy), backup):
        with pytest.raises(Expected, match="went along with Lucía Quispe"):
            backups.restore(file, here)
    assert backups.restore(backup, path_of(copy)).set_aside  # the copy's own backup


def test_a_copy_that_is_interrupted_leaves_neither_a_file_nor_a_line_in_the_log(
    local_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_file: Path, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(replicas, "mark", stopped)
    with pytest.raises(KeyboardInterrupt):
        laptop_copies.take(local_desk.store, tmp_path / "viaje.db", recipient="Lucía")
    assert list(tmp_path.glob("viaje*")) == []
    with local_desk.store.reading() as session:
        assert laptop_copies.listed(session) == []
