"""What became of files that were dropped together: how many wait here, which are not ours, which nobody can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.language import _, ngettext
from ui.widgets.controls import Button, Icon, Label, ToolButton
from ui.widgets.surfaces import Scroll, Surface

if TYPE_CHECKING:
    from db.fields import Key
    from ui.arriving import Arrived

TALLEST = 168


class ArrivedCard(QWidget):
    """Over the list until it is closed; hidden where there is nothing to tell."""

    import_wanted = Signal(object)  # Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Label("", "body-strong", wrap=True)
        self._close = ToolButton("x", _("Close"), self.hide)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._area = Scroll()
        card = QFrame()
        card.setObjectName("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 12, 0, 0)
        outer.addWidget(card)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(16, 8, 8, 10)
        rows.setSpacing(2)
        rows.addLayout(head)
        rows.addWidget(self._area)
        self.hide()

    def tell(self, arrived: Arrived, waiting: frozenset[Key]) -> None:
        """Say what became of each that is not simply ``waiting`` here now."""
        told = [one for one in arrived.files if one.file not in waiting]
        if not told:
            self.hide()
            return
        parts = []
        if n := len(arrived.files) - len(told):
            parts.append(ngettext("{n} file to review", "{n} files to review", n).format(n=n))
        if known := sum(one.ours for one in told):
            parts.append(ngettext("{n} is settled already", "{n} are settled already", known).format(n=known))
        if foreign := sum(one.foreign for one in arrived.files):
            parts.append(ngettext("{n} is none of ours", "{n} are none of ours", foreign).format(n=foreign))
        if bad := sum(not one.ours and not one.foreign for one in arrived.files):
            parts.append(ngettext("{n} was not taken", "{n} were not taken", bad).format(n=bad))
        self.heading.setText(" · ".join(parts))
        inside = Surface((0, 0, 8, 0), 4)
        rows = inside.rows
        for one in told:
            row = QHBoxLayout()
            row.setSpacing(8)
            icon, ink = ("check", "green") if one.ours else ("table-import", "text2") if one.foreign else (
                "alert-circle", "red")  # fmt: skip
            row.addWidget(Icon(icon, ink, 16))
            said = one.said or _("It is no file of this program's.")
            if one.path.name not in said:
                said = _("{name}: {what}").format(name=one.path.name, what=said)
            row.addWidget(Label(said, wrap=True), 1)
            if one.foreign:
                button = Button(_("Import it…"), lambda path=one.path: self.import_wanted.emit(path), kind="link")
                button.setAccessibleName(_("Import {name}").format(name=one.path.name))
                row.addWidget(button)
            rows.addLayout(row)
        self._area.setWidget(inside)
        self.show()
        self._area.setFixedHeight(min(inside.sizeHint().height() + 4, TALLEST))
