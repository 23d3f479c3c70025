"""Before minutes are closed: the hour, what will be recorded, what becomes of the old, and what to look at."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from ecd_desktop.language import _, ngettext
from ecd_desktop.minutes_checks import Remark, Where
from ecd_desktop.minutes_text import Tag
from ui.minutes.earlier import CarryOver
from ui.minutes.hours import hour_typed
from ui.minutes.side import Part
from ui.widgets.controls import Button, Label
from ui.widgets.lines import Line, LinesView
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from ui.here import Here

WHERE = {Where.HOUR: "clock", Where.ATTENDANCE: "users", Where.AGENDA: "list-check", Where.TEXT: "pencil",
         Where.EARLIER: "history"}  # fmt: skip


def counted(made: Mapping[Tag, int]) -> str:
    """«2 decisions, 3 commitments, 1 risk»."""
    n = {kind: made.get(kind, 0) for kind in Tag}
    words = {
        Tag.DECISION: ngettext("{n} decision", "{n} decisions", n[Tag.DECISION]),
        Tag.COMMITMENT: ngettext("{n} commitment", "{n} commitments", n[Tag.COMMITMENT]),
        Tag.RISK: ngettext("{n} risk", "{n} risks", n[Tag.RISK]),
        Tag.LESSON: ngettext("{n} lesson", "{n} lessons", n[Tag.LESSON]),
    }
    return ", ".join(words[kind].format(n=n[kind]) for kind in Tag if n[kind])


class Closing(Part):
    """Stands in the place of the cards while somebody is about to close."""

    wanted = Signal(object)  # Remark: to be looked at
    confirmed = Signal()
    changed = Signal()  # another hour

    def __init__(self, here: Here) -> None:
        super().__init__(LinesView(_("To look at before closing")))
        self.here = here
        self.head.setText(_("Close and record"))
        self.remarks: Sequence[Remark] = ()
        self.what = Label("", "body", "text", wrap=True)
        self.what.setContentsMargins(16, 0, 14, 2)
        self.hour = QLineEdit()
        self.hour.setMaxLength(8)
        self.hour.setMaximumWidth(90)
        self.hour.setPlaceholderText("17:30")
        self.hour.setAccessibleName(_("Closing hour"))
        self.hour.textEdited.connect(lambda _text: self.changed.emit())
        self.hour.installEventFilter(self)
        label = Label(_("Closing hour"), "body", "text2")
        label.setSizePolicy(label.sizePolicy().Policy.Preferred, label.sizePolicy().Policy.Preferred)
        row = QHBoxLayout()
        row.setContentsMargins(16, 2, 14, 4)
        row.addWidget(label)
        row.addWidget(self.hour)
        row.addStretch(1)
        self.note = Label("", "caption", "text2", wrap=True)
        self.note.setContentsMargins(16, 2, 14, 2)
        self.go = Button(_("Record it"), self.confirmed.emit, icon="check")
        self.back = Button(_("Not yet"), self.left.emit, kind="link")
        feet = QHBoxLayout()
        feet.setContentsMargins(14, 4, 12, 6)
        feet.addWidget(self.go)
        feet.addWidget(self.back)
        feet.addStretch(1)
        self.carry = CarryOver(here)
        self.carry.left.connect(self.left.emit)
        self.rows.insertWidget(1, self.what)
        self.rows.insertLayout(2, row)
        self.rows.insertLayout(3, feet)
        self.rows.insertWidget(4, self.note)
        self.rows.addWidget(self.carry, 1)
        self.view.opened.connect(lambda line: self.wanted.emit(line.token))
        self.view.clicked.connect(lambda index: self.wanted.emit(self.remarks[index.row()]))

    def typed_hour(self) -> str:
        """The hour as it is stored; "" where there is none, the text itself where it says none."""
        return hour_typed(self.hour.text())

    def show_remarks(self, remarks: Sequence[Remark], made: Mapping[Tag, int]) -> None:
        """What is to be looked at, and how many records of each kind there will be."""
        self.remarks = tuple(remarks)
        lines = [
            Line(uuid.UUID(int=n), one.text, mark=Mark("amber", icon=WHERE[one.where]), token=one)
            for n, one in enumerate(remarks)
        ]
        n = len(lines)
        count = ngettext("{n} remark", "{n} remarks", n).format(n=n) if n else ""
        self.show_lines(lines, count, _("Nothing is missing."))
        what = counted(made)
        self.what.setText(
            _("It will record: {what}. One Undo takes it back.").format(what=what) if what
            else _("There is nothing new to record; the state becomes “Minutes in draft”.")
        )  # fmt: skip
        self.note.setText(_("None of this stands in the way; Enter leads to each.") if lines else "")
        self.note.setVisible(bool(lines))

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if target is self.hour and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self.confirmed.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(target, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.go.hasFocus():
            self.confirmed.emit()
        else:
            super().keyPressEvent(event)
