"""What was deleted and is not back: the bin, which is the journal read from its other side (decision 9)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import desc, exists, select
from sqlalchemy.orm import Session, aliased

from db.fields import REDACTED, Json, Key
from db.journal import journal_change, journal_tx
from db.records import fields_of, record_class
from db.records.base import loaded

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Deleted:
    """One record as it was when it was deleted.  ``noun`` is a catalogue entry; ``values`` are in journal form.

    ``undone``: it went only because what had made it was taken back.  ``erased``: personal data of it was erased since,
    so that it cannot come back.
    """

    entity: str
    key: Key
    seq: int
    tx_id: Key
    at: datetime
    who: str
    kind: str
    noun: str
    code: str
    name: str
    values: dict[str, Json]
    erased: bool
    undone: bool = False

    def links(self) -> dict[str, tuple[str, Key]]:
        """The records it pointed to, as (their noun, key), by field."""
        fields = fields_of(record_class(self.entity))
        return {
            name: (target, fields[name].load(value))
            for name, value in self.values.items()
            if name in fields and (target := fields[name].target) and value not in (None, REDACTED)
        }


def deleted(
    session: Session, *, since: datetime | None = None, before: int | None = None, limit: int = 1_000
) -> list[Deleted]:
    """What was deleted after ``since`` and is not there again, the latest first; ``before`` a position pages back."""
    change, tx = journal_change, journal_tx
    query = _gone().order_by(desc(change.c.seq), change.c.n).limit(limit)
    if since is not None:
        query = query.where(tx.c.at >= since)
    if before is not None:
        query = query.where(change.c.seq < before)
    return [_frozen(row) for row in session.execute(query)]


def last_of(session: Session, places: Iterable[tuple[str, Key]]) -> dict[tuple[str, Key], Deleted]:
    """The records of ``places`` that are deleted now, as they were then."""
    by_entity: dict[str, list[Key]] = {}
    for entity, key in places:
        by_entity.setdefault(entity, []).append(key)
    found: dict[tuple[str, Key], Deleted] = {}
    for entity, keys in by_entity.items():
        for start in range(0, len(keys), CHUNK):
            some = keys[start : start + CHUNK]
            query = _gone().where(journal_change.c.entity == entity, journal_change.c.row_id.in_(some))
            for row in session.execute(query.order_by(journal_change.c.seq)):
                found[entity, row.row_id] = _frozen(row)
    return found


def _gone() -> Any:
    change, tx, later, first = journal_change, journal_tx, aliased(journal_change), aliased(journal_change)
    back = exists().where(
        later.c.entity == change.c.entity, later.c.row_id == change.c.row_id, later.c.seq > change.c.seq,
        later.c.op == "I",
    )  # fmt: skip
    before = exists().where(
        first.c.entity == change.c.entity, first.c.row_id == change.c.row_id, first.c.seq < change.c.seq,
        first.c.op == "D",
    )  # fmt: skip
    undone = ((tx.c.kind == "undo") & ~before).label("undone")
    columns = (undone, *(change.c[name] for name in ("seq", "entity", "row_id", "fields")),
               *(tx.c[name] for name in ("tx_id", "at", "who", "kind")))  # fmt: skip
    return (
        select(*columns)
        .join(tx, tx.c.seq == change.c.seq)
        .where(change.c.op == "D", ~back)
    )


def _frozen(row: Any) -> Deleted:
    values: dict[str, Json] = {name: pair[0] for name, pair in json.loads(row.fields).items() if pair[0] is not None}
    erased = REDACTED in values.values()
    cls = record_class(row.entity)
    made = cls(**loaded(cls, {name: value for name, value in values.items() if value != REDACTED}))
    name = "" if erased else " ".join(made.named().split())
    return Deleted(row.entity, row.row_id, row.seq, row.tx_id, row.at, row.who, row.kind, cls.noun,
                   str(values.get("code") or ""), name, values, erased, bool(row.undone))  # fmt: skip


def went_with(session: Session, seq: int, entity: str) -> dict[Key, dict[str, Json]]:
    """The records of a noun that the transaction at ``seq`` deleted, as they were then, in journal form."""
    change = journal_change.c
    query = select(change.row_id, change.fields).where(change.seq == seq, change.op == "D", change.entity == entity)
    told = ((key, json.loads(fields)) for key, fields in session.execute(query))
    return {key: {name: pair[0] for name, pair in fields.items() if pair[0] is not None} for key, fields in told}


def there(session: Session, places: Sequence[tuple[str, Key]]) -> set[tuple[str, Key]]:
    """Which of these records exist now."""
    found: set[tuple[str, Key]] = set()
    for entity in {entity for entity, _key in places}:
        column = record_class(entity).id
        keys = [key for one, key in places if one == entity]
        for start in range(0, len(keys), CHUNK):
            query = select(column).where(column.in_(keys[start : start + CHUNK]))
            found |= {(entity, key) for key in session.scalars(query)}
    return found
