"""What has to do with a record: the records that point to it, and the texts in which its code or its name stands."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.fields import Key
from db.journal import links_to
from db.ordering import fold
from db.queries.search import NAMED
from db.queries.search_texts import BELONGS, TITLES, prepare
from db.records import fields_of, record_class
from db.records.base import Record, table_of

EACH = 30
"""How many of one noun are told, the newest first; of how many, ``Related.count`` says."""
SHORTEST = 4
"""A name of fewer letters stands in too many texts to mean the record."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A record that has to do with another. ``label``: the field that says so; ``text``: what it says, of a mention.

    ``opens`` is the record that is shown of it: itself, or the one that it belongs to.
    """

    entity: str
    key: Key
    noun: str
    label: str
    code: str
    title: str
    text: str
    on: date | None
    opens: tuple[str, Key]


@dataclass(frozen=True, slots=True)
class Related:
    """What points to a record or mentions it, by noun: how many, and the newest of them."""

    entity: str
    noun: str
    count: int
    mentions: tuple[Mention, ...]


def related(session: Session, entity: str, key: Key, *, without: Collection[str] = ()) -> list[Related]:
    """Everything that has to do with a record, by noun in the order of the search; each record once.

    ``without``: nouns whose links to the record are shown elsewhere; where they mention it, they are told all the same.
    """
    record = session.get(record_class(entity), key)
    if record is None:
        return []
    found: dict[str, dict[Key, tuple[tuple[str, Key], str]]] = {}
    pointing = (one for one in _pointing(session, entity, key) if one[0][0] not in without)
    for place, where, label in (*pointing, *_telling(session, record)):
        found.setdefault(place[0], {}).setdefault(place[1], (where, label))
    found.get(entity, {}).pop(key, None)
    order = {name: n for n, name in enumerate(TITLES)}
    groups = []
    for noun, rows in sorted(found.items(), key=lambda pair: order.get(pair[0], len(order))):
        newest = sorted(rows, key=lambda one: one.int, reverse=True)
        told = _told(session, noun, {one: rows[one] for one in newest[:EACH]}, record)
        if told:
            groups.append(Related(noun, record_class(noun).noun, len(rows), tuple(told)))
    return groups


def _pointing(session: Session, entity: str, key: Key) -> Iterable[tuple[tuple[str, Key], tuple[str, Key], str]]:
    """(record, what is opened of it, field) of every link to the record."""
    for cls, name in links_to(entity):
        noun, table = cls.__tablename__, table_of(cls)
        if noun not in NAMED and noun not in BELONGS:
            continue
        owners = BELONGS.get(noun, ())
        columns = [table.c.id, *(table.c[link] for link, _target in owners)]
        for row in session.execute(select(*columns).where(table.c[name] == key)):
            # what belongs to the record itself stands in its own tabs
            there = [(target, one) for (_link, target), one in zip(owners, row[1:], strict=True)
                     if one and (target, one) != (entity, key)]  # fmt: skip
            if noun in NAMED:
                yield (noun, row[0]), (noun, row[0]), fields_of(cls)[name].label
            elif there:
                yield there[0], there[0], cls.noun


def _telling(session: Session, record: Record) -> Iterable[tuple[tuple[str, Key], tuple[str, Key], str]]:
    """(record, what is opened of it, "") of every text in which one of the record's names stands as such."""
    names = [re.escape(name) for name in _names(record)]
    if not names:
        return
    plain = re.compile(rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])")
    index = prepare(session)
    for noun, lines in index.lines.items():
        for line in list(lines.values()):
            if plain.search(line.text) and (noun, line.key) != (record.__tablename__, record.id):
                opens = (noun, line.key) if noun in NAMED or line.owner is None else line.owner
                if opens != (record.__tablename__, record.id):
                    yield (noun, line.key), opens, ""


def _names(record: Record) -> list[str]:
    """What a record is called in texts, folded: its code and official numbers, or, without a code, its name."""
    codes = [getattr(record, name, None) for name in ("code", "number", "official_number")]
    names = [one for one in codes if one] or _called(record)
    return [folded for one in names if len(folded := fold(str(one))) >= SHORTEST]


def _called(record: Record) -> list[Any]:
    if record.__tablename__ == "people":
        given, family = getattr(record, "given_names", ""), getattr(record, "family_names", None)
        return [f"{given} {family}", f"{family}, {given}", f"{family} {given}"] if family else []
    return [record.named(), getattr(record, "acronym", None) or ""]


def _told(
    session: Session, noun: str, rows: dict[Key, tuple[tuple[str, Key], str]], about: Record
) -> list[Mention]:
    cls = record_class(noun)
    there = {one.id: one for one in session.scalars(select(cls).where(cls.id.in_(list(rows))))}
    names = [re.escape(name) for name in _names(about)]
    made = []
    for key, (opens, label) in rows.items():
        one = there.get(key)
        if one is None:
            continue
        field, text = ("", "") if label else _passage(one, names)
        made.append(Mention(noun, key, cls.noun, label or field, _code_of(one), one.named(), text, _day_of(one), opens))
    return made


def _passage(record: Record, names: Sequence[str]) -> tuple[str, str]:
    """The field of a record in which one of the names stands, and what it says."""
    for name, field in fields_of(type(record)).items():
        value = getattr(record, name)
        if field.kind.name in ("text", "memo") and value and any(re.search(one, fold(value)) for one in names):
            return field.label, value
    return "", ""


def _code_of(record: Record) -> str:
    return str(getattr(record, "code", None) or "")


def _day_of(record: Record) -> date | None:
    found: date | None = next((day for name in ("held_on", "dated_on", "due_on", "on", "noted_on", "opened_on")
                               if (day := getattr(record, name, None)) is not None), None)  # fmt: skip
    return found
