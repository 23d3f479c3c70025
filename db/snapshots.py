"""A read-only copy of a local database that cannot be opened itself: busy, or in a place where it must not be opened.

The file is copied aside while another program may hold it, opened so that SQLite itself refuses to write, and thrown
away when it is closed.
"""

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, StaticPool, create_engine, event

from db import engines, upgrade
from db.errors import Busy, Damaged, ReadOnly, Unreachable
from db.fields import N_

BLOCK = 1 << 20
PATIENCE = 15.0  # seconds to wait for a moment in which nobody writes
PRAGMAS = ("query_only=ON", "trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY", "cache_size=-32768")
READS = 0.15  # seconds between two looks at a file that is being written


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Which database was copied, where the copy lies, and when it was taken (UTC)."""

    source: Path
    path: Path
    taken: datetime


def take(source: Path, folder: Path, *, patience: float = PATIENCE) -> Snapshot:
    """Copy ``source`` into ``folder`` as it is between two saves, checked and brought to this version.

    The source is only read. Raises Refused: not ours, newer, damaged, unreachable, or written all the time.
    """
    sweep(folder)
    stamp = datetime.now(UTC)
    copy = folder / f"{source.stem}-{stamp:%Y%m%d-%H%M%S-%f}.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(source)
        _copy_in_peace(source, copy, patience)
        taken = datetime.now(UTC)
        _check(copy, source.name)
    except OSError as error:
        discard(copy)
        raise Unreachable(
            N_("No copy of {name} could be made, so there is nothing to look at."),
            N_("Check that the file can be read and that this computer's disk has space, and try again."),
            name=source.name,
        ) from error
    except BaseException:
        discard(copy)
        raise
    return Snapshot(source, copy, taken)


def engine_of(snapshot: Snapshot) -> Engine:
    """An engine that can read the copy and nothing else."""
    address = f"{snapshot.path.absolute().as_uri()}?mode=ro"
    engine = create_engine(
        URL.create("sqlite", database=str(snapshot.path)),
        creator=lambda: sqlite3.connect(address, uri=True, isolation_level=None, cached_statements=256),
        poolclass=StaticPool,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def refusal(snapshot: Snapshot) -> ReadOnly:
    """Why nothing can be changed in a copy."""
    return ReadOnly(
        N_("This is a read-only copy of {name}, so nothing was changed."),
        N_("Open the database itself when it is free, and change it there."),
        name=snapshot.source.name,
    )


def discard(copy: Path) -> None:
    """Throw a copy away, with what SQLite left beside it."""
    for path in (copy, *(copy.with_name(copy.name + ending) for ending in ("-journal", ".holder"))):
        with suppress(OSError):
            path.unlink()


def sweep(folder: Path, *, older: float = 24 * 3600) -> None:
    """Throw away what a program that died left behind, once it is ``older`` seconds old."""
    for copy in folder.glob("*.db"):
        with suppress(OSError):
            if time.time() - copy.stat().st_mtime > older:
                discard(copy)


def _pragmas(connection: sqlite3.Connection, record: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _refuse_foreign(source: Path) -> None:
    with source.open("rb") as file:
        header = file.read(100)
    if header[:16] != b"SQLite format 3\0" or int.from_bytes(header[68:72]) != engines.APPLICATION_ID:
        raise engines.not_ours(source.name)


def _copy_in_peace(source: Path, copy: Path, patience: float) -> None:
    """Copy the file and its journal until both are the same after as while they were copied.

    With the journal a half-done save is taken back when the copy is first opened, as after a power cut.
    """
    journal, copied_journal = (path.with_name(path.name + "-journal") for path in (source, copy))
    until = time.monotonic() + patience
    while True:
        first = (_poured(source, copy), _poured(journal, copied_journal))
        if first == (_digest(source), _digest(journal)):
            return
        if time.monotonic() > until:
            raise Busy(
                N_("{name} is being written all the time, so no copy of it could be made."),
                N_("Try again in a moment."),
                name=source.name,
            )
        time.sleep(READS)


def _poured(source: Path, target: Path) -> bytes:
    """Copy a file; the digest of what was read.  A journal that is not there leaves none."""
    digest = hashlib.blake2b(digest_size=16)
    if not source.exists() and source.name.endswith("-journal"):
        target.unlink(missing_ok=True)
        return digest.digest()
    with target.open("wb") as written:
        for block in _blocks(source):
            digest.update(block)
            written.write(block)
    return digest.digest()


def _digest(source: Path) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    if source.exists() or not source.name.endswith("-journal"):
        for block in _blocks(source):
            digest.update(block)
    return digest.digest()


def _blocks(source: Path) -> Iterator[bytes]:
    with source.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _check(copy: Path, name: str) -> None:
    """Let SQLite finish what was half done, look whether the copy is whole, and bring it to this version."""
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as raw:
            if raw.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("integrity_check")
    except sqlite3.DatabaseError as error:
        raise Damaged(
            N_("The database {name} is damaged, so there is no copy to look at."),
            N_("Restore the last copy (Settings, Copies). The damaged file is kept."),
            name=name,
        ) from error
    engine = engines.connect(engines.url_of(str(copy)))
    try:
        upgrade.upgrade(engine)
    finally:
        engine.dispose()
        engines.release(copy)
