"""The chapters of the informe de avance on paper; each is asked for only where it has something to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from db.queries.traffic_light import Light, Why
from db.records.action_items import State
from db.records.cases import CaseState, Outcome
from ecd_desktop.language import _, format_date, format_number, format_percent, long_date, ngettext
from ecd_desktop.progress_content import Content, Headline, Tallied
from ecd_desktop.reports import lights, progress_tables
from ecd_desktop.reports.blocks import Counts, Tiles
from ecd_desktop.reports.charts import bars, strip
from ecd_desktop.reports.page import HEADING_ROOM, Page, style, text
from ecd_desktop.reports.progress_tables import NOTHING, word
from ecd_desktop.reports.tables import Align, Column, Kind, Lit, Row, Table, narrowest

INDENTED = style("indented", 8.25, 11, leftIndent=10, spaceAfter=2)
CHARTED = 9
"""Units with a bar of their own; the others share one."""


def body(chapter: str, content: Content, page: Page) -> list[Flowable]:
    """What stands under a chapter's heading."""
    return list(CHAPTERS[chapter](content, page))


# --- texts and summary ----------------------------------------------------------------------------------------------


def _background(content: Content, page: Page) -> Iterator[Flowable]:
    yield from _paragraphs(content.asked.background)


def _conclusions(content: Content, page: Page) -> Iterator[Flowable]:
    yield from _paragraphs(content.asked.conclusions)


def _paragraphs(words: str) -> Iterator[Flowable]:
    yield from (text(" ".join(part.split()), "justified") for part in words.splitlines() if part.strip())


def figure_words(one: Headline) -> tuple[str, str]:
    """A figure of the summary as it is printed, and what it counts."""
    value = one.value
    said = NOTHING if value is None else format_percent(value) if one.id in PERCENT else format_number(value)
    n = value or 0
    captions = {
        "projects": ngettext("active project", "active projects", n), "progress": _("physical progress"),
        "commitments": ngettext("commitment", "commitments", n), "fulfilled": _("fulfilled (done and verified)"),
        "overdue": _("overdue"), "cases": ngettext("open case", "open cases", n),
    }  # fmt: skip
    return said, captions[one.id]


PERCENT = ("progress", "fulfilled")


def trend(one: Headline) -> str:
    """«▲ 3 (before: 12)»; "" where there is nothing to compare with."""
    if one.before is None or one.value is None:
        return ""
    before = format_percent(one.before) if one.id in PERCENT else format_number(one.before)
    if one.value == one.before:
        return _("= as before")
    mark, by = ("▲", one.value - one.before) if one.value > one.before else ("▼", one.before - one.value)
    return _("{mark} {by} (before: {before})").format(mark=mark, by=format_number(by), before=before)


def _summary(content: Content, page: Page) -> Iterator[Flowable]:
    tones = {"overdue": lights.LOOKS[Light.RED].fill, "fulfilled": lights.LOOKS[Light.GREEN].edge}
    tiles = []
    for one in content.headlines:
        said, caption = figure_words(one)
        tiles.append((said, "\n".join(filter(None, (caption, trend(one)))), tones.get(one.id)))
    yield Tiles(tiles, page.width)
    yield Spacer(1, 8)
    of = content.commitments
    if of is not None:
        parts = _lights(of)
        yield text(_("Commitments by traffic light"), "chart")
        yield strip(parts, page.width)
        yield Spacer(1, 2)
        yield Counts(parts, page.width)
        yield Spacer(1, 4)
    else:
        yield text(_("No commitment is recorded up to the cut-off date."), "small")
    if content.previous is not None:
        yield text(
            _("▲▼ compare with {code}, cut-off {date}.").format(
                code=content.previous.code, date=format_date(content.previous.cutoff)
            ),
            "note",
        )


def _lights(of: Tallied) -> list[tuple[Light, int]]:
    return [(Light(one.name), one.n) for one in of.lights]


def _cases(content: Content, page: Page) -> Iterator[Flowable]:
    part = content.cases
    assert part is not None
    words = _("Cases: opened {opened}, closed {closed}; open at the cut-off {open}, of these waiting {waiting}.")
    if content.since is not None:
        words = _(
            "Cases opened in the period: {opened}; closed: {closed}. Open at the cut-off: {open}, of these waiting: "
            "{waiting}."
        )
    yield text(words.format(opened=part.opened, closed=part.closed, open=part.open, waiting=part.waiting), "small")
    rows: list[Row] = []
    for title, lines in ((_("In the period"), part.news), (_("Open for longest"), part.oldest)):
        if lines:
            rows.append(Row((title,), Kind.GROUP))
        for one in lines:
            state = {"opened": _("Opened"), "closed": _("Closed")}.get(one.state) if lines is part.news else None
            waiting = one.state == CaseState.WAITING.value  # its label on screen goes on with whom for
            state = state or (_("Waiting") if waiting else word(CaseState, one.state))
            outcome = word(Outcome, one.outcome) if one.outcome else ""
            on = format_date(one.on) if one.on else NOTHING
            rows.append(Row((one.code, one.title, on, " – ".join(filter(None, (state, outcome)))), bold=frozenset({0})))
    if rows:
        columns = [
            Column(_("Code"), 27 * mm), Column(_("Case"), page.width - 88 * mm), Column(_("Date"), 21 * mm),
            Column(_("State"), 40 * mm),
        ]  # fmt: skip
        yield Table(columns, rows, tallest=page.height)


# --- commitments ----------------------------------------------------------------------------------------------------


def _commitments(content: Content, page: Page) -> Iterator[Flowable]:
    of = content.commitments
    assert of is not None
    states = " · ".join(f"{word(State, one.name)} {one.n}" for one in of.states)
    yield text(_("By state: {counts}.").format(counts=states), "small")
    yield KeepTogether([text(_("Commitments by unit and light"), "chart"), _chart(content, page.width)])
    yield Spacer(1, 6)
    yield _units(content, page)
    yield Spacer(1, 3)
    note = _(
        "Fulfilled: done and verified, of all commitments that are neither drafts nor cancelled nor transferred."
    )
    yield text(note, "note")
    yield Spacer(1, 4)
    if content.reds:
        reds = _reds(content, page)
        yield CondPageBreak(reds.least() + 2 * HEADING_ROOM)
        yield text(_("Commitments in red"), "chart")
        yield reds
        yield Spacer(1, 3)
    else:
        yield text(_("No commitment is in red."), "small")
    yield text(lights.rule(), "note")


def _chart(content: Content, wide: float) -> Flowable:
    named = [(unit.unit or _("Not assigned"), _lights(unit)) for unit in content.units]
    if len(named) > CHARTED + 1:
        rest = named[CHARTED:]
        merged: dict[Light, int] = {}
        for _name, parts in rest:
            for light, n in parts:
                merged[light] = merged.get(light, 0) + n
        label = ngettext("{n} other unit", "{n} other units", len(rest)).format(n=len(rest))
        order = (*lights.ORDER, Light.NONE)
        named = [*named[:CHARTED], (label, [(light, merged[light]) for light in order if light in merged])]
    return bars(named, wide)


def _units(content: Content, page: Page) -> Table:
    headings = (_("Total"), _("To be verified"), _("Verified"), _("Overdue"), _("In red"), _("Fulfilled"))
    columns = [Column(heading, narrowest(heading, 15 * mm), Align.RIGHT) for heading in headings]
    columns.insert(0, Column(_("Responsible unit"), page.width - sum(column.width for column in columns)))

    def row(name: str, of: Tallied, kind: Kind) -> Row:
        counts = (of.total, of.done, of.verified, of.overdue, of.red)
        percent = NOTHING if of.percent is None else format_percent(of.percent)
        return Row((name, *(str(count or "·") for count in counts), percent), kind)

    rows = [
        row(" – ".join(dict.fromkeys(filter(None, (unit.unit, unit.name)))) or _("Not assigned"), unit, Kind.ROW)
        for unit in content.units
    ]
    assert content.commitments is not None
    return Table(columns, [*rows, row(_("All"), content.commitments, Kind.TOTAL)], tallest=page.height)


def _reds(content: Content, page: Page) -> Table:
    widths = (25 * mm, 34 * mm, 20 * mm, 25 * mm, 16.6 * mm)
    columns = [
        Column(_("Code"), widths[0]), Column(_("Commitment"), page.width - sum(widths)),
        Column(_("Responsible (unit – person)"), widths[1]), Column(_("Due date"), widths[2]),
        Column(_("Why"), widths[3]), Column(_("Days late (working)"), widths[4], Align.RIGHT),
    ]  # fmt: skip
    rows = []
    for one in content.reds:
        due = format_date(one.due) if one.due else _("No date")
        why = word(Why, one.why)
        if one.why == Why.BLOCKED.value and one.blocked_since:
            why = _("Blocked since {date}").format(date=format_date(one.blocked_since))
        rows.append(Row(
            (one.code, one.text, one.responsible or _("Not assigned"),
             f"{due}\n↻{one.reschedules}" if one.reschedules else due, Lit(Light.RED, why),
             "" if one.days is None else str(one.days)),
            bold=frozenset({0}),
        ))  # fmt: skip
    return Table(columns, rows, tallest=page.height)


# --- changes --------------------------------------------------------------------------------------------------------


def _changes(content: Content, page: Page) -> Iterator[Flowable]:
    if content.previous is not None:
        yield text(
            _("Since {code}, with its cut-off of {date}, as the record of changes tells it.").format(
                code=content.previous.code, date=long_date(content.previous.cutoff)
            ),
            "small",
        )
    yield from change_lines(content)


def change_lines(content: Content) -> Iterator[Flowable]:
    """What changed, noun by noun: each group with the first of its records."""
    for section in content.changes:
        yield CondPageBreak(2 * HEADING_ROOM)
        yield text(section.title, "chart")
        for group in section.groups:
            yield text(group.title, "small")
            yield from (text(f"–  {line}", INDENTED) for line in group.lines)
            if (more := group.n - len(group.lines)) > 0 and group.lines:
                yield text(_("and {n} more").format(n=format_number(more)), INDENTED)


def change_counts(content: Content) -> Iterator[Flowable]:
    """The same in a line for each noun, without its records."""
    for section in content.changes:
        yield text(f"{section.title} — {' · '.join(group.title for group in section.groups)}", "small")


CHAPTERS: dict[str, Callable[[Content, Page], Iterator[Flowable]]] = {
    "background": _background, "summary": _summary, "portfolio": progress_tables.portfolio, "cases": _cases,
    "indicators": progress_tables.indicators, "commitments": _commitments, "meetings": progress_tables.meetings,
    "budget": progress_tables.budget, "knots": progress_tables.knots, "lessons": progress_tables.lessons,
    "changes": _changes, "conclusions": _conclusions,
}  # fmt: skip
