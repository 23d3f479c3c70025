"""The copies in the settings page: the last ones, one more now, and the way to putting one back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from db.ordering import fold
from ecd_desktop.language import _, format_date, format_number, format_time, ngettext
from ui.copying import copies, plan_of
from ui.opening_files import show_folder
from ui.settings.copies import MARKS, back_up, reachable, read_copies
from ui.widgets.controls import Button, Label, Pill, rule

if TYPE_CHECKING:
    from ecd_desktop.services.safekeeping import Listed
    from ui.here import Here

SHOWN = 6  # copies


class CopiesCard(QWidget):
    """Stands under the settings about copies."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.backup = Button(_("Back up now"), self._back_up, icon="copy-check")
        self.restore = Button(_("Put a copy back…"), self.begin, icon="restore")
        self.folder = Button(_("Open folder"), self._show_folder, kind="link")
        self.restores: list[Button] = []
        self._lines = QGridLayout()
        self._lay_out()
        copies.changed.connect(self.refresh)

    def words(self) -> str:
        """What the page's filter finds here."""
        return fold(" ".join((_("Copies"), _("Back up now"), _("Put a copy back…"))))

    def refresh(self) -> None:
        """List the copies again."""
        database = self.here.tasks.database
        if database is None:
            return
        reason = self.here.read_only
        if database.path is None:
            reason = _("A server's database is restored by its administrator.")
        self.restore.setEnabled(not reason)
        self.restore.setToolTip(reason)
        self.backup.setEnabled(not self.here.read_only)
        self.backup.setToolTip(self.here.read_only)
        read_copies(self.here, self._show_copies, self)

    def begin(self, copy: Path | None = None) -> None:
        """Lead through putting a copy back; with one, from the second step."""
        from ui.settings.restoring import RestoreDialog

        if self.here.program is not None:
            RestoreDialog(self.here, copy, self.window()).open()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(4)
        self._lines.setColumnStretch(3, 1)
        self._none = Label(_("There is no copy yet. The first one takes a moment and needs nothing of you."),
                           "body", "text2", wrap=True)  # fmt: skip
        self._none.hide()
        safe = QHBoxLayout()
        safe.setSpacing(8)
        safe.addWidget(self.backup)
        safe.addWidget(self.restore)
        safe.addStretch(1)
        safe.addWidget(self.folder)
        rows.addWidget(rule())
        rows.addWidget(Label(_("Copies"), "body-strong"))
        rows.addWidget(self._none)
        rows.addLayout(self._lines)
        rows.addLayout(safe)

    def _show_copies(self, found: tuple[Listed, ...]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.restores = []
        self._none.setVisible(not found)
        for line, listed in enumerate(found[:SHOWN]):
            self._add_copy(line, listed)

    def _add_copy(self, line: int, listed: Listed) -> None:
        copy = listed.copy
        pill = Pill()
        pill.show_mark(_(copy.verification.label), MARKS.get(copy.verification.value))
        day = Label(when(listed), "body-medium")
        where = Label(f"{_(listed.where.label)} · {copy.path.name}", "body", "text2")
        size = Label(weight(listed), "caption", "text2")
        for label in (day, size):
            label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        button = Button(_("Put back…"), lambda: self.begin(copy.path), kind="link")
        button.setAccessibleName(_("Put back the copy {name}").format(name=copy.path.name))
        button.setToolTip(_("First it is shown what would change; the present one is kept beside it."))
        button.setEnabled(self.restore.isEnabled() and copy.verification.value != "damaged")
        self.restores.append(button)
        for column, widget in enumerate((day, pill, size, where, button)):
            self._lines.addWidget(widget, line, column, Qt.AlignmentFlag.AlignVCenter)

    def _back_up(self) -> None:
        self.backup.setEnabled(False)  # until the copies are listed again
        back_up(self.here)

    def _show_folder(self) -> None:
        self.here.tasks.work(reachable, plan_of(self.here.settings), then=show_folder, owner=self)


def when(listed: Listed) -> str:
    """The day and the time of a copy."""
    return f"{format_date(listed.copy.day)} {format_time(listed.at)}"


def weight(listed: Listed) -> str:
    """Its size, and its rows where they are known."""
    copy = listed.copy
    megabytes = _("{n} MB").format(n=format_number(copy.size / 1e6, 1))
    rows = ngettext("{n} row", "{n} rows", copy.rows).format(n=format_number(copy.rows)) if copy.rows else ""
    return " · ".join(filter(None, (megabytes, rows)))
