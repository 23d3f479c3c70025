"""What was read from a workbook: sheets, rows and typed cells, each with an address a person can find.

Plain frozen values without any library behind them: the guarded child, the parent and every test share
them.  Rows and columns are counted from 1, as the spreadsheet shows them.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from itertools import filterfalse
from operator import attrgetter

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that holds an error: ``code`` as the spreadsheet shows it (``#N/A``, ``#REF!``, ``#####`` …)."""

    code: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula whose result was not stored in the file; formulas are never calculated here."""

    def __str__(self) -> str:
        return "=…"


Cell = str | int | float | Decimal | bool | datetime | date | time | ErrorCell | FormulaCell | None
"""One cell as read.  Midnight moments arrive as ``date``; whole numbers as ``int``; empty text as ``None``."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something: ``values[i]`` stands in column ``columns[i]``, columns ascending."""

    number: int
    columns: range | tuple[int, ...]
    values: tuple[Cell, ...]

    def at(self, column: int) -> Cell:
        """The value in a column, or None."""
        columns = self.columns
        if isinstance(columns, range):
            place = column - columns.start
            return self.values[place] if 0 <= place < len(self.values) else None
        try:
            return self.values[columns.index(column)]
        except ValueError:
            return None

    def filled(self) -> Iterator[tuple[int, Cell]]:
        """(column, value) of every cell that holds something, from left to right."""
        for column, value in zip(self.columns, self.values, strict=True):
            if value is not None and (type(value) is not str or value.strip(_EDGES)):
                yield column, value


_NUMBER = attrgetter("number")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: only rows that hold something, ascending.  ``notes``: the comments at its cells, by (row, column)."""

    name: str
    hidden: bool
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def row(self, number: int) -> Row | None:
        """The row with this number, or None where it is empty."""
        place = bisect_left(self.rows, number, key=_NUMBER)
        return self.rows[place] if place < len(self.rows) and self.rows[place].number == number else None

    def cell(self, row: int, column: int) -> Cell:
        """The value at a place, or None."""
        found = self.row(row)
        return None if found is None else found.at(column)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as read.

    ``digest``: sha256 of the file, hex.  ``kind``: xlsx, xls, xlsb, ods, csv or tsv, by content.
    ``modified``: the day the document says it was last saved, else the file's own.
    ``properties``: document properties as text (``title``, ``creator`` …); custom ones as ``custom:NAME``.
    ``names``: (name, what it stands for) as the file writes it: ``Hoja1!$F$1``, in OpenDocument ``$Hoja1.$F$1``.
    """

    name: str
    digest: str
    kind: str
    modified: date | None
    sheets: tuple[Sheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    names: tuple[tuple[str, str], ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name; blanks at the ends and capitals do not matter where the exact name is missing."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        wanted = name.strip().casefold()
        return next((sheet for sheet in self.sheets if sheet.name.strip().casefold() == wanted), None)


def letters(column: int) -> str:
    """1 → A, 27 → AA."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def address(row: int, column: int) -> str:
    """(21, 8) → H21."""
    return f"{letters(column)}{row}"


def column_number(name: str) -> int:
    """AA → 27."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


_EDGES = " \t\r\n\f\v\u00a0\u202f\u2007\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"


def tidy(text: str) -> str:
    """Text as it is compared and stored: NFC, no NBSP, zero-width marks or blanks at the ends; inside it stays."""
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip(_EDGES)


def one_line(text: str) -> str:
    """``tidy``, and every run of blanks and line breaks as one blank: headings and words that are recognised."""
    return " ".join(tidy(text).split())


_SPANISH = tuple(zip("áéíóúüñ", "aeiouun", strict=True))


def folded(text: str) -> str:
    """``one_line`` without accents and capitals: what words are recognised by."""
    plain = one_line(text).casefold()
    if plain.isascii():
        return plain
    for accented, bare in _SPANISH:  # nearly all there is, at a fifth of the price
        plain = plain.replace(accented, bare)
    if plain.isascii():
        return plain
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", plain)))


def is_blank(value: Cell) -> bool:
    """Nothing there, or text that shows nothing."""
    return value is None or (type(value) is str and not value.strip(_EDGES))
