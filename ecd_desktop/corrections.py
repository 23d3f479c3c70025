"""What two contents of one meeting's minutes say differently, field by field, in the order of the acta's sections.

A content is the canonical JSON of ``db.queries.meeting_papers``: what was frozen when a version was issued.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from db.fields import Choice
from db.records.action_items import State
from db.records.agenda_items import TopicKind
from db.records.decisions import Adopted, DecisionKind
from db.records.meetings import Confidentiality, Fate, MeetingKind, Modality, Presence
from ecd_desktop.language import N_, _, format_date

Told = Mapping[str, Any]
NOTHING = "—"


class Section(StrEnum):
    """The sections of an acta, I to X in their order."""

    GENERAL = N_("General information")
    PARTICIPANTS = N_("Participants")
    ABSENT = N_("Absent and excused")
    AGENDA = N_("Agenda")
    EARLIER = N_("Follow-up of earlier commitments")
    DISCUSSED = N_("What was discussed")
    AGREED = N_("Agreements")
    PROMISED = N_("Commitments")
    NEXT = N_("Next meeting")
    CLOSING = N_("Closing")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is said otherwise: in which section, of what, and both wordings in the language in force."""

    section: Section
    what: str
    before: str
    after: str

    @property
    def line(self) -> str:
        """The difference in one line of plain text."""
        return _("{section}, {what}: it said “{before}”, it should say “{after}”.").format(
            section=_(self.section), what=self.what, before=self.before, after=self.after
        )


Choices = Mapping[str, type[Choice]]
GENERAL: tuple[tuple[str, str], ...] = (
    ("number", N_("Minutes no.")), ("issued_as", N_("Our number")), ("code", N_("Code")), ("subject", N_("Subject")),
    ("held_on", N_("Date")), ("kind", N_("Kind of meeting")), ("starts_at", N_("Start time")),
    ("convened_by", N_("Convened by")), ("ends_at", N_("End time")), ("chair", N_("Chaired by")),
    ("secretary", N_("Technical secretariat")), ("projects", N_("Project or strategy")),
    ("modality", N_("Modality")), ("venue", N_("Venue")), ("place", N_("Place")),
    ("confidentiality", N_("Confidentiality")),
)  # fmt: skip
COUNTED = (N_("Women counted"), N_("Men counted"), N_("Girls counted"), N_("Boys counted"), N_("Caregivers counted"))
ATTENDEE = (
    ("organisation", N_("Organisation or unit")), ("role", N_("Post")), ("presence", N_("Attendance")),
    ("represented_by", N_("Represented by")), ("left_at", N_("Left at")),
)  # fmt: skip
TOPIC = (
    ("title", N_("Topic")), ("kind", N_("Kind")), ("minutes", N_("Minutes (time)")), ("presenter", N_("Presented by")),
    ("papers", N_("Papers")),
)  # fmt: skip
SPOKEN = (("started_at", N_("Start time")), ("ended_at", N_("End time")), ("conclusion", N_("Conclusion")))
EARLIER = (
    ("description", N_("Commitment")), ("responsible", N_("Responsible")), ("due_on", N_("Due date")),
    ("state", N_("State")), ("fate", N_("What becomes of it")), ("moved_to", N_("New due date")),
    ("answer", N_("Answer")), ("report", N_("What was reported")), ("reported_on", N_("Reported on")),
    ("reported", N_("Progress (%)")), ("reported_by", N_("Reported by")),
)  # fmt: skip
AGREED = (
    ("text", N_("Agreement of the meeting")), ("kind", N_("Kind")), ("adopted", N_("How it was adopted")),
)  # fmt: skip
PROMISED = (
    ("number", N_("No.")), ("text", N_("Commitment")), ("responsible", N_("Responsible")),
    ("due_on", N_("Due date")), ("evidence", N_("Means of verification")),
)  # fmt: skip
NEXT = (
    ("next_on", N_("Date")), ("next_at", N_("Time")), ("next_venue", N_("Place")),
    ("next_agenda", N_("Tentative agenda")),
)  # fmt: skip
CAME = {one.value for one in (Presence.PRESENT, Presence.LATE, Presence.LEFT, Presence.REPRESENTED)}
MEETING: Choices = {"kind": MeetingKind, "modality": Modality, "confidentiality": Confidentiality}


def told(content: bytes) -> dict[str, Any]:
    """A content as it was frozen."""
    found: dict[str, Any] = json.loads(content.decode("utf-8", "surrogatepass"))
    return found


def differences(before: Told, after: Told) -> list[Difference]:
    """Everything that ``after`` says otherwise than ``before``; empty where they say the same."""
    found = [*_fields(Section.GENERAL, GENERAL, before, after, MEETING)]
    people = [*_people(before, after)]
    found += [one for one in people if one.section is Section.PARTICIPANTS]
    counted = zip(COUNTED, _list(before, "counted") or [None] * 5, _list(after, "counted") or [None] * 5, strict=True)
    found += [
        Difference(Section.PARTICIPANTS, _(label), _value(old), _value(new))
        for label, old, new in counted if old != new
    ]  # fmt: skip
    found += [one for one in people if one.section is Section.ABSENT]
    topics = _paired(_list(before, "topics"), _list(after, "topics"), lambda one: (_text(one["title"]),))
    found += _rows(Section.AGENDA, TOPIC, topics, {"kind": TopicKind}, _topic)
    found += _order(before, after)
    earlier = _paired(_list(before, "earlier"), _list(after, "earlier"), lambda one: (_text(one["code"]),))
    found += _rows(Section.EARLIER, EARLIER, earlier, {"state": State, "fate": Fate}, lambda one: _text(one["code"]))
    found += _texts(_text(before.get("text")), _text(after.get("text")))
    both = [(old or {"title": new and new["title"]}, new or {"title": old and old["title"]}) for old, new in topics]
    found += _rows(Section.DISCUSSED, SPOKEN, both, {}, _topic)
    agreed = _paired(_list(before, "agreed"), _list(after, "agreed"), lambda one: (_text(one["number"]),))
    found += _rows(Section.AGREED, AGREED, agreed, {"kind": DecisionKind, "adopted": Adopted},
                   lambda one: _("Agreement {n}").format(n=one["number"]))  # fmt: skip
    promised = _paired(
        _list(before, "promised"), _list(after, "promised"), lambda one: (_text(one["code"] or one["number"]),)
    )
    found += _rows(Section.PROMISED, PROMISED, promised, {}, _promised)
    found += _fields(Section.NEXT, NEXT, before, after, {})
    return found


def lines(found: Iterable[Difference]) -> str:
    """The differences as plain text, one a line."""
    return "\n".join(" ".join(one.line.split()) for one in found)


# --- inside ---------------------------------------------------------------------------------------------------------


def _fields(
    section: Section, named: Iterable[tuple[str, str]], before: Told, after: Told, choices: Choices, of: str = ""
) -> Iterator[Difference]:
    for name, label in named:
        old, new = before.get(name), after.get(name)
        if (old or None) != (new or None):
            what = _("{whose}: {field}").format(whose=of, field=_(label)) if of else _(label)
            yield Difference(section, what, _value(old, choices.get(name)), _value(new, choices.get(name)))


def _rows(
    section: Section, named: Sequence[tuple[str, str]], pairs: Iterable[tuple[Told | None, Told | None]],
    choices: Choices, name: Any,
) -> Iterator[Difference]:  # fmt: skip
    for old, new in pairs:
        if old is not None and new is not None:
            yield from _fields(section, named, old, new, choices, name(new))
        else:
            one = old or new
            assert one is not None
            whole = _whole(named, one, choices)
            yield Difference(section, name(one), whole if old else NOTHING, whole if new else NOTHING)


def _people(before: Told, after: Told) -> Iterator[Difference]:
    """Each in the section where the newer content has them; a name that is written otherwise stays one person."""
    old, new = _list(before, "attendees"), _list(after, "attendees")
    pairs = _paired(old, new, lambda one: (_text(one["name"]),))
    gone = [one for one, other in pairs if other is None and one]
    come = [other for one, other in pairs if one is None and other]
    renamed: list[tuple[Told, Told]] = []
    for one in gone:
        alike = (other for other in come if _likeness(one["name"], other["name"]) > 0.6)
        if (other := max(alike, key=lambda it: _likeness(one["name"], it["name"]), default=None)) is not None:
            renamed.append((one, other))
            come.remove(other)
    known = {id(one) for pair in renamed for one in pair}
    whole = [pair for pair in pairs if not ({id(pair[0]), id(pair[1])} & known)]
    for pair in (*whole, *renamed):
        newest = pair[1] or pair[0]
        assert newest is not None
        section = Section.PARTICIPANTS if newest["presence"] in CAME else Section.ABSENT
        named = (("name", N_("Family and given names")), *ATTENDEE)
        yield from _rows(section, named, [pair], {"presence": Presence}, lambda one: _text(one["name"]))


def _order(before: Told, after: Told) -> Iterator[Difference]:
    old, new = ([_text(one["title"]) for one in _list(content, "topics")] for content in (before, after))
    if [title for title in old if title in new] != [title for title in new if title in old]:
        yield Difference(Section.AGENDA, _("Order of the topics"), "; ".join(old), "; ".join(new))


def _texts(before: str, after: str) -> Iterator[Difference]:
    """The account line by line: what was put in the place of what."""
    old, new = before.splitlines(), after.splitlines()
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        said, should = ("\n".join(line for line in some if line.strip()) for some in (old[a:b], new[c:d]))
        if kind != "equal" and said != should:
            yield Difference(Section.DISCUSSED, _("Text of the minutes"), said or NOTHING, should or NOTHING)


def _paired(before: Sequence[Told], after: Sequence[Told], key: Any) -> list[tuple[Told | None, Told | None]]:
    """Both lists side by side, by what tells a row from others; the newer order, what is gone where it was."""
    left: dict[Any, list[Told]] = {}
    for one in before:
        left.setdefault(key(one), []).append(one)
    found: list[tuple[Told | None, Told | None]] = []
    for one in after:
        same = left.get(key(one))
        found.append((same.pop(0) if same else None, one))
    gone = {id(one) for same in left.values() for one in same}
    for n, one in enumerate(before):
        if id(one) in gone:
            found.insert(min(n, len(found)), (one, None))
    return found


def _whole(named: Iterable[tuple[str, str]], one: Told, choices: Choices) -> str:
    return " · ".join(_value(one[name], choices.get(name)) for name, _label in named if one.get(name))


def _topic(one: Told) -> str:
    return _text(one["title"])


def _promised(one: Told) -> str:
    return _("Commitment {n}").format(n=one["number"]) + (f" ({one['code']})" if one["code"] else "")


def _value(value: Any, choice: type[Choice] | None = None) -> str:
    if value in (None, "", []):
        return NOTHING
    if choice is not None:
        return _(choice(value).label)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return format_date(date.fromisoformat(value))
        except ValueError:
            return value
    return str(value)


def _text(value: Any) -> str:
    return str(value or "")


def _list(told: Told, name: str) -> list[Any]:
    return list(told.get(name) or ())


def _likeness(one: Any, other: Any) -> float:
    return SequenceMatcher(None, _text(one).casefold(), _text(other).casefold()).ratio()
