"""Verified copies of the whole database as one local file: checked row by row before they get their name."""

import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, Table, create_engine, delete, event, insert, select
from sqlalchemy.exc import DBAPIError

from db import upgrade
from db.engines import APPLICATION_ID
from db.errors import Damaged, Unreachable
from db.fields import N_
from db.journal import gate, journal_head
from db.logs import metadata


@dataclass(frozen=True, slots=True)
class Proof:
    """What was compared: rows per table, and a digest over every row."""

    rows: dict[str, int]
    digest: str


def copy(engine: Engine, target: Path, *, finish: Callable[[Path], None] | None = None) -> Proof:
    """Copy to ``target``: temporary name, integrity and every row checked, then renamed. Raises Refused.

    ``finish`` may do something to the copy that was found whole, before it gets its name.
    """
    partial = target.with_name(target.name + ".partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _discard(partial)
        proof = _vacuum(engine, partial) if engine.dialect.name == "sqlite" else _rewrite(engine, partial)
        if finish is not None:
            finish(partial)
        with open(partial, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(partial, target)
        _sync_folder(target.parent)
    except BaseException as error:
        with suppress(OSError):
            _discard(partial)
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(cause, OSError | sqlite3.Error):
            raise Unreachable(
                N_("The copy could not be written to {folder}, so there is none."),
                N_("Check that the folder exists and the disk has space, and try again. The database is as it was."),
                folder=str(target.parent),
            ) from error
        raise
    return proof


def before_upgrade(engine: Engine, path: Path, folder: Path) -> None:
    """The copy that is made before a local database is upgraded."""
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    copy(engine, folder / f"{path.stem}-{stamp}-before-upgrade{path.suffix or '.db'}")


def _vacuum(engine: Engine, partial: Path) -> Proof:
    raw = engine.raw_connection().driver_connection
    assert isinstance(raw, sqlite3.Connection)
    here = proof_of(raw)
    raw.execute("VACUUM INTO ?", (str(partial),))
    return _compare(here, partial)


def _rewrite(engine: Engine, partial: Path) -> Proof:
    # a server's database becomes a local file that the program opens like any other
    address = URL.create("sqlite", database=str(partial))
    local = create_engine(address, connect_args={"isolation_level": None}, hide_parameters=True)
    event.listen(local, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))  # synced once, when whole
    event.listen(local, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    tables = [table for table in metadata.sorted_tables if table.name != "journal_gate"]
    try:
        revision = upgrade.revision_of(engine)
        upgrade.upgrade(local, to=revision)
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as source:
            with local.begin() as target, gate(target, "migrate"):
                target.execute(delete(journal_head))
                there = {table.name: _pour(source, table, target) for table in tables}
            with local.connect() as target:
                here = {table.name: _pour(target, table) for table in tables}
    finally:
        local.dispose()
    if here != there:
        raise _mismatch()
    with closing(sqlite3.connect(partial)) as raw:
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        return proof_of(raw)


def _pour(source: Connection, table: Table, target: Connection | None = None) -> tuple[int, int]:
    """Read a table, copying it on to ``target``; how many rows there were, and the sum of their digests."""
    count, total = 0, 0
    rows = source.execution_options(stream_results=True).execute(select(table))
    while batch := rows.fetchmany(1_000):
        if target is not None:
            target.execute(insert(table), [dict(row._mapping) for row in batch])
        count += len(batch)
        total = (total + sum(_digest(tuple(row)) for row in batch)) % 2**96
    return count, total


def _digest(row: tuple[object, ...]) -> int:
    return int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=12).digest())


def _compare(here: Proof, partial: Path) -> Proof:
    with closing(sqlite3.connect(partial)) as raw:
        if raw.execute("PRAGMA integrity_check").fetchone()[0] != "ok" or proof_of(raw) != here:
            raise _mismatch()
    return here


def _mismatch() -> Damaged:
    return Damaged(
        N_("The copy differs from the database, so it was thrown away."),
        N_("Try again on another disk; if it happens again, run the check of the database."),
    )


def proof_of(raw: sqlite3.Connection) -> Proof:
    """Row counts and a digest over every row of every table; finds what integrity_check does not."""
    digest = hashlib.blake2b(digest_size=16)
    rows: dict[str, int] = {}
    names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1")
    for (name,) in names.fetchall():
        total, count = 0, 0
        for row in raw.execute(f'SELECT * FROM "{name}"'):
            total = (total + _digest(row)) % 2**96
            count += 1
        rows[name] = count
        digest.update(f"{name}:{count}:{total};".encode())
    return Proof(rows, digest.hexdigest())


def inspect_copy(path: Path) -> Proof:
    """Open a copy for reading only and check it. Raises Damaged, NotOurs, TooNew or Unreachable."""
    from db.engines import not_ours

    if not path.exists():
        raise Unreachable(N_("There is no file {name}."), N_("Choose a copy that exists."), name=str(path))
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as raw:
            if raw.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise not_ours(path.name)
            if raw.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("integrity_check")
            revision = raw.execute("SELECT version_num FROM alembic_version").fetchone()
            upgrade.refuse_newer(revision[0] if revision else None)
            return proof_of(raw)
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise not_ours(path.name) from error
        raise Damaged(
            N_("The copy {name} is damaged, so it was not used."), N_("Choose an older copy."), name=path.name
        ) from error


def _discard(partial: Path) -> None:
    # with the journal of a finish that was killed: it would be played into the next copy of that name
    for left in (partial, partial.with_name(partial.name + "-journal")):
        left.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # the new name itself must survive a power cut
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
