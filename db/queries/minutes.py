"""What a meeting's papers say, read in one snapshot; nothing of it is internal."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.fields import Key
from db.ordering import sort_key
from db.queries import action_items, decisions
from db.queries.action_items import ActionItemRow
from db.queries.agenda_items import agenda
from db.queries.carried import carried
from db.queries.issued import last_of, waiting
from db.queries.listing import Ask, Order, Where
from db.queries.meeting_papers import Agreed, Attendee, Earlier, MeetingPaper, Promised, Topic
from db.queries.traffic_light import Clock
from db.queries.wording import person_name
from db.records import Attendance, Meeting, MeetingProject, Minutes, Organisation, Person, Place, Project
from db.records.action_items import State
from db.records.base import table_of
from db.records.meetings import AHEAD, CALLED_OFF

NOT_HELD = (*AHEAD, *CALLED_OFF)


def find(session: Session, name: str) -> tuple[Key, date | None] | None:
    """The meeting with this code, or with this number of its minutes, capitals aside; its key and its day."""
    meeting, issued = table_of(Meeting), table_of(Minutes)
    wanted = name.strip()
    said = (func.upper(wanted), wanted.upper())  # a database that knows no capital of «ó» leaves it as it is
    as_issued = meeting.c.id.in_(select(issued.c.meeting_id).where(func.upper(issued.c.number).in_(said)))
    coded = func.upper(meeting.c.code) == wanted.upper()
    query = _day_of(or_(coded, func.upper(meeting.c.number).in_(said), as_issued))
    row = session.execute(query.order_by(coded.desc())).first()
    return (row[0], row[1]) if row else None


def latest(session: Session, today: date) -> tuple[Key, date | None] | None:
    """The meeting that was held last, up to today."""
    meeting = table_of(Meeting)
    query = _day_of((meeting.c.held_on <= today) & meeting.c.state.not_in(NOT_HELD))
    order = (meeting.c.held_on.desc(), meeting.c.starts_at.desc().nulls_last(), meeting.c.code.desc())
    row = session.execute(query.order_by(*order)).first()
    return (row[0], row[1]) if row else None


def _day_of(condition: ColumnElement[bool]) -> Select[Any]:
    meeting = table_of(Meeting)
    return select(meeting.c.id, meeting.c.held_on).where(condition).limit(1)


def paper(session: Session, key: Key, *, clock: Clock, past: bool = False) -> MeetingPaper | None:
    """What the papers of a meeting say; None where it is gone.

    ``clock``: the day as of which old commitments stand in it; ``past``: that day is over, so they are read as they
    stood then. A commitment of the meeting itself stands with the date that was promised in it.
    """
    meeting = session.get(Meeting, key)
    if meeting is None:
        return None
    people = _names(session, [one for one in (meeting.chair_id, meeting.secretary_id) if one])
    place = session.get(Place, meeting.place_id) if meeting.place_id else None
    unit = session.get(Organisation, meeting.convened_by_id) if meeting.convened_by_id else None
    _edition, issued_as, _state = last_of(session, [key]).get(key, (0, "", None))
    return MeetingPaper(
        key=key, code=meeting.code, kind=meeting.kind, state=meeting.state, number=meeting.number or "",
        subject=meeting.subject or "", modality=meeting.modality, held_on=meeting.held_on,
        starts_at=meeting.starts_at or "", ends_at=meeting.ends_at or "", place=place.name if place else "",
        venue=meeting.venue or "", convened_by=(unit.acronym or unit.name) if unit else "",
        chair=people.get(meeting.chair_id, "") if meeting.chair_id else "",
        secretary=people.get(meeting.secretary_id, "") if meeting.secretary_id else "",
        projects=_projects(session, key), confidentiality=meeting.confidentiality,
        attendees=_attendees(session, key),
        counted=(
            meeting.counted_women, meeting.counted_men, meeting.counted_girls, meeting.counted_boys,
            meeting.counted_caregivers,
        ),
        topics=_topics(session, key), earlier=_earlier(session, key, clock, past), text=meeting.minutes_text or "",
        agreed=_agreed(session, key), promised=_promised(session, key, clock), next_on=meeting.next_on,
        next_at=meeting.next_at or "", next_venue=meeting.next_venue or "", next_agenda=meeting.next_agenda or "",
        issued_as=issued_as, unsigned=waiting(session, key),
    )  # fmt: skip


def _names(session: Session, keys: list[Key]) -> dict[Key, str]:
    person = table_of(Person)
    query = select(person.c.id, person_name(person)).where(person.c.id.in_(keys))
    return {row[0]: row[1] for row in session.execute(query)}


def _projects(session: Session, key: Key) -> tuple[str, ...]:
    pair, project = table_of(MeetingProject), table_of(Project)
    query = (
        select(project.c.name)
        .select_from(pair.join(project, project.c.id == pair.c.project_id))
        .where(pair.c.meeting_id == key)
        .order_by(project.c.sort_key)
    )
    return tuple(session.scalars(query))


def _attendees(session: Session, key: Key) -> tuple[Attendee, ...]:
    """By family name; people with the post and the organisation they had on that day."""
    noted, person, unit = table_of(Attendance), table_of(Person), table_of(Organisation)
    instead = aliased(person)
    query = (
        select(
            noted.c.guest, person.c.family_names, person.c.given_names, noted.c.presence,
            func.coalesce(noted.c.organisation_then, unit.c.name), noted.c.role_then,
            person_name(instead), noted.c.left_at, person.c.document_kind, person.c.document_number, noted.c.signed,
            unit.c.name, unit.c.acronym,
        )
        .select_from(
            noted.outerjoin(person, person.c.id == noted.c.person_id)
            .outerjoin(unit, unit.c.id == noted.c.organisation_id)
            .outerjoin(instead, instead.c.id == noted.c.represented_by_id)
        )
        .where(noted.c.meeting_id == key)
        .order_by(noted.c.id)
    )  # fmt: skip
    found = []
    for row in session.execute(query):
        guest, family, given, presence, organisation, role, by, left, kind, document, signed, unit_name, acronym = row
        name = guest if given is None else f"{family}, {given}" if family else given
        found.append(Attendee(
            name or "", presence, organisation or "", role or "", by or "", left or "", kind, document or "",
            bool(signed), (acronym or "") if organisation in (unit_name, acronym) else "",
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda one: sort_key(one.name)))


def _topics(session: Session, key: Key) -> tuple[Topic, ...]:
    return tuple(
        Topic(row.title, row.kind, row.minutes, row.presenter or "", row.papers or "", row.started_at or "",
              row.ended_at or "", row.conclusion or "")
        for row in agenda(session, key)
    )  # fmt: skip


def _earlier(session: Session, key: Key, clock: Clock, past: bool) -> tuple[Earlier, ...]:
    told = [one for one in carried(session, key, clock, past=past) if one.item.state is not State.DRAFT]
    ask = Ask(clock=clock, outside=True, cutoff=clock.today if past else None)
    then = {row.key: row for row in action_items.LISTING.rows(session, [one.item.key for one in told], ask)}
    found = []
    for one in told:
        row = then.get(one.item.key, one.item)
        found.append(Earlier(
            row.code, row.description, _responsible(row), one.due_before or row.due_on, row.state, row.light,
            one.fate, one.due_after, one.answer or "",
            *((one.report.body, one.report.on, one.report.progress, one.report.by) if one.report else ()),
        ))  # fmt: skip
    return tuple(found)


def _agreed(session: Session, key: Key) -> tuple[Agreed, ...]:
    rows = decisions.of_meeting(session, key)
    return tuple(
        Agreed(row.number or str(n), row.text, row.kind, row.adopted, row.code) for n, row in enumerate(rows, 1)
    )


def _promised(session: Session, key: Key, clock: Clock) -> tuple[Promised, ...]:
    mine = (Where("meeting_key", "is", key),)
    ask = Ask(where=mine, order=(Order("item_number"), Order("code")), clock=clock, outside=True)
    rows = [row for row in action_items.LISTING.all(session, ask) if row.state is not State.DRAFT]
    return tuple(
        Promised(row.item_number or str(n), row.code, row.description, _responsible(row),
                 row.due_original or row.due_on, row.expected_evidence or "")
        for n, row in enumerate(rows, 1)
    )  # fmt: skip


def _responsible(row: ActionItemRow) -> str:
    return " – ".join(filter(None, (row.unit, row.person)))
