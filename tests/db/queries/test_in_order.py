"""Codes, numbers and plain texts stand in the order a person expects, the same on both databases."""

from datetime import date

import pytest
from sqlalchemy.dialects import postgresql

from db.queries import action_items, meetings
from db.queries.listing import Ask, Order
from db.queries.traffic_light import Clock
from db.records import ActionItem, Meeting, MeetingProject, Project, pair_key
from db.store import Store

DAY = date(2026, 6, 1)
CLOCK = Clock(today=DAY, overdue_to=DAY, soon_to=DAY, blocked_to=DAY)


@pytest.fixture
def filled(store: Store) -> Store:
    told = {"COM-2026-999": "10", "COM-2026-1000": "9", "COM-2026-101": "A-2", "COM-2026-1001": None}
    with store.change("fill") as work:
        for code, number in told.items():
            work.add(ActionItem(code=code, description="Pintar", item_number=number, remarks=code[-1].lower()))
    return store


def read(store: Store, name: str, *, descending: bool = False) -> list[str]:
    ask = Ask(clock=CLOCK, order=(Order(name, descending),))
    with store.reading() as session:
        return [row.code[9:] for row in action_items.LISTING.all(session, ask)]


def test_the_thousandth_code_comes_after_the_one_before_it(filled: Store) -> None:
    assert read(filled, "code") == ["101", "999", "1000", "1001"]
    assert read(filled, "code", descending=True) == ["1001", "1000", "999", "101"]


def test_numbers_of_items_are_counted_and_what_is_no_number_comes_after_them(filled: Store) -> None:
    assert read(filled, "item_number") == ["1000", "999", "101", "1001"]


def test_a_server_of_another_locale_puts_texts_in_the_same_order(store: Store) -> None:
    asked: list[str] = []
    with store.reading() as session:
        for name in ("remarks", "code", "item_number"):
            listing = action_items.LISTING
            ask = Ask(clock=CLOCK, order=(Order(name),))
            frame = listing._frame(ask)
            query = listing._sorted(listing._selected(frame), frame, ask)
            asked.append(str(query.compile(dialect=postgresql.dialect())).partition("ORDER BY")[2])
            session.execute(query)
    assert all('COLLATE "C"' in order for order in asked)


def test_the_projects_of_a_meeting_are_named_in_their_own_order(store: Store) -> None:
    with store.change("fill") as work:
        meeting = work.add(Meeting(code="REU-2026-001"))
        for n, name in enumerate(("Wawateca", "Ñandú", "Nido", "Alameda")):
            project = work.add(Project(code=f"PRY-2026-{n}", name=name))
            pair = pair_key(meeting.id, project.id)
            work.add(MeetingProject(id=pair, meeting_id=meeting.id, project_id=project.id))
    with store.reading() as session:
        (row,) = meetings.LISTING.all(session, Ask())
    assert row.projects == "Alameda, Nido, Ñandú, Wawateca"
