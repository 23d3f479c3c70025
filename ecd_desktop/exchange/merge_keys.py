"""Keys by which rows of a foreign sheet are recognised: what a key's value is in a row and in a record.  Pure.

A value is compared as its field wants it: codes folded and without leading zeros, a DNI with eight digits, names
without accents and in any order, districts by the place that they name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from db.fields import Key
from db.records.places import PlaceKind
from ecd_desktop.exchange.columns import Kind
from ecd_desktop.exchange.contacts import read_document
from ecd_desktop.exchange.identity import acta_key, number_key
from ecd_desktop.exchange.matching import (
    NameKey,
    PersonName,
    acronym_key,
    bare,
    is_nobody,
    key_of_person,
    name_key,
    person_name,
    tokens,
    unit_words,
)
from ecd_desktop.language import N_


class MergeKey(StrEnum):
    """What a known record is recognised by."""

    NONE = "none"  # as found: names, texts, numbers and contacts together, each weighed
    CODE = "code"
    DNI = "dni"
    RUC = "ruc"
    ACRONYM = "acronym"
    NAME = "name"
    NUMBER = "number"


LABELS: Mapping[MergeKey, str] = {
    MergeKey.NONE: N_("As found"),
    MergeKey.CODE: N_("Code"),
    MergeKey.DNI: N_("DNI"),
    MergeKey.RUC: N_("RUC"),
    MergeKey.ACRONYM: N_("Acronym"),
    MergeKey.NAME: N_("Name"),
    MergeKey.NUMBER: N_("Number within the minutes"),
}
NAME_AND_DISTRICT = N_("Name and district")

PROVING = frozenset((MergeKey.CODE, MergeKey.DNI, MergeKey.RUC))
"""Keys that one record alone has: the best of them is used without being asked for, where it does well."""

NAMES = ("name", "family_names", "given_names")

Value = Hashable
Values = Mapping[Key, Mapping[str, Any]]
Before = Mapping[tuple[str, str, str], Any]


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """A key that a sheet has.  ``fields``: the columns it is made of; ``label`` is to be translated."""

    key: MergeKey
    fields: tuple[str, ...]

    @property
    def label(self) -> str:
        return NAME_AND_DISTRICT if self.key is MergeKey.NAME and "place" in self.fields else LABELS[self.key]


@dataclass(frozen=True, slots=True)
class Fare:
    """How a key does on a sheet.  ``rows``: those it concerns, of which ``filled`` have a value.

    ``known`` rows have the value of one record here, ``unlike`` of them are called otherwise; ``new`` have a value that
    is not known; ``twice`` values stand in several rows, ``several`` rows fit more than one record.
    """

    choice: KeyChoice
    rows: int
    filled: int
    known: int
    new: int
    twice: int
    several: int
    unlike: int

    @property
    def key(self) -> MergeKey:
        return self.choice.key

    @property
    def good(self) -> bool:
        """Whether it may be used without being asked for: most rows are known by it, and it is in no doubt.

        A few that are called otherwise here are asked about; where many are, the codes are somebody else's.
        """
        doubt = self.twice or self.several or self.filled < self.rows or 10 * self.unlike > self.known
        return self.key in PROVING and not doubt and 0 < self.rows <= 2 * self.known


def choices(kind: Kind, fields: Collection[str]) -> tuple[KeyChoice, ...]:
    """The keys that a sheet with columns of these fields has, best first."""
    found: list[KeyChoice] = []

    def offer(key: MergeKey, *needed: str, more: Iterable[str] = ()) -> None:
        if all(name in fields for name in needed):
            found.append(KeyChoice(key, (*needed, *(name for name in more if name in fields))))

    if kind is Kind.ACTION_ITEMS:
        offer(MergeKey.CODE, "code")
        offer(MergeKey.NUMBER, "number", "minutes")
    elif kind is Kind.PROJECTS:
        offer(MergeKey.CODE, "code")
        offer(MergeKey.NAME, "name", more=("place",))
    elif names_people(fields):
        offer(MergeKey.DNI, "document")
        named = next((name for name in NAMES if name in fields), None)
        if named is not None:
            offer(MergeKey.NAME, named, more=("place",))
    else:
        offer(MergeKey.RUC, "ruc")
        offer(MergeKey.ACRONYM, "acronym")
        offer(MergeKey.NAME, "unit", more=("place",))
    return tuple(found)


def names_people(fields: Collection[str]) -> bool:
    """Whether a directory with these columns is one of people; else its rows are organisations."""
    return "document" in fields or any(name in fields for name in NAMES)


# --- values in rows -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=16_384)
def code_key(text: str) -> Value | None:
    """``PRY-2026-014`` and ``pry 2026-14`` are one."""
    parts = re.findall(r"[a-z]+|\d+", bare(text))
    return tuple(part.lstrip("0") or "0" if part.isdigit() else part for part in parts) or None


@lru_cache(maxsize=16_384)
def document_key(number: str) -> Value | None:
    """The number of a document as it is stored where it was read: a DNI with its eight digits."""
    return read_document(number).number or None


def digits_key(text: str) -> Value | None:
    return re.sub(r"\D", "", text) or None


def family_first(heading: str) -> bool:
    """Whether a column of whole names says the family names first: "Apellidos y nombres"."""
    words = tokens(heading)
    first = [word for word in words if word.startswith(("apellido", "surname", "family", "last"))]
    given = [word for word in words if word.startswith(("nombre", "given", "first", "name"))]
    return bool(first) and (not given or words.index(first[0]) < words.index(given[0]))


def person_of(get: Callable[[str], Any], *, family_comes_first: bool) -> PersonName | None:
    """The name of a row of people; None where it names nobody."""
    family, given = get("family_names"), get("given_names")
    if family and given:
        return person_name(f"{family}, {given}")
    text = get("name") or given or family
    if not text or is_nobody(text):
        return None
    return person_name(text, family_first=family_comes_first)


class Districts:
    """Places by what is written of them; a place in a district counts as that district."""

    def __init__(self, places: Values) -> None:
        self._places = places
        self._named: dict[NameKey, list[Key]] = {}
        for key, row in places.items():
            others = (part.strip() for part in (row["aliases"] or "").split(";"))
            for name in dict.fromkeys(name_key(text) for text in (row["name"], *others) if text):
                self._named.setdefault(name, []).append(key)

    def written(self, text: str) -> Value | None:
        """What a cell says; its words where no place is called so."""
        words = name_key(text)
        found = self._named.get(words, [])
        best = min(found, key=lambda key: self._places[key]["kind"] is not PlaceKind.DISTRICT, default=None)
        return self.of(best) if best is not None else words or None

    def of(self, place: Key | None) -> Value | None:
        """The district of a stored place."""
        row = self._places.get(place) if place is not None else None
        return (row["district_id"] or place) if row else None


@dataclass(frozen=True, slots=True)
class Reading:
    """How the values of one key are read from rows."""

    choice: KeyChoice
    districts: Districts
    family_comes_first: bool = False

    @property
    def with_place(self) -> bool:
        return "place" in self.choice.fields

    def value(self, kind: Kind, get: Callable[[str], Any]) -> Value | None:
        """The value of a row; None where it has none, or only a part of it."""
        key = self.choice.key
        if key is MergeKey.NAME:
            return self._named(kind, get)
        if key is MergeKey.NUMBER:
            acta, number = get("minutes"), get("number")
            return (acta_key(acta), number_key(number)) if acta and number else None
        if key is MergeKey.DNI:
            document = get("document")
            return document.number if document is not None else None
        told = get(self.choice.fields[0])
        if not told:
            return None
        if key is MergeKey.ACRONYM:
            return acronym_key(told) or None
        return digits_key(told) if key is MergeKey.RUC else code_key(told)

    def _named(self, kind: Kind, get: Callable[[str], Any]) -> Value | None:
        words: NameKey | None
        if kind is Kind.PEOPLE and "unit" not in self.choice.fields:
            name = person_of(get, family_comes_first=self.family_comes_first)
            words = name.key if name is not None else None
        else:
            text = get(self.choice.fields[0])
            words = name_key(unit_words(text)[0] if kind is Kind.PEOPLE else text) if text else None
        if not words or not self.with_place:
            return words or None
        place = get("place")
        district = self.districts.written(place) if place else None
        return (words, district) if district is not None else None


# --- values in records --------------------------------------------------------------------------------------------


class Holders:
    """The records of each value."""

    def __init__(self, pairs: Iterable[tuple[Value | None, Key]]) -> None:
        self._found: dict[Value, list[Key]] = {}
        self.keyed: set[Key] = set()  # the records that have a value at all
        for value, key in pairs:
            if value is None:
                continue
            self.keyed.add(key)
            having = self._found.setdefault(value, [])
            if key not in having:
                having.append(key)

    def of(self, value: Value | None) -> list[Key]:
        return self._found.get(value, []) if value is not None else []


def of_commitments(reading: Reading, stored: Values, meetings: Values, before: Before) -> Holders:
    """By our code, else by the one that this sender gave it; or by the number within the minutes."""

    def pairs() -> Iterator[tuple[Value | None, Key]]:
        if reading.choice.key is MergeKey.CODE:
            yield from _coded("action_items", "code~", stored, before)
            return
        for key, row in stored.items():
            meeting, number = meetings.get(row["meeting_id"]), row["item_number"]
            told = (acta_key(meeting["number"] or meeting["code"]), number_key(number)) if meeting and number else None
            yield told, key

    return Holders(pairs())


def of_projects(reading: Reading, stored: Values, before: Before) -> Holders:
    """By our code, else by the one that this sender gave it; or by name, and district where the sheet tells one."""

    def pairs() -> Iterator[tuple[Value | None, Key]]:
        if reading.choice.key is MergeKey.CODE:
            yield from _coded("projects", "code", stored, before)
            return
        for key, row in stored.items():
            names = [name_key(text) for text in (row["name"], row["alias"]) if text]
            yield from _at(reading, names, _districts_of("projects", key, row, reading, before), key)

    return Holders(pairs())


def of_people(reading: Reading, people: Values, districts: Mapping[Key, Collection[Value]]) -> Holders:
    """By document, or by name with each district that a person has to do with."""

    def pairs() -> Iterator[tuple[Value | None, Key]]:
        for key, row in people.items():
            if reading.choice.key is MergeKey.DNI:
                number = row["document_number"]
                yield document_key(number) if number else None, key
            else:
                words = key_of_person(row["given_names"], row["family_names"])
                yield from _at(reading, [words], districts.get(key, ()), key)

    return Holders(pairs())


def of_organisations(reading: Reading, units: Values, before: Before) -> Holders:
    """By RUC, by acronym, or by name and district."""

    def pairs() -> Iterator[tuple[Value | None, Key]]:
        for key, row in units.items():
            if reading.choice.key is MergeKey.RUC:
                yield digits_key(row["tax_number"] or ""), key
            elif reading.choice.key is MergeKey.ACRONYM:
                yield acronym_key(row["acronym"] or "") or None, key
            else:
                others = (part.strip() for part in (row["aliases"] or "").replace("\n", ";").split(";"))
                names = [name_key(text) for text in (row["name"], *others) if text]
                yield from _at(reading, names, _districts_of("organisations", key, row, reading, before), key)

    return Holders(pairs())


def districts_of_people(
    posts: Iterable[Mapping[str, Any]], units: Values, districts: Districts, before: Before
) -> dict[Key, set[Value]]:
    """Person → the districts of the organisations they are in, and those that this sender's files named."""
    found: dict[Key, set[Value]] = {}
    for post in posts:
        unit = units.get(post["organisation_id"])
        district = districts.of(unit["place_id"]) if unit else None
        if district is not None:
            found.setdefault(post["person_id"], set()).add(district)
    for (entity, text, name), told in before.items():
        if entity == "people" and name == "place~" and (district := districts.written(str(told))) is not None:
            found.setdefault(Key(text), set()).add(district)
    return found


def _coded(entity: str, name: str, stored: Values, before: Before) -> Iterator[tuple[Value | None, Key]]:
    """Each record by its own code and by the one that this sender gave it.

    Where that one is of our series, it alone holds: what ours says here may be another one's there.
    """
    given = {text: str(code) for (of, text, field), code in before.items() if of == entity and field == name and code}
    for key, row in stored.items():
        ours, theirs = code_key(row["code"]), code_key(given.get(str(key), ""))
        if theirs is not None and theirs != ours:
            yield theirs, key
            if code_series(given[str(key)]) == code_series(row["code"]):
                continue
        yield ours, key


def code_series(code: str) -> str:
    """What a code begins with, where it is one as ours: ``COM`` of ``COM-2026-001``."""
    found = re.fullmatch(r"([A-Z]{2,8})-\d{4}-\d{1,9}", code.strip().upper())
    return found[1] if found else ""


def _districts_of(
    entity: str, key: Key, row: Mapping[str, Any], reading: Reading, before: Before
) -> set[Value | None]:  # fmt: skip
    """Where a record is, and what this sender's file called that."""
    words = before.get((entity, str(key), "place_id~"))
    said = reading.districts.written(str(words)) if words else None
    return {reading.districts.of(row["place_id"]), said}


def _at(
    reading: Reading, names: Iterable[NameKey], districts: Iterable[Value | None], key: Key
) -> Iterator[tuple[Value | None, Key]]:
    for words in names:
        if not reading.with_place:
            yield words or None, key
            continue
        for district in districts:
            yield (words, district) if words and district is not None else None, key
