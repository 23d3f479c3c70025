"""Search over every noun that has a name: codes, titles and all their words, the best fit first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest
from typing import Any

from sqlalchemy import ColumnElement, Date, FromClause, Text, case, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from db.fields import Key
from db.ordering import words
from db.queries.search_index import Index, Line, Source, index_of
from db.queries.wording import person_name
from db.records import (
    ActionItem,
    Case,
    Decision,
    Indicator,
    Lesson,
    Meeting,
    MeetingSeries,
    Organisation,
    Person,
    Place,
    Post,
    Project,
)
from db.records.base import Record, table_of
from db.records.documents import Direction, Document
from db.records.stakeholders import Stakeholder

TITLE = 300
"""Letters of a title that are read: a commitment may be a page long."""

# What a typed word is worth, by where it stands; the words of a text add up.
WHOLE_CODE, END_OF_CODE, START_OF_CODE = 90, 70, 60
START_OF_TITLE, WORD_OF_TITLE, INSIDE_TITLE, WORD_ELSEWHERE, ELSEWHERE = 40, 30, 12, 8, 1
WHOLE_TITLE, PHRASE, LATELY = 20, 15, 5
ENOUGH = 500
"""Of more records than this only those are compared whose title begins with the word, or else the newest."""


@dataclass(frozen=True, slots=True)
class Found:
    """One record that fits. ``noun`` is a catalogue entry; ``hint`` tells it from its namesakes (a unit, a place).

    ``on`` is its day (due, held); ``score`` compares the records of one search, 0 where nothing was searched.
    """

    entity: str
    key: Key
    noun: str
    code: str
    title: str
    hint: str
    on: date | None
    score: int


@dataclass(frozen=True, slots=True)
class Named:
    """How one noun is found: the expressions for its code, title, hint and day. Its ``folded`` says what it holds."""

    record: type[Record]
    title: ColumnElement[Any]
    code: ColumnElement[Any] | None = None
    hint: ColumnElement[Any] = field(default_factory=lambda: cast(null(), Text))
    on: ColumnElement[Any] = field(default_factory=lambda: cast(null(), Date))

    @property
    def table(self) -> FromClause:
        return table_of(self.record)

    @property
    def entity(self) -> str:
        return str(self.record.__tablename__)


def _short(link: Any) -> ColumnElement[Any]:
    """The acronym, or else the name, of the organisation that is linked."""
    unit = table_of(Organisation).alias()
    return select(func.coalesce(unit.c.acronym, unit.c.name)).where(unit.c.id == link).scalar_subquery()


def _meeting(link: Any) -> ColumnElement[Any]:
    meeting = table_of(Meeting).alias()
    called = func.coalesce(meeting.c.number, meeting.c.subject, meeting.c.code)
    return select(called).where(meeting.c.id == link).scalar_subquery()


def _place(link: Any) -> ColumnElement[Any]:
    place = table_of(Place).alias()
    return select(place.c.name).where(place.c.id == link).scalar_subquery()


def _project(link: Any) -> ColumnElement[Any]:
    project = table_of(Project).alias()
    return select(project.c.name).where(project.c.id == link).scalar_subquery()


def _actor(stake: Any) -> ColumnElement[Any]:
    """The name of the organisation or the person behind a stake."""
    unit, person = table_of(Organisation).alias(), table_of(Person).alias()
    body = select(unit.c.name).where(unit.c.id == stake.organisation_id).scalar_subquery()
    somebody = select(person_name(person)).where(person.c.id == stake.person_id).scalar_subquery()
    return func.coalesce(body, somebody)


def _employer(person: Any) -> ColumnElement[Any]:
    """Where somebody is now: the organisation of the open post that was begun last."""
    post, unit = table_of(Post).alias(), table_of(Organisation).alias()
    return (
        select(func.coalesce(unit.c.acronym, unit.c.name))
        .select_from(post.join(unit, unit.c.id == post.c.organisation_id))
        .where(post.c.person_id == person, post.c.ends_on.is_(None))
        .order_by(post.c.starts_on.desc().nulls_last(), post.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _named() -> dict[str, Named]:
    item, case_, project, indicator, meeting, decision, series, unit, person, place = (
        table_of(record).c
        for record in (
            ActionItem, Case, Project, Indicator, Meeting, Decision, MeetingSeries, Organisation, Person, Place
        )
    )
    letter, lesson, stake = table_of(Document).c, table_of(Lesson).c, table_of(Stakeholder).c
    nouns = (
        Named(ActionItem, item.description, item.code, _short(item.unit_id), item.due_on),
        Named(Case, case_.title, case_.code, func.coalesce(_short(case_.unit_id), _place(case_.place_id))),
        Named(Project, project.name, project.code, _place(project.place_id)),
        Named(Indicator, indicator.name, indicator.code, _project(indicator.project_id), indicator.target_on),
        Named(Meeting, func.coalesce(meeting.number, meeting.subject, meeting.code), meeting.code,
              case((meeting.number.is_not(None), meeting.subject), else_=meeting.venue), meeting.held_on),
        Named(Decision, decision.text, decision.code, _meeting(decision.meeting_id), decision.decided_on),
        Named(Document, letter.subject, letter.code,
              func.coalesce(letter.official_number, _short(case((letter.direction == Direction.SENT, letter.to_id),
                                                               else_=letter.from_id))), letter.dated_on),
        Named(Lesson, func.coalesce(lesson.title, lesson.text), func.coalesce(lesson.code, literal("")), lesson.theme,
              lesson.noted_on),
        Named(MeetingSeries, series.name, hint=func.coalesce(_short(series.convened_by_id), series.venue)),
        Named(Stakeholder, _actor(stake), hint=_project(stake.project_id)),
        Named(Organisation, unit.name, hint=unit.acronym),
        Named(Person, case((person.family_names.is_(None), person.given_names),
                           else_=person.family_names + ", " + person.given_names), hint=_employer(person.id)),
        Named(Place, place.name, hint=_place(place.district_id)),
    )  # fmt: skip
    return {noun.entity: noun for noun in nouns}


NAMED: Mapping[str, Named] = _named()
"""The nouns that are found by name, by entity."""


def prepare(session: Session) -> None:
    """Read the words of every record, so that the first search finds them ready."""
    index_of(session, _sources)


def search(session: Session, text: str, *, entities: Iterable[str] = NAMED, limit: int = 12) -> list[Found]:
    """The records that hold every typed word, accents and case aside; the best fit first, then what was touched lately.

    A letter alone must begin a word, a digit alone may also be a code's number. Codes come first (``com-2026-12``, or
    its number alone), then the beginning of a title, its words, what else the record says. Without words: ``recent``.
    """
    typed = words(text)
    if not typed:
        return recent(session, entities=entities, limit=limit)
    index = index_of(session, _sources)
    scored: list[tuple[int, int, int, str, Key]] = []
    for entity in entities:
        for line in _fitting(index, entity, typed):
            seq = index.touched.get((entity, line.key), 0)
            scored.append((-_score(line, typed) - (LATELY if seq else 0), -seq, -line.key.int, entity, line.key))
    best = nsmallest(limit, scored)
    return _shown(session, {(entity, key): -minus for minus, _seq, _made, entity, key in best})


def recent(
    session: Session, *, entities: Iterable[str] = NAMED, first: Sequence[tuple[str, Key]] = (), limit: int = 8
) -> list[Found]:
    """The records touched last, newest first; before them ``first``, as far as they are still there."""
    index = index_of(session, _sources)
    wanted = set(entities)
    there = [one for one in (*first, *reversed(index.touched))
             if one[0] in wanted and one[1] in index.lines.get(one[0], {})]  # fmt: skip
    return _shown(session, dict.fromkeys(list(dict.fromkeys(there))[:limit], 0))


def _sources() -> dict[str, Source]:
    return {entity: Source(noun.table, noun.code, noun.title) for entity, noun in NAMED.items()}


def _fitting(index: Index, entity: str, typed: Sequence[str]) -> Sequence[Line]:
    """The lines that hold every word, the longest word first: it leaves the fewest for the others."""
    lines: Sequence[Line] = tuple(index.lines.get(entity, {}).values())
    begin = f" {typed[0]}"
    if len(typed) == 1 and len(typed[0]) == 1 and not typed[0].isdigit():
        leading = [line for line in lines if line[1].startswith(begin, line[2])]
        if len(leading) >= ENOUGH:
            return leading[-ENOUGH:]
    for word in sorted(typed, key=len, reverse=True):
        part = word if len(word) > 1 else f" {word}"
        if part != word and word.isdigit():
            lines = [line for line in lines if part in line[1] or f"-{word.zfill(3)} " in line[1]]
        else:
            lines = [line for line in lines if part in line[1]]  # by number: quicker than by name
    if len(lines) > ENOUGH:
        leading = [line for line in lines if line[1].startswith(begin, line[2])]
        lines = (leading or lines)[-ENOUGH:]
    return lines


def _score(line: Line, typed: Sequence[str]) -> int:
    text, lead, end = line.text, line.lead, line.end
    total = 0
    for word in typed:
        begins = text.find(f" {word}")
        if lead and (begins == 0 or word.isdigit()) and (worth := _of_code(text[1:lead], word)):
            total += worth
        elif text.startswith(f" {word}", lead):
            total += START_OF_TITLE
        elif 0 <= begins < end:
            total += WORD_OF_TITLE
        elif 0 <= text.find(word) < end:
            total += INSIDE_TITLE
        else:
            total += WORD_ELSEWHERE if begins > 0 else ELSEWHERE
    whole = " ".join(typed)
    if len(typed) > 1 and whole in text:
        total += PHRASE
    if end - lead - 1 == len(whole) and text.startswith(whole, lead + 1):
        total += WHOLE_TITLE
    return total


def _of_code(code: str, word: str) -> int:
    """What a word is worth as (a part of) a code; the series alone, ``com``, says nothing: every record has it."""
    if code == word:
        return WHOLE_CODE
    if word.isdigit() and code.endswith(f"-{word.zfill(3)}"):
        return END_OF_CODE
    return START_OF_CODE if code.startswith(word) and not word.isalpha() else 0


def _shown(session: Session, wanted: Mapping[tuple[str, Key], int]) -> list[Found]:
    """What is shown of a few records, with their scores, in the order given: one statement for all nouns."""
    keys: dict[str, list[Key]] = {}
    for entity, key in wanted:
        keys.setdefault(entity, []).append(key)
    if not keys:
        return []
    asked = []
    for entity, some in keys.items():
        noun = NAMED[entity]
        code = noun.code if noun.code is not None else literal("")
        asked.append(
            select(
                literal(entity).label("entity"), noun.table.c.id.label("key"), code.label("code"),
                func.substr(noun.title, 1, TITLE).label("title"), noun.hint.label("hint"), noun.on.label("on"),
            ).where(noun.table.c.id.in_(some))
        )  # fmt: skip
    rows = {
        (entity, key): Found(entity, key, NAMED[entity].record.noun, code or "", " ".join((title or "").split()),
                             hint or "", on, wanted[entity, key])
        for entity, key, code, title, hint, on in session.execute(union_all(*asked))
    }  # fmt: skip
    return [rows[one] for one in wanted if one in rows]
