"""Workbooks that go out: the card that writes one, and the list of what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from db import exchange_log
from ecd_desktop.calendar import LIMA
from ecd_desktop.language import N_, _, format_moment, ngettext, relative_day
from ui import tokens
from ui.exports.form import ExportCard
from ui.widgets.controls import Icon, Label, Pill, rule
from ui.widgets.marks import Mark
from ui.widgets.page import Page
from ui.widgets.surfaces import Scroll

if TYPE_CHECKING:
    from db.exchange_log import Sent
    from db.fields import Key
    from ui.here import Here

WIDEST = 860
SHOWN = 30
NOTHING_SENT = N_("What goes out to departments, to be compared when it comes back")
STATES = {
    "out": (N_("Not back yet"), Mark("amber", icon="hourglass")), "back": (N_("Back"), Mark("green", icon="check")),
    "withdrawn": (N_("Withdrawn"), Mark("grey", icon="x")),
}  # fmt: skip

KINDS = {
    "workbook": ("file-spreadsheet", N_("All units")), "calendar": ("calendar", N_("Calendar")),
    "invitation": ("calendar-event", N_("Invitation")), "mail": ("mail", N_("E-mail")),
}  # fmt: skip
"""What left: its icon, and what it is called where it went to nobody by name."""


def build(here: Here) -> ExportsPage:
    return ExportsPage(here)


class ExportsPage(Page):
    """A card to write with, a card of what left."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.form = ExportCard(here)
        self._sent = QVBoxLayout()
        self._lay_out()
        self.subtitle_is(_(NOTHING_SENT))
        self.form.written.connect(self.load)
        here.bridge.committed.connect(lambda _news: self.load() if self.isVisible() else None)
        self.load()

    def focus(self) -> None:
        self.form.unit.setFocus(Qt.FocusReason.OtherFocusReason)

    def shown(self) -> None:
        self.load()

    def refresh(self) -> None:
        self.load()

    def load(self) -> None:
        """Read again what was sent."""
        self.here.read(lambda session: exchange_log.sent(session, limit=SHOWN), self._show, owner=self, slot="sent")

    def choose_for(self, entity: str, key: Key) -> None:
        """The unit of the record that was selected elsewhere."""

        def job(session: Any) -> tuple[Any, str] | None:
            from db.queries import records

            unit = key
            if entity == "action_items":
                snapshot = records.snapshot(session, entity, key)
                unit = snapshot.values.get("unit_id") if snapshot is not None else None
            named = records.names(session, "organisations", [unit]) if unit is not None else {}
            return (unit, named[unit]) if unit in named else None

        def answer(found: tuple[Any, str] | None) -> None:
            if found is not None:
                self.form.choose(*found)

        self.here.read(job, answer, owner=self)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        log = QFrame()
        log.setObjectName("card")
        rows = QVBoxLayout(log)
        rows.setContentsMargins(24, 18, 24, 18)
        rows.setSpacing(10)
        rows.addWidget(Label(_("What was sent"), "subtitle"))
        self._sent.setSpacing(8)
        rows.addLayout(self._sent)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.BETWEEN_CARDS)
        column.addWidget(self.form)
        column.addWidget(log)
        column.addStretch(1)
        held = QWidget()
        held.setMaximumWidth(WIDEST)
        held.setLayout(column)
        inside = QWidget()
        inside.setObjectName("inside")
        outer = QHBoxLayout(inside)
        outer.setContentsMargins(tokens.GUTTER, 18, tokens.GUTTER, 24)
        outer.addWidget(held, 100)
        outer.addStretch(1)
        self.rows.addWidget(Scroll(inside), 1)

    def _show(self, sent: list[Sent]) -> None:
        while (item := self._sent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        n = len(sent)
        self.subtitle_is(ngettext("{n} file sent", "{n} files sent", n).format(n=n) if n else _(NOTHING_SENT))
        if not sent:
            words = _("Nothing has left yet. Each workbook is listed here with what it held, so that it can be "
                      "compared when it comes back; so are invitations and e-mails.")  # fmt: skip
            self._sent.addWidget(Label(words, "body", "text2", wrap=True))
        for one in sent:
            self._sent.addWidget(rule())
            self._sent.addWidget(_line(one))


def _line(sent: Sent) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    icon, nobody = KINDS.get(sent.kind, KINDS["workbook"])
    row.addWidget(Icon(icon, "text3", 18))
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(Label(sent.recipient or _(nobody), "body-strong"))
    day = relative_day(sent.at.astimezone(LIMA).date())
    parts = (sent.name or "", f"{format_moment(sent.at)} ({day})", sent.who)
    words.addWidget(Label(" · ".join(part for part in parts if part), "caption", "text2"))
    if sent.purpose:
        words.addWidget(Label(_("With personal data: {purpose}").format(purpose=sent.purpose), "caption", "amber"))
    row.addLayout(words, 1)
    if sent.kind in KINDS and sent.kind != "workbook":
        return made  # nothing of it comes back
    pill = Pill()
    said, mark = STATES.get(sent.state, STATES["out"])
    pill.show_mark(_(said), mark)
    row.addWidget(pill)
    return made
