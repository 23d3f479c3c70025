"""What the journal tells: the story of a record, the steps that can be undone, news, and the wishes that undo."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, desc, exists, func, select
from sqlalchemy.orm import Session

from db.fields import REDACTED, Json, Key
from db.journal import journal_change, journal_tx
from db.merge import ABSENT, EXISTS, Wish, existing, groups_of, question_wish
from db.records.base import dumped, fields_of, loaded, record_class


@dataclass(frozen=True, slots=True)
class Step:
    """One transaction of the journal, without its changes."""

    seq: int
    tx_id: Key
    at: datetime
    who: str
    kind: str
    label: str
    args: Mapping[str, Any]
    undoes: Key | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What one transaction did to one record; ``changes`` has Python values before and after by field name."""

    step: Step
    entity: str
    key: Key
    op: str
    changes: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class News:
    """A committed transaction, here or elsewhere: what views need to know to re-read."""

    seq: int
    tx_id: Key
    at: datetime
    who: str
    label: str
    args: Mapping[str, Any]
    kind: str
    touched: frozenset[tuple[str, Key]]
    nouns: frozenset[str] = field(init=False, compare=False)  # of the records touched: they may be many thousands

    def __post_init__(self) -> None:
        object.__setattr__(self, "nouns", frozenset(entity for entity, _key in self.touched))


STEP_COLUMNS = (
    journal_tx.c.seq, journal_tx.c.tx_id, journal_tx.c.at, journal_tx.c.who, journal_tx.c.kind,
    journal_tx.c.label, journal_tx.c.args, journal_tx.c.undoes, journal_tx.c.origin,
)  # fmt: skip


def _step(row: Any) -> Step:
    return Step(row.seq, row.tx_id, row.at, row.who, row.kind, row.label, json.loads(row.args), row.undoes, row.origin)


@dataclass(frozen=True, slots=True)
class Which:
    """Which transactions are wanted: of a person, in a span of time (UTC, its end left out), of certain kinds, that
    touched a noun or one record, that came from a file (part of their ``origin``)."""

    who: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    kinds: tuple[str, ...] = ()
    record: tuple[str, Key] | None = None
    entity: str | None = None
    origin: str | None = None


def steps(
    session: Session, *, limit: int = 200, before: int | None = None, which: Which | None = None
) -> list[Step]:
    """The latest transactions, newest first; ``before`` pages back."""
    query = select(*STEP_COLUMNS).order_by(desc(journal_tx.c.seq)).limit(limit)
    if before is not None:
        query = query.where(journal_tx.c.seq < before)
    if which is not None:
        query = query.where(*_conditions(which))
    return [_step(row) for row in session.execute(query)]


def _conditions(which: Which) -> Iterator[ColumnElement[bool]]:
    if which.who is not None:
        yield journal_tx.c.who == which.who
    if which.since is not None:
        yield journal_tx.c.at >= which.since
    if which.until is not None:
        yield journal_tx.c.at < which.until
    if which.kinds:
        yield journal_tx.c.kind.in_(which.kinds)
    if which.origin is not None:
        yield journal_tx.c.origin.contains(which.origin, autoescape=True)
    change = journal_change.c
    if which.entity is not None:
        yield exists().where(change.seq == journal_tx.c.seq, change.entity == which.entity)
    if which.record is not None:
        yield exists().where(
            change.seq == journal_tx.c.seq, change.entity == which.record[0], change.row_id == which.record[1]
        )


def authors(session: Session) -> list[str]:
    """Everybody who ever changed something, by name."""
    return sorted(session.scalars(select(journal_tx.c.who).distinct()))


def brought_in(session: Session, kinds: Iterable[str], *, limit: int = 200) -> list[Step]:
    """The steps of these kinds that came from somewhere, a workbook or a copy of the database, newest first."""
    tx = journal_tx.c
    query = select(*STEP_COLUMNS).where(tx.kind.in_(list(kinds)), tx.origin.is_not(None))
    return [_step(row) for row in session.execute(query.order_by(desc(tx.seq)).limit(limit))]


def nouns_touched(session: Session) -> list[str]:
    """The nouns of which the journal tells anything."""
    return sorted(session.scalars(select(journal_change.c.entity).distinct()))


def step_of(session: Session, tx_id: Key) -> Step:
    """The transaction ``tx_id``. Raises KeyError."""
    row = session.execute(select(*STEP_COLUMNS).where(journal_tx.c.tx_id == tx_id)).one_or_none()
    if row is None:
        raise KeyError(tx_id)
    return _step(row)


def step_at(session: Session, seq: int) -> Step:
    """The transaction at position ``seq``. Raises KeyError."""
    row = session.execute(select(*STEP_COLUMNS).where(journal_tx.c.seq == seq)).one_or_none()
    if row is None:
        raise KeyError(seq)
    return _step(row)


def story(session: Session, entity: str, key: Key) -> list[Entry]:
    """Everything that ever happened to one record, newest first."""
    query = (
        select(*STEP_COLUMNS, journal_change.c.op, journal_change.c.fields)
        .join(journal_change, journal_change.c.seq == journal_tx.c.seq)
        .where(journal_change.c.entity == entity, journal_change.c.row_id == key)
        .order_by(desc(journal_tx.c.seq))
    )
    return [
        Entry(_step(row), entity, key, row.op, values_of(entity, json.loads(row.fields)))
        for row in session.execute(query)
    ]


def entries(
    session: Session, seq: int, *, record: tuple[str, Key] | None = None, limit: int | None = None, after: int = 0
) -> list[Entry]:
    """What the transaction at ``seq`` did, record by record: all, one ``record``, or ``limit`` after the first ones."""
    step = step_at(session, seq)
    query = select(journal_change).where(journal_change.c.seq == seq).order_by(journal_change.c.n)
    if record is not None:
        query = query.where(journal_change.c.entity == record[0], journal_change.c.row_id == record[1])
    if limit is not None:
        query = query.limit(limit).offset(after)
    return [
        Entry(step, row.entity, row.row_id, row.op, values_of(row.entity, json.loads(row.fields)))
        for row in session.execute(query)
    ]


def count_entries(session: Session, seq: int) -> int:
    """How many records the transaction at ``seq`` touched."""
    query = select(func.count()).select_from(journal_change).where(journal_change.c.seq == seq)
    return session.execute(query).scalar_one()


def values_of(entity: str, fields: Mapping[str, list[Json]]) -> dict[str, tuple[Any, Any]]:
    record = record_class(entity)
    old = loaded(record, {name: pair[0] for name, pair in fields.items()})
    new = loaded(record, {name: pair[1] for name, pair in fields.items()})
    return {name: (old[name], new[name]) for name in new}


def news_since(session: Session, seq: int) -> list[News]:
    """Every transaction after ``seq``, in the order of their commits."""
    touched: dict[int, set[tuple[str, Key]]] = {}
    changes = select(journal_change.c.seq, journal_change.c.entity, journal_change.c.row_id)
    for row in session.execute(changes.where(journal_change.c.seq > seq)):
        touched.setdefault(row.seq, set()).add((row.entity, row.row_id))
    query = select(*STEP_COLUMNS).where(journal_tx.c.seq > seq).order_by(journal_tx.c.seq)
    return [
        News(s.seq, s.tx_id, s.at, s.who, s.label, s.args, s.kind, frozenset(touched.get(s.seq, ())))
        for s in map(_step, session.execute(query))
    ]


UNDOABLE = ("edit", "import", "merge")


def stacks(session: Session, who: str, site: Key) -> tuple[list[Step], list[Step]]:
    """What this person can undo here and what can be redone, last first at the end; rebuilt from the journal alone."""
    query = (
        select(*STEP_COLUMNS)
        .where(journal_tx.c.who == who, journal_tx.c.site == site)
        .order_by(desc(journal_tx.c.seq))
        .limit(2_000)
    )
    undo: list[Step] = []
    redo: list[Step] = []
    for step in reversed([_step(row) for row in session.execute(query)]):
        if step.kind in UNDOABLE:
            undo.append(step)
            redo.clear()
        elif step.kind == "undo":
            undo = [s for s in undo if s.tx_id != step.undoes]
            redo.append(step)
        elif step.kind == "redo":
            redo = [s for s in redo if s.tx_id != step.undoes]
            undo.append(step)
    return undo, redo


def inverse(session: Session, step: Step) -> list[Wish]:
    """The wishes that take ``step`` back; the last thing done is the first undone."""
    query = select(journal_change).where(journal_change.c.seq == step.seq).order_by(desc(journal_change.c.n))
    wishes: list[Wish] = []
    for row in session.execute(query):
        fields: dict[str, list[Json]] = json.loads(row.fields)
        old = {name: pair[0] for name, pair in fields.items()}
        new = {name: pair[1] for name, pair in fields.items()}
        if row.op == "I":
            wishes.append(Wish(row.entity, row.row_id, EXISTS, existing(new), ABSENT))
        elif row.op == "D":
            wishes.append(Wish(row.entity, row.row_id, EXISTS, ABSENT, existing(old)))
        else:
            wishes.extend(_inverse_update(session, step.seq, row.entity, row.row_id, old, new))
    return [wish for wish in wishes if not _redacted(wish)]


def _inverse_update(
    session: Session, seq: int, entity: str, key: Key, old: Mapping[str, Json], new: Mapping[str, Json]
) -> Iterable[Wish]:
    record = record_class(entity)
    then: dict[str, Json] | None = None
    for question, names in groups_of(fields_of(record)).items():
        if not any(name in new for name in names):
            continue
        base = {name: new[name] for name in names if name in new}
        if len(base) < len(names):  # the rest of the group as it was at that time
            then = then if then is not None else values_at(session, entity, key, seq)
            base = {name: new.get(name, then.get(name)) if name in new else then.get(name) for name in names}
        value = {name: old[name] if name in old else base[name] for name in names}
        yield question_wish(entity, key, question, names, base, value)


def values_at(session: Session, entity: str, key: Key, seq: int) -> dict[str, Json]:
    """A record's journal values as they were after transaction ``seq``; empty when it was not there."""
    record = session.get(record_class(entity), key)
    values = existing(dumped(record)) if record is not None else {}
    query = (
        select(journal_change.c.fields)
        .where(journal_change.c.entity == entity, journal_change.c.row_id == key, journal_change.c.seq > seq)
        .order_by(desc(journal_change.c.seq))
    )
    for (fields,) in session.execute(query):
        for name, (old, _) in json.loads(fields).items():
            values[name] = old
    return existing(values)


def _redacted(wish: Wish) -> bool:
    for side in (wish.base, wish.value):
        parts = side.values() if isinstance(side, dict) else side if isinstance(side, tuple) else (side,)
        if REDACTED in parts:
            return True
    return False
