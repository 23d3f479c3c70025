"""Texts that have broken other programs: markup, emoji, right to left, Quechua, very long ones, ends of lines."""

import random
from collections.abc import Iterator

PARTS = (
    "<b>negrita</b>", "&amp; & <br/>", "😀👩‍👩‍👧‍👦", "\u202eRTL\u202c مرحبا שלום", "Ñawpa qʼente ch’aska t’ikachay",
    "Pérez, Juan; \"jefe\"", "=?utf-8?q?evil?=", "\\n \\N \\, \\;", "^n ^' ^^", "a:b;c,d=e", "%0D%0A", "' OR 1=1 --",
    "{code} %s {0}", "\tcon\ttabuladores", "\u2028\u2029\x85", "\x00\x07\x1b[31m", "\ufeffmarca", "=SUM(A1)", "‘’“”—…",
    "\r\nBCC: evil@evil.pe", "\r\nATTACH:evil", "\nX-EVIL: 1", "\rEND:VEVENT", "\r\n\r\n<script>", "Z̶̡a̷l̴g̵o", "ǅ ﬁ İı",
)  # fmt: skip
LONG = 40_000


def naughty(chance: random.Random, n: int) -> Iterator[str]:
    """``n`` texts, every part alone first, then mixed, and one in ten of forty thousand characters."""
    for number in range(n):
        if number < len(PARTS):
            yield PARTS[number]
        elif number % 10 == 0:
            text = " ".join(chance.choices(PARTS, k=12))
            yield (text * (LONG // len(text) + 1))[:LONG]
        else:
            yield chance.choice(("", " ", "\n")).join(chance.choices(PARTS, k=chance.randint(2, 8)))
