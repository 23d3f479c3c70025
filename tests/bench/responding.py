"""The window stays awake: the longest time between two turns of its event loop, at work with many records.

A matrix of 5,000 rows goes through the import's own page in the program's window, as a person takes it: read, compared,
applied, and listed afterwards, which builds the list's screen.  Beside 20,000 commitments a board and a calendar are
read again, a card is moved, and all of them are given another priority, which is taken back.  A clock ticks every five
milliseconds; what lies between two ticks is a wait that is felt.
"""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import portfolio
from tests.bench.measuring import Aim, Answer, Bench, Line

ROWS = 5_000
ITEMS = 20_000
AIM = Aim(100, "ms")
TICK = 5  # milliseconds
PATIENCE = 120  # seconds for one step


def measure(bench: Bench) -> list[Line]:
    """Each round is a fresh window: on an empty database, and on one with many records."""
    rounds = min(bench.rounds, 3)
    arguments = {
        "workbook": str(portfolio.workbook(bench.folder, ROWS)), "database": str(portfolio.database(bench.folder, 0))
    }  # fmt: skip
    found = bench.compare({"window": ("responding:window", arguments)}, rounds=rounds)["window"]
    lines = [Line("responding", f"longest wait, {ROWS} rows imported", found["longest"], None, AIM)]
    lines += [Line("responding", f"  while they are {part}", found[part]) for part in found if part != "longest"]
    many = {"database": str(portfolio.database(bench.folder, ITEMS))}
    found = bench.compare({"views": ("responding:views", many)}, rounds=rounds)["views"]
    return lines + [Line("responding", f"longest wait, {part} of {ITEMS}", found[part], None, AIM) for part in found]


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
        self._clock = QTimer(interval=TICK)
        self._clock.timeout.connect(self._beat)
        self._clock.start()
        self.until(lambda: self.window.tasks.database is not None and self.window.page() is not None)

    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last - TICK / 1000)
        self._last = now

    def until(self, true: Callable[[], bool], begin: Callable[[], object] | None = None) -> float:
        """Turn the loop until it is so and nothing is under way; the longest gap meanwhile, ``begin`` included."""
        from PySide6.QtCore import QEventLoop, QTimer

        ends = time.monotonic() + PATIENCE
        self._last, self._longest, calm = time.perf_counter(), 0.0, 0
        if begin is not None:
            begin()
        while calm < 10:
            if time.monotonic() > ends:
                raise TimeoutError("a step never ended")
            loop = QEventLoop()
            QTimer.singleShot(20, loop.quit)
            loop.exec()
            calm = calm + 1 if true() and self.window.tasks.idle else 0
        return self._longest

    def go(self, place: str) -> Any:
        """The page of a place."""
        self.window.go(place)
        self.until(lambda: self.window.place() == place)
        return self.window.page()


def window(workbook: str, database: str) -> Answer:
    """A child: the import's steps, and the longest gap in each."""
    from ecd_desktop.services import history

    watched = Watched(database)
    page = watched.go("importing")
    gaps = {"read": watched.until(lambda: page.job.plan is not None, lambda: page.take_file(Path(workbook)))}
    watched.until(lambda: True, page.go_on)
    gaps["compared"] = watched.until(lambda: page.job.preview is not None, page.go_on)
    gaps["applied"] = watched.until(lambda: page.steps.currentWidget() is page.result, page.go_on)
    shown = watched.window
    gaps["listed"] = watched.until(
        lambda: shown.place() == "action_items" and shown.page().model.rowCount() > 0,  # type: ignore[union-attr]
        lambda: shown.go("action_items"),
    )
    done: list[Any] = []
    gaps["undone"] = watched.until(lambda: bool(done), lambda: shown.here.do(history.undo, then=done.append))
    shown.tasks.close()
    during = max(gaps[part] for part in ("read", "compared", "applied"))
    return {**{part: (gap, 0.0) for part, gap in gaps.items()}, "longest": (during, 0.0)}


def views(database: str) -> Answer:
    """A child: what is done with the list's views and with all of its records, and the longest gap in each."""
    from db.records.action_items import Priority, State
    from ecd_desktop.services import action_items, history

    watched = Watched(database)
    page = watched.go("action_items")
    watched.until(lambda: page.model.rowCount() == ITEMS)
    gaps = {"board shown": watched.until(lambda: bool(page.view.columns), lambda: page.show_view("board"))}
    board = page.view
    gaps["board by person"] = watched.until(lambda: True, lambda: board.part_by("person"))
    watched.until(lambda: True, lambda: board.part_by("state"))
    gaps["board read again"] = watched.until(lambda: True, board.refresh)
    pending = next(column for column in board.columns if column.column.value is State.PENDING)
    key, before = pending.list.cards.keys[0], pending.total
    gaps["card moved"] = watched.until(
        lambda: pending.total == before - 1, lambda: board.move_to([key], State.IN_PROGRESS)
    )
    watched.until(lambda: True, lambda: page.show_view("calendar"))
    gaps["calendar read again"] = watched.until(lambda: True, page.view.refresh)
    watched.until(lambda: True, lambda: page.show_view("table"))
    gaps["all selected"] = watched.until(lambda: len(page.selected()) == ITEMS, page.table.selectAll)
    done: list[Any] = []
    gaps["bulk change"] = watched.until(
        lambda: len(done) == 1,
        lambda: page.here.do(action_items.set_priority, page.selected(), priority=Priority.LOW, then=done.append),
    )
    gaps["bulk change undone"] = watched.until(
        lambda: len(done) == 2, lambda: page.here.do(history.undo, then=done.append)
    )
    watched.window.tasks.close()
    return {part: (gap, 0.0) for part, gap in gaps.items()}
