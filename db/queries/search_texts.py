"""Full text over every noun and what belongs to it: notes, progress reports, reasons, evidence; grouped and counted.

The folded texts are held in memory and kept up by the journal, as those of the palette are (``search_index``): a
look into 50,000 records costs a few milliseconds on both databases.  Personal fields (documents, telephones, e-mail)
are not among them; what was erased is gone from here as well, since the journal tells of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from db.fields import Field, Key
from db.ordering import fold, words
from db.queries.search import NAMED
from db.queries.search_index import CHUNK, Index
from db.records import Case, Meeting, Project, fields_of, record_class
from db.records.action_items import LIVE, ActionItem
from db.records.attachments import ATTACHED_TO, TAGGED
from db.records.base import table_of
from db.records.cases import CaseState
from db.records.meetings import MeetingState
from db.records.projects import ProjectState

BELONGS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "notes": (("case_id", "cases"), ("project_id", "projects")),
    "progress_entries": (("action_item_id", "action_items"),),
    "reschedules": (("action_item_id", "action_items"),),
    "evidence": (("action_item_id", "action_items"),),
    "agenda_items": (("meeting_id", "meetings"), ("project_id", "projects")),
    "reviews": (("meeting_id", "meetings"),),
    "observations": (("meeting_id", "meetings"),),
    "risks": (("meeting_id", "meetings"), ("project_id", "projects")),
    "lessons": (("meeting_id", "meetings"), ("project_id", "projects")),
    "interactions": (("person_id", "people"), ("organisation_id", "organisations")),
    "attendances": (("meeting_id", "meetings"),),
    "attachments": tuple((link, noun) for noun, link in ATTACHED_TO.items()),
    "posts": (("person_id", "people"),),
    "assessments": (("stakeholder_id", "stakeholders"),),
    "relations": (
        ("person_id", "people"), ("organisation_id", "organisations"), ("other_person_id", "people"),
        ("other_organisation_id", "organisations"),
    ),
    "tags": tuple((link, noun) for noun, link in TAGGED.items()),
    "measurements": (("indicator_id", "indicators"),),
    "milestones": (("project_id", "projects"),), "budget_lines": (("project_id", "projects"),),
}
"""What belongs to a record, with the links to it; the first that is set says which record is opened."""

OPENS = frozenset({"agenda_items", "lessons"})
"""What belongs to a record and is looked at by itself: a topic through all meetings, the sheet of a lesson."""

TITLES: Mapping[str, tuple[str, ...]] = {
    "action_items": ("description",), "cases": ("title",), "projects": ("name",), "meetings": ("number", "subject"),
    "meeting_series": ("name",), "organisations": ("name", "acronym"), "people": ("family_names", "given_names"),
    "places": ("name",), "stakeholders": ("interests",), "documents": ("subject", "official_number"),
    "attachments": ("description",),
    "decisions": ("text",), "agenda_items": ("title",), "reviews": ("answer",), "observations": ("said",),
    "risks": ("text",), "lessons": ("text", "title"), "interactions": ("said",),
    "notes": ("body",), "progress_entries": ("body",), "reschedules": ("reason",), "evidence": ("description",),
    "attendances": ("guest",), "posts": ("role",), "tags": ("name",),
    "indicators": ("name",), "measurements": ("source",), "milestones": ("name",), "budget_lines": ("what_for",),
    "assessments": ("reason",), "relations": ("note",),
}  # fmt: skip
"""The nouns that are looked through, with the fields whose words count most; in the order of their groups."""

_DAYS: Mapping[str, tuple[str, ...]] = {
    "action_items": ("agreed_on", "due_on"), "cases": ("opened_on",), "projects": ("starts_on",),
    "meetings": ("held_on",), "decisions": ("decided_on",), "notes": ("on",), "progress_entries": ("on",),
    "documents": ("dated_on",), "attachments": ("on",),
    "reschedules": ("on",), "evidence": ("on",), "posts": ("starts_on",), "observations": ("on",),
    "interactions": ("on",), "risks": ("noted_on",), "lessons": ("noted_on",), "measurements": ("on",),
    "indicators": ("target_on",), "milestones": ("planned_on",),
    "assessments": ("on",), "relations": ("since",), "stakeholders": ("since",),
}  # fmt: skip
_OPEN: Mapping[str, frozenset[Any]] = {
    "action_items": frozenset(LIVE),
    "cases": frozenset(state for state in CaseState if state is not CaseState.CLOSED),
    "projects": frozenset({ProjectState.ACTIVE, ProjectState.PAUSED}),
    "meetings": frozenset(MeetingState) - {
        MeetingState.APPROVED, MeetingState.SIGNED, MeetingState.SUSPENDED, MeetingState.CANCELLED,
    },
}
_STATES = {"action_items": ActionItem.state, "cases": Case.state, "projects": Project.state, "meetings": Meeting.state}
ENOUGH = 2_000  # of more hits in one noun only the latest are compared


class Standing(Enum):
    """Which records are wanted, by where they are in their life; nouns without one are left out of the last two."""

    ALL = "all"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words that must all occur in one record, and filters; ``noun`` "" means every one."""

    text: str
    noun: str = ""
    since: date | None = None
    until: date | None = None
    standing: Standing = Standing.ALL
    each: int = 5  # shown of each noun
    most: int = 300  # shown where one noun is chosen


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that holds the words.  ``label`` and ``noun`` are catalogue entries; ``opens`` is what Enter shows.

    ``text`` is the whole of the field in which they stand, ``about`` the title of the record that it belongs to.
    """

    entity: str
    key: Key
    noun: str
    opens: tuple[str, Key]
    code: str
    title: str
    about: str
    label: str
    text: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one noun: how many there are, and the first of them."""

    entity: str
    noun: str
    count: int
    hits: tuple[Hit, ...]


class _Line(NamedTuple):
    """The folded words of a record, a space before; those of its title come first, up to ``end``."""

    key: Key
    text: str
    end: int
    day: int  # ordinal; 0 for none
    live: bool | None
    owner: tuple[str, Key] | None


class TextIndex(Index):
    """All texts of one database."""

    def _read(self, session: Session, entity: str, keys: list[Key] | None = None) -> Iterator[_Line]:
        table = table_of(record_class(entity))
        names = list(_texts(entity))
        lead = [name for name in (*(["code"] if "code" in names else []), *TITLES[entity]) if name in names]
        rest = [name for name in names if name not in lead]
        days, links = _DAYS.get(entity, ()), BELONGS.get(entity, ())
        columns: list[ColumnElement[Any]] = [table.c.id, *(table.c[name] for name in (*lead, *rest))]
        columns += [table.c[name] for name in days] + [table.c[name] for name, _target in links]
        columns += [_STATES[entity]] if entity in _STATES else []  # type: ignore[list-item]
        query = select(*columns).order_by(table.c.id)
        if keys is not None:
            query = query.where(table.c.id.in_(keys))
        ends = len(lead) + 1, len(lead) + len(rest) + 1
        for row in session.execute(query):
            first = fold(" ".join(filter(None, row[1 : ends[0]])))
            more = fold(" ".join(filter(None, row[ends[0] : ends[1]])))
            after = row[ends[1] :]
            day = next((one for one in after[: len(days)] if one is not None), None)
            owner = next(
                ((target, key) for (_name, target), key in zip(links, after[len(days) :], strict=False) if key), None
            )
            live = after[-1] in _OPEN[entity] if entity in _STATES else None
            if (first or more) and (owner or entity in NAMED or entity in OPENS):
                yield _Line(row[0], f" {first} {more}", len(first) + 1, day.toordinal() if day else 0, live, owner)


_known: WeakKeyDictionary[Pool, TextIndex] = WeakKeyDictionary()


def prepare(session: Session) -> TextIndex:
    """The texts of the session's database as they are now; read whole the first time."""
    pool = session.connection().engine.pool
    if pool not in _known:
        _known[pool] = TextIndex(dict.fromkeys(TITLES))
    index = _known[pool]
    index.refresh(session)
    return index


def look(session: Session, wanted: Wanted) -> list[Group]:
    """The records that hold every word, by noun; none where nothing is typed.

    Accents, case and the order of words do not matter; a word of one letter must begin a word. In each noun what has
    the words in its title comes first, then the latest.
    """
    typed = words(wanted.text)
    if not typed:
        return []
    index = prepare(session)
    groups = []
    for entity in TITLES:
        lines = _fitting(index, entity, typed, wanted)
        if not lines:
            continue
        shown = wanted.most if wanted.noun == entity else 0 if wanted.noun else wanted.each
        best = sorted(lines[-ENOUGH:], key=lambda line: _rank(line, typed), reverse=True)[:shown]
        hits = _shown(session, entity, best, typed)
        groups.append(Group(entity, record_class(entity).noun, len(lines), hits))
    return groups


def _fitting(index: TextIndex, entity: str, typed: Sequence[str], wanted: Wanted) -> list[_Line]:
    lines: list[_Line] = list(index.lines.get(entity, {}).values())
    for word in sorted(typed, key=len, reverse=True):
        part = word if len(word) > 1 else f" {word}"
        lines = [line for line in lines if part in line[1]]  # by number: quicker than by name
    if wanted.since is not None or wanted.until is not None:
        first = wanted.since.toordinal() if wanted.since is not None else 1
        last = wanted.until.toordinal() if wanted.until is not None else date.max.toordinal()
        lines = [line for line in lines if first <= line.day <= last]
    if wanted.standing is not Standing.ALL:
        live = wanted.standing is Standing.OPEN
        lines = [line for line in lines if _live(index, line) is live]
    return lines


def _live(index: TextIndex, line: _Line) -> bool | None:
    """Whether a record is open; what belongs to another is as open as that."""
    if line.owner is None:
        return line.live
    owner = index.lines.get(line.owner[0], {}).get(line.owner[1])
    return owner.live if owner is not None else None


def _rank(line: _Line, typed: Sequence[str]) -> tuple[int, int, int]:
    whole = " ".join(typed)
    inside = sum(1 for word in typed if 0 <= line.text.find(f" {word}") < line.end)
    phrase = 2 if whole in line.text[: line.end] else 1 if whole in line.text else 0
    return inside * 2 + phrase, line.day, line.key.int


def _texts(entity: str) -> dict[str, Field]:
    """The fields that are looked through: texts that are nobody's personal data."""
    return {
        name: field
        for name, field in fields_of(record_class(entity)).items()
        if field.kind.name in ("text", "memo") and not field.personal
    }


def _shown(session: Session, entity: str, lines: Sequence[_Line], typed: Sequence[str]) -> tuple[Hit, ...]:
    """What is shown of a few records: their fields are read again, and the one is taken that holds most words."""
    if not lines:
        return ()
    cls = record_class(entity)
    table, fields = table_of(cls), _texts(entity)
    rows: dict[Key, dict[str, str]] = {}
    keys = [line.key for line in lines]
    for start in range(0, len(keys), CHUNK):
        columns = [table.c.id, *(table.c[name] for name in fields)]
        for row in session.execute(select(*columns).where(table.c.id.in_(keys[start : start + CHUNK]))):
            rows[row[0]] = {name: text for name, text in zip(fields, row[1:], strict=True) if text}
    abouts = _titles(session, [line.owner for line in lines if line.owner is not None])
    own = _titles(session, [(entity, key) for key in keys]) if entity in NAMED else {}
    hits = []
    for line in lines:
        texts = rows.get(line.key, {})
        best = _best(texts, typed, entity)
        code, title = own.get((entity, line.key), ("", ""))
        about_code, about = abouts.get(line.owner, ("", "")) if line.owner is not None else ("", "")
        hits.append(
            Hit(entity, line.key, cls.noun, _opens(entity, line), code or about_code, title, about,
                fields[best].label if best else "", texts.get(best, ""),
                date.fromordinal(line.day) if line.day else None)
        )  # fmt: skip
    return tuple(hits)


def _opens(entity: str, line: _Line) -> tuple[str, Key]:
    return line.owner if line.owner is not None and entity not in OPENS else (entity, line.key)


def _best(texts: Mapping[str, str], typed: Sequence[str], entity: str) -> str:
    """The field that holds most of the words; the title only where no other holds as many."""

    def worth(name: str) -> tuple[int, int]:
        folded = fold(texts[name])
        titled = name in TITLES[entity] and entity in NAMED
        return sum(word in folded for word in typed), 0 if titled or name == "code" else 1

    return max(texts, key=worth, default="")


def _titles(session: Session, places: Sequence[tuple[str, Key]]) -> dict[tuple[str, Key], tuple[str, str]]:
    """Code and title of records of the nouns that have a name."""
    found: dict[tuple[str, Key], tuple[str, str]] = {}
    for entity in dict.fromkeys(entity for entity, _key in places):
        noun = NAMED[entity]
        keys = list(dict.fromkeys(key for one, key in places if one == entity))
        code = noun.code if noun.code is not None else literal("")
        for start in range(0, len(keys), CHUNK):
            query = select(noun.table.c.id, code, noun.title).where(noun.table.c.id.in_(keys[start : start + CHUNK]))
            for key, said, title in session.execute(query):
                found[entity, key] = (said or "", " ".join((title or "").split()))
    return found
