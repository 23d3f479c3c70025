"""Workbooks that go out: the card that sends them, the list of what was sent, a card for one workbook of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from db import exchange_log
from db.fields import N_
from db.queries import outgoing, records
from db.queries.listing import Where
from ecd_desktop import sending
from ecd_desktop.exchange.templates import TEMPLATES
from ecd_desktop.language import _, ngettext
from ui import tokens
from ui.commands import plain
from ui.exports import reminding
from ui.exports.form import ExportCard
from ui.exports.holds import HoldsDialog
from ui.exports.send import SendCard
from ui.exports.sent import SentCard, awaited
from ui.widgets.list_page import Quick
from ui.widgets.narrowing import open_narrowed
from ui.widgets.page import Page
from ui.widgets.surfaces import Scroll

if TYPE_CHECKING:
    from db.exchange_log import Sent
    from db.fields import Key
    from ui.here import Here

BESIDE = 960  # width of the page from which what was sent stands beside the card that sends
SHOWN = 100
NOTHING_SENT = N_("What goes out to departments, to be compared when it comes back")
BUTTONS = ("exports.remind_mail", "exports.remind", "exports.records", "exports.withdraw")


def build(here: Here) -> ExportsPage:
    return ExportsPage(here)


class ExportsPage(Page):
    """Two columns where there is room, else one under the other."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.send = SendCard(here)
        self.sent = SentCard(here)
        self.form = ExportCard(here)
        self._wanted: Key | None = None
        for id in BUTTONS:
            command = here.actions.command(id)
            self.sent.add_button(id, plain(_(command.text)), lambda id=id: here.actions[id].trigger(), command.icon)
        self._lay_out()
        self.subtitle_is(_(NOTHING_SENT))
        self.send.written.connect(self._out_changed)
        self.send.told.connect(lambda: QTimer.singleShot(0, self, self._to_top))  # once the bar has its place
        self.form.written.connect(self._out_changed)
        self.sent.chosen.connect(self._choose)
        self.sent.view.opened.connect(lambda _line: self.show_records())
        here.bridge.committed.connect(lambda _news: self.refresh() if self.isVisible() else None)
        self.refresh()

    def focus(self) -> None:
        self.send.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def shown(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self.load()
        self.send.load()

    def load(self) -> None:
        """Read again what was sent."""
        self.here.read(lambda session: exchange_log.sent(session, limit=SHOWN), self._show, owner=self, slot="sent")

    # --- what commands ask --------------------------------------------------------------------------------------------

    def begin_sending(self) -> None:
        """From the top, with the list in hand."""
        self._to_top()
        self.focus()

    def choose_for(self, entity: str, keys: Sequence[Key]) -> None:
        """Tick the departments of the records that were selected elsewhere; the card below gets the first one."""

        def job(session: Any) -> list[tuple[Key, str]]:
            units = list(keys)
            if entity != "organisations":
                owners = records.values_of(session, entity, keys, "unit_id")
                units = [owners[key] for key in keys if owners.get(key)]
            present = outgoing.present_of(session, units)
            named = records.names(session, "organisations", present)
            return [(key, named[key]) for key in present if key in named]

        def answer(found: list[tuple[Key, str]]) -> None:
            if found:
                self.form.choose(*found[0])
                self.send.choose(entity if entity in TEMPLATES else "action_items", {key for key, _n in found})

        self.here.read(job, answer, owner=self)

    def show_sent(self, export: Key) -> None:
        """Select one of the files that were sent, once they are read."""
        self._wanted = export
        self.sent.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.load()

    def awaited(self) -> list[Sent]:
        """The selected workbooks that are not back."""
        return [one for one in self.sent.selected() if awaited(one)]

    def withdrawn(self) -> list[Sent]:
        return [one for one in self.sent.selected() if one.kind == "workbook" and one.state == "withdrawn"]

    def one_workbook(self) -> Sent | None:
        """The selected workbook, where it is one."""
        chosen = self.sent.selected()
        return chosen[0] if len(chosen) == 1 and chosen[0].kind == "workbook" else None

    def remind(self) -> None:
        if chosen := self.awaited():
            reminding.copy_text(self.here, chosen[0])

    def remind_by_mail(self) -> None:
        if chosen := self.awaited():
            reminding.write_drafts(self.here, chosen)

    def withdraw(self, *, back: bool = False) -> None:
        """The selected ones are not awaited any more, or (``back``) are again."""
        chosen = [one.id for one in (self.withdrawn() if back else self.awaited())]
        if not chosen:
            return
        n = len(chosen)

        def over(_none: object) -> None:
            self._out_changed()
            if back:
                said = ngettext("{n} workbook is awaited again.", "{n} workbooks are awaited again.", n)
                self.here.notice(said.format(n=n))
                return
            said = ngettext("{n} workbook was withdrawn.", "{n} workbooks were withdrawn.", n)
            self.here.notice(said.format(n=n), button=(_("Await it again"), again))

        def again() -> None:
            self.here.ask(sending.withdraw, chosen, back=True, then=lambda _none: self._out_changed(), owner=self)

        self.here.ask(sending.withdraw, chosen, back=back, then=over, owner=self)

    def show_records(self) -> None:
        """The records of the selected workbook in their list."""
        one = self.one_workbook()
        if one is None:
            return

        def job(session: Any) -> tuple[str, list[str]] | None:
            held = outgoing.records_in(session, one.id)
            if held is None or held[0] not in TEMPLATES:
                return None
            named = records.values_of(session, *held, "code")
            return held[0], [named[key] for key in held[1] if key in named]

        def answer(found: tuple[str, list[str]] | None) -> None:
            if found is None:
                self.here.notice(_("This workbook holds no record."))
                return
            entity, codes = found
            where = (Where("code", "in", tuple(codes)),)
            name = one.recipient or one.name or ""
            open_narrowed(self.here, entity, [Quick(f"sent-{one.id}", name, lambda _here: where, icon="table-export")])

        self.here.read(job, answer, owner=self)

    def show_holds(self) -> None:
        """What each workbook holds."""
        HoldsDialog(self.here, self.window()).open()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("inside")
        self._left = QVBoxLayout(inside)
        self._left.setContentsMargins(tokens.GUTTER, 18, tokens.GUTTER, 24)
        self._left.setSpacing(tokens.BETWEEN_CARDS)
        self._left.addWidget(self.send)
        self._left.addWidget(self.form)
        self._left.addStretch(1)
        self._scroll = Scroll(inside)
        self._right = QWidget()
        self._right.setObjectName("inside")
        self._held = QVBoxLayout(self._right)
        self._held.setContentsMargins(8, 18, tokens.GUTTER, 24)
        self._held.addWidget(self.sent, 1)
        self._held.addStretch(0)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self._scroll, 12)
        columns.addWidget(self._right, 10)
        self.rows.addLayout(columns, 1)
        self._beside = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was sent stands beside the card that sends, else under it."""
        super().resizeEvent(event)
        beside = self.width() >= BESIDE
        if beside == self._beside:
            return
        self._beside = beside
        self._right.setVisible(beside)
        if beside:
            self._held.insertWidget(0, self.sent, 1)
        else:
            self._left.insertWidget(1, self.sent)

    def _out_changed(self) -> None:
        """Other pages say which records are out, the rail how many files are late: the journal knows nothing of it."""
        self.refresh()
        self.here.bridge.out_changed.emit()
        self.here.recount()

    def _to_top(self) -> None:
        self._scroll.verticalScrollBar().setValue(0)

    def _choose(self) -> None:
        for id, button in self.sent.buttons.items():
            button.setEnabled(self.here.actions.command(id).needs(self.here) is None)
        self.chosen.emit()

    def _show(self, sent: list[Sent]) -> None:
        self.sent.show_sent(sent)
        if self._wanted is not None:
            self.sent.view.select([self._wanted], self._wanted)
            self._wanted = None
        n = len(sent)
        out = sum(awaited(one) for one in sent)
        said = ngettext("{n} file sent", "{n} files sent", n).format(n=n)
        if out:
            said += " · " + ngettext("{n} not back yet", "{n} not back yet", out).format(n=out)
        self.subtitle_is(said if n else _(NOTHING_SENT))
