"""The part of a long text in which most of the looked-for words stand, with the letters that they are."""

from __future__ import annotations

from collections.abc import Sequence

from db.ordering import fold
from ui.matched import every

BEFORE = 36  # letters shown before the first word, at most
Spans = tuple[tuple[int, int], ...]


def excerpt(words: Sequence[str], text: str, width: int = 190) -> tuple[str, Spans]:
    """At most about ``width`` letters of ``text`` on one line, cut at words, and the (start, end) of what was found."""
    flat = " ".join(text.split())
    spans = every(words, flat)
    if len(flat) <= width:
        return flat, spans
    begin = _best(words, flat, spans, width)
    if begin:
        begin = flat.rfind(" ", 0, begin) + 1
    end = len(flat) if begin + width >= len(flat) else max(flat.rfind(" ", begin, begin + width), begin + width // 2)
    lead, tail = "… " if begin else "", " …" if end < len(flat) else ""
    moved = tuple(
        (max(start, begin) - begin + len(lead), min(stop, end) - begin + len(lead))
        for start, stop in spans if stop > begin and start < end
    )  # fmt: skip
    return f"{lead}{flat[begin:end]}{tail}", moved


def _best(words: Sequence[str], flat: str, spans: Spans, width: int) -> int:
    """Where to begin so that the most different words can be seen."""
    best, most = 0, 0
    for start, _end in spans:
        begin = max(start - BEFORE, 0)
        seen = fold(flat[begin : begin + width])
        number = sum(word in seen for word in words)
        if number > most:
            best, most = begin, number
        if most == len(words):
            break
    return best
