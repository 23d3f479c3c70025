"""Semana en una página: what was done, what is due until the end of the next week, what is late; one page, no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from db.queries.traffic_light import Light
from ecd_desktop.language import _, format_date, in_language, long_date
from ecd_desktop.progress_content import Content, Due
from ecd_desktop.reports.fitting import Fill, cut_warning, write_fitted
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, text
from ecd_desktop.reports.progress import foot
from ecd_desktop.reports.progress_chapters import change_counts, change_lines
from ecd_desktop.reports.tables import Align, Column, Lit, Row, Table, narrowest


def write(
    path: Path | str, content: Content, *, head: Head, known: datetime | None = None, digest: str = "",
    language: str | None = None, watch: Watch | None = None,
) -> Written:  # fmt: skip
    """Write the page: as much of each part as there is room for, and how much more there is.

    Raises ``errors.Expected`` where the file cannot be written.
    """
    with in_language(language):
        if content.people:
            label = _("Contains personal data – Law 29733")
            head = replace(head, confidentiality=" · ".join(filter(None, (head.confidentiality, label))))
        said, scanned = foot(content.cutoff, known, head, digest)

        def page() -> Page:
            return Page(
                head=head, title=_("The week on a page"), paper=PORTRAIT, cutoff=content.cutoff, known=known,
                said=said, scanned=scanned,
            )  # fmt: skip

        written, whole = write_fitted(path, 1, page, lambda paper, fill: _story(content, paper, fill), watch)
        return written if whole else replace(written, warnings=(*written.warnings, cut_warning(1)))


def _story(content: Content, page: Page, fill: Fill) -> list[Flowable]:
    assert content.since is not None
    words = _("From {since} to {date}").format(since=long_date(content.since), date=long_date(content.cutoff))
    scope = content.scope_name
    story: list[Flowable] = [Spacer(1, 4), text(_("The week on a page").upper(), "title")]
    story.append(text(" · ".join(filter(None, (words, scope))), "subtitle"))
    parts = (
        (_("Done this week: {n}"), content.done, False), (_("Late: {n}"), content.late, True),
        (_("Due until the end of next week: {n}"), content.coming, False),
    )  # fmt: skip
    for title, lines, late in parts:
        if lines:
            story.append(text(title.format(n=len(lines)), "heading"))
            shown, more = fill.first(lines)
            story.append(_table(shown, page, fill, late=late))
            story += [text(more, "note")] if more else []
    if not (content.done or content.late or content.coming or content.changes):
        story.append(text(_("Nothing was recorded this week, and nothing is due.")))
    if content.changes:
        story.append(text(_("What changed in the records"), "heading"))
        story += change_lines(content) if fill.rows > 10 else change_counts(content)
    return story


def _table(lines: Sequence[Due], page: Page, fill: Fill, *, late: bool) -> Table:
    kinds = {"commitment": _("Commitment"), "meeting": _("Meeting"), "case": _("Case"), "milestone": _("Milestone")}
    widths = [25 * mm, 27 * mm, 30 * mm, 21 * mm]
    last = Column(_("Days late (working)"), narrowest(_("Days late (working)"), 15 * mm), Align.RIGHT)
    room = page.width - sum(widths) - (last.width if late else 0)
    columns = [
        Column(_("What"), widths[0]), Column(_("Code"), widths[1]), Column(_("Description"), room),
        Column(_("Responsible"), widths[2]), Column(_("Date"), widths[3]), *([last] if late else []),
    ]  # fmt: skip
    return Table(columns, [_row(one, kinds[one.kind], fill, late) for one in lines], tallest=page.height)


def _row(one: Due, kind: str, fill: Fill, late: bool) -> Row:
    what = Lit(Light.RED, kind) if late else kind
    cells = (what, one.code, fill.shortened(one.text, 160), one.who, format_date(one.on) if one.on else "")
    return Row((*cells, "" if one.days is None else str(one.days)) if late else cells, bold=frozenset({1}))
