"""Typing in minutes of 2,000 lines: what one key takes on the page, beside a bare text editor with the same text.

A key is sent and everything that comes of it at once is painted; the cards, the file and the names come later, in
their own turns, and are counted with the key in whose turn they come.
"""

import shutil
import statistics
import time
from pathlib import Path
from typing import Any

from tests.bench import portfolio
from tests.bench.measuring import Aim, Answer, Bench, Line

LINES, KEYS, OWED = 2_000, 240, 40
SAID = "el muro medianero puede no resistir el anclaje del toldo y hay que revisarlo "


def minutes_text() -> str:
    """Lines of minutes, one in eight of them tagged, and an answer about each old commitment."""
    lines = []
    for n in range(LINES):
        if n % 40 == 0:
            lines.append(f"## {n // 40 + 1}. Punto {n // 40 + 1}")
        elif n % 8 == 3:
            lines.append(f"COMPROMISO @EMAPE revisa el tramo {n} del ámbito para el 27/11/2026")
        elif n % 50 == 5 and n // 50 < OWED:
            lines.append(f"COM-2025-{n // 50 + 901} → 15/12/2027 falta la firma")
        elif n % 8 == 6:
            lines.append(f"ACUERDO Se aprueba la propuesta {n} con cargo a dar cuenta")
        else:
            lines.append(f"Intervención {n}: las vecinas recuerdan que la banca norte se usa de 10:00 a 12:00.")
    return "\n".join(lines)


def measure(bench: Bench) -> list[Line]:
    database = str(portfolio.database(bench.folder, 0))
    found = bench.compare(
        {"bare": ("typing_minutes:bare", {}), "page": ("typing_minutes:page", {"database": database})}
    )  # fmt: skip
    bare, page = found["bare"], found["page"]
    return [
        Line("typing", f"a key in {LINES} lines, median", page["median"], bare["median"]),
        Line("typing", "  one key in twenty takes more than", page["p95"], bare["p95"], Aim(30, "ms")),
        Line("typing", "  the longest", page["longest"], bare["longest"]),
    ]


def bare() -> Answer:
    """A child: QPlainTextEdit and nothing else."""
    from PySide6.QtWidgets import QApplication, QPlainTextEdit

    app = QApplication([])
    editor = QPlainTextEdit(minutes_text())
    editor.resize(640, 640)
    editor.show()
    return keys(app, editor)


def page(database: str) -> Answer:
    """A child: the page of the program's window."""
    from PySide6.QtWidgets import QApplication

    from ecd_desktop.services import taking_minutes
    from tests.bench.watching import Watched

    path = Path(database).with_name("typing.db")
    shutil.copyfile(database, path)
    watched = Watched(str(path))
    made: list[Any] = []

    def meeting(store: Any) -> Any:
        from ecd_desktop.calendar import today
        from ecd_desktop.services import meetings, records

        draft = records.new_draft("meetings", subject="Mesa técnica", held_on=today())
        meetings.save(store, draft)
        project = records.new_draft("projects", name="Parque ficticio")
        records.save(store, project)
        meetings.set_projects(store, draft.key, projects=[project.key])
        for n in range(OWED):
            old = records.new_draft("action_items", code=f"COM-2025-{n + 901}", description=f"Promesa antigua {n}",
                                    project_id=project.key, due_on=today())  # fmt: skip
            records.save(store, old)
        taking_minutes.write(store, draft.key, text=minutes_text(), base="")
        return draft.key

    watched.until(lambda: bool(made), lambda: watched.window.here.do(meeting, then=made.append, say=False))
    shown = watched.go("minutes")
    watched.until(lambda: shown.sheet is not None and bool(shown.minutes.spoken), lambda: shown.open_record(made[0]))
    watched._clock.stop()
    app = QApplication.instance()
    answer = keys(app, shown.editor)
    watched.window.tasks.close()
    return answer


def keys(app: Any, editor: Any) -> Answer:
    """Type in the middle, at the pace of a quick hand; what each key took until all was painted."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QTextCursor
    from PySide6.QtTest import QTest

    cursor = QTextCursor(editor.document().findBlockByNumber(LINES // 2 + 3))
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    editor.setTextCursor(cursor)
    editor.setFocus()
    app.processEvents()
    wall, cpu = [], []
    for n in range(KEYS):
        began, busy = time.perf_counter(), time.process_time()
        QTest.keyClick(editor, SAID[n % len(SAID)] if n % len(SAID) else Qt.Key.Key_Return)
        app.processEvents()
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - busy)
        time.sleep(0.02)
    wall, cpu = sorted(wall), sorted(cpu)
    at = int(len(wall) * 0.95)
    return {
        "median": (statistics.median(wall), statistics.median(cpu)), "p95": (wall[at], cpu[at]),
        "longest": (wall[-1], cpu[-1]),
    }  # fmt: skip
