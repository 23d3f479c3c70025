"""What changed since a point: once and for all, by noun and group, and without what never leaves."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from db.queries import positions
from db.records.action_items import Reach, State
from db.records.meetings import MeetingState
from ecd_desktop import calendar
from ecd_desktop.errors import Expected
from ecd_desktop.services import action_items, net_change, points, records
from ecd_desktop.services.points import Point

ON = date(2026, 6, 9)
DONE = "Done (to verify)"


def edited(desk: Any, entity: str, key: Any, **values: Any) -> None:
    draft = desk.draft(entity, key)
    for name, value in values.items():
        draft.set(name, value)
    (action_items.save if entity == "action_items" else records.save)(desk.store, draft)


def here(desk: Any) -> Point:
    return Point("test", int(desk.store.seq), "Then", "since then")


def told(change: net_change.NetChange) -> dict[str, dict[str, list[str]]]:
    return {
        section.entity: {
            group.id: [net_change.sentence(one) for one in group.records] for group in section.groups
        }
        for section in change.sections
    }


def test_each_record_stands_once_in_the_group_that_says_most(desk: Any) -> None:
    moved, late, verified, back, gone, task = (desk.item(description=f"Tarea {n}") for n in range(1, 7))
    edited(desk, "action_items", task, reach=Reach.INTERNAL_TASK)
    then = here(desk)
    action_items.report_progress(desk.store, [moved], on=ON, progress=40, body="Se midió")
    action_items.reschedule(desk.store, [late], due_on=date(2026, 7, 15), reason="Lluvia", on=ON)
    action_items.complete(desk.store, [verified], on=ON)
    edited(desk, "action_items", back, description="Otra", remarks="Nota")
    edited(desk, "action_items", back, description="Tarea 4", remarks=None)  # A → B → A
    records.delete(desk.store, "action_items", [gone])
    edited(desk, "action_items", task, description="Tarea interna", internal_note="Secreto")
    desk.item(description="Nuevo compromiso ficticio")
    draft = desk.item(description="Borrador ficticio", state=State.DRAFT)
    assert draft
    change = net_change.since(desk.store, then)
    assert told(change) == {"action_items": {
        "done": [f"COM-2026-003 Tarea 3: State: Pending → {DONE} · Progress (%): 0 → 100 · progress reports: 1"],
        "rescheduled": ["COM-2026-002 Tarea 2: Due date: 30/06/2026 → 15/07/2026"],
        "moved": ["COM-2026-001 Tarea 1: State: Pending → In progress · Progress (%): 0 → 40 · progress reports: 1"],
        "new": ["COM-2026-007 Nuevo compromiso ficticio: due 30/06/2026",
                "COM-2026-008 Borrador ficticio: due 30/06/2026"],
        "changed": ["COM-2026-006 Tarea interna: Commitment"],
        "deleted": ["COM-2026-005 Tarea 5"],
    }}  # fmt: skip
    assert change.sections[0].words.startswith("Reported done: 1 · Rescheduled: 1 · Moved on: 1 · Added: 2")
    assert (change.steps, change.people) == (9, (desk.store.who,))
    text = net_change.as_text(change)
    assert text.startswith("What changed since then\n\nCOMMITMENTS — Reported done: 1")
    assert "- COM-2026-002 Tarea 2: Due date: 30/06/2026 → 15/07/2026" in text
    for inside in ("Tarea interna", "Secreto", "Borrador"):
        assert inside not in text
        assert inside not in net_change.as_html(change)
    desk.store.undo()
    assert "Borrador ficticio" not in str(told(net_change.since(desk.store, then)))
    assert told(net_change.since(desk.store, here(desk))) == {}


def test_of_what_an_import_brought_the_first_ones_are_told_and_the_others_counted(
    local_desk: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(net_change, "AT_MOST", 2)
    then = here(local_desk)
    for n in range(5):
        local_desk.item(description=f"Tarea {n}")
    text = net_change.as_text(net_change.since(local_desk.store, then))
    assert text.count("- COM-2026-") == 2
    assert text.endswith("- and 3 more\n")


def test_personal_data_is_not_spelled_out_and_parts_are_counted(local_desk: Any) -> None:
    desk = local_desk
    person = desk.new("people", given_names="Ana", family_names="Ficticia", phone="987654321")
    case = desk.new("cases", title="Asunto ficticio", opened_on=ON)
    then = here(desk)
    edited(desk, "people", person, phone="912345678")
    desk.new("notes", case_id=case, on=ON, body="Llamada")
    found = told(net_change.since(desk.store, then))
    assert found["people"] == {"changed": ["Ficticia, Ana: Telephone"]}
    assert found["cases"]["changed"] == ["Asunto ficticio: notes: 1"]


def test_the_last_meeting_is_where_its_minutes_were_closed(desk: Any) -> None:
    key = desk.new("meetings", subject="Mesa ficticia", held_on=ON)
    assert points.last_meeting(desk.store) is None
    edited(desk, "meetings", key, state=MeetingState.HELD)
    edited(desk, "meetings", key, state=MeetingState.DRAFT)
    closed = int(desk.store.seq)
    edited(desk, "meetings", key, state=MeetingState.IN_REVIEW)
    point = points.last_meeting(desk.store)
    assert point is not None
    assert point.seq == closed
    assert point.words == "Last meeting: REU-2026-001 · Mesa ficticia (09/06/2026)"
    for _step in range(2):
        desk.store.undo()  # the closing is taken back: it was only held
    point = points.last_meeting(desk.store)
    assert point is not None
    assert point.seq == closed - 1
    written = desk.new("meetings", subject="Otra mesa", held_on=date(2026, 6, 10), state=MeetingState.SIGNED)
    assert written
    point = points.last_meeting(desk.store)
    assert point is not None
    assert point.seq == int(desk.store.seq)  # it was written down afterwards: where that was done


@pytest.fixture
def true_day() -> Iterator[date]:
    calendar.set_today(None)
    day = calendar.today()
    calendar.set_today(day + timedelta(days=1))
    yield day
    calendar.set_today(None)


def test_files_minutes_and_days_are_points_too(desk: Any, true_day: date) -> None:
    seq = int(desk.store.seq)
    for kind, recipient in (("workbook", "EMAPE"), ("workbook", "SERPAR"), ("mail", "SEDAPAL"), ("workbook", "EMAPE")):
        desk.store.log_export(kind=kind, recipient=recipient, name="x.xlsx", handed_out={}, spare=[])
        desk.item()
    found = {point.id: point for point in points.points(desk.store)}
    sent = [point for id, point in found.items() if id.startswith("sent/")]
    assert [(point.seq, point.words.split(" (")[0]) for point in sent] == [
        (seq + 3, "Last export to EMAPE"), (seq + 1, "Last export to SERPAR"),
    ]  # fmt: skip
    yesterday = found[f"day/{true_day.isoformat()}"]
    assert (yesterday.seq, yesterday.since) == (seq + 4, f"since the end of {true_day:%d/%m/%Y}")
    assert points.end_of(desk.store, true_day).seq == seq + 4
    assert points.end_of(desk.store, true_day - timedelta(days=400)).seq == 0
    with pytest.raises(Expected, match="is not over yet"):
        points.end_of(desk.store, true_day + timedelta(days=1))
    with desk.store.reading() as session:
        assert positions.on_moment(session, datetime.now(UTC)).seq == seq + 4
        assert positions.issued_minutes(session) == []
