"""The card that sends: departments to tick, until when, in which folder; it writes one after the other and can stop."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from db.fields import Field
from db.kinds import DAY
from db.queries import outgoing
from ecd_desktop import paths, sending
from ecd_desktop.calendar import clock
from ecd_desktop.errors import sentence
from ecd_desktop.exchange.export import DAYS_TO_ANSWER
from ecd_desktop.exchange.templates import TEMPLATES
from ecd_desktop.language import N_, _, in_language, ngettext
from ui import application
from ui.exports.departments import DepartmentList
from ui.exports.form import LANGUAGES
from ui.opening_files import show_folder
from ui.widgets.answers import Answers
from ui.widgets.bars import Bar
from ui.widgets.controls import Button, CheckBox, ComboBox, Label

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.outgoing import Department
    from ecd_desktop.sending import Made, Sending, Summary
    from ui.here import Here

REPLY = {"reply_by": Field(DAY, N_("Wanted back by"))}
NAMED = 6  # departments named in a warning; the rest are counted


class SendCard(QFrame):
    """``written`` when files are on the disk; a second press of the button, or Esc, stops after the present one."""

    written = Signal()
    told = Signal()  # the bar says something

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.setObjectName("card")
        self.noun = ComboBox()
        for entity, template in TEMPLATES.items():
            self.noun.addItem(_(template.sheet.title), entity)
        self.noun.setAccessibleName(_("What is sent"))
        self.noun.setMinimumWidth(150)
        self.list = DepartmentList(here)
        self.none = Label("", "body", "text2", wrap=True)
        self.reply = Answers(here, REPLY)
        self.language = ComboBox()
        for code, words in LANGUAGES:
            self.language.addItem(_(words), code)
        self.language.setAccessibleName(_("Language"))
        self.folder = QLineEdit()
        self.folder.setAccessibleName(_("Folder"))
        self.browse = Button(_("Choose…"), self._browse)
        self.closed = CheckBox(_("Also what is settled already"))
        self.personal = CheckBox(_("Add telephones and e-mail addresses"))
        self.purpose = QLineEdit()
        self.purpose.setPlaceholderText(_("What are they needed for? It is kept in the log."))
        self.purpose.setAccessibleName(_("Purpose"))
        self.bar = Bar("red", "alert-circle")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.doing = Label("", "caption", "text2")
        self.cancel = Button(_("Stop"), self.stop)
        self.verb = Button("", self.send, kind="primary", icon="send")
        self._sending: Sending | None = None
        self._made: list[Made] = []
        self._stopped = False
        self._busy = False
        self._warned: set[str] = set()
        self._only: set[Key] | None = None
        self._lay_out()
        self.noun.currentIndexChanged.connect(lambda _n: self._other_noun())
        self.list.changed.connect(self._counted)
        self.list.given.connect(self.send)
        self.personal.toggled.connect(self._personal)
        self.begin()

    @property
    def entity(self) -> str:
        """The noun that is sent."""
        return str(self.noun.currentData())

    def begin(self) -> None:
        """Offer five working days to answer, and a folder."""
        self.reply.begin(reply_by=self.here.calendar.add_working(self.here.today, DAYS_TO_ANSWER))
        self._offer_folder()

    def choose(self, entity: str, units: set[Key]) -> None:
        """Tick the departments of what was selected elsewhere, and no others."""
        self._only = units
        if entity != self.entity:
            self.noun.setCurrentIndex(self.noun.findData(entity))
        else:
            self.load()

    def load(self) -> None:
        """Read the departments again; what is ticked by hand stays so."""
        entity, now = self.entity, clock(self.here.today, self.here.calendar)
        self.here.read(lambda session: outgoing.departments(session, entity, now), self._show, owner=self,
                       slot="departments")  # fmt: skip

    # --- sending ------------------------------------------------------------------------------------------------------

    def send(self) -> None:
        """Write the workbooks and drafts of what is ticked."""
        chosen = self.list.chosen()
        if self._busy or not chosen:
            return
        days = self.reply.values()
        if days is None:
            return
        if self.personal.isChecked() and not self.purpose.text().strip():
            self._say("red", _("Say what the personal data is needed for; it is kept in the log."))
            self.purpose.setFocus()
            return
        if not self.folder.text().strip():
            self._say("red", _("Choose the folder for the files."))
            self.folder.setFocus()
            return
        again = [one for one in chosen if one.out and one.name not in self._warned]
        if again:
            self._warn(again)
            return
        self._begin(chosen, days.get("reply_by"))

    def stop(self) -> None:
        """Not another one after the present one."""
        self._stopped = True
        self.cancel.setEnabled(False)

    def _begin(self, chosen: list[Department], reply: Any) -> None:
        self._stopped = False
        self._set_busy(True)
        self.bar.say("")
        self.progress.setRange(0, 0)
        self.doing.setText(_("Reading…"))
        here, calendar = self.here, self.here.calendar
        here.ask(
            sending.collect, [one.key for one in chosen], clock=clock(here.today, calendar), calendar=calendar,
            template=TEMPLATES[self.entity], language=self.language.currentData() or None,
            personal=self.purpose.text().strip() or None if self.personal.isChecked() else None,
            reply_by=reply if isinstance(reply, date) else None, closed=self.closed.isChecked(),
            then=partial(self._collected, Path(self.folder.text().strip())), refused=self._refused, owner=self,
            broke=self._over,
        )  # fmt: skip

    def _collected(self, folder: Path, collected: Sending) -> None:
        self._sending, self._made = collected, []
        self.progress.setRange(0, len(collected.packages))
        self._next(folder)

    def _next(self, folder: Path) -> None:
        """One department more, unless it was stopped."""
        collected = self._sending
        if collected is None:
            return
        done = len(self._made)
        self.progress.setValue(done)
        if self._stopped or done == len(collected.packages):
            self._finish(sending.summary(collected, folder, self._made))
            return
        package = collected.packages[done]
        self.doing.setText(_("{n} of {all}: {unit}").format(n=done + 1, all=self.progress.maximum(),
                                                            unit=package.recipient))  # fmt: skip

        def written(made: Made) -> None:
            self._made.append(made)
            self._next(folder)

        def refused(exc: Exception) -> None:
            self._finish(sending.summary(collected, folder, self._made, exc))

        self.here.ask(sending.write_one, collected, package, folder, then=written, refused=refused, owner=self,
                      broke=self._over)  # fmt: skip

    def _finish(self, done: Summary) -> None:
        self._over()
        said = " ".join(sending.told(done))
        tone, icon = ("green", "circle-check")
        if done.failed is not None:
            message, remedy = sentence(done.failed)
            said, tone, icon = " ".join(part for part in (message, remedy, said) if part), "red", "alert-circle"
        elif done.left or not done.made:
            tone, icon = "amber", "alert-triangle"
        self.bar.set_tone(tone, icon)
        buttons = []
        if done.made:
            buttons = [(_("Open folder"), partial(show_folder, done.folder)),
                       (_("Withdraw"), partial(self._withdraw, done))]  # fmt: skip
            n = len(done.made)
            words = ngettext("{n} workbook in {folder}.", "{n} workbooks in {folder}.", n)
            self.here.notice(words.format(n=n, folder=done.folder.name), button=buttons[0])
        self.bar.say(said, *buttons)
        self.told.emit()
        self._only = {one.key for one in self.list.chosen() if one.name in done.left} if done.left else None
        self._warned.clear()
        self.list.touched = False  # what was ticked for this sending is sent
        self.load()
        self.written.emit()

    def _withdraw(self, done: Summary) -> None:
        def over(_none: object) -> None:
            self._say("amber", _("They are not awaited any more. The files stay where they are; do not send them."))
            self.load()
            self.written.emit()

        self.here.ask(sending.withdraw, [one.export_id for one in done.made], then=over, owner=self)

    def _warn(self, again: list[Department]) -> None:
        """Once: a second workbook does not make the first one void."""
        names = ", ".join(one.name for one in again[:NAMED]) + ("…" if len(again) > NAMED else "")
        n = len(again)
        said = ngettext(
            "{names} still has a workbook out. Both stay valid: what comes back of either is compared with what it "
            "held.",
            "{n} departments still have a workbook out: {names}. Both stay valid: what comes back of either is "
            "compared with what it held.",
            n,
        ).format(n=n, names=names)  # fmt: skip

        def all_the_same() -> None:
            self._warned |= {one.name for one in again}
            self.send()

        def leave_out() -> None:
            self.bar.say("")
            self.list.untick({one.name for one in again})
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

        self._say("amber", said, (_("Write them all the same"), all_the_same), (_("Leave these out"), leave_out))

    # --- inside -------------------------------------------------------------------------------------------------------

    def _show(self, found: list[Department]) -> None:
        if self._only is None and self.list.touched:
            known = {one.key for one in self.list.shown}
            ticked = set(self.list.ticked())
            only: set[Key] | None = {one.key for one in found if one.key in ticked or one.key not in known}
        else:
            only = self._only
        self._only = None
        self.list.show_departments(found, only)
        self.list.setVisible(bool(found))
        self.none.setVisible(not found)
        self.none.setText(_("No department has anything open of this kind."))
        self._counted()

    def _other_noun(self) -> None:
        self.list.touched = False
        self.bar.say("")
        self._offer_folder()
        self.load()

    def _offer_folder(self) -> None:
        kept = application.recall("exports/folder")
        parent = Path(str(kept)) if kept else paths.documents()
        with in_language(self.language.currentData() or None):
            name = sending.suggested_folder(self.here.today, TEMPLATES[self.entity])
        self.folder.setText(str(parent / name))
        self.folder.setCursorPosition(0)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder for the workbooks"), str(paths.documents()))
        if chosen:
            application.remember("exports/folder", chosen)
            self._offer_folder()

    def _counted(self) -> None:
        n = len(self.list.chosen())
        words = ngettext("Write {n} workbook", "Write {n} workbooks", n).format(n=n)
        self.verb.setText(words if n else _("Tick departments first"))
        self.verb.setEnabled(n > 0 and not self._busy)

    def _personal(self, on: bool) -> None:
        self.purpose.setVisible(on)
        if on:
            self.purpose.setFocus()

    def _say(self, tone: str, text: str, *buttons: Any) -> None:
        self.bar.set_tone(tone, "alert-circle" if tone == "red" else "alert-triangle")
        self.bar.say(text, *buttons)
        self.told.emit()

    def _refused(self, exc: Exception) -> None:
        self._over()
        message, remedy = sentence(exc)
        self._say("red", f"{message}\n{remedy}" if remedy else message)

    def _over(self) -> None:
        self._set_busy(False)

    def _set_busy(self, on: bool) -> None:
        self._busy = on
        within = self.window().focusWidget()
        held = within is not None and self.isAncestorOf(within)
        for part in (self.list, self.noun, self.folder, self.browse, self.language, self.reply):
            part.setEnabled(not on)
        for part in (self.progress, self.doing, self.cancel):
            part.setVisible(on)
        self.cancel.setEnabled(on)
        if not on:
            self._sending = None
        if held:  # what is switched off gives the keyboard away
            (self.cancel if on else self.list).setFocus(Qt.FocusReason.OtherFocusReason)
        self._counted()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(Label(_("Send to the departments"), "subtitle"), 1)
        head.addWidget(self.noun)
        rows.addLayout(head)
        rows.addWidget(
            Label(_("Each gets a workbook with only its own, and an e-mail draft that carries it. Internal tasks and "
                    "notes never leave. Nothing is sent before you open the draft and send it."), "body", "text2",
                  wrap=True)
        )  # fmt: skip
        rows.addWidget(self.bar)
        rows.addWidget(self.list)
        rows.addWidget(self.none)
        self.none.hide()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.addWidget(self.reply, 0, 0)
        language = QVBoxLayout()
        language.setSpacing(3)
        language.addWidget(_buddy(_("Language"), self.language))
        language.addWidget(self.language)
        language.addStretch(1)
        grid.addLayout(language, 0, 1)
        folder, line = QVBoxLayout(), QHBoxLayout()
        folder.setSpacing(3)
        folder.addWidget(_buddy(_("Folder"), self.folder))
        line.setSpacing(8)
        line.addWidget(self.folder, 1)
        line.addWidget(self.browse)
        folder.addLayout(line)
        grid.addLayout(folder, 1, 0, 1, 2)
        grid.addWidget(self.closed, 2, 0, 1, 2)
        grid.addWidget(self.personal, 3, 0, 1, 2)
        grid.addWidget(self.purpose, 4, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        rows.addLayout(grid)
        self.purpose.hide()
        feet = QHBoxLayout()
        feet.setSpacing(10)
        feet.addWidget(self.verb)
        feet.addWidget(self.cancel)
        feet.addWidget(self.doing)
        feet.addStretch(1)
        rows.addLayout(feet)
        rows.addWidget(self.progress)
        for part in (self.progress, self.doing, self.cancel):
            part.hide()


def _buddy(words: str, field: QWidget) -> Label:
    label = Label(words, "caption")
    label.setBuddy(field)
    return label
