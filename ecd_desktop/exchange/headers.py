"""Where the header of a foreign sheet stands, and what each column's heading is when it takes several rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from ecd_desktop.exchange.import_result import as_written
from ecd_desktop.exchange.workbook import (
    Cell,
    ErrorCell,
    FormulaCell,
    Merge,
    Row,
    Sheet,
    Workbook,
    folded,
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


def find_header(sheet: Sheet, known: Vocabulary) -> tuple[int, ...] | None:
    """The header rows whose headings are best known, the topmost of equals; None in a sheet without two cells."""
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
    return numbers


_HINT = re.compile(r"^(?:\(.*\)|\[.*\]|<.*>|[dmya]{1,4}([/.\-])[dmya]{1,4}\1[dmya]{2,4}|\d{1,3}|[a-z]\)?)$")


def header_end(sheet: Sheet, last: int) -> int:
    """The last row that still belongs to the header: a row of hints or of column numbers below it is not data."""
    row = sheet.row(last + 1)
    if row is None:
        return last
    texts = [folded(words(value)) for _column, value in row.filled()]
    if len(texts) < 3 or not all(_HINT.match(text) for text in texts):
        return last
    numbers = [int(text.strip("()[]")) for text in texts if text.strip("()[]").isdigit()]
    if len(numbers) == len(texts):
        return last + 1 if numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1 else last
    return last + 1 if not any(text.isdigit() for text in texts) else last


def headings(sheet: Sheet, numbers: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
    """The parts of each column's heading, from the top row down, without repetitions."""
    filled = {number: _header_texts(sheet, number, numbers) for number in numbers}
    columns = sorted({column for texts in filled.values() for column in texts})
    joined: dict[int, tuple[str, ...]] = {}
    for column in columns:
        parts: list[str] = []
        for number in numbers:
            part = filled[number].get(column, "")
            if part and (not parts or folded(part) != folded(parts[-1])):
                parts.append(part)
        if parts:
            joined[column] = tuple(parts)
    return joined


def _header_texts(sheet: Sheet, number: int, numbers: tuple[int, ...]) -> dict[int, str]:
    """The texts of one header row, those of groups spread over the columns they cover."""
    row = sheet.row(number)
    texts = {column: words(value) for column, value in row.filled()} if row is not None else {}
    spread = dict(texts)
    for merge in sheet.merges:
        if merge.top <= number <= merge.bottom and merge.right > merge.left and merge.top in numbers:
            text = words(sheet.cell(merge.top, merge.left))
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
        texts = [words(value) for _column, value in row.filled()] if row is not None else []
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
    found = headings(sheet, numbers)
    if len(found) < 2 or filled < 2:
        return None
    if len(found) - wrong < best:
        return None  # spares the caller's vocabulary the texts of the body
    known = sum(worth_of(parts, worth) for parts in found.values())
    # Each further row must earn its place, by groups over it or by what is known: a data row would not.
    return known - wrong - (0.0 if _are_titles(sheet, numbers) else 0.1 * (len(numbers) - 1))


def worth_of(parts: tuple[str, ...], worth: Callable[[str], float]) -> float:
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


def words(value: Cell) -> str:
    return "" if value is None else one_line(str(value))


def context_of(workbook: Workbook) -> frozenset[str]:
    """The headings, folded, of what a workbook of ours only showed: its receiver does not answer there.

    Two things stand in one cell there (unit and person, minutes and date), which nobody should take for one name.
    """
    sheet = workbook.sheet("_meta")
    said = [[as_written(value) for _column, value in row.filled()] for row in sheet.rows] if sheet else []
    about = {line[0]: line[1] for line in said if len(line) >= 2}
    ours = (name.removeprefix("takes.") for name, role in about.items() if name.startswith("takes.") and role == "ours")
    return frozenset(folded(about.get(f"column.{name}", "")) for name in ours if name != "code")
