"""Lists of indicators and the facts of them: the rule in SQL says what the rule in Python says, on both databases."""

import random
from datetime import date, timedelta
from decimal import Decimal

from db.fields import Key
from db.queries import indicators
from db.queries.indicators import IndicatorFacts
from db.queries.listing import Ask, Order, Where
from db.queries.target_path import Standing
from db.queries.traffic_light import Clock
from db.records import Indicator, IndicatorTarget, Measurement, Project
from db.records.choices import Sex
from db.records.indicators import Frequency, Sense
from db.store import Store
from ecd_desktop import attainment

TODAY = date(2026, 7, 9)
NOW = Clock(TODAY, date(2026, 7, 8), date(2026, 7, 20), date(2026, 7, 2))


def standing(told: IndicatorFacts) -> Standing:
    latest = told.latest
    return attainment.standing(told, latest.value if latest else None, latest.on if latest else None)


def test_the_indicator_of_the_acceptance_is_listed_with_its_numbers(store: Store) -> None:
    with store.change("Add") as work:
        project = work.add(Project(code="PRY-2021-014", name="Ruta segura ficticia")).id
        one = work.add(
            Indicator(
                code="IND-2021-001", name="Cuidadores que se sienten seguros", project_id=project,
                baseline=Decimal(41), baseline_on=date(2021, 9, 15), baseline_n=60, target=Decimal(65),
                target_on=date(2022, 9, 15),
            )
        ).id  # fmt: skip
        whole = work.add(Measurement(indicator_id=one, on=date(2021, 12, 10), value=Decimal(68), n=58)).id
        work.add(Measurement(indicator_id=one, whole_id=whole, on=date(2021, 12, 10), value=Decimal(70), n=40,
                             sex=Sex.FEMALE))  # fmt: skip
        work.add(Measurement(indicator_id=one, on=date(2021, 10, 10), value=Decimal("44.5"), n=100))
    with store.reading() as session:
        (row,) = indicators.LISTING.all(session, Ask(clock=NOW))
        assert (row.attainment, row.standing, row.small, row.unmeasured) == (Decimal("112.5"), Standing.MET, 1, 1)
        assert (row.latest, row.latest_on, row.latest_n, row.measurements) == (68, date(2021, 12, 10), 58, 2)
        assert indicators.values_of(row.series) == [
            (date(2021, 10, 10), Decimal("44.5")), (date(2021, 12, 10), Decimal(68)),
        ]  # fmt: skip
        assert indicators.LISTING.count(session, Ask(clock=NOW, text="ruta segura")) == 1
        (told,) = indicators.of_projects(session, [project])
        assert [one.n for one in told.measured] == [100, 58]
        assert [(part.sex, part.value) for part in told.parts] == [(Sex.FEMALE, Decimal(70))]
        (before,) = indicators.of_projects(session, [project], date(2021, 11, 30))
        assert before.latest is not None
        assert (before.latest.value, before.parts) == (Decimal("44.5"), ())
        (row,) = indicators.LISTING.all(session, Ask(cutoff=date(2021, 11, 30)))
        assert (row.latest, row.measurements, row.standing) == (Decimal("44.5"), 1, Standing.ON_PATH)
        assert indicators.of_projects(session, []) == []
        assert [one.key for one in indicators.of_indicators(session, [told.key])] == [told.key]


def test_lists_say_of_random_indicators_what_the_rule_in_python_says(store: Store) -> None:
    chance = random.Random(4)
    begun = date(2026, 1, 1)
    keys: list[Key] = []
    with store.change("Add") as work:
        for n in range(150):
            dated, same = n % 10 > 0, n % 12 == 0
            one = work.add(
                Indicator(
                    code=f"IND-{n:04}", name="Indicador ficticio",
                    sense=chance.choice(list(Sense)[:2] * 6 + [Sense.NEUTRAL]),
                    baseline=None if n % 20 == 1 else Decimal(8 if same else chance.randrange(8)),
                    baseline_on=begun if dated or n % 20 else None,
                    target=Decimal(chance.randrange(8 if same else -20, 9 if same else 60)),
                    target_on=begun + timedelta(364) if dated else None,
                )
            ).id  # fmt: skip
            keys.append(one)
            for at in sorted(chance.sample(range(-40, 500), chance.randrange(4) if n % 20 else 0)):
                work.add(
                    IndicatorTarget(indicator_id=one, on=begun + timedelta(at), value=Decimal(chance.randrange(40)))
                )
            for _n in range(chance.randrange(4)):
                on = begun + timedelta(chance.randrange(-5, 420))
                value = Decimal(chance.randrange(-300, 4500)) / 100
                work.add(Measurement(indicator_id=one, on=on, value=value, n=chance.choice([None, 40, 99, 100, 400])))
    seen = set()
    for cutoff in (None, begun + timedelta(150)):
        with store.reading() as session:
            rows = {row.key: row for row in indicators.LISTING.all(session, Ask(clock=NOW, cutoff=cutoff))}
            for told in indicators.of_indicators(session, keys, cutoff):
                row = rows[told.key]
                assert row.standing is standing(told), told
                latest = told.latest
                reached = attainment.attainment(told.baseline, told.target, latest.value if latest else None)
                assert row.attainment == (None if told.sense is Sense.NEUTRAL else reached)
                assert row.latest == (latest.value if latest else None)
                seen.add(row.standing)
            off = Ask(clock=NOW, cutoff=cutoff, where=(Where("standing", "in", [Standing.BELOW, Standing.WELL_BELOW]),))
            assert indicators.LISTING.count(session, off) == sum(row.off_path for row in rows.values()) > 5
            ordered = indicators.LISTING.all(session, Ask(clock=NOW, order=(Order("standing"), Order("attainment"))))
            places = [list(Standing).index(row.standing) for row in ordered]
            assert places == sorted(places)
    assert seen == set(Standing), "the random indicators came to every standing"


def test_what_was_not_measured_in_its_running_period_is_told(store: Store) -> None:
    measured = {
        Frequency.MONTHLY: date(2026, 7, 1), Frequency.QUARTERLY: date(2026, 6, 30),
        Frequency.HALF_YEARLY: date(2026, 7, 2), Frequency.YEARLY: date(2025, 12, 31), Frequency.ONCE: date(2019, 1, 1),
    }  # fmt: skip
    with store.change("Add") as work:
        for n, (every, on) in enumerate(measured.items()):
            one = work.add(Indicator(code=f"IND-{n}", name="Ficticio", frequency=every)).id
            work.add(Measurement(indicator_id=one, on=on, value=Decimal(1)))
        work.add(Indicator(code="IND-9", name="Ficticio", frequency=Frequency.ONCE))
    with store.reading() as session:
        late = indicators.LISTING.all(session, Ask(clock=NOW, where=(Where("unmeasured", "is", 1),)))
    assert [(row.frequency, row.latest_on) for row in late] == [
        (Frequency.QUARTERLY, date(2026, 6, 30)), (Frequency.YEARLY, date(2025, 12, 31)), (Frequency.ONCE, None),
    ]  # fmt: skip
