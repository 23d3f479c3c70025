"""The model of every table: keys first, then frozen rows in blocks as they come into view.

Sorting and filtering are the source's (SQL); the model only asks again.  What changed elsewhere replaces the rows it
touched and nothing else, so that selection, scroll and a half-typed form stay where they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from ecd_desktop.language import _
from ui.widgets.cells import Cell, Look, Shown
from ui.widgets.delegates import CELL_ROLE, LOOK_ROLE

if TYPE_CHECKING:
    from db.fields import Key, Speech
    from db.queries.listing import Ask, Column
    from ui.here import Here

KEY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 2
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 5
BLOCK = 120  # rows fetched at once: about three screens
MANY = 60  # ranges beyond which a fresh start is cheaper than moving rows one by one

Index = QModelIndex | QPersistentModelIndex
Loaded = tuple[list[Any], list[Any]]  # keys in order; the rows of those that were wanted


class Source(Protocol):
    """Where rows come from.  Each answer is given later, on the GUI thread; a newer ``load`` replaces an older one."""

    def load(self, ask: Ask, wanted: Callable[[list[Key]], Sequence[Key]], then: Callable[[Loaded], None]) -> None:
        """The keys of ``ask`` in order, with the rows of ``wanted(keys)``."""
        ...

    def rows(self, ask: Ask, keys: Sequence[Key], then: Callable[[list[Any]], None]) -> None:
        """The rows of these keys."""
        ...


class ListingSource:
    """Rows of a ``db.queries`` Listing, read on the database thread."""

    def __init__(self, here: Here, listing: Any, owner: QObject) -> None:
        self._here = here
        self._listing = listing
        self._owner = owner
        self._slot = f"list/{listing.entity}/{id(self)}"

    def load(self, ask: Ask, wanted: Callable[[list[Key]], Sequence[Key]], then: Callable[[Loaded], None]) -> None:
        def job(session: Any) -> Loaded:
            keys = self._listing.keys(session, ask)
            return keys, self._listing.rows(session, list(wanted(keys)), ask)

        self._here.read(job, then, owner=self._owner, slot=self._slot)

    def rows(self, ask: Ask, keys: Sequence[Key], then: Callable[[list[Any]], None]) -> None:
        self._here.read(lambda session: self._listing.rows(session, keys, ask), then, owner=self._owner)


class RowsModel(QAbstractTableModel):
    """Frozen rows by key, under named columns."""

    about_to_start_again = Signal()  # before a reset: the view remembers its selection by key
    started_again = Signal()  # after it
    loaded = Signal(int)  # the number of rows, each time an answer was taken in

    def __init__(self, source: Source, columns: Sequence[Shown], declared: dict[str, Column], speech: Speech,
                 parent: QObject | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.columns = tuple(columns)
        self._declared = declared
        self._speech = speech
        self._source = source
        self._ask: Ask | None = None
        self._keys: list[Key] = []
        self._place: dict[Key, int] = {}
        self._rows: dict[Key, Any] = {}
        self._cells: dict[Key, tuple[Cell, ...]] = {}
        self._pending: set[int] = set()
        self._missing: set[int] = set()
        self._generation = 0
        self.held: set[Key] = set()  # edited in their cells: they keep their place until the list is asked again
        self._fetch_soon = QTimer(self)
        self._fetch_soon.setSingleShot(True)
        self._fetch_soon.setInterval(0)
        self._fetch_soon.timeout.connect(self._fetch)

    # --- asking -------------------------------------------------------------------------------------------------------

    def load(self, ask: Ask) -> None:
        """Show what ``ask`` asks for; the rows shown now stay until it is answered."""
        self._ask = ask
        self.held.clear()

        def answer(loaded: Loaded) -> None:
            keys, rows = loaded
            self._start_again(keys, rows)
            self.loaded.emit(len(keys))

        self._source.load(ask, lambda keys: keys[:BLOCK], answer)

    def refresh(self, touched: Iterable[Key] | None = None, *, ask: Ask | None = None) -> None:
        """Ask again what is shown, because ``touched`` records changed (None: anything may have).

        Rows come, go and move by key; only rows that changed are painted again.  ``ask``: the same question on
        another day, or by another calendar.
        """
        if self._ask is None:
            return
        self._ask = ask or self._ask
        stale = set(self._rows) if touched is None else set(touched)
        known = set(self._place)

        def wanted(keys: list[Key]) -> list[Key]:
            kept = [key for key in self.held if key in stale]
            fresh = (key for key in keys if (key in stale or key not in known) and key not in self.held)
            return [*kept, *fresh][: BLOCK * 4]

        def answer(loaded: Loaded) -> None:
            keys, rows = loaded
            for key in stale:
                self._forget(key)
            self._take(rows)
            self._become(self._with_held(keys, {row.key for row in rows}, stale))
            self._repaint(row_key for row_key in (row.key for row in rows))
            self._repaint(stale)
            self.loaded.emit(len(keys))

        self._source.load(self._ask, wanted, answer)

    def say_again(self, speech: Speech) -> None:
        """Format everything again: another language, another day."""
        self._speech = speech
        self._cells.clear()
        if self._keys:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    # --- by key -------------------------------------------------------------------------------------------------------

    @property
    def keys(self) -> list[Key]:
        return self._keys

    def key_at(self, row: int) -> Key | None:
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def row_of(self, key: Key) -> int:
        """Where a record stands; -1 where it is not among those shown."""
        return self._place.get(key, -1)

    def row(self, key: Key) -> Any | None:
        """The frozen row of a record, where it was fetched."""
        return self._rows.get(key)

    def column_named(self, name: str) -> int:
        """Raises KeyError."""
        for place, column in enumerate(self.columns):
            if column.name == name:
                return place
        raise KeyError(name)

    # --- what Qt asks -------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._keys):
            return None
        key, column = self._keys[index.row()], self.columns[index.column()]
        if role == KEY_ROLE:
            return key
        if role == LOOK_ROLE:
            return column.look
        row = self._rows.get(key)
        if row is None:
            self._ask_for(index.row())
            return Cell("…") if role == CELL_ROLE and index.column() == 0 else None
        if role == CELL_ROLE:
            return self._cells_of(key, row)[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cells_of(key, row)[index.column()].words
        if role == ROW_ROLE:
            return row
        if role == SORT_ROLE:
            return getattr(row, column.name, None)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.look is Look.NUMBER:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.label(section)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self.columns[section].look is Look.NUMBER
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def label(self, section: int) -> str:
        column = self.columns[section]
        declared = self._declared.get(column.name)
        return _(column.label or (declared.label if declared else ""))

    # --- inside -------------------------------------------------------------------------------------------------------

    def _cells_of(self, key: Key, row: Any) -> tuple[Cell, ...]:
        if key not in self._cells:
            self._cells[key] = tuple(self._cell(column, row) for column in self.columns)
        return self._cells[key]

    def _cell(self, column: Shown, row: Any) -> Cell:
        if column.cell is not None:
            return column.cell(row)
        value, declared = getattr(row, column.name), self._declared.get(column.name)
        said = "" if value is None else declared.field.format(value, self._speech) if declared else str(value)
        return Cell(" ".join(said.split()))

    def _ask_for(self, row: int) -> None:
        if row // BLOCK not in self._pending:
            self._missing.add(row // BLOCK)
            if not self._fetch_soon.isActive():
                self._fetch_soon.start()

    def _fetch(self) -> None:
        if self._ask is None:
            return
        generation = self._generation
        for block in sorted(self._missing):
            self._pending.add(block)
            keys = [key for key in self._keys[block * BLOCK : (block + 1) * BLOCK] if key not in self._rows]

            def answer(rows: list[Any], block: int = block) -> None:
                if generation == self._generation:
                    self._pending.discard(block)
                    self._take(rows)
                    self._repaint(row.key for row in rows)

            self._source.rows(self._ask, keys, answer)
        self._missing.clear()

    def _take(self, rows: Iterable[Any]) -> None:
        for row in rows:
            if self._rows.get(row.key) != row:
                self._cells.pop(row.key, None)
            self._rows[row.key] = row

    def _forget(self, key: Key) -> None:
        self._rows.pop(key, None)
        self._cells.pop(key, None)

    def _start_again(self, keys: list[Key], rows: list[Any]) -> None:
        self.about_to_start_again.emit()
        self.beginResetModel()
        self._generation += 1
        self._pending.clear()
        self._missing.clear()
        self._rows.clear()
        self._cells.clear()
        self._set_keys(keys)
        self._take(rows)
        self.endResetModel()
        self.started_again.emit()

    def _set_keys(self, keys: list[Key]) -> None:
        self._keys = keys
        self._place = {key: place for place, key in enumerate(keys)}

    def _with_held(self, keys: list[Key], read: set[Key], stale: set[Key]) -> list[Key]:
        """``keys``, but with what was edited in its cells where it stands; what was deleted is not held."""
        gone = {key for key in self.held if key in stale and key not in read}
        self.held -= gone
        places = {place: key for key in self.held if (place := self._place.get(key)) is not None}
        if not places:
            return keys
        others = iter([key for key in keys if key not in self.held])
        total = len(places) + sum(key not in self.held for key in keys)
        kept = [key for place in range(total) if (key := places.get(place) or next(others, None)) is not None]
        return [*kept, *(key for place, key in sorted(places.items()) if place >= total), *others]

    def _become(self, keys: list[Key]) -> None:
        """From the keys shown to ``keys`` by removing, moving and inserting rows."""
        if keys == self._keys:
            return
        self._generation += 1  # blocks are counted by place, and places change
        self._pending.clear()
        self._missing.clear()
        coming, staying = set(keys), set(self._keys)
        gone = _ranges(place for place, key in enumerate(self._keys) if key not in coming)
        new = _ranges(place for place, key in enumerate(keys) if key not in staying)
        if len(gone) + len(new) > MANY:
            rows = list(self._rows.values())
            self._start_again(keys, [row for row in rows if row.key in coming])
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            for key in self._keys[first : last + 1]:
                self._forget(key)
            self._set_keys(self._keys[:first] + self._keys[last + 1 :])
            self.endRemoveRows()
        order = [key for key in keys if key in staying]
        if order != self._keys:
            self._move(order)
        for first, last in new:
            self.beginInsertRows(QModelIndex(), first, last)
            self._set_keys(self._keys[:first] + keys[first : last + 1] + self._keys[first:])
            self.endInsertRows()

    def _move(self, order: list[Key]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [self._keys[index.row()] for index in before]
        self._set_keys(order)
        after = [
            self.index(self._place[key], index.column()) for key, index in zip(keys, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _repaint(self, keys: Iterable[Key]) -> None:
        places = sorted({place for key in keys if (place := self._place.get(key)) is not None})
        for first, last in _ranges(places):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))


def _ranges(places: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending places as (first, last) of each unbroken run."""
    found = []
    for _step, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        members = [place for _n, place in run]
        found.append((members[0], members[-1]))
    return found
