"""The dialog of a verb that needs to know something: its fields, its verb as the button, refusals where they belong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.errors import sentence
from ecd_desktop.language import _
from ui.widgets.answers import Answers
from ui.widgets.bars import Bar
from ui.widgets.controls import Button, Label

if TYPE_CHECKING:
    from db.fields import Field, Key
    from ui.here import Here
    from ui.widgets.link_editor import Create

Job = Callable[[Any], Any]
"""A service with its arguments: given the store, on the database thread."""


class Question(QDialog):
    """Asks; stays open, with what was typed, while the world refuses."""

    def __init__(
        self, here: Here, title: str, verb: str, fields: Mapping[str, Field], job: Callable[[dict[str, Any]], Job], *,
        rows: Sequence[Sequence[str]] = (), lead: str = "", values: Mapping[str, Any] | None = None,
        names: Mapping[Key, str] | None = None, creates: Mapping[str, Create] | None = None, danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.here = here
        self._job = job
        self.setWindowTitle(title)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self.setMaximumWidth(560)
        self.answers = Answers(here, fields, rows, creates=creates)
        self.answers.begin(names, **dict(values or {}))
        self.bar = Bar("red", "alert-circle")
        self.verb = Button(verb, self.give, kind="danger" if danger else "primary")
        self.verb.setDefault(True)
        cancel = Button(_("Cancel"), self.reject)
        cancel.setAutoDefault(False)
        rows_ = QVBoxLayout(self)
        rows_.setContentsMargins(24, 20, 24, 20)
        rows_.setSpacing(12)
        rows_.addWidget(Label(title, "subtitle", wrap=True))
        if lead:
            rows_.addWidget(Label(lead, "body", "text2", wrap=True))
        rows_.addWidget(self.bar)
        rows_.addWidget(self.answers)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.verb)
        rows_.addSpacing(4)
        rows_.addLayout(buttons)
        (self.answers if fields else self.verb).setFocus()
        # the window's own keys do not reach a dialog
        QShortcut(QKeySequence("F1"), self).activated.connect(lambda: here.actions["help.here"].trigger())

    def give(self) -> None:
        """Do it, as far as the answers are complete."""
        values = self.answers.values()
        if values is None:
            return
        self.bar.say("")
        self.verb.setEnabled(False)
        self.here.do(self._job(values), then=lambda _value: self.accept(), refused=self._refused, owner=self,
                     broke=lambda: self.verb.setEnabled(True))  # fmt: skip

    def _refused(self, exc: Exception) -> None:
        self.verb.setEnabled(True)
        if self.answers.say(getattr(exc, "problems", ())):
            return
        message, remedy = sentence(exc)
        self.bar.say(f"{message}\n{remedy}" if remedy else message)


def ask(here: Here, title: str, verb: str, fields: Mapping[str, Field], job: Callable[[dict[str, Any]], Job],
        **more: Any) -> Question:  # fmt: skip
    """Open a Question over the page; modal to its window, without a loop of its own."""
    page = here.page
    made = Question(here, title, verb, fields, job, parent=page.window() if page is not None else None, **more)
    made.open()
    return made
