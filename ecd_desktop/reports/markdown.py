"""Running notes on paper: headings, lists, bold and italics of Markdown; whatever else is typed stands as typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from ecd_desktop.reports.typeface import BOLD, REGULAR, markup, printable, width

PIECE = 1_500  # characters of one paragraph: a longer one is laid out in pieces, each on its own lines
STEP = 14.0  # points that a list is set in


class Part(Enum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, or an item of a list with its mark ("•", "2.") and how deep it stands."""

    part: Part
    text: str
    mark: str = ""
    depth: int = 0


_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)(.*)")
_ITEM = re.compile(r"([ \t]*)(?:([-*+•–])|(\d{1,3})[.)])[ \t]+(\S.*)")


def blocks(source: str, shown: Callable[[str], str] = printable) -> Iterator[Block]:
    """The parts of a text in their order; a line of its own stays one, as people type notes line by line.

    ``shown``: which characters there are; by default those of the documents' font.
    """
    lines: list[str] = []
    found: Block | None = None

    def ended() -> Iterator[Block]:
        if found is not None or lines:
            said = "\n".join(lines)
            yield Block(found.part, said, found.mark, found.depth) if found else Block(Part.PARAGRAPH, said)

    for line in shown(source).split("\n"):
        heading, item = heading_of(line), _ITEM.fullmatch(line)
        left = found is not None and not line.startswith((" ", "\t"))  # a line that is not set in ends a list
        if heading is not None or item or left or not line.strip():
            yield from ended()
            lines, found = [], None
        if heading is not None:
            yield Block(Part.HEADING, heading)
        elif item:
            depth = min(len(item[1].expandtabs(4)) // 2, 4)
            found, lines = Block(Part.ITEM, "", f"{item[3]}." if item[3] else "•", depth), [item[4]]
        elif line.strip():
            lines.append(line.strip())
    yield from ended()


def heading_of(line: str) -> str | None:
    """The words of a line that is a heading; None for another line."""
    found = _HEADING.fullmatch(line)
    return found[1].strip().rstrip("#").rstrip() if found else None


_MARKED = re.compile(
    r"\*\*\*(?=[^\s*])(?P<both>[^*]*[^\s*])\*\*\*"
    r"|\*\*(?=[^\s*])(?P<bold>[^*]*[^\s*])\*\*"
    r"|(?<![\w_])__(?=[^\s_])(?P<under>[^_]*[^\s_])__(?![\w_])"
    r"|(?<![\w*])\*(?=[^\s*])(?P<italic>[^*]*[^\s*])\*(?![\w*])"
    r"|(?<![\w_])_(?=[^\s_])(?P<lean>[^_]*[^\s_])_(?![\w_])"
)  # no part may hold its own mark, so that each is looked through once


def inline(source: str, escaped: Callable[[str], str] = markup) -> str:
    """The markup of a paragraph: bold and italics as such, all else as it stands, ``escaped``."""
    made: list[str] = []
    at = 0
    for found in _MARKED.finditer(source):
        made.append(escaped(source[at : found.start()]))
        name = found.lastgroup or ""
        inside = escaped(found[name])
        if name == "both":
            made.append(f"<b><i>{inside}</i></b>")
        else:
            tag = "b" if name in ("bold", "under") else "i"
            made.append(f"<{tag}>{inside}</{tag}>")
        at = found.end()
    made.append(escaped(source[at:]))
    return "".join(made)


def flowables(parts: Iterable[Block], style: ParagraphStyle, *, plain: bool = False) -> Iterator[Flowable]:
    """The parts as they are printed in a style of running text; ``plain``: their text is data, without marks."""
    said = markup if plain else inline
    heading = ParagraphStyle(
        "notes-heading", parent=style, fontName=BOLD, spaceBefore=2.5, spaceAfter=1.5, keepWithNext=1
    )
    for block in parts:
        if block.part is Part.HEADING:
            yield Paragraph(said(block.text), heading)
            continue
        for n, piece in enumerate(pieces(block.text)):
            if block.part is Part.PARAGRAPH:
                yield Paragraph(said(piece), style)
                continue
            inset = STEP * (block.depth + 1)
            room = max(inset, STEP * block.depth + width(block.mark, REGULAR, style.fontSize) + 5)
            listed = ParagraphStyle(
                "notes-item", parent=style, leftIndent=room, bulletIndent=room - STEP + 3, spaceAfter=1,
                bulletFontName=REGULAR, bulletFontSize=style.fontSize,
            )  # fmt: skip
            yield Paragraph(said(piece), listed, bulletText=block.mark if n == 0 else None)


def pieces(source: str) -> Iterator[str]:
    """A paragraph, or its parts where it is very long: reportlab's time grows with the square of the length."""
    while len(source) > PIECE:
        cut = max(source.rfind("\n", 0, PIECE), source.rfind(". ", 0, PIECE) + 1)
        cut = cut if cut > 0 else source.rfind(" ", 0, PIECE)
        cut = cut if cut > 0 else PIECE
        yield source[:cut].rstrip()
        source = source[cut:].lstrip()
    if source:
        yield source
