"""An .xlsx in the guarded child: plain sheets through calamine, the others straight from their XML."""

from __future__ import annotations

import zipfile
from typing import IO, Any

from ecd_desktop.exchange import preflight, reader_marks, sheet_xml
from ecd_desktop.exchange.preflight import Limits, Unreadable
from ecd_desktop.exchange.reader_child import (
    MERGES,
    NotRead,
    Writer,
    described,
    open_calamine,
    sparse,
    write_calamine_sheet,
)


def read_xlsx(source: IO[bytes], archive: zipfile.ZipFile, writer: Writer, limits: Limits) -> None:
    """Write every worksheet in the order of its tabs."""
    # The directory's parts are small; they are parsed with declarations refused, and all else is read once below.
    book = sheet_xml.parts(archive)
    if not book.sheets:
        raise Unreadable("no_sheets")
    preflight.check_markup(archive, skip=frozenset(sheet.path for sheet in book.sheets))
    plain = {sheet.path: sheet_xml.survey(archive, sheet.path) for sheet in book.sheets}
    marks = reader_marks.xlsx_names(archive, book.main)
    writer.write({"kind": "xlsx", "names": marks, **described(archive, "docProps/core.xml")})

    # Strict files (ISO dates, other namespaces) and those with odd names never meet calamine.
    names = [sheet.name for sheet in book.sheets]
    fast: Any = None
    if any(plain.values()) and len(set(names)) == len(names):
        try:
            fast = open_calamine(source)
        except Unreadable as refused:
            if refused.code == "password":
                raise
        if fast is not None and not set(names) <= set(fast.sheet_names):
            fast = None

    strings: list[str] | None = None
    dates: list[str] = []
    for sheet in book.sheets:
        if fast is not None and plain[sheet.path]:
            try:
                write_calamine_sheet(fast, sheet.name, sheet.hidden, writer, {})
                _noted(archive, sheet.path, writer)
                continue
            except NotRead:  # nothing of this sheet is written yet: our own reader tries
                pass
        if strings is None:
            strings = sheet_xml.shared_strings(archive, book.strings)
            dates = sheet_xml.date_styles(archive, book.styles)
        rows, merges = sheet_xml.read_sheet(
            archive,
            sheet.path,
            strings=strings,
            dates=dates,
            date1904=book.date1904,
            budget=limits.cells - writer.cells,
        )
        writer.write({"sheet": sheet.name, "hidden": sheet.hidden})
        writer.rows(row for number in sorted(rows) if (row := sparse(number, rows[number])) is not None)
        if merges:
            writer.write({"merges": merges[:MERGES]})
        _noted(archive, sheet.path, writer)


def _noted(archive: zipfile.ZipFile, path: str, writer: Writer) -> None:
    if notes := reader_marks.xlsx_notes(archive, path):
        writer.write({"notes": notes})
