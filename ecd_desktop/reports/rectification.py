"""Rectificación de error material: the sheet after corrected minutes that says, field by field, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer

from db.queries.meeting_papers import MeetingPaper, content_hash
from db.queries.meetings import CAME
from ecd_desktop.corrections import Difference, Section
from ecd_desktop.language import _, long_date, ngettext
from ecd_desktop.reports.formulas import roman
from ecd_desktop.reports.page import Page, text
from ecd_desktop.reports.tables import Column, Row, Table

SIZE = 8.75
SHORT = 12  # digits of a hash that are shown
LONGEST = 1_200  # signs of a wording; the whole stands in both versions


@dataclass(frozen=True, slots=True)
class Rectified:
    """Which version is corrected, and what is said otherwise, in the order of the sections."""

    edition: int
    issued_on: date
    content: str
    differences: tuple[Difference, ...]

    def notice(self, edition: int) -> str:
        """What stands under the title of the newer version."""
        return _("Version {n}: it corrects version {before}, as the sheet at the end says").format(
            n=edition, before=self.edition
        )


class Begin(Flowable):
    """Takes no room; knows afterwards on which page the sheet began."""

    def __init__(self) -> None:
        super().__init__()
        self.page = 0

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.page = self.canv.getPageNumber()


def sheets(rectified: Rectified, paper: MeetingPaper, page: Page, edition: int | None) -> list[Any]:
    """The sheet on a page of its own; its second part knows on which page it began."""
    begin = Begin()
    number = paper.numbers or paper.code
    was = _("Version {n} of {number}, issued on {date}, with the content {hash}, is corrected as follows. The rest "
            "stays as it was.")  # fmt: skip
    now = _("This version {n}, with the content {hash}, takes its place and is signed again. Version {before} is kept "
            "unchanged.")  # fmt: skip
    counted = ngettext("{n} correction.", "{n} corrections.", len(rectified.differences))
    return [
        PageBreak(), begin, text(_("Correction of clerical errors").upper(), "title"), text(number, "theme"),
        Spacer(1, 6),
        text(was.format(
            n=rectified.edition, number=number, date=long_date(rectified.issued_on), hash=rectified.content[:SHORT]
        )),
        _table(rectified.differences, paper, page), Spacer(1, 4),
        text(counted.format(n=len(rectified.differences)), "small"),
        text(now.format(n=edition or 0, hash=content_hash(paper)[:SHORT], before=rectified.edition)),
    ]  # fmt: skip


def _table(differences: Sequence[Difference], paper: MeetingPaper, page: Page) -> Table:
    numbers = _numbers(paper)
    wide = (page.width - 42 * mm) / 2
    columns = [Column(_("Section"), 42 * mm), Column(_("It says"), wide), Column(_("It should say"), wide)]
    rows = [
        Row((f"{numbers.get(one.section, '')}{_(one.section)}\n{one.what}", _short(one.before), _short(one.after)))
        for one in differences
    ]
    return Table(columns, rows, tallest=page.height, size=SIZE)


def _numbers(paper: MeetingPaper) -> dict[Section, str]:
    """The Roman number that each section has in this version: two of them are left out where they would be empty."""
    left_out = set()
    if all(one.presence in CAME for one in paper.attendees):
        left_out.add(Section.ABSENT)
    if not (paper.next_on or paper.next_at or paper.next_venue or paper.next_agenda):
        left_out.add(Section.NEXT)
    kept = [section for section in Section if section not in left_out]
    return {section: f"{roman(n)}. " for n, section in enumerate(kept, 1)}


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"
