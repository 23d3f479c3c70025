"""The first screen: every figure is what its list shows, the team's and mine; what comes first; who I am."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from db.queries import action_items, cases, projects, today
from db.queries.listing import Ask, Where
from db.queries.traffic_light import Clock, Why
from db.records import ActionItem, Case, Meeting, Person, Project
from db.records.action_items import State
from db.records.cases import CaseState, Outcome
from db.records.meetings import MeetingState
from db.records.projects import ProjectState
from db.store import Store
from ecd_desktop.services.projects import health
from tests.db.making import add_item

DAY = date(2026, 6, 1)  # a Monday
NOW = Clock(DAY, date(2026, 5, 29), date(2026, 6, 10), date(2026, 5, 22))
LISTINGS: dict[str, Any] = {"action_items": action_items.LISTING, "cases": cases.LISTING}


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def add_person(store: Store, given: str, family: str | None = None) -> Any:
    with store.change("Add person") as work:
        return work.add(Person(given_names=given, family_names=family)).id


def fill(store: Store, seed: int) -> Any:
    """Commitments, cases and projects in every state around today, a third of them Rosa's; her key."""
    chance = Random(seed)
    rosa, other = add_person(store, "Rosa", "Quispe Ficticia"), add_person(store, "Luis", "Poma Ficticio")
    with store.change("Fill") as work:
        for n in range(16):
            starts, ends = chance.choice([(None, None), (-40, -1), (None, 0), (9, 60), (9, None), (-40, 60)])
            work.add(
                Project(
                    code=f"PRY-2026-{n:03}", name=f"Obra ficticia {n}", state_reason="prueba",
                    state=chance.choice([ProjectState.ACTIVE, *ProjectState]),
                    starts_on=None if starts is None else on(starts), ends_on=None if ends is None else on(ends),
                )
            )  # fmt: skip
    with store.reading() as session:
        among = projects.LISTING.keys(session, Ask(clock=NOW))
    with store.change("Fill more") as work:
        for n in range(160):
            state = chance.choice(list(State))
            blocked = chance.choice([None, None, on(-30)])
            work.add(
                ActionItem(
                    code=f"COM-2026-{n:03}", description=f"Compromiso ficticio {n}", state=state,
                    state_reason="prueba" if state in (State.CANCELLED, State.TRANSFERRED) else None,
                    reported_on=on(-3) if state in (State.DONE, State.VERIFIED) else None,
                    progress=100 if state in (State.DONE, State.VERIFIED) else chance.choice([0, 40]),
                    due_on=chance.choice([None, on(-30), on(-3), on(0), on(4), on(9), on(40)]),
                    blocked_since=blocked, blocked_reason="prueba" if blocked else None,
                    person_id=chance.choice([None, rosa, other]), project_id=chance.choice([None, *among]),
                )
            )  # fmt: skip
        for n in range(48):
            state = chance.choice(list(CaseState))
            closed = state is CaseState.CLOSED
            work.add(
                Case(
                    code=f"ASU-2026-{n:03}", title=f"Asunto ficticio {n}", state=state,
                    outcome=Outcome.SOLVED if closed else None, closed_on=on(-2) if closed else None,
                    waiting_for="Sedapal" if state is CaseState.WAITING else None,
                    next_on=chance.choice([None, on(-1), on(0), on(3), on(30)]),
                    person_id=chance.choice([None, rosa, other]),
                )
            )  # fmt: skip
    return rosa


@pytest.mark.parametrize("seed", [1, 2])
def test_each_figure_is_what_its_list_shows(store: Store, seed: int) -> None:
    rosa = fill(store, seed)
    with store.reading() as session:
        shown = today.read(session, who="rosa quispe", clock=NOW)
        assert shown.me is not None
        assert shown.me.key == rosa
        assert [one.name for one in shown.figures] == ["overdue", "soon", "to_verify", "late"]
        for figure in shown.figures:
            listing = LISTINGS[figure.entity]
            assert listing.count(session, Ask(where=figure.where, clock=NOW)) == figure.team > 0
            own = (*figure.where, today.whose(rosa))
            assert listing.count(session, Ask(where=own, clock=NOW)) == figure.mine > 0
        assert any(figure.team != figure.mine for figure in shown.figures)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_health_in_sql_is_the_health_of_the_rule_and_filters_by_it(store: Store, seed: int) -> None:
    fill(store, seed)
    with store.reading() as session:
        rows = projects.LISTING.all(session, Ask(clock=NOW))
        expected = Counter(
            health(row.state, starts_on=row.starts_on, ends_on=row.ends_on, red=row.red_items, today=DAY,
                   past=row.past_milestones, slipping=row.slipping_milestones).value
            for row in rows
        )
        assert dict(today.read(session, who="", clock=NOW).health) == expected
        assert len(expected) >= 3, "too few kinds of health to tell the two rules apart"
        assert set(expected) <= set(projects.HEALTH)
        for value, number in expected.items():
            asked = Ask(where=(Where("health", "is", value),), clock=NOW)
            assert projects.LISTING.count(session, asked) == number


def test_what_needs_attention_comes_most_pressing_first_and_is_counted_whole(store: Store) -> None:
    rosa = fill(store, 3)
    with store.reading() as session:
        shown = today.read(session, who="Rosa Quispe Ficticia", clock=NOW)
        reasons = [row.why for row in shown.team.rows if isinstance(row, action_items.ActionItemRow)]
        assert reasons == sorted(reasons, key=today.ATTENTION.index)
        assert len(set(reasons)) == len(today.ATTENTION)
        late = [row.next_on for row in shown.team.rows if isinstance(row, cases.CaseRow)]
        assert sum(1 for day in late if day is None), "a case that waits without a date is an unanswered matter"
        assert all(day is None or day <= NOW.soon_to for day in late)
        assert shown.team.total == len(shown.team.rows) == len({row.key for row in shown.team.rows})
        assert 0 < shown.mine.total < shown.team.total
        assert {row.key for row in shown.mine.rows} <= {row.key for row in shown.team.rows}
        few = today.read(session, who="Rosa Quispe Ficticia", clock=NOW, most=2)
        assert few.team.total == shown.team.total
        assert len(few.team.rows) <= 8
        assert {row.person_key for row in shown.mine.rows if isinstance(row, action_items.ActionItemRow)} == {rosa}


def test_the_days_ahead_hold_meetings_and_next_steps_and_nothing_called_off(store: Store) -> None:
    with store.change("Add") as work:
        for code, day, hour, state in (
            ("REU-1", on(0), "15:00", MeetingState.PLANNED), ("REU-2", on(0), "09:30", MeetingState.CONVENED),
            ("REU-3", on(2), None, MeetingState.SUSPENDED), ("REU-4", on(7), "08:00", MeetingState.PLANNED),
            ("REU-5", on(8), "08:00", MeetingState.PLANNED), ("REU-6", on(-1), "08:00", MeetingState.HELD),
        ):  # fmt: skip
            work.add(Meeting(code=code, held_on=day, starts_at=hour, state=state))
        work.add(Case(code="ASU-1", title="Asunto ficticio", next_on=on(1)))
        work.add(Case(code="ASU-2", title="Otro", next_on=on(1), state=CaseState.CLOSED, outcome=Outcome.SOLVED))
    with store.reading() as session:
        shown = today.read(session, who="", clock=NOW)
    assert [row.code for row in shown.meetings] == ["REU-2", "REU-1", "REU-4"]
    assert [row.code for row in shown.steps] == ["ASU-1"]
    assert shown.until == on(7)


def test_an_empty_database_says_so(store: Store) -> None:
    with store.reading() as session:
        shown = today.read(session, who="Rosa", clock=NOW)
    assert shown.nothing_yet
    assert shown.me is None
    assert [(one.team, one.mine) for one in shown.figures] == [(0, 0)] * 4
    assert shown.team == shown.mine == today.Matters()
    add_item(store)
    with store.reading() as session:
        assert not today.read(session, who="Rosa", clock=NOW).nothing_yet


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("María Ñaupari Flores", "María"), ("maria naupari flores", "María"), ("Ñaupari Flores María", "María"),
        ("María Ñaupari", "María"), ("Ñaupari Flores", None), ("María", None), ("mnaupari", None), ("", None),
        ("Saúl", "Saúl"), ("%", None),
    ],
)  # fmt: skip
def test_i_am_the_one_person_who_has_my_name(store: Store, who: str, found: str | None) -> None:
    add_person(store, "María", "Ñaupari Flores")
    add_person(store, "Pedro", "Ñaupari Flores")
    add_person(store, "Saúl")
    add_person(store, "Saúl", "Medrano")
    with store.reading() as session:
        mine = today.me(session, who)
    assert (mine.given if mine else None) == found


def test_a_step_is_told_by_its_first_record_of_a_noun(store: Store) -> None:
    key = add_item(store, "Pintar la losa ficticia")
    with store.change("Two") as work:
        work.add(Case(code="ASU-1", title="Asunto ficticio"))
        work.add(Case(code="ASU-2", title="Otro asunto ficticio"))
    steps = [step.seq for step in store.activity(limit=2)]
    with store.reading() as session:
        told = today.touched(session, steps)
        assert today.touched(session, []) == {}
    assert told[steps[1]] == today.Touched("action_items", key, "Pintar la losa ficticia", 1)
    assert told[steps[0]].records == 2
    assert told[steps[0]].name in ("Asunto ficticio", "Otro asunto ficticio")


def test_the_reasons_that_ask_for_somebody_are_reds_and_ambers() -> None:
    assert {why.light.value for why in today.ATTENTION} == {"red", "amber"}
    assert Why.ON_TIME not in today.ATTENTION
