"""What was discussed, item by item of the agenda; what was recorded as an agreement or commitment stands once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from db.kinds import plain
from db.queries.meeting_papers import MeetingPaper, Topic
from ecd_desktop.language import ngettext
from ecd_desktop.minutes_text import Minutes, Tag, matched, read_minutes
from ecd_desktop.reports.markdown import Block, Part, blocks, heading_of
from ecd_desktop.reports.typeface import printable

Recorded = dict[Tag, list[tuple[str, str]]]
"""What stands in the tables and no line of the notes has told yet: (number, text)."""


def account(paper: MeetingPaper, shown: Callable[[str], str] = printable) -> list[Block]:
    """The notes under the topics they belong to, in the order of the notes, with what was said of each topic.

    A heading of the notes that is a topic's title gets its number and its hours; topics that the notes do not name and
    of which something was said follow in their order.  ``shown``: as of ``markdown.blocks``.
    """
    told: list[Block] = []
    day = paper.held_on or date.min
    recorded: Recorded = {
        Tag.DECISION: [(one.number, one.text) for one in paper.agreed],
        Tag.COMMITMENT: [(one.number, one.text) for one in paper.promised],
    }
    left = dict(enumerate(paper.topics, 1))
    for title, notes in _parted(paper.text):
        n = next((n for n, topic in left.items() if title and _same(title, topic.title)), None)
        topic = left.pop(n) if n is not None else None
        if title:
            told.append(Block(Part.HEADING, _titled(n, topic) if n is not None and topic else title))
        told += _once(recorded, notes, day, shown)
        if topic is not None:
            told += blocks(topic.conclusion, shown)
    for n, topic in left.items():
        if topic.conclusion:
            told += [Block(Part.HEADING, _titled(n, topic)), *_once(recorded, topic.conclusion.split("\n"), day, shown)]
    return told


def _parted(source: str) -> Iterator[tuple[str, list[str]]]:
    """The notes as they are parted by headings: each heading ("" before the first) with its lines."""
    title, lines = "", list[str]()
    for line in source.split("\n"):
        if (found := heading_of(line)) is not None:
            yield title, lines
            title, lines = found, []
        else:
            lines.append(line)
    yield title, lines


def _titled(n: int, topic: Topic) -> str:
    hours = "–".join(filter(None, (topic.started_at, topic.ended_at)))
    return f"{n}. {topic.title} ({hours})" if hours else f"{n}. {topic.title}"


def _same(heading: str, title: str) -> bool:
    return plain(re.sub(r"^\d+[.)]?\s+", "", heading)) == plain(title)


def _once(recorded: Recorded, lines: Sequence[str], day: date, shown: Callable[[str], str]) -> list[Block]:
    """Notes; what stands in a table below is left out here, and a last line says under which numbers it is there."""
    spoken = read_minutes("\n".join(lines), today=day)
    found = {tag: matched(spoken.of(tag), known) for tag, known in recorded.items()}
    told = {line for numbers in found.values() for line in numbers}
    for tag, numbers in found.items():
        recorded[tag] = [one for one in recorded[tag] if one[0] not in numbers.values()]
    tags = {one.line: lines[one.line][: one.body].strip(" \t-*•–:") for one in spoken.spoken}
    kept: list[str] = []
    for number, line in enumerate(lines):
        if number in told:
            continue
        kept += ["", f"**{tags[number]}:** {_said(spoken, number)}", ""] if number in tags else [line]
    where = [_pointer(tag, list(numbers.values())) for tag, numbers in found.items() if numbers]
    pointer = [Block(Part.PARAGRAPH, f"*→ {' · '.join(where)}*")] if where else []
    return [*blocks("\n".join(kept), shown), *pointer]


def _said(spoken: Minutes, line: int) -> str:
    return next(one.said for one in spoken.spoken if one.line == line)


def _pointer(tag: Tag, numbers: Sequence[str]) -> str:
    listed = ", ".join(numbers)
    if tag is Tag.DECISION:
        return ngettext("Agreement {numbers}", "Agreements {numbers}", len(numbers)).format(numbers=listed)
    return ngettext("Commitment {numbers}", "Commitments {numbers}", len(numbers)).format(numbers=listed)
