"""Last step: what was written, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop import paths
from ecd_desktop.exchange.importing import Kind, Outcome
from ecd_desktop.language import N_, _, ngettext
from ui.importing.lines_table import OUTCOMES
from ui.widgets.controls import Button, Icon, Label, rule
from ui.widgets.marks import Mark
from ui.widgets.surfaces import Scroll

if TYPE_CHECKING:
    from pathlib import Path

    from ui.importing.job import ImportJob

HOMES = {Kind.ACTION_ITEMS: "action_items", Kind.PEOPLE: "people", Kind.PROJECTS: "projects"}
MADE = {
    "meetings": N_("Meetings"), "projects": N_("Projects"), "organisations": N_("Organisations"),
    "people": N_("People"), "places": N_("Places"), "posts": N_("Posts"),
}  # fmt: skip
NAMED = 6  # made records listed by name


class ResultStep(Scroll):
    """A card with the counts, what came along, and the ways on."""

    def __init__(self, job: ImportJob, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.job = job
        self.heading = Label("", "title", wrap=True)
        self.see = Button(_("See what came in"), self._see, kind="primary", icon="arrow-right")
        self.undo = Button(_("Undo the import"), job.undo, icon="arrow-back-up")
        self.refused = Button(_("Save refused rows…"), self._save, icon="table-export")
        self.again = Button(_("Import another workbook"), kind="link")
        self._counts = QHBoxLayout()
        self._made = QGridLayout()
        self._sign = Icon("circle-check", "green", 32)
        self._lay_out()

    def focus(self) -> None:
        (self.see if self.see.isVisible() else self.again).setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show the result, and whether it still stands."""
        result, undone = self.job.result, self.job.undone
        if result is None:
            return
        n = result.new + result.changed
        if undone:
            words = _("The import was taken back. Everything is as it was before.")
        elif result.tx_id is None or not n:
            words = _("Nothing had to be written: everything in the file was already so.")
        else:
            words = ngettext("{n} row of {name} was brought in.", "{n} rows of {name} were brought in.", n).format(
                n=n, name=result.name
            )
        self.heading.setText(words)
        self._sign.show_icon("arrow-back-up" if undone else "circle-check", "text2" if undone else "green")
        self.undo.setVisible(result.tx_id is not None and not undone)
        self.see.setVisible(not undone)
        self.refused.setVisible(result.refused > 0)
        self._show_counts()
        self._show_made()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(820)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(28, 24, 28, 24)
        rows.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.heading, 1)
        rows.addLayout(head)
        self._counts.setSpacing(24)
        rows.addLayout(self._counts)
        self._made.setHorizontalSpacing(16)
        self._made.setVerticalSpacing(8)
        self._made.setColumnStretch(1, 1)
        rows.addLayout(self._made)
        rows.addWidget(rule())
        feet = QHBoxLayout()
        feet.setSpacing(8)
        for button in (self.see, self.undo, self.refused):
            feet.addWidget(button)
        feet.addStretch(1)
        rows.addLayout(feet)
        inside = QWidget()
        inside.setObjectName("inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 100)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addSpacing(10)
        column.addWidget(self.again, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self.setWidget(inside)

    def _show_counts(self) -> None:
        _empty(self._counts)
        result = self.job.result
        if result is None:
            return
        for outcome in Outcome:
            _word, chip, mark = OUTCOMES[outcome]
            self._counts.addWidget(Count(result.count(outcome), _(chip), mark))
        self._counts.addStretch(1)

    def _show_made(self) -> None:
        _empty(self._made)
        result = self.job.result
        own = HOMES.get(Kind(result.kind)) if result is not None else None
        by_noun: dict[str, list[str]] = {}
        for made in result.created if result is not None else ():
            if made.entity != own and made.entity in MADE:
                by_noun.setdefault(made.entity, []).append(f"{made.code} {made.name}".strip())
        for line, (entity, names) in enumerate(by_noun.items()):
            left = len(names) - NAMED
            more = "" if left <= 0 else "; " + ngettext("{n} more", "{n} more", left).format(n=left)
            heading = _("{noun}: {n} new").format(noun=_(MADE[entity]), n=len(names))
            label = Label(heading, "body-medium")
            label.setSizePolicy(label.sizePolicy().Policy.Maximum, label.sizePolicy().Policy.Preferred)
            self._made.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            self._made.addWidget(Label("; ".join(names[:NAMED]) + more, "body", "text2", wrap=True), line, 1)

    def _see(self) -> None:
        result = self.job.result
        home = HOMES.get(Kind(result.kind)) if result is not None else None
        if home is not None:
            self.job.here.go(home)

    def _save(self) -> None:
        plan = self.job.plan
        if plan is None:
            return
        stem = plan.opened.path.stem
        offered = paths.documents() / paths.safe_file_name(_("{name} - refused rows.xlsx").format(name=stem))
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save refused rows"), str(offered), _("Excel (*.xlsx)"))
        if chosen:
            self.job.save_refused(self._with_ending(chosen))

    def _with_ending(self, chosen: str) -> Path:
        from pathlib import Path

        path = Path(chosen)
        return path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")


class Count(QWidget):
    """A figure over its word."""

    def __init__(self, number: int, words: str, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        figure = Label(str(number), "display", "text" if number else "text3")
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(Icon(mark.icon, mark.tone, 14))
        word = Label(words, "caption", "text2")
        for label in (figure, word):
            label.setSizePolicy(label.sizePolicy().Policy.Maximum, label.sizePolicy().Policy.Preferred)
        row.addWidget(word)
        row.addStretch(1)
        rows.addWidget(figure)
        rows.addLayout(row)


def _empty(layout: QHBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
