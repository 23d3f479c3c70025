"""Minutes as they are typed: plain Markdown lines, of which some say a decision, a commitment, a risk or a lesson.

A line that begins with ACUERDO, COMPROMISO (ACCIÓN), RIESGO or LECCIÓN, or with their English names, says one; in
small letters only where a colon follows, since «acuerdo con» begins many sentences.  Who, what about and until when
is read by ``quick_add``.  A heading «## 2. Sombra y cerco» ties what follows to the second item of the agenda.
Nothing here reads a database, and no text makes it fail.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from typing import Any

from db.ordering import fold
from ecd_desktop.quick_add import Kind, Mark, Named, Reading, Unclear, asked, read, written
from ecd_desktop.typed_dates import CountsWorkingDays


class Tag(StrEnum):
    """What a line says."""

    DECISION = "decision"
    COMMITMENT = "commitment"
    RISK = "risk"
    LESSON = "lesson"


TAGS: dict[str, Tag] = {
    "acuerdo": Tag.DECISION, "decision": Tag.DECISION, "compromiso": Tag.COMMITMENT, "accion": Tag.COMMITMENT,
    "commitment": Tag.COMMITMENT, "action": Tag.COMMITMENT, "riesgo": Tag.RISK, "risk": Tag.RISK,
    "leccion": Tag.LESSON, "lesson": Tag.LESSON,
}  # fmt: skip
"""The words that begin such a line, as ``fold`` writes them."""

WORDS: dict[str, dict[Tag, str]] = {
    "es": {Tag.DECISION: "ACUERDO", Tag.COMMITMENT: "COMPROMISO", Tag.RISK: "RIESGO", Tag.LESSON: "LECCIÓN"},
    "en": {Tag.DECISION: "DECISION", Tag.COMMITMENT: "COMMITMENT", Tag.RISK: "RISK", Tag.LESSON: "LESSON"},
}
"""The word that is put into the text, by language."""
_SPANISH = {"acuerdo", "compromiso", "accion", "riesgo", "leccion"}

_TAGGED = re.compile(r"[ \t]*(?:[-*•–][ \t]+)?(\**)([^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)(\**)[ \t]*(:?)\**(?=\s|$)")
_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+(?:(\d{1,3})[.):]*(?:[ \t]+|$))?(.*)", re.ASCII)
ALIKE = 0.72
"""From this likeness of their words on, a changed line is still the one that was recorded."""
COMPARED = 240  # letters


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading: the number that stands before it, 0 where there is none, and its title."""

    line: int
    level: int
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one tagged line says.  ``line`` counts from 0; places of ``marks`` and ``body`` count in that line.

    ``text`` is what is recorded: of a commitment without who, what about and when; of the others with the names in
    full.  ``said`` is what stands after the tag as it was typed, from ``body`` on.
    """

    kind: Tag
    text: str
    who: tuple[Any, ...]
    about: tuple[Any, ...]
    due: date | None
    line: int
    marks: tuple[Mark, ...]
    said: str
    body: int
    unclear: tuple[Unclear, ...]
    topic: Topic | None
    reading: Reading  # of ``said`` alone


@dataclass(frozen=True, slots=True)
class Minutes:
    """A text that was read: what its tagged lines say, and its headings, in order."""

    spoken: tuple[Spoken, ...] = ()
    topics: tuple[Topic, ...] = ()

    def of(self, kind: Tag) -> tuple[Spoken, ...]:
        return tuple(one for one in self.spoken if one.kind is kind)


@dataclass(frozen=True, slots=True)
class _Line:
    """What does not depend on anything but the line itself."""

    topic: Topic | None
    kind: Tag | None = None
    body: int = 0
    language: str = ""
    asked: tuple[tuple[str, str], ...] = ()


_PLAIN = _Line(None)


class Reader:
    """Reads a text again and again while it is typed: a line that did not change is not read twice."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}
        self._readings: dict[tuple[str, str], Reading] = {}
        self._spoken: dict[int, Spoken] = {}
        self._under: tuple[Any, ...] = ()

    def forget(self) -> None:
        """Names may mean other records now."""
        self._readings.clear()

    def names(self, text: str) -> list[tuple[str, str]]:
        """The names that the tagged lines hold, as ``quick_add.asked`` says them."""
        return list(dict.fromkeys(name for line in self._looked_at(text) for name in line.asked))

    def read(
        self,
        text: str,
        *,
        today: date,
        known: Mapping[str, Iterable[Named]] | None = None,
        picked: Mapping[str, Any] | None = None,
        plain: Collection[str] = (),
        calendar: CountsWorkingDays | None = None,
    ) -> Minutes:
        """What a text says.  ``today``: the day of the meeting, from which «viernes» counts.

        The tag of a line says in which language its days are: whoever opens the minutes, they mean the same.
        """
        under = (today, calendar, dict(picked or {}), frozenset(plain))
        if under != self._under:
            self._readings.clear()
            self._under = under
        spoken: list[Spoken] = []
        topics: list[Topic] = []
        held: dict[tuple[str, str], Reading] = {}
        lines = lines_of(text)
        for number, (line, found) in enumerate(zip(lines, self._looked_at(text), strict=True)):
            if found.topic is not None:
                topics.append(replace(found.topic, line=number))
            elif found.kind is not None:
                said = line[found.body :]
                reading = self._readings.get((said, found.language)) or read(
                    said, today=today, language=found.language, known=known, picked=picked, plain=plain,
                    calendar=calendar,
                )  # fmt: skip
                held[said, found.language] = reading
                topic, before = topics[-1] if topics else None, self._spoken.get(number)
                if (
                    before is not None and before.reading is reading and before.topic == topic
                    and (before.kind, before.body) == (found.kind, found.body)
                ):  # fmt: skip
                    spoken.append(before)
                else:
                    spoken.append(_spoken(found.kind, reading, number, found.body, topic))
        self._readings = held
        self._spoken = {one.line: one for one in spoken}
        return Minutes(tuple(spoken), tuple(topics))

    def _looked_at(self, text: str) -> list[_Line]:
        """Each line of a text, looked at once."""
        known = self._lines
        found = {}
        lines = lines_of(text)
        for line in lines:
            if line not in found:
                found[line] = known[line] if line in known else _looked_at(line)
        self._lines = found
        return [found[line] for line in lines]


def _looked_at(line: str) -> _Line:
    if (topic := topic_of(line)) is not None:
        return _Line(topic)
    if (tag := tag_of(line)) is None:
        return _PLAIN
    return _Line(None, *tag, language_of(line), tuple(asked(line[tag[1] :])))


def read_minutes(text: str, **how: Any) -> Minutes:
    """What a text says, read once; arguments as of ``Reader.read``."""
    return Reader().read(text, **how)


def lines_of(text: str) -> list[str]:
    """The lines of a text, as an editor counts them."""
    return text.split("\n")


def tag_of(line: str) -> tuple[Tag, int] | None:
    """What a line says, and where its words begin behind the tag; None for an untagged one."""
    found = _TAGGED.match(line)
    if found is None:
        return None
    kind = TAGS.get(fold(found[2]))
    if kind is None or not (found[4] or found[2].isupper()):
        return None
    end = found.end()
    while end < len(line) and line[end] in " \t":
        end += 1
    return kind, end


def language_of(line: str) -> str:
    """The language of a tagged line: that of its tag."""
    found = _TAGGED.match(line)
    word = fold(found[2]) if found is not None else ""
    return "es" if word in _SPANISH or (found is not None and not found[2].isascii()) else "en"


def topic_of(line: str, number: int = 0) -> Topic | None:
    """The heading that a line is; None where it is none.  «#PRY-3» is a project, no heading."""
    found = _HEADING.fullmatch(line)
    if found is None or not (found[2] or found[3].strip(" \t#")):
        return None
    return Topic(number, len(found[1]), int(found[2] or 0), found[3].strip(" \t#"))


def heading(number: int, title: str) -> str:
    """The line that begins an item of the agenda in the text."""
    return f"## {number}. {' '.join(title.split())}"


def item_of(topic: Topic | None, agenda: Sequence[tuple[Any, int, str]]) -> Any | None:
    """The item of the agenda, as (key, number, title), that a heading begins: of its title, else of its number."""
    if topic is None:
        return None
    title = " ".join(fold(topic.title).split())
    same = [key for key, _number, name in agenda if title and " ".join(fold(name).split()) == title]
    numbered = [key for key, number, _name in agenda if topic.number and number == topic.number]
    return next((key for key in same if key in numbered), next(iter(same or numbered), None))


def matched(spoken: Sequence[Spoken], recorded: Sequence[tuple[Any, str]]) -> dict[int, Any]:
    """Which line was recorded already, as record by line; ``recorded``: (record, text) of one kind.

    Equal words first; then, among what is left and in order, the words most alike: a line whose spelling was put
    right keeps its record.  No record is taken twice.
    """
    left = list(recorded)
    found: dict[int, Any] = {}
    for same in (lambda mine, theirs: mine == theirs, _begins) if left else ():
        for one in spoken:
            if one.line in found or not one.text or not left:
                continue
            mine = _bare(one.text)
            place = next((n for n, (_record, text) in enumerate(left) if same(mine, _kept(text))), None)
            if place is not None:
                found[one.line] = left.pop(place)[0]
    for one in spoken if left else ():
        if one.line in found or not one.text:
            continue
        likeness = [(_likeness(one.text, text), -n) for n, (_record, text) in enumerate(left)]
        if likeness and max(likeness)[0] >= ALIKE:
            found[one.line] = left.pop(-max(likeness)[1])[0]
    return found


def put_tag(line: str, kind: Tag, language: str) -> tuple[str, int]:
    """The line with this tag in place of the one it has, and where its words begin."""
    word = WORDS["es" if language.startswith("es") else "en"][kind]
    found = tag_of(line)
    said = line[found[1] :] if found is not None else re.sub(r"^[ \t]*(?:[-*•–][ \t]+)?", "", line)
    return f"{word} {said}", len(word) + 1


def _spoken(kind: Tag, reading: Reading, line: int, body: int, topic: Topic | None) -> Spoken:
    marks = tuple(replace(mark, start=mark.start + body, end=mark.end + body) for mark in reading.marks)
    unclear = tuple(replace(one, start=one.start + body, end=one.end + body) for one in reading.unclear)
    text = reading.description if kind is Tag.COMMITMENT else _in_full(reading)
    who = tuple(mark.value for mark in reading.of(Kind.WHO))
    about = tuple(mark.value for mark in reading.of(Kind.ABOUT))
    return Spoken(kind, text, who, about, reading.due, line, marks, reading.text, body, unclear, topic, reading)


def _in_full(reading: Reading) -> str:
    """What was said with the names of people and records in place of their signs; dates stay as they were said."""
    parts, at = [], 0
    for mark in reading.marks:
        if mark.kind in (Kind.WHO, Kind.ABOUT):
            sign = reading.text[mark.start]
            parts += [reading.text[at : mark.start], written(sign, mark.value)[len(sign) :]]
            at = mark.end
    return " ".join("".join((*parts, reading.text[at:])).split())


@lru_cache(maxsize=4_096)
def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()


@lru_cache(maxsize=4_096)
def _kept(text: str) -> str:
    """The recorded words; of those that a field could not hold whole, with a mark at their end."""
    return f"{_bare(text)}…" if text.endswith("…") else _bare(text)


def _begins(mine: str, kept: str) -> bool:
    return len(kept) > 1 and kept.endswith("…") and mine.startswith(kept[:-1])


def _likeness(one: str, other: str) -> float:
    measure = SequenceMatcher(None, _bare(one)[:COMPARED], _bare(other)[:COMPARED], autojunk=False)
    return measure.ratio() if measure.quick_ratio() >= ALIKE else 0.0
