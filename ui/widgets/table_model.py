"""The model of every table: keys first, then frozen rows in blocks as they come into view.

Sorting, filtering and grouping are the source's (SQL); the model only asks again.  What changed elsewhere replaces the
rows it touched and nothing else, so that selection, scroll and a half-typed form stay where they are.  Where records
are grouped, headings stand among them as lines that are no records: they have no key, and cannot be selected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal

from ecd_desktop.language import _
from ui.widgets.cells import Cell, Look, Shown
from ui.widgets.delegates import CELL_ROLE, LOOK_ROLE
from ui.widgets.grouping import Content, Heading, HeadingCell, Line, can_group, rows_counted
from ui.widgets.heading_words import heading_cells
from ui.widgets.table_lines import Index, LinesModel, records
from ui.widgets.table_source import Grouped, GroupedSource, ListingSource, Loaded, Source

if TYPE_CHECKING:
    from db.fields import Key, Speech
    from db.queries.listing import Ask, Column

__all__ = ["KEY_ROLE", "ROW_ROLE", "SORT_ROLE", "ListingSource", "Loaded", "RowsModel", "Source"]

KEY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SORT_ROLE = int(Qt.ItemDataRole.UserRole) + 2
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 5
BLOCK = 120  # rows fetched at once: about three screens
_WORDS = frozenset(
    int(role) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
)


class RowsModel(LinesModel):
    """Frozen rows by key, under named columns, under headings where ``group_by`` was asked for."""

    asking = Signal()  # something else is asked for; ``loaded`` or ``gave_up`` ends it
    gave_up = Signal()
    loaded = Signal(int)  # how many records the query gives, each time an answer was taken in

    def __init__(self, source: Source, columns: Sequence[Shown], declared: dict[str, Column], speech: Speech,
                 parent: QObject | None = None) -> None:  # fmt: skip
        super().__init__(columns, parent)
        self.declared = declared
        self.source = source
        self.ask: Ask | None = None
        self.count_words = rows_counted  # how many records a heading gathers, in the noun's own words
        self._speech = speech
        self._cells: dict[Line, Sequence[Cell | HeadingCell]] = {}
        self._by: Shown | None = None
        self._pending: set[int] = set()
        self._missing: set[int] = set()
        self._generation = 0
        self._gave_way: frozenset[str] = frozenset()
        self.held: set[Key] = set()  # edited in their cells: they keep their place until the list is asked again
        self._fetch_soon = QTimer(self)
        self._fetch_soon.setSingleShot(True)
        self._fetch_soon.setInterval(0)
        self._fetch_soon.timeout.connect(self._fetch)
        if isinstance(source, ListingSource):
            source.gave_up = self.gave_up.emit

    # --- asking -------------------------------------------------------------------------------------------------------

    def load(self, ask: Ask) -> None:
        """Show what ``ask`` asks for; the rows shown now stay until it is answered."""
        self.ask = ask
        self.held.clear()
        self.asking.emit()
        folded = frozenset(self._folded)  # the question goes to another thread

        def answer(content: Content, rows: list[Any]) -> None:
            self._fold_known(content)
            self._start_again(content, content.lines(self._folded), rows)
            self.loaded.emit(len(content.keys))

        self._request(ask, lambda content: records(content.lines(folded), BLOCK), answer)

    def refresh(self, touched: Iterable[Key] | None = None, *, ask: Ask | None = None) -> None:
        """Ask again what is shown, because ``touched`` records changed (None: anything may have).

        Rows come, go and move by key; only rows that changed are painted again.  ``ask``: the same question on
        another day, or by another calendar.
        """
        if self.ask is None:
            return
        self.ask = ask or self.ask
        stale = set(self._rows) if touched is None else set(touched)
        known = self._place.keys() | self._heading_of.keys()

        def wanted(content: Content) -> list[Key]:
            kept = [key for key in tuple(self.held) if key in stale]
            fresh = (key for key in content.keys if (key in stale or key not in known) and key not in self.held)
            return [*kept, *fresh][: BLOCK * 4]

        def answer(content: Content, rows: list[Any]) -> None:
            for key in stale:
                self._forget(key)
            self._take(rows)
            self._become(self._with_held(content, {row.key for row in rows}, stale))
            self._repaint(row_key for row_key in (row.key for row in rows))
            self._repaint(stale)
            self._repaint(self._gathered)
            self.loaded.emit(len(content.keys))

        self._request(self.ask, wanted, answer)

    def say_again(self, speech: Speech) -> None:
        """Format everything again: another language, another day."""
        self._speech = speech
        self._cells.clear()
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(self.columns) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    # --- headings -----------------------------------------------------------------------------------------------------

    @property
    def grouped_by(self) -> str:
        """The name of the column whose values are headings; "" where there are none."""
        return self._by.name if self._by is not None else ""

    def groupable(self) -> list[Shown]:
        """The columns that ``group_by`` takes."""
        if not isinstance(self.source, GroupedSource):
            return []
        return [one for one in self.columns if can_group(one, self.declared.get(one.name))]

    def group_by(self, name: str | None) -> None:
        """Gather the records under headings by a column, or (None) under none.  Raises KeyError for another column."""
        by = None if not name else next((one for one in self.groupable() if one.name == name), None)
        if name and by is None:
            raise KeyError(name)
        if by is self._by:
            return
        self._by = by
        self._folded.clear()
        self._to_fold = frozenset()
        if self.ask is not None:
            self.load(self.ask)

    def gave_way(self, names: frozenset[str]) -> None:
        """These columns found no room; those that absorb them say their words."""
        absorbed = {name for column in self.columns for name in column.absorbs}
        if names & absorbed != self._gave_way:
            self._gave_way = names & absorbed
            self._cells.clear()
            if self._lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(self.columns) - 1))

    # --- by key -------------------------------------------------------------------------------------------------------

    def row(self, key: Key) -> Any | None:
        """The frozen row of a record, where it was fetched."""
        return self._rows.get(key)

    def known(self) -> Mapping[Key, Any]:
        """The frozen rows that were fetched."""
        return self._rows

    def column_named(self, name: str) -> int:
        """Raises KeyError."""
        for place, column in enumerate(self.columns):
            if column.name == name:
                return place
        raise KeyError(name)

    def cells_at(self, row: int) -> Sequence[Cell | HeadingCell] | None:
        """What a row shows, by column; None while it is being read."""
        line = self._lines[row]
        return self._cells.get(line) or self._made_cells(line, row)

    def has_totals(self, section: int) -> bool:
        """Whether headings show a total in this column."""
        declared = self.declared.get(self.columns[section].name)
        return declared is not None and bool(declared.totalled)

    def rows_of(self, keys: Sequence[Key], then: Callable[[list[Any]], None]) -> None:
        """The frozen rows of these records; at once where they were read, else when they are."""

        def told() -> None:
            then([row for key in keys if (row := self._rows.get(key)) is not None])

        def answer(rows: list[Any]) -> None:
            self._take(rows)
            told()

        missing = [key for key in keys if key not in self._rows]
        if missing and self.ask is not None:
            self.source.rows(self.ask, missing, answer)
        else:
            told()

    def words_in(self, section: int, row: Any) -> str:
        """All that a cell of this row says."""
        return self._cell(self.columns[section], row).words

    def text_in(self, section: int, row: Any) -> str:
        """What a cell of this row says, without the small print under it."""
        return self._cell(self.columns[section], row).text

    # --- what Qt asks -------------------------------------------------------------------------------------------------

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        at, section = index.row(), index.column()
        if not 0 <= at < len(self._lines) or section < 0:
            return None
        line = self._lines[at]
        if role == CELL_ROLE or role in _WORDS:
            cells = self._cells.get(line) or self._made_cells(line, at)
            if cells is None:
                return Cell("…") if role == CELL_ROLE and section == 0 else None
            return cells[section] if role == CELL_ROLE else cells[section].words
        column = self.columns[section]
        if role == LOOK_ROLE:
            return column.look
        if role == Qt.ItemDataRole.TextAlignmentRole and column.look is Look.NUMBER:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == KEY_ROLE:
            return None if isinstance(line, Heading) else line
        if role in (ROW_ROLE, SORT_ROLE):
            row = self._rows.get(line)
            return row if role == ROW_ROLE else getattr(row, column.name, None)
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
        declared = self.declared.get(column.name)
        return _(column.label or (declared.label if declared else ""))

    # --- inside -------------------------------------------------------------------------------------------------------

    def _request(
        self, ask: Ask, wanted: Callable[[Content], Sequence[Key]], answer: Callable[[Content, list[Any]], None]
    ) -> None:
        by = self._by
        if by is None or not isinstance(self.source, GroupedSource):
            self.source.load(
                ask, lambda keys: wanted(Content(keys)), lambda loaded: answer(Content(loaded[0]), loaded[1])
            )
            return
        totals = [one.name for one in self.columns if (told := self.declared.get(one.name)) and told.totalled]
        examples = by.look is Look.PILL  # whose mark the heading wears

        def and_examples(content: Content) -> Sequence[Key]:
            first = [group.keys[0] for group in content.groups if group.keys] if examples else []
            return list(dict.fromkeys([*wanted(content), *first]))

        def grouped(told: Grouped) -> None:
            answer(replace(told[0], by=by), told[1])

        self.source.grouped(ask, by.group_as or by.name, totals, and_examples, grouped)

    def _made_cells(self, line: Line, at: int) -> Sequence[Cell | HeadingCell] | None:
        """The cells of a line; None while the row of a record is still being fetched."""
        made: Sequence[Cell | HeadingCell]
        if isinstance(line, Heading):
            group, by = self._gathered.get(line), self._content.by
            if group is None or by is None:
                return None
            made = heading_cells(
                group, self.columns, self.declared, [self.label(n) for n in range(len(self.columns))], by=by,
                folded=line in self._folded, first=self._rows.get(group.keys[0]) if group.keys else None,
                count=self.count_words, speech=self._speech,
            )  # fmt: skip
        else:
            row = self._rows.get(line)
            if row is None:
                self._ask_for(at)
                return None
            made = tuple(self._absorbing(column, row) for column in self.columns)
        self._cells[line] = made
        return made

    def _cell(self, column: Shown, row: Any) -> Cell:
        if column.cell is not None:
            return column.cell(row)
        value, declared = getattr(row, column.name), self.declared.get(column.name)
        said = "" if value is None else declared.field.format(value, self._speech) if declared else str(value)
        return Cell(" ".join(said.split()))

    def _absorbing(self, column: Shown, row: Any) -> Cell:
        """The cell with the words of what gave way to a narrow window before its second line."""
        cell = self._cell(column, row)
        absorbed = [one for one in self.columns if one.name in self._gave_way and one.name in column.absorbs]
        said = [words for one in absorbed if (words := self._cell(one, row).text)]
        return replace(cell, second=" · ".join([*said, *filter(None, [cell.second])])) if said else cell

    def _ask_for(self, row: int) -> None:
        if row // BLOCK not in self._pending:
            self._missing.add(row // BLOCK)
            if not self._fetch_soon.isActive():
                self._fetch_soon.start()

    def _fetch(self) -> None:
        if self.ask is None:
            return
        generation = self._generation
        for block in sorted(self._missing):
            self._pending.add(block)
            lines = self._lines[block * BLOCK : (block + 1) * BLOCK]
            keys = [key for key in records(lines) if key not in self._rows]

            def answer(rows: list[Any], block: int = block) -> None:
                if generation == self._generation:
                    self._pending.discard(block)
                    self._take(rows)
                    self._repaint(row.key for row in rows)

            self.source.rows(self.ask, keys, answer)
        self._missing.clear()

    def _with_held(self, content: Content, read: set[Key], stale: set[Key]) -> Content:
        """``content``, but with what was edited in its cells where it stands; what was deleted is not held.

        Under headings records go where they belong: a place means nothing there.
        """
        gone = {key for key in self.held if key in stale and key not in read}
        self.held -= gone
        places = {place: key for key in self.held if (place := self._place.get(key)) is not None}
        if not places or content.groups:
            return content
        keys = content.keys
        others = iter([key for key in keys if key not in self.held])
        total = len(places) + sum(key not in self.held for key in keys)
        kept = [key for place in range(total) if (key := places.get(place) or next(others, None)) is not None]
        return Content([*kept, *(key for place, key in sorted(places.items()) if place >= total), *others])

    def _take(self, rows: Iterable[Any]) -> None:
        for row in rows:
            if self._rows.get(row.key) != row:
                self._cells.pop(row.key, None)
            self._rows[row.key] = row

    def _forget(self, line: Line) -> None:
        self._rows.pop(line, None)
        self._cells.pop(line, None)

    def _moved(self) -> None:
        """Blocks are counted by place, and places change: what is under way is not taken in."""
        self._generation += 1
        self._pending.clear()
        self._missing.clear()
