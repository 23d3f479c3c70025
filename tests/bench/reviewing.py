"""Thirty files of fifty rows under review in the program's window: the longest time its event loop did not turn.

Every row says another progress, and of each file three are asked about, because the team wrote another one meanwhile.
"""

from typing import Any

from tests.bench import portfolio
from tests.bench.measuring import Aim, Answer, Bench, Line
from tests.bench.watching import Watched

FILES, EACH, ASKED = 30, 50, 3
ITEMS = 5_000
AIM = Aim(100, "ms")


def measure(bench: Bench) -> list[Line]:
    """Each round is a fresh window."""
    arguments = {"database": str(portfolio.database(bench.folder, ITEMS))}
    found = bench.compare({"window": ("reviewing:window", arguments)}, rounds=min(bench.rounds, 3))["window"]
    return [Line("reviewing", f"longest wait, {part} ({FILES} files × {EACH})", found[part], None, AIM)
            for part in found]  # fmt: skip


def window(database: str) -> Answer:
    """A child: what a person does with them, and the longest gap in each."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from ecd_desktop.review import OURS, Kind

    watched = Watched(database)
    shown, done = watched.window, list[Any]()
    watched.go("today")
    watched.settle()
    watched.until(lambda: bool(done), lambda: shown.here.do(came_back, then=done.append))

    def page() -> Any:
        return shown.page()

    def key(which: Qt.Key) -> None:
        QTest.keyClick(page().view, which)

    gaps = {"opened": watched.until(
        lambda: shown.place() == "reconciling" and len(page().job.files) == FILES, lambda: shown.go("reconciling")
    )}  # fmt: skip
    gaps["a question answered"] = watched.until(lambda: True, lambda: key(Qt.Key.Key_3))
    gaps["clean changes shown"] = watched.until(lambda: True, lambda: page()._choose_kind(Kind.CLEAN))
    gaps["one left out"] = watched.until(lambda: True, lambda: key(Qt.Key.Key_Space))
    gaps["all left out"] = watched.until(lambda: True, lambda: page().answer_alike(OURS))
    gaps["taken back"] = watched.until(lambda: True, lambda: page().take_back())
    gaps["one file shown"] = watched.until(lambda: True, lambda: page().next_file(1))
    gaps["all shown again"] = watched.until(lambda: True, lambda: page().next_file(-1))
    gaps["applied"] = watched.until(lambda: page().result.applied is not None, lambda: page().apply())
    shown.tasks.close()
    return {part: (gap, 0.0) for part, gap in gaps.items()}


def came_back(store: Any) -> bool:
    """The files, as if they had been read."""
    from db.exchange_log import WORKBOOK
    from db.queries.action_items import LISTING
    from db.queries.listing import Ask
    from db.records.action_items import State
    from ecd_desktop.calendar import Calendar, clock
    from ecd_desktop.parcels import About, Brought, Cell, Parcel
    from ecd_desktop.services import action_items, reconciling

    now = clock(portfolio.TODAY, Calendar())
    with store.reading() as session:
        found = [row for row in LISTING.all(session, Ask(clock=now, outside=True))
                 if row.state in (State.PENDING, State.IN_PROGRESS)][: FILES * EACH]  # fmt: skip
    assert len(found) == FILES * EACH, len(found)
    asked = []
    for n in range(FILES):
        rows = found[n * EACH : (n + 1) * EACH]
        asked += rows[:ASKED]
        values = {str(row.key): {"progress": row.progress} for row in rows}
        export = store.log_export(kind=WORKBOOK, recipient=f"UNI-{n}", name=f"UNI-{n}.xlsx",
                                  handed_out={"action_items": values}, spare=[])  # fmt: skip
        records = tuple(
            Brought("action_items", row.key, About.KNOWN, row.code, row.description, f"Compromisos!{m}",
                    {"progress": Cell((row.progress + 7) % 90, row.progress, f"Compromisos!F{m}")})
            for m, row in enumerate(rows, start=2)
        )  # fmt: skip
        reconciling.receive(store, Parcel(WORKBOOK, f"UNI-{n}.xlsx", f"{n:064}", export, f"UNI-{n}",
                                          portfolio.TODAY.isoformat(), EACH, records))  # fmt: skip
    action_items.report_progress(store, [row.key for row in asked], on=portfolio.TODAY, progress=93)
    return True
