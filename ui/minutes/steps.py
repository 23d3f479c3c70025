"""The steps of closing: what to look at, the way to each, then one change that Undo takes back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from db.queries.alike import promised
from ecd_desktop.calendar import LIMA, now_utc
from ecd_desktop.language import _, ngettext
from ecd_desktop.minutes_checks import Remark, Topic, Where, remarks
from ecd_desktop.minutes_text import Tag
from ecd_desktop.services import taking_minutes
from ui.minutes.closing import counted

if TYPE_CHECKING:
    from ecd_desktop.services.taking_minutes import Closed
    from ui.minutes.screen import MinutesPage


class Steps(QObject):
    """Of one page."""

    def __init__(self, page: MinutesPage) -> None:
        super().__init__(page)
        self.page = page
        self._again: dict[str, Any] = {}  # promises that are owed already, by their words
        self._asked: frozenset[str] = frozenset()
        closing = page.desk.closing
        closing.wanted.connect(self._to_remark)
        closing.changed.connect(self.look_over)
        closing.left.connect(self.leave)
        closing.confirmed.connect(self.close)
        closing.carry.chosen.connect(self.look_over)
        closing.carry.wanted.connect(lambda one: page.editor.jump(one.line) if one.line >= 0 else None)

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
        self.page.desk.closing.carry.answers.clear()
        self._asked = frozenset()
        self.page.desk.begin_closing(hour)
        self.look_over()

    def look_over(self) -> None:
        """What is to be looked at now."""
        sheet = self.page.sheet
        if sheet is None:
            return
        closing = self.page.desk.closing
        hour = closing.typed_hour()
        settled = self.page.settled(closing.carry.answers)
        closing.carry.day = self.page.editor.day
        closing.carry.show_settled(settled, closing=True)
        fresh = [one for one in self.page.minutes.spoken if one.text and one.line not in self.page.known]
        promises = frozenset(one.text for one in fresh if one.kind is Tag.COMMITMENT)
        said = remarks(
            self.page.minutes, text=self.page.editor.text(), starts_at=sheet.starts_at, ends_at=hour,
            held_on=sheet.held_on, came=sum(seat.came for seat in sheet.seats) + sum(
                number or 0 for number in sheet.counted.values()),
            calendar=self.page.here.calendar,
            agenda=[Topic(one.number, one.title, str(one.state) == "treated" or bool(one.started_at),
                          str(one.state) == "open" and not one.started_at) for one in sheet.agenda],
            earlier=settled, again={text: one for text, one in self._again.items() if text in promises},
        )  # fmt: skip
        closing.show_remarks(said, {kind: sum(one.kind is kind for one in fresh) for kind in Tag})
        if promises != self._asked:
            self._ask(promises)

    def _ask(self, promises: frozenset[str]) -> None:
        """Look for open commitments that say the same; what is found is shown with the other remarks."""
        self._asked = promises
        sheet = self.page.sheet
        if sheet is None or not promises:
            return

        def answer(found: dict[str, Any]) -> None:
            if found != self._again:
                self._again = found
                if self.page.desk.is_closing:
                    self.look_over()

        self.page.here.read(partial(promised, texts=sorted(promises), besides=sheet.key), answer, owner=self,
                            slot="minutes/again")  # fmt: skip

    def _to_remark(self, remark: Remark) -> None:
        if remark.where is Where.TEXT:
            self.page.editor.jump(max(remark.line, 0))
        elif remark.where is Where.HOUR:
            self.page.desk.closing.hour.setFocus()
        elif remark.where is Where.EARLIER:
            self.page.desk.closing.carry.view.select_first()
            self.page.desk.closing.carry.view.setFocus()
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
        closing = self.page.desk.closing
        self.page.here.do(taking_minutes.close, self.page.sheet.key, minutes=self.page.minutes,
                          ends_at=closing.typed_hour(), answers=dict(closing.carry.to_record()), say=False,
                          then=self._closed, owner=self)  # fmt: skip

    def _closed(self, closed: Closed) -> None:
        self.page.desk.end_closing()
        cards = self.page.desk.cards.view
        (cards if cards.isVisible() else self.page.editor).setFocus()  # from there Ctrl+Z takes the closing back
        made = counted({Tag.DECISION: closed.decisions, Tag.COMMITMENT: closed.commitments, Tag.RISK: closed.risks,
                        Tag.LESSON: closed.lessons})  # fmt: skip
        over = closed.carried
        n = over.moved + over.closed
        parts = [made, ngettext("{n} earlier one answered", "{n} earlier ones answered", n).format(n=n) if n else "",
                 ngettext("{n} stays", "{n} stay", over.stays).format(n=over.stays) if over.stays else ""]  # fmt: skip
        what = ", ".join(part for part in parts if part)
        said = _("Recorded: {what}.").format(what=what) if what else _("Closed; there was nothing new to record.")
        self.page.here.notice(said, undo=closed.tx_id, button=self.page.desk.printing())
