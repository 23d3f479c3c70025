"""Filters of columns in SQL agree with the same rules said in Python, on both databases."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from db.fields import DAY, MONEY, NUMBER
from db.ordering import fold
from db.queries import action_items, cases, meetings, organisations, people, places, projects
from db.queries.listing import Ask, Where
from db.queries.traffic_light import Clock
from db.records import ActionItem
from db.store import Store

TODAY = date(2026, 5, 20)
CLOCK = Clock(TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=9), TODAY - timedelta(days=8))
ITEMS = action_items.LISTING
WORDS = ("Niño de Huánuco", "NIÑA", "camión ÁGIL", "50 % hecho", "sin_nada", "pingüino", None)


@pytest.fixture
def filled(store: Store) -> Store:
    """Sixty items, a third of them without a date. DATOS FICTICIOS."""
    random = Random(11)
    with store.change("Prueba ficticia") as work:
        for n in range(60):
            due = None if n % 3 == 0 else TODAY + timedelta(days=random.randrange(-90, 200))
            work.add(ActionItem(code=f"COM-2026-{n:03}", description=f"Compromiso ficticio {n}", due_on=due,
                                progress=random.randrange(101), remarks=WORDS[n % len(WORDS)]))  # fmt: skip
    return store


def found(store: Store, *where: Where) -> list[Any]:
    with store.reading() as session:
        return ITEMS.all(session, Ask(clock=CLOCK, where=where))


def test_days_lie_within_spans_both_ends_counting_and_the_empty_ones_are_a_span(filled: Store) -> None:
    first, last = date(2026, 5, 1), date(2026, 5, 31)
    rows = found(filled)
    expected = {row.key for row in rows if row.due_on is None or first <= row.due_on <= last or row.due_on.year == 2027}
    spans = ((first, last), None, (date(2027, 1, 1), None))
    assert {row.key for row in found(filled, Where("due_on", "within", spans))} == expected
    assert 0 < len(expected) < 60


def test_numbers_lie_within_open_ends(filled: Store) -> None:
    rows = found(filled)
    for span in ((None, 40), (60, None), (30, 70)):
        least, most = span
        expected = {
            row.key for row in rows
            if (least is None or row.progress >= least) and (most is None or row.progress <= most)
        }  # fmt: skip
        assert {row.key for row in found(filled, Where("progress", "within", (span,)))} == expected
        assert 0 < len(expected) < 60


@pytest.mark.parametrize("text", ["nino", "NIÑ", "agil camion", "50 %", "%", "_", "pinguino", "huánuco niño"])
def test_words_are_held_accents_case_and_order_aside(filled: Store, text: str) -> None:
    expected = {
        row.key for row in found(filled)
        if row.remarks and all(word in fold(row.remarks) for word in fold(text).split())
    }  # fmt: skip
    assert expected
    assert {row.key for row in found(filled, Where("remarks", "holds", text))} == expected


@pytest.mark.parametrize("name", ["due_on", "why", "state", "description", "reschedules", "unit"])
def test_values_are_counted_as_they_stand_in_the_rows(filled: Store, name: str) -> None:
    counted: dict[Any, int] = {}
    for row in found(filled):
        counted[getattr(row, name)] = counted.get(getattr(row, name), 0) + 1
    with filled.reading() as session:
        facets = ITEMS.facets(session, name, Ask(clock=CLOCK))
        few = ITEMS.facets(session, name, Ask(clock=CLOCK), limit=2)
    assert dict(facets) == counted
    assert few == facets[:2]
    assert [count for _value, count in facets] == sorted(counted.values(), reverse=True)


LISTINGS = (ITEMS, cases.LISTING, meetings.LISTING, organisations.LISTING, people.LISTING, places.LISTING,
            projects.LISTING)  # fmt: skip


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda one: one.entity)
def test_every_column_of_every_list_can_be_counted_and_filtered(filled: Store, listing: Any) -> None:
    tried = 0
    with filled.reading() as session:
        whole = listing.count(session, Ask(clock=CLOCK))
        for name, column in listing.columns.items():
            facets = listing.facets(session, name, Ask(clock=CLOCK), limit=300)
            assert sum(count for _value, count in facets) == whole, name
            kinds: list[Where] = [Where(name, "in", tuple(value for value, _count in facets))]
            if column.kind in (DAY, NUMBER, MONEY):
                kinds.append(Where(name, "within", (None, (None, None))))
            for where in kinds:
                assert listing.count(session, Ask(clock=CLOCK, where=(where,))) == whole, (name, where.operator)
                tried += 1
            if column.choices is None and column.kind not in (DAY, NUMBER, MONEY):
                assert listing.count(session, Ask(clock=CLOCK, where=(Where(name, "holds", "zzz zzz"),))) == 0
    assert tried >= len(listing.columns)
