"""The rows of a sheet that came back: which record each is, by key, else by code; and whether they were mixed up.

Sorting the visible columns without the hidden one leaves every row with another row's key, and nothing in the file
says so but the code beside it: then nothing of the sheet is taken.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from db.fields import Json, Key
from ecd_desktop.exchange import keys, sheet_columns
from ecd_desktop.exchange.identity import CLOSE, likeness
from ecd_desktop.exchange.keys import Damaged, RowKey
from ecd_desktop.exchange.matching import bare
from ecd_desktop.exchange.returned_columns import Layout, said
from ecd_desktop.exchange.sheet_columns import Column, Owner, Shape
from ecd_desktop.exchange.workbook import Cell, Row, Sheet, folded, is_blank

Values = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Handed:
    """What one export handed out: record → field → journal value, and the keys minted for new rows.

    ``spare`` None: the log is lost, and every key of this export that is not among the records is a spare one.
    ``shown``: record → column → what columns that only show something said, as the workbook itself keeps it.
    """

    export: Key
    declared: sheet_columns.Sheet
    values: Mapping[Key, Values]
    spare: frozenset[Key] | None = frozenset()
    shown: Mapping[Key, Values] = field(default_factory=dict)

    def knows(self, key: Key) -> bool:
        return key in self.values or (self.declared.spare > 0 and (self.spare is None or key in self.spare))

    def said(self, key: Key, column: Column) -> Json:
        """What a column said of a record when it left."""
        return (self.values[key].get(column.field) if column.field else self.shown.get(key, {}).get(column.name)) or ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet with the keys that stand in it, by row number; ``damaged``: rows whose key fails its own check."""

    sheet: Sheet
    column: int
    keys: Mapping[int, RowKey]
    damaged: frozenset[int] = frozenset()


@dataclass(slots=True)
class Line:
    """A row of data.  ``key`` None: it cannot be said which record it is (``why``), or it is a new one.

    ``base``: what was handed out; None where nothing was.  ``number``: of the row in the sheet.
    """

    row: Row
    key: Key | None
    base: Values | None
    handed: Handed
    why: str = ""
    by_code: bool = False

    @property
    def number(self) -> int:
        return self.row.number


@dataclass(frozen=True, slots=True)
class Naming:
    """The columns that name a record: its visible code, and the text that says what it is.

    A noun without codes is told by two texts together, ``text`` and ``beside``.
    """

    code: Column | None
    text: Column
    beside: Column | None = None

    @classmethod
    def of(cls, declared: sheet_columns.Sheet) -> Naming:
        first = declared.columns[0]
        texts = [one for one in declared.columns if one.owner is Owner.NAMES and one.shape is Shape.TEXT]
        if first.field == "code":
            return cls(first, texts[0] if texts else declared.columns[1])
        return cls(None, *texts[:2])

    def named(self, handed: Handed, key: Key) -> tuple[str, str]:
        """The code and the words of a record that was handed out, for people."""
        said = [str(handed.said(key, one)) if one is not None else "" for one in (self.code, self.text, self.beside)]
        return said[0], " · ".join(filter(None, said[1:]))

    def mark(self, say: Callable[[Column], Cell | Json]) -> str:
        """What tells a record from all others, out of what its columns ``say``; "" where they say nothing."""
        if self.code is not None:
            return folded(str(say(self.code) or ""))
        text, beside = (folded(str(say(one) or "")) if one is not None else "" for one in (self.text, self.beside))
        return _pair(text, beside) if text else ""


def _pair(text: str, beside: str) -> str:
    return f"{text}\n{beside}"


def listed(sheet: Sheet) -> Listed | None:
    """The keys of a sheet, wherever their column stands; None where it has none."""
    found: dict[int, list[tuple[int, RowKey]]] = {}
    broken: dict[int, set[int]] = {}
    columns: Counter[int] = Counter()
    for row in sheet.rows:
        for at, value in zip(row.columns, row.values, strict=True):
            if type(value) is not str or not 35 < len(value) < 60 or not value.lstrip(_BEFORE).startswith(("K", "k")):
                continue
            try:
                told = keys.read(value)
            except Damaged:
                broken.setdefault(at, set()).add(row.number)
                continue
            if told is not None:
                found.setdefault(row.number, []).append((at, told))
                columns[at] += 1
    if not columns:
        return None
    column = columns.most_common(1)[0][0]
    chosen = {n: next((key for at, key in some if at == column), some[0][1]) for n, some in found.items()}
    return Listed(sheet, column, chosen, frozenset(broken.get(column, ())) - chosen.keys())


_BEFORE = " '\"\u00a0\ufeff"
_TOTAL = re.compile(
    r"^(?:(?:gran|grand|suma|monto)\s+)?(?:sub\s*[-.]?\s*)?total(?:es|s)?\b|^(?:suma(?:s|toria)?|sum)\s*:?$"
)


class Codes:
    """The records handed out, found by what marks them (``keys``), or by a text that no other has (``texts``)."""

    def __init__(self, handed: Handed) -> None:
        self._naming = Naming.of(handed.declared)
        self._handed = handed
        marks: dict[str, Key | None] = {}
        texts: dict[str, Key | None] = {}
        for key in handed.values:
            mark, text = self._naming.mark(partial(handed.said, key)), folded(str(handed.said(key, self._naming.text)))
            for word, found in ((mark, marks), (text, texts)):
                if word:
                    found[word] = None if word in found else key
        self.keys, self.texts = (
            {word: key for word, key in found.items() if key is not None} for found in (marks, texts)
        )  # fmt: skip

    def close(self, key: Key, text: Cell) -> bool:
        """Whether the text of a row is still that of the record."""
        known = bare(str(self._handed.said(key, self._naming.text)))
        return not known or likeness(bare(str(text)), known) >= CLOSE

    def shown_in(self, row: Row) -> Key | None:
        """The record whose code, or whose two texts, stand somewhere in a row."""
        said = [folded(value) for _at, value in row.filled() if type(value) is str]
        if self._naming.beside is not None:
            said = [_pair(one, other) for one in said for other in (*said, "")]
        return next((self.keys[one] for one in said if one in self.keys), None)


def lines(
    where: Listed, layout: Layout, handed: Handed, *, others: Mapping[str, Handed], codes: Codes
) -> list[Line]:
    """The data rows of a sheet; headings, totals, notes and blank spare rows are left out.

    ``others``: further exports whose keys may stand in the file, by their mark.
    """
    mark = keys.export_mark(handed.export)
    known = sorted(layout.places.values())
    told = [layout.places[one.name] for one in handed.declared.columns
            if one.name in layout.places and one.owner is not Owner.OURS]  # fmt: skip
    found: list[Line] = []
    for row in where.sheet.rows:
        said = where.keys.get(row.number)
        if said is not None:
            owner = handed if said.export == mark else others.get(said.export)
            if owner is None or not owner.knows(said.record):
                if not all(is_blank(row.at(at)) for at in known):
                    found.append(Line(row, None, None, handed, "unknown"))
            elif said.record in owner.values:
                found.append(Line(row, said.record, owner.values[said.record], owner))
            elif not all(is_blank(row.at(at)) for at in told):
                found.append(Line(row, said.record, None, owner))
            continue
        if row.number <= layout.header:
            continue
        filled = [at for at in known if not is_blank(row.at(at))]
        if not filled or _is_no_data(row, filled, layout, handed):
            continue
        line = _without_key(row, layout, handed, codes, filled, told)
        if line is not None:
            found.append(line)
    return found


def _is_no_data(row: Row, filled: Sequence[int], layout: Layout, handed: Handed) -> bool:
    """A total, the headings once more, or a sum beneath a column."""
    first = row.at(filled[0])
    texts = sum(isinstance(row.at(at), str) for at in filled)
    if isinstance(first, str) and texts < 3 and _TOTAL.search(folded(first)):
        return True
    if not texts:
        return True
    named = {column.name: column for column in handed.declared.columns}
    heads = sum(
        isinstance(value := row.at(at), str) and folded(value) in said(named[name].heading)
        for name, at in layout.places.items()
    )
    return heads >= 2


def _without_key(
    row: Row, layout: Layout, handed: Handed, codes: Codes, filled: Sequence[int], told: Sequence[int]
) -> Line | None:
    naming, say = Naming.of(handed.declared), partial(_cell, row, layout)
    code, text = say(naming.code) if naming.code is not None else None, say(naming.text)
    key = codes.keys.get(naming.mark(say))
    if key is not None and (is_blank(text) or codes.close(key, text)):
        return Line(row, key, handed.values[key], handed, by_code=True)
    if key is not None:
        return Line(row, None, None, handed, "other text")
    if not is_blank(code) and any(mark.isdigit() for mark in str(code)):
        return Line(row, None, None, handed, "unknown code")
    answered = [at for at in filled if at in told]
    if is_blank(text):  # a note below the table, or an answer that belongs to nothing
        return Line(row, None, None, handed, "nameless") if len(filled) > 1 and answered else None
    if len(answered) < 2:
        return Line(row, None, None, handed, "only text")
    return Line(row, None, None, handed, "" if handed.declared.spare else "none taken")


def _cell(row: Row, layout: Layout, column: Column) -> Cell:
    at = layout.places.get(column.name)
    return row.at(at) if at else None


def minted(export: Key, sheet: str, text: str, n: int) -> Key:
    """The key of a row that somebody typed below the table: the same for the same words in the same export.

    So the file again, or a later edition of it, tells of the same record.  It looks like any key of ours (UUIDv7,
    with the time of the export).
    """
    made = bytearray(export.bytes[:6] + hashlib.sha256(f"{export}|{sheet}|{folded(text)}|{n}".encode()).digest()[:10])
    made[6] = made[6] & 0x0F | 0x70
    made[8] = made[8] & 0x3F | 0x80
    return Key(bytes=bytes(made))


# --- mixed up -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Told:
    """What the answers of a row say, for telling whether they were moved to other rows: one value per column."""

    now: list[Json] = field(default_factory=list)
    base: list[Json] = field(default_factory=list)


def strangers(found: Iterable[Line], layout: Layout, codes: Codes, handed: Handed) -> list[Line]:
    """The rows that bear the key of one record and the code, or the very text, of another."""
    naming = Naming.of(handed.declared)
    wrong: list[Line] = []
    for line in found:
        if line.key is None or line.by_code or line.handed is not handed:
            continue
        say = partial(_cell, line.row, layout)
        other_mark = codes.keys.get(naming.mark(say))
        other_text = codes.texts.get(folded(str(say(naming.text) or "")))
        for other in (other_mark, other_text):
            if other is not None and other != line.key:
                wrong.append(line)
                break
    return wrong


def are_moved(told: Sequence[Told], texts: Sequence[bool]) -> bool:
    """Whether the answers were sorted apart from their rows: together, or one column of them.

    The rows that changed, three or more, must say what others of them were handed out with, and three different things
    at least.  Where these are words (``texts``, per column) a few true edits among them do not hide it; states and
    numbers must fit exactly, since five rows that all went on by 20 per cent look nearly the same.
    """
    if not told:
        return False
    width = range(len(told[0].now))
    if _permuted([(tuple(one.now), tuple(one.base)) for one in told], [n for n in width if texts[n]]):
        return True
    return any(_permuted([((one.now[n],), (one.base[n],)) for one in told], [0] if texts[n] else []) for n in width)


def _permuted(pairs: Sequence[tuple[tuple[Json, ...], tuple[Json, ...]]], words: Sequence[int]) -> bool:
    changed = [(now, base) for now, base in pairs if now != base]
    if len(changed) < 3:
        return False
    now, base = Counter(pair[0] for pair in changed), Counter(pair[1] for pair in changed)
    shared = now & base
    exact = shared.total() == len(changed)
    telling = [value for value in shared if exact or any(value[n] for n in words)]
    return len(telling) >= 3 and shared.total() >= 0.8 * len(changed)
