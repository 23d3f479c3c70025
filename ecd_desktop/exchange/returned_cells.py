"""One column of a sheet that came back: whether a cell was edited, and what it says then, or why it says nothing.

A blank is an edit only where the field may be empty.  A required one (state, progress) cannot be emptied: people clear
such a column and fill in the rows they answer, so a blank there says "not answered", like a row that is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from db.fields import CHOICE, DAY, DECIMAL, FLAG, MEMO, MONEY, NUMBER, TEXT, Choice, Field, Json, Unreadable
from db.records.base import fields_of, record_class
from ecd_desktop.exchange import cells, renderings
from ecd_desktop.exchange.dates import Style, read_date, weigh
from ecd_desktop.exchange.error_cells import WORDS
from ecd_desktop.exchange.import_result import as_written
from ecd_desktop.exchange.returned_columns import said, word_of
from ecd_desktop.exchange.sheet_columns import Column, Owner, Shape
from ecd_desktop.exchange.sheets import YES
from ecd_desktop.exchange.workbook import Cell, ErrorCell, FormulaCell, folded, is_blank, one_line
from ecd_desktop.language import _, speech


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edited cell says, in journal form; or ``problem``, why it cannot be taken."""

    value: Json = None
    problem: str = ""


Judge = Callable[[Cell, Json], Edit | None]
"""(cell, value handed out) → None where nothing was edited."""

_MEMORY = 20_000
SHOWN_BY = 2  # dates that nobody edited


def field_of(entity: str, column: Column) -> Field | None:
    """The field that a column tells: of the record itself, or of the further record it adds."""
    if column.field:
        return fields_of(record_class(entity)).get(column.field)
    if column.adds:
        other, _dot, name = column.adds.partition(".")
        return fields_of(record_class(other)).get(name)
    return None


def withdraws(column: Column) -> bool:
    """Whether a Yes in this column asks that the record be taken off."""
    return column.owner is Owner.THEIRS and not column.field and not column.adds and YES in column.words


def shown(cell: Cell, column: Column) -> str:
    """A cell as the sheet shows it."""
    if column.shape is Shape.PERCENT and isinstance(cell, (int, float)) and not isinstance(cell, bool):
        points = cell * 100 if abs(cell) <= 1 else cell
        return f"{round(points, 2):g}%"
    return as_written(cell)


def judge_of(
    entity: str, column: Column, *, meta: Mapping[str, str], style: Style = Style.DMY, sure: bool = False,
    fractions: bool = True,
) -> Judge | None:
    """How the cells of a column are judged; None for a column whose values are not told (context, links).

    ``style``: how text dates are read here, ``sure`` where the sheet itself shows it.
    ``fractions``: whether a bare 1 in this column is 100 per cent.
    """
    if withdraws(column):
        return _kept(_withdrawal)
    field = field_of(entity, column)
    if field is None:
        return None
    if field.kind in (TEXT, MEMO):
        return _text(field, column)
    if field.kind is CHOICE:
        return _kept(_choice(field, column, meta))
    if field.kind is DAY:
        return _kept(_day(field, style, sure=sure))
    if field.kind is NUMBER and column.shape is Shape.PERCENT:
        return _kept(_percent(field, fractions))
    if field.kind in (NUMBER, DECIMAL, MONEY):
        return _kept(_number(field))
    if field.kind is FLAG:
        return _kept(_flag(field))
    return None


def context(column: Column) -> Judge:
    """How a column that only shows something is judged: whether somebody wrote over it; a blank says nothing."""

    def judge(cell: Cell, base: Json) -> Edit | None:
        if is_blank(cell):
            return None
        if column.shape is Shape.DAY:
            kept = base is not None and renderings.is_day(cell, str(base))
        elif isinstance(base, int):
            kept = renderings.is_number(cell, base)
        else:
            kept = base is not None and renderings.is_text(cell, str(base))
        return None if kept else Edit(cells.line(cell) if not isinstance(cell, (ErrorCell, FormulaCell)) else None)

    return _kept(judge)


def same(entity: str, column: Column, cell: Cell, base: Json) -> bool:
    """Whether a cell may be a rendering of ``base``, in whatever column it stands."""
    judge = judge_of(entity, column, meta={})
    return judge is not None and judge(cell, base) is None


def date_style(told: Iterable[tuple[Cell, Json]], others: Iterable[Cell]) -> tuple[Style, bool]:
    """How text dates of a sheet are read: as those that still say what was handed out, else as 31/12 shows; and whether
    two at least of the former show it.

    ``told``: (cell, ISO day handed out).  ``others``: dates that were typed.  Day/month is what the page that
    explains asks for, and what stays.
    """
    fits = {Style.DMY: 0, Style.MDY: 0}
    typed: list[Cell] = list(others)
    for cell, base in told:
        if not isinstance(cell, str) or not isinstance(base, str):
            continue
        readings = {style: read_date(cell, style).day for style in fits}
        right = [style for style, day in readings.items() if day is not None and day.isoformat() == base]
        if len(right) == 1:
            fits[right[0]] += 1
        elif not right:
            typed.append(cell)
    if fits[Style.MDY] != fits[Style.DMY]:
        best = max(fits, key=lambda style: fits[style])
        return best, fits[best] >= SHOWN_BY
    shown = weigh(typed)
    return (Style.MDY if shown.month_first > shown.day_first else Style.DMY), False


# --- each kind ----------------------------------------------------------------------------------------------------


def _kept(judge: Judge) -> Judge:
    """The same, asked once for each pair of cell and base: such columns say few things."""
    memory: dict[tuple[type, Cell, Json], Edit | None] = {}

    def asked(cell: Cell, base: Json) -> Edit | None:
        place = (type(cell), cell, base)
        if place in memory:
            return memory[place]
        found = judge(cell, base)
        if len(memory) < _MEMORY:
            memory[place] = found
        return found

    return asked


def _error(cell: Cell) -> Edit | None:
    if isinstance(cell, ErrorCell):
        return Edit(problem=_("The cell shows the error {code}.").format(code=cell.code))
    if isinstance(cell, FormulaCell):
        return Edit(problem=_("The cell holds a formula whose result is not stored in the file."))
    return None


def _blank(field: Field, base: Json) -> Edit | None:
    """What a blank cell says: nothing, unless something stood there that may be taken away."""
    return None if base in (None, "") or field.required else Edit(None)


def _text(field: Field, column: Column) -> Judge:
    read = cells.written if field.kind is MEMO else cells.line
    marks = said(renderings.CUT_MARK, as_is=True)
    limit = min(filter(None, (column.limit, field.max)), default=0)

    def judge(cell: Cell, base: Json) -> Edit | None:
        if cell == base and type(cell) is str:
            return None
        if is_blank(cell):
            return None if renderings.is_text(None, str(base or "")) else _blank(field, base)
        if type(cell) is str and cell.startswith("#") and cell.strip() in WORDS:  # an error saved as text
            cell = ErrorCell(cell.strip())
        cell = renderings.undated(cell)
        if base is not None and renderings.is_text(cell, str(base), marks):
            return None
        if wrong := _error(cell):
            return wrong
        if column.shape is Shape.DAY and isinstance(cell, (int, float)):  # a text field that is shown as a day
            cell = read_date(cell, Style.DMY).day
        text = read(cell)
        if text is None or text == read(str(base or "")):
            return None
        if limit and len(text) > limit:
            return Edit(problem=_("This text is longer than {max} characters.").format(max=limit))
        return Edit(text)

    return judge


def _choice(field: Field, column: Column, meta: Mapping[str, str]) -> Judge:
    assert field.choices is not None
    choices = field.choices
    members = {member.value: member for member in choices}
    words = {cells.list_word(word): members[value] for word, value in word_of(column, meta).items() if value in members}
    for member in choices:
        for spoken in (member.value, *said(member.label)):
            words.setdefault(cells.list_word(spoken), member)
    synonyms = cells.SYNONYMS.get(choices, {})
    offered = [word for word in column.words if isinstance(word, Choice)]

    def judge(cell: Cell, base: Json) -> Edit | None:
        if is_blank(cell):
            return _blank(field, base)
        if wrong := _error(cell):
            return wrong
        word = cells.list_word(cell)
        found = words.get(word)
        if found is not None and found.value == base:
            return None
        meant = synonyms.get(word) or found
        if meant is not None and meant.value == base:
            return None
        places = {"text": one_line(str(cell)), "words": ", ".join(_(word.label) for word in offered or choices)}
        if meant is None:
            return Edit(problem=_("“{text}” is none of these words: {words}.").format(**places))
        if offered and meant not in offered:
            return Edit(problem=_("“{text}” is for the team to say. Here stands one of: {words}.").format(**places))
        return Edit(meant.value)

    return judge


def _day(field: Field, style: Style, *, sure: bool) -> Judge:
    def judge(cell: Cell, base: Json) -> Edit | None:
        if is_blank(cell):
            return _blank(field, base)
        if base is not None and renderings.is_day(cell, str(base)):
            turned = read_date(cell, style).day if sure and isinstance(cell, str) else None
            if turned is None or turned.isoformat() == base:
                return None
            said = _("It may be the date that was sent, with day and month in the other order, or another one.")
            return Edit(problem=said)
        reading = read_date(cell, style)
        if reading.day is None:
            return Edit(problem=reading.problem or reading.warning or _("This is not a date."))
        return None if (told := field.dump(reading.day)) == base else Edit(told)

    return judge


def _percent(field: Field, fractions: bool) -> Judge:
    def judge(cell: Cell, base: Json) -> Edit | None:
        cell = renderings.as_number(cell)
        if is_blank(cell):
            return _blank(field, base)
        if isinstance(base, int) and renderings.is_points(cell, base):
            return None
        if wrong := _error(cell):
            return wrong
        bare = isinstance(cell, (int, float, Decimal))
        small = bare and not isinstance(cell, bool) and abs(float(cell)) <= 1  # type: ignore[arg-type]
        told = cells.read_percent(cell, fractions=small if bare else _is_fraction(cell, fractions))
        if told.value is None:
            return Edit(problem=told.problem or told.warning)
        return None if told.value == base else Edit(told.value)

    return judge


def _is_fraction(cell: Cell, fractions: bool) -> bool:
    """Whether a number that was typed as text is a fraction: 0.12 always is, 1 where the column's numbers are."""
    found = renderings.numbers_in(cell) if isinstance(cell, str) else frozenset()
    return any(0 < number < 1 or (number == 1 and fractions) for number in found)


def _number(field: Field) -> Judge:
    cents = field.kind is MONEY

    def judge(cell: Cell, base: Json) -> Edit | None:
        cell = renderings.as_number(cell)
        if is_blank(cell):
            return _blank(field, base)
        if isinstance(base, int) and renderings.is_number(cell, base, cents=cents):
            return None
        if wrong := _error(cell):
            return wrong
        if isinstance(cell, bool):
            return Edit(problem=_("This is not a number."))
        try:
            value = field.parse(cell, speech())
        except Unreadable as unread:
            return Edit(problem=unread.text(speech()))
        if wrong_value := field.check("", value):
            return Edit(problem=wrong_value.text(speech()))
        told = field.dump(value)
        return None if told == base else Edit(told)

    return judge


def _flag(field: Field) -> Judge:
    def judge(cell: Cell, base: Json) -> Edit | None:
        if is_blank(cell):
            return None
        if wrong := _error(cell):
            return wrong
        try:
            value = field.parse(cell, speech())
        except Unreadable as unread:
            return Edit(problem=unread.text(speech()))
        return None if value == bool(base) else Edit(value)

    return judge


_YES: Final = frozenset(("si", "s", "yes", "y", "x", "1", "true", "verdadero", "retirar", "withdraw", "ok"))
_NO: Final = frozenset(("no", "n", "0", "false", "falso"))


def _withdrawal(cell: Cell, base: Json) -> Edit | None:
    if is_blank(cell):
        return None
    if wrong := _error(cell):
        return wrong
    word = ("x" if cell else "no") if isinstance(cell, bool) else cells.list_word(cell)
    if word in _YES or folded(str(cell)) in said(YES):
        return Edit("yes")
    if word in _NO or not word:
        return None
    return Edit(problem=_("“{text}” is neither yes nor no.").format(text=one_line(str(cell))))
