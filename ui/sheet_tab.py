"""A record's printed page as a tab of it: what is read there is what is printed, and it follows the record."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.fields import N_
from ecd_desktop import paths
from ecd_desktop.language import _
from ui.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from db.fields import Key
    from ui.bridge import News
    from ui.here import Here
    from ui.widgets.detail_pane import TabSpec

PAUSE = 250  # milliseconds after a change


def sheet_tab(what: str, name: str) -> TabSpec:
    """The document ``what`` (of ``issuing``) of a record by its code; ``name``: what the document is called."""
    return N_("On paper"), lambda here: SheetTab(here, what, name)


class SheetTab(QWidget):
    """Makes the page while it is looked at; what is half typed in the form is not in it."""

    def __init__(self, here: Here, what: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here, self._what, self._name = here, what, name
        self._entity = ""
        self._key: Key | None = None
        self._stale = True
        self._folder = tempfile.TemporaryDirectory(prefix="ecd-desktop-sheet-", ignore_cleanup_errors=True)
        self.destroyed.connect(self._folder.cleanup)
        self._number = 0
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.preview = PdfPreview(here)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.preview)
        self._soon = QTimer(self, singleShot=True, interval=PAUSE)
        self._soon.timeout.connect(self._make)
        here.bridge.committed.connect(self._news)

    # --- for the pane -------------------------------------------------------------------------------------------------

    def show_record(self, entity: str, key: Key | None) -> None:
        self._entity, self._key, self._stale = entity, key, True
        if self.isVisible():
            self._make()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._make()

    def _news(self, _news: News) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()

    # --- making it ----------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        entity, key = self._entity, self._key
        if key is None:
            return
        self._stale = False
        self._number += 1
        target = Path(self._folder.name) / f"{self._number}.pdf"
        settings = self.here.settings

        def read(store: Any) -> tuple[Any, str]:
            from db.queries.records import snapshot
            from ecd_desktop import issuing

            with store.reading() as session:
                seen = snapshot(session, entity, key)
            code = str(seen.values["code"]) if seen is not None else ""
            return issuing.collect(store, issuing.Wanted(what=self._what, code=code)), store.who

        def write(material: Any, who: str) -> tuple[Path, str]:
            from ecd_desktop import issuing

            issuing.write(target, material, settings, issued_by=who)
            return target, material.wanted.code

        def was_read(both: tuple[Any, str]) -> None:
            self.here.tasks.work(write, *both, then=show, refused=self.here.failed, owner=self, slot="sheet/write")

        def show(made: tuple[Path, str]) -> None:
            path, code = made
            if key == self._key:
                self.preview.show_file(path, paths.safe_file_name(f"{_(self._name)} {code}.pdf"))

        self.here.tasks.do(read, then=was_read, refused=self._gone, owner=self, slot=f"sheet/{id(self)}")

    def _gone(self, exc: Exception) -> None:
        """The record was deleted while its page was made: the list shows that already."""
