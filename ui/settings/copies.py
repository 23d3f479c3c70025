"""Copies of the database from the window: make one now, list those there are, put one back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecd_desktop import paths
from ecd_desktop.language import _, format_number, ngettext
from ecd_desktop.settings import Settings
from ui.opening_files import show_folder

if TYPE_CHECKING:
    from ecd_desktop.services.backups import Backup
    from ui.here import Here


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of the open database, newest first, and where they lie."""

    folder: Path
    found: tuple[Backup, ...]


def folder_of(settings: Settings) -> Path:
    """Where copies go: the chosen folder, else the program's own."""
    return Path(settings.backup_folder) if settings.backup_folder else paths.backups()


def back_up(here: Here, then: Callable[[], None] | None = None) -> None:
    """Make a verified copy now, and say where it is; the oldest make room."""
    folder, keep = folder_of(here.settings), here.settings.backups_kept

    def job(store: Any) -> Any:
        from ecd_desktop.services import backups

        made = backups.make(store, folder)
        backups.prune(folder, keep=keep, stem=backups.stem_of(store))
        return made

    def answer(made: Backup) -> None:
        words = ngettext(
            "A verified copy with {n} row is in {name}.", "A verified copy with {n} rows is in {name}.", made.rows
        ).format(n=format_number(made.rows), name=made.path.name)
        here.notice(words, button=(_("Open folder"), lambda: show_folder(made.path)))
        if then is not None:
            then()

    here.ask(job, then=answer, refused=here.failed)


def read_copies(here: Here, then: Callable[[Copies], None], owner: Any) -> None:
    """The copies there are, by name and proof alone."""
    folder = folder_of(here.settings)

    def job(store: Any) -> Copies:
        from ecd_desktop.services import backups

        return Copies(folder, tuple(backups.listed(folder, stem=backups.stem_of(store))))

    here.ask(job, then=then, owner=owner, slot="copies", refused=lambda _exc: then(Copies(folder, ())))
