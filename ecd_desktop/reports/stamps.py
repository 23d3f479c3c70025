"""What is put on a page besides its text: that its data is invented, that it is a draft, and a code to be scanned."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Any, Protocol

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from ecd_desktop.language import _
from ecd_desktop.reports.tables import INK
from ecd_desktop.reports.typeface import BOLD, printable, width

SIZE = 8.0
WHITE = 2  # points of a code around it
SQUARE = 13 * mm
"""The side of a code to be scanned, with the white around it: its points stay 0.3 mm wide, which copiers keep."""


class Sheet(Protocol):
    """The paper that is stamped, in points."""

    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def top(self) -> float: ...


def badge(canvas: Canvas, paper: Sheet, *, fictitious: bool) -> None:
    """Say at the upper right that the data is invented."""
    if not fictitious:
        return
    words = _invented()
    wide = width(words, BOLD, SIZE) + 10
    right, y = paper.width - paper.right, paper.height - paper.top + 8
    canvas.setFillColor(INK)
    canvas.roundRect(right - wide, y, wide, 13, 2, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont(BOLD, SIZE)
    canvas.drawString(right - wide + 5, y + 3.6, words)


def badge_room() -> float:
    """Points that the badge takes from a line beside it."""
    return width(_invented(), BOLD, SIZE) + 18


def _invented() -> str:
    words = _("FICTITIOUS DATA")
    return printable(words if "DATOS FICTICIOS" in words else f"{words} – DATOS FICTICIOS")


def draft(canvas: Canvas, paper: Sheet, *, unissued: bool) -> None:
    """Behind everything, across the page: light enough to read over, and still seen on a copy of a copy."""
    if not unissued:
        return
    words = printable(_("DRAFT"))
    canvas.saveState()
    canvas.setFillGray(0.925)
    canvas.setFont(BOLD, 104)
    canvas.translate(paper.width / 2, paper.height / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, -36, words)
    canvas.restoreState()


def said_to_scanners(code: str, digest: str) -> str:
    """What the code of a paper says: its own code and the whole hash, in letters that take the least room."""
    return f"{code} {digest}".upper()


def square(canvas: Canvas, said: str, x: float, y: float) -> None:
    """Draw a QR code with its lower left corner at (x, y); it needs no network to be made or read."""
    runs, side = _runs(said)
    each = SQUARE / (side + 2 * WHITE)
    canvas.setFillColor(black)
    path = canvas.beginPath()
    for row, start, length in runs:
        path.rect(x + (WHITE + start) * each, y + (WHITE + side - 1 - row) * each, length * each, each)
    canvas.drawPath(path, stroke=0, fill=1)


@lru_cache(maxsize=16)
def _runs(said: str) -> tuple[tuple[tuple[int, int, int], ...], int]:
    """The black of a code as rows of points, (row, first, how many), and how many points its side has."""
    code: Any = QrCodeWidget(said, barLevel="M").qr  # type: ignore[attr-defined]
    code.make()
    rows = [[bool(point) for point in row] for row in code.modules]
    runs = []
    for n, row in enumerate(rows):
        at = 0
        for black_ones, points in groupby(row):
            length = len(list(points))
            if black_ones:
                runs.append((n, at, length))
            at += length
    return tuple(runs), len(rows)
