"""Taking minutes: what the workspace shows of a meeting, its text saved as one change, and closing it as another.

Closing makes a decision, a commitment, a risk or a lesson of every line that says one, once: a line that was recorded
before is known again by the meeting and its words (``minutes_text.matched``) and keeps its record untouched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.errors import Invalid
from db.fields import Key, Problem
from db.merge import Outcome, Wish
from db.ordering import sort_key
from db.queries import Session, lookups
from db.queries import records as reads
from db.queries.carried import Carried, carried
from db.queries.traffic_light import Clock
from db.records import (
    ActionItem,
    AgendaItem,
    Attendance,
    CoResponsible,
    Decision,
    Lesson,
    Meeting,
    MeetingProject,
    Person,
    Risk,
    fields_of,
    pair_key,
)
from db.records.action_items import Origin
from db.records.agenda_items import TopicState
from db.records.meetings import AHEAD, MeetingKind, MeetingState, Presence, is_hour
from db.store import Store
from db.work import Work
from ecd_desktop.calendar import today
from ecd_desktop.language import N_
from ecd_desktop.minutes_answers import Answer
from ecd_desktop.minutes_text import Minutes, Spoken, Tag, item_of, matched
from ecd_desktop.services import action_items, quick_add, records
from ecd_desktop.services.carrying_over import CarriedOver, carry_over
from ecd_desktop.services.live_meeting import COUNTED, end_items

BEFORE_DRAFT = (*AHEAD, MeetingState.HELD)
"""Closing leads from these to «minutes in draft»; what is further along stays there."""

NOTED: Mapping[Tag, type[Risk | Lesson]] = {Tag.RISK: Risk, Tag.LESSON: Lesson}
"""What risks and lessons become; they have no number in the minutes."""

CAME = (Presence.PRESENT, Presence.LATE, Presence.LEFT, Presence.REPRESENTED)


@dataclass(frozen=True, slots=True)
class Seat:
    """One line of the attendance; ``small`` is post and organisation on that day, ``more`` who came instead, or when
    somebody left."""

    key: Key
    name: str
    small: str
    person: Key | None
    presence: Presence
    more: str = ""

    @property
    def came(self) -> bool:
        return self.presence in CAME


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the agenda; ``number`` counts from 1, ``minutes`` is the time it may take."""

    key: Key
    number: int
    title: str
    minutes: int | None
    state: TopicState
    started_at: str = ""
    ended_at: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the meeting decided, promised or noted and is a record already; risks have no code."""

    kind: Tag
    key: Key
    code: str
    text: str
    number: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the workspace shows of a meeting."""

    key: Key
    code: str
    title: str
    held_on: date | None
    starts_at: str
    ends_at: str
    venue: str
    state: MeetingState
    text: str
    projects: tuple[Key, ...]
    seats: tuple[Seat, ...]
    agenda: tuple[Item, ...]
    recorded: tuple[Recorded, ...]
    kind: MeetingKind = MeetingKind.TECHNICAL
    counted: Mapping[str, int | None] = field(default_factory=dict)
    """How many came without their names, by field."""
    old: tuple[Carried, ...] = ()
    """The old commitments it asks about, overdue ones first; only where they were asked for."""

    @property
    def numbered(self) -> list[tuple[Key, int, str]]:
        """The agenda as headings name it."""
        return [(item.key, item.number, item.title) for item in self.agenda]

    def known(self, minutes: Minutes) -> dict[int, Recorded]:
        """Which lines of a text are recorded already, by line."""
        found: dict[int, Recorded] = {}
        for kind in Tag:
            found |= matched(minutes.of(kind), [(one, one.text) for one in self.recorded if one.kind is kind])
        return found


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing made, and the transaction that Undo takes back; None where nothing had to be done."""

    decisions: int
    commitments: int
    tx_id: Key | None
    risks: int = 0
    lessons: int = 0
    carried: CarriedOver = field(default_factory=CarriedOver)


def sheet(session: Session, key: Key, *, clock: Clock | None = None) -> Sheet | None:
    """Everything of one meeting, with a ``clock`` its old commitments too; None where it was deleted."""
    meeting = lookups.records(session, Meeting, [key]).get(key)
    if meeting is None:
        return None
    links = lookups.pointing(session, MeetingProject, "meeting_id", [key])
    topics = lookups.pointing(session, AgendaItem, "meeting_id", [key])
    agenda = sorted(topics, key=lambda one: (one.position or 0, one.id))
    return Sheet(
        key, meeting.code, meeting.subject or meeting.number or meeting.code, meeting.held_on,
        meeting.starts_at or "", meeting.ends_at or "", meeting.venue or "", meeting.state,
        meeting.minutes_text or "", tuple(link.project_id for link in links), _seats(session, key),
        tuple(Item(one.id, n, one.title, one.minutes, one.state, one.started_at or "", one.ended_at or "")
              for n, one in enumerate(agenda, start=1)),
        _recorded(session, key), meeting.kind, {name: getattr(meeting, name) for name in COUNTED},
        tuple(carried(session, key, clock)) if clock is not None else (),
    )  # fmt: skip


def _seats(session: Session, key: Key) -> tuple[Seat, ...]:
    there = lookups.pointing(session, Attendance, "meeting_id", [key])
    people = {key for one in there for key in (one.person_id, one.represented_by_id) if key is not None}
    names = reads.names(session, Person.__tablename__, people)
    bodies = {one.organisation_id for one in there if one.organisation_id is not None and not one.organisation_then}
    called = reads.names(session, "organisations", bodies) if bodies else {}
    seats = []
    for one in there:
        name = names.get(one.person_id, "") if one.person_id is not None else one.guest or ""
        body = one.organisation_then or (called.get(one.organisation_id, "") if one.organisation_id else "")
        small = " · ".join(part for part in (one.role_then or "", body) if part)
        more = names.get(one.represented_by_id, "") if one.represented_by_id is not None else one.left_at or ""
        seats.append(Seat(one.id, name, small, one.person_id, one.presence, more))
    return tuple(sorted(seats, key=lambda seat: sort_key(seat.name)))


def _recorded(session: Session, key: Key) -> tuple[Recorded, ...]:
    decided = [
        Recorded(Tag.DECISION, one.id, one.code, one.text, one.number or "")
        for one in lookups.pointing(session, Decision, "meeting_id", [key])
    ]
    promised = [
        Recorded(Tag.COMMITMENT, one.id, one.code, one.description, one.item_number or "")
        for one in lookups.pointing(session, ActionItem, "meeting_id", [key])
    ]
    risks, lessons = (
        lookups.pointing(session, Risk, "meeting_id", [key]), lookups.pointing(session, Lesson, "meeting_id", [key])
    )  # fmt: skip
    noted = [
        *(Recorded(Tag.RISK, one.id, "", one.text, "") for one in risks),
        *(Recorded(Tag.LESSON, one.id, one.code or "", one.text, "") for one in lessons),
    ]
    return (*decided, *promised, *noted)


# --- writing ----------------------------------------------------------------------------------------------------------


def write(store: Store, key: Key, *, text: str, base: str) -> Outcome:
    """Save the text of the minutes where the record still holds ``base``; else the conflict is answered, not settled.

    Raises Expected where the meeting was deleted meanwhile.
    """
    field = fields_of(Meeting)["minutes_text"]
    wish = Wish(Meeting.__tablename__, key, "minutes_text", field.dump(base or None), field.dump(text or None))
    with store.change(N_("Write the minutes of {code}")) as work:
        found = records.found(work, Meeting, [key])
        records.tell(work, found)
        if problem := field.check("minutes_text", text or None):
            raise Invalid((problem,))
        return work.apply([wish])


def close(
    store: Store, key: Key, *, minutes: Minutes, ends_at: str = "", answers: Mapping[Key, Answer] | None = None
) -> Closed:
    """Record what the text says, the closing hour and «minutes in draft», as one change and one Undo.

    Lines without words are left out; who, until when and what about may be missing and can be added to the record.
    ``answers`` are those about old commitments that are not recorded yet; all the other ones stay.
    Raises ``Invalid`` for an hour that is none, Expected where the meeting was deleted meanwhile.
    """
    if ends_at and not is_hour(ends_at):
        raise Invalid((Problem("ends_at", N_("Write the time as 15:30.")),))
    with store.change(N_("Close and record {code}")) as work:
        (meeting,) = records.found(work, Meeting, [key])
        records.tell(work, [meeting])
        now = sheet(work.session, key)
        assert now is not None  # it was found a moment ago
        known = now.known(minutes)
        fresh = [one for one in minutes.spoken if one.line not in known and one.text]
        made = dict.fromkeys(Tag, 0)
        for kind in made:
            number = _last(now.recorded, kind)
            for one in (one for one in fresh if one.kind is kind):
                number += 1
                _record(work, now, one, number, store.who)
                made[kind] += 1
        over = carry_over(work, meeting, answers or {})
        if ends_at:
            meeting.ends_at = ends_at
            end_items(lookups.pointing(work.session, AgendaItem, "meeting_id", [key]), at=ends_at)
        if meeting.state in BEFORE_DRAFT:
            meeting.state = MeetingState.DRAFT
    tx_id = work.tx_id if work.seq is not None else None
    return Closed(made[Tag.DECISION], made[Tag.COMMITMENT], tx_id, made[Tag.RISK], made[Tag.LESSON], over)


def set_treated(store: Store, keys: Sequence[Key], *, treated: bool) -> None:
    """Note which items of the agenda were dealt with."""
    label = N_("Mark an item of the agenda as dealt with") if treated else N_("Mark an item of the agenda as open")
    with store.change(label, n=len(keys)) as work:
        for one in records.found(work, AgendaItem, keys):
            one.state = TopicState.TREATED if treated else TopicState.OPEN


def _record(work: Work, now: Sheet, one: Spoken, number: int, who: str) -> None:
    day = now.held_on or today()
    if one.kind is Tag.DECISION:
        values: dict[str, Any] = {
            "meeting_id": now.key, "agenda_item_id": item_of(one.topic, now.numbered), "number": str(number),
            "decided_on": day,
            "text": _fitting(one.text, fields_of(Decision)["text"].max),
        }  # fmt: skip
        records.write(work, records.new_draft("decisions", **values))
        return
    if one.kind in NOTED:
        named = one.reading.named("projects")
        project = named[0].key if named else now.projects[0] if len(now.projects) == 1 else None
        noun = NOTED[one.kind]
        values = {
            "text": _fitting(one.text, fields_of(noun)["text"].max), "project_id": project, "meeting_id": now.key,
            "agenda_item_id": item_of(one.topic, now.numbered), "noted_on": day,
        }  # fmt: skip
        records.write(work, records.new_draft(noun.__tablename__, **values))
        return
    values = {
        **quick_add.values_of(one.reading, on=day), "origin": Origin.MEETING, "meeting_id": now.key,
        "item_number": str(number), "description": _fitting(one.text, fields_of(ActionItem)["description"].max),
    }  # fmt: skip
    if values["project_id"] is None and len(now.projects) == 1:
        values["project_id"] = now.projects[0]
    draft = records.new_draft("action_items", **values)
    action_items.prepare(draft, who=who)
    item = records.write(work, draft).record
    assert item is not None
    for other in (*one.reading.named("people")[1:], *one.reading.named("organisations")[1:]):
        unit = other.key if other.entity == "organisations" else None
        person = other.key if other.entity == "people" else None
        link = pair_key(item.id, other.key)
        work.add(CoResponsible(id=link, action_item_id=item.id, organisation_id=unit, person_id=person))


def _last(recorded: Iterable[Recorded], kind: Tag) -> int:
    return max((int(one.number) for one in recorded if one.kind is kind and one.number.isdecimal()), default=0)


def _fitting(text: str, most: int | None) -> str:
    """What a field can hold; the minutes keep the whole."""
    return text if not most or len(text) <= most else f"{text[: most - 1].rstrip()}…"

