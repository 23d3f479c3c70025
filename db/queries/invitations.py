"""What an invitation says of meetings: when, where, about what, who convenes and who is expected; nothing internal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from db.fields import Key
from db.queries.wording import person_name
from db.records import AgendaItem, Attendance, Meeting, Organisation, Person, Place
from db.records.agenda_items import TopicKind
from db.records.base import table_of
from db.records.meetings import Confidentiality, MeetingKind, MeetingState, Modality

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody by name, with the e-mail field as it was typed; empty where none is known."""

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One topic of the agenda; ``minutes`` is how long it may take."""

    title: str
    kind: TopicKind
    minutes: int | None
    presenter: str


@dataclass(frozen=True, slots=True)
class Convened:
    """A meeting as its invitation tells it. ``moves``: how often date, hours, venue or being held changed.

    ``organisers``: the convening body, who presides and who takes the minutes, as far as they are named.
    """

    key: Key
    code: str
    number: str
    subject: str
    kind: MeetingKind
    state: MeetingState
    state_reason: str
    confidentiality: Confidentiality | None
    modality: Modality | None
    held_on: date | None
    starts_at: str
    ends_at: str
    place: str
    venue: str
    moves: int
    organisers: tuple[Contact, ...] = ()
    guests: tuple[Contact, ...] = ()
    topics: tuple[Item, ...] = ()


def dated(session: Session, since: date | None = None, until: date | None = None) -> list[Key]:
    """The meetings with a date, from ``since`` up to ``until``, in order."""
    meeting = table_of(Meeting)
    query = select(meeting.c.id).where(meeting.c.held_on.is_not(None))
    query = query if since is None else query.where(meeting.c.held_on >= since)
    query = query if until is None else query.where(meeting.c.held_on <= until)
    return list(session.scalars(query.order_by(meeting.c.held_on, meeting.c.starts_at, meeting.c.code)))


def undated(session: Session) -> int:
    """How many meetings have no date."""
    meeting = table_of(Meeting)
    return session.execute(select(func.count(meeting.c.id)).where(meeting.c.held_on.is_(None))).scalar_one()


def convened(session: Session, keys: Sequence[Key]) -> list[Convened]:
    """What the invitations of these meetings say, in their order; three questions for five hundred of them."""
    found: dict[Key, Convened] = {}
    for start in range(0, len(keys), AT_ONCE):
        found |= {one.key: one for one in _convened(session, keys[start : start + AT_ONCE])}
    return [found[key] for key in keys if key in found]


def _convened(session: Session, keys: Sequence[Key]) -> Iterator[Convened]:
    meeting, place, unit = table_of(Meeting), table_of(Place), table_of(Organisation)
    chair, secretary = aliased(table_of(Person)), aliased(table_of(Person))
    m = meeting.c
    query = (
        select(
            m.id, m.code, m.number, m.subject, m.kind, m.state, m.state_reason, m.confidentiality, m.modality,
            m.held_on, m.starts_at, m.ends_at, place.c.name, m.venue, m.moves,
            func.coalesce(unit.c.acronym, unit.c.name), unit.c.email, person_name(chair), chair.c.email,
            person_name(secretary), secretary.c.email,
        )
        .select_from(
            meeting.outerjoin(place, place.c.id == m.place_id)
            .outerjoin(unit, unit.c.id == m.convened_by_id)
            .outerjoin(chair, chair.c.id == m.chair_id)
            .outerjoin(secretary, secretary.c.id == m.secretary_id)
        )
        .where(m.id.in_(keys))
    )  # fmt: skip
    guests, topics = _guests(session, keys), _topics(session, keys)
    for row in session.execute(query):
        key, code, number, subject, kind, state, reason, reach, modality, held_on, starts, ends, where, venue, moves = (
            row[:15]
        )
        pairs = zip(row[15::2], row[16::2], strict=True)
        yield Convened(
            key, code, number or "", subject or "", kind, state, reason or "", reach, modality, held_on, starts or "",
            ends or "", where or "", venue or "", moves or 0,
            tuple(Contact(name, email or "") for name, email in pairs if name),
            tuple(guests.get(key, ())), tuple(topics.get(key, ())),
        )  # fmt: skip


def _guests(session: Session, keys: Iterable[Key]) -> dict[Key, list[Contact]]:
    noted, person = table_of(Attendance), table_of(Person)
    query = (
        select(noted.c.meeting_id, noted.c.guest, person_name(person), person.c.email)
        .select_from(noted.outerjoin(person, person.c.id == noted.c.person_id))
        .where(noted.c.meeting_id.in_(keys))
        .order_by(person.c.sort_key, noted.c.id)
    )
    found: dict[Key, list[Contact]] = {}
    for meeting, guest, name, email in session.execute(query):
        found.setdefault(meeting, []).append(Contact(name or guest or "", email or ""))
    return found


def _topics(session: Session, keys: Iterable[Key]) -> dict[Key, list[Item]]:
    item, person = table_of(AgendaItem), table_of(Person)
    query = (
        select(item.c.meeting_id, item.c.title, item.c.kind, item.c.minutes, person_name(person))
        .select_from(item.outerjoin(person, person.c.id == item.c.presenter_id))
        .where(item.c.meeting_id.in_(keys))
        .order_by(item.c.position, item.c.id)
    )
    found: dict[Key, list[Item]] = {}
    for meeting, title, kind, minutes, presenter in session.execute(query):
        found.setdefault(meeting, []).append(Item(title, kind, minutes, presenter or ""))
    return found
