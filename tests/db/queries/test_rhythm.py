"""The rhythm: commitments by the week in which they were agreed and fulfilled; drafts and cancelled ones left out."""

from datetime import date, timedelta

from db.queries.rhythm import rhythm
from db.records import ActionItem
from db.records.action_items import State
from db.store import Store

MONDAY = date(2026, 11, 23)


def test_each_week_counts_what_was_agreed_and_fulfilled_in_it(store: Store) -> None:
    with store.change("Set up") as work:
        def add(n: int, agreed: date | None, state: State = State.PENDING, reported: date | None = None) -> None:
            work.add(ActionItem(code=f"COM-{n}", description="Ficticio", agreed_on=agreed, state=state,
                                reported_on=reported, state_reason="x"))  # fmt: skip

        add(1, MONDAY)
        add(2, MONDAY + timedelta(days=6))
        add(3, MONDAY - timedelta(days=1), State.DONE, MONDAY)
        add(4, MONDAY - timedelta(weeks=30), State.VERIFIED, MONDAY - timedelta(days=8))
        add(5, MONDAY, State.CANCELLED)
        add(6, MONDAY, State.DRAFT)
        add(7, None)
    with store.reading() as session:
        weeks = rhythm(session, MONDAY + timedelta(days=3))
    assert [week.monday for week in weeks] == [MONDAY - timedelta(weeks=n) for n in range(7, -1, -1)]
    told = {week.monday: (week.new, week.done) for week in weeks if week.new or week.done}
    assert told == {
        MONDAY: (2, 1), MONDAY - timedelta(weeks=1): (1, 0), MONDAY - timedelta(weeks=2): (0, 1),
    }  # fmt: skip


def test_an_empty_database_has_eight_quiet_weeks(store: Store) -> None:
    with store.reading() as session:
        assert [(week.new, week.done) for week in rhythm(session, MONDAY)] == [(0, 0)] * 8
