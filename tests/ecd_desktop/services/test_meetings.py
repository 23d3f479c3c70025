"""Meetings: their projects, and attendance frozen as it was on the day."""

from datetime import date
from typing import Any

import pytest

from db.queries import meetings as queries
from db.queries.listing import Ask
from db.records.meetings import MeetingState, Presence
from ecd_desktop.errors import Expected
from ecd_desktop.services import meetings, people, reference

GDH, GDU = reference.key_of("organisations", "gdh"), reference.key_of("organisations", "gdu")


def a_meeting(desk: Any) -> Any:
    return desk.new("meetings", subject="Mesa técnica", held_on=date(2026, 6, 2))


def a_person(desk: Any, name: str = "Prueba") -> Any:
    key = desk.new("people", given_names=name, family_names="Ficticia")
    people.take_post(desk.store, key, organisation=GDU, role="Arquitecta", on=date(2026, 1, 1))
    return key


def test_an_attendance_stays_as_it_was_on_that_day(desk: Any) -> None:
    meeting, person = a_meeting(desk), a_person(desk)
    meetings.invite(desk.store, meeting, people=[person])
    people.take_post(desk.store, person, organisation=GDH, role="Coordinadora", on=date(2026, 6, 5))
    (one,) = desk.all("attendances")
    assert (one["organisation_then"], one["role_then"]) == ("Gerencia de Desarrollo Urbano", "Arquitecta")
    assert one["presence"] is Presence.INVITED


def test_somebody_is_invited_and_noted_once(desk: Any) -> None:
    meeting, person = a_meeting(desk), a_person(desk)
    (invited,) = meetings.invite(desk.store, meeting, people=[person, person])
    assert meetings.invite(desk.store, meeting, people=[person]) == []
    assert meetings.attend(desk.store, meeting, person=person, presence=Presence.LATE) == invited
    assert [one["presence"] for one in desk.all("attendances")] == [Presence.LATE]
    desk.undo()
    assert [one["presence"] for one in desk.all("attendances")] == [Presence.INVITED]


def test_guests_are_noted_by_name(local_desk: Any) -> None:
    meeting = a_meeting(local_desk)
    for guest in ("Directora de la cuna", "Vocal del comité"):
        meetings.attend(local_desk.store, meeting, guest=guest, role="Invitada")
    assert len(local_desk.all("attendances")) == 2


def test_marks_and_signatures_are_one_step_for_many(desk: Any) -> None:
    meeting = a_meeting(desk)
    attendances = meetings.invite(desk.store, meeting, people=[a_person(desk, "Una"), a_person(desk, "Otra")])
    meetings.set_presence(desk.store, attendances, presence=Presence.PRESENT)
    meetings.sign(desk.store, attendances)
    assert all(one["signed"] and one["presence"] is Presence.PRESENT for one in desk.all("attendances"))
    desk.undo()
    assert not any(one["signed"] for one in desk.all("attendances"))


def test_the_projects_of_a_meeting_are_replaced_by_those_named(desk: Any) -> None:
    meeting = a_meeting(desk)
    first, second, third = (desk.new("projects", name=name) for name in ("Uno", "Dos", "Tres"))
    meetings.set_projects(desk.store, meeting, projects=[first, second])
    kept = {one["project_id"]: one["id"] for one in desk.all("meeting_projects")}
    meetings.set_projects(desk.store, meeting, projects=[second, third])
    there = {one["project_id"]: one["id"] for one in desk.all("meeting_projects")}
    assert set(there) == {second, third}
    assert there[second] == kept[second]
    desk.undo()
    assert {one["project_id"] for one in desk.all("meeting_projects")} == {first, second}


def test_a_meeting_that_commitments_come_from_is_not_deleted(desk: Any) -> None:
    meeting = a_meeting(desk)
    desk.item(meeting_id=meeting)
    with pytest.raises(Expected, match="Commitment"):
        meetings.delete(desk.store, [meeting])
    other = a_meeting(desk)
    meetings.attend(desk.store, other, guest="Invitada")
    meetings.delete(desk.store, [other])
    assert desk.all("attendances") == []
    desk.undo()
    assert len(desk.all("attendances")) == 1


def test_the_state_of_meetings_is_set_together(local_desk: Any) -> None:
    keys = [a_meeting(local_desk), a_meeting(local_desk)]
    meetings.set_state(local_desk.store, keys, state=MeetingState.HELD)
    assert [one["state"] for one in local_desk.all("meetings")] == [MeetingState.HELD] * 2
    assert [one["code"] for one in local_desk.all("meetings")] == ["REU-2026-001", "REU-2026-002"]


def test_a_meeting_that_is_not_held_has_a_reason(desk: Any) -> None:
    meeting = a_meeting(desk)
    for state in (MeetingState.SUSPENDED, MeetingState.CANCELLED):
        with desk.invalid("why the meeting is not held"):
            meetings.set_state(desk.store, [meeting], state=state)
        draft = desk.draft("meetings", meeting)
        draft.set("state", state)
        with desk.invalid("why the meeting is not held"):
            meetings.save(desk.store, draft)
        meetings.set_state(desk.store, [meeting], state=state, reason="Paro de transporte")
        assert desk.read("meetings", meeting)["state_reason"] == "Paro de transporte"
        meetings.set_state(desk.store, [meeting], state=MeetingState.PLANNED)
        assert desk.read("meetings", meeting)["state_reason"] is None


def test_who_left_early_came_and_who_was_represented_may_say_by_whom(desk: Any) -> None:
    meeting, person, other = a_meeting(desk), a_person(desk, "Una"), a_person(desk, "Otra")
    first, second = meetings.invite(desk.store, meeting, people=[person, other])
    meetings.set_presence(desk.store, [first], presence=Presence.LEFT, left_at="16:40")
    with desk.invalid("Nobody represents themselves"):
        meetings.set_presence(desk.store, [second], presence=Presence.REPRESENTED, represented_by=other)
    meetings.set_presence(desk.store, [second], presence=Presence.REPRESENTED, represented_by=person)
    read = {one["id"]: (one["left_at"], one["represented_by_id"]) for one in desk.all("attendances")}
    assert read == {first: ("16:40", None), second: (None, person)}
    with desk.store.reading() as session:
        (row,) = queries.LISTING.all(session, Ask())
    assert (row.came, row.expected) == (2, 2)
    meetings.set_presence(desk.store, [first, second], presence=Presence.PRESENT)
    assert {(one["left_at"], one["represented_by_id"]) for one in desk.all("attendances")} == {(None, None)}
