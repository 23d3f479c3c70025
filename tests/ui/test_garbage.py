"""Rings of Python and Qt objects are collected on the GUI thread, whichever thread makes the garbage."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ui.garbage import Garbage


class Ring:
    """Holds itself, and says on which thread it went."""

    def __init__(self, gone: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: gone.append(threading.get_ident()))


@pytest.fixture
def garbage(qtbot: QtBot) -> Iterator[Garbage]:
    was_on = gc.isenabled()
    made = Garbage(None)
    yield made
    made.deleteLater()
    if was_on:
        gc.enable()


def test_what_another_thread_leaves_behind_goes_on_this_one(garbage: Garbage) -> None:
    gone: list[int] = []

    def work() -> None:
        for _turn in range(20_000):
            Ring(gone)

    assert not gc.isenabled()
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert gone == []
    garbage.look()
    assert len(gone) == 20_000
    assert set(gone) == {threading.get_ident()}


def test_neither_a_job_under_way_nor_a_person_at_work_is_held_up(
    garbage: Garbage, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[int] = []
    now = {"working": True, "resting": True}
    garbage.heed(working=lambda: now["working"], resting=lambda: now["resting"])
    monkeypatch.setattr(gc, "collect", walked.append)
    monkeypatch.setattr(gc, "get_count", lambda: (10**6, 10**3, 10**3))
    garbage.look()
    assert walked == []
    now["working"] = False
    garbage.look()
    now["resting"] = False
    garbage.look()
    assert walked == [2]  # so many young ones take a moment that would be felt
    monkeypatch.setattr(gc, "get_count", lambda: (30_000, 10**3, 10**3))
    garbage.look()
    assert walked == [2, 0]
    now["working"] = True
    monkeypatch.setattr(gc, "get_count", lambda: (10**7, 10**3, 10**3))
    garbage.look()
    assert walked == [2, 0, 0]
