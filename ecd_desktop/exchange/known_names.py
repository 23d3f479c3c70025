"""The records of any noun by what people call them: exactly, by a code or an acronym, or nearly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from db.fields import Key
from db.queries import lookups
from db.records import record_class
from ecd_desktop.exchange.matching import acronym_key, alike, bare, is_nobody, name_key, person_name, tokens, unit_words

OFFERED = 5
"""Records that are offered for a name that none has exactly."""
SHORT = ("acronym", "code", "ubigeo_inei", "number")
ALSO = ("aliases", "alias")


@dataclass(frozen=True, slots=True)
class Called:
    """A record and its name."""

    key: Key
    name: str


class KnownNames:
    """The records of one noun; a unit that was succeeded is not among them, as nothing new is given to it."""

    def __init__(self, session: lookups.Session, entity: str) -> None:
        self._people = entity == "people"
        self._exact: dict[str, list[Called]] = {}
        self._names: list[tuple[tuple[str, ...], Called]] = []
        for row in lookups.everything(session, record_class(entity)):
            if getattr(row, "successor_id", None) is None:
                self._take(row)

    def exactly(self, text: str) -> list[Called]:
        """The records of that name, in whatever order of words for people, or of that code or acronym."""
        said = [bare(text), f"#{acronym_key(text)}", self._words(text)]
        if not self._people:
            name, short = unit_words(text)
            said += [bare(name), *([f"#{acronym_key(short)}"] if short else [])]
        return next((found for one in said if (found := self._exact.get(one))), [])

    def nearly(self, text: str) -> list[Called]:
        """The records whose names are like that, at most five."""
        words = self._key(text)
        near = [called for key, called in self._names if alike(words, key, share=0.34)]
        return list(dict.fromkeys(near))[:OFFERED]

    def _take(self, row: Any) -> None:
        called = Called(row.id, row.named())
        also = [part for name in ALSO for part in _parts(getattr(row, name, None))]
        for name in (called.name, *([str(row.name)] if getattr(row, "name", None) else []), *also):
            self._keep(bare(name), called)
            self._keep(self._words(name), called)
            self._names.append((self._key(name), called))
        for short in SHORT:
            if value := getattr(row, short, None):
                self._keep(f"#{acronym_key(str(value))}", called)

    def _keep(self, said: str, called: Called) -> None:
        found = self._exact.setdefault(said, [])
        if called not in found:
            found.append(called)

    def _words(self, text: str) -> str:
        """The words in no order, where order tells nothing: those of people's names."""
        return "=" + " ".join(sorted(self._key(text)) if self._people else tokens(text))

    def _key(self, text: str) -> tuple[str, ...]:
        if not self._people:
            return name_key(text)
        told = person_name(text)
        return told.key if told is not None else name_key(text)


def names_nobody(text: str) -> bool:
    """Words that stand where a name is not known yet."""
    return is_nobody(text)


def _parts(text: str | None) -> Iterable[str]:
    return [part.strip() for part in (text or "").replace("\n", ";").split(";") if part.strip()]
