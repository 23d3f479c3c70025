"""The database thread: answers come back to the GUI thread, failures as what they are, and nothing blocks."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from db.errors import Busy
from db.fields import Key
from db.records import Organisation
from ecd_desktop.errors import Expected
from ui.tasks import Tasks, of_the_world

Settled = Callable[[Tasks], None]


def add(store: Any, name: str = "Vivero Ficticio") -> Key:
    with store.change("New organisation “{name}”", name=name) as work:
        return work.add(Organisation(name=name)).id  # type: ignore[no-any-return]


def test_a_reading_runs_elsewhere_and_is_answered_here(on_store: Tasks, settled: Settled) -> None:
    threads: list[int] = []
    answers: list[Any] = []

    def read(_session: Any) -> str:
        threads.append(threading.get_ident())
        return "rows"

    on_store.read(read, lambda value: answers.append((value, threading.get_ident())))
    settled(on_store)
    assert answers == [("rows", threading.get_ident())]
    assert threads != [threading.get_ident()]


def test_all_database_work_is_one_thread_in_order(on_store: Tasks, settled: Settled) -> None:
    seen: list[tuple[int, int]] = []
    for n in range(20):
        on_store.read(lambda _session, n=n: seen.append((n, threading.get_ident())))
    settled(on_store)
    assert [n for n, _thread in seen] == list(range(20))
    assert len({thread for _n, thread in seen}) == 1


def test_a_newer_job_of_a_slot_replaces_an_older_one(on_store: Tasks, settled: Settled) -> None:
    gate = threading.Event()
    answers: list[int] = []
    on_store.read(lambda _session: gate.wait(5))
    for n in range(5):
        on_store.read(lambda _session, n=n: n, answers.append, slot="typing")
    gate.set()
    settled(on_store)
    assert answers == [4]


def test_nobody_is_answered_after_his_end(on_store: Tasks, settled: Settled, qtbot: QtBot) -> None:
    owner = QObject()
    answers: list[int] = []
    gate = threading.Event()
    on_store.read(lambda _session: gate.wait(5), answers.append, owner=owner)
    owner.deleteLater()
    owner.destroyed.connect(lambda: gate.set())
    settled(on_store)
    assert answers == []


def test_the_worlds_refusal_is_told_and_a_bug_is_reported(on_store: Tasks, settled: Settled) -> None:
    refused: list[Exception] = []
    own: list[Exception] = []
    broke: list[str] = []
    on_store.refused.connect(refused.append)
    on_store.broke.connect(lambda exc, where: broke.append(f"{type(exc).__name__} {where}"))

    def busy(_session: Any) -> None:
        raise Busy("{name} is open.", "Close it.", name="x")

    def wrong(_session: Any) -> None:
        raise ZeroDivisionError

    on_store.read(busy)
    on_store.read(busy, refused=own.append)
    on_store.read(wrong)
    settled(on_store)
    assert [type(exc) for exc in refused] == [Busy]
    assert [type(exc) for exc in own] == [Busy]
    assert len(broke) == 1
    assert broke[0].startswith("ZeroDivisionError")
    assert "wrong" in broke[0]


@pytest.mark.parametrize(
    ("exc", "world"),
    [(Expected("No."), True), (Busy("No."), True), (OSError(28, "full"), True), (KeyError("x"), False)],
)
def test_what_is_the_worlds_and_what_is_ours(exc: Exception, world: bool) -> None:
    assert of_the_world(exc) is world


def test_a_commit_is_announced_and_names_the_step_to_undo(on_store: Tasks, settled: Settled) -> None:
    news: list[Any] = []
    on_store.bridge.committed.connect(news.append)
    assert on_store.bridge.undo_step is None
    on_store.do(add)
    settled(on_store)
    assert len(news) == 1
    assert [entity for entity, _key in news[0].touched] == ["organisations"]
    assert on_store.bridge.undo_step is not None
    assert on_store.bridge.undo_step.tx_id == news[0].tx_id
    on_store.do(lambda store: store.undo())
    settled(on_store)
    assert on_store.bridge.undo_step is None
    assert on_store.bridge.redo_step is not None


def test_work_without_a_database_runs_in_the_pool(tasks: Tasks, settled: Settled) -> None:
    answers: list[int] = []
    tasks.work(lambda a, b: a + b, 2, 3, then=answers.append)
    settled(tasks)
    assert answers == [5]


def test_a_store_that_cannot_be_opened_leaves_the_old_one(on_store: Tasks, settled: Settled) -> None:
    def fail() -> Any:
        raise Expected("No such folder.", "Choose another.")

    refused: list[Exception] = []
    on_store.open(fail, refused=refused.append)
    on_store.do(add)
    settled(on_store)
    assert len(refused) == 1
    assert on_store.bridge.undo_step is not None


def test_after_the_end_nothing_is_asked_any_more(tasks: Tasks) -> None:
    tasks.close()
    ticket = tasks.work(lambda: 1)
    assert not ticket.wanted
    assert tasks.idle


def test_a_job_that_never_ran_is_answered_to_nobody(tasks: Tasks, settled: Settled) -> None:
    hold, answered = threading.Event(), list[object]()
    for _both_threads in range(2):
        tasks.work(hold.wait, 10)
    dropped = tasks.work(frozenset, then=answered.append)
    assert dropped.future is not None
    assert dropped.future.cancel()  # as the end of the program does
    hold.set()
    settled(tasks)
    assert answered == []
