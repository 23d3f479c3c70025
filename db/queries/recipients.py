"""To whom the papers of a meeting go, and which of its commitments each answers for; nothing internal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.fields import Key
from db.ordering import sort_key
from db.queries.action_items import LISTING, ActionItemRow
from db.queries.carried import carried
from db.queries.contacts import OWED
from db.queries.listing import Ask, Order, Where
from db.queries.traffic_light import Clock
from db.queries.wording import person_name
from db.records import AgendaItem, Attendance, CoResponsible, Meeting, Organisation, Person
from db.records.action_items import State
from db.records.base import table_of


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody on the list, or who answers for something. ``email`` is the field as typed, empty where none is known.

    ``entity``: people or organisations; empty for a guest, who is only a name here.
    """

    entity: str
    key: Key | None
    name: str
    email: str
    items: tuple[ActionItemRow, ...] = ()


def of_minutes(session: Session, meeting: Key, clock: Clock) -> list[Recipient]:
    """Who was expected or came, and who promised something; each with what was promised in the meeting."""
    ask = Ask(where=(Where("meeting_key", "is", meeting),), order=(Order("item_number"), Order("code")), clock=clock,
              outside=True)  # fmt: skip
    return _recipients(session, meeting, [row for row in LISTING.all(session, ask) if row.state is not State.DRAFT])


def of_invitation(session: Session, meeting: Key, clock: Clock) -> list[Recipient]:
    """Who is expected, and who owes something from before; each with what is still open."""
    return _recipients(
        session, meeting, [one.item for one in carried(session, meeting, clock) if one.item.state in OWED]
    )


def _recipients(session: Session, meeting: Key, items: Sequence[ActionItemRow]) -> list[Recipient]:
    this = session.get(Meeting, meeting)
    if this is None:
        return []
    noted, topic = table_of(Attendance), table_of(AgendaItem)
    rows = session.execute(select(noted.c.person_id, noted.c.guest).where(noted.c.meeting_id == meeting)).all()
    present = session.scalars(
        select(topic.c.presenter_id).where(topic.c.meeting_id == meeting, topic.c.presenter_id.is_not(None))
    )
    expected = [row[0] for row in rows if row[0]] + [one for one in (this.chair_id, this.secretary_id) if one]
    theirs = _by_responsible(session, items)
    people = [*expected, *present, *(key for entity, key in theirs if entity == "people")]
    units = [key for entity, key in theirs if entity == "organisations"]
    found = [
        Recipient(entity, key, name, email, tuple(theirs.get((entity, key), ())))
        for entity, keys in (("people", people), ("organisations", units))
        for key, name, email in _named(session, entity, keys)
    ]
    guests = [Recipient("", None, guest, "") for person, guest in rows if person is None and guest]
    return sorted([*found, *guests], key=lambda one: (one.entity == "organisations", sort_key(one.name)))


def _by_responsible(
    session: Session, items: Sequence[ActionItemRow]
) -> dict[tuple[str, Key], list[ActionItemRow]]:
    found: dict[tuple[str, Key], list[ActionItemRow]] = {}
    by_key = {row.key: row for row in items}
    for row in items:
        for entity, key in (("people", row.person_key), ("organisations", row.unit_key)):
            if key is not None:
                found.setdefault((entity, key), []).append(row)
    link = table_of(CoResponsible)
    query = select(link.c.action_item_id, link.c.person_id, link.c.organisation_id)
    for item, person, unit in session.execute(query.where(link.c.action_item_id.in_(list(by_key)))):
        for entity, key in (("people", person), ("organisations", unit)):
            if key is not None and by_key[item] not in found.setdefault((entity, key), []):
                found[entity, key].append(by_key[item])
    return found


def _named(session: Session, entity: str, keys: Iterable[Key]) -> list[tuple[Key, str, str]]:
    wanted = list(dict.fromkeys(keys))
    if entity == "people":
        person = table_of(Person)
        query = select(person.c.id, person_name(person), person.c.email).where(person.c.id.in_(wanted))
        return [(row[0], row[1], row[2] or "") for row in session.execute(query)]
    unit = table_of(Organisation)
    called = select(unit.c.id, unit.c.acronym, unit.c.name, unit.c.email).where(unit.c.id.in_(wanted))
    return [(row[0], row[1] or row[2], row[3] or "") for row in session.execute(called)]
