"""E-mail drafts about a meeting: one file each, the papers attached, only their own commitments, logged and undone."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest
from icalendar import Calendar as CalendarFile

from db import exchange_log
from db.records import ActionItem, Attendance, CoResponsible, Meeting, Organisation, Person, pair_key
from db.records.action_items import Channel, Reach, State
from db.records.interactions import Purpose
from db.records.meetings import MeetingState
from db.store import Store
from ecd_desktop import calendar, mail_drafts
from ecd_desktop.errors import Expected
from ecd_desktop.mail_drafts import Drafts, Mailing
from ecd_desktop.outgoing_text import cleaned, one_line
from ecd_desktop.settings import Settings
from tests.naughty import naughty

TODAY = date(2026, 6, 10)


def read(path: Path) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(path.read_bytes(), policy=default))


def attached(message: EmailMessage) -> dict[str, Any]:
    return {part.get_content_type(): part for part in message.iter_attachments()}


@pytest.fixture
def held(database_url: str, open_store: Callable[..., Store]) -> tuple[Store, Any]:
    calendar.set_today(TODAY)
    store = open_store(database_url)
    with store.change("A meeting") as work:
        unit = work.add(Organisation(name="Gerencia Ficticia", acronym="GOF", email="gof@ficticia.pe"))
        lucia = work.add(Person(given_names="Lucía", family_names="Quispe", email="lucia@ficticia.pe"))
        saul = work.add(Person(given_names="Saúl", family_names="Ñahui", email="saul@ficticia.pe"))
        mute = work.add(Person(given_names="Sin", family_names="Correo", email="no tiene"))
        made = work.add(Meeting(code="REU-2026-001", subject="Mesa técnica", held_on=date(2026, 6, 9),
                                starts_at="09:30", state=MeetingState.HELD, convened_by_id=unit.id))  # fmt: skip
        for person in (lucia, saul, mute):
            work.add(Attendance(meeting_id=made.id, person_id=person.id))
        work.add(Attendance(meeting_id=made.id, guest="Invitada"))
        items = [
            ActionItem(code=f"COM-2026-00{n}", description=text, meeting_id=made.id, due_on=date(2026, 6, 30), **who)
            for n, (text, who) in enumerate((
                ("Enviar los planos", {"person_id": lucia.id, "unit_id": unit.id}),
                ("Contar las bancas", {"person_id": saul.id}),
                ("Ordenar fotos", {"person_id": lucia.id, "reach": Reach.INTERNAL_TASK}),
                ("Aún por decidir", {"person_id": lucia.id, "state": State.DRAFT}),
            ), 1)
        ]  # fmt: skip
        for item in items:
            item.internal_note = "No creerle"
            work.add(item)
        work.add(CoResponsible(id=pair_key(items[1].id, unit.id), action_item_id=items[1].id, organisation_id=unit.id))
        key = made.id
    return store, key


def sent(store: Store, mailing: Mailing, folder: Path) -> dict[str, EmailMessage]:
    drafts = mail_drafts.write(folder, mailing, mailing.reachable, Settings(path=folder.parent / "settings.toml"))
    done = mail_drafts.register(store, mailing, drafts)
    return {path.stem: read(path) for path in done.folder.iterdir()}


def contacts(store: Store) -> list[tuple[Any, ...]]:
    from db.queries.contacts import contacts as told

    with store.reading() as session:
        keys = [row.id for row in session.query(Person).all()]
        return [(row.purpose, row.channel, row.on, row.meeting, row.by) for key in keys
                for row in told(session, "people", key)]  # fmt: skip


def test_each_gets_the_minutes_and_their_own_commitments_alone(held: tuple[Store, Any], tmp_path: Path) -> None:
    store, key = held
    mailing = mail_drafts.collect(store, key, purpose=Purpose.MINUTES)
    assert [one.name for one in mailing.unreachable] == ["Invitada", "Sin Correo"]
    made = sent(store, mailing, tmp_path / "acta")
    assert sorted(made) == ["REU-2026-001 GOF", "REU-2026-001 Lucía Quispe", "REU-2026-001 Saúl Ñahui"]
    for message in made.values():
        assert message["X-Unsent"] == "1"
        assert message["Subject"] == "Minutes: Mesa técnica (REU-2026-001)"
        papers = attached(message)
        assert list(papers) == ["application/pdf"]
        assert papers["application/pdf"].get_content().startswith(b"%PDF-")
        assert papers["application/pdf"].get_filename() == "Minutes of the meeting REU-2026-001.pdf"
    told = {name: cast(Any, message.get_body()).get_content() for name, message in made.items()}
    lucia, saul, unit = (told[f"REU-2026-001 {who}"] for who in ("Lucía Quispe", "Saúl Ñahui", "GOF"))
    assert ("COM-2026-001: Enviar los planos (due on 30/06/2026)" in lucia, "bancas" in lucia) == (True, False)
    assert ("planos" in saul, "bancas" in saul) == (False, True)
    assert ("planos" in unit, "bancas" in unit) == (True, True)
    assert not any(word in text for text in told.values() for word in ("fotos", "decidir", "creerle"))
    assert made["REU-2026-001 GOF"]["To"].addresses[0].addr_spec == "gof@ficticia.pe"
    assert contacts(store) == [(Purpose.MINUTES, Channel.MAIL, TODAY, "REU-2026-001", "Prueba Ficticia")] * 2
    with store.reading() as session:
        log = exchange_log.sent(session)
        values = [exchange_log.handed_out(session, one.id) or ({}, []) for one in log]
        person = next(row for row in session.query(Person).all() if row.given_names == "Lucía").id
    assert sorted((one.kind, one.recipient) for one in log) == [("mail", "GOF"), ("mail", "Lucía Quispe"),
                                                                ("mail", "Saúl Ñahui")]  # fmt: skip
    assert sum(len(value["action_items"]) for value, _spare in values) == 4
    assert store.undo().applied
    assert contacts(store) == []
    public = mail_drafts.collect(store, key, purpose=Purpose.MINUTES, public=True)
    assert "the public version of the minutes" in mail_drafts.text(public, public.reachable[0])
    store.redact("people", person, ["given_names", "family_names", "email"])
    with store.reading() as session:
        assert {one.recipient for one in exchange_log.sent(session)} == {"GOF", None, "Saúl Ñahui"}
        assert "Quispe" not in str([exchange_log.handed_out(session, one.id) for one in log])
    assert store.verify() == []


def test_an_invitation_carries_the_agenda_and_the_calendar_file_and_says_when_it_is_called_off(
    held: tuple[Store, Any], tmp_path: Path
) -> None:
    store, key = held
    with store.change("Ahead") as work:
        work.get(Meeting, key).held_on = date(2026, 6, 16)
        work.get(Meeting, key).state = MeetingState.CONVENED
    made = sent(store, mail_drafts.collect(store, key, purpose=Purpose.INVITATION), tmp_path / "x")
    papers = attached(made["REU-2026-001 Saúl Ñahui"])
    assert set(papers) == {"application/pdf", "text/calendar"}
    calendar_file = CalendarFile.from_ical(papers["text/calendar"].get_content())
    assert (calendar_file["method"], len(calendar_file.walk("VEVENT"))) == ("REQUEST", 1)
    assert calendar_file.walk("VEVENT")[0]["summary"] == "Mesa técnica"
    assert papers["text/calendar"]["Content-Type"].params["method"] == "REQUEST"
    assert "Tuesday, 16 June 2026, 09:30" in cast(Any, made["REU-2026-001 Saúl Ñahui"].get_body()).get_content()
    with store.change("Off") as work:
        meeting = work.get(Meeting, key)
        meeting.state, meeting.state_reason, meeting.moves = MeetingState.SUSPENDED, "Paro", 1
    off = sent(store, mail_drafts.collect(store, key, purpose=Purpose.INVITATION), tmp_path / "x")
    assert (tmp_path / "x (2)").is_dir()
    message = off["REU-2026-001 Saúl Ñahui"]
    assert message["Subject"] == "Not held: Mesa técnica (REU-2026-001)"
    assert CalendarFile.from_ical(attached(message)["text/calendar"].get_content())["method"] == "CANCEL"


def test_nothing_is_left_behind_where_nothing_could_be_written(held: tuple[Store, Any], tmp_path: Path) -> None:
    store, key = held
    mailing = mail_drafts.collect(store, key, purpose=Purpose.MINUTES)
    settings = Settings(path=tmp_path / "settings.toml")
    with pytest.raises(Expected, match="Nobody is chosen"):
        mail_drafts.write(tmp_path / "a", mailing, [], settings)
    with pytest.raises(Expected):
        mail_drafts.write(tmp_path / "missing" / "a", mailing, mailing.reachable, settings)
    assert list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part")) == []
    part = tmp_path / ".gone.part"
    with pytest.raises(Expected):
        mail_drafts.register(store, mailing, Drafts(part, tmp_path / "gone", ((mailing.reachable[0], "x.eml"),)))
    with store.change("No date") as work:
        work.get(Meeting, key).held_on = None
    with pytest.raises(Expected, match="without a date"):
        mail_drafts.collect(store, key, purpose=Purpose.INVITATION)


def test_naughty_texts_come_back_from_an_e_mail_as_they_were_typed(
    sqlite_url: str, open_store: Callable[..., Store]
) -> None:
    store = open_store(sqlite_url)
    with store.change("A meeting") as work:
        person = work.add(Person(given_names="Lucía", email="lucia@ficticia.pe"))
        made = work.add(Meeting(code="REU-2026-001", held_on=TODAY))
        work.add(Attendance(meeting_id=made.id, person_id=person.id))
        work.add(ActionItem(code="COM-2026-001", description="x", meeting_id=made.id, person_id=person.id))
        key = made.id
    plain = mail_drafts.collect(store, key, purpose=Purpose.MINUTES)
    (to,) = plain.recipients
    tried = broken = 0
    for said in naughty(random.Random(20260617), 60):
        mailing = replace(plain, meeting=replace(plain.meeting, subject=said), sender=said)
        one = replace(to, name=said or "x", items=(replace(to.items[0], description=said),))
        data = mail_drafts.draft(mailing, one, pdf=b"%PDF-1.7 \r\n\x00\xff", pdf_name="Acta «ñ».pdf")
        assert max(map(len, data.split(b"\r\n"))) <= 998
        back = cast(EmailMessage, message_from_bytes(data, policy=default))
        assert back.defects == []
        assert {name.lower() for name in back} == {"subject", "to", "x-unsent", "content-type", "mime-version"}
        assert back["Subject"] == mail_drafts.subject(mailing)
        (address,) = back["To"].addresses
        assert address.addr_spec == "lucia@ficticia.pe"
        name, _at, _rest = message_from_bytes(data)["To"].rpartition(" <")  # its newer reader adds blanks to long ones
        assert str(make_header(decode_header(name))) == one_line(said, 120)
        text = cast(Any, back.get_body()).get_content().replace("\r\n", "\n")
        assert text == mail_drafts.text(mailing, one)
        assert one_line(said, 2_000).rstrip(".") in text
        (pdf,) = back.iter_attachments()
        assert (pdf.get_content(), pdf.get_filename()) == (b"%PDF-1.7 \r\n\x00\xff", "Acta «ñ».pdf")
        tried += 1
        broken += cleaned(said) != said or len(said) > 10_000
    assert tried >= 60
    assert broken >= 12
