"""A file that came back: read where nothing can be harmed, recognised, and put where it waits for a person.

``read`` runs in the pool and touches no database; ``take_in`` runs where the store lives.  Nothing is changed by
either: a received file waits in the inbox until somebody confirms what it brings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db import exchange_log
from db.fields import Json, Key
from ecd_desktop.errors import Expected
from ecd_desktop.exchange import keys, reading, returned, sheets
from ecd_desktop.exchange.returned import Handed, Marks
from ecd_desktop.exchange.workbook import Workbook
from ecd_desktop.language import _, ngettext
from ecd_desktop.parcels import Parcel
from ecd_desktop.services import laptop_copies, reconciling

if TYPE_CHECKING:
    from db.queries import Session
    from db.store import Store


MAGIC = b"SQLite format 3\0"


class NotOurs(Expected):
    """A file that can be read, but did not leave from here: importing it is the way on."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as read in the pool, with what tells that it is one of ours."""

    path: Path
    workbook: Workbook
    marks: Marks


@dataclass(frozen=True, slots=True)
class Received:
    """A file that waits.  ``new``: it was not here before.  ``sentence`` says so to the person.

    ``file`` is None for a laptop copy in which nothing was changed.
    """

    file: Key | None
    new: bool
    sentence: str


def read(path: Path) -> Opened | laptop_copies.Returned:
    """Read a file that came back, a workbook or a laptop copy; any thread may do it.

    Raises ``NotOurs`` for a workbook that this program did not send, Expected for whatever cannot be read.
    """
    if is_database(path):
        return laptop_copies.read(path)
    workbook = reading.read(path)
    marks = returned.recognise(workbook)
    if marks is None:
        raise NotOurs(
            _(
                "{name} is not a workbook that was sent from here: none of its rows has a key. Nothing was changed."
            ).format(name=path.name),
            _("Import it instead: there you say what each column means."),
        )
    return Opened(path, workbook, marks)


def is_database(path: Path) -> bool:
    """Whether a file is a local database, whatever it is called."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False  # whoever reads it says why


def take_in(store: Store, opened: Opened | laptop_copies.Returned) -> Received:
    """Compare a file with what was handed out, and let it wait in the inbox; on the store's thread.

    Raises Expected where it belongs to another database, or to an export of which nothing is known any more.
    """
    if isinstance(opened, laptop_copies.Returned):
        copy = laptop_copies.take_in(store, opened)
        return Received(copy.key, copy.new, copy.sentence)
    parcel = judged(store, opened)
    file, new = reconciling.receive(store, parcel)
    if not new:
        return Received(file, False, _("{name} was received before; nothing was added.").format(name=parcel.name))
    said = ngettext(
        "{name}: {n} row was read and waits for you.", "{name}: {n} rows were read and wait for you.", parcel.rows
    )
    return Received(file, True, said.format(name=parcel.name, n=parcel.rows))


def judged(store: Store, opened: Opened) -> Parcel:
    """What a file tells, compared with what was handed out; nothing is written."""
    marks = opened.marks
    with store.reading() as session:
        known = {keys.export_mark(id): id for id in exchange_log.ids_sent(session, exchange_log.WORKBOOK)}
        mine = [known[mark] for mark in marks.candidates() if mark in known]
        handed = {id: found for id in mine if (found := _handed(session, id)) is not None}
        about = exchange_log.sent(session, id=mine[0]) if handed else []
    unsure: list[str] = []
    if not handed:
        alone = _lost(store, opened)
        handed = {alone.export: alone}
        unsure.append(
            _("The log of this workbook is lost: it was compared with the copy of the values that it carries itself.")
        )
    main, *others = handed.values()
    foreign = [
        one for one in others
        if one.declared is not main.declared and keys.export_mark(one.export) in marks.exports
    ]  # fmt: skip
    others = [one for one in others if one.declared is main.declared]
    unsure += [
        _("Rows of the workbook “{noun}” stand in this file too; they were not read. Receive that workbook by itself.")
        .format(noun=_(one.declared.title))
        for one in foreign
    ]
    sender = (about[0].recipient if about else marks.meta.get("recipient")) or ""
    if len(marks.exports) - len(foreign) > 1:
        unsure.append(
            _(
                "Rows of {n} workbooks stand in this file; each was compared with what its own one was sent with."
            ).format(n=len(marks.exports) - len(foreign))
        )
    beside = {keys.export_mark(one.export): one for one in others}
    return returned.judge(opened.workbook, marks, main, sender=sender, others=beside, unsure=unsure)


def _handed(session: Session, id: Key) -> Handed | None:
    """What an export handed out, from the log; None where its noun is not one that leaves in workbooks."""
    found = exchange_log.handed_out(session, id)
    if found is None:
        return None
    entities: Mapping[str, Mapping[str, Mapping[str, Json]]] = found[0]
    entity = next(iter(entities), "")
    if entity not in sheets.SHEETS:
        return None
    values = {Key(key): fields for key, fields in entities[entity].items()}
    return Handed(id, sheets.SHEETS[entity], values, frozenset(Key(key) for key in found[1]))


def _lost(store: Store, opened: Opened) -> Handed:
    """The values that the workbook carries itself, where this database is its own and the log is lost."""
    marks, name = opened.marks, opened.path.name
    resend = _("Send the rows again, and take over by hand what was answered.")
    if marks.database is not None and marks.database != store.identity.db_id:
        whose = marks.meta.get("recipient") or "–"
        raise Expected(
            _("{name}, sent to {recipient}, belongs to another database. Nothing was changed.").format(
                name=name, recipient=whose
            ),
            _("Open the database it was sent from, and receive it there."),
        )
    declared = sheets.SHEETS.get(marks.meta.get("entity", ""))
    found = None
    if marks.told is not None and marks.database is not None and declared is not None:
        found = returned.inside(opened.workbook, marks.told, declared)
    if found is None:
        raise Expected(
            _(
                "{name} was sent from this program, but not from this database, or its log is lost."
                " Nothing was changed."
            ).format(name=name),
            resend,
        )
    return found
