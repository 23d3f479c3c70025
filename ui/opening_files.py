"""Files handed to the system: shown in their folder, opened in the program that reads them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ecd_desktop.errors import Expected
from ecd_desktop.language import _


def show_folder(path: Path) -> None:
    """Let the system show the folder of a file, or the folder itself.  Raises Expected where it cannot."""
    open_elsewhere(path if path.is_dir() else path.parent)


def open_elsewhere(path: Path) -> None:
    """Open a file in the system's program for it.  Raises Expected where there is none."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        raise Expected(
            _("The system has no program that opens {name}.").format(name=path.name),
            _("It lies at {path}: open it from there.").format(path=path),
        )
