"""A copy that comes home: chosen or let go over the window, read aside, and put among what is to be reviewed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from ecd_desktop.language import _

if TYPE_CHECKING:
    from ui.here import Here


def ask_bring(here: Here, window: QWidget) -> None:
    """Let the person choose the file that was on the laptop."""
    chosen, _kind = QFileDialog.getOpenFileName(
        window, _("Bring a copy home"), "", _("Databases (*.db);;All files (*)")
    )
    if chosen:
        bring(here, Path(chosen))


def bring(here: Here, path: Path) -> None:
    """Read a copy in the pool, put what was done in it among what waits, and show it."""
    if here.program is not None:
        here.program.bring([path])


def bring_or_open(here: Here, path: Path) -> None:
    """A database that was let go over the window: brought home where it is a copy of the one that is open."""
    program, database = here.program, here.tasks.database
    if program is None:
        return
    if database is None or database.home is not None or database.snapshot is not None:
        program.open(str(path))
        return
    db_id = database.db_id

    def look() -> bool:
        from ecd_desktop.services import laptop_copies

        return laptop_copies.is_of(path, db_id)

    here.tasks.work(look, then=lambda ours: bring(here, path) if ours else program.open(str(path)), owner=here)
