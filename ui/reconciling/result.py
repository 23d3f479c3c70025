"""What applying did: how much was written, what stays open, and the receipt for each sender."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.language import _, ngettext
from ui.reconciling import words
from ui.reconciling.receipts import MAIL, PDF, WORKBOOK
from ui.widgets.controls import Button, Icon, Label, rule
from ui.widgets.surfaces import Scroll

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecd_desktop.review import Applied, File
    from ui.bridge import News
    from ui.here import Here

NAMED = 12  # codes that were given anew, listed


class ResultPane(Scroll):
    """A card: the sign, the sentence, a line with the receipts for each file, the ways on."""

    on = Signal()  # back to what waits
    receipt_wanted = Signal(object, str)  # File, the ending: .pdf, .xlsx, .eml

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.here = here
        self.applied: Applied | None = None
        self.files: tuple[File, ...] = ()
        self.heading = Label("", "title", wrap=True)
        self.small = Label("", "body", "text2", wrap=True)
        self.back = Button(_("Back to what waits"), self.on.emit, kind="link")
        self.undo_button = Button(_("Undo"), self.undo, icon="arrow-back-up")
        self._sign = Icon("circle-check", "green", 32)
        self._lines = QVBoxLayout()
        self._lay_out()
        here.bridge.committed.connect(self._heard)

    def focus(self) -> None:
        self.undo_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_applied(self, applied: Applied, files: Sequence[File], *, undone: bool = False) -> None:
        """Show what was done; ``files`` are those that were applied."""
        self.applied, self.files = applied, tuple(files)
        n = applied.written
        if undone:
            said = _("This was taken back. Everything is as it was before, and the files wait again.")
        elif n:
            said = ngettext("{n} change was written.", "{n} changes were written.", n).format(n=n)
        else:
            said = _("Nothing had to be written; what the files said is settled.")
        self.heading.setText(said)
        self._sign.show_icon("arrow-back-up" if undone else "circle-check", "text2" if undone else "green")
        self.small.setText("" if undone else _more(applied))
        self.small.setVisible(bool(self.small.whole()))
        self.undo_button.setVisible(applied.tx_id is not None and not undone)
        self._show_files(() if undone else files)

    def undo(self) -> None:
        """Take all of it back, where nothing changed since."""
        from ecd_desktop.services import history

        if self.applied is not None and self.applied.tx_id is not None:
            self.here.do(history.undo_tx, self.applied.tx_id, then=lambda told: self.here.notice(told.sentence),
                         owner=self, say=False)  # fmt: skip

    # --- inside -------------------------------------------------------------------------------------------------------

    def _heard(self, news: News) -> None:
        """It may have been taken back from elsewhere, or brought again: by Ctrl+Z, the notice, the history."""
        applied = self.applied
        if applied is None or applied.tx_id is None or news.kind not in ("undo", "redo"):
            return

        def job(session: Any) -> bool:
            from db import exchange_log

            return applied.tx_id in exchange_log.undone_transactions(session)

        def answer(undone: bool) -> None:
            if self.applied is applied:
                self.show_applied(applied, self.files, undone=undone)

        self.here.read(job, answer, owner=self)

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(860)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(28, 24, 28, 22)
        rows.setSpacing(14)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        told = QVBoxLayout()
        told.setSpacing(6)
        told.addWidget(self.heading)
        told.addWidget(self.small)
        head.addLayout(told, 1)
        rows.addLayout(head)
        self._lines.setSpacing(8)
        rows.addLayout(self._lines)
        rows.addWidget(rule())
        feet = QHBoxLayout()
        feet.setSpacing(8)
        feet.addWidget(self.undo_button)
        feet.addStretch(1)
        feet.addWidget(self.back)
        rows.addLayout(feet)
        inside = QWidget()
        inside.setObjectName("inside")
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 100)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(2)
        self.setWidget(inside)

    def _show_files(self, files: Sequence[File]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if files:
            self._lines.addWidget(Label(_("Receipt for the sender"), "body-strong"))
        for file in files:
            self._lines.addWidget(rule())
            self._lines.addWidget(self._line(file))

    def _line(self, file: File) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(Label(words.whose(file), "body-medium"))
        told.addWidget(Label(file.name, "caption", "text2"))
        row.addLayout(told, 1)
        for said, form, icon in (
            (_("PDF…"), PDF, "file-text"), (_("Workbook…"), WORKBOOK, "file-spreadsheet"),
            (_("E-mail…"), MAIL, "mail"),
        ):  # fmt: skip
            button = Button(said, lambda file=file, form=form: self.receipt_wanted.emit(file, form), icon=icon)
            button.setAccessibleName(_("Receipt for {whose}: {form}").format(whose=words.whose(file), form=said))
            row.addWidget(button)
        return made


def _more(applied: Applied) -> str:
    """What stays open, what is asked again, which codes are other ones now."""
    parts = []
    if applied.left:
        parts.append(
            ngettext("{n} question stays open.", "{n} questions stay open.", applied.left).format(n=applied.left)
        )
    if applied.again:
        parts.append(
            ngettext("{n} is asked again, because the record changed here meanwhile.",
                     "{n} are asked again, because the records changed here meanwhile.",
                     applied.again).format(n=applied.again)
        )  # fmt: skip
    if applied.renumbered:
        pairs = ", ".join(f"{old} → {new}" for old, new in applied.renumbered[:NAMED])
        more = "…" if len(applied.renumbered) > NAMED else ""
        parts.append(_("New codes here: {pairs}{more}").format(pairs=pairs, more=more))
    return " ".join(parts)
