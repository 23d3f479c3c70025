"""Lista de asistencia: who was invited and room for others to write themselves in, of offices or of neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer
from reportlab.platypus import Table as Grid

from db.queries.meeting_papers import MeetingPaper
from db.records.meetings import MeetingKind
from ecd_desktop.calendar import today
from ecd_desktop.language import N_, _, format_date, in_language
from ecd_desktop.reports.blocks import facts
from ecd_desktop.reports.formulas import confidentiality, hour, of_day, unshown
from ecd_desktop.reports.page import LANDSCAPE, Head, Page, Watch, Written, style, text
from ecd_desktop.reports.tables import BAND, HAIRLINE, INK, NAVY
from ecd_desktop.reports.typeface import BOLD, markup

OF_NEIGHBOURS = frozenset({MeetingKind.ASSEMBLY, MeetingKind.WORK_DAY, MeetingKind.WORKSHOP, MeetingKind.DELIVERY})
"""Kinds of meeting whose list asks for least: no identity document, no e-mail."""

ROW, ROW_WITH_THUMB = 9.5 * mm, 12 * mm
SPARE, LEAST = 10, 20  # blank rows after those invited; rows at least
BLANK = 30  # rows of a list without names

_CELL = style("cell", 8.75, 11)
_NAME = style("cell-name", 9, 11.2, fontName=BOLD)
_TITLE = style("cell-title", 8.25, 10, fontName=BOLD)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: what it is headed, its width in mm, and what stands in a row: of the person, or to be marked."""

    heading: str
    width: float
    of: str = ""  # name, organisation, role
    mark: str = ""


NUMBER = _Column(N_("No."), 9)
SEX, IMAGE = _Column(N_("Sex"), 14, mark=N_("F    M")), _Column(N_("Image"), 18, mark=N_("Yes    No"))
OFFICE = (
    NUMBER, _Column(N_("Family and given names"), 50, of="name"), _Column(N_("DNI or CE"), 21), SEX,
    _Column(N_("Organisation or unit"), 36, of="organisation"), _Column(N_("Post or role"), 30, of="role"),
    _Column(N_("Mobile"), 22), _Column(N_("E-mail"), 37), _Column(N_("Signature"), 34), IMAGE,
)  # fmt: skip
NEIGHBOURS = (
    NUMBER, _Column(N_("Family and given names"), 55, of="name"), SEX, _Column(N_("Age or range"), 19),
    _Column(N_("Organisation, or neighbour"), 40, of="organisation"),
    _Column(N_("Role (caregiver, leader…)"), 34, of="role"), _Column(N_("Mobile"), 24), _Column(N_("Signature"), 36),
    _Column(N_("Thumb-print"), 22), IMAGE,
)  # fmt: skip


def write(
    path: Path | str,
    paper: MeetingPaper,
    *,
    head: Head,
    blank: bool = False,
    neighbours: bool | None = None,
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write a meeting's attendance list, landscape, with those invited and at least ten blank rows.

    ``blank``: without names.  ``neighbours``: the list that asks for least; None: by the kind of meeting.
    Only name, organisation and post are filled in: everybody writes the rest of their own data, or leaves it.
    Raises ``errors.Expected`` where the file cannot be written.
    """
    with in_language(language):
        few = paper.kind in OF_NEIGHBOURS if neighbours is None else neighbours
        head = replace(head, code=paper.code, confidentiality=confidentiality(paper, head, named=True))
        title = _("Attendance list")
        page = Page(head=head, title=title, paper=LANDSCAPE, cutoff=paper.held_on or today(), said=[of_day(paper)])
        story: list[Flowable] = [Spacer(1, 1), text(title.upper(), "title"), facts(_about(paper), page.width, label=95,
                                 style=_CELL, pad=1.5), Spacer(1, 4), _notice(head, few), Spacer(1, 5)]  # fmt: skip
        story.append(_grid(paper, page, story, blank=blank, few=few))
        story += [Spacer(1, 5), text(_totals(), _NAME)]
        written = page.write(path, story, watch)
    return replace(written, warnings=(*written.warnings, *unshown(paper, language)))


def _about(paper: MeetingPaper) -> list[tuple[str, str]]:
    return [
        (_("Activity"), _(paper.kind.label)),
        (_("Date"), format_date(paper.held_on) if paper.held_on else "____ / ____ / ________"),
        (_("Subject"), paper.subject or paper.name),
        (_("Time"), hour(paper.starts_at) or "____ : ____"),
        (_("Place"), paper.venue or "_" * 34),
        (_("District or neighbourhood"), paper.place or "_" * 34),
        (_("Responsible"), " – ".join(filter(None, (paper.convened_by, paper.secretary)))),
        (_("Project"), ", ".join(paper.projects)),
    ]


def _notice(head: Head, few: bool) -> Paragraph:
    """What people are told before they write: what for, on what ground, for how long, whom to ask."""
    contact = ", ".join(filter(None, (head.unit or head.organ, head.entity)))
    said = _("Your data serve only to show who took part and to call you to the next meetings. They are handled within "
             "the municipality's functions (Law 29733), kept for as long as its archive rules demand, and given to "
             "nobody else.")  # fmt: skip
    if contact:
        said += " " + _("To see, correct, cancel or oppose them: {contact}.").format(contact=contact)
    said += " " + _("Mark under “Image” whether you allow photographs of you to be used.")
    if few:
        said += " " + _("Children are counted, not written down.")
    return text(said, "note")


def _totals() -> str:
    return _("Total F: {line}    Total M: {line}    Total: {line}").format(line="________")


def _grid(paper: MeetingPaper, page: Page, above: Sequence[Flowable], *, blank: bool, few: bool) -> Grid:
    columns = NEIGHBOURS if few else OFFICE
    scale = page.width / (sum(column.width for column in columns) * mm)
    widths = [column.width * mm * scale for column in columns]
    people = () if blank else paper.attendees
    least = ROW_WITH_THUMB if few else ROW
    rows: list[list[Any]] = [[Paragraph(markup(_(column.heading)), _TITLE) for column in columns]]
    heights = [max(cell.wrap(wide - 8, 200)[1] for cell, wide in zip(rows[0], widths, strict=True)) + 7]
    wanted = BLANK if blank else max(len(people) + SPARE, LEAST)
    for n, one in enumerate(people, 1):
        cells = [_cell(column, n, one) for column in columns]
        rows.append(cells)
        tall = max(cell.wrap(wide - 8, 200)[1] for cell, wide in zip(cells, widths, strict=True))
        heights.append(max(least, tall + 5))
    taller = sum(heights[1:]) - least * len(people)
    for n in range(len(people) + 1, _filling(wanted, page, above, heights[0], least, taller) + 1):
        rows.append([_cell(column, n, None) for column in columns])
        heights.append(least)
    lines: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, HAIRLINE), ("BOX", (0, 0), (-1, -1), 0.9, INK),
        ("BACKGROUND", (0, 0), (-1, 0), BAND), ("LINEBELOW", (0, 0), (-1, 0), 0.9, NAVY),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4), ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2), ("LINEBELOW", (0, "splitlast"), (-1, "splitlast"), 0.9, INK),
    ]  # fmt: skip
    return Grid(rows, colWidths=widths, rowHeights=heights, repeatRows=1, style=lines, hAlign="LEFT")


def _cell(column: _Column, number: int, one: Any) -> Paragraph:
    if column is NUMBER:
        return Paragraph(str(number), _CELL)
    if column.mark:
        return Paragraph(markup(_(column.mark)).replace("  ", "&nbsp;&nbsp;"), _CELL)
    said = str(getattr(one, column.of)) if one is not None and column.of else ""
    if column.of == "organisation" and one is not None:
        said = one.acronym or said
    return Paragraph(markup(said), _NAME if column.of == "name" else _CELL)


def _filling(
    wanted: int, page: Page, above: Sequence[Flowable], heading: float, row: float, taller: float
) -> int:  # fmt: skip
    """As many rows as fill the pages that ``wanted`` rows need, with room for the totals after them.

    ``taller``: points that rows with names take beyond ``row``.
    """
    used = (
        sum(one.wrap(page.width, page.height)[1] + one.getSpaceBefore() + one.getSpaceAfter() for one in above) + taller
    )
    totals = 24.0
    first = int((page.height - page.letterhead.height - used - heading - totals) / row)
    if wanted <= first:
        return first
    each = int((page.height - heading - totals) / row)
    whole = int((page.height - heading) / row)
    on_first = int((page.height - page.letterhead.height - used - heading) / row)
    more = ceil(max(wanted - on_first - each, 0) / whole)
    return on_first + more * whole + each
