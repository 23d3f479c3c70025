"""The embedded font, what it can show, and how text is broken into lines.

Importing this registers Inter with reportlab and makes it the canvas's first font; ``ecd_desktop.reports``
does so before anything imports platypus or graphics, or an un-embedded Helvetica would stay in every file.
"""

from __future__ import annotations

import io
import re
import unicodedata
from functools import lru_cache
from importlib import resources
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, MEDIUM, BOLD, ITALIC = "Inter", "Inter-Medium", "Inter-SemiBold", "Inter-Italic"
SMALLEST = 8.0
"""Points; nothing is printed smaller."""

UNSHOWABLE = "□"
"""Stands for a character that the font has not, so that a reader sees that something was there."""

_FILES = {
    REGULAR: "Inter-Regular.ttf",
    MEDIUM: "Inter-Medium.ttf",
    BOLD: "Inter-SemiBold.ttf",
    ITALIC: "Inter-Italic.ttf",
}


def _register() -> frozenset[int]:
    """Make the font known to reportlab; answers the code points that all its weights have."""
    shown: frozenset[int] | None = None
    for name, file in _FILES.items():
        font = TTFont(name, io.BytesIO((resources.files("resources") / "fonts" / file).read_bytes()))
        pdfmetrics.registerFont(font)
        has = frozenset(font.face.charToGlyph)
        shown = has if shown is None else shown & has
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)
    rl_config.useA85 = 0  # pages as bytes: letters in their place would make every file a quarter larger
    rl_config.canvas_basefontname = rl_config.defaultGraphicsFontName = REGULAR
    return shown or frozenset()


_SHOWN = _register()


class _Translation(dict[int, str]):
    """What each character becomes on paper, found once per character."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if code in _SHOWN or char == "\n":
            shown = char
        elif char.isspace():
            shown = " "
        elif unicodedata.category(char) in ("Cf", "Cc", "Mn", "Me") or 0xFE00 <= code <= 0xFE0F:
            shown = ""  # joiners, variation selectors, controls: nothing to see
        else:
            plain = unicodedata.normalize("NFKC", char)
            shown = plain if all(ord(part) in _SHOWN for part in plain) else UNSHOWABLE
        self[code] = shown
        return shown


_translation = _Translation()
_unusual = re.compile(f"[^\n -~{''.join(chr(code) for code in range(0xA1, 0x180) if code in _SHOWN)}]").search
"""Finds what may not be printable as it stands: all but line breaks and the plain letters of European languages."""


def printable(text: str) -> str:
    """The text in characters that the font has; others become ``UNSHOWABLE``, line breaks stay."""
    if (text.isascii() and text.isprintable()) or not _unusual(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\u2028", "\n")
    return unicodedata.normalize("NFC", text).translate(_translation)


def markup(text: str) -> str:
    """Printable text for a Paragraph: its own ``<b>&`` stand as written, its line breaks break lines."""
    return escape(printable(text)).replace("\n", "<br/>")


class _Widths(dict[str, float]):
    """Widths of words and lines of one font at a size of 1 point, measured once."""

    def __init__(self, font: str) -> None:
        super().__init__()
        self._measure = pdfmetrics.getFont(font).stringWidth

    def __missing__(self, text: str) -> float:
        if len(self) > 65_536:
            self.clear()
        self[text] = wide = float(self._measure(text, 1.0))
        return wide


_widths = {name: _Widths(name) for name in _FILES}


def width(text: str, font: str, size: float) -> float:
    """Points that a printable text takes on one line."""
    return _widths[font][text] * size


_BREAKABLE = re.compile(r"[^-/_.,;:@]*[-/_.,;:@]+|[^-/_.,;:@]+")


_NUMBER_SIGN = re.compile(r"(N[°º]|S/) (?=[\dD])")  # «ACTA N° 001», «S/ 18,400.00» stay on one line


def wrap(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    """Lines no wider than ``room`` points, broken at spaces and, in a word wider than a line, where it must be.

    Spaces that do not break (as in money) are kept.  Nothing is left out; an empty text is no line.
    """
    if len(text) <= 60:  # names, states and dates come again and again
        return _wrapped_short(text, font, size, room)
    return _wrapped(text, font, size, room)


@lru_cache(maxsize=8_192)
def _wrapped_short(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    return _wrapped(text, font, size, room)


def _wrapped(text: str, font: str, size: float, room: float) -> tuple[str, ...]:
    lines: list[str] = []
    limit = room / size + 1e-6
    widths = _widths[font]
    space = widths[" "]
    text = printable(text)
    if "° " in text or "º " in text or "S/ " in text:
        text = _NUMBER_SIGN.sub("\\1\u00a0", text)
    for paragraph in text.split("\n"):
        line: list[str] = []
        used = 0.0
        for word in paragraph.split(" "):
            if not word:
                continue
            wide = widths[word]
            if line and used + space + wide <= limit:
                line.append(word)
                used += space + wide
                continue
            if line:
                lines.append(" ".join(line))
            if wide > limit:
                *whole, word = _broken(word, widths, limit)
                lines += whole
                wide = widths[word]
            line, used = [word], wide
        if line:
            lines.append(" ".join(line))
        elif lines and lines[-1]:
            lines.append("")  # an empty line between paragraphs, never two
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def _broken(word: str, widths: _Widths, limit: float) -> list[str]:
    """The pieces of a word that is wider than a line: after its own punctuation if possible, else anywhere."""
    pieces: list[str] = []
    for part in _BREAKABLE.findall(word):
        if pieces and widths[pieces[-1] + part] <= limit:
            pieces[-1] += part
        elif widths[part] <= limit:
            pieces.append(part)
        else:
            for char in part:
                if pieces and widths[pieces[-1]] + widths[char] <= limit:
                    pieces[-1] += char
                else:
                    pieces.append(char)
    return pieces
