"""What is done with meetings: save, say their projects and who came, and answer the old commitments they ask about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from db.errors import Invalid
from db.fields import Key, Problem
from db.merge import Outcome
from db.queries import lookups
from db.records import (
    ActionItem,
    Attendance,
    Meeting,
    MeetingProject,
    Person,
    ProgressEntry,
    Reschedule,
    Review,
    pair_key,
)
from db.records.action_items import Channel, State
from db.records.meetings import AHEAD, CALLED_OFF, WHY_NOT_HELD, Fate, MeetingState, Presence, is_hour
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.drafts import Draft
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _
from ecd_desktop.services import action_items, records, signing


def save(store: Store, draft: Draft, *, form: str | None = None) -> Outcome:
    """Save a draft; a new meeting gets its code. The number of its minutes is typed, or given when they are issued.

    Raises Invalid where it becomes suspended or called off without a reason.
    """
    state, was = draft.wanted.get("state"), draft.seen.get("state")
    if state in CALLED_OFF and state is not was and not draft.wanted.get("state_reason"):
        raise Invalid((Problem("state_reason", WHY_NOT_HELD),))
    return records.save(store, draft, form=form)


def set_state(store: Store, keys: Sequence[Key], *, state: MeetingState, reason: str | None = None) -> None:
    """Say how far meetings and their minutes are; one that is suspended or called off needs a ``reason``."""
    if state in CALLED_OFF and not (reason or "").strip():
        raise Invalid((Problem("state_reason", WHY_NOT_HELD),))
    label = N_("Change the state of {code}") if len(keys) == 1 else N_("Change the state of {n} meetings")
    with store.change(label, n=len(keys)) as work:
        meetings = records.found(work, Meeting, keys)
        records.tell(work, meetings)
        for meeting in meetings:
            meeting.state = state
            meeting.state_reason = (reason or "").strip() or None
            if state is MeetingState.APPROVED:
                signing.note_approval(work, meeting.id)


def move(
    store: Store, keys: Sequence[Key], *, held_on: date, starts_at: str | None = None, ends_at: str | None = None,
    venue: str | None = None, reason: str | None = None,
) -> None:  # fmt: skip
    """Hold meetings on another day, hour or venue; what is None stays, and a new hour keeps how long they take.

    One that is still ahead, or was called off, becomes rescheduled, with the reason where one is given; of one that
    was held only the day is put right.
    """
    label = N_("Move {code} to another day") if len(keys) == 1 else N_("Move {n} meetings to another day")
    with store.change(label, n=len(keys)) as work:
        meetings = records.found(work, Meeting, keys)
        records.tell(work, meetings)
        for meeting in meetings:
            if starts_at and not ends_at:
                meeting.ends_at = as_long(meeting.starts_at, meeting.ends_at, starts_at)
            meeting.held_on, meeting.starts_at = held_on, starts_at or meeting.starts_at
            meeting.ends_at, meeting.venue = ends_at or meeting.ends_at, venue or meeting.venue
            if meeting.state in (*AHEAD, *CALLED_OFF):
                meeting.state, meeting.state_reason = MeetingState.RESCHEDULED, (reason or "").strip() or None


def as_long(starts_at: str | None, ends_at: str | None, begins: str | None) -> str | None:
    """The hour at which a meeting ends that begins at ``begins`` and takes as long as from one hour to the other."""
    if not (starts_at and ends_at and begins and all(map(is_hour, (starts_at, ends_at, begins)))):
        return None if begins != starts_at else ends_at
    start, end, moved = (int(hour[:2]) * 60 + int(hour[3:]) for hour in (starts_at, ends_at, begins))
    over = moved + end - start
    return f"{over // 60:02}:{over % 60:02}" if end > start and over < 24 * 60 else None


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
        return [work.add(expected(work, meeting, person)).id for person in wanted]


def attend(
    store: Store, key: Key, *, person: Key | None = None, guest: str | None = None, organisation: Key | None = None,
    role: str | None = None, presence: Presence = Presence.PRESENT, represented_by: Key | None = None,
) -> Key:  # fmt: skip
    """Note that somebody came (or did not); a person who was expected is noted once. Returns the attendance's key."""
    with _changing(store, N_("Attendance at {code}"), key) as (work, meeting):
        there = lookups.pointing(work.session, Attendance, "meeting_id", [key])
        noted = next((one for one in there if person is not None and one.person_id == person), None)
        if noted is None and person is not None:
            noted = work.add(expected(work, meeting, person))
        if noted is None:
            noted = work.add(Attendance(meeting_id=key, guest=guest))
        noted.presence = presence
        noted.organisation_id = organisation or noted.organisation_id
        noted.role_then = role or noted.role_then
        noted.represented_by_id = represented_by or noted.represented_by_id
        return noted.id


def set_presence(
    store: Store, attendances: Sequence[Key], *, presence: Presence, left_at: str | None = None,
    represented_by: Key | None = None,
) -> None:  # fmt: skip
    """Mark who came, was late, left early (and when), sent somebody (and whom), was excused or missing."""
    label = N_("Mark an attendance") if len(attendances) == 1 else N_("Mark {n} attendances")
    with store.change(label, n=len(attendances)) as work:
        for one in records.found(work, Attendance, attendances):
            one.presence = presence
            one.left_at = left_at or one.left_at if presence is Presence.LEFT else None
            sent = represented_by or one.represented_by_id
            one.represented_by_id = sent if presence is Presence.REPRESENTED else None


def sign(store: Store, attendances: Sequence[Key], *, signed: bool = True) -> None:
    """Note who signed on paper, or did not after all; where everybody who came has, the minutes are signed."""
    with store.change(N_("Note {n} signatures"), n=len(attendances)) as work:
        marked = records.found(work, Attendance, attendances)
        for one in marked:
            one.signed = signed
        signing.follow(work, [one.meeting_id for one in marked])


def remove_attendances(store: Store, attendances: Sequence[Key]) -> None:
    """Take people off the list of a meeting."""
    records.delete(store, Attendance.__tablename__, attendances)


def delete(store: Store, keys: Sequence[Key]) -> None:
    """Delete meetings with their agenda, decisions, answers and attendance.

    Raises Expected where action items come from them, their topics went on elsewhere, or they repealed a decision.
    """
    records.delete(store, Meeting.__tablename__, keys)


# --- old commitments ------------------------------------------------------------------------------------------------


def answer(
    store: Store, key: Key, items: Sequence[Key], *, fate: Fate, answer: str | None = None, due_on: date | None = None,
) -> None:  # fmt: skip
    """Note what a meeting says of old commitments: each stays, gets another date, or is closed (done, to be verified).

    The item itself changes, dated by the meeting; an answer given before in the same meeting is taken back first. A
    moved date needs ``due_on`` and the reason in ``answer``. Raises Expected for an item that cannot go that way.
    """
    one, many = N_("Answer {item} in {code}"), N_("Answer {n} old commitments in {code}")
    with _changing(store, one if len(items) == 1 else many, key) as (work, meeting):
        told = records.found(work, ActionItem, items)
        work.label_args |= {"n": len(told)} | ({"item": told[0].code} if len(told) == 1 else {})
        on = min(meeting.held_on or today(), today())
        for item in told:
            note_answer(work, meeting, item, on=on, fate=fate, said=(answer or "").strip() or None, due_on=due_on)


def take_back(store: Store, key: Key, items: Sequence[Key]) -> None:
    """A meeting says nothing of these old commitments after all: their state, progress and date are as before it."""
    one, many = N_("Take back the answer on {item} in {code}"), N_("Take back {n} answers in {code}")
    with _changing(store, one if len(items) == 1 else many, key) as (work, meeting):
        told = records.found(work, ActionItem, items)
        work.label_args |= {"n": len(told)} | ({"item": told[0].code} if len(told) == 1 else {})
        on = min(meeting.held_on or today(), today())
        for item in told:
            if (review := work.session.get(Review, pair_key(key, item.id))) is not None:
                _restore(work, review, item, on)
                work.delete(review)


def note_answer(
    work: Work, meeting: Meeting, item: ActionItem, *, on: date, fate: Fate, said: str | None, due_on: date | None
) -> None:
    """The same for one item, inside a change that is open already; ``on`` is the day it is dated."""
    if item.meeting_id == meeting.id:
        raise Expected(
            _("{code} was promised in this very meeting; nothing was changed.").format(code=item.code),
            _("Only what was promised before is answered here."),
        )
    review = work.session.get(Review, pair_key(meeting.id, item.id))
    if review is None:
        review = work.add(Review(id=pair_key(meeting.id, item.id), meeting_id=meeting.id, action_item_id=item.id))
    else:
        _restore(work, review, item, on)
    review.state_before, review.progress_before = item.state, item.progress
    review.due_before = review.due_after = item.due_on
    review.fate, review.answer = fate, said
    if fate is Fate.MOVED:
        _move(work, item, on=on, due_on=due_on, reason=said)
        review.due_after = due_on
    elif fate is Fate.CLOSED and item.state is not State.DONE:  # one that waits for verification goes on waiting
        action_items.step(item, State.DONE)
        item.reported_on, item.progress, item.state_reason = on, 100, None
        action_items.free(item)
        work.add(action_items.entry(item, on, 100, State.DONE, said, Channel.MEETING, work.who))
    work.flush()


def _move(work: Work, item: ActionItem, *, on: date, due_on: date | None, reason: str | None) -> None:
    if item.state not in action_items.UNDER_WAY:
        raise action_items.settled(item)
    if due_on is None or due_on == item.due_on:
        raise Invalid((Problem("due_on", N_("Give the new due date.")),))
    if not reason:
        raise Invalid((Problem("answer", N_("Say why the due date changes.")),))
    old, item.due_on = item.due_on, due_on
    if old is None:
        item.due_original = item.due_original or due_on
        return
    item.due_original = item.due_original or old
    action_items.moved(work, item, old, on=on, reason=" ".join(reason.split())[:400])


def _restore(work: Work, review: Review, item: ActionItem, on: date) -> None:
    """Put an item back to what it was before the meeting's answer, unless it went on since by other ways."""
    if review.fate is Fate.MOVED and item.due_on == review.due_after:
        item.due_on = review.due_before
        if review.due_before is None and item.due_original == review.due_after:
            item.due_original = None
        for line in lookups.pointing(work.session, Reschedule, "action_item_id", [item.id]):
            if (line.on, line.due_before, line.due_after) == (on, review.due_before, review.due_after):
                work.delete(line)
    if review.fate is Fate.CLOSED and item.state is State.DONE and review.state_before is not State.DONE:
        item.state, item.progress = review.state_before or State.IN_PROGRESS, review.progress_before or 0
        item.reported_on = None
        for entry in lookups.pointing(work.session, ProgressEntry, "action_item_id", [item.id]):
            if (entry.on, entry.state, entry.channel) == (on, State.DONE, Channel.MEETING):
                work.delete(entry)
    work.flush()


@contextmanager
def _changing(store: Store, label: str, key: Key) -> Iterator[tuple[Work, Meeting]]:
    with store.change(label) as work:
        (meeting,) = records.found(work, Meeting, [key])
        records.tell(work, [meeting])
        yield work, meeting


def expected(work: Work, meeting: Meeting, person: Key) -> Attendance:
    """That somebody is asked to a meeting, with the post held on its day: people change posts, minutes do not."""
    then = lookups.post_on(work.session, person, meeting.held_on or today())
    return Attendance(
        meeting_id=meeting.id,
        person_id=person,
        organisation_id=then.organisation if then else None,
        organisation_then=then.organisation_name if then else None,
        role_then=then.role if then else None,
    )
