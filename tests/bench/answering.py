"""The palette in a window on 50,000 records: from the question (typing has paused) to the rows on the screen."""

import shutil
from pathlib import Path

from tests.bench import portfolio
from tests.bench.measuring import Aim, Answer, Bench, Line, stopwatch

ITEMS = 50_000
AIM = Aim(50, "ms")
TIMES = 7
TYPED = ("", "mu", "muro", "nino muro", "com-2026-0012", "4711", "nada de esto", "> tema")
FRESH = "zapatito"


def measure(bench: Bench) -> list[Line]:
    """Every round is a fresh window; the median of several answers to each text."""
    source = portfolio.database(bench.folder, ITEMS)
    found = bench.compare({"palette": ("answering:ask", {"database": str(source)})})["palette"]
    lines = [Line("palette", f"“{text}” typed", found[text], aim=AIM) for text in TYPED]
    return [*lines, Line("palette", "a record written just before", found[FRESH], aim=AIM)]


def ask(database: str) -> Answer:
    """One child: the program's window, the palette opened, every text asked in turn."""
    from PySide6.QtCore import QEventLoop, QTimer

    from db.records import Project
    from ecd_desktop.identity import Person
    from ecd_desktop.settings import Settings
    from ui import application, wiring

    path = Path(database).with_name("answering.db")
    shutil.copyfile(database, path)
    application.application(mode="light")
    settings = Settings(path=path.with_suffix(".toml"))
    window = wiring.made(settings)
    window.resize(1366, 768)
    window.show()
    program = wiring.program(window, settings, Person("Medición", "LAPTOP-1"))
    program.open(str(path), first="settings")

    def rest(milliseconds: int = 5) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    while window.tasks.database is None or window.page() is None or not window.tasks.idle:
        rest()
    palette = window.finder.palette
    palette.begin()
    while palette._awaited:
        rest()

    def answered(text: str) -> tuple[float, float]:
        palette.field.blockSignals(True)
        palette.field.setText(text)
        palette.field.blockSignals(False)
        palette._awaited = True
        with stopwatch() as taken:
            loop = QEventLoop()
            palette.list.found.modelReset.connect(loop.quit)
            palette._ask()
            if palette._awaited:
                loop.exec()
            palette.list.viewport().repaint()
            palette.list.found.modelReset.disconnect(loop.quit)
        while not window.tasks.idle:
            rest()
        return taken[0], taken[1]

    from tests.bench.measuring import middle

    answered("muro")  # the words of all records are read
    found: Answer = {text: middle([answered(text) for _ in range(TIMES)]) for text in TYPED}

    def write(store: object, name: str) -> bool:
        with store.change("Add") as work:  # type: ignore[attr-defined]
            work.add(Project(code=name.upper()[:20], name=f"Parque {FRESH} {name}"))
        return True

    fresh = []
    for n in range(TIMES):
        window.tasks.do(write, f"{n}")
        while not window.tasks.idle:
            rest()
        fresh.append(answered(FRESH))
        assert palette.list.found.rowCount() > 1
    found[FRESH] = middle(fresh)
    window.tasks.close()
    path.unlink()
    return found
