"""What to look at before minutes are issued: their number, and what is missing; nothing stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from db.fields import Key
from db.queries import Session, lookups
from db.queries.carried import carried
from db.queries.meetings import CAME
from db.records import ActionItem, AgendaItem, Attendance, Decision, Meeting, Observation
from db.records.action_items import Reach
from db.records.agenda_items import TopicState
from db.records.minutes import ObservationState
from ecd_desktop.calendar import clock, today
from ecd_desktop.language import _, ngettext
from ecd_desktop.minutes_text import Tag, read_minutes
from ecd_desktop.services import minutes, taking_minutes
from ecd_desktop.services.places import office_calendar


@dataclass(frozen=True, slots=True)
class Ready:
    """``number``: what the minutes will be called unless somebody issues others first. ``remarks``: sentences."""

    code: str
    number: str
    typed: str
    remarks: tuple[str, ...]


def ready(session: Session, key: Key) -> Ready | None:
    """Whether the minutes of a meeting can be issued, and as what; None where it is gone.

    Raises Expected where they cannot: the meeting was not held, they are issued already, its mask gives no number.
    """
    meeting = lookups.records(session, Meeting, [key]).get(key)
    if meeting is None:
        return None
    number = minutes.next_number(session, meeting)
    return Ready(meeting.code, number, meeting.number or "", tuple(_remarks(session, meeting)))


def _remarks(session: Session, meeting: Meeting) -> Iterator[str]:
    """In the order of the acta."""
    if not meeting.ends_at:
        yield _("The closing hour is missing.")
    people = lookups.pointing(session, Attendance, "meeting_id", [meeting.id])
    if not any(one.presence in CAME for one in people):
        yield _("Nobody is marked as present.")
    topics = lookups.pointing(session, AgendaItem, "meeting_id", [meeting.id])
    if n := sum(one.state is TopicState.OPEN for one in topics):
        yield ngettext("{n} topic is not marked as dealt with.", "{n} topics are not marked as dealt with.",
                       n).format(n=n)  # fmt: skip
    old = carried(session, meeting.id, clock(min(meeting.held_on or today(), today()), office_calendar(session)))
    if n := sum(one.fate is None for one in old):
        yield ngettext("{n} old commitment was not mentioned: it stays.",
                       "{n} old commitments were not mentioned: they stay.", n).format(n=n)  # fmt: skip
    decided = lookups.pointing(session, Decision, "meeting_id", [meeting.id])
    promised = [
        one for one in lookups.pointing(session, ActionItem, "meeting_id", [meeting.id])
        if one.reach is Reach.COMMITMENT
    ]  # fmt: skip
    if not ((meeting.minutes_text or "").strip() or decided or promised or any(one.conclusion for one in topics)):
        yield _("Nothing is written yet.")
    if n := _unrecorded(session, meeting):
        yield ngettext("{n} line of the text is not recorded yet: take the minutes up again and close them.",
                       "{n} lines of the text are not recorded yet: take the minutes up again and close them.",
                       n).format(n=n)  # fmt: skip
    if n := sum(one.unit_id is None and one.person_id is None for one in promised):
        yield ngettext("{n} commitment has nobody responsible.", "{n} commitments have nobody responsible.",
                       n).format(n=n)  # fmt: skip
    if n := sum(one.due_on is None for one in promised):
        yield ngettext("{n} commitment has no date.", "{n} commitments have no date.", n).format(n=n)
    if meeting.convened_by_id is None:
        yield _("Nobody is said to have convened it, so its number names no unit.")
    said = lookups.pointing(session, Observation, "meeting_id", [meeting.id])
    if n := sum(one.state is ObservationState.OPEN for one in said):
        yield ngettext("{n} observation is open.", "{n} observations are open.", n).format(n=n)


def _unrecorded(session: Session, meeting: Meeting) -> int:
    if not meeting.minutes_text:
        return 0
    sheet = taking_minutes.sheet(session, meeting.id)
    if sheet is None:
        return 0
    told = read_minutes(meeting.minutes_text, today=meeting.held_on or date.min)
    known = sheet.known(told)
    return sum(one.kind in (Tag.DECISION, Tag.COMMITMENT) and bool(one.text) and one.line not in known
               for one in told.spoken)  # fmt: skip
