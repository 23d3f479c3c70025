"""What is shown when a database could not be opened: what happened, that nothing was lost, and the ways to go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.language import _
from ui.widgets.controls import Button, Icon, Label, rule
from ui.widgets.page import Page
from ui.widgets.surfaces import Scroll

Way = tuple[str, str, Callable[[], object]]
"""The verb of its button, a sentence beside it ("" for none), and what it does."""


class TroublePage(Page):
    """A card in the middle of the page: the sentence, then one line for each way on."""

    def __init__(self, message: str, remedy: str, ways: Sequence[Way], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message, self.remedy = message, remedy
        self.buttons: list[Button] = []
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(680)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(28, 24, 28, 24)
        rows.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Icon("alert-triangle", "amber", 24), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(Label(_("The database could not be opened"), "subtitle", wrap=True))
        words.addWidget(Label(message, "body", wrap=True))
        if remedy:
            words.addWidget(Label(remedy, "body", "text2", wrap=True))
        head.addLayout(words, 1)
        rows.addLayout(head)
        for number, (verb, sentence, run) in enumerate(ways):
            rows.addWidget(rule())
            rows.addLayout(self._way(verb, sentence, run, first=number == 0))
        widest = max((button.sizeHint().width() for button in self.buttons), default=0)
        for button in self.buttons:
            button.setMinimumWidth(widest)
        inside = QWidget()
        inside.setObjectName("inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 32, 32, 32)
        column.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 100)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(3)
        area = Scroll(inside, read=True)
        area.setAccessibleName(self.title())
        self.rows.addWidget(area)

    def title(self) -> str:
        return _("The database could not be opened")

    def focus(self) -> None:
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _way(self, verb: str, sentence: str, run: Callable[[], object], *, first: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(Label(sentence, "body", "text2", wrap=True), 1)
        button = Button(verb, run, kind="primary" if first else "")
        button.setAccessibleDescription(sentence)
        self.buttons.append(button)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row
