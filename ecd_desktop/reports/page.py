"""The page: paper, letterhead, foot, bookmarks and "Página x de y"; and the file, written whole or not at all.

What stands on every page is drawn once, as a form.  "of y" is put where each page left room for it when the last page
is known: one pass over the document, and bookmarks stay where they are (which the usual NumberedCanvas breaks).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
)

from db.queries.traffic_light import Light
from ecd_desktop import __version__
from ecd_desktop.files import written
from ecd_desktop.language import _, current, format_date, format_moment
from ecd_desktop.reports import lettering, lights, stamps
from ecd_desktop.reports.letterhead import Head, Letterhead
from ecd_desktop.reports.tables import HAIRLINE, INK, MUTED, NAVY, Table
from ecd_desktop.reports.typeface import BOLD, MEDIUM, REGULAR, markup, printable, width, wrap

__all__ = ["LANDSCAPE", "PORTRAIT", "Head", "Page", "Paper", "Watch", "Written", "heading", "style", "text"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet and its margins, in points."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def room(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right


PORTRAIT = Paper(*A4, left=25 * mm, right=20 * mm, top=20 * mm, bottom=10 * mm)
LANDSCAPE = Paper(*landscape(A4), left=13 * mm, right=13 * mm, top=15 * mm, bottom=7 * mm)

SMALL = 8.0
HEADING_ROOM = 30.0  # points of a section's heading with the space around it
_FOOT_LINE = 10.5
_LEGEND_LINE = lights.SIZE + 3


def style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    """A style of running text in the document's own font; sizes in points."""
    plain: dict[str, Any] = {"fontName": REGULAR, "bulletFontName": REGULAR, "textColor": INK}
    return ParagraphStyle(name, fontSize=size, leading=leading, **(plain | more))


STYLES: dict[str, ParagraphStyle] = {
    "body": style("body", 10, 14.5, spaceAfter=6),
    "justified": style("justified", 10, 14.5, spaceAfter=6, alignment=TA_JUSTIFY),
    "small": style("small", 8.25, 11, spaceAfter=3),
    "note": ParagraphStyle("note", fontName=REGULAR, bulletFontName=REGULAR, fontSize=8, leading=10.8, textColor=MUTED),
    "title": style("title", 14, 18, alignment=TA_CENTER, spaceBefore=8, spaceAfter=2),
    "subtitle": style("subtitle", 9.5, 13, alignment=TA_CENTER, spaceAfter=2),
    "heading": style("heading", 11, 14, spaceBefore=10, spaceAfter=4),
    "fact": style("fact", 9.5, 12.5),
}
STYLES["theme"] = style("theme", 11, 14, alignment=TA_CENTER, spaceBefore=2)
STYLES["strong"] = style("strong", 10, 14.5)
STYLES["label"] = style("label", 8.25, 11)
STYLES["centred"] = style("centred", 10, 13, alignment=TA_CENTER)
STYLES["tiny"] = style("tiny", 8.25, 11, alignment=TA_CENTER)
STYLES["name"] = style("name", 12.5, 16, spaceAfter=4)
STYLES["chart"] = style("chart", 8.25, 11, spaceAfter=3)
STYLES["chart"].fontName = MEDIUM
STYLES["strong"].fontName = STYLES["theme"].fontName = BOLD
STYLES["centred"].fontName = BOLD
STYLES["name"].fontName = BOLD
STYLES["label"].fontName = MEDIUM
STYLES["label"].textColor = MUTED
STYLES["title"].fontName = BOLD
STYLES["heading"].fontName = BOLD
STYLES["heading"].textColor = NAVY


def text(words: str, named: str | ParagraphStyle = "body") -> Paragraph:
    """Running text; the words are data, their own markup is printed as it stands."""
    return Paragraph(markup(words), STYLES[named] if isinstance(named, str) else named)


def heading(words: str, room: float = 34 * mm, *, over: Flowable | None = None) -> list[Flowable]:
    """A heading that stands with at least ``room`` points of what follows; a table is never pushed off whole.

    ``over``: what stands under it; of a table, its own heading and its first row at least.
    """
    if isinstance(over, Table):
        room = max(room, over.least() + HEADING_ROOM)
    return [CondPageBreak(room), text(words, "heading")]


@dataclass(frozen=True, slots=True)
class Written:
    """A file that is on the disk.  ``warnings``: whole sentences about what the reader should know of it."""

    path: Path
    pages: int
    warnings: tuple[str, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Watch:
    """Somebody who waits for a document.

    ``heed`` is told the number of pages after each one; what it raises ends the work, and nothing is left of it.
    ``first``: so many pages are enough for now; they do not know how many there will be, and the file is not whole.
    """

    heed: Callable[[int], None] | None = None
    first: int | None = None


class _Enough(Exception):
    """The pages that were asked for are there."""


class _Canvas(Canvas):
    """A canvas that says the number of pages on each page, once it is known."""

    _doc: Any  # reportlab's own, which its type stubs leave out
    _code: list[str]
    _pageNumber: int

    def __init__(self, *args: Any, page: Page, **options: Any) -> None:
        super().__init__(*args, **options)
        moment = page.head.issued_at
        stamp = self._doc._timeStamp
        stamp.t = int(moment.timestamp())
        stamp.lt = moment.utctimetuple()
        stamp.YMDhms, stamp.dhh, stamp.dmm, stamp.tzname = tuple(stamp.lt)[:6], 0, 0, "UTC"
        self._page = page
        self.showOutline()

    def number_here(self) -> str:
        """A line of the page's content that says nothing yet, and its number and how many there are in the end."""
        return f"%page {self._pageNumber}"

    def showPage(self) -> None:
        super().showPage()
        watch, pages = self._page.watch, self._pageNumber - 1
        if watch.heed is not None:
            watch.heed(pages)
        if pages == watch.first:
            raise _Enough

    def save(self) -> None:
        """Say on each page how many there are: one pass over the document, and bookmarks stay where they are."""
        if self._code:
            super().showPage()
        pages = self._page.pages = self._pageNumber - 1
        total = str(pages) if self._page.whole else "…"
        pen = lettering.of(self)
        begin = f"{lettering.ink(INK)}\nBT\n{pen.font(MEDIUM, SMALL, SMALL)}"
        for number in range(1, pages + 1):
            label = printable(_("Page {page} of {pages}").format(page=number, pages=total))
            x, y = self._page.numbered_at
            place = lettering.at(x - width(label, MEDIUM, SMALL), y)
            said = f"{begin}\n{place}\n{pen.line(label, MEDIUM, SMALL, SMALL)}\nET"
            page = self._doc.idToObject[f"Page{number}"]
            page.stream = page.stream.replace(f"%page {number}\n", f"{said}\n", 1)
        super().save()


def _once(canvas: Canvas, name: str, draw: Callable[[Canvas], None]) -> None:
    """Put on this page what is the same on every page and is drawn when the first one needs it."""
    if not canvas.hasForm(name):
        canvas.beginForm(name)
        draw(canvas)
        canvas.endForm()
    canvas.doForm(name)


class Page:
    """The page of one document: build it first (it knows how much room there is), then hand it the story.

    ``cutoff``: facts dated up to it are in; ``known``: as recorded on that moment, None for when it is issued.
    ``lit``: the document shows lights, so each foot explains them.
    ``said``: what the foot says in place of the cut-off, where the document tells of one day.
    ``scanned``: what a square code at the foot says to a telephone; it hangs into the margin below.
    """

    def __init__(
        self, *, head: Head, title: str, paper: Paper, cutoff: date, known: datetime | None = None, lit: bool = False,
        said: Sequence[str] = (), scanned: str = "",
    ) -> None:  # fmt: skip
        self.head, self.title, self.paper = head, title, paper
        self.cutoff, self.known, self.lit = cutoff, known or head.issued_at, lit
        self.said = tuple(said)
        self.pages = 0
        self.whole = True
        self.watch = Watch()
        self.letterhead = Letterhead(head, paper.room)
        self.width = paper.room
        self.scanned = scanned
        aside, number = (stamps.SQUARE + 8, 72.0) if scanned else (0.0, 0.0)  # beside the last lines of the foot
        self._facts = wrap(" · ".join(self._said()), REGULAR, SMALL, paper.room - (aside or 72))
        self._privacy = wrap(head.confidentiality, MEDIUM, SMALL, paper.room - aside - number) or ("",) * bool(scanned)
        self._legend = self._legend_lines(paper.room - aside - number) if lit else []
        self.foot_height = (
            len(self._facts) * _FOOT_LINE + len(self._legend) * _LEGEND_LINE + len(self._privacy) * _FOOT_LINE + 8
        )
        above = len(self._facts) * _FOOT_LINE if scanned else 0.0  # "Page x of y" stands after them
        self.numbered_at = (
            paper.width - paper.right - aside, paper.bottom + self.foot_height - _FOOT_LINE - above
        )  # fmt: skip
        """Where "Page x of y" ends, on its base line."""
        self.height = paper.height - paper.top - paper.bottom - self.foot_height - 6
        """Points of a whole page between running head and foot."""

    def _said(self) -> Iterable[str]:
        if self.head.code:
            yield _("Code: {code}").format(code=self.head.code)
        if self.said:
            yield from self.said
        else:
            yield _("Cut-off: {date}").format(date=format_date(self.cutoff))
            yield _("As recorded on: {moment}").format(moment=format_moment(self.known))
        if self.head.digest:
            yield _("Hash: {hash}").format(hash=self.head.digest[:12])
        if self.head.draft:
            yield _("Printed: {moment}").format(moment=format_moment(self.head.issued_at))
        elif self.head.issued_by:
            yield _("Issued by: {who}, {moment}").format(
                who=self.head.issued_by, moment=format_moment(self.head.issued_at)
            )
        else:
            yield _("Issued: {moment}").format(moment=format_moment(self.head.issued_at))

    def _legend_lines(self, room: float) -> list[list[tuple[Light, str]]]:
        lines: list[list[tuple[Light, str]]] = [[]]
        used = 0.0
        for light, meaning in lights.short_meanings().items():
            wide = lights.SIZE + 4 + width(meaning, REGULAR, SMALL) + 12
            if used and used + wide > room:
                lines.append([])
                used = 0.0
            lines[-1].append((light, meaning))
            used += wide
        return lines

    # --- the file ----------------------------------------------------------------------------------------------

    def write(self, path: Path | str, story: list[Flowable], watch: Watch | None = None) -> Written:
        """Write the document; raises ``errors.Expected`` where the file cannot be written."""
        self.watch = watch or Watch()
        paper = self.paper
        bottom = paper.bottom + self.foot_height + 6
        first = self.height - self.letterhead.height
        frames = [
            Frame(paper.left, bottom, paper.room, high, 0, 0, 0, 0, id=name)
            for name, high in (("first", first), ("later", self.height))
        ]
        with written(path) as part:
            document = BaseDocTemplate(
                str(part), pagesize=(paper.width, paper.height), invariant=1, lang=self._lang(), **self._described()
            )
            document.addPageTemplates(
                [
                    PageTemplate("first", [frames[0]], onPage=self._draw_first),
                    PageTemplate("later", [frames[1]], onPage=self._draw_later),
                ]
            )
            try:
                document.build([NextPageTemplate("later"), *story], canvasmaker=partial(_Canvas, page=self))
            except _Enough:
                self.whole = False
                document.canv.save()
        return Written(Path(path), self.pages, tuple(self._warnings()), self.whole)

    def _described(self) -> dict[str, Any]:
        """What the file says of itself."""
        head, program = self.head, f"ECD Desktop {__version__}"
        return {
            "title": " – ".join(filter(None, (self.title, head.code))),
            "author": ", ".join(filter(None, (head.issued_by, head.unit, head.entity))),
            "subject": " · ".join(self.said) or _("Cut-off: {date}").format(date=format_date(self.cutoff)),
            "creator": program,
            "producer": program,
        }

    def _lang(self) -> str:
        return {"es": "es-PE", "en": "en-GB"}.get(current(), "en-GB")

    def _warnings(self) -> Iterable[str]:
        if self.head.decade and not self.head.year_name:
            yield _(
                "The official name of the year {year} is not in the settings: only the decade's line was printed."
            ).format(year=self.head.issued_at.year)
        for logo in self.letterhead.unreadable:
            yield _("The logo {name} could not be read and was left out.").format(name=logo.name)

    # --- what stands on every page -----------------------------------------------------------------------------

    def _draw_first(self, canvas: Canvas, document: object) -> None:
        canvas.bookmarkPage("start")
        canvas.addOutlineEntry(printable(self.title), "start", level=0, closed=False)
        self.letterhead.draw(canvas, self.paper.left, self.paper.height - self.paper.top)
        stamps.badge(canvas, self.paper, fictitious=self.head.fictitious)
        stamps.draft(canvas, self.paper, unissued=self.head.draft)
        self._number(canvas)
        _once(canvas, "foot", self._draw_foot)

    def _draw_later(self, canvas: Canvas, document: object) -> None:
        _once(canvas, "head", self._draw_running_head)
        stamps.draft(canvas, self.paper, unissued=self.head.draft)
        self._number(canvas)
        _once(canvas, "foot", self._draw_foot)

    def _number(self, canvas: Canvas) -> None:
        if isinstance(canvas, _Canvas):
            canvas.addLiteral(canvas.number_here())

    def _draw_running_head(self, canvas: Canvas) -> None:
        paper = self.paper
        y = paper.height - paper.top + 10
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, SMALL)
        said = " · ".join(filter(None, (self.head.organ or self.head.entity, self.title, self.head.code)))
        lines = wrap(said, REGULAR, SMALL, paper.room - (stamps.badge_room() if self.head.fictitious else 0))
        canvas.drawString(paper.left, y, lines[0].rstrip(" ·") if lines else "")
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(paper.left, y - 4, paper.left + paper.room, y - 4)
        stamps.badge(canvas, self.paper, fictitious=self.head.fictitious)

    def _draw_foot(self, canvas: Canvas) -> None:
        left, right = self.paper.left, self.paper.width - self.paper.right
        y = self.paper.bottom + self.foot_height
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.6)
        canvas.line(left, y, right, y)
        if self.scanned:
            stamps.square(canvas, self.scanned, right - stamps.SQUARE, y - 2 - stamps.SQUARE)
        y -= _FOOT_LINE
        canvas.setFillColor(MUTED)
        canvas.setFont(REGULAR, SMALL)
        for line in self._facts:
            canvas.drawString(left, y, line)
            y -= _FOOT_LINE
        for items in self._legend:
            y -= _LEGEND_LINE - _FOOT_LINE
            x = left
            for light, meaning in items:
                lights.draw(canvas, light, x, y - 2.5)
                canvas.setFillColor(MUTED)
                canvas.setFont(REGULAR, SMALL)
                canvas.drawString(x + lights.SIZE + 4, y, meaning)
                x += lights.SIZE + 16 + width(meaning, REGULAR, SMALL)
            y -= _FOOT_LINE
        canvas.setFont(MEDIUM, SMALL)
        for line in self._privacy:
            canvas.drawString(left, y, line)
            y -= _FOOT_LINE
