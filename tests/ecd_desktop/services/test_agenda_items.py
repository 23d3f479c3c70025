"""Topics: in their order without gaps, treated, put off to the next meeting, parked and taken up again."""

from datetime import date
from typing import Any

import pytest

from db.queries import agenda_items as queries
from db.records.agenda_items import TopicState
from db.records.meetings import MeetingState
from ecd_desktop.errors import Expected
from ecd_desktop.services import agenda_items, decisions, meetings, records


def a_meeting(desk: Any, on: date | None = date(2026, 6, 2), project: Any = None, **values: Any) -> Any:
    key = desk.new("meetings", subject="Mesa técnica", held_on=on, **values)
    if project is not None:
        meetings.set_projects(desk.store, key, projects=[project])
    return key


def titles(desk: Any, meeting: Any) -> list[str]:
    """The agenda as it reads, with positions that count from 1 without gaps."""
    with desk.store.reading() as session:
        rows = queries.agenda(session, meeting)
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [row.title for row in rows]


def an_agenda(desk: Any, *names: str, **values: Any) -> tuple[Any, list[Any]]:
    meeting = a_meeting(desk, **values)
    return meeting, [agenda_items.add(desk.store, meeting=meeting, title=name) for name in names]


def test_a_new_topic_comes_last_and_topics_move_as_far_as_there_is_room(desk: Any) -> None:
    meeting, (first, _second, third) = an_agenda(desk, "Uno", "Dos", "Tres")
    agenda_items.save(desk.store, records.new_draft("agenda_items", meeting_id=meeting, title="Cuatro"))
    assert titles(desk, meeting) == ["Uno", "Dos", "Tres", "Cuatro"]
    assert agenda_items.move(desk.store, third, by=-1)
    assert titles(desk, meeting) == ["Uno", "Tres", "Dos", "Cuatro"]
    assert not agenda_items.move(desk.store, first, by=-1)
    assert agenda_items.move(desk.store, first, by=9)
    assert titles(desk, meeting) == ["Tres", "Dos", "Cuatro", "Uno"]
    desk.undo()
    assert titles(desk, meeting) == ["Uno", "Tres", "Dos", "Cuatro"]


def test_the_rest_moves_up_where_a_topic_is_deleted_or_parked(desk: Any) -> None:
    meeting, (first, second, _third) = an_agenda(desk, "Uno", "Dos", "Tres")
    agenda_items.delete(desk.store, [first])
    assert titles(desk, meeting) == ["Dos", "Tres"]
    agenda_items.park(desk.store, [second])
    assert titles(desk, meeting) == ["Tres"]
    with desk.store.reading() as session:
        assert [row.title for row in queries.parked(session)] == ["Dos"]
    agenda_items.take_to_meeting(desk.store, [second], meeting=meeting)
    assert titles(desk, meeting) == ["Tres", "Dos"]
    desk.undo()
    desk.undo()
    desk.undo()
    assert titles(desk, meeting) == ["Uno", "Dos", "Tres"]


def test_a_treated_topic_keeps_what_was_said_and_when(desk: Any) -> None:
    _meeting, (topic,) = an_agenda(desk, "Uno")
    agenda_items.treat(desk.store, [topic], conclusion="Se revisó el plano.", started_at="15:10", ended_at="15:25")
    read = desk.read("agenda_items", topic)
    assert (read["state"], read["conclusion"]) == (TopicState.TREATED, "Se revisó el plano.")
    with desk.invalid("cannot end before"):
        agenda_items.treat(desk.store, [topic], ended_at="15:00")
    with desk.invalid("15:30"):
        agenda_items.treat(desk.store, [topic], started_at="3 pm")
    agenda_items.reopen(desk.store, [topic])
    assert desk.read("agenda_items", topic)["state"] is TopicState.OPEN


def test_what_is_put_off_goes_on_in_the_next_meeting_of_its_kind_and_project(desk: Any) -> None:
    project, other = desk.new("projects", name="Uno"), desk.new("projects", name="Dos")
    meeting, (topic,) = an_agenda(desk, "Presupuesto", project=project)
    a_meeting(desk, on=date(2026, 6, 9), project=other)
    a_meeting(desk, on=date(2026, 6, 12), project=project, state=MeetingState.HELD)
    following = a_meeting(desk, on=date(2026, 6, 16), project=project)
    a_meeting(desk, on=date(2026, 6, 23), project=project)
    (again,) = agenda_items.put_off(desk.store, [topic])
    assert desk.read("agenda_items", topic)["state"] is TopicState.PUT_OFF
    assert titles(desk, meeting) == titles(desk, following) == ["Presupuesto"]
    with desk.store.reading() as session:
        told = [(row.key, day) for row, day in queries.followed(session, again)]
    assert told == [(topic, date(2026, 6, 2)), (again, date(2026, 6, 16))]
    agenda_items.reopen(desk.store, [topic])
    assert titles(desk, following) == []
    desk.undo()
    agenda_items.treat(desk.store, [again])
    with pytest.raises(Expected, match="went on in another meeting"):
        agenda_items.reopen(desk.store, [topic])


def test_without_a_next_meeting_what_is_put_off_is_parked(desk: Any) -> None:
    _meeting, (topic,) = an_agenda(desk, "Presupuesto")
    (again,) = agenda_items.put_off(desk.store, [topic])
    assert desk.read("agenda_items", again)["meeting_id"] is None
    with pytest.raises(Expected, match="Put off"):
        agenda_items.put_off(desk.store, [topic])
    with pytest.raises(Expected, match="no meeting's agenda"):
        agenda_items.treat(desk.store, [again])
    desk.undo()
    assert desk.read("agenda_items", again) == {}


def test_a_topic_that_led_to_a_decision_stays_in_its_meeting(desk: Any) -> None:
    meeting, (topic,) = an_agenda(desk, "Presupuesto")
    decisions.add(desk.store, meeting=meeting, text="Se aprueba.", agenda_item_id=topic)
    with pytest.raises(Expected, match="ACU-2026-001"):
        agenda_items.park(desk.store, [topic])
    with pytest.raises(Expected, match="Decision"):
        agenda_items.delete(desk.store, [topic])
    assert titles(desk, meeting) == ["Presupuesto"]


def test_a_topic_cannot_be_put_off_to_its_own_meeting(local_desk: Any) -> None:
    meeting, (topic,) = an_agenda(local_desk, "Presupuesto")
    with pytest.raises(Expected, match="its own meeting"):
        agenda_items.put_off(local_desk.store, [topic], to=meeting)
    assert local_desk.read("agenda_items", topic)["state"] is TopicState.OPEN
