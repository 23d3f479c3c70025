"""Lines of text as a page's content has them, each character encoded once per document.

reportlab encodes every line anew, character by character, and keeps a text object for it: two thirds of the time of
a matrix of 2,000 pages.  What is written here is what it would have written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

_ELSEWHERE = "\0"
"""Stands for a character that is not in the font's first subset of 256: its line is left to reportlab."""

_PLAIN = frozenset(map(chr, range(32, 127))) - frozenset("()\\")


class _Codes(dict[int, str]):
    """What stands in a string of the page for each character of one font, found once per character."""

    def __init__(self, font: Any, document: Any, escape: Any) -> None:
        super().__init__()
        self._font, self._document, self._escape = font, document, escape
        self.ascii_stays = all(self[ord(char)] == char for char in _PLAIN)

    def __missing__(self, code: int) -> str:
        subset, said = self._font.splitString(chr(code), self._document)[0]
        self[code] = made = self._escape(said) if subset == 0 else _ELSEWHERE
        return made


def _typeface(name: str) -> Any:
    """A registered TrueType font, which reportlab's stubs do not tell from the others."""
    return pdfmetrics.getFont(name)


class Lettering:
    """Writes operators of text for one document; what it answers goes between ``BT`` and ``ET``."""

    def __init__(self, canvas: Any) -> None:
        self._document, self._escape = canvas._doc, canvas._escape
        self._codes: dict[str, _Codes] = {}
        self._fonts: dict[tuple[str, float, float], str] = {}

    def font(self, name: str, size: float, leading: float) -> str:
        """The operators that choose a font."""
        chosen = self._fonts.get((name, size, leading))
        if chosen is None:
            self._of(name)
            internal = _typeface(name).getSubsetInternalName(0, self._document)
            self._fonts[name, size, leading] = chosen = f"{internal} {fp_str(size)} Tf {fp_str(leading)} TL"
        return chosen

    def line(self, words: str, name: str, size: float, leading: float) -> str:
        """One line of printable text in a font that was chosen with the same size and leading."""
        codes = self._codes.get(name) or self._of(name)
        if codes.ascii_stays and words.isascii() and not ("(" in words or ")" in words or "\\" in words):
            return f"({words}) Tj"
        said = words.translate(codes)
        return f"({said}) Tj" if _ELSEWHERE not in said else self._mixed(words, name, size, leading)

    def lines(self, lines: Iterable[str], name: str, size: float, leading: float) -> str:
        """Lines under each other, as far apart as the leading says."""
        return " T*\n".join([self.line(words, name, size, leading) for words in lines])

    def _mixed(self, words: str, name: str, size: float, leading: float) -> str:
        font = _typeface(name)
        parts = [
            f"{font.getSubsetInternalName(subset, self._document)} {fp_str(size)} Tf {fp_str(leading)} TL "
            f"({self._escape(said)}) Tj"
            for subset, said in font.splitString(words, self._document)
        ]
        return " ".join([*parts, self.font(name, size, leading)])

    def _of(self, name: str) -> _Codes:
        if name not in self._codes:
            self._codes[name] = _Codes(_typeface(name), self._document, self._escape)
        return self._codes[name]


def of(canvas: Canvas) -> Lettering:
    """The lettering of the document that ``canvas`` writes."""
    found: Lettering | None = getattr(canvas, "_lettering", None)
    if found is None:
        found = Lettering(canvas)
        canvas._lettering = found  # type: ignore[attr-defined]
    return found


def at(x: float, y: float) -> str:
    """The operator that begins a line at a place."""
    return f"1 0 0 1 {fp_str(x)} {fp_str(y)} Tm"


def ink(colour: Color) -> str:
    """The operator that chooses the colour of what is written."""
    return f"{fp_str((colour.red, colour.green, colour.blue))} rg"


class Pen:
    """Writes text in one size and says only what changes: the ink and the font in force stay until they do."""

    def __init__(self, canvas: Canvas, size: float, leading: float) -> None:
        self._said = of(canvas)
        self.size, self.leading = size, leading
        self._ink: Color | None = None
        self._font = ""

    def ink(self, colour: Color) -> str:
        if colour is self._ink:
            return ""
        self._ink = colour
        return ink(colour)

    def font(self, name: str) -> str:
        if name == self._font:
            return ""
        self._font = name
        return self._said.font(name, self.size, self.leading)

    def forget(self) -> None:
        """Something else was written, in its own ink and font."""
        self._ink, self._font = None, ""

    def line(self, words: str, font: str) -> str:
        return self._said.line(words, font, self.size, self.leading)

    def lines(self, lines: Sequence[str], font: str) -> str:
        return self._said.lines(lines, font, self.size, self.leading)
