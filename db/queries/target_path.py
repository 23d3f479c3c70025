"""The standing of an indicator: one rule, said here in SQL for lists and in ``ecd_desktop.attainment`` for the rest.

Attainment is the share of the planned change that was reached (domain.md §4): (VO − LB) / (Meta − LB), whichever way is
better. The path goes in straight lines from the baseline over the targets of periods to the last target; what a
measurement should have been is read off it for its own day. The gap is what lies between, in points of the planned
change, so that one rule serves a rate, a number of families and a falling share alike.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Float, Integer, Numeric, and_, case, cast, func, literal, or_, select
from sqlalchemy.sql import type_coerce

from db.dialects import days_between
from db.fields import N_, Choice, Scaled
from db.queries.traffic_light import Light
from db.records import IndicatorTarget, Measurement
from db.records.base import table_of
from db.records.indicators import Frequency, Sense

ON_PATH_POINTS = 10
"""Behind the path by no more than this is still on it: the green of the semáforo of domain.md §4 (gap ≤ 10 points)."""

AMBER_POINTS = 25
"""Behind by no more than this is slightly, by more is well below: its amber (10–25) and red (> 25; source S53)."""

SMALL_SAMPLE = 100
"""Fewer cases than this are flagged: a share of 50 % of 100 cases is uncertain by some ten points either way."""


class Standing(Choice):
    """Where an indicator stands by its latest measurement; each has exactly one light. Lists follow this order."""

    WELL_BELOW = "well_below", N_("Well below the path")
    BELOW = "below", N_("Slightly below the path")
    ON_PATH = "on_path", N_("On the path")
    MET = "met", N_("Target reached")
    UNMEASURED = "unmeasured", N_("Not measured yet")
    NO_PLAN = "no_plan", N_("Without baseline or target")
    NO_CHANGE = "no_change", N_("Target equal to the baseline")
    NO_PATH = "no_path", N_("Without dates to compare by")
    NEUTRAL = "neutral", N_("Neutral sense")

    @property
    def light(self) -> Light:
        return LIGHTS.get(self, Light.GREY)

    @property
    def off_path(self) -> bool:
        return self in OFF_PATH


LIGHTS = {
    Standing.MET: Light.GREEN, Standing.ON_PATH: Light.GREEN, Standing.BELOW: Light.AMBER,
    Standing.WELL_BELOW: Light.RED, Standing.NEUTRAL: Light.NONE,
}  # fmt: skip
OFF_PATH = (Standing.WELL_BELOW, Standing.BELOW)


@dataclass(frozen=True, slots=True)
class Points:
    """A share of the planned change, in points, as SQL gives it for one indicator with a measurement beside it."""

    attained: ColumnElement[Any]
    gap: ColumnElement[Any]
    expected: ColumnElement[Any]


def latest_key(indicator: Any, cutoff: date | None) -> Any:
    """The key of the latest whole measurement of an indicator dated up to the cut-off; of one day, the last written."""
    found = table_of(Measurement).alias("later")
    query = select(found.c.id).where(found.c.indicator_id == indicator.id, found.c.whole_id.is_(None))
    if cutoff is not None:
        query = query.where(found.c.on <= cutoff)
    return query.order_by(found.c.on.desc(), found.c.id.desc()).limit(1).scalar_subquery()


def latest_on(indicator: Any) -> Any:
    """The day of the latest whole measurement of an indicator."""
    found = table_of(Measurement).alias("dated")
    query = select(func.max(found.c.on)).where(found.c.indicator_id == indicator.id, found.c.whole_id.is_(None))
    return query.scalar_subquery()


def standing_sql(indicator: Any, measured: Any) -> ColumnElement[str]:
    """The rule of ``attainment.standing`` over columns of an indicator and of its latest measurement."""
    points = points_sql(indicator, measured)
    due = func.coalesce(measured.on >= indicator.target_on, literal(False))
    return case(
        (indicator.sense == Sense.NEUTRAL, literal(Standing.NEUTRAL.value)),
        (measured.value.is_(None), literal(Standing.UNMEASURED.value)),
        (or_(indicator.baseline.is_(None), indicator.target.is_(None)), literal(Standing.NO_PLAN.value)),
        (indicator.baseline == indicator.target, literal(Standing.NO_CHANGE.value)),
        (points.attained >= 100, literal(Standing.MET.value)),
        (points.gap.is_(None), literal(Standing.NO_PATH.value)),
        (points.gap <= case((due, literal(0)), else_=literal(ON_PATH_POINTS)), literal(Standing.ON_PATH.value)),
        (points.gap <= AMBER_POINTS, literal(Standing.BELOW.value)),
        else_=literal(Standing.WELL_BELOW.value),
    )


def attainment_sql(indicator: Any, measured: Any) -> ColumnElement[Any]:
    """The attainment in per cent, four decimal places; NULL where undefined."""
    points = case(
        (or_(indicator.sense == Sense.NEUTRAL, indicator.baseline == indicator.target), None),
        else_=points_sql(indicator, measured).attained,
    )
    return type_coerce(cast(func.round(cast(points * 10_000, Numeric)), BigInteger), Scaled())


def points_sql(indicator: Any, measured: Any) -> Points:
    """What was attained, what was expected on the day and the gap, rounded to four places as Python rounds them."""
    baseline, target, value = _number(indicator.baseline), _number(indicator.target), _number(measured.value)
    change = func.nullif(target - baseline, 0)
    expected = _expected(indicator, measured.on)
    return Points(_rounded((value - baseline) / change * 100), _rounded((expected - value) / change * 100), expected)


def _expected(indicator: Any, day: Any) -> ColumnElement[Any]:
    """The value on the path on a day, as ``attainment.expected_on`` says it; for an indicator with a whole plan."""
    baseline = case((indicator.baseline_on.is_not(None), indicator.baseline))
    before_value, before_on = (_step(indicator, day, name, earlier=True) for name in ("value", "on"))
    after_value, after_on = (_step(indicator, day, name, earlier=False) for name in ("value", "on"))
    from_value, from_on = _either(before_value, baseline), func.coalesce(before_on, indicator.baseline_on)
    ending = case((indicator.target_on.is_not(None), indicator.target))
    to_value, to_on = _either(after_value, ending), func.coalesce(after_on, indicator.target_on)
    between = from_value + (to_value - from_value) * cast(days_between(from_on, day), Float) / cast(
        func.nullif(days_between(from_on, to_on), 0), Float
    )
    return case(
        (day >= indicator.target_on, _number(indicator.target)),
        (day < indicator.baseline_on, None),
        (from_value.is_(None), None),
        (to_value.is_(None), from_value),
        else_=between,
    )


def _step(indicator: Any, day: Any, name: str, *, earlier: bool) -> Any:
    """A field of the last target of a period up to a day, or of the first after it; between baseline and target."""
    step = table_of(IndicatorTarget).alias()
    on = step.c.on
    query = select(step.c[name]).where(
        step.c.indicator_id == indicator.id,
        on <= day if earlier else on > day,
        or_(indicator.baseline_on.is_(None), on > indicator.baseline_on),
        or_(indicator.target_on.is_(None), on < indicator.target_on),
    )
    return query.order_by(on.desc() if earlier else on.asc(), step.c.id.desc()).limit(1).scalar_subquery()


def unmeasured_sql(frequency: Any, latest_on: Any, today: date) -> ColumnElement[bool]:
    """Whether nothing was measured in the period that is running on ``today``; once is once for all."""
    begun = case(
        *((frequency == every, literal(start)) for every, start in begun_on(today).items()),
        else_=literal(date.min),
    )
    return or_(latest_on.is_(None), latest_on < begun)


def begun_on(today: date) -> dict[Frequency, date]:
    """When the period that is running began, by how often is measured."""
    return {
        Frequency.MONTHLY: today.replace(day=1),
        Frequency.QUARTERLY: date(today.year, 3 * ((today.month - 1) // 3) + 1, 1),
        Frequency.HALF_YEARLY: date(today.year, 7 if today.month > 6 else 1, 1),
        Frequency.YEARLY: date(today.year, 1, 1),
    }


def small_sql(indicator: Any, measured: Any) -> ColumnElement[bool]:
    """Whether the latest value, or the baseline it is compared with, rests on few cases."""
    return or_(
        and_(measured.n.is_not(None), measured.n < SMALL_SAMPLE),
        and_(measured.value.is_not(None), indicator.baseline_n.is_not(None), indicator.baseline_n < SMALL_SAMPLE),
    )


def _number(column: Any) -> ColumnElement[Any]:
    """A measured value in ten-thousandths, as a number that divides without cutting off."""
    return cast(type_coerce(column, BigInteger), Float)


def _either(first: Any, second: Any) -> ColumnElement[Any]:
    return func.coalesce(_number(first), _number(second))


def _rounded(points: Any) -> ColumnElement[Any]:
    return func.round(cast(points, Numeric), 4)


def yes_or_no(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """A condition as 1 or 0, to filter and count by."""
    return case((condition, literal(1, Integer())), else_=literal(0, Integer()))
