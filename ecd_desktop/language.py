"""The words: the language in force, our sentences in it, and how it writes and reads numbers, money and dates.

Source strings are English, marked with ``_``; the Spanish catalogue is
``resources/locale/es/LC_MESSAGES/ecd_desktop.mo``.  A missing catalogue, or a missing sentence, falls
back to the English source.  ``qps`` is a pseudo-language made on the fly, forty per cent longer, for
pictures and tests that look for clipped text.

Numbers, money and dates follow es_PE (domain §6.9) in both languages: thousands comma, decimal point,
``S/ 1,234.50``, ``dd/mm/yyyy``, hours up to 24.  One office has one order of day and month: the same matrix
goes round in Spanish and in English, and 03/04 must not change its meaning between two copies.  Only the words
differ: «9 de julio de 2021», "9 July 2021".
"""

from __future__ import annotations

import gettext as _gettext
import io
import locale
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from importlib import resources as _resources
from math import ceil
from typing import TYPE_CHECKING

from ecd_desktop.calendar import LIMA, Calendar, parse_date, today

if TYPE_CHECKING:
    from db.fields import Speech

DOMAIN = "ecd_desktop"
SPANISH = "es"
ENGLISH = "en"
PSEUDO = "qps"
LANGUAGES: dict[str, str] = {SPANISH: "Español (Perú)", ENGLISH: "English"}
"""What a person may choose, each in its own name; the pseudo-language is not offered."""

NBSP = "\u00a0"

MONTHS = {
    SPANISH: ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre",
              "octubre", "noviembre", "diciembre"),
    ENGLISH: ("January", "February", "March", "April", "May", "June", "July", "August", "September",
              "October", "November", "December"),
}  # fmt: skip
MONTHS_SHORT = {
    SPANISH: ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic"),
    ENGLISH: ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}  # fmt: skip
WEEKDAYS = {
    SPANISH: ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}  # fmt: skip
WEEKDAYS_SHORT = {
    SPANISH: ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    ENGLISH: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}  # fmt: skip


_process: str | None = None
_here: ContextVar[str | None] = ContextVar("language", default=None)


def use(language: str | None) -> str:
    """Set the language of the whole process; None means the system's.  Answers the code in force."""
    global _process
    _process = system_language() if language is None else _known(language)
    return _process


@contextmanager
def in_language(language: str | None) -> Iterator[str]:
    """Speak another language inside the block, in this thread (or asynchronous task) alone; None changes nothing."""
    token = _here.set(current() if language is None else _known(language))
    try:
        yield current()
    finally:
        _here.reset(token)


def current() -> str:
    """The code in force here: the block's, else the process's, else the system's."""
    return _here.get() or _process or use(None)


def system_language() -> str:
    """Spanish for a Spanish system, English for an English one, Spanish where nothing is known.

    The users are in Lima: a system in Quechua, or one that says only "C", is theirs.
    """
    for name in _system_names():
        code = name.lower()
        if code.startswith(("es", "spanish")):
            return SPANISH
        if code.startswith("en"):
            return ENGLISH
    return SPANISH


def _(message: str) -> str:
    """The sentence in the language in force."""
    return _catalogue(current()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """The sentence for n things; format it afterwards with ``n=n``."""
    return _catalogue(current()).ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """The sentence for a word that is ambiguous without its context."""
    return _catalogue(current()).pgettext(context, message)


def N_(message: str) -> str:
    """Mark a sentence for the catalogue and leave it as it is; it is translated where it is shown."""
    return message


def speech(language: str | None = None, *, calendar: Calendar | None = None) -> Speech:
    """How a language says and reads values, for the field kinds of ``db.fields``; by default the one in force.

    ``calendar`` lets typed «5 días hábiles» know the office's holidays.
    """
    return _speech(current() if language is None else _known(language), calendar)


@cache
def _speech(language: str, calendar: Calendar | None) -> Speech:
    from db.fields import Speech  # brings SQLAlchemy, which the first frame of the window does without

    def gettext(message: str) -> str:
        return _catalogue(language).gettext(message) if message else ""

    def format_rule(value: str) -> str:
        from ecd_desktop.recurrence import rule_in_words

        return rule_in_words(value, language)

    def parse_rule(text: str) -> str | None:
        from ecd_desktop.recurrence import parse_rule

        return parse_rule(text, language)

    return Speech(
        language=language,
        gettext=gettext,
        format_number=format_number,
        parse_number=parse_number,
        format_money=format_money,
        format_date=format_date,
        parse_date=lambda text: parse_date(text, today=today(), language=language, calendar=calendar),
        format_moment=format_moment,
        format_rule=format_rule,
        parse_rule=parse_rule,
    )


def format_number(value: Decimal | int | float, places: int = 0) -> str:
    """``1,234,567.50``; half rounds away from zero."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded + 0:,f}" if rounded else f"{abs(rounded):,f}"


def format_money(centimos: int) -> str:
    """Soles from whole céntimos: ``S/ 1,234.50``, ``-S/ 1,234.50``, with a space that does not break."""
    return f"{'-' if centimos < 0 else ''}S/{NBSP}{format_number(Decimal(abs(centimos)) / 100, 2)}"


def format_percent(points: Decimal | int | float, places: int | None = None) -> str:
    """``12.5 %`` from 12.5, with a space that does not break; by default at most one decimal place."""
    if places is None:
        places = 0 if Decimal(str(points)).quantize(Decimal("0.1"), ROUND_HALF_UP) % 1 == 0 else 1
    return f"{format_number(points, places)}{NBSP}%"


def format_date(day: date) -> str:
    """``09/07/2021``, in tables and fields."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_time(moment: time | datetime) -> str:
    """``15:30``; a moment is shown in Lima's time."""
    if isinstance(moment, datetime):
        moment = _in_lima(moment).time()
    return f"{moment.hour:02}:{moment.minute:02}"


def format_moment(moment: datetime) -> str:
    """``09/07/2021 15:30`` in Lima's time."""
    local = _in_lima(moment)
    return f"{format_date(local.date())} {format_time(local)}"


def long_date(day: date, *, weekday: bool = False, language: str | None = None) -> str:
    """«9 de julio de 2021», "9 July 2021"; with the weekday «viernes, 9 de julio de 2021»."""
    code = _spoken(language)
    month = MONTHS[code][day.month - 1]
    text = f"{day.day} de {month} de {day.year}" if code == SPANISH else f"{day.day} {month} {day.year}"
    return f"{WEEKDAYS[code][day.weekday()]}, {text}" if weekday else text


def begun(words: str) -> str:
    """The same words as they begin a line: «lunes, 23 de noviembre» → «Lunes, 23 de noviembre»."""
    return words[:1].upper() + words[1:]


def short_date(day: date, *, language: str | None = None) -> str:
    """«vie 27 nov», "Fri 27 Nov", and the year where it is not this one: for lists that are read at a glance."""
    code = _spoken(language)
    text = f"{WEEKDAYS_SHORT[code][day.weekday()]} {day.day} {MONTHS_SHORT[code][day.month - 1]}"
    return text if day.year == today().year else f"{text} {day.year}"


def month_and_year(day: date, *, language: str | None = None) -> str:
    """«setiembre de 2026», "September 2026"."""
    code = _spoken(language)
    return f"{MONTHS[code][day.month - 1]}{' de' if code == SPANISH else ''} {day.year}"


def month_year_short(day: date, *, language: str | None = None) -> str:
    """«set 2026», "Sep 2026": at the edge of a chart."""
    return f"{MONTHS_SHORT[_spoken(language)][day.month - 1]} {day.year}"


def relative_day(day: date, *, on: date | None = None) -> str:
    """«hoy», «mañana», «en 4 días», «hace 2 días», in calendar days, in the language in force."""
    n = (day - (on or today())).days
    if n in (-1, 0, 1):
        return (_("today"), _("tomorrow"), _("yesterday"))[n]
    if n > 0:
        return ngettext("in {n} day", "in {n} days", n).format(n=n)
    return ngettext("{n} day ago", "{n} days ago", -n).format(n=-n)


def parse_number(text: str) -> Decimal:
    """A number as people write it here or paste it from elsewhere.  Raises ValueError.

    ``1,234.50``, ``1.234,50``, ``1 234,50``, ``1'234,567.50``, ``(12.00)``.  A lone comma before exactly three
    digits groups thousands; a lone point there (``148.900``) could be either, a thousand times apart, and is refused.
    """
    bare = re.sub(r"[\s\u00a0\u202f]", " ", text).strip().replace("\u2212", "-")
    if wrapped := re.fullmatch(r"\((.+)\)", bare):
        bare = f"-{wrapped[1]}"
    found = len(bare) <= 40 and re.fullmatch(r"([+-]?) ?(\d(?:[\d., '’]*\d)?)", bare)
    if not found:
        raise ValueError(f"not a number: {text!r}")
    whole, fraction = _split_number(found[2])
    if not re.fullmatch(r"\d+|\d{1,3}(?:([., '])\d{3})(?:[., ']\d{3})*", whole):
        raise ValueError(f"not a number: {text!r}")
    if len(set(re.sub(r"\d", "", whole)) - {"'"}) > 1:
        raise ValueError(f"two ways of grouping: {text!r}")
    try:
        return Decimal(f"{found[1]}{re.sub(r'[^0-9]', '', whole)}.{fraction or '0'}").normalize() + 0
    except InvalidOperation:
        raise ValueError(f"not a number: {text!r}") from None


def _split_number(digits: str) -> tuple[str, str]:
    """(whole part with its grouping marks, decimals)."""
    digits = digits.replace("’", "'")
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return digits, ""
    last = marks[-1]
    head, tail = digits.rsplit(last, 1)
    if marks.count(last) > 1:  # 1.234.567: a mark that comes twice groups
        return digits, ""
    if last == "," and len(marks) == 1 and len(tail) == 3 and re.fullmatch(r"[\d']+", head) and head.lstrip("0"):
        return digits, ""
    if last == "." and len(marks) == 1 and len(tail) == 3 and re.fullmatch(r"[1-9]\d{0,2}", head):
        raise ValueError(f"either thousands or decimals: {digits!r}")
    if not tail.isdigit():
        raise ValueError(f"not a number: {digits!r}")
    return head, tail


def parse_money(text: str) -> int:
    """Whole céntimos from ``S/ 148,900.50``, ``-S/ 20``, ``148900.5``, ``148.900,50``.  Raises ValueError."""
    amount = parse_number(re.sub(r"(?i)S/\.?|\bsoles\b|\bPEN\b", "", text))
    return int((amount * 100).to_integral_value(ROUND_HALF_UP))


def parse_percent(text: str) -> Decimal:
    """Points from ``12.5 %``, ``12,5%`` or ``12.5``.  Whether 0.5 is a half or half a point, a column decides."""
    return parse_number(text.strip().removesuffix("%"))


def _in_lima(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(LIMA)


def _spoken(language: str | None) -> str:
    """The language whose names of months are used; the pseudo-language borrows the English ones."""
    code = current() if language is None else _known(language)
    return SPANISH if code == SPANISH else ENGLISH


def _known(language: str) -> str:
    code = re.split(r"[-_.@]", language.strip().lower(), maxsplit=1)[0]
    if code not in (*LANGUAGES, PSEUDO):
        raise ValueError(f"unknown language: {language!r}")
    return code


def _system_names() -> Iterator[str]:
    if sys.platform == "win32":
        import ctypes

        identifier = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        yield locale.windows_locale.get(identifier, "")
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        yield from os.environ.get(variable, "").split(":")


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == PSEUDO:
        return _Pseudo()
    path = _resources.files("resources") / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        return _gettext.GNUTranslations(io.BytesIO(path.read_bytes()))
    except FileNotFoundError:
        return _gettext.NullTranslations()


class _Pseudo(_gettext.NullTranslations):
    """English with accents, in brackets, forty per cent longer; named places and access keys are kept."""

    _accented = str.maketrans("aeiounAEIOUN", "áéíóúñÁÉÍÓÚÑ")

    def gettext(self, message: str) -> str:
        parts = re.split(r"(\{[^{}]*\}|&.|<[^<>]*>)", message)
        text = "".join(part if n % 2 else part.translate(self._accented) for n, part in enumerate(parts))
        length = max(ceil(0.4 * len(message)) - 2, 1)
        filling = ("~~~~~~~~ " * length)[: length - 1] + "~"  # in words, so that lines can be broken
        return f"[{text}{filling}]"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)
