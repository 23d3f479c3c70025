"""The chapters of the informe de avance that are a table: portfolio, indicators, meetings, budget, knots, lessons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from db.fields import Choice
from db.queries.target_path import Standing
from db.queries.traffic_light import Light
from db.records.budgets import FundingSource
from db.records.indicators import Sense, Unit
from db.records.lessons import LessonKind, LessonState
from db.records.meetings import MeetingKind
from ecd_desktop import attainment
from ecd_desktop.courses import Course, Point
from ecd_desktop.language import N_, _, format_date, format_money, format_number, format_percent, ngettext
from ecd_desktop.progress_content import BudgetLine, Content, Count, IndicatorLine, ProjectLine, Spot
from ecd_desktop.reports.charts import courses, shares
from ecd_desktop.reports.page import Page, text
from ecd_desktop.reports.tables import Align, Column, Kind, Lit, Row, Table, narrowest

NOTHING = "–"
HEALTH: dict[str, tuple[Light, str]] = {
    "on_schedule": (Light.GREEN, N_("On schedule")), "at_risk": (Light.AMBER, N_("At risk")),
    "delayed": (Light.RED, N_("Delayed")), "not_started": (Light.GREY, N_("Not started yet")),
    "paused": (Light.GREY, N_("Paused")), "finished": (Light.CLOSED, N_("Finished")),
}  # fmt: skip
"""How a project is doing, by the value that the rule gives, with its light and its word."""


def portfolio(content: Content, page: Page) -> Iterator[Flowable]:
    """Every project in a line."""
    health = [one.health for one in content.projects]
    said = " · ".join(f"{_(words)} {health.count(name)}" for name, (_light, words) in HEALTH.items() if name in health)
    n = len(health)
    yield text(ngettext("{n} project: {states}.", "{n} projects: {states}.", n).format(n=n, states=said), "small")
    parts: list[tuple[Column, list[str | Lit]]] = [
        (Column(_("District"), 25 * mm), [", ".join(one.districts) for one in content.projects]),
        (Column(_("Stage"), 26 * mm), [one.stage for one in content.projects]),
        (_share(_("Physical")), [_percent(one.physical) for one in content.projects]),
        (_share(_("Financial")), [_percent(one.financial) for one in content.projects]),
        (Column(_("Traffic light"), 25 * mm), [_light(one) for one in content.projects]),
        (Column(_("Next milestone"), 33 * mm), [_milestone(one) for one in content.projects]),
    ]
    parts = [(column, cells) for column, cells in parts if any(cells)]  # what no project has takes no room
    room = page.width - sum(column.width for column, _cells in parts)
    rows = [
        Row((f"{one.code}\n{one.name}", *(cells[n] for _column, cells in parts)))
        for n, one in enumerate(content.projects)
    ]
    yield Table([Column(_("Project"), room), *(column for column, _cells in parts)], rows, tallest=page.height)
    yield Spacer(1, 3)
    yield text(health_rule(), "note")


def _share(words: str) -> Column:
    return Column(words, narrowest(words, 14 * mm), Align.RIGHT)


def _percent(share: int | None) -> str:
    return "" if share is None else format_percent(share)


def _light(one: ProjectLine) -> Lit:
    light, words = HEALTH[one.health]
    return Lit(light, _(words))


def _milestone(one: ProjectLine) -> str:
    """When and what; against the plan, where it is later or earlier."""
    if not one.milestone:
        return ""
    said = f"{format_date(one.milestone_on)} {one.milestone}" if one.milestone_on else one.milestone
    return said + (" " + _("({days} days against the plan)").format(days=f"{one.slip:+d}") if one.slip else "")


def health_rule() -> str:
    """How the light of a project comes about, in words."""
    return _(
        "Traffic light of projects, first match wins: finished or cancelled, black square (■); paused, grey; its "
        "planned end or a milestone has passed without being reached, delayed, red (R); a commitment in red or a "
        "milestone expected later than planned, at risk, amber (A); not begun yet, grey (–); otherwise on schedule, "
        "green (V). Financial: executed of what was planned."
    )


def indicators(content: Content, page: Page) -> Iterator[Flowable]:
    """Every indicator with baseline, target, value obtained and attainment."""
    widths = (21 * mm, 21 * mm, 23 * mm, 18 * mm, 33 * mm)
    columns = [
        Column(_("Indicator"), page.width - sum(widths)), Column(_("Baseline"), widths[0]),
        Column(_("Target"), widths[1]), Column(_("Value obtained"), widths[2]),
        Column(_("Attainment"), widths[3], Align.RIGHT), Column(_("Standing"), widths[4]),
    ]  # fmt: skip
    yield Table(columns, map(_indicator, content.indicators), tallest=page.height)
    yield Spacer(1, 3)
    yield text(attainment.rule_in_words(), "note")
    drawn = courses([_course(one) for one in content.indicators if one.measured], page.width)
    if drawn:
        yield KeepTogether([Spacer(1, 4), text(_("What was measured, beside the planned path"), "chart"), drawn[0]])
        yield from drawn[1:]


def _course(one: IndicatorLine) -> Course:
    unit = Unit(one.unit)

    def points(spots: Sequence[Spot]) -> tuple[Point, ...]:
        return tuple(Point(spot.on, Decimal(spot.value), "") for spot in spots)

    def exact(value: str) -> Decimal | None:
        return Decimal(value) if value else None

    return Course(f"{one.code} {one.name}", points(one.measured), points(one.path), exact(one.baseline),
                  exact(one.target), lambda value: attainment.said(value, unit))  # fmt: skip


def _indicator(one: IndicatorLine) -> Row:
    unit = Unit(one.unit)
    standing = Standing(one.standing)

    def said(value: str, *more: str) -> str:
        if not value:
            return NOTHING
        return "\n".join(filter(None, (attainment.said(Decimal(value), unit), *more)))

    days = [format_date(day) if day else "" for day in (one.baseline_on, one.target_on, one.value_on)]
    cases = [_("n = {n}").format(n=format_number(n)) if n else "" for n in (one.baseline_n, one.value_n)]
    source = _("Source: {source}").format(source=one.source) if one.source else ""
    about = " · ".join(filter(None, (one.project, word(Sense, one.sense))))
    small = attainment.flag(min(n for n in (one.baseline_n, one.value_n) if n)) if one.small else ""
    words = (
        "\n".join(filter(None, (f"{one.code} {one.name}", about, source))), said(one.baseline, days[0], cases[0]),
        said(one.target, days[1]), said(one.value, days[2], cases[1]),
        attainment.percent(Decimal(one.attainment) if one.attainment else None),
        Lit(Light(one.light), "\n".join(filter(None, (_(standing.label), small)))),
    )  # fmt: skip
    return Row(words)


def meetings(content: Content, page: Page) -> Iterator[Flowable]:
    """The meetings of the period."""
    part = content.meetings
    assert part is not None
    said = [
        ngettext("{n} meeting held.", "{n} meetings held.", part.held).format(n=part.held),
        ngettext("{n} attendance.", "{n} attendances.", part.came).format(n=part.came) if part.came else "",
        ngettext("{n} of them a caregiver.", "{n} of them caregivers.", part.caregivers).format(n=part.caregivers)
        if part.caregivers else "",
        ngettext("{n} commitment came of them.", "{n} commitments came of them.", part.items).format(n=part.items)
        if part.items else "",
        _("By kind: {kinds}.").format(kinds=_counted(MeetingKind, part.kinds)),
    ]  # fmt: skip
    yield text(" ".join(filter(None, said)), "small")
    if not part.lines:
        return
    numbers = [Column(words, narrowest(words, 14 * mm), Align.RIGHT) for words in (_("Attended"), _("Commitments"))]
    words = (_("Date"), 21 * mm), (_("Number"), 36 * mm), (_("Kind"), 34 * mm)
    room = page.width - sum(wide for _words, wide in words) - sum(one.width for one in numbers)
    named = [Column(said, wide) for said, wide in words]
    columns = [*named[:2], Column(_("Subject"), room), named[2], *numbers]
    yield Table(
        columns,
        (
            Row((format_date(one.on) if one.on else "", one.number, one.subject, word(MeetingKind, one.kind),
                 str(one.came or "·"), str(one.items or "·")))
            for one in part.lines
        ),
        tallest=page.height,
    )  # fmt: skip
    if reserved := part.held - len(part.lines):
        hidden = ngettext("{n} meeting is reserved: it counts, and is not named.",
                          "{n} meetings are reserved: they count, and are not named.", reserved)  # fmt: skip
        yield text(hidden.format(n=reserved), "note")


def budget(content: Content, page: Page) -> Iterator[Flowable]:
    """Planned, executed and balance by source, then by project."""
    part = content.budget
    assert part is not None
    yield text(_("Planned and executed by source"), "chart")
    yield shares(
        [(word(FundingSource, one.name), one.planned, one.executed, _of(one)) for one in part.sources], page.width
    )
    yield text(_("Whole bar: planned by the sources. Dark: executed up to the cut-off."), "note")
    yield Spacer(1, 4)
    numbers = [Column(words, 29 * mm, Align.RIGHT) for words in (_("Planned"), _("Executed"), _("Balance left"))]
    numbers.append(Column(_("Executed (%)"), narrowest(_("Executed (%)"), 16 * mm), Align.RIGHT))
    columns = [Column(_("Source or project"), page.width - sum(one.width for one in numbers)), *numbers]

    def row(name: str, one: BudgetLine, kind: Kind = Kind.ROW) -> Row:
        amounts = [format_money(amount) for amount in (one.planned, one.executed, one.balance)]
        return Row((name, *amounts, NOTHING if one.percent is None else format_percent(one.percent)), kind)

    rows = [Row((_("By source"),), Kind.GROUP), *(row(word(FundingSource, one.name), one) for one in part.sources)]
    if len(part.projects) > 1:
        rows += [Row((_("By project"),), Kind.GROUP), *(row(f"{one.name} {one.title}", one) for one in part.projects)]
    yield Table(columns, [*rows, row(_("Total"), part.total, Kind.TOTAL)], tallest=page.height)


def _of(one: BudgetLine) -> str:
    percent = NOTHING if one.percent is None else format_percent(one.percent)
    return _("{executed} of {planned} ({percent})").format(
        executed=format_money(one.executed), planned=format_money(one.planned), percent=percent
    )


def knots(content: Content, page: Page) -> Iterator[Flowable]:
    """Issues, risks and blocked commitments."""
    kinds = {"issue": _("Issue"), "risk": _("Risk"), "blocked": _("Blocked commitment")}
    widths = (24 * mm, 25 * mm, 21 * mm, 34 * mm)
    columns = [
        Column(_("What"), widths[0]), Column(_("Critical knot"), page.width - sum(widths)),
        Column(_("Project"), widths[1]), Column(_("Since"), widths[2]), Column(_("Action"), widths[3]),
    ]  # fmt: skip
    rows = (
        Row((kinds[one.kind], one.text, one.project, format_date(one.since) if one.since else NOTHING,
             " ".join(filter(None, (one.code, one.action))) or NOTHING))
        for one in content.knots
    )  # fmt: skip
    yield Table(columns, rows, tallest=page.height)


def lessons(content: Content, page: Page) -> Iterator[Flowable]:
    """The lessons noted in the period."""
    widths = (25 * mm, 26 * mm, 25 * mm, 21 * mm)
    columns = [
        Column(_("Code"), widths[0]), Column(_("Lesson"), page.width - sum(widths)), Column(_("Kind"), widths[1]),
        Column(_("Project"), widths[2]), Column(_("Noted on"), widths[3]),
    ]  # fmt: skip
    rows = (
        Row((one.code or NOTHING, "\n".join(dict.fromkeys(filter(None, (one.title, one.text)))),
             " · ".join(filter(None, (word(LessonKind, one.kind) if one.kind else "", word(LessonState, one.state)))),
             one.project, format_date(one.on) if one.on else NOTHING), bold=frozenset({0}))
        for one in content.lessons
    )  # fmt: skip
    yield Table(columns, rows, tallest=page.height)


def word(choices: type[Choice], value: str) -> str:
    """A choice in words, by its value."""
    return _(choices(value).label)


def _counted(choices: type[Choice], some: Sequence[Count]) -> str:
    return ", ".join(f"{word(choices, one.name)} {one.n}" for one in some)
