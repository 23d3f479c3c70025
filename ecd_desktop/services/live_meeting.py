"""What is noted of a meeting while it goes on, each with one key: when an item begins, who came along, how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.errors import Invalid
from db.fields import Key, Problem
from db.queries import Session, alike, lookups, quick_add
from db.queries.quick_add import Offer
from db.records import AgendaItem, Attendance, Meeting, Organisation, Person, Post
from db.records.agenda_items import TopicState
from db.records.meetings import Presence, is_hour
from db.store import Store
from db.work import Work
from ecd_desktop.language import N_
from ecd_desktop.services import records

COUNTED = ("counted_women", "counted_men", "counted_girls", "counted_boys", "counted_caregivers")
"""Whom an assembly counts without names, in the order in which the numbers are typed."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who came and was not known: a person, the post and the organisation as they were said."""

    given_names: str
    family_names: str = ""
    role: str = ""
    organisation: str = ""


def begin_item(store: Store, key: Key, item: Key, *, at: str) -> bool:
    """An item of the agenda begins at ``at`` (15:30), and the one that went on till then ends and was dealt with.

    The meeting begins with its first item, where no hour was noted.  Answers whether anything was noted: an item
    that has begun before goes on as it was.  Raises ``Invalid`` for an hour that is none.
    """
    if not is_hour(at):
        raise Invalid((Problem("started_at", N_("Write the time as 15:30.")),))
    with store.change(N_("Begin item “{name}”")) as work:
        (meeting,) = records.found(work, Meeting, [key])
        (begun,) = records.found(work, AgendaItem, [item])
        records.tell(work, [begun])
        if begun.meeting_id != meeting.id or begun.started_at:
            return False
        begun.started_at, begun.ended_at = at, None
        end_items(lookups.pointing(work.session, AgendaItem, "meeting_id", [key]), at=at, besides=item)
        meeting.starts_at = meeting.starts_at or at
    return True


def end_items(topics: list[AgendaItem], *, at: str, besides: Key | None = None) -> None:
    """What goes on ends at ``at``, and was dealt with; inside a change that is open already."""
    for one in topics:
        if one.id != besides and one.started_at and not one.ended_at:
            one.ended_at = max(at, one.started_at)
            if one.state is TopicState.OPEN:
                one.state = TopicState.TREATED


def add_guest(store: Store, key: Key, guest: Guest) -> Key:
    """Somebody came who was not known: a person is made, with the post in the organisation that was said.

    An organisation of that very name or acronym is the one that is meant, else it is made too.  Post and organisation
    stay in the attendance as of that day.  Answers the attendance's key.  Raises ``Invalid`` without a name.
    """
    with store.change(N_("A guest at {code}")) as work:
        (meeting,) = records.found(work, Meeting, [key])
        records.tell(work, [meeting])
        person = _person(work, guest)
        role, called = guest.role or None, guest.organisation
        unit: Key | None = None
        if called:
            unit = alike.organisation_called(work.session, called)
            if unit is None:
                short = called if called.isupper() and len(called) <= 12 and " " not in called else None
                unit = work.add(Organisation(name=called, acronym=short)).id
            work.flush()
            work.add(Post(person_id=person.id, organisation_id=unit, role=role))
        work.flush()
        name = lookups.records(work.session, Organisation, [unit])[unit].name if unit is not None else None
        came = work.add(Attendance(
            meeting_id=meeting.id, person_id=person.id, organisation_id=unit, organisation_then=name, role_then=role,
            presence=Presence.PRESENT,
        ))  # fmt: skip
        return came.id


def represent(store: Store, attendances: Sequence[Key], *, by: Guest) -> None:
    """Somebody who was not known came instead of these: a person is made."""
    with store.change(N_("Mark {n} attendances"), n=len(attendances)) as work:
        person = _person(work, by)
        work.flush()
        for one in records.found(work, Attendance, attendances):
            one.presence, one.represented_by_id, one.left_at = Presence.REPRESENTED, person.id, None


def similar(session: Session, name: str, *, limit: int = 6) -> list[Offer]:
    """The people who may be meant by a name, accents and the order of names aside; then those called much alike."""
    found = quick_add.offers(session, name, entities=("people",), limit=limit)
    known = {one.key for one in found}
    if len(found) < limit:
        like = [key for key in alike.called(session, name, limit=limit) if key not in known]
        found += quick_add.shown(session, [("people", key) for key in like[: limit - len(found)]])
    return found


def _person(work: Work, guest: Guest) -> Person:
    return work.add(Person(given_names=guest.given_names, family_names=guest.family_names or None))


def count(store: Store, key: Key, *, counted: Mapping[str, int | None]) -> None:
    """Note how many came without their names; ``counted`` by the names in ``COUNTED``, what is missing goes."""
    with store.change(N_("Count who came to {code}")) as work:
        (meeting,) = records.found(work, Meeting, [key])
        records.tell(work, [meeting])
        for name in COUNTED:
            setattr(meeting, name, counted.get(name))
