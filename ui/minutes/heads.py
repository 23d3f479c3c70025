"""How many came, without their names: five numbers in one field, as an assembly counts them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from db.ordering import fold
from db.records.meetings import MeetingKind
from ecd_desktop.language import _, ngettext
from ecd_desktop.services import live_meeting
from ecd_desktop.services.live_meeting import COUNTED
from ui.widgets.controls import Label

if TYPE_CHECKING:
    from ecd_desktop.services.taking_minutes import Sheet
    from ui.here import Here

WITH_MANY = (
    MeetingKind.ASSEMBLY, MeetingKind.WORKSHOP, MeetingKind.FIELD_VISIT, MeetingKind.WORK_DAY, MeetingKind.TRAINING,
    MeetingKind.DELIVERY,
)  # fmt: skip
"""The kinds of meetings to which more come than are written down by name."""
_PART = re.compile(r"(\d{1,6})\s*([^\W\d_]*)")
_BEGINNINGS = (
    ("muj", COUNTED[0]), ("wom", COUNTED[0]), ("hom", COUNTED[1]), ("men", COUNTED[1]), ("var", COUNTED[1]),
    ("nina", COUNTED[2]), ("gir", COUNTED[2]), ("nino", COUNTED[3]), ("boy", COUNTED[3]), ("cui", COUNTED[4]),
    ("car", COUNTED[4]),
)  # fmt: skip


def counted_of(text: str) -> dict[str, int | None] | None:
    """«31 9 4 6 12» in the order of ``COUNTED``, or «31 mujeres, 4 niñas»; None where it is something else."""
    parts = _PART.findall(text)
    if re.sub(r"[\s,;·y]+", "", _PART.sub("", text)) or len(parts) > len(COUNTED):
        return None
    found: dict[str, int | None] = dict.fromkeys(COUNTED)
    for place, (number, word) in enumerate(parts):
        name = next((name for begins, name in _BEGINNINGS if fold(word).startswith(begins)), None)
        if (word and name is None) or int(number) > 100_000:
            return None
        found[name or COUNTED[place]] = int(number)
    return found


def words(counted: Mapping[str, int | None]) -> str:
    """«31 women · 9 men»."""
    n = {name: counted.get(name) or 0 for name in COUNTED}
    said = (
        (n[COUNTED[0]], ngettext("{n} woman", "{n} women", n[COUNTED[0]])),
        (n[COUNTED[1]], ngettext("{n} man", "{n} men", n[COUNTED[1]])),
        (n[COUNTED[2]], ngettext("{n} girl", "{n} girls", n[COUNTED[2]])),
        (n[COUNTED[3]], ngettext("{n} boy", "{n} boys", n[COUNTED[3]])),
        (n[COUNTED[4]], ngettext("{n} caregiver", "{n} caregivers", n[COUNTED[4]])),
    )
    return " · ".join(text.format(n=number) for number, text in said if number)


class Heads(QFrame):
    """One field; under it what is noted, in words.  Shown where many come, or where something was counted."""

    left = Signal()  # Esc: back to the text

    def __init__(self, here: Here) -> None:
        super().__init__()
        self.here = here
        self._sheet: Sheet | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Women men girls boys caregivers"))
        self.line.setAccessibleName(_("Count without names: women, men, girls, boys, caregivers"))
        self.line.setToolTip(_("Five numbers in this order, such as 31 9 4 6 12, or “31 women, 4 girls”; Enter notes."))
        self.said = Label("", "caption", "text2", wrap=True)
        self.line.returnPressed.connect(self.note)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 0, 12, 6)
        rows.setSpacing(2)
        rows.addWidget(self.line)
        rows.addWidget(self.said)
        self.hide()

    def show_sheet(self, sheet: Sheet | None) -> None:
        if (sheet.key if sheet is not None else None) != (self._sheet.key if self._sheet is not None else None):
            self.line.clear()
        self._sheet = sheet
        told = words(sheet.counted) if sheet is not None else ""
        self.said.setText(told)
        self.said.setVisible(bool(told))
        self.setVisible(sheet is not None and (bool(told) or sheet.kind in WITH_MANY))
        self.line.setEnabled(not self.here.read_only)

    def note(self) -> None:
        """Note what is typed; the field is empty again when it is noted."""
        text = self.line.text().strip()
        counted = counted_of(text)
        if self._sheet is None or not text:
            return
        if counted is None:
            self.said.setText(_("Write five numbers in this order: women, men, girls, boys, caregivers."))
            self.said.show()
            return
        self.line.clear()
        self.here.do(live_meeting.count, self._sheet.key, counted=counted, say=False, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
