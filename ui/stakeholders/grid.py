"""The power–interest grid: stakeholders by how much they can and how much they want, and where each one moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from db.fields import N_
from db.queries.listing import Where
from db.queries.stakeholders import StakeholderRow
from db.records.stakeholders import Strategy
from ecd_desktop.language import _, format_date, ngettext
from ui import tokens
from ui.stakeholders.table import MARKS, SIGNS, position_words, said_position
from ui.widgets.controls import Chip, Label
from ui.widgets.list_page import Quick
from ui.widgets.narrowing import open_narrowed
from ui.widgets.past_day import PastDay
from ui.widgets.quadrants import Axes, Dot, Quadrants
from ui.widgets.views import ViewSpec

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.listing import Ask
    from ui.here import Here
    from ui.widgets.list_spec import ListSpec

PARTS = (Strategy.KEEP_SATISFIED, Strategy.MANAGE_CLOSELY, Strategy.MONITOR, Strategy.KEEP_INFORMED)
"""What the four parts of the grid are called, left to right and top to bottom: power upwards, interest to the right."""
Answer = tuple[list[StakeholderRow], dict[Any, StakeholderRow]]


class GridView(QWidget):
    """A further view of the list: one question, one selection."""

    chosen = Signal()
    opened = Signal(object)
    typed = Signal(str)
    menu_wanted = Signal(QPoint)
    loaded = Signal(int)

    def __init__(self, here: Here, page: ListSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here, self._page = here, page
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._ask: Ask | None = None
        self._then: date | None = None  # compared with how it was; None: with the judgement before
        self._rows: dict[Key, StakeholderRow] = {}
        self._was: dict[Key, StakeholderRow] = {}
        self.field = Quadrants(_axes())
        self.before = Chip(_("Former assessment"), icon="history")
        self.before.setChecked(True)
        self.day = PastDay(here)
        self.misread = Label("", "caption", "red")
        self.legend = Label("", "caption", "text2", wrap=True)
        self.legend.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.unplaced = Chip("", icon="help")
        self._lay_out()
        self.field.chosen.connect(self.chosen)
        self.field.opened.connect(self.opened)
        self.field.typed.connect(self.typed)
        self.field.menu_wanted.connect(self.menu_wanted)
        self.before.clicked.connect(lambda _on=False: self.compare_with(None))
        self.day.picked.connect(self.compare_with)
        self.day.misread.connect(self.misread.setText)
        self.unplaced.clicked.connect(lambda _on=False: self._show_unplaced())
        here.actions.attach(self.field, page.place)
        self.setFocusProxy(self.field)
        self._say()

    # --- what a page asks of a view -----------------------------------------------------------------------------------

    def load(self, ask: Ask) -> None:
        self._ask = ask
        self._reread()

    def refresh(self, touched: Iterable[Key] | None = None) -> None:
        self._reread()

    def selected(self) -> tuple[Key, ...]:
        return self.field.selected

    def current(self) -> Key | None:
        return self.field.current

    def select(self, keys: Iterable[Key], current: Key | None = None) -> None:
        self.field.select(keys, current)

    def row(self, key: Key) -> Any | None:
        return self._rows.get(key)

    def known(self) -> Mapping[Key, Any]:
        return self._rows

    def look_changed(self) -> None:
        self._say()
        self._show()

    # --- the past -----------------------------------------------------------------------------------------------------

    def compare_with(self, day: date | None) -> None:
        """Let the arrows begin where everybody stood on a day; None: at the assessment before the last one."""
        self._then = day
        self.misread.setText("")
        self.before.setChecked(day is None)
        if day is None:
            self.day.clear()
        self._reread()

    def _reread(self) -> None:
        ask, listing, then = self._ask, self._page.listing, self._then
        if ask is None:
            return

        def job(session: Any) -> Answer:
            rows = listing.all(session, ask)
            if then is None:
                return rows, {}
            keys = [row.key for row in rows]
            return rows, {row.key: row for row in listing.rows(session, keys, replace(ask, cutoff=then))}

        self.here.read(job, self._read, owner=self, slot=f"grid/{id(self)}")

    def _read(self, answer: Answer) -> None:
        rows, self._was = answer
        self._rows = {row.key: row for row in rows}
        self._show()
        self.loaded.emit(len(rows))

    # --- showing ------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        placed = [row for row in self._rows.values() if row.power is not None]
        self.field.show_dots([self._dot(row) for row in placed])
        missing = len(self._rows) - len(placed)
        self.unplaced.setText(ngettext("{n} not assessed", "{n} not assessed", missing).format(n=missing))
        self.unplaced.setAccessibleName(self.unplaced.text())
        self.unplaced.updateGeometry()
        self.unplaced.setVisible(missing > 0)

    def _dot(self, row: StakeholderRow) -> Dot:
        assert row.power is not None
        assert row.interest is not None
        assert row.position is not None
        before = self._before(row)
        was = None if before is None else (before[1], before[0])
        name, mark = row.acronym or row.name, replace(MARKS[row.position], letter=SIGNS[row.position])
        return Dot(row.key, row.interest, row.power, name, mark, self._words(row), was)

    def _before(self, row: StakeholderRow) -> tuple[int, int, Any, Any] | None:
        """(power, interest, position, day) of what it is compared with."""
        if self._then is None:
            if row.was_on is None or row.was_power is None or row.was_interest is None:
                return None
            return row.was_power, row.was_interest, row.was_position, row.was_on
        then = self._was.get(row.key)
        if then is None or then.power is None or then.interest is None:
            return None
        return then.power, then.interest, then.position, then.assessed_on

    def _words(self, row: StakeholderRow) -> str:
        """Everything that the dot says, for ears and tips."""
        now = _("{name}: power {power}, interest {interest}, {position}, on {day}").format(
            name=row.name, power=row.power, interest=row.interest, position=position_words(row),
            day=format_date(row.assessed_on),
        )  # fmt: skip
        parts = [now]
        before = self._before(row)
        if before is not None and before[:3] != (row.power, row.interest, row.position):
            power, interest, position, day = before
            parts.append(
                _("before, on {day}: power {power}, interest {interest}, {position}").format(
                    day=format_date(day), power=power, interest=interest,
                    position=said_position(position),
                )
            )  # fmt: skip
        if row.strategy is not None:
            parts.append(_(row.strategy.label))
        if row.project:
            parts.append(row.project)
        return "\n".join(parts)

    def _show_unplaced(self) -> None:
        where = (Where("power", "is", None),)
        self.unplaced.setChecked(False)
        open_narrowed(self.here, self._page.place, [Quick("unassessed", N_("Not assessed"), lambda _h: where)])
        page: Any = self.here.page
        page.views.show_view("table")

    def _say(self) -> None:
        self.field.axes = _axes()
        self.field.setAccessibleName(_("Power–interest grid"))
        self.before.setText(_("Former assessment"))
        self.before.setAccessibleName(_("Former assessment"))
        self.legend.setText("    ".join(said_position(position) for position in SIGNS))

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(tokens.GUTTER, 8, 16, 8)
        tools.setSpacing(8)
        tools.addWidget(self.before)
        tools.addWidget(self.day)
        tools.addWidget(self.misread)
        tools.addStretch(1)
        tools.addWidget(self.unplaced)
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(4, 4, 4, 8)
        inside.setSpacing(2)
        inside.addWidget(self.field, 1)
        inside.addWidget(self.legend)
        middle = QHBoxLayout()
        middle.setContentsMargins(tokens.GUTTER, 0, 16, 12)
        middle.addWidget(card)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(tools)
        rows.addLayout(middle, 1)


def _axes() -> Axes:
    first, second, third, fourth = (_(part.label) for part in PARTS)
    return Axes(_("Interest"), _("Power"), (first, second, third, fourth))


GRID = ViewSpec("grid", N_("Power–interest grid"), "chart-dots", GridView)
