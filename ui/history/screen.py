"""The timeline of the whole database: steps at the left under their days; at the right what one did, field by field."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from db.story import Which
from ecd_desktop.calendar import LIMA
from ecd_desktop.language import _, begun, format_number, format_time, long_date, ngettext, relative_day
from ecd_desktop.services import history, timeline
from ui.history.narrowing import Narrowing
from ui.history.step_pane import StepPane
from ui.widgets.controls import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.lines import Line
from ui.widgets.lines_page import LinesPage

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.services.history import Activity
    from ecd_desktop.services.timeline import Choices, Page
    from ui.bridge import News
    from ui.here import Here

AT_ONCE = 200
ICONS = {
    "edit": "pencil", "import": "table-import", "undo": "arrow-back-up", "redo": "arrow-forward-up",
    "merge": "copy-check", "migrate": "database", "redact": "eye-off",
}  # fmt: skip
DAYS = uuid.UUID("5f0f4b1e-8a86-4c0b-9a52-5a6a2f1f3d20")  # names the headings, which are no steps


def build(here: Here) -> TimelinePage:
    return TimelinePage(here)


class TimelinePage(LinesPage):
    """What narrows it, the steps, and the step that is looked at."""

    pane: StepPane

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(here, _("Steps"), StepPane(here), Button(_("Show older steps"), kind="link"), parent)
        self.steps: list[Activity] = []
        self.narrowing = Narrowing(here, self)
        self._before: int | None = None  # where the older steps begin; None: all were read
        self.lay_out(self.narrowing.controls, (
            EmptyState("history", _("Every change is kept here with who made it, and each can be taken back. Nothing "
                                    "has been changed yet.")),
            EmptyState("filter", _("No step fits these filters."), button=(_("Clear filters"), self._clear)),
        ))  # fmt: skip
        self.field.searched.disconnect()
        self.field.searched.connect(lambda _text: self._narrow())
        self.narrowing.changed.connect(self._narrow)
        self.pane.wanted.connect(self.undo_chosen)
        self.load()

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def open_record(self, key: Key) -> None:
        """Show one step, by its transaction."""
        self._wanted = key
        self._clear()

    def shown(self) -> None:
        if self._stale:
            self.load()

    # --- the steps ----------------------------------------------------------------------------------------------------

    @property
    def chosen_step(self) -> Activity | None:
        """The step that is looked at, where exactly one is selected."""
        keys = self.view.selected()
        return next((step for step in self.steps if step.tx_id == keys[0]), None) if len(keys) == 1 else None

    def load(self) -> None:
        """Read the latest steps again, as many as are shown."""
        self._stale = False
        limit, which, text = max(AT_ONCE, len(self.steps)), self.narrowing.which(), self.field.text()

        def job(store: Any) -> tuple[Page, Choices]:
            return timeline.page(store, limit=limit, which=which, text=text), timeline.choices(store)

        self.here.ask(job, then=self._read, owner=self, slot="activity")

    def show_record(self, place: tuple[str, Key] | None, name: str = "") -> None:
        """Only the steps that touched one record; None shows all again."""
        self.narrowing.show_record(place, name)

    def undo_chosen(self) -> None:
        """Take the selected step back where nothing changed since; what did is shown side by side."""
        step = self.chosen_step
        if step is not None:
            self.here.do(history.undo_tx, step.tx_id, then=self._told, owner=self)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _read(self, both: tuple[Page, Choices]) -> None:
        page, choices = both
        self.steps, self._before = list(page.steps), page.before
        self.narrowing.offer(choices)
        self._show()
        self._select_wanted()
        self.view.select_first()

    def _narrow(self) -> None:
        """Other filters: read anew from the latest."""
        self.steps = []
        self.load()

    _wanted: Key | None = None  # asked for before it was read
    _stale = False  # there are newer steps

    def _select_wanted(self) -> None:
        if self._wanted is not None and any(step.tx_id == self._wanted for step in self.steps):
            self.view.select([self._wanted], self._wanted)
            self.view.scrollTo(self.view.currentIndex())
            self._wanted = None

    def _read_older(self) -> None:
        def answer(older: Page) -> None:
            self.steps += older.steps
            self._before = older.before
            self._show()

        self.here.ask(timeline.page, limit=AT_ONCE, before=self._before, which=self.narrowing.which(),
                      text=self.field.text(), then=answer, owner=self, slot="activity")  # fmt: skip

    def _show(self) -> None:
        self.view.show_lines(list(_by_day(self.steps)))
        filtered = bool(self.field.text().split()) or self.narrowing.which() != Which()
        # where none of the steps looked through fits, older ones may: the list stays, with its link to them
        found = bool(self.steps) or self._before is not None
        self._middle.setCurrentIndex(0 if found else 2 if filtered else 1)
        self._more.setVisible(self._before is not None)
        n = len(self.steps)
        said = ngettext("{n} step", "{n} steps", n).format(n=format_number(n))
        self.subtitle_is(said if self._before is None else _("{said} read so far").format(said=said))
        self.count_is(said)
        if not self.view.selected():
            self._chosen()

    def _chosen(self) -> None:
        self.pane.show_step(self.chosen_step)
        self.chosen.emit()

    def _news(self, _news: News) -> None:
        """Every change is a step more: they are read while somebody looks."""
        if self.isVisible():
            self.load()
        else:
            self._stale = True

    def _told(self, told: Any) -> None:
        if not told.done:
            self.here.notice(told.sentence)

    def _clear(self) -> None:
        self.field.show_text("")
        self.narrowing.clear()


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
    kind = timeline.KINDS.get(step.kind, "") if step.kind != "edit" else ""
    small = " · ".join(filter(None, (format_time(step.at), step.who, _(kind), step.file)))
    return Line(step.tx_id, step.label, small, icon=ICONS.get(step.kind, "pencil"), strong=True, who="")
