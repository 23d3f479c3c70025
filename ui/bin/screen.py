"""What was deleted, newest first: who did it and when, what it was, and bringing it back with what belonged to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from db.ordering import fold
from ecd_desktop.calendar import LIMA
from ecd_desktop.language import _, format_time, ngettext, relative_day, short_date
from ecd_desktop.services import bin as bins
from ui.bin.pane import GonePane
from ui.kinds import icon_of
from ui.widgets.controls import Button, Chip, ComboBox
from ui.widgets.empty_state import EmptyState
from ui.widgets.lines import Line
from ui.widgets.lines_page import LinesPage

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.services.bin import Gone
    from ui.bridge import News
    from ui.here import Here

AT_ONCE = 1_000  # read at once; older ones on demand


def build(here: Here) -> BinPage:
    return BinPage(here)


class BinPage(LinesPage):
    """Filter, kind, period, one chip; the list, and what the selected one held."""

    pane: GonePane
    pane_width = (40, 340, 560)

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(here, _("Deleted records"), GonePane(here), Button(_("Show older ones"), kind="link"), parent)
        self.gone: list[Gone] = []
        self.kind = ComboBox()
        self.kind.setAccessibleName(_("Kind of record"))
        self.kind.setFixedWidth(190)
        self.everything = Chip(_("Older than 30 days too"), icon="history")
        self.undone = Chip(_("What was undone too"), icon="arrow-back-up")
        self._whole = True
        self.lay_out((self.kind, self.everything, self.undone), (
            EmptyState("trash", _("What is deleted anywhere waits here and can be brought back with all that belonged "
                                  "to it. In the last 30 days nothing was deleted."),
                       link=(_("Show what is older"), lambda: self.everything.setChecked(True))),
            EmptyState("trash", _("What is deleted anywhere waits here and can be brought back with all that belonged "
                                  "to it. Nothing was ever deleted.")),
            EmptyState("filter", _("Nothing that was deleted fits these filters."),
                       button=(_("Clear filters"), self._clear)),
        ))  # fmt: skip
        self._soon = QTimer(self, singleShot=True, interval=120)
        self._soon.timeout.connect(self.load)
        self.kind.activated.connect(lambda _at: self._show())
        self.everything.toggled.connect(lambda _on: self._period())
        self.undone.toggled.connect(lambda _on: self._show())
        self.pane.wanted.connect(self.bring_back)
        here.actions.attach(self.view, "bin")
        self.load()

    def selected(self) -> tuple[Key, ...]:
        return self.view.selected()

    # --- the records --------------------------------------------------------------------------------------------------

    @property
    def chosen_places(self) -> tuple[tuple[str, Key], ...]:
        """The selected records, by noun and key."""
        return tuple((line.token[0], line.key) for line in self.view.selected_lines())

    @property
    def shows_all(self) -> bool:
        return self.everything.isChecked()

    def toggle_all(self) -> None:
        """Everything that was ever deleted, or the last 30 days."""
        self.everything.setChecked(not self.everything.isChecked())

    def load(self) -> None:
        """Read again what is shown."""
        days = None if self.shows_all else bins.DAYS
        limit = max(AT_ONCE, len(self.gone))

        def answer(gone: list[Gone]) -> None:
            self._whole = sum(1 + _count(one) for one in gone) < limit
            self._read(gone)

        self.here.ask(bins.gone, days=days, limit=limit, then=answer, owner=self, slot="bin")

    def bring_back(self) -> None:
        """Put the selected records back, as one change with Undo; what is in the way is said."""
        if places := self.chosen_places:
            self.here.do(bins.bring_back, places, owner=self)

    # --- inside -------------------------------------------------------------------------------------------------------

    def has_pane(self) -> bool:
        return self._middle.currentIndex() == 0

    def _read(self, gone: list[Gone]) -> None:
        self.gone = gone
        self._show()
        self.view.select_first()

    def _read_older(self) -> None:
        def answer(older: list[Gone]) -> None:
            self.gone += older
            self._whole = len(older) == 0
            self._show()

        last = self.gone[-1].record.seq if self.gone else None
        days = None if self.shows_all else bins.DAYS
        self.here.ask(bins.gone, days=days, before=last, limit=AT_ONCE, then=answer, owner=self, slot="bin")

    def _period(self) -> None:
        self.gone = []
        self.load()
        self.here.actions.refresh()

    def _show(self) -> None:
        words = fold(self.field.text()).split()
        shown = [one for one in self.gone if self.undone.isChecked() or not one.record.undone]
        self._offer_kinds(shown)
        kind = self.kind.currentData()
        fitting = [
            one for one in shown
            if (not kind or one.record.entity == kind)
            and all(word in fold(f"{one.record.code} {one.name} {one.record.who}") for word in words)
        ]  # fmt: skip
        self.view.show_lines([_line(one) for one in fitting])
        filtered = bool(words) or bool(kind)
        empty = 3 if filtered and shown else 2 if self.shows_all else 1
        self._middle.setCurrentIndex(0 if fitting else empty)
        self._fit()
        self._more.setVisible(not self._whole)
        said = ngettext("{n} deleted record", "{n} deleted records", len(fitting)).format(n=len(fitting))
        self.subtitle_is(said if self.shows_all else _("{said} in the last 30 days").format(said=said))
        self._chosen()

    def _offer_kinds(self, shown: list[Gone]) -> None:
        counted: dict[str, tuple[str, int]] = {}
        for one in shown:
            noun, number = counted.get(one.record.entity, (one.record.noun, 0))
            counted[one.record.entity] = (noun, number + 1)
        wanted = self.kind.currentData()
        self.kind.clear()
        self.kind.addItem(_("All kinds"), "")
        for entity, (noun, number) in sorted(counted.items(), key=lambda one: -one[1][1]):
            self.kind.addItem(_("{noun} ({n})").format(noun=_(noun), n=number), entity)
        self.kind.setCurrentIndex(max(self.kind.findData(wanted), 0))

    def _chosen(self) -> None:
        lines = self.view.selected_lines()
        place = lines[0].token if len(lines) == 1 else None
        one = next((one for one in self.gone if (one.record.entity, one.record.key) == place), None)
        self.pane.show_gone(one, len(lines))
        said = ngettext("{n} deleted record", "{n} deleted records", self.view.lines.rowCount())
        said = said.format(n=self.view.lines.rowCount())
        if len(lines) > 1:
            said += " · " + ngettext("{n} selected", "{n} selected", len(lines)).format(n=len(lines))
        self.count_is(said)
        self.chosen.emit()

    def _news(self, _news: News) -> None:
        self._soon.start()

    def _clear(self) -> None:
        self.kind.setCurrentIndex(0)
        self.field.clear()
        self._show()


def _line(gone: Gone) -> Line:
    record = gone.record
    local = record.at.astimezone(LIMA)
    when = f"{short_date(local.date())}, {format_time(record.at)}"
    parts = ngettext("with {n} part of it", "with {n} parts of it", _count(gone)).format(n=_count(gone))
    small: tuple[Any, ...] = (
        _(record.noun), record.code, when, relative_day(local.date()), record.who, parts if gone.parts else "",
        _("undone") if record.undone else "",
    )  # fmt: skip
    return Line(record.key, gone.name, " · ".join(filter(None, small)), icon=icon_of(record.entity),
                strong=True, faint=record.erased, token=(record.entity, record.key))  # fmt: skip


def _count(gone: Gone) -> int:
    return sum(number for _noun, number in gone.parts)
