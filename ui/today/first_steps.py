"""The first screen of an empty database: three ways to begin, each with what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.language import _
from ui.widgets.controls import Button, Icon, Label

if TYPE_CHECKING:
    from ui.here import Here

WIDEST = 1_000


class FirstSteps(QWidget):
    """Import, write, or look at the example."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        ways: tuple[tuple[str, str, str, str, Callable[[], object]], ...] = (
            ("table-import", _("Bring what you have"),
             _("The matrix of commitments, the portfolio, the directory: they are read, shown, and written only when "
               "you say so."), _("Import a workbook"), lambda: here.go("importing")),
            ("checkbox", _("Write the first commitment"),
             _("Who promised what, and until when. Its light and its place in the reports come by "
               "themselves."), _("New commitment"), lambda: here.new("action_items")),
            ("eye", _("Look at the example"),
             _("A fictitious portfolio around today, to try everything with. One undo takes it away again."),
             _("Load the example"), self._load),
        )  # fmt: skip
        self.buttons: list[Button] = []
        cards = QHBoxLayout()
        cards.setSpacing(14)
        for way in ways:
            cards.addWidget(self._card(*way), 1)
        held = QWidget()
        held.setMaximumWidth(WIDEST)
        rows = QVBoxLayout(held)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(Label(_("Nothing has been written down here yet"), "title"))
        words = _("From tomorrow this page says what needs you: what is overdue, what falls due, whom you meet.")
        rows.addWidget(Label(words, "body", "text2", wrap=True))
        rows.addSpacing(12)
        rows.addLayout(cards)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(held, 20)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.addStretch(2)
        whole.addLayout(row)
        whole.addStretch(3)

    def _card(self, icon: str, heading: str, words: str, button: str, run: Callable[[], object]) -> QFrame:
        made = QFrame()
        made.setObjectName("card")
        rows = QVBoxLayout(made)
        rows.setContentsMargins(20, 18, 20, 18)
        rows.setSpacing(8)
        rows.addWidget(Icon(icon, "accent_text", 24))
        rows.addWidget(Label(heading, "subtitle", wrap=True))
        text = Label(words, "body", "text2", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(text, 1)
        rows.addSpacing(4)
        pressed = Button(button, run)
        self.buttons.append(pressed)
        rows.addWidget(pressed, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _load(self) -> None:
        def load(store: Any) -> None:
            from ecd_desktop.services import example

            example.load(store)

        self.here.do(load, owner=self)
