"""A workbook of ours that came back: recognised by its rows' keys, judged cell by cell against what was handed out.

``recognise`` says which export it answers, whatever it is called and whatever was done to it; ``judge`` makes a
``Parcel`` of it.  Both are pure and know no noun: what stands on a sheet is told by its ``sheet_columns.Sheet``.
Wherever a cell could be a program's own rendering of the value handed out, nothing was edited (``renderings``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from db.exchange_log import WORKBOOK
from db.fields import Json, Key
from db.records.base import fields_of, record_class
from ecd_desktop.exchange import keys, sheet_columns
from ecd_desktop.exchange.returned_cells import same
from ecd_desktop.exchange.returned_columns import Layout, lay_out, named
from ecd_desktop.exchange.returned_lines import Reader, together
from ecd_desktop.exchange.returned_rows import Codes, Handed, Line, Listed, Naming, lines, listed, strangers
from ecd_desktop.exchange.workbook import Cell, Row, Sheet, Workbook, folded, is_blank
from ecd_desktop.exchange.workbook_shell import EXPORT_NAME, KEY_HEADING, META, SHOWN
from ecd_desktop.language import _
from ecd_desktop.parcels import Brought, Missing, Parcel, Unread

__all__ = ["Handed", "Marks", "inside", "judge", "recognise"]


@dataclass(frozen=True, slots=True)
class Marks:
    """What tells that a workbook is one of ours.

    ``exports``: mark of an export (``keys.export_mark``) → how many rows bear it.  ``told``: the export that the
    workbook says it is, in its hidden sheet, property or name.  ``meta``: its hidden sheet.
    """

    exports: Mapping[str, int]
    told: Key | None
    meta: Mapping[str, str]
    sheets: tuple[Listed, ...]

    @property
    def database(self) -> Key | None:
        return _key(self.meta.get("database"))

    def candidates(self) -> tuple[str, ...]:
        """The marks of the exports it may answer, the likeliest first."""
        found = [mark for mark, _rows in Counter(self.exports).most_common()]
        if self.told is not None and (own := keys.export_mark(self.told)) not in found:
            found.append(own)
        return tuple(found)


def recognise(workbook: Workbook) -> Marks | None:
    """What tells that it is one of ours; None where nothing does."""
    meta = _meta(workbook)
    told = _key(meta.get("export")) or _key(workbook.properties.get(f"custom:{EXPORT_NAME}"))
    if told is None:
        told = next((_key(meant.strip('"')) for name, meant in workbook.names if name == EXPORT_NAME), None)
    found = [where for sheet in workbook.sheets if not _is_ours(sheet) and (where := listed(sheet)) is not None]
    if not found and told is None:
        return None
    marks = Counter(key.export for where in found for key in where.keys.values())
    return Marks(marks, told, meta, tuple(found))


def inside(workbook: Workbook, export: Key, declared: sheet_columns.Sheet) -> Handed | None:
    """The values handed out as the workbook itself keeps them, for an export whose log is lost."""
    fields = fields_of(record_class(declared.entity))
    values = {
        key: {name: fields[name].dump(fields[name].load(_json(cell))) for name, cell in row.items() if name in fields}
        for key, row in _base_rows(workbook, export)
    }
    return Handed(export, declared, values, None) if values else None


def _base_rows(workbook: Workbook, export: Key, *, only: str = "") -> Iterator[tuple[Key, dict[str, Cell]]]:
    """The rows of the hidden sheet that repeats what was handed out, by its headings, or those that begin so."""
    sheet = next((one for one in workbook.sheets if _is_base(one)), None)
    if sheet is None:
        return
    heads = [(at, str(value)) for at, value in sheet.rows[0].filled() if not only or str(value).startswith(only)]
    key_at = sheet.rows[0].columns[0]
    if not heads:
        return
    mark = keys.export_mark(export)
    for row in sheet.rows[1:]:
        try:
            told = keys.read(row.at(key_at))
        except keys.Damaged:
            continue
        if told is not None and told.export == mark:
            yield told.record, {name: row.at(at) for at, name in heads}


def _context(workbook: Workbook, export: Key) -> dict[Key, dict[str, Json]]:
    """What the context columns said, by record and column; the log does not keep it."""
    return {
        key: {name.removeprefix(SHOWN): _json(cell) for name, cell in row.items()}
        for key, row in _base_rows(workbook, export, only=SHOWN)
    }


def judge(
    workbook: Workbook, marks: Marks, handed: Handed, *, sender: str = "", others: Mapping[str, Handed] | None = None,
    unsure: Sequence[str] = (),
) -> Parcel:  # fmt: skip
    """What the workbook tells, compared with ``handed``.

    ``others``: further exports whose rows stand in it, by mark.  ``unsure``: sentences to see before all else.
    """
    handed = replace(handed, shown=_context(workbook, handed.export))
    codes = Codes(handed)
    told = list(unsure)
    names, all_handed = named(workbook), {keys.export_mark(handed.export): handed, **(others or {})}
    unread: list[Unread] = []
    seen: set[Key] = set()
    rows = 0
    gathered: list[Brought] = []
    pages = _pages(workbook, marks, handed, all_handed)
    told += _left_out(workbook, marks, pages, codes)
    for where in pages:
        layout = _layout(where, handed, marks, names, codes, all_handed)
        if not layout.places:
            continue
        found = lines(where, layout, handed, others=others or {}, codes=codes)
        rows += len(found)
        seen.update(line.key for line in found if line.key is not None)
        reader = Reader(where, layout, handed, marks.meta, found)
        told += [sentence for sentence in reader.unsure if sentence not in told]
        if held := _held(found, layout, codes, handed, reader):
            unread += held
            continue
        for line in found:
            page = reader.read(line)
            unread += page.unread
            if page.brought is not None:
                gathered.append(page.brought)
        told += reader.afterwards()
    return Parcel(
        WORKBOOK, workbook.name, workbook.digest, handed.export, sender,
        workbook.modified.isoformat() if workbook.modified else "", rows, tuple(together(gathered)),
        tuple(_once(unread)), tuple(_missing(handed, seen)), tuple(dict.fromkeys(told)),
    )  # fmt: skip


def _once(unread: Sequence[Unread]) -> list[Unread]:
    """The same cell in a copy of the sheet is told once."""
    told: dict[tuple[object, ...], Unread] = {}
    for one in unread:
        told.setdefault((one.kind, one.key, one.field, one.said, one.key is None and one.at), one)
    return list(told.values())


def _missing(handed: Handed, seen: set[Key]) -> list[Missing]:
    naming = Naming.of(handed.declared)
    return [
        Missing(handed.declared.entity, key, *naming.named(handed, key)) for key in handed.values if key not in seen
    ]  # fmt: skip


def _held(found: Sequence[Line], layout: Layout, codes: Codes, handed: Handed, reader: Reader) -> list[Unread]:
    """Every row of a sheet whose keys and rows do not fit, or whose answers were moved; a lone stranger by itself."""
    wrong = strangers(found, layout, codes, handed)
    if len(wrong) > 1:
        reason = _(
            "The rows no longer fit their hidden keys: the visible columns were sorted without the first one. Nothing"
            " of this sheet is taken."
        )
    elif reader.moved():
        reason = _(
            "The answers were sorted apart from the rows they belong to: they say what other rows were sent with."
            " Nothing of this sheet is taken."
        )
    else:
        for line in wrong:
            line.key, line.base, line.why = None, None, "stranger"
        return []
    return [reader.unread("held", line, reason) for line in found]


def _pages(
    workbook: Workbook, marks: Marks, handed: Handed, all_handed: Mapping[str, Handed]
) -> Sequence[Listed]:  # fmt: skip
    """The sheets to be read: those with keys of exports that are known, else those that show codes of this one."""
    with_keys = [where for where in marks.sheets if any(key.export in all_handed for key in where.keys.values())]
    codes = Codes(handed)
    return with_keys or [
        Listed(sheet, 0, {}) for sheet in workbook.sheets if not sheet.hidden and _codes_in(sheet, codes, 1)
    ]


def _codes_in(sheet: Sheet, codes: Codes, enough: int) -> bool:
    """Whether a sheet that is not one of the hidden ones shows so many codes of what was handed out."""
    if _is_ours(sheet):
        return False
    for row in sheet.rows:
        enough -= codes.shown_in(row) is not None
        if enough <= 0:
            return True
    return False


def _left_out(workbook: Workbook, marks: Marks, pages: Sequence[Listed], codes: Codes) -> Iterator[str]:
    """Sheets that look like answers and are not read: of a workbook that is not known here, or copied without keys."""
    read, keyed = [where.sheet for where in pages], [where.sheet for where in marks.sheets]
    for sheet in workbook.sheets:
        if any(sheet is one for one in read):
            continue
        if any(sheet is one for one in keyed):
            yield _("The sheet “{sheet}” is of a workbook of which nothing is known here; it was not read.").format(
                sheet=sheet.name
            )
        elif not sheet.hidden and _codes_in(sheet, codes, 2):
            yield _("The sheet “{sheet}” shows codes without their hidden keys; it was not read.").format(
                sheet=sheet.name
            )


def _layout(
    where: Listed, handed: Handed, marks: Marks, names: Mapping[str, Mapping[str, tuple[int, int]]], codes: Codes,
    all_handed: Mapping[str, Handed],
) -> Layout:  # fmt: skip
    keyed: list[tuple[Row, Mapping[str, Json]]] = []
    unkeyed: list[Row] = []
    for row in where.sheet.rows:
        said = where.keys.get(row.number)
        owner = all_handed.get(said.export) if said is not None else None
        values = owner.values.get(said.record) if said is not None and owner is not None else None
        if values is not None:
            keyed.append((row, values))
        elif said is None:
            unkeyed.append(row)
            if not where.keys and (key := codes.shown_in(row)) is not None:
                keyed.append((row, handed.values[key]))
    entity = handed.declared.entity
    return lay_out(
        where.sheet, handed.declared, meta=marks.meta, names=names.get(where.sheet.name, {}), unkeyed=unkeyed,
        keyed=keyed, key_column=where.column, same=lambda column, cell, base: same(entity, column, cell, base),
    )  # fmt: skip


# --- hidden sheets ------------------------------------------------------------------------------------------------


def _is_ours(sheet: Sheet) -> bool:
    return _is_meta(sheet) or _is_base(sheet)


def _is_meta(sheet: Sheet) -> bool:
    if not sheet.rows or not folded(sheet.name).startswith(META):
        return False
    return any(row.values[:1] == ("export",) for row in sheet.rows[:40])


def _is_base(sheet: Sheet) -> bool:
    """The sheet of the values handed out: its headings are names of fields, not words for people."""
    if not sheet.rows:
        return False
    key, *heads = [str(value) for _at, value in sheet.rows[0].filled()] or [""]
    return key == KEY_HEADING and bool(heads) and all(re.fullmatch(r"[a-z][a-z_.]*", head) for head in heads)


def _meta(workbook: Workbook) -> dict[str, str]:
    for sheet in workbook.sheets:
        if _is_meta(sheet):
            told = {}
            for row in sheet.rows:
                cells = [str(value) for _at, value in row.filled()]
                if cells:
                    told[cells[0]] = cells[1] if len(cells) > 1 else ""
            return told
    return {}


def _key(text: str | None) -> Key | None:
    try:
        return Key(text) if text else None
    except ValueError:
        return None


def _json(value: Cell) -> Json:
    if is_blank(value):
        return None
    return value if isinstance(value, (int, str, bool)) else str(value)
