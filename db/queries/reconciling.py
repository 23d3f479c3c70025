"""What returned files are compared with: records in journal form, who changed them last, and who points to them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import desc, select
from sqlalchemy.orm import Session as Session

from db.fields import Json, Key
from db.journal import journal_change, journal_tx, links_to
from db.records.base import fields_of, record_class, table_of

Place: TypeAlias = tuple[str, Key]
CHUNK = 500
AS_STORED = frozenset({"text", "memo", "number", "money", "flag"})
"""The kinds whose journal form is their value."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A change of one field: who made it and when (UTC)."""

    who: str
    at: datetime


def by_entity(places: Iterable[Place]) -> dict[str, list[Key]]:
    """The keys of each noun, each once, in order."""
    sorted_out: dict[str, dict[Key, None]] = {}
    for entity, key in places:
        sorted_out.setdefault(entity, {})[key] = None
    return {entity: list(keys) for entity, keys in sorted_out.items()}


def present(session: Session, places: Iterable[Place]) -> dict[Place, dict[str, Json]]:
    """The values of records in journal form; those that are not there are left out."""
    found: dict[Place, dict[str, Json]] = {}
    for entity, keys in by_entity(places).items():
        record = record_class(entity)
        columns = table_of(record).c
        fields = fields_of(record)
        names = list(fields)
        made = [(n, fields[name].dump) for n, name in enumerate(names) if fields[name].kind.name not in AS_STORED]
        query = select(columns.id, *(columns[name] for name in names))
        for start in range(0, len(keys), CHUNK):
            for key, *values in session.execute(query.where(columns.id.in_(keys[start : start + CHUNK]))):
                for n, dump in made:
                    if values[n] is not None:
                        values[n] = dump(values[n])
                found[entity, key] = dict(zip(names, values, strict=True))
    return found


def last_changes(session: Session, places: Iterable[Place]) -> dict[Place, dict[str, Touch]]:
    """Who gave each field of these records its present value; under "" who touched or deleted the record last."""
    change, found = journal_change.c, dict[Place, dict[str, Touch]]()
    for entity, keys in by_entity(places).items():
        for start in range(0, len(keys), CHUNK):
            query = (
                select(change.row_id, change.fields, journal_tx.c.who, journal_tx.c.at)
                .join(journal_tx, journal_tx.c.seq == change.seq)
                .where(change.entity == entity, change.row_id.in_(keys[start : start + CHUNK]))
                .order_by(desc(change.seq))
            )
            for key, fields, who, at in session.execute(query):
                mine = found.setdefault((entity, key), {})
                for name in ("", *json.loads(fields)):
                    mine.setdefault(name, Touch(who, at))
    return found


def pointing(session: Session, places: Iterable[Place]) -> Mapping[Place, set[Place]]:
    """The records that point to each of these."""
    found: dict[Place, set[Place]] = {}
    for entity, keys in by_entity(places).items():
        for record, name in links_to(entity):
            columns = table_of(record).c
            for start in range(0, len(keys), CHUNK):
                query = select(columns.id, columns[name]).where(columns[name].in_(keys[start : start + CHUNK]))
                for child, target in session.execute(query):
                    found.setdefault((entity, target), set()).add((record.__tablename__, child))
    return found
