"""Where the table stands in a foreign sheet: its header rows, its columns, its body; knows no noun.

The caller says which headings it knows (``Vocabulary``); this module finds the rows that hold most of them,
joins headings of several rows ("ORIGEN · ACTA"), ranks the sheets, and tells data rows from totals, repeated
headers and notes.  Everything found can be changed: ``table_at`` takes the header rows a person points at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum

from ecd_desktop.exchange.workbook import (
    Cell,
    ErrorCell,
    FormulaCell,
    Merge,
    Row,
    Sheet,
    Workbook,
    folded,
    is_blank,
    letters,
    one_line,
)

Vocabulary = Callable[[str], float | bool]
"""How well a heading is known, 0 to 1 (or False/True); it is given ``one_line`` text as written, joined or single."""

JOIN = " · "
SEARCHED = 60
"""Filled rows from the top of a sheet among which the header is looked for."""
DEEPEST = 3
LONGEST = 80
"""A heading has at most this many characters; longer text is a title, a note or data."""


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
    cells: dict[int, Cell]
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
    """The most likely table of one sheet: the header rows whose headings are best known, the topmost of equals."""
    candidates: list[tuple[float, int, tuple[int, ...]]] = []
    rows = sheet.rows[:SEARCHED]
    memory: dict[str, float] = {}
    best = 0.0

    def worth(text: str) -> float:
        if text not in memory:
            memory[text] = min(1.0, max(0.0, float(known(text)))) if text and len(text) <= LONGEST else 0.0
        return memory[text]

    for place, top in enumerate(rows):
        for depth in range(1, DEEPEST + 1):
            numbers = tuple(range(top.number, top.number + depth))
            block = rows[place : place + depth]
            if tuple(row.number for row in block) != numbers:
                break
            if depth > 1 and not _groups(sheet, block[-2], block[-1]):
                break
            value = _header_worth(sheet, numbers, worth, best)
            if value is not None:
                candidates.append((value, top.number, numbers))
                best = max(best, value)
    if not candidates:
        return None
    if best > 0:
        _value, _top, numbers = min(
            ((value, top, numbers) for value, top, numbers in candidates if value >= best - 1e-9),
            key=lambda item: (item[1], len(item[2])),
        )
    else:
        numbers = _by_shape(sheet, rows)
    return table_at(sheet, numbers, known)


def table_at(sheet: Sheet, header_rows: Sequence[int], known: Vocabulary | None = None) -> Table:
    """The table under these header rows (sheet row numbers, side by side), whether they look like one or not."""
    numbers = tuple(sorted(header_rows))
    last = _header_end(sheet, numbers[-1])
    below = [row for row in sheet.rows if row.number > last]
    headings = _headings(sheet, numbers)
    used = set(headings)
    for row in below:
        used.update(column for column, _value in row.filled())
    columns = tuple(
        Column(index, JOIN.join(parts), letters(index), parts)
        for index in sorted(used)
        for parts in (headings.get(index, ()),)
    )
    score = 0.0
    hits = 0
    if known is not None:
        for column in columns:
            value = _worth_of(column.parts, lambda text: float(known(text)))
            score += value
            hits += value >= 0.5
    return Table(sheet, numbers, columns, tuple(_body(sheet, below)), score, hits)


def data_rows(table: Table, mapped: Collection[int]) -> Rows:
    """Part the body by decision 21: a data row has a value in at least two mapped columns and is no total.

    ``mapped``: the numbers of the columns that were matched to fields.  Totals are recognised before cells are
    judged; headers repeated on each printed page, section titles and footnotes are skipped too.
    """
    wanted = frozenset(mapped)
    headings = {column.index: folded(column.parts[-1]) for column in table.columns if column.parts}
    joined = {column.index: folded(column.heading) for column in table.columns if column.parts}
    data: list[BodyRow] = []
    skipped: list[Skipped] = []
    for row in table.body:
        own = [column for column in sorted(row.cells) if column not in row.inherited]
        if not own:
            continue
        first = _words(row.cells[own[0]])
        if is_total(row):
            skipped.append(Skipped(row.number, Skip.TOTAL, first))
        elif _is_header(row, own, headings, joined, table):
            skipped.append(Skipped(row.number, Skip.HEADER, first))
        elif sum(column in wanted for column in row.cells) < 2 or not any(column in wanted for column in own):
            skipped.append(Skipped(row.number, Skip.NOTE, first))
        else:
            data.append(row)
    return Rows(tuple(data), tuple(skipped))


_TOTAL = re.compile(
    r"^(?:(?:gran|grand|suma|monto)\s+)?(?:sub\s*[-.]?\s*)?total(?:es|s)?\b|^(?:suma(?:s|toria)?|sum)\s*:?$"
)


def is_total(row: BodyRow) -> bool:
    """Whether the first filled cell is a TOTAL or SUBTOTAL word (Spanish or English), and the row holds no prose.

    "Total de libros entregados" as the text of a commitment stands beside a person, a unit and a state: three
    more texts make it data.
    """
    own = [column for column in sorted(row.cells) if column not in row.inherited]
    if not own or not isinstance(first := row.cells[own[0]], str):
        return False
    words = folded(first)
    if not _TOTAL.search(words) or len(words) > 60:
        return False
    texts = sum(isinstance(row.cells[column], str) and _is_prose(str(row.cells[column])) for column in own[1:])
    return texts < 3


def _is_prose(text: str) -> bool:
    return any(mark.isalpha() for mark in text)


def _is_header(
    row: BodyRow, own: Sequence[int], headings: dict[int, str], joined: dict[int, str], table: Table
) -> bool:
    """The header printed again: most filled cells say what the header's rows say in that column."""
    if len(own) < 2:
        return False
    same = 0
    for column in own:
        text = folded(_words(row.cells[column]))
        parts = table.column(column)
        all_parts = {folded(part) for part in parts.parts} if parts is not None else set()
        same += bool(text) and (text == headings.get(column) or text == joined.get(column) or text in all_parts)
    return same >= 2 and same * 3 >= len(own) * 2


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


_HINT = re.compile(r"^(?:\(.*\)|\[.*\]|<.*>|[dmya]{1,4}([/.\-])[dmya]{1,4}\1[dmya]{2,4}|\d{1,3}|[a-z]\)?)$")


def _header_end(sheet: Sheet, last: int) -> int:
    """The last row that still belongs to the header: a row of hints or of column numbers below it is not data."""
    row = sheet.row(last + 1)
    if row is None:
        return last
    texts = [folded(_words(value)) for _column, value in row.filled()]
    if len(texts) < 3 or not all(_HINT.match(text) for text in texts):
        return last
    numbers = [int(text.strip("()[]")) for text in texts if text.strip("()[]").isdigit()]
    if len(numbers) == len(texts):
        return last + 1 if numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1 else last
    return last + 1 if not any(text.isdigit() for text in texts) else last


def _headings(sheet: Sheet, numbers: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
    """The parts of each column's heading, from the top row down, without repetitions."""
    filled = {number: _header_texts(sheet, number, numbers) for number in numbers}
    columns = sorted({column for texts in filled.values() for column in texts})
    headings: dict[int, tuple[str, ...]] = {}
    for column in columns:
        parts: list[str] = []
        for number in numbers:
            part = filled[number].get(column, "")
            if part and (not parts or folded(part) != folded(parts[-1])):
                parts.append(part)
        if parts:
            headings[column] = tuple(parts)
    return headings


def _header_texts(sheet: Sheet, number: int, numbers: tuple[int, ...]) -> dict[int, str]:
    """The texts of one header row, those of groups spread over the columns they cover."""
    row = sheet.row(number)
    texts = {column: _words(value) for column, value in row.filled()} if row is not None else {}
    spread = dict(texts)
    for merge in sheet.merges:
        if merge.top <= number <= merge.bottom and merge.right > merge.left and merge.top in numbers:
            text = _words(sheet.cell(merge.top, merge.left))
            if text and number == merge.top and merge.right - merge.left < 200:
                for column in range(merge.left, merge.right + 1):
                    spread.setdefault(column, text)
    if number == numbers[-1]:
        return spread
    # Without merges (csv, a copy as values) a group covers the blanks to its right that have a heading below.
    below = sheet.row(number + 1)
    lower = {column for column, _value in below.filled()} if below is not None else set()
    merged = {column for merge in sheet.merges if merge.top <= number <= merge.bottom for column in _span(merge)}
    current = ""
    last = 0
    for column in sorted(set(spread) | lower):
        if column in spread:
            current = spread[column] if column in lower and column not in merged else ""
        elif current and column in lower and column == last + 1 and column not in merged:
            spread[column] = current
        else:
            current = ""
        last = column
    return spread


def _span(merge: Merge) -> range:
    return range(merge.left, min(merge.right, merge.left + 200) + 1)


def _groups(sheet: Sheet, upper: Row, lower: Row) -> bool:
    """Whether the lower row completes the upper as a header: it fills columns that the upper leaves open."""
    above = {column for column, _value in upper.filled()}
    below = {column for column, _value in lower.filled()}
    if len(above) < 2:
        return False
    wide = [merge for merge in sheet.merges if merge.top == upper.number and merge.right > merge.left]
    covered = sum(len(below.intersection(_span(merge))) >= 2 for merge in wide)
    return covered >= 1 or bool(below - above)


def _are_titles(sheet: Sheet, numbers: tuple[int, ...]) -> bool:
    """Whether the upper rows are groups over the lowest: short words, the widest over less than most of it."""
    lowest = sheet.row(numbers[-1])
    width = sum(1 for _cell in lowest.filled()) if lowest is not None else 0
    for number in numbers[:-1]:
        row = sheet.row(number)
        texts = [_words(value) for _column, value in row.filled()] if row is not None else []
        spread: dict[str, int] = {}
        for text in _header_texts(sheet, number, numbers).values():
            spread[text] = spread.get(text, 0) + 1
        if any(len(text) > 40 or any(mark.isdigit() for mark in text) for text in texts):
            return False
        if max(spread.values(), default=0) < 2 or max(spread.values()) * 5 > width * 3:
            return False
    return True


def _header_worth(sheet: Sheet, numbers: tuple[int, ...], worth: Callable[[str], float], best: float) -> float | None:
    """How much these rows look like a header; None where they cannot be one, or not a better one than ``best``."""
    filled = 0
    wrong = 0.0
    for number in numbers:
        row = sheet.row(number)
        for _column, value in row.filled() if row is not None else ():
            filled += 1
            if not _may_head(value):
                wrong += 1.0
    headings = _headings(sheet, numbers)
    if len(headings) < 2 or filled < 2:
        return None
    if len(headings) - wrong < best:
        return None  # spares the caller's vocabulary the texts of the body
    known = sum(_worth_of(parts, worth) for parts in headings.values())
    # Each further row must earn its place, by groups over it or by what is known: a data row would not.
    return known - wrong - (0.0 if _are_titles(sheet, numbers) else 0.1 * (len(numbers) - 1))


def _worth_of(parts: tuple[str, ...], worth: Callable[[str], float]) -> float:
    if not parts:
        return 0.0
    return max(worth(JOIN.join(parts)), worth(parts[-1]), 0.9 * worth(parts[0]) if len(parts) > 1 else 0.0)


_DATA = re.compile(r"^[\d.,%/:\-\s]+$")


def _may_head(value: Cell) -> bool:
    if isinstance(value, bool | ErrorCell | FormulaCell | date | datetime | time | float | Decimal):
        return False
    if isinstance(value, int):
        return 1990 <= value <= 2100
    text = one_line(value or "")
    return len(text) <= LONGEST and not (_DATA.match(text) and text not in ("%", "-", "/"))


def _by_shape(sheet: Sheet, rows: Sequence[Row]) -> tuple[int, ...]:
    """With no known heading: the first row that is as wide as any and holds only texts that may head."""
    widths = {row.number: sum(1 for _cell in row.filled()) for row in rows}
    widest = max(widths.values())
    for row in rows:
        if widths[row.number] * 2 > widest and widths[row.number] >= 2 and all(_may_head(v) for _c, v in row.filled()):
            return (row.number,)
    return (next(row.number for row in rows if widths[row.number] >= 1),)


def _words(value: Cell) -> str:
    return "" if value is None else one_line(str(value))
