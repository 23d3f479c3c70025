"""Who and what a typed name may mean: people and units by name or acronym, projects and cases by code or name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.queries import search
from db.records import ActionItem, Case, Holiday, Organisation, Person, Post, Project
from db.records.base import table_of

LATELY = 300
"""So many of the newest commitments say who and what is named again and again."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A record that a name may mean.

    ``short`` is its acronym or code, ``hint`` tells it from its namesakes; ``within`` is the unit of a person.
    """

    entity: str
    key: Key
    name: str
    short: str = ""
    hint: str = ""
    within: Key | None = None
    within_name: str = ""


def offers(session: Session, text: str, *, entities: Sequence[str], limit: int = 20) -> list[Offer]:
    """The records of these nouns that hold every typed word, the best fit first; without words those used last.

    A unit that was succeeded is not offered for new work.
    """
    if text.strip():
        found = [(one.entity, one.key) for one in search.search(session, text, entities=entities, limit=limit)]
    else:
        found = _lately(session, entities, limit)
        if len(found) < limit:
            more = search.recent(session, entities=entities, limit=limit)
            found = list(dict.fromkeys([*found, *((one.entity, one.key) for one in more)]))[:limit]
    return shown(session, found)


def shown(session: Session, wanted: Sequence[tuple[str, Key]]) -> list[Offer]:
    """What is shown of records, in the order given; those that are gone or succeeded are left out."""
    keys: dict[str, list[Key]] = {}
    for entity, key in wanted:
        keys.setdefault(entity, []).append(key)
    there: dict[tuple[str, Key], Offer] = {}
    for entity, some in keys.items():
        for one in _READERS[entity](session, some):
            there[entity, one.key] = one
    return [there[one] for one in wanted if one in there]


def non_working_names(session: Session) -> Mapping[date, str]:
    """The days that the office's list calls non-working, with their names."""
    holiday = table_of(Holiday).c
    return {row[0]: row[1] for row in session.execute(select(holiday.on, holiday.name))}


def _lately(session: Session, entities: Iterable[str], limit: int) -> list[tuple[str, Key]]:
    """The records that the newest commitments name, the newest first."""
    item = table_of(ActionItem).c
    columns = {"people": item.person_id, "organisations": item.unit_id, "projects": item.project_id,
               "cases": item.case_id}  # fmt: skip
    wanted = [entity for entity in entities if entity in columns]
    rows = session.execute(select(*(columns[entity] for entity in wanted)).order_by(item.id.desc()).limit(LATELY))
    found = [(entity, key) for row in rows for entity, key in zip(wanted, row, strict=True) if key is not None]
    return list(dict.fromkeys(found))[:limit]


def _people(session: Session, keys: Sequence[Key]) -> list[Offer]:
    person, post, unit = table_of(Person), table_of(Post), table_of(Organisation)
    posts = (
        select(post.c.person_id, unit.c.id, func.coalesce(unit.c.acronym, unit.c.name))
        .select_from(post.join(unit, unit.c.id == post.c.organisation_id))
        .where(post.c.person_id.in_(keys), post.c.ends_on.is_(None))
        .order_by(post.c.starts_on.asc().nulls_first(), post.c.id)
    )
    within = {row[0]: (row[1], row[2]) for row in session.execute(posts)}  # the post that was begun last stays
    rows = session.execute(
        select(person.c.id, person.c.given_names, person.c.family_names).where(person.c.id.in_(keys))
    )
    return [
        Offer("people", key, " ".join(part for part in (given, family) if part), "",
              within.get(key, (None, ""))[1], *within.get(key, (None, "")))
        for key, given, family in rows
    ]  # fmt: skip


def _units(session: Session, keys: Sequence[Key]) -> list[Offer]:
    unit = table_of(Organisation)
    rows = session.execute(
        select(unit.c.id, unit.c.name, unit.c.acronym).where(unit.c.id.in_(keys), unit.c.successor_id.is_(None))
    )
    return [Offer("organisations", key, name, short or "", short or "") for key, name, short in rows]


def _projects(session: Session, keys: Sequence[Key]) -> list[Offer]:
    project = table_of(Project)
    rows = session.execute(select(project.c.id, project.c.name, project.c.code).where(project.c.id.in_(keys)))
    return [Offer("projects", key, name, code, code) for key, name, code in rows]


def _cases(session: Session, keys: Sequence[Key]) -> list[Offer]:
    matter = table_of(Case)
    rows = session.execute(select(matter.c.id, matter.c.title, matter.c.code).where(matter.c.id.in_(keys)))
    return [Offer("cases", key, title, code, code) for key, title, code in rows]


_READERS = {"people": _people, "organisations": _units, "projects": _projects, "cases": _cases}
