"""The columns of a table: which are seen, in which order, how wide, how many stay; remembered for each list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QMenu

from ecd_desktop.language import _
from ui import application
from ui.widgets.cells import Look
from ui.widgets.tick_menu import TickMenu

if TYPE_CHECKING:
    from ui.widgets.table import Table
    from ui.widgets.table_model import RowsModel

LEAST = 48  # of a column the person has narrowed
AMPLE, MORE = 300, 64  # from what width of the stretching column on names become wider, and by how much


class Columns(QObject):
    """What the person has chosen wins over what fits."""

    def __init__(self, table: Table, model: RowsModel, name: str) -> None:
        super().__init__(table)
        self._table = table
        self._model = model
        self._name = name  # under which all this is kept
        self.wanted: dict[str, bool] = {}  # columns the person has chosen to see, or not to
        self.widths: dict[str, int] = {}  # columns the person has made wider or narrower
        self.frozen: int | None = None  # how many at the left stay while the rest scrolls; None: as the list has it
        self.usual_frozen = 1
        self._fitting = False
        self._keep_soon = QTimer(self, singleShot=True, interval=400)  # a drag is hundreds of widths
        self._keep_soon.timeout.connect(self._keep)
        table.head.sectionResized.connect(self._resized)
        table.head.sectionMoved.connect(lambda *_a: self._moved())
        table.head.sectionHandleDoubleClicked.connect(self.fit_to_content)

    # --- what is seen -------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Give every column its room: those that yield go first, the stretching one takes the rest."""
        room = self._table.viewport().width()
        columns = self._model.columns
        shown = [n for n, one in enumerate(columns) if self.wanted.get(one.name, not one.hidden)]
        asked = set(shown)
        for place in sorted(shown, key=lambda n: -columns[n].yields):
            if sum(self._least(n) for n in shown) <= room:
                break
            if columns[place].yields and columns[place].name not in self.wanted:
                shown.remove(place)
        self._fitting = True
        for n in range(len(columns)):
            self._table.setColumnHidden(n, n not in shown)
        stretching = [n for n in shown if columns[n].stretch and columns[n].name not in self.widths]
        rest = room - sum(self._width(n) for n in shown if n not in stretching)
        names = [n for n in shown if columns[n].look is Look.WHO and not columns[n].stretch
                 and columns[n].name not in self.widths]  # fmt: skip
        more = max(min(rest - AMPLE * len(stretching), MORE * len(names)), 0) if stretching else 0
        for n in shown:
            width = self._width(n) + (more // len(names) if n in names else 0)
            if n in stretching:
                width = max((rest - more) // len(stretching), self._least(n))
            self._table.setColumnWidth(n, width)
        self._fitting = False
        self._model.gave_way(frozenset(columns[n].name for n in asked.difference(shown)))
        self._table.columns_changed()

    def shown(self) -> list[int]:
        """The visible columns, from left to right."""
        found = [n for n in range(len(self._model.columns)) if not self._table.isColumnHidden(n)]
        return sorted(found, key=self._table.head.visualIndex)

    def frozen_now(self) -> list[int]:
        """The columns that stay at the left when the others scroll; never all of them."""
        wanted = self.usual_frozen if self.frozen is None else self.frozen
        shown = self.shown()
        room, found = self._table.viewport().width() * 6 // 10, []
        for n in shown[: min(wanted, len(shown) - 1)]:
            room -= self._table.columnWidth(n)
            if room < 0:
                break
            found.append(n)
        return found

    def want(self, name: str, on: bool) -> None:
        """Show a column or not, whatever the width; the last one stays."""
        if not on and len(self.shown()) <= 1:
            return
        self.wanted[name] = on
        self.fit()
        self.remember()

    def freeze(self, n: int) -> None:
        """Let the first ``n`` visible columns stay when the others scroll; 0: all of them scroll."""
        self.frozen = max(n, 0)
        self._table.columns_changed()
        self.remember()

    def fit_to_content(self, section: int) -> None:
        """As wide as what it shows."""
        self._table.resizeColumnToContents(section)

    def usual(self) -> None:
        """As the list has it, as if nothing had ever been chosen."""
        self.wanted.clear()
        self.widths.clear()
        self.frozen = None
        for place in range(len(self._model.columns)):
            self._table.head.moveSection(self._table.head.visualIndex(place), place)
        self._table.group_by(None)
        self.fit()
        self.remember()

    # --- menus --------------------------------------------------------------------------------------------------------

    def menu(self) -> QMenu:
        """Which columns to see, and by which to group."""
        menu = TickMenu(self._table)
        self._add_group_menu(menu)
        for n, column in enumerate(self._model.columns):
            action = menu.addAction(self._model.label(n).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(not self._table.isColumnHidden(n))
            action.toggled.connect(lambda on, name=column.name: self.want(name, on))
        menu.addSeparator()
        menu.addAction(_("Usual columns"), self.usual)
        return menu

    def menu_of(self, section: int) -> QMenu:
        """What can be done with one column, then with all."""
        menu = QMenu(self._table)
        shown = self.shown()
        if section in shown:
            name, place = self._model.columns[section].name, shown.index(section) + 1
            menu.addAction(_("Fit to what it shows"), lambda: self.fit_to_content(section))
            if section in self._table.head.filterable:
                head = self._table.head
                menu.addAction(_("Filter by this column…"), lambda: head.filter_wanted.emit(QPoint(), section))
            frozen = len(self.frozen_now())
            if place < len(shown):
                freeze = menu.addAction(_("Freeze up to here"), lambda: self.freeze(place))
                freeze.setEnabled(frozen != place)
            unfreeze = menu.addAction(_("Freeze no column"), lambda: self.freeze(0))
            unfreeze.setEnabled(frozen > 0)
            if any(one.name == name for one in self._model.groupable()):
                grouped = self._model.grouped_by == name
                wanted = None if grouped else name
                action = menu.addAction(_("Group by this column"), lambda: self._table.group_by(wanted))
                action.setCheckable(True)
                action.setChecked(grouped)
            if len(shown) > 1:
                menu.addAction(_("Hide this column"), lambda: self.want(name, False))
            menu.addSeparator()
        rest = self.menu()
        rest.setTitle(_("Columns"))
        menu.addMenu(rest)
        return menu

    def group_menu(self) -> QMenu:
        """By which column to group."""
        menu = QMenu(_("Group by"), self._table)
        offered = [(None, _("Do not group"))]
        for shown in self._model.groupable():
            if shown.name in (self._table.groups or [shown.name]):
                offered.append((shown.name, self._model.label(self._model.column_named(shown.name))))
        for name, words in offered:
            action = menu.addAction(words.replace("&", "&&"), lambda name=name: self._table.group_by(name))
            action.setCheckable(True)
            action.setChecked((name or "") == self._model.grouped_by)
        return menu

    def _add_group_menu(self, menu: QMenu) -> None:
        if self._model.groupable():
            menu.addMenu(self.group_menu())
            menu.addSeparator()

    # --- memory -------------------------------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """All of it as plain data, for a saved view: ``wanted, widths, order, frozen, group, folded``."""
        order = sorted(range(len(self._model.columns)), key=self._table.head.visualIndex)
        return {
            "wanted": dict(self.wanted), "widths": dict(self.widths),
            "order": [self._model.columns[n].name for n in order],
            "frozen": self.frozen, "group": self._model.grouped_by, "folded": self._model.folded(),
        }  # fmt: skip

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Bring back a ``state``, also one of another version or edited by hand: what is unknown is left out."""
        known = [column.name for column in self._model.columns]
        self.wanted = {name: bool(on) for name, on in _mapping(kept.get("wanted")).items() if name in known}
        self.widths = {
            name: max(int(width), LEAST) for name, width in _mapping(kept.get("widths")).items()
            if name in known and isinstance(width, int | float)
        }  # fmt: skip
        frozen = kept.get("frozen")
        self.frozen = max(frozen, 0) if isinstance(frozen, int) and not isinstance(frozen, bool) else None
        order = kept.get("order")
        names = [name for name in order if name in known] if isinstance(order, list) else known
        self._fitting = True
        for place, name in enumerate(dict.fromkeys([*names, *known])):
            self._table.head.moveSection(self._table.head.visualIndex(known.index(name)), place)
        self._fitting = False
        group = kept.get("group")
        can = isinstance(group, str) and any(one.name == group for one in self._model.groupable())
        self._table.group_by(str(group) if can else None)
        folded = kept.get("folded") if can else None
        self._model.fold_these(map(str, folded) if isinstance(folded, list) else ())
        self.fit()

    def remember(self) -> None:
        self._keep_soon.start()

    def recall(self) -> None:
        try:
            kept = json.loads(str(application.recall(f"table/{self._name}") or "{}"))
        except ValueError:
            return
        if isinstance(kept, dict) and kept:
            self.restore(kept)

    def _keep(self) -> None:
        application.remember(f"table/{self._name}", json.dumps(self.state()))

    # --- inside -------------------------------------------------------------------------------------------------------

    def _least(self, n: int) -> int:
        column = self._model.columns[n]
        return self._width(n) if not column.stretch else min(self._width(n), 240)

    def _width(self, n: int) -> int:
        return self.widths.get(self._model.columns[n].name, self._model.columns[n].width)

    def _resized(self, section: int, _old: int, new: int) -> None:
        if not self._fitting and new > 0:
            self.widths[self._model.columns[section].name] = new
            self._table.columns_changed()
            self.remember()

    def _moved(self) -> None:
        if not self._fitting:
            self._table.columns_changed()
            self.remember()


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
