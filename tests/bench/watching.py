"""The program's window on a copy of a database, and a clock that tells how long it did not turn."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

TICK = 5  # milliseconds
LOOK = 20  # milliseconds between two looks at whether a step is over
PATIENCE = 120  # seconds for one step


class Watched:
    """The program's window on a copy of a database, and the clock that tells how long it did not turn."""

    def __init__(self, database: str) -> None:
        from PySide6.QtCore import QTimer

        from ecd_desktop.identity import Person
        from ecd_desktop.settings import Settings
        from ui import application, wiring

        app = application.application(mode="light")
        path = Path(database).with_name("responding.db")
        shutil.copyfile(database, path)
        settings = Settings(path=path.with_suffix(".toml"))
        self.window = wiring.made(settings)
        application.collector(app).heed(working=lambda: not self.window.tasks.idle, resting=lambda: False)  # as its run
        self.window.resize(1366, 768)
        self.window.show()
        wiring.begin(self.window, settings, Person("Medición", "BANCO-1"), str(path))
        self._last, self._longest = time.perf_counter(), 0.0
        self.taken = 0.0
        self._clock = QTimer(interval=TICK)
        self._clock.timeout.connect(self._beat)
        self._clock.start()
        self.until(lambda: self.window.tasks.database is not None and self.window.page() is not None)

    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last - TICK / 1000)
        self._last = now

    def until(
        self, true: Callable[[], bool], begin: Callable[[], object] | None = None, *, early: bool = False
    ) -> float:
        """Turn the loop until it is so and nothing is under way; the longest gap meanwhile, ``begin`` included.

        ``taken`` is then how long it was until everything was there, or ``early`` until it was so for the first time.
        """
        from PySide6.QtCore import QEventLoop, QTimer

        ends = time.monotonic() + PATIENCE
        began = self._last = time.perf_counter()
        self._longest, calm, shown = 0.0, 0, 0.0
        if begin is not None:
            begin()
        while calm < 10:
            if time.monotonic() > ends:
                raise TimeoutError(f"a step never ended at {self.window.place()}")
            loop = QEventLoop()
            QTimer.singleShot(LOOK, loop.quit)
            loop.exec()
            there = true()
            calm = calm + 1 if there and self.window.tasks.idle else 0
            if (calm == 1 and not early) or (there and early and not shown):
                shown = time.perf_counter() - began
        self.taken = shown
        return self._longest

    def go(self, place: str) -> Any:
        """The page of a place."""
        self.window.go(place)
        self.until(lambda: self.window.place() == place)
        return self.window.page()

    def settle(self) -> None:
        """Wait until the modules of the further places are imported, as they are while a person looks at the first."""
        import sys

        from ui import wiring

        self.until(lambda: all(name in sys.modules for name in wiring.LATER))
