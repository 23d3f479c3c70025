"""Choices at the left, the document as it will be printed at the right; it is made again with every choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ecd_desktop import paths
from ecd_desktop.errors import sentence
from ecd_desktop.language import _
from ecd_desktop.services import issued_reports, issued_sheets
from ui.reports.beside import Beside
from ui.reports.making import Choices, Made, Maker
from ui.reports.panel import PROGRESS, Panel, code_and_name
from ui.reports.waiting import Waiting
from ui.widgets.bars import Bar
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import Page
from ui.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.listing import Ask
    from ui.bridge import News
    from ui.here import Here

PAUSE = 300  # milliseconds after the last choice
PANEL = 300
BESIDE = 270


def build(here: Here) -> ReportsPage:
    return ReportsPage(here)


class ReportsPage(Page):
    """Makes the document when it is shown, when a choice changes, and when the data does while it is looked at."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.panel = Panel(here)
        self.preview = PdfPreview(here)
        self.maker = Maker(here, self)
        self.beside = Beside(here)
        self.beside.hide()
        self.bar = Bar("red", "alert-circle")
        self.waiting = Waiting(self._cancel)
        self._stale = True
        self._holding = False  # an issued report is shown, not a preview
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(self.make)
        self._lay_out()
        self.panel.changed.connect(self._otherwise)
        self.maker.read.connect(self._read)
        self.maker.made.connect(self._made)
        self.beside.issue.connect(self.issue)
        self.beside.show_issued.connect(self.show_issued)
        self.maker.refused.connect(self._refused)
        self.maker.begun.connect(self._begun)
        self.maker.busy.connect(self._busy)
        here.bridge.committed.connect(self._news)

    # --- what the shell and others ask --------------------------------------------------------------------------------

    def shown(self) -> None:
        if self._stale:
            self._soon.start()

    def focus(self) -> None:
        self.panel.document.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        self.make()

    def show_view(self, ask: Ask) -> None:
        """Print what a list of commitments shows."""
        self.panel.show_view(Choices().of_view(ask))

    def show_record(self, entity: str, key: Key, what: str = "", edition: int | None = None) -> None:
        """Print the sheet of a case, the matrix of a project or a unit, a document of a meeting.

        ``edition``: which version of its issued minutes; else the last one.
        """

        def answer(told: tuple[str, str]) -> None:
            self.panel.show_record(entity, key, *told, what, edition)

        self.here.read(lambda session: code_and_name(session, entity, key), answer, owner=self)

    def make(self) -> None:
        """Make the document that is chosen."""
        choices = self.panel.choices()
        self._holding = False
        self.bar.say("")
        self.beside.setVisible(choices is not None and choices.what in PROGRESS)
        if choices is None:
            self._right.setCurrentIndex(1)
            self.subtitle_is("")
            return
        self._stale = False
        self.maker.make(choices)

    def issue(self) -> None:
        """Issue what is previewed: it gets its code and is kept."""
        choices = self.panel.choices()
        if choices is None:
            return
        if choices.asked is None:
            self.here.do(
                issued_sheets.issue, choices.wanted(), settings=self.here.settings, language=choices.language,
                then=self._issued, owner=self,
            )  # fmt: skip
            return
        self.here.do(
            issued_reports.issue, choices.asked, settings=self.here.settings, known=choices.wanted().known,
            language=choices.language, then=self._issued, owner=self,
        )  # fmt: skip

    def show_issued(self, row: Any) -> None:
        """Show a report as it was issued, byte for byte."""

        def answer(data: bytes) -> None:
            name = paths.safe_file_name(f"{row.code} {row.title}.pdf")
            self._holding = True
            self._soon.stop()
            self.waiting.end()
            self.beside.load_issued()
            self._right.setCurrentIndex(0)
            self.preview.show_file(self.maker.kept(row.code, data), name)
            self.subtitle_is(f"{row.code} · {row.title}")
            self.bar.set_tone("blue", "file-text")
            self.bar.say(_("{code} as it was issued.").format(code=row.code),
                         (_("Compare with the database"), lambda: self._compare(row.code)),
                         (_("Back to the preview"), self.make))  # fmt: skip
            self.chosen.emit()

        self.here.ask(issued_reports.stored, row.code, then=answer, refused=self._refused, owner=self)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._right = QStackedWidget()
        self._right.addWidget(self.preview)
        self._right.addWidget(EmptyState("file-analytics", _("Choose at the left what the document is about.")))
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.waiting)
        column.addWidget(self.bar)
        column.addWidget(self._right, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.panel)
        self.split.addWidget(right)
        self.split.addWidget(self.beside)
        self.split.setStretchFactor(1, 1)
        self.panel.setMinimumWidth(240)
        self.beside.setMinimumWidth(210)
        self.split.setSizes([PANEL, 1000, BESIDE])
        self.rows.addWidget(self.split, 1)

    def _read(self, material: Any) -> None:
        if material.content is not None:
            self.beside.show_material(material)

    def _issued(self, made: Any) -> None:
        self._holding = True
        self.here.ask(issued_reports.called, made.code, then=self.show_issued, owner=self)

    def _compare(self, code: str) -> None:
        def answer(again: Any) -> None:
            same = _("{code}, made again from the database as it was known then, says the same (hash {hash}).")
            other = _("{code}, made again, says something else: hash {hash}.")
            self.bar.set_tone(*(("green", "check") if again.same else ("red", "alert-circle")))
            self.bar.say((same if again.same else other).format(code=code, hash=again.made[:12]),
                         (_("Back to the preview"), self.make))  # fmt: skip

        self.here.ask(issued_reports.rebuild, code, then=answer, refused=self._refused, owner=self)

    def _busy(self, on: bool) -> None:
        if on:
            self.subtitle_is(_("Making the document…"))
            self.waiting.begin(lambda: self.maker.pages)
        else:
            self.waiting.end()

    def _cancel(self) -> None:
        self.maker.cancel()
        self.subtitle_is("")
        self.bar.set_tone("amber", "alert-triangle")
        self.bar.say(_("The document was not made to its end."), (_("Make it"), self.make))

    def _begun(self, made: Made) -> None:
        """Somebody looks at the first page while the others are made."""
        self._right.setCurrentIndex(0)
        self.preview.show_file(made.path, made.name, whole=False)

    def _made(self, made: Made) -> None:
        self._right.setCurrentIndex(0)
        self.preview.show_file(made.path, made.name)
        self.subtitle_is(made.name.removesuffix(".pdf"))
        if made.warnings:
            self.bar.set_tone("amber", "alert-triangle")
            self.bar.say("\n".join(made.warnings))
        self.chosen.emit()

    def _refused(self, exc: Any) -> None:
        message, remedy = sentence(exc)
        self.bar.set_tone("red", "alert-circle")
        self.bar.say(f"{message}\n{remedy}" if remedy else message)
        self.subtitle_is("")

    def _otherwise(self) -> None:
        """What is under way was chosen before, and is not shown any more."""
        self.maker.cancel()
        self._soon.start()

    def _news(self, _news: News) -> None:
        self._stale = True
        if self.isVisible() and not self._holding:
            self._soon.start()
