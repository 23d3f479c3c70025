"""Texts pasted into cells as values of their fields: dates by the whole column, names by what is known, no guesses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.fields import CHOICE, DAY, NUMBER, Field, Key, Speech, Unreadable
from db.queries import lookups
from db.records.action_items import State
from ecd_desktop.exchange.cells import StateTold, are_fractions, read_percent, read_state
from ecd_desktop.exchange.dates import Style, read_date, weigh
from ecd_desktop.exchange.known_names import Called, KnownNames
from ecd_desktop.exchange.workbook import folded, is_blank, one_line
from ecd_desktop.language import _

NEW = "new"
"""The answer to an unknown name: make it."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text for one record's cell.  ``fields``: which of these it fills, the first unless another knows the name."""

    fields: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a text says: the ``value`` of ``field``; else why not, or which question stands open before it can be told.

    ``asks``: "" · "date" · "name"; ``new``: the value is the key of a record that is made; ``several``: the records
    that have this very name, of which perhaps only one will do.
    """

    field: str
    value: Any = None
    problem: str = ""
    asks: str = ""
    new: bool = False
    several: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class DateQuestion:
    """A column whose texts may be day/month or month/day."""

    field: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameQuestion:
    """A name that no record of ``entity`` has, or several have; ``near`` are offered, ``makes``: it can be made."""

    entity: str
    text: str
    near: tuple[Called, ...]
    makes: bool

    @property
    def id(self) -> tuple[str, str]:
        return name_id(self.entity, self.text)


@dataclass(frozen=True, slots=True)
class Told:
    """Every text read, in order, and what must be asked."""

    cells: tuple[Read, ...]
    dates: tuple[DateQuestion, ...]
    names: tuple[NameQuestion, ...]


def name_id(entity: str, text: str) -> tuple[str, str]:
    """By what the answer about a name is kept: spelt with other capitals or accents it is the same name."""
    return entity, folded(one_line(text))


def read(
    session: lookups.Session, fields: Mapping[str, Field], texts: Sequence[Text], speech: Speech, *,
    dates: Mapping[str, Style], names: Mapping[tuple[str, str], Key | str], makes: frozenset[str],
    keys: Mapping[tuple[str, str], Key],
) -> Told:  # fmt: skip
    """Texts as values.  ``dates``, ``names``: what was answered; ``makes``: the nouns of which new ones are made, under
    ``keys``."""
    reader = _Reader(session, fields, speech, dict(names), makes, keys)
    columns: dict[str, list[str]] = {}
    for one in texts:
        columns.setdefault(one.fields[0], []).append(one.text)
    for name, column in columns.items():
        reader.learn(name, column, dates.get(name))
    cells = tuple(reader.read(one) for one in texts)
    return Told(cells, tuple(reader.dates), tuple(reader.names.values()))


class _Reader:
    def __init__(
        self, session: lookups.Session, fields: Mapping[str, Field], speech: Speech,
        answers: dict[tuple[str, str], Key | str], makes: frozenset[str], keys: Mapping[tuple[str, str], Key],
    ) -> None:  # fmt: skip
        self._session = session
        self._fields = fields
        self._speech = speech
        self._answers = answers
        self._makes = makes
        self._keys = keys
        self._styles: dict[str, Style] = {}
        self._fractions: set[str] = set()
        self._known: dict[str, KnownNames] = {}
        self.dates: list[DateQuestion] = []
        self.names: dict[tuple[str, str], NameQuestion] = {}

    def learn(self, name: str, column: Iterable[str], answer: Style | None) -> None:
        """What only the whole column tells."""
        texts = list(column)
        field = self._fields[name]
        if field.kind is DAY:
            shown = weigh(texts)
            self._styles[name] = answer if answer is not None and shown.style is Style.ASK else shown.style
            if shown.style is Style.ASK:
                self.dates.append(DateQuestion(name, shown.samples))
        elif _is_percent(field) and are_fractions(texts) and any("." in one or "," in one for one in texts):
            self._fractions.add(name)

    def read(self, one: Text) -> Read:
        name = one.fields[0]
        if is_blank(one.text):
            return Read(name, self._fields[name].parse("", self._speech))
        if self._fields[name].target:
            return self._link(one)
        try:
            return self._plain(name, self._fields[name], one.text)
        except Unreadable as exc:
            return Read(name, problem=exc.text(self._speech))

    def _plain(self, name: str, field: Field, text: str) -> Read:
        if field.kind is DAY:
            return self._day(name, text)
        if field.kind is NUMBER and name in self._fractions:
            told = read_percent(text, fractions=True)
            return Read(name, told.value, told.problem or told.warning)
        if field.kind is CHOICE and field.choices is State:
            try:
                return Read(name, field.parse(text, self._speech))
            except Unreadable:
                state = read_state(text).value  # «concluido», «en trámite»: what departments write
                if isinstance(state, StateTold) and state.state is not None:
                    return Read(name, state.state)
                raise
        return Read(name, field.parse(text, self._speech))

    def _day(self, name: str, text: str) -> Read:
        reading = read_date(text, self._styles[name])
        if reading.day is not None:
            return Read(name, reading.day)
        typed = self._speech.parse_date(text) if self._styles[name] is not Style.ASK else None
        if typed is not None:  # «vie», «+3»: as it may be typed into the cell
            return Read(name, typed)
        asks = "date" if reading.problem and self._styles[name] is Style.ASK else ""
        said = reading.problem or _("“{text}” is not a date.").format(text=one_line(text))
        return Read(name, problem=said, asks=asks)

    def _link(self, one: Text) -> Read:
        text = one_line(one.text)
        for name in one.fields:
            found = self._names_of(self._target(name)).exactly(text)
            if len(found) == 1:
                return Read(name, found[0].key)
        name = one.fields[0]
        target = self._target(name)
        id = name_id(target, text)
        if id not in self.names:
            known = self._names_of(target)
            near = tuple(known.exactly(text) or known.nearly(text))
            self.names[id] = NameQuestion(target, text, near, target in self._makes)
        answer = self._answers.get(id)
        if answer == NEW:
            return Read(name, self._keys[id], new=True)
        if answer is not None:
            return Read(name, answer)
        several = tuple(called.key for called in self._names_of(target).exactly(text))
        if self.names[id].near:
            why = _("“{text}” is not known exactly; there is something like it.").format(text=text)
        else:
            why = _("“{text}” is not known.").format(text=text)
        return Read(name, problem=why, asks="name", several=several)

    def _names_of(self, entity: str) -> KnownNames:
        if entity not in self._known:
            self._known[entity] = KnownNames(self._session, entity)
        return self._known[entity]

    def _target(self, name: str) -> str:
        target = self._fields[name].target
        assert target is not None
        return target


def _is_percent(field: Field) -> bool:
    return field.kind is NUMBER and field.max == 100
