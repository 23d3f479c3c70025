"""Projects: stages of their own set, pauses with a reason, and health in words."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from db.errors import Invalid
from db.queries import gates, lookups, project_parts
from db.queries.listing import Ask, Where
from db.queries.projects import LISTING
from db.records import (
    BudgetLine,
    Document,
    DocumentLink,
    Indicator,
    InterventionType,
    Lesson,
    Meeting,
    MeetingProject,
    Milestone,
    Note,
    Population,
)
from db.records.choices import AgeBand, CareComponent, EcdResult
from db.records.meetings import MeetingKind, MeetingState
from db.records.projects import Gate, InvestmentPhase, ProjectState, StageSet
from ecd_desktop.calendar import clock, today
from ecd_desktop.errors import Expected
from ecd_desktop.services import places, projects, reference, stages
from ecd_desktop.services import project_parts as project_parts_
from ecd_desktop.services.projects import Health, health
from ecd_desktop.services.stages import NeedsReason

ON = date(2026, 6, 9)
STAIRS = reference.key_of("intervention_types", "stairs")


def stage(code: str) -> Any:
    return reference.key_of("stages", code)


def a_project(desk: Any, **values: Any) -> Any:
    known = {"name": "Escalera", "intervention_type_id": STAIRS, "stage_id": stage("public_space/5")}
    return desk.new("projects", **known | values)


def test_a_gate_asks_for_what_is_missing_and_the_reason_is_written_down(desk: Any) -> None:
    key = a_project(desk)
    with pytest.raises(NeedsReason) as refused:
        projects.set_stage(desk.store, key, stage=stage("public_space/7"), on=ON)
    assert refused.value.missing == (Gate.CAREGIVERS, Gate.BUDGET, Gate.MILESTONES)
    assert (desk.read("projects", key)["stage_id"], desk.all("stage_moves")) == (stage("public_space/5"), [])
    projects.set_stage(desk.store, key, stage=stage("public_space/7"), on=ON, reason="Obra por convenio")
    with desk.store.reading() as session:
        (moved,) = project_parts.stage_history(session, key)
        assert project_parts.stage_history(session, key, cutoff=ON - timedelta(days=1)) == []
        assert gates.to_regularise(session, key) == (
            Gate.PRIORITISED, Gate.LEAD, Gate.POPULATION, Gate.CAREGIVERS, Gate.BUDGET, Gate.MILESTONES
        )  # fmt: skip
        (row,) = LISTING.all(session, Ask(where=(Where("to_regularise", "at least", 6),)))
    assert (moved.before, moved.after, moved.on, moved.back) == ("Codiseño", "Ejecución", ON, False)
    assert (moved.reason, moved.by) == ("Obra por convenio", desk.store.who)
    assert moved.missing == "; ".join(one.label for one in (Gate.CAREGIVERS, Gate.BUDGET, Gate.MILESTONES))
    assert (row.key, row.to_regularise) == (key, 6)
    desk.undo()
    assert (desk.read("projects", key)["stage_id"], desk.all("stage_moves")) == (stage("public_space/5"), [])


def test_a_project_goes_back_with_a_reason_only(desk: Any) -> None:
    key = a_project(desk)
    with pytest.raises(NeedsReason) as refused:
        projects.set_stage(desk.store, key, stage=stage("public_space/4"), on=ON)
    assert refused.value.missing == ()
    projects.set_stage(desk.store, key, stage=stage("public_space/4"), on=ON, reason="Falta el permiso")
    with desk.store.reading() as session:
        (moved,) = project_parts.stage_history(session, key)
    assert (moved.back, moved.reason, moved.missing) == (True, "Falta el permiso", None)


def test_every_gate_opens_with_what_it_asks_for(desk: Any) -> None:
    person, unit = desk.new("people", given_names="Ana"), desk.new("organisations", name="Unidad Ficticia")
    key = a_project(desk, stage_id=stage("public_space/11"))
    with desk.store.change("Add") as work:
        meeting = work.add(Meeting(code="REU-2026-001", kind=MeetingKind.DELIVERY, state=MeetingState.SIGNED,
                                   held_on=ON, counted_caregivers=14))  # fmt: skip
        letter = work.add(Document(code="DOC-2026-001", dated_on=ON, subject="Pacto de mantenimiento del parque"))
        work.flush()
        meeting_key, letter_key = meeting.id, letter.id

    opening: dict[Gate, Any] = {
        Gate.PRIORITISED: lambda: Note(project_id=key, on=ON, body="PRIORIZADO en la mesa"),
        Gate.POPULATION: lambda: Population(project_id=key, band=AgeBand.MONTHS_0_12, count=60, source="Padrón",
                                            year=2026),
        Gate.CAREGIVERS: lambda: MeetingProject(meeting_id=meeting_key, project_id=key),
        Gate.BUDGET: lambda: BudgetLine(project_id=key, planned=100),
        Gate.MILESTONES: lambda: Milestone(project_id=key, name="Obra", planned_on=ON),
        Gate.MAINTENANCE: lambda: DocumentLink(document_id=letter_key, project_id=key),
        Gate.INDICATOR: lambda: Indicator(code="IND-2026-001", name="Pasos", project_id=key, baseline=Decimal(41)),
        Gate.LESSON: lambda: Lesson(text="Dos pasamanos", project_id=key),
    }  # fmt: skip
    left = set(Gate)
    for gate, made in opening.items():
        with desk.store.change("Add") as work:
            work.add(made())
        left -= {gate, Gate.HANDOVER} if gate is Gate.CAREGIVERS else {gate}
        with desk.store.reading() as session:
            assert set(gates.to_regularise(session, key)) == left
    draft = desk.draft("projects", key)
    draft.set("lead_id", person)
    draft.set("unit_id", unit)
    projects.save(desk.store, draft)
    with desk.store.reading() as session:
        assert gates.to_regularise(session, key) == ()
        assert gates.missing(session, key, None, stage("public_space/11")) == ()


def test_a_form_meets_the_same_gate_and_knows_what_it_brings_itself(desk: Any) -> None:
    key = a_project(desk, stage_id=stage("public_space/1"))
    draft = desk.draft("projects", key)
    draft.set("stage_id", stage("public_space/3"))
    draft.set("lead_id", desk.new("people", given_names="Ana"))
    draft.set("unit_id", desk.new("organisations", name="Unidad Ficticia"))
    with pytest.raises(NeedsReason) as refused:
        projects.save(desk.store, draft)
    assert refused.value.missing == (Gate.PRIORITISED,)
    projects.save(desk.store, draft, reason="Lo pidió la Alcaldía")
    assert desk.read("projects", key)["stage_id"] == stage("public_space/3")
    (moved,) = desk.all("stage_moves")
    assert (moved["reason"], moved["on"]) == ("Lo pidió la Alcaldía", today())


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
        own = stages.stages_of(session, STAIRS)
        every = stages.stages_of(session)
    assert [row.position for row in own] == list(range(1, 12))
    assert (own[4].name, len(every)) == ("Codiseño", 25)


def test_progress_of_several_projects_is_one_step(local_desk: Any) -> None:
    keys = [a_project(local_desk), a_project(local_desk)]
    projects.set_progress(local_desk.store, keys, progress=40)
    assert [one["progress"] for one in local_desk.all("projects")] == [40, 40]
    local_desk.undo()
    assert [one["progress"] for one in local_desk.all("projects")] == [None, None]


def test_a_project_serves_results_and_components_and_the_portfolio_shows_its_gaps(desk: Any) -> None:
    key, other = a_project(desk), a_project(desk, name="Otra")
    project_parts_.set_themes(desk.store, key, themes=[EcdResult.WALKING, CareComponent.HEALTH])
    project_parts_.set_themes(desk.store, other, themes=[EcdResult.WALKING, EcdResult.NUTRITION])
    project_parts_.set_themes(desk.store, other, themes=[EcdResult.WALKING])
    projects.set_state(desk.store, other, state=ProjectState.CLOSED, on=ON)
    with desk.store.reading() as session:
        assert [one.of for one in project_parts.themes(session, key)] == [EcdResult.WALKING, CareComponent.HEALTH]
        counts = project_parts.served(session)
        found = LISTING.keys(session, Ask(where=(Where("serves_CA", "is", True), Where("serves_health", "is", True))))
    assert {one: n for one, n in counts.items() if n} == {EcdResult.WALKING: 1, CareComponent.HEALTH: 1}
    assert (len(counts), found) == (12, [key])


def test_further_places_and_the_population_are_parts_of_a_project(desk: Any) -> None:
    comas, main = reference.key_of("places", "150110"), reference.key_of("places", "150142")
    key = a_project(desk, place_id=main)
    project_parts_.set_places(desk.store, key, places=[comas, main])
    with desk.store.reading() as session:
        there = project_parts.places(session, key)
        (row,) = LISTING.all(session, Ask(where=(Where("district", "is", "Villa El Salvador"),)))
    assert [(one.name, one.district, one.main) for one in there] == [
        ("Villa El Salvador", "Villa El Salvador", True), ("Comas", "Comas", False)
    ]  # fmt: skip
    assert (row.key, row.zone) == (key, there[0].zone)
    one = project_parts_.add_population(desk.store, key, band=AgeBand.MONTHS_0_12, count=60, year=2026)
    with pytest.raises(Invalid):
        project_parts_.add_population(desk.store, key, band=AgeBand.MONTHS_0_12, count=70, year=2026)
    with desk.store.reading() as session:
        assert [row.key for row in project_parts.populations(session, key)] == [one]
    project_parts_.delete_populations(desk.store, [one])
    desk.undo()
    assert desk.read("populations", one)["count"] == 60


def test_an_investment_is_in_the_phase_that_its_stage_tells_and_nothing_else_is_in_one(desk: Any) -> None:
    expected = {2: "programming", 5: "formulation", 6: "execution", 8: "execution", 9: "operation", 11: "operation"}
    keys = {n: a_project(desk, investment_code="2456789", stage_id=stage(f"public_space/{n}")) for n in expected}
    others = (a_project(desk, stage_id=stage("public_space/7")), a_project(
        desk, investment_code="2456789", stage_id=stage("service/3"),
        intervention_type_id=_kinds(desk)[0],
    ))  # fmt: skip
    with desk.store.reading() as session:
        rows = {row.key: row.investment_phase for row in LISTING.rows(session, (*keys.values(), *others), Ask())}
        executed = LISTING.count(session, Ask(where=(Where("investment_phase", "is", InvestmentPhase.EXECUTION),)))
    assert {n: rows[key] for n, key in keys.items()} == {n: InvestmentPhase(said) for n, said in expected.items()}
    assert [rows[key] for key in others] == [None, None]
    assert executed == 2


def _kinds(desk: Any) -> list[Any]:
    """The types of intervention that are services."""
    with desk.store.reading() as session:
        return [
            one.id for one in lookups.everything(session, InterventionType) if one.stage_set is StageSet.SERVICE
        ]


def test_on_a_day_of_the_past_a_project_stands_where_it_stood(desk: Any) -> None:
    key = a_project(desk)
    projects.set_stage(desk.store, key, stage=stage("public_space/7"), on=ON, reason="Obra por convenio")
    projects.set_stage(desk.store, key, stage=stage("public_space/8"), on=ON + timedelta(days=10), reason="Se entregó")
    draft = desk.draft("projects", key)
    for name, value in {"state": ProjectState.CLOSED, "closed_on": ON + timedelta(days=20)}.items():
        draft.set(name, value)
    projects.save(desk.store, draft)
    seen = []
    with desk.store.reading() as session:
        for days in (-1, 0, 10, 19, 20):
            (row,) = LISTING.rows(session, [key], Ask(cutoff=ON + timedelta(days=days)))
            seen.append((row.stage, row.state, row.closed_on is not None))
        wanted = (Where("state", "is", ProjectState.ACTIVE),)
        assert LISTING.count(session, Ask(where=wanted, cutoff=ON)) == 1
        assert LISTING.count(session, Ask(where=wanted)) == 0
    active, closed = ProjectState.ACTIVE, ProjectState.CLOSED
    assert seen == [
        ("Codiseño", active, False), ("Ejecución", active, False), ("Entrega y activación", active, False),
        ("Entrega y activación", active, False), ("Entrega y activación", closed, True),
    ]  # fmt: skip
