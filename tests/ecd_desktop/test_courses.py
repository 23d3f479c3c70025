"""The course of a value: every point lies inside its scale, at whose edges stand round numbers and first days."""

import random
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from db.queries.indicators import IndicatorFacts, Measured
from db.records.indicators import Frequency, Quality, Sense, Unit
from ecd_desktop import courses
from ecd_desktop.reports import charts


def measured(on: date, value: Decimal, n: int | None = None) -> Measured:
    return Measured(uuid4(), uuid4(), None, on, None, value, n, None, None, None, None, None, Quality.VALIDATED, None)


def indicator(*found: Measured, **plan: object) -> IndicatorFacts:
    told: dict[str, object] = {
        "baseline": Decimal(41), "baseline_on": date(2021, 9, 15), "target": Decimal(65),
        "target_on": date(2022, 9, 15),
    }  # fmt: skip
    told |= plan
    return IndicatorFacts(
        key=uuid4(), project_key=None, code="IND-1", name="Cuidadores que se sienten seguros", definition=None,
        formula=None, unit=Unit.PERCENTAGE, unit_words=None, sense=Sense.INCREASING, result=None, baseline_n=60,
        baseline_source=None, frequency=Frequency.QUARTERLY, source=None, responsible=None, person=None, remarks=None,
        measured=found, **told,  # type: ignore[arg-type]
    )  # fmt: skip


def test_every_point_is_told_in_words_with_its_sample() -> None:
    course = courses.course_of(indicator(measured(date(2021, 12, 10), Decimal(68), 58)))
    assert course.words == [
        "Baseline, 15/09/2021: 41\u00a0%", "Target, 15/09/2022: 65\u00a0%",
        "Measured, 10/12/2021: 68\u00a0% · n = 58 · sample < 100",
    ]  # fmt: skip
    assert courses.course_of(indicator(baseline=None, target=None)).empty


def test_every_point_lies_inside_the_scale_with_round_numbers_at_its_edge() -> None:
    chance = random.Random(3)
    for _n in range(300):
        size = Decimal(10) ** chance.randrange(-3, 7)
        begun = date(2021, 1, 1) + timedelta(chance.randrange(900))
        found = [
            measured(begun + timedelta(chance.randrange(1500)), chance.randrange(-99, 99) * size)
            for _m in range(chance.randrange(1, 5))
        ]
        course = courses.course_of(indicator(*sorted(found, key=lambda one: one.on), baseline=None, target=None))
        scale = courses.scale_of(course)
        assert all(0 <= scale.across(one.on) <= 1 and 0 <= scale.up(one.value) <= 1 for one in found)
        assert 1 <= len(scale.values) <= 8
        assert len(scale.days) <= 6
        assert all(day.day == 1 and scale.first <= day <= scale.last for day in scale.days)
        assert all(scale.low <= value <= scale.high for value in scale.values)


def test_words_are_left_out_where_they_would_run_into_each_other_but_never_the_last() -> None:
    assert courses.apart([0, 5, 20, 24], 10) == [False, True, False, True]
    assert courses.apart([], 10) == []


def test_the_printed_chart_says_its_values_and_its_strokes() -> None:
    told = courses.course_of(indicator(measured(date(2021, 12, 10), Decimal(68), 58)))
    drawing = charts.course(told, 440)
    words = {one.text for one in drawing.contents if hasattr(one, "text")}
    assert {"68\u00a0%", "Baseline 41\u00a0%", "Target 65\u00a0%", "measured", "planned path"} <= words
    assert charts.course(courses.course_of(indicator(baseline=None, target=None)), 440).height == 0
