"""Risks and lessons: dated by their meeting, seen from meeting and project, and what is of two stays with the other."""

from datetime import date
from typing import Any

import pytest

from db.queries import risks_and_lessons as queries
from db.queries.search_texts import Wanted, look
from db.records.lessons import LessonKind, LessonState
from db.records.risks import RiskState
from ecd_desktop.errors import Expected
from ecd_desktop.services import agenda_items, meetings, records, risks_and_lessons


def seen(desk: Any, *, meeting: Any = None, project: Any = None) -> list[tuple[str, str, Any]]:
    with desk.store.reading() as session:
        read = queries.of_meeting(session, meeting) if meeting else queries.of_project(session, project)
    return [(one.entity, one.text, one.state) for one in read]


def test_they_are_noted_in_a_meeting_and_seen_on_its_project_risks_first_and_what_is_over_last(desk: Any) -> None:
    project = desk.new("projects", name="Parque ficticio")
    meeting = desk.new("meetings", subject="Mesa", held_on=date(2026, 6, 2))
    meetings.set_projects(desk.store, meeting, projects=[project])
    lesson = risks_and_lessons.note(
        desk.store, "lessons", text="Caminar antes", meeting=meeting, project=project, kind=LessonKind.REPLICATE
    )
    risk = risks_and_lessons.note(desk.store, "risks", text="Lluvias", meeting=meeting)
    other = risks_and_lessons.note(desk.store, "risks", text="Cortes de agua", project=project)
    assert desk.read("risks", risk)["noted_on"] == date(2026, 6, 2)
    assert desk.read("risks", other)["noted_on"] == date(2026, 6, 10)
    assert [text for _entity, text, _state in seen(desk, project=project)] == [
        "Lluvias", "Cortes de agua", "Caminar antes",
    ]  # fmt: skip
    risks_and_lessons.set_state(desk.store, [risk, lesson], state=RiskState.CLOSED)
    assert seen(desk, meeting=meeting) == [
        ("lessons", "Caminar antes", LessonState.DRAFT), ("risks", "Lluvias", RiskState.CLOSED),
    ]  # fmt: skip
    with pytest.raises(Expected, match="not said of what is selected"):
        risks_and_lessons.set_state(desk.store, [lesson], state=RiskState.HAPPENED)
    risks_and_lessons.delete(desk.store, [risk, lesson])
    assert seen(desk, meeting=meeting) == []
    desk.undo()
    assert len(seen(desk, meeting=meeting)) == 2
    with desk.store.reading() as session:
        (hit,) = [one for group in look(session, Wanted("lluvias")) for one in group.hits]
    assert (hit.entity, hit.opens) == ("risks", ("meetings", meeting))


def test_what_a_meeting_and_a_project_both_have_stays_with_the_other_when_one_is_deleted(desk: Any) -> None:
    project = desk.new("projects", name="Parque ficticio")
    meeting = desk.new("meetings", subject="Mesa", held_on=date(2026, 6, 2))
    topic = agenda_items.add(desk.store, meeting=meeting, title="Muro")
    both = risks_and_lessons.note(
        desk.store, "risks", text="Muro", meeting=meeting, project=project, agenda_item_id=topic
    )
    alone = risks_and_lessons.note(desk.store, "lessons", text="Medir", meeting=meeting)
    before = desk.state()
    records.delete(desk.store, "meetings", [meeting])
    read = desk.read("risks", both)
    assert (read["project_id"], read["meeting_id"], read["agenda_item_id"]) == (project, None, None)
    assert desk.read("lessons", alone) == {}
    records.delete(desk.store, "projects", [project])
    assert desk.read("risks", both) == {}
    desk.undo()
    desk.undo()
    assert desk.state() == before


def test_a_correction_that_moves_it_to_another_meeting_leaves_the_topic_of_the_old_one(desk: Any) -> None:
    meeting = desk.new("meetings", subject="Mesa")
    topic = agenda_items.add(desk.store, meeting=meeting, title="Muro")
    key = risks_and_lessons.note(desk.store, "risks", text="Muro", meeting=meeting, agenda_item_id=topic)
    draft = desk.draft("risks", key)
    draft.set("meeting_id", desk.new("meetings", subject="Otra"))
    draft.set("text", "El muro cede")
    risks_and_lessons.save(desk.store, draft)
    read = desk.read("risks", key)
    assert (read["text"], read["agenda_item_id"]) == ("El muro cede", None)


def test_a_risk_that_happens_is_an_issue_and_becomes_a_commitment_each_by_one_change(desk: Any) -> None:
    project = desk.new("projects", name="Parque ficticio")
    grave, light = (
        risks_and_lessons.note(desk.store, "risks", text=text, project=project, probability=p, impact=i)
        for text, p, i in (("Lluvias", 3, 3), ("Polvo", 1, 2))
    )
    assert [text for _entity, text, _state in seen(desk, project=project)] == ["Lluvias", "Polvo"]
    risks_and_lessons.set_state(desk.store, [grave], state=RiskState.HAPPENED, on=date(2026, 6, 8))
    assert desk.read("risks", grave)["issue_on"] == date(2026, 6, 8)
    item = risks_and_lessons.commit(desk.store, grave, description="Techar el acceso", due_on=date(2026, 6, 30))
    made = desk.read("action_items", item)
    assert (made["project_id"], made["due_original"], made["code"]) == (project, date(2026, 6, 30), "COM-2026-001")
    with desk.store.reading() as session:
        first, second = queries.of_project(session, project)
    assert (first.exposure, first.commitment, first.issue_on) == (9, "COM-2026-001", date(2026, 6, 8))
    assert (second.exposure, second.commitment) == (2, "")
    with pytest.raises(Expected, match="COM-2026-001 already"):
        risks_and_lessons.commit(desk.store, grave, description="Otra vez")
    desk.undo()
    assert (desk.read("action_items", item), desk.read("risks", grave)["action_item_id"]) == ({}, None)
    risks_and_lessons.set_state(desk.store, [light], state=RiskState.CLOSED, on=date(2026, 6, 9))
    assert desk.read("risks", light)["closed_on"] == date(2026, 6, 9)
    risks_and_lessons.set_state(desk.store, [light], state=RiskState.OPEN)
    assert desk.read("risks", light)["closed_on"] is None
