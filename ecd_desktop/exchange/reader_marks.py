"""What stands beside the cells of a foreign workbook: names given to cells, and comments; read in the guarded child.

A workbook of ours has a name on every heading, which goes along when the column is moved or its heading rewritten;
a comment is often where people say why.  Both are extras: a part that cannot be read tells nothing and refuses nothing.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from html import unescape
from typing import Any

from ecd_desktop.exchange.preflight import MEGABYTE, Unreadable
from ecd_desktop.exchange.sheet_xml import at_tags, parse, tags
from ecd_desktop.exchange.workbook import column_number

Notes = list[list[Any]]
"""[row, column, text] of each comment of one sheet."""

MOST_NAMES, MOST_NOTES, LONGEST = 2_000, 20_000, 2_000
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def xlsx_names(archive: zipfile.ZipFile, main: str) -> list[list[str]]:
    """[name, what it stands for] of the workbook part, names that belong to one sheet included."""
    found: list[list[str]] = []
    pieces: list[str] = []
    name = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal name
        name = attributes.get("name", "") if tag.rpartition(":")[2] == "definedName" else ""
        pieces.clear()

    def end(tag: str) -> None:
        nonlocal name
        if name and len(found) < MOST_NAMES:
            found.append([name[:LONGEST], "".join(pieces)[:LONGEST]])
        name = ""

    def text(data: str) -> None:
        if name:
            pieces.append(data)

    parse(archive, main, start=start, end=end, text=text, limit=32 * MEGABYTE)
    return found


def xlsx_notes(archive: zipfile.ZipFile, path: str) -> Notes:
    """The comments of the sheet in part ``path``; a thread's texts instead of the notice that stands in for it."""
    names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
    folder, base = posixpath.split(path)
    relations = names.get(posixpath.join(folder, "_rels", base + ".rels").lower())
    if relations is None or not any("comment" in name for name in names):
        return []
    notes: dict[tuple[int, int], str] = {}
    threads: dict[tuple[int, int], str] = {}
    try:
        for tag, attributes in tags(archive, relations):
            kind = attributes.get("Type", "").rpartition("/")[2]
            if tag != "Relationship" or kind not in ("comments", "threadedComment"):
                continue
            target = attributes.get("Target", "").replace("\\", "/")
            place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            part = names.get(posixpath.normpath(place).lower())
            if part is not None:
                _read_comments(archive, part, notes if kind == "comments" else threads)
    except Unreadable as refused:
        if refused.code == "entities":
            raise
    return [[row, column, text] for (row, column), text in sorted({**notes, **threads}.items())]


def _read_comments(archive: zipfile.ZipFile, part: str, into: dict[tuple[int, int], str]) -> None:
    pieces: list[str] = []
    ref, depth, phonetic = "", 0, 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal ref, depth, phonetic
        local = tag.rpartition(":")[2]
        if local in ("comment", "threadedComment"):
            ref = attributes.get("ref", "")
            pieces.clear()
        elif local in ("t", "text"):
            depth += 1
        elif local == "rPh":
            phonetic += 1

    def end(tag: str) -> None:
        nonlocal depth, phonetic
        local = tag.rpartition(":")[2]
        if local in ("t", "text"):
            depth -= 1
        elif local == "rPh":
            phonetic -= 1
        elif local in ("comment", "threadedComment"):
            place = _PLACE.fullmatch(ref)
            said = "".join(pieces).strip()[:LONGEST]
            if place and said and len(into) < MOST_NOTES:
                key = (int(place[2]), column_number(place[1]))
                into[key] = f"{into[key]}\n{said}"[:LONGEST] if key in into else said

    def text(data: str) -> None:
        if depth and not phonetic:
            pieces.append(data)

    parse(archive, part, start=start, end=end, text=text, limit=8 * MEGABYTE)


_RANGE = re.compile(rb"<table:named-range [^>]{1,4000}>")
_EXPRESSION = re.compile(rb"<table:named-expression [^>]{1,4000}>")
_ATTRIBUTE = re.compile(rb'table:(name|cell-range-address|expression)="([^"]*)"')


def in_ods(archive: zipfile.ZipFile) -> tuple[list[list[str]], dict[str, Notes]]:
    """(names as in ``xlsx_names``, comments by sheet) of an OpenDocument workbook; its grammar of places is kept."""
    names: list[list[str]] = []
    noted = False
    for window in at_tags(archive, "content.xml"):
        noted = noted or b"<office:annotation" in window
        if b"<table:named-" in window:
            for element in (*_RANGE.findall(window), *_EXPRESSION.findall(window)):
                told = {key: unescape(value.decode("utf-8", "replace")) for key, value in _ATTRIBUTE.findall(element)}
                meant = told.get(b"cell-range-address") or told.get(b"expression") or ""
                if told.get(b"name") and len(names) < MOST_NAMES:
                    names.append([told[b"name"][:LONGEST], meant[:LONGEST]])
    if not noted:
        return names, {}
    reader = _OdsNotes()
    parse(archive, "content.xml", start=reader.start, end=reader.end, text=reader.text)
    return names, reader.found


class _OdsNotes:
    """Expat's events of content.xml; only comments are gathered."""

    def __init__(self) -> None:
        self.found: dict[str, Notes] = {}
        self._sheet, self._count = "", 0
        self._row = self._rows = self._column = self._columns = 0
        self._note = self._lines = 0
        self._pieces: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._note:
            self._note += 1
            if tag == "text:p":
                self._lines += 1
                if self._pieces:
                    self._pieces.append("\n")
        elif tag == "table:table":
            self._sheet, self._row, self._rows = attributes.get("table:name", ""), 0, 0
        elif tag == "table:table-row":
            self._row += self._rows or 1
            self._rows = _count(attributes.get("table:number-rows-repeated"))
            self._column = self._columns = 0
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._column += self._columns or 1
            self._columns = _count(attributes.get("table:number-columns-repeated"))
        elif tag == "office:annotation":
            self._note = 1
            self._pieces = []

    def text(self, data: str) -> None:
        if self._lines:
            self._pieces.append(data)

    def end(self, tag: str) -> None:
        if not self._note:
            return
        self._note -= 1
        if tag == "text:p":
            self._lines -= 1
        if not self._note and self._count < MOST_NOTES and (said := "".join(self._pieces).strip()):
            self._count += 1
            self.found.setdefault(self._sheet, []).append([self._row, self._column, said[:LONGEST]])


def _count(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1
