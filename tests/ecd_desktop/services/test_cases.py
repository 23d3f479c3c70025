"""Cases: closing needs an outcome and nothing owed, reopening keeps the story, and the one log of them."""

from datetime import date
from typing import Any

import pytest

from db.errors import Invalid
from db.queries.log import LogKind, bitacora, log_of, of_project
from db.records.action_items import Origin, Reach, State
from db.records.cases import CaseState, NoteKind, Outcome, PartyRole
from ecd_desktop.errors import Expected
from ecd_desktop.services import action_items, cases, reference

ON = date(2026, 6, 9)
GDU = reference.key_of("organisations", "gdu")


def a_case(desk: Any, **values: Any) -> Any:
    return desk.new("cases", **{"title": "Poste sin luz", "opened_on": date(2026, 6, 1)} | values)


def test_a_case_with_a_live_commitment_closes_only_with_a_reason(desk: Any) -> None:
    key = a_case(desk)
    desk.item(case_id=key, origin=Origin.CASE)
    with pytest.raises(Expected) as refusal:
        cases.close(desk.store, key, outcome=Outcome.SOLVED, on=ON)
    assert "ASU-2026-001" in refusal.value.message
    assert "COM-2026-001 Pintar el cruce" in refusal.value.message
    assert desk.read("cases", key)["state"] is CaseState.OPEN
    cases.close(desk.store, key, outcome=Outcome.PARTLY, text="Hay luz", on=ON, reason="El resto va por la mesa")
    closed = desk.read("cases", key)
    assert (closed["state"], closed["closed_on"], closed["closing_reason"]) == (
        CaseState.CLOSED, ON, "El resto va por la mesa",
    )  # fmt: skip
    desk.undo()
    assert desk.read("cases", key)["state"] is CaseState.OPEN


def test_settled_commitments_and_internal_tasks_do_not_keep_a_case_open(desk: Any) -> None:
    key = a_case(desk)
    settled = desk.item(case_id=key)
    desk.item(case_id=key, reach=Reach.INTERNAL_TASK)
    action_items.complete(desk.store, [settled], on=ON)
    with pytest.raises(Expected):
        cases.close(desk.store, key, outcome=Outcome.SOLVED, on=ON)
    action_items.verify(desk.store, [settled], on=ON)
    cases.close(desk.store, key, outcome=Outcome.SOLVED, on=ON)
    assert desk.read("cases", key)["state"] is CaseState.CLOSED


def test_a_form_cannot_close_a_case_around_the_rule(desk: Any) -> None:
    key = a_case(desk)
    desk.item(case_id=key)
    draft = desk.draft("cases", key)
    draft.set("state", CaseState.CLOSED)
    draft.set("outcome", Outcome.SOLVED)
    with pytest.raises(Expected):
        cases.save(desk.store, draft)
    draft.set("closing_reason", "Se sigue en otro asunto")
    cases.save(desk.store, draft)
    assert desk.read("cases", key)["closed_on"] == date(2026, 6, 10)


def test_closing_without_an_outcome_is_refused(local_desk: Any) -> None:
    draft = local_desk.draft("cases", a_case(local_desk))
    draft.set("state", CaseState.CLOSED)
    with pytest.raises(Invalid) as refusal:
        cases.save(local_desk.store, draft)
    assert [problem.field for problem in refusal.value.problems] == ["outcome"]


def test_reopening_keeps_in_the_log_how_it_had_been_closed(desk: Any) -> None:
    key = a_case(desk)
    cases.close(desk.store, key, outcome=Outcome.SOLVED, on=ON)
    with pytest.raises(Expected):
        cases.close(desk.store, key, outcome=Outcome.SOLVED, on=ON)
    with pytest.raises(Invalid):
        cases.reopen(desk.store, key, on=ON, reason="  ")
    cases.reopen(desk.store, key, on=ON, reason="Volvió a fallar")
    case = desk.read("cases", key)
    assert (case["state"], case["outcome"], case["closed_on"]) == (CaseState.OPEN, None, None)
    (note,) = desk.all("notes")
    assert note["body"] == "Reopened: Volvió a fallar (it had been closed on 09/06/2026: Solved)"
    desk.undo()
    assert desk.read("cases", key)["outcome"] is Outcome.SOLVED


def test_waiting_and_next_steps_are_for_cases_that_are_open(local_desk: Any) -> None:
    store, key = local_desk.store, a_case(local_desk)
    cases.wait_for(store, key, whom="La empresa eléctrica")
    cases.next_step(store, key, step="Llamar", on=date(2026, 6, 15))
    assert local_desk.read("cases", key)["waiting_for"] == "La empresa eléctrica"
    cases.take_up(store, key)
    assert local_desk.read("cases", key)["waiting_for"] is None
    cases.close(store, key, outcome=Outcome.WITHDRAWN, on=ON)
    assert local_desk.read("cases", key)["next_step"] is None
    with pytest.raises(Expected):
        cases.next_step(store, key, step="Llamar", on=None)


def test_a_party_is_there_once_and_takes_its_new_role(desk: Any) -> None:
    key = a_case(desk)
    first = cases.add_party(desk.store, key, organisation=GDU, role=PartyRole.ALLY)
    assert cases.add_party(desk.store, key, organisation=GDU, role=PartyRole.RESPONSIBLE) == first
    assert [one["role"] for one in desk.all("case_parties")] == [PartyRole.RESPONSIBLE]
    cases.remove_parties(desk.store, [first])
    assert desk.all("case_parties") == []
    desk.undo()
    assert len(desk.all("case_parties")) == 1


def test_a_case_with_action_items_is_not_deleted(desk: Any) -> None:
    key = a_case(desk)
    item = desk.item(case_id=key)
    with pytest.raises(Expected, match=r"Commitment \(1\)"):
        cases.delete(desk.store, [key])
    action_items.delete(desk.store, [item])
    cases.add_note(desk.store, key, on=ON, body="Se llamó")
    cases.delete(desk.store, [key])
    assert desk.all("notes") == []
    desk.undo()
    assert len(desk.all("notes")) == 1


def test_a_note_that_also_belongs_to_a_project_stays_with_it(local_desk: Any) -> None:
    project = local_desk.new("projects", name="Ruta")
    key = a_case(local_desk, project_id=project)
    cases.add_note(local_desk.store, key, on=ON, body="Se llamó")
    cases.delete(local_desk.store, [key])
    (note,) = local_desk.all("notes")
    assert (note["case_id"], note["project_id"]) == (None, project)


def story(desk: Any) -> Any:
    """A case with one of everything; returns its key and its project's."""
    store = desk.store
    project = desk.new("projects", name="Ruta", starts_on=date(2026, 5, 1))
    meeting = desk.new("meetings", number="ACTA 1", held_on=date(2026, 6, 2))
    key = a_case(desk, project_id=project)
    cases.add_note(store, key, on=date(2026, 6, 1), kind=NoteKind.CALL, body="Piden luz")
    cases.add_note(store, key, on=date(2026, 6, 8), body="CANARIO de la nota", internal=True)
    item = desk.item(
        case_id=key, meeting_id=meeting, agreed_on=date(2026, 6, 2), internal_note="CANARIO del compromiso"
    )
    task = desk.item(case_id=key, reach=Reach.INTERNAL_TASK, description="CANARIO de la tarea")
    action_items.report_progress(store, [item], on=date(2026, 6, 4), progress=30, body="Poste pedido")
    action_items.report_progress(store, [task], on=date(2026, 6, 4), progress=30, body="CANARIO del avance")
    action_items.reschedule(store, [task], due_on=date(2026, 7, 3), reason="CANARIO del plazo", on=date(2026, 6, 4))
    action_items.reschedule(store, [item], due_on=date(2026, 7, 3), reason="Falta el poste", on=date(2026, 6, 5))
    action_items.complete(store, [item], on=date(2026, 6, 6), body="Hay luz", evidence="Foto")
    action_items.verify(store, [item], on=date(2026, 6, 8))
    cases.close(store, key, outcome=Outcome.SOLVED, text="Hay luz", on=date(2026, 6, 9))
    return key, project


def test_the_log_of_a_case_tells_everything_in_the_order_of_the_facts(desk: Any) -> None:
    key, _project = story(desk)
    with desk.store.reading() as session:
        lines = bitacora(session, key)
        outside = bitacora(session, key, outside=True)
    assert [line.on for line in lines] == sorted(line.on for line in lines if line.on)
    told = [(line.on.day, line.kind) for line in outside if line.on]
    assert told == [
        (1, LogKind.OPENED), (1, LogKind.CALL), (2, LogKind.MEETING), (2, LogKind.COMMITMENT), (4, LogKind.PROGRESS),
        (5, LogKind.RESCHEDULE), (6, LogKind.PROGRESS), (6, LogKind.EVIDENCE), (8, LogKind.PROGRESS),
        (9, LogKind.CLOSED),
    ]  # fmt: skip
    assert {line.state for line in outside if line.kind is LogKind.PROGRESS} == {
        State.IN_PROGRESS, State.DONE, State.VERIFIED,
    }  # fmt: skip


def test_nothing_internal_leaves_in_the_log(desk: Any) -> None:
    key, project = story(desk)
    with desk.store.reading() as session:
        for lines in (bitacora(session, key, outside=True), of_project(session, project, outside=True)):
            assert "CANARIO" not in repr(lines)
            assert len(lines) >= 10
        inside = repr(bitacora(session, key))
    assert inside.count("CANARIO") >= 5
    assert "CANARIO del compromiso" not in inside


def test_the_log_ends_at_the_cut_off(local_desk: Any) -> None:
    key, _project = story(local_desk)
    with local_desk.store.reading() as session:
        lines = log_of(session, "cases", key, cutoff=date(2026, 6, 4))
    assert max(line.on for line in lines if line.on) == date(2026, 6, 4)
    assert LogKind.CLOSED not in {line.kind for line in lines}


def test_the_log_of_a_project_holds_that_of_its_cases(local_desk: Any) -> None:
    key, project = story(local_desk)
    with local_desk.store.reading() as session:
        case, whole = bitacora(session, key), log_of(session, "projects", project)
    assert len(whole) == len(case) + 1  # the project's own beginning
    assert set(case) <= set(whole)
