"""A list for a past cut-off shows what was true on that day, whenever it was written down: tried against an oracle."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest

from db.fields import Key
from db.queries import action_items as listed
from db.queries import places
from db.queries.action_items import ActionItemRow
from db.queries.listing import Ask
from db.queries.traffic_light import Clock, why_of
from db.records.action_items import State
from db.store import Store
from ecd_desktop import calendar
from ecd_desktop.calendar import Calendar, clock
from ecd_desktop.errors import Expected
from ecd_desktop.services import action_items, cases, reference

BEGIN = date(2026, 3, 2)
DAYS = 80
GDU = reference.key_of("organisations", "gdu")


@dataclass(frozen=True)
class Known:
    """What is true of an item since a day."""

    state: State = State.PENDING
    progress: int = 0
    due_on: date | None = None
    agreed_on: date | None = BEGIN
    reported_on: date | None = None
    state_reason: str | None = None
    blocked_since: date | None = None
    physical_works: bool = False
    reschedules: int = 0


@dataclass
class Tale:
    """One item's facts in order of their days; the last of a day counts."""

    key: Key
    facts: list[tuple[date, Known]] = field(default_factory=list)
    late: list[tuple[date, int]] = field(default_factory=list)  # progress told behind newer entries

    def on(self, day: date) -> Known:
        found = [(when, known) for when, known in self.facts if when <= day]
        when, known = found[-1]
        told = [(late, points) for late, points in self.late if when <= late <= day]
        if told:  # nothing newer was said by then
            known = replace(known, progress=max(reversed(told), key=lambda one: one[0])[1])
            if known.state is State.PENDING:
                known = replace(known, state=State.IN_PROGRESS)
        return known

    @property
    def last(self) -> tuple[date, Known]:
        return self.facts[-1]


def act(store: Store, tale: Tale, dice: random.Random, tried: Counter[str], *, quiet: bool) -> None:
    """Something happens to an item some days later, and is written down at once or later.

    To a ``quiet`` one only progress, some of it told late, behind newer entries.
    """
    day, was = tale.last
    on = day + timedelta(days=dice.randint(1, 12))
    calendar.set_today(min(on + timedelta(days=dice.randint(0, 9)), BEGIN + timedelta(days=DAYS)))
    if on > calendar.today():
        return
    keys = [tale.key]
    points = dice.randint(1, 99)
    moved = on + timedelta(days=dice.randint(-5, 25))
    freed = {"blocked_since": None}
    closing = {"reported_on": None, **freed}
    verbs: dict[str, tuple[Callable[[], Any], dict[str, Any]]] = {
        "progress": (
            lambda: action_items.report_progress(store, keys, on=on, progress=points),
            {"progress": points, "state": State.IN_PROGRESS if was.state is State.PENDING else was.state},
        ),
        "complete": (
            lambda: action_items.complete(store, keys, on=on),
            {"state": State.DONE, "progress": 100, "reported_on": on, "state_reason": None, **freed},
        ),
        "verify": (lambda: action_items.verify(store, keys, on=on), {"state": State.VERIFIED}),
        "observe": (
            lambda: action_items.observe(store, keys, on=on, reason="Falta la foto"),
            {"state": State.OBSERVED, "reported_on": None, "state_reason": "Falta la foto"},
        ),
        "cancel": (
            lambda: action_items.cancel(store, keys, on=on, reason="Lo decide la mesa"),
            {"state": State.CANCELLED, "state_reason": "Lo decide la mesa", **closing},
        ),
        "transfer": (
            lambda: action_items.transfer(store, keys, on=on, to=GDU, reason="Le toca"),
            {"state": State.TRANSFERRED, "state_reason": "Le toca", **closing},
        ),
        "reopen": (
            lambda: action_items.reopen(store, keys, on=on, reason="No era", progress=points),
            {"state": State.IN_PROGRESS, "progress": points, "state_reason": None, "reported_on": None},
        ),
        "reschedule": (
            lambda: action_items.reschedule(store, keys, on=on, due_on=moved, reason="Lluvia"),
            {"due_on": moved, "reschedules": was.reschedules + 1} if moved != was.due_on else {},
        ),
        "block": (
            lambda: action_items.block(store, keys, since=on, reason="Sin permiso"), {"blocked_since": on},
        ),
    }  # fmt: skip
    if was.due_on is None:
        del verbs["reschedule"]  # a first date is no reschedule, and no log says since when it was there
    likely = ["verify", "observe"] if was.state is State.DONE else list(verbs)
    verb = dice.choice(["progress", "late"] if quiet else likely)
    if verb == "late":
        early = tale.facts[0][0] + timedelta(days=dice.randint(0, 30))
        if early < day:
            action_items.report_progress(store, keys, on=early, progress=points)
            tale.late.append((early, points))
            tried[verb] += 1
        return
    does, after = verbs[verb]
    try:
        does()
    except Expected:
        return  # it does not follow from the present state
    tale.facts.append((on, replace(was, **after)))
    tried[verb] += 1


def clock_on(store: Store, day: date) -> Clock:
    with store.reading() as session:
        return clock(day, Calendar(places.holidays(session)))


def rows_on(store: Store, day: date) -> dict[Key, ActionItemRow]:
    now = clock_on(store, day)
    with store.reading() as session:
        return {row.key: row for row in listed.LISTING.all(session, Ask(clock=now, cutoff=day))}


@pytest.mark.parametrize("seed", [1, 2])
def test_every_day_of_the_past_is_shown_as_it_was(local_desk: Any, seed: int) -> None:
    dice, tried = random.Random(seed), Counter[str]()
    store = local_desk.store
    tales = []
    for n in range(30):
        agreed = BEGIN + timedelta(days=dice.randint(0, 10))
        due = agreed + timedelta(days=dice.randint(3, 60)) if dice.random() < 0.9 else None
        works = dice.random() < 0.3
        calendar.set_today(agreed)
        key = local_desk.item(agreed_on=agreed, due_on=due, physical_works=works)
        tales.append(Tale(key, [(agreed, Known(due_on=due, agreed_on=agreed, physical_works=works))]))
        for _ in range(7):
            act(store, tales[-1], dice, tried, quiet=n % 3 == 0)
    assert len(tried) == 10, tried
    assert tried["late"] > 2
    assert store.verify() == []
    compared = Counter[str]()
    for ahead in range(DAYS):
        day = BEGIN + timedelta(days=ahead)
        rows, now = rows_on(store, day), clock_on(store, day)
        for tale in tales:
            if tale.facts[0][0] > day:
                assert tale.key not in rows
                continue
            row, known = rows[tale.key], tale.on(day)
            blocked = tale.last[1].blocked_since  # what was removed since is not known from the logs
            known = replace(known, blocked_since=blocked if blocked and blocked <= day else None)
            if known.state is not tale.last[1].state:  # the reason of another state is not shown
                known = replace(known, state_reason=None)
            shown = Known(**{name: getattr(row, name) for name in Known.__dataclass_fields__})
            assert shown == known, (day, tale.facts, tale.late)
            assert row.why is why_of(known, now)
            compared[row.why.value] += 1
    assert len(compared) >= 10, compared
    assert sum(compared.values()) > 1_000


def test_what_was_reported_done_objected_to_and_reported_again_keeps_its_first_day(local_desk: Any) -> None:
    key = local_desk.item(agreed_on=BEGIN, due_on=date(2026, 4, 1))
    store = local_desk.store
    first, objected, again = date(2026, 3, 20), date(2026, 3, 25), date(2026, 5, 4)
    action_items.complete(store, [key], on=first)
    action_items.observe(store, [key], on=objected, reason="Falta la foto")
    action_items.complete(store, [key], on=again)
    days = (first, objected, date(2026, 4, 20), again)
    assert [rows_on(store, day)[key].reported_on for day in days] == [first, None, None, again]
    assert rows_on(store, date(2026, 4, 20))[key].state_reason is None


def test_late_progress_is_logged_in_the_state_of_its_day(local_desk: Any) -> None:
    key = local_desk.item()
    store = local_desk.store
    action_items.report_progress(store, [key], on=date(2026, 6, 4), progress=50)
    action_items.complete(store, [key], on=date(2026, 6, 8))
    action_items.observe(store, [key], on=date(2026, 6, 9), reason="Falta la foto")
    action_items.report_progress(store, [key], on=date(2026, 6, 5), body="Llegó tarde el informe")
    row = rows_on(store, date(2026, 6, 5))[key]
    assert (row.state, row.progress) == (State.IN_PROGRESS, 50)


def test_a_commitment_without_its_own_date_begins_with_its_meeting(local_desk: Any) -> None:
    meeting = local_desk.new("meetings", number="ACTA N° 009-2026", held_on=date(2026, 6, 3))
    key = local_desk.item(agreed_on=None, meeting_id=meeting)
    assert key not in rows_on(local_desk.store, date(2026, 6, 2))
    assert key in rows_on(local_desk.store, date(2026, 6, 3))


def test_a_case_closed_after_the_cutoff_was_open_on_it(local_desk: Any) -> None:
    from db.queries import cases as case_list
    from db.records.cases import CaseState, Outcome

    key = local_desk.new("cases", title="Muro inestable", opened_on=date(2026, 5, 4))
    cases.close(local_desk.store, key, outcome=Outcome.SOLVED, text="Muro reforzado", on=date(2026, 6, 8))
    with local_desk.store.reading() as session:
        for day, state, outcome in (
            (date(2026, 6, 7), CaseState.OPEN, None), (date(2026, 6, 8), CaseState.CLOSED, Outcome.SOLVED),
        ):  # fmt: skip
            row = case_list.LISTING.all(session, Ask(cutoff=day))[0]
            assert (row.state, row.outcome, row.closed_on is None) == (state, outcome, outcome is None)
            assert bool(row.outcome_text) == (outcome is not None)
