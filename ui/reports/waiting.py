"""What is said while a document is made: how many pages there are, and that it need not be waited for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ecd_desktop.language import _, ngettext
from ui import tokens
from ui.widgets.controls import Button, Label

PATIENCE = 700  # milliseconds before it is said: most documents are there by then
EVERY = 200  # milliseconds


class Waiting(QWidget):
    """A strip with a moving bar, the number of pages so far, and Cancel."""

    def __init__(self, cancel: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: Callable[[], int] = int
        self.words = Label("", "body", "text2")
        self.button = Button(_("Cancel"), cancel, kind="link")
        running = QProgressBar()
        running.setRange(0, 0)
        running.setTextVisible(False)
        running.setFixedWidth(140)
        running.setAccessibleName(_("Under way"))
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.GUTTER, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(running)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.hide()
        self._late = QTimer(self, singleShot=True, interval=PATIENCE)
        self._late.timeout.connect(self._appear)
        self._tick = QTimer(self, interval=EVERY)
        self._tick.timeout.connect(self._say)

    def begin(self, pages: Callable[[], int]) -> None:
        """Something is under way; ``pages`` answers how far it is."""
        self._pages = pages
        if not self.isVisible():
            self._late.start()

    def end(self) -> None:
        self._late.stop()
        self._tick.stop()
        self.hide()

    def _appear(self) -> None:
        self._say()
        self._tick.start()
        self.show()

    def _say(self) -> None:
        n = self._pages()
        said = ngettext("Making the document: {n} page…", "Making the document: {n} pages…", n).format(n=n)
        self.words.setText(said if n else _("Making the document…"))
