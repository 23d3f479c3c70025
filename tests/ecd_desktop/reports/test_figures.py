"""The numbers of the Informe against the same counts made by SQL."""

import random
import sqlite3
from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.queries.action_items import ActionItemRow
from db.queries.traffic_light import Light
from db.records.action_items import Reach, State
from db.records.cases import CaseState
from db.records.meetings import MeetingState
from ecd_desktop.reports.figures import Figures, figures, tally
from tests.ecd_desktop.reports import invented


def counted(rows: list[ActionItemRow], **given: object) -> Figures:
    return figures(rows, cutoff=invented.CUTOFF, calendar=invented.calendar(), **given)  # type: ignore[arg-type]


def in_sql(rows: list[ActionItemRow]) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("create table item (code, unit, state, due, light, reach)")
    db.executemany(
        "insert into item values (?, ?, ?, ?, ?, ?)",
        [(r.code, r.unit, r.state, r.due_on and r.due_on.isoformat(), r.light, r.reach) for r in rows],
    )
    db.execute("delete from item where reach <> 'commitment'")
    return db


def random_rows(seed: int) -> list[ActionItemRow]:
    dice = random.Random(seed)
    rows = []
    for n in range(300):
        unit = dice.choice([*invented.UNITS, None])
        rows.append(
            invented.item(
                code=f"COM-2026-{n:03}", state=dice.choice(list(State)), progress=dice.randrange(101),
                due_on=dice.choice([None, invented.CUTOFF + timedelta(days=dice.randrange(-60, 60))]),
                unit=unit, unit_key=invented.key(unit) if unit else None, unit_name=invented.UNITS.get(unit or ""),
                reach=dice.choice([Reach.COMMITMENT, Reach.COMMITMENT, Reach.INTERNAL_TASK]),
                blocked_since=dice.choice([None, None, date(2026, 4, 1)]),
            )
        )  # fmt: skip
    return rows


@pytest.mark.parametrize("seed", range(5))
def test_every_count_equals_sql(seed: int) -> None:
    rows = random_rows(seed)
    found, db = counted(rows), in_sql(rows)

    def one(query: str, *values: object) -> int:
        return int(db.execute(query, values).fetchone()[0])

    items = found.items
    assert items.total == one("select count(*) from item")
    assert items.done == one("select count(*) from item where state = 'done'")
    assert items.verified == one("select count(*) from item where state = 'verified'")
    # Monday 1 June: what was due on Saturday or Sunday counts as due today
    late = "select count(*) from item where state in ('pending', 'in_progress', 'observed') and due <= '2026-05-29'"
    assert items.overdue == one(late)
    assert dict(items.states) == {
        State(state): n for state, n in db.execute("select state, count(*) from item group by state")
    }
    assert dict(items.lights) == {
        Light(light): n for light, n in db.execute("select light, count(*) from item group by light")
    }
    by_unit = db.execute(
        "select coalesce(unit, ''), count(*), sum(state = 'done'), sum(state = 'verified'),"
        " sum(state in ('pending', 'in_progress', 'observed') and coalesce(due <= '2026-05-29', 0)) "
        "from item group by 1"
    ).fetchall()
    units = [(u.unit, u.tally.total, u.tally.done, u.tally.verified, u.tally.overdue) for u in found.units]
    assert sorted(units) == sorted(by_unit)
    assert len(found.reds) == one("select count(*) from item where light = 'red'")
    live = one("select count(*) from item where state not in ('draft', 'cancelled', 'transferred')")
    assert items.percent == int(100 * (items.done + items.verified) / live + 0.5)


def test_the_red_ones_come_latest_first_and_the_blocked_at_the_end() -> None:
    reds = counted(invented.portfolio()).reds
    assert [red.item.code for red in reds] == [f"COM-2026-{n:03}" for n in (4, 2, 9, 12, 6)]
    assert [red.working_days for red in reds] == [53, 48, 44, 25, None]


def test_without_rows_everything_is_nought() -> None:
    found = counted([])
    assert found.items.total == 0
    assert found.items.percent is None
    assert found.units == ()
    assert found.portfolio.total == found.meetings.held == found.cases.open == 0
    assert found.portfolio.budget is None


def test_drafts_and_cancelled_ones_do_not_lower_the_fulfilment() -> None:
    rows = [invented.item(state=state) for state in (State.VERIFIED, State.DRAFT, State.CANCELLED, State.TRANSFERRED)]
    assert tally(rows).percent == 100
    assert tally(rows[1:]).percent is None
    eighth = [invented.item(state=State.DONE), *[invented.item(state=State.PENDING)] * 7]
    assert tally(eighth).percent == 13  # 12.5, rounded half up


def test_projects_are_counted_by_state_and_by_stage_in_order() -> None:
    portfolio = counted([], projects=invented.projects()).portfolio
    assert portfolio.total == 5
    assert [(state.value, n) for state, n in portfolio.states] == [("active", 4), ("paused", 1)]
    assert portfolio.stages == (("Codiseño", 1), ("Planificación", 1), ("Ejecución", 2), ("Organización", 1))
    assert portfolio.budget == 50_570_125


def test_meetings_that_were_only_planned_or_lie_outside_the_period_do_not_count() -> None:
    rows = invented.meetings()
    rows.append(replace(rows[0], state=MeetingState.PLANNED))
    rows.append(replace(rows[0], held_on=date(2026, 6, 20)))
    found = counted([], meetings=rows).meetings
    assert (found.held, found.came, found.items) == (5, 45, 15)
    assert (found.first, found.last) == (date(2026, 2, 12), date(2026, 5, 14))
    assert counted([], meetings=rows, since=date(2026, 4, 1)).meetings.held == 2


def test_cases_are_counted_as_they_stood_at_the_cut_off() -> None:
    rows = invented.cases()
    found = counted([], cases=rows).cases
    assert (found.opened, found.closed, found.open, found.waiting) == (3, 1, 2, 1)
    assert found.oldest == rows[0]
    later = replace(rows[2], closed_on=date(2026, 6, 10))
    assert counted([], cases=[later]).cases.open == 1
    future = replace(rows[0], opened_on=date(2026, 6, 10), state=CaseState.OPEN)
    assert counted([], cases=[future]).cases.opened == 0
    period = counted([], cases=rows, since=date(2026, 3, 8)).cases
    assert (period.opened, period.closed, period.open) == (2, 1, 2)
