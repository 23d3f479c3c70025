"""The rows of a sheet that came back: which record each is, by key, else by code; and whether they were mixed up.

Sorting the visible columns without the hidden one leaves every row with another row's key, and nothing in the file
says so but the code beside it: then nothing of the sheet is taken.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from db.fields import Json, Key
from ecd_desktop.exchange import keys, sheets
from ecd_desktop.exchange.identity import CLOSE, likeness
from ecd_desktop.exchange.keys import Damaged, RowKey
from ecd_desktop.exchange.matching import bare
from ecd_desktop.exchange.returned_columns import Layout, said
from ecd_desktop.exchange.sheets import Column, Owner, Shape
from ecd_desktop.exchange.workbook import Cell, Row, Sheet, folded, is_blank

Values = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Handed:
    """What one export handed out: record → field → journal value, and the keys minted for new rows.

    ``spare`` None: the log is lost, and every key of this export that is not among the records is a spare one.
    """

    export: Key
    declared: sheets.Sheet
    values: Mapping[Key, Values]
    spare: frozenset[Key] | None = frozenset()

    def knows(self, key: Key) -> bool:
        return key in self.values or self.spare is None or key in self.spare


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
    """The columns that name a record: its visible code, and the text that says what it is."""

    code: Column
    text: Column

    @classmethod
    def of(cls, declared: sheets.Sheet) -> Naming:
        first = declared.columns[0]
        texts = [one for one in declared.columns if one.owner is Owner.NAMES and one.shape is Shape.TEXT]
        return cls(first, texts[0] if texts else declared.columns[1])


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
    """The records handed out, found by their visible code (``keys``), or by a text that no other has (``texts``)."""

    def __init__(self, handed: Handed) -> None:
        self._naming = Naming.of(handed.declared)
        self._values = handed.values
        self.keys: dict[str, Key] = {}
        texts: dict[str, Key | None] = {}
        for key, values in handed.values.items():
            if code := values.get(self._naming.code.field):
                self.keys[folded(str(code))] = key
            if text := values.get(self._naming.text.field):
                word = folded(str(text))
                texts[word] = None if word in texts else key
        self.texts = {word: key for word, key in texts.items() if key is not None}

    def close(self, key: Key, text: Cell) -> bool:
        """Whether the text of a row is still that of the record."""
        known = bare(str(self._values[key].get(self._naming.text.field) or ""))
        return not known or likeness(bare(str(text)), known) >= CLOSE


def lines(
    where: Listed, layout: Layout, handed: Handed, *, others: Mapping[str, Handed], codes: Codes
) -> list[Line]:
    """The data rows of a sheet; headings, totals, notes and blank spare rows are left out.

    ``others``: further exports whose keys may stand in the file, by their mark.
    """
    mark = keys.export_mark(handed.export)
    naming = Naming.of(handed.declared)
    code_at, text_at = layout.places.get(naming.code.name, 0), layout.places.get(naming.text.name, 0)
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
        line = _without_key(row, handed, codes, code_at, text_at, filled, told)
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
    row: Row, handed: Handed, codes: Codes, code_at: int, text_at: int, filled: Sequence[int], told: Sequence[int]
) -> Line | None:
    code = row.at(code_at) if code_at else None
    text = row.at(text_at) if text_at else None
    key = codes.keys.get(folded(str(code))) if not is_blank(code) else None
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
    return Line(row, None, None, handed)


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
    code_at, text_at = layout.places.get(naming.code.name, 0), layout.places.get(naming.text.name, 0)
    wrong: list[Line] = []
    for line in found:
        if line.key is None or line.by_code or line.handed is not handed:
            continue
        for at, known, name in ((code_at, codes.keys, naming.code.field), (text_at, codes.texts, naming.text.field)):
            said = line.row.at(at) if at else None
            if line.base is not None and said == line.base.get(name):
                continue
            other = known.get(folded(str(said))) if not is_blank(said) else None
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
