"""Meetings as calendar files: one name for good, changes counted, what is not held called off, any text unharmed."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from db import exchange_log
from db.queries.invitations import Contact, Convened, Item
from db.records import Attendance, Meeting, Organisation, Person
from db.records.agenda_items import AgendaItem, TopicKind
from db.records.base import new_key
from db.records.meetings import Confidentiality, MeetingKind, MeetingState
from db.store import Store
from ecd_desktop import invitations
from ecd_desktop.__main__ import main
from ecd_desktop.calendar import LIMA
from ecd_desktop.errors import Expected
from ecd_desktop.outgoing_text import addresses, cleaned, one_line
from ecd_desktop.services import meetings
from tests.naughty import naughty

DAY = date(2026, 6, 16)


def meeting(**more: Any) -> Convened:
    values: dict[str, Any] = {
        "key": new_key(), "code": "REU-2026-004", "number": "", "subject": "Mesa técnica",
        "kind": MeetingKind.TECHNICAL, "state": MeetingState.CONVENED, "state_reason": "", "confidentiality": None,
        "modality": None, "held_on": DAY, "starts_at": "09:30", "ends_at": "11:00", "place": "Mercedarias",
        "venue": "Local comunal", "moves": 0,
        "organisers": (Contact("GDH", "gdh@ficticia.pe"),),
        "guests": (Contact("Lucía Quispe", "lucia@ficticia.pe"), Contact("Sin correo"), Contact("Mal", "no tiene")),
        "topics": (
            Item("Sombra", TopicKind.DECISION, 20, "Lucía Quispe"), Item("Cerco", TopicKind.DISCUSSION, None, ""),
        ),
    }  # fmt: skip
    return Convened(**values | more)


def event(data: bytes) -> Any:
    (found,) = Calendar.from_ical(data).walk("VEVENT")
    return found


def written(one: Convened, **more: Any) -> Any:
    return event(invitations.calendar_file([one], **{"people": True, "alone": True} | more))


def test_an_invitation_says_when_where_what_and_who_in_limas_time() -> None:
    data = invitations.calendar_file([meeting()], people=True, alone=True)
    assert Calendar.from_ical(data)["method"] == "REQUEST"
    assert len(Calendar.from_ical(data).walk("VTIMEZONE")) == 1
    one = event(data)
    assert one["dtstart"].dt == datetime(2026, 6, 16, 9, 30, tzinfo=LIMA)
    assert one["dtstart"].params["TZID"] == "America/Lima"
    assert one["dtend"].dt - one["dtstart"].dt == timedelta(minutes=90)
    assert (one["summary"], one["location"]) == ("Mesa técnica", "Local comunal, Mercedarias")
    assert one["status"] == "CONFIRMED"
    assert "1. Sombra (20 minutes, Lucía Quispe)\n2. Cerco" in one["description"]
    assert one["organizer"] == "mailto:gdh@ficticia.pe"
    assert [str(who) for who in one["attendee"]] == ["mailto:lucia@ficticia.pe", "mailto:gdh@ficticia.pe"]


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.SUSPENDED])
def test_what_is_not_held_is_called_off_with_its_reason(state: MeetingState) -> None:
    told = meeting(state=state, state_reason="Paro de transportistas", moves=2)
    data = invitations.calendar_file([told], people=True, alone=True)
    assert Calendar.from_ical(data)["method"] == "CANCEL"
    one = event(data)
    assert (one["status"], one["comment"], one["sequence"]) == ("CANCELLED", "Paro de transportistas", 2)
    assert "Paro de transportistas" in one["description"]


def test_without_hours_it_takes_the_day_and_without_an_end_what_its_topics_take() -> None:
    assert invitations.hours(meeting(starts_at="", ends_at="")) == (DAY, date(2026, 6, 17))
    start, end = invitations.hours(meeting(ends_at=""))
    assert end - start == timedelta(minutes=20)
    start, end = invitations.hours(meeting(ends_at="", topics=()))
    assert end - start == timedelta(hours=1)
    start, end = invitations.hours(meeting(starts_at="22:00", ends_at="01:00"))
    assert end - start == timedelta(hours=3)
    assert written(meeting(starts_at="", ends_at=""))["dtstart"].dt == DAY


def test_a_file_of_many_names_nobody_and_says_nothing_of_what_is_reserved() -> None:
    told = [meeting(), meeting(confidentiality=Confidentiality.RESERVED), meeting(state=MeetingState.CANCELLED)]
    data = invitations.calendar_file(told)
    assert b"ficticia.pe" not in data
    assert b"ORGANIZER" not in data
    made = Calendar.from_ical(data)
    assert made["method"] == "PUBLISH"
    plain, reserved, off = made.walk("VEVENT")
    assert "Sombra" in plain["description"]
    assert "Sombra" not in reserved["description"]
    assert (reserved["class"], off["status"]) == ("CONFIDENTIAL", "CANCELLED")
    assert len({one["uid"] for one in (plain, reserved, off)}) == 3
    assert b"lucia@ficticia.pe" in invitations.calendar_file(told, people=True)


def test_nobody_with_an_address_to_convene_means_a_date_and_no_invitation() -> None:
    data = invitations.calendar_file([meeting(organisers=(Contact("GDH", "mesa de partes"),))], people=True, alone=True)
    assert Calendar.from_ical(data)["method"] == "PUBLISH"


def test_naughty_texts_come_back_from_a_calendar_as_they_were_typed() -> None:
    tried = broken = 0
    for text in naughty(random.Random(20260616), 500):
        one = meeting(
            subject=text, venue=text, state_reason=text, state=MeetingState.CANCELLED,
            topics=(Item(text, TopicKind.DECISION, None, ""),), guests=(Contact(text, "lucia@ficticia.pe"),),
        )  # fmt: skip
        data = invitations.calendar_file([one], people=True, alone=True)
        assert all(len(line) <= 75 for line in data.split(b"\r\n"))
        assert data.count(b"BEGIN:VEVENT") == 1
        back = event(data)
        flat = " ".join(cleaned(text).split())
        assert back["summary"] == (one_line(text) or "Technical round table REU-2026-004")
        assert f"1. {flat}" in back["description"]
        assert back["comment"] == cleaned(text)
        assert str(back["attendee"][0]) == "mailto:lucia@ficticia.pe"
        assert back["attendee"][0].params["CN"] == one_line(text, 120).replace("\\", "/")
        assert {"BEGIN", "X-EVIL", "ATTACH"}.isdisjoint(back)
        tried += 1
        broken += "\n" in text or "\r" in text or len(text) > 10_000
    assert tried >= 500
    assert broken >= 15  # texts that would end a line, or are far too long for one


def test_addresses_are_found_among_what_people_type() -> None:
    typed = "Lucia@MuniLima.gob.pe; lucia@munilima.gob.pe / <otra@x.pe>,"
    assert addresses(typed) == ("Lucia@MuniLima.gob.pe", "otra@x.pe")
    assert addresses("no tiene") == addresses(None) == addresses("a@b") == addresses("a@b..pe") == ()
    assert addresses("x@y.pe\r\nBcc: z@w.pe") == ("x@y.pe", "z@w.pe")


# --- from a database ------------------------------------------------------------------------------------------------


@pytest.fixture
def planned(database_url: str, open_store: Callable[..., Store]) -> tuple[Store, Any]:
    store = open_store(database_url)
    with store.change("A meeting") as work:
        unit = work.add(Organisation(name="Gerencia de Desarrollo Humano", acronym="GDH", email="gdh@ficticia.pe"))
        person = work.add(Person(given_names="Lucía", family_names="Quispe", email="lucia@ficticia.pe"))
        made = work.add(Meeting(code="REU-2026-001", subject="Mesa técnica", held_on=DAY, starts_at="09:30",
                                ends_at="11:00", convened_by_id=unit.id))  # fmt: skip
        work.add(Attendance(meeting_id=made.id, person_id=person.id))
        work.add(Attendance(meeting_id=made.id, guest="Invitada"))
        work.add(AgendaItem(meeting_id=made.id, position=1, title="Sombra"))
        work.add(Meeting(code="REU-2026-002", subject="Sin fecha"))
        key = made.id
    return store, key


def test_after_a_move_the_invitation_has_the_same_name_and_the_next_number(
    planned: tuple[Store, Any], tmp_path: Path
) -> None:
    store, key = planned
    path = tmp_path / "invitation.ics"
    invitations.save(store, [key], path)
    before = event(path.read_bytes())
    meetings.move(store, [key], held_on=date(2026, 6, 18))
    invitations.save(store, [key], path)
    after = event(path.read_bytes())
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert after["dtstart"].dt.date() == date(2026, 6, 18)
    assert len(after["attendee"]) == 2
    with store.reading() as session:
        sent = exchange_log.sent(session)
        values, _spare = exchange_log.handed_out(session, sent[0].id) or ({}, [])
    meetings.set_state(store, [key], state=MeetingState.CANCELLED, reason="Paro")
    invitations.save(store, [key], path)
    off = event(path.read_bytes())
    assert (off["uid"], off["sequence"], off["status"]) == (before["uid"], after["sequence"] + 1, "CANCELLED")
    assert [(one.kind, one.name) for one in sent] == [("invitation", "invitation.ics")] * 2
    assert values["meetings"][str(key)]["held_on"] == "2026-06-18"


def test_a_calendar_of_a_period_counts_what_it_holds(planned: tuple[Store, Any], tmp_path: Path) -> None:
    store, key = planned
    whole = invitations.save_calendar(store, tmp_path / "meetings")
    assert (whole.path.name, whole.meetings, whole.left_out) == ("meetings.ics", 1, 1)
    assert b"ficticia.pe" not in whole.path.read_bytes()
    none = invitations.save_calendar(store, tmp_path / "none.ics", since=date(2026, 6, 17))
    assert (none.meetings, Calendar.from_ical(none.path.read_bytes()).walk("VEVENT")) == (0, [])
    assert invitations.save(store, [key], tmp_path / "one.ics", invite=False).meetings == 1
    with store.reading() as session:
        undated = next(row for row in session.query(Meeting).all() if row.held_on is None).id
    with pytest.raises(Expected, match="without a date"):
        invitations.save(store, [undated], tmp_path / "x.ics")
    assert not (tmp_path / "x.ics").exists()


def test_the_command_calendar_writes_the_period(
    sqlite_url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    database = sqlite_url.removeprefix("sqlite:///")
    out = tmp_path / "meetings.ics"
    assert main(["--database", database, "calendar", "--out", str(out), "--from", "01/06/2026"]) == 0
    assert "0 meetings in" in capfd.readouterr().out
    assert Calendar.from_ical(out.read_bytes())["version"] == "2.0"
    command = ["--database", database, "calendar", "--out", str(out)]
    assert main([*command, "--from", "02/06/2026", "--until", "01/06/2026"]) == 2
    assert main([*command, "--with-personal-data", " "]) == 2


def test_a_meeting_in_no_language_but_its_own_is_told_apart() -> None:
    assert invitations.title(replace(meeting(), subject="", number="")) == "Technical round table REU-2026-004"
