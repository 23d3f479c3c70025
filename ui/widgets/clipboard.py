"""Cells and documents to the clipboard, as Excel, LibreOffice, Word and a plain text field take them."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication

from db.kinds import decimal_places
from ecd_desktop.language import format_date

OWN = "application/x-ecd-cells"
"""The same cells for this program: dates in one form in every language, so that nothing is asked when they return."""
EXCEL = "urn:schemas-microsoft-com:office:excel"
DATES = "dd/mm/yyyy"
EPOCH = date(1899, 12, 30)  # day 0 of sheets


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell that a sheet knows as a number: how it reads, the number, its format, and how this program reads it."""

    words: str
    number: str
    format: str
    own: str


def day(value: date) -> Figure:
    """A date, as the day number that sheets count."""
    return Figure(format_date(value), str((value - EPOCH).days), DATES, value.isoformat())


def percent(points: int) -> Figure:
    """Whole points, as the fraction that sheets show with %."""
    return Figure(f"{points}%", f"{points / 100:g}", "0%", str(points))


def whole(value: int) -> Figure:
    """A whole number."""
    return Figure(str(value), str(value), "0", str(value))


def decimal(value: Decimal) -> Figure:
    """A measured value with as many places as it has."""
    places = decimal_places(value)
    said = f"{value:.{places}f}"
    return Figure(said, said, f"0.{'0' * places}" if places else "0", said)


def money(centimos: int) -> Figure:
    """An amount of soles; without its sign, which would make a text of it."""
    said = f"{centimos // 100}.{centimos % 100:02}"
    return Figure(said, said, "#,##0.00", said)


def put(lines: Sequence[Sequence[str | Figure]]) -> None:
    """Rows of cells: tabs and line ends for text fields and spreadsheets, a table for what reads HTML."""
    if not lines:
        return
    data = QMimeData()
    data.setText(as_tabs(lines))
    data.setHtml(as_html(lines))
    if any(isinstance(cell, Figure) for line in lines for cell in line):
        own = [[cell.own if isinstance(cell, Figure) else cell for cell in line] for line in lines]
        data.setData(OWN, QByteArray(json.dumps(own).encode()))
    QGuiApplication.clipboard().setMimeData(data)


def own_cells(data: QMimeData) -> list[list[str]] | None:
    """The cells that this program copied last; None where something else did, or they need no such help."""
    if not data.hasFormat(OWN):
        return None
    found: list[list[str]] = json.loads(data.data(OWN).data())
    return found


def put_document(made: str, plain: str) -> None:
    """A document as HTML, and as text for what takes only that."""
    data = QMimeData()
    data.setText(plain)
    data.setHtml(made)
    QGuiApplication.clipboard().setMimeData(data)


def as_tabs(lines: Sequence[Sequence[str | Figure]]) -> str:
    """As Excel takes it: tabs, quotes where a cell holds tabs, line ends or quotes; one cell alone stays as it is."""
    if len(lines) == 1 and len(lines[0]) == 1:
        return _words(lines[0][0])
    out = io.StringIO()
    written = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    written.writerows([_words(cell) for cell in line] for line in lines)
    return out.getvalue()


def as_html(lines: Sequence[Sequence[str | Figure]]) -> str:
    """A plain table; every cell but a figure is text, so that codes keep their zeros."""
    rows = "".join("<tr>" + "".join(map(_cell, line)) + "</tr>" for line in lines)
    styles = "<style>br{mso-data-placement:same-cell}</style>"
    return (
        f'<html xmlns:x="{EXCEL}"><head><meta charset="utf-8">{styles}</head><body><table>{rows}</table></body></html>'
    )


def _cell(cell: str | Figure) -> str:
    """x:num and mso-number-format are Excel's words, sdval and sdnum (language, that of the format) LibreOffice's."""
    if not isinstance(cell, Figure):
        return f'<td sdnum="1033;0;@" style=\'mso-number-format:"\\@"\'>{_as_text(cell)}</td>'
    plain = cell.format.replace("/", "\\/").replace("#,", "\\#\\,")
    spoken = 2057 if cell.format == DATES else 0  # where the day goes first
    known = f'x:num="{cell.number}" sdval="{cell.number}" sdnum="1033;{spoken};{cell.format.upper()}"'
    return f'<td align="right" {known} style=\'mso-number-format:"{plain}"\'>{_as_text(cell.words)}</td>'


def _words(cell: str | Figure) -> str:
    return cell.words if isinstance(cell, Figure) else cell


def _as_text(cell: str) -> str:
    return html.escape(cell).replace("\n", "<br>")
