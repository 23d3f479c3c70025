"""The pane beside a list: what is said of one of its lines, the one thing to do with it, and under a rule all of it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.language import _
from ui.widgets.controls import Button, Label, ToolButton, rule
from ui.widgets.surfaces import Scroll, Surface


class SidePane(Surface):
    """``words`` holds the heading over its small print; ``name`` says, for ears, what stands under the rule.

    ``button`` is the verb; pressing it is announced.
    """

    closed = Signal()  # back to the list
    wanted = Signal()  # the verb was pressed

    def __init__(self, name: str, button: Button, parent: QWidget | None = None) -> None:
        super().__init__((20, 16, 16, 0), 12, parent)
        self.heading = Label("", "subtitle", wrap=True)
        self.small = Label("", "caption", "text2", wrap=True)
        self.button = button
        button.clicked.connect(lambda _on=False: self.wanted.emit())
        self._close = ToolButton("x", _("Back to the list"), self.closed.emit)
        self._area = Scroll(read=True)
        self._area.setObjectName("surface")
        self._area.setAccessibleName(name)
        self.words = QVBoxLayout()
        self.words.setSpacing(4)
        self.words.addWidget(self.heading)
        self.words.addWidget(self.small)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(self.words, 1)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(head)
        self.rows.addWidget(rule())
        self.rows.addWidget(self._area, 1)

    def can_close(self, on: bool) -> None:
        """Whether it stands alone, so that there is a list to go back to."""
        self._close.setVisible(on)

    def offer(self, on: bool, why_not: str) -> None:
        """Show the verb; a reason why not greys it."""
        self.button.setVisible(on)
        self.button.setEnabled(not why_not)
        self.button.setToolTip(why_not)

    def fill(self, parts: Iterable[QWidget], *, above: int = 0) -> None:
        """Put these under the rule, in place of what was there, ``above`` pixels below it."""
        inside = Surface((0, above, 8, 20), 10)
        for part in parts:
            inside.rows.addWidget(part)
        inside.rows.addStretch(1)
        self._inside = inside
        self._area.setWidget(inside)

    def fill_on(self, parts: Iterable[QWidget], *, instead: QWidget) -> None:
        """Put more of them where ``instead`` stands at the end."""
        rows = self._inside.rows
        at = rows.indexOf(instead)
        instead.hide()
        instead.deleteLater()
        for place, part in enumerate(parts, start=at + 1):
            rows.insertWidget(place, part)
