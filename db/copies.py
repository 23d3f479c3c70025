"""Verified copies of the whole database as one local file: checked row by row before they get their name."""

import hashlib
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine, func, select

from db import upgrade
from db.engines import APPLICATION_ID
from db.errors import Damaged, Unreachable
from db.fields import N_
from db.journal import metadata


@dataclass(frozen=True, slots=True)
class Proof:
    """What was compared: rows per table, and a digest over every row."""

    rows: dict[str, int]
    digest: str


def copy(engine: Engine, target: Path) -> Proof:
    """Copy to ``target``: temporary name, integrity and every row checked, then renamed. Raises Refused."""
    partial = target.with_name(target.name + ".partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        proof = _vacuum(engine, partial) if engine.dialect.name == "sqlite" else _rewrite(engine, partial)
        with open(partial, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(partial, target)
        _sync_folder(target.parent)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise Unreachable(
            N_("The copy could not be written to {folder}, so there is none."),
            N_("Check that the folder exists and the disk has space, and try again. The database is as it was."),
            folder=str(target.parent),
        ) from error
    except Damaged:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
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
    local = create_engine(f"sqlite:///{partial}", connect_args={"isolation_level": None})
    try:
        with engine.connect() as source:
            source = source.execution_options(isolation_level="REPEATABLE READ")
            upgrade.upgrade(local, to=upgrade.revision_of(engine))
            with local.begin() as copy_:
                copy_.exec_driver_sql("BEGIN")
                copy_.exec_driver_sql("INSERT INTO journal_gate (mode) VALUES ('migrate')")
                copy_.exec_driver_sql("DELETE FROM journal_head")
                for table in metadata.sorted_tables:
                    if table.name == "journal_gate":
                        continue
                    rows = source.execute(select(table)).mappings()
                    while batch := rows.fetchmany(1_000):
                        copy_.execute(table.insert(), [dict(row) for row in batch])
                copy_.exec_driver_sql("DELETE FROM journal_gate")
                counted = {
                    t.name: source.execute(select(func.count()).select_from(t)).scalar_one()
                    for t in metadata.sorted_tables
                }
    finally:
        local.dispose()
    with closing(sqlite3.connect(partial)) as raw:
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        proof = proof_of(raw)
    if {name: n for name, n in counted.items() if name != "journal_gate"} != {
        name: n for name, n in proof.rows.items() if name in counted and name != "journal_gate"
    }:
        raise _mismatch()
    return proof


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
            total = (total + int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=12).digest())) % 2**96
            count += 1
        rows[name] = count
        digest.update(f"{name}:{count}:{total};".encode())
    return Proof(rows, digest.hexdigest())


def inspect_copy(path: Path) -> Proof:
    """Open a copy for reading only and check it. Raises Damaged, NotOurs or Unreachable."""
    from db.engines import not_ours

    if not path.exists():
        raise Unreachable(N_("There is no file {name}."), N_("Choose a copy that exists."), name=str(path))
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as raw:
            if raw.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise not_ours(path.name)
            if raw.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("integrity_check")
            return proof_of(raw)
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise not_ours(path.name) from error
        raise Damaged(
            N_("The copy {name} is damaged, so it was not used."), N_("Choose an older copy."), name=path.name
        ) from error


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # the new name itself must survive a power cut
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
