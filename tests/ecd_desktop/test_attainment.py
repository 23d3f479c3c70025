"""The share of the planned change that was reached, the path it is compared with, and how both are said."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from db.queries.target_path import Standing
from db.queries.traffic_light import Light
from db.records.indicators import Sense, Unit
from ecd_desktop import attainment, language


@dataclass(frozen=True)
class Plan:
    sense: Sense = Sense.INCREASING
    baseline: Decimal | None = Decimal(41)
    baseline_on: date | None = date(2021, 9, 1)
    target: Decimal | None = Decimal(65)
    target_on: date | None = date(2022, 9, 1)
    steps: tuple[tuple[date, Decimal], ...] = ()


def test_the_share_of_the_planned_change_is_the_one_of_the_acceptance() -> None:
    assert attainment.attainment(Decimal(41), Decimal(65), Decimal(68)) == Decimal("112.5")
    assert attainment.formula(Decimal(41), Decimal(65), Decimal(68)) == "(68 − 41) / (65 − 41) = 112.5\u00a0%"
    assert attainment.standing(Plan(), Decimal(68), date(2021, 12, 15)) is Standing.MET
    assert attainment.light(Plan(), Decimal(68), date(2021, 12, 15)).letter == "V"
    assert attainment.flag(58) == "sample < 100"
    assert attainment.flag(100) == attainment.flag(None) == ""


def test_what_should_fall_is_reckoned_the_same_way_and_signs_are_bracketed() -> None:
    assert attainment.attainment(Decimal(40), Decimal(30), Decimal(35)) == 50
    assert attainment.attainment(Decimal(40), Decimal(30), Decimal(45)) == -50
    assert attainment.formula(Decimal(-3), Decimal(3), Decimal(0)) == "(0 − (−3)) / (3 − (−3)) = 50\u00a0%"
    assert attainment.formula(Decimal(0), Decimal(3), Decimal(1)) == "(1 − 0) / (3 − 0) ≈ 33.3\u00a0%"


def test_nothing_is_said_where_target_and_baseline_are_the_same_or_one_is_missing() -> None:
    assert attainment.attainment(Decimal(5), Decimal(5), Decimal(7)) is None
    assert attainment.attainment(None, Decimal(5), Decimal(7)) is None
    assert attainment.formula(Decimal(5), Decimal(5), Decimal(7)) == "(7 − 5) / (5 − 5) = —"
    assert attainment.percent(None) == attainment.said(None) == "—"
    cases = {
        Standing.NO_CHANGE: Plan(target=Decimal(41)),
        Standing.NO_PLAN: Plan(baseline=None),
        Standing.NO_PATH: Plan(target_on=None, baseline_on=None),
    }
    for expected, plan in cases.items():
        assert attainment.standing(plan, Decimal(50), date(2022, 1, 1)) is expected
        assert attainment.light(plan, Decimal(50), date(2022, 1, 1)) is Light.GREY
    assert attainment.standing(Plan(), None, None) is Standing.UNMEASURED
    assert attainment.light(Plan(sense=Sense.NEUTRAL), Decimal(99), date(2022, 1, 1)) is Light.NONE


def test_the_path_goes_straight_from_point_to_point_and_steps_outside_it_say_nothing() -> None:
    plan = Plan(
        baseline=Decimal(0), baseline_on=date(2026, 1, 1), target=Decimal(100), target_on=date(2026, 12, 31),
        steps=((date(2026, 7, 1), Decimal(80)), (date(2025, 1, 1), Decimal(7)), (date(2027, 1, 1), Decimal(9))),
    )  # fmt: skip
    assert attainment.path(plan) == [
        (date(2026, 1, 1), Decimal(0)), (date(2026, 7, 1), Decimal(80)), (date(2026, 12, 31), Decimal(100)),
    ]  # fmt: skip
    assert attainment.expected_on(plan, date(2025, 12, 31)) is None
    assert attainment.expected_on(plan, date(2026, 1, 1)) == 0
    assert attainment.expected_on(plan, date(2026, 7, 1)) == 80
    assert attainment.expected_on(plan, date(2026, 9, 30)) == Decimal(80) + Decimal(20) * 91 / 183
    assert attainment.expected_on(plan, date(2030, 1, 1)) == 100


def test_the_light_follows_the_gap_to_the_path_and_from_the_targets_day_on_the_target_itself() -> None:
    plan = Plan(
        baseline=Decimal(0), baseline_on=date(2026, 1, 1), target=Decimal(100), target_on=date(2026, 12, 31),
        steps=((date(2026, 7, 1), Decimal(50)),),
    )  # fmt: skip
    day = date(2026, 7, 1)
    told = {value: attainment.standing(plan, Decimal(value), day) for value in ("50", "40", "39.9", "25", "24.9")}
    assert list(told.values()) == [
        Standing.ON_PATH, Standing.ON_PATH, Standing.BELOW, Standing.BELOW, Standing.WELL_BELOW,
    ]  # fmt: skip
    assert [one.light.letter for one in told.values()] == ["V", "V", "A", "A", "R"]
    assert [one.off_path for one in told.values()] == [False, False, True, True, True]
    assert attainment.standing(plan, Decimal(95), date(2026, 12, 31)) is Standing.BELOW, "the day has come"
    assert attainment.standing(plan, Decimal(100), date(2026, 12, 31)) is Standing.MET


def test_values_are_said_with_their_unit_and_only_the_places_they_need() -> None:
    assert attainment.said(Decimal("41.0000"), Unit.PERCENTAGE) == "41\u00a0%"
    assert attainment.said(Decimal("1240.2500"), Unit.NUMBER) == "1,240.25"
    with language.in_language("es"):
        assert attainment.flag(58) == "muestra < 100"


def test_attainment_is_the_same_fraction_whichever_way_is_better() -> None:
    chance = random.Random(6)
    tried = {"undefined": 0, "rising": 0, "falling": 0, "beyond": 0, "backwards": 0}
    for _n in range(2_000):
        baseline, target, value = (Decimal(chance.randrange(-400, 400)) / chance.choice((1, 1, 8)) for _n in range(3))
        target = baseline if chance.random() < 0.05 else target
        reached = attainment.attainment(baseline, target, value)
        if baseline == target:
            tried["undefined"] += 1
            assert reached is None
            continue
        exact = Fraction(value - baseline) / Fraction(target - baseline) * 100
        assert reached is not None
        assert abs(Fraction(reached) - exact) <= Fraction(1, 20_000)
        assert attainment.attainment(-baseline, -target, -value) == reached, "a fall of as much is as much"
        tried["rising" if target > baseline else "falling"] += 1
        tried["beyond"] += reached > 100
        tried["backwards"] += reached < 0
    assert min(tried.values()) > 50, tried


def test_what_is_measured_on_the_path_is_on_it_and_more_is_never_worse() -> None:
    chance = random.Random(6)
    order = [Standing.WELL_BELOW, Standing.BELOW, Standing.ON_PATH, Standing.MET]
    tried = {"ordered": 0, "off": 0}
    begun = date(2026, 1, 1)
    for _n in range(1_000):
        baseline, value = chance.randrange(-50, 50), chance.randrange(-100, 100)
        target = baseline + chance.choice((-1, 1)) * chance.randrange(1, 60)
        steps = sorted(chance.sample(range(1, 365), chance.randrange(4)))
        plan = Plan(
            baseline=Decimal(baseline), baseline_on=begun, target=Decimal(target), target_on=begun + timedelta(365),
            steps=tuple((begun + timedelta(at), Decimal(chance.randrange(-50, 50))) for at in steps),
        )  # fmt: skip
        day = begun + timedelta(chance.randrange(500))
        expected = attainment.expected_on(plan, day)
        assert expected is not None
        assert attainment.standing(plan, expected, day) in (Standing.ON_PATH, Standing.MET)
        better = value + chance.randrange(60) * (1 if target > baseline else -1)
        low, high = (order.index(attainment.standing(plan, Decimal(one), day)) for one in (value, better))
        assert low <= high
        tried["ordered"] += low < high
        tried["off"] += order[low].off_path
    assert min(tried.values()) > 100, tried
