"""Whether a cell may be what a program made of a value handed out: then nothing was edited (base wins).

Spreadsheets change what nobody touched: 0821 becomes 821, 50% becomes 0.5, 1-2 a date, a decimal point a comma, a
line end another one; a narrow column is saved to text as ####.  Each question here is "could this cell be that
value?", never "what does this cell say?".
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from ecd_desktop.exchange.dates import Style, read_date
from ecd_desktop.exchange.serials import from_serial
from ecd_desktop.exchange.sheet_writer import LONGEST, cell_text, looks_like_formula, serial
from ecd_desktop.exchange.workbook import Cell, ErrorCell, FormulaCell, folded
from ecd_desktop.language import N_

CUT_MARK = N_(" [… cut: too long for a cell]")
"""Ends a text that was too long for a cell, as the export writes it."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
_TRUTHS = {"true": True, "verdadero": True, "false": False, "falso": False}
_CALC_ERROR = re.compile(r"Err:\d{3}")  # what LibreOffice shows of a formula it cannot read
_NARROW = re.compile(r"#{2,}")
_HALVES = re.compile("[\ufffd\U00010000-\U0010ffff]")
_FROM_1904 = timedelta(days=1462)


def flat(text: str) -> str:
    """Text without what programs change in passing: forms of accents, kinds and runs of blanks, invisible marks."""
    if text.isascii():
        return " ".join(text.split())
    import unicodedata

    return " ".join(unicodedata.normalize("NFC", text).translate(_INVISIBLE).split())


def as_number(cell: Cell) -> Cell:
    """A number that stands in a cell made for dates, where it shows as a time or a day; other cells as they are."""
    if isinstance(cell, time):
        return round((cell.hour * 3600 + cell.minute * 60 + cell.second) / 86_400, 4)
    if isinstance(cell, datetime):
        return serial(cell.date()) + round((cell.hour * 3600 + cell.minute * 60 + cell.second) / 86_400, 4)
    if not isinstance(cell, date):
        return cell
    return serial(cell) if cell >= _MARCH_1900 else serial(cell) - 1


_MARCH_1900 = date(1900, 3, 1)
_NOT_A_DATE = date(1950, 1, 1)


def undated(cell: Cell) -> Cell:
    """The same for a column of texts: only a day long ago is a number there."""
    return as_number(cell) if isinstance(cell, date) and date(cell.year, cell.month, cell.day) < _NOT_A_DATE else cell


def is_text(cell: Cell, base: str, marks: tuple[str, ...] = ()) -> bool:
    """Whether ``cell`` may be the text ``base``; ``marks`` are the ends that a cut text may have."""
    if isinstance(cell, str):
        return _same_text(cell, base) or (len(base) * 2 > LONGEST and any(_same_text(cell, cell_text(base, mark))
                                                                         for mark in marks))  # fmt: skip
    if cell is None:
        return not flat(cell_text(base))
    if isinstance(cell, FormulaCell):
        return looks_like_formula(base)
    if isinstance(cell, ErrorCell):
        return looks_like_formula(base) or base.strip() == cell.code or bool(_NARROW.fullmatch(cell.code))
    if isinstance(cell, bool):
        return _TRUTHS.get(folded(base)) is cell
    if isinstance(cell, (datetime, date, time)):
        return _may_be_moment(base, cell) or base.startswith(("=", "+", "-", "@"))
    if float(cell) in numbers_in(base) or base.startswith(("=", "+", "@")):
        return True
    made = from_serial(float(cell), date1904=False) if any(mark.isdigit() for mark in base[:40]) else None
    return isinstance(made, (date, time)) and _may_be_moment(base, made)


def _same_text(cell: str, base: str) -> bool:
    if cell == base:
        return True
    one, other = flat(cell), flat(cell_text(base))
    if one == other:
        return True
    if "\t" in base and one == flat(cell_text(base.replace("\t", ""))):  # OpenDocument keeps tabs beside the text
        return True
    if other.startswith("'") and one == other[1:].lstrip():  # typed again, an apostrophe is a sign, not a text
        return True
    if "\ufffd" in one and _HALVES.sub("", one) == _HALVES.sub("", other):  # .xls cuts long texts within a character
        return True
    if _NARROW.fullmatch(one):
        return bool(numbers_in(base))
    if "?" in one and not base.isascii() and _is_ansi(cell) and _as_ansi(cell) == _as_ansi(base):
        return True
    if not one or not other or len(one) > 40 or len(other) > 60:
        return False
    if folded(one) in _TRUTHS:
        return _TRUTHS[folded(one)] == _TRUTHS.get(folded(other))
    if not any(mark.isdigit() for mark in one):
        return False
    if other.startswith("=") and (_CALC_ERROR.fullmatch(one) or numbers_in(one)):
        return True
    return _same_number(one, other) or _same_moment(one, other)


_ASKED = re.compile(r"[? ]*\?[? ]*")


def _is_ansi(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _as_ansi(text: str) -> str:
    """A text as it is compared once it was saved in the alphabet of Windows: all else is question marks, how many
    depends on the program."""
    return _ASKED.sub("?", flat(cell_text(text).encode("cp1252", "replace").decode("cp1252")))


def _same_number(one: str, other: str) -> bool:
    mine, theirs = numbers_in(one), numbers_in(other)
    if mine & theirs:
        return True
    if "e" not in one.lower():
        return False
    # 1.23E+11 shows three digits of a long number
    digits = len(re.sub(r"\D", "", re.split("[eE]", one)[0]))
    return any(
        abs(a - b) <= abs(b) * 10.0 ** (1 - digits) for a in mine for b in theirs if abs(b) >= 1e9 and digits >= 2
    )


_CURRENCY = re.compile(r"(?i)^\s*(?:s/\.?|us\$|\$|€|pen)\s*|\s*(?:soles|s/\.?|€|\$)\s*$")
_NUMERIC = re.compile(r"[+-]?[\d.,' \u00a0\u202f]*\d[\d.,]*(?:[eE][+-]?\d{1,3})?")
_GROUPED = {mark: re.compile(rf"[+-]?\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+(?!\d)") for mark in ",."}
_FRACTION = re.compile(r"(?:(\d{1,6}) )?(\d{1,5})/(\d{1,5})")


@lru_cache(maxsize=4_096)
def numbers_in(text: str) -> frozenset[float]:
    """Every number that a spreadsheet, in one language or another, may make of a text as a whole."""
    plain = flat(text)
    if not plain or len(plain) > 60 or not any(mark.isdigit() for mark in plain):
        return frozenset()
    found: set[float] = set()
    if match := _FRACTION.fullmatch(plain):
        if int(match[3]):
            found.add(int(match[1] or 0) + int(match[2]) / int(match[3]))
        return frozenset(found)
    bare = _CURRENCY.sub("", plain)
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare.strip("()") if negative else bare
    share = bare.endswith("%")
    bare = bare.rstrip("% ").strip()
    if not _NUMERIC.fullmatch(bare):
        return frozenset()
    bare = bare.replace(" ", "").replace("'", "")
    for thousands, decimals in (("", "."), ("", ","), (",", "."), (".", ",")):
        if thousands and not _GROUPED[thousands].match(bare):
            continue
        try:
            number = float((bare.replace(thousands, "") if thousands else bare).replace(decimals, "."))
        except (ValueError, OverflowError):
            continue
        number = -number if negative else number
        found.add(number)
        if share:
            found.add(round(number / 100, 15))
    return frozenset(found)


_MONTHS = {name: n for n, names in enumerate((
    "ene enero jan january", "feb febrero february", "mar marzo march", "abr abril apr april", "may mayo",
    "jun junio june", "jul julio july", "ago agosto aug august", "set sep sept setiembre septiembre september",
    "oct octubre october", "nov noviembre november", "dic diciembre dec december",
), 1) for name in names.split()}  # fmt: skip
_TOKEN = re.compile(r"\d+|[a-z]+")


def _may_be_moment(text: str, moment: date | time) -> bool:
    """Whether a program may have made this date or time of the text: every number of it is a part of the moment."""
    plain = folded(text)
    if len(plain) > 40:
        return False
    parts: list[int] = []
    if isinstance(moment, date):
        parts += [moment.day, moment.month, moment.year, moment.year % 100]
    if isinstance(moment, (datetime, time)):
        parts += [moment.hour, moment.minute, moment.second, moment.hour % 12 or 12]
    tokens = _TOKEN.findall(plain)
    numbers = 0
    for token in tokens:
        value = int(token) if token.isdigit() and len(token) < 6 else _MONTHS.get(token.rstrip("."))
        if value is None:
            if token in ("de", "del", "am", "pm", "a", "p", "m", "t", "z", "h"):
                continue
            return False
        if value not in parts:
            return False
        numbers += 1
    return numbers >= 2


def _same_moment(one: str, other: str) -> bool:
    """A date that was made of a text and saved to text again: 1-2 → 01/02/2026 or 1-feb."""
    if not 2 <= len(_TOKEN.findall(folded(other))) <= 6:
        return False
    for style in (Style.DMY, Style.MDY):
        day = read_date(one, style).day
        if day is not None and _may_be_moment(other, day):
            return True
    if _CLOCK.fullmatch(one) and _CLOCK.fullmatch(other):
        return _clock(one) == _clock(other)
    tokens = _TOKEN.findall(folded(one))
    if any(token in _MONTHS for token in tokens):
        mine = sorted(_MONTHS.get(token, int(token) if token.isdigit() and len(token) < 6 else -1) for token in tokens)
        theirs = sorted(
            _MONTHS.get(token, int(token) if token.isdigit() and len(token) < 6 else -2)
            for token in _TOKEN.findall(folded(other))
        )
        return len(mine) == 2 and mine == theirs
    return False


_CLOCK = re.compile(r"\d{1,4}(?::\d{1,2}){1,2}(?:\s*[apAP]\.?\s*[mM]\.?)?")


def _clock(text: str) -> list[int]:
    """Hours on a face of twelve, minutes and seconds, without noughts at the end: 13:30 is 01:30:00 p. m."""
    numbers = [int(token) for token in re.findall(r"\d{1,4}", text)]
    hours = numbers[0] % 12 if numbers else 0
    while numbers and not numbers[-1]:
        numbers.pop()
    return [hours, *numbers[1:]]


def is_day(cell: Cell, base: str) -> bool:
    """Whether ``cell`` may be the day ``base`` (ISO), in any order of its numbers or as a day number."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat() == base
    if isinstance(cell, ErrorCell):
        return bool(_NARROW.fullmatch(cell.code))
    if isinstance(cell, bool) or cell is None or isinstance(cell, (time, FormulaCell)):
        return False
    try:
        day = date.fromisoformat(base)
    except ValueError:
        return False
    if isinstance(cell, str):
        if _NARROW.fullmatch(cell.strip()):
            return True
        return any(read_date(cell, style).day == day for style in (Style.DMY, Style.MDY))
    return int(cell) in (serial(day), serial(day - _FROM_1904))


def is_points(cell: Cell, base: int) -> bool:
    """Whether ``cell`` may be ``base`` per cent: 0.58, 58, "58%", "58 %", "0,58".

    The number 1 is what a spreadsheet keeps of 100%, also where 1% was handed out (that left as 0.01).
    """
    if isinstance(cell, bool) or cell is None:
        return False
    if isinstance(cell, (int, float, Decimal)):
        return round(float(cell) * 100, 6) == base or (cell == base and cell != 1)
    if isinstance(cell, str):
        if _NARROW.fullmatch(cell.strip()):
            return True
        found = numbers_in(cell.replace("%", ""))
        return base in found or ("%" not in cell and any(round(number * 100, 6) == base for number in found))
    return isinstance(cell, ErrorCell) and bool(_NARROW.fullmatch(cell.code))


def is_number(cell: Cell, base: int, *, cents: bool = False) -> bool:
    """Whether ``cell`` may be a whole number, or, with ``cents``, an amount in hundredths."""
    wanted = base / 100 if cents else float(base)
    if isinstance(cell, bool) or cell is None:
        return False
    if isinstance(cell, (int, float, Decimal)):
        return abs(float(cell) - wanted) < 0.005
    if isinstance(cell, str):
        return bool(_NARROW.fullmatch(cell.strip())) or any(abs(n - wanted) < 0.005 for n in numbers_in(cell))
    return isinstance(cell, ErrorCell) and bool(_NARROW.fullmatch(cell.code))

