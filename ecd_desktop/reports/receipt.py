"""Constancia: one sheet for whoever sent a workbook back, with what was taken over, what was not, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from ecd_desktop.calendar import LIMA
from ecd_desktop.language import _, format_moment, in_language, ngettext
from ecd_desktop.receipt import Fate, Line, Receipt
from ecd_desktop.reports.blocks import facts
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, text
from ecd_desktop.reports.tables import Column, Kind, Row, Table

CODE, LABEL = 25 * mm, 25 * mm


def write(
    path: Path | str, told: Receipt, *, head: Head, language: str | None = None, watch: Watch | None = None
) -> Written:
    """Write the receipt. Raises ``errors.Expected`` where the file cannot be written."""
    with in_language(language):
        day = (told.settled or told.came).astimezone(LIMA)
        title = _("Receipt for a laptop copy") if told.copy else _("Receipt for a returned workbook")
        page = Page(head=replace(head, fictitious=told.fictitious), title=title, paper=PORTRAIT, cutoff=day.date(),
                    said=[_("Received: {moment}").format(moment=format_moment(told.came))])  # fmt: skip
        story: list[Flowable] = [Spacer(1, 2), text(title.upper(), "title"), text(told.sender or told.name, "theme")]
        story += [Spacer(1, 4), facts(_about(told), page.width, label=62, style="fact"), Spacer(1, 6)]
        story += [text(line) for line in summary(told)]
        if told.lines:
            story += [Spacer(1, 2), _table(told, page)]
        return page.write(path, story, watch)


def _about(told: Receipt) -> list[tuple[str, str]]:
    settled = _("{moment}, by {who}").format(moment=format_moment(told.settled), who=told.by) if told.settled else ""
    return [
        (_("File"), told.name), (_("Received"), format_moment(told.came)), (_("Taken over"), settled),
        (_("Rows read"), str(told.rows) if told.rows else ""),
    ]  # fmt: skip


def summary(told: Receipt) -> Iterator[str]:
    """What became of the file, in a sentence or two."""
    taken = sum(len(told.of(fate)) for fate in (Fate.TAKEN, Fate.NEW, Fate.REMOVED))
    if told.settled is None:
        yield _("Nothing of it was taken over yet.")
        return
    yield ngettext("{n} change was taken over.", "{n} changes were taken over.", taken).format(n=taken)
    if not told.lines:
        yield _("It says nothing that was not here already.")
    if told.open:
        yield _("Some of it is still being looked at; you will be told what comes of it.")


def _table(told: Receipt, page: Page) -> Table:
    rest = page.width - CODE - LABEL
    columns = [
        Column(_("Code"), CODE), Column(_("About"), rest * 0.36), Column(_("Field"), LABEL),
        Column(_("In the file"), rest * 0.3), Column(_("What holds, and why"), rest * 0.34),
    ]  # fmt: skip
    return Table(columns, _rows(told), tallest=page.height, outline=1)


def _rows(told: Receipt) -> Iterator[Row]:
    for fate in Fate:
        lines = told.of(fate)
        if lines:
            yield Row([_("{heading} ({n})").format(heading=_(fate.label), n=len(lines))], Kind.GROUP)
        for line in lines:
            yield Row([line.code, line.words, line.label, said(line), why(line)], bold=frozenset({0}))


def said(line: Line) -> str:
    """What the file says, and where."""
    return " · ".join(filter(None, (line.said, line.at.rpartition("!")[2])))


def why(line: Line) -> str:
    """What holds instead, and the reason."""
    said = _("Here it reads: {value}.") if line.fate is Fate.TAKEN else _("It stays: {value}.")
    stands = said.format(value=line.stands) if line.stands else ""
    return " ".join(filter(None, (stands, line.reason)))
