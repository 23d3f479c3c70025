"""The card that writes a department's workbook: for whom, until when, in which language, with which personal data."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from db.fields import Field
from db.kinds import DAY, LINK
from ecd_desktop import paths
from ecd_desktop.calendar import clock
from ecd_desktop.errors import sentence
from ecd_desktop.exchange import export
from ecd_desktop.language import N_, _, format_date, in_language, ngettext
from ui.opening_files import open_elsewhere, show_folder
from ui.opening_recent import remember_file
from ui.widgets.answers import Answers
from ui.widgets.bars import Bar
from ui.widgets.controls import Button, CheckBox, ComboBox, Label

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.exchange.export import Exported
    from ui.here import Here

UNIT = {"unit": Field(LINK, N_("Unit"), target="organisations")}
REPLY = {"reply_by": Field(DAY, N_("Wanted back by"))}
LANGUAGES = (("", N_("As the screen")), ("es", N_("Spanish")), ("en", N_("English")))


class ExportCard(QFrame):
    """One card; ``written`` when a workbook is on the disk."""

    written = Signal()

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.setObjectName("card")
        self.unit = Answers(here, UNIT)
        self.everyone = CheckBox(_("All units in one workbook"))
        self.reply = Answers(here, REPLY)
        self.language = ComboBox()
        for code, words in LANGUAGES:
            self.language.addItem(_(words), code)
        self.language.setAccessibleName(_("Language"))
        self.closed = CheckBox(_("Also what is verified, cancelled or transferred"))
        self.closed.setChecked(True)
        self.personal = CheckBox(_("Add telephones and e-mail addresses"))
        self.purpose = QLineEdit()
        self.purpose.setPlaceholderText(_("What are they needed for? It is kept in the log."))
        self.purpose.setAccessibleName(_("Purpose"))
        self.bar = Bar("red", "alert-circle")
        self.save = Button(_("Save the workbook…"), self.ask_where, kind="primary", icon="table-export")
        self._lay_out()
        self.everyone.toggled.connect(lambda on: self.unit.setEnabled(not on))
        self.personal.toggled.connect(self._personal)
        self.begin()

    def begin(self) -> None:
        """Offer five working days to answer."""
        day = self.here.calendar.add_working(self.here.today, export.DAYS_TO_ANSWER)
        self.reply.begin(reply_by=day)

    def choose(self, key: Key, name: str) -> None:
        """The unit that was selected elsewhere."""
        self.everyone.setChecked(False)
        self.unit.begin({key: name}, unit=key)

    def ask_where(self) -> None:
        """Let the person name the file, then write it."""
        unit, name = self._unit()
        if unit is None and not self.everyone.isChecked():
            self.bar.set_tone("red", "alert-circle")
            self.bar.say(_("Choose the unit the workbook is for."))
            self.unit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.personal.isChecked() and not self.purpose.text().strip():
            self.bar.set_tone("red", "alert-circle")
            self.bar.say(_("Say what the personal data is needed for; it is kept in the log."))
            self.purpose.setFocus()
            return
        with in_language(self.language.currentData() or None):
            offered = export.suggested_name(name.split(" – ")[0] if unit is not None else "", self.here.today)
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save the workbook"), str(paths.documents() / offered), _("Excel (*.xlsx)")
        )
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Write the workbook; what it hands out is logged so that it can be merged when it returns."""
        unit, _name = self._unit()
        here, calendar = self.here, self.here.calendar
        days = self.reply.values() or {}
        reply = days.get("reply_by")
        self.bar.say("")
        self.save.setEnabled(False)
        here.ask(
            export.export_action_items, unit=None if self.everyone.isChecked() else unit, path=path,
            clock=clock(here.today, calendar), calendar=calendar, language=self.language.currentData() or None,
            personal=self.purpose.text().strip() or None if self.personal.isChecked() else None,
            reply_by=reply if isinstance(reply, date) else None, closed=self.closed.isChecked(),
            then=self._done, refused=self._refused, owner=self, broke=lambda: self.save.setEnabled(True),
        )  # fmt: skip

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(14)
        rows.addWidget(Label(_("Workbook for a department"), "subtitle"))
        rows.addWidget(
            Label(_("Its commitments in a workbook with lists to choose from. The department writes in the tinted "
                    "columns; internal tasks and notes never leave."), "body", "text2", wrap=True)
        )  # fmt: skip
        rows.addWidget(self.bar)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(10)
        grid.addWidget(self.unit, 0, 0)
        grid.addWidget(self.reply, 0, 1)
        grid.addWidget(self.everyone, 1, 0)
        grid.addWidget(self.closed, 2, 0)
        language = QVBoxLayout()
        language.setSpacing(3)
        label = Label(_("Language"), "caption")
        label.setBuddy(self.language)
        language.addWidget(label)
        language.addWidget(self.language)
        language.addStretch(1)
        grid.addLayout(language, 1, 1, 2, 1)
        grid.addWidget(self.personal, 3, 0)
        grid.addWidget(self.purpose, 3, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.purpose.hide()
        rows.addLayout(grid)
        feet = QHBoxLayout()
        feet.addWidget(self.save)
        feet.addStretch(1)
        rows.addLayout(feet)

    def _unit(self) -> tuple[Any, str]:
        values = self.unit.values() or {}
        return values.get("unit"), self.unit.editors["unit"].said()

    def _personal(self, on: bool) -> None:
        self.purpose.setVisible(on)
        if on:
            self.purpose.setFocus()

    def _done(self, made: Exported) -> None:
        self.save.setEnabled(True)
        remember_file(self.here.settings, made.path)
        words = ngettext("{n} commitment in {name}.", "{n} commitments in {name}.", made.rows).format(
            n=made.rows, name=made.path.name
        )
        said = [words]
        if made.drafts:
            left = ngettext("{n} draft was left out.", "{n} drafts were left out.", made.drafts)
            said.append(left.format(n=made.drafts))
        if made.cut:
            cut = ngettext(
                "{n} text was too long for a cell and ends with a mark.",
                "{n} texts were too long for a cell and end with a mark.", made.cut,
            )  # fmt: skip
            said.append(cut.format(n=made.cut))
        days = self.reply.values() or {}
        if isinstance(days.get("reply_by"), date):
            said.append(_("It is wanted back by {day}.").format(day=format_date(days["reply_by"])))
        self.bar.set_tone("green", "circle-check")
        self.bar.say(
            " ".join(said), (_("Open it"), lambda: open_elsewhere(made.path)),
            (_("Open folder"), lambda: show_folder(made.path)),
        )  # fmt: skip
        self.here.notice(words, button=(_("Open folder"), lambda: show_folder(made.path)))
        self.written.emit()

    def _refused(self, exc: Exception) -> None:
        self.save.setEnabled(True)
        message, remedy = sentence(exc)
        self.bar.set_tone("red", "alert-circle")
        self.bar.say(f"{message}\n{remedy}" if remedy else message)
