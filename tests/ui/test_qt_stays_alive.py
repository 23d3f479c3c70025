"""Qt's binding on this Python: a combination that loses references to None dies after some hundred signals."""

import subprocess
import sys

PROGRAM = """
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rung = Signal(object, bool)

heard = 0
def hear(what, loud):
    global heard
    heard += 1

bell = Bell()
bell.rung.connect(hear)
for n in range(5000):
    bell.rung.emit(None, n % 2 == 0)
print(heard)
"""


def test_a_signal_emitted_five_thousand_times_is_heard_five_thousand_times() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "5000"), done.stderr
