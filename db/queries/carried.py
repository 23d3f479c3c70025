"""Old commitments of a meeting: what was promised before it and is still owed, with what the meeting said of each."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.queries.action_items import LISTING, ActionItemRow
from db.queries.agenda_items import projects_of
from db.queries.listing import Ask
from db.queries.reported import Reported, alike, reported
from db.queries.traffic_light import Clock, Why
from db.records import ActionItem, Meeting, ProgressEntry, Review
from db.records.action_items import LIVE, Reach, State
from db.records.base import table_of
from db.records.meetings import Fate

OWED = tuple(state for state in LIVE if state is not State.DRAFT)
"""What was promised and is not settled; what waits for verification is asked about too."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An old commitment as it is now, and what this meeting said of it: nothing yet where ``fate`` is None."""

    item: ActionItemRow
    fate: Fate | None = None
    answer: str | None = None
    due_before: date | None = None
    due_after: date | None = None
    state_before: State | None = None
    report: Reported | None = None  # since the meeting before


def carried(session: Session, meeting: Key, clock: Clock, *, past: bool = False) -> list[Carried]:
    """The old commitments of a meeting, overdue ones first, then by due date; none where the meeting is gone.

    ``past``: the day of ``clock`` is over: what was owed then counts too, though it was settled since.

    They are those of its projects, those promised in an earlier meeting of its series, and in an earlier one of its
    kind with one of its projects (where neither has a project nor a series: of its kind). What the meeting has
    answered stays among them.
    """
    this = session.get(Meeting, meeting)
    if this is None:
        return []
    review = table_of(Review)
    said = {
        row.action_item_id: row
        for row in session.execute(
            select(review.c.action_item_id, review.c.fate, review.c.answer, review.c.due_before, review.c.due_after,
                   review.c.state_before)
            .where(review.c.meeting_id == meeting)
        )
    }  # fmt: skip
    then = _settled_since(session, this, clock) if past else ()
    keys = list(dict.fromkeys([*said, *owed(session, this), *then]))
    rows = LISTING.rows(session, keys, Ask(clock=clock))
    reports = reported(session, this, keys)
    found = [
        replace(Carried(row, *(said[row.key][1:] if row.key in said else ())), report=reports.get(row.key))
        for row in rows if row.reach is Reach.COMMITMENT  # an internal task by now stands in no paper, answered or not
    ]  # fmt: skip
    return sorted(found, key=lambda one: _place(one, clock))


def _place(one: Carried, clock: Clock) -> tuple[bool, date, str]:
    """Where it stands among the others: as it was before the meeting answered it, so that no answer moves a line."""
    row, due = one.item, one.item.due_on
    overdue = row.why is Why.OVERDUE
    if one.fate is not None:
        due = one.due_before
        overdue = due is not None and due <= clock.overdue_to and one.state_before is not State.DONE
    return not overdue, due or date.max, row.code


def _settled_since(session: Session, this: Meeting, clock: Clock) -> list[Key]:
    """What was owed at the end of a day and was settled later."""
    log = table_of(ProgressEntry)
    later = select(log.c.action_item_id).where(log.c.on > clock.today)
    keys = owed(session, this, table_of(ActionItem).c.id.in_(later) & table_of(ActionItem).c.state.not_in(OWED))
    rows = LISTING.rows(session, keys, Ask(clock=clock, cutoff=clock.today))
    return [row.key for row in rows if row.state in OWED]


def owed(session: Session, this: Meeting, settled: ColumnElement[bool] | None = None) -> list[Key]:
    """The commitments that a meeting asks about, in no order: the owed ones, or those for which ``settled`` holds."""
    item, meeting = table_of(ActionItem), table_of(Meeting)
    projects = projects_of(session, [this.id])
    promised = func.coalesce(item.c.agreed_on, meeting.c.held_on)
    query = (
        select(item.c.id)
        .select_from(item.outerjoin(meeting, meeting.c.id == item.c.meeting_id))
        .where(
            item.c.reach == Reach.COMMITMENT,
            item.c.state.in_(OWED) if settled is None else settled,
            or_(item.c.meeting_id.is_(None), item.c.meeting_id != this.id),
            or_(item.c.project_id.in_(projects), item.c.meeting_id.in_(alike(session, this))),
        )
    )
    if this.held_on is not None:
        query = query.where(or_(promised.is_(None), and_(promised <= this.held_on)))
    return list(session.scalars(query))
