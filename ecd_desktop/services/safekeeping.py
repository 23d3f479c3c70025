"""Safekeeping: when a copy of the database is due, where to, and what the window says about the last one.

Every day on which the program is used one verified copy goes to the program's own folder and, where a second folder is
set (a USB stick, a synchronised folder), on to that one.  A second folder that is away is no failure: what was put
there is remembered, and the copy follows when it is back.  After seven days without a copy it is said in red (domain
§7 P6).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from db.copies import inspect_copy
from db.fields import Choice
from db.queries import search
from db.store import Store
from ecd_desktop.calendar import LIMA, today
from ecd_desktop.errors import Expected
from ecd_desktop.files import written
from ecd_desktop.language import N_, _, format_number, format_time, relative_day
from ecd_desktop.paths import made
from ecd_desktop.services import backups
from ecd_desktop.services.backups import Backup, Verification

CALM_DAYS = 3  # a weekend and a holiday need no colour
RED_AFTER = 7  # days (domain §7 P6)
NOUNS = (*(noun for noun in search.NAMED if noun != "places"), "notes")  # what people count
_MEMORY = "safekeeping.json"


class Level(StrEnum):
    """How much the person should mind."""

    NONE = "none"  # the copies are somebody else's affair
    OK = "ok"
    WARN = "warn"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose copies: how their files begin, the identity of the database, and whether a server holds it."""

    stem: str
    database: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Where copies go and how many stay; ``shared``: a server's database is copied too."""

    own: Path
    second: Path | None = None
    keep: int = 30
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """The last verified copy in a folder: its day, its moment (Lima), and the file where it can be seen now."""

    day: date
    at: datetime
    copy: Backup | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with the copies of a database; ``since``: the day on which it was first seen here."""

    subject: Subject
    plan: Plan
    since: date
    own: Kept | None = None
    second: Kept | None = None
    away: bool = False  # the second folder is set and not there
    failure: tuple[str, str] | None = None  # (message, remedy) of the last attempt

    @property
    def minded(self) -> bool:
        """Whether copies are this program's affair."""
        return not self.subject.shared or self.plan.shared

    @property
    def due(self) -> bool:
        """Whether today's copy is still to be made."""
        return self.minded and (self.own is None or self.own.day != today())

    @property
    def to_send(self) -> Backup | None:
        """Today's copy where it is still to go to the second folder, and that is there."""
        if not self.minded or self.plan.second is None or self.away or self.own is None or self.due:
            return None
        return None if self.second is not None and self.second.day >= self.own.day else self.own.copy

    @property
    def last(self) -> Kept | None:
        """The copy that counts: in the second folder where one is set, since only that outlives this disk."""
        if self.plan.second is not None and self.second is not None:
            return self.second
        return self.own


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the status bar, and the sentences behind it."""

    text: str
    tip: str
    level: Level


class Where(Choice):
    """Where a copy lies."""

    OWN = "own", N_("On this computer")
    SECOND = "second", N_("Second folder")
    BOTH = "both", N_("In both folders")
    ASIDE = "aside", N_("Kept aside by a restore")


@dataclass(frozen=True, slots=True)
class Listed:
    """A copy to choose; ``at`` is its moment (Lima)."""

    copy: Backup
    where: Where
    at: datetime


@dataclass(frozen=True, slots=True)
class Comparison:
    """What putting a copy back would change: rows (table, now, then), and how many changes were made since."""

    copy: Backup
    rows: tuple[tuple[str, int, int], ...]
    changes: int


def subject_of(path: Path | None, url: str, database: str) -> Subject:
    """The subject of an open database: its file, or the address of its server."""
    return Subject(backups.stem_at(path, url), database, shared=path is None)


def standing(subject: Subject, plan: Plan) -> Standing:
    """Look into the folders.  Reads no database; a drive that does not answer holds up the caller only."""
    memory = _Memory(plan.own / _MEMORY)
    since = memory.first_seen(subject)
    own = _newest(plan.own, subject)
    if plan.second is None:
        return Standing(subject, plan, since, own)
    if not _there(plan.second):
        return Standing(subject, plan, since, own, memory.last(subject, plan.second), away=True)
    second = _newest(plan.second, subject)
    if second is not None:
        memory.remember(subject, plan.second, second)
    return Standing(subject, plan, since, own, second)


def make(store: Store, plan: Plan) -> Backup:
    """Make today's copy in the program's own folder; the oldest make room.  Raises Expected or Refused."""
    copy = backups.make(store, plan.own)
    backups.prune(plan.own, keep=plan.keep, stem=backups.stem_of(store), database=copy.database)
    return copy


def send(copy: Backup, plan: Plan) -> Backup:
    """Put a copy into the second folder as well, verified there.  Raises Expected or Refused; needs no database."""
    if plan.second is None or not _there(plan.second):
        raise away(plan)
    twin = backups.sent(copy, plan.second)
    subject = Subject(backups.stem_in(copy.path), copy.database)
    backups.prune(plan.second, keep=plan.keep, stem=subject.stem, database=copy.database)
    _Memory(plan.own / _MEMORY).remember(subject, plan.second, _kept(twin))
    return twin


def listed(subject: Subject, plan: Plan, database: Path | None = None) -> tuple[Listed, ...]:
    """Every copy there is to choose from, newest first: of both folders, and what restores set aside beside the file.

    Twins are one line: the one on this computer.
    """
    there = _copies(plan.second, subject) if plan.second is not None and _there(plan.second) else []
    here = _copies(plan.own, subject)
    twins = {one.path.name for one in here} & {one.path.name for one in there}
    found = [Listed(one, Where.BOTH if one.path.name in twins else Where.OWN, _moment(one)) for one in here]
    found += [Listed(one, Where.SECOND, _moment(one)) for one in there if one.path.name not in twins]
    for path in _set_aside(database) if database is not None else ():
        with suppress(OSError):
            at = datetime.fromtimestamp(path.stat().st_mtime, LIMA)
            kept = Backup(path, at.date(), 1, path.stat().st_size, Verification.UNKNOWN)
            found.append(Listed(kept, Where.ASIDE, at))
    return tuple(sorted(found, key=lambda one: (one.copy.day, one.at), reverse=True))


def compared(path: Path, now: Mapping[str, int]) -> Comparison:
    """Read a copy whole and compare its rows with those of the open database, by table.

    Raises Expected or ``db.errors.Refused`` where it is damaged, another program's or a newer version's.
    """
    copy = backups.check(path)
    if copy.verification is Verification.DAMAGED:
        raise Expected(
            _("The backup {name} is damaged, so it was not used; the database is as it was.").format(name=path.name),
            _("Choose an older one."),
        )
    then = inspect_copy(path).rows
    nouns = tuple((noun, now.get(noun, 0), then.get(noun, 0)) for noun in NOUNS)
    return Comparison(copy, nouns, max(now.get("journal_tx", 0) - then.get("journal_tx", 0), 0))


def away(plan: Plan) -> Expected:
    """The sentence about a second folder that is not there."""
    return Expected(
        _("The second folder {folder} is not there now; nothing is lost.").format(folder=plan.second or ""),
        _("Connect the drive: the copy follows by itself."),
    )


def said(standing: Standing) -> Said:
    """The words of the status bar and its tip, in the language in force."""
    if not standing.minded:
        return Said(
            _("Copies: on the server"),
            _("The server's administrator makes the copies. Settings can have one made here every day as well."),
            Level.NONE,
        )
    last, level = standing.last, _level(standing)
    text = _("Last copy: {when}").format(when=_when(last))
    lines = [text]
    if standing.own is not None:
        lines.append(_place(_("On this computer: {when} · {folder}"), standing.own, standing.plan.own))
    if standing.plan.second is not None:
        lines.append(_place(_("Second folder: {when} · {folder}"), standing.second, standing.plan.second))
    if standing.away:
        told = away(standing.plan)
        lines.append(f"{told.message} {told.remedy}")
    elif standing.failure is not None:
        lines.append(" ".join(filter(None, standing.failure)))
    elif standing.due:
        lines.append(_("Today's copy is made as soon as you pause for a moment."))
    if standing.plan.second is None:
        lines.append(_("A second folder, on a USB stick for example, protects against the loss of this computer."))
    return Said(text, "\n".join(lines), level)


def failed(standing: Standing, told: tuple[str, str]) -> Standing:
    """The standing after an attempt that the world refused."""
    return replace(standing, failure=told)


# --- inside ---------------------------------------------------------------------------------------------------------


def _level(standing: Standing) -> Level:
    last = standing.last
    missing = standing.plan.second is not None and standing.second is None
    days = (today() - (standing.since if last is None or missing else last.day)).days
    if days > RED_AFTER:
        return Level.RED
    if last is None or missing or days > CALM_DAYS or standing.failure is not None:
        return Level.WARN
    return Level.OK


def _when(kept: Kept | None) -> str:
    if kept is None:
        return _("never")
    day = relative_day(kept.day)
    return f"{day} {format_time(kept.at)}" if (today() - kept.day).days in (0, 1) else day


def _place(words: str, kept: Kept | None, folder: Path) -> str:
    line = words.format(when=_when(kept), folder=folder)
    if kept is not None and kept.copy is not None:
        line += " · " + _("{n} MB").format(n=format_number(kept.copy.size / 1e6, 1))
    return line


def _set_aside(database: Path) -> list[Path]:
    """What restores set aside beside the file, in whichever language the window spoke then."""
    names = [f"{database.stem}-{word}-*{database.suffix}" for word in backups.ASIDE.values()]
    return [path for name in names for path in database.parent.glob(name)]


def _there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False


def _newest(folder: Path, subject: Subject) -> Kept | None:
    with suppress(OSError):  # it was just removed
        return next((_kept(one) for one in _copies(folder, subject) if one.verification is Verification.VERIFIED), None)
    return None


def _kept(copy: Backup) -> Kept:
    return Kept(copy.day, _moment(copy), copy)


def _moment(copy: Backup) -> datetime:
    return datetime.fromtimestamp(copy.path.stat().st_mtime, LIMA)


def _copies(folder: Path, subject: Subject) -> list[Backup]:
    try:
        return backups.listed(folder, stem=subject.stem, database=subject.database)
    except OSError:
        return []


class _Memory:
    """What is known of folders that are away: a small file beside the copies; without it only that is forgotten."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def first_seen(self, subject: Subject) -> date:
        told = self._of(self._read(), subject)
        with suppress(KeyError, TypeError, ValueError):
            return date.fromisoformat(told["since"])
        told["since"] = today().isoformat()
        self._write(subject, told)
        return today()

    def last(self, subject: Subject, folder: Path) -> Kept | None:
        with suppress(KeyError, TypeError, ValueError):
            day, at = self._of(self._read(), subject)["folders"][str(folder)]
            return Kept(date.fromisoformat(day), datetime.fromisoformat(at).astimezone(LIMA))
        return None

    def remember(self, subject: Subject, folder: Path, kept: Kept) -> None:
        told = self._of(self._read(), subject)
        folders = told.get("folders")
        known = folders if isinstance(folders, dict) else {}
        new = [kept.day.isoformat(), kept.at.isoformat()]
        if known.get(str(folder)) != new:
            told["folders"] = known | {str(folder): new}
            self._write(subject, told)

    @staticmethod
    def _of(whole: dict[str, Any], subject: Subject) -> dict[str, Any]:
        told = whole.get(subject.database)
        return dict(told) if isinstance(told, dict) else {}

    def _read(self) -> dict[str, Any]:
        try:
            whole = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return whole if isinstance(whole, dict) else {}

    def _write(self, subject: Subject, told: dict[str, Any]) -> None:
        with suppress(OSError, Expected):
            made(self._path.parent)
            with written(self._path) as part:
                part.write_text(json.dumps(self._read() | {subject.database: told}, indent=1), encoding="utf-8")
