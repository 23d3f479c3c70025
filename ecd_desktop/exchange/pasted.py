"""Rows from the clipboard as an opened workbook: what Excel, LibreOffice, Word or a mail put there, all as text.

Codes keep their zeros and dates their digits, because nothing is guessed here: the importer judges whole columns.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from ecd_desktop.calendar import today
from ecd_desktop.errors import Expected
from ecd_desktop.exchange.columns import Kind, vocabulary
from ecd_desktop.exchange.import_plan import Candidate, Opened
from ecd_desktop.exchange.proposing import look
from ecd_desktop.exchange.workbook import MAX_COLUMN, Row, Sheet, Workbook, is_blank, letters, one_line
from ecd_desktop.language import _

Grid = list[list[str]]

MOST = 2_000_000
"""Characters of a clipboard that are looked at."""
HEADING_ROWS = 3
"""A heading stands in one of the first rows that were copied, or nowhere."""

_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\n|\Z)|([^\t\n]*)')


def opened(text: str, html: str = "", *, kind: Kind, name: str = "") -> Opened:
    """What was copied, as the wizard and its preview take it.

    Rows without a heading get one of letters, and somebody has to say what the columns are. Raises Expected where
    no two cells stand side by side, or where there is far too much.
    """
    if len(text) > MOST:
        raise Expected(
            _("That is too much to paste at once; nothing was changed."), _("Save it as a workbook and import that.")
        )
    grid = rows_of(text, html)
    if max((sum(not is_blank(cell) for cell in row) for row in grid), default=0) < 2:
        raise Expected(
            _("What was copied holds no rows: no two cells stand side by side. Nothing was changed."),
            _("Copy the rows with their headings, in Excel or from a table, and paste again."),
        )
    title = name or _("Pasted rows")
    headed = has_heading(grid, kind)
    width = max(map(len, grid))
    head = [] if headed else [[_("Column {letter}").format(letter=letters(n)) for n in range(1, width + 1)]]
    rows = tuple(
        Row(number, range(1, len(row) + 1), tuple(cell if not is_blank(cell) else None for cell in row))
        for number, row in enumerate([*head, *grid], start=1)
        if any(not is_blank(cell) for cell in row)
    )
    digest = hashlib.sha256(repr(grid).encode()).hexdigest()
    workbook = Workbook(title, digest, "tsv", today(), (Sheet(title, False, rows),), {"delimiter": "\t"})
    if headed:
        return look(workbook)
    return Opened(Path(title), workbook, (Candidate(kind, title, (1,), 0.0),))


def has_heading(grid: Grid, kind: Kind) -> bool:
    """Whether one of the first rows says what the columns are, in words that such lists use."""
    known = vocabulary(kind)
    for row in grid[:HEADING_ROWS]:
        cells = [one_line(cell) for cell in row if not is_blank(cell)]
        hits = sum(float(known(cell)) >= 0.75 for cell in cells if len(cell) <= 60)
        if hits >= 2 or (hits and len(cells) <= 2 * hits):
            return True
    return False


def is_table(grid: Grid, kind: Kind) -> bool:
    """Whether what was copied are rows under their headings: two words of such lists stand in one of the first rows.

    Everything else is cells, which go where they are pasted.
    """
    known = vocabulary(kind)
    for row in grid[:HEADING_ROWS]:
        cells = [one_line(cell) for cell in row if not is_blank(cell)]
        hits = sum(float(known(cell)) >= 0.75 for cell in cells if len(cell) <= 60)
        if hits >= 2 and 2 * hits >= len(cells):
            return True
    return False


def rows_of(text: str, html: str = "") -> Grid:
    """The cells of a clipboard.  Text with tabs is taken where its rows are equally long, else a table of the HTML.

    The line end after the last row is none; rows in which nothing stands end with the last that holds something.
    """
    plain = cells_of_text(text)
    if len({len(row) for row in plain}) > 1 or max(map(len, plain), default=0) < 2:
        marked = cells_of_html(html) if html else []
        if max(map(len, marked), default=0) >= 2:
            plain = marked
    while plain and all(is_blank(cell) for cell in plain[-1]):
        plain.pop()
    return [row[:MAX_COLUMN] for row in plain]


def cells_of_text(text: str) -> Grid:
    """Tab-separated text: a cell that holds tabs, line ends or quotes stands in quotes, with its own ones doubled."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.rstrip("\0")  # some programs count the end of the string
    if not text:
        return []
    text = text[:-1] if text.endswith("\n") else text
    grid: Grid = [[]]
    at = 0
    while True:
        found = _CELL.match(text, at)
        assert found is not None  # an empty cell matches too
        grid[-1].append(found[1].replace('""', '"') if found[1] is not None else found[2])
        at = found.end()
        if at >= len(text):
            return grid
        if text[at] == "\n":
            grid.append([])
        at += 1


def cells_of_html(html: str) -> Grid:
    """The largest table of a page: cells that span columns leave the others of their span blank."""
    reader = _Tables()
    reader.feed(html)
    reader.close()
    return max(reader.tables, key=lambda grid: sum(map(len, grid)), default=[])


class _Tables(HTMLParser):
    """Collects the rows of tables; a table inside a cell is part of that cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Grid] = []
        self._depth = 0
        self._cell: list[str] | None = None
        self._covered: dict[int, int] = {}  # columns of this table that a cell from above still covers, in rows
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self._covered = {}
        elif self._depth != 1:
            return
        elif tag == "tr":
            self._close_cell()
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._close_cell()
            if not self.tables[-1]:
                self.tables[-1].append([])
            self._skip_covered()
            self._spans = (_span(attrs, "colspan"), _span(attrs, "rowspan"))
            self._cell = []
        elif tag in ("br", "p", "div") and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._silent = max(self._silent - 1, 0)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._close_cell()
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._close_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(re.sub(r"[ \t\r\n]+", " ", data))

    def close(self) -> None:
        super().close()
        self._close_cell()

    def _skip_covered(self) -> None:
        row = self.tables[-1][-1]
        while self._covered.get(len(row), 0):
            self._covered[len(row)] -= 1
            row.append("")

    def _close_cell(self) -> None:
        if self._cell is None:
            return
        text = re.sub(r" *\n *", "\n", "".join(self._cell)).strip()
        self._cell = None
        row = self.tables[-1][-1]
        across, down = self._spans
        for place in range(len(row), len(row) + across):
            if down > 1:
                self._covered[place] = down - 1
        row += [text, *([""] * (across - 1))]

    _spans = (1, 1)


def _span(attrs: Sequence[tuple[str, str | None]], name: str) -> int:
    value = dict(attrs).get(name) or "1"
    return min(max(int(value), 1), 1_000) if value.isdecimal() else 1
