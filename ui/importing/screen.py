"""The import as a page: its steps in a line above, one step below, and the ways on at the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from ecd_desktop.errors import sentence
from ecd_desktop.language import N_, _, ngettext
from ui import tokens
from ui.importing.columns_step import ColumnsStep
from ui.importing.file_step import FileStep
from ui.importing.job import ImportJob
from ui.importing.preview_step import PreviewStep
from ui.importing.result_step import ResultStep
from ui.importing.sheet_step import SheetStep
from ui.opening_recent import remember_file
from ui.widgets.bars import Bar
from ui.widgets.controls import Button, Label
from ui.widgets.page import Page
from ui.widgets.stepper import Stepper
from ui.widgets.surfaces import Toolbar

if TYPE_CHECKING:
    from ecd_desktop.exchange.importing import Opened
    from ui.here import Here

FILE, SHEET, COLUMNS, PREVIEW, RESULT = range(5)
ARRIVES = N_("Matrices, directories and portfolios, as others send them")
PATIENCE = 200  # milliseconds before it is said that something takes its time


def build(here: Here) -> ImportPage:
    return ImportPage(here)


class ImportPage(Page):
    """Leads through the steps; each shows the job, none knows another."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.job = ImportJob(here, self)
        self.step = FILE
        self._stale: set[int] = set()  # steps that do not show the plan yet
        names = (_("File"), _("Sheet"), _("Columns"), _("Preview"), _("Result"))
        self.stepper = Stepper(names)
        self.discard = Button(_("Discard"), lambda: self.begin_again(ask=False))
        self.back = Button(_("Back"), self.go_back)
        self.next = Button(_("Continue"), self.go_on, kind="primary")
        self.bar = Bar("red", "alert-circle")
        self.file = FileStep(here)
        self.sheet = SheetStep(self.job)
        self.columns = ColumnsStep(self.job)
        self.preview = PreviewStep(self.job)
        self.result = ResultStep(self.job)
        self._lay_out()
        self._connect()
        self.subtitle_is(_(ARRIVES))
        self._show(FILE)

    # --- what the shell and others ask --------------------------------------------------------------------------------

    def focus(self) -> None:
        [self.file, self.sheet, self.columns, self.preview, self.result][self.step].focus()

    def take_file(self, path: Path) -> None:
        """Read this file: it was dropped, chosen, or named elsewhere."""
        self._pasted = False
        self._say("")
        self._show(FILE)
        self.job.open(path)

    def take_rows(self, opened: Opened, kind: str) -> bool:
        """Preview rows from the clipboard; whether no other import was under way.

        Where something must be said first (which column is what, day or month) the columns are shown instead.
        """
        if self.step not in (FILE, RESULT):
            return False
        self._say("")
        self._show(FILE)
        self._pasted = True
        self.job.take(opened, kind)
        return True

    def begin_again(self, *, ask: bool = True) -> None:
        """Back to the first step; ``ask`` lets the person choose a file at once."""
        if ask and self.step not in (FILE, RESULT):
            return  # one is under way: what was decided is not thrown away
        self.job.forget()
        self._say("")
        self.subtitle_is(_(ARRIVES))
        self._show(FILE)
        if ask:
            self.file.choose()

    def why_not(self) -> str | None:
        """Why the next step cannot be taken, as a sentence; None where it can."""
        plan, preview = self.job.plan, self.job.preview
        if self._busy.isVisible():
            return _("It is still being read.")
        if self.step == FILE or plan is None:
            return _("Choose a file first.") if self.step == FILE else None
        if self.step == COLUMNS and not plan.ready:
            if plan.questions:
                return _("Answer the question about the dates first.")
            return _("A needed field has no column yet.")
        if self.step == PREVIEW:
            if preview is None:
                return _("It is still being compared.")
            if not preview.new + preview.changed:
                return _("There is nothing new or changed to apply.")
        return _("The import is done.") if self.step == RESULT else None

    def go_on(self) -> None:
        """The next step, or on the preview: apply."""
        if self.why_not() is not None or (self.step == COLUMNS and not self.columns.complete()):
            return
        if self.step == PREVIEW:
            self.job.apply()
        elif self.step == COLUMNS:
            self.job.look_ahead()
        else:
            self._show(self.step + 1)

    def go_back(self) -> None:
        if FILE < self.step < RESULT:
            self._show(self.step - 1)

    # --- inside -------------------------------------------------------------------------------------------------------

    _pasted = False  # what is being read came by the clipboard

    def _lay_out(self) -> None:
        bar = Toolbar(left=tokens.GUTTER - 4)
        bar.row.addWidget(self.stepper, 1)
        for button in (self.discard, self.back, self.next):
            bar.row.addWidget(button)
        self._busy = QWidget()
        busy = QHBoxLayout(self._busy)
        busy.setContentsMargins(tokens.GUTTER, 8, 16, 8)
        busy.setSpacing(12)
        self._doing = Label("", "body", "text2")
        running = QProgressBar()
        running.setRange(0, 0)
        running.setTextVisible(False)
        running.setFixedWidth(140)
        running.setAccessibleName(_("Under way"))
        busy.addWidget(running)
        busy.addWidget(self._doing, 1)
        busy.addWidget(Button(_("Cancel"), self._cancel, kind="link"))
        self._busy.hide()
        self._said = QVBoxLayout()
        self._said.addWidget(self.bar)
        self.steps = QStackedWidget()
        for step in (self.file, self.sheet, self.columns, self.preview, self.result):
            self.steps.addWidget(step)
        self.rows.addWidget(bar)
        self.rows.addWidget(self._busy)
        self.rows.addLayout(self._said)
        self.rows.addWidget(self.steps, 1)
        self._tell = QTimer(self, singleShot=True, interval=0)  # several answers at once are told once
        self._tell.timeout.connect(self.chosen)
        self._soon = QTimer(self, singleShot=True, interval=PATIENCE)
        self._soon.timeout.connect(lambda: self._busy.setVisible(bool(self._doing.whole())))

    def _connect(self) -> None:
        job = self.job
        self.file.chosen.connect(self.take_file)
        self.result.again.clicked.connect(lambda _on: self.begin_again(ask=False))
        self.stepper.wanted.connect(self._show)
        job.busy.connect(self._is_busy)
        job.refused.connect(self._refused)
        job.opened_file.connect(self._opened)
        job.planned.connect(self._planned)
        job.previewed.connect(self._previewed)
        job.applied.connect(self._applied)
        job.undone_changed.connect(self.result.refresh)

    def _show(self, step: int) -> None:
        """Show a step that the job is ready for."""
        if step == PREVIEW and self.job.preview is None:
            return
        self.step = step
        self._catch_up()
        self.steps.setCurrentIndex(step)
        self.stepper.show_step(step, over=step == RESULT)
        self.back.setVisible(SHEET <= step <= PREVIEW)
        self.discard.setVisible(SHEET <= step <= PREVIEW)
        self.next.setVisible(SHEET <= step <= PREVIEW)
        self._say_next()
        if self.isVisible():
            self.focus()

    def _catch_up(self) -> None:
        """The step that is looked at shows the plan; another one when it is gone to."""
        plan = self.job.plan
        if plan is None or self.step not in self._stale:
            return
        self._stale.discard(self.step)
        (self.sheet if self.step == SHEET else self.columns).show_plan(plan)

    def _say_next(self) -> None:
        reason = self.why_not()
        preview = self.job.preview
        if self.step == PREVIEW and preview is not None:
            n = preview.new + preview.changed
            words = ngettext("Apply {n} change", "Apply {n} changes", n).format(n=n) if n else _("Nothing to apply")
        else:
            words = _("Continue")
        self.next.setText(words)
        self.next.setAccessibleName(words)
        self.next.setEnabled(reason is None)
        self.next.setToolTip(reason or "")
        self._tell.start()

    def _is_busy(self, words: str) -> None:
        self._doing.setText(words)
        if words:
            self._say("")
            self._soon.start()
            self.next.setEnabled(False)
        else:
            self._soon.stop()
            self._busy.hide()
            self._say_next()

    def _cancel(self) -> None:
        self.job.cancel()
        if self.job.plan is None:
            self.begin_again(ask=False)

    def _refused(self, exc: Exception) -> None:
        message, remedy = sentence(exc)
        self._say(f"{message}\n{remedy}" if remedy else message)
        self._say_next()

    def _say(self, words: str) -> None:
        """A sentence over the step it concerns; "" takes it away, and its room."""
        if words:
            self.bar.say(words, (_("Close"), lambda: self._say("")))
            self._said.setContentsMargins(tokens.GUTTER, 12, 16, 0)
        else:
            self.bar.say("")
            self._said.setContentsMargins(0, 0, 0, 0)

    def _opened(self) -> None:
        plan = self.job.plan
        if plan is None:
            return
        self.subtitle_is(plan.opened.workbook.name)
        if self.job.path is not None:
            remember_file(self.here.settings, self.job.path)
        self.preview.forget()
        self._stale = {SHEET, COLUMNS}
        pasted, self._pasted = self._pasted, False
        self._show(COLUMNS if pasted else SHEET)
        if pasted and plan.ready and plan.opened.guess.score:
            self.job.look_ahead()

    def _planned(self) -> None:
        plan = self.job.plan
        if plan is not None:
            self._stale = {SHEET, COLUMNS}
            self._catch_up()
            self._say_next()

    def _previewed(self) -> None:
        if self.job.preview is not None:
            self.preview.show_result(self.job.preview)
            if self.step in (COLUMNS, PREVIEW):
                self._show(PREVIEW)

    def _applied(self) -> None:
        self.result.refresh()
        self._show(RESULT)
