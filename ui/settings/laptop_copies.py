"""Copies that go along on a laptop: which are out and with whom, taking one, bringing one home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from db.ordering import fold
from ecd_desktop.calendar import LIMA
from ecd_desktop.language import _, format_moment, format_number, ngettext, relative_day
from ui import tokens
from ui.copying import copies
from ui.homecoming import ask_bring
from ui.opening_files import show_folder
from ui.widgets.bars import Bar
from ui.widgets.controls import Button, Label, Pill, rule
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.exchange_log import Sent
    from ecd_desktop.services.laptop_copies import Taken
    from ui.here import Here

SHOWN = 8  # copies
MARKS = {
    "out": Mark("amber", icon="hourglass"), "back": Mark("green", icon="check"), "withdrawn": Mark("grey", icon="x"),
}  # fmt: skip


class LaptopCopiesCard(QWidget):
    """Stands under the backups in the settings page."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.take = Button(_("Take a copy along…"), lambda: ask_take(here, self.window()), icon="device-laptop")
        self.bring = Button(_("Bring a copy home…"), lambda: ask_bring(here, self.window()), icon="home")
        self.withdrawals: list[Button] = []
        self._lines = QGridLayout()
        self._about = Label("", "body", "text2", wrap=True)
        self._lay_out()
        copies.changed.connect(self.refresh)

    def words(self) -> str:
        """What the page's filter finds here."""
        return fold(" ".join((_("Copies on laptops"), self.take.text(), self.bring.text())))

    def refresh(self) -> None:
        """List the copies again."""
        if self.here.tasks.database is None:
            return
        why = self.here.read_only or self.here.laptop_copy
        for button in (self.take, self.bring):
            button.setEnabled(not why)
            button.setToolTip(why)
        if self.here.laptop_copy:
            self._show([])
            return

        def read(session: Any) -> list[Sent]:
            from ecd_desktop.services import laptop_copies

            return laptop_copies.listed(session)[:SHOWN]

        self.here.read(read, self._show, owner=self, slot="laptop copies")

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(2)
        self._lines.setColumnStretch(2, 1)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        ways.addWidget(self.take)
        ways.addWidget(self.bring)
        ways.addStretch(1)
        rows.addWidget(rule())
        rows.addWidget(Label(_("Copies on laptops"), "body-strong"))
        rows.addWidget(self._about)
        rows.addLayout(self._lines)
        rows.addLayout(ways)

    def _show(self, found: list[Sent]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for line in range(self._lines.rowCount()):
            self._lines.setRowMinimumHeight(line, 0)
        self.withdrawals = []
        self._about.setText(
            self.here.laptop_copy
            or _("The whole database as one file, to be worked on elsewhere without a network. When it comes home, "
                 "what was changed there and here is brought together.")
        )  # fmt: skip
        for line, one in enumerate(found):
            self._add(line, one)

    def _add(self, line: int, one: Sent) -> None:
        from ecd_desktop.services import laptop_copies

        self._lines.setRowMinimumHeight(line, tokens.CONTROL)
        pill = Pill()
        pill.show_mark(laptop_copies.said(one), MARKS.get(one.state))
        whom = Label(one.recipient or "", "body-medium")
        day = relative_day(one.at.astimezone(LIMA).date())
        since = Label(f"{format_moment(one.at)} ({day}) · {one.name or ''}", "body", "text2")
        whom.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        for column, widget in enumerate((whom, pill, since)):
            self._lines.addWidget(widget, line, column, Qt.AlignmentFlag.AlignVCenter)
        if one.state == "out":
            button = Button(_("Do not wait for it"), lambda: self._withdraw(one), kind="link")
            button.setAccessibleName(_("Do not wait for the copy of {whom}").format(whom=one.recipient))
            button.setToolTip(_("It is read all the same where it comes home."))
            button.setEnabled(not self.here.read_only)
            self.withdrawals.append(button)
            self._lines.addWidget(button, line, 3, Qt.AlignmentFlag.AlignVCenter)

    def _withdraw(self, one: Sent) -> None:
        from ecd_desktop.services import laptop_copies

        self.here.ask(
            laptop_copies.withdraw, one.id, then=lambda _none: self.refresh(), refused=self.here.failed, owner=self
        )


def ask_take(here: Here, window: QWidget) -> None:
    """Ask with whom a copy goes and where it is written."""
    TakeDialog(here, window).open()


class TakeDialog(QDialog):
    """Nothing is written before its file is chosen."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.setWindowTitle(_("Take a copy along"))
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self.whom = QLineEdit()
        self.whom.setMaxLength(120)
        self.whom.setAccessibleName(_("Who takes it along"))
        label = Label(_("Who takes it along"), "body", "text2")
        label.setBuddy(self.whom)
        self.bar = Bar("red", "alert-circle")
        self.verb = Button(_("Choose where to write it…"), self.choose, kind="primary")
        self.verb.setDefault(True)
        cancel = Button(_("Cancel"), self.reject)
        cancel.setAutoDefault(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(12)
        rows.addWidget(Label(self.windowTitle(), "subtitle"))
        for words in (
            _("The whole database goes along as one file, on a stick or in a mail. It is worked on with this program "
              "and without a network; minutes are issued and workbooks are sent from here."),
            _("It holds everything, also personal data and internal notes: give it to nobody outside the office."),
        ):  # fmt: skip
            rows.addWidget(Label(words, "body", "text2", wrap=True))
        rows.addWidget(self.bar)
        rows.addWidget(label)
        rows.addWidget(self.whom)
        feet = QHBoxLayout()
        feet.setSpacing(8)
        feet.addStretch(1)
        feet.addWidget(cancel)
        feet.addWidget(self.verb)
        rows.addSpacing(4)
        rows.addLayout(feet)
        self.whom.setFocus()

    def choose(self) -> None:
        """Ask where, then write it."""
        whom = self.whom.text().strip()
        if not whom:
            self.bar.say(_("Say with whom it goes."))
            self.whom.setFocus()
            return
        self.bar.say("")
        database = self.here.tasks.database
        assert database is not None  # there is a window with settings around this
        from ecd_desktop import paths
        from ecd_desktop.services import backups, laptop_copies

        stem = backups.stem_at(database.path, database.url)
        folder = database.path.parent if database.path is not None else paths.data()
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Take a copy along"), str(laptop_copies.free_name(folder, stem, whom)), _("Databases (*.db)"),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if chosen:
            self.verb.setEnabled(False)
            self.here.ask(
                laptop_copies.take, Path(chosen), recipient=whom, then=self._taken, refused=self._refused, owner=self
            )

    def _taken(self, taken: Taken) -> None:
        words = ngettext(
            "A verified copy with {n} row is in {path}, to go with {whom}.",
            "A verified copy with {n} rows is in {path}, to go with {whom}.", taken.rows,
        ).format(n=format_number(taken.rows), path=taken.path.name, whom=taken.recipient)  # fmt: skip
        self.here.notice(words, button=(_("Open folder"), lambda: show_folder(taken.path)))
        copies.changed.emit()
        self.accept()

    def _refused(self, exc: Exception) -> None:
        from ecd_desktop.errors import sentence

        self.verb.setEnabled(True)
        self.bar.say("\n".join(filter(None, sentence(exc))))
