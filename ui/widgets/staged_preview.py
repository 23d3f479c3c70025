"""Before many cells are written: how many are fine, each with what it says now and then, and what must be answered."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from db.records import fields_of, record_class
from ecd_desktop.errors import sentence
from ecd_desktop.language import _, ngettext
from ecd_desktop.services import staging
from ecd_desktop.services.cell_changes import Moved
from ecd_desktop.services.staging import Answers, Staged
from ui.widgets.bars import Bar
from ui.widgets.cell_edits import HELD_AT_MOST
from ui.widgets.controls import Button, Label
from ui.widgets.staged_lines import LinesView
from ui.widgets.staged_questions import StagedQuestions
from ui.working import said

if TYPE_CHECKING:
    from ui.here import Here

Job = Callable[[Any, Answers], Staged]
"""Given the store and what was answered: what would become of the cells, on the database thread."""
PAUSE = 250  # milliseconds without typing before it is looked at again
MANY = 300  # cells beyond which looking takes a moment
PATIENCE = 300  # milliseconds before it is said that something takes its time


class StagedPreview(QDialog):
    """Shows what is staged; every answer stages it again; applies what is fine, and stays open while that is refused.

    ``label``: what the change is called, of one cell and of several.  ``otherwise``: words and what they do instead.
    """

    def __init__(
        self, here: Here, page: Any, title: str, label: tuple[str, str], job: Job, staged: Staged, answers: Answers, *,
        otherwise: tuple[str, Callable[[], None]] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(page.window())
        self.here = here
        self.entity: str = page.entity
        self.answers = answers
        self.staged = staged
        self._page = page
        self._label = label
        self._job = job
        self.setWindowTitle(title)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sum = Label("", "body-strong", wrap=True)
        self.bar = Bar("red", "alert-circle")
        self.questions = StagedQuestions(answers, dict(fields_of(record_class(self.entity))))
        self.lines = LinesView(here, _("Cells"))
        self.busy = Label("", "body", "text2")
        self.verb = Button("", self.give, kind="primary")
        self.verb.setDefault(True)
        self._again = QTimer(self, singleShot=True, interval=PAUSE)
        self._again.timeout.connect(self.stage)
        self._patience = QTimer(self, interval=PATIENCE)
        self._patience.timeout.connect(self._say_busy)
        self._writing = False
        self._lay_out(title, otherwise)
        self.questions.answered.connect(lambda typing: self._again.start() if typing else self.stage())
        # the window's own keys do not reach a dialog
        QShortcut(QKeySequence("F1"), self).activated.connect(lambda: here.actions["help.here"].trigger())
        self.show_staged(staged)
        if asked := next(iter(self.questions.asked.values()), None):
            asked.setFocus()

    def stage(self) -> None:
        """Look again at what would become of the cells."""
        self._again.stop()
        self.verb.setEnabled(False)
        self.busy.setText(_("Looking at what would become of these cells…") if len(self.staged.lines) > MANY else "")
        job, answers = self.job(), deepcopy(self.answers)
        self.here.ask(lambda store: job(store, answers), then=self.show_staged, refused=self._refused, owner=self,
                      slot=f"staged/{id(self)}")  # fmt: skip

    def job(self) -> Job:
        """What stages the cells."""
        return self._job

    def show_staged(self, staged: Staged) -> None:
        """Show what would become of the cells."""
        self.staged = staged
        self.busy.setText("")
        self.sum.setText(staging.summary(staged))
        self.questions.ask(staged)
        self.lines.show_staged(staged)
        n = len(staged.fine)
        self.verb.setText(self.verb_words(n))
        self.verb.setEnabled(n > 0)

    def verb_words(self, n: int) -> str:
        """What the button says that writes ``n`` cells."""
        return ngettext("Apply {n} cell", "Apply {n} cells", n).format(n=n) if n else _("Apply")

    def give(self) -> None:
        """Write what is fine; what is being typed is looked at first."""
        if self._again.isActive():
            self.stage()
            return
        if self._writing or not self.staged.fine:
            return
        self.bar.say("")
        self._writing = True
        self.verb.setEnabled(False)
        self._patience.start()
        write(self.here, self._page, self.staged, self._label, deepcopy(self.answers), then=self._done,
              refused=self._refused, owner=self, broke=self._over)  # fmt: skip

    def reject(self) -> None:
        """Close; while it is being written, stop that, and stay open."""
        if self._writing and self.here.tasks.under_way:
            self.here.tasks.stop_changes()
            self._say_busy()
        else:
            super().reject()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self, title: str, otherwise: tuple[str, Callable[[], None]] | None) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(10)
        rows.addWidget(Label(title, "subtitle", wrap=True))
        if (head := self.head()) is not None:
            rows.addWidget(head)
        rows.addWidget(self.sum)
        rows.addWidget(self.bar)
        rows.addWidget(self.questions)
        rows.addWidget(self.lines, 1)
        feet = QHBoxLayout()
        feet.setSpacing(8)
        if otherwise is not None:
            words, run = otherwise
            other = Button(words, lambda: (self.reject(), run()), kind="link")
            other.setAutoDefault(False)
            feet.addWidget(other)
        feet.addWidget(self.busy, 1)
        cancel = Button(_("Cancel"), self.reject)
        cancel.setAutoDefault(False)
        feet.addWidget(cancel)
        feet.addWidget(self.verb)
        rows.addLayout(feet)
        self.resize(min(880, self.parentWidget().width() - 40), min(560, self.parentWidget().height() - 40))
        self.verb.setFocus()

    def head(self) -> QWidget | None:
        """What stands above the sum: the fields of a search."""
        return None

    def _done(self, _value: Any) -> None:
        self._over()
        self.accept()

    def _over(self) -> None:
        self._writing = False
        self._patience.stop()
        self.busy.setText("")
        self.verb.setEnabled(bool(self.staged.fine))

    def _say_busy(self) -> None:
        if under_way := self.here.tasks.under_way:
            self.busy.setText(said(under_way[0]))

    def _refused(self, exc: Exception) -> None:
        self._over()
        message, remedy = sentence(exc)
        self.bar.say(f"{message}\n{remedy}" if remedy else message)
        if isinstance(exc, Moved):
            self.stage()


def write(here: Here, page: Any, staged: Staged, label: tuple[str, str], answers: Answers, **more: Any) -> None:
    """Write what is fine as one change; the rows keep their places.  ``more`` goes to ``here.do``."""
    keys = {one.want.key for one in staged.fine}
    if len(keys) <= HELD_AT_MOST:
        page.model.held.update(keys)
    here.do(staging.write, page.entity, staged, label, answers, **more)
