"""What a deleted record held: its fields as they were, what went with it, who deleted it and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ecd_desktop.calendar import LIMA
from ecd_desktop.language import _, format_time, long_date
from ecd_desktop.services import history
from ui.widgets.controls import Button, Label
from ui.widgets.side_pane import SidePane
from ui.widgets.surfaces import Surface

if TYPE_CHECKING:
    from ecd_desktop.services.bin import Gone
    from ecd_desktop.services.history import StoryLine
    from ui.here import Here

MOST = 600  # letters of one value


class GonePane(SidePane):
    """Its verb brings the record back."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(_("What the record held"), Button(_("Bring back"), icon="restore"), parent)
        self.here = here
        self._gone: Gone | None = None
        self.caption = Label("", "caption", "text2")
        self.words.insertWidget(0, self.caption)
        self.show_gone(None, 0)

    def show_gone(self, gone: Gone | None, chosen: int) -> None:
        """Show one record; None says what to do, or how many are selected."""
        same = gone is not None and self._gone is not None and gone.record == self._gone.record
        self._gone = gone
        reason = self.here.read_only
        if gone is not None and gone.record.erased:
            reason = _("Personal data of it was erased.")
        self.offer(gone is not None, reason)
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
                self._fill(lines)

        self.here.ask(history.entries, record.seq, record=(record.entity, record.key), then=answer, owner=self,
                      slot=f"gone/{id(self)}")  # fmt: skip

    def _fill(self, lines: Sequence[StoryLine]) -> None:
        held = (change for line in lines for change in line.changes if change.before)
        self.fill((_value(change.label, change.before) for change in held), above=4)


def _value(label: str, text: str) -> QWidget:
    made = Surface(spacing=1)
    made.rows.addWidget(Label(label, "caption", "text2"))
    made.rows.addWidget(Label(text if len(text) <= MOST else f"{text[:MOST]}…", "body", wrap=True))
    return made
