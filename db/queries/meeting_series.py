"""Lists of series of meetings, with their last and next day; their members, and what making the next ones needs."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.fields import DAY, FLAG, N_, NUMBER, RULE, Key
from db.queries.heirs import present_units
from db.queries.listing import Ask, Column, Frame, Listing, Order, column, columns_of
from db.queries.wording import person_name
from db.records import Meeting, MeetingSeries, Organisation, Person, Place, Project, SeriesMember
from db.records.base import table_of
from db.records.meetings import AHEAD, CALLED_OFF, MeetingKind, Modality


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One series as lists see it. ``rule``: an RRULE value, said in words where it is shown."""

    key: Key
    name: str
    kind: MeetingKind
    modality: Modality | None
    rule: str | None
    since: date | None
    until: date | None
    starts_at: str | None
    ends_at: str | None
    place: str | None
    venue: str | None
    convened_by: str | None
    chair: str | None
    project: str | None
    held: int  # meetings that are over, those called off aside
    last_on: date | None  # of those
    next_on: date | None  # the first one still to be held
    members: int  # who is asked now, or later
    ended: bool
    remarks: str | None


COLUMNS: tuple[Column, ...] = (
    column("name", N_("Name")),
    column("rule", N_("Repeats"), RULE),
    column("next_on", N_("Next meeting"), DAY),
    column("last_on", N_("Last meeting"), DAY),
    column("held", N_("Meetings held"), NUMBER),
    column("members", N_("Members"), NUMBER),
    column("kind", N_("Kind"), choices=MeetingKind),
    column("starts_at", N_("Start time")),
    column("ends_at", N_("End time")),
    column("venue", N_("Venue")),
    column("place", N_("Place")),
    column("project", N_("Project")),
    column("convened_by", N_("Convened by")),
    column("chair", N_("Chaired by")),
    column("modality", N_("Modality"), choices=Modality),
    column("since", N_("Since"), DAY),
    column("until", N_("Until"), DAY),
    column("ended", N_("Not held any more"), FLAG),
    column("remarks", N_("Remarks")),
)


def _frame(ask: Ask) -> Frame:
    series, place, unit, project, chair = (
        table_of(one) for one in (MeetingSeries, Place, Organisation, Project, Person)
    )
    meeting, member = table_of(Meeting), table_of(SeriesMember)
    present = present_units()
    source = (
        series.outerjoin(place, place.c.id == series.c.place_id)
        .outerjoin(present, present.c.unit_id == series.c.convened_by_id)
        .outerjoin(unit, unit.c.id == present.c.present_id)
        .outerjoin(project, project.c.id == series.c.project_id)
        .outerjoin(chair, chair.c.id == series.c.chair_id)
    )
    mine = meeting.c.series_id == series.c.id
    over = mine & meeting.c.state.not_in((*AHEAD, *CALLED_OFF))
    asked = member.c.series_id == series.c.id
    if ask.clock is not None:
        asked &= or_(member.c.until.is_(None), member.c.until >= ask.clock.today)
    values = columns_of(series)
    values |= {
        "place": place.c.name,
        "convened_by": func.coalesce(unit.c.acronym, unit.c.name),
        "project": project.c.name,
        "chair": person_name(chair),
        "held": select(func.count(meeting.c.id)).where(over).scalar_subquery(),
        "last_on": select(func.max(meeting.c.held_on)).where(over).scalar_subquery(),
        "next_on": select(func.min(meeting.c.held_on)).where(mine, meeting.c.state.in_(AHEAD)).scalar_subquery(),
        "members": select(func.count(member.c.id)).where(asked).scalar_subquery(),
    }
    sorts = {
        "name": series.c.sort_key, "place": place.c.sort_key, "convened_by": unit.c.sort_key,
        "project": project.c.sort_key, "chair": chair.c.sort_key,
    }  # fmt: skip
    return Frame(values, source, series.c.id, (series.c.folded, project.c.folded, unit.c.folded), sorts)


LISTING = Listing("meeting_series", SeriesRow, COLUMNS, _frame, (Order("ended"), Order("name")))


@dataclass(frozen=True, slots=True)
class Member:
    """Who is always asked, from and until which day."""

    key: Key
    person: Key
    name: str
    since: date | None
    until: date | None


def members(session: Session, series: Key, *, on: date | None = None) -> list[Member]:
    """The members of a series by name; those of a day where ``on`` is given."""
    member, person = table_of(SeriesMember), table_of(Person)
    query = (
        select(member.c.id, member.c.person_id, person_name(person), member.c.since, member.c.until)
        .select_from(member.join(person, person.c.id == member.c.person_id))
        .where(member.c.series_id == series)
        .order_by(person.c.sort_key, person.c.id)
    )
    if on is not None:
        query = query.where(or_(member.c.since.is_(None), member.c.since <= on))
        query = query.where(or_(member.c.until.is_(None), member.c.until >= on))
    return [Member(*row) for row in session.execute(query)]


def hold(session: Session, series: Key) -> None:
    """Let nobody else make meetings of a series until the change ends: whoever waited sees those that are there then.

    Not for reading: a server refuses it there.
    """
    # SQLite has one writer anyway
    session.execute(select(MeetingSeries.id).where(MeetingSeries.id == series).with_for_update())


def taken(session: Session, series: Key) -> set[date]:
    """The days of the rule that have their meeting, whatever became of it; one written by hand has its own day."""
    meeting = table_of(Meeting)
    query = select(func.coalesce(meeting.c.occurs_on, meeting.c.held_on)).where(meeting.c.series_id == series)
    return {day for day in session.scalars(query) if day is not None}


def last_said(session: Session, series: Key, *, after: date) -> tuple[date, str | None, str | None] | None:
    """What the last meeting of a series said of the next one (day, hour, venue), where that day is still to come."""
    meeting = table_of(Meeting)
    query = (
        select(meeting.c.next_on, meeting.c.next_at, meeting.c.next_venue)
        .where(meeting.c.series_id == series, meeting.c.state.not_in((*AHEAD, *CALLED_OFF)))
        .order_by(meeting.c.held_on.desc().nulls_last(), meeting.c.id.desc())
        .limit(1)
    )
    row = session.execute(query).first()
    return (row[0], row[1], row[2]) if row is not None and row[0] is not None and row[0] >= after else None
