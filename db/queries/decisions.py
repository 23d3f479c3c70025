"""Lists of decisions: what was decided, in which meeting, on which topic, and whether it still holds."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, literal
from sqlalchemy.orm import Session, aliased

from db.fields import DAY, MEMO, N_, Choice, Key, stored
from db.queries.in_order import by_code, by_number
from db.queries.listing import Ask, Column, Frame, Listing, Order, Where, column, columns_of
from db.records import AgendaItem, Decision, Meeting
from db.records.base import table_of
from db.records.decisions import Adopted, DecisionKind


class Force(Choice):
    """Whether a decision still holds."""

    IN_FORCE = "in_force", N_("In force")
    REPEALED = "repealed", N_("Repealed")


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision as lists and minutes see it."""

    key: Key
    code: str
    number: str | None
    text: str
    kind: DecisionKind
    adopted: Adopted | None
    decided_on: date | None
    meeting_key: Key
    meeting: str  # the number of its minutes, its subject or its code
    agenda_item_key: Key | None
    topic: str | None
    force: Force
    repealed_by_key: Key | None
    repealed_by: str | None  # the code


COLUMNS: tuple[Column, ...] = (
    column("code", N_("Code")),
    column("text", N_("Decision"), MEMO),
    column("decided_on", N_("Decided on"), DAY),
    column("meeting", N_("Meeting")),
    column("kind", N_("Kind"), choices=DecisionKind),
    column("adopted", N_("Adopted"), choices=Adopted),
    column("force", N_("Validity"), choices=Force),
    column("topic", N_("Topic")),
    column("number", N_("Number in the minutes")),
    column("repealed_by", N_("Repealed by")),
)


def _frame(ask: Ask) -> Frame:
    decision, meeting, topic = table_of(Decision), table_of(Meeting), table_of(AgendaItem)
    later = aliased(decision)
    source = (
        decision.join(meeting, meeting.c.id == decision.c.meeting_id)
        .outerjoin(topic, topic.c.id == decision.c.agenda_item_id)
        .outerjoin(later, later.c.id == decision.c.repealed_by_id)
    )
    repealed: ColumnElement[bool] = decision.c.repealed_by_id.is_not(None)
    if ask.cutoff is not None:  # what was repealed later still held on that day
        repealed = and_(repealed, later.c.decided_on.is_(None) | (later.c.decided_on <= ask.cutoff))
    kind = stored(Force)
    values = columns_of(decision)
    values |= {
        "meeting_key": meeting.c.id,
        "meeting": func.coalesce(meeting.c.number, meeting.c.subject, meeting.c.code),
        "agenda_item_key": decision.c.agenda_item_id,
        "topic": topic.c.title,
        "force": case((repealed, literal(Force.REPEALED, kind)), else_=literal(Force.IN_FORCE, kind)),
        "repealed_by_key": case((repealed, decision.c.repealed_by_id)),
        "repealed_by": case((repealed, later.c.code)),
    }
    sorts = {
        "code": by_code(decision.c.code),
        "text": decision.c.sort_key,
        "meeting": meeting.c.sort_key,
        "topic": topic.c.sort_key,
        "number": by_number(decision.c.number),
        "repealed_by": by_code(later.c.code),
    }
    always = [decision.c.decided_on.is_(None) | (decision.c.decided_on <= ask.cutoff)] if ask.cutoff else []
    linked = ((decision.c.meeting_id, Meeting), (decision.c.agenda_item_id, AgendaItem))
    return Frame(values, source, decision.c.id, (decision.c.folded,), sorts, always, linked)


LISTING = Listing("decisions", DecisionRow, COLUMNS, _frame, (Order("decided_on", descending=True), Order("code")))


def of_meeting(session: Session, meeting: Key) -> list[DecisionRow]:
    """The decisions of a meeting in the order in which they were numbered."""
    ask = Ask(where=(Where("meeting_key", "is", meeting),), order=(Order("number"), Order("code")))
    return LISTING.all(session, ask)
