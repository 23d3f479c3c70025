"""Where the table stands in a foreign sheet: its header rows, its columns, its body; knows no noun.

The caller says which headings it knows (``Vocabulary``); this module finds the rows that hold most of them,
joins headings of several rows ("ORIGEN · ACTA"), ranks the sheets, and tells data rows from totals, repeated
headers and notes.  Everything found can be changed: ``table_at`` takes the header rows a person points at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from ecd_desktop.exchange.headers import JOIN, LONGEST, Vocabulary, find_header, header_end, headings, words, worth_of
from ecd_desktop.exchange.workbook import Cell, Merge, Row, Sheet, Workbook, folded, is_blank, letters


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table: its number in the sheet (A = 1), its heading (may be "") and its letters."""

    index: int
    heading: str
    letter: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A row below the header.  ``inherited``: columns whose value stands in a cell merged from a row above."""

    number: int
    cells: dict[int, Cell]  # from left to right, but for the inherited ones
    inherited: frozenset[int] = frozenset()

    def at(self, column: int) -> Cell:
        """The value in a column, or None."""
        return self.cells.get(column)


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet.  ``body`` holds every filled row below the header, totals and notes included.

    ``score``: how much of the caller's vocabulary its headings hold; ``known``: how many headings are known.
    """

    sheet: Sheet
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    body: tuple[BodyRow, ...]
    score: float = 0.0
    known: int = 0

    def column(self, index: int) -> Column | None:
        """The column with this number in the sheet."""
        return next((column for column in self.columns if column.index == index), None)

    def values(self, index: int) -> list[Cell]:
        """The column's values, one per body row, for deciding about the whole column and for samples."""
        return [row.cells.get(index) for row in self.body]


class Skip(Enum):
    """Why a row below the header is no data row."""

    TOTAL = "total"
    HEADER = "header"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row left out, by its number in the sheet, with its first text."""

    number: int
    why: Skip
    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The body parted: rows to be judged cell by cell, and rows left out (blank rows are in neither)."""

    data: tuple[BodyRow, ...]
    skipped: tuple[Skipped, ...]


def find_tables(workbook: Workbook, known: Vocabulary) -> tuple[Table, ...]:
    """The table of every sheet that may hold one, best first; hidden sheets count half.

    Never raises; empty where no sheet has two filled cells side by side.
    """
    found: list[tuple[float, int, Table]] = []
    for order, sheet in enumerate(workbook.sheets):
        table = find_table(sheet, known)
        if table is not None:
            weight = table.score * (0.5 if sheet.hidden else 1.0) + min(len(table.body), 50) / 1_000
            found.append((-weight, order, table))
    return tuple(table for _weight, _order, table in sorted(found, key=lambda item: item[:2]))


def find_table(sheet: Sheet, known: Vocabulary) -> Table | None:
    """The most likely table of one sheet; None where no row holds two cells."""
    numbers = find_header(sheet, known)
    return None if numbers is None else table_at(sheet, numbers, known)


def table_at(sheet: Sheet, header_rows: Sequence[int], known: Vocabulary | None = None) -> Table:
    """The table under these header rows (sheet row numbers, side by side), whether they look like one or not."""
    numbers = tuple(sorted(header_rows))
    last = header_end(sheet, numbers[-1])
    below = [row for row in sheet.rows if row.number > last]
    named = headings(sheet, numbers)
    body = tuple(_body(sheet, below))
    used = set(named).union(*(row.cells for row in body))
    columns = tuple(
        Column(index, JOIN.join(parts), letters(index), parts)
        for index in sorted(used)
        for parts in (named.get(index, ()),)
    )
    score = 0.0
    hits = 0
    if known is not None:
        for column in columns:
            value = worth_of(column.parts, lambda text: float(known(text)))
            score += value
            hits += value >= 0.5
    return Table(sheet, numbers, columns, body, score, hits)


def data_rows(table: Table, mapped: Collection[int]) -> Rows:
    """Part the body by decision 21: a data row has a value in at least two mapped columns and is no total.

    ``mapped``: the numbers of the columns that were matched to fields.  Totals are recognised before cells are
    judged; headers repeated on each printed page, section titles and footnotes are skipped too.
    """
    wanted = frozenset(mapped)
    printed = {
        column.index: {folded(column.heading), *(folded(part) for part in column.parts)}
        for column in table.columns
        if column.parts
    }

    @cache
    def heads(column: int, text: str) -> bool:
        return len(text) <= 2 * LONGEST and folded(text) in printed.get(column, ())

    data: list[BodyRow] = []
    skipped: list[Skipped] = []
    for row in table.body:
        own = _own(row)
        if not own:
            continue
        why: Skip | None = None
        if is_total(row):
            why = Skip.TOTAL
        elif _is_header(row, own, heads):
            why = Skip.HEADER
        elif len(wanted & row.cells.keys()) < 2 or wanted.isdisjoint(own):
            why = Skip.NOTE
        if why is None:
            data.append(row)
        else:
            skipped.append(Skipped(row.number, why, words(row.cells[own[0]])))
    return Rows(tuple(data), tuple(skipped))


def _own(row: BodyRow) -> list[int]:
    """The columns of the row's own values, from left to right."""
    if not row.inherited:
        return list(row.cells)
    return [column for column in sorted(row.cells) if column not in row.inherited]


_TOTAL = re.compile(
    r"^(?:(?:gran|grand|suma|monto)\s+)?(?:sub\s*[-.]?\s*)?total(?:es|s)?\b|^(?:suma(?:s|toria)?|sum)\s*:?$"
)


def is_total(row: BodyRow) -> bool:
    """Whether the first filled cell is a TOTAL or SUBTOTAL word (Spanish or English), and the row holds no prose.

    "Total de libros entregados" as the text of a commitment stands beside a person, a unit and a state: three
    more texts make it data.
    """
    own = _own(row)
    if not own or not isinstance(first := row.cells[own[0]], str):
        return False
    words = folded(first)
    if not _TOTAL.search(words) or len(words) > 60:
        return False
    texts = sum(isinstance(row.cells[column], str) and _is_prose(str(row.cells[column])) for column in own[1:])
    return texts < 3


def _is_prose(text: str) -> bool:
    return any(mark.isalpha() for mark in text)


def _is_header(row: BodyRow, own: Sequence[int], heads: Callable[[int, str], bool]) -> bool:
    """The header printed again: most filled cells say what the header's rows say in that column."""
    allowed = len(own) // 3
    for column in own:
        value = row.cells[column]
        if not (isinstance(value, str) and heads(column, value)):
            allowed -= 1
            if allowed < 0:
                return False
    return len(own) >= 2


def _body(sheet: Sheet, below: Sequence[Row]) -> Iterator[BodyRow]:
    """The rows with what cells merged downwards say in each row that they cover."""
    tall = [merge for merge in sheet.merges if merge.bottom > merge.top and below and merge.bottom >= below[0].number]
    covering: dict[int, list[Merge]] = {}
    for merge in tall:
        if merge.right == merge.left and merge.top >= below[0].number and merge.bottom - merge.top < 10_000:
            for number in range(merge.top + 1, merge.bottom + 1):
                covering.setdefault(number, []).append(merge)
    for row in below:
        cells = dict(row.filled())
        inherited: set[int] = set()
        for merge in covering.get(row.number, ()):
            value = sheet.cell(merge.top, merge.left)
            if merge.left not in cells and not is_blank(value):
                cells[merge.left] = value
                inherited.add(merge.left)
        if len(cells) > len(inherited):
            yield BodyRow(row.number, cells, frozenset(inherited))
