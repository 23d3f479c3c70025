"""What a page shows as a document: made off the GUI thread, shown, then printed or saved."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from ecd_desktop.settings import Settings
    from ui.here import Here

Write = Callable[[Path, Any], object]
"""Writes the document: to a file, under the head of who issues it."""


class Printed(QDialog):
    """The document with what can be done with it; its file goes with it."""

    def __init__(self, here: Here, title: str, name: str, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 680)
        self.here, self._name, self._to_write = here, name, write
        self._folder = tempfile.TemporaryDirectory(prefix="ecd-desktop-printed-", ignore_cleanup_errors=True)
        self.preview = PdfPreview(here)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.preview)
        self.destroyed.connect(self._folder.cleanup)
        here.read(_fictitious, self._make, owner=self)

    def _make(self, fictitious: bool) -> None:
        database = self.here.tasks.database
        who = database.who if database is not None else ""
        path = Path(self._folder.name) / "document.pdf"
        job = partial(_made, path, self._to_write, self.here.settings, who, fictitious)
        self.here.tasks.work(job, then=lambda made: self.preview.show_file(made, self._name),
                             refused=self.here.failed, owner=self)  # fmt: skip


def _fictitious(session: Any) -> bool:
    from db.exchange_log import is_fictitious

    return is_fictitious(session)


def _made(path: Path, write: Write, settings: Settings, who: str, fictitious: bool) -> Path:
    from ecd_desktop import issuing

    write(path, issuing.head_of(settings, issued_by=who, fictitious=fictitious))
    return path
