"""Orden del día: when and where a meeting is, what it will deal with and at what hour, and what is still owed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from db.queries.meeting_papers import MeetingPaper
from ecd_desktop.calendar import today
from ecd_desktop.language import _, begun, format_date, in_language, long_date
from ecd_desktop.reports.blocks import Boxed, Pair, facts
from ecd_desktop.reports.formulas import confidentiality, light_note, of_day, unshown
from ecd_desktop.reports.markdown import pieces
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, heading, text
from ecd_desktop.reports.tables import Align, Column, Lit, Row, Table

SIZE = 9.5


def write(
    path: Path | str,
    paper: MeetingPaper,
    *,
    head: Head,
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write a meeting's agenda: its topics with their hours, the commitments to review, who is invited.

    Raises ``errors.Expected`` where the file cannot be written.
    """
    with in_language(language):
        head = replace(head, code=paper.code, confidentiality=confidentiality(paper, head))
        title = _("Agenda of the meeting")
        page = Page(head=head, title=title, paper=PORTRAIT, cutoff=paper.held_on or today(), said=[of_day(paper)])
        story: list[Flowable] = [Spacer(1, 2), text(title.upper(), "title")]
        story.append(text(paper.subject or paper.name, "theme"))
        story += [Spacer(1, 6), facts(_about(paper), page.width, label=90, style="fact", pad=3), Spacer(1, 6)]
        if paper.topics:
            table = _topics(paper, page)
            story += [*heading(_("Topics"), over=table), table]
        else:
            story += [*heading(_("Topics")), text(_("No topic has been written down yet."))]
        if paper.earlier:
            owed = _owed(paper, page)
            story += [*heading(_("Commitments to review, before new business"), over=owed), owed]
            story += [Spacer(1, 2), light_note(paper)]
        if paper.unsigned:
            story += [*heading(_("Minutes of earlier meetings that wait")), *map(text, waiting(paper))]
        if paper.attendees:
            story += [*heading(_("People invited")), *(text(one, "body") for one in pieces("; ".join(_people(paper))))]
        story += [Spacer(1, 8), Boxed(_("Please bring"), _("What you have done about your commitments, and what shows "
                  "it."), page.width)] if paper.earlier else []  # fmt: skip
        written = page.write(path, story, watch)
    return replace(written, warnings=(*written.warnings, *unshown(paper, language)))


def _about(paper: MeetingPaper) -> list[Pair]:
    where = [_(paper.modality.label) if paper.modality else "", paper.venue, paper.place]
    total = sum(one.minutes or 0 for one in paper.topics)
    ends = paper.ends_at or (later(paper.starts_at, total) if paper.starts_at and total else "")
    return [
        (_("Date"), begun(long_date(paper.held_on, weekday=True)) if paper.held_on else ""),
        (_("Time"), "–".join(filter(None, (paper.starts_at, ends)))),
        (_("Modality and place"), ". ".join(filter(None, where))),
        (_("Kind of meeting"), _(paper.kind.label)),
        (_("Convened by"), paper.convened_by),
        (_("Chaired by"), paper.chair),
        (_("Project or strategy"), ", ".join(paper.projects)),
    ]


def later(at: str, minutes: int) -> str:
    """The hour that is so many minutes after another, on the same clock."""
    hours, past = at.split(":")
    total = (int(hours) * 60 + int(past) + minutes) % (24 * 60)
    return f"{total // 60:02}:{total % 60:02}"


def _topics(paper: MeetingPaper, page: Page) -> Table:
    timed = bool(paper.starts_at) and all(one.minutes is not None for one in paper.topics)
    long = any(one.minutes for one in paper.topics)
    told = any(one.presenter for one in paper.topics)
    columns = [Column(_("No."), 9 * mm)]
    columns += [Column(_("Time"), 16 * mm)] if timed else []
    columns += [Column(_("Topic"), 0), Column(_("Kind"), 25 * mm)]
    columns += [Column(_("Minutes (time)"), 18 * mm, Align.RIGHT)] if long else []
    columns += [Column(_("Presented by"), 38 * mm)] if told else []
    rest = page.width - sum(column.width for column in columns)
    columns = [column if column.width else replace(column, width=rest) for column in columns]
    at = paper.starts_at
    rows = []
    for n, one in enumerate(paper.topics, 1):
        title = "\n".join(filter(None, (one.title, _("Papers: {papers}").format(papers=one.papers) if one.papers
                                        else "")))  # fmt: skip
        cells = [str(n), *([at] if timed else []), title, _(one.kind.label) if one.kind else ""]
        cells += [str(one.minutes or "")] if long else []
        cells += [one.presenter] if told else []
        rows.append(Row(tuple(cells), bold=frozenset({0})))
        at = later(at, one.minutes or 0) if timed else at
    return Table(columns, rows, tallest=page.height, size=SIZE)


def _owed(paper: MeetingPaper, page: Page) -> Table:
    widths = (29 * mm, 0.0, 38 * mm, 23 * mm, 31 * mm)
    titles = (_("Code"), _("Commitment"), _("Responsible"), _("Due date"), _("State"))
    rest = page.width - sum(widths)
    columns = [Column(title, wide or rest) for title, wide in zip(titles, widths, strict=True)]
    rows = [
        Row(
            (
                one.code,
                one.description,
                one.responsible,
                format_date(one.due_on) if one.due_on else _("No date"),
                Lit(one.light, _(one.state.label)),
            ),
            bold=frozenset({0}),
        )
        for one in paper.earlier
    ]
    return Table(columns, rows, tallest=page.height, size=9)


def waiting(paper: MeetingPaper) -> Iterator[str]:
    """A sentence for each of the earlier minutes that is to be approved, or that somebody has still to sign."""
    for one in paper.unsigned:
        named = {"minutes": one.name, "date": format_date(one.held_on) if one.held_on else "—"}
        if one.names and one.approved:
            said = _("{minutes} ({date}): to be signed by {names}.")
        elif one.names:
            said = _("{minutes} ({date}): to be approved, and signed by {names}.")
        else:
            said = _("{minutes} ({date}): to be approved.")
        yield said.format(names=", ".join(one.names), **named)


def _people(paper: MeetingPaper) -> Iterator[str]:
    for one in paper.attendees:
        yield f"{one.name} ({one.organisation})" if one.organisation else one.name
