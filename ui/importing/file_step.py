"""First step: the file, dropped or chosen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ecd_desktop import paths
from ecd_desktop.language import _
from ui import style
from ui.widgets.controls import Button, Icon, Label

if TYPE_CHECKING:
    from ui.here import Here

SAMPLE = "matriz_compromisos_2026.xlsx"


class FileStep(QWidget):
    """A place to let go of a file, and a button for those who look for it."""

    chosen = Signal(object)  # Path

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        centred = Qt.AlignmentFlag.AlignHCenter
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 24, 24, 24)
        rows.addStretch(2)
        zone = Zone()
        inner = QVBoxLayout(zone)
        inner.setContentsMargins(32, 36, 32, 32)
        inner.setSpacing(10)
        inner.addWidget(Icon("table-import", "accent_text", 36), alignment=centred)
        for words, font, ink in (
            (_("Drop the workbook here"), "subtitle", "text"),
            (_("The matrix a department sent, a directory of contacts, a portfolio of projects: in Excel, LibreOffice "
               "or CSV, as it came."), "body", "text2"),
        ):  # fmt: skip
            label = Label(words, font, ink, wrap=True)
            label.setAlignment(centred)
            inner.addWidget(label)
        inner.addSpacing(6)
        self.button = Button(_("Choose a file…"), self.choose, kind="primary", icon="folder-open")
        inner.addWidget(self.button, alignment=centred)
        self.sample = Button(_("Try it with the sample matrix"), self._sample, kind="link")
        inner.addWidget(self.sample, alignment=centred)
        zone.setFixedWidth(560)
        zone.setMinimumHeight(inner.heightForWidth(560))  # centred, it would be given too few lines
        rows.addWidget(zone, alignment=centred)
        rows.addSpacing(14)
        words = Label(_("Nothing is written until you have seen every row and say so; afterwards all of it can be "
                        "taken back."), "body", "text2", wrap=True)  # fmt: skip
        words.setAlignment(centred)
        rows.addWidget(words)
        rows.addStretch(3)

    def focus(self) -> None:
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self) -> None:
        """Let the person look for the file."""
        kinds = ";;".join((_("Workbooks (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.tsv)"), _("All files (*)")))
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Import a workbook"), str(paths.documents()), kinds)
        if chosen:
            self.chosen.emit(Path(chosen))

    def _sample(self) -> None:
        self.chosen.emit(paths.resources() / "samples" / SAMPLE)


class Zone(QWidget):
    """A sheet with a dashed edge."""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(theme.edge), 1.4, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
        painter.end()
