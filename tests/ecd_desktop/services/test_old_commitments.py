"""Old commitments: which ones a meeting asks about, in which order, and what its answers do to them."""

from datetime import date
from typing import Any

import pytest

from db.queries.carried import Carried, carried
from db.records.action_items import Channel, Reach, State
from db.records.meetings import Fate, MeetingKind
from ecd_desktop import calendar
from ecd_desktop.errors import Expected
from ecd_desktop.services import action_items, meetings

HELD = date(2026, 6, 9)  # a Tuesday, the day before today


def a_meeting(desk: Any, on: date | None = HELD, project: Any = None, **values: Any) -> Any:
    key = desk.new("meetings", subject="Mesa técnica", held_on=on, **values)
    if project is not None:
        meetings.set_projects(desk.store, key, projects=[project])
    return key


def asked(desk: Any, meeting: Any) -> list[Carried]:
    with desk.store.reading() as session:
        return carried(session, meeting, calendar.clock(calendar.today(), calendar.Calendar()))


def codes(desk: Any, meeting: Any) -> list[str]:
    return [one.item.description for one in asked(desk, meeting)]


def test_a_meeting_asks_about_what_its_projects_owe_overdue_first(desk: Any) -> None:
    project, other = desk.new("projects", name="Uno"), desk.new("projects", name="Dos")
    before = a_meeting(desk, on=date(2026, 5, 5), project=project)
    elsewhere = a_meeting(desk, on=date(2026, 5, 6), project=other)
    bilateral = a_meeting(desk, on=date(2026, 5, 7), project=project, kind=MeetingKind.BILATERAL)
    meeting = a_meeting(desk, project=project)
    desk.item(description="luego", project_id=project)
    desk.item(description="vencido", meeting_id=before, due_on=date(2026, 6, 1))
    desk.item(description="pronto", project_id=project, due_on=date(2026, 6, 15))
    desk.item(description="por verificar", project_id=project, due_on=date(2026, 5, 1), state=State.DONE)
    desk.item(description="de aquí", meeting_id=meeting, project_id=project)
    desk.item(description="de otro", meeting_id=elsewhere, project_id=other)
    desk.item(description="de otra clase", meeting_id=bilateral)
    desk.item(description="tarea", project_id=project, reach=Reach.INTERNAL_TASK)
    desk.item(description="borrador", project_id=project, state=State.DRAFT)
    desk.item(description="posterior", project_id=project, agreed_on=date(2026, 6, 10))
    assert codes(desk, meeting) == ["vencido", "por verificar", "pronto", "luego"]


def test_without_projects_the_kind_decides(desk: Any) -> None:
    project = desk.new("projects", name="Uno")
    before, other = a_meeting(desk, on=date(2026, 5, 5)), a_meeting(desk, on=date(2026, 5, 5), project=project)
    desk.item(description="sí", meeting_id=before)
    desk.item(description="no", meeting_id=other)
    assert codes(desk, a_meeting(desk)) == ["sí"]


def test_what_stays_is_noted_and_nothing_else_changes(desk: Any) -> None:
    project = desk.new("projects", name="Uno")
    meeting, item = a_meeting(desk, project=project), desk.item(project_id=project)
    before = desk.read("action_items", item)
    meetings.answer(desk.store, meeting, [item], fate=Fate.STAYS, answer="Falta la firma.")
    (one,) = asked(desk, meeting)
    assert (one.fate, one.answer, one.item.key) == (Fate.STAYS, "Falta la firma.", item)
    assert desk.read("action_items", item) == before
    meetings.answer(desk.store, meeting, [item], fate=Fate.STAYS)
    assert [review["answer"] for review in desk.all("reviews")] == [None]


def test_a_moved_date_is_a_reschedule_of_the_meetings_day(desk: Any) -> None:
    project = desk.new("projects", name="Uno")
    meeting, item = a_meeting(desk, project=project), desk.item(project_id=project)
    before = desk.state()
    meetings.answer(
        desk.store, meeting, [item], fate=Fate.MOVED, due_on=date(2026, 7, 15), answer="Falta\nla   firma."
    )
    (line,) = desk.all("reschedules")
    assert (line["on"], line["due_before"], line["due_after"]) == (HELD, date(2026, 6, 30), date(2026, 7, 15))
    assert line["reason"] == "Falta la firma."
    assert desk.read("action_items", item)["due_on"] == date(2026, 7, 15)
    (one,) = asked(desk, meeting)
    assert (one.due_before, one.due_after) == (date(2026, 6, 30), date(2026, 7, 15))
    desk.undo()
    assert desk.state() == before


def test_an_answer_that_is_changed_leaves_no_trace_of_the_first(desk: Any) -> None:
    project = desk.new("projects", name="Uno")
    meeting, item = a_meeting(desk, project=project), desk.item(project_id=project)
    action_items.report_progress(desk.store, [item], on=date(2026, 6, 5), progress=40)
    before = desk.state()
    meetings.answer(desk.store, meeting, [item], fate=Fate.MOVED, due_on=date(2026, 7, 15), answer="Falta la firma.")
    meetings.answer(desk.store, meeting, [item], fate=Fate.CLOSED, answer="Quedó pintado.")
    read = desk.read("action_items", item)
    assert (read["state"], read["progress"], read["reported_on"]) == (State.DONE, 100, HELD)
    assert read["due_on"] == date(2026, 6, 30)
    assert desk.all("reschedules") == []
    assert [line["body"] for line in desk.all("progress_entries", channel=Channel.MEETING)] == ["Quedó pintado."]
    assert [one.fate for one in asked(desk, meeting)] == [Fate.CLOSED]
    meetings.take_back(desk.store, meeting, [item])
    assert desk.state() == before


def test_undo_of_one_answer_about_many_restores_every_item(desk: Any) -> None:
    project = desk.new("projects", name="Uno")
    meeting = a_meeting(desk, project=project)
    items = [desk.item(project_id=project) for _ in range(5)]
    before = desk.state()
    meetings.answer(desk.store, meeting, items, fate=Fate.CLOSED)
    assert {one["state"] for one in desk.all("action_items")} == {State.DONE}
    assert len(desk.all("action_items")) == len(items)  # one record each, never a copy
    desk.undo()
    assert desk.state() == before
    desk.store.redo()
    assert {one.fate for one in asked(desk, meeting)} == {Fate.CLOSED}
    assert desk.store.verify() == []


def test_what_cannot_be_answered_is_refused_in_words(desk: Any) -> None:
    meeting = a_meeting(desk)
    own, old = desk.item(meeting_id=meeting), desk.item()
    done = desk.item(state=State.DONE)
    with pytest.raises(Expected, match="this very meeting"):
        meetings.answer(desk.store, meeting, [own], fate=Fate.STAYS)
    with desk.invalid("new due date"):
        meetings.answer(desk.store, meeting, [old], fate=Fate.MOVED, answer="Falta la firma.")
    with desk.invalid("why the due date"):
        meetings.answer(desk.store, meeting, [old], fate=Fate.MOVED, due_on=date(2026, 7, 15))
    with pytest.raises(Expected, match="Open it again"):
        meetings.answer(desk.store, meeting, [done], fate=Fate.MOVED, due_on=date(2026, 7, 15), answer="No.")
    assert desk.all("reviews") == []
    meetings.answer(desk.store, meeting, [done], fate=Fate.CLOSED)  # it goes on waiting for verification
    assert desk.read("action_items", done)["state"] is State.DONE


def test_a_deleted_commitment_takes_its_answers_along_and_comes_back_with_them(desk: Any) -> None:
    meeting, item = a_meeting(desk), desk.item()
    meetings.answer(desk.store, meeting, [item], fate=Fate.STAYS)
    before = desk.state()
    action_items.delete(desk.store, [item])
    assert desk.all("reviews") == []
    desk.undo()
    assert desk.state() == before


def test_what_was_made_an_internal_task_after_it_was_answered_is_told_no_more(desk: Any) -> None:
    project = desk.new("projects", name="Uno")
    meeting, item = a_meeting(desk, project=project), desk.item(description="regar", project_id=project)
    meetings.answer(desk.store, meeting, [item], fate=Fate.STAYS)
    assert codes(desk, meeting) == ["regar"]
    draft = desk.draft("action_items", item)
    draft.set("reach", Reach.INTERNAL_TASK)
    action_items.save(desk.store, draft)
    assert codes(desk, meeting) == []
    desk.undo()
    assert codes(desk, meeting) == ["regar"]
