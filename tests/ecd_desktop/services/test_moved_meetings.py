"""How often those invited must hear something new is counted by whatever way a meeting changes, and undone with it."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from db.merge import Wish
from db.records.meetings import AHEAD, CALLED_OFF, MeetingState
from ecd_desktop.services import meetings, records
from ecd_desktop.services.field_changes import change_fields, duplicate, fill_down
from ecd_desktop.services.meetings import as_long

DAY = date(2026, 7, 7)


def a_meeting(desk: Any, **values: Any) -> Any:
    known = {"subject": "Mesa", "held_on": DAY, "starts_at": "09:00", "ends_at": "10:30", "venue": "Sala 4"}
    return desk.new("meetings", **known | values)


def form(desk: Any, key: Any, values: dict[str, Any]) -> None:
    draft = desk.draft("meetings", key)
    for name, value in values.items():
        records.want(draft, name, value)
    meetings.save(desk.store, draft)


def cell(desk: Any, key: Any, values: dict[str, Any]) -> None:
    change_fields(desk.store, "meetings", [key], values)


def filled(desk: Any, key: Any, values: dict[str, Any]) -> None:
    other = a_meeting(desk, **{**desk_values(desk, key), **values})
    fill_down(desk.store, "meetings", [other, key], list(values))


def verb(desk: Any, key: Any, values: dict[str, Any]) -> None:
    now = desk.read("meetings", key)
    hours = {name: values[name] for name in ("starts_at", "ends_at", "venue") if name in values}
    meetings.move(desk.store, [key], held_on=values.get("held_on", now["held_on"]), reason="por feria", **hours)


def wished(desk: Any, key: Any, values: dict[str, Any]) -> None:
    from db.merge import wishes_between
    from db.records import Meeting, fields_of

    now = {name: desk.read("meetings", key)[name] for name in fields_of(Meeting)}
    wishes: list[Wish] = wishes_between("meetings", key, fields_of(Meeting), now, {**now, **values})
    desk.store.apply(wishes, "Edit {code}", code="x")


def desk_values(desk: Any, key: Any) -> dict[str, Any]:
    now = desk.read("meetings", key)
    return {name: now[name] for name in ("held_on", "starts_at", "ends_at", "venue")}


WAYS: tuple[Callable[[Any, Any, dict[str, Any]], None], ...] = (form, cell, filled, verb, wished)


def test_every_way_of_moving_a_meeting_counts_once_and_undo_takes_it_back(local_desk: Any) -> None:
    desk, chance, used = local_desk, random.Random(11), Counter[str]()
    key = a_meeting(desk)
    for n in range(60):
        way = chance.choice(WAYS)
        some = chance.sample(("held_on", "hours", "venue"), chance.randint(1, 3))
        values: dict[str, Any] = {}
        if "held_on" in some:
            values["held_on"] = DAY + timedelta(days=n + 1)
        if "hours" in some:
            values |= {"starts_at": f"{8 + n % 8:02}:15", "ends_at": f"{9 + n % 8:02}:{n % 60:02}"}
        if "venue" in some:
            values["venue"] = f"Sala {n + 10}"
        before = desk.read("meetings", key)
        way(desk, key, values)
        after = desk.read("meetings", key)
        assert after["moves"] == n + 1, way.__name__
        assert all(after[name] == value for name, value in values.items())
        if chance.random() < 0.4:
            desk.undo()
            now = desk.read("meetings", key)
            assert {**now, "version": 0} == {**before, "version": 0}
            desk.store.redo()
            assert desk.read("meetings", key)["moves"] == n + 1
            used["undone"] += 1
        used[way.__name__] += 1
    assert all(used[way.__name__] >= 5 for way in WAYS)
    assert used["undone"] > 10
    assert desk.store.verify() == []


@pytest.mark.parametrize("state", list(MeetingState))
def test_only_what_is_still_ahead_counts(local_desk: Any, state: MeetingState) -> None:
    key = a_meeting(local_desk, state=state, state_reason="motivo")
    cell(local_desk, key, {"venue": "Otra sala"})
    assert (local_desk.read("meetings", key)["moves"] or 0) == (state in AHEAD)


def test_calling_off_counts_and_so_does_holding_it_after_all(desk: Any) -> None:
    key = a_meeting(desk)
    for n, state in enumerate((MeetingState.SUSPENDED, MeetingState.PLANNED, MeetingState.CANCELLED), 1):
        meetings.set_state(desk.store, [key], state=state, reason="lluvia")
        assert desk.read("meetings", key)["moves"] == n
    meetings.set_state(desk.store, [key], state=MeetingState.SUSPENDED, reason="lluvia")
    assert desk.read("meetings", key)["moves"] == 3
    meetings.move(desk.store, [key], held_on=DAY + timedelta(days=1))
    now = desk.read("meetings", key)
    assert (now["moves"], now["state"], now["state_reason"]) == (4, MeetingState.RESCHEDULED, None)
    desk.undo()
    assert desk.read("meetings", key)["moves"] == 3


def test_what_no_invitation_says_does_not_count(local_desk: Any) -> None:
    key = a_meeting(local_desk)
    cell(local_desk, key, {"subject": "Otro asunto", "remarks": "nada"})
    meetings.set_state(local_desk.store, [key], state=MeetingState.CONVENED)
    form(local_desk, key, {"state": MeetingState.HELD, "starts_at": "09:10", "ends_at": "11:00"})
    assert local_desk.read("meetings", key)["moves"] is None
    (twin,) = duplicate(local_desk.store, "meetings", [key])
    assert local_desk.read("meetings", twin)["moves"] is None


def test_a_meeting_that_moves_takes_as_long_as_before(local_desk: Any) -> None:
    key, held = a_meeting(local_desk), a_meeting(local_desk, state=MeetingState.HELD)
    meetings.move(local_desk.store, [key, held], held_on=DAY, starts_at="15:00", reason=" por feria ")
    now, over = (local_desk.read("meetings", one) for one in (key, held))
    assert (now["starts_at"], now["ends_at"], now["state"]) == ("15:00", "16:30", MeetingState.RESCHEDULED)
    assert (now["state_reason"], over["state"]) == ("por feria", MeetingState.HELD)
    assert as_long("09:00", "10:00", "23:30") is None


def test_a_rescheduled_meeting_is_still_ahead_everywhere(local_desk: Any) -> None:
    from db.queries import agenda_items, minutes
    from db.queries.today import CALLED_OFF as hidden
    from ecd_desktop.services.taking_minutes import BEFORE_DRAFT

    assert MeetingState.RESCHEDULED in AHEAD
    assert MeetingState.RESCHEDULED in agenda_items.AHEAD
    assert MeetingState.RESCHEDULED in BEFORE_DRAFT
    assert MeetingState.RESCHEDULED not in hidden
    assert set(minutes.NOT_HELD) == {*AHEAD, *CALLED_OFF}
