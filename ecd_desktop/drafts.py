"""A record being edited: what was seen, what is wanted, what is wrong; kept in a file until it is saved.

A draft is settled by *questions*: a field, or a declared group of fields that make sense only together.  What is
valid becomes wishes for the store; what is not yet valid stays here, also over a crash or a night (``Drafts``).
Nothing here knows a noun: the fields and the rules of the whole record are handed in.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from db.fields import Field, Json, Key, Problem, Speech, Unreadable
from db.merge import ABSENT, EXISTS, Wish, existing, groups_of, wishes_between
from ecd_desktop.files import written

Rules = Callable[[Mapping[str, Any]], Iterable[Problem]]
"""The rules that span fields: from Python values by field name to what is wrong."""


class Seen(Protocol):
    """A record as a query froze it (``db.queries.records.Snapshot``)."""

    @property
    def entity(self) -> str: ...
    @property
    def key(self) -> Key: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Clash:
    """A question that two people answered differently; Python values by field name.

    ``names`` is empty where the record itself was deleted elsewhere.
    """

    question: str
    names: tuple[str, ...]
    seen: Mapping[str, Any]
    theirs: Mapping[str, Any]
    mine: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Typed:
    """Text that is no value of its field: it stays as it was typed, with what is wrong."""

    text: str
    problem: Problem


class Draft:
    """One record on the desk.  ``seen`` and ``wanted`` are Python values by field name."""

    def __init__(
        self,
        entity: str,
        key: Key,
        fields: Mapping[str, Field],
        *,
        seen: Mapping[str, Any],
        wanted: Mapping[str, Any],
        new: bool = False,
        rules: Rules | None = None,
    ) -> None:
        self.entity = entity
        self.key = key
        self.fields = fields
        self.new = new
        self.rules = rules
        self.seen: dict[str, Any] = dict(seen)
        self.wanted: dict[str, Any] = dict(wanted)
        self.typed: dict[str, Typed] = {}
        self._begun: dict[str, Any] | None = None  # what a new record began with

    @classmethod
    def of(cls, seen: Seen, fields: Mapping[str, Field], *, rules: Rules | None = None) -> Draft:
        """A draft of a record that exists."""
        values = {name: seen.values.get(name) for name in fields}
        return cls(seen.entity, seen.key, fields, seen=values, wanted=values, rules=rules)

    @classmethod
    def start(
        cls, entity: str, fields: Mapping[str, Field], key: Key, *, rules: Rules | None = None, **values: Any
    ) -> Draft:
        """A draft of a record that is not there yet; ``values`` are its defaults."""
        wanted = {name: values.get(name) for name in fields}
        made = cls(entity, key, fields, seen={}, wanted=wanted, new=True, rules=rules)
        made._begun = dict(wanted)
        return made

    # --- editing ------------------------------------------------------------------------------------------------------

    def value(self, name: str) -> Any:
        return self.wanted.get(name)

    def set(self, name: str, value: Any) -> None:
        """Want ``value``; a text that could not be read before is forgotten.  Raises KeyError for no field."""
        if name not in self.fields:
            raise KeyError(name)
        self.typed.pop(name, None)
        self.wanted[name] = value

    def read(self, name: str, text: str, speech: Speech) -> bool:
        """Want what ``text`` says; answers False, and keeps the text, where it says no value of the field."""
        try:
            self.set(name, self.fields[name].parse(text, speech))
        except Unreadable as exc:
            self.typed[name] = Typed(text, Problem(name, exc.message, exc.places))
            return False
        return True

    @property
    def changed(self) -> frozenset[str]:
        """The names whose value, or typed text, differs from what was seen."""
        return frozenset(
            name
            for name, field in self.fields.items()
            if name in self.typed or field.dump(self.wanted.get(name)) != field.dump(self.seen.get(name))
        )

    @property
    def blank(self) -> bool:
        """A new record in which nobody has typed anything yet."""
        return self.new and not self.typed and self._begun is not None and (
            self._dumped(self.wanted) == self._dumped(self._begun)
        )

    def forget(self, *names: str) -> None:
        """Want again what was seen, in these fields or in all."""
        for name in names or tuple(self.fields):
            self.typed.pop(name, None)
            self.wanted[name] = self.seen.get(name)

    # --- what is wrong ------------------------------------------------------------------------------------------------

    def problems(self) -> list[Problem]:
        """Everything that keeps the record from being saved as it stands, at most one of each kind per field."""
        found: list[Problem] = []
        for name, field in self.fields.items():
            if name in self.typed:
                found.append(self.typed[name].problem)
            elif problem := field.check(name, self.wanted.get(name)):
                found.append(problem)
        wrong = {problem.field for problem in found}
        if self.rules is not None and not self.typed:
            found += [problem for problem in self.rules(self.wanted) if problem.field not in wrong]
        return found

    def problem_of(self, name: str) -> Problem | None:
        return next((problem for problem in self.problems() if problem.field == name), None)

    # --- saving -------------------------------------------------------------------------------------------------------

    def wishes(self) -> list[Wish]:
        """What may be saved now: every changed question without a problem in it.

        A new record is one wish, and only where nothing is wrong; so is any record with a problem of the whole.
        """
        problems = self.problems()
        if self.new:
            if problems:
                return []
            return [Wish(self.entity, self.key, EXISTS, ABSENT, existing(self._dumped(self.wanted)))]
        if any(not problem.field for problem in problems):
            return []
        wrong = {problem.field for problem in problems}
        good = dict(self.wanted)
        for names in groups_of(self.fields).values():
            if wrong & set(names):
                good |= {name: self.seen.get(name) for name in names}
        if self.rules is not None and any(problem.field in good for problem in self.rules(good)):
            return []  # what is left does not stand alone
        return wishes_between(self.entity, self.key, self.fields, self.seen, good)

    def granted(self, wishes: Iterable[Wish], wanted: Mapping[str, Any]) -> None:
        """The store took these wishes: what ``wanted`` held of them when they were made is what is seen from now on.

        What was typed since is a change of it, and clashes with nobody.
        """
        groups = groups_of(self.fields)
        for wish in wishes:
            if wish.field == EXISTS:
                self.new = False
                self.seen = dict(wanted)
            else:
                self.seen |= {name: wanted.get(name) for name in groups[wish.field]}

    def follow(self, now: Seen | None) -> list[Clash]:
        """Take in what the record is now: untouched questions follow, touched ones clash where both changed.

        None: it was deleted.  After a save this is also how the draft learns that what it wanted is there.
        """
        if now is None:
            return [] if self.new else [Clash(EXISTS, (), dict(self.seen), {}, dict(self.wanted))]
        if self.new:
            self.new = False
            self.seen = {name: now.values.get(name) for name in self.fields}
            for name, value in self.seen.items():  # what saving filled in: the code, the first due date
                if self.wanted.get(name) is None and name not in self.typed:
                    self.wanted[name] = value
            return []
        clashes: list[Clash] = []
        touched = self.changed
        for question, names in groups_of(self.fields).items():
            theirs = {name: now.values.get(name) for name in names}
            seen = {name: self.seen.get(name) for name in names}
            mine = {name: self.wanted.get(name) for name in names}
            dumped = self._dumped(theirs)
            if dumped == self._dumped(seen):
                continue
            if not touched & set(names):
                self.wanted |= theirs
                self.seen |= theirs
            elif not any(name in self.typed for name in names) and self._granted(names, theirs):
                self.wanted |= theirs  # what I want is there; the rest of the group followed from it
                self.seen |= theirs
            else:
                clashes.append(Clash(question, names, seen, theirs, mine))
        return clashes

    def _granted(self, names: Iterable[str], theirs: Mapping[str, Any]) -> bool:
        seen, mine, now = self._dumped(self.seen), self._dumped(self.wanted), self._dumped(theirs)
        return all(mine.get(name) in (now.get(name), seen.get(name)) for name in names)

    def settle(self, clash: Clash, *, mine: bool) -> None:
        """Answer a clash: mine is wanted in full knowledge of theirs, or theirs is taken."""
        self.seen |= clash.theirs
        if not mine:
            for name in clash.names:
                self.typed.pop(name, None)
            self.wanted |= clash.theirs

    def _dumped(self, values: Mapping[str, Any]) -> dict[str, Json]:
        return {name: self.fields[name].dump(value) for name, value in values.items() if name in self.fields}

    # --- keeping ------------------------------------------------------------------------------------------------------

    def as_json(self) -> str:
        return json.dumps(
            {
                "entity": self.entity,
                "key": str(self.key),
                "new": self.new,
                "seen": self._dumped(self.seen),
                "wanted": self._dumped(self.wanted),
                "typed": {name: typed.text for name, typed in self.typed.items()},
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(
        cls, text: str, fields: Mapping[str, Field], speech: Speech, *, rules: Rules | None = None
    ) -> Draft:
        """The draft that ``as_json`` wrote; fields that are gone since are left out.  Raises ValueError, KeyError."""
        held = json.loads(text)

        def values(name: str) -> dict[str, Any]:
            return {field: fields[field].load(value) for field, value in held[name].items() if field in fields}

        draft = cls(
            held["entity"], uuid.UUID(held["key"]), fields,
            seen=values("seen"), wanted=values("wanted"), new=held["new"], rules=rules,
        )  # fmt: skip
        for name, typed in held["typed"].items():
            if name in fields:
                draft.read(name, typed, speech)
        return draft


class Drafts:
    """The drafts of one database, a small file each, in a folder that only this person reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, entity: str, key: Key, text: str) -> None:
        """Store ``Draft.as_json()``.  Raises Expected where the disk refuses."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with written(self._file(entity, key)) as part:
            part.write_text(text, encoding="utf-8")
            if os.name == "posix":
                part.chmod(0o600)

    def kept(self, entity: str, key: Key) -> str | None:
        """The stored draft of a record, for ``Draft.from_json``."""
        try:
            return self._file(entity, key).read_text(encoding="utf-8")
        except OSError:
            return None

    def drop(self, entity: str, key: Key) -> None:
        self._file(entity, key).unlink(missing_ok=True)

    def waiting(self, entity: str) -> list[Key]:
        """The records of this noun that have a draft, oldest first (keys sort by when they were made)."""
        found = sorted(self.folder.glob(f"{entity}--*.json")) if self.folder.is_dir() else []
        return [uuid.UUID(file.stem.partition("--")[2]) for file in found]

    def unfinished(self, entity: str) -> str | None:
        """The newest stored draft of a record that was never saved, for ``Draft.from_json``."""
        for key in reversed(self.waiting(entity)):
            text = self.kept(entity, key)
            if text is not None and json.loads(text).get("new"):
                return text
        return None

    def _file(self, entity: str, key: Key) -> Path:
        return self.folder / f"{entity}--{key}.json"
