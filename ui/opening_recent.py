"""What was open, read or written lately: databases, workbooks, reports; what is gone is grey and says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from ecd_desktop.errors import Expected
from ecd_desktop.language import _
from ecd_desktop.settings import Settings
from ui import icons
from ui.opening_files import open_elsewhere

if TYPE_CHECKING:
    from ui.tasks import Tasks

DATABASES, FILES = 8, 10  # shown of each
ICONS = {".pdf": "file-text", ".xlsx": "file-spreadsheet", ".db": "database"}


@dataclass(frozen=True, slots=True)
class RecentFile:
    """One of them: a database (a path or a server's address), or a file that was written."""

    target: str
    database: bool
    missing: bool = False

    @property
    def name(self) -> str:
        return self.target.rpartition("@")[2] if "://" in self.target else Path(self.target).name

    @property
    def icon(self) -> str:
        return "database" if self.database else ICONS.get(Path(self.target).suffix.lower(), "file")

    @property
    def said(self) -> str:
        """Its name, and that it is not there any more."""
        return _("{name} (not found)").format(name=self.name) if self.missing else self.name

    @property
    def tip(self) -> str:
        """Where it is, or why it cannot be opened."""
        if self.missing:
            words = _("It is not at {path} any more: it was moved, renamed or deleted, or its disk is not connected.")
            return words.format(path=self.target)
        return self.target


def remember_file(settings: Settings, path: Path) -> None:
    """Put a file that was just read or written first among the recent ones; a full disk is said elsewhere."""
    try:
        settings.remember_file(str(path.absolute()))
    except Expected:
        return


class Recent(QObject):
    """Knows what is recent and whether it is still there; fills the menu.  Looks at disks in the pool only."""

    def __init__(self, window: QWidget, settings: Settings, tasks: Tasks, open_database: Callable[[str], None]) -> None:
        super().__init__(window)
        self._settings = settings
        self._tasks = tasks
        self._open_database = open_database
        self._missing: frozenset[str] = frozenset()
        self.menu = QMenu(window)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._about_to_show)

    def files(self) -> list[RecentFile]:
        """Databases first, then what was read or written, the latest first in each."""
        kept = self._settings
        databases = [RecentFile(one, True, one in self._missing) for one in kept.recent_databases[:DATABASES]]
        return databases + [RecentFile(one, False, one in self._missing) for one in kept.recent_files[:FILES]]

    def look(self, then: Callable[[], None] | None = None) -> None:
        """See which of them are still there."""
        targets = [one.target for one in self.files()]

        def answer(missing: frozenset[str]) -> None:
            self._missing = missing
            if then is not None:
                then()

        self._tasks.work(missing_of, targets, then=answer, owner=self, slot="recent")

    def open(self, one: RecentFile) -> None:
        if one.database:
            self._open_database(one.target)
        else:
            open_elsewhere(Path(one.target))

    def show_at(self, at: QPoint) -> None:
        """The menu by itself: how the palette opens it."""
        self.menu.popup(at)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _about_to_show(self) -> None:
        self._fill()
        self.look(self._tell)

    def _fill(self) -> None:
        self.menu.clear()
        files = self.files()
        last: bool | None = None
        for one in files:
            if last is not None and one.database != last:
                self.menu.addSeparator()
            last = one.database
            action = self.menu.addAction("", lambda one=one: self.open(one))
            action.setData(one.target)
            icons.dress(action, one.icon, "text2")
        if not files:
            self.menu.addAction(_("Nothing was opened or written yet.")).setEnabled(False)
        self._tell()

    def _tell(self) -> None:
        """Say of each whether it is there, also while the menu is open."""
        known = {one.target: one for one in self.files()}
        for action in self.menu.actions():
            if (one := known.get(str(action.data()))) is not None:
                action.setText(one.said.replace("&", "&&"))
                action.setToolTip(one.tip)
                action.setEnabled(not one.missing)


def missing_of(targets: Sequence[str]) -> frozenset[str]:
    """Those paths that lead to nothing now.  For the pool: a drive that is gone may take its time to say so."""
    return frozenset(one for one in targets if "://" not in one and not _there(one))


def _there(target: str) -> bool:
    try:
        return Path(target).exists()
    except OSError:
        return False
