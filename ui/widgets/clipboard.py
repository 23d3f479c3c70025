"""Cells and documents to the clipboard, as Excel, Word and a plain text field take them."""

from __future__ import annotations

import csv
import html
import io

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def put(lines: list[list[str]]) -> None:
    """Rows of cells: tabs and line ends for text fields and spreadsheets, a table for what reads HTML."""
    if not lines:
        return
    data = QMimeData()
    data.setText(as_tabs(lines))
    data.setHtml(as_html(lines))
    QGuiApplication.clipboard().setMimeData(data)


def put_document(made: str, plain: str) -> None:
    """A document as HTML, and as text for what takes only that."""
    data = QMimeData()
    data.setText(plain)
    data.setHtml(made)
    QGuiApplication.clipboard().setMimeData(data)


def as_tabs(lines: list[list[str]]) -> str:
    """As Excel takes it: tabs, quotes where a cell holds tabs, line ends or quotes; one cell alone stays as it is."""
    if len(lines) == 1 and len(lines[0]) == 1:
        return lines[0][0]
    out = io.StringIO()
    csv.writer(out, dialect="excel-tab", lineterminator="\n").writerows(lines)
    return out.getvalue()


def as_html(lines: list[list[str]]) -> str:
    """A plain table; every cell is text, so that codes keep their zeros."""
    rows = "".join(
        "<tr>" + "".join(f"<td style='mso-number-format:\"\\@\"'>{_as_text(cell)}</td>" for cell in line) + "</tr>"
        for line in lines
    )
    return f"<style>br{{mso-data-placement:same-cell}}</style><table>{rows}</table>"


def _as_text(cell: str) -> str:
    return html.escape(cell).replace("\n", "<br>")
