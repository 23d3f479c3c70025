"""The card of the database: which one is open, others to open, its copies, and putting one back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from db.ordering import fold
from ecd_desktop import paths
from ecd_desktop.language import _, format_date, format_number, ngettext
from ui.opening_files import show_folder
from ui.settings.copies import Copies, back_up, folder_of, read_copies
from ui.widgets.controls import Button, ComboBox, Icon, Label, Pill, rule
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from ecd_desktop.services.backups import Backup
    from ui.here import Here

SHOWN = 6  # copies
MARKS = {
    "verified": Mark("green", icon="circle-check"), "changed": Mark("amber", icon="alert-triangle"),
    "unknown": Mark("grey", icon="help"), "damaged": Mark("red", icon="circle-x"),
}  # fmt: skip


class DatabaseCard(QWidget):
    """Stands in the settings page's last card."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.name = Label("", "body-strong")
        self.where = Label("", "caption", "text2")
        self.recent = ComboBox()
        self.recent.setAccessibleName(_("Recent databases"))
        self.recent.activated.connect(self._open_recent)
        program = here.program
        self.open = Button(_("Open another…"), lambda: program and program.ask_open(), icon="folder-open")
        self.new = Button(_("New…"), lambda: program and program.ask_create(), icon="plus")
        self.connect = Button(_("Connect to a server…"), lambda: program and program.ask_connect(), icon="link")
        self.backup = Button(_("Back up now"), self._back_up, icon="copy-check")
        self.restore = Button(_("Restore from a file…"), self._choose_copy, icon="restore")
        self.folder = Button(_("Open folder"), self._show_folder, kind="link")
        self.copies = QGridLayout()
        self.restores: list[Button] = []
        self._lay_out()

    def words(self) -> str:
        """What the page's filter finds here."""
        said = (_("Database"), _("Recent databases"), _("Back up now"), _("Restore from a file…"),
                _("Connect to a server…"), self.name.whole())  # fmt: skip
        return fold(" ".join(said))

    def refresh(self) -> None:
        """Say again which database is open, which were, and which copies there are."""
        database = self.here.tasks.database
        if database is None:
            return
        path = database.path
        self.name.setText(path.name if path is not None else database.url.rpartition("/")[2].partition("?")[0])
        kind = _("Local database") if path is not None else _("Shared database")
        self.where.setText(f"{kind} · {path.parent if path is not None else database.url.rpartition('@')[2]}")
        self.restore.setEnabled(path is not None)
        self.restore.setToolTip("" if path is not None else _("A server's database is restored by its administrator."))
        self._fill_recent()
        read_copies(self.here, self._show_copies, self)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Icon("database", "accent_text", 20), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.name)
        words.addWidget(self.where)
        head.addLayout(words, 1)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        for button in (self.open, self.new, self.connect):
            ways.addWidget(button)
        ways.addStretch(1)
        recent = QHBoxLayout()
        recent.setSpacing(12)
        recent.addWidget(Label(_("Recent databases"), "body-medium"), 10)
        recent.addWidget(self.recent, 11)
        safe = QHBoxLayout()
        safe.setSpacing(8)
        safe.addWidget(self.backup)
        safe.addWidget(self.restore)
        safe.addStretch(1)
        safe.addWidget(self.folder)
        self.copies.setHorizontalSpacing(16)
        self.copies.setVerticalSpacing(4)
        self.copies.setColumnStretch(3, 1)
        rows.addWidget(rule())
        rows.addLayout(head)
        rows.addLayout(ways)
        rows.addWidget(rule())
        rows.addLayout(recent)
        rows.addWidget(rule())
        rows.addWidget(Label(_("Copies"), "body-strong"))
        self._none = Label("", "body", "text2", wrap=True)
        rows.addWidget(self._none)
        rows.addLayout(self.copies)
        rows.addLayout(safe)

    def _fill_recent(self) -> None:
        self.recent.clear()
        self.recent.addItem(_("Choose one…"), "")
        model: object = self.recent.model()
        for target in self.here.settings.recent_databases:
            missing = "://" not in target and not Path(target).exists()
            name = target.rpartition("@")[2] if "://" in target else Path(target).name
            self.recent.addItem(_("{name} (not found)").format(name=name) if missing else name, target)
            place = self.recent.count() - 1
            self.recent.setItemData(place, target, Qt.ItemDataRole.ToolTipRole)
            if missing:
                model.item(place).setEnabled(False)  # type: ignore[attr-defined]

    def _open_recent(self, _place: int) -> None:
        target = self.recent.currentData()
        self.recent.setCurrentIndex(0)
        if target and self.here.program is not None:
            self.here.program.open(target)

    def _show_copies(self, copies: Copies) -> None:
        while (item := self.copies.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.restores = []
        self._none.setVisible(not copies.found)
        self._none.setText(_("There is no copy yet. The first one takes a moment and needs nothing of you."))
        for line, copy in enumerate(copies.found[:SHOWN]):
            self._add_copy(line, copy)

    def _add_copy(self, line: int, copy: Backup) -> None:
        pill = Pill()
        pill.show_mark(_(copy.verification.label), MARKS.get(copy.verification.value))
        day = Label(format_date(copy.day), "body-medium")
        name = Label(copy.path.name, "body", "text2")
        megabytes = _("{n} MB").format(n=format_number(copy.size / 1e6, 1))
        rows = ngettext("{n} row", "{n} rows", copy.rows).format(n=format_number(copy.rows)) if copy.rows else ""
        size = Label(" · ".join(filter(None, (megabytes, rows))), "caption", "text2")
        for label in (day, size):
            label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        button = Button(_("Put back"), lambda: self._restore(copy.path), kind="link")
        button.setAccessibleName(_("Put back the copy {name}").format(name=copy.path.name))
        button.setToolTip(_("It becomes the database; the present one is kept beside it."))
        button.setEnabled(self.restore.isEnabled() and copy.verification.value != "damaged")
        self.restores.append(button)
        for column, widget in enumerate((day, pill, size, name, button)):
            self.copies.addWidget(widget, line, column, Qt.AlignmentFlag.AlignVCenter)

    def _back_up(self) -> None:
        self.backup.setEnabled(False)

        def then() -> None:
            self.backup.setEnabled(True)
            self.refresh()

        back_up(self.here, then)

    def _choose_copy(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Restore from a file"), str(folder_of(self.here.settings)), _("Databases (*.db);;All files (*)")
        )
        if chosen:
            self._restore(Path(chosen))

    def _restore(self, copy: Path) -> None:
        if self.here.program is not None:
            self.here.program.restore(copy)

    def _show_folder(self) -> None:
        show_folder(paths.made(folder_of(self.here.settings)))
