"""Who issues a document: logos, official lines, entity, organ and unit (domain.md §5.0)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ecd_desktop.calendar import on_paper
from ecd_desktop.reports.tables import HAIRLINE, INK, MUTED
from ecd_desktop.reports.typeface import BOLD, ITALIC, MEDIUM, REGULAR, width, wrap

DECADE = "Decenio de la Igualdad de Oportunidades para Mujeres y Hombres"
"""2018–2027; heads the documents of public bodies.  Proper names stay in Spanish in an English document."""

YEAR_NAMES: dict[int, str] = {
    2018: "Año del Diálogo y la Reconciliación Nacional",
    2019: "Año de la Lucha contra la Corrupción e Impunidad",
    2020: "Año de la Universalización de la Salud",
    2021: "Año del Bicentenario del Perú: 200 años de independencia",
    2022: "Año del Fortalecimiento de la Soberanía Nacional",
    2023: "Año de la unidad, la paz y el desarrollo",
    2024: "Año del Bicentenario, de la consolidación de nuestra Independencia, y de la conmemoración "
    "de las heroicas batallas de Junín y Ayacucho",
    2025: "Año de la recuperación y consolidación de la economía peruana",
    2026: "Año de la Esperanza y el Fortalecimiento de la Democracia",
}
"""The official names published so far (domain.md §6.8): what the setting starts from; the office may write its own."""

LOGO_WIDTH, LOGO_HEIGHT = 42 * mm, 17 * mm


@dataclass(frozen=True, slots=True)
class Head:
    """What the settings say about the issuer.  Every text may be empty and is then left out, heading and all.

    ``issued_at`` is also the file's own date: the same rows with the same head give the same bytes.
    ``digest``: the SHA-256 of what it says, where that was kept.
    ``fictitious``: the data is invented; every page says so.  ``draft``: it was not issued; every page says so too.
    Logos are the user's own files.
    """

    entity: str = ""
    organ: str = ""
    unit: str = ""
    place: str = "Lima"
    decade: str = ""
    year_name: str = ""
    logo_left: Path | None = None
    logo_right: Path | None = None
    issued_by: str = ""
    issued_at: datetime = field(default_factory=on_paper)
    code: str = ""
    digest: str = ""
    confidentiality: str = ""
    fictitious: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    font: str
    size: float
    muted: bool


class Letterhead:
    """The block at the top of the first page; ``height`` is 0 where the head says nothing at all.

    ``unreadable``: logos that could not be read and were left out.
    """

    def __init__(self, head: Head, room: float) -> None:
        self.room = room
        self.unreadable: list[Path] = []
        self.logos = [self._logo(head.logo_left), self._logo(head.logo_right)]
        middle = room - 2 * (LOGO_WIDTH + 4 * mm) if any(self.logos) else room
        self.lines: list[_Line] = []
        for text in (head.decade, head.year_name):
            self._add(f"“{text}”" if text else "", ITALIC, 8.5, middle, muted=True)
        self._add(head.entity, BOLD, 10.5, middle)
        self._add(head.organ, MEDIUM, 9.5, middle)
        self._add(head.unit, REGULAR, 9, middle)
        text_height = sum(line.size * 1.32 for line in self.lines)
        block = max(text_height, LOGO_HEIGHT if any(self.logos) else 0)
        self.height = block + 8 if block else 0.0

    def _add(self, text: str, font: str, size: float, room: float, *, muted: bool = False) -> None:
        self.lines += [_Line(words, font, size, muted) for words in wrap(text, font, size, room)]

    def _logo(self, path: Path | None) -> ImageReader | None:
        if path is None:
            return None
        try:
            return ImageReader(str(path))
        except Exception:  # whatever Pillow says of a file that is no picture: a report is not lost for a logo
            self.unreadable.append(path)
            return None

    def draw(self, canvas: Canvas, left: float, top: float) -> None:
        if not self.height:
            return
        y = top
        for line in self.lines:
            canvas.setFillColor(MUTED if line.muted else INK)
            canvas.setFont(line.font, line.size)
            wide = width(line.text, line.font, line.size)
            canvas.drawString(left + (self.room - wide) / 2, y - line.size, line.text)
            y -= line.size * 1.32
        for logo, on_right in zip(self.logos, (False, True), strict=True):
            if logo is not None:
                wide, high = logo.getSize()
                scale = min(LOGO_WIDTH / wide, LOGO_HEIGHT / high)
                x = left + self.room - wide * scale if on_right else left
                canvas.drawImage(logo, x, top - high * scale, wide * scale, high * scale, mask="auto")
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.6)
        canvas.line(left, top - self.height, left + self.room, top - self.height)
