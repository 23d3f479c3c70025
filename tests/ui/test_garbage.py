"""Rings of Python and Qt objects are collected on the GUI thread, whichever thread makes the garbage."""

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from ui.garbage import Garbage


class Ring:
    """Holds itself, and says on which thread it went."""

    def __init__(self, gone: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: gone.append(threading.get_ident()))


def test_what_another_thread_leaves_behind_goes_on_this_one(qtbot: QtBot) -> None:
    was_on = gc.isenabled()
    garbage = Garbage(None)
    gone: list[int] = []

    def work() -> None:
        for _turn in range(20_000):
            Ring(gone)

    try:
        assert not gc.isenabled()
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert gone == []
        garbage.look()
        assert len(gone) == 20_000
        assert set(gone) == {threading.get_ident()}
    finally:
        garbage.deleteLater()
        if was_on:
            gc.enable()
