"""The example portfolio: visibly fictitious, alive on any day, whole, and undone in one step."""

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from db.fields import CHOICE
from db.queries import action_items as lists
from db.queries.listing import Ask
from db.queries.traffic_light import Light, Why
from db.records import fields_of, record_class
from db.records.action_items import Reach, State
from ecd_desktop import calendar
from ecd_desktop.errors import Expected
from ecd_desktop.services import example, history, places


def rows(desk: Any) -> list[lists.ActionItemRow]:
    with desk.store.reading() as session:
        now = calendar.clock(calendar.today(), places.office_calendar(session))
        return lists.LISTING.all(session, Ask(clock=now))


def test_it_is_one_step_that_can_be_undone_and_loaded_again(desk: Any) -> None:
    before = desk.state()
    example.load(desk.store)
    assert example.is_loaded(desk.store)
    assert desk.store.verify() == []
    with pytest.raises(Expected):
        example.load(desk.store)
    assert history.undoable(desk.store) == "Load the example portfolio (fictitious data)"
    desk.undo()
    assert not example.is_loaded(desk.store)
    assert desk.state() == before
    example.load(desk.store)
    assert len(desk.all("action_items")) == 47


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 7, 29), date(2027, 12, 26), date(2028, 2, 29)])
def test_it_is_alive_on_any_day(day: date, local_desk: Any) -> None:
    calendar.set_today(day)
    example.load(local_desk.store)
    found = rows(local_desk)
    lights = Counter(row.light for row in found)
    assert set(lights) == set(Light)
    assert lights[Light.RED] >= 6
    assert {row.why for row in found} == set(Why)
    assert {row.reschedules for row in found} == {0, 1, 2}
    assert {row.state for row in found} == set(State)


def test_it_holds_a_portfolio_worth_looking_at(local_desk: Any) -> None:
    example.load(local_desk.store)
    sizes = {noun: len(local_desk.all(noun)) for noun in ("projects", "cases", "meetings", "action_items", "people")}
    assert sizes == {"projects": 8, "cases": 6, "meetings": 8, "action_items": 47, "people": 16}
    assert {one["stage_id"] is not None for one in local_desk.all("projects")} == {True}
    assert sum(row.reach is Reach.INTERNAL_TASK for row in rows(local_desk)) == 4
    for noun in ("attendances", "case_parties", "notes", "co_responsibles", "evidence", "reschedules"):
        assert len(local_desk.all(noun)) >= 5, noun
    assert any(one["internal"] for one in local_desk.all("notes"))


def test_it_says_that_it_is_fictitious_wherever_it_is_read(local_desk: Any) -> None:
    example.load(local_desk.store)
    for noun in ("people", "projects", "cases", "meetings"):
        assert {one["remarks"] for one in local_desk.all(noun)} == {example.NOTICE}
    numbers = [one["number"] for one in local_desk.all("meetings") if one["number"]]
    assert numbers
    assert all(number.endswith("-FICTICIA") for number in numbers)
    emails = [one["email"] for one in local_desk.all("people") if one["email"]]
    assert all(email.endswith("@ejemplo.pe") for email in emails)
    assert not any(one["document_number"] for one in local_desk.all("people"))


def test_its_history_agrees_with_its_state(local_desk: Any) -> None:
    example.load(local_desk.store)
    today = calendar.today()
    for item in local_desk.all("action_items"):
        entries = sorted(local_desk.all("progress_entries", action_item_id=item["id"]), key=lambda one: one["on"])
        if entries:
            assert (entries[-1]["state"], entries[-1]["progress"]) == (item["state"], item["progress"])
            assert all(one["on"] <= today for one in entries)
            assert item["agreed_on"] <= entries[0]["on"]
        else:
            assert item["state"] in (State.PENDING, State.DRAFT)
        moves = sorted(local_desk.all("reschedules", action_item_id=item["id"]), key=lambda one: one["on"])
        if moves:
            assert moves[0]["due_before"] == item["due_original"]
            assert moves[-1]["due_after"] == item["due_on"]
            assert all(one["due_after"] == two["due_before"] for one, two in pairwise(moves))
        if item["state"] is State.VERIFIED:
            assert item["reported_on"] <= item["verified_on"] <= today
        for name in ("agreed_on", "reported_on", "verified_on", "blocked_since"):
            assert item[name] is None or item[name] <= today


def test_codes_follow_the_dates(local_desk: Any) -> None:
    example.load(local_desk.store)
    for noun, by in (("action_items", "agreed_on"), ("cases", "opened_on"), ("projects", "starts_on")):
        told = sorted(local_desk.all(noun), key=lambda one: one["code"])
        assert [one[by] for one in told] == sorted(one[by] for one in told)
        assert all(one["code"].split("-")[1] == str(one[by].year) for one in told)


def test_choices_are_members_and_not_words(local_desk: Any) -> None:
    example.load(local_desk.store)
    for noun in ("action_items", "projects", "meetings", "cases", "organisations", "places"):
        fields = fields_of(record_class(noun))
        for one in local_desk.all(noun):
            for name, field in fields.items():
                if field.kind is CHOICE and one[name] is not None:
                    assert isinstance(one[name], field.choices or str)
