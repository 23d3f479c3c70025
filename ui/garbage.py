"""Python's cyclic garbage is collected on the GUI thread alone.

A window that was closed is a ring of Python and Qt objects.  Collected on another thread, its Qt half dies there, while
the GUI thread may hold the lock that Qt needs for it and wait for Python's: neither goes on.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 500  # milliseconds


class Garbage(QObject):
    """Takes over from the collector that runs wherever something is allocated, by the same thresholds."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        gc.disable()
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY)
        self._clock.timeout.connect(self.look)
        self._clock.start()

    def look(self) -> None:
        """Collect the oldest generation that is due."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [n for n, (count, most) in enumerate(counts) if count > most]
        if due:
            gc.collect(due[-1])
