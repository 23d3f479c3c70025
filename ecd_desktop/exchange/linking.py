"""Names in a foreign sheet → records: exact ones link, unknown ones are made when they are needed, alike ones ask.

A name is first *looked up* and becomes a token: the key of a record, or ``+`` and the words it will be known by.
Only what accepted rows use is made, in the order of its first use (decision 25).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from db.fields import Key
from db.queries.importing import UnitInTime, valid_on
from db.records.base import new_key
from ecd_desktop.exchange.import_result import Option, Question
from ecd_desktop.exchange.matching import (
    NameKey,
    PersonName,
    acronym_key,
    alike,
    bare,
    key_of_person,
    name_key,
    unit_words,
)
from ecd_desktop.language import _

Token = Key | str
"""A record's key, or ``+words`` for one that is not there yet."""

COMMON = 300
"""A word that more names than this have does not make two of them alike."""


@dataclass(frozen=True, slots=True)
class Known:
    """A stored record by its names.  ``whole``: its own name, folded; ``names``: every key it is found by."""

    key: Key
    label: str
    whole: str
    names: tuple[NameKey, ...]
    short: str = ""


@dataclass(slots=True)
class Newcomer:
    """A name that is not there yet: how rows spell it, and where it is written first."""

    words: NameKey
    key: Key
    cell: str
    spellings: dict[str, int] = field(default_factory=dict)
    shorts: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The spelling used most; of equals the one with capitals."""
        return min(self.spellings, key=lambda text: (-self.spellings[text], text))

    @property
    def short(self) -> str:
        return min(self.shorts, key=lambda text: (-self.shorts[text], text)) if self.shorts else ""


class Register:
    """The records of one noun by their names, and the newcomers that an import makes."""

    def __init__(self, noun: str, known: Iterable[Known], answers: Mapping[str, str]) -> None:
        self.noun = noun  # begins the ids of its questions
        self.labels: dict[Key, str] = {}
        self.newcomers: dict[str, Newcomer] = {}
        self._answers = answers
        self._whole: dict[str, list[Key]] = {}
        self._names: dict[NameKey, list[Key]] = {}
        self._shorts: dict[str, list[Key]] = {}
        self._words: dict[str, set[NameKey]] = {}
        for one in known:
            self.labels[one.key] = one.label
            self._whole.setdefault(one.whole, []).append(one.key)
            for name in dict.fromkeys(one.names):
                self._names.setdefault(name, []).append(one.key)
                self._index(name)
            if one.short:
                self._shorts.setdefault(one.short, []).append(one.key)

    def _index(self, name: NameKey) -> None:
        for word in _handles(name):
            self._words.setdefault(word, set()).add(name)

    def exact(self, words: NameKey, whole: str = "", short: str = "") -> list[Key]:
        """The records of that name: by the whole of it, else by its telling words, else by its acronym."""
        return (
            (self._whole.get(whole) if whole else None)
            or self._names.get(words)
            or (self._shorts.get(short) if short else None)
            or []
        )

    def by_short(self, short: str) -> list[Key]:
        return self._shorts.get(short, [])

    def newcomer(self, words: NameKey) -> Token:
        """The token of a name that no record has, after the answer to its question, if there is one."""
        told = self._answers.get(self.question_id(words), "")
        if told.startswith("as:"):
            return f"+{told[3:]}"
        if told and told != "new":
            try:
                key = uuid.UUID(told)
            except ValueError:
                key = None
            if key in self.labels:
                return key
        return f"+{' '.join(words)}"

    def question_id(self, words: NameKey) -> str:
        return f"{self.noun}:{' '.join(words)}"

    def use(self, token: Token, spelling: str, cell: Callable[[], str], short: str = "") -> None:
        """An accepted row needs this record; a newcomer's key is made at its first use, in ``cell``."""
        if not isinstance(token, str):
            return
        found = self.newcomers.get(token)
        if found is None:
            found = self.newcomers[token] = Newcomer(tuple(token[1:].split()), new_key(), cell())
        found.spellings[spelling] = found.spellings.get(spelling, 0) + 1
        if short:
            found.shorts[short] = found.shorts.get(short, 0) + 1

    def spelt(self, token: Token) -> str:
        """What a token is called."""
        if not isinstance(token, str):
            return self.labels.get(token, "")
        found = self.newcomers.get(token)
        return found.name if found else token[1:]

    def questions(self) -> Iterator[Question]:
        """One for each newcomer that is like a record, or like an earlier newcomer; without an answer it is made."""
        for token, one in list(self.newcomers.items()):
            options = [Option("new", _("Create “{name}”").format(name=one.name))]
            for name in self._alike(one.words):
                for key in self._names.get(name, ()):
                    options.append(Option(str(key), _("It is “{name}”").format(name=self.labels[key])))
                other = self.newcomers.get(f"+{' '.join(name)}")
                if other is not None:
                    options.append(Option(f"as:{' '.join(name)}", _("It is “{name}”").format(name=other.name)))
            self._index(one.words)
            id = self.question_id(one.words)
            told = self._answers.get(id, "")
            if len(options) > 1 and token == f"+{' '.join(one.words)}":
                offered = tuple({option.value: option for option in options}.values())
                text = _("“{name}” is not known, but there is something like it. Is it the same?").format(name=one.name)
                yield Question(id, "similar", text, offered, "new", told or "new", one.cell)

    def _alike(self, words: NameKey) -> list[NameKey]:
        near: set[NameKey] = set()
        for word in _handles(words):
            having = self._words.get(word, set())
            if len(having) <= COMMON:
                near |= having
        return sorted(name for name in near if name != words and alike(words, name))


def _handles(name: NameKey) -> Iterator[str]:
    """What names are looked up by to find alike ones: their words; a name of one word by its beginning too."""
    yield from name
    if len(name) == 1 and len(name[0]) >= 5:
        yield f"{name[0][:2]}…"


# --- units --------------------------------------------------------------------------------------------------------


class Units(Register):
    """Organisations, found by name or acronym and resolved to the one valid on a day (decision 13)."""

    def __init__(self, rows: Mapping[Key, Mapping[str, str | None]], times: Mapping[Key, UnitInTime],
                 answers: Mapping[str, str]) -> None:  # fmt: skip
        super().__init__("unit", (known_unit(key, row) for key, row in rows.items()), answers)
        self._times = times
        self._found: dict[tuple[str, str], Token] = {}

    def look(self, text: str, on: date | None, short: str = "") -> Token:
        """The token of a unit named ``text`` (``short``: its acronym, from a column of its own) on a day."""
        token = self._found.get((text, short))
        if token is None:
            token = self._found[text, short] = self._look(text, short)
        return token if isinstance(token, str) else valid_on(self._times, token, on)

    def _look(self, text: str, short: str) -> Token:
        name, own = unit_words(text)
        words = name_key(name)
        found = self.exact(words, bare(name), acronym_key(own) if own else "")
        if not found and short:
            found = self.by_short(acronym_key(short))
        return found[0] if found else self.newcomer(words)


def known_unit(key: Key, row: Mapping[str, str | None]) -> Known:
    name, short = row["name"] or "", row["acronym"] or ""
    names = [name_key(name), *(name_key(other) for other in _aliases(row["aliases"]))]
    if short:
        names.append(name_key(short))
    label = f"{name} ({short})" if short and short != name else name
    return Known(key, label, bare(name), tuple(names), acronym_key(short))


def new_unit(one: Newcomer) -> dict[str, str | None]:
    """Name and acronym of a unit that is made."""
    name, own = unit_words(one.name)
    short = one.short or own
    return {"name": name[:200], "acronym": short[:24] or None}


def _aliases(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").replace("\n", ";").split(";") if part.strip()]


# --- people, projects ---------------------------------------------------------------------------------------------


class People(Register):
    """People, found by all their names in whatever order."""

    def __init__(self, rows: Mapping[Key, Mapping[str, str | None]], answers: Mapping[str, str]) -> None:
        super().__init__("person", (_known_person(key, row) for key, row in rows.items()), answers)
        self.names: dict[str, PersonName] = {}

    def look(self, name: PersonName) -> Token:
        """The token of a person of that name: the one known longest where several have it."""
        found = self.exact(name.key)
        if found:
            return found[0]
        token = self.newcomer(name.key)
        if isinstance(token, str):
            self.names.setdefault(token, name)
        return token


def _known_person(key: Key, row: Mapping[str, str | None]) -> Known:
    given, family = row["given_names"] or "", row["family_names"]
    words = key_of_person(given, family)
    label = f"{family}, {given}" if family else given
    return Known(key, label, " ".join(words), (words,))


class Projects(Register):
    """Projects, found by name or alias."""

    def __init__(self, rows: Mapping[Key, Mapping[str, str | None]], answers: Mapping[str, str]) -> None:
        super().__init__("project", (_known_project(key, row) for key, row in rows.items()), answers)
        self._found: dict[str, Token] = {}

    def look(self, text: str) -> Token:
        """The token of a project of that name, or of that code."""
        token = self._found.get(text)
        if token is None:
            words = name_key(text)
            found = self.exact(words, bare(text), acronym_key(text))
            token = self._found[text] = found[0] if found else self.newcomer(words)
        return token


def _known_project(key: Key, row: Mapping[str, str | None]) -> Known:
    name, code = row["name"] or "", row["code"] or ""
    names = [name_key(name), *(name_key(other) for other in _aliases(row["alias"]))]
    return Known(key, f"{code} {name}", bare(name), tuple(names), acronym_key(code))
