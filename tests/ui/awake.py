"""Whether the window turns while something is under way: told by order and count, never by a clock on the wall."""

import threading

from PySide6.QtCore import QTimer

PATIENCE = 90  # seconds until a window that does not turn at all is given up; a busy machine turns much sooner


class Heart(QTimer):
    """Beats in the window's thread; work elsewhere waits for a beat, which never comes where the window waits too."""

    def __init__(self) -> None:
        super().__init__(interval=1)
        self._window = threading.get_ident()
        self._beat = threading.Event()
        self._over = False
        self.waited = 0  # how often work waited for a beat, and had one
        self.timeout.connect(self._beat.set)
        self.start()

    def end(self) -> None:
        """Beat no more; work that is under way still, or begins later, does not wait."""
        self._over = True
        self._beat.set()
        self.stop()

    def beats(self) -> None:
        """Wait, in the midst of the work, until the window has turned; fails where that very thread does the work."""
        assert threading.get_ident() != self._window, "the window's own thread does the work"
        if self._over:
            return
        self._beat.clear()
        assert self._beat.wait(PATIENCE), "the window stands still while the work is under way"
        self.waited += 1
