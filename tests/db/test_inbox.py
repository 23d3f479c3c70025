"""What came from outside waits, keeps what was decided, and waits again where what it became is undone."""

from collections.abc import Callable, Mapping
from typing import Any

from db import exchange_log, inbox
from db.exchange_log import WORKBOOK
from db.fields import Key
from db.records import Organisation
from db.records.base import new_key
from db.store import Store

Opener = Callable[..., Store]


def came(store: Store, digest: str = "a" * 64, *, export: Key | None = None) -> Key:
    told: Any = {"kind": WORKBOOK, "name": "x.xlsx", "sender": "EMAPE", "parcel": {}}
    with store.beside() as session:
        return inbox.receive(session, who="Rosa", digest=digest, export_id=export, **told)[0]


def sent(store: Store, handed: Mapping[str, Any]) -> Key:
    return store.log_export(kind=WORKBOOK, recipient="EMAPE", name="x.xlsx", handed_out=handed, spare=[])


def applied(store: Store, id: Key, export: Key | None = None, **brought: Any) -> None:
    """Something of a file is written, and nothing of it is left."""
    with store.change("Take over") as work:
        work.add(Organisation(name="Nueva"))
        exchange_log.log_return(
            work.session, who="Rosa", digest="a" * 64, sender="EMAPE", purpose=None, tx_id=work.tx_id,
            brought=brought, export_id=export, inbox_id=id,
        )  # fmt: skip
        inbox.close(work.session, id, inbox.DONE)


def state(store: Store, id: Key) -> str:
    with store.reading() as session:
        entry = inbox.entry(session, id)
        assert entry is not None
        assert inbox.count_waiting(session) == len(inbox.waiting(session))
        return entry.state


def test_a_file_waits_once_and_a_discarded_one_waits_again(store: Store) -> None:
    id = came(store)
    assert came(store) == id
    assert state(store, id) == inbox.WAITING
    with store.beside() as session:
        inbox.close(session, id, inbox.DISCARDED)
    assert state(store, id) == inbox.DISCARDED
    assert came(store) == id
    assert state(store, id) == inbox.WAITING


def test_decisions_survive_closing_and_can_be_taken_back(database_url: str, open_store: Opener) -> None:
    store = open_store(database_url)
    id = came(store)
    with store.beside() as session:
        inbox.decide(session, id, {"one": {"value": "theirs"}, "two": {"value": "ours"}})
        inbox.decide(session, id, {"two": None})
    store.close()
    with open_store(database_url).reading() as session:
        assert inbox.waiting(session)[0].decisions == {"one": {"value": "theirs"}}


def test_undoing_what_a_file_became_lets_it_wait_again_and_redo_ends_that(store: Store) -> None:
    id = came(store)
    applied(store, id)
    assert state(store, id) == inbox.DONE
    store.undo()
    assert state(store, id) == inbox.WAITING
    store.redo()
    assert state(store, id) == inbox.DONE


def test_an_export_is_out_until_something_of_it_was_taken_over(store: Store) -> None:
    one, other = new_key(), new_key()
    export = sent(store, {"action_items": {str(one): {"progress": 0}}})
    with store.reading() as session:
        assert [out.recipient for out in exchange_log.out_with(session, "action_items", [one, other])[one]] == ["EMAPE"]
    id = came(store, export=export)
    applied(store, id, export, action_items={str(one): {"progress": 60}})
    with store.reading() as session:
        assert exchange_log.sent(session)[0].state == "back"
        assert exchange_log.out_with(session, "action_items", [one]) == {}
        assert exchange_log.brought_for(session, export) == {("action_items", str(one), "progress"): 60}
    store.undo()
    with store.reading() as session:
        assert exchange_log.sent(session)[0].state == "out"
        assert exchange_log.brought_for(session, export) == {}


def test_what_is_withdrawn_is_not_waited_for(store: Store) -> None:
    one = new_key()
    export = sent(store, {"action_items": {str(one): {}}})
    with store.beside() as session:
        exchange_log.withdraw(session, export)
    with store.reading() as session:
        assert exchange_log.sent(session, id=export)[0].state == "withdrawn"
        assert exchange_log.out_with(session, "action_items", [one]) == {}
