"""What is put on a page besides its text: that its data is invented, that it is a draft, and a code to be scanned."""

from __future__ import annotations

from typing import Protocol

from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from ecd_desktop.language import _
from ecd_desktop.reports.tables import INK
from ecd_desktop.reports.typeface import BOLD, printable, width

SIZE = 8.0
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
    drawing = Drawing(SQUARE, SQUARE)
    drawing.add(QrCodeWidget(said, barLevel="M", barWidth=SQUARE, barHeight=SQUARE, barBorder=2))
    renderPDF.draw(drawing, canvas, x, y)
