"""A topic through all meetings as a document: shown, then printed or saved."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ecd_desktop.language import _
from ui.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from ecd_desktop.settings import Settings
    from ecd_desktop.topic_story import Step
    from ui.here import Here


class PrintedTopic(QDialog):
    """The document with what can be done with it; its file goes with it."""

    def __init__(self, here: Here, steps: Sequence[Step], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("A topic through all meetings"))
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 680)
        self.here, self._steps = here, tuple(steps)
        self._folder = tempfile.TemporaryDirectory(prefix="ecd-desktop-topic-", ignore_cleanup_errors=True)
        self.preview = PdfPreview(here)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.preview)
        self.destroyed.connect(self._folder.cleanup)
        here.read(_fictitious, self._write, owner=self)

    def _write(self, fictitious: bool) -> None:
        database = self.here.tasks.database
        path = Path(self._folder.name) / (_("topic") + ".pdf")
        job = partial(_written, path, self._steps, self.here.settings, database.who if database else "", fictitious)
        self.here.tasks.work(job, then=lambda made: self.preview.show_file(made, self._steps[-1].topic.title),
                             refused=self.here.failed, owner=self)  # fmt: skip


def _fictitious(session: Any) -> bool:
    from db.exchange_log import is_fictitious

    return is_fictitious(session)


def _written(path: Path, steps: Sequence[Step], settings: Settings, who: str, fictitious: bool) -> Path:
    from ecd_desktop import issuing
    from ecd_desktop.reports import topic

    head = issuing.head_of(settings, issued_by=who, fictitious=fictitious)
    topic.write(path, steps, head=head, language=issuing.language_of(settings))
    return path
