"""The start: from the command to the first frame of the shell, and to a list with rows, against a minimal window.

Measured from outside, so that Python's own start and every import count. Both windows are painted to memory
(``offscreen``), and both children say when their first frame has been painted.
"""

import json
import shutil
import subprocess
import sys
import threading
import time

from tests.bench import portfolio
from tests.bench.measuring import ROOT, Aim, Bench, ChildFailed, Line, Series, environment

ITEMS = 20_000
AIM = Aim(2.5, "×")
SCREEN = {
    "name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
}  # fmt: skip
PATIENCE = 60  # seconds until a start counts as failed

WATCH = """
import json, os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication

def say(mark):
    spent = os.times()
    peak = 0
    if sys.platform == "linux":
        with open("/proc/self/status") as status:
            peak = int(status.read().partition("VmHWM:")[2].split()[0]) * 1024
    print(json.dumps([mark, spent.user + spent.system, peak]), flush=True)

class Watch(QObject):
    painting = painted = False

    def eventFilter(self, watched, event):
        if not self.painted:
            if event.type() == QEvent.Type.Paint:
                self.painting = self.painting or (watched.isWidgetType() and watched.window().isVisible())
            elif self.painting:
                self.painted = True
                say("frame")
                QApplication.instance().removeEventFilter(self)
        return False
"""

MINIMAL = """
from PySide6.QtWidgets import QLabel, QMainWindow
app = QApplication(["minimal"])
watch = Watch()
app.installEventFilter(watch)
window = QMainWindow()
window.setCentralWidget(QLabel("ECD Desktop"))
window.resize(1366, 768)
window.show()
QTimer.singleShot(300, app.quit)
app.exec()
"""

PROGRAM = """
from ui import application
application.has_display = lambda: True
set_up = application.application
watch = Watch()

def watched(*words, **more):
    app = set_up(*words, **more)
    app.installEventFilter(watch)
    clock = QTimer(app)
    clock.setInterval(5)
    clock.timeout.connect(lambda: look(app))
    clock.start()
    return app

def look(app):
    for window in app.topLevelWidgets():
        if hasattr(window, "tasks") and window.tasks.database is not None and window.here.place == "today":
            window.go("action_items")  # the next starts open on it
            return
    for view in app.allWidgets():
        if isinstance(view, QAbstractItemView) and view.isVisible() and view.model() is not None:
            model = view.model()
            if model.rowCount() >= 200 and any(model.index(0, n).data() for n in range(model.columnCount())):
                say("rows")
                app.closeAllWindows()
                app.quit()
                return

application.application = watched
from ecd_desktop.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def measure(bench: Bench) -> list[Line]:
    """Minimal and ours in turn; the first start of each only warms the disk's cache."""
    database = bench.folder / "start.db"
    shutil.copyfile(portfolio.database(bench.folder, ITEMS), database)
    screen = bench.folder / "screen.json"
    screen.write_text(json.dumps({"screens": [SCREEN]}), encoding="utf-8")
    surroundings = environment(bench.folder) | {"QT_QPA_PLATFORM": f"offscreen:configfile={screen}"}
    commands = {
        "floor": [sys.executable, "-P", "-c", WATCH + MINIMAL],
        "ours": [sys.executable, "-P", "-c", WATCH + PROGRAM, "--database", str(database)],
    }
    found: dict[tuple[str, str], Series] = {}
    for n in range(bench.rounds + 1):
        for name in commands if n % 2 else reversed(commands):
            for mark, (wall, cpu, peak) in launched(commands[name], surroundings).items():
                if n:
                    series = found.setdefault((name, mark), Series())
                    series.wall.append(wall)
                    series.cpu.append(cpu)
                    series.peak = max(series.peak, peak)
        bench.say(".")
    floor = found["floor", "frame"]
    lines = [Line("start", "first frame of the shell", found["ours", "frame"], floor, AIM)]
    lines.append(Line("start", f"list of {ITEMS} with rows", found["ours", "rows"], floor))
    return lines


def launched(command: list[str], surroundings: dict[str, str]) -> dict[str, tuple[float, float, int]]:
    """Start a program and note when its marks arrive: {mark: (wall seconds, processor seconds, peak bytes)}."""
    marks: dict[str, tuple[float, float, int]] = {}
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=surroundings, cwd=ROOT
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        deadline = threading.Timer(PATIENCE, child.kill)
        deadline.start()
        for line in child.stdout:
            arrived = time.perf_counter() - started
            if line.startswith("["):
                mark, cpu, peak = json.loads(line)
                marks[mark] = (arrived, cpu, peak)
        deadline.cancel()
        words = child.stderr.read()
    if child.returncode or "frame" not in marks:  # killed where its last mark did not come
        raise ChildFailed(f"the start ended with {child.returncode}, marks: {sorted(marks)}\n{words}")
    return marks
