"""Contacts with people and organisations: when somebody was last spoken to, and what is owed by whom is reminded."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.queries.action_items import LISTING, ActionItemRow
from db.queries.heirs import heirs
from db.queries.listing import Ask, Order, Where
from db.queries.traffic_light import Clock, Why
from db.queries.wording import person_name
from db.records import CoResponsible, Interaction, Meeting, Organisation, Person
from db.records.action_items import Channel, Reach, State
from db.records.base import table_of
from db.records.interactions import Purpose

OWED = (State.PENDING, State.IN_PROGRESS, State.OBSERVED)
"""What somebody is reminded of: what is reported as done waits for us."""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact as its tab shows it; ``meeting``: of which meeting something was sent."""

    key: Key
    on: date
    channel: Channel
    purpose: Purpose
    person_key: Key | None
    person: str | None
    organisation_key: Key | None
    organisation: str | None
    meeting_key: Key | None
    meeting: str | None
    by: str | None
    said: str | None


@dataclass(frozen=True, slots=True)
class Owing:
    """Who is reminded, and of what, the most urgent first. ``person``, or ``organisation``, or both are told of it."""

    name: str
    of_person: bool
    person: Key | None
    organisation: Key | None
    items: tuple[ActionItemRow, ...]


def contacts(session: Session, entity: str, key: Key) -> list[ContactRow]:
    """The contacts with a person, or with an organisation and those that it carries on; newest first."""
    told, person, unit, meeting = (table_of(one) for one in (Interaction, Person, Organisation, Meeting))
    query = (
        select(
            told.c.id, told.c.on, told.c.channel, told.c.purpose, told.c.person_id, person_name(person),
            told.c.organisation_id, func.coalesce(unit.c.acronym, unit.c.name), told.c.meeting_id,
            func.coalesce(meeting.c.number, meeting.c.code), told.c.by, told.c.said,
        )
        .select_from(
            told.outerjoin(person, person.c.id == told.c.person_id)
            .outerjoin(unit, unit.c.id == told.c.organisation_id)
            .outerjoin(meeting, meeting.c.id == told.c.meeting_id)
        )
        .where(told.c.person_id == key if entity == "people" else told.c.organisation_id.in_(_line(session, key)))
        .order_by(told.c.on.desc(), told.c.id.desc())
    )  # fmt: skip
    return [ContactRow(*row) for row in session.execute(query)]


def owed_by(session: Session, entity: str, key: Key, clock: Clock) -> Owing | None:
    """What a person or an organisation answers for, alone or with others, and still owes; None where it is gone."""
    named = _named(session, entity, key)
    if named is None:
        return None
    mine = "person_key" if entity == "people" else "unit_key"
    urgent = (Order("why"), Order("due_on"), Order("code"))
    mine_open = (Where(mine, "is", key), Where("state", "in", OWED))
    ask = Ask(where=mine_open, order=urgent, clock=clock, outside=True)
    items = LISTING.all(session, ask)
    shared = [item for item in _shared(session, entity, key, clock) if item.key not in {one.key for one in items}]
    found = sorted([*items, *shared], key=_urgency) if shared else items
    person, organisation = (key, None) if entity == "people" else (None, key)
    return Owing(named, entity == "people", person, organisation, tuple(found))


def owed_of(session: Session, keys: list[Key], clock: Clock) -> Owing | None:
    """What is still owed of these commitments, to whoever answers for the first; None where nobody does.

    Commitments of somebody else among them, internal tasks and what is settled are left out.
    """
    rows = LISTING.rows(session, keys, Ask(clock=clock))
    first = next((row for row in rows if row.person_key or row.unit_key), None)
    if first is None:
        return None
    entity, key = ("people", first.person_key) if first.person_key else ("organisations", first.unit_key)
    named = _named(session, entity, key) if key is not None else None
    if named is None:
        return None
    same = [row for row in rows if answers_for(row) == answers_for(first)]
    owed = [row for row in same if row.reach is Reach.COMMITMENT and row.state in OWED]
    owed.sort(key=_urgency)
    return Owing(named, entity == "people", first.person_key, first.unit_key, tuple(owed))


def answers_for(row: ActionItemRow) -> Key | None:
    """Whom a reminder goes to: the person, else the unit."""
    return row.person_key or row.unit_key


def _urgency(row: ActionItemRow) -> tuple[int, date, str]:
    return tuple(Why).index(row.why), row.due_on or date.max, row.code


def _shared(session: Session, entity: str, key: Key, clock: Clock) -> list[ActionItemRow]:
    link = table_of(CoResponsible)
    mine = link.c.person_id == key if entity == "people" else link.c.organisation_id == key
    keys = list(session.scalars(select(link.c.action_item_id).where(mine)))
    rows = LISTING.rows(session, keys, Ask(clock=clock))
    return [row for row in rows if row.reach is Reach.COMMITMENT and row.state in OWED]


def _named(session: Session, entity: str, key: Key) -> str | None:
    if entity == "people":
        person = session.get(Person, key)
        return " ".join(filter(None, (person.title, person.given_names, person.family_names))) if person else None
    unit = session.get(Organisation, key)
    return (unit.acronym or unit.name) if unit else None


def _line(session: Session, key: Key) -> list[Key]:
    renamed = heirs()
    return [key, *session.scalars(select(renamed.c.unit_id).where(renamed.c.heir_id == key))]

