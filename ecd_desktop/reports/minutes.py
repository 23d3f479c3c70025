"""Acta de reunión: sections I to X in the order of domain.md §5.1, old commitments before new business, then signed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer

from db.queries.meeting_papers import MeetingPaper, canonical, content_hash
from ecd_desktop.calendar import today
from ecd_desktop.language import _, in_language, long_date
from ecd_desktop.reports import acta, markdown
from ecd_desktop.reports.blocks import facts
from ecd_desktop.reports.formulas import closing, confidentiality, roman, unshown
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, style, text
from ecd_desktop.reports.rectification import Rectified, sheets
from ecd_desktop.reports.signatures import Signatures
from ecd_desktop.reports.stamps import said_to_scanners
from ecd_desktop.reports.tables import NAVY, PAD_X, Column, Table
from ecd_desktop.reports.typeface import BOLD, MEDIUM, markup, width

SHORT = 12  # digits of the hash that are shown


@dataclass(frozen=True, slots=True)
class _Look:
    """How much stands on a page: sizes and room in points."""

    size: float  # of tables
    pad: float
    notes: ParagraphStyle
    fact: ParagraphStyle
    heading: ParagraphStyle
    sign: float  # to sign in
    short: bool  # organisations by their acronyms
    codes: bool  # of agreements


def _look(
    size: float,
    pad: float,
    notes: float,
    fact: float,
    before: float,
    sign: float,
    *,
    short: bool,
    codes: bool = True,
) -> _Look:
    return _Look(
        size, pad, style("account", notes, notes * 1.34, spaceAfter=3.5, allowWidows=0, allowOrphans=0),
        style("said", fact, fact * 1.3), style("section", 11, 13.5, spaceBefore=before, spaceAfter=before / 2.5,
        fontName=BOLD, textColor=NAVY), sign, short, codes,
    )  # fmt: skip


EASY = _look(8.75, 3.0, 10, 9.5, 9, 11 * mm, short=False)
TIGHT = _look(8.25, 1.4, 9.25, 9, 3, 8 * mm, short=True)
TIGHTER = _look(8.25, 1.3, 9, 8.75, 2.5, 7.8 * mm, short=True)
TIGHTEST = replace(TIGHTER, codes=False)
SHEET = 2  # pages: a sheet, both sides
LONG = 40_000  # letters of the content: twice what a sheet holds


def write(
    path: Path | str,
    paper: MeetingPaper,
    *,
    head: Head,
    edition: int | None = None,
    rectified: Rectified | None = None,
    thumbs: bool | None = None,
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write a meeting's acta, set closer where it then takes one sheet, both sides, instead of more.

    ``edition``: which version was issued, None for a draft, which says so on every page.  ``rectified``: what it
    corrects, on a sheet after the signatures.
    ``thumbs``: whether people sign with a thumb-print too; None: where the meeting is one of neighbours.
    Identity documents stand under the signatures in full, as what is signed needs them.
    Raises ``errors.Expected`` where the file cannot be written.
    """
    with in_language(language):
        signed = paper.of_neighbours if thumbs is None else thumbs
        enough = Watch(watch.heed if watch else None, SHEET + 1)
        tried = (EASY, TIGHT, TIGHTER, TIGHTEST) if len(canonical(paper)) < LONG else ()
        for look, until in (*((look, enough) for look in tried), (EASY, watch)):
            page, story = _draft(paper, head, edition, rectified, signed, look)
            told = sheets(rectified, paper, page, edition) if rectified is not None else []
            written = page.write(path, [*story, *told], None if told else until)
            if (told[1].page - 1 if told else written.pages) <= SHEET:
                break
    return replace(written, warnings=(*written.warnings, *unshown(paper, language)))


def _draft(
    paper: MeetingPaper, head: Head, edition: int | None, rectified: Rectified | None, thumbs: bool, look: _Look
) -> tuple[Page, list[Flowable]]:
    """The page and what stands on it, once: what was laid out cannot be laid out again."""
    page = _page(paper, head, edition)
    story: list[Flowable] = [Spacer(1, 2), text(_("Minutes of the meeting").upper(), "title")]
    story.append(text(" · ".join(filter(None, (paper.numbers or paper.code, paper.subject))), "theme"))
    if rectified is not None:
        story.append(text(rectified.notice(edition or 0), "subtitle"))
    number = map(roman, count(1))
    for section in acta.sections(paper, short=look.short, codes=look.codes):
        parts = laid(section, page, look)
        story += [*titled(f"{next(number)}. {section.title}", parts[0], look), *parts]
    return page, story + _closing(paper, page, next(number), thumbs, look)


def titled(words: str, over: Flowable, look: _Look) -> list[Flowable]:
    """A section's heading; it stands with its table's first row, or with two lines."""
    room = over.least() if isinstance(over, Table) else 2 * look.notes.leading
    return [CondPageBreak(room + 30), Paragraph(markup(words), look.heading)]


def _page(paper: MeetingPaper, head: Head, edition: int | None) -> Page:
    said = []
    if edition is not None:
        said += [paper.numbers, _("Version {n}").format(n=edition)]
    else:
        said.append(_("Draft, not issued"))
    said.append(_("Content: {hash}").format(hash=content_hash(paper)[:SHORT]))
    head = replace(head, code=paper.code, confidentiality=confidentiality(paper, head), draft=edition is None)
    title = paper.number or paper.issued_as or _("Minutes of the meeting")
    return Page(
        head=head, title=title, paper=PORTRAIT, cutoff=paper.held_on or today(),
        said=said, scanned=said_to_scanners(paper.code, content_hash(paper)),
    )  # fmt: skip


# --- how the parts look --------------------------------------------------------------------------------------------


def laid(section: acta.Section, page: Page, look: _Look) -> list[Flowable]:
    """A section's parts as they are printed."""
    made: list[Flowable] = []
    for part in section.parts:
        match part:
            case acta.Facts():
                made.append(facts(part.pairs, page.width, columns=part.columns, label=90, style=look.fact,
                                  pad=look.pad * 0.75))  # fmt: skip
            case acta.Grid():
                made.append(_table(part, page, look))
            case acta.Notes():
                said = look.fact if part.small else look.notes
                made += markdown.flowables(part.blocks, said, plain=part.plain)
            case acta.Said():
                made += [Spacer(1, 3)] if made and isinstance(made[-1], Table) else []
                made.append(text(part.words, "note" if part.small else look.fact))
    return made


def _table(grid: acta.Grid, page: Page, look: _Look) -> Table:
    """A table as wide as the page; the column of width 0 takes the room that is left."""
    widths = [_room(one, look) if isinstance(one, str) else one * mm for one in grid.widths]
    rest = page.width - sum(widths)
    columns = [Column(title, wide or rest) for title, wide in zip(grid.titles, widths, strict=True)]
    return Table(columns, grid.rows, tallest=page.height, size=look.size, pad=look.pad)


def _room(sample: str, look: _Look) -> float:
    """Points that a column needs for something like ``sample`` on one line, and for its heading."""
    return max(width(sample, MEDIUM, look.size), width(_("Due date"), BOLD, look.size)) + 2 * PAD_X + 1


def _closing(paper: MeetingPaper, page: Page, number: str, thumbs: bool, look: _Look) -> list[Flowable]:
    """The last section: its sentence stands on the page with the first signatures, never they alone."""
    words = Paragraph(markup(closing(paper)), look.notes)
    signs = Signatures(acta.signers(paper), page.width, thumbs=thumbs, context=_context(paper), room=look.sign)
    _wide, high = words.wrap(page.width, page.height)
    last = _("Closing")
    room = high + signs.least() + 34
    return [CondPageBreak(room), Paragraph(markup(f"{number}. {last}"), look.heading), words, signs]


def _context(paper: MeetingPaper) -> list[str]:
    """What stands over signatures that go on on another page."""
    if paper.held_on is None:
        first = _("Signatures of {minutes} (continued).").format(minutes=paper.name)
    else:
        first = _("Signatures of {minutes}, meeting of {date} (continued).").format(
            minutes=paper.name, date=long_date(paper.held_on)
        )
    return [first, _("Those who sign here agree with the content {hash}.").format(hash=content_hash(paper)[:SHORT])]
