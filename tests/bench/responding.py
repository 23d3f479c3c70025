"""The window stays awake: the longest time between two turns of its event loop, at work with many records.

A matrix of 5,000 rows goes through the import's own page in the program's window, as a person takes it: read, compared,
applied, and listed afterwards, which builds the list's screen.  Beside 20,000 commitments a board and a calendar are
read again, a card is moved, and all of them are given another priority, which is taken back; 2,000 cells are pasted
into the list (500 rows of unit, due date, light and progress), shown, written and taken back.  A clock ticks every five
milliseconds; what lies between two ticks is a wait that is felt.
"""

from pathlib import Path
from typing import Any

from tests.bench import portfolio, visiting
from tests.bench.measuring import Aim, Answer, Bench, Line
from tests.bench.watching import Watched

ROWS = 5_000
ITEMS = 20_000
AIM = Aim(100, "ms")


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
    lines += [Line("responding", f"longest wait, {part} of {ITEMS}", found[part], None, AIM) for part in found]
    found = bench.compare({"cells": ("responding:cells", many)}, rounds=rounds)["cells"]
    lines += [Line("responding", f"longest wait, {part}", found[part], None, AIM) for part in found]
    return lines + visiting.measure(bench)


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
    reports = watched.go("reports")
    gaps["report made"] = watched.until(reports.preview.has_file)
    page = watched.go("action_items")
    watched.until(lambda: len(page.selected()) == ITEMS, page.table.selectAll)
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


def cells(database: str) -> Answer:
    """A child: cells pasted into the list, and the longest gap until they are shown, written and taken back."""
    from PySide6.QtGui import QGuiApplication

    from ecd_desktop.services import history
    from ui.pasting import paste
    from ui.widgets.cell_block import ROWS as WHOLE
    from ui.widgets.staged_preview import StagedPreview

    watched = Watched(database)
    page = watched.go("action_items")
    watched.until(lambda: page.model.rowCount() == ITEMS)
    table = page.table
    for name in ("unit", "due_on", "why", "progress"):
        table.want(name, True)
    table.selectionModel().setCurrentIndex(page.model.index(100, page.model.column_named("unit")), WHOLE)
    watched.until(lambda: True)
    lines = "".join(f"GDU\t{25 + n % 4}/12/2026\t\t{n % 90}%\n" for n in range(500))
    QGuiApplication.clipboard().setText(lines)
    shown: list[StagedPreview] = []

    def is_shown() -> bool:
        shown[:] = [one for one in watched.window.findChildren(StagedPreview) if one.isVisible()]
        return bool(shown)

    gaps = {"2000 cells pasted and shown": watched.until(is_shown, lambda: paste(page.here, "action_items"))}
    preview = shown[0]
    preview.answers.reasons["due_on"] = "Medición"
    gaps["  asked about again"] = watched.until(lambda: preview.verb.isEnabled(), preview.stage)
    gaps["  written"] = watched.until(lambda: not is_shown(), preview.give)
    done: list[Any] = []
    gaps["  taken back"] = watched.until(lambda: bool(done), lambda: page.here.do(history.undo, then=done.append))
    watched.window.tasks.close()
    return {part: (gap, 0.0) for part, gap in gaps.items()}
