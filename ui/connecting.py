"""The address of a shared database: server, name, person; the password goes to the system's vault, nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ecd_desktop.errors import Expected, sentence
from ecd_desktop.language import N_, _
from ui.widgets.bars import Bar
from ui.widgets.controls import Button, CheckBox, Label

if TYPE_CHECKING:
    from ui.here import Here

FIELDS = (
    ("host", N_("Server"), "postgres.example.pe"),
    ("port", N_("Port"), "5432"),
    ("name", N_("Database"), "ecd"),
    ("user", N_("User"), ""),
    ("password", N_("Password"), ""),
)


class ConnectDialog(QDialog):
    """Asks for a PostgreSQL address; stays open, with what was typed, while something is missing."""

    given = Signal(str)  # the address, without the password

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.setWindowTitle(_("Connect to a server"))
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self.lines: dict[str, QLineEdit] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for row, (name, words, hint) in enumerate(FIELDS):
            line = QLineEdit()
            line.setPlaceholderText(hint)
            line.setAccessibleName(_(words))
            label = Label(_(words), "body", "text2")
            label.setBuddy(line)
            self.lines[name] = line
            grid.addWidget(label, row, 0)
            grid.addWidget(line, row, 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, 110)
        self.lines["port"].setMaximumWidth(90)
        self.lines["password"].setEchoMode(QLineEdit.EchoMode.Password)
        self.lines["host"].textEdited.connect(self._pasted)
        self.keep = CheckBox(_("Keep the password in this computer's vault"))
        self.keep.setChecked(True)
        self.bar = Bar("red", "alert-circle")
        self.verb = Button(_("Connect"), self.give, kind="primary")
        self.verb.setDefault(True)
        cancel = Button(_("Cancel"), self.reject)
        cancel.setAutoDefault(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(12)
        rows.addWidget(Label(_("Connect to a server"), "subtitle"))
        rows.addWidget(
            Label(_("A PostgreSQL database can be worked on by several people at the same time. Whoever looks after "
                    "it gives you these words."), "body", "text2", wrap=True)
        )  # fmt: skip
        rows.addWidget(self.bar)
        rows.addLayout(grid)
        rows.addWidget(self.keep)
        feet = QHBoxLayout()
        feet.setSpacing(8)
        feet.addStretch(1)
        feet.addWidget(cancel)
        feet.addWidget(self.verb)
        rows.addLayout(feet)
        self.lines["host"].setFocus()

    def give(self) -> None:
        """Keep the password where it belongs, then hand the address on."""
        address = self.address()
        if address is None:
            return
        password = self.lines["password"].text()
        if not password:
            self._done(address)
            return
        if not self.keep.isChecked():
            self._done(with_password(address, password))
            return
        self.verb.setEnabled(False)

        def job() -> None:
            from ecd_desktop.services import databases

            databases.keep_password(address, password)

        self.here.tasks.work(job, then=lambda _none: self._done(address), refused=self._refused, owner=self)

    def address(self) -> str | None:
        """What was typed as an address; None, with a sentence, where something is missing or wrong."""
        words = {name: line.text().strip() for name, line in self.lines.items()}
        missing = [_(label) for name, label, _hint in FIELDS if name in ("host", "name", "user") and not words[name]]
        if missing:
            self.bar.say(_("Please fill in: {names}.").format(names=", ".join(missing)))
            return None
        port = words["port"] or "5432"
        if not (port.isdigit() and 0 < int(port) < 65536):
            self.bar.say(_("The port is a number between 1 and 65535."))
            return None
        self.bar.say("")
        host = f"[{words['host']}]" if ":" in words["host"] else words["host"]
        return f"postgresql://{quote(words['user'], safe='')}@{host}:{port}/{quote(words['name'], safe='')}"

    def _pasted(self, text: str) -> None:
        """A whole address in the first field is taken apart."""
        if "://" not in text:
            return
        try:
            parts = urlsplit(text.strip())
            port = parts.port
        except ValueError:
            return
        if not parts.hostname or not parts.path.strip("/"):
            return
        self.lines["name"].setText(unquote(parts.path.strip("/")))
        self.lines["user"].setText(unquote(parts.username or ""))
        self.lines["password"].setText(unquote(parts.password or ""))
        self.lines["port"].setText(str(port or ""))
        self.lines["host"].setText(parts.hostname)

    def _done(self, address: str) -> None:
        self.given.emit(address)
        self.accept()

    def _refused(self, exc: Exception) -> None:
        self.verb.setEnabled(True)
        message, remedy = sentence(exc)
        if not isinstance(exc, Expected):
            remedy = _("Untick the box to use the password this time only.")
        self.bar.say(f"{message}\n{remedy}")


def with_password(address: str, password: str) -> str:
    """The address for this time only; the settings never keep its password."""
    head, at, tail = address.partition("@")
    return f"{head}:{quote(password, safe='')}{at}{tail}"
