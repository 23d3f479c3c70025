"""What the papers of a meeting say, frozen: the acta, the attendance list and the agenda are made from it alone."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Final

from db.fields import Choice, Key
from db.queries.traffic_light import Light
from db.records.action_items import State
from db.records.meetings import MeetingKind, MeetingState, Modality, Presence
from db.records.people import DocumentKind

NEIGHBOURS: Final = frozenset({MeetingKind.ASSEMBLY, MeetingKind.WORK_DAY})
"""Kinds of meeting where people sign with their thumb-print too."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Who was expected or came, with post and organisation as they were on that day.

    ``name``: family names first.  ``acronym``: the organisation's, where it still is called as it was.
    """

    name: str
    presence: Presence
    organisation: str = ""
    role: str = ""
    represented_by: str = ""
    left_at: str = ""
    document_kind: DocumentKind | None = None
    document: str = ""
    signed: bool = False
    acronym: str = ""

    @property
    def signs_as(self) -> str:
        """Whose name stands under the line."""
        return self.represented_by or self.name

    @property
    def unit(self) -> str:
        """The organisation in short."""
        return self.acronym or self.organisation


@dataclass(frozen=True, slots=True)
class Topic:
    """One item of the agenda; ``minutes`` is how long it was meant to take."""

    title: str
    kind: Choice | None = None
    minutes: int | None = None
    presenter: str = ""
    papers: str = ""
    started_at: str = ""
    ended_at: str = ""
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A commitment of an earlier meeting, as it stood on this meeting's day, and what this one said of it.

    ``fate``: what became of it here (stays, moved, closed), None where nothing was said. ``report`` and what goes with
    it: what was reported of it since the meeting before, on which day, with how many points, by whom.
    """

    code: str
    description: str
    responsible: str
    due_on: date | None
    state: State
    light: Light
    fate: Choice | None = None
    moved_to: date | None = None
    answer: str = ""
    report: str = ""
    reported_on: date | None = None
    reported: int | None = None
    reported_by: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement: its number in the acta, what was decided, how it was adopted, and our code of it."""

    number: str
    text: str
    kind: Choice | None = None
    adopted: Choice | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Promised:
    """A commitment that was made in the meeting. ``responsible``: unit – person."""

    number: str
    code: str
    text: str
    responsible: str = ""
    due_on: date | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Unsigned:
    """Issued minutes of an earlier meeting that wait: who came and has not signed yet, and whether for approval."""

    key: Key
    meeting: Key
    name: str
    held_on: date | None
    names: tuple[str, ...] = ()
    approved: bool = False


@dataclass(frozen=True, slots=True)
class MeetingPaper:
    """A meeting as its papers tell it; what is empty is left out, or said to be none.

    ``number``: the official one of its minutes, as typed; ``issued_as``: our own, from when they are issued on.
    ``text``: what was discussed, in Markdown. ``counted``: who came without being named, by women, men, girls, boys
    and caregivers. Nothing here comes from an internal note or an internal task.
    """

    key: Key
    code: str
    kind: MeetingKind
    state: MeetingState
    number: str = ""
    subject: str = ""
    modality: Modality | None = None
    held_on: date | None = None
    starts_at: str = ""
    ends_at: str = ""
    place: str = ""
    venue: str = ""
    convened_by: str = ""
    chair: str = ""
    secretary: str = ""
    projects: tuple[str, ...] = ()
    confidentiality: Choice | None = None
    attendees: tuple[Attendee, ...] = ()
    counted: tuple[int | None, int | None, int | None, int | None, int | None] = (None,) * 5
    topics: tuple[Topic, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    text: str = ""
    agreed: tuple[Agreed, ...] = ()
    promised: tuple[Promised, ...] = ()
    next_on: date | None = None
    next_at: str = ""
    next_venue: str = ""
    next_agenda: str = ""
    issued_as: str = ""
    unsigned: tuple[Unsigned, ...] = ()

    @property
    def name(self) -> str:
        """What the meeting's papers call it: the typed number of its minutes, else our own, else our code."""
        return self.number or self.issued_as or self.code

    @property
    def numbers(self) -> str:
        """The typed number of its minutes and our own beside it; "" before it has any."""
        return " · ".join(dict.fromkeys(filter(None, (self.number, self.issued_as))))

    @property
    def of_neighbours(self) -> bool:
        """Whether people sign with their thumb-print too."""
        return self.kind in NEIGHBOURS


UNSAID: Final = frozenset({"key", "document_kind", "document", "signed", "acronym", "state", "light", "unsigned"})
"""What is not content: identity documents (a public copy has the same hash), who signed, how far this paper and those
of earlier meetings are, and what follows from other things."""


def canonical(paper: MeetingPaper) -> str:
    """The content as JSON that is the same for the same content, whatever the language, the day or the database."""
    return json.dumps(_plain(paper), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(paper: MeetingPaper) -> str:
    """SHA-256 of the canonical content, in hexadecimal; papers show its first twelve digits."""
    return hashlib.sha256(canonical(paper).encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        told: Mapping[str, Any] = {one.name: getattr(value, one.name) for one in fields(value)}
        state = told.get("state") if isinstance(value, Earlier) else None
        said = {name: _plain(part) for name, part in told.items() if name not in UNSAID}
        return said | ({"state": state.value} if state else {})
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
