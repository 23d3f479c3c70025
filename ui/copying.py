"""Where copies of the open database go, and the news that there are others now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ecd_desktop import paths
from ecd_desktop.settings import Settings

if TYPE_CHECKING:
    from ecd_desktop.services.safekeeping import Plan, Subject
    from ui.tasks import Database


class Copies(QObject):
    """Says that copies were made, or are to be made elsewhere."""

    changed = Signal()


copies = Copies()


def plan_of(settings: Settings, own: Path | None = None) -> Plan:
    """Where copies go, as the settings say; ``own`` in place of the program's own folder."""
    from ecd_desktop.services.safekeeping import Plan

    second = Path(settings.backup_folder) if settings.backup_folder else None
    own = own or paths.backups()
    if second is not None and second.absolute() == own.absolute():
        second = None
    return Plan(own, second, settings.backups_kept, settings.backup_shared)


def subject_of(database: Database) -> Subject:
    from ecd_desktop.services import safekeeping

    return safekeeping.subject_of(database.path, database.url, database.db_id)
