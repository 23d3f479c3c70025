"""Projects: stages of their own set, pauses with a reason, and health in words."""

from datetime import date
from typing import Any

import pytest

from db.errors import Invalid
from db.records.projects import ProjectState
from ecd_desktop.calendar import clock, today
from ecd_desktop.errors import Expected
from ecd_desktop.services import places, projects, reference
from ecd_desktop.services.projects import Health, health

ON = date(2026, 6, 9)
STAIRS = reference.key_of("intervention_types", "stairs")


def stage(code: str) -> Any:
    return reference.key_of("stages", code)


def a_project(desk: Any, **values: Any) -> Any:
    known = {"name": "Escalera", "intervention_type_id": STAIRS, "stage_id": stage("public_space/5")}
    return desk.new("projects", **known | values)


def test_a_project_moves_on_freely_and_back_with_a_reason(desk: Any) -> None:
    key = a_project(desk)
    projects.set_stage(desk.store, key, stage=stage("public_space/7"), on=ON)
    with pytest.raises(Invalid):
        projects.set_stage(desk.store, key, stage=stage("public_space/6"), on=ON)
    projects.set_stage(desk.store, key, stage=stage("public_space/6"), on=ON, reason="Falta el permiso")
    assert desk.read("projects", key)["stage_id"] == stage("public_space/6")
    (note,) = desk.all("notes")
    assert note["body"] == "Stage “Planificación, expediente y permisos”: Falta el permiso"
    desk.undo()
    assert desk.read("projects", key)["stage_id"] == stage("public_space/7")
    assert desk.all("notes") == []


def test_a_stage_of_another_set_is_refused(desk: Any) -> None:
    key = a_project(desk)
    with pytest.raises(Expected, match="Escalera o rampa"):
        projects.set_stage(desk.store, key, stage=stage("norm/1"), on=ON)
    draft = desk.draft("projects", key)
    draft.set("stage_id", stage("service/1"))
    with pytest.raises(Expected):
        projects.save(desk.store, draft)
    assert desk.read("projects", key)["stage_id"] == stage("public_space/5")


def test_a_stage_that_is_set_leaves_nothing_to_be_regularised(local_desk: Any) -> None:
    key = a_project(local_desk, stage_id=None, stage_as_given="Entrega")
    projects.set_stage(local_desk.store, key, stage=stage("public_space/8"), on=ON)
    assert local_desk.read("projects", key)["stage_as_given"] is None


def test_pausing_needs_a_reason_and_closing_has_a_day(desk: Any) -> None:
    key = a_project(desk)
    with pytest.raises(Invalid):
        projects.set_state(desk.store, key, state=ProjectState.PAUSED, on=ON)
    projects.set_state(desk.store, key, state=ProjectState.PAUSED, on=ON, reason="Sin terreno")
    projects.set_state(desk.store, key, state=ProjectState.ACTIVE, on=ON)
    assert desk.read("projects", key)["state_reason"] is None
    projects.set_state(desk.store, key, state=ProjectState.CLOSED, on=ON)
    assert desk.read("projects", key)["closed_on"] == ON
    desk.undo()
    assert desk.read("projects", key)["closed_on"] is None


def test_a_form_that_closes_a_project_says_the_day(local_desk: Any) -> None:
    key = a_project(local_desk)
    draft = local_desk.draft("projects", key)
    draft.set("state", ProjectState.CLOSED)
    projects.save(local_desk.store, draft)
    assert local_desk.read("projects", key)["closed_on"] == today()


@pytest.mark.parametrize(
    ("state", "starts", "ends", "red", "expected"),
    [
        (ProjectState.ACTIVE, date(2026, 1, 1), date(2026, 12, 1), 0, Health.ON_SCHEDULE),
        (ProjectState.ACTIVE, None, None, 0, Health.ON_SCHEDULE),
        (ProjectState.ACTIVE, date(2026, 1, 1), date(2026, 6, 10), 0, Health.ON_SCHEDULE),
        (ProjectState.ACTIVE, date(2026, 1, 1), date(2026, 12, 1), 1, Health.AT_RISK),
        (ProjectState.ACTIVE, date(2026, 1, 1), date(2026, 6, 9), 0, Health.DELAYED),
        (ProjectState.ACTIVE, date(2026, 1, 1), date(2026, 6, 9), 3, Health.DELAYED),
        (ProjectState.ACTIVE, date(2026, 7, 1), None, 0, Health.NOT_STARTED),
        (ProjectState.ACTIVE, date(2026, 7, 1), None, 1, Health.AT_RISK),
        (ProjectState.PAUSED, date(2026, 1, 1), date(2026, 2, 1), 5, Health.PAUSED),
        (ProjectState.CLOSED, date(2026, 1, 1), date(2026, 2, 1), 5, Health.FINISHED),
        (ProjectState.CANCELLED, None, None, 0, Health.FINISHED),
    ],
)
def test_health_is_the_worst_of_milestones_and_red_commitments(
    state: ProjectState, starts: date | None, ends: date | None, red: int, expected: Health
) -> None:
    assert health(state, starts_on=starts, ends_on=ends, red=red, today=today()) is expected


def test_health_counts_only_red_commitments_of_the_project(desk: Any) -> None:
    calm, worried = a_project(desk), a_project(desk)
    desk.item(project_id=calm)
    desk.item(project_id=worried, due_on=date(2026, 6, 8))
    with desk.store.reading() as session:
        now = clock(today(), places.office_calendar(session))
        found = projects.health_of(session, [calm, worried], now)
    assert found == {calm: Health.ON_SCHEDULE, worried: Health.AT_RISK}


def test_the_stages_offered_are_those_of_the_type(local_desk: Any) -> None:
    with local_desk.store.reading() as session:
        own = projects.stages_of(session, STAIRS)
        every = projects.stages_of(session)
    assert [row.position for row in own] == list(range(1, 12))
    assert (own[4].name, len(every)) == ("Codiseño", 25)


def test_progress_of_several_projects_is_one_step(local_desk: Any) -> None:
    keys = [a_project(local_desk), a_project(local_desk)]
    projects.set_progress(local_desk.store, keys, progress=40)
    assert [one["progress"] for one in local_desk.all("projects")] == [40, 40]
    local_desk.undo()
    assert [one["progress"] for one in local_desk.all("projects")] == [None, None]
