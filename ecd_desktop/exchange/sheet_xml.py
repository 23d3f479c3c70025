"""The sheets of an .xlsx read straight from their XML: errors, formulas without result, cells far out.

calamine reads plain sheets many times faster, but it builds a dense rectangle (a cell at XFD1048576 is 17
thousand million cells) and turns errors and uncached formulas into blanks.  ``survey`` tells in one pass over
the bytes whether a sheet is plain; ``read_sheet`` reads the others, cell by cell, in the memory of what they hold.
"""

from __future__ import annotations

import math
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pyexpat import ExpatError, ParserCreate
from typing import Any

from ecd_desktop.exchange.preflight import MEGABYTE, Unreadable, chunks, refuse_declarations
from ecd_desktop.exchange.serials import date_format, from_serial
from ecd_desktop.exchange.workbook import MAX_COLUMN, MAX_ROW, Cell, ErrorCell, FormulaCell, column_number

PLAIN_AREA = 3_000_000
"""Cells of the rectangle from A1 that calamine may lay out (32 bytes each)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of the workbook: its name, whether it is hidden, and the part that holds it."""

    name: str
    hidden: bool
    path: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The workbook part as read: its worksheets in order, the date system, and the parts they share; ``main`` is it."""

    sheets: tuple[Part, ...]
    date1904: bool
    strings: str | None
    styles: str | None
    main: str = ""


def tags(archive: zipfile.ZipFile, name: str, limit: int = 32 * MEGABYTE) -> list[tuple[str, dict[str, str]]]:
    """(local name, attributes) of every element of a small part, in order."""
    found: list[tuple[str, dict[str, str]]] = []
    parse(archive, name, start=lambda tag, attributes: found.append((_local(tag), attributes)), limit=limit)
    return found


def parts(archive: zipfile.ZipFile) -> Parts:
    """The worksheets in the order of their tabs; chart and macro sheets hold no cells and are left out."""
    names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    main = "xl/workbook.xml"
    if "_rels/.rels" in names:
        for tag, attributes in tags(archive, names["_rels/.rels"]):
            if tag == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
                main = _target("", attributes.get("Target", main))
    if main.lower() not in names:
        raise Unreadable("damaged")
    folder, base = posixpath.split(main)
    links: dict[str, tuple[str, str]] = {}
    relations = posixpath.join(folder, "_rels", base + ".rels").lower()
    if relations in names:
        for tag, attributes in tags(archive, names[relations]):
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                target = names.get(_target(folder, attributes.get("Target", "")).lower(), "")
                links[attributes.get("Id", "")] = (kind, target)
    sheets: list[Part] = []
    date1904 = False
    for tag, attributes in tags(archive, names[main.lower()]):
        if tag == "workbookPr":
            date1904 = attributes.get("date1904", "0").lower() in ("1", "true", "on")
        elif tag == "sheet":
            identity = next((value for key, value in attributes.items() if key == "id" or key.endswith(":id")), "")
            kind, path = links.get(identity, ("", ""))
            if kind == "worksheet":
                if not path:
                    raise Unreadable("damaged")
                sheets.append(Part(attributes.get("name", ""), attributes.get("state", "visible") != "visible", path))
    shared = {kind: path for kind, path in links.values() if path}
    strings, styles = shared.get("sharedStrings"), shared.get("styles")
    return Parts(tuple(sheets), date1904, strings, styles, names[main.lower()])


# A cell or row in the one spelling that spreadsheets write; any other start of one gives an empty group.
_CELLS = re.compile(
    rb'<c(?: r="([A-Z]{1,3})[0-9]{1,7}"(?: s="[0-9]{1,7}"| t="(?:s|n|str|b|inlineStr)")*\s*/?>|(?=[\s>/]))'
)
_ROWS = re.compile(rb'<row(?: r="([0-9]{1,7})"|(?=[\s>/]))')
_DEEP = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{5,7})"')
_FORMULAS = re.compile(rb"<f[\s>/]")


def survey(archive: zipfile.ZipFile, path: str) -> bool:
    """Whether calamine reads this sheet whole and cheaply: no errors, formulas, odd spellings, cells far out.

    Reads the part once, in pieces cut before a tag so that nothing hides on a seam, and refuses declarations.
    """
    plain, seen = True, False
    columns: set[bytes] = set()
    last = 0
    for window in at_tags(archive, path):
        refuse_declarations(window)
        if not plain:
            continue
        seen = seen or b"<sheetData" in window
        names = set(_CELLS.findall(window))
        numbers = _ROWS.findall(window)
        # A negative number may be a date before the calendar, which calamine makes a time of.
        if b"" in names or b"" in numbers or _FORMULAS.search(window) or b"<v>-" in window:
            plain = False
            continue
        columns.update(names)
        last = max(last, max(map(int, numbers), default=0), max(map(int, _DEEP.findall(window)), default=0))
    width = max((column_number(name.decode()) for name in columns), default=0)
    return plain and seen and width * last <= PLAIN_AREA and width <= MAX_COLUMN and last <= MAX_ROW


def read_sheet(
    archive: zipfile.ZipFile, path: str, *, strings: list[str], dates: list[str], date1904: bool, budget: int
) -> tuple[dict[int, dict[int, Cell]], list[list[int]]]:
    """({row: {column: value}}, merged ranges) of one sheet.

    ``dates`` says per cell style: ``""`` a number, ``"d"`` a date, ``"e"`` an elapsed time.  ``budget``: cells
    that may still be read.  A formula's stored result is its value; one without result is a ``FormulaCell``.
    """
    reader = _SheetReader(strings, dates, date1904, budget)
    parse(archive, path, start=reader.start, end=reader.end, text=reader.text)
    return reader.rows, reader.merges


def shared_strings(archive: zipfile.ZipFile, path: str | None) -> list[str]:
    """The texts that cells name by number; phonetic readings are left out."""
    found: list[str] = []
    if path is None:
        return found
    pieces: list[str] = []
    depth = {"phonetic": 0, "text": 0}

    def start(tag: str, attributes: dict[str, str]) -> None:
        tag = _local(tag)
        if tag == "si":
            pieces.clear()
        elif tag == "rPh":
            depth["phonetic"] += 1
        elif tag == "t":
            depth["text"] = 1

    def end(tag: str) -> None:
        tag = _local(tag)
        if tag == "si":
            found.append(unescaped("".join(pieces)))
        elif tag == "rPh":
            depth["phonetic"] -= 1
        elif tag == "t":
            depth["text"] = 0

    def text(data: str) -> None:
        if depth["text"] and not depth["phonetic"]:
            pieces.append(data)

    parse(archive, path, start=start, end=end, text=text)
    return found


def date_styles(archive: zipfile.ZipFile, path: str | None) -> list[str]:
    """What each cell style makes of a number: ``""`` nothing, ``"d"`` a date or time, ``"e"`` an elapsed time."""
    if path is None:
        return []
    formats: dict[int, str] = {}
    styles: list[str] = []
    inside = False
    for tag, attributes in tags(archive, path):
        if tag == "numFmt":
            formats[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyles", "dxfs", "tableStyles", "cellStyleXfs"):
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            number = _whole(attributes.get("numFmtId"))
            styles.append(date_format(formats.get(number), number))
    return styles


_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Text with ``_x000D_`` and its like turned back into what was typed, every line break as one ``\\n``."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class _SheetReader:
    """Expat's events of one sheet, gathered into rows."""

    def __init__(self, strings: list[str], dates: list[str], date1904: bool, budget: int) -> None:
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merges: list[list[int]] = []
        self._strings, self._dates, self._date1904 = strings, dates, date1904
        self._budget = budget
        self._limit = budget
        self._row = self._column = 0
        self._kind = "n"
        self._style = 0
        self._formula = self._stored = self._collecting = False
        self._phonetic = 0
        self._pieces: list[str] = []
        self._names: dict[str, int] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if ":" in tag:
            tag = _local(tag)
        if tag == "c":
            self._place(attributes.get("r"))
            self._kind = attributes.get("t", "n")
            self._style = _whole(attributes.get("s"))
            self._formula = self._stored = self._collecting = False
            self._pieces = []
        elif tag == "v" or (tag == "t" and not self._phonetic):
            self._collecting = self._stored = True
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._phonetic += 1
        elif tag == "row":
            self._row = _whole(attributes.get("r")) or self._row + 1
            self._column = 0
        elif tag == "mergeCell" and len(self.merges) < 100_000:
            corners = re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", attributes.get("ref", ""))
            if corners:
                left, top, right, bottom = corners.groups()
                self.merges.append([int(top), column_number(left), int(bottom), column_number(right)])

    def text(self, data: str) -> None:
        if self._collecting:
            self._pieces.append(data)

    def end(self, tag: str) -> None:
        if ":" in tag:
            tag = _local(tag)
        if tag == "v" or tag == "t":
            self._collecting = False
        elif tag == "rPh":
            self._phonetic -= 1
        elif tag == "c":
            value = self._value("".join(self._pieces))
            if value is not None:
                self._budget -= 1
                if self._budget < 0:
                    raise Unreadable("too_many_cells", limit=self._limit)
                row = self.rows.get(self._row)
                if row is None:
                    row = self.rows[self._row] = {}
                row[self._column] = value

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
            self._row = self._row or 1
        else:
            name = reference.rstrip("0123456789")
            column = self._names.get(name)
            if column is None:
                if not name.isascii() or not name.isalpha():
                    raise Unreadable("damaged")
                column = self._names[name] = column_number(name.upper())
            self._column = column
            self._row = _whole(reference[len(name) :])
        if not (0 < self._row <= MAX_ROW and 0 < self._column <= MAX_COLUMN):
            raise Unreadable("damaged")

    def _value(self, text: str) -> Cell:
        kind = self._kind
        if kind == "e":
            return ErrorCell(text.strip() or "#ERROR")
        if not text:
            return FormulaCell() if self._formula and not (kind == "str" and self._stored) else None
        if kind == "s":
            try:
                return self._strings[int(text)] or None
            except (ValueError, IndexError) as broken:
                raise Unreadable("damaged") from broken
        if kind in ("str", "inlineStr"):
            return unescaped(text)
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "d":
            return _iso(text.strip())
        try:
            number = float(text)
        except ValueError as broken:
            raise Unreadable("damaged") from broken
        if not math.isfinite(number):
            return ErrorCell("#NUM!")
        style = self._dates[self._style] if 0 <= self._style < len(self._dates) else ""
        if style:
            return from_serial(number, date1904=self._date1904, elapsed=style == "e")
        return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _iso(text: str) -> Cell:
    try:
        if "T" not in text and "-" not in text:
            return time.fromisoformat(text)
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    return moment.date() if moment.time() == time(0) else moment


def parse(
    archive: zipfile.ZipFile,
    name: str,
    *,
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
    limit: int | None = None,
) -> None:
    """Feed a part to expat with document types refused; a part that is not well-formed is a damaged file."""

    def declared(*_: object) -> None:
        raise Unreadable("entities")

    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    size = 0
    try:
        for chunk in chunks(archive, name):
            size += len(chunk)
            if limit is not None and size > limit:
                raise Unreadable("memory")
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except ExpatError as broken:
        raise Unreadable("damaged") from broken


def at_tags(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """The part in pieces that end before a ``<``, so that no tag is cut in two."""
    tail = b""
    for chunk in chunks(archive, path):
        window = tail + chunk
        cut = window.rfind(b"<")
        if cut <= 0:
            if len(window) > 8 * MEGABYTE:
                raise Unreadable("damaged")
            tail = window
            continue
        tail = window[cut:]
        yield window[:cut]
    yield tail


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _target(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
