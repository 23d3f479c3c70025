"""Recognising rows: which commitment a row is about, and which rows of a file are the same one (decision 22). Pure.

The number within the acta counts only where the text is close as well; otherwise acta, text and responsible decide;
what lies between is asked.  Nothing depends on the order of the rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import fuzz, process

from ecd_desktop.exchange.matching import bare

K = TypeVar("K", bound=Hashable)

CLOSE = 75.0
"""Per cent of likeness (rapidfuzz ratio) from which a text with the same number is the same commitment."""
NEAR = 92.0
"""From which a text with another number may be the same one, and is asked about."""
LIMIT = 2_000_000
"""Pairs of texts that are compared in one block; larger blocks are compared by number and equal text only."""


class Trait(NamedTuple):
    """What a commitment is recognised by.  ``acta`` is "" where none is told; ``text``: its words, folded.

    ``code``: ours, in a sheet that shows it; it counts like the number, only where the text is close.
    """

    acta: str
    number: str
    text: str
    unit: Hashable
    person: Hashable
    code: str = ""


class Verdict(IntEnum):
    """Whether two are one commitment."""

    NO = 0
    MAYBE = 1
    SURE = 2


_OFFICIAL = frozenset(("acta", "n", "no", "nro", "num", "numero", "de", "reunion", "minutes", "meeting", "of", "the"))


@lru_cache(maxsize=8_192)
def acta_key(text: str) -> str:
    """``ACTA N° 001-2026`` → ``1 2026``: the words and numbers that tell minutes apart."""
    words = re.findall(r"[a-z]+|\d+", bare(text))
    telling = [word.lstrip("0") or "0" if word.isdigit() else word for word in words if word not in _OFFICIAL]
    return " ".join(telling) or " ".join(words)


@lru_cache(maxsize=8_192)
def number_key(text: str) -> str:
    """An item number as it is compared: ``01.`` is ``1``."""
    if text.isascii() and text.isdigit():
        return text.lstrip("0") or "0"
    return " ".join(part.lstrip("0") or "0" if part.isdigit() else part for part in bare(text).split())


@lru_cache(maxsize=8_192)
def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which 9 comes before 10."""
    if text.isdecimal():
        return ((0, int(text), ""),)
    parts = re.findall(r"\d+|[^\d\s]+", text)
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def likeness(one: str, other: str) -> float:
    """0 to 100; a text that only goes on where the other ends is close."""
    if one == other:
        return 100.0
    ratio = fuzz.ratio(one, other)
    short, long = sorted((one, other), key=len)
    if ratio < CLOSE and len(short.split()) >= 3 and long.startswith(f"{short} "):
        return CLOSE
    return min(ratio, 99.9)


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def responsible(one: Trait, other: Trait) -> int:
    """2: the same, 1: one says less than the other, 0: others."""
    if one.unit == other.unit and one.person == other.person:
        return 2
    fits = all(a == b or a is None or b is None for a, b in ((one.unit, other.unit), (one.person, other.person)))
    return 1 if fits else 0


def weigh(row: Trait, record: Trait) -> tuple[Verdict, float]:
    """Whether a row is about a stored commitment, and how much speaks for it."""
    same_acta = row.acta == record.acta
    if row.code and row.code == record.code and (like := likeness(row.text, record.text)) >= CLOSE:
        return Verdict.SURE, like + 100
    unknown = not row.acta and bool(record.acta)
    if not same_acta and row.acta and record.acta:
        return Verdict.NO, 0.0
    like = likeness(row.text, record.text)
    numbered = bool(row.number) and row.number == record.number
    owed = responsible(row, record)
    score = like + 30 * numbered + 10 * owed + 40 * same_acta
    if same_acta and numbered and like >= CLOSE:
        return Verdict.SURE, score
    if like == 100 and owed and (same_acta or unknown):
        return Verdict.SURE, score
    if like == 100 and (owed or not (row.number and record.number)):
        return Verdict.MAYBE, score
    if same_acta and numbered and like >= 50:
        return Verdict.MAYBE, score
    if same_acta and owed and like >= NEAR and _digits(row.text) == _digits(record.text):
        return Verdict.MAYBE, score
    return Verdict.NO, score


def twins(one: Trait, other: Trait) -> Verdict:
    """Whether two rows of one file are the same commitment; stricter, since a file rarely says things twice."""
    if one.acta != other.acta:
        return Verdict.NO
    like = likeness(one.text, other.text)
    owed = responsible(one, other)
    if owed == 0:
        return Verdict.NO  # the same thing asked of another unit is another commitment
    if like == 100:
        return Verdict.SURE if owed == 2 else Verdict.MAYBE
    if like < NEAR or _digits(one.text) != _digits(other.text):
        return Verdict.NO
    return Verdict.SURE if owed == 2 and one.number and one.number == other.number else Verdict.MAYBE


class Recognised(Generic[K]):
    """The commitments of one side, found by what they are recognised by."""

    def __init__(self, traits: Mapping[K, Trait]) -> None:
        self.traits = dict(traits)
        self._numbers: dict[tuple[str, str], list[K]] = {}
        self._texts: dict[tuple[str, str], list[K]] = {}
        self._codes: dict[str, list[K]] = {}
        self._anywhere: dict[str, list[K]] = {}
        self._blocks: dict[tuple[str, Hashable], list[K]] = {}
        for key in self.traits:
            self._file(key)

    def add(self, key: K, trait: Trait) -> None:
        self.traits[key] = trait
        self._file(key)

    def _file(self, key: K) -> None:
        trait = self.traits[key]
        if trait.code:
            self._codes.setdefault(trait.code, []).append(key)
        if trait.number:
            self._numbers.setdefault((trait.acta, trait.number), []).append(key)
        self._texts.setdefault((trait.acta, trait.text), []).append(key)
        self._anywhere.setdefault(trait.text, []).append(key)
        self._blocks.setdefault((trait.acta, trait.unit), []).append(key)

    def by_index(self, trait: Trait) -> list[K]:
        """Those of the same text and acta (or where one side tells no acta), and of the same number in the acta."""
        if not self.traits:
            return []
        numbered = self._numbers.get((trait.acta, trait.number), []) if trait.number else []
        if trait.acta:
            said = (*self._texts.get((trait.acta, trait.text), ()), *self._texts.get(("", trait.text), ()))
        else:
            said = tuple(self._anywhere.get(trait.text, ()))
        coded = self._codes.get(trait.code, ()) if trait.code else ()
        return list(dict.fromkeys((*said, *numbered, *coded)))

    def by_likeness(self, trait: Trait, *, among: int = LIMIT) -> list[K]:
        """Those of the same acta and unit whose text is nearly the same; blocks larger than ``among`` are left out."""
        block = self._blocks.get((trait.acta, trait.unit), [])
        if not block or len(block) > among:
            return []
        texts = [self.traits[key].text for key in block]
        found = process.extract(trait.text, texts, scorer=fuzz.ratio, score_cutoff=NEAR, limit=5)
        return [block[place] for _text, _score, place in found]


def claim(
    rows: Mapping[K, Trait],
    records: Recognised[Hashable],
    order: Sequence[K],
    agreeing: Callable[[K, Hashable], int] = lambda row, record: 0,
) -> tuple[dict[K, Hashable], dict[K, list[Hashable]]]:
    """(row → the record it is about, row → records it may be about).  Each record is claimed by one row.

    The best match comes first, of equals the one with more ``agreeing`` cells, then the row that comes first in
    ``order`` (by its content, never by its place).
    """
    rank = {row: place for place, row in enumerate(order)}
    sure: list[tuple[float, int, int, K, Hashable]] = []
    maybe: dict[K, list[tuple[float, Hashable]]] = {}
    places = {record: place for place, record in enumerate(records.traits)}
    for row in order:
        trait = rows[row]
        for record in records.by_index(trait):
            verdict, score = weigh(trait, records.traits[record])
            if verdict is Verdict.SURE:
                sure.append((-score, rank[row], places[record], row, record))
            elif verdict is Verdict.MAYBE:
                maybe.setdefault(row, []).append((-score, record))
    wanted = Counter(pair[4] for pair in sure)
    sure = [
        (score - agreeing(row, record) / 1_000 if wanted[record] > 1 else score, place, other, row, record)
        for score, place, other, row, record in sure
    ]
    sure.sort(key=lambda pair: pair[:3])
    claimed: dict[K, Hashable] = {}
    taken: set[Hashable] = set()
    for _score, _rank, _place, row, record in sure:
        if row not in claimed and record not in taken:
            claimed[row] = record
            taken.add(record)
    open_rows = [row for row in order if row not in claimed]
    among = LIMIT // max(len(open_rows), 1)
    doubtful: dict[K, list[Hashable]] = {}
    for row in open_rows:
        found = dict.fromkeys(record for _score, record in sorted(maybe.get(row, ()), key=lambda pair: pair[0]))
        for record in records.by_likeness(rows[row], among=among):
            if weigh(rows[row], records.traits[record])[0] is Verdict.MAYBE:
                found.setdefault(record)
        left = [record for record in found if record not in taken]
        if left:
            doubtful[row] = left[:3]
    return claimed, doubtful


def first_twin(trait: Trait, accepted: Recognised[K], *, among: int = 400) -> tuple[Verdict, K | None]:
    """The accepted row that this one repeats, or may repeat."""
    best: tuple[Verdict, K | None] = (Verdict.NO, None)
    candidates: Iterable[K] = (*accepted.by_index(trait), *accepted.by_likeness(trait, among=among))
    for other in candidates:
        verdict = twins(trait, accepted.traits[other])
        if verdict > best[0]:
            best = (verdict, other)
    return best
