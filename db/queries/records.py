"""Single records for forms: their values, the names behind their links, and what to suggest while someone types."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, desc, func, select
from sqlalchemy.orm import Session

from db.fields import Key
from db.journal import journal_change
from db.ordering import words
from db.records import Organisation
from db.records.base import Record, fields_of, record_class, record_classes, table_of


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One record as it was read: its Python values by field name, and the names behind its links."""

    entity: str
    key: Key
    version: int
    values: Mapping[str, Any]
    names: Mapping[Key, str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record offered while typing; ``hint`` tells it from its namesakes."""

    key: Key
    name: str
    hint: str


def snapshot(session: Session, entity: str, key: Key) -> Snapshot | None:
    """The record's present values, or None when it is gone."""
    record = session.get(record_class(entity), key)
    if record is None:
        return None
    fields = fields_of(type(record))
    values = {name: getattr(record, name) for name in fields}
    linked: dict[Key, str] = {}
    for name, field in fields.items():
        if field.target and values[name] is not None:
            linked |= names(session, field.target, [values[name]])
    return Snapshot(entity, key, record.version, values, linked)


def children(session: Session, entity: str, parent_field: str, key: Key) -> list[Snapshot]:
    """The records of ``entity`` whose ``parent_field`` points to ``key``, oldest first."""
    record = record_class(entity)
    table = table_of(record)
    keys = session.scalars(select(table.c.id).where(table.c[parent_field] == key).order_by(table.c.id))
    return [found for child in keys.all() if (found := snapshot(session, entity, child)) is not None]


def names(session: Session, entity: str, keys: Iterable[Key]) -> dict[Key, str]:
    """What people call each record."""
    record = record_class(entity)
    found = session.scalars(select(record).where(record.id.in_(list(keys))))
    return {row.id: row.named() for row in found}


def values_of(session: Session, entity: str, keys: Iterable[Key], name: str) -> dict[Key, Any]:
    """What one field of many records holds now, by key; records that are gone are left out."""
    table, wanted = table_of(record_class(entity)), list(keys)
    found: dict[Key, Any] = {}
    for start in range(0, len(wanted), 500):
        query = select(table.c.id, table.c[name]).where(table.c.id.in_(wanted[start : start + 500]))
        found |= {row[0]: row[1] for row in session.execute(query)}
    return found


def suggest(session: Session, entity: str, text: str, *, limit: int = 12) -> list[Suggestion]:
    """Records that match every typed word, accents and case aside; without words the ones changed last."""
    record = record_class(entity)
    typed = words(text)
    query = select(record)
    if typed:
        query = query.where(and_(*(record.folded.contains(word, autoescape=True) for word in typed)))
        query = query.order_by(record.sort_key)
    else:
        last = (
            select(journal_change.c.row_id, func.max(journal_change.c.seq).label("seq"))
            .where(journal_change.c.entity == entity)
            .group_by(journal_change.c.row_id)
            .subquery()
        )
        query = query.join(last, last.c.row_id == record.id).order_by(desc(last.c.seq), record.sort_key)
    if entity == "organisations":  # a unit that was succeeded is not offered for new work
        query = query.where(Organisation.successor_id.is_(None))
    return [Suggestion(row.id, row.named(), _hint(row)) for row in session.scalars(query.limit(limit))]


def _hint(record: Record) -> str:
    for name in ("acronym", "code", "email", "ubigeo_inei", "held_on", "number"):
        value = getattr(record, name, None)
        if value and str(value) != record.named():
            return str(value)
    return ""


def by_code(session: Session, code: str) -> tuple[str, Key] | None:
    """The record with that code (COM-2026-012), case aside: its entity and key."""
    wanted = code.strip().upper()
    for record in record_classes():
        table = table_of(record)
        if "code" not in table.c:
            continue
        key = session.scalars(select(table.c.id).where(func.upper(table.c.code) == wanted)).first()
        if key is not None:
            return record.__tablename__, key
    return None
