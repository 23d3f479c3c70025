"""The words of every named record, held in memory and kept up by the journal: what makes search answer while typing.

Reading 50,000 rows of SQLite to look into each costs 60 to 500 ms with every letter; the same words in memory cost 10
to 30. The journal says which records changed since, so one small question keeps the words true on both databases.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, FromClause, Select, func, literal, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from db.fields import Key
from db.journal import journal_change, journal_head

LATEST = 400
"""How far back in the journal a record counts as touched lately, in changes."""
MANY = 2_000
"""With more changed records than this everything is read again: quicker than one by one."""
CHUNK = 500


class Line(NamedTuple):  # a tuple: tens of thousands are looked through with every letter
    """The words of one record: a space, then its ``folded``; the title stands after ``lead`` letters, up to ``end``."""

    key: Key
    text: str
    lead: int
    end: int


class Source(NamedTuple):
    """Where the words of one noun are read: its table, and the expressions for its code (or none) and title."""

    table: FromClause
    code: ColumnElement[str] | None
    title: ColumnElement[str]


class Index:
    """All words of one database as they were at position ``seq`` of its journal."""

    def __init__(self, sources: Mapping[str, Any]) -> None:
        self._sources = sources
        self.seq = -1
        self.lines: dict[str, dict[Key, Any]] = {entity: {} for entity in sources}  # of Line, or of a kind of its own
        self.touched: dict[tuple[str, Key], int] = {}  # what was changed lately, and when; the newest last

    def refresh(self, session: Session) -> None:
        """Read what changed since the last time; at first, and after very much, everything."""
        now = session.scalars(select(journal_head.c.seq)).first() or 0
        if now == self.seq:
            return
        changed = self._changed(session) if 0 <= self.seq < now else None
        if changed is None:
            for entity in self._sources:
                self.lines[entity] = {line.key: line for line in self._read(session, entity)}
            self.touched.clear()
            tail = self._tail().order_by(journal_change.c.seq.desc(), journal_change.c.n.desc()).limit(LATEST)
            self._touch([tuple(row) for row in session.execute(tail)][::-1])
        else:
            for entity, keys in groupby(sorted({(entity, key) for entity, key, _seq in changed}), lambda one: one[0]):
                self._replace(session, entity, [key for _entity, key in keys])
            self._touch(changed)
        self.seq = now

    def _tail(self) -> Select[Any]:
        change = journal_change.c
        return select(change.entity, change.row_id, change.seq).where(change.entity.in_(list(self._sources)))

    def _changed(self, session: Session) -> list[tuple[str, Key, int]] | None:
        query = self._tail().where(journal_change.c.seq > self.seq).order_by(journal_change.c.seq, journal_change.c.n)
        found = [tuple(row) for row in session.execute(query.limit(MANY + 1))]
        return None if len(found) > MANY else found

    def _touch(self, changes: Iterable[tuple[str, Key, int]]) -> None:
        for entity, key, seq in changes:
            self.touched.pop((entity, key), None)  # the newest stand last
            self.touched[entity, key] = seq
        for old in list(self.touched)[:-LATEST]:
            del self.touched[old]

    def _replace(self, session: Session, entity: str, keys: list[Key]) -> None:
        lines = self.lines[entity]
        for key in keys:
            lines.pop(key, None)
        for start in range(0, len(keys), CHUNK):
            lines.update((line.key, line) for line in self._read(session, entity, keys[start : start + CHUNK]))

    def _read(self, session: Session, entity: str, keys: list[Key] | None = None) -> Iterator[Any]:
        """The lines of a noun, or of some of its records; another kind of index reads others, each with a ``key``."""
        table, code, title = self._sources[entity]
        lead = func.length(code) + 1 if code is not None else literal(0)
        query = select(table.c.id, table.c.folded, lead, func.length(title)).order_by(table.c.id)
        if keys is not None:
            query = query.where(table.c.id.in_(keys))
        for key, folded, before, letters in session.execute(query):
            yield Line(key, f" {folded}", before or 0, (before or 0) + 1 + (letters or 0))


_known: WeakKeyDictionary[Pool, Index] = WeakKeyDictionary()


def index_of(session: Session, sources: Callable[[], Mapping[str, Source]]) -> Index:
    """The index of the session's database, as it is now; it lives as long as the database is open."""
    pool = session.connection().engine.pool
    if pool not in _known:
        _known[pool] = Index(sources())
    index = _known[pool]
    index.refresh(session)
    return index
