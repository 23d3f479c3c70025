"""Milestones: the plan stays, the first forecast stays, each move has its reason; any cut-off can be told again."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from db.fields import Key
from db.queries import milestones as queries
from db.queries.listing import Ask, Where
from db.queries.milestones import MilestoneRow
from db.queries.projects import LISTING
from db.queries.search_texts import Wanted, look
from ecd_desktop.calendar import clock, today
from ecd_desktop.errors import Expected
from ecd_desktop.services import milestones, places, projects, records
from ecd_desktop.services.projects import Health

MAY = [date(2026, 5, day) for day in range(1, 32)]
PLAN = date(2026, 7, 1)


def stone(desk: Any, project: Key, **values: Any) -> Key:
    draft = records.new_draft("milestones", project_id=project, **{"name": "Licencia", "planned_on": PLAN} | values)
    milestones.save(desk.store, draft)
    return draft.key


def seen(desk: Any, project: Key, cutoff: date | None = None) -> MilestoneRow:
    with desk.store.reading() as session:
        (row,) = queries.of_project(session, project, cutoff)
    return row


def test_a_milestone_keeps_its_plan_and_its_first_forecast_and_says_why_it_moved(desk: Any) -> None:
    project = desk.new("projects", name="Parque ficticio")
    key = stone(desk, project)
    assert (seen(desk, project).slip, seen(desk, project).expected_on) == (None, PLAN)
    milestones.move(desk.store, key, to=PLAN + timedelta(days=14), on=MAY[4], reason="Falta el expediente")
    milestones.move(desk.store, key, to=PLAN + timedelta(days=10), on=MAY[9], reason=" Llegó antes ")
    now = seen(desk, project)
    assert (now.planned_on, now.first_forecast_on, now.forecast_on) == (
        PLAN, PLAN + timedelta(days=14), PLAN + timedelta(days=10),
    )  # fmt: skip
    assert (now.slip, now.slipping) == (10, True)
    assert [(one.on, one.reason, one.days) for one in now.moves] == [
        (MAY[4], "Falta el expediente", None), (MAY[9], "Llegó antes", -4),
    ]  # fmt: skip
    assert now.moves[0].by == desk.store.who
    milestones.reach(desk.store, key, on=date(2026, 6, 9), evidence="Acta de entrega")
    assert (seen(desk, project).slip, seen(desk, project).slipping) == (-22, False)
    for cutoff, forecast, reached in (
        (MAY[3], None, None), (MAY[4], 14, None), (MAY[8], 14, None), (MAY[9], 10, None),
        (date(2026, 6, 8), 10, None), (date(2026, 6, 9), 10, -22),
    ):  # fmt: skip
        then = seen(desk, project, cutoff)
        told = then.forecast_on and (then.forecast_on - PLAN).days
        assert (told, then.reached_on and then.slip) == (forecast, reached), cutoff
        assert (then.first_forecast_on is None) == (forecast is None)
        assert (then.evidence is None) == (reached is None)
    milestones.unreach(desk.store, [key])
    assert seen(desk, project).reached_on is None
    with desk.store.reading() as session:
        (hit,) = [one for group in look(session, Wanted("licéncia")) for one in group.hits]
    assert (hit.entity, hit.opens) == ("milestones", ("projects", project))
    before = desk.state()
    milestones.delete(desk.store, [key])
    assert desk.all("milestone_moves") == []
    desk.undo()
    assert desk.state() == before


def test_a_forecast_that_a_new_milestone_has_is_its_first_one(local_desk: Any) -> None:
    project = local_desk.new("projects", name="Parque ficticio")
    stone(local_desk, project, forecast_on=PLAN + timedelta(days=3))
    assert seen(local_desk, project).first_forecast_on == PLAN + timedelta(days=3)


def test_what_cannot_be_said_of_a_milestone_is_refused_with_what_to_do(local_desk: Any) -> None:
    store, project = local_desk.store, local_desk.new("projects", name="Parque ficticio")
    key = stone(local_desk, project, starts_on=date(2026, 6, 1))
    later = PLAN + timedelta(days=7)
    with local_desk.invalid("Say why the milestone moves."):
        milestones.move(store, key, to=later, on=today(), reason="  ")
    with local_desk.invalid("The end comes before the beginning."):
        milestones.move(store, key, to=date(2026, 5, 1), on=today(), reason="Antes")
    with pytest.raises(Expected, match="still to come"):
        milestones.move(store, key, to=later, on=today() + timedelta(days=1), reason="Lluvias")
    with pytest.raises(Expected, match="still to come"):
        milestones.reach(store, key, on=today() + timedelta(days=1))
    milestones.move(store, key, to=later, on=today(), reason="Lluvias")
    with pytest.raises(Expected, match="was noted on 10/06/2026 already"):
        milestones.move(store, key, to=PLAN, on=MAY[1], reason="Lluvias")
    draft = local_desk.draft("milestones", key)
    draft.set("forecast_on", PLAN)
    with local_desk.invalid("asks for the reason"):
        milestones.save(store, draft)
    milestones.reach(store, key, on=today())
    with pytest.raises(Expected, match="was reached on 10/06/2026"):
        milestones.move(store, key, to=PLAN, on=today(), reason="Lluvias")
    head = len(local_desk.all("milestone_moves"))
    milestones.unreach(store, [key])
    milestones.move(store, key, to=later, on=today(), reason="Otra vez")
    assert len(local_desk.all("milestone_moves")) == head, "the same day again is no move"


def test_a_milestone_delays_its_project_and_sql_says_the_same_for_any_cutoff(desk: Any) -> None:
    chance, tried = random.Random(6), 0
    keys = [desk.new("projects", name=f"Obra ficticia {n}") for n in range(8)]
    for project in keys:
        for _n in range(chance.choice([0, 1, 2, 3])):
            planned = chance.choice([None, date(2026, 5, 20), date(2026, 6, 9), date(2026, 6, 10), date(2026, 8, 1)])
            key = stone(desk, project, planned_on=planned, forecast_on=chance.choice([None, planned]))
            for on in sorted(chance.sample(MAY, chance.choice([0, 1, 2]))):
                to = chance.choice([date(2026, 5, 25), date(2026, 6, 10), date(2026, 9, 1)])
                milestones.move(desk.store, key, to=to, on=on, reason="Prueba")
            if chance.random() < 0.3:
                milestones.reach(desk.store, key, on=chance.choice(MAY))
    with desk.store.reading() as session:
        now = clock(today(), places.office_calendar(session))
        told = projects.health_of(session, keys, now)
        assert {Health.ON_SCHEDULE, Health.AT_RISK, Health.DELAYED} <= set(told.values())
        for key, found in told.items():
            asked = Ask(where=(Where("health", "is", found.value),), clock=now)
            assert key in LISTING.keys(session, asked)
        for cutoff in (None, *MAY[::6], today()):
            stones = queries.of_projects(session, keys, cutoff)
            for row in LISTING.all(session, Ask(clock=now, cutoff=cutoff)):
                own = stones[row.key]
                assert row.past_milestones == sum(one.past(today()) for one in own)
                assert row.slipping_milestones == sum(one.slipping for one in own)
                tried += bool(own)
    assert tried >= 25
