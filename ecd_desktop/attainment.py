"""How far an indicator has come: the share of its planned change, where its path says it should be, and its light.

The rule is that of domain.md §4, said for lists in SQL by ``db.queries.target_path``, which holds its thresholds:
attainment = (VO − LB) / (Meta − LB) in per cent, for what should rise and for what should fall alike; undefined, and
printed as —, where the target equals the baseline or one of the three is missing. Measured again and again, a value is
compared with the path on its own day: straight lines from the baseline over the targets of periods to the last target.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Protocol

from db.kinds import PLACES, decimal_places
from db.queries.target_path import AMBER_POINTS, ON_PATH_POINTS, SMALL_SAMPLE, Standing
from db.queries.traffic_light import Light
from db.records.indicators import Sense, Unit
from ecd_desktop.language import NBSP, _, format_number, format_percent

UNDEFINED = "—"
"""What stands where nothing can be said."""

MINUS = "−"

SHOWN = Decimal("0.1")
"""How finely a value read off the path is told."""


class Plan(Protocol):
    """What the rule looks at of an indicator; ``steps`` are the targets of periods, (day, value), in any order."""

    @property
    def sense(self) -> Sense: ...
    @property
    def baseline(self) -> Decimal | None: ...
    @property
    def baseline_on(self) -> date | None: ...
    @property
    def target(self) -> Decimal | None: ...
    @property
    def target_on(self) -> date | None: ...
    @property
    def steps(self) -> Sequence[tuple[date, Decimal]]: ...


def attainment(baseline: Decimal | None, target: Decimal | None, value: Decimal | None) -> Decimal | None:
    """The share of the planned change that was reached, in per cent to four decimal places; None where undefined."""
    if baseline is None or target is None or value is None or baseline == target:
        return None
    return _points(value - baseline, target - baseline)


def path(plan: Plan) -> list[tuple[date, Decimal]]:
    """The points of the target path, in order: baseline, the targets of periods between, target.

    Steps on or before the day of the baseline, and on or after that of the target, say nothing.
    """
    steps = dict(sorted(plan.steps, key=lambda step: step[0]))
    points = [
        (on, value)
        for on, value in steps.items()
        if (plan.baseline_on is None or on > plan.baseline_on) and (plan.target_on is None or on < plan.target_on)
    ]
    if plan.baseline is not None and plan.baseline_on is not None:
        points.insert(0, (plan.baseline_on, plan.baseline))
    if plan.target is not None and plan.target_on is not None:
        points.append((plan.target_on, plan.target))
    return points


def expected_on(plan: Plan, day: date) -> Decimal | None:
    """What the path says of a day: linear between its points, level after the last, None before the first.

    It is not rounded: what is left of a division has 28 digits.
    """
    points = path(plan)
    if not points or day < points[0][0]:
        return None
    for (from_on, from_value), (to_on, to_value) in pairwise(points):
        if day < to_on:
            return from_value + (to_value - from_value) * (day - from_on).days / (to_on - from_on).days
    return points[-1][1]


def gap(plan: Plan, value: Decimal, day: date) -> Decimal | None:
    """How far a value lies behind the path on its day, in points of the planned change; negative is ahead of it."""
    expected = expected_on(plan, day)
    if expected is None or plan.baseline is None or plan.target is None or plan.baseline == plan.target:
        return None
    return _points(expected - value, plan.target - plan.baseline)


def standing(plan: Plan, value: Decimal | None, day: date | None) -> Standing:
    """Where an indicator stands by a value measured on ``day``; first match wins.

    Neutral · not measured · without baseline or target · no change planned · reached (≥ 100 %) · without dates ·
    on the path: at most 10 points behind it, none from the day of the target on · slightly below: at most 25 ·
    well below.
    """
    if plan.sense is Sense.NEUTRAL:
        return Standing.NEUTRAL
    if value is None or day is None:
        return Standing.UNMEASURED
    if plan.baseline is None or plan.target is None:
        return Standing.NO_PLAN
    reached = attainment(plan.baseline, plan.target, value)
    if reached is None:
        return Standing.NO_CHANGE
    if reached >= 100:
        return Standing.MET
    behind = gap(plan, value, day)
    if behind is None:
        return Standing.NO_PATH
    due = plan.target_on is not None and day >= plan.target_on
    if behind <= (0 if due else ON_PATH_POINTS):
        return Standing.ON_PATH
    return Standing.BELOW if behind <= AMBER_POINTS else Standing.WELL_BELOW


def light(plan: Plan, value: Decimal | None, day: date | None) -> Light:
    """The light of ``standing``: V reached or on the path, A slightly, R well below, grey where nothing can be said."""
    return standing(plan, value, day).light


def small(n: int | None) -> bool:
    """Whether so few cases stand behind a value that it is flagged."""
    return n is not None and n < SMALL_SAMPLE


# --- in words -------------------------------------------------------------------------------------------------------


def said(value: Decimal | None, unit: Unit | None = None) -> str:
    """A value as it is printed: 41 %, 1,240, 0.35; — where there is none."""
    if value is None:
        return UNDEFINED
    words = format_number(value, decimal_places(value))
    return f"{words}{NBSP}%" if unit in (Unit.PERCENTAGE, Unit.RATE_OF_CHANGE) else words


def percent(attained: Decimal | None) -> str:
    """The attainment as it is printed: 112.5 %, or —."""
    return UNDEFINED if attained is None else format_percent(attained)


def formula(baseline: Decimal | None, target: Decimal | None, value: Decimal | None) -> str:
    """How the attainment comes about: (68 − 41) / (65 − 41) = 112.5 %; ≈ where the per cent is rounded."""
    attained = attainment(baseline, target, value)
    sums = f"({_term(value)} {MINUS} {_term(baseline)}) / ({_term(target)} {MINUS} {_term(baseline)})"
    if attained is None:
        return f"{sums} = {UNDEFINED}"
    exact = value is not None and baseline is not None and target is not None and _one_place(baseline, target, value)
    return f"{sums} {'=' if exact else '≈'} {percent(attained)}"


def rule_in_words() -> str:
    """The rule of the lights of indicators, as a report prints it at its foot."""
    return _(
        "Indicators: attainment = (value − baseline) / (target − baseline). V target reached, or at most {near} points "
        "of the planned change behind the path; A at most {far} points; R more; – nothing can be said. "
        "n < {small}: small sample."
    ).format(near=ON_PATH_POINTS, far=AMBER_POINTS, small=SMALL_SAMPLE)


def flag(n: int | None) -> str:
    """“sample < 100” where few cases stand behind a value, else nothing."""
    return _("sample < {n}").format(n=SMALL_SAMPLE) if small(n) else ""


# --- inside ---------------------------------------------------------------------------------------------------------


def _points(part: Decimal, whole: Decimal) -> Decimal:
    return (part * 100 / whole).quantize(PLACES, ROUND_HALF_UP)


def _one_place(baseline: Decimal, target: Decimal, value: Decimal) -> bool:
    """Whether the per cent has at most one decimal place, as it is printed."""
    return (value - baseline) * 1000 % (target - baseline) == 0


def _term(value: Decimal | None) -> str:
    if value is None:
        return UNDEFINED
    words = format_number(abs(value), decimal_places(value))
    return f"({MINUS}{words})" if value < 0 else words
