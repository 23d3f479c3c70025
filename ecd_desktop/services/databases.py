"""Opening a database: from what a person typed to an open store with its reference data, or a sentence why not."""

from __future__ import annotations

import gc
from functools import cache
from pathlib import Path

from db import engines, snapshots
from db.engines import file_of, url_of
from db.store import Store
from ecd_desktop import paths
from ecd_desktop.errors import Expected
from ecd_desktop.language import _
from ecd_desktop.risky_places import refuse_risky
from ecd_desktop.services import reference


def address(target: str | None) -> str:
    """The URL behind a path or an address such as ``postgresql://user@host/name``; without one, the person's own.

    Raises Expected for an address of another kind of database.
    """
    typed = (target or "").strip() or str(paths.database())
    scheme = typed.partition("://")[0].partition("+")[0].lower() if "://" in typed else "sqlite"
    if scheme not in ("sqlite", "postgresql", "postgres"):
        raise Expected(
            _("“{scheme}” is no kind of database that the program knows; nothing was opened.").format(scheme=scheme),
            _("Give the path of a file, or an address that begins with postgresql://."),
        )
    return url_of("postgresql" + typed[len("postgres") :] if scheme == "postgres" else typed)


def keep_password(target: str, password: str) -> None:
    """Keep the password of a server's database in the system's vault. Raises ``db.errors.Unreachable`` without one."""
    engines.keep_password(address(target), password)


def exists(target: str | None) -> bool:
    """Whether there is a file behind ``target``; a server is taken to be there."""
    path = file_of(address(target))
    return path is None or path.exists()


def open_database(
    target: str | None, *, who: str, machine: str = "", backups: Path | None = None, must_exist: bool = False
) -> Store:
    """Open a database, creating or upgrading it, with reference data where it never had any.

    A local file in a folder that is synchronised or on the network is refused with three ways out. ``backups`` is
    where the copy before an upgrade goes. Raises Expected or ``db.errors.Refused``, with nothing changed.
    """
    url = address(target)
    path = file_of(url)
    if path is not None:
        refuse_risky(path)
        if must_exist and not path.exists():
            raise Expected(
                _("There is no database {name}; nothing was opened.").format(name=path),
                _("Check the path, or create a new database."),
            )
    store = Store.open(url, who=who, machine=machine, backups=backups)
    try:
        reference.load(store)
    except BaseException:
        store.close()
        raise
    _calm_the_collector()
    return store


@cache
def _calm_the_collector() -> None:
    """Once: what is loaded by now lives as long as the program, so the collector need not walk it again and again.

    A list of 20,000 keys would set off a full collection that takes as long as the list, an import several (measured:
    a quarter of its time). A generation of 20,000 objects is still walked in a few milliseconds.
    """
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def look_at(source: Path, *, who: str) -> Store:
    """Open a copy of a local database for reading only: it is busy, or lies where it must not be opened.

    The copy goes when it is closed. Raises ``db.errors.Refused``; the database itself is only read.
    """
    return Store.open_snapshot(source, paths.data() / "snapshots", who=who)


def bring_home(source: Path, target: Path) -> None:
    """Copy a local database to where it may be opened, whole and between two saves, though others may write in it.

    Raises ``db.errors.Refused``; the source is only read.
    """
    paths.made(target.parent)
    snapshots.take(source, paths.data() / "snapshots").path.replace(target)


def create(target: str, *, who: str, machine: str = "") -> Store:
    """Make a new local database with reference data. Raises Expected where there is a file of that name."""
    path = file_of(address(target))
    if path is not None and path.exists():
        raise Expected(
            _("{name} exists already; it was left as it is.").format(name=path.name),
            _("Choose another name, or open that database."),
        )
    return open_database(target, who=who, machine=machine)
