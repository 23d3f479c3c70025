"""Hoja del asunto: what a case is, what comes next, and everything that happened, in date order, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from db.queries.action_items import ActionItemRow
from db.queries.cases import CaseRow
from db.queries.traffic_light import Light
from db.records.cases import CaseState, PartyRole
from ecd_desktop.language import _, format_date, format_percent, in_language, long_date
from ecd_desktop.reports.blocks import Boxed, Pair, facts
from ecd_desktop.reports.page import PORTRAIT, Head, Page, Watch, Written, heading, text
from ecd_desktop.reports.rows import leaving
from ecd_desktop.reports.tables import Align, Column, Lit, Row, Table


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation or a person with its role in the case."""

    name: str
    role: PartyRole


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the bitácora: what happened on a day.

    ``kind`` is the catalogue entry of a word ("Call", "Meeting", "Progress" …), translated when printed;
    ``light`` is given where the line tells of a commitment.  What is ``internal`` is never printed.
    """

    on: date | None
    kind: str
    body: str
    who: str = ""
    light: Light | None = None
    internal: bool = False


def write(
    path: Path | str,
    case: CaseRow,
    happenings: Sequence[Happening],
    *,
    head: Head,
    cutoff: date,
    known: datetime | None = None,
    parties: Sequence[Party] = (),
    action_items: Sequence[ActionItemRow] = (),
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write one case's sheet; what is longer than a page goes on with its own heading.

    ``happenings`` are put in date order here (undated ones first) and those after the cut-off are left out.
    ``action_items`` are the case's commitments; internal tasks and internal lines are left out.
    Raises ``errors.Expected`` where the file cannot be written.
    """
    with in_language(language):
        items = leaving(action_items)
        shown = sorted(
            (line for line in happenings if not line.internal and (line.on is None or line.on <= cutoff)),
            key=lambda line: line.on or date.min,
        )
        if case.person or any(item.person for item in items):
            label = _("Contains personal data – Law 29733")
            head = replace(head, confidentiality=" · ".join(filter(None, (head.confidentiality, label))))
        head = replace(head, code=head.code or case.code)
        lit = bool(items) or any(line.light for line in shown)
        page = Page(head=head, title=_("Case sheet"), paper=PORTRAIT, cutoff=cutoff, known=known, lit=lit)
        story: list[Flowable] = [Spacer(1, 4), text(_("Case sheet").upper(), "title"), text(case.code, "subtitle")]
        story += [Spacer(1, 4), text(case.title, "name"), facts(_facts(case), page.width), Spacer(1, 8)]
        story += _texts(case)
        story += _next_step(case, page.width)
        if parties:
            story += heading(_("Parties"), 20 * mm)
            said: list[Pair] = [(_(role.label), _names(role, parties)) for role in PartyRole]
            story.append(facts(said, page.width, columns=1, label=110))
        if items:
            table = _commitments(items, page)
            story += [*heading(_("Commitments"), over=table), table]
        happened = _log(shown, page) if shown else text(_("Nothing has been noted yet."))
        story += [*heading(_("What happened, in date order"), over=happened), happened]
        return page.write(path, story, watch)


def _facts(case: CaseRow) -> list[Pair]:
    waiting = case.state is CaseState.WAITING and case.waiting_for
    state = _("Waiting for {whom}").format(whom=case.waiting_for) if waiting else _(case.state.label)
    return [
        (_("Kind"), _(case.kind.label)),
        (_("State"), state),
        (_("Place"), case.place or ""),
        (_("Opened on"), _long(case.opened_on)),
        (_("Project"), case.project or ""),
        (_("Closed on"), _long(case.closed_on)),
        (_("Responsible"), " – ".join(filter(None, (case.unit, case.person)))),
        (_("Outcome"), _(case.outcome.label) if case.outcome else ""),
    ]


def _texts(case: CaseRow) -> list[Flowable]:
    """What may be long: over the whole width, and over pages where it must."""
    said = [(_("What came of it"), case.outcome_text), (_("Remarks"), case.remarks)]
    return [part for label, words in said if words for part in (text(label, "label"), text(words, "small"))]


def _long(day: date | None) -> str:
    return long_date(day) if day else ""


def _names(role: PartyRole, parties: Sequence[Party]) -> str:
    return ", ".join(party.name for party in parties if party.role is role and party.name)


def _next_step(case: CaseRow, wide: float) -> list[Flowable]:
    if not case.next_step or case.state is CaseState.CLOSED:
        return []
    label = _("Next step")
    if case.next_on:
        label = _("Next step, {date}").format(date=long_date(case.next_on))
    return [Boxed(label, case.next_step, wide)]


def _commitments(items: Sequence[ActionItemRow], page: Page) -> Table:
    widths = {"code": 25 * mm, "responsible": 36 * mm, "due": 20 * mm, "progress": 15 * mm, "state": 27 * mm}
    columns = [
        Column(_("Code"), widths["code"]),
        Column(_("Commitment"), page.width - sum(widths.values())),
        Column(_("Responsible (unit – person)"), widths["responsible"]),
        Column(_("Due date"), widths["due"]),
        Column(_("Progress"), widths["progress"], Align.RIGHT),
        Column(_("State and light"), widths["state"]),
    ]
    rows = [
        Row(
            (
                item.code,
                item.description,
                " – ".join(filter(None, (item.unit, item.person))),
                format_date(item.due_on) if item.due_on else _("No date"),
                format_percent(item.progress),
                Lit(item.light, _(item.state.label)),
            ),
            bold=frozenset({0}),
        )
        for item in items
    ]
    return Table(columns, rows, tallest=page.height)


def _log(lines: Sequence[Happening], page: Page) -> Table:
    widths = (20 * mm, 27 * mm, 38 * mm)
    columns = [
        Column(_("Date"), widths[0]),
        Column(_("What"), widths[1]),
        Column(_("What was said or done"), page.width - sum(widths)),
        Column(_("Who"), widths[2]),
    ]
    rows = [
        Row(
            (
                format_date(line.on) if line.on else _("No date"),
                Lit(line.light, _(line.kind)) if line.light else _(line.kind),
                line.body,
                line.who,
            ),
            bold=frozenset({0}),
        )
        for line in lines
    ]
    return Table(columns, rows, tallest=page.height)
