"""Minutes become a text in the record; closing makes decisions and commitments of it: once, and taken back at once."""

from datetime import date
from typing import Any

import pytest

from db.errors import Invalid
from db.fields import Key
from db.records import AgendaItem
from db.records.action_items import Origin
from db.records.agenda_items import TopicState
from db.records.meetings import MeetingState, Presence
from ecd_desktop.minutes_text import Minutes, Reader, Tag
from ecd_desktop.quick_add import asked
from ecd_desktop.services import history, meetings, people, quick_add, reference, taking_minutes

HELD = date(2026, 6, 10)  # a Wednesday
GDU = reference.key_of("organisations", "gdu")
TEXT = """## 2. Sombra
Se habla mucho.
ACUERDO Se instala el toldo
COMPROMISO @ana @GDU pide dos cotizaciones vie
COMPROMISO Revisar el muro
RIESGO El muro puede ceder
COMPROMISO @ana
"""


def a_meeting(desk: Any, **more: Any) -> Key:
    key: Key = desk.new("meetings", subject="Mesa técnica", held_on=HELD, starts_at="15:00", **more)
    return key


def somebody(desk: Any) -> Key:
    key: Key = desk.new("people", given_names="Ana", family_names="Ficticia")
    people.take_post(desk.store, key, organisation=GDU, role="Arquitecta", on=date(2026, 1, 1))
    return key


def understood(desk: Any, text: str) -> Minutes:
    """A text as the workspace reads it."""
    with desk.store.reading() as session:
        names = [name for line in text.split("\n") for name in asked(line)]
        found = quick_add.look_up(session, names)
    known: dict[str, list[Any]] = {}
    for (sign, _words), some in found.items():
        known.setdefault(sign, []).extend(some)
    return Reader().read(text, today=HELD, known=known)


def topics(desk: Any, meeting: Key, *titles: str) -> list[Key]:
    with desk.store.change("Agenda") as work:
        return [
            work.add(AgendaItem(meeting_id=meeting, position=n, title=title)).id for n, title in enumerate(titles, 1)
        ]


def test_closing_records_what_the_text_says_as_one_change(desk: Any) -> None:
    meeting, ana = a_meeting(desk), somebody(desk)
    project = desk.new("projects", name="Parque ficticio")
    meetings.set_projects(desk.store, meeting, projects=[project])
    _first, second = topics(desk, meeting, "Anteriores", "Sombra")
    before = desk.store.seq
    closed = taking_minutes.close(desk.store, meeting, minutes=understood(desk, TEXT), ends_at="17:30")
    assert (closed.decisions, closed.commitments) == (1, 2)
    assert desk.store.seq == before + 1
    (decision,) = desk.all("decisions")
    assert (decision["text"], decision["number"], decision["agenda_item_id"]) == ("Se instala el toldo", "1", second)
    assert decision["decided_on"] == HELD
    first, other = sorted(desk.all("action_items"), key=lambda item: item["item_number"])
    assert (first["description"], first["person_id"], first["unit_id"]) == ("pide dos cotizaciones", ana, GDU)
    assert (first["due_on"], first["due_original"]) == (date(2026, 6, 12), date(2026, 6, 12))
    assert (first["origin"], first["meeting_id"], first["agreed_on"]) == (Origin.MEETING, meeting, HELD)
    assert (other["description"], other["item_number"], other["due_on"]) == ("Revisar el muro", "2", None)
    assert {first["project_id"], other["project_id"]} == {project}
    now = desk.read("meetings", meeting)
    assert (now["state"], now["ends_at"]) == (MeetingState.DRAFT, "17:30")


def test_undo_takes_all_of_it_back_and_redo_brings_it(desk: Any) -> None:
    meeting = a_meeting(desk)
    somebody(desk)
    closed = taking_minutes.close(desk.store, meeting, minutes=understood(desk, TEXT), ends_at="17:30")
    stood = (desk.all("decisions"), desk.all("action_items"), desk.read("meetings", meeting))
    history.undo_tx(desk.store, closed.tx_id)
    assert desk.all("decisions") == desk.all("action_items") == []
    now = desk.read("meetings", meeting)
    assert (now["state"], now["ends_at"]) == (MeetingState.PLANNED, None)
    history.redo(desk.store)
    assert (desk.all("decisions"), desk.all("action_items"), desk.read("meetings", meeting)) == stood
    assert desk.store.verify() == []


def test_closing_again_records_only_what_is_new(desk: Any) -> None:
    meeting = a_meeting(desk)
    somebody(desk)
    taking_minutes.close(desk.store, meeting, minutes=understood(desk, TEXT))
    again = taking_minutes.close(desk.store, meeting, minutes=understood(desk, TEXT))
    assert (again.decisions, again.commitments, again.tx_id) == (0, 0, None)
    more = TEXT.replace("Revisar el muro", "Revisar el muro norte") + "ACUERDO Se pinta la vereda\n"
    third = taking_minutes.close(desk.store, meeting, minutes=understood(desk, more))
    assert (third.decisions, third.commitments) == (1, 0)
    assert sorted((one["number"], one["text"]) for one in desk.all("decisions")) == [
        ("1", "Se instala el toldo"), ("2", "Se pinta la vereda"),
    ]  # fmt: skip
    assert {one["description"] for one in desk.all("action_items")} == {"pide dos cotizaciones", "Revisar el muro"}


def test_what_is_further_along_than_a_draft_stays_there(local_desk: Any) -> None:
    meeting = a_meeting(local_desk)
    meetings.set_state(local_desk.store, [meeting], state=MeetingState.APPROVED)
    taking_minutes.close(local_desk.store, meeting, minutes=understood(local_desk, "ACUERDO Uno"))
    assert local_desk.read("meetings", meeting)["state"] is MeetingState.APPROVED


def test_an_hour_that_is_none_is_refused_and_nothing_is_recorded(local_desk: Any) -> None:
    meeting = a_meeting(local_desk)
    with pytest.raises(Invalid):
        taking_minutes.close(local_desk.store, meeting, minutes=understood(local_desk, TEXT), ends_at="tarde")
    assert local_desk.all("decisions") == []


def test_words_longer_than_a_field_are_cut_in_the_record_and_whole_in_the_text(local_desk: Any) -> None:
    meeting = a_meeting(local_desk)
    text = f"COMPROMISO {'muy ' * 900}largo"
    taking_minutes.close(local_desk.store, meeting, minutes=understood(local_desk, text))
    (item,) = local_desk.all("action_items")
    assert len(item["description"]) <= 2_000
    assert item["description"].endswith("…")
    assert taking_minutes.close(local_desk.store, meeting, minutes=understood(local_desk, text)).tx_id is None


def test_the_text_is_one_change_and_never_overwrites_a_colleague(desk: Any) -> None:
    meeting = a_meeting(desk)
    before = desk.store.seq
    assert not taking_minutes.write(desk.store, meeting, text="Uno\n", base="").conflicts
    assert desk.store.seq == before + 1
    assert desk.read("meetings", meeting)["minutes_text"] == "Uno\n"
    clash = taking_minutes.write(desk.store, meeting, text="Otro", base="")
    assert [one.now for one in clash.conflicts] == ["Uno\n"]
    assert desk.read("meetings", meeting)["minutes_text"] == "Uno\n"
    assert not taking_minutes.write(desk.store, meeting, text="Otro", base="Uno\n").conflicts
    assert not taking_minutes.write(desk.store, meeting, text="", base="Otro").conflicts
    assert not desk.read("meetings", meeting)["minutes_text"]


def test_the_sheet_says_the_agenda_who_came_and_what_is_recorded(desk: Any) -> None:
    meeting, ana = a_meeting(desk), somebody(desk)
    meetings.invite(desk.store, meeting, people=[ana])
    meetings.attend(desk.store, meeting, guest="Vocal del comité", presence=Presence.LATE)
    first, _second = topics(desk, meeting, "Anteriores", "Sombra")
    taking_minutes.set_treated(desk.store, [first], treated=True)
    minutes = understood(desk, TEXT)
    taking_minutes.close(desk.store, meeting, minutes=minutes)
    with desk.store.reading() as session:
        sheet = taking_minutes.sheet(session, meeting)
        assert taking_minutes.sheet(session, ana) is None
    assert sheet is not None
    assert [(one.number, one.title, one.state) for one in sheet.agenda] == [
        (1, "Anteriores", TopicState.TREATED), (2, "Sombra", TopicState.OPEN),
    ]  # fmt: skip
    assert sorted((one.came, one.person) for one in sheet.seats) == [(False, ana), (True, None)]
    assert {line: one.kind for line, one in sheet.known(minutes).items()} == {
        2: Tag.DECISION, 3: Tag.COMMITMENT, 4: Tag.COMMITMENT, 5: Tag.RISK,
    }  # fmt: skip
