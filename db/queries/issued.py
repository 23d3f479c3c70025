"""Issued minutes: the versions of a meeting, which serial numbers are taken, who has still to sign, what waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db import contents
from db.fields import Key
from db.journal import journal_head
from db.ordering import sort_key
from db.queries.meeting_papers import Unsigned
from db.queries.meetings import CAME
from db.queries.reported import alike
from db.queries.wording import person_name
from db.records import Attendance, Meeting, Minutes, Observation, Organisation, Person
from db.records.base import table_of
from db.records.meetings import MeetingState
from db.records.minutes import ObservationState, PaperState

TO_BE_SIGNED: Final = (PaperState.ISSUED, PaperState.PRINTED)
"""The papers on which names are still missing."""
MOST: Final = 20  # minutes of earlier meetings that wait: nobody goes through more


@dataclass(frozen=True, slots=True)
class Version:
    """One issued version: what was frozen, its approval, and how far its paper is."""

    key: Key
    meeting: Key
    edition: int
    number: str
    issued_on: date
    issued_by: str
    content: str
    pdf: str
    as_of: int
    corrections: str | None
    approved_on: date | None
    approved_in: str | None  # the code of that meeting
    paper: PaperState
    signed_file: str | None
    signed_name: str | None
    filed_at: str | None


@dataclass(frozen=True, slots=True)
class Signing:
    """Who came, and how many of them signed."""

    signed: int
    signers: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """An objection to the minutes of a meeting; ``who`` is the person, else the organisation."""

    key: Key
    number: int
    on: date | None
    who: str
    said: str
    state: ObservationState
    reason: str | None


def versions(session: Session, meeting: Key) -> list[Version]:
    """Every issued version of a meeting's minutes, the newest first."""
    minutes, other = table_of(Minutes), table_of(Meeting)
    query = (
        select(
            minutes.c.id, minutes.c.meeting_id, minutes.c.edition, minutes.c.number, minutes.c.issued_on,
            minutes.c.issued_by, minutes.c.content, minutes.c.pdf, minutes.c.as_of, minutes.c.corrections,
            minutes.c.approved_on, other.c.code, minutes.c.paper, minutes.c.signed_file, minutes.c.signed_name,
            minutes.c.filed_at,
        )
        .select_from(minutes.outerjoin(other, other.c.id == minutes.c.approved_in_id))
        .where(minutes.c.meeting_id == meeting)
        .order_by(minutes.c.edition.desc())
    )  # fmt: skip
    return [Version(*tuple(row)) for row in session.execute(query)]


def last_of(session: Session, meetings: Iterable[Key]) -> dict[Key, tuple[int, str, PaperState]]:
    """The newest version of each of these meetings that has one: its edition, its number, how far its paper is."""
    minutes = table_of(Minutes)
    query = (
        select(minutes.c.meeting_id, minutes.c.edition, minutes.c.number, minutes.c.paper)
        .where(minutes.c.meeting_id.in_(list(meetings)))
        .order_by(minutes.c.edition)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in session.execute(query)}


def signing(session: Session, meeting: Key) -> Signing:
    """Who came to a meeting has to sign its minutes; who of them has not yet, by family name."""
    there = attended(session, [meeting]).get(meeting, ())
    missing = tuple(name for name, signed in there if not signed)
    return Signing(len(there) - len(missing), len(there), missing)


def attended(session: Session, meetings: Iterable[Key]) -> dict[Key, list[tuple[str, bool]]]:
    """Who came to each of these meetings, by family name, and whether they signed."""
    noted, person = table_of(Attendance), table_of(Person)
    query = (
        select(noted.c.meeting_id, noted.c.guest, person_name(person), person.c.family_names, noted.c.signed)
        .select_from(noted.outerjoin(person, person.c.id == noted.c.person_id))
        .where(noted.c.meeting_id.in_(list(meetings)), noted.c.presence.in_(CAME))
        .order_by(noted.c.id)
    )
    found: dict[Key, list[tuple[bytes, str, bool]]] = {}
    for meeting, guest, name, family, signed in session.execute(query):
        words = name or guest or ""
        found.setdefault(meeting, []).append((sort_key(f"{family or ''} {words}".strip()), words, bool(signed)))
    return {meeting: [one[1:] for one in sorted(there)] for meeting, there in found.items()}


def observations(session: Session, meeting: Key) -> list[ObservationRow]:
    """What was objected to in the minutes of a meeting, in its order."""
    said, person, unit = table_of(Observation), table_of(Person), table_of(Organisation)
    query = (
        select(
            said.c.id, said.c.number, said.c.on, func.coalesce(person_name(person), unit.c.acronym, unit.c.name),
            said.c.said, said.c.state, said.c.reason,
        )
        .select_from(
            said.outerjoin(person, person.c.id == said.c.person_id)
            .outerjoin(unit, unit.c.id == said.c.organisation_id)
        )
        .where(said.c.meeting_id == meeting)
        .order_by(said.c.number)
    )  # fmt: skip
    return [ObservationRow(row[0], row[1], row[2], row[3] or "", *row[4:]) for row in session.execute(query)]


def last_observation(session: Session, meeting: Key) -> int:
    """The number of the last observation on a meeting's minutes; 0 where there is none."""
    said = table_of(Observation)
    return session.execute(select(func.max(said.c.number)).where(said.c.meeting_id == meeting)).scalar_one() or 0


# --- numbering ------------------------------------------------------------------------------------------------------


def serials(session: Session, numbered_in: str, year: int | None) -> set[int]:
    """The serial numbers taken in what is counted together; ``year`` None where years are not counted apart."""
    minutes = table_of(Minutes)
    query = select(minutes.c.serial).where(minutes.c.numbered_in == numbered_in).distinct()
    return set(session.scalars(query if year is None else query.where(minutes.c.year == year)))


def typed_elsewhere(session: Session, meeting: Key, numbers: Sequence[str]) -> set[str]:
    """Which of these numbers, in capitals, other meetings have: typed, or given to their minutes."""
    other, minutes = table_of(Meeting), table_of(Minutes)
    said = [either for number in numbers for either in (func.upper(number), number.upper())]  # as in minutes.find
    typed = select(func.upper(other.c.number)).where(other.c.id != meeting, func.upper(other.c.number).in_(said))
    given = select(func.upper(minutes.c.number)).where(
        minutes.c.meeting_id != meeting, func.upper(minutes.c.number).in_(said)
    )
    return set(session.scalars(typed)) | set(session.scalars(given))


def position(session: Session) -> int:
    """The position of the journal's last transaction."""
    return int(session.execute(select(journal_head.c.seq)).scalar_one())


# --- what waits -----------------------------------------------------------------------------------------------------


def waiting(session: Session, meeting: Key) -> tuple[Unsigned, ...]:
    """Issued minutes of earlier meetings that lack names or approval: of those that ask about the same things."""
    this = session.get(Meeting, meeting)
    if this is None:
        return ()
    other, minutes = table_of(Meeting), table_of(Minutes)
    newer = minutes.alias()
    last = select(func.max(newer.c.edition)).where(newer.c.meeting_id == minutes.c.meeting_id).scalar_subquery()
    query = (
        select(minutes.c.id, other.c.id, minutes.c.number, other.c.number, other.c.held_on, minutes.c.paper,
               other.c.state)
        .select_from(minutes.join(other, other.c.id == minutes.c.meeting_id))
        .where(other.c.id.in_(alike(session, this)), minutes.c.edition == last)
        .order_by(other.c.held_on, other.c.code)
    )  # fmt: skip
    if this.held_on is not None:
        query = query.where(or_(other.c.held_on.is_(None), other.c.held_on <= this.held_on))
    rows = session.execute(query).all()
    there = attended(session, [row[1] for row in rows])
    found = []
    for key, held, number, typed, held_on, paper, state in rows:
        names = [name for name, signed in there.get(held, ()) if not signed] if paper in TO_BE_SIGNED else []
        approved = state in (MeetingState.APPROVED, MeetingState.SIGNED)
        if names or not approved:
            found.append(Unsigned(key, held, typed or number, held_on, tuple(names), approved))
    return tuple(found[-MOST:])


# --- what is kept ---------------------------------------------------------------------------------------------------


def attached(session: Session, version: Key) -> tuple[str, bytes] | None:
    """The name and the bytes of the signed paper of a version; None where there is none."""
    one = session.get(Minutes, version)
    data = contents.get(session, one.signed_file) if one is not None and one.signed_file else None
    return (one.signed_name or one.number, data) if one is not None and data is not None else None


def stored(session: Session, digest: str) -> bytes | None:
    """The bytes kept under a digest; raises ``db.errors.Damaged`` where they are not those any more."""
    return contents.get(session, digest)
