"""How names are searched and put in order: the same bytes on both databases and on screen."""

import re
import unicodedata
from functools import lru_cache

_ACCENTS = {ord(c): None for c in "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328"}
_SPANISH = tuple(zip("áéíóúüñ", "aeiouun", strict=True))
_MARKS = re.compile(f"[{''.join(map(chr, _ACCENTS))}]")
_DIGITS = re.compile(r"\d+")
_GAPS = re.compile(r"[^0-9a-z{\x80-\U0010ffff]+")
_ASCII_DIGITS = re.compile(r"[0-9]+")
_APART = bytes(32 if _GAPS.match(chr(n)) else n for n in range(128)) + bytes(range(128, 256))


def fold(text: str) -> str:
    """What search compares: lower case, no accents, ñ as n, one space between words."""
    folded = unicodedata.normalize("NFC", text).lower()
    if not folded.isascii():
        folded = _without_accents(folded)
    return " ".join(folded.split())


def _without_accents(lowered: str) -> str:
    for accented, plain in _SPANISH:  # seven replacements take a tenth of the time of a translation
        lowered = lowered.replace(accented, plain)
    return lowered if lowered.isascii() else _MARKS.sub("", unicodedata.normalize("NFD", lowered))


def words(text: str) -> list[str]:
    """The folded words of something typed into a search field."""
    return fold(text).split()


def _counted(match: re.Match[str]) -> str:
    digits = match[0].lstrip("0") or "0"
    return f"{min(len(digits), 99):02}{digits}"


@lru_cache(maxsize=65_536)
def sort_key(text: str) -> bytes:
    """Bytes that sort as a Peruvian reader expects: accents and case together, ñ after n, PI-9 before PI-10.

    Digits are preceded by their count; ``{`` follows ``z`` in ASCII, so ``n{`` (ñ) comes after every n.
    Equal words are told apart by their original spelling, so that the order is the same everywhere.
    """
    base = unicodedata.normalize("NFC", text).lower().strip().replace("ñ", "n{")
    if not base.isascii():
        base = _without_accents(base)
    if base.isascii():  # the same as below; bytes are translated in a tenth of the time
        base = " ".join(base.encode().translate(_APART).decode().split())
        base = _ASCII_DIGITS.sub(_counted, base)
    else:
        base = _DIGITS.sub(_counted, _GAPS.sub(" ", base)).strip()
    return f"{base}\0{text}".encode()
