"""A department's workbook: its records with keys in every row, and the values handed out kept for its return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import exchange_log
from db.fields import Json, Key
from db.ordering import fold
from db.queries import lookups, organisations, people
from db.queries.listing import Ask, Where
from db.queries.organisations import OrganisationRow
from db.queries.traffic_light import Clock
from db.records.base import fields_of, new_key, record_class
from ecd_desktop.calendar import Calendar, now_utc
from ecd_desktop.errors import Expected
from ecd_desktop.exchange import keys, read_me, workbook_shell
from ecd_desktop.exchange.sheet_columns import Column, Lit, Owner, Scope, Sheet, Value
from ecd_desktop.exchange.sheet_writer import Stream, assemble
from ecd_desktop.exchange.templates import ACTION_ITEMS, Template
from ecd_desktop.files import with_ending, written
from ecd_desktop.language import _, in_language
from ecd_desktop.paths import safe_file_name

if TYPE_CHECKING:
    from db.queries.lookups import Session
    from db.store import Store

DAYS_TO_ANSWER = 5  # working days, where nobody says otherwise


@dataclass(frozen=True, slots=True)
class Package:
    """What one workbook hands out, read in one snapshot and frozen: written without the database.

    ``rows``: live ones first, each by due date.  ``unit``: whose it is, None for all units; ``recipient``: its acronym
    or name.  ``drafts``: how many were left out because they are not promised yet.  ``purpose``: of personal data.
    """

    template: Template
    id: Key
    db_id: Key
    unit: Key | None
    recipient: str
    recipient_name: str
    rows: tuple[Any, ...]
    spare: tuple[Key, ...]
    scope: Scope
    purpose: str | None
    author: str
    reply_by: date
    made: datetime
    drafts: int
    fictitious: bool

    @property
    def sheet(self) -> Sheet:
        return self.template.sheet

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that leave, without the key."""
        return self.sheet.shown(personal=self.purpose is not None)

    @property
    def handed(self) -> list[str]:
        """The fields whose values are handed out."""
        return [column.field for column in self.columns if column.field]

    @property
    def context(self) -> list[int]:
        """The places of columns that only show something, without personal data: the workbook keeps what they said."""
        theirs = Owner.THEIRS
        return [n for n, one in enumerate(self.columns) if one.owner is not theirs and not (one.field or one.personal)]

    @property
    def base(self) -> list[str]:
        """The headings of the hidden sheet that repeats what was handed out."""
        return [*self.handed, *(workbook_shell.SHOWN + self.columns[n].name for n in self.context)]

    def handed_out(self) -> dict[str, dict[str, dict[str, Json]]]:
        """The values as the export log keeps them: entity → record → field → canonical journal value."""
        fields = fields_of(record_class(self.sheet.entity))
        dumps = [(name, fields[name].dump) for name in self.handed]
        values = {str(row.key): {name: dump(getattr(row, name)) for name, dump in dumps} for row in self.rows}
        return {self.sheet.entity: values}

    def entry(self, name: str, batch: Key | None = None) -> dict[str, Any]:
        """What ``exchange_log.log_export`` keeps of it, besides who writes it. ``name``: the file's."""
        return {
            "kind": exchange_log.WORKBOOK, "recipient": self.recipient or None, "name": name[:255],
            "handed_out": self.handed_out(), "spare": [str(key) for key in self.spare], "purpose": self.purpose,
            "id": self.id, "reply_by": self.reply_by, "batch": batch,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    """A workbook that was written.  ``cut``: texts that were too long for a cell and end with a mark."""

    path: Path
    rows: int
    export_id: Key
    recipient: str
    drafts: int
    cut: int


def export_action_items(
    store: Store,
    *,
    unit: Key | str | None,
    path: Path | str,
    clock: Clock,
    calendar: Calendar,
    language: str | None = None,
    personal: str | None = None,
    reply_by: date | None = None,
    closed: bool = True,
    template: Template = ACTION_ITEMS,
) -> Exported:
    """Write the workbook of one unit's commitments (or of all units') and log the values it hands out.

    ``unit``: its key, acronym or name; a unit is one line of history with its predecessors.  ``personal``: the purpose
    for which telephone and e-mail go along; without one they do not.  ``reply_by``: until when it is wanted back, by
    default five working days.  ``closed``: whether those that are settled follow the live ones.  ``template``: of
    another noun than commitments.  Internal tasks, internal notes and drafts never leave.

    The file is finished under a temporary name, then the log is committed, then the file gets its name: a kill may
    leave a log entry without a file, which does no harm, never a file that nobody could merge when it returns.
    Raises ``errors.Expected`` where the unit is unknown or the file cannot be written.
    """
    target = with_ending(path, ".xlsx")
    with in_language(language):
        package = collect(
            store, unit=unit, clock=clock, calendar=calendar, personal=personal, reply_by=reply_by, closed=closed,
            template=template,
        )  # fmt: skip
        with written(target) as part:
            cut = write(part, package)
            store.log_export(**package.entry(target.name))
    return Exported(target, len(package.rows), package.id, package.recipient, package.drafts, cut)


def suggested_name(recipient: str, day: date, template: Template = ACTION_ITEMS) -> str:
    """The file name to offer: ``Compromisos_EMAPE_2026-06-01.xlsx``, in the language in force."""
    parts = filter(None, (_(template.sheet.title), recipient, day.isoformat()))
    return safe_file_name("_".join(part.replace(" ", "-") for part in parts) + ".xlsx")


# --- reading ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Terms:
    """What is the same for all the workbooks that are sent in one go."""

    template: Template
    clock: Clock
    calendar: Calendar
    purpose: str | None
    reply_by: date
    closed: bool


def terms(
    template: Template, *, clock: Clock, calendar: Calendar, personal: str | None, reply_by: date | None, closed: bool
) -> Terms:
    """Raises Expected for a purpose that says nothing."""
    purpose = None if personal is None else personal.strip()
    if purpose == "":
        raise Expected(
            _("Telephone and e-mail leave only for a purpose, which is logged; nothing was written."),
            _("Say what they are needed for, or leave them out."),
        )
    by = reply_by or calendar.add_working(clock.today, DAYS_TO_ANSWER)
    return Terms(template, clock, calendar, purpose, by, closed)


def collect(
    store: Store,
    *,
    unit: Key | str | None,
    clock: Clock,
    calendar: Calendar,
    personal: str | None = None,
    reply_by: date | None = None,
    closed: bool = True,
    template: Template = ACTION_ITEMS,
) -> Package:
    """Everything the workbook needs, in one snapshot; on the store's thread.  Raises Expected: no such unit."""
    wanted = terms(
        template, clock=clock, calendar=calendar, personal=personal, reply_by=reply_by, closed=closed
    )  # fmt: skip
    with store.reading() as session:
        chosen = unit_meant(session, unit) if unit is not None else None
        return package(session, chosen, wanted, author=store.who, db_id=store.identity.db_id)


def package(
    session: Session, chosen: OrganisationRow | None, wanted: Terms, *, author: str, db_id: Key
) -> Package:  # fmt: skip
    """What the workbook of one unit hands out, or that of all units."""
    template, clock = wanted.template, wanted.clock
    where = (Where("unit_id", "in", _line(session, chosen.key)),) if chosen else ()
    found = template.listing.all(session, Ask(where=where, clock=clock, outside=True))
    settled = [row for row in found if not template.draft(row)]
    rows = [row for row in settled if template.live(row)]
    if wanted.closed:
        rows += [row for row in settled if not template.live(row)]
    return Package(
        template=template,
        id=new_key(),
        db_id=db_id,
        unit=chosen.key if chosen else None,
        recipient=(chosen.acronym or chosen.name) if chosen else "",
        recipient_name=chosen.name if chosen else "",
        rows=tuple(rows),
        spare=tuple(new_key() for _n in range(template.sheet.spare)),
        scope=Scope(clock.today, wanted.calendar, _contacts(session, template, rows) if wanted.purpose else {}),
        purpose=wanted.purpose,
        author=author,
        reply_by=wanted.reply_by,
        made=now_utc(),
        drafts=len(found) - len(settled),
        fictitious=exchange_log.is_fictitious(session),
    )


def unit_meant(session: Session, wanted: Key | str) -> OrganisationRow:
    """The unit meant, resolved to the one that carries on today (decision 13).  Raises Expected: none, or several."""
    units = organisations.LISTING.all(session, Ask())
    by_key = {row.key: row for row in units}
    if isinstance(wanted, Key):
        matching = [wanted] if wanted in by_key else []
    else:
        said = fold(wanted)
        matching = [row.key for row in units if row.acronym and fold(row.acronym) == said]
        matching = matching or [row.key for row in units if fold(row.name) == said]
    in_time = lookups.units_in_time(session)
    heirs = list(dict.fromkeys(lookups.valid_on(in_time, key, None) for key in matching))
    if len(heirs) == 1:
        return by_key[heirs[0]]
    if heirs:
        names = ", ".join(by_key[key].name for key in heirs)
        raise Expected(
            _("“{text}” could be any of these: {names}. Nothing was written.").format(text=wanted, names=names),
            _("Write the whole name of the unit."),
        )
    owing = sorted(row.acronym for row in units if row.acronym and row.live_items)
    raise Expected(
        _("There is no unit “{text}”; nothing was written.").format(text=wanted),
        _("Units with commitments: {names}.").format(names=", ".join(owing))
        if owing
        else _("Look it up in the list of stakeholders."),
    )


def _line(session: Session, heir: Key) -> list[Key]:
    """The unit and all its predecessors, however many times it was renamed."""
    in_time = lookups.units_in_time(session)
    line = [heir]
    for key in line:
        line += [former for former, unit in in_time.items() if unit.successor == key and former not in line]
    return line


def _contacts(
    session: Session, template: Template, rows: Sequence[Any]
) -> dict[Key, tuple[str | None, str | None]]:
    wanted = list(dict.fromkeys(key for row in rows if (key := template.person(row))))
    return {row.key: (row.phone, row.email) for row in people.LISTING.rows(session, wanted, Ask())}


# --- writing ------------------------------------------------------------------------------------------------------


def write(path: Path, package: Package) -> int:
    """Write the workbook to ``path``, in the language in force; returns how many texts had to be cut.

    Any thread may do it.  ``path`` is written from scratch: give a temporary one (``files.written``).
    """
    columns = package.columns
    shell = workbook_shell.build(
        package.sheet, columns, read_me.wrapping(package), rows=len(package.rows), spare=len(package.spare)
    )
    says = [column.says for column in columns]
    scope, export = package.scope, package.id
    rows: list[list[Value]] = [
        [keys.write(row.key, export), *[say(row, scope) for say in says]] for row in package.rows
    ]
    blank: list[Value] = [None] * len(columns)
    spare: list[list[Value]] = [[keys.write(key, export), *blank] for key in package.spare]
    mark = _(" [… cut: too long for a cell]")
    listed = Stream([(rows, shell.looks), (spare, shell.spare_looks)], shell.lights, mark)
    handed = package.handed_out()[package.sheet.entity]
    context = [n + 1 for n in package.context]
    base: list[list[Value]] = [
        [cells[0], *map(_plain, handed[str(row.key)].values()), *(_shown(cells[n]) for n in context)]
        for cells, row in zip(rows, package.rows, strict=True)
    ]
    kept = Stream([(base, (shell.base_look,) * (1 + len(package.base)))], {}, mark)
    streams = {shell.rows_part: listed, shell.base_part: kept}
    widths = {shell.rows_part: 1 + len(columns), shell.base_part: 1 + len(package.base)}
    assemble(path, shell.content, streams, widths)
    return listed.cut


def _shown(value: Value) -> Value:
    """A context cell as the hidden sheet repeats it."""
    if isinstance(value, Lit):
        return value.words
    return value.isoformat() if isinstance(value, date) else value


def _plain(value: Json) -> Value:
    """A canonical journal value as a cell: text as text, whole numbers as numbers, nothing as nothing."""
    return int(value) if isinstance(value, bool) else value
