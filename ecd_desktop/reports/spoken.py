"""What was discussed, item by item of the agenda; what was recorded as an agreement or commitment stands once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from db.kinds import plain
from db.queries.meeting_papers import MeetingPaper, Topic
from ecd_desktop.language import ngettext
from ecd_desktop.reports.markdown import Block, Part, blocks, heading_of
from ecd_desktop.reports.markdown import flowables as laid_out

_TAG = re.compile(
    r"\s*(?:[-*•]\s+)?(?P<tag>ACUERDO|COMPROMISO|ACCIÓN|RIESGO|LECCIÓN|DECISION|AGREEMENT|COMMITMENT|ACTION|RISK|LESSON)"
    r"\b\s*[:.–-]?\s*(?P<said>.*)"
)
_AGREED = frozenset({"ACUERDO", "DECISION", "AGREEMENT"})
_PROMISED = frozenset({"COMPROMISO", "ACCIÓN", "COMMITMENT", "ACTION"})
_WORD = re.compile(r"\w+")


def flowables(paper: MeetingPaper, style: ParagraphStyle) -> Iterator[Flowable]:
    """The account as it is printed."""
    yield from laid_out(account(paper), style)


def account(paper: MeetingPaper) -> list[Block]:
    """The notes under the topics they belong to, in the order of the notes, with what was said of each topic.

    A heading of the notes that is a topic's title gets its number and its hours; topics that the notes do not name and
    of which something was said follow in their order.
    """
    told: list[Block] = []
    left = dict(enumerate(paper.topics, 1))
    for title, notes in _parted(paper.text):
        n = next((n for n, topic in left.items() if title and _same(title, topic.title)), None)
        topic = left.pop(n) if n is not None else None
        if title:
            told.append(Block(Part.HEADING, _titled(n, topic) if n is not None and topic else title))
        told += _once(paper, notes)
        if topic is not None:
            told += blocks(topic.conclusion)
    for n, topic in left.items():
        if topic.conclusion:
            told += [Block(Part.HEADING, _titled(n, topic)), *_once(paper, topic.conclusion.split("\n"))]
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


def _once(paper: MeetingPaper, lines: Sequence[str]) -> list[Block]:
    """Notes; what stands in a table below is left out here, and a last line says under which numbers it is there."""
    agreed = [(one.number, _words(one.text)) for one in paper.agreed]
    promised = [(one.number, _words(one.text)) for one in paper.promised]
    kept: list[str] = []
    pointed: tuple[list[str], list[str]] = [], []
    for line in lines:
        found = _TAG.fullmatch(line)
        if found is None:
            kept.append(line)
            continue
        tag, said = found["tag"], _words(found["said"])
        if tag in _AGREED and (number := _recorded(agreed, said)):
            pointed[0].append(number)
        elif tag in _PROMISED and (number := _recorded(promised, said)):
            pointed[1].append(number)
        else:
            kept += ["", f"**{tag}:** {found['said']}", ""]
    told = list(blocks("\n".join(kept)))
    where = [_pointer(numbers, n) for n, numbers in enumerate(pointed) if numbers]
    return [*told, Block(Part.PARAGRAPH, f"*→ {' · '.join(where)}*")] if where else told


def _pointer(numbers: Sequence[str], table: int) -> str:
    listed = ", ".join(numbers)
    if table == 0:
        return ngettext("Agreement {numbers}", "Agreements {numbers}", len(numbers)).format(numbers=listed)
    return ngettext("Commitment {numbers}", "Commitments {numbers}", len(numbers)).format(numbers=listed)


def _words(said: str) -> frozenset[str]:
    return frozenset(_WORD.findall(plain(said)))


def _recorded(records: Sequence[tuple[str, frozenset[str]]], said: frozenset[str]) -> str:
    """The number of the record whose every word the line has; "" for none."""
    return next((number for number, words in records if words and words <= said), "")
