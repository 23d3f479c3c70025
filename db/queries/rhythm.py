"""How fast the team goes: commitments made and done, week by week."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from db.queries.listing import Where
from db.records import ActionItem
from db.records.action_items import State
from db.records.base import table_of

DONE = (State.DONE, State.VERIFIED)
NEVER = (State.DRAFT, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Week:
    """The week that begins on ``monday``: what was agreed in it, and what was reported as done in it."""

    monday: date
    new: int
    done: int


def made_in(week: Week) -> tuple[Where, ...]:
    """The filters of a list of commitments that show what ``week.new`` counts."""
    return (*_within("agreed_on", week), Where("state", "not in", NEVER))


def done_in(week: Week) -> tuple[Where, ...]:
    """The filters of a list of commitments that show what ``week.done`` counts."""
    return (*_within("reported_on", week), Where("state", "in", DONE))


def _within(day: str, week: Week) -> tuple[Where, ...]:
    return Where(day, "at least", week.monday), Where(day, "at most", week.monday + timedelta(days=6))


def rhythm(session: Session, today: date, *, weeks: int = 8) -> tuple[Week, ...]:
    """The last ``weeks`` weeks, the one of ``today`` last; drafts and what was cancelled do not count."""
    this = today - timedelta(days=today.weekday())
    first = this - timedelta(weeks=weeks - 1)
    item = table_of(ActionItem).c
    inside = or_(item.agreed_on >= first, item.reported_on >= first)
    query = (
        select(item.agreed_on, item.reported_on, item.state, func.count())
        .where(and_(inside, item.state.not_in(NEVER)))
        .group_by(item.agreed_on, item.reported_on, item.state)
    )
    new: Counter[date] = Counter()
    done: Counter[date] = Counter()
    for agreed, reported, state, number in session.execute(query):
        if agreed is not None:
            new[agreed - timedelta(days=agreed.weekday())] += number
        if reported is not None and state in DONE:
            done[reported - timedelta(days=reported.weekday())] += number
    mondays = (first + timedelta(weeks=n) for n in range(weeks))
    return tuple(Week(monday, new[monday], done[monday]) for monday in mondays)
