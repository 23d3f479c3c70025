"""Where people sign: a grid of two columns, each place whole, never alone on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from ecd_desktop.language import _
from ecd_desktop.reports.acta import Signer
from ecd_desktop.reports.tables import INK, MUTED
from ecd_desktop.reports.typeface import BOLD, REGULAR, SMALLEST, printable, width, wrap

THUMB_WIDTH, THUMB_HEIGHT = 20 * mm, 25 * mm
_BETWEEN = 10 * mm  # of the two columns
_NAME, _SAID, _LINE = 9.0, 8.25, 10.4
_HEAD_LINE = 13.0
_GAP, _THUMB_GAP = 1.2 * mm, 1.8 * mm


@dataclass(frozen=True, slots=True)
class _Laid:
    name: tuple[str, ...]
    document: str  # "" where it is among what is said, for want of room beside the name
    said: tuple[str, ...]
    height: float


class Signatures(Flowable):
    """Places in rows of two. ``context``: sentences that stand above the places of every page after the first.

    ``room``: points to sign in above each line.  ``thumbs``: each place has a box for a thumb-print, 20 mm wide
    and 25 mm high.
    """

    def __init__(
        self, places: Sequence[Signer], wide: float, *, thumbs: bool = False, context: Sequence[str] = (),
        room: float = 11 * mm,
    ) -> None:  # fmt: skip
        super().__init__()
        self.width, self.thumbs, self.room = wide, thumbs, room
        self.column = (wide - _BETWEEN) / 2
        self.words = self.column - (THUMB_WIDTH + 3 * mm if thumbs else 0)
        self.places = [self._lay(place) for place in places]
        gap = _THUMB_GAP if thumbs else _GAP
        self.rows = [max(place.height for place in self.places[n : n + 2]) + gap for n in range(0, len(self.places), 2)]
        self.context = [line for said in context for line in wrap(said, REGULAR, 9.5, wide)]
        self.start, self.stop = 0, len(self.rows)

    def _lay(self, place: Signer) -> _Laid:
        document = printable(place.document)
        beside = width(document, REGULAR, _SAID) + 6
        name = wrap(place.name, BOLD, _NAME, self.words - beside)
        said = wrap(place.said, REGULAR, _SAID, self.words)
        if self.thumbs or len(name) != 1:
            name = wrap(place.name, BOLD, _NAME, self.words)
            said, document = (*said, *wrap(document, REGULAR, _SAID, self.words)), ""
        words = self.room + 2 + _LINE * (len(name) + len(said)) + 1
        return _Laid(name, document, said, max(words, THUMB_HEIGHT) if self.thumbs else words)

    @property
    def _head(self) -> float:
        return len(self.context) * _HEAD_LINE + 6 if self.start and self.context else 0.0

    def least(self, rows: int = 2) -> float:
        """Points that the first rows take."""
        return sum(self.rows[:rows])

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.height = self._head + sum(self.rows[self.start : self.stop])
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:
        room, at = aH - self._head + 1e-6, self.start
        while at < self.stop and self.rows[at] <= room:
            room -= self.rows[at]
            at += 1
        if at == self.start:
            return []
        return [self] if at == self.stop else [self._part(self.start, at), self._part(at, self.stop)]

    def _part(self, start: int, stop: int) -> Signatures:
        part = object.__new__(Signatures)
        part.__dict__.update(self.__dict__)
        part.__dict__.pop("_postponed", None)  # platypus's own mark: this part has not been put off yet
        part.start, part.stop = start, stop
        return part

    def draw(self) -> None:
        canvas: Canvas = self.canv
        y = self.height
        if self._head:
            canvas.setFillColor(INK)
            canvas.setFont(REGULAR, 9.5)
            for n, line in enumerate(self.context):
                canvas.drawString(0, y - 10 - n * _HEAD_LINE, line)
            y -= self._head
        for row in range(self.start, self.stop):
            for side, place in enumerate(self.places[2 * row : 2 * row + 2]):
                self._draw_place(canvas, place, side * (self.column + _BETWEEN), y)
            y -= self.rows[row]

    def _draw_place(self, canvas: Canvas, place: _Laid, x: float, top: float) -> None:
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.7)
        y = top - self.room
        if self.thumbs:
            y = min(y, top - THUMB_HEIGHT + _LINE * (len(place.name) + len(place.said)) + 3)
            left = x + self.column - THUMB_WIDTH
            canvas.rect(left, top - THUMB_HEIGHT, THUMB_WIDTH, THUMB_HEIGHT)
            label = printable(_("Thumb-print"))
            canvas.setFillColor(MUTED)
            canvas.setFont(REGULAR, SMALLEST)
            wide = width(label, REGULAR, SMALLEST)
            canvas.drawString(left + (THUMB_WIDTH - wide) / 2, top - THUMB_HEIGHT + 3, label)
        canvas.line(x, y, x + self.words, y)
        under = y
        y -= 2
        canvas.setFillColor(INK)
        for lines, font, size in ((place.name, BOLD, _NAME), (place.said, REGULAR, _SAID)):
            canvas.setFont(font, size)
            for line in lines:
                y -= _LINE
                canvas.drawString(x, y + 2, line)
        if place.document:
            canvas.drawString(x + self.words - width(place.document, REGULAR, _SAID), under - _LINE, place.document)
