"""The dates a person types, in Spanish and English: «vie», «27/11», «+3», «en 2 semanas», «fin de mes».

Written by hand because the libraries misread Spanish («mar» became March, «el viernes» nothing).  Always day
before month.  The language in force decides alone, so that no word has two meanings.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol


class CountsWorkingDays(Protocol):
    """What the grammar needs of ``ecd_desktop.calendar.Calendar``."""

    def add_working(self, day: date, n: int) -> date: ...


@dataclass(frozen=True, slots=True)
class _Words:
    """One language's words, without accents, in lower case."""

    relative: Mapping[str, int]  # days from today
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, str]
    fillers: frozenset[str]  # dropped wherever they stand
    coming: frozenset[str]  # before or after a weekday: the next one
    gone: frozenset[str]  # before or after a weekday: the last one
    ahead: re.Pattern[str]  # «en 3 semanas»; groups n, unit
    behind: re.Pattern[str]  # «hace 3 semanas»
    ends: Mapping[str, str]  # whole phrases: the end of a period, or the beginning of the next


def _names(text: str) -> dict[str, int]:
    """Each name in its place, with the shortenings written after it: «lunes lun, martes mar»."""
    return {word: place for place, group in enumerate(text.split(",")) for word in group.split()}


_SPANISH = _Words(
    relative={
        "hoy": 0, "manana": 1, "pasado manana": 2, "pasado": 2, "ayer": -1, "anteayer": -2, "antes de ayer": -2,
    },
    weekdays=_names("lunes lun, martes mar, miercoles mie mier, jueves jue, viernes vie, sabado sab, domingo dom"),
    months={name: place + 1 for name, place in _names(
        "enero ene, febrero feb, marzo mar, abril abr, mayo may, junio jun, julio jul, agosto ago agto,"
        "setiembre septiembre set sep sept, octubre oct, noviembre nov, diciembre dic"
    ).items()},
    numbers={"un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
             "ocho": 8, "nueve": 9, "diez": 10, "quince": 15, "veinte": 20, "treinta": 30},
    units={"d": "day", "dia": "day", "dias": "day", "s": "week", "sem": "week", "sems": "week", "semana": "week",
           "semanas": "week", "m": "month", "mes": "month", "meses": "month", "ano": "year", "anos": "year",
           "dh": "work", "habil": "work", "habiles": "work", "dia habil": "work", "dias habiles": "work"},
    fillers=frozenset({"el", "la", "los", "las", "del", "de", "dia", "al"}),
    coming=frozenset({"este", "esta", "proximo", "proxima", "prox", "siguiente", "que viene"}),
    gone=frozenset({"pasado", "pasada", "ultimo", "anterior"}),
    ahead=re.compile(r"(?:en|dentro de|a) (?P<n>\S+) (?P<unit>.+)"),
    behind=re.compile(r"hace (?P<n>\S+) (?P<unit>.+)"),
    ends={"fin de mes": "month", "fin del mes": "month", "a fin de mes": "month", "fines de mes": "month",
          "a fines de mes": "month", "finales de mes": "month", "a finales de mes": "month", "a fin de ano": "year",
          "fines de ano": "year", "a fines de ano": "year", "fin de semana": "week",
          "fin de la semana": "week", "fin de ano": "year", "fin del ano": "year",
          "este fin de semana": "week", "esta semana": "week", "este mes": "month",
          "proxima semana": "next week", "la proxima semana": "next week", "semana que viene": "next week",
          "la semana que viene": "next week"},
)  # fmt: skip

_ENGLISH = _Words(
    relative={
        "today": 0, "tomorrow": 1, "day after tomorrow": 2, "the day after tomorrow": 2, "yesterday": -1,
        "day before yesterday": -2, "the day before yesterday": -2,
    },
    weekdays=_names("monday mon, tuesday tue tues, wednesday wed, thursday thu thur thurs, friday fri,"
                    "saturday sat, sunday sun"),
    months={name: place + 1 for name, place in _names(
        "january jan, february feb, march mar, april apr, may, june jun, july jul, august aug,"
        "september sep sept, october oct, november nov, december dec"
    ).items()},
    numbers={"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
             "eight": 8, "nine": 9, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30},
    units={"d": "day", "day": "day", "days": "day", "w": "week", "wk": "week", "wks": "week", "week": "week",
           "weeks": "week", "m": "month", "month": "month", "months": "month", "year": "year", "years": "year",
           "wd": "work", "working day": "work", "working days": "work", "workday": "work", "workdays": "work",
           "business day": "work", "business days": "work"},
    fillers=frozenset({"the", "of", "on"}),
    coming=frozenset({"this", "next", "coming"}),
    gone=frozenset({"last", "past"}),
    ahead=re.compile(r"(?:in|within) (?P<n>\S+) (?P<unit>.+)"),
    behind=re.compile(r"(?P<n>\S+) (?P<unit>.+) ago"),
    ends={"end of month": "month", "end of the month": "month", "eom": "month", "end of week": "week",
          "end of the week": "week", "eow": "week", "weekend": "week", "end of year": "year",
          "end of the year": "year", "this weekend": "week", "this week": "week", "this month": "month",
          "next week": "next week"},
)  # fmt: skip

_NUMERIC = re.compile(r"(\d{1,2}) ?([/.\-]) ?(\d{1,2})(?: ?\2 ?(\d{4}|\d{2}))?")
HALF_A_YEAR = 183
_ISO = re.compile(r"(\d{4})([/\-])(\d{1,2})\2(\d{1,2})")
_STEP = re.compile(r"([+\-]) ?(\d{1,4}) ?([a-z ]*)")
_DAY_FIRST = re.compile(r"(\d{1,2}) ?[/\-]? ?([a-z]+) ?[/\-]?(?: ?(\d{4}|\d{2}))?")
_MONTH_FIRST = re.compile(r"([a-z]+) (\d{1,2})(?: (\d{4}))?")


def parse_date(
    text: str, *, today: date, language: str, past: bool = False, calendar: CountsWorkingDays | None = None
) -> date | None:
    """The date meant by ``text``, or None where it is none or is not understood; nothing is guessed.

    A weekday is its next occurrence strictly after today («este» and «próximo» change nothing, «pasado» is the
    last one before today).  A day and month without a year is the next such date, today included; with ``past``
    (a field for facts) the last one, and so for a weekday.  A weekday beside a date must agree with it; beside one
    without a year it says whether the next or the last is meant, within half a year.  «Fin de semana» is the Friday
    and «fin de mes» the last day, today included.  «5 días hábiles» needs ``calendar``, else every Monday to
    Friday counts.  Two-digit years are 2000 to 2079, then 1980 to 1999.
    """
    words = _SPANISH if language.startswith("es") else _ENGLISH
    typed = plain(text)
    if not typed or len(typed) > 60:
        return None
    readers: tuple[Callable[[], date | None], ...] = (
        lambda: today + timedelta(days=words.relative[typed]) if typed in words.relative else None,
        lambda: _end_of(words.ends[typed], today) if typed in words.ends else None,
        lambda: _stepped(typed, words, today, calendar),
        lambda: _weekday(typed, words, today, past),
        lambda: _dated(typed, words, today, past),
    )
    try:
        return next((found for read in readers if (found := read()) is not None), None)
    except (ValueError, OverflowError):  # 31/02, the year 10000
        return None


def parse_full_date(text: str, *, language: str) -> date | None:
    """A date written out with day, month and year («27 de noviembre de 2026», 27/11/26), and nothing relative.

    For cells of a workbook, where «mañana» or «vie» says nothing certain.
    """
    one, other = (parse_date(text, today=day, language=language) for day in (date(1996, 2, 28), date(2031, 7, 2)))
    return one if one == other else None


def weekdays(language: str) -> Collection[str]:
    """The names of the days of the week and their shortenings, as ``plain`` writes them."""
    return (_SPANISH if language.startswith("es") else _ENGLISH).weekdays


def plain(text: str) -> str:
    """Lower case, no accents (ñ becomes n), one space between words, no full stops or commas after words."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("º", "°"))
    bare = "".join(c for c in bare if not unicodedata.combining(c)).replace("−", "-").replace("–", "-")
    bare = re.sub(r"(?<=[a-z])[.,]|,(?=\s|$)", " ", bare)
    bare = re.sub(r"(?<=\d)(?:ro|do|st|nd|rd|th|°)(?=\s|$)|\bprimero\b", lambda m: "1" if m[0][0] == "p" else "", bare)
    return " ".join(bare.split())


def _end_of(period: str, today: date) -> date:
    if period == "month":
        return today.replace(day=monthrange(today.year, today.month)[1])
    if period == "year":
        return date(today.year, 12, 31)
    if period == "next week":
        return today + timedelta(days=7 - today.weekday())
    return today + timedelta(days=(4 - today.weekday()) % 7)


def _stepped(typed: str, words: _Words, today: date, calendar: CountsWorkingDays | None) -> date | None:
    if step := _STEP.fullmatch(typed):
        sign, number, unit = (1 if step[1] == "+" else -1), int(step[2]), step[3].strip() or "d"
    elif step := words.ahead.fullmatch(typed):
        sign, number, unit = 1, _number(step["n"], words), step["unit"]
    elif step := words.behind.fullmatch(typed):
        sign, number, unit = -1, _number(step["n"], words), step["unit"]
    else:
        return None
    kind = words.units.get(unit)
    if kind is None or number < 0:
        return None
    if kind == "work":
        return _add_working(today, sign * number, calendar)
    if kind in ("day", "week"):
        return today + timedelta(days=sign * number * (7 if kind == "week" else 1))
    return months_later(today, sign * number * (12 if kind == "year" else 1))


def _number(word: str, words: _Words) -> int:
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 4 else words.numbers.get(word, -1)


def _add_working(day: date, n: int, calendar: CountsWorkingDays | None) -> date:
    if calendar is None:
        from ecd_desktop.calendar import Calendar

        calendar = Calendar()
    return calendar.add_working(day, n)


def months_later(day: date, n: int) -> date:
    """The same day n months on (back where negative), or the last one of a shorter month.

    Raises ValueError beyond the calendar's years.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _weekday(typed: str, words: _Words, today: date, past: bool) -> date | None:
    """«vie», «el próximo viernes», «viernes que viene», «el viernes pasado»."""
    rest = typed.replace("que viene", "proximo") if words is _SPANISH else typed
    parts = [part for part in rest.split() if part not in words.fillers]
    named = [part for part in parts if part in words.weekdays]
    others = [part for part in parts if part not in words.weekdays]
    if len(named) != 1 or len(others) > 1:
        return None
    place = words.weekdays[named[0]]
    if (others and others[0] in words.coming) or (not others and not past):
        return today + timedelta(days=(place - today.weekday() - 1) % 7 + 1)
    if not others or others[0] in words.gone:
        return today - timedelta(days=(today.weekday() - place - 1) % 7 + 1)
    return None


def _dated(typed: str, words: _Words, today: date, past: bool) -> date | None:
    """A day of the calendar in figures or words, with or without a weekday before it."""
    iso = _ISO.fullmatch(typed)
    if iso:
        return date(int(iso[1]), int(iso[3]), int(iso[4]))
    parts = [part for part in typed.split() if part not in words.fillers]
    # «mar» is Tuesday unless a number precedes it: only the first word can be a weekday
    weekday = words.weekdays[parts.pop(0)] if parts and parts[0] in words.weekdays and len(parts) > 1 else None
    rest = " ".join(parts)
    if numeric := _NUMERIC.fullmatch(rest):
        day, month, year = int(numeric[1]), int(numeric[3]), numeric[4]
    elif (written := _DAY_FIRST.fullmatch(rest)) and written[2] in words.months:
        day, month, year = int(written[1]), words.months[written[2]], written[3]
    elif words is _ENGLISH and (written := _MONTH_FIRST.fullmatch(rest)) and written[1] in words.months:
        day, month, year = int(written[2]), words.months[written[1]], written[3]
    elif rest.isascii() and rest.isdigit() and len(rest) <= 2 and (weekday is not None or rest != typed):
        # «el 27», «vie 27»; a bare 27 is no date
        return _agreeing(weekday, today, (_day_of_month(int(rest), today, back) for back in (past, not past)))
    else:
        return None
    if year:
        found = date(_year(year), month, day)
        return found if weekday in (None, found.weekday()) else None
    return _agreeing(weekday, today, (_yearless(day, month, today, back) for back in (past, not past)))


def _agreeing(weekday: int | None, today: date, days: Iterable[date | None]) -> date | None:
    """The first of the next and the last such day; with a weekday beside it the one that falls on it.

    Then only within half a year, since a slip («vie 28 nov» for the 27th) would be right in some other year.
    """
    if weekday is None:
        return next(iter(days))
    near = (day for day in days if day is not None and abs((day - today).days) <= HALF_A_YEAR)
    return next((day for day in near if day.weekday() == weekday), None)


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 80 else 1900)


def _yearless(day: int, month: int, today: date, past: bool) -> date | None:
    """The next such date from today on (the last one up to today), 29 February in the next leap year."""
    for n in range(9):
        year = today.year + (-n if past else n)
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            continue
        found = date(year, month, day)
        if found <= today if past else found >= today:
            return found
    return None


def _day_of_month(day: int, today: date, past: bool) -> date | None:
    for n in range(4):
        first = months_later(today.replace(day=1), -n if past else n)
        if 1 <= day <= monthrange(first.year, first.month)[1]:
            found = first.replace(day=day)
            if found <= today if past else found >= today:
                return found
    return None
