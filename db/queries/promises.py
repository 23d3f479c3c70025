"""Promises in both directions: what somebody owes the team, and what the team owes them."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.fields import Key
from db.queries.action_items import LISTING, ActionItemRow
from db.queries.heirs import heirs
from db.queries.listing import Ask
from db.queries.traffic_light import Clock, Why
from db.records import ActionItem, CaseParty, CoResponsible, Interaction
from db.records.action_items import LIVE, Reach
from db.records.base import table_of

URGENCY = tuple(Why)


def promises(
    session: Session, entity: str, key: Key, clock: Clock, *, outside: bool = False
) -> tuple[list[ActionItemRow], list[ActionItemRow]]:
    """(what a person or an organisation still owes us, what we still owe them), the most urgent first.

    They owe what they answer for, alone or with others. We owe what came of a contact with them, or of a case in which
    they take part, and others answer for. ``outside``: only what may leave the team.
    """
    theirs = _of(session, _answered(session, entity, key), clock, outside)
    return theirs, _of(session, _awaited(session, entity, key) - _answered(session, entity, key), clock, outside)


def _of(session: Session, keys: set[Key], clock: Clock, outside: bool) -> list[ActionItemRow]:
    rows = LISTING.rows(session, sorted(keys), Ask(clock=clock))
    live = [row for row in rows if row.state in LIVE and (row.reach is Reach.COMMITMENT or not outside)]
    return sorted(live, key=lambda row: (URGENCY.index(row.why), row.due_on or date.max, row.code))


def _answered(session: Session, entity: str, key: Key) -> set[Key]:
    item, link = table_of(ActionItem), table_of(CoResponsible)
    mine, shared = (
        (item.c.person_id, link.c.person_id) if entity == "people" else (item.c.unit_id, link.c.organisation_id)
    )
    actors = _line(session, entity, key)
    found = set(session.scalars(select(item.c.id).where(mine.in_(actors), item.c.state.in_(LIVE))))
    return found | set(session.scalars(select(link.c.action_item_id).where(shared.in_(actors))))


def _awaited(session: Session, entity: str, key: Key) -> set[Key]:
    """What came of a contact with them, and what stands in a case in which they take part."""
    item, told, party = table_of(ActionItem), table_of(Interaction), table_of(CaseParty)
    name = "person_id" if entity == "people" else "organisation_id"
    actors = _line(session, entity, key)
    came = select(told.c.action_item_id).where(told.c[name].in_(actors), told.c.action_item_id.is_not(None))
    cases = select(party.c.case_id).where(party.c[name].in_(actors))
    asked = select(item.c.id).where(item.c.case_id.in_(cases), item.c.state.in_(LIVE))
    return {*session.scalars(came), *session.scalars(asked)}


def _line(session: Session, entity: str, key: Key) -> list[Key]:
    """The actor itself, and the units that an organisation carries on."""
    if entity == "people":
        return [key]
    renamed = heirs()
    return [key, *session.scalars(select(renamed.c.unit_id).where(renamed.c.heir_id == key))]
