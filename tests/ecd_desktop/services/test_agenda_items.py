"""Topics: in their order without gaps, treated, put off to the next meeting, parked and taken up again."""

from datetime import date
from typing import Any

import pytest

from db.queries import agenda_items as queries
from db.queries.log import LogKind, bitacora
from db.records.action_items import Reach
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


def about(desk: Any, meeting: Any) -> list[tuple[str, str, str]]:
    """The topics of an agenda with the noun and the name of the record each is about."""
    with desk.store.reading() as session:
        rows = queries.agenda(session, meeting) if meeting is not None else queries.parked(session)
    return [(row.title, row.about[0] if row.about else "", row.about_name) for row in rows]


def test_any_record_is_taken_to_a_meeting_and_the_topic_says_which_one_it_is_about(desk: Any) -> None:
    project = desk.new("projects", name="Parque ficticio")
    meeting = a_meeting(desk, date(2026, 6, 20), project)
    person = desk.new("people", given_names="Ana", family_names="Ficticia")
    item = desk.item(description="Pintar\nel cruce", project_id=project, person_id=person)
    code = desk.read("action_items", item)["code"]
    case = desk.new("cases", title="Poste caído")
    (topic,) = agenda_items.bring(desk.store, "action_items", [item], meeting=meeting)
    read = desk.read("agenda_items", topic)
    assert (read["project_id"], read["presenter_id"], read["position"]) == (project, person, 1)
    agenda_items.bring(desk.store, "cases", [case], meeting=meeting, title="El poste de la esquina", minutes=15)
    agenda_items.bring(desk.store, "people", [person], meeting=meeting)
    agenda_items.bring(desk.store, "projects", [project], meeting=meeting)
    assert about(desk, meeting) == [
        ("Pintar el cruce", "action_items", code),
        ("El poste de la esquina", "cases", desk.read("cases", case)["code"]),
        ("Ficticia, Ana", "people", "Ana Ficticia"),
        ("Parque ficticio", "", ""),
    ]
    labels = [(step.label, step.args.get("name")) for step in desk.store.activity(limit=4)]
    assert ("Take a person to a meeting", None) in labels
    with pytest.raises(Expected, match="on that agenda already"):
        agenda_items.bring(desk.store, "action_items", [item], meeting=meeting)
    other = desk.item(description="Regar")
    assert len(agenda_items.bring(desk.store, "action_items", [item, other], meeting=meeting)) == 1
    with pytest.raises(Expected, match="still used"):
        records.delete(desk.store, "cases", [case])
    desk.undo()
    assert len(about(desk, meeting)) == 4


def test_without_a_meeting_the_topic_waits_and_some_things_are_not_taken(desk: Any) -> None:
    place = desk.new("places", name="Barrio Ficticio")
    agenda_items.bring(desk.store, "places", [place], meeting=None)
    assert about(desk, None) == [("Barrio Ficticio", "places", "Barrio Ficticio")]
    task = desk.item(reach=Reach.INTERNAL_TASK, description="Llamar")
    with pytest.raises(Expected, match="internal task"):
        agenda_items.bring(desk.store, "action_items", [task], meeting=None)
    over = a_meeting(desk, state=MeetingState.SIGNED)
    with pytest.raises(Expected, match="takes no topics any more"):
        agenda_items.bring(desk.store, "places", [place], meeting=over)


def test_of_a_decision_the_topic_goes_on_and_a_treated_topic_comes_up_again(desk: Any) -> None:
    meeting, (topic,) = an_agenda(desk, "Horario")
    decided = decisions.add(desk.store, meeting=meeting, text="Abre a las ocho.", agenda_item_id=topic)
    agenda_items.treat(desk.store, [topic])
    later = a_meeting(desk, date(2026, 7, 2))
    (again,) = agenda_items.bring(desk.store, "decisions", [decided], meeting=later)
    assert desk.read("agenda_items", again)["continues_id"] == topic
    (third,) = agenda_items.bring(desk.store, "agenda_items", [again], meeting=None, title="Horario, otra vez")
    with desk.store.reading() as session:
        assert [row.key for row, _day in queries.followed(session, third)] == [topic, again, third]


def test_meetings_to_come_are_offered_first_and_those_of_the_project_before_others(desk: Any) -> None:
    project = desk.new("projects", name="Parque ficticio")
    case = desk.new("cases", title="Poste", project_id=project)
    far = a_meeting(desk, date(2026, 6, 25), project)
    near = a_meeting(desk, date(2026, 6, 12))
    held = a_meeting(desk, date(2026, 6, 1), state=MeetingState.HELD)
    a_meeting(desk, date(2026, 6, 13), state=MeetingState.CANCELLED, state_reason="Feriado")
    with desk.store.reading() as session:
        assert queries.project_about(session, "cases", case) == queries.project_about(session, "projects", project)
        assert queries.project_about(session, "people", case) is None
        offered = queries.open_agendas(session, "mesa", today=date(2026, 6, 10), project=project)
    assert [one.meeting for one in offered] == [far, near, held]


def test_the_log_of_a_case_tells_of_the_meeting_it_was_taken_to(desk: Any) -> None:
    case = desk.new("cases", title="Poste caído")
    meeting = a_meeting(desk, date(2026, 6, 2))
    (topic,) = agenda_items.bring(desk.store, "cases", [case], meeting=meeting)
    agenda_items.treat(desk.store, [topic], conclusion="Lo cambia la empresa.")
    with desk.store.reading() as session:
        (line,) = [one for one in bitacora(session, case) if one.kind is LogKind.MEETING]
    assert (line.on, line.body, line.key) == (date(2026, 6, 2), "Poste caído: Lo cambia la empresa.", meeting)


def test_what_was_taken_up_again_from_a_treated_topic_stays_where_that_is_reopened(desk: Any) -> None:
    _meeting, (topic,) = an_agenda(desk, "Horario")
    agenda_items.treat(desk.store, [topic])
    (again,) = agenda_items.bring(desk.store, "agenda_items", [topic], meeting=a_meeting(desk, date(2026, 7, 2)))
    agenda_items.reopen(desk.store, [topic])
    assert desk.read("agenda_items", again)["title"] == "Horario"
