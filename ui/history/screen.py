"""The activity of the whole database: steps at the left, newest first; at the right what one did, record by record."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from db.ordering import fold
from db.story import Which
from ecd_desktop.calendar import LIMA
from ecd_desktop.language import N_, _, begun, format_time, long_date, ngettext, relative_day
from ecd_desktop.services import history
from ui.history.step_pane import StepPane
from ui.widgets.controls import Button, Chip, ComboBox
from ui.widgets.empty_state import EmptyState
from ui.widgets.lines import Line
from ui.widgets.lines_page import LinesPage

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.services.history import Activity
    from ui.here import Here

AT_ONCE = 200
ICONS = {
    "edit": "pencil", "import": "table-import", "undo": "arrow-back-up", "redo": "arrow-forward-up",
    "merge": "copy-check", "migrate": "database", "redact": "eye-off",
}  # fmt: skip
KINDS = {
    "import": N_("import"), "undo": N_("undone"), "redo": N_("redone"), "merge": N_("merged"),
    "migrate": N_("upgrade of the database"), "redact": N_("personal data erased"),
}  # fmt: skip
Span = Callable[[date], tuple[date | None, date | None]]
PERIODS: tuple[tuple[str, Span], ...] = (
    (N_("At any time"), lambda _day: (None, None)),
    (N_("Today"), lambda day: (day, day + timedelta(days=1))),
    (N_("Yesterday"), lambda day: (day - timedelta(days=1), day)),
    (N_("Last 7 days"), lambda day: (day - timedelta(days=6), day + timedelta(days=1))),
    (N_("Last 30 days"), lambda day: (day - timedelta(days=29), day + timedelta(days=1))),
)
"""Spans of days, the last one left out."""
DAYS = uuid.UUID("5f0f4b1e-8a86-4c0b-9a52-5a6a2f1f3d20")  # names the headings, which are no steps


def build(here: Here) -> ActivityPage:
    return ActivityPage(here)


class ActivityPage(LinesPage):
    """Filter, two chips, the list of steps, and the step that is looked at."""

    pane: StepPane

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(here, _("Steps"), StepPane(here), Button(_("Show older steps"), kind="link"), parent)
        self.steps: list[Activity] = []
        self.mine = Chip(_("Mine"), icon="user")
        self.imports = Chip(_("Imports"), icon="table-import")
        self.person, self.period = ComboBox(), ComboBox()
        self.record = Chip("", icon="x")  # of one record; a click takes it away
        self._record: tuple[str, Key] | None = None
        self._people: tuple[str, ...] = ()
        self._all_read = False
        self._dress()
        self.lay_out((self.person, self.period, self.mine, self.imports, self.record), (
            EmptyState("history", _("Every change is kept here with who made it, and each can be taken back. Nothing "
                                    "has been changed yet.")),
            EmptyState("filter", _("No step fits these filters."), button=(_("Clear filters"), self._clear)),
        ))  # fmt: skip
        for chip in (self.mine, self.imports):
            chip.toggled.connect(lambda _on: self._narrow())
        for box in (self.person, self.period):
            box.activated.connect(lambda _at: self._narrow())
        self.record.clicked.connect(lambda _on=False: self.show_record(None))
        self.pane.wanted.connect(self.undo_chosen)
        self.load()

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def open_record(self, key: Key) -> None:
        """Show one step, by its transaction."""
        self._wanted = key
        self._clear()

    # --- the steps ----------------------------------------------------------------------------------------------------

    @property
    def chosen_step(self) -> Activity | None:
        """The step that is looked at, where exactly one is selected."""
        keys = self.view.selected()
        return next((step for step in self.steps if step.tx_id == keys[0]), None) if len(keys) == 1 else None

    def load(self) -> None:
        """Read the latest steps again, as many as are shown."""
        limit, which = max(AT_ONCE, len(self.steps)), self.which()

        def job(store: Any) -> tuple[list[Activity], list[str]]:
            return history.activity(store, limit=limit, which=which), history.people(store)

        self.here.ask(job, then=self._read, owner=self, slot="activity")

    def which(self) -> Which:
        """What the controls say now."""
        database = self.here.tasks.database
        who = database.who if self.mine.isChecked() and database is not None else self.person.currentData() or None
        days = PERIODS[max(self.period.currentIndex(), 0)][1](self.here.today)
        since, until = (None if day is None else datetime.combine(day, time(), LIMA).astimezone(UTC) for day in days)
        return Which(who, since, until, "import" if self.imports.isChecked() else None, self._record)

    def show_record(self, place: tuple[str, Key] | None, name: str = "") -> None:
        """Only the steps that touched one record; None shows all again."""
        self._record = place
        self.record.setText(name if len(name) <= 28 else f"{name[:27]}…")
        self.record.setToolTip(_("Only steps of “{name}”. Click to show all again.").format(name=name))
        self.record.setAccessibleName(self.record.toolTip())
        self.record.setChecked(place is not None)
        self.record.setVisible(place is not None)
        self.record.updateGeometry()
        self._narrow()

    def undo_chosen(self) -> None:
        """Take the selected step back where nothing changed since; what did is shown side by side."""
        step = self.chosen_step
        if step is not None:
            self.here.do(history.undo_tx, step.tx_id, then=self._told, owner=self)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        self.person.setAccessibleName(_("Person"))
        self.period.setAccessibleName(_("Period"))
        for text, _days in PERIODS:
            self.period.addItem(_(text))
        self.period.fit_words()
        self.record.setCheckable(True)
        self.record.hide()

    def _read(self, both: tuple[list[Activity], list[str]]) -> None:
        self.steps, people = both
        self._all_read = len(self.steps) < AT_ONCE
        self._offer(tuple(people))
        self._show()
        self._select_wanted()
        self.view.select_first()

    def _offer(self, people: tuple[str, ...]) -> None:
        if people == self._people and self.person.count():
            return
        wanted, self._people = self.person.currentData(), people
        self.person.clear()
        self.person.addItem(_("Everybody"), "")
        for name in people:
            self.person.addItem(name, name)
        self.person.setCurrentIndex(max(self.person.findData(wanted), 0))
        self.person.fit_words()

    def _narrow(self) -> None:
        """Other filters: read anew from the latest."""
        self.person.setEnabled(not self.mine.isChecked())
        self.steps = []
        self.load()

    _wanted: Key | None = None  # asked for before it was read

    def _select_wanted(self) -> None:
        if self._wanted is not None and any(step.tx_id == self._wanted for step in self.steps):
            self.view.select([self._wanted], self._wanted)
            self.view.scrollTo(self.view.currentIndex())
            self._wanted = None

    def _read_older(self) -> None:
        last = self.steps[-1].seq if self.steps else None

        def answer(older: list[Activity]) -> None:
            self.steps += older
            self._all_read = len(older) < AT_ONCE
            self._show()

        self.here.ask(history.activity, limit=AT_ONCE, before=last, which=self.which(), then=answer, owner=self,
                      slot="activity")  # fmt: skip

    def _show(self) -> None:
        words = fold(self.field.text()).split()
        fitting = [step for step in self.steps if all(word in fold(f"{step.label} {step.who}") for word in words)]
        self.view.show_lines(list(_by_day(fitting)))
        filtered = bool(words) or self.which() != Which()
        self._middle.setCurrentIndex(0 if fitting else 2 if filtered else 1)
        self._more.setVisible(not self._all_read)
        said = ngettext("{n} step", "{n} steps", len(fitting)).format(n=len(fitting))
        self.subtitle_is(said if self._all_read else _("{said} read so far").format(said=said))
        self.count_is(said)
        if not self.view.selected():
            self._chosen()

    def _chosen(self) -> None:
        step = self.chosen_step
        self.pane.show_step(step)
        self.chosen.emit()

    def _told(self, told: Any) -> None:
        if not told.done:
            self.here.notice(told.sentence)

    def _clear(self) -> None:
        for chip in (self.mine, self.imports):
            chip.blockSignals(True)
            chip.setChecked(False)
            chip.blockSignals(False)
        self.person.setCurrentIndex(0)
        self.period.setCurrentIndex(0)
        self.field.clear()
        self.show_record(None)


def _by_day(steps: list[Activity]) -> Iterator[Line]:
    """The steps under the days on which they were made."""
    for day, held in groupby(steps, key=lambda step: step.at.astimezone(LIMA).date()):
        some = list(held)
        said = ngettext("{n} step", "{n} steps", len(some)).format(n=len(some))
        people = ", ".join(dict.fromkeys(step.who for step in some))
        title = begun(f"{long_date(day, weekday=True)} · {relative_day(day)}")
        key = uuid.uuid5(DAYS, day.isoformat())
        yield Line(key, title, f"{said} · {people}", icon="calendar", faint=True, fixed=True)
        yield from (_line(step) for step in some)


def _line(step: Activity) -> Line:
    kind = KINDS.get(step.kind)
    small = " · ".join(filter(None, (format_time(step.at), step.who, _(kind) if kind else "")))
    return Line(step.tx_id, step.label, small, icon=ICONS.get(step.kind, "pencil"), strong=True, who="")
