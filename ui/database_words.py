"""What the window says about the open database: its kind, where it is, and why it may only be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecd_desktop.language import _, format_moment

if TYPE_CHECKING:
    from db.marks import Mark
    from ui.tasks import Database


@dataclass(frozen=True, slots=True)
class DatabaseWords:
    """For the status bar and the plate of the rail."""

    kind: str
    where: str
    tip: str
    name: str
    icon: str = "database"


def said(database: Database) -> DatabaseWords:
    """The open database in words."""
    path = database.path
    where = path.name if path is not None else database.url.rpartition("@")[2]
    name = path.stem if path is not None else where
    if database.snapshot is not None:
        taken = format_moment(database.snapshot.taken)
        kind = _("Read-only copy, {moment}").format(moment=taken)
        return DatabaseWords(kind, where, f"{why_read_only(database)}\n{path}", name, "lock")
    if (home := database.home) is not None:
        kind = _("Copy of {database} with {whom}").format(database=home.hub, whom=home.recipient)
        return DatabaseWords(kind, where, f"{whose_copy(home)}\n{path}", name, "device-laptop")
    kind = _("Shared database") if database.shared else _("Local database")
    return DatabaseWords(kind, where, str(path or where), name)


def whose_copy(home: Mark) -> str:
    """Of which database a copy is, with whom it went, since when, and where it is to be brought."""
    words = _(
        "This is the copy of {database} that went with {whom} on {moment}. What is changed here comes home when the "
        "file is brought to {where}."
    )
    return words.format(
        database=home.hub, whom=home.recipient, moment=format_moment(home.at),
        where=home.where.rpartition("@")[2] if "://" in home.where else home.where,
    )


def why_read_only(database: Database | None) -> str:
    """Why nothing can be changed, as a sentence; "" where it can."""
    if database is None or database.snapshot is None:
        return ""
    words = _("This is a copy of {name} as it was on {moment}: it can be looked at, and nothing in it can be changed.")
    name = database.path.name if database.path is not None else ""
    return words.format(name=name, moment=format_moment(database.snapshot.taken))
