"""Informe de avance: one page of figures with a chart, then the commitments in red, the units and the portfolio.

A section that has nothing to say is left out; no heading stands empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from db.queries.projects import ProjectRow
from db.queries.traffic_light import Light, Why
from ecd_desktop.calendar import LIMA
from ecd_desktop.language import (
    _,
    format_date,
    format_money,
    format_percent,
    in_language,
    long_date,
    ngettext,
    pgettext,
)
from ecd_desktop.reports import lights
from ecd_desktop.reports.blocks import Counts, Pair, Tiles, memo_head, signature
from ecd_desktop.reports.charts import bars, strip
from ecd_desktop.reports.figures import Figures, Red, Tally
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, heading, text
from ecd_desktop.reports.tables import Align, Column, Kind, Lit, Row, Table, narrowest

CHARTED = 9
"""Units with a bar of their own; the others share one."""

SHORT = 12
"""Rows of a table that may be moved to the next page whole, for the signature's sake."""


@dataclass(frozen=True, slots=True)
class Memo:
    """The head of the informe.  ``number`` is the official number as the document system gave it, typed."""

    number: str = ""
    to: str = ""
    to_post: str = ""
    sender: str = ""
    sender_post: str = ""
    subject: str = ""
    reference: str = ""
    on: date | None = None


def write(
    path: Path | str,
    figures: Figures,
    *,
    head: Head,
    memo: Memo | None = None,
    projects: Sequence[ProjectRow] = (),
    known: datetime | None = None,
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write the report of ``figures``; ``projects`` are listed one by one where there are any.

    Raises ``errors.Expected`` where the file cannot be written.
    """
    with in_language(language):
        memo = memo or Memo()
        if any(red.item.person for red in figures.reds):
            label = _("Contains personal data – Law 29733")
            head = replace(head, confidentiality=" · ".join(filter(None, (head.confidentiality, label))))
        name = _("Progress report")
        lit = figures.items.total > 0
        page = Page(head=head, title=name, paper=PORTRAIT, cutoff=figures.cutoff, known=known, lit=lit)
        story: list[Flowable] = [Spacer(1, 4), text(name.upper(), "title")]
        story += [text(memo.number or head.code, "subtitle")] if memo.number or head.code else []
        story += [Spacer(1, 4), memo_head(list(_memo(memo, head, figures)), page.width), Spacer(1, 6)]
        story += [text(_opening(figures), "justified")]
        *sections, (last, rest) = zip(_roman(), _sections(figures, projects, page), strict=False)
        for number, section in sections:
            story += [*heading(f"{number}. {section.title}", over=section.body[0]), *section.body]
        closing = _closing(memo, head, page)
        if rest.short:  # the signature never stands alone where what it signs can stand with it
            story.append(KeepTogether([text(f"{last}. {rest.title}", "heading"), *rest.body, *closing]))
        else:
            story += [*heading(f"{last}. {rest.title}", over=rest.body[0]), *rest.body, KeepTogether(closing)]
        return page.write(path, story, watch)


def _closing(memo: Memo, head: Head, page: Page) -> list[Flowable]:
    """Two lines of text and the signature."""
    said: list[Flowable] = [
        Spacer(1, 10),
        text(_("This is all I have to report, for your information and the steps you see fit."), "justified"),
        text(_("Yours sincerely,")),
    ]
    signed = memo.sender or head.issued_by
    if signed:
        said += signature(signed, memo.sender_post, page.width)
    return said


def _memo(memo: Memo, head: Head, figures: Figures) -> Iterator[Pair]:
    on = memo.on or head.issued_at.astimezone(LIMA).date()
    subject = memo.subject or _("Progress in the follow-up of commitments up to {date}").format(
        date=long_date(figures.cutoff)
    )
    sender = (memo.sender or head.issued_by, memo.sender_post or head.unit)
    yield pgettext("memo", "To"), "\n".join(filter(None, (memo.to, memo.to_post)))
    yield pgettext("memo", "From"), "\n".join(filter(None, sender))
    yield pgettext("memo", "Subject"), subject
    yield pgettext("memo", "Reference"), memo.reference
    yield pgettext("memo", "Date"), ", ".join(filter(None, (head.place, long_date(on))))


def _opening(figures: Figures) -> str:
    if figures.since:
        return _(
            "I have the pleasure of reporting to you on the follow-up of commitments from {since} to {cutoff}."
        ).format(since=long_date(figures.since), cutoff=long_date(figures.cutoff))
    return _("I have the pleasure of reporting to you on the follow-up of commitments up to {cutoff}.").format(
        cutoff=long_date(figures.cutoff)
    )


def _roman() -> Iterator[str]:
    yield from ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and what stands under it; ``short``: small enough to be kept on one page with the closing."""

    title: str
    body: list[Flowable]
    short: bool = True


def _sections(figures: Figures, projects: Sequence[ProjectRow], page: Page) -> Iterator[_Section]:
    yield _Section(_("Executive summary"), _summary(figures, page), short=not figures.items.total)
    if figures.items.total:
        yield _Section(_("Commitments in red"), _reds(figures.reds, page), short=len(figures.reds) <= SHORT)
        yield _Section(_("Commitments by unit"), _units(figures, page), short=len(figures.units) <= SHORT)
    if projects:
        yield _Section(_("Portfolio of projects"), [_portfolio(projects, page)], short=len(projects) <= SHORT)


# --- one page of figures -------------------------------------------------------------------------------------------


def _summary(figures: Figures, page: Page) -> list[Flowable]:
    items = figures.items
    body: list[Flowable] = []
    if items.total:
        body += [_tiles(items, page.width), Spacer(1, 8), strip(items.lights, page.width), Spacer(1, 2)]
        body += [Counts(items.lights, page.width), Spacer(1, 4), text(_states(items), "small")]
        body += [Spacer(1, 4), text(_("Commitments by unit and light"), "chart"), _chart(figures, page.width)]
        body.append(Spacer(1, 6))
    else:
        body.append(text(_("No commitment is recorded up to the cut-off date.")))
    body += [text(line, "small") for line in _lines(figures)]
    return body


def _tiles(items: Tally, wide: float) -> Tiles:
    red, green = lights.LOOKS[Light.RED].fill, lights.LOOKS[Light.GREEN].edge
    amber = lights.LOOKS[Light.AMBER].edge
    return Tiles(
        [
            (str(items.total), ngettext("commitment", "commitments", items.total), None),
            (str(items.done), _("done, to be verified"), amber),
            (str(items.verified), _("verified"), green),
            (str(items.overdue), _("overdue"), red),
            ("–" if items.percent is None else format_percent(items.percent), _("fulfilled (done and verified)"), None),
        ],
        wide,
    )


def _states(items: Tally) -> str:
    return _("By state: {counts}.").format(
        counts=" · ".join(f"{_(state.label)} {count}" for state, count in items.states)
    )


def _chart(figures: Figures, wide: float) -> Flowable:
    named = [(unit.unit or _("Not assigned"), unit.tally.lights) for unit in figures.units]
    if len(named) > CHARTED + 1:
        rest = named[CHARTED:]
        merged: Counter[Light] = Counter()
        for _name, parts in rest:
            merged.update(dict(parts))
        label = ngettext("{n} other unit", "{n} other units", len(rest)).format(n=len(rest))
        named = [*named[:CHARTED], (label, tuple((light, merged[light]) for light in (*lights.ORDER, Light.NONE)))]
    return bars(named, wide)


def _lines(figures: Figures) -> Iterator[str]:
    """Portfolio, cases and meetings, a sentence or two each, where there is something to say."""
    portfolio, cases, meetings = figures.portfolio, figures.cases, figures.meetings
    if portfolio.total:
        line = ngettext("Portfolio: {n} project ({states}).", "Portfolio: {n} projects ({states}).", portfolio.total)
        said = line.format(
            n=portfolio.total, states=", ".join(f"{_(state.label)} {count}" for state, count in portfolio.states)
        )
        no_stage = _("without a stage")
        stages = ", ".join(f"{name or no_stage} {count}" for name, count in portfolio.stages)
        said += " " + _("By stage: {stages}.").format(stages=stages)
        if portfolio.budget is not None:
            said += " " + _("Budget: {amount}.").format(amount=format_money(portfolio.budget))
        yield said
    if cases.opened or cases.open or cases.closed:
        said = _(
            "Cases: opened {opened}, closed {closed}; open at the cut-off {open}, of these waiting {waiting}."
        ).format(opened=cases.opened, closed=cases.closed, open=cases.open, waiting=cases.waiting)
        if cases.oldest is not None and cases.oldest.opened_on is not None:
            said += " " + _("Open for longest: {code} – {title}, since {date}.").format(
                code=cases.oldest.code, title=cases.oldest.title, date=long_date(cases.oldest.opened_on)
            )
        yield said
    if meetings.held and meetings.first is not None and meetings.last is not None:
        said = ngettext(
            "Meetings: {n} held, on {first}.", "Meetings: {n} held, from {first} to {last}.", meetings.held
        ).format(n=meetings.held, first=long_date(meetings.first), last=long_date(meetings.last))
        if meetings.came:
            said += " " + ngettext("{n} attendance.", "{n} attendances.", meetings.came).format(n=meetings.came)
        yield said


# --- the red ones --------------------------------------------------------------------------------------------------


def _reds(reds: Sequence[Red], page: Page) -> list[Flowable]:
    if not reds:
        return [text(_("No commitment is in red."))]
    widths = (25 * mm, 34 * mm, 20 * mm, 25 * mm, 16.6 * mm)
    columns = [
        Column(_("Code"), widths[0]),
        Column(_("Commitment"), page.width - sum(widths)),
        Column(_("Responsible (unit – person)"), widths[1]),
        Column(_("Due date"), widths[2]),
        Column(_("Why"), widths[3]),
        Column(_("Days late (working)"), widths[4], Align.RIGHT),
    ]
    return [Table(columns, map(_red, reds), tallest=page.height)]


def _red(red: Red) -> Row:
    item = red.item
    due = format_date(item.due_on) if item.due_on else _("No date")
    why = _(item.why.label)
    if item.why is Why.BLOCKED and item.blocked_since:
        why = _("Blocked since {date}").format(date=format_date(item.blocked_since))
    return Row(
        (
            item.code,
            item.description,
            " – ".join(filter(None, (item.unit, item.person))) or _("Not assigned"),
            f"{due}\n↻{item.reschedules}" if item.reschedules else due,
            Lit(item.light, why),
            "" if red.working_days is None else str(red.working_days),
        ),
        bold=frozenset({0}),
    )


# --- units and projects --------------------------------------------------------------------------------------------


def _units(figures: Figures, page: Page) -> list[Flowable]:
    headings = (_("Total"), _("To be verified"), _("Verified"), _("Overdue"), _("In red"), _("Fulfilled"))
    columns = [Column(heading, narrowest(heading, 15 * mm), Align.RIGHT) for heading in headings]
    columns.insert(0, Column(_("Responsible unit"), page.width - sum(column.width for column in columns)))

    def row(name: str, of: Tally, kind: Kind) -> Row:
        counts = (of.total, of.done, of.verified, of.overdue, of.light(Light.RED))
        percent = "–" if of.percent is None else format_percent(of.percent)
        return Row((name, *(str(count or "·") for count in counts), percent), kind)

    rows = [row(_unit_name(unit.unit, unit.unit_name), unit.tally, Kind.ROW) for unit in figures.units]
    rows.append(row(_("All"), figures.items, Kind.TOTAL))
    note = _(
        "Fulfilled: done and verified, of all commitments that are neither drafts nor cancelled nor transferred."
    )
    return [Table(columns, rows, tallest=page.height), Spacer(1, 3), text(note, "note"), text(lights.rule(), "note")]


def _unit_name(unit: str, name: str) -> str:
    return " – ".join(dict.fromkeys(filter(None, (unit, name)))) or _("Not assigned")


def _portfolio(projects: Sequence[ProjectRow], page: Page) -> Flowable:
    headings = (_("Progress"), _("Live"), _("Overdue"))
    numbers = [Column(heading, narrowest(heading, 11 * mm), Align.RIGHT) for heading in headings]
    words = [Column(_("Code"), 25 * mm), Column(_("Place"), 27 * mm), Column(_("Stage"), 26 * mm)]
    words.append(Column(_("State"), 16 * mm))
    room = page.width - sum(column.width for column in (*words, *numbers))
    columns = [words[0], Column(_("Project"), room), *words[1:], *numbers]
    rows = [
        Row(
            (
                project.code,
                project.name,
                project.place or "",
                project.stage or project.stage_as_given or "",
                _(project.state.label),
                "" if project.progress is None else format_percent(project.progress),
                str(project.live_items or "·"),
                str(project.overdue_items or "·"),
            ),
            bold=frozenset({0}),
        )
        for project in projects
    ]
    return Table(columns, rows, tallest=page.height)


__all__ = ["Figures", "Memo", "write"]
