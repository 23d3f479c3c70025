"""The lines of a table as a model: records by key and headings by value, that come, go, move, fold and unfold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.widgets.cells import Shown
from ui.widgets.grouping import Content, Gathered, Heading, Line

if TYPE_CHECKING:
    from db.fields import Key

MANY = 60  # ranges beyond which a fresh start is cheaper than moving rows one by one

Index = QModelIndex | QPersistentModelIndex
ROW_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
HEADING_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


class LinesModel(QAbstractTableModel):
    """Keeps the lines; what their cells say is ``RowsModel``'s."""

    about_to_start_again = Signal()  # before a reset: the view remembers its selection by key
    started_again = Signal()  # after it

    def __init__(self, columns: Sequence[Shown], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._content = Content([])
        self._lines: list[Line] = []
        self._places: dict[Line, int] | None = {}  # made when first asked for: a list is shown before
        self._rows: dict[Key, Any] = {}  # the frozen rows that were fetched
        self._gathered: dict[Heading, Gathered] = {}
        self._heading_of: dict[Key, Heading] = {}
        self._folded: set[Heading] = set()
        self._to_fold: frozenset[str] = frozenset()  # what a saved view folds, until its headings are read

    # --- records ------------------------------------------------------------------------------------------------------

    @property
    def keys(self) -> list[Key]:
        """Every record the query gives, in the order shown, those under folded headings too."""
        return self._content.keys

    def has(self, key: Key) -> bool:
        """Whether the query gives this record, though its heading may be folded."""
        return key in (self._heading_of if self._gathered else self._place)

    def key_at(self, row: int) -> Key | None:
        """The record in a row; None for a heading, and where there is no such row."""
        line = self.line_at(row)
        return None if isinstance(line, Heading) else line

    def line_at(self, row: int) -> Line | None:
        """The record or the heading in a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def keys_within(self, spans: Iterable[tuple[int, int]]) -> Iterator[Key]:
        """The records in ascending (first, last) rows, which may overlap."""
        end = 0
        for first, last in spans:
            lines = self._lines[max(first, end) : last + 1]
            end = max(end, last + 1)
            yield from records(lines) if self._gathered else lines

    def row_of(self, line: Line) -> int:
        """Where a record or a heading stands; -1 where it is not among those shown."""
        return self._place.get(line, -1)

    # --- headings -----------------------------------------------------------------------------------------------------

    def heading_at(self, row: int) -> Heading | None:
        line = self.line_at(row)
        return line if isinstance(line, Heading) else None

    def heading_of(self, key: Key | None) -> Heading | None:
        """The heading that a record stands under, whether it is folded or not."""
        return self._heading_of.get(key) if key is not None else None

    def headings(self) -> list[Heading]:
        return list(self._gathered)

    def gathered(self, heading: Heading) -> Sequence[Key]:
        """The records under a heading."""
        return self._gathered[heading].keys

    def is_folded(self, heading: Heading) -> bool:
        return heading in self._folded

    def fold(self, heading: Heading, folded: bool) -> None:
        """Show only the heading of a group, or its records too."""
        group = self._gathered.get(heading)
        if group is None or folded == self.is_folded(heading):
            return
        self._moved()
        first = self._place[heading] + 1
        last = first + len(group.keys) - 1
        if folded:
            self.beginRemoveRows(QModelIndex(), first, last)
            self._folded.add(heading)
            self._set_lines(self._lines[:first] + self._lines[last + 1 :])
            self.endRemoveRows()
        else:
            self.beginInsertRows(QModelIndex(), first, last)
            self._folded.discard(heading)
            self._set_lines([*self._lines[:first], *group.keys, *self._lines[first:]])
            self.endInsertRows()
        self._forget(heading)
        self._repaint([heading])

    def fold_all(self, folded: bool) -> None:
        wanted = set(self._gathered) if folded else set()
        self._to_fold = frozenset()
        if wanted != self._folded:
            self._folded = wanted
            self._start_again(self._content, self._content.lines(wanted), list(self._rows.values()))

    def folded(self) -> list[str]:
        """The folded headings as plain data, for a saved view; also those that are still to be read."""
        return sorted({repr(heading.value) for heading in self._folded} | self._to_fold)

    def fold_these(self, folded: Iterable[str]) -> None:
        """Fold exactly the headings that ``folded`` told; where they are not read yet, as soon as they are."""
        self._to_fold = frozenset(folded)
        if self._gathered:
            before, self._folded = self._folded, set()
            self._fold_known(self._content)
            if self._folded != before:
                self._start_again(self._content, self._content.lines(self._folded), list(self._rows.values()))

    # --- what Qt asks -------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        heading = bool(self._gathered) and isinstance(self.line_at(index.row()), Heading)
        return HEADING_FLAGS if heading else ROW_FLAGS

    # --- what RowsModel adds to ---------------------------------------------------------------------------------------

    def _moved(self) -> None:
        """Lines are about to change their places."""

    def _forget(self, line: Line) -> None:
        """What was known of a record or a heading is not so any more."""
        self._rows.pop(line, None)

    def _take(self, rows: Iterable[Any]) -> None:
        """Keep the frozen rows of records."""
        for row in rows:
            self._rows[row.key] = row

    # --- inside -------------------------------------------------------------------------------------------------------

    def _start_again(self, content: Content, lines: list[Line], rows: list[Any]) -> None:
        self.about_to_start_again.emit()
        self.beginResetModel()
        self._moved()
        for line in list(self._rows):
            self._forget(line)
        self._set_content(content)
        self._set_lines(lines)
        self._take(rows)
        self.endResetModel()
        self.started_again.emit()

    def _fold_known(self, content: Content) -> None:
        if self._to_fold:
            now = {repr(group.heading.value): group.heading for group in content.groups}
            self._folded |= {heading for value, heading in now.items() if value in self._to_fold}
            self._to_fold -= now.keys()

    def _set_content(self, content: Content) -> None:
        for heading in self._gathered:
            self._forget(heading)
        self._content = content
        self._gathered = {group.heading: group for group in content.groups}
        self._heading_of = {key: group.heading for group in content.groups for key in group.keys}

    def _set_lines(self, lines: list[Line]) -> None:
        self._lines = lines
        self._places = None

    @property
    def _place(self) -> dict[Line, int]:
        """Where each line stands."""
        if self._places is None:
            self._places = dict(zip(self._lines, range(len(self._lines)), strict=True))
        return self._places

    def _become(self, content: Content) -> None:
        """From the lines shown to those of ``content`` by removing, moving and inserting rows."""
        self._fold_known(content)
        self._set_content(content)
        lines = content.lines(self._folded)
        if lines == self._lines:
            self._lines = lines
            return
        self._moved()
        coming, staying = set(lines), set(self._lines)
        only_moved = coming == staying  # then each line need not be looked for again
        gone = [] if only_moved else unbroken(n for n, line in enumerate(self._lines) if line not in coming)
        new = [] if only_moved else unbroken(n for n, line in enumerate(lines) if line not in staying)
        if len(gone) + len(new) > MANY:
            staying = set(content.keys)
            self._start_again(content, lines, [row for key, row in self._rows.items() if key in staying])
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            for line in self._lines[first : last + 1]:
                self._forget(line)
            self._set_lines(self._lines[:first] + self._lines[last + 1 :])
            self.endRemoveRows()
        order = lines if only_moved else [line for line in lines if line in staying]
        if order != self._lines:
            self._move(order)
        for first, last in new:
            self.beginInsertRows(QModelIndex(), first, last)
            self._set_lines(self._lines[:first] + lines[first : last + 1] + self._lines[first:])
            self.endInsertRows()

    def _move(self, order: list[Line]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        lines = [self._lines[index.row()] for index in before]
        self._set_lines(order)
        after = [self.index(self._place[line], index.column()) for line, index in zip(lines, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _repaint(self, lines: Iterable[Line]) -> None:
        places = sorted({place for line in lines if (place := self._place.get(line)) is not None})
        for first, last in unbroken(places):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))


def records(lines: Iterable[Line], most: int | None = None) -> list[Key]:
    """The records among lines, at most the first so many."""
    return list(islice((line for line in lines if not isinstance(line, Heading)), most))


def unbroken(places: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending places as (first, last) of each unbroken run."""
    found = []
    for _step, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        members = [place for _n, place in run]
        found.append((members[0], members[-1]))
    return found
