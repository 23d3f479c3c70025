"""What is done with meetings: save, say which projects they dealt with, and who was expected and came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from db.fields import Key
from db.merge import Outcome
from db.queries import lookups
from db.records import Attendance, Meeting, MeetingProject, Person, pair_key
from db.records.meetings import MeetingState, Presence
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.language import N_
from ecd_desktop.services import records


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft; a new meeting gets its code. The number of its minutes is typed, or given when they are issued."""
    return records.save(store, draft, form=form)


def set_state(store: Store, keys: Sequence[Key], *, state: MeetingState) -> None:
    """Say how far meetings and their minutes are."""
    label = N_("Change the state of {code}") if len(keys) == 1 else N_("Change the state of {n} meetings")
    with store.change(label, n=len(keys)) as work:
        meetings = records.found(work, Meeting, keys)
        records.tell(work, meetings)
        for meeting in meetings:
            meeting.state = state


def set_projects(store: Store, key: Key, *, projects: Iterable[Key]) -> None:
    """Say which projects a meeting dealt with; those that are not named any more are taken off."""
    with _changing(store, N_("Projects of {code}"), key) as (work, _meeting):
        wanted = {pair_key(key, project): project for project in projects}
        there = {link.project_id: link for link in lookups.pointing(work.session, MeetingProject, "meeting_id", [key])}
        for project, link in there.items():
            if project not in wanted.values():
                work.delete(link)
        for pair, project in wanted.items():
            if project not in there:
                work.add(MeetingProject(id=pair, meeting_id=key, project_id=project))


def invite(store: Store, key: Key, *, people: Iterable[Key]) -> list[Key]:
    """Expect people at a meeting, with the post each holds on its day; who is expected already stays as noted.

    Returns the keys of the new attendances.
    """
    with _changing(store, N_("Invite to {code}"), key) as (work, meeting):
        there = {one.person_id for one in lookups.pointing(work.session, Attendance, "meeting_id", [key])}
        wanted = [person for person in dict.fromkeys(people) if person not in there]
        records.found(work, Person, wanted)
        return [work.add(_expected(work, meeting, person)).id for person in wanted]


def attend(
    store: Store, key: Key, *, person: Key | None = None, guest: str | None = None, organisation: Key | None = None,
    role: str | None = None, presence: Presence = Presence.PRESENT,
) -> Key:  # fmt: skip
    """Note that somebody came (or did not); a person who was expected is noted once. Returns the attendance's key."""
    with _changing(store, N_("Attendance at {code}"), key) as (work, meeting):
        there = lookups.pointing(work.session, Attendance, "meeting_id", [key])
        noted = next((one for one in there if person is not None and one.person_id == person), None)
        if noted is None and person is not None:
            noted = work.add(_expected(work, meeting, person))
        if noted is None:
            noted = work.add(Attendance(meeting_id=key, guest=guest))
        noted.presence = presence
        noted.organisation_id = organisation or noted.organisation_id
        noted.role_then = role or noted.role_then
        return noted.id


def set_presence(store: Store, attendances: Sequence[Key], *, presence: Presence) -> None:
    """Mark who came, was late, sent somebody, was excused or missing."""
    label = N_("Mark an attendance") if len(attendances) == 1 else N_("Mark {n} attendances")
    with store.change(label, n=len(attendances)) as work:
        for one in records.found(work, Attendance, attendances):
            one.presence = presence


def sign(store: Store, attendances: Sequence[Key], *, signed: bool = True) -> None:
    """Note who signed on paper."""
    with store.change(N_("Note {n} signatures"), n=len(attendances)) as work:
        for one in records.found(work, Attendance, attendances):
            one.signed = signed


def remove_attendances(store: Store, attendances: Sequence[Key]) -> None:
    """Take people off the list of a meeting."""
    records.delete(store, Attendance.__tablename__, attendances)


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete meetings with their attendance. Raises Expected where action items come from them."""
    records.delete(store, Meeting.__tablename__, keys)


@contextmanager
def _changing(store: Store, label: str, key: Key) -> Iterator[tuple[Work, Meeting]]:
    with store.change(label) as work:
        (meeting,) = records.found(work, Meeting, [key])
        records.tell(work, [meeting])
        yield work, meeting


def _expected(work: Work, meeting: Meeting, person: Key) -> Attendance:
    # frozen as it was on that day: people change posts, minutes do not
    then = lookups.post_on(work.session, person, meeting.held_on or today())
    return Attendance(
        meeting_id=meeting.id,
        person_id=person,
        organisation_id=then.organisation if then else None,
        organisation_then=then.organisation_name if then else None,
        role_then=then.role if then else None,
    )
