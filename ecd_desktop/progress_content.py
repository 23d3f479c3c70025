"""What an informe de avance says, frozen: plain values that are the same for the same facts, and their canonical form.

Words that depend on a language stand in it only where a person typed them, or where the journal told them; choices are
kept by their values. Amounts are céntimos, shares whole points. The hash of a report is that of this content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from ecd_desktop.language import N_

SECTIONS: dict[str, str] = {
    "background": N_("Background and norms"), "summary": N_("Executive summary"), "portfolio": N_("Portfolio"),
    "cases": N_("Cases"), "indicators": N_("Indicators"), "commitments": N_("Commitments"),
    "meetings": N_("Meetings and participation"), "budget": N_("Budget"), "knots": N_("Critical knots and actions"),
    "lessons": N_("New lessons"), "changes": N_("What changed since the last report"),
    "conclusions": N_("Conclusions and recommendations"),
}  # fmt: skip
"""The chapters with their titles, in the order of domain.md §5.4; a person may choose and order them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked for. ``project``: a code; ``unit``: acronym or name; without them, the whole portfolio.

    ``since`` begins the period. ``on``: the day it is asked on, which decides whether a cut-off lies in the past.
    ``position``: how far the journal went when it was issued; None reads what is there now.
    """

    kind: str = "progress"  # or week
    project: str = ""
    unit: str = ""
    since: date | None = None
    cutoff: date | None = None
    on: date | None = None
    position: int | None = None
    language: str = ""
    sections: tuple[str, ...] = tuple(SECTIONS)
    number: str = ""
    to: str = ""
    sender: str = ""
    subject: str = ""
    reference: str = ""
    background: str = ""
    conclusions: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    name: str
    n: int


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the five figures; None where nothing can be said. ``before``: in the last issued report."""

    id: str  # projects, progress, commitments, fulfilled, overdue, cases
    value: int | None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Previous:
    """The last report issued about the same: its code, its cut-off."""

    code: str
    cutoff: date


@dataclass(frozen=True, slots=True)
class ProjectLine:
    code: str
    name: str
    districts: tuple[str, ...]
    stage: str
    physical: int | None
    financial: int | None
    health: str
    milestone: str
    milestone_on: date | None
    slip: int | None  # calendar days


@dataclass(frozen=True, slots=True)
class CaseLine:
    code: str
    title: str
    on: date | None
    state: str
    outcome: str


@dataclass(frozen=True, slots=True)
class CasesPart:
    """In the period opened and closed, at its end open and waiting; the oldest ones that are open."""

    opened: int
    closed: int
    open: int
    waiting: int
    oldest: tuple[CaseLine, ...]
    news: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A value on a day, as a canonical decimal in text."""

    on: date
    value: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """Values as canonical decimals in text ("68", "0.45"); ``small``: fewer than 100 cases behind what is compared.

    ``measured`` and ``path``, both by day, are what is drawn of it.
    """

    code: str
    name: str
    project: str
    unit: str
    sense: str
    baseline: str
    baseline_on: date | None
    baseline_n: int | None
    target: str
    target_on: date | None
    value: str
    value_on: date | None
    value_n: int | None
    attainment: str
    standing: str
    light: str
    small: bool
    source: str
    measured: tuple[Spot, ...] = ()
    path: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Tallied:
    """Commitments of one unit (or of all), as ``reports.figures.Tally`` counts them."""

    unit: str
    name: str
    total: int
    done: int
    verified: int
    overdue: int
    red: int
    percent: int | None
    states: tuple[Count, ...]
    lights: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class RedLine:
    code: str
    text: str
    responsible: str
    due: date | None
    reschedules: int
    why: str
    blocked_since: date | None
    days: int | None  # working days late


@dataclass(frozen=True, slots=True)
class MeetingLine:
    number: str
    on: date | None
    subject: str
    kind: str
    came: int
    items: int


@dataclass(frozen=True, slots=True)
class MeetingsPart:
    """Meetings of the period: attendances, of these caregivers', what was promised; by kind; each in a line."""

    held: int
    came: int
    caregivers: int
    items: int
    kinds: tuple[Count, ...]
    lines: tuple[MeetingLine, ...]


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """``name``: a source, or a project's code with its ``title``."""

    name: str
    title: str
    planned: int
    executed: int

    @property
    def balance(self) -> int:
        return self.planned - self.executed

    @property
    def percent(self) -> int | None:
        """Executed of planned, halves up; None where nothing was planned."""
        return (200 * self.executed + self.planned) // (2 * self.planned) if self.planned > 0 else None


@dataclass(frozen=True, slots=True)
class BudgetPart:
    total: BudgetLine
    sources: tuple[BudgetLine, ...]
    projects: tuple[BudgetLine, ...]


@dataclass(frozen=True, slots=True)
class Knot:
    """Something in the way: an issue, a risk, or a blocked commitment; ``code`` of what is done about it."""

    kind: str  # issue, risk, blocked
    text: str
    project: str
    since: date | None
    action: str
    code: str


@dataclass(frozen=True, slots=True)
class LessonLine:
    code: str
    title: str
    text: str
    kind: str
    state: str
    project: str
    on: date | None


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Records to which the same happened, in words: how many, and the first of them."""

    title: str
    n: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    entity: str
    title: str
    groups: tuple[ChangeGroup, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """Something of the week: a commitment, a meeting, a milestone, a case; ``days``: working days late."""

    kind: str
    code: str
    text: str
    who: str
    on: date | None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a report says. A part that is None or empty has nothing to say and is not printed."""

    asked: Asked
    scope: str  # portfolio, project, unit
    scope_name: str
    cutoff: date
    since: date | None
    previous: Previous | None = None
    headlines: tuple[Headline, ...] = ()
    commitments: Tallied | None = None
    units: tuple[Tallied, ...] = ()
    reds: tuple[RedLine, ...] = ()
    projects: tuple[ProjectLine, ...] = ()
    cases: CasesPart | None = None
    indicators: tuple[IndicatorLine, ...] = ()
    meetings: MeetingsPart | None = None
    budget: BudgetPart | None = None
    knots: tuple[Knot, ...] = ()
    lessons: tuple[LessonLine, ...] = ()
    changes: tuple[Changes, ...] = ()
    done: tuple[Due, ...] = ()
    coming: tuple[Due, ...] = ()
    late: tuple[Due, ...] = ()
    people: bool = field(default=False)  # somebody is named, so the paper says that it holds personal data

    def has(self, section: str) -> bool:
        """Whether a chapter has something to say."""
        return {
            "background": bool(self.asked.background.strip()), "summary": True, "portfolio": bool(self.projects),
            "cases": self.cases is not None, "indicators": bool(self.indicators),
            "commitments": self.commitments is not None, "meetings": self.meetings is not None,
            "budget": self.budget is not None, "knots": bool(self.knots), "lessons": bool(self.lessons),
            "changes": bool(self.changes), "conclusions": bool(self.asked.conclusions.strip()),
        }[section]  # fmt: skip

    @property
    def chapters(self) -> tuple[str, ...]:
        """The chapters that are printed, in the order asked for."""
        return tuple(name for name in self.asked.sections if name in SECTIONS and self.has(name))


def canonical(content: Content) -> bytes:
    """JSON that is the same for the same content."""
    said = json.dumps(plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return said.encode("utf-8", "surrogatepass")


def digest(content: Content) -> str:
    """SHA-256 of the canonical content, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return number(value)
    return value.isoformat() if isinstance(value, date) else value


def number(value: Decimal | None) -> str:
    """A decimal without zeros at its end; "" for none."""
    return "" if value is None else f"{value.normalize():f}"


def asked_of(told: Mapping[str, Any]) -> Asked:
    """What was asked for, from its JSON; what a newer version may have added is left aside."""
    days = {name: date.fromisoformat(told[name]) for name in ("since", "cutoff", "on") if told.get(name)}
    known = {one.name for one in fields(Asked)}
    rest = {name: value for name, value in told.items() if name in known and name not in ("since", "cutoff", "on")}
    return Asked(**{**rest, **days, "sections": tuple(told.get("sections", SECTIONS))})
