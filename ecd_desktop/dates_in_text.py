"""Dates inside a sentence: which words of «Enviar planos para el vie 27 nov» say a day, and which only look like it.

Every phrase is read by ``typed_dates``; what is decided here is where a phrase begins and ends, and what is left alone
because in a sentence it means something else: «Av. 28 de Julio», «por la mañana», «el acta del viernes», «lunes a
viernes».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ecd_desktop.typed_dates import CountsWorkingDays, parse_date, plain, weekdays

LONGEST = 8  # words: «el viernes 27 de noviembre de 2026» has seven
ABBREVIATED = 5  # letters: the full stop of «nov.» or «agto.» ends no phrase
_WORD = re.compile(r"\S+")
_NUMBER = re.compile(r"\d")
_FIGURES = re.compile(r"\d{1,2}[.\-]\d{1,2}")  # «3-4», «12.30»: a date only with a year or a slash
SIGILS = "@#!"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: where its letters are, without the punctuation around them, and how they are compared."""

    start: int
    end: int
    plain: str
    closed: bool  # punctuation follows: no phrase goes on over it unless it is a comma inside a date
    marked: bool  # it begins with @, # or !


@dataclass(frozen=True, slots=True)
class Said:
    """A day that a text says, from ``start`` to ``end``, «para» and the like included."""

    start: int
    end: int
    day: date


@dataclass(frozen=True, slots=True)
class _Phrases:
    """One language's words around dates, as ``plain`` writes them."""

    openers: frozenset[str]  # a phrase begins with one of these, a figure, or a plus
    lead_ins: Mapping[str, tuple[str, ...]]  # the last word of what introduces a due date, and what stands before it
    of: frozenset[str]  # «del viernes» tells which, not until when
    every: frozenset[str]  # «todos los lunes»
    through: frozenset[str]  # «lunes a viernes»
    weekdays: frozenset[str]
    gone: frozenset[str]  # «el viernes pasado» tells what was
    alone: frozenset[str]  # never a date as the only word
    after_the: Mapping[str, frozenset[str]]  # words that are something else behind these: «la mañana», «el mar»


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_STREETS = _set(
    "av avda avenida jr jiron calle ca plaza plazuela parque paseo pasaje psje ovalo urb urbanizacion colegio ie iei "
    "centro estacion puente hospital mercado comunidad asentamiento aahh barrio malecon prolongacion"
)
"""«Av. 28 de Julio», «Plaza 2 de Mayo»: a day of the calendar that is a place."""

_ENDS_NONE = _set("el la los las del de al dia the of on")
"""No phrase ends with one of these, although ``parse_date`` would look over it."""

_SPANISH = _Phrases(
    openers=_set(
        "hoy manana pasado ayer anteayer antes lunes lun martes mar miercoles mie mier jueves jue viernes vie "
        "sabado sab domingo dom este esta proximo proxima prox el la al en dentro fin fines finales a semana primero"
    ),
    lead_ins={"para": (), "hasta": (), "del": ("antes",), "de": ("antes",), "tardar": ("a", "mas"), "vence": ()},
    of=frozenset({"del", "de"}),
    every=frozenset({"los", "cada"}),
    through=frozenset({"a", "y"}),
    weekdays=frozenset(weekdays("es")),
    gone=frozenset({"pasado", "pasada", "ultimo", "ultima", "anterior", "hace"}),
    alone=frozenset({"pasado"}),
    after_the={"manana": frozenset({"la", "esta", "cada"}), "mar": frozenset({"el", "al", "del", "de", "un"})},
)  # fmt: skip

_ENGLISH = _Phrases(
    openers=_set(
        "today tomorrow yesterday day monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri "
        "saturday sat sunday sun this next coming the on in within end eom eow weekend january jan february feb "
        "march mar april apr may june jun july jul august aug september sep sept october oct november nov december dec"
    ),
    lead_ins={"by": (), "until": (), "till": (), "due": (), "before": (), "for": ()},
    of=frozenset({"of", "from", "since"}),
    every=frozenset({"every", "each"}),
    through=frozenset({"to", "and"}),
    weekdays=frozenset(weekdays("en")),
    gone=frozenset({"last", "past", "ago"}),
    alone=frozenset(),
    after_the={"sun": frozenset({"the", "a"}), "sat": frozenset({"the"}), "may": frozenset()},
)  # fmt: skip


def days_said(
    text: str, *, today: date, language: str, calendar: CountsWorkingDays | None = None
) -> list[Said]:
    """The days that ``text`` says, in order; the same word never belongs to two of them."""
    phrases = _SPANISH if language.startswith("es") else _ENGLISH
    words = list(words_of(text))
    found: list[Said] = []
    at = 0
    while at < len(words):
        step = 1
        if _may_open(words[at], phrases):
            for length in range(min(LONGEST, len(words) - at), 0, -1):
                run = words[at : at + length]
                if run[-1].plain in _ENDS_NONE or not _one_phrase(run):
                    continue
                said = text[run[0].start : run[-1].end]
                day = parse_date(said, today=today, language=language, calendar=calendar)
                if day is not None:  # what means something else is passed over whole: no «Friday» in «last Friday»
                    if not _something_else(words, at, length, said, phrases):
                        found.append(Said(words[_led_in(words, at, phrases)].start, run[-1].end, day))
                    step = length
                    break
        at += step
    return found


def words_of(text: str) -> Iterator[Word]:
    """The words of a text."""
    for match in _WORD.finditer(text):
        raw = match[0]
        core = raw.strip("()[]«»“”\"'¡¿,;:.?…") or raw
        start = match.start() + raw.index(core)
        marked = core[0] in SIGILS and len(core) > 1
        if core.endswith("!") and not marked:
            core = core.rstrip("!") or core
        rest = raw[raw.index(core) + len(core) :]
        closed = bool(rest) and not (rest == "." and core.isalpha() and len(core) <= ABBREVIATED)
        yield Word(start, start + len(core), plain(core.lstrip(SIGILS) if marked else core), closed, marked)


def _may_open(word: Word, phrases: _Phrases) -> bool:
    if word.marked or not word.plain:
        return False
    return word.plain in phrases.openers or word.plain[0] == "+" or bool(_NUMBER.match(word.plain))


def _one_phrase(run: Sequence[Word]) -> bool:
    """No mark inside, and punctuation at most between a weekday and its date («viernes, 27 de noviembre»)."""
    return not any(word.marked for word in run) and not any(
        word.closed and not (n == 0 and word.plain.isalpha()) and not _NUMBER.match(run[n + 1].plain)
        for n, word in enumerate(run[:-1])
    )


def _something_else(words: Sequence[Word], at: int, length: int, said: str, phrases: _Phrases) -> bool:
    """Whether words that could be a date mean something else in this sentence."""
    run = [word.plain for word in words[at : at + length]]
    before = words[at - 1].plain if at and not words[at - 1].closed and not words[at - 1].marked else ""
    two_before = words[at - 2].plain if at > 1 else ""
    following = words[at + length] if at + length < len(words) else None
    ends = following is None or following.marked or words[at + length - 1].closed
    if said[0] in "-−–" or said == "24/7" or (length == 1 and run[0] in phrases.alone):
        return True
    if any(word in phrases.gone for word in (before, *run)) and run[:2] != ["pasado", "manana"]:
        return True
    if any(word in phrases.after_the.get(run[-1], ()) for word in (before, *run[:-1])) and len(run) <= 2:
        return True
    if before in phrases.of and not (before in phrases.lead_ins and two_before == "antes"):
        return True
    ranged = before in phrases.through and len(two_before) > 2 and two_before in phrases.openers
    if (before in phrases.every or ranged) and run[0].isalpha():
        return True
    if not ends and run[-1] in phrases.weekdays and _goes_on(words[at + length : at + length + 2], phrases):
        return True
    if _FIGURES.fullmatch(run[-1]) or (said[0] == "+" and following is not None and _NUMBER.match(following.plain)):
        return True
    dated = _NUMBER.match(run[0]) is not None
    if dated and length > 1 and before in _STREETS:
        return True
    # «el 27» may be anything («el 27 de la lista»), unless nothing follows it
    return length == 2 and run[0] in ("el", "al", "the", "on") and run[1].isdigit() and not ends


def _goes_on(following: Sequence[Word], phrases: _Phrases) -> bool:
    """Whether «lunes» is followed by «a viernes»: the days of a week, no day of the calendar."""
    return (
        len(following) == 2 and not following[0].closed and following[0].plain in phrases.through
        and following[1].plain in phrases.weekdays
    )  # fmt: skip


def _led_in(words: Sequence[Word], at: int, phrases: _Phrases) -> int:
    """Where the phrase begins with «para», «hasta», «antes del», «a más tardar»."""
    if not at or words[at - 1].closed or words[at - 1].marked:
        return at
    needed = phrases.lead_ins.get(words[at - 1].plain)
    if needed is None:
        return at
    first = at - 1 - len(needed)
    if first < 0 or tuple(word.plain for word in words[first : at - 1]) != needed:
        return at
    return first
