"""The window stays awake: the longest time between two turns of its event loop while 5,000 rows are imported.

A matrix goes through the import's own page in the program's window, as a person takes it: read, compared, applied,
and listed afterwards, which builds the list's screen.  A clock ticks every five milliseconds; what lies between two
ticks is a wait that is felt.
"""

import shutil
import time
from pathlib import Path

from tests.bench import portfolio
from tests.bench.measuring import Aim, Answer, Bench, Line

ROWS = 5_000
AIM = Aim(100, "ms")
TICK = 5  # milliseconds
PATIENCE = 120  # seconds for one step


def measure(bench: Bench) -> list[Line]:
    """Each round is a fresh window on an empty database."""
    arguments = {
        "workbook": str(portfolio.workbook(bench.folder, ROWS)), "database": str(portfolio.database(bench.folder, 0))
    }  # fmt: skip
    found = bench.compare({"window": ("responding:window", arguments)}, rounds=min(bench.rounds, 3))["window"]
    lines = [Line("responding", f"longest wait, {ROWS} rows imported", found["longest"], None, AIM)]
    return lines + [Line("responding", f"  while they are {part}", found[part]) for part in found if part != "longest"]


def window(workbook: str, database: str) -> Answer:
    """A child: the import's steps, and the longest gap in each."""
    from collections.abc import Callable

    from PySide6.QtCore import QEventLoop, QTimer

    from ecd_desktop.identity import Person
    from ecd_desktop.settings import Settings
    from ui import application, wiring

    application.application(mode="light")
    path = Path(database).with_name("responding.db")
    shutil.copyfile(database, path)
    settings = Settings(path=path.with_suffix(".toml"))
    shown = wiring.made(settings)
    shown.resize(1366, 768)
    shown.show()
    wiring.begin(shown, settings, Person("Medición", "BANCO-1"), str(path))
    last, longest = [time.perf_counter()], [0.0]

    def beat() -> None:
        now = time.perf_counter()
        longest[0] = max(longest[0], now - last[0] - TICK / 1000)
        last[0] = now

    clock = QTimer(interval=TICK)
    clock.timeout.connect(beat)

    def until(true: Callable[[], bool]) -> float:
        """Turn the loop until it is so and nothing is under way; the longest gap meanwhile."""
        ends = time.monotonic() + PATIENCE
        last[0], longest[0], calm = time.perf_counter(), 0.0, 0
        while calm < 10:
            if time.monotonic() > ends:
                raise TimeoutError("a step of the import never ended")
            loop = QEventLoop()
            QTimer.singleShot(20, loop.quit)
            loop.exec()
            calm = calm + 1 if true() and shown.tasks.idle else 0
        return longest[0]

    until(lambda: shown.tasks.database is not None and shown.page() is not None)
    shown.go("importing")
    until(lambda: shown.place() == "importing")
    page = shown.page()
    clock.start()
    gaps = {}
    page.take_file(Path(workbook))
    gaps["read"] = until(lambda: page.job.plan is not None)
    page.go_on()
    until(lambda: True)
    page.go_on()
    gaps["compared"] = until(lambda: page.job.preview is not None)
    page.go_on()
    gaps["applied"] = until(lambda: page.steps.currentWidget() is page.result)
    shown.go("action_items")
    gaps["listed"] = until(lambda: shown.page().model.rowCount() > 0)
    shown.tasks.close()
    during = max(gaps[part] for part in ("read", "compared", "applied"))
    return {**{part: (gap, 0.0) for part, gap in gaps.items()}, "longest": (during, 0.0)}
