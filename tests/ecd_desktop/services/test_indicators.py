"""Indicators: what may be measured, how it is put right, what the path takes, what goes with a deleted one."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from db.queries import indicators as queries
from db.records.choices import AgeBand, Sex
from db.records.indicators import Quality, Sense
from ecd_desktop import attainment
from ecd_desktop.calendar import set_today
from ecd_desktop.services import indicators, records

TODAY = date(2026, 7, 9)


@pytest.fixture(autouse=True)
def in_july() -> None:
    set_today(TODAY)


def add(desk: Any, **values: Any) -> Any:
    told: dict[str, Any] = {
        "baseline": Decimal(41), "baseline_on": date(2021, 9, 15), "baseline_n": 60, "target": Decimal(65),
        "target_on": date(2022, 9, 15), "lowest": Decimal(0), "highest": Decimal(100),
    }  # fmt: skip
    return indicators.add(desk.store, name="Cuidadores que se sienten seguros", **told | values)


def facts(desk: Any, key: Any, cutoff: date | None = None) -> queries.IndicatorFacts:
    with desk.store.reading() as session:
        (told,) = queries.of_indicators(session, [key], cutoff)
    return told


def test_the_acceptance_of_the_domain_comes_out_in_its_numbers(desk: Any) -> None:
    key = add(desk)
    assert desk.read("indicators", key)["code"] == "IND-2021-001"
    indicators.measure(desk.store, key, on=date(2021, 12, 10), value=Decimal(68), n=58, source="Encuesta")
    told = facts(desk, key)
    latest = told.latest
    assert latest is not None
    assert attainment.formula(told.baseline, told.target, latest.value) == "(68 − 41) / (65 − 41) = 112.5\u00a0%"
    assert attainment.light(told, latest.value, latest.on).letter == "V"
    assert attainment.flag(latest.n) == "sample < 100"
    seen = desk.draft("indicators", key)
    seen.set("target", Decimal(70))
    indicators.save(desk.store, seen)
    (entry, *_rest) = desk.store.story("indicators", key)
    assert entry.changes["target"] == (Decimal(65), Decimal(70))


def test_what_cannot_have_been_found_is_refused(local_desk: Any) -> None:
    key = add(local_desk)
    with local_desk.invalid("lowest and highest"):
        indicators.measure(local_desk.store, key, on=TODAY, value=Decimal(101))
    with local_desk.invalid("still to come"):
        indicators.measure(local_desk.store, key, on=date(2026, 7, 10), value=Decimal(50))
    with local_desk.invalid("worse than the baseline"):
        add(local_desk, sense=Sense.DECREASING)
    assert facts(local_desk, key).measured == ()


def test_the_cases_of_parts_are_no_more_than_those_of_the_whole(local_desk: Any) -> None:
    key = add(local_desk)
    whole = indicators.measure(local_desk.store, key, on=TODAY, value=Decimal(68), n=58)
    indicators.add_part(local_desk.store, whole, value=Decimal(70), n=40, sex=Sex.FEMALE)
    with local_desk.invalid("cases, the whole has"):
        indicators.add_part(local_desk.store, whole, value=Decimal(60), n=23, sex=Sex.MALE)
    with local_desk.invalid("there already"):
        indicators.add_part(local_desk.store, whole, value=Decimal(60), n=1, sex=Sex.FEMALE)
    indicators.add_part(local_desk.store, whole, value=Decimal(60), n=18, sex=Sex.MALE)
    indicators.add_part(local_desk.store, whole, value=Decimal(66), n=50, age_band=AgeBand.CAREGIVERS)
    with local_desk.invalid("Say which part"):
        indicators.add_part(local_desk.store, whole, value=Decimal(60), n=1)
    draft = local_desk.draft("measurements", whole)
    draft.set("n", 57)
    with local_desk.invalid("cases, the whole has"):
        indicators.save_measurement(local_desk.store, draft)
    draft = local_desk.draft("measurements", whole)
    draft.set("on", date(2026, 7, 1))
    indicators.save_measurement(local_desk.store, draft)
    assert {part.on for part in facts(local_desk, key).parts} == {date(2026, 7, 1)}
    assert len(facts(local_desk, key).parts) == 3


def test_a_correction_keeps_what_was_said_and_why(local_desk: Any) -> None:
    key = add(local_desk)
    found = indicators.measure(local_desk.store, key, on=TODAY, value=Decimal(86), n=58, quality=Quality.VALIDATED)
    with local_desk.invalid("why"):
        indicators.correct(local_desk.store, found, value=Decimal(68), reason=" ")
    indicators.correct(local_desk.store, found, value=Decimal(68), reason="Cifras invertidas al digitar.")
    (told,) = facts(local_desk, key).measured
    assert (told.value, told.quality, told.remarks) == (68, Quality.CORRECTED, "Cifras invertidas al digitar.")
    (entry, *_rest) = local_desk.store.story("measurements", found)
    assert entry.changes["value"] == (Decimal(86), Decimal(68))
    local_desk.undo()
    draft = local_desk.draft("measurements", found)
    draft.set("value", Decimal(67))
    indicators.save_measurement(local_desk.store, draft)
    assert facts(local_desk, key).measured[0].quality is Quality.CORRECTED


def test_the_path_has_one_value_a_day_between_baseline_and_target(local_desk: Any) -> None:
    key = add(local_desk)
    first = indicators.set_target(local_desk.store, key, on=date(2022, 3, 15), value=Decimal(50))
    assert indicators.set_target(local_desk.store, key, on=date(2022, 3, 15), value=Decimal(52)) == first
    for day in (date(2021, 9, 15), date(2022, 9, 15), date(2020, 1, 1)):
        with local_desk.invalid("between the baseline and the target"):
            indicators.set_target(local_desk.store, key, on=day, value=Decimal(50))
    assert facts(local_desk, key).steps == ((date(2022, 3, 15), Decimal(52)),)
    other = indicators.set_target(local_desk.store, key, on=date(2022, 6, 15), value=Decimal(60))
    draft = local_desk.draft("indicator_targets", other)
    draft.set("on", date(2022, 3, 15))
    with local_desk.invalid("of that day"):
        indicators.save_target(local_desk.store, draft)
    indicators.delete_targets(local_desk.store, [first])
    assert facts(local_desk, key).steps == ((date(2022, 6, 15), Decimal(60)),)


def test_an_indicator_goes_with_all_that_was_measured_and_comes_back_with_it(desk: Any) -> None:
    key = add(desk)
    indicators.set_target(desk.store, key, on=date(2022, 3, 15), value=Decimal(50))
    whole = indicators.measure(desk.store, key, on=TODAY, value=Decimal(68), n=58)
    part = indicators.add_part(desk.store, whole, value=Decimal(70), n=40, sex=Sex.FEMALE)
    before = facts(desk, key)
    indicators.delete(desk.store, [key])
    with desk.store.reading() as session:
        assert queries.of_projects(session, None) == []
    desk.undo()
    assert facts(desk, key) == before
    indicators.delete_measurements(desk.store, [whole, part])
    assert facts(desk, key).measured == ()
    desk.undo()
    assert facts(desk, key) == before


def test_a_copied_draft_of_an_indicator_gets_a_code_of_its_own(local_desk: Any) -> None:
    add(local_desk)
    draft = records.new_draft("indicators", name="Otro", baseline_on=date(2021, 1, 1))
    indicators.save(local_desk.store, draft)
    assert local_desk.read("indicators", draft.key)["code"] == "IND-2021-002"
