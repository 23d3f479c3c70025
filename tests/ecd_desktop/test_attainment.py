"""The share of the planned change that was reached, the path it is compared with, and how both are said."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

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
    tried = {"undefined": 0, "rising": 0, "falling": 0, "beyond": 0, "backwards": 0}
    values = st.decimals(-1000, 1000, places=2)

    @given(values, values, values)
    def holds(baseline: Decimal, target: Decimal, value: Decimal) -> None:
        reached = attainment.attainment(baseline, target, value)
        if baseline == target:
            tried["undefined"] += 1
            assert reached is None
            return
        exact = Fraction(value - baseline) / Fraction(target - baseline) * 100
        assert reached is not None
        assert abs(Fraction(reached) - exact) <= Fraction(1, 20_000)
        mirrored = attainment.attainment(-baseline, -target, -value)
        assert mirrored == reached, "a fall of as much is as much"
        tried["rising" if target > baseline else "falling"] += 1
        tried["beyond"] += reached > 100
        tried["backwards"] += reached < 0

    holds()
    assert min(tried["rising"], tried["falling"]) > 10, tried
    assert min(tried["beyond"], tried["backwards"]) > 5, tried


def test_what_is_measured_on_the_path_is_on_it_and_the_more_the_better() -> None:
    tried = {"on": 0, "ordered": 0}
    order = [Standing.WELL_BELOW, Standing.BELOW, Standing.ON_PATH, Standing.MET]

    @given(
        st.integers(-100, 100), st.integers(-100, 100), st.lists(st.integers(-100, 100), max_size=3),
        st.integers(0, 400), st.integers(-300, 300), st.integers(0, 100),
    )  # fmt: skip
    def holds(baseline: int, target: int, steps: list[int], after: int, value: int, more: int) -> None:
        begun = date(2026, 1, 1)
        plan = Plan(
            baseline=Decimal(baseline), baseline_on=begun, target=Decimal(target), target_on=begun + timedelta(365),
            steps=tuple((begun + timedelta(90 * (n + 1)), Decimal(step)) for n, step in enumerate(steps)),
        )  # fmt: skip
        if baseline == target:
            return
        day = begun + timedelta(after)
        expected = attainment.expected_on(plan, day)
        assert expected is not None
        assert attainment.standing(plan, expected, day) in (Standing.ON_PATH, Standing.MET)
        tried["on"] += 1
        better = value + more if target > baseline else value - more
        low, high = (order.index(attainment.standing(plan, Decimal(one), day)) for one in (value, better))
        assert low <= high
        tried["ordered"] += low < high

    holds()
    assert tried["on"] > 50, tried
    assert tried["ordered"] > 5, tried
