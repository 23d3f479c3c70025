"""What a list is asked: words, chips, filters of columns and order together, each in sight, each removable."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace as changed
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from db.queries.listing import Ask, Order, Where
from ecd_desktop.language import _
from ui import icons
from ui.widgets import column_filters
from ui.widgets.column_filters import ColumnFilter
from ui.widgets.controls import Chip
from ui.widgets.filter_chip import FilterChip
from ui.widgets.filter_popup import FilterPopup

if TYPE_CHECKING:
    from ui.here import Here
    from ui.widgets.list_spec import ListSpec, Quick
    from ui.widgets.list_tools import ListTools


class Asking(QObject):
    """``changed`` says that the list must be asked again."""

    changed = Signal()

    def __init__(self, here: Here, spec: ListSpec, tools: ListTools, owner: QWidget) -> None:
        super().__init__(owner)
        self._here, self._spec, self._tools, self._owner = here, spec, tools, owner
        self.listing = spec.listing
        self.text = ""
        self.order: tuple[Order, ...] = ()
        self.quicks: dict[str, Quick] = {}
        self.brought: set[str] = set()  # chips that came from a figure elsewhere
        self.chips: dict[str, Chip] = {}
        self.filters: dict[str, ColumnFilter] = {}
        for quick in spec.chips:
            self._add(quick)
        tools.fill_filters = self._fill_menu
        self.count_soon = QTimer(self, singleShot=True, interval=250)
        self.count_soon.timeout.connect(self.count)

    # --- the question -------------------------------------------------------------------------------------------------

    def asked(self, *, without: str = "") -> Ask:
        """All of it; ``without`` leaves the filter of one column out."""
        ask = self._spec.ask(self._here)
        where = tuple(one for id, chip in self.chips.items() if chip.isChecked()
                      for one in self.quicks[id].where(self._here))  # fmt: skip
        return changed(ask, text=self.text, where=ask.where + where + self._of_columns(without),
                       order=self.order or ask.order)  # fmt: skip

    def is_on(self) -> bool:
        """Whether the list is narrowed at all."""
        return bool(self.text or self.filters) or any(chip.isChecked() for chip in self.chips.values())

    def set(
        self, *, text: str = "", chips: Iterable[str] = (), filters: Iterable[ColumnFilter] = (),
        order: Iterable[tuple[str, bool]] | None = None,
    ) -> None:  # fmt: skip
        """Ask exactly this, once; ``order`` None leaves the order as it is."""
        if order is not None:
            self.order = tuple(Order(name, descending) for name, descending in order)
        on = set(chips)
        for id, chip in self.chips.items():
            chip.blockSignals(True)
            chip.setChecked(id in on)
            chip.blockSignals(False)
            chip.update()
        self.text = text.strip()
        self.filters = {one.column: one for one in filters if one}
        self._say_filters()
        self._again()

    def search(self, text: str) -> None:
        if text.strip() != self.text:
            self.text = text.strip()
            self._again()

    def sort(self, order: Iterable[tuple[str, bool]]) -> None:
        self.order = tuple(Order(name, descending) for name, descending in order)
        self._again()

    def filter(self, filter: ColumnFilter) -> None:
        """Narrow one column; an empty filter widens it again."""
        if filter:
            self.filters[filter.column] = filter
        else:
            self.filters.pop(filter.column, None)
        self._say_filters()
        self._again()

    def learn(self, quick: Quick) -> None:
        """A chip for this filter, in place of the one that was brought under the same id before."""
        if quick.id in self.chips:
            if quick.id not in self.brought:
                return
            self._tools.remove_chip(self.chips.pop(quick.id))
        self._add(quick)
        self.brought.add(quick.id)

    # --- filters of columns -------------------------------------------------------------------------------------------

    def filterable(self, name: str) -> bool:
        return name in self.listing.columns

    def open_filter(self, name: str, at: QPoint) -> FilterPopup | None:
        """Let the person narrow a column; ``at`` is global.  None where nothing stands behind it."""
        column = self.listing.columns.get(name)
        if column is None:
            return None
        focused = self._owner.window().focusWidget()
        popup = FilterPopup(self._here, self.listing, column, self.asked(without=name), self.filters.get(name),
                            parent=self._owner)  # fmt: skip
        popup.applied.connect(self.filter)
        popup.destroyed.connect(partial(_give_back, focused, self._owner))
        popup.open_at(at)
        return popup

    def menu_of_columns(self, menu: QMenu, at: Callable[[], QPoint]) -> None:
        """Every column that can be filtered, those that are first."""
        for name, column in sorted(self.listing.columns.items(), key=lambda pair: pair[0] not in self.filters):
            action = menu.addAction(_(column.label))
            action.triggered.connect(lambda _on=False, name=name: self.open_filter(name, at()))
            if name in self.filters:
                icons.dress(action, "filter", "accent_text")

    # --- inside -------------------------------------------------------------------------------------------------------

    def _add(self, quick: Quick) -> None:
        chip = Chip(_(quick.text), mark=quick.mark, icon=quick.icon)
        chip.toggled.connect(lambda _on: self._again())
        self.quicks[quick.id] = quick
        self.chips[quick.id] = chip
        self._tools.add_chip(chip)

    def _of_columns(self, without: str = "") -> tuple[Where, ...]:
        wanted = [one for name, one in self.filters.items() if name != without]
        return column_filters.where(wanted, self.listing.columns)

    def _again(self) -> None:
        self._tools.set_filtered(self.is_on())
        self.changed.emit()

    def _say_filters(self) -> None:
        chips = []
        for name, one in self.filters.items():
            column = self.listing.columns[name]
            values = one.words(column, self._here.speech)
            chip = FilterChip(_("{column}: {values}").format(column=_(column.label), values=values))
            chip.setProperty("command", "view.filter")
            chip.clicked.connect(lambda _on=False, name=name, chip=chip: self.open_filter(name, chip.under()))
            chip.removed.connect(lambda name=name: self.filter(ColumnFilter(name)))
            chips.append(chip)
        self._tools.show_filters(chips)

    def _fill_menu(self, menu: QMenu) -> None:
        """What has no room in the bar, then every column that can be filtered."""
        for chip in self._tools.hidden_chips():
            action = menu.addAction(chip.text() if isinstance(chip, FilterChip) else chip.accessibleName())
            action.triggered.connect(chip.click)
            action.setCheckable(True)
            action.setChecked(chip.isChecked() or isinstance(chip, FilterChip))
        if self.is_on() and self._tools.clear.isHidden():
            menu.addAction(_("Clear filters"), self._tools.clear.click)
        if menu.actions():
            menu.addSeparator()
        columns = menu.addMenu(_("Filter by a column"))
        self.menu_of_columns(columns, lambda: self._tools.under(self._tools.more))

    def count(self) -> None:
        """Count every chip again, under the words and the filters of columns."""
        if not self.chips:
            return
        base = self._spec.ask(self._here)
        base = changed(base, text=self.text, where=base.where + self._of_columns())
        asks = {id: changed(base, where=base.where + quick.where(self._here)) for id, quick in self.quicks.items()}
        listing = self.listing

        def answer(counts: dict[str, int]) -> None:
            for id, count in counts.items():
                if id in self.chips:
                    self.chips[id].set_count(count)

        self._here.read(lambda session: {id: listing.count(session, ask) for id, ask in asks.items()}, answer,
                        owner=self, slot=f"chips/{self._spec.place}")  # fmt: skip


def _give_back(focused: QWidget | None, page: QWidget, _popup: object = None) -> None:
    """The keyboard goes back to where it was when the popup opened; to the list, where that is gone meanwhile."""
    if focused is not None and shiboken6.isValid(focused) and focused.isVisible():
        focused.setFocus()
    elif shiboken6.isValid(page) and page.isVisible():
        page.focus()  # type: ignore[attr-defined]
