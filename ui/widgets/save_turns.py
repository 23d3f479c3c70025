"""Saves in turn: one at a time for each record, so that nobody's second save clashes with his first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.fields import Key

Then = Callable[[], None]


class SaveTurns:
    """Which records are being saved, and what waits for that."""

    def __init__(self) -> None:
        self._waiting: dict[Key, list[Then]] = {}

    def __contains__(self, key: Key) -> bool:
        return key in self._waiting

    def begin(self, key: Key) -> None:
        """A save of this record is under way."""
        self._waiting[key] = []

    def wait(self, key: Key, then: Then) -> None:
        """Call ``then`` once the save of this record that is under way came to its end."""
        self._waiting[key].append(then)

    def end(self, key: Key, then: Then | None = None) -> None:
        """The save came to its end: ``then``, and those that waited go on, in their order."""
        if then is not None:
            then()
        for waiting in self._waiting.pop(key, []):
            waiting()

    def after_all(self, then: Then | None) -> None:
        """Call ``then`` once nothing is being saved: records that were left may still be on their way."""
        if then is None:
            return
        if self._waiting:
            next(iter(self._waiting.values())).append(lambda: self.after_all(then))
        else:
            then()
