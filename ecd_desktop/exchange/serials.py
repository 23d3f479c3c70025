"""Day numbers of spreadsheets: which number formats make a date of them, and which date they are."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from ecd_desktop.exchange.workbook import Cell, ErrorCell

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKET = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.I)
_FRACTION = re.compile(r"s\.0+")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.I)


def date_format(code: str | None, number: int = 0) -> str:
    """``d``, ``e`` or ``""`` for a number format: its own code, else a built-in number of ECMA-376 18.8.30."""
    if code is None:
        if number == 46:
            return "e"
        return "d" if 14 <= number <= 22 or 27 <= number <= 36 or number in (45, 47) or 50 <= number <= 58 else ""
    first = _BRACKET.sub("", _LITERAL.sub("", code.partition(";")[0]))
    if _ELAPSED.search(first):
        return "e"
    lowered = _FRACTION.sub("s", first.lower().replace("general", ""))
    return "d" if any(mark in lowered for mark in "dmyhs") and not any(mark in lowered for mark in "#?0") else ""


def from_serial(serial: float, *, date1904: bool, elapsed: bool = False) -> Cell:
    """A date, moment or time from the spreadsheet's day number; outside its calendar the ``#####`` it shows."""
    if elapsed and serial >= 1:
        seconds = round(serial * 86_400)
        return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if not 0 <= serial < 2_958_466:
        return ErrorCell("#####")
    if serial < 1 and not date1904:
        seconds = min(round(serial * 86_400), 86_399)
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30 if serial >= 60 else 31)  # noqa: DTZ001
    try:
        moment = epoch + timedelta(milliseconds=round(serial * 86_400_000))
    except OverflowError:
        return ErrorCell("#####")
    return moment.date() if moment.time() == time(0) else moment
