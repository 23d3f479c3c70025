"""A department's workbook: its commitments with keys in every row, and the values handed out kept for its return."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db import exchange_log
from db.fields import Choice, Json, Key
from db.ordering import fold
from db.queries import action_items, lookups, organisations, people
from db.queries.action_items import ActionItemRow
from db.queries.listing import Ask, Where
from db.queries.organisations import OrganisationRow
from db.queries.traffic_light import Clock
from db.records import ActionItem
from db.records.action_items import LIVE, State
from db.records.base import fields_of, new_key
from ecd_desktop.calendar import LIMA, Calendar, now_utc
from ecd_desktop.errors import Expected
from ecd_desktop.exchange import keys, sheets, workbook_shell
from ecd_desktop.exchange.sheet_writer import Stream, assemble
from ecd_desktop.exchange.sheets import Column, Owner, Scope, Sheet, Value
from ecd_desktop.files import with_ending, written
from ecd_desktop.language import _, current, format_date, in_language, long_date, ngettext
from ecd_desktop.paths import safe_file_name

if TYPE_CHECKING:
    from db.queries.lookups import Session
    from db.store import Store

FORMAT = 1
"""Of the layout of keys and hidden sheets; a workbook of another one is told by its _meta sheet."""

DAYS_TO_ANSWER = 5  # working days, where nobody says otherwise


@dataclass(frozen=True, slots=True)
class Package:
    """What one workbook hands out, read in one snapshot and frozen: written without the database.

    ``rows``: live ones first, each by due date.  ``recipient``: the unit's acronym or name, empty for all units.
    ``drafts``: how many were left out because they are not promised yet.  ``purpose``: of personal data.
    """

    sheet: Sheet
    id: Key
    db_id: Key
    recipient: str
    recipient_name: str
    rows: tuple[ActionItemRow, ...]
    spare: tuple[Key, ...]
    scope: Scope
    purpose: str | None
    author: str
    reply_by: date
    made: datetime
    drafts: int
    fictitious: bool

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that leave, without the key."""
        return self.sheet.shown(personal=self.purpose is not None)

    @property
    def handed(self) -> list[str]:
        """The fields whose values are handed out."""
        return [column.field for column in self.columns if column.field]

    def handed_out(self) -> dict[str, dict[str, dict[str, Json]]]:
        """The values as the export log keeps them: entity → record → field → canonical journal value."""
        fields = fields_of(ActionItem)
        dumps = [(name, fields[name].dump) for name in self.handed]
        values = {str(row.key): {name: dump(getattr(row, name)) for name, dump in dumps} for row in self.rows}
        return {self.sheet.entity: values}


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
) -> Exported:
    """Write the workbook of one unit's commitments (or of all units') and log the values it hands out.

    ``unit``: its key, acronym or name; a unit is one line of history with its predecessors.  ``personal``: the purpose
    for which telephone and e-mail go along; without one they do not.  ``reply_by``: until when it is wanted back, by
    default five working days.  ``closed``: whether those verified, cancelled or transferred follow the live ones.
    Internal tasks, internal notes and drafts never leave.

    The file is finished under a temporary name, then the log is committed, then the file gets its name: a kill may
    leave a log entry without a file, which does no harm, never a file that nobody could merge when it returns.
    Raises ``errors.Expected`` where the unit is unknown or the file cannot be written.
    """
    target = with_ending(path, ".xlsx")
    with in_language(language):
        package = collect(
            store, unit=unit, clock=clock, calendar=calendar, personal=personal, reply_by=reply_by, closed=closed
        )
        with written(target) as part:
            cut = write(part, package)
            store.log_export(
                kind="workbook", recipient=package.recipient or None, name=target.name[:255],
                handed_out=package.handed_out(), spare=[str(key) for key in package.spare], purpose=package.purpose,
                id=package.id,
            )  # fmt: skip
    return Exported(target, len(package.rows), package.id, package.recipient, package.drafts, cut)


def suggested_name(recipient: str, day: date) -> str:
    """The file name to offer: ``Compromisos_EMAPE_2026-06-01.xlsx``, in the language in force."""
    parts = filter(None, (_(sheets.ACTION_ITEMS.title), recipient, day.isoformat()))
    return safe_file_name("_".join(part.replace(" ", "-") for part in parts) + ".xlsx")


# --- reading ------------------------------------------------------------------------------------------------------


def collect(
    store: Store,
    *,
    unit: Key | str | None,
    clock: Clock,
    calendar: Calendar,
    personal: str | None = None,
    reply_by: date | None = None,
    closed: bool = True,
) -> Package:
    """Everything the workbook needs, in one snapshot; on the store's thread.  Raises Expected: no such unit."""
    purpose = None if personal is None else personal.strip()
    if purpose == "":
        raise Expected(
            _("Telephone and e-mail leave only for a purpose, which is logged; nothing was written."),
            _("Say what they are needed for, or leave them out."),
        )
    with store.reading() as session:
        chosen = _unit(session, unit) if unit is not None else None
        where = (Where("unit_id", "in", _line(session, chosen.key)),) if chosen else ()
        found = action_items.LISTING.all(session, Ask(where=where, clock=clock, outside=True))
        contacts = _contacts(session, found) if purpose else {}
        fictitious = exchange_log.is_fictitious(session)
    promised = [row for row in found if row.state is not State.DRAFT]
    rows = [row for row in promised if row.state in LIVE]
    if closed:
        rows += [row for row in promised if row.state not in LIVE]
    return Package(
        sheet=sheets.ACTION_ITEMS,
        id=new_key(),
        db_id=store.identity.db_id,
        recipient=(chosen.acronym or chosen.name) if chosen else "",
        recipient_name=chosen.name if chosen else "",
        rows=tuple(rows),
        spare=tuple(new_key() for _n in range(sheets.SPARE)),
        scope=Scope(clock.today, calendar, contacts),
        purpose=purpose,
        author=store.who,
        reply_by=reply_by or calendar.add_working(clock.today, DAYS_TO_ANSWER),
        made=now_utc(),
        drafts=len(found) - len(promised),
        fictitious=fictitious,
    )


def _unit(session: Session, wanted: Key | str) -> OrganisationRow:
    """The unit meant, resolved to the one that carries on today (decision 13)."""
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


def _contacts(session: Session, rows: Sequence[ActionItemRow]) -> dict[Key, tuple[str | None, str | None]]:
    wanted = list(dict.fromkeys(row.person_key for row in rows if row.person_key))
    return {row.key: (row.phone, row.email) for row in people.LISTING.rows(session, wanted, Ask())}


# --- writing ------------------------------------------------------------------------------------------------------


def write(path: Path, package: Package) -> int:
    """Write the workbook to ``path``, in the language in force; returns how many texts had to be cut.

    Any thread may do it.  ``path`` is written from scratch: give a temporary one (``files.written``).
    """
    columns = package.columns
    shell = workbook_shell.build(
        package.sheet, columns, _wrapping(package), rows=len(package.rows), spare=len(package.spare)
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
    base: list[list[Value]] = [
        [cells[0], *[_plain(value) for value in handed[str(row.key)].values()]]
        for cells, row in zip(rows, package.rows, strict=True)
    ]
    kept = Stream([(base, (shell.base_look,) * (1 + len(package.handed)))], {}, mark)
    streams = {shell.rows_part: listed, shell.base_part: kept}
    widths = {shell.rows_part: 1 + len(columns), shell.base_part: 1 + len(package.handed)}
    assemble(path, shell.content, streams, widths)
    return listed.cut


def _plain(value: Json) -> Value:
    """A canonical journal value as a cell: text as text, whole numbers as numbers, nothing as nothing."""
    return int(value) if isinstance(value, bool) else value


def _wrapping(package: Package) -> workbook_shell.Wrapping:
    title = _("Commitments of {unit}").format(unit=package.recipient) if package.recipient else _("All commitments")
    day = _("Situation on {date}").format(date=format_date(package.scope.today))
    named = bool(package.purpose) or any(row.person for row in package.rows)
    label = _("Contains personal data – Law 29733") if named else ""
    invented = _invented() if package.fictitious else ""
    return workbook_shell.Wrapping(
        title=title,
        author=package.author,
        made=package.made,
        export_id=str(package.id),
        header=(f"{title} · {day}", invented),
        footer=(_("Wanted back by {date}").format(date=format_date(package.reply_by)), label),
        explained=list(_explained(package, label, invented)),
        meta=list(_meta(package).items()),
        base=package.handed,
    )


def _invented() -> str:
    words = _("FICTITIOUS DATA")
    return words if "DATOS FICTICIOS" in words else f"{words} – DATOS FICTICIOS"


def _explained(package: Package, label: str, invented: str) -> Iterator[tuple[str, str]]:
    """The page "Read me", in plain words: (heading, text)."""
    if invented:
        yield invented, _("The people and the cases in this workbook are invented.")
    whose = package.recipient_name or _("all units")
    sheet = workbook_shell.sheet_name(package.sheet.title)
    yield (
        _("What this is"),
        ngettext(
            "The commitments of {unit} as the team has them on {date}: {n} row on the sheet “{sheet}”.",
            "The commitments of {unit} as the team has them on {date}: {n} rows on the sheet “{sheet}”.",
            len(package.rows),
        ).format(unit=whose, date=long_date(package.scope.today), n=len(package.rows), sheet=sheet),
    )
    yield _("Until when"), _("Please send it back by {date}.").format(date=long_date(package.reply_by, weekday=True))
    yield (
        _("Where to write"),
        _("In the tinted columns with the dark heading, listed below. The rest is there to help you; what is written"
          " over it is not taken."),
    )  # fmt: skip
    yield (
        _("What you may do"),
        _("Sort, filter, hide and move columns, print, save it with Excel or LibreOffice. Nothing is locked. Please"
          " leave the first, hidden column: it tells each row apart."),
    )  # fmt: skip
    yield (
        _("Rows you delete"),
        _("Deleting a row changes nothing here: it counts as not answered. To ask that a commitment be taken off,"
          " write “{yes}” in its last column.").format(yes=_(sheets.YES)),
    )  # fmt: skip
    yield (
        _("New commitments"),
        _("The {n} empty rows at the end are for commitments you want to propose: write the commitment, its due date"
          " and its state.").format(n=len(package.spare)),
    )  # fmt: skip
    yield (
        _("What happens then"),
        _("The team compares each cell with what it sent, and takes over what you changed. Reported as done means"
          " “to be verified” until somebody has seen the evidence."),
    )  # fmt: skip
    yield _("Whom to ask"), package.author
    if label:
        said = _("Names are here so that the work can be coordinated. Do not pass this file on.")
        if package.purpose:
            said += " " + _("Purpose of the contact data: {purpose}.").format(purpose=package.purpose.rstrip("."))
        yield label, said


def _meta(package: Package) -> Mapping[str, str]:
    """The hidden sheet that says where the workbook comes from and which column is which."""
    about = {
        "format": str(FORMAT), "export": str(package.id), "export_mark": keys.export_mark(package.id),
        "database": str(package.db_id), "entity": package.sheet.entity, "recipient": package.recipient,
        "made": package.made.astimezone(LIMA).isoformat(timespec="seconds"), "reply_by": package.reply_by.isoformat(),
        "today": package.scope.today.isoformat(), "language": current(), "rows": str(len(package.rows)),
        "spare": str(len(package.spare)), "purpose": package.purpose or "",
    }  # fmt: skip
    columns = package.columns
    for column, heading in zip(columns, workbook_shell.headings(columns), strict=True):
        role = column.owner.value if column.owner is not Owner.THEIRS else column.adds or column.field or column.name
        about[f"column.{column.name}"] = heading
        about[f"takes.{column.name}"] = role
        for word in column.words:
            value, label = (word.value, word.label) if isinstance(word, Choice) else (word, word)
            about[f"word.{column.name}.{value}"] = _(label)
    return about
