"""What one row of a sheet that came back tells: true edits, what could not be read, what nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from db.fields import DAY, MEMO, REDACTED, TEXT, Field, Json, Key
from ecd_desktop.exchange.cells import are_fractions
from ecd_desktop.exchange.dates import Style
from ecd_desktop.exchange.returned_cells import Edit, Judge, context, date_style, field_of, judge_of, shown, withdraws
from ecd_desktop.exchange.returned_columns import Layout
from ecd_desktop.exchange.returned_rows import Handed, Line, Listed, Naming, Told, are_moved, minted
from ecd_desktop.exchange.sheet_columns import Column, Owner, Shape
from ecd_desktop.exchange.workbook import Cell, address, is_blank, one_line
from ecd_desktop.language import _, ngettext
from ecd_desktop.parcels import About, Brought, Unread
from ecd_desktop.parcels import Cell as Said

MOST, LONGEST = 12, 60
"""Columns of their own that are named, and signs of each."""
CLEARED = 3
"""A column that is blank in all rows, of which so many had something, was lost and not answered."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a row tells."""

    brought: Brought | None = None
    unread: tuple[Unread, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A column that is judged: where it stands and how."""

    column: Column
    at: int
    judge: Judge
    field: Field | None


class Reader:
    """Reads the rows of one sheet; what concerns a whole column is decided once, here."""

    def __init__(
        self, where: Listed, layout: Layout, handed: Handed, meta: Mapping[str, str], found: Sequence[Line]
    ) -> None:  # fmt: skip
        self._sheet, self._layout, self._handed = where.sheet, layout, handed
        self._naming = Naming.of(handed.declared)
        self._found = found
        self._unchanged: list[str] = []
        self._comments: dict[int, list[tuple[int, str]]] = {}
        for (row, at), text in where.sheet.notes.items():
            self._comments.setdefault(row, []).append((at, text))
        self._minted: dict[str, int] = {}
        self.unsure: list[str] = list(_column_sentences(layout, handed))
        self._columns = self._prepare(meta)
        self._by_row: dict[int, list[tuple[_Read, Cell, Edit]]] = {}

    def _prepare(self, meta: Mapping[str, str]) -> list[_Read]:
        """The columns that are judged, but for those that were emptied as a whole."""
        entity, places, found = self._handed.declared.entity, self._layout.places, self._found
        here = [(column, places[column.name]) for column in self._handed.declared.columns if column.name in places]
        fields = {column.name: field_of(entity, column) for column, _at in here}
        days = [(column, at) for column, at in here if (field := fields[column.name]) and field.kind is DAY]
        style, sure = date_style(
            (
                (line.row.at(at), line.base.get(column.field))
                for column, at in days if column.field
                for line in found if line.base is not None
            ),
            (line.row.at(at) for column, at in days if not column.field for line in found),
        ) if _texts_in(found, days) else (Style.DMY, False)  # fmt: skip
        if style is Style.MDY:
            said = _("Dates that were typed as text on “{sheet}” are read as month/day, as the others there show.")
            self.unsure.append(said.format(sheet=self._sheet.name))
        judged: list[_Read] = []
        kept = next(iter(self._handed.shown.values()), {})
        for column, at in here:
            fractions = column.shape is Shape.PERCENT and _fractions(found, at)
            judge = judge_of(entity, column, meta=meta, style=style, sure=sure, fractions=fractions)
            if judge is None and not column.field and column.name in kept:
                judge = context(column)
            if judge is None:
                continue
            if column.field and column.owner is Owner.THEIRS and self._emptied(column, at):
                self.unsure.append(
                    _(
                        "The column “{name}” is blank in every row; it counts as not answered, nothing is cleared."
                    ).format(name=_(column.heading))
                )
                continue
            judged.append(_Read(column, at, judge, fields[column.name]))
        return judged

    def _emptied(self, column: Column, at: int) -> bool:
        had = 0
        for line in self._found:
            if line.base is None:
                continue
            if not is_blank(line.row.at(at)):
                return False
            had += line.base.get(column.field) not in (None, "")
        return had >= CLEARED

    def _edits(self, line: Line) -> list[tuple[_Read, Cell, Edit]]:
        """The edited cells of a row, judged once."""
        kept = self._by_row.get(line.number)
        if kept is not None:
            return kept
        edits: list[tuple[_Read, Cell, Edit]] = []
        at, base = line.row.at, line.base or {}
        shown = self._handed.shown.get(line.key, {}) if line.key is not None and line.base is not None else {}
        for read in self._columns:
            cell = at(read.at)
            was = base.get(read.column.field) if read.field is not None else shown.get(read.column.name)
            if was == REDACTED or (cell is None and was is None):  # what was erased here is never compared
                continue
            edit = read.judge(cell, was)
            if edit is not None:
                edits.append((read, cell, edit))
        self._by_row[line.number] = edits
        return edits

    def moved(self) -> bool:
        """Whether answers were sorted apart from their rows."""
        answers = [one for one in self._columns if one.column.owner is Owner.THEIRS and one.column.field]
        told: list[Told] = []
        for line in self._found:
            if line.key is None or line.base is None:
                continue
            edits = {id(read): (cell, edit) for read, cell, edit in self._edits(line)}
            if not edits:
                continue
            one = Told()
            for read in answers:
                base = line.base.get(read.column.field)
                now = edits.get(id(read))
                one.base.append(base)
                one.now.append(base if now is None else f"{now[0]}" if now[1].problem else now[1].value)
            told.append(one)
        return are_moved(told, [one.field is not None and one.field.kind in (TEXT, MEMO) for one in answers])

    def read(self, line: Line) -> Page:
        """What a row tells; a row that only says what was handed out tells nothing."""
        if line.why:
            return Page(unread=(self.unread("held" if line.why == "stranger" else "doubt", line, _why(line.why)),))
        return self._new(line) if line.base is None else self._known(line)

    def _known(self, line: Line) -> Page:
        assert line.key is not None
        assert line.base is not None
        unread: list[Unread] = []
        parts: dict[str, dict[str, Said]] = {"fields": {}, "adds": {}}
        withdraw: Said | None = None
        used: set[int] = set()
        for read, cell, edit in self._edits(line):
            column = read.column
            used.add(read.at)
            if column.owner is not Owner.THEIRS:
                if not is_blank(cell):
                    unread.append(self._cell_unread("ours", line, read, cell, _ours(column)))
            elif edit.problem:
                unread.append(self._cell_unread("unreadable", line, read, cell, edit.problem))
            elif withdraws(column):
                withdraw = self._said(line, read, cell, edit)
            else:
                part = parts["fields" if column.field else "adds"]
                part[column.field or column.adds] = self._said(line, read, cell, edit)
        if not (parts["fields"] or parts["adds"] or withdraw):
            self._besides(line, used)
            return Page(unread=tuple(unread))
        note = "\n".join((*_done(parts["adds"]), *self._notes(line, used)))
        return Page(Brought(
            line.handed.declared.entity, line.key, About.KNOWN, *self._named(line), f"{self._sheet.name}!{line.number}",
            parts["fields"], parts["adds"], withdraw, note,
        ), tuple(unread))  # fmt: skip

    def _new(self, line: Line) -> Page:
        """A spare row that was filled, or one typed below the table: context columns only tell what stands there."""
        entity = line.handed.declared.entity
        unread: list[Unread] = []
        parts: dict[str, dict[str, Said]] = {"fields": {}, "adds": {}}
        used: set[int] = set()
        for read, cell, edit in self._edits(line):
            column = read.column
            if column.owner is Owner.OURS or withdraws(column):
                continue
            used.add(read.at)
            if edit.problem:
                unread.append(self._cell_unread("unreadable", line, read, cell, edit.problem))
            else:
                part = parts["fields" if column.field else "adds"]
                part[column.field or column.adds] = self._said(line, read, cell, edit)
        title = parts["fields"].get(self._naming.text.field)
        if title is None:
            if any(one.field == self._naming.text.field for one in unread):
                return Page(unread=tuple(unread))
            reason = _("A new row needs its “{column}”; without it nothing of the row is taken.").format(
                column=_(self._naming.text.heading)
            )
            return Page(unread=(self.unread("unreadable", line, reason),))
        words = str(title.value)
        key = line.key
        if key is None:
            n = self._minted[words] = self._minted.get(words, 0) + 1
            key = minted(self._handed.export, entity, words, n)
        note = "\n".join((*_done(parts["adds"]), *self._context(line, used), *self._notes(line, used)))
        return Page(Brought(
            entity, key, About.NEW, "", words, f"{self._sheet.name}!{line.number}", parts["fields"], parts["adds"],
            None, note,
        ), tuple(unread))  # fmt: skip

    # --- words ----------------------------------------------------------------------------------------------------

    def _named(self, line: Line) -> tuple[str, str]:
        if line.key is None or line.base is None:
            return "", ""
        return self._naming.named(line.handed, line.key)

    def _said(self, line: Line, read: _Read, cell: Cell, edit: Edit) -> Said:
        place = f"{self._sheet.name}!{address(line.number, read.at)}"
        base: Json = (line.base or {}).get(read.column.field) if read.column.field else None
        note = self._sheet.notes.get((line.number, read.at), "")
        return Said(edit.value, base, place, shown(cell, read.column), note)

    def _cell_unread(self, kind: str, line: Line, read: _Read, cell: Cell, reason: str) -> Unread:
        column = read.column
        return Unread(
            kind, f"{self._sheet.name}!{address(line.number, read.at)}", shown(cell, column), reason,
            line.handed.declared.entity, line.key, column.field or column.adds or column.name, *self._named(line),
        )  # fmt: skip

    def unread(self, kind: str, line: Line, reason: str) -> Unread:
        """A row as a whole that is not taken."""
        texts = [
            text for at in sorted(self._layout.places.values())
            if not is_blank(cell := line.row.at(at)) and (text := one_line(str(cell)))
        ][:3]  # fmt: skip
        said = " · ".join(text if len(text) <= 60 else text[:59] + "…" for text in texts)
        return Unread(
            kind, f"{self._sheet.name}!{line.number}", said, reason, line.handed.declared.entity, line.key, "",
            *self._named(line),
        )  # fmt: skip

    def _notes(self, line: Line, used: set[int]) -> Iterator[str]:
        """What columns of their own say, and the comments at cells that were not edited."""
        own = [(at, heading) for at, heading in self._layout.foreign.items() if not is_blank(line.row.at(at))]
        for at, heading in own[:MOST]:
            yield f"{heading[:LONGEST]}: {one_line(str(line.row.at(at)))}"
        if len(own) > MOST:
            yield "…"
        for at, text in self._comments.get(line.number, ()):
            if at not in used:
                yield text

    def _context(self, line: Line, used: set[int]) -> Iterator[str]:
        """What was written into context columns of a new row: project, origin … are for the team to say."""
        for column in self._handed.declared.columns:
            at = self._layout.places.get(column.name)
            if at and at not in used and column.owner is Owner.OURS and not is_blank(cell := line.row.at(at)):
                yield f"{_(column.heading)}: {one_line(shown(cell, column))}"

    def _besides(self, line: Line, used: set[int]) -> None:
        mine = self._comments.get(line.number, ())
        self._unchanged += [address(line.number, at) for at, _text in mine if at not in used]

    def afterwards(self) -> list[str]:
        """What stands in the sheet and belongs to no change."""
        told: list[str] = []
        if cells := self._unchanged:
            told.append(ngettext(
                "A comment stands at a cell that was not changed: {cells}.",
                "{n} comments stand at cells that were not changed: {cells}.",
                len(cells),
            ).format(n=len(cells), cells=", ".join(cells[:10])))  # fmt: skip
        if names := [heading for at, heading in self._layout.foreign.items() if self._is_filled(at)]:
            told.append(ngettext(
                "The column {names} is not of the workbook that was sent: it is shown beside what changed, not taken.",
                "The columns {names} are not of the workbook that was sent: they are shown beside what changed, not"
                " taken.",
                len(names),
            ).format(names=_listed(names)))  # fmt: skip
        if lost := sum(line.by_code for line in self._found):
            told.append(ngettext(
                "{n} row had lost its hidden key and was told by its code.",
                "{n} rows had lost their hidden key and were told by their code.",
                lost,
            ).format(n=lost))  # fmt: skip
        return told

    def _is_filled(self, at: int) -> bool:
        return any(not is_blank(line.row.at(at)) for line in self._found)


def _column_sentences(layout: Layout, handed: Handed) -> Iterator[str]:
    by_name = {column.name: column for column in handed.declared.columns}
    for name, heading in layout.guessed:
        if by_name[name].owner is not Owner.OURS:
            said = _("The column “{heading}” was taken for “{name}”, by its content or its place.")
            if not heading.strip():
                said = _("The column without a heading was taken for “{name}”, by its content or its place.")
            yield said.format(heading=one_line(heading), name=_(by_name[name].heading))
    if layout.lost:
        yield ngettext(
            "The column {names} was not found; it counts as not answered, nothing is cleared.",
            "The columns {names} were not found; they count as not answered, nothing is cleared.",
            len(layout.lost),
        ).format(names=_listed([_(column.heading) for column in layout.lost]))


def _listed(names: Sequence[str]) -> str:
    shown = [f"“{name[:LONGEST]}”" for name in names[:MOST]]
    return ", ".join(shown if len(names) <= MOST else [*shown, "…"])


def _done(adds: Mapping[str, Said]) -> Iterator[str]:
    """What was done, in their words: it stands beside every question about the row."""
    for name, cell in adds.items():
        if name == "progress_entries.body":
            yield str(cell.value)


def _ours(column: Column) -> str:
    if column.owner is Owner.NAMES:
        return _("“{column}” is agreed with the team; what was written over it is not taken.").format(
            column=_(column.heading)
        )
    return _("“{column}” is not one of their columns; what was written over it is not taken.").format(
        column=_(column.heading)
    )


def _why(reason: str) -> str:
    return {
        "unknown": _("The hidden key of this row is not of this workbook: nobody can say which record it is."),
        "other text": _("This row lost its hidden key, and its code is that of another text: it is not taken."),
        "unknown code": _("This row has no hidden key, and its code is not among those that were sent."),
        "nameless": _("This row has no hidden key and no code: nobody can say which record it answers."),
        "none taken": _(
            "This row is not one of those that were sent, and this workbook takes no new ones: enter it in the program."
        ),
        "only text": _("This row has no hidden key and nothing but a text: it may be a note, or something new."),
        "stranger": _("This row has the hidden key of one record and the code of another; it is not taken."),
    }[reason]


def _texts_in(found: Sequence[Line], days: Sequence[tuple[Column, int]]) -> bool:
    return any(type(line.row.at(at)) is str for _column, at in days for line in found)


def _fractions(found: Sequence[Line], at: int) -> bool:
    """Whether the numbers of a percent column are fractions, as they left; a column of bare whole points is not."""
    numbers: list[Any] = [value for line in found if isinstance(value := line.row.at(at), (int, float))]
    return not numbers or are_fractions(numbers)


def together(gathered: Sequence[Brought]) -> list[Brought]:
    """Rows that tell of the same record: once where they tell the same, else all of them, numbered.

    A copied spare row with another text is another new record.
    """
    several: dict[Key, dict[object, Brought]] = {}
    for one in gathered:
        several.setdefault(one.key, {}).setdefault(_told(one), one)
    found: list[Brought] = []
    for key, rows in several.items():
        titles: dict[str, list[Brought]] = {}
        for one in rows.values():
            titles.setdefault(one.words if one.about is About.NEW else "", []).append(one)
        for n, same in enumerate(titles.values()):
            own = key if n == 0 else minted(key, same[0].entity, same[0].words, 1)
            numbered = len(same) > 1
            if own is key and not numbered:
                found += same
                continue
            found += [replace(one, key=own, twice=place if numbered else 0) for place, one in enumerate(same, 1)]
    return found


def _told(one: Brought) -> object:
    """What a row tells, wherever it stands."""
    cells = [(part, name, cell.value) for part in ("fields", "adds") for name, cell in getattr(one, part).items()]
    return frozenset(cells), one.withdraw is not None
