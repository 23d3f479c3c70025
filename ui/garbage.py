"""Python's cyclic garbage is collected on the GUI thread alone.

A window that was closed is a ring of Python and Qt objects.  Collected on another thread, its Qt half dies there, while
the GUI thread may hold the lock that Qt needs for it and wait for Python's: neither goes on.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

EVERY = 500  # milliseconds
MANY = 60_000  # young objects that are walked in ten milliseconds or so
TOO_MANY = 3_000_000  # young objects, beyond which even a job under way has to wait


class Garbage(QObject):
    """Takes over from the collector that runs wherever something is allocated, by the same thresholds.

    What a job has under way is young, and walking it would only hold both up.  To walk everything takes a quarter of a
    second, and what a job left behind a tenth, so that waits until nobody would notice.
    """

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        gc.disable()
        self._working: Callable[[], bool] = lambda: False
        self._resting: Callable[[], bool] = lambda: True
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    def heed(self, *, working: Callable[[], bool], resting: Callable[[], bool]) -> None:
        """Ask these whether a job is under way, and whether the person pauses."""
        self._working, self._resting = working, resting

    def look(self) -> None:
        """Collect the oldest generation that is due, while somebody works only the youngest."""
        counts = gc.get_count()
        due = [n for n, (count, most) in enumerate(zip(counts, gc.get_threshold(), strict=True)) if count > most]
        if not due or (self._working() and counts[0] < TOO_MANY):
            return
        if self._resting():
            gc.collect(due[-1])
        elif due[0] == 0 and not MANY < counts[0] < TOO_MANY:
            gc.collect(0)
