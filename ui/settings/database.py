"""The card of the database: which one is open, and others to open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db.ordering import fold
from ecd_desktop.language import _
from ui.opening_recent import RecentFile, missing_of
from ui.widgets.controls import Button, ComboBox, Icon, Label, rule

if TYPE_CHECKING:
    from ui.here import Here


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
        self.connecting = Button(_("Connect to a server…"), lambda: program and program.ask_connect(), icon="link")
        self._lay_out()

    def words(self) -> str:
        """What the page's filter finds here."""
        said = (_("Database"), _("Recent databases"), _("Connect to a server…"), self.name.whole())
        return fold(" ".join(said))

    def refresh(self) -> None:
        """Say again which database is open, and which were."""
        database = self.here.tasks.database
        if database is None:
            return
        path = database.path
        self.name.setText(path.name if path is not None else database.url.rpartition("/")[2].partition("?")[0])
        kind = _("Local database") if path is not None else _("Shared database")
        self.where.setText(f"{kind} · {path.parent if path is not None else database.url.rpartition('@')[2]}")
        targets = tuple(self.here.settings.recent_databases)
        self.here.tasks.work(missing_of, targets, then=self._fill_recent, slot="recent/settings")

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
        for button in (self.open, self.new, self.connecting):
            ways.addWidget(button)
        ways.addStretch(1)
        recent = QHBoxLayout()
        recent.setSpacing(20)
        recent.addWidget(Label(_("Recent databases"), "body-medium"), 10)
        recent.addWidget(self.recent, 11)
        rows.addWidget(rule())
        rows.addLayout(head)
        rows.addLayout(ways)
        rows.addWidget(rule())
        rows.addLayout(recent)

    def _fill_recent(self, missing: frozenset[str]) -> None:
        self.recent.clear()
        self.recent.addItem(_("Choose one…"), "")
        model: Any = self.recent.model()
        for place, target in enumerate(self.here.settings.recent_databases, start=1):
            one = RecentFile(target, True, target in missing)
            self.recent.addItem(one.said, target)
            self.recent.setItemData(place, one.tip, Qt.ItemDataRole.ToolTipRole)
            model.item(place).setEnabled(not one.missing)

    def _open_recent(self, _place: int) -> None:
        target = self.recent.currentData()
        self.recent.setCurrentIndex(0)
        if target and self.here.program is not None:
            self.here.program.open(target)
