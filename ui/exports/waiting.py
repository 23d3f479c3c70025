"""How many files came back and wait to be gone through, over what was sent, with the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.inbox import count_waiting
from ecd_desktop.language import _, ngettext
from ui.widgets.bars import Bar

if TYPE_CHECKING:
    from ui.here import Here


class Waiting(QWidget):
    """Hidden where nothing waits."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.bar = Bar("violet", "inbox")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 0, 20, 0)
        rows.addWidget(self.bar)
        self.hide()

    def load(self) -> None:
        """Count again."""
        self.here.read(count_waiting, self._show, owner=self, slot="waiting")

    def _show(self, n: int) -> None:
        said = ngettext("{n} file came back and waits for you.", "{n} files came back and wait for you.", n)
        self.bar.say(said.format(n=n) if n else "", (_("Review"), lambda: self.here.go("reconciling")))
        self.setVisible(n > 0)
