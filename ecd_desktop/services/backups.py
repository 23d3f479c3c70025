"""Backups: made under the day's name, checked row by row, listed with what is known of them, restored, thinned out.

Beside each backup stands a small ``.proof`` file with the digest of every row at the time it was made, so that damage
is found that an integrity check misses. A backup of a server's database is a local file that opens like any other.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from db import engines
from db.copies import Proof, inspect_copy
from db.errors import Busy, Damaged, NotOurs, Refused
from db.fields import Choice
from db.replicas import peek
from db.store import Store
from ecd_desktop.calendar import LIMA, now_utc, today
from ecd_desktop.errors import Expected, from_os_error
from ecd_desktop.files import written
from ecd_desktop.language import N_, _, current
from ecd_desktop.paths import made
from ecd_desktop.risky_places import refuse_risky

_NAME = re.compile(r"(?P<stem>.+)-(?P<day>\d{4}-\d{2}-\d{2})(?:-(?P<number>\d+))?\.db")
ASIDE = {"es": "antes-de-restaurar", "en": "before-restore"}
"""What the file that a restore set aside is called after, by the language that was spoken."""
_COMPANIONS = ("-journal", "-wal", "-shm")


class Verification(Choice):
    """What is known of a backup."""

    VERIFIED = "verified", N_("Verified copy")
    CHANGED = "changed", N_("Changed since it was verified")
    UNKNOWN = "unknown", N_("Not verified")
    DAMAGED = "damaged", N_("Damaged")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup in its folder; ``rows`` counts those of every table, 0 where that is not known."""

    path: Path
    day: date
    number: int
    size: int  # bytes
    verification: Verification
    rows: int = 0
    database: str = ""  # its identity, where the proof names it: two databases may have files of the same name


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the database as it is now, and where the one before it was put (None: there was none)."""

    database: Path
    set_aside: Path | None


def stem_of(store: Store) -> str:
    """How the backups of a database begin: its file's name, or that of the server's database."""
    return stem_at(store.path, store.url)


def stem_at(path: Path | None, url: str) -> str:
    """The same from where the database is."""
    if path is not None:
        return path.stem
    return re.sub(r"[^\w.-]", "-", url.partition("?")[0].rpartition("/")[2]) or "ecd"


def stem_in(path: Path) -> str:
    """The stem in the name of a backup; of any other file, its own."""
    named = _NAME.fullmatch(path.name)
    return named["stem"] if named else path.stem


def make(store: Store, folder: Path) -> Backup:
    """Copy the whole database into ``folder``, verified row by row, named after the day. Raises Expected or Refused."""
    try:
        made(folder)
    except OSError as exc:
        raise from_os_error(exc, folder) from exc
    day, number = today(), 1
    path = folder / f"{stem_of(store)}-{day}.db"
    while path.exists():
        number += 1
        path = folder / f"{stem_of(store)}-{day}-{number}.db"
    proof, database = store.copy_to(path), str(store.identity.db_id)
    _write_proof(path, proof, database)
    size, rows = path.stat().st_size, sum(proof.rows.values())
    return Backup(path, day, number, size, Verification.VERIFIED, rows, database)


def needed(store: Store, folder: Path) -> bool:
    """Whether today's backup is still to be made."""
    return not any(one.day == today() for one in listed(folder, stem=stem_of(store)))


def listed(folder: Path, *, stem: str | None = None, database: str = "") -> list[Backup]:
    """The backups in a folder, newest first, by name and proof alone; ``check`` reads one whole.

    ``database``: without those whose proof names another one.
    """
    found = []
    for path in folder.glob("*.db") if folder.is_dir() else ():
        named = _NAME.fullmatch(path.name)
        if named is None or (stem is not None and named["stem"] != stem):
            continue
        with suppress(ValueError, OSError):
            day, size = date.fromisoformat(named["day"]), path.stat().st_size
            verification, rows, whose = _known(path)
            if not database or whose in ("", database):
                found.append(Backup(path, day, int(named["number"] or 1), size, verification, rows, whose))
    return sorted(found, key=lambda one: (one.day, one.number, one.path.name), reverse=True)


def check(path: Path) -> Backup:
    """Read a backup whole and compare it with its proof, if it has one."""
    named = _NAME.fullmatch(path.name)
    day = date.fromisoformat(named["day"]) if named else datetime.fromtimestamp(path.stat().st_mtime, LIMA).date()
    number = int(named["number"] or 1) if named else 1
    try:
        proof = inspect_copy(path)
    except (Damaged, NotOurs):
        return Backup(path, day, number, path.stat().st_size, Verification.DAMAGED)
    before = _read_proof(path)
    whole = before is None or before["digest"] == proof.digest
    whose = _whose(before)
    if whole:
        _write_proof(path, proof, whose)
    verification = Verification.VERIFIED if whole else Verification.DAMAGED
    return Backup(path, day, number, path.stat().st_size, verification, sum(proof.rows.values()), whose)


def sent(backup: Backup, folder: Path) -> Backup:
    """Put a verified copy of ``backup`` into another folder, read back whole there. Raises Expected or Refused.

    The folder is not made: it may lie on a drive that is not connected, and then must not appear on this disk.
    """
    path = folder / backup.path.name
    number = backup.number
    while path.exists():  # of another database of the same name, or of another machine
        number += 1
        path = folder / f"{stem_in(backup.path)}-{backup.day}-{number}.db"
    partial = path.with_name(path.name + ".partial")
    try:
        shutil.copyfile(backup.path, partial)
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        proof, before = inspect_copy(partial), _read_proof(backup.path)
        if before is not None and before["digest"] != proof.digest:
            raise Damaged(
                N_("The copy differs from the database, so it was thrown away."), N_("Try again on another disk.")
            )
        moment = int(backup.path.stat().st_mtime) // 2 * 2  # a USB stick keeps even seconds
        os.utime(partial, (moment, moment))
        os.replace(partial, path)
    except OSError as exc:
        raise from_os_error(exc, path) from exc
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    _write_proof(path, proof, backup.database)
    rows = sum(proof.rows.values())
    return Backup(path, backup.day, number, path.stat().st_size, Verification.VERIFIED, rows, backup.database)


def restore(backup: Path, database: Path) -> Restored:
    """Put a verified copy in the place of a local database; the present file is set aside, never overwritten.

    The database must be closed, here and elsewhere. Raises Expected or Refused with everything as it was: for a
    damaged backup, a copy that went along on a laptop, a database that is open, a risky place, a full disk.
    """
    refuse_risky(database)
    _refuse_laptop_copy(backup, database)
    if check(backup).verification is Verification.DAMAGED:
        raise Expected(
            _("The backup {name} is damaged, so it was not used; the database is as it was.").format(name=backup.name),
            _("Choose an older one."),
        )
    if database.exists():
        _refuse_open(database)
    partial = database.with_name(database.name + ".restoring")
    try:
        made(database.parent)
        shutil.copyfile(backup, partial)
        if inspect_copy(partial).digest != inspect_copy(backup).digest:
            raise Damaged(
                N_("The copy differs from the database, so it was thrown away."), N_("Try again on another disk.")
            )
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        aside = _set_aside(database)
        try:
            os.replace(partial, database)
        except OSError:
            _put_back(aside, database)
            raise
    except OSError as exc:
        raise from_os_error(exc, database) from exc
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return Restored(database, aside)


def prune(folder: Path, *, keep: int, stem: str, database: str = "") -> list[Path]:
    """Remove the oldest backups of a database beyond ``keep``; the newest verified one always stays."""
    backups = listed(folder, stem=stem, database=database)
    safe = next((one.path for one in backups if one.verification is Verification.VERIFIED), None)
    removed = []
    for one in backups[max(1, keep) :]:
        if one.path == safe:
            continue
        try:
            one.path.unlink()
        except OSError:
            continue  # open in another program: the next time
        with suppress(OSError):
            _proof_file(one.path).unlink(missing_ok=True)
        removed.append(one.path)
    return removed


# --- inside ---------------------------------------------------------------------------------------------------------


def _refuse_laptop_copy(backup: Path, database: Path) -> None:
    """In the place of the database it was taken from, a copy would take its work back and forget whose it was."""
    found, here = peek(backup), peek(database) if database.exists() else None
    if found is None or found.recipient is None or (here is not None and here.replica_id == found.replica_id):
        return
    raise Expected(
        _("{name} is the copy that went along with {whom}, so it was not put in the place of the database.").format(
            name=backup.name, whom=found.recipient
        ),
        _("Bring it home: then what was changed in it and here is brought together."),
    )


def _refuse_open(database: Path) -> None:
    try:
        engines.connect(engines.url_of(str(database))).dispose()
    except Busy:
        raise
    except Refused:
        return  # damaged or foreign: that is what a restore is for, and the file is kept
    engines.release(database)


def _set_aside(database: Path) -> Path | None:
    # a journal left beside the old file would be played into the new one
    stamp = now_utc().astimezone(LIMA).strftime("%Y%m%d-%H%M%S")
    name = f"{database.stem}-{ASIDE[current()]}-{stamp}"
    aside = database.with_name(f"{name}{database.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = database.with_name(f"{name}-{number}{database.suffix}")
    for companion in _COMPANIONS:
        left = database.with_name(database.name + companion)
        if left.exists():
            os.replace(left, aside.with_name(aside.name + companion))
    if not database.exists():
        return None
    try:
        os.link(database, aside)  # under both names: a kill from here on leaves a database in its place
    except OSError:  # a USB stick knows no second names
        os.replace(database, aside)
    return aside


def _put_back(aside: Path | None, database: Path) -> None:
    """Undo ``_set_aside``."""
    if aside is None:
        return
    if database.exists():
        aside.unlink()
    else:
        os.replace(aside, database)


def _proof_file(path: Path) -> Path:
    return path.with_name(path.name + ".proof")


def _write_proof(path: Path, proof: Proof, database: str) -> None:
    stat = path.stat()
    told = {"digest": proof.digest, "rows": proof.rows, "size": stat.st_size, "mtime": stat.st_mtime_ns,
            "database": database}  # fmt: skip
    with suppress(OSError, Expected), written(_proof_file(path)) as part:  # the backup is good without it
        part.write_text(json.dumps(told), encoding="utf-8")


def _read_proof(path: Path) -> dict[str, object] | None:
    try:
        told = json.loads(_proof_file(path).read_text(encoding="utf-8"))
        return told if isinstance(told, dict) and isinstance(told.get("digest"), str) else None
    except (OSError, ValueError):
        return None


def _known(path: Path) -> tuple[Verification, int, str]:
    told = _read_proof(path)
    if told is None:
        return Verification.UNKNOWN, 0, ""
    stat = path.stat()
    same = told.get("size") == stat.st_size and told.get("mtime") == stat.st_mtime_ns
    rows = told.get("rows")
    number = sum(rows.values()) if isinstance(rows, dict) else 0
    return (Verification.VERIFIED if same else Verification.CHANGED), number, _whose(told)


def _whose(told: dict[str, object] | None) -> str:
    return str(told.get("database") or "") if told is not None else ""
