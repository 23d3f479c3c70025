"""Pieces that several documents are made of: facts in two columns, figures in a row, a memo's head, a signature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer
from reportlab.platypus import Table as Grid

from db.queries.traffic_light import Light
from ecd_desktop.language import _
from ecd_desktop.reports import lights
from ecd_desktop.reports.page import text
from ecd_desktop.reports.tables import HAIRLINE, INK, MUTED, NAVY, SOFT_BAND
from ecd_desktop.reports.typeface import BOLD, MEDIUM, REGULAR, SMALLEST, printable, width, wrap

Pair = tuple[str, str]


def facts(
    pairs: Sequence[Pair], wide: float, *, columns: int = 2, label: float = 78.0, style: str | ParagraphStyle = "small",
    pad: float = 2.5,
) -> Flowable:  # fmt: skip
    """Labels with values, in ``columns``; pairs without a value are left out. ``style``: of the values."""
    filled = [pair for pair in pairs if pair[1]]
    if not filled:
        return Spacer(0, 0)
    filled += [("", "")] * (-len(filled) % columns)
    value = wide / columns - label
    cells = [
        [part for name, said in filled[n : n + columns] for part in (text(name, "label"), text(said, style))]
        for n in range(0, len(filled), columns)
    ]
    return _grid(cells, [label, value] * columns, [("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIRLINE)], pad)


def memo_head(pairs: Sequence[Pair], wide: float) -> Flowable:
    """A: / DE: / ASUNTO: / … of a Peruvian informe; lines without a value are left out."""
    cells = [[text(name.upper(), "strong"), text(":"), text(said)] for name, said in pairs if said]
    if not cells:
        return Spacer(0, 0)
    return _grid(cells, [82, 10, wide - 92], [("LINEBELOW", (0, -1), (-1, -1), 0.9, NAVY)], pad=1.0)


def _grid(cells: list[list[Any]], widths: list[float], lines: list[Any], pad: float = 2.5) -> Grid:
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), pad),
        ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
        *lines,
    ]
    return Grid(cells, colWidths=widths, style=style, hAlign="LEFT")


class Boxed(Flowable):
    """A sentence that must not be overlooked: a label, if any, and its text on a soft ground with a bar before it."""

    def __init__(self, label: str, said: str, wide: float) -> None:
        super().__init__()
        self.label, self.width = label, wide
        self.lines = wrap(said, REGULAR, 10, wide - 24)
        self.height = (18 if label else 10) + 14 * len(self.lines)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        canvas.setFillColor(SOFT_BAND)
        canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        canvas.setFillColor(NAVY)
        canvas.rect(0, 0, 3, self.height, stroke=0, fill=1)
        canvas.setFont(BOLD, 8.25)
        canvas.drawString(12, self.height - 12, printable(self.label))
        canvas.setFillColor(INK)
        canvas.setFont(REGULAR, 10)
        for n, line in enumerate(self.lines):
            canvas.drawString(12, self.height - (26 if self.label else 16) - 14 * n, line)


class Tiles(Flowable):
    """A few figures side by side: the number large, what it counts below it."""

    def __init__(self, figures: Sequence[tuple[str, str, Color | None]], wide: float) -> None:
        super().__init__()
        self.width = wide
        self.each = (wide - 8 * (len(figures) - 1)) / len(figures)
        self.figures = [
            (number, wrap(caption, REGULAR, SMALLEST, self.each - 14), colour) for number, caption, colour in figures
        ]
        self.height = 34 + 10.2 * max(len(caption) for _number, caption, _colour in self.figures)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        for n, (number, caption, colour) in enumerate(self.figures):
            x = n * (self.each + 8)
            canvas.setFillColor(SOFT_BAND)
            canvas.setStrokeColor(HAIRLINE)
            canvas.setLineWidth(0.5)
            canvas.roundRect(x, 0, self.each, self.height, 3, stroke=1, fill=1)
            canvas.setFillColor(colour or NAVY)
            canvas.rect(x, self.height - 3, self.each, 3, stroke=0, fill=1)
            canvas.setFillColor(INK)
            canvas.setFont(BOLD, 18)
            canvas.drawString(x + 7, self.height - 24, printable(number))
            canvas.setFillColor(MUTED)
            canvas.setFont(REGULAR, SMALLEST)
            for line, words in enumerate(caption):
                canvas.drawString(x + 7, self.height - 35 - 10.2 * line, words)


class Counts(Flowable):
    """Lights with their numbers, in as many lines as they need."""

    def __init__(self, parts: Sequence[tuple[Light, int]], wide: float) -> None:
        super().__init__()
        self.width = wide
        self.lines: list[list[tuple[Light, str]]] = [[]]
        used = 0.0
        for light, count in parts:
            word = _(lights.LOOKS[light].word) if light in lights.LOOKS else _("Draft")
            said = f"{word}: {count}"
            room = self._room(light, said)
            if used and used + room > wide:
                self.lines.append([])
                used = 0.0
            self.lines[-1].append((light, said))
            used += room
        self.height = 16.0 * len(self.lines)

    def _room(self, light: Light, said: str) -> float:
        return self._mark(light) + width(said, MEDIUM, 8.25) + 16

    def _mark(self, light: Light) -> float:
        """The room of a light before its words; a draft has none, and no gap in its place."""
        return lights.SIZE + 4 if light in lights.LOOKS else 0.0

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: Canvas = self.canv
        for n, line in enumerate(self.lines):
            x, y = 0.0, self.height - 16 * n - 13
            for light, said in line:
                lights.draw(canvas, light, x, y - 2.6)
                canvas.setFillColor(INK)
                canvas.setFont(MEDIUM, 8.25)
                canvas.drawString(x + self._mark(light), y, said)
                x += self._room(light, said)


def signature(name: str, post: str, wide: float) -> list[Flowable]:
    """Room and a line to sign on; the caller keeps it together with the closing sentence."""
    column = min(220.0, wide / 2)
    cells = [[text(words, style)] for words, style in ((name, "centred"), (post, "tiny")) if words]
    grid = _grid(cells, [column], [("LINEABOVE", (0, 0), (-1, 0), 0.7, INK)], pad=1.5)
    grid.hAlign = "CENTER"
    return [Spacer(1, 46), grid]


__all__ = ["Boxed", "Counts", "Tiles", "facts", "memo_head", "signature"]
