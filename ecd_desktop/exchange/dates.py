"""Dates in a foreign sheet: whether a column says day first or month first is decided per column, never per cell.

A column of text dates is settled by one value above 12; else by another date column of the same sheet; else the
person is asked once (decision 24).  Real dates, ISO dates and dates with a month's name need no deciding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum

from ecd_desktop.exchange.serials import from_serial
from ecd_desktop.exchange.workbook import Cell, ErrorCell, FormulaCell, folded, is_blank, one_line
from ecd_desktop.language import _

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
SERIALS = range(18_264, 73_416)
"""Bare numbers in a date column that are taken for day numbers: 1950 to 2100."""


class Style(Enum):
    """How the numbers of a text date are read.  ``CLEAR``: nothing in the column depends on it.  ``ASK``: unknown."""

    DMY = "dmy"
    MDY = "mdy"
    CLEAR = "clear"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a column shows: text dates whose first, or second, number is above 12, and those that may be either."""

    day_first: int = 0
    month_first: int = 0
    open: int = 0
    samples: tuple[str, ...] = ()

    @property
    def style(self) -> Style:
        """The style that this column alone settles."""
        if self.day_first and self.month_first:
            # A column that says both was typed by two hands: only a person knows what 03/04 means in it.
            return Style.ASK if self.open else Style.CLEAR
        if self.day_first:
            return Style.DMY
        if self.month_first:
            return Style.MDY
        return Style.ASK if self.open else Style.CLEAR


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell read as a date: ``day``, or ``problem`` (refused, a sentence), or neither (none).

    ``warning``: a sentence beside a value that is taken, or beside none where words stand for a date.
    """

    day: date | None = None
    problem: str | None = None
    warning: str | None = None


def weigh(values: Iterable[Cell]) -> Evidence:
    """What the text dates of one column show about their style; ``samples`` are up to three that may be either."""
    day_first = month_first = undecided = 0
    samples: list[str] = []
    for value in values:
        if not isinstance(value, str) or (parts := _numeric(value)) is None:
            continue
        first, second, _year = parts
        if first > 12 >= second >= 1 and first <= 31:
            day_first += 1
        elif second > 12 >= first >= 1 and second <= 31:
            month_first += 1
        elif 1 <= first <= 12 and 1 <= second <= 12 and first != second:
            undecided += 1
            if len(samples) < 3:
                samples.append(one_line(value))
    return Evidence(day_first, month_first, undecided, tuple(samples))


def settle(values: Iterable[Cell]) -> Style:
    """The style that a column settles by itself; ``ASK`` where it does not."""
    return weigh(values).style


def settle_sheet(columns: Mapping[int, Iterable[Cell]], *, given: Style | None = None) -> dict[int, Style]:
    """The style of each date column of one sheet, by column number.

    ``given`` (the person's answer, or ``--dates``) settles what stays open.  Without it an open column takes the
    style that the sheet's settled columns agree on, else it stays ``ASK``.
    """
    evidence = {column: weigh(values) for column, values in columns.items()}
    styles = {column: shown.style for column, shown in evidence.items()}
    settled = {style for style in styles.values() if style in (Style.DMY, Style.MDY)}
    mixed = {column for column, shown in evidence.items() if shown.day_first and shown.month_first}
    for column, style in styles.items():
        if style is not Style.ASK:
            continue
        if given in (Style.DMY, Style.MDY):
            styles[column] = given
        elif len(settled) == 1 and column not in mixed:
            styles[column] = next(iter(settled))
    return styles


def read_date(value: Cell, style: Style) -> Reading:
    """A cell as a date in the column's style; a column that is still ``ASK`` refuses what may be either.

    A blank is none.  Words without digits ("sin fecha") are none with a warning; digits that make no date, dates
    before 1900 or after 2100, errors, times and truth values are refused with the reason (decision 23).
    """
    if is_blank(value):
        return Reading()
    if isinstance(value, ErrorCell):
        return Reading(problem=_("The cell shows the error {code}.").format(code=value.code))
    if isinstance(value, FormulaCell):
        return Reading(problem=_("The cell holds a formula whose result is not stored in the file."))
    if isinstance(value, datetime):
        return _within(value.date())
    if isinstance(value, date):
        return _within(value)
    if isinstance(value, (bool, time)):
        return Reading(problem=_("This is not a date."))
    if isinstance(value, (int, float, Decimal)):
        return _serial(float(value))
    return _text(value or "", style)


def find_dates(text: str, style: Style) -> tuple[date, ...]:
    """The dates written inside a sentence ("antes 20/06/2026"), in order; those that may be either need a style."""
    found: list[tuple[int, date]] = []
    plain = folded(text)
    for pattern in (_NUMERIC_IN, _ISO_IN, _DAY_MONTH_IN, _MONTH_DAY_IN):
        for match in pattern.finditer(plain):
            reading = _text(match[0], style)
            if reading.day is not None and not any(abs(match.start() - place) < 6 for place, _day in found):
                found.append((match.start(), reading.day))
    return tuple(day for _place, day in sorted(found))


_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "enero ene january jan",
        "febrero feb february",
        "marzo mar march",
        "abril abr april apr",
        "mayo may",
        "junio jun june",
        "julio jul july",
        "agosto ago august aug",
        "setiembre septiembre set sep sept september",
        "octubre oct october",
        "noviembre nov november",
        "diciembre dic december dec",
    ),
    1,
):
    _MONTHS.update(dict.fromkeys(_names.split(), _number))

_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = re.compile(
    r"^(?:lun(?:es)?|mar(?:tes)?|mie(?:rcoles)?|jue(?:ves)?|vie(?:rnes)?|sab(?:ado)?|dom(?:ingo)?"
    r"|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\.?,?\s+"
    # What follows must be a whole date: "mar 15, 2026" is March, "mar 15/04/2026" a Tuesday.
    r"(?=\d{1,4}\s*[/.\-]|\d{1,2}\s+(?:de\s+)?[a-z]|[a-z]+\s+\d)"
)
_CLOCK = re.compile(r"[ t]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?\s*m\.?|h(?:rs?)?\.?)?z?$")
_NUMERIC = re.compile(r"(\d{1,2})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{1,2})")
_COMPACT = re.compile(r"(19\d\d|20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_BETWEEN = r"(?:\s*(?:de|del|of|[-/.,])\s*|\s+)+"
_DAY_MONTH = re.compile(rf"(\d{{1,2}})(?:\s*(?:st|nd|rd|th|ro|°|º))?{_BETWEEN}({_NAMES})\.?{_BETWEEN}(\d{{4}}|\d{{2}})")
_MONTH_DAY = re.compile(rf"({_NAMES})\.?{_BETWEEN}(\d{{1,2}})(?:\s*(?:st|nd|rd|th))?{_BETWEEN}(\d{{4}})")
_NUMERIC_IN = re.compile(rf"(?<![\d/.\-]){_NUMERIC.pattern}(?![\d/])")
_ISO_IN = re.compile(rf"(?<![\d/.\-]){_ISO.pattern}(?![\d/])")
_DAY_MONTH_IN = re.compile(rf"(?<![\d/.\-]){_DAY_MONTH.pattern}(?!\d)")
_MONTH_DAY_IN = re.compile(rf"(?<![a-z]){_MONTH_DAY.pattern}(?!\d)")


def _bare(text: str) -> str:
    """The text as it is compared: folded, without the weekday before it and the clock after it."""
    return _CLOCK.sub("", _WEEKDAY.sub("", folded(text))).rstrip(" .")


def _numeric(text: str) -> tuple[int, int, int] | None:
    """(first, second, year) of a date in numbers whose order is open."""
    match = _NUMERIC.fullmatch(_bare(text))
    return None if match is None else (int(match[1]), int(match[3]), _year(match[4]))


def _year(text: str) -> int:
    number = int(text)
    if len(text) == 4:
        return number
    return 2000 + number if number < 70 else 1900 + number


def _text(text: str, style: Style) -> Reading:
    plain = _bare(text)
    if not any(mark.isdigit() for mark in plain):
        return Reading(warning=_("“{text}” is no date, so none was taken.").format(text=_short(text)))
    if (parts := _numeric(text)) is not None:
        first, second, year = parts
        if style is Style.ASK and 1 <= first <= 12 and 1 <= second <= 12 and first != second:
            return Reading(
                problem=_("“{text}” may be day/month or month/day: say which this column uses.").format(
                    text=_short(text)
                )
            )
        if style is Style.MDY or (style in (Style.CLEAR, Style.ASK) and second > 12):
            first, second = second, first
        return _built(year, second, first, text)
    if match := _ISO.fullmatch(plain):
        return _built(int(match[1]), int(match[3]), int(match[4]), text)
    if match := _COMPACT.fullmatch(plain):
        return _built(int(match[1]), int(match[2]), int(match[3]), text)
    if match := _DAY_MONTH.fullmatch(plain):
        return _built(_year(match[3]), _MONTHS[match[2]], int(match[1]), text)
    if match := _MONTH_DAY.fullmatch(plain):
        return _built(int(match[3]), _MONTHS[match[1]], int(match[2]), text)
    if plain.isdigit() and len(plain) == 5:
        return _serial(float(plain))
    return Reading(problem=_("“{text}” is not a date.").format(text=_short(text)))


def _built(year: int, month: int, day: int, text: str) -> Reading:
    try:
        return _within(date(year, month, day))
    except ValueError:
        return Reading(problem=_("“{text}” is a date that does not exist.").format(text=_short(text)))


def _serial(number: float) -> Reading:
    if not number.is_integer() and int(number) not in SERIALS:
        return Reading(problem=_("The number {number} is not a date.").format(number=f"{number:g}"))
    day = from_serial(float(int(number)), date1904=False) if int(number) in SERIALS else None
    if not isinstance(day, date):
        return Reading(problem=_("The number {number} is not a date.").format(number=f"{number:g}"))
    return Reading(
        day,
        warning=_("The day number {number} was read as {day}.").format(
            number=int(number), day=day.strftime("%d/%m/%Y")
        ),
    )


def _within(day: date) -> Reading:
    if FIRST <= day <= LAST:
        return Reading(day)
    if day < FIRST:
        return Reading(problem=_("The date is before 1900."))
    return Reading(problem=_("The date is after 2100."))


def _short(text: str) -> str:
    plain = one_line(text)
    return plain if len(plain) <= 60 else plain[:59] + "…"
