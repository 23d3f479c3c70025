"""Views over one query: what a list page asks of whatever shows its records — a table, a board, a calendar.

A noun names its further views in ``ListSpec.views``; the table is always the first.  Each is built when it is first
shown, is given the page's one ``Ask`` and the page's one selection, and answers with the signals below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from ecd_desktop.language import N_

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.listing import Ask
    from ui.here import Here
    from ui.widgets.list_page import ListSpec
    from ui.widgets.table import Table
    from ui.widgets.table_model import RowsModel


@runtime_checkable
class RecordsView(Protocol):
    """One way to show the records of an ask.  Records are said by key; reading is asynchronous, ``loaded`` ends it."""

    chosen: Any  # Signal(): the selection, or the current record, is another one
    opened: Any  # Signal(object): Key; Enter or double click
    typed: Any  # Signal(str): a letter for the filter
    menu_wanted: Any  # Signal(QPoint): global position
    loaded: Any  # Signal(int): how many records the query gives, each time an answer was taken in

    def load(self, ask: Ask) -> None:
        """Show what ``ask`` asks for."""
        ...

    def refresh(self, touched: Iterable[Key] | None = None) -> None:
        """Ask again, because these records changed; None: anything may have."""
        ...

    def selected(self) -> tuple[Key, ...]:
        """The selected records, in the order shown."""
        ...

    def current(self) -> Key | None: ...

    def select(self, keys: Iterable[Key], current: Key | None = None) -> None:
        """Select these records (those that are shown), and put the cursor on ``current`` or on the first."""
        ...

    def row(self, key: Key) -> Any | None:
        """The record's frozen row of the listing, where it is known."""
        ...

    def known(self) -> Mapping[Key, Any]:
        """Every frozen row that was read."""
        ...

    def look_changed(self) -> None:
        """Density, language or the day is another one."""
        ...


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """One further view of a noun: ``id`` also ends the command's (``view.board``), ``title`` is a catalogue entry."""

    id: str
    title: str
    icon: str
    build: Callable[[Here, ListSpec, QWidget], RecordsView]


TABLE, BOARD, CALENDAR, TIMELINE = "table", "board", "calendar", "timeline"
TABLE_TITLE, TABLE_ICON = N_("Table"), "table"


class TableView(QObject):
    """The table with its model, as a view."""

    menu_wanted = Signal(QPoint)

    def __init__(self, table: Table, model: RowsModel, look: Callable[[], None]) -> None:
        super().__init__(table)
        self.widget = table
        self._model = model
        self._look = look
        self.chosen = table.chosen
        self.opened = table.opened
        self.typed = table.typed
        self.loaded = model.loaded
        table.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(table.viewport().mapToGlobal(at))
        )  # fmt: skip

    def load(self, ask: Ask) -> None:
        self._model.load(ask)

    def refresh(self, touched: Iterable[Key] | None = None) -> None:
        self._model.refresh(touched)

    def selected(self) -> tuple[Key, ...]:
        return self.widget.selected()

    def current(self) -> Key | None:
        return self.widget.current()

    def select(self, keys: Iterable[Key], current: Key | None = None) -> None:
        self.widget.select(keys, current)

    def row(self, key: Key) -> Any | None:
        return self._model.row(key)

    def known(self) -> Mapping[Key, Any]:
        return self._model.known()

    def shows(self, key: Key) -> bool:
        """Whether the record is among those asked for; its row may not have been read yet."""
        return self._model.has(key)

    def look_changed(self) -> None:
        self._look()


def widget_of(view: RecordsView) -> QWidget:
    """What stands on the page: the view itself, or what an adapter carries."""
    return cast(QWidget, getattr(view, "widget", view))


def shows(view: RecordsView, key: Key) -> bool:
    """Whether a record is among those that the view shows."""
    ask = getattr(view, "shows", None)
    return bool(ask(key)) if ask is not None else view.row(key) is not None
