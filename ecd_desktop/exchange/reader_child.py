"""The guarded child: reads one foreign workbook from its standard input and writes its cells as JSON lines.

It is started by ``reading`` with limits on memory and time, so a file that makes a parser abort, swallow the
memory or never end costs one process and becomes a sentence.  What it writes is JSON, not pickle or marshal:
nothing in it can be made to run, and the parent reads it at C speed.

    {"kind": "xlsx", "modified": "2026-06-01T02:10:00Z" | null, "properties": {…}, "names": [["ecd_col_state", …], …]}
    {"sheet": "Matriz", "hidden": false}                 then for this sheet, any number of
    [[8, 1, "text", 3, {"d": "2026-02-12"}, …], …]       rows: number, first column, values …
    [[9, [1, 900], "text", 3], …]                        … or the columns, where they stand far apart
    {"merges": [[top, left, bottom, right], …]}          {"notes": [[row, column, "comment"], …]}
    {"end": cells}     or     {"refused": "code", "values": {…}}

Imports stay small here: nothing of ours but plain values, no translations, no Qt, no SQL.
"""

from __future__ import annotations

import gc
import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import IO, Any

from ecd_desktop.exchange import preflight
from ecd_desktop.exchange.preflight import Limits, Unreadable
from ecd_desktop.exchange.workbook import Cell, ErrorCell, FormulaCell

BATCH = 256
MERGES = 100_000


def main(argv: Sequence[str]) -> int:
    """Read standard input; ``argv``: memory, members, unpacked, ratio, cells, output, seconds as whole numbers."""
    memory, members, unpacked, ratio, cells, output, seconds = (int(word) for word in argv[:7])
    limits = Limits(
        memory=memory, members=members, unpacked=unpacked, ratio=ratio, cells=cells, output=output, seconds=seconds
    )
    gc.disable()  # a short life: collecting costs more than it frees
    confine(limits)
    # Not sys.stdin: a windowed bundle has none, yet the handles are there.
    with open(0, "rb", closefd=False) as source, open(1, "wb", closefd=False) as target:
        writer = Writer(target, limits)
        try:
            read(source, writer, limits)
            writer.write({"end": writer.cells})
        except Unreadable as refused:
            writer.refuse(refused.code, refused.values)
        except MemoryError:
            writer.refuse("memory", {})
        except BaseException as failure:  # calamine's PanicException is no Exception
            writer.refuse("crashed", {"detail": type(failure).__name__})
        target.flush()
    return 0


def confine(limits: Limits) -> None:
    """Bound this process's memory and processor time, whatever it is given to read."""
    if sys.platform == "win32":
        from ecd_desktop.exchange.windows_job import confine_memory

        confine_memory(limits.memory)
        return
    import resource

    seconds = int(limits.seconds) + 5  # the parent's clock comes first
    for what, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(OSError, ValueError):  # a system that knows no such limit, or has a lower one
            resource.setrlimit(what, (value, value))


class NotRead(Unreadable):
    """calamine refused a sheet before anything of it was written."""


class Writer:
    """JSON lines with a budget of cells and of bytes."""

    def __init__(self, target: IO[bytes], limits: Limits) -> None:
        self.cells = 0
        self._target, self._limits = target, limits
        self._room = limits.output
        self._encode = json.JSONEncoder(
            ensure_ascii=False, separators=(",", ":"), default=_tagged, allow_nan=False, check_circular=False
        ).encode

    def write(self, what: Any) -> None:
        line = self._encode(what).encode("utf-8", "replace") + b"\n"
        self._room -= len(line)
        if self._room < 0:
            raise Unreadable("too_much_text", limit=self._limits.output // preflight.MEGABYTE)
        self._target.write(line)

    def rows(self, rows: Iterable[list[Any]]) -> None:
        """Rows as on the wire; the cells they lay out are counted before they are written."""
        batch: list[list[Any]] = []
        weight = 0
        for row in rows:
            batch.append(row)
            self.cells += len(row) - 2
            weight += len(row)
            if self.cells > self._limits.cells:
                raise Unreadable("too_many_cells", limit=self._limits.cells)
            if len(batch) >= BATCH or weight > 20_000:
                self.write(batch)
                batch, weight = [], 0
        if batch:
            self.write(batch)

    def refuse(self, code: str, values: dict[str, int | str]) -> None:
        """The last word: the file is refused; always has room."""
        self._room = preflight.MEGABYTE
        self.write({"refused": code, "values": values})


def read(source: IO[bytes], writer: Writer, limits: Limits) -> None:
    """Find out what the file is and write its cells."""
    container = preflight.container(source)
    if container == "text":
        _read_text(source, writer)
    elif container == "zip":
        size = source.seek(0, os.SEEK_END)
        with preflight.open_zip(source, limits, size) as archive:
            kind = preflight.zip_kind(archive)
            if kind == "xlsx":
                from ecd_desktop.exchange.reader_xlsx import read_xlsx

                read_xlsx(source, archive, writer, limits)
                return
            preflight.check_markup(archive)
            from ecd_desktop.exchange.error_cells import in_ods, in_xlsb

            notes: dict[str, list[list[Any]]] = {}
            if kind == "ods":
                from ecd_desktop.exchange import reader_marks

                errors, merges = in_ods(archive)
                names, notes = reader_marks.in_ods(archive)
                about = {**described(archive, "meta.xml"), "names": names}
            else:
                errors, merges = in_xlsb(archive), {}
                about = described(archive, "docProps/core.xml")
        writer.write({"kind": kind, **about})
        read_calamine(source, writer, errors, merges, notes)
    else:
        if container == "ole":
            preflight.ole_kind(source)
        from ecd_desktop.exchange.error_cells import in_xls

        writer.write({"kind": "xls", "modified": None, "properties": {}})
        read_calamine(source, writer, in_xls(source), {}, {})


def _read_text(source: IO[bytes], writer: Writer) -> None:
    from ecd_desktop.exchange import delimited
    from ecd_desktop.exchange.error_cells import WORDS

    source.seek(0)
    delimiter, rows = delimited.cells(delimited.decoded(source.read()))
    properties = {"delimiter": delimiter}
    writer.write({"kind": "tsv" if delimiter == "\t" else "csv", "modified": None, "properties": properties})
    writer.write({"sheet": "", "hidden": False})
    writer.rows(
        row
        for number, texts in enumerate(rows, 1)
        if (row := packed(number, 1, [(ErrorCell(text) if text in WORDS else text) or None for text in texts]))
        is not None
    )


Patches = dict[str, dict[int, dict[int, Cell]]]
"""{sheet: {row: {column: error or formula}}}: what calamine gives as blank."""


def read_calamine(
    source: IO[bytes], writer: Writer, patches: Patches, merges: dict[str, list[list[int]]],
    notes: dict[str, list[list[Any]]],
) -> None:  # fmt: skip
    """Write the worksheets that calamine reads, with the errors, merges and comments found beside it put in."""
    with open_calamine(source) as book:
        for about in book.sheets_metadata:
            if str(about.typ).rpartition(".")[2] == "WorkSheet":
                write_calamine_sheet(book, about.name, not str(about.visible).endswith(".Visible"), writer, patches)
                if about.name in merges:
                    writer.write({"merges": merges[about.name]})
                if about.name in notes:
                    writer.write({"notes": notes[about.name]})


def open_calamine(source: IO[bytes]) -> Any:
    """calamine's workbook; its own refusals as ours."""
    import python_calamine

    source.seek(0)
    try:
        return python_calamine.CalamineWorkbook.from_filelike(source)
    except python_calamine.PasswordError as locked:
        raise Unreadable("password") from locked
    except (python_calamine.CalamineError, OSError, ValueError) as broken:
        raise Unreadable("damaged") from broken


def write_calamine_sheet(book: Any, name: str, hidden: bool, writer: Writer, patches: Patches) -> None:
    """One sheet of an open calamine workbook."""
    from python_calamine import CalamineError

    try:
        sheet = book.get_sheet_by_name(name)
    except CalamineError as broken:
        raise NotRead("damaged") from broken
    writer.write({"sheet": name, "hidden": hidden})
    patch = patches.get(name, {})
    writer.rows(_calamine_rows(sheet, patch))
    ranges = sheet.merged_cell_ranges or ()
    merges = [[top + 1, left + 1, bottom + 1, right + 1] for (top, left), (bottom, right) in ranges]
    if merges:
        writer.write({"merges": merges[:MERGES]})


def _calamine_rows(sheet: Any, patch: dict[int, dict[int, Cell]]) -> Iterable[list[Any]]:
    left = dict(patch)
    first = sheet.start[1] + 1 if sheet.start is not None else 1
    # calamine counts rows from the top of the sheet, but columns from the first that holds something.
    for number, values in enumerate(sheet.iter_rows() if sheet.start is not None else (), 1):
        plain = [(value or None) if type(value) is str and "\r" not in value else normal(value) for value in values]
        if number in left:
            yield from _patched(number, first, plain, left)
        elif (row := packed(number, first, plain)) is not None:
            yield row
    for late in sorted(left):
        yield from _patched(late, first, [], left)


def _patched(number: int, first: int, values: list[Cell], left: dict[int, dict[int, Cell]]) -> Iterable[list[Any]]:
    cells: dict[int, Cell] = {first + place: value for place, value in enumerate(values) if value is not None}
    cells.update(left.pop(number))
    row = sparse(number, cells)
    if row is not None:
        yield row


def normal(value: Cell | timedelta) -> Cell:
    """calamine's value as one of ours: whole numbers as int, midnight moments as date, long times as text."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return int(value)
        return value if isfinite(value) else ErrorCell("#NUM!")
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") or None
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date()
    return value


def packed(number: int, first: int, values: list[Cell]) -> list[Any] | None:
    """A row as on the wire, blanks at both ends cut off; None where nothing is left."""
    start, stop = 0, len(values)
    while stop and values[stop - 1] is None:
        stop -= 1
    if not stop:
        return None
    while values[start] is None:
        start += 1
    if stop - start > 512:
        return sparse(number, {first + place: value for place, value in enumerate(values) if value is not None})
    return [number, first + start, *values[start:stop]]


def sparse(number: int, cells: dict[int, Cell]) -> list[Any] | None:
    """A row as on the wire from its filled cells; side by side where that is no waste."""
    if not cells:
        return None
    columns = sorted(cells)
    first, last = columns[0], columns[-1]
    if last - first < 4 * len(columns) + 32:
        return [number, first, *(cells.get(column) for column in range(first, last + 1))]
    return [number, columns, *(cells[column] for column in columns)]


_MODIFIED = re.compile(rb"<(?:dcterms:modified|dc:date)[^>]*>\s*(\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)")
_DESCRIBED = re.compile(rb"<dc:(title|subject|creator|description)>([^<]{1,500})<")
_USER = re.compile(rb'<meta:user-defined\b[^>]*?\smeta:name="([^"]{1,200})"[^>]*>([^<]{0,2000})<')
_CUSTOM = re.compile(rb"<property\b[^>]*?\sname=\"([^\"]{1,200})\"[^>]*>\s*<vt:\w+>([^<]{0,2000})</vt:")


def described(archive: Any, core: str) -> dict[str, Any]:
    """{"modified", "properties"} from the document's own properties, where it has any."""
    names = {name.lower(): name for name in archive.namelist()}
    modified: str | None = None
    properties: dict[str, str] = {}
    for wanted in (core, "docProps/custom.xml"):
        name = names.get(wanted.lower())
        if name is None:
            continue
        with archive.open(name) as member:
            data = member.read(preflight.MEGABYTE)
        if found := _MODIFIED.search(data):
            modified = found[1].decode("ascii")
        for key, value in _DESCRIBED.findall(data):
            properties[key.decode("ascii")] = _text(value)
        for key, value in (*_CUSTOM.findall(data), *_USER.findall(data)):
            properties["custom:" + _text(key)] = _text(value)
    return {"modified": modified, "properties": properties}


def _text(data: bytes) -> str:
    from html import unescape

    return unescape(data.decode("utf-8", "replace"))


def _tagged(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"h": value.isoformat()}
    if isinstance(value, ErrorCell):
        return {"e": value.code}
    if isinstance(value, FormulaCell):
        return {"f": ""}
    return {"e": "#VALUE!"}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
