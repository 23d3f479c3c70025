"""Keys with the values to part them by: the same records, order and values as the rows have, on both databases."""

from datetime import date, timedelta
from random import Random

import pytest

from db.queries import action_items, places
from db.queries.listing import Ask, Order, Where
from db.queries.traffic_light import Clock, Why
from db.records import ActionItem, Holiday, Organisation
from db.records.action_items import State
from db.store import Store

TODAY = date(2026, 5, 20)
CLOCK = Clock(TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=9), TODAY - timedelta(days=8))


@pytest.fixture
def filled(store: Store) -> Store:
    """Ninety items of two units and of nobody. DATOS FICTICIOS."""
    random = Random(3)
    with store.change("Prueba ficticia") as work:
        owners = [work.add(Organisation(name=name)).id for name in ("Ñuñoa", "Obras")] + [None]
        for n in range(90):
            due = random.choice([None, TODAY + timedelta(days=random.randrange(-40, 60))])
            work.add(ActionItem(
                code=f"COM-2026-{n:03}", description=f"Compromiso ficticio {n}", unit_id=random.choice(owners),
                due_on=due, state=random.choice(list(State)), state_reason="Motivo ficticio",
            ))  # fmt: skip
    return store


@pytest.mark.parametrize(
    "ask",
    [
        Ask(clock=CLOCK),
        Ask(clock=CLOCK, order=(Order("due_on", descending=True), Order("code"))),
        Ask(clock=CLOCK, where=(Where("why", "is", Why.OVERDUE),), text="ficticio"),
    ],
)
def test_keys_come_in_order_with_the_values_of_their_rows(filled: Store, ask: Ask) -> None:
    names = ("state", "unit_key", "unit", "why", "due_on")
    with filled.reading() as session:
        rows = action_items.LISTING.all(session, ask)
        found = action_items.LISTING.keys_with(session, names, ask)
        assert len(rows) > 5
        assert found == [(row.key, *(getattr(row, name) for name in names)) for row in rows]
        assert [key for key, *_values in found] == action_items.LISTING.keys(session, ask)


def test_holidays_are_named_within_their_days(store: Store) -> None:
    with store.change("Prueba ficticia") as work:
        for day in (date(2031, 4, 30), date(2031, 5, 2), date(2031, 6, 1)):
            work.add(Holiday(on=day, name=f"Feriado ficticio {day.day}"))
    with store.reading() as session:
        found = places.named_holidays(session, date(2031, 4, 30), date(2031, 5, 31))
        assert found[date(2031, 4, 30)] == "Feriado ficticio 30"
        assert found[date(2031, 5, 2)] == "Feriado ficticio 2"
        assert date(2031, 6, 1) not in found
