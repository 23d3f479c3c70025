"""What is kept byte for byte is kept once, stays as it was, and goes into every copy."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db import contents, engines
from db.errors import Damaged, Refused
from db.journal import gate
from db.records import ActionItem, Evidence, Lesson
from db.store import Store

Opener = Callable[..., Store]


def kept(store: Store, data: bytes) -> str:
    with store.change("Keep") as work:
        work.add(Lesson(text="Se aprendió algo."))
        return contents.put(work.session, data, "text/plain")


def test_the_same_bytes_are_kept_once_and_read_back_as_they_were(store: Store) -> None:
    first, second = kept(store, b"\x00acta\xff"), kept(store, b"\x00acta\xff")
    assert first == second == contents.digest_of(b"\x00acta\xff")
    with store.reading() as session:
        assert contents.get(session, first) == b"\x00acta\xff"
        assert contents.get(session, "0" * 64) is None


def test_undo_leaves_the_bytes_where_they_are_and_a_copy_takes_them_along(
    store: Store, tmp_path: Path, open_store: Opener
) -> None:
    digest = kept(store, b"acta")
    store.undo()
    store.copy_to(tmp_path / "copia.db")
    with open_store(engines.url_of(str(tmp_path / "copia.db"))).reading() as session:
        assert contents.get(session, digest) == b"acta"


def test_nobody_changes_what_was_kept_and_bytes_that_are_others_are_not_shown(store: Store) -> None:
    digest = kept(store, b"acta")
    changed = text("UPDATE contents SET data = :data").bindparams(data=b"otra")
    with pytest.raises((Refused, DBAPIError)), store.change("Change") as work, gate(work.session.connection()):
        work.session.execute(changed)
    with store.change("Damage") as work:
        with gate(work.session.connection(), "redact"):
            work.session.execute(changed)
        work.add(Lesson(text="Otra cosa."))
    with store.reading() as session, pytest.raises(Damaged):
        contents.get(session, digest)


def test_check_says_which_file_of_an_evidence_is_not_kept(store: Store) -> None:
    with store.change("Evidence") as work:
        item = work.add(ActionItem(code="COM-2026-001", description="Pintar"))
        digest = contents.put(work.session, b"foto", "image/png")
        work.add(Evidence(action_item_id=item.id, description="Foto", content=digest))
        lost = work.add(Evidence(action_item_id=item.id, description="Otra", content="0" * 64))
    with store.reading() as session:
        assert contents.differences(session) == [f"the file of the evidence {lost.id} is not kept: {'0' * 64}"]
