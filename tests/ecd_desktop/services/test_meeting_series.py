"""Series of meetings: rules in words, members in time, and the meetings that are made from them, each once."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from db.fields import Key
from db.queries import meeting_series as queries
from db.queries.agenda_items import next_meeting as goes_on_in
from db.queries.carried import carried
from db.queries.listing import Ask, Where
from db.queries.meetings import LISTING
from db.records.agenda_items import TopicKind
from db.records.meetings import Confidentiality, MeetingKind, MeetingState, Modality
from db.store import Store
from ecd_desktop import calendar
from ecd_desktop.errors import Expected
from ecd_desktop.services import meeting_series, meetings, people, places, records, reference
from ecd_desktop.services.meeting_series import UsualTopic, parse_topics
from tests.ecd_desktop.services.conftest import Desk

GDU, GDH = reference.key_of("organisations", "gdu"), reference.key_of("organisations", "gdh")


def a_series(desk: Any, **values: Any) -> Any:
    known = {"rule": "primer martes", "starts_at": "09:00", "ends_at": "11:00", "venue": "Sala 4"}
    return meeting_series.add(desk.store, name="Mesa técnica", **known | values)


def a_person(desk: Any, name: str) -> Any:
    key = desk.new("people", given_names=name, family_names="Ficticia")
    people.take_post(desk.store, key, organisation=GDU, role="Arquitecta", on=date(2026, 1, 1))
    return key


def days(desk: Any, **wanted: Any) -> list[tuple[date, date]]:
    return [(one["occurs_on"], one["held_on"]) for one in desk.all("meetings", **wanted)]


def test_a_rule_in_words_is_kept_as_a_recurrence_rule_and_counts_from_today(local_desk: Any) -> None:
    series = local_desk.read("meeting_series", a_series(local_desk))
    assert (series["rule"], series["since"]) == ("FREQ=MONTHLY;BYDAY=1TU", date(2026, 6, 10))
    with local_desk.invalid("not understood"):
        a_series(local_desk, rule="cuando se pueda")
    with local_desk.invalid("Line {n}"):
        a_series(local_desk, agenda="Avances | 15\nVarios | baile")


def test_the_next_meetings_have_everything_the_series_says(desk: Any) -> None:
    project, chair, secretary = desk.new("projects", name="Ruta"), a_person(desk, "Una"), a_person(desk, "Otra")
    series = a_series(
        desk, kind=MeetingKind.LOCAL_BODY, modality=Modality.MIXED, chair_id=chair, secretary_id=secretary,
        project_id=project, convened_by_id=GDH, confidentiality=Confidentiality.INTERNAL,
        agenda="Lectura del acta | información | 10\nAvances\n\n- Acuerdos del mes | 30 min | decisión",
    )  # fmt: skip
    meeting_series.add_members(desk.store, series, people=[chair])
    made = meeting_series.schedule(desk.store, series, count=2)
    assert days(desk) == [(date(2026, 7, 7), date(2026, 7, 7)), (date(2026, 8, 4), date(2026, 8, 4))]
    for key in made:
        meeting = desk.read("meetings", key)
        assert (meeting["series_id"], meeting["subject"], meeting["state"]) == (
            series, "Mesa técnica", MeetingState.PLANNED
        )  # fmt: skip
        assert (meeting["starts_at"], meeting["ends_at"], meeting["venue"]) == ("09:00", "11:00", "Sala 4")
        assert (meeting["chair_id"], meeting["secretary_id"], meeting["convened_by_id"]) == (chair, secretary, GDH)
        assert (meeting["kind"], meeting["modality"]) == (MeetingKind.LOCAL_BODY, Modality.MIXED)
        assert [one["project_id"] for one in desk.all("meeting_projects", meeting_id=key)] == [project]
        assert [(one["person_id"], one["role_then"]) for one in desk.all("attendances", meeting_id=key)] == [
            (chair, "Arquitecta")
        ]
        assert [(one["position"], one["title"], one["kind"], one["minutes"])
                for one in desk.all("agenda_items", meeting_id=key)] == [
            (1, "Lectura del acta", TopicKind.INFORMATION, 10), (2, "Avances", TopicKind.DISCUSSION, None),
            (3, "Acuerdos del mes", TopicKind.DECISION, 30),
        ]  # fmt: skip
    assert [desk.read("meetings", key)["code"] for key in made] == ["REU-2026-001", "REU-2026-002"]
    desk.undo()
    assert desk.all("meetings") == desk.all("attendances") == desk.all("agenda_items") == []


def test_members_are_asked_from_and_until_their_days_with_the_post_of_each_day(local_desk: Any) -> None:
    desk = local_desk
    first, later, left = (a_person(desk, name) for name in ("Una", "Dos", "Tres"))
    series = a_series(desk)
    meeting_series.add_members(desk.store, series, people=[first])
    meeting_series.add_members(desk.store, series, people=[later], since=date(2026, 7, 8))
    (member,) = meeting_series.add_members(desk.store, series, people=[left])
    meeting_series.set_member_until(desk.store, [member], until=date(2026, 7, 7))
    people.take_post(desk.store, first, organisation=GDH, role="Coordinadora", on=date(2026, 8, 1))
    july, august = meeting_series.schedule(desk.store, series, count=2)
    asked = {
        key: {(one["person_id"], one["role_then"]) for one in desk.all("attendances", meeting_id=key)}
        for key in (july, august)
    }
    assert asked[july] == {(first, "Arquitecta"), (left, "Arquitecta")}
    assert asked[august] == {(first, "Coordinadora"), (later, "Arquitecta")}
    with desk.store.reading() as session:
        assert [one.person for one in queries.members(session, series)] == [later, left, first]


def test_a_day_of_the_rule_never_gets_a_second_meeting(desk: Any) -> None:
    series = a_series(desk)
    july, august, september = meeting_series.schedule(desk.store, series, count=3)
    meetings.move(desk.store, [july], held_on=date(2026, 7, 9))
    meetings.set_state(desk.store, [august], state=MeetingState.CANCELLED, reason="feria")
    meetings.set_state(desk.store, [september], state=MeetingState.SUSPENDED, reason="paro")
    assert meeting_series.schedule(desk.store, series, until=date(2026, 9, 30)) == []
    october = meeting_series.next_meeting(desk.store, series)
    assert desk.read("meetings", october)["held_on"] == date(2026, 10, 6)
    desk.new("meetings", subject="a mano", series_id=series, held_on=date(2026, 11, 3))
    (december,) = meeting_series.schedule(desk.store, series, count=1)
    assert desk.read("meetings", december)["occurs_on"] == date(2026, 12, 1)
    assert len(desk.all("meetings")) == 6
    assert desk.store.verify() == []


def test_the_days_that_have_no_meeting_yet_are_read_without_holding_anything(desk: Any) -> None:
    series = a_series(desk)
    (made,) = meeting_series.schedule(desk.store, series, count=1)
    with desk.store.reading() as session:
        found = meeting_series.foreseen(session, series, count=2)
    assert len(found) == 2
    assert desk.read("meetings", made)["held_on"] not in [one.on for one in found]


def test_a_holiday_moves_the_meeting_and_the_day_of_the_rule_is_remembered(local_desk: Any) -> None:
    series = a_series(local_desk, rule="segundo martes")
    places.declare_holiday(local_desk.store, on=date(2026, 7, 14), name="Día no laborable")
    meeting_series.schedule(local_desk.store, series, until=date(2026, 7, 31))
    assert days(local_desk) == [(date(2026, 7, 14), date(2026, 7, 15))]
    assert meeting_series.schedule(local_desk.store, series, until=date(2026, 7, 31)) == []
    assert meeting_series.schedule(local_desk.store, series, count=0) == []


def test_a_series_makes_nothing_beyond_its_end(local_desk: Any) -> None:
    desk = local_desk
    series = a_series(desk, since=date(2026, 1, 1), until=date(2026, 8, 1))
    assert len(meeting_series.schedule(desk.store, series, count=9)) == 1
    with pytest.raises(Expected, match="until 01/08/2026"):
        meeting_series.next_meeting(desk.store, series)
    meeting_series.end(desk.store, [series])
    with pytest.raises(Expected, match="not held any more"):
        meeting_series.schedule(desk.store, series, count=1)
    with pytest.raises(Expected, match="still used"):
        meeting_series.delete(desk.store, [series])


def test_without_a_rule_the_next_one_is_held_when_the_last_one_said(local_desk: Any) -> None:
    desk = local_desk
    series = a_series(desk, rule=None)
    with pytest.raises(Expected, match="no rule"):
        meeting_series.schedule(desk.store, series, count=1)
    first = meeting_series.next_meeting(desk.store, series)
    assert desk.read("meetings", first)["held_on"] is None
    desk.new(
        "meetings", subject="La anterior", series_id=series, held_on=date(2026, 6, 2), state=MeetingState.HELD,
        next_on=date(2026, 6, 30), next_at="15:30", next_venue="Local comunal",
    )  # fmt: skip
    said = desk.read("meetings", meeting_series.next_meeting(desk.store, series))
    assert (said["held_on"], said["starts_at"], said["ends_at"]) == (date(2026, 6, 30), "15:30", "17:30")
    assert (said["venue"], said["occurs_on"]) == ("Local comunal", None)
    again = desk.read("meetings", meeting_series.next_meeting(desk.store, series))
    assert again["held_on"] is None


def test_two_people_who_make_the_next_meetings_at_once_make_each_one_once(
    office_postgres_url: str, open_store: Callable[..., Store]
) -> None:
    store = open_store(office_postgres_url)
    series = meeting_series.add(store, name="Mesa", rule="cada lunes")
    made: list[Key] = []
    barrier = threading.Barrier(3)

    def make(name: str) -> None:
        mine = Store.open(office_postgres_url, who=name)
        try:
            barrier.wait()
            made.extend(meeting_series.schedule(mine, series, until=date(2026, 12, 31)))
        finally:
            mine.close()

    threads = [threading.Thread(target=make, args=(f"Persona {n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    days_ = [one["occurs_on"] for one in Desk(store).all("meetings")]
    assert len(days_) == len(set(days_)) == len(made) == 29
    assert store.verify() == []


def test_old_commitments_of_a_series_are_asked_about_whatever_their_kind_and_project(desk: Any) -> None:
    series, other = a_series(desk), a_series(desk)
    before = desk.new("meetings", subject="Antes", series_id=series, held_on=date(2026, 5, 5), kind=MeetingKind.SENIOR)
    elsewhere = desk.new("meetings", subject="Otra", series_id=other, held_on=date(2026, 5, 5))
    desk.item(description="de la serie", meeting_id=before)
    desk.item(description="de otra serie", meeting_id=elsewhere)
    project = desk.new("projects", name="Ruta")
    desk.item(description="del proyecto", project_id=project, due_on=date(2026, 7, 15))
    this = meeting_series.next_meeting(desk.store, series)

    def asked() -> list[str]:
        with desk.store.reading() as session:
            found = carried(session, this, calendar.clock(calendar.today(), calendar.Calendar()))
        return [one.item.description for one in found]

    assert asked() == ["de la serie"]
    meetings.set_projects(desk.store, this, projects=[project])
    assert asked() == ["de la serie", "del proyecto"]
    alone = desk.new("meetings", subject="Sola", held_on=date(2026, 6, 9))
    with desk.store.reading() as session:
        assert carried(session, alone, calendar.clock(calendar.today(), calendar.Calendar())) == []
        assert goes_on_in(session, before) == this


def test_the_list_of_meetings_is_filtered_and_grouped_by_series(desk: Any) -> None:
    series = a_series(desk)
    meeting_series.schedule(desk.store, series, count=2)
    desk.new("meetings", subject="Sola", held_on=date(2026, 6, 9))
    with desk.store.reading() as session:
        of_series = LISTING.all(session, Ask(where=(Where("series", "is", "Mesa técnica"),)))
        assert [row.series_key for row in of_series] == [series, series]
        groups = LISTING.groups(session, "series", Ask())
        assert [(group.value, group.count) for group in groups] == [("Mesa técnica", 2), (None, 1)]
        (row,) = queries.LISTING.all(session, Ask(clock=calendar.clock(calendar.today(), calendar.Calendar())))
        assert (row.next_on, row.last_on, row.held, row.members) == (date(2026, 7, 7), None, 0, 0)


def test_of_two_people_who_are_one_a_series_keeps_one_member(local_desk: Any) -> None:
    desk = local_desk
    series, other = a_series(desk), a_series(desk)
    one, twin = a_person(desk, "Una"), a_person(desk, "Una")
    meeting_series.add_members(desk.store, series, people=[one, twin])
    meeting_series.add_members(desk.store, other, people=[twin])
    people.merge(desk.store, keep=one, duplicates=[twin])
    with desk.store.reading() as session:
        assert [[each.person for each in queries.members(session, key)] for key in (series, other)] == [[one], [one]]
    (known,) = meeting_series.add_members(desk.store, other, people=[one])
    assert len(desk.all("series_members")) == 2
    assert known in {each["id"] for each in desk.all("series_members")}


def test_usual_topics_are_read_in_both_languages() -> None:
    assert parse_topics("Avances | information | 15\n\n• Varios\nAprobar | dec | 5'\nOtros | 20 minutos | info.") == [
        UsualTopic("Avances", TopicKind.INFORMATION, 15), UsualTopic("Varios"),
        UsualTopic("Aprobar", TopicKind.DECISION, 5), UsualTopic("Otros", TopicKind.INFORMATION, 20),
    ]  # fmt: skip


def test_a_duplicate_of_a_series_says_that_it_is_one(local_desk: Any) -> None:
    from ecd_desktop.services.field_changes import duplicate

    (twin,) = duplicate(local_desk.store, "meeting_series", [a_series(local_desk)])
    assert local_desk.read("meeting_series", twin)["name"] == "Mesa técnica (copy)"
    draft = local_desk.draft("meeting_series", twin)
    records.want(draft, "rule", "último viernes")
    meeting_series.save(local_desk.store, draft)
    assert local_desk.read("meeting_series", twin)["rule"] == "FREQ=MONTHLY;BYDAY=-1FR"
