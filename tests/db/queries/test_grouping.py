"""Groups and totals are the database's own counts: they agree with the rows, whatever is asked for."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from db.queries import action_items, projects
from db.queries.grouping import Due, Group, Total
from db.queries.listing import Ask, Listing, Order, Where
from db.queries.traffic_light import Clock, Why
from db.records import ActionItem, Organisation, Project
from db.records.action_items import State
from db.store import Store

TODAY = date(2026, 5, 20)  # a Wednesday
CLOCK = Clock(TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=9), TODAY - timedelta(days=8))
ITEMS = action_items.LISTING


@pytest.fixture
def filled(store: Store) -> Store:
    """Two hundred items of three units (one of them renamed) and of nobody. DATOS FICTICIOS."""
    random = Random(7)
    with store.change("Prueba ficticia") as work:
        units = [work.add(Organisation(name=name)) for name in ("Ñuñoa", "Obras", "Parques")]
        former = work.add(Organisation(name="Parques de antes", successor_id=units[2].id))
        owners = [unit.id for unit in (*units, former)] + [None]
        for n in range(200):
            due = random.choice([None, TODAY + timedelta(days=random.randrange(-40, 60))])
            work.add(ActionItem(
                code=f"COM-2026-{n:03}", description=f"Compromiso ficticio {n}", unit_id=random.choice(owners),
                due_on=due, state=random.choice(list(State)), progress=random.randrange(101),
                agreed_on=TODAY - timedelta(days=90), state_reason="Motivo ficticio",
            ))  # fmt: skip
        for n, budget in enumerate((1_000_01, 2_500_00, None)):
            work.add(Project(code=f"PRY-2026-90{n}", name=f"Proyecto ficticio {n}", budget=budget))
    return store


@pytest.mark.parametrize("name", ["unit", "state", "why", "due_on", "agreed_on", "description", "person"])
@pytest.mark.parametrize(
    "ask",
    [
        Ask(clock=CLOCK),
        Ask(clock=CLOCK, where=(Where("why", "in", (Why.OVERDUE, Why.SOON)),), text="ficticio"),
        Ask(clock=CLOCK, cutoff=TODAY - timedelta(days=3), order=(Order("unit", descending=True),)),
    ],
)
def test_every_record_asked_for_is_in_the_group_of_its_value(filled: Store, name: str, ask: Ask) -> None:
    with filled.reading() as session:
        groups = ITEMS.groups(session, name, ask, ("progress", "reschedules"))
        members = ITEMS.members(session, name, ask)
        keys = ITEMS.keys(session, ask)
        rows = {row.key: row for row in ITEMS.all(session, ask)}
    assert [key for key, _value in members] == keys
    assert len(keys) > 10
    assert len({group.value for group in groups}) == len(groups)
    assert {group.value: group.count for group in groups} == Counter(value for _key, value in members)
    for group in groups:
        numbers = [rows[key].progress for key, value in members if value == group.value]
        assert group.totals["progress"] == Total(len(numbers), sum(numbers))
        assert group.totals["reschedules"].sum == 0
    if name in ("unit", "state", "why", "description"):
        assert all(getattr(rows[key], name) == value for key, value in members)


def test_due_dates_are_grouped_by_how_urgent_they_are(filled: Store) -> None:
    with filled.reading() as session:
        rows = {row.key: row for row in ITEMS.all(session, Ask(clock=CLOCK))}
        groups = ITEMS.groups(session, "due_on", Ask(clock=CLOCK))
        members = dict(ITEMS.members(session, "due_on", Ask(clock=CLOCK)))
        overdue = ITEMS.count(session, Ask(clock=CLOCK, where=(Where("why", "is", Why.OVERDUE),)))
    assert [group.value for group in groups] == [due for due in Due if due in set(members.values())]
    assert next(group.count for group in groups if group.value is Due.OVERDUE) == overdue > 0
    sunday = date(2026, 5, 24)
    for key, said in members.items():
        row = rows[key]
        if row.state in (State.DRAFT, State.DONE, State.VERIFIED, State.CANCELLED, State.TRANSFERRED):
            assert said is Due.STOPPED
        elif row.due_on is None:
            assert said is Due.NO_DATE
        else:
            later = Due.THIS_WEEK if row.due_on <= sunday else Due.LATER
            assert said is (Due.OVERDUE if row.due_on < TODAY else Due.TODAY if row.due_on == TODAY else later)


def test_other_dates_are_grouped_by_month_and_nothing_comes_last(filled: Store) -> None:
    with filled.reading() as session:
        rows = {row.key: row for row in ITEMS.all(session, Ask(clock=CLOCK))}
        groups = [group.value for group in ITEMS.groups(session, "due_original", Ask(clock=CLOCK))]
        months = [group.value for group in ITEMS.groups(session, "agreed_on", Ask(clock=CLOCK))]
        members = ITEMS.members(session, "due_original", Ask(clock=CLOCK))
    assert months == [date(2026, 2, 1)]
    known = [month for month in groups if month is not None]
    assert groups in (known, [*known, None])
    assert known == sorted(known)
    for key, month in members:
        day = rows[key].due_original
        assert month == (day and day.replace(day=1))


def test_groups_stand_in_the_order_of_the_column(filled: Store) -> None:
    def names(order: tuple[Order, ...]) -> list[str | None]:
        with filled.reading() as session:
            return [group.value for group in ITEMS.groups(session, "unit", Ask(clock=CLOCK, order=order))]

    assert names(()) == ["Ñuñoa", "Obras", "Parques", None]
    assert names((Order("unit", descending=True),)) == ["Parques", "Obras", "Ñuñoa", None]
    assert names((Order("due_on", descending=True),)) == ["Ñuñoa", "Obras", "Parques", None]


def test_totals_of_the_records_asked_for_and_of_chosen_ones_agree(filled: Store) -> None:
    ask = Ask(clock=CLOCK, where=(Where("state", "is", State.PENDING),))
    with filled.reading() as session:
        keys = ITEMS.keys(session, ask)
        rows = ITEMS.all(session, ask)
        wanted = {"progress": Total(len(rows), sum(row.progress for row in rows)), "reschedules": Total(len(rows), 0)}
        assert ITEMS.totals(session, ("progress", "reschedules"), ask) == wanted
        assert ITEMS.totals(session, ("progress", "reschedules"), Ask(clock=CLOCK), keys) == wanted
        assert ITEMS.totals(session, ("progress",), ask, keys[:3])["progress"].count == 3
        assert ITEMS.totals(session, ("progress",), ask, ())["progress"] == Total()
        assert ITEMS.totals(session, (), ask) == {}


def test_money_is_added_up_without_those_that_have_none(filled: Store) -> None:
    listing: Listing[projects.ProjectRow] = projects.LISTING
    ask = Ask(clock=CLOCK)
    with filled.reading() as session:
        assert listing.totals(session, ("budget",), ask) == {"budget": Total(2, 3_500_01)}
        groups = listing.groups(session, "state", ask, ("budget", "progress", "live_items"))
    assert groups == [Group(groups[0].value, 3, {
        "budget": Total(2, 3_500_01), "progress": Total(), "live_items": Total(3, 0),
    })]  # fmt: skip
    assert groups[0].totals["budget"].mean == 1_750_00.5
    assert Total().mean is None
    assert {name for name, column in listing.columns.items() if column.totalled == "mean"} == {"progress"}
    assert listing.columns["budget"].totalled == "sum"
    assert not listing.columns["name"].totalled
