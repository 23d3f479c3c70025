"""Copies of the whole database that go along on a laptop: taking one, knowing one again, reading what was done in it.

A copy is worked on with the full program and without a network; what was changed in it comes home as a parcel like
any returned file. Only the database that it was taken from gives numbers to minutes and hands out workbooks, so that
no number is given twice and everything that left is known in one place.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from db import exchange_log, inbox, replicas, snapshots
from db.errors import Damaged, TooNew
from db.exchange_log import COPY, Sent
from db.fields import Key
from db.marks import Mark, mark_of, refuse_in_copy, told_by
from db.queries import Session
from db.snapshots import Snapshot
from db.store import Store
from ecd_desktop import paths
from ecd_desktop.calendar import today
from ecd_desktop.errors import Expected
from ecd_desktop.files import with_ending
from ecd_desktop.language import N_, _, format_moment, ngettext
from ecd_desktop.parcels import Brought, Parcel
from ecd_desktop.paths import safe_file_name
from ecd_desktop.services.backups import stem_of
from ecd_desktop.services.continuing import continued
from ecd_desktop.services.copy_changes import told, wholes_first
from ecd_desktop.services.twins import as_here

LONGEST = 200
"""Signs of whom a copy goes with."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A copy that was written; ``rows`` counts those of every table."""

    id: Key
    path: Path
    recipient: str
    rows: int


@dataclass(frozen=True, slots=True)
class Returned:
    """A copy as it was read, whose own file is not needed any more. ``copy``: where it was copied aside, for scans.

    ``db_id``, ``replica_id``: which database it is. ``steps``: the transactions since it left, oldest first.
    """

    source: Path
    copy: Snapshot
    db_id: Key
    replica_id: Key
    mark: Mark | None
    steps: tuple[Key, ...] = ()
    records: tuple[Brought, ...] = ()
    contents: tuple[str, ...] = ()
    saved: datetime | None = None

    def discard(self) -> None:
        """Throw away what was copied aside."""
        snapshots.discard(self.copy.path)


# --- taking ---------------------------------------------------------------------------------------------------------


def take(store: Store, path: Path, *, recipient: str) -> Taken:
    """Write a verified copy of the whole database to be worked on elsewhere, and note with whom it goes.

    Raises Expected or Refused with no file written: without a recipient, out of a copy, where the file exists, where
    it cannot be written.
    """
    whom = " ".join(recipient.split())[:LONGEST]
    if not whom:
        raise Expected(_("Nobody was named to take the copy along, so none was made."), _("Say with whom it goes."))
    target = with_ending(path, ".db")
    if target.exists():
        raise Expected(
            _("{name} exists already; it was left as it is.").format(name=target.name), _("Choose another name.")
        )
    id = store.log_export(
        kind=COPY, recipient=whom, name=target.name, spare=[],
        handed_out=told_by(stem_of(store), str(store.path or store.url)),
    )  # fmt: skip
    try:
        proof = store.copy_to(target, mark=id)
    except BaseException:
        with suppress(Exception), store.beside() as session:
            exchange_log.forget(session, id)
        raise
    return Taken(id, target, whom, sum(proof.rows.values()))


def listed(session: Session) -> list[Sent]:
    """The copies that were taken along, newest first."""
    return [one for one in exchange_log.sent(session, limit=10_000) if one.kind == COPY]


STATES = {"out": N_("Not back yet"), "back": N_("Came back"), "withdrawn": N_("Not waited for")}


def said(copy: Sent) -> str:
    """How things stand with a copy that was taken along."""
    return _(STATES[copy.state])


def withdraw(store: Store, id: Key) -> None:
    """A copy is not waited for any more; where it comes home after all, it is read all the same."""
    with store.beside() as session:
        exchange_log.withdraw(session, id)


def is_of(path: Path, db_id: str) -> bool:
    """Whether a file is a copy of this database that went along; a look at its head, for the pool."""
    found = replicas.peek(path)
    return found is not None and found.recipient is not None and str(found.db_id) == db_id


def free_name(folder: Path, stem: str, whom: str) -> Path:
    """What a copy is called where nobody says otherwise: «ecd-2026-11-23-Lucía.db», with a number where it is taken."""
    name = safe_file_name(f"{stem}-{today().isoformat()}-{' '.join(whom.split())}")
    path, number = folder / f"{name}.db", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.db"
    return path


# --- reading, in the pool: no database is needed ----------------------------------------------------------------------


def read(source: Path) -> Returned:
    """Read a copy that came home; its file is only read, and may be open elsewhere or of an older version.

    Raises Expected where it is damaged or of a newer version; ``db.errors.Refused``: no database of ours, unreachable.
    """
    try:
        copy = snapshots.take(source, paths.data() / "snapshots")
    except TooNew as error:
        raise Expected(
            _("{name} was written by a newer version of the program; nothing was read.").format(name=source.name),
            _("Install that version here too, and bring the copy home then."),
        ) from error
    except Damaged as error:
        raise Expected(
            _("The copy {name} is damaged; nothing was read.").format(name=source.name),
            _("Look for another state of it, for example among the backups on the laptop."),
        ) from error
    try:
        with replicas.reading(copy) as session:
            mark, (db_id, replica_id) = mark_of(session), replicas.identity_of(session)
            if mark is None:
                return Returned(source, copy, db_id, replica_id, None)
            changes = replicas.changed(session, mark.seq)
            return Returned(
                source, copy, db_id, replica_id, mark, tuple(replicas.steps_since(session, mark.seq)),
                told(session, changes),
                tuple(replicas.contents_named(session, changes)), max((one.when for one in changes), default=None),
            )  # fmt: skip
    except BaseException:
        snapshots.discard(copy.path)
        raise


# --- taking in --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Received:
    """A copy that waits for a person: its key in the inbox, and whether it was not there before.

    ``key`` is None where nothing was changed in it. ``sentence`` says what it is.
    """

    key: Key | None
    new: bool
    sentence: str


def take_in(store: Store, returned: Returned) -> Received:
    """Put what was done in a copy among what waits. Raises Expected for whatever is no copy of this database.

    A later state of a copy takes the place of one that still waits.
    """
    try:
        mark = judge(store, returned)
        called = _("The copy that went with {whom} on {moment}.").format(
            whom=mark.recipient, moment=format_moment(mark.at)
        )
        with store.reading() as session:
            earlier = _earlier(session, mark, returned)
        with replicas.reading(returned.copy) as source:
            with store.reading() as session:
                records = as_here(session, source, returned.records)
                if not earlier.other:
                    records = continued(session, source, records, exchange_log.brought_for(session, mark.id))
            records.sort(key=wholes_first)
            if not records:
                _note_home(store, mark, earlier)
                return Received(None, False, _("{copy} Nothing was changed in it.").format(copy=called))
            parcel = Parcel(
                COPY, returned.source.name, replicas.digest_of(mark.id, list(returned.steps)),
                None if earlier.other else mark.id, mark.recipient,
                returned.saved.date().isoformat() if returned.saved else "", len(records), tuple(records),
                unsure=(earlier.other,) if earlier.other else (), steps=tuple(map(str, returned.steps)),
            )  # fmt: skip
            with store.beside() as session:  # the stick may go: scans are kept, and named once it is applied
                if damaged := replicas.bring_contents(source, session, list(returned.contents)):
                    parcel = replace(parcel, unsure=(*parcel.unsure, _damaged(damaged)))
                replicas.log_missing(source, session)
                for id in earlier.waiting:
                    inbox.close(session, id, inbox.DISCARDED)
                key, new = inbox.receive(
                    session, who=store.who, kind=parcel.kind, digest=parcel.digest, name=parcel.name,
                    sender=parcel.sender, export_id=parcel.export, parcel=parcel.to_json(),
                )  # fmt: skip
    finally:
        returned.discard()
    return Received(key, new, called)


def _damaged(n: int) -> str:
    words = ngettext(
        "{n} file that evidence names is damaged in the copy, so it did not come along.",
        "{n} files that evidence names are damaged in the copy, so they did not come along.", n,
    )  # fmt: skip
    return words.format(n=n)


def _note_home(store: Store, mark: Mark, earlier: _Earlier) -> None:
    """It is back, and nothing of it is left to go through."""
    with store.beside() as session:
        for id in earlier.waiting:
            inbox.close(session, id, inbox.DISCARDED)
        if any(one.state == "out" for one in exchange_log.sent(session, id=mark.id)):
            exchange_log.log_return(
                session, who=store.who, digest=replicas.digest_of(mark.id, []), sender=mark.recipient, purpose=None,
                tx_id=None, brought={}, export_id=mark.id,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Earlier:
    """What came of the same copy before: what still waits of it, and a sentence where it was worked on twice."""

    waiting: tuple[Key, ...] = ()
    other: str = ""


def _earlier(session: Session, mark: Mark, returned: Returned) -> _Earlier:
    """Compare with the states of a copy that came before. Raises Expected where a later one did."""
    mine, waiting, other = [str(step) for step in returned.steps], [], ""
    for entry in inbox.entries(session):
        theirs = list(entry.parcel.get("steps", ()))
        if not theirs or theirs == mine or entry.state == inbox.DISCARDED:
            continue
        if theirs == mine[: len(theirs)]:
            if entry.state == inbox.WAITING:
                waiting.append(entry.id)
        elif mine == theirs[: len(mine)]:
            raise Expected(
                _("A later state of this copy came home on {moment} already; nothing was read of {name}.").format(
                    moment=format_moment(entry.at), name=returned.source.name
                ),
                _("Choose the file that was worked on last."),
            )
        elif entry.export_id == mark.id:
            other = _(
                "This file and {name}, which came on {moment}, were one copy once, and somebody worked on both. What "
                "they say is compared with what the copy held when it left."
            ).format(name=entry.name, moment=format_moment(entry.at))
    return _Earlier(tuple(waiting), other)


def judge(store: Store, returned: Returned) -> Mark:
    """The mark of a copy of this very database. Raises Expected, naming what it is instead."""
    name, ours = returned.source.name, stem_of(store)
    mark = returned.mark
    if store.path is not None and _same_file(returned.source, store.path):
        raise Expected(
            _("{name} is the database that is open here, and no copy of it.").format(name=name),
            _("Choose the file that went along on the laptop."),
        )
    with store.reading() as session:
        refuse_in_copy(session, N_("A copy cannot be brought into another copy, so nothing was read."))
    if mark is not None and returned.db_id != store.identity.db_id:
        raise Expected(
            _("{name} is a copy of {theirs}, and {ours} is open here; nothing was read.").format(
                name=name, theirs=mark.hub, ours=ours
            ),
            _("Open {theirs}, and bring the copy home there.").format(theirs=mark.where or mark.hub),
        )
    if mark is None:
        what = (
            _("{name} is a backup of {ours}, and no copy that went along; nothing was read.")
            if returned.db_id == store.identity.db_id
            else _("{name} is another database, and no copy of {ours}; nothing was read.")
        )
        raise Expected(
            what.format(name=name, ours=ours),
            _("Open it as a database of its own, or choose a file that was made with “Take a copy along”."),
        )
    with store.reading() as session:
        known = exchange_log.sent(session, id=mark.id)
    if not known:
        raise Expected(
            _("{ours} does not know the copy that went with {whom} on {moment}; nothing was read.").format(
                ours=ours, whom=mark.recipient, moment=format_moment(mark.at)
            ),
            _("It may have been put back to a day before that: put a later backup back, and bring the copy home then."),
        )
    return mark


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
