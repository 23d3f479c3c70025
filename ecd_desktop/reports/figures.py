"""The numbers of the Informe, computed from rows: no paper, no database, so that tests can check each one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db.ordering import sort_key
from db.queries.action_items import ActionItemRow
from db.queries.cases import CaseRow
from db.queries.meetings import MeetingRow
from db.queries.projects import ProjectRow
from db.queries.traffic_light import Light
from db.records.action_items import State
from db.records.cases import CaseState
from db.records.meetings import MeetingState
from db.records.projects import ProjectState
from ecd_desktop.calendar import Calendar
from ecd_desktop.lateness import days_late
from ecd_desktop.reports.lights import ORDER
from ecd_desktop.reports.rows import UNCOUNTED, is_overdue, leaving

HELD = frozenset(
    {MeetingState.HELD, MeetingState.DRAFT, MeetingState.IN_REVIEW, MeetingState.APPROVED, MeetingState.SIGNED}
)
"""States of a meeting that took place."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Commitments counted: ``done`` waits to be verified; ``percent`` is of those that can be fulfilled, None of none.

    ``percent`` = (done + verified) / (total − drafts − cancelled − transferred), rounded half up.
    ``states`` and ``lights`` hold only what there is, states in their order, lights worst first.
    """

    total: int
    done: int
    verified: int
    overdue: int
    percent: int | None
    states: tuple[tuple[State, int], ...]
    lights: tuple[tuple[Light, int], ...]

    def light(self, light: Light) -> int:
        return dict(self.lights).get(light, 0)


@dataclass(frozen=True, slots=True)
class UnitTally:
    """One responsible unit's commitments; ``unit`` is empty where nobody is responsible."""

    unit: str
    unit_name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Red:
    """A commitment in red; days late are None where it is red because it is blocked."""

    item: ActionItemRow
    working_days: int | None
    calendar_days: int | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Projects counted; ``stages`` in their order, ``budget`` in céntimos of those that have one, None of none."""

    total: int
    states: tuple[tuple[ProjectState, int], ...]
    stages: tuple[tuple[str, int], ...]
    budget: int | None


@dataclass(frozen=True, slots=True)
class Meetings:
    """Meetings that took place in the period; ``came`` counts attendances, ``items`` what was promised in them."""

    held: int
    first: date | None
    last: date | None
    came: int
    items: int


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases: opened and closed in the period, open and waiting at its end, and the one open for longest."""

    opened: int
    closed: int
    open: int
    waiting: int
    oldest: CaseRow | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the Informe says in numbers."""

    cutoff: date
    since: date | None
    items: Tally
    units: tuple[UnitTally, ...]
    reds: tuple[Red, ...]
    portfolio: Portfolio
    meetings: Meetings
    cases: Cases


def figures(
    action_items: Sequence[ActionItemRow],
    projects: Sequence[ProjectRow] = (),
    meetings: Sequence[MeetingRow] = (),
    cases: Sequence[CaseRow] = (),
    *,
    cutoff: date,
    calendar: Calendar,
    since: date | None = None,
) -> Figures:
    """Count the rows; internal tasks are left out.

    ``since`` begins the period in which meetings were held and cases opened or closed; None counts all of them
    up to the cut-off.  Commitments and projects are counted as they stand at the cut-off.
    """
    items = leaving(action_items)
    return Figures(
        cutoff=cutoff,
        since=since,
        items=tally(items),
        units=_units(items),
        reds=_reds(items, cutoff, calendar),
        portfolio=_portfolio(projects),
        meetings=_meetings(meetings, since, cutoff),
        cases=_cases(cases, since, cutoff),
    )


def tally(items: Sequence[ActionItemRow]) -> Tally:
    """One group of commitments, counted."""
    states = Counter(item.state for item in items)
    lit = Counter(item.light for item in items)
    done, verified = states[State.DONE], states[State.VERIFIED]
    counted = len(items) - sum(states[state] for state in UNCOUNTED)
    return Tally(
        total=len(items),
        done=done,
        verified=verified,
        overdue=sum(is_overdue(item) for item in items),
        percent=(200 * (done + verified) + counted) // (2 * counted) if counted else None,
        states=tuple((state, states[state]) for state in State if states[state]),
        lights=tuple((light, lit[light]) for light in (*ORDER, Light.NONE) if lit[light]),
    )


def _units(items: Iterable[ActionItemRow]) -> tuple[UnitTally, ...]:
    """By responsible unit: most commitments first, then by name; those of nobody last."""
    found: dict[Hashable, list[ActionItemRow]] = {}
    for item in items:
        found.setdefault(item.unit_key or item.unit, []).append(item)
    tallies = [UnitTally(of[0].unit or "", of[0].unit_name or of[0].unit or "", tally(of)) for of in found.values()]
    return tuple(sorted(tallies, key=lambda unit: (not unit.unit, -unit.tally.total, sort_key(unit.unit))))


def _reds(items: Iterable[ActionItemRow], cutoff: date, calendar: Calendar) -> tuple[Red, ...]:
    """The latest first, then the blocked, each by code."""
    reds = [
        Red(item, days_late(item, cutoff, calendar), days_late(item, cutoff, calendar, working=False))
        for item in items
        if item.light is Light.RED
    ]
    return tuple(
        sorted(reds, key=lambda red: (red.calendar_days is None, -(red.calendar_days or 0), sort_key(red.item.code)))
    )


def _portfolio(projects: Sequence[ProjectRow]) -> Portfolio:
    states = Counter(project.state for project in projects)
    stages: Counter[tuple[int, str]] = Counter()
    for project in projects:
        name = project.stage or project.stage_as_given or ""
        stages[(999 if not name else project.stage_position or 99), name] += 1
    budgets = [project.worth for project in projects if project.worth is not None]
    return Portfolio(
        total=len(projects),
        states=tuple((state, states[state]) for state in ProjectState if states[state]),
        stages=tuple((name, stages[position, name]) for position, name in sorted(stages)),
        budget=sum(budgets) if budgets else None,
    )


def within(day: date | None, since: date | None, cutoff: date) -> bool:
    return day is not None and day <= cutoff and (since is None or day >= since)


def held_in(meetings: Iterable[MeetingRow], since: date | None, cutoff: date) -> list[MeetingRow]:
    """Those that took place in the period."""
    return [row for row in meetings if row.state in HELD and within(row.held_on, since, cutoff)]


def _meetings(meetings: Iterable[MeetingRow], since: date | None, cutoff: date) -> Meetings:
    held = held_in(meetings, since, cutoff)
    days = [row.held_on for row in held if row.held_on is not None]
    return Meetings(
        held=len(held),
        first=min(days, default=None),
        last=max(days, default=None),
        came=sum(row.came for row in held),
        items=sum(row.items for row in held),
    )


def _cases(cases: Iterable[CaseRow], since: date | None, cutoff: date) -> Cases:
    """A case closed after the cut-off was open on it; one without an opening date counts as opened."""
    known = [case for case in cases if case.opened_on is None or case.opened_on <= cutoff]
    closed = [case for case in known if case.state is CaseState.CLOSED and (case.closed_on or cutoff) <= cutoff]
    alive = [case for case in known if case not in closed]
    dated = [case for case in alive if case.opened_on is not None]
    return Cases(
        opened=sum(since is None or within(case.opened_on, since, cutoff) for case in known),
        closed=sum(since is None or within(case.closed_on, since, cutoff) for case in closed),
        open=len(alive),
        waiting=sum(case.state is CaseState.WAITING for case in alive),
        oldest=min(dated, key=lambda case: (case.opened_on or cutoff, sort_key(case.code)), default=None),
    )
