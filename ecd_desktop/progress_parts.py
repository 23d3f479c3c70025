"""The chapters of an informe de avance, each computed from the rows of its scope; what has nothing to say is empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from db.fields import Key
from db.ordering import sort_key
from db.past import Net
from db.queries import budgets, milestones
from db.queries import indicators as indicator_queries
from db.queries import progress_facts as facts
from db.queries.budgets import BudgetRow, Sums
from db.queries.listing import Ask, Where
from db.queries.milestones import MilestoneRow
from db.queries.traffic_light import Light, Why
from db.records.action_items import LIVE, State
from db.records.cases import CaseState
from db.records.meetings import AHEAD, Confidentiality, MeetingKind
from db.records.projects import ProjectState
from ecd_desktop import attainment
from ecd_desktop import progress_content as told
from ecd_desktop.lateness import days_late
from ecd_desktop.progress_content import Count, number
from ecd_desktop.reports import figures
from ecd_desktop.services import net_change
from ecd_desktop.services.projects import health_on

if TYPE_CHECKING:
    from db.queries import Session
    from db.queries.action_items import ActionItemRow
    from db.queries.cases import CaseRow
    from db.queries.meetings import MeetingRow
    from ecd_desktop.progress_report import Read

OLDEST = 5
"""Open cases that are named for having been open longest."""
LINES = 6
"""Records of one change that are told by name."""
TOLD = ("action_items", "projects", "cases", "meetings")
"""The nouns whose changes a report tells."""


def content(session: Session, read: Read) -> told.Content:
    """Everything but what the report is compared with."""
    counted = counts(read)
    made = told.Content(
        asked=replace(read.asked, position=None), scope=read.scope, scope_name=read.name, cutoff=read.cutoff,
        since=read.asked.since, people=any(item.person for item in read.items),
    )  # fmt: skip
    if read.asked.kind == "week":
        return week(session, read, made)
    stones = milestones.of_projects(session, [row.key for row in read.projects], read.past)
    money = budgets.of_projects(session, [row.key for row in read.projects], read.cutoff)
    return replace(
        made,
        headlines=headlines(read, counted),
        commitments=_tallied("", "", counted.items) if counted.items.total else None,
        units=tuple(_tallied(one.unit, one.unit_name, one.tally) for one in counted.units),
        reds=tuple(_red(one) for one in counted.reds),
        projects=tuple(_projects(session, read, stones, money)),
        cases=_cases(read, counted.cases),
        indicators=tuple(_indicators(session, read)),
        meetings=_meetings(session, read, counted.meetings),
        budget=_budget(read, money),
        knots=tuple(_knots(session, read)),
        lessons=tuple(_lessons(session, read)),
    )


def counts(read: Read) -> figures.Figures:
    """The figures of the rows."""
    return figures.figures(
        read.items, read.projects, read.meetings, read.cases, cutoff=read.cutoff, calendar=read.calendar,
        since=read.asked.since,
    )  # fmt: skip


def headlines(read: Read, counted: figures.Figures | None = None) -> tuple[told.Headline, ...]:
    """The five figures of the executive summary."""
    counted = counted or counts(read)
    if read.scope == "project":
        first = told.Headline("progress", read.projects[0].progress if read.projects else None)
    else:
        first = told.Headline("projects", sum(row.state is ProjectState.ACTIVE for row in read.projects))
    return (
        first,
        told.Headline("commitments", counted.items.total),
        told.Headline("fulfilled", counted.items.percent),
        told.Headline("overdue", counted.items.overdue),
        told.Headline("cases", counted.cases.open),
    )


# --- chapters -------------------------------------------------------------------------------------------------------


def _projects(
    session: Session, read: Read, stones: dict[Key, tuple[MilestoneRow, ...]], money: dict[Key, tuple[BudgetRow, ...]]
) -> Iterator[told.ProjectLine]:
    keys = [row.key for row in read.projects]
    districts = facts.districts(session, keys)
    for row in sorted(read.projects, key=lambda row: sort_key(row.code)):
        coming = next_milestone(stones[row.key])
        yield told.ProjectLine(
            row.code, row.name, districts.get(row.key, ()),
            row.stage or row.stage_as_given or "", row.progress,
            budgets.total(money[row.key]).percent,
            health_on(row, stones[row.key], red=row.red_items, day=read.cutoff).value,
            coming.name if coming else "", coming.expected_on if coming else None, coming.slip if coming else None,
        )  # fmt: skip


def next_milestone(stones: Sequence[MilestoneRow]) -> MilestoneRow | None:
    """The one that is expected first of those that are not reached."""
    return next((one for one in stones if one.reached_on is None), None)


def _cases(read: Read, counted: figures.Cases) -> told.CasesPart | None:
    def line(row: CaseRow, state: str) -> told.CaseLine:
        on = row.closed_on if state == CaseState.CLOSED.value else row.opened_on
        return told.CaseLine(row.code, row.title, on, state, row.outcome.value if row.outcome else "")

    if not (counted.opened or counted.closed or counted.open):
        return None
    alive = [row for row in read.cases if row.state is not CaseState.CLOSED]
    alive.sort(key=lambda row: (row.opened_on or read.cutoff, sort_key(row.code)))
    news = [line(row, "opened") for row in read.cases if figures.within(row.opened_on, read.asked.since, read.cutoff)]
    news += [
        line(row, "closed") for row in read.cases
        if row.state is CaseState.CLOSED and figures.within(row.closed_on, read.asked.since, read.cutoff)
    ]  # fmt: skip
    news.sort(key=lambda one: (one.state != "opened", one.on or read.cutoff, sort_key(one.code)))
    return told.CasesPart(
        counted.opened, counted.closed, counted.open, counted.waiting,
        tuple(line(row, row.state.value) for row in alive[:OLDEST]), tuple(news if read.asked.since else ()),
    )  # fmt: skip


def _indicators(session: Session, read: Read) -> Iterator[told.IndicatorLine]:
    ask = Ask(clock=read.clock, cutoff=read.cutoff)
    if read.project is not None:
        ask = replace(ask, where=(Where("project_key", "is", read.project),))
    rows = indicator_queries.LISTING.all(session, ask)
    if read.unit is not None:
        theirs = {row.key for row in read.projects}
        rows = [row for row in rows if row.project_key in theirs or row.responsible_key == read.unit]
    courses = {one.key: one for one in indicator_queries.of_indicators(session, [row.key for row in rows], read.cutoff)}
    for row in rows:
        of = courses[row.key]
        yield told.IndicatorLine(
            row.code, row.name, row.project_code or "", row.unit.value, row.sense.value, number(row.baseline),
            row.baseline_on, row.baseline_n, number(row.target), row.target_on, number(row.latest), row.latest_on,
            row.latest_n, number(row.attainment), row.standing.value, row.standing.light.value, bool(row.small),
            row.source or "", tuple(told.Spot(one.on, number(one.value)) for one in of.measured),
            tuple(told.Spot(on, number(value)) for on, value in attainment.path(of)),
        )  # fmt: skip


def _tallied(unit: str, name: str, of: figures.Tally) -> told.Tallied:
    return told.Tallied(
        unit, name, of.total, of.done, of.verified, of.overdue, of.light(Light.RED), of.percent,
        tuple(Count(state.value, n) for state, n in of.states), tuple(Count(light.value, n) for light, n in of.lights),
    )  # fmt: skip


def _red(red: figures.Red) -> told.RedLine:
    item = red.item
    return told.RedLine(
        item.code, item.description, " – ".join(filter(None, (item.unit, item.person))), item.due_on,
        item.reschedules, item.why.value, item.blocked_since, red.working_days,
    )  # fmt: skip


def _meetings(session: Session, read: Read, counted: figures.Meetings) -> told.MeetingsPart | None:
    held = sorted(figures.held_in(read.meetings, read.asked.since, read.cutoff),
                  key=lambda row: (row.held_on or read.cutoff, sort_key(row.code)))  # fmt: skip
    if not held:
        return None
    kinds = Counter(row.kind for row in held)
    return told.MeetingsPart(
        counted.held, counted.came, facts.caregivers(session, [row.key for row in held]), counted.items,
        tuple(Count(kind.value, kinds[kind]) for kind in MeetingKind if kinds[kind]),
        tuple(
            told.MeetingLine(
                row.number or row.code, row.held_on, row.subject or "", row.kind.value, row.came, row.items
            )
            for row in _open(held)
        ),
    )  # fmt: skip


def _budget(read: Read, money: dict[Key, tuple[BudgetRow, ...]]) -> told.BudgetPart | None:
    def line(name: str, title: str, of: Sums) -> told.BudgetLine:
        return told.BudgetLine(name, title, of.planned, of.executed)

    every = [row for rows in money.values() for row in rows]
    if not every:
        return None
    return told.BudgetPart(
        line("", "", budgets.total(every)),
        tuple(line(source.value, "", of) for source, of in budgets.by_source(every).items()),
        tuple(
            line(row.code, row.name, budgets.total(money[row.key]))
            for row in sorted(read.projects, key=lambda row: sort_key(row.code)) if money[row.key]
        ),
    )  # fmt: skip


def _knots(session: Session, read: Read) -> Iterator[told.Knot]:
    for risk in facts.risks(session, read.of_projects, read.cutoff):
        yield told.Knot("issue" if risk.issue else "risk", risk.text, risk.project, risk.since, risk.response,
                        risk.action)  # fmt: skip
    for item in sorted(read.items, key=lambda item: sort_key(item.code)):
        if item.blocked_since is not None and item.state in LIVE:
            text = f"{item.description} – {item.blocked_reason}" if item.blocked_reason else item.description
            yield told.Knot("blocked", text, item.project_code or "", item.blocked_since, "", item.code)


def _lessons(session: Session, read: Read) -> Iterator[told.LessonLine]:
    for row in facts.lessons(session, read.of_projects, read.asked.since, read.cutoff):
        yield told.LessonLine(
            row.code, row.title, row.text, row.kind.value if row.kind else "", row.state.value, row.project, row.on
        )


def changes(session: Session, found: Sequence[Net], read: Read) -> tuple[told.Changes, ...]:
    """What the journal tells of the records of the scope; what is reserved, or never leaves, is left out."""
    known: dict[Key, str] = {row.key: row.code for row in read.items}
    known |= {row.key: row.code for row in read.projects} | {row.key: row.code for row in read.cases}
    known |= {row.key: row.code for row in _open(read.meetings)}
    made = []
    for section in net_change.sections(session, found):
        if section.entity not in TOLD:
            continue
        groups = []
        for group in section.groups:
            mine = [one for one in group.records if one.key in known and not one.inside]
            if mine:
                lines = [net_change.sentence(replace(one, code=one.code or known[one.key])) for one in mine[:LINES]]
                title = net_change.Group(group.id, tuple(mine)).title
                groups.append(told.ChangeGroup(title, len(mine), tuple(lines)))
        if groups:
            made.append(told.Changes(section.entity, section.title, tuple(groups)))
    return tuple(made)


# --- the week on a page ---------------------------------------------------------------------------------------------


def week(session: Session, read: Read, made: told.Content) -> told.Content:
    """What was done in the week up to the cut-off, what is due until the end of the next one, and what is late."""
    since, day = read.asked.since, read.cutoff
    assert since is not None
    last = since + timedelta(days=13)
    stones = milestones.of_projects(session, [row.key for row in read.projects], read.past)
    codes = {row.key: row.code for row in read.projects}
    ours = [(codes[key], one) for key, some in stones.items() for one in some]

    def promise(item: ActionItemRow, on: date | None, late: int | None = None) -> told.Due:
        return told.Due("commitment", item.code, item.description, item.unit or item.person or "", on, late)

    done = [
        promise(item, item.reported_on) for item in read.items
        if item.state in (State.DONE, State.VERIFIED) and figures.within(item.reported_on, since, day)
    ] + [
        told.Due("meeting", row.number or row.code, row.subject or "", row.convened_by or "", row.held_on)
        for row in figures.held_in(_open(read.meetings), since, day)
    ] + [
        told.Due("case", row.code, row.title, row.unit or "", row.closed_on) for row in read.cases
        if row.state is CaseState.CLOSED and figures.within(row.closed_on, since, day)
    ] + [
        told.Due("milestone", code, one.name, one.person or "", one.reached_on)
        for code, one in ours if figures.within(one.reached_on, since, day)
    ]  # fmt: skip
    coming = [
        promise(item, item.due_on) for item in read.items
        if item.state in LIVE and item.state is not State.DONE and item.due_on is not None and day < item.due_on <= last
    ] + [
        told.Due("meeting", row.number or row.code, row.subject or "", row.convened_by or "", row.held_on)
        for row in _open(read.meetings)
        if row.held_on is not None and day < row.held_on <= last and row.state in AHEAD
    ] + [
        told.Due("milestone", code, one.name, one.person or "", one.expected_on)
        for code, one in ours
        if one.reached_on is None and one.expected_on is not None and day < one.expected_on <= last
    ]  # fmt: skip
    late = [
        promise(item, item.due_on, days_late(item, day, read.calendar)) for item in read.items
        if item.why is Why.OVERDUE
    ] + [
        told.Due("milestone", code, one.name, one.person or "", one.expected_on) for code, one in ours if one.past(day)
    ]  # fmt: skip
    return replace(made, done=_by_day(done), coming=_by_day(coming), late=_by_day(late))


def _by_day(some: Iterable[told.Due]) -> tuple[told.Due, ...]:
    return tuple(sorted(some, key=lambda one: (one.on or date.max, one.kind, sort_key(one.code))))


def _open(meetings: Iterable[MeetingRow]) -> list[MeetingRow]:
    """Those whose subject may be told."""
    return [row for row in meetings if row.confidentiality is not Confidentiality.RESERVED]
