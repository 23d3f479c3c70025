"""About: the version, the database that is open, Qt and Python, every licence; all of it can be copied."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from ecd_desktop import __version__
from ecd_desktop.language import _
from ui.help import licences
from ui.widgets import marks
from ui.widgets.controls import Button, Label

if TYPE_CHECKING:
    from ui.here import Here


class AboutDialog(QDialog):
    """The sign, what it is, what it runs on, and «Copy»."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About ECD Desktop"))
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sign = QLabel()
        sign.setPixmap(marks.brand(48, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label("ECD Desktop", "title"))
        words.addWidget(Label(_("Version {version}").format(version=__version__), "body", "text2"))
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(sign)
        head.addLayout(words, 1)
        self.lines = facts(here)
        self.text = QPlainTextEdit("\n".join(licence_lines()))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Licences"))
        self.text.setTabChangesFocus(True)
        self.copy = Button(_("Copy"), self.copy_all, icon="copy")
        close = Button(_("Close"), self.accept, kind="primary")
        close.setDefault(True)
        feet = QHBoxLayout()
        feet.setSpacing(8)
        feet.addWidget(self.copy)
        feet.addStretch(1)
        feet.addWidget(close)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(10)
        rows.addLayout(head)
        rows.addSpacing(4)
        for line in self.lines:
            rows.addWidget(Label(line, "body", "text2", wrap=True))
        rows.addSpacing(6)
        rows.addWidget(Label(_("Licences"), "body-strong"))
        rows.addWidget(self.text, 1)
        rows.addLayout(feet)
        self.resize(560, 560)
        close.setFocus()

    def whole(self) -> str:
        """Everything it says, for the clipboard."""
        version = f"ECD Desktop {__version__}"
        return "\n".join((version, *self.lines, "", _("Licences"), self.text.toPlainText()))

    def copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.whole())


def facts(here: Here) -> list[str]:
    """The database, Qt, Python and the system, a line each."""
    database = here.tasks.database
    if database is None:
        kept = _("Database: none is open")
    else:
        where = str(database.path) if database.path is not None else database.url.rpartition("@")[2]
        kept = _("Database: {where}").format(where=where)
    return [
        kept,
        _("Qt {qt}, Python {python}").format(qt=qVersion(), python=platform.python_version()),
        f"{platform.system()} {platform.release()}",
    ]


def licence_lines() -> list[str]:
    """The program, what lies in it with a licence of its own, and every package, with their licences."""
    parts = (licences.Part("ECD Desktop", __version__, "MIT"), *licences.RESOURCES, *licences.shipped())
    return [
        _("{name} {version} - {licence}").format(name=part.name, version=part.version, licence=part.licence)
        for part in parts
    ]
