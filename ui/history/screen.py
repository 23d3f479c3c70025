"""The activity of the whole database: steps at the left, newest first; at the right what one did, record by record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.ordering import fold
from ecd_desktop.calendar import LIMA
from ecd_desktop.language import N_, _, format_time, ngettext, relative_day, short_date
from ecd_desktop.services import history
from ui import tokens
from ui.history.step_pane import StepPane
from ui.widgets.controls import Button, Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.lines import Line, LinesView
from ui.widgets.page import Page
from ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.services.history import Activity
    from ui.bridge import News
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
NARROW = 760  # width under which the step stands alone


def build(here: Here) -> ActivityPage:
    return ActivityPage(here)


class ActivityPage(Page):
    """Filter, two chips, the list of steps, and the step that is looked at."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.steps: list[Activity] = []
        self.field = SearchField(_("Filter the list"), "Ctrl+F")
        self.mine = Chip(_("Mine"), icon="user")
        self.imports = Chip(_("Imports"), icon="table-import")
        self.view = LinesView(_("Steps"))
        self.pane = StepPane(here)
        self._more = Button(_("Show older steps"), self._read_older, kind="link")
        self._all_read = False
        self._lay_out()
        self.field.searched.connect(lambda _text: self._show())
        self.field.left.connect(self.focus)
        self.mine.toggled.connect(lambda _on: self._show())
        self.imports.toggled.connect(lambda _on: self._show())
        self.view.chosen.connect(self._chosen)
        self.view.opened.connect(lambda _line: self._look(True))
        self.pane.closed.connect(lambda: self._look(False))
        self.pane.undo_wanted.connect(self.undo_chosen)
        here.bridge.committed.connect(self._news)
        self.load()

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def focus(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self) -> None:
        self.field.begin()

    def refresh(self) -> None:
        self.load()

    def open_record(self, key: Key) -> None:
        """Show one step, by its transaction."""
        self._clear()
        self._wanted = key
        self._select_wanted()

    # --- the steps ----------------------------------------------------------------------------------------------------

    @property
    def chosen_step(self) -> Activity | None:
        """The step that is looked at, where exactly one is selected."""
        keys = self.view.selected()
        return next((step for step in self.steps if step.tx_id == keys[0]), None) if len(keys) == 1 else None

    def load(self) -> None:
        """Read the latest steps again, as many as are shown."""
        limit = max(AT_ONCE, len(self.steps))
        self.here.ask(history.activity, limit=limit, then=self._read, owner=self, slot="activity")

    def undo_chosen(self) -> None:
        """Take the selected step back where nothing changed since; what did is shown side by side."""
        step = self.chosen_step
        if step is not None:
            self.here.do(history.undo_tx, step.tx_id, then=self._told, owner=self)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        bar = QWidget()
        bar.setObjectName("toolbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setFixedHeight(52)
        tools = QHBoxLayout(bar)
        tools.setContentsMargins(tokens.GUTTER, 0, 16, 0)
        tools.setSpacing(8)
        self.field.setMinimumWidth(150)
        self.field.setMaximumWidth(260)
        tools.addWidget(self.field, 2)
        tools.addWidget(self.mine)
        tools.addWidget(self.imports)
        tools.addStretch(1)
        held = QWidget()
        held.setObjectName("surface")
        held.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
        self._middle = QStackedWidget()
        self._middle.addWidget(held)
        self._middle.addWidget(
            EmptyState("history", _("Every change is kept here with who made it, and each can be taken back. Nothing "
                                    "has been changed yet."))
        )  # fmt: skip
        self._middle.addWidget(
            EmptyState("filter", _("No step fits these filters."), button=(_("Clear filters"), self._clear))
        )
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self._middle)
        self.split.addWidget(self.pane)
        self.split.setStretchFactor(0, 1)
        self.pane.setMinimumWidth(tokens.PANE_LEAST)
        self.rows.addWidget(bar)
        self.rows.addWidget(self.split, 1)

    def _read(self, steps: list[Activity]) -> None:
        self.steps = steps
        self._all_read = len(steps) < AT_ONCE
        self._show()
        self._select_wanted()
        if not self.view.selected() and (first := self.view.lines.line(0)) is not None:
            self.view.select([first.key], first.key)

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

        self.here.ask(history.activity, limit=AT_ONCE, before=last, then=answer, owner=self, slot="activity")

    def _show(self) -> None:
        words = fold(self.field.text()).split()
        database = self.here.tasks.database
        me = database.who if database is not None else ""
        fitting = [
            step for step in self.steps
            if all(word in fold(f"{step.label} {step.who}") for word in words)
            and (not self.mine.isChecked() or step.who == me)
            and (not self.imports.isChecked() or step.kind == "import")
        ]  # fmt: skip
        self.view.show_lines([_line(step) for step in fitting])
        filtered = bool(words) or self.mine.isChecked() or self.imports.isChecked()
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

    def _news(self, _news: News) -> None:
        self.load()

    def _clear(self) -> None:
        self.mine.setChecked(False)
        self.imports.setChecked(False)
        self.field.clear()
        self._show()

    def _look(self, on: bool) -> None:
        self._looking = on
        self._fit()
        (self.pane if on else self.view).setFocus(Qt.FocusReason.OtherFocusReason)

    _looking = False

    def _fit(self) -> None:
        narrow = self.width() < NARROW
        self.pane.setVisible(not narrow or self._looking)
        self._middle.setVisible(not narrow or not self._looking)
        self.pane.can_close(narrow)
        if not narrow:
            wide = min(max(self.width() * 42 // 100, 360), 620)
            self.split.setSizes([self.width() - wide, wide])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _line(step: Activity) -> Line:
    local = step.at.astimezone(LIMA)
    kind = KINDS.get(step.kind)
    when = f"{short_date(local.date())}, {format_time(step.at)}"
    small = " · ".join(filter(None, (when, relative_day(local.date()), step.who, _(kind) if kind else "")))
    return Line(step.tx_id, step.label, small, icon=ICONS.get(step.kind, "pencil"), strong=True, who="")
