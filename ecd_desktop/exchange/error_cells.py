"""Where an .ods, .xlsb or .xls holds errors: calamine gives them as blanks, and a blank is not an error.

Each function answers {sheet: {row: {column: ErrorCell}}}.  A file too odd to be scanned gives
what was found so far: whether it can be read at all is for calamine to say.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
from collections.abc import Iterator
from typing import IO

from ecd_desktop.exchange.preflight import MEGABYTE, OLE, Unreadable, chunks
from ecd_desktop.exchange.sheet_xml import parse, tags
from ecd_desktop.exchange.workbook import Cell, ErrorCell

Patches = dict[str, dict[int, dict[int, Cell]]]

CODES = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
WORDS = frozenset(CODES.values()) | {"#N/D", "#¡NULO!", "#¡DIV/0!", "#¡VALOR!", "#¡REF!", "#¿NOMBRE?", "#¡NUM!"}
"""Errors as a spreadsheet in English or Spanish writes them into text."""
_MOST = 100_000


def in_ods(archive: zipfile.ZipFile) -> tuple[Patches, dict[str, list[list[int]]]]:
    """(errors, {sheet: merged ranges}) of an OpenDocument workbook; calamine tells neither.

    A formula without value type is one whose result is blank: OpenDocument programs always store results.
    """
    marks = (b'value-type="error"', b">Err:", b">#", b"-spanned=")
    tail, marked = b"", False
    for chunk in chunks(archive, "content.xml"):
        window = tail + chunk
        marked = marked or any(mark in window for mark in marks)
        tail = window[-64:]
    if not marked:
        return {}, {}
    reader = _OdsErrors()
    parse(archive, "content.xml", start=reader.start, end=reader.end, text=reader.text)
    return reader.found, reader.merges


class _OdsErrors:
    """Expat's events of content.xml; repeated rows and columns are counted, not laid out."""

    def __init__(self) -> None:
        self.found: Patches = {}
        self.merges: dict[str, list[list[int]]] = {}
        self._sheet = ""
        self._depth = self._row = self._rows = self._column = self._columns = self._count = 0
        self._suspect = self._formula = False
        self._pieces: list[str] = []
        self._texts = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self._sheet = attributes.get("table:name", "")
                self._row = self._rows = 0
        elif name == "table-row" and self._depth == 1:
            self._row += self._rows or 1
            self._rows = _count(attributes.get("table:number-rows-repeated"))
            self._column = self._columns = 0
        elif name in ("table-cell", "covered-table-cell") and self._depth == 1:
            self._column += self._columns or 1
            self._columns = _count(attributes.get("table:number-columns-repeated"))
            self._suspect = any(key.endswith(":value-type") and value == "error" for key, value in attributes.items())
            self._formula = "table:formula" in attributes
            wide = _count(attributes.get("table:number-columns-spanned"))
            tall = _count(attributes.get("table:number-rows-spanned"))
            if wide > 1 or tall > 1:
                ranges = self.merges.setdefault(self._sheet, [])
                if len(ranges) < _MOST:
                    ranges.append([self._row, self._column, self._row + tall - 1, self._column + wide - 1])
            self._pieces = []
        elif name == "p" and self._depth == 1:
            self._texts += 1

    def text(self, data: str) -> None:
        if self._texts:
            self._pieces.append(data)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "table":
            self._depth -= 1
        elif name == "p" and self._texts:
            self._texts -= 1
        elif name in ("table-cell", "covered-table-cell") and self._depth == 1:
            text = "".join(self._pieces).strip()
            shown = text in WORDS or text.startswith("Err:")
            if self._suspect or (self._formula and shown):
                self._note(ErrorCell(text or "#ERROR"))

    def _note(self, cell: Cell) -> None:
        for row in range(self._row, self._row + self._rows):
            for column in range(self._column, self._column + self._columns):
                self._count += 1
                if self._count > _MOST:
                    raise Unreadable("too_many_cells", limit=_MOST)
                self.found.setdefault(self._sheet, {}).setdefault(row, {})[column] = cell


def in_xlsb(archive: zipfile.ZipFile) -> Patches:
    """Errors of a binary workbook: records BrtCellError and BrtFmlaError ([MS-XLSB] 2.4.311, 2.4.665)."""
    names = {name.lower(): name for name in archive.namelist()}
    links: dict[str, str] = {}
    if "xl/_rels/workbook.bin.rels" in names:
        for tag, attributes in tags(archive, names["xl/_rels/workbook.bin.rels"]):
            if tag == "Relationship":
                target = attributes.get("Target", "")
                path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
                links[attributes.get("Id", "")] = names.get(path.lower(), "")
    found: Patches = {}
    try:
        for kind, body in _xlsb_records(archive, names["xl/workbook.bin"]):
            if kind != 156:  # BrtBundleSh
                continue
            link, after = _wide(body, 8)
            sheet, _ = _wide(body, after)
            if links.get(link):
                rows = _xlsb_errors(archive, links[link])
                if rows:
                    found[sheet] = rows
    except (struct.error, IndexError, KeyError):
        pass
    return found


def _xlsb_errors(archive: zipfile.ZipFile, path: str) -> dict[int, dict[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = {}
    row = 0
    for kind, body in _xlsb_records(archive, path):
        if kind == 0:  # BrtRowHdr
            row = int.from_bytes(body[:4], "little") + 1
        elif kind in (3, 11) and len(body) >= 9:
            column = int.from_bytes(body[:4], "little") + 1
            rows.setdefault(row, {})[column] = ErrorCell(CODES.get(body[8], "#ERROR"))
    return rows


def _xlsb_records(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[int, bytes]]:
    data = b"".join(chunks(archive, path))
    place, end = 0, len(data)
    while place < end:
        kind = data[place]
        place += 1
        if kind & 0x80 and place < end:
            kind = (kind & 0x7F) | (data[place] & 0x7F) << 7
            place += 1
        size = shift = 0
        while place < end:
            byte = data[place]
            place += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        yield kind, data[place : place + size]
        place += size


def _wide(body: bytes, place: int) -> tuple[str, int]:
    (size,) = struct.unpack_from("<I", body, place)
    stop = place + 4 + 2 * size
    return body[place + 4 : stop].decode("utf-16-le", "replace"), stop


def in_xls(file: IO[bytes]) -> Patches:
    """Errors of a BIFF8 workbook: BOOLERR and FORMULA records ([MS-XLS] 2.4.24, 2.4.127); refuses a protected one."""
    file.seek(0)
    data = file.read(64 * MEGABYTE)
    found: Patches = {}
    try:
        stream = _ole_stream(data, ("Workbook", "Book")) if data.startswith(OLE) else data
        sheets: list[tuple[str, int]] = []
        for kind, body in _biff_records(stream, 0):
            if kind == 0x2F:  # FILEPASS
                raise Unreadable("password")
            if kind == 0x809 and body[:2] != b"\x00\x06":
                return {}
            if kind == 0x85:  # BOUNDSHEET
                size, wide = body[6], body[7] & 1
                name = body[8 : 8 + 2 * size].decode("utf-16-le") if wide else body[8 : 8 + size].decode("latin-1")
                sheets.append((name, int.from_bytes(body[:4], "little")))
        for name, place in sheets:
            rows: dict[int, dict[int, Cell]] = {}
            for kind, body in _biff_records(stream, place):
                code = None
                if kind == 0x205 and body[7]:
                    code = body[6]
                elif kind == 0x06 and body[12:14] == b"\xff\xff" and body[6] == 2:
                    code = body[8]
                if code is not None:
                    row, column = struct.unpack_from("<HH", body)
                    rows.setdefault(row + 1, {})[column + 1] = ErrorCell(CODES.get(code, "#ERROR"))
            if rows:
                found[name] = rows
    except (struct.error, IndexError, UnicodeDecodeError):
        pass
    return found


def _biff_records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream, up to its end; those of a chart inside it are left out."""
    depth = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        if kind == 0x809:
            depth += 1
        if depth <= 1:
            yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size
        if kind == 0x0A:
            depth -= 1
            if depth <= 0:
                return


def _ole_stream(data: bytes, names: tuple[str, ...]) -> bytes:
    """A stream of a compound file ([MS-CFB]): sectors chained by a table, short ones in the mini stream."""
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    first_directory, _, cutoff, first_mini, _, first_more, more = struct.unpack_from("<7I", data, 48)
    if not 7 <= shift <= 20 or not 4 <= mini_shift <= 12:
        return b""
    size = 1 << shift
    per = size // 4

    def sector(number: int) -> bytes:
        return data[(number + 1) << shift : (number + 2) << shift]

    table_sectors = [number for number in struct.unpack_from("<109I", data, 76) if number < 0xFFFFFFFA]
    for _step in range(min(more, len(data) // size + 1)):
        if first_more >= 0xFFFFFFFA:
            break
        block = struct.unpack_from(f"<{per}I", sector(first_more))
        table_sectors += [number for number in block[:-1] if number < 0xFFFFFFFA]
        first_more = block[-1]
    table: list[int] = []
    for number in table_sectors[: len(data) // size + 1]:
        block_bytes = sector(number)
        table.extend(struct.unpack(f"<{len(block_bytes) // 4}I", block_bytes[: len(block_bytes) // 4 * 4]))

    def chain(first: int) -> bytes:
        pieces = []
        for _step in range(len(table) + 1):
            if first >= len(table):
                break
            pieces.append(sector(first))
            first = table[first]
        return b"".join(pieces)

    directory = chain(first_directory)
    entries: dict[str, tuple[int, int]] = {}
    root = (0xFFFFFFFE, 0)
    for place in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, place + 64)[0]
        name = directory[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        first, stream_size = struct.unpack_from("<II", directory, place + 116)
        if directory[place + 66] == 5:
            root = (first, stream_size)
        else:
            entries.setdefault(name, (first, stream_size))
    for wanted in names:
        if wanted in entries:
            first, stream_size = entries[wanted]
            if stream_size >= cutoff:
                return chain(first)[:stream_size]
            mini, mini_table_bytes = chain(root[0])[: root[1]], chain(first_mini)
            mini_table = struct.unpack(f"<{len(mini_table_bytes) // 4}I", mini_table_bytes)
            pieces = []
            for _step in range(len(mini_table) + 1):
                if first >= len(mini_table):
                    break
                pieces.append(mini[first << mini_shift : (first + 1) << mini_shift])
                first = mini_table[first]
            return b"".join(pieces)[:stream_size]
    return b""


def _count(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1
