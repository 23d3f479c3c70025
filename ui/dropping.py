"""Files let go anywhere over the window: they are taken to the place that reads such files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".db"})


class FileDrops(QObject):
    """Takes files of known endings and gives their paths on; anything else is left to the widget under it."""

    def __init__(self, window: QWidget, take: Callable[[Sequence[Path]], None]) -> None:
        super().__init__(window)
        self._take = take
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent | QDragMoveEvent) and dropped_files(event.mimeData()):
            event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and (paths := dropped_files(event.mimeData())):
            event.acceptProposedAction()
            self._take(paths)
            return True
        return False


def dropped_files(data: QMimeData) -> list[Path]:
    """The files that are dragged, where at least one has an ending that somebody reads: the others are told about."""
    urls = data.urls()
    if not urls or not all(url.isLocalFile() for url in urls):
        return []
    paths = [Path(url.toLocalFile()) for url in urls]
    return paths if any(path.suffix.lower() in ENDINGS for path in paths) else []
