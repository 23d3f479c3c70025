"""One typed line as a commitment: «Llamar a Obras @responsable vie #PRY-2026-003 !alta».

``@`` names a person or a unit, ``#`` a project or a case by code or name, ``!`` a priority or the reach; a date needs
no sign.  What is not understood stays text, and what a chip showed becomes text again where it was taken away
(``plain``).  Nothing here reads a database: whoever asks hands in the records that the names may mean
(``asked`` says which names), as anything with ``entity, key, name, short``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from db.ordering import fold
from ecd_desktop.dates_in_text import SIGILS, Word, days_said, words_of
from ecd_desktop.typed_dates import CountsWorkingDays

WHO, ABOUT, MARK = "@", "#", "!"
ENTITIES: dict[str, tuple[str, ...]] = {WHO: ("people", "organisations"), ABOUT: ("projects", "cases")}
MOST_WORDS = 7  # of a name
ASKED_WORDS = 4  # that many are looked up; the rest of a long name is compared here

PRIORITIES: dict[str, str] = {
    "alta": "high", "urgente": "high", "high": "high", "urgent": "high", "media": "medium", "normal": "medium",
    "medium": "medium", "baja": "low", "low": "low",
}  # fmt: skip
REACHES: dict[str, str] = {
    "compromiso": "commitment", "commitment": "commitment", "tarea": "internal_task", "interna": "internal_task",
    "interno": "internal_task", "task": "internal_task", "internal": "internal_task",
}  # fmt: skip
"""What may stand after ``!``, in both languages, and the value that it means."""
MARK_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "es": (("alta", "high"), ("media", "medium"), ("baja", "low"), ("tarea", "internal_task")),
    "en": (("high", "high"), ("medium", "medium"), ("low", "low"), ("task", "internal_task")),
}
"""The words after ``!`` that are offered, by language."""


class Named(Protocol):
    """A record that a name may mean; ``short`` is its code or acronym."""

    @property
    def entity(self) -> str: ...
    @property
    def key(self) -> Any: ...
    @property
    def name(self) -> str: ...
    @property
    def short(self) -> str: ...


class Kind(StrEnum):
    WHO = "who"
    ABOUT = "about"
    PRIORITY = "priority"
    REACH = "reach"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Mark:
    """Letters of the line that mean something: ``value`` is the record, the date, or the value of a choice."""

    start: int
    end: int
    kind: Kind
    text: str
    value: Any


@dataclass(frozen=True, slots=True)
class Unclear:
    """A name that several records have, or none (``among`` is empty): it stays text."""

    start: int
    end: int
    text: str
    among: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says."""

    text: str
    marks: tuple[Mark, ...] = ()
    unclear: tuple[Unclear, ...] = ()

    def of(self, kind: Kind) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.kind is kind)

    def one(self, kind: Kind) -> Any:
        """The value of the only mark of its kind; None without one."""
        return next((mark.value for mark in self.marks if mark.kind is kind), None)

    def named(self, entity: str) -> tuple[Any, ...]:
        """The records of a noun that the line names, in order."""
        return tuple(m.value for m in self.marks if m.kind in (Kind.WHO, Kind.ABOUT) and m.value.entity == entity)

    @property
    def due(self) -> date | None:
        found: date | None = self.one(Kind.DUE)
        return found

    @property
    def description(self) -> str:
        """The line without its marks, tidied."""
        parts, at = [], 0
        for mark in self.marks:
            parts.append(self.text[at : mark.start])
            at = mark.end
        return _tidy(" ".join((*parts, self.text[at:])))


def read(
    text: str,
    *,
    today: date,
    language: str,
    known: Mapping[str, Iterable[Named]] | None = None,
    picked: Mapping[str, Any] | None = None,
    plain: Collection[str] = (),
    calendar: CountsWorkingDays | None = None,
) -> Reading:
    """What a line says.  ``known``: by sign, the records that were found for its names.

    ``picked``: the key that was chosen from a list for a name as it is written (``written``).  ``plain``: folded
    words that are text although they could be a mark.  Of several dates the last one counts, of several priorities
    the first; whoever is named after the first person and the first unit answers with them.
    """
    words = list(words_of(text))
    marks: list[Mark] = []
    unclear: list[Unclear] = []
    at = 0
    while at < len(words):
        step = 1
        if words[at].marked:
            found, step = _marked(text, words, at, today, known or {}, picked or {}, plain)
            if isinstance(found, Mark) and _wanted(found, marks):
                marks.append(found)
            elif isinstance(found, Unclear):
                unclear.append(found)
        at += step
    taken = [*((one.start, one.end) for one in marks), *((one.start, one.end) for one in unclear)]
    days = [
        said
        for said in days_said(text, today=today, language=language, calendar=calendar)
        if fold(text[said.start : said.end]) not in plain
        and not any(start < said.end and said.start < end for start, end in taken)
    ]
    if days:
        last = days[-1]
        marks.append(Mark(last.start, last.end, Kind.DUE, text[last.start : last.end], last.day))
    return Reading(text, tuple(sorted(marks, key=lambda mark: mark.start)), tuple(unclear))


def asked(text: str) -> list[tuple[str, str]]:
    """The names that have to be looked up, as (sign, folded words): each name at every length that it may have."""
    words = list(words_of(text))
    found: list[tuple[str, str]] = []
    for at, word in enumerate(words):
        if word.marked and (sign := text[word.start]) in ENTITIES:
            tail = _tail(text, words, at)
            found += [(sign, " ".join(tail[:n])) for n in range(1, min(len(tail), ASKED_WORDS) + 1)]
    return list(dict.fromkeys(found))


def searched(words: str) -> str:
    """What to search for a name: of a code its parts, since «pry-3» does not stand in PRY-2026-003."""
    code = _CODE.fullmatch(words)
    return f"{code[1]} {code[2] or ''} {int(code[3])}" if code else words


def typing(text: str, cursor: int) -> tuple[str, int, str] | None:
    """The name that is being typed at the cursor: its sign, where it begins, its words so far; None elsewhere."""
    start = max((at for at in range(cursor) if text[at] in SIGILS and (not at or text[at - 1] in " (\t")), default=-1)
    if start < 0:
        return None
    typed = text[start + 1 : cursor]
    if len(typed.split()) > ASKED_WORDS or typed.startswith(" ") or typed.endswith("  ") or "," in typed:
        return None
    return text[start], start, typed


def put(text: str, start: int, cursor: int, words: str) -> tuple[str, int]:
    """The line with ``words`` in place of what was typed from ``start`` to ``cursor``, and where the cursor is then."""
    rest = text[cursor:]
    gap = "" if rest.startswith(" ") else " "
    made = f"{text[:start]}{words}{gap}{rest}"
    return made, start + len(words) + 1


def written(sign: str, one: Named) -> str:
    """How a record is written into the line: its code or acronym, else its name."""
    short = one.short if one.short and " " not in one.short else ""
    return f"{sign}{short or ' '.join(one.name.replace(',', ' ').split())}"


def lines_of(text: str) -> list[str]:
    """The lines of a pasted text that say something, without bullets, numbers and boxes before them."""
    bare = (_BULLET.sub("", line.replace("\t", " ")).strip() for line in re.split(r"[\r\n\u2028\u2029]+", text))
    return [line for line in bare if re.search(r"\w", line)]


# --- marks ----------------------------------------------------------------------------------------------------------

_BULLET = re.compile(r"^\s*(?:[-–—*•·▪☐☑✓►]+|\[[ xX]?\]|\(?\d{1,2}[.)]|[a-z]\))\s+")
_CODE = re.compile(r"([a-z]{3})-?(?:(\d{4})-?)?0*(\d{1,6})")
_APART = re.compile(r"[\s,()/._\-–]+")


def _marked(
    text: str,
    words: Sequence[Word],
    at: int,
    today: date,
    known: Mapping[str, Iterable[Named]],
    picked: Mapping[str, Any],
    plain: Collection[str],
) -> tuple[Mark | Unclear | None, int]:
    """What the marked word at ``at`` means with the words after it, and how many words that are."""
    word, sign = words[at], text[words[at].start]
    if sign == MARK:
        kind, value = (Kind.PRIORITY, PRIORITIES.get(word.plain)) if word.plain in PRIORITIES else (
            Kind.REACH, REACHES.get(word.plain)
        )  # fmt: skip
        said = text[word.start : word.end]
        return (Mark(word.start, word.end, kind, said, value) if value and fold(said) not in plain else None), 1
    tail = _tail(text, words, at)
    there = list(known.get(sign, ()))
    by_key = {one.key: one for one in there}
    several: tuple[Unclear, int] | None = None
    for n in range(min(len(tail), MOST_WORDS), 0, -1):
        end = words[at + n - 1].end
        said = text[word.start : end]
        if fold(said) in plain:
            return None, n
        chosen = by_key.get(picked.get(f"{sign}{' '.join(tail[:n])}"))
        fitting = (chosen,) if chosen is not None else _fitting(tail[:n], there, today, whole=n > 1)
        if len(fitting) == 1:
            kind = Kind.WHO if sign == WHO else Kind.ABOUT
            return Mark(word.start, end, kind, said, fitting[0]), n
        if fitting and several is None:
            several = Unclear(word.start, end, said, tuple(fitting)), n
    return several or (Unclear(word.start, word.end, text[word.start : word.end], ()), 1)


def _tail(text: str, words: Sequence[Word], at: int) -> list[str]:
    """The folded words of a name that begins at a mark: up to the next mark or the next comma."""
    tail: list[str] = []
    for place in range(at, min(at + MOST_WORDS, len(words))):
        word = words[place]
        if word.marked and place > at:
            break
        raw = text[word.start + (place == at) : word.end]
        tail.append(fold(raw))
        if word.closed:
            break
    return tail


def _fitting(phrase: Sequence[str], there: Iterable[Named], today: date, *, whole: bool) -> tuple[Named, ...]:
    """The records that a name fits best: its code or acronym, all its words, some of them, or their beginnings."""
    typed = [part for word in phrase for part in _APART.split(word) if part]
    if not typed:
        return ()
    short = "".join(phrase)
    levels: dict[int, dict[Any, Named]] = {}  # by key: what several names found is there several times
    for one in there:
        level = _level(typed, short, one, today)
        if level and not (whole and level > _SOME_WORDS):
            levels.setdefault(level, {})[one.key] = one
    return tuple(levels[min(levels)].values()) if levels else ()


_SHORT, _ALL_WORDS, _SOME_WORDS, _BEGINNINGS = 1, 2, 3, 4


def _level(typed: Sequence[str], short: str, one: Named, today: date) -> int:
    code = fold(one.short)
    if code and (code == short or _same_code(short, code, today)):
        return _SHORT
    name = [part for part in _APART.split(fold(one.name)) if part]
    if sorted(name) == sorted(typed):
        return _ALL_WORDS
    if _each(typed, name, str.__eq__):
        return _SOME_WORDS
    if _each(typed, [*name, code] if code else name, lambda word, begin: word.startswith(begin)):
        return _BEGINNINGS
    return 0


def _each(typed: Sequence[str], name: Sequence[str], same: Any) -> bool:
    """Whether each typed word is another word of the name."""
    left = list(name)
    for word in typed:
        found = next((n for n, other in enumerate(left) if same(other, word)), None)
        if found is None:
            return False
        del left[found]
    return True


def _same_code(typed: str, code: str, today: date) -> bool:
    """«pry-2026-3» is PRY-2026-003; «pry-3», and «3» alone, are those of this year."""
    whole = _CODE.fullmatch(code)
    if whole is None:
        return False
    if typed.isdigit():
        return int(whole[3]) == int(typed) and whole[2] == str(today.year)
    part = _CODE.fullmatch(typed)
    return part is not None and part[1] == whole[1] and int(part[3]) == int(whole[3]) and (
        (part[2] or str(today.year)) == whole[2]
    )


def _wanted(mark: Mark, before: Sequence[Mark]) -> bool:
    """Whether the mark is the first of its kind (the same record named twice, a second project, a second priority)."""
    if mark.kind is Kind.WHO:
        return all(other.kind is not Kind.WHO or other.value.key != mark.value.key for other in before)
    if mark.kind is Kind.ABOUT:
        return all(other.kind is not Kind.ABOUT or other.value.entity != mark.value.entity for other in before)
    return all(other.kind is not mark.kind for other in before)


def _tidy(text: str) -> str:
    """One space between words, no punctuation that lost its words."""
    text = re.sub(r"\([\s,;]*\)|\[[\s,;]*\]|«\s*»|“\s*”", " ", text)
    text = re.sub(r"\s+([,;:.!?…)\]]+)(?=\s|$)", r"\1", " ".join(text.split()))
    text = re.sub(r"([,;:])[,;:.]+", r"\1", text)
    return text.strip(" ,;:-–—").strip()
