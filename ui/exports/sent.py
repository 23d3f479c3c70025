"""The card of what left: each file with how it stands, what is late first; withdrawing, reminding, its records."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ecd_desktop.calendar import LIMA
from ecd_desktop.language import N_, _, format_date, format_moment, ngettext, relative_day
from ecd_desktop.late_workbooks import days_late
from ui.exports.waiting import Waiting
from ui.widgets.controls import Button, Label
from ui.widgets.lines import Line, LinesView
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.exchange_log import Sent
    from db.fields import Key
    from ui.here import Here

STATES = {
    "out": (N_("Not back yet"), Mark("amber", icon="hourglass")),
    "back": (N_("Came back"), Mark("green", icon="check")),
    "withdrawn": (N_("Not waited for"), Mark("grey", icon="x")),
}  # fmt: skip
KINDS = {
    "workbook": ("file-spreadsheet", N_("All units")), "calendar": ("calendar", N_("Calendar")),
    "invitation": ("calendar-event", N_("Invitation")), "mail": ("mail", N_("E-mail")),
    "copy": ("device-laptop", N_("Laptop copy")),
}  # fmt: skip
"""What left: its icon, and what it is called where it went to nobody by name."""

LEAST = 300  # pixels of the list


class SentCard(QFrame):
    """The list, newest first and what is late before it; under it what can be done with the selected ones."""

    chosen = Signal()

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.setObjectName("card")
        self.rows: dict[Key, Sent] = {}
        self.view = LinesView(_("What was sent"))
        self.view.ends_ruled = False
        self.view.setMinimumHeight(LEAST)
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.view.chosen.connect(self._choose)
        self.nothing = Label(
            _("Nothing has left yet. Each workbook is listed here with what it held, so that it can be "
              "compared when it comes back; so are invitations and e-mails."), "body", "text2", wrap=True
        )  # fmt: skip
        self.buttons: dict[str, Button] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 16, 1, 14)
        column.setSpacing(8)
        self.heading = Label(_("What was sent"), "subtitle")
        self.heading.setContentsMargins(20, 0, 20, 0)
        self.nothing.setContentsMargins(20, 0, 20, 0)
        column.addWidget(self.heading)
        self.waiting = Waiting(here)
        column.addWidget(self.waiting)
        column.addWidget(self.nothing)
        column.addWidget(self.view, 1)
        self._held = QWidget()  # the buttons: there is nothing to do with an empty list
        self._feet = QGridLayout(self._held)
        self._feet.setContentsMargins(20, 4, 20, 0)
        self._feet.setSpacing(8)
        column.addWidget(self._held)
        self.ends = column

    def add_button(self, id: str, words: str, run: Callable[[], object], icon: str) -> None:
        """Something that can be done with the selected ones."""
        made = self.buttons[id] = Button(words, run, icon=icon)
        made.setEnabled(False)
        self._feet.addWidget(made, *divmod(len(self.buttons) - 1, 2))

    def show_sent(self, sent: list[Sent]) -> None:
        """These; what was selected stays so."""
        self.waiting.load()
        today = self.here.today
        ordered = sorted(sent, key=lambda one: not self._is_late(one))
        self.rows = {one.id: one for one in ordered}
        self.nothing.setVisible(not sent)
        self.view.setVisible(bool(sent))
        self._held.setVisible(bool(sent))
        # an empty list takes no more room than its words
        tall = QSizePolicy.Policy.Expanding if sent else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, tall)
        self.view.show_lines([line(one, self.here) for one in ordered])
        late = sum(days_late(one, today, self.here.calendar) > 0 for one in sent if self._is_late(one))
        said = ngettext("What was sent – {n} late", "What was sent – {n} late", late).format(n=late)
        self.heading.setText(said if late else _("What was sent"))
        self._choose()

    def selected(self) -> list[Sent]:
        """The selected files, in order."""
        return [self.rows[key] for key in self.view.selected() if key in self.rows]

    def _is_late(self, one: Sent) -> bool:
        return awaited(one) and one.reply_by is not None and one.reply_by < self.here.today

    def _choose(self) -> None:
        self.chosen.emit()


def awaited(one: Sent) -> bool:
    """Whether something of it is still to come back."""
    return one.kind == "workbook" and one.state == "out"


def line(one: Sent, here: Here) -> Line:
    """To whom, its file and when it left; until when it is wanted back and how late that is."""
    icon, nobody = KINDS.get(one.kind, KINDS["workbook"])
    day = relative_day(one.at.astimezone(LIMA).date())
    small = (f"{format_moment(one.at)} ({day})", one.who, one.name or "")
    urgent, tone = "", ""
    if awaited(one) and one.reply_by is not None:
        late = days_late(one, here.today, here.calendar)
        urgent = _("Wanted back by {date}").format(date=format_date(one.reply_by))
        if one.reply_by < here.today:
            tone = "red"
            urgent = ngettext("{n} working day late", "{n} working days late", late).format(n=late) if late else urgent
    body = _("With personal data: {purpose}").format(purpose=one.purpose) if one.purpose else ""
    # nothing of an invitation or an e-mail comes back
    said, mark = STATES.get(one.state, STATES["out"]) if one.kind in ("workbook", "copy") else ("", None)
    return Line(
        one.id, one.recipient or _(nobody), " · ".join(part for part in small if part), urgent=urgent, tone=tone,
        icon=icon, body=body, pill=_(said) if said else "", pill_mark=mark, faint=one.state == "withdrawn",
    )  # fmt: skip
