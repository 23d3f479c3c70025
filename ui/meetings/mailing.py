"""To whom the papers of a meeting go by e-mail: everybody ticked, who has no address named, a folder asked for."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout

from db.records.interactions import Purpose
from ecd_desktop import mail_drafts, paths
from ecd_desktop.errors import sentence
from ecd_desktop.language import _, ngettext
from ecd_desktop.outgoing_text import addresses
from ui.opening_files import show_folder
from ui.widgets.bars import Bar
from ui.widgets.controls import Button, CheckBox, Label
from ui.widgets.tick_list import Tick, TickList

if TYPE_CHECKING:
    from ecd_desktop.mail_drafts import Drafts, Mailing, Sent
    from ui.here import Here

NAMED = 12  # of those without an address; the rest are counted


class MailDialog(QDialog):
    """Asks to whom; stays open, with what was ticked, while the world refuses."""

    def __init__(self, here: Here, mailing: Mailing) -> None:
        page = here.page
        super().__init__(page.window() if page is not None else None)
        self.here = here
        self.mailing = mailing
        minutes = mailing.purpose is Purpose.MINUTES
        title = _("Minutes by e-mail") if minutes else _("Invitation by e-mail")
        self.setWindowTitle(title)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(520)
        self._writing = False
        self.bar = Bar("red", "alert-circle")
        self.list = TickList(_("Recipients, with how many commitments each has"))
        self.list.show_values(
            (Tick(n, f"{one.name} <{', '.join(addresses(one.email))}>", len(one.items))
             for n, one in enumerate(mailing.reachable)), None,
        )  # fmt: skip
        self.list.changed.connect(self._counted)
        self.list.given.connect(self.ask_where)
        self.public = CheckBox(_("Public version, with personal data masked"))
        self.public.setVisible(minutes)
        self.verb = Button("", self.ask_where, kind="primary", icon="mail")
        self.verb.setDefault(True)
        cancel = Button(_("Cancel"), self.reject)
        cancel.setAutoDefault(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(12)
        rows.addWidget(Label(title, "subtitle", wrap=True))
        rows.addWidget(Label(mail_drafts.subject(mailing), "body", "text2", wrap=True))
        rows.addWidget(self.bar)
        if mailing.reachable:
            rows.addWidget(self.list)
            rows.addWidget(Label(_told(minutes), "caption", "text3", wrap=True))
        if minutes and mailing.reachable:
            rows.addWidget(self.public)
        if mailing.unreachable:
            rows.addWidget(Label(_without(mailing), "caption", "amber", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.verb)
        rows.addSpacing(4)
        rows.addLayout(buttons)
        self._counted()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        # the window's own keys do not reach a dialog
        QShortcut(QKeySequence("F1"), self).activated.connect(lambda: here.actions["help.here"].trigger())

    def ask_where(self) -> None:
        """Ask for the folder in which the drafts' own folder will stand, and write them."""
        if not self.verb.isEnabled():
            return
        chosen = QFileDialog.getExistingDirectory(self, _("Folder for the e-mails"), str(paths.documents()))
        if chosen:
            self.write(Path(chosen))

    def write(self, parent: Path) -> None:
        """Write the drafts in the pool, then say to whom they go."""
        folder = parent / mail_drafts.suggested_name(self.mailing)
        self.bar.say("")
        self.verb.setEnabled(False)
        self._writing = True
        if self.public.isChecked():
            self.here.ask(mail_drafts.collect, self.mailing.meeting.key, purpose=self.mailing.purpose, public=True,
                          then=partial(self._write, folder), refused=self._refused, owner=self,
                          broke=self._over)  # fmt: skip
        else:
            self._write(folder, self.mailing)

    def reject(self) -> None:
        """Not while it is written: nobody would name the folder or say to whom it goes."""
        if not self._writing:
            super().reject()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _write(self, folder: Path, mailing: Mailing) -> None:
        wanted = {(one.entity, one.key) for n, one in enumerate(self.mailing.reachable) if n in self.list.ticked()}
        chosen = [one for one in mailing.reachable if (one.entity, one.key) in wanted]
        self.here.tasks.work(
            mail_drafts.write, folder, mailing, chosen, self.here.settings, then=partial(self._written, mailing),
            refused=self._refused, owner=self, broke=self._over,
        )  # fmt: skip

    def _written(self, mailing: Mailing, drafts: Drafts) -> None:
        self.here.do(mail_drafts.register, mailing, drafts, then=self._registered, refused=self._refused,
                     owner=self, say=False, broke=self._over)  # fmt: skip

    def _registered(self, sent: Sent) -> None:
        n = sent.files
        said = ngettext(
            "{n} e-mail in {folder}, to be opened and sent.", "{n} e-mails in {folder}, to be opened and sent.", n
        ).format(n=n, folder=sent.folder.name)
        self.here.notice(said, undo=sent.tx_id, button=(_("Open folder"), lambda: show_folder(sent.folder)))
        self.accept()

    def _refused(self, exc: Exception) -> None:
        self._over()
        message, remedy = sentence(exc)
        self.bar.say(f"{message}\n{remedy}" if remedy else message)

    def _over(self) -> None:
        """Nothing was written: it can be tried again."""
        self._writing = False
        self._counted()

    def _counted(self) -> None:
        n = len(self.list.ticked()) if self.mailing.reachable else 0
        self.verb.setText(ngettext("Write {n} e-mail…", "Write {n} e-mails…", n).format(n=n))
        self.verb.setEnabled(n > 0 and not self._writing)


def _told(minutes: bool) -> str:
    if minutes:
        return _("Each gets a draft with the acta attached and only their own commitments of this meeting. The number "
                 "says how many they are. Nothing is sent before you open it and send it.")  # fmt: skip
    return _("Each gets a draft with the agenda and the invitation attached and only what is still open with them. The "
             "number says how much that is. Nothing is sent before you open it and send it.")  # fmt: skip


def _without(mailing: Mailing) -> str:
    names = [one.name for one in mailing.unreachable]
    said = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        more = len(names) - NAMED
        said = ngettext("{names} and {n} more", "{names} and {n} more", more).format(names=said, n=more)
    return _("No valid e-mail is known of: {names}.").format(names=said)
