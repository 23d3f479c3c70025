"""Statements are compiled once in a test run, not once for every database that a test opens.

An engine keeps what it compiled for its own dialect object. Here the engines of one kind share what they keep, and
their dialects count as equal: they are made alike, and no statement depends on the file or the server behind them.
"""

from typing import Any

from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache


def share() -> None:
    """From now on, for every engine of this process."""
    kept: dict[type[Any], LRUCache[Any, Any]] = {}

    def compiled(engine: Engine) -> LRUCache[Any, Any]:
        return kept.setdefault(type(engine.dialect), LRUCache(4_000))

    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        kind.__eq__ = lambda self, other: type(self) is type(other)
        kind.__hash__ = lambda self: hash(type(self))
    Engine._compiled_cache = property(compiled, lambda _engine, _own: None)
