"""Files handed to the system: shown in their folder, opened in the program that reads them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show_folder(path: Path) -> None:
    """Let the system show the folder of a file, or the folder itself."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path if path.is_dir() else path.parent)))


def open_elsewhere(path: Path) -> None:
    """Open a file in the system's program for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
