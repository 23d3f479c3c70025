"""The steps of closing: what to look at, the way to each, then one change that Undo takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ecd_desktop.calendar import LIMA, now_utc
from ecd_desktop.language import _, ngettext
from ecd_desktop.minutes_checks import Remark, Topic, Where, remarks
from ecd_desktop.minutes_text import Tag
from ecd_desktop.services import taking_minutes

if TYPE_CHECKING:
    from ecd_desktop.services.taking_minutes import Closed
    from ui.minutes.screen import MinutesPage


class Steps(QObject):
    """Of one page."""

    def __init__(self, page: MinutesPage) -> None:
        super().__init__(page)
        self.page = page
        closing = page.desk.closing
        closing.wanted.connect(self._to_remark)
        closing.changed.connect(self.look_over)
        closing.left.connect(self.leave)
        closing.confirmed.connect(self.close)

    def begin(self) -> None:
        """Say what will be recorded and what is missing; given again, record it."""
        if self.page.sheet is None:
            return
        if self.page.desk.is_closing:
            self.close()
            return
        self.page.read_text(again=True)
        hour = self.page.sheet.ends_at
        if not hour and self.page.sheet.held_on == self.page.here.today:
            hour = now_utc().astimezone(LIMA).strftime("%H:%M")
        self.page.desk.begin_closing(hour)
        self.look_over()

    def look_over(self) -> None:
        """What is to be looked at now."""
        sheet = self.page.sheet
        if sheet is None:
            return
        hour = self.page.desk.closing.typed_hour()
        said = remarks(
            self.page.minutes, text=self.page.editor.text(), starts_at=sheet.starts_at, ends_at=hour,
            held_on=sheet.held_on, came=sum(seat.came for seat in sheet.seats), calendar=self.page.here.calendar,
            agenda=[Topic(one.number, one.title, str(one.state) == "treated", str(one.state) == "open")
                    for one in sheet.agenda],
        )  # fmt: skip
        fresh = [one for one in self.page.minutes.spoken if one.text and one.line not in self.page.known]
        counts = (sum(one.kind is kind for one in fresh) for kind in (Tag.DECISION, Tag.COMMITMENT))
        self.page.desk.closing.show_remarks(said, *counts)

    def _to_remark(self, remark: Remark) -> None:
        if remark.where is Where.TEXT:
            self.page.editor.jump(max(remark.line, 0))
        elif remark.where is Where.HOUR:
            self.page.desk.closing.hour.setFocus()
        else:
            self.page.desk.show_side(left=True)
            part = self.page.desk.roll if remark.where is Where.ATTENDANCE else self.page.desk.agenda
            part.view.select_first()
            (part.view if part.view.isVisible() else self.page.desk.roll.line).setFocus()

    def leave(self) -> None:
        self.page.desk.end_closing()
        self.page.editor.setFocus()

    def close(self) -> None:
        """Save the text, then record what it says: two changes, so that Undo of the second leaves what was written."""
        if self.page.sheet is None or self.page.here.read_only:
            return
        if self.page.theirs is not None:
            self.leave()
            return
        self.page.read_text()
        if self.page.editor.names.waiting:
            QTimer.singleShot(60, self, self.close)
            return
        self.page.save(self._record)

    def _record(self) -> None:
        if self.page.sheet is None or self.page.unsaved():
            return  # the text could not be saved: the bar or the sentence says why
        self.look_over()
        self.page.here.do(taking_minutes.close, self.page.sheet.key, minutes=self.page.minutes,
                     ends_at=self.page.desk.closing.typed_hour(), say=False, then=self._closed, owner=self)  # fmt: skip

    def _closed(self, closed: Closed) -> None:
        self.page.desk.end_closing()
        self.page.editor.setFocus()
        parts = []
        if closed.decisions:
            n = closed.decisions
            parts.append(ngettext("{n} decision", "{n} decisions", n).format(n=n))
        if closed.commitments:
            n = closed.commitments
            parts.append(ngettext("{n} commitment", "{n} commitments", n).format(n=n))
        if parts:
            said = _("Recorded: {what}.").format(what=", ".join(parts))
        else:
            said = _("Closed; there was nothing new to record.")
        self.page.here.notice(said, undo=closed.tx_id, button=self.page.desk.printing())
