"""What is noted while a meeting goes on: when its items begin and end, guests who become people, heads counted."""

from datetime import date
from typing import Any

import pytest

from db.errors import Invalid
from db.records import AgendaItem
from db.records.agenda_items import TopicState
from db.records.meetings import Presence
from ecd_desktop.services import live_meeting, taking_minutes
from ecd_desktop.services.live_meeting import Guest

HELD = date(2026, 6, 10)


def a_meeting(desk: Any, *titles: str, **more: Any) -> Any:
    key = desk.new("meetings", subject="Asamblea", held_on=HELD, **more)
    with desk.store.change("Agenda") as work:
        for n, title in enumerate(titles, 1):
            work.add(AgendaItem(meeting_id=key, position=n, title=title))
    return key


def hours(desk: Any) -> list[tuple[Any, ...]]:
    return [(one["started_at"], one["ended_at"], one["state"]) for one in desk.all("agenda_items")]


def test_an_item_begins_ends_the_one_before_and_opens_the_meeting(desk: Any) -> None:
    meeting = a_meeting(desk, "Uno", "Dos")
    first, second = (one["id"] for one in desk.all("agenda_items"))
    before = desk.state()
    assert live_meeting.begin_item(desk.store, meeting, first, at="15:07")
    assert desk.read("meetings", meeting)["starts_at"] == "15:07"
    seq = desk.store.seq
    assert not live_meeting.begin_item(desk.store, meeting, first, at="15:09")
    assert desk.store.seq == seq  # an item that goes on is not begun again
    assert live_meeting.begin_item(desk.store, meeting, second, at="15:30")
    assert hours(desk) == [("15:07", "15:30", TopicState.TREATED), ("15:30", None, TopicState.OPEN)]
    taking_minutes.close(desk.store, meeting, minutes=taking_minutes.Minutes(), ends_at="16:10")
    assert hours(desk)[1] == ("15:30", "16:10", TopicState.TREATED)
    assert desk.read("meetings", meeting)["moves"] == 1  # its hour was noted before it was over; its end invites nobody
    for _change in range(3):
        desk.undo()
    assert desk.state() == before


def test_an_hour_noted_before_stays_and_a_wrong_one_is_refused(local_desk: Any) -> None:
    desk = local_desk
    meeting = a_meeting(desk, "Uno", starts_at="15:00")
    (topic,) = desk.all("agenda_items")
    live_meeting.begin_item(desk.store, meeting, topic["id"], at="15:07")
    assert desk.read("meetings", meeting)["starts_at"] == "15:00"
    with pytest.raises(Invalid):
        live_meeting.begin_item(desk.store, meeting, topic["id"], at="tarde")


def test_a_guest_becomes_a_person_with_post_and_organisation_of_that_day(desk: Any) -> None:
    meeting = a_meeting(desk)
    kitchen = desk.new("organisations", name="Comedor San Martín", acronym="CSM")
    seq = desk.store.seq
    live_meeting.add_guest(desk.store, meeting, Guest("Rosa", "Quispe", "dirigente", "comedor san martin"))
    assert desk.store.seq == seq + 1
    (person,) = desk.all("people", family_names="Quispe")
    (post,) = desk.all("posts", person_id=person["id"])
    assert (post["organisation_id"], post["role"]) == (kitchen, "dirigente")
    (came,) = desk.all("attendances")
    assert (came["person_id"], came["presence"]) == (person["id"], Presence.PRESENT)
    assert (came["role_then"], came["organisation_then"]) == ("dirigente", "Comedor San Martín")
    desk.undo()
    assert desk.all("people", family_names="Quispe") == desk.all("attendances") == []


def test_an_organisation_that_nobody_knows_is_made_and_a_post_alone_is_kept(local_desk: Any) -> None:
    desk = local_desk
    meeting = a_meeting(desk)
    live_meeting.add_guest(desk.store, meeting, Guest("Zoila", "Ficticia", "vecina", "Junta Vecinal Ficticia"))
    assert [one["name"] for one in desk.all("organisations", name="Junta Vecinal Ficticia")]
    live_meeting.add_guest(desk.store, meeting, Guest("Berta", "", "vecina"))
    assert [(one["role_then"], one["organisation_then"]) for one in desk.all("attendances")] == [
        ("vecina", "Junta Vecinal Ficticia"), ("vecina", None),
    ]  # fmt: skip
    with pytest.raises(Invalid):
        live_meeting.add_guest(desk.store, meeting, Guest(""))


def test_heads_are_counted_without_names(local_desk: Any) -> None:
    desk = local_desk
    meeting = a_meeting(desk)
    live_meeting.count(desk.store, meeting, counted={"counted_women": 31, "counted_men": 9})
    with desk.store.reading() as session:
        sheet = taking_minutes.sheet(session, meeting)
    assert sheet is not None
    assert [sheet.counted[name] for name in live_meeting.COUNTED] == [31, 9, None, None, None]
    desk.undo()
    assert desk.read("meetings", meeting)["counted_women"] is None


def test_people_with_like_names_are_shown_accents_and_order_aside(local_desk: Any) -> None:
    desk = local_desk
    desk.new("people", given_names="Lourdes", family_names="Sánchez Mori")
    desk.new("people", given_names="Rosa", family_names="Quispe")

    def shown(name: str) -> list[str]:
        with desk.store.reading() as session:
            return [one.name for one in live_meeting.similar(session, name)]

    assert shown("sanchez lour") == shown("Lourdes Sanches") == ["Lourdes Sánchez Mori"]
    assert shown("Rosa Quizpe") == shown("Quispe, Rosa".replace(",", "")) == ["Rosa Quispe"]
    assert shown("Rosa Mamani") == shown("Xy") == []
