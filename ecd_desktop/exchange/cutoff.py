"""The cut-off that a foreign workbook names for itself: "Fecha de corte", "Actualizado al", "As of" …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ecd_desktop.exchange.dates import Style, find_dates, read_date
from ecd_desktop.exchange.tables import Table
from ecd_desktop.exchange.workbook import Cell, Sheet, Workbook, address, folded


@dataclass(frozen=True, slots=True)
class CutOff:
    """The day up to which the file tells, and where it says so (sheet name and cell address)."""

    day: date
    sheet: str
    address: str


_STRONG = re.compile(
    r"\bfecha de corte\b|\bcorte (?:al|a|de)\b|\bal corte\b|^corte\b"
    r"|\bcut[- ]?off\b|\bas of\b|\bdata date\b|\bstatus date\b"
)
_WEAK = re.compile(
    r"\b(?:actualizad[oa]|informacion|situacion|estado|avance|reporte|datos?) al?\b|\b(?:fecha de )?actualizacion\b"
    r"|\b(?:last )?updated?\b|\bstatus at\b|\breport date\b|\bfecha (?:del )?reporte\b"
)


def find_cutoff(workbook: Workbook, table: Table | None = None, *, style: Style = Style.DMY) -> CutOff | None:
    """The cut-off outside the table's body: first in words that say "corte", then in words that say "actualizado".

    The table's own sheet comes first, then visible sheets, then hidden ones.  ``style``: how its text dates are
    read; one that may be either is then read so (it is shown and can be changed).
    """
    told = Style.MDY if style is Style.MDY else Style.DMY
    own = [table.sheet] if table is not None else []
    others = sorted((sheet for sheet in workbook.sheets if sheet not in own), key=lambda sheet: sheet.hidden)
    for words in (_STRONG, _WEAK):
        for sheet in (*own, *others):
            body = _body_numbers(table) if table is not None and sheet is table.sheet else frozenset()
            for row, column, text in _texts(sheet, body):
                match = words.search(folded(text))
                if match is None or len(text) > 200:
                    continue
                if found := _in_or_beside(sheet, row, column, text, match.start(), told):
                    day, at_row, at_column = found
                    return CutOff(day, sheet.name, address(at_row, at_column))
    return None


def _in_or_beside(
    sheet: Sheet, row: int, column: int, text: str, start: int, style: Style
) -> tuple[date, int, int] | None:
    within = find_dates(folded(text)[start:], style)
    if within:
        return within[0], row, column
    for at_row, at_column in ((row, column + 1), (row, column + 2), (row, column + 3), (row + 1, column)):
        value: Cell = sheet.cell(at_row, at_column)
        if isinstance(value, datetime | date | str):
            reading = read_date(value, style)
            if reading.day is not None:
                return reading.day, at_row, at_column
    return None


def _body_numbers(table: Table) -> frozenset[int]:
    """The rows that are data, or may be: three filled cells or more."""
    return frozenset(row.number for row in table.body if len(row.cells) >= 3)


def _texts(sheet: Sheet, without: frozenset[int]) -> Iterator[tuple[int, int, str]]:
    """Texts near the top and the foot of a sheet, outside its table."""
    rows = sheet.rows if len(sheet.rows) <= 400 else (*sheet.rows[:200], *sheet.rows[-200:])
    for row in rows:
        if row.number in without:
            continue
        for column, value in row.filled():
            if isinstance(value, str):
                yield row.number, column, value
