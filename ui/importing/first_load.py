"""What a first load may take as settled: what was done with an earlier due date needs nobody to verify it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.fields import Field
from db.kinds import DAY, TEXT
from ecd_desktop.exchange.importing import Kind
from ecd_desktop.language import N_, _
from ui.widgets.answers import Answers
from ui.widgets.controls import CheckBox

if TYPE_CHECKING:
    from ecd_desktop.exchange.importing import Plan
    from ui.importing.job import ImportJob

FIELDS = {
    "before": Field(DAY, N_("With a due date before"), required=True),
    "reason": Field(TEXT, N_("Why they count as verified"), required=True, max=400),
}


class FirstLoad(QWidget):
    """Offered for commitments; off, what is done waits to be verified."""

    def __init__(self, job: ImportJob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.job = job
        self.switch = CheckBox(_("First load: take what was done long ago as verified"))
        self.answers = Answers(job.here, FIELDS, rows=(("before", "reason"),))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addWidget(self.switch)
        rows.addWidget(self.answers)
        self.answers.hide()
        job.opened_file.connect(self._begin)
        self.switch.toggled.connect(self._toggled)
        for editor in self.answers.editors.values():
            editor.left.connect(self._given)

    def show_plan(self, plan: Plan) -> None:
        self.setVisible(plan.kind is Kind.ACTION_ITEMS)

    def complete(self) -> bool:
        """Whether nothing is left to say: what is switched on has its day and its reason."""
        return self.isHidden() or not self.switch.isChecked() or self.answers.values() is not None

    def _begin(self) -> None:
        """Another file: what was said holds for one."""
        self.switch.blockSignals(True)
        self.switch.setChecked(False)
        self.switch.blockSignals(False)
        self.answers.hide()

    def _toggled(self, on: bool) -> None:
        self.answers.setVisible(on)
        if on:
            self.answers.begin(before=self.job.plan.cutoff.day if self.job.plan is not None else None)
            self.answers.editors["before"].setFocus()
        else:
            self.job.choose(accept_done_before=None, accept_reason="")

    def _given(self) -> None:
        if self.switch.isChecked() and self.answers.touched and (told := self.answers.values()) is not None:
            self.job.choose(accept_done_before=told["before"], accept_reason=told["reason"])
