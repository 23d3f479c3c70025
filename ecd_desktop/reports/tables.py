"""Long tables: text wrapped once, headings repeated on every page, rows that stay whole.

One flowable draws its lines straight onto the canvas.  reportlab's LongTable with strings that were wrapped
beforehand takes 1.7 times as long as the same text on a bare canvas, with Paragraphs 2.9 times, and neither
keeps a group's heading with its first row.  A row is split only where it is taller than a page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import accumulate, count

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from db.queries.traffic_light import Light
from ecd_desktop.language import _
from ecd_desktop.reports import lettering, lights
from ecd_desktop.reports.typeface import BOLD, MEDIUM, REGULAR, printable, width, wrap

INK, MUTED, NAVY = lights.INK, HexColor(0x4F5B6B), HexColor(0x1F3A6E)
HAIRLINE, BAND, SOFT_BAND = HexColor(0xC3CBD6), HexColor(0xE4E9F1), HexColor(0xF3F5F9)

SIZE = 8.0  # points of text in a table: as small as print may be
LEADING = 1.26  # line height over text size
ASCENT = 0.78  # of the text size above the base line
PAD_X, PAD_Y = 3.5, 3.2
LIGHT_ROOM = lights.SIZE + 3.5


class Align(Enum):
    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, width in points, where its text stands; ``light`` is drawn above the heading."""

    heading: str
    width: float
    align: Align = Align.LEFT
    light: Light | None = None


def narrowest(heading: str, least: float = 0.0, size: float = SIZE) -> float:
    """Points that a column needs so that no word of its heading is broken."""
    return max(least, *(width(printable(word), BOLD, size) + 2 * PAD_X + 0.5 for word in heading.split() or [""]))


class Kind(Enum):
    ROW = "row"
    GROUP = "group"  # one text over the whole width; kept with the row after it; makes a bookmark
    SUBTOTAL = "subtotal"  # one text over the whole width; kept with the row before it
    TOTAL = "total"  # a row in bold above which a line is drawn


@dataclass(frozen=True, slots=True)
class Lit:
    """A cell with a light before its text."""

    light: Light | None
    text: str


Cell = str | Lit


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in one row; a GROUP or SUBTOTAL has one cell.  ``bold`` names columns set in medium weight."""

    cells: Sequence[Cell]
    kind: Kind = Kind.ROW
    bold: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Laid:
    """A row whose text is broken into lines."""

    kind: Kind
    lines: tuple[tuple[str, ...], ...]
    lit: tuple[Light | None, ...]
    height: float
    bold: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Style:
    font: str
    ink: Color
    band: Color | None


_STYLES: dict[Kind, _Style] = {
    Kind.ROW: _Style(REGULAR, INK, None),
    Kind.GROUP: _Style(BOLD, NAVY, SOFT_BAND),
    Kind.SUBTOTAL: _Style(MEDIUM, MUTED, None),
    Kind.TOTAL: _Style(BOLD, INK, SOFT_BAND),
}


def _after(group: str, row: _Laid) -> str:
    """The group in force after ``row``; "" for none."""
    if row.kind is Kind.GROUP:
        return " ".join(row.lines[0])
    return group if row.kind is Kind.ROW else ""


class Table(Flowable):
    """A table over any number of pages; rows are taken and laid out page by page, as they are needed.

    ``tallest``: points of a whole frame; a row that cannot fit in it with its headings is split, and its
    continuation says so.  ``pad``: points above and below a row's text.
    ``outline``: the level at which group headings become bookmarks, None for none.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Iterable[Row],
        *,
        tallest: float,
        size: float = SIZE,
        pad: float = PAD_Y,
        outline: int | None = None,
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.size = size
        self.pad = pad
        self.sink = 0.0 if pad >= PAD_Y else 1.1  # between close lines, text stands in the middle
        self.leading = size * LEADING
        self.outline = outline
        self.width = sum(column.width for column in self.columns)
        self.left = tuple(accumulate((column.width for column in self.columns[:-1]), initial=0.0))
        self.heading = tuple(wrap(c.heading, BOLD, size, c.width - 2 * PAD_X) for c in self.columns)
        self.heading_height = 2 * self.pad + 1 + max((len(lines) for lines in self.heading), default=0) * self.leading
        if any(column.light for column in self.columns):
            self.heading_height += lights.SIZE + 2
        self.context_height = 2 * self.pad + self.leading
        # heading, "(continued)" line, group heading and subtotal may all stand with a row on its page
        limit = tallest - self.heading_height - 3 * self.context_height - 2 * self.leading
        # laid out as far as the pages have come; all parts of the table share them
        self._coming = (piece for row in rows for piece in self._pieces(self._lay(row), limit))
        self.rows: list[_Laid] = []
        self.tops = [0.0]  # above each row, and below the last
        self.inside = [""]  # the group in force before each row
        # where a column's text begins: without a light, with one
        self._begins = [[f"1 0 0 1 {fp_str(x + PAD_X + shift)} " for x in self.left] for shift in (0.0, LIGHT_ROOM)]
        self._drawn: list[str] = []  # the form of the heading, for all parts
        self.start = 0
        self.stop: int | None = None  # None: where the rows end

    # --- laying out --------------------------------------------------------------------------------------------

    def _lay(self, row: Row) -> _Laid:
        whole = row.kind in (Kind.GROUP, Kind.SUBTOTAL)
        texts: list[tuple[str, ...]] = []
        lit: list[Light | None] = []
        for n, cell in enumerate(row.cells):
            light, text = (cell.light, cell.text) if isinstance(cell, Lit) else (None, cell)
            room = (self.width if whole else self.columns[n].width) - 2 * PAD_X
            if light in lights.LOOKS:
                room -= LIGHT_ROOM
            else:
                light = None
            texts.append(wrap(text, self._font(row.kind, n in row.bold), self.size, room))
            lit.append(light)
        return _Laid(row.kind, tuple(texts), tuple(lit), self._high(texts, lit), row.bold)

    def _high(self, texts: Sequence[Sequence[str]], lit: Sequence[Light | None]) -> float:
        """Points that a row needs."""
        height = max(1, max(map(len, texts), default=0)) * self.leading
        if any(light is not None for light in lit):
            height = max(height, lights.SIZE)
        return height + 2 * self.pad

    def _pieces(self, row: _Laid, limit: float) -> Iterator[_Laid]:
        """The row itself, or parts of it no taller than ``limit``; the first column says that it goes on."""
        while row.height > limit:
            fits = max(1, int((limit - 2 * self.pad) / self.leading))
            lines = tuple(lines[:fits] for lines in row.lines)
            yield replace(row, lines=lines, height=self._high(lines, row.lit))
            rest = [lines[fits:] for lines in row.lines]
            if not rest[0] and row.lines[0] and row.kind is Kind.ROW:
                rest[0] = self._going_on(row)
            dark = (None,) * len(row.lit)
            row = replace(row, lines=tuple(rest), lit=dark, height=self._high(rest, dark))
        yield row

    def _going_on(self, row: _Laid) -> tuple[str, ...]:
        """What the first column says where a row goes on: its first line and an ellipsis, under it if need be."""
        first = row.lines[0][0].rstrip("…")
        room = self.columns[0].width - 2 * PAD_X
        fits = width(f"{first}…", self._font(row.kind, 0 in row.bold), self.size) <= room
        return (f"{first}…",) if fits else (first, "…")

    def least(self) -> float:
        """Points that the table takes at least on its first page: its heading and a row, group headings included."""
        self._end(0.0)
        while self.rows and self.rows[-1].kind is Kind.GROUP:
            before = len(self.rows)
            self._end(self.tops[-1])
            if len(self.rows) == before:
                break
        return self.heading_height + self.tops[-1]

    def _font(self, kind: Kind, bold: bool) -> str:
        return MEDIUM if bold and kind is Kind.ROW else _STYLES[kind].font

    # --- platypus ----------------------------------------------------------------------------------------------

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.height = self._height(self.start, self._end(aH))
        return min(self.width, aW), self.height  # widths are sums: they may be a billionth too wide

    def split(self, aW: float, aH: float) -> list[Flowable]:
        end = self._end(aH)
        room = aH - self._height(self.start, self.start)
        stop = bisect_right(self.tops, self.tops[self.start] + room + 1e-6) - 1
        stop = min(stop, end)
        if stop < end and self.rows[stop].kind is Kind.SUBTOTAL:
            stop -= 1
        while stop > self.start and self.rows[stop - 1].kind is Kind.GROUP:
            stop -= 1
        if stop <= self.start:
            return []
        return [self._part(self.start, stop), self._part(stop, self.stop)] if stop < end else [self]

    def _end(self, high: float = float("inf")) -> int:
        """Where this part ends; of the last one, rows are laid out until they are higher than ``high``."""
        if self.stop is not None:
            return self.stop
        while self.tops[-1] - self.tops[self.start] <= high:
            row = next(self._coming, None)
            if row is None:
                break
            self.inside.append(_after(self.inside[-1], row))
            self.tops.append(self.tops[-1] + row.height)
            self.rows.append(row)
        return len(self.rows)

    def _part(self, start: int, stop: int | None) -> Table:
        part = object.__new__(Table)
        part.__dict__.update(self.__dict__)
        part.__dict__.pop("_postponed", None)  # platypus's own mark: this part has not been put off yet
        part.start, part.stop = start, stop
        return part

    def _context(self, start: int) -> str:
        """The group that a part begins in the middle of; "" where it begins with a group, or there are none."""
        if start == 0 or (start < len(self.rows) and self.rows[start].kind is not Kind.ROW):
            return ""
        return self.inside[start]

    def _height(self, start: int, stop: int) -> float:
        context = self.context_height if self._context(start) else 0.0
        return self.heading_height + context + self.tops[stop] - self.tops[start]

    # --- drawing -----------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Grounds and lights first, then all the text in one go, then the lines."""
        canvas: Canvas = self.canv
        end = self._end()
        y = self._draw_heading(canvas, self._height(self.start, end))
        context = self._context(self.start)
        if context:
            self._draw_context(canvas, y, context)
            y -= self.context_height
        said: list[str] = []
        bottoms: list[float] = []
        pen = lettering.Pen(canvas, self.size, self.leading)
        for row in self.rows[self.start : end]:
            self._draw_ground(canvas, row, y)
            self._say_row(canvas, pen, row, y, said)
            y -= row.height
            bottoms.append(y)
        canvas.addLiteral("\n".join(["BT", *said, "ET"]))
        canvas.setLineWidth(0.4)
        canvas.setStrokeColor(HAIRLINE)
        canvas.lines([(0, bottom, self.width, bottom) for bottom in bottoms])

    def _draw_heading(self, canvas: Canvas, top: float) -> float:
        """The heading is a form: drawn for the first part, put on each page after it; where it ends."""
        bottom = top - self.heading_height
        if not (self._drawn and canvas.hasForm(self._drawn[-1])):
            name = next(name for name in map("heading-{}".format, count(1)) if not canvas.hasForm(name))
            canvas.beginForm(name, -1, -1, self.width + 1, self.heading_height + 1)
            self._draw_heading_once(canvas)
            canvas.endForm()
            self._drawn.append(name)
        canvas.addLiteral(f"q 1 0 0 1 0 {fp_str(bottom)} cm")
        canvas.doForm(self._drawn[-1])
        canvas.addLiteral("Q")
        return bottom

    def _draw_heading_once(self, canvas: Canvas) -> None:
        top = self.heading_height
        canvas.setFillColor(BAND)
        canvas.rect(0, 0, self.width, top, stroke=0, fill=1)
        canvas.setStrokeColor(NAVY)
        canvas.setLineWidth(0.9)
        canvas.line(0, 0, self.width, 0)
        for n, column in enumerate(self.columns):
            if column.light:
                below = len(self.heading[n]) * self.leading if any(self.heading[n]) else 0.0
                lights.draw(canvas, column.light, self._x(n, lights.SIZE), self.pad + below)  # on the words' line
        pen = lettering.of(canvas)
        said = [lettering.ink(INK), pen.font(BOLD, self.size, self.leading)]
        for n, lines in enumerate(self.heading):
            y = self.pad + (len(lines) - ASCENT) * self.leading + 0.6
            for line, words in enumerate(lines):
                said.append(lettering.at(self._x(n, width(words, BOLD, self.size)), y - line * self.leading))
                said.append(pen.line(words, BOLD, self.size, self.leading))
        canvas.addLiteral("\n".join(["BT", *said, "ET"]))

    def _draw_context(self, canvas: Canvas, top: float, title: str) -> None:
        text = canvas.beginText()
        text.setFillColor(MUTED)
        text.setFont(MEDIUM, self.size)
        text.setTextOrigin(PAD_X, top - self.pad - ASCENT * self.size)
        lines = wrap(_("{group} (continued)").format(group=title), MEDIUM, self.size, self.width - 2 * PAD_X)
        text.textOut(lines[0] if lines else "")
        canvas.drawText(text)

    def _draw_ground(self, canvas: Canvas, row: _Laid, top: float) -> None:
        band = _STYLES[row.kind].band
        if band is not None:
            canvas.setFillColor(band)
            canvas.rect(0, top - row.height, self.width, row.height, stroke=0, fill=1)
        if row.kind is Kind.GROUP and self.outline is not None:
            title = " ".join(row.lines[0])
            key = f"group-{canvas.getPageNumber()}-{top:.0f}"
            canvas.bookmarkHorizontal(key, 0, top)
            canvas.addOutlineEntry(title, key, level=self.outline, closed=True)
        for n, light in enumerate(row.lit):
            if light is not None:
                lights.draw_shape(canvas, light, self.left[n] + PAD_X, top - self.pad - lights.SIZE + 1)

    def _say_row(self, canvas: Canvas, pen: lettering.Pen, row: _Laid, top: float, said: list[str]) -> None:
        """Put the operators of a row's text behind those that were ``said``."""
        for n, light in enumerate(row.lit):
            if light is not None:
                said.append(lights.letter(canvas, light, self.left[n] + PAD_X, top - self.pad - lights.SIZE + 1))
                pen.forget()
        whole = row.kind in (Kind.GROUP, Kind.SUBTOTAL)
        baseline = top - self.pad - ASCENT * self.size - self.sink
        plain = f"{fp_str(baseline)} Tm\n"
        said.append(pen.ink(_STYLES[row.kind].ink))
        for n, lines in enumerate(row.lines):
            if not lines:
                continue
            font = self._font(row.kind, n in row.bold)
            said.append(pen.font(font))
            if whole or self.columns[n].align is Align.LEFT:
                lit = row.lit[n] is not None
                place = f"{fp_str(baseline - 0.9)} Tm\n" if lit else plain
                said.append(self._begins[lit][n] + place + pen.lines(lines, font))
            else:
                for line, words in enumerate(lines):
                    x = self._x(n, width(words, font, self.size))
                    said.append(lettering.at(x, baseline - line * self.leading) + "\n" + pen.line(words, font))

    def _x(self, n: int, wide: float) -> float:
        """Where something ``wide`` begins in column n."""
        column, left = self.columns[n], self.left[n]
        if column.align is Align.RIGHT:
            return left + column.width - PAD_X - wide
        if column.align is Align.CENTRE:
            return left + (column.width - wide) / 2
        return left + PAD_X
