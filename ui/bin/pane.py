"""What a deleted record held: its fields as they were, what went with it, who deleted it and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ecd_desktop.calendar import LIMA
from ecd_desktop.language import _, format_time, long_date
from ecd_desktop.services import history
from ui.widgets.controls import Button, Label, ToolButton, rule

if TYPE_CHECKING:
    from ecd_desktop.services.bin import Gone
    from ecd_desktop.services.history import StoryLine
    from ui.here import Here

MOST = 600  # letters of one value


class GonePane(QWidget):
    """Stands beside the list."""

    closed = Signal()
    wanted = Signal()  # bring it back

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._gone: Gone | None = None
        self.caption = Label("", "caption", "text2")
        self.heading = Label("", "subtitle", wrap=True)
        self.small = Label("", "caption", "text2", wrap=True)
        self.button = Button(_("Bring back"), self.wanted.emit, icon="restore")
        self._close = ToolButton("x", _("Back to the list"), self.closed.emit)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setObjectName("surface")
        self._area.setAccessibleName(_("What the record held"))
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self.caption, self.heading, self.small):
            words.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 16, 0)
        rows.setSpacing(12)
        rows.addLayout(head)
        rows.addWidget(rule())
        rows.addWidget(self._area, 1)
        self.show_gone(None, 0)

    def can_close(self, on: bool) -> None:
        self._close.setVisible(on)

    def show_gone(self, gone: Gone | None, chosen: int) -> None:
        """Show one record; None says what to do, or how many are selected."""
        same = gone is not None and self._gone is not None and gone.record == self._gone.record
        self._gone = gone
        reason = self.here.read_only
        if gone is not None and gone.record.erased:
            reason = _("Personal data of it was erased.")
        self.button.setVisible(gone is not None)
        self.button.setEnabled(not reason)
        self.button.setToolTip(reason)
        if gone is None:
            self.caption.setText("")
            self.heading.setText("")
            several = _("{n} are selected; they come back together.").format(n=chosen)
            self.small.setText(several if chosen > 1 else _("Select a record to see what it held."))
            self._fill(())
            return
        if same:
            return
        record = gone.record
        self.caption.setText(" · ".join(filter(None, (_(record.noun), record.code))))
        self.heading.setText(gone.name)
        day = long_date(record.at.astimezone(LIMA).date(), weekday=True)
        parts = ", ".join(_("{noun} ({n})").format(noun=_(noun), n=number) for noun, number in gone.parts)
        went = _("With it went: {parts}").format(parts=parts) if parts else ""
        deleted = _("Deleted by {who} on {day}, {time}").format(who=record.who, day=day, time=format_time(record.at))
        self.small.setText("\n".join(filter(None, (deleted, went))))
        self._fill(())

        def answer(lines: list[StoryLine]) -> None:
            if self._gone is gone:
                self._fill([line for line in lines if line.key == record.key and line.entity == record.entity])

        self.here.ask(_fields, record.seq, then=answer, owner=self, slot=f"gone/{id(self)}")

    def _fill(self, lines: Any) -> None:
        inside = QWidget()
        inside.setObjectName("surface")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 4, 8, 20)
        rows.setSpacing(10)
        for line in lines:
            for change in line.changes:
                if change.before:
                    value = QVBoxLayout()
                    value.setSpacing(1)
                    value.addWidget(Label(change.label, "caption", "text2"))
                    shown = change.before if len(change.before) <= MOST else f"{change.before[:MOST]}…"
                    value.addWidget(Label(shown, "body", wrap=True))
                    rows.addLayout(value)
        rows.addStretch(1)
        self._area.setWidget(inside)


def _fields(store: Any, seq: int) -> list[StoryLine]:
    return history.entries(store, seq)
