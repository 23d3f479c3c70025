"""Which column of a sheet that came back is which, whatever was done to its heading, its place or its neighbours.

Headings tell first (both languages, and as the workbook itself notes them), then the names that stand on the
headings, then the content against what was handed out, last the place between two neighbours that were found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from db.fields import Choice, Json
from ecd_desktop.exchange import sheet_columns
from ecd_desktop.exchange.sheet_columns import Column, Owner
from ecd_desktop.exchange.workbook import Cell, Row, Sheet, Workbook, column_number, folded, is_blank
from ecd_desktop.exchange.workbook_shell import COLUMN_NAME, KEY_HEADING
from ecd_desktop.language import ENGLISH, SPANISH, _, in_language

Same = Callable[[Column, Cell, Json], bool]
"""Whether a cell may be a rendering of a value handed out."""

SAMPLE = 200
"""Rows whose content is compared where neither a heading nor a name tells a column."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one sheet.  ``header``: the row of the headings, 0 where there is none.

    ``places``: column name → its number.  ``foreign``: number → heading of columns that are not of the template.
    ``guessed``: (name, heading) of those taken by their content or place.  ``lost``: theirs, and not found.
    """

    header: int
    places: Mapping[str, int]
    foreign: Mapping[int, str] = field(default_factory=dict)
    guessed: tuple[tuple[str, str], ...] = ()
    lost: tuple[Column, ...] = ()


@cache
def said(text: str, *, as_is: bool = False) -> tuple[str, ...]:
    """A phrase of ours in every language that workbooks are written in, folded unless ``as_is``."""
    found = []
    for language in (SPANISH, ENGLISH):
        with in_language(language):
            found.append(_(text) if as_is else folded(_(text)))
    return tuple(dict.fromkeys(found))


def vocabulary(declared: sheet_columns.Sheet, meta: Mapping[str, str]) -> dict[str, str]:
    """Folded heading → column name; what the workbook notes about itself comes first."""
    words: dict[str, str] = {}
    for column in declared.columns:
        if own := meta.get(f"column.{column.name}"):
            words.setdefault(folded(own), column.name)
    for column in declared.columns:
        for word in said(column.heading):
            words.setdefault(word, column.name)
    return words


def header_of(rows: Iterable[Row], words: Mapping[str, str]) -> Row | None:
    """The row that holds the most headings, two at least; ``rows`` are those without a key."""
    best, most = None, 1
    for row in rows:
        texts = (folded(value) for _at, value in row.filled() if type(value) is str)
        hits = len({words[text] for text in texts if text in words})
        if hits > most:
            best, most = row, hits
    return best


_PLACE = re.compile(r"^(?:=|\[)?\$?(?:'((?:[^']|'')+)'|([^'!.]+))[!.]\$?([A-Z]{1,3})\$?([0-9]{1,7})\]?$")


def named(workbook: Workbook) -> dict[str, dict[str, tuple[int, int]]]:
    """Sheet → column name → (row, column) where the name of its heading stands today."""
    prefix = COLUMN_NAME.format(name="")
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for name, meant in workbook.names:
        if name.startswith(prefix) and (place := _PLACE.match(meant)):
            sheet = (place[1] or place[2] or "").replace("''", "'")
            found.setdefault(sheet, {})[name.removeprefix(prefix)] = (int(place[4]), column_number(place[3]))
    return found


def lay_out(
    sheet: Sheet, declared: sheet_columns.Sheet, *, meta: Mapping[str, str], names: Mapping[str, tuple[int, int]],
    unkeyed: Sequence[Row], keyed: Sequence[tuple[Row, Mapping[str, Json]]], key_column: int, same: Same,
) -> Layout:  # fmt: skip
    """Find the columns of ``sheet``.  ``keyed``: its rows whose values handed out are known, with those values.

    ``names``: where the names of the headings stand on this sheet.  ``key_column``: 0 where the keys are gone.
    """
    words = vocabulary(declared, meta)
    by_name = {column.name: column for column in declared.columns}
    header = header_of(unkeyed, words)
    number = 0
    if header is not None:
        number = header.number
    elif names:
        number = Counter(row for row, _column in names.values()).most_common(1)[0][0]
    heads = {at: str(value) for at, value in (header or sheet.row(number) or Row(0, (), ())).filled() if number}
    sample = _sample(keyed)
    places: dict[str, int] = {}
    claims: dict[str, list[int]] = {}
    for at, heading in heads.items():
        if name := words.get(folded(heading)):
            claims.setdefault(name, []).append(at)
    for name, several in claims.items():
        marked = names.get(name, (0, 0))[1]
        if len(several) > 1 and marked not in several:
            several.sort(key=lambda at: (-_fit(by_name[name], at, sample, same), at))
        places[name] = marked if marked in several else several[0]
    for marked_name, (_row, at) in names.items():
        if marked_name in by_name and marked_name not in places and at not in (*places.values(), key_column):
            places[marked_name] = at
    taken = {*places.values(), key_column}
    guessed: list[str] = []
    told_by_names = bool(names)  # where headings bear their names, one that does not was deleted: nothing is guessed
    wanted = [column for column in declared.columns if f"column.{column.name}" in meta] if _tells(meta) else [
        column for column in declared.columns if not column.personal
    ]  # fmt: skip
    used = sorted({at for row, _values in sample for at, _value in row.filled()} - taken)
    for column in wanted:
        if column.name in places or not column.field or told_by_names:
            continue
        fits = [(score, -at) for at in used if at not in taken and (score := _fit(column, at, sample, same)) >= 0.6]
        if fits:
            places[column.name] = -max(fits)[1]
            taken.add(places[column.name])
            guessed.append(column.name)
    if not told_by_names:
        guessed += _between(wanted, places, key_column, taken)
    foreign = {
        at: " ".join(heading.split()) for at, heading in heads.items()
        if at not in taken and heading.strip() and folded(heading) != KEY_HEADING
    }  # fmt: skip
    theirs = [column for column in wanted if column.owner is Owner.THEIRS]
    lost = tuple(column for column in theirs if column.name not in places)
    return Layout(number, places, foreign, tuple((name, heads.get(places[name], "")) for name in guessed), lost)


def _tells(meta: Mapping[str, str]) -> bool:
    return any(name.startswith("column.") for name in meta)


def _sample(keyed: Sequence[tuple[Row, Mapping[str, Json]]]) -> Sequence[tuple[Row, Mapping[str, Json]]]:
    return keyed if len(keyed) <= SAMPLE else keyed[:: len(keyed) // SAMPLE]


def _fit(column: Column, at: int, sample: Sequence[tuple[Row, Mapping[str, Json]]], same: Same) -> float:
    """The part of the rows in which a column says what was handed out there; 0 where too little tells it."""
    if not column.field:
        return 0.0
    telling = [(row.at(at), values.get(column.field)) for row, values in sample if values.get(column.field) is not None]
    if len(telling) < 2 or len({str(value) for _cell, value in telling}) < 2:
        return 0.0
    hits = sum(not is_blank(cell) and same(column, cell, value) for cell, value in telling)
    return hits / len(telling)


def _between(wanted: Sequence[Column], places: dict[str, int], key_column: int, taken: set[int]) -> list[str]:
    """Give a run of columns that were not found the places between its neighbours, where just as many are free."""
    order = [KEY_HEADING, *(column.name for column in wanted)]
    known = {**places, **({KEY_HEADING: key_column} if key_column else {})}
    anchors = [place for place, name in enumerate(order) if name in known]
    found: list[str] = []
    for left, right in pairwise(anchors):
        start = known[order[left]]
        run = range(start + 1, start + right - left)
        if right - left == 1 or known[order[right]] - start != right - left or taken.intersection(run):
            continue
        for name, at in zip(order[left + 1 : right], run, strict=True):
            places[name] = at
            taken.add(at)
            found.append(name)
    return found


def word_of(column: Column, meta: Mapping[str, str]) -> dict[str, str]:
    """Folded word of the column's drop-down list → its value, in both languages and as the workbook notes it."""
    words: dict[str, str] = {}
    prefix = f"word.{column.name}."
    for name, label in meta.items():
        if name.startswith(prefix):
            words[folded(label)] = name.removeprefix(prefix)
    for word in column.words:
        value, label = (word.value, word.label) if isinstance(word, Choice) else (word, word)
        for spoken in said(label):
            words.setdefault(spoken, value)
    return words
