"""The one append-only journal: its tables, the hook that fills it, and the last act before every commit."""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    Uuid,
    event,
    insert,
    select,
    update,
)  # fmt: skip
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.base import NO_VALUE

from db.bulk import Values, bound, write_bound
from db.errors import InUse, WroteAround
from db.fields import N_, Json, Key, Moment
from db.records.base import Base, Record, dumped, fields_of, new_key, record_class, record_classes, table_of

metadata = Base.metadata

journal_head = Table(
    "journal_head", metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("db_id", Uuid, nullable=False),
    Column("replica_id", Uuid, nullable=False),
)  # fmt: skip
journal_tx = Table(
    "journal_tx", metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("tx_id", Uuid, nullable=False, unique=True),
    Column("at", Moment(), nullable=False),
    Column("who", String(120), nullable=False),
    Column("site", Uuid, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("label", Text, nullable=False),
    Column("args", Text, nullable=False),
    Column("undoes", Uuid, nullable=True),
    Column("origin", Text, nullable=True),
)  # fmt: skip
journal_change = Table(
    "journal_change", metadata,
    Column("seq", BigInteger, ForeignKey("journal_tx.seq"), primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("entity", String(40), nullable=False),
    Column("row_id", Uuid, nullable=False),
    Column("op", String(1), nullable=False),
    Column("fields", Text, nullable=False),
    Index(None, "entity", "row_id", "seq"),
)  # fmt: skip
journal_gate = Table("journal_gate", metadata, Column("mode", String(8), primary_key=True))
code_series = Table(
    "code_series", metadata,
    Column("series", String(8), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)  # fmt: skip



@contextmanager
def gate(connection: Connection, mode: str = "open") -> Iterator[None]:
    """Let the enclosed statements through the guards. ``redact`` also lets the journal itself be rewritten."""
    before = open_gate(connection, mode)
    try:
        yield
    except BaseException:
        connection.info["gate"] = before
        connection.info["doomed"] = True  # the gate's row may be left in it: this transaction can only be rolled back
        raise
    close_gate(connection, before)


def open_gate(connection: Connection, mode: str) -> str | None:
    """Open the gate; returns what ``close_gate`` sets it back to."""
    if connection.info.get("doomed"):
        raise WroteAround("a write failed before in this change: it can only be rolled back")
    before: str | None = connection.info.get("gate")
    _set_gate(connection, mode, before)
    connection.info["gate"] = mode
    return before


def close_gate(connection: Connection, before: str | None) -> None:
    _set_gate(connection, before, connection.info.get("gate"))
    connection.info["gate"] = before


def _set_gate(connection: Connection, mode: str | None, before: str | None) -> None:
    # driver SQL: this comes four times with every save
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT set_config('ecd.gate', %s, true)", (mode or "",))
        return
    connection.info["gate"] = mode or "open"
    if before is not None:
        connection.exec_driver_sql("DELETE FROM journal_gate")
    if mode:
        connection.exec_driver_sql("INSERT INTO journal_gate (mode) VALUES (?)", (mode,))


class Change:
    """What one transaction did to one record: op I, U or D, and each field's journal value before and after."""

    __slots__ = ("_fields", "_text", "entity", "key", "op")

    def __init__(
        self, entity: str, key: Key, op: str, fields: dict[str, list[Json]] | None, text: str | None = None
    ) -> None:
        """The fields may come as the ``text`` that the journal stores: a record made in bulk is hardly ever asked."""
        self.entity = entity
        self.key = key
        self.op = op
        self._fields = fields
        self._text = text

    @property
    def fields(self) -> dict[str, list[Json]]:
        fields: dict[str, list[Json]] = json.loads(self._text or "{}") if self._fields is None else self._fields
        self.fields = fields  # it may be changed, so the text no longer counts
        return fields

    @fields.setter
    def fields(self, fields: dict[str, list[Json]]) -> None:
        self._fields, self._text = fields, None

    @property
    def text(self) -> str:
        """The fields as the journal stores them."""
        return packed(self._fields) if self._text is None else self._text


@dataclass(slots=True)
class Batch:
    """The changes of one transaction so far, one per record."""

    changes: dict[tuple[str, Key], Change] = field(default_factory=dict)
    written: bool = False

    def add_new(self, entity: str, keys: Sequence[Key], texts: Sequence[str]) -> None:
        """Records made in bulk, with what the journal will say of each."""
        keep = self.changes.setdefault
        for key, text in zip(keys, texts, strict=True):
            change = Change(entity, key, "I", None, text)
            if keep((entity, key), change) is not change:  # deleted before in this transaction
                self.add(entity, key, "I", change.fields)

    def add(self, entity: str, key: Key, op: str, fields: dict[str, list[Json]]) -> None:
        earlier = self.changes.get((entity, key))
        if earlier is None:
            if fields or op != "U":
                self.changes[entity, key] = Change(entity, key, op, fields)
            return
        for name, (old, new) in fields.items():
            first = earlier.fields[name][0] if name in earlier.fields else old
            earlier.fields[name] = [first, new]
        if earlier.op == "I" and op != "D":
            earlier.fields = {name: pair for name, pair in earlier.fields.items() if pair[1] is not None}
            return
        if op == "D":
            if earlier.op == "I":
                del self.changes[entity, key]
                return
            earlier.op = "D"
            earlier.fields = {name: [old, None] for name, (old, _) in earlier.fields.items() if old is not None}
        elif op == "I":  # deleted and made again in one transaction
            earlier.op = "U"
        if earlier.op == "U":
            earlier.fields = {name: pair for name, pair in earlier.fields.items() if pair[0] != pair[1]}
            if not earlier.fields:
                del self.changes[entity, key]


class JournalledSession(Session):
    """A session whose every flush is captured; it can be committed only after its batch was written."""


def batch_of(session: Session) -> Batch:
    batch: Batch = session.info.setdefault("batch", Batch())
    return batch


@event.listens_for(JournalledSession, "after_begin")
def _after_begin(session: Session, transaction: Any, connection: Connection) -> None:
    connection.info["batch"] = batch_of(session)  # the guard of the engine's commit looks at it


@event.listens_for(JournalledSession, "after_soft_rollback")
def _after_rollback(session: Session, transaction: Any) -> None:
    session.info.pop("batch", None)  # what was rolled back did not happen


@event.listens_for(JournalledSession, "before_flush")
def _before_flush(session: Session, context: Any, instances: Any) -> None:
    for record in (one for one in session.dirty if isinstance(one, Record)):
        if record.id != instance_state(record).key[1][0]:  # type: ignore[index]
            raise WroteAround("a record keeps its key for life: links and the journal know it by that")
        _follow(batch_of(session), record)
    _capture_deletes(session, [record for record in session.deleted if isinstance(record, Record)])
    session.info["gate_before"] = open_gate(session.connection(), "open")


@event.listens_for(JournalledSession, "after_flush")
def _after_flush(session: Session, context: Any) -> None:
    batch = batch_of(session)
    for record in session.new:
        if isinstance(record, Record):
            values = {name: [None, value] for name, value in dumped(record).items() if value is not None}
            batch.add(record.__tablename__, record.id, "I", values)
    for record in session.dirty:
        if isinstance(record, Record):
            fields = _changed(record)
            if fields:
                batch.add(record.__tablename__, record.id, "U", fields)
    close_gate(session.connection(), session.info.pop("gate_before"))


def _follow(batch: Batch, record: Record) -> None:
    earlier = batch.changes.get((record.__tablename__, record.id))
    if earlier is None or earlier.op == "U":
        record.follow({} if earlier is None else {name: pair[0] for name, pair in earlier.fields.items()})


def _changed(record: Record) -> dict[str, list[Json]]:
    fields = fields_of(type(record))
    changed: dict[str, list[Json]] = {}
    for name, before in instance_state(record).committed_state.items():
        declared = fields.get(name)
        if declared is None:
            continue
        old = None if before is NO_VALUE else declared.dump(before)
        new = declared.dump(getattr(record, name))
        if old != new:
            changed[name] = [old, new]
    return changed


def _capture_deletes(session: Session, records: Sequence[Record]) -> None:
    # the rows as they are in the database: the objects may be half changed
    doomed: dict[type[Record], list[Key]] = {}
    for record in records:
        doomed.setdefault(type(record), []).append(record.id)
    for cls, keys in doomed.items():
        fields = fields_of(cls)
        columns = table_of(cls).c
        query = select(columns.id, *(columns[name] for name in fields))
        for start in range(0, len(keys), 500):
            for row in session.execute(query.where(columns.id.in_(keys[start : start + 500]))):
                pairs = zip(fields.items(), row[1:], strict=True)
                before = {name: declared.dump(value) for (name, declared), value in pairs}
                values: dict[str, list[Json]] = {name: [old, None] for name, old in before.items() if old is not None}
                batch_of(session).add(cls.__tablename__, row.id, "D", values)


@event.listens_for(JournalledSession, "before_commit")
def _before_commit(session: Session) -> None:
    batch = session.info.get("batch")
    if session.new or session.dirty or session.deleted or (batch and batch.changes and not batch.written):
        raise WroteAround("changes must go through Store.change: this commit would not have been journalled")


@event.listens_for(JournalledSession, "do_orm_execute")
def _refuse_bulk(state: Any) -> None:
    if state.is_update or state.is_delete or state.is_insert:
        raise WroteAround("bulk statements go around the journal; use Work.add_many or change records one by one")


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, on which replica of the database."""

    who: str
    site: uuid.UUID


def write(
    session: Session, author: Author, *, at: datetime, tx_id: Key, kind: str, label: str, args: Mapping[str, Any],
    undoes: Key | None, origin: str | None,
) -> int:  # fmt: skip
    """Journal the session's batch and return its position; call just before the commit, nothing between."""
    batch = batch_of(session)
    refuse_dangling(session, batch)
    connection = session.connection()
    with gate(connection):
        advance = update(journal_head).values(seq=journal_head.c.seq + 1).returning(journal_head.c.seq)
        seq = int(connection.execute(advance).scalar_one())
        connection.execute(
            insert(journal_tx),
            {
                "seq": seq, "tx_id": tx_id, "at": at, "who": author.who, "site": author.site, "kind": kind,
                "label": label, "args": packed(args), "undoes": undoes, "origin": origin,
            },
        )  # fmt: skip
        if changes := list(batch.changes.values()):
            columns: dict[str, list[Any]] = {
                "seq": [seq] * len(changes), "n": list(range(1, len(changes) + 1)),
                "entity": [c.entity for c in changes], "row_id": [c.key for c in changes],
                "op": [c.op for c in changes], "fields": [c.text for c in changes],
            }  # fmt: skip
            told = {name: Values(values, own=True) for name, values in columns.items()}
            write_bound(connection, bound(journal_change, connection, told))
    batch.written = True
    return seq


def packed(value: Any) -> str:
    """JSON as the journal keeps it."""
    return _pack(value)


_pack = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode  # made once: for every row


def links_to(entity: str) -> list[tuple[type[Record], str]]:
    """Every link field that points to records of ``entity``."""
    return [
        (record, name)
        for record in record_classes()
        for name, declared in fields_of(record).items()
        if declared.target == entity
    ]


def refuse_dangling(session: Session, batch: Batch) -> None:
    """Raise InUse when a record deleted here is still pointed to; said in words, before the database would."""
    gone: dict[str, list[Key]] = {}
    for change in batch.changes.values():
        if change.op == "D":
            gone.setdefault(change.entity, []).append(change.key)
    for entity, keys in gone.items():
        for record, name in links_to(entity):
            for start in range(0, len(keys), 500):
                column = record.__table__.c[name]
                query = select(record.__table__.c.id).where(column.in_(keys[start : start + 500])).limit(1)
                if session.execute(query).first() is not None:
                    raise InUse(
                        N_("This cannot be deleted because it is still used in another record ({noun})."),
                        N_("Change or delete what uses it first."),
                        noun=record.noun,
                        entity=record_class(entity).noun,
                    )


def new_tx_id() -> Key:
    return new_key()
