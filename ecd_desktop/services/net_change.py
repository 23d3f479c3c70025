"""What changed since a point of the past, once and for all: what was changed back is not told.

Records stand under their noun, each in the one group that says most about it, with its fields from what to what; what
belongs to a record (a progress entry, an attendance) is counted beside it.  ``as_text`` and ``as_html`` are for a mail:
internal tasks and drafts are left out of them, and neither internal notes nor personal data are spelled out anywhere.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from db.fields import MEMO, REDACTED, Field, Key
from db.past import Net, net_since
from db.queries import Session, positions
from db.queries.records import names
from db.records import fields_of, record_class
from db.records.action_items import Reach, State
from db.records.meetings import Confidentiality
from db.store import Store
from ecd_desktop.language import N_, _, format_date, format_number, speech
from ecd_desktop.services.nouns import OWNED
from ecd_desktop.services.points import Point

TITLES: Final = {
    "action_items": N_("Commitments"), "cases": N_("Cases"), "projects": N_("Projects"), "meetings": N_("Meetings"),
    "decisions": N_("Decisions"), "meeting_series": N_("Meeting series"), "organisations": N_("Organisations"),
    "people": N_("People"), "places": N_("Places"),
}  # fmt: skip
"""The nouns that are told of, in this order; everything else is part of one of them, or not worth a minute."""

PARTS: Final = {"minutes": (("meetings", "meeting_id"),)}
"""Parts that are not deleted with their whole."""

ADDED: Final = {
    "progress_entries": N_("progress reports: {n}"), "evidence": N_("evidence: {n}"), "notes": N_("notes: {n}"),
    "attendances": N_("attendances: {n}"), "agenda_items": N_("topics: {n}"),
}  # fmt: skip
"""How the commonest parts are counted; the others go by their noun."""

SILENT: Final = frozenset({"reschedules"})
"""Parts that say what a field of the record says already."""

GROUPS: Final = {
    "done": N_("Reported done: {n}"), "verified": N_("Verified: {n}"), "rescheduled": N_("Rescheduled: {n}"),
    "moved": N_("Moved on: {n}"), "new": N_("Added: {n}"), "observed": N_("Observed or sent back: {n}"),
    "blocked": N_("Blocked: {n}"), "stopped": N_("Cancelled or transferred: {n}"), "state": N_("Changed state: {n}"),
    "changed": N_("Other changes: {n}"), "deleted": N_("Deleted: {n}"),
}  # fmt: skip
"""In the order in which they are told."""

AT_MOST: Final = 200  # records of a group that are told; an import may have brought thousands
SHORT: Final = 60  # letters of a value that is told
MOST: Final = 4  # fields told of one record
BESIDE: Final = frozenset(
    {"code", "reported_on", "verified_on", "verified_by", "moves", "due_original", "minutes_text"}
)
"""Fields that follow from others, or are too long to be told: they are not told themselves."""
FIRST: Final = ("due_on", "state", "progress", "stage_id", "held_on", "ends_on", "unit_id", "person_id")


@dataclass(frozen=True, slots=True)
class Told:
    """One record; ``there``: it can be opened.  ``inside``: it never leaves the team."""

    entity: str
    key: Key
    code: str
    name: str
    words: tuple[str, ...]
    there: bool
    inside: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Records to which the same happened."""

    id: str
    records: tuple[Told, ...]

    @property
    def title(self) -> str:
        return _(GROUPS[self.id]).format(n=len(self.records))


@dataclass(frozen=True, slots=True)
class Section:
    """One noun."""

    entity: str
    groups: tuple[Group, ...]

    @property
    def title(self) -> str:
        return _(TITLES[self.entity])

    @property
    def words(self) -> str:
        """«Moved on: 12 · Added: 3 · Rescheduled: 1»."""
        return " · ".join(group.title for group in self.groups)


@dataclass(frozen=True, slots=True)
class NetChange:
    """What is not as it was; ``steps`` were made meanwhile, by ``people``."""

    point: Point
    sections: tuple[Section, ...]
    steps: int
    people: tuple[str, ...]

    @property
    def records(self) -> int:
        return sum(len(group.records) for section in self.sections for group in section.groups)


def since(store: Store, point: Point) -> NetChange:
    """The net change from a point of the past to now."""
    with store.reading() as session:
        found = net_since(session, point.seq)
        steps, people = positions.written_since(session, point.seq)
        return NetChange(point, tuple(sections(session, found)), steps, people)


def leaving(change: NetChange) -> NetChange:
    """The same without what never leaves the team."""
    sections = []
    for section in change.sections:
        groups = [
            Group(group.id, tuple(one for one in group.records if not one.inside)) for group in section.groups
        ]
        if kept := tuple(group for group in groups if group.records):
            sections.append(Section(section.entity, kept))
    return NetChange(change.point, tuple(sections), change.steps, change.people)


# --- for a mail -------------------------------------------------------------------------------------------------------


def as_text(change: NetChange) -> str:
    """As plain text, for a mail."""
    parts = [heading(change), ""]
    for section in leaving(change).sections:
        parts += [f"{section.title.upper()} — {section.words}"]
        for group in section.groups:
            parts += ["", group.title, *(f"- {line}" for line in sentences(group))]
        parts += [""]
    return "\n".join(parts).rstrip() + "\n"


def as_html(change: NetChange) -> str:
    """The same with headings and lists, for Word."""
    parts = [f"<h2>{html.escape(heading(change))}</h2>"]
    for section in leaving(change).sections:
        parts.append(f"<h3>{html.escape(section.title)}</h3>")
        for group in section.groups:
            items = "".join(f"<li>{html.escape(line)}</li>" for line in sentences(group))
            parts.append(f"<p><b>{html.escape(group.title)}</b></p><ul>{items}</ul>")
    return "".join(parts)


def heading(change: NetChange) -> str:
    """«What changed since the meeting …»."""
    return _("What changed {since}").format(since=change.point.since)


def sentences(group: Group) -> Iterator[str]:
    """A group in lines: the first ones, and how many more there are."""
    yield from (sentence(one) for one in group.records[:AT_MOST])
    if (more := len(group.records) - AT_MOST) > 0:
        yield _("and {n} more").format(n=format_number(more))


def sentence(one: Told) -> str:
    """One record in a line."""
    name = " ".join(filter(None, (one.code, one.name)))
    return f"{name}: {' · '.join(one.words)}" if one.words else name


# --- by noun and group ------------------------------------------------------------------------------------------------


def sections(session: Session, found: Sequence[Net]) -> Iterator[Section]:
    """What was found, by noun and by what happened; ``session`` says what the links of it are called."""
    parts = _parts(found)
    own = {(one.entity, one.key): one for one in found if one.entity in TITLES}
    places = list(dict.fromkeys([*own, *(place for place in parts if place[0] in TITLES)]))
    named = _names(session, found, [place for place in places if place not in own])
    for entity in TITLES:
        groups: dict[str, list[Told]] = {id: [] for id in GROUPS}
        for place in (place for place in places if place[0] == entity):
            one, added = own.get(place), parts.get(place, {})
            group = _group(one, added)
            if group:
                groups[group].append(_told(place, one, added, named))
        held = tuple(
            Group(id, tuple(sorted(some, key=lambda one: (one.code, one.name)))) for id, some in groups.items() if some
        )
        if held:
            yield Section(entity, held)


def _parts(found: Iterable[Net]) -> dict[tuple[str, Key], dict[str, int]]:
    """How many parts were added to each record, by their noun; those of a record that was added itself aside."""
    owners = [(entity, part, link) for entity, owned in OWNED.items() for part, link in owned if part not in TITLES]
    owners += [(entity, part, link) for part, owned in PARTS.items() for entity, link in owned]
    made = {(one.entity, one.key) for one in found if not one.before}
    counted: dict[tuple[str, Key], dict[str, int]] = {}
    for one in found:
        if one.before:
            continue
        for entity, part, link in owners:
            whole = one.after.get(link) if part == one.entity else None
            if whole is not None and (entity, whole) not in made:
                nouns = counted.setdefault((entity, whole), {})
                nouns[part] = nouns.get(part, 0) + 1
                break
    return counted


def _names(session: Session, found: Iterable[Net], others: Iterable[tuple[str, Key]]) -> dict[Key, str]:
    """What the links of all changes point to is called, and the records of which only parts changed."""
    wanted: dict[str, set[Key]] = {}
    for entity, key in others:
        wanted.setdefault(entity, set()).add(key)
    for one in found:
        fields = fields_of(record_class(one.entity))
        for name in one.changed:
            if target := fields[name].target:
                pair = (one.before.get(name), one.after.get(name))
                wanted.setdefault(target, set()).update(key for key in pair if key is not None)
    named: dict[Key, str] = {}
    for entity, keys in wanted.items():
        some = list(keys)
        for start in range(0, len(some), 500):
            named |= names(session, entity, some[start : start + 500])
    return named


def _group(one: Net | None, added: Mapping[str, int]) -> str:
    """In which group a record is told; "" where nothing is worth telling."""
    if one is None:
        return "moved" if "progress_entries" in added else "changed"
    if not one.before:
        return "new"
    if not one.after:
        return "deleted"
    changed = set(one.changed)
    if one.entity == "action_items":
        return _group_of_commitment(one, changed, added)
    if "state" in changed or "stage_id" in changed:
        return "state"
    return "changed" if changed - BESIDE or added or "minutes_text" in changed else ""


def _group_of_commitment(one: Net, changed: set[str], added: Mapping[str, int]) -> str:
    if "state" in changed:
        state = one.after["state"]
        if state is State.VERIFIED:
            return "verified"
        if state is State.DONE:
            return "done"
        if state in (State.CANCELLED, State.TRANSFERRED):
            return "stopped"
        if state is State.OBSERVED or one.before["state"] in (State.DONE, State.VERIFIED):
            return "observed"
    if "due_on" in changed and one.before["due_on"] is not None:
        return "rescheduled"
    if one.before["blocked_since"] is None and one.after["blocked_since"] is not None:
        return "blocked"
    if "state" in changed or one.after["progress"] > one.before["progress"] or "progress_entries" in added:
        return "moved"
    return "changed" if changed - BESIDE or added else ""


def _told(
    place: tuple[str, Key], one: Net | None, added: Mapping[str, int], named: Mapping[Key, str]
) -> Told:
    entity, key = place
    values = (one.after or one.before) if one is not None else {}
    code = str(values.get("code") or "")
    name = _called(entity, values) if one is not None else named.get(key, "")
    words = list(_changes(one, named)) if one is not None and one.before and one.after else []
    if one is not None and not one.before:
        words += _promised(one)
    words += [_part(part, many) for part, many in added.items() if part not in SILENT]
    inside = one is not None and _is_inside(values)
    return Told(entity, key, code, " ".join(name.split()), tuple(words), one is None or bool(one.after), inside)


def _part(part: str, many: int) -> str:
    if part in ADDED:
        return _(ADDED[part]).format(n=many)
    return _("{noun}: +{n}").format(noun=_(record_class(part).noun), n=many)


def _called(entity: str, values: Mapping[str, Any]) -> str:
    if REDACTED in values.values():
        return _("(erased)")
    return record_class(entity)(**values).named()


def _is_inside(values: Mapping[str, Any]) -> bool:
    return (
        values.get("reach") is Reach.INTERNAL_TASK
        or values.get("state") is State.DRAFT
        or values.get("confidentiality") is Confidentiality.RESERVED
    )


def _promised(one: Net) -> Iterator[str]:
    """Of a new record, until when."""
    due = one.after.get("due_on")
    if isinstance(due, date):
        yield _("due {day}").format(day=format_date(due))


def _changes(one: Net, named: Mapping[Key, str]) -> Iterator[str]:
    """The fields from what to what, what matters most first."""
    fields = fields_of(record_class(one.entity))
    told = [name for name in one.changed if name not in BESIDE and not fields[name].internal]
    if "minutes_text" in one.changed:
        told.append("minutes_text")
    told.sort(key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST)))
    for name in told[:MOST]:
        yield _change(fields[name], one.before.get(name), one.after.get(name), named)
    if len(told) > MOST:
        yield _("and {n} more").format(n=len(told) - MOST)


def _change(field: Field, before: Any, after: Any, named: Mapping[Key, str]) -> str:
    label = _(field.label)
    if field.personal or field.kind is MEMO or REDACTED in (before, after):
        return label  # that it changed is enough
    old, new = (_value(field, value, named) for value in (before, after))
    return _("{field}: {old} → {new}").format(field=label, old=old, new=new)


def _value(field: Field, value: Any, named: Mapping[Key, str]) -> str:
    if value is None or value == "":
        return _("(empty)")
    words = named.get(value, _("(deleted)")) if field.target else " ".join(field.format(value, speech()).split())
    return words if len(words) <= SHORT else f"{words[: SHORT - 1]}…"
