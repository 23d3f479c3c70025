"""Decisions: their codes and days, what repealed what, and what keeps them from being deleted."""

from datetime import date
from typing import Any

import pytest

from db.queries import decisions as queries
from db.queries.decisions import Force
from db.queries.listing import Ask
from ecd_desktop.errors import Expected
from ecd_desktop.services import agenda_items, decisions, meetings


def a_meeting(desk: Any, on: date = date(2026, 6, 2)) -> Any:
    return desk.new("meetings", subject="Mesa técnica", held_on=on)


def test_a_decision_takes_its_year_and_day_from_its_meeting(desk: Any) -> None:
    old, new = a_meeting(desk, date(2025, 12, 2)), a_meeting(desk)
    keys = [decisions.add(desk.store, meeting=meeting, text="Se aprueba.") for meeting in (old, new, new)]
    read = [desk.read("decisions", key) for key in keys]
    assert [one["code"] for one in read] == ["ACU-2025-001", "ACU-2026-001", "ACU-2026-002"]
    assert [one["decided_on"] for one in read] == [date(2025, 12, 2), date(2026, 6, 2), date(2026, 6, 2)]


def test_the_topic_of_a_decision_is_one_of_its_meeting(desk: Any) -> None:
    here, there = a_meeting(desk), a_meeting(desk)
    topic = agenda_items.add(desk.store, meeting=there, title="Presupuesto")
    with desk.invalid("same meeting"):
        decisions.add(desk.store, meeting=here, text="Se aprueba.", agenda_item_id=topic)
    decisions.add(desk.store, meeting=there, text="Se aprueba.", agenda_item_id=topic)
    with desk.store.reading() as session:
        (row,) = queries.of_meeting(session, there)
        assert queries.of_meeting(session, here) == []
    assert (row.topic, row.meeting) == ("Presupuesto", "Mesa técnica")


def test_a_repealed_decision_still_held_before_the_later_one(desk: Any) -> None:
    first = decisions.add(desk.store, meeting=a_meeting(desk), text="Los martes.")
    later = decisions.add(desk.store, meeting=a_meeting(desk, date(2026, 6, 9)), text="Los jueves.")
    decisions.repeal(desk.store, [first], by=later)

    def force(cutoff: date | None = None) -> dict[Any, Force]:
        with desk.store.reading() as session:
            return {row.key: row.force for row in queries.LISTING.all(session, Ask(cutoff=cutoff))}

    assert force() == {first: Force.REPEALED, later: Force.IN_FORCE}
    assert force(date(2026, 6, 5)) == {first: Force.IN_FORCE}
    for by in (first, later):
        with pytest.raises(Expected, match=r"repealed itself|repeal itself"):
            decisions.repeal(desk.store, [later], by=by)
    decisions.repeal(desk.store, [first], by=None)
    assert force()[first] is Force.IN_FORCE
    desk.undo()
    assert force()[first] is Force.REPEALED


def test_a_meeting_goes_with_its_agenda_and_decisions_unless_one_repealed_another(desk: Any) -> None:
    old, new = a_meeting(desk), a_meeting(desk, date(2026, 6, 9))
    topic = agenda_items.add(desk.store, meeting=new, title="Presupuesto")
    first = decisions.add(desk.store, meeting=old, text="Los martes.")
    later = decisions.add(desk.store, meeting=new, text="Los jueves.", agenda_item_id=topic)
    decisions.repeal(desk.store, [first], by=later)
    before = desk.state()
    with pytest.raises(Expected, match="Decision"):
        meetings.delete(desk.store, [new])
    with pytest.raises(Expected, match="Decision"):
        decisions.delete(desk.store, [later])
    assert desk.state() == before
    decisions.repeal(desk.store, [first], by=None)
    before = desk.state()
    meetings.delete(desk.store, [new])
    assert [one["id"] for one in desk.all("decisions")] == [first]
    assert desk.all("agenda_items") == []
    desk.undo()
    assert desk.state() == before
