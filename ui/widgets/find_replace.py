"""Find and replace in the texts of the selected rows or cells: each with its text before and after, then one change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from ecd_desktop.language import _, ngettext
from ecd_desktop.services import staging
from ecd_desktop.services.staging import Answers, Place, Staged
from ui.widgets.controls import CheckBox, Label
from ui.widgets.staged_preview import Job, StagedPreview

if TYPE_CHECKING:
    from ui.here import Here


class FindReplace(StagedPreview):
    """Looks while it is typed; where nothing is typed, nothing is looked for."""

    def __init__(self, here: Here, page: Any, places: Sequence[Place]) -> None:
        self._places = places
        self.find, self.by = QLineEdit(), QLineEdit()
        self.case = CheckBox(_("Match &case"))
        self.whole = CheckBox(_("Whole &words only"))
        answers = Answers()
        super().__init__(here, page, _("Find and replace in the selection"), staging.REPLACED, _nothing, Staged(),
                         answers)  # fmt: skip
        for line in (self.find, self.by):
            line.textEdited.connect(lambda _text: self._again.start())
        for box in (self.case, self.whole):
            box.toggled.connect(lambda _on: self.stage())
        self.find.setFocus()

    def head(self) -> QWidget:
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        for column, (words, line) in enumerate(((_("&Find"), self.find), (_("&Replace with"), self.by))):
            label = Label(words, "caption", "text2")
            label.setBuddy(line)
            line.setAccessibleName(words.replace("&", ""))
            grid.addWidget(label, 0, column)
            grid.addWidget(line, 1, column)
            grid.setColumnStretch(column, 1)
        boxes = QHBoxLayout()
        boxes.setSpacing(16)
        boxes.addWidget(self.case)
        boxes.addWidget(self.whole)
        boxes.addStretch(1)
        grid.addLayout(boxes, 2, 0, 1, 2)
        return held

    def job(self) -> Job:
        entity, places = self.entity, self._places
        find, by, case, whole = self.find.text(), self.by.text(), self.case.isChecked(), self.whole.isChecked()

        def job(store: Any, answers: Answers) -> Staged:
            found = staging.replacing(store, entity, places, find, by, case=case, whole=whole)
            return staging.stage(store, entity, found, answers)

        return job

    def show_staged(self, staged: Staged) -> None:
        super().show_staged(staged)
        nothing = _("This text does not stand in the selection.") if self.find.text() else _("Type what to look for.")
        self.lines.table.empty_text = nothing
        if not staged.lines:
            self.sum.setText("")

    def verb_words(self, n: int) -> str:
        return ngettext("Replace in {n} cell", "Replace in {n} cells", n).format(n=n) if n else _("Replace")


def _nothing(_store: Any, _answers: Answers) -> Staged:
    return Staged()
