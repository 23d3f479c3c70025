"""Row keys of the workbooks that go out: which record a row is and which export it left with, checking themselves.

A key is ``K`` and 37 characters of Crockford's base 32 (no I, L, O, U): 26.4 for the record's UUID and the last
40 bits of the export's, 3 that check.  It stands in a hidden column and survives sorting, LibreOffice and CSV: the
first letter keeps every program from taking it for a number or a date.  Any one wrong character and any two that
changed places are found for certain, other damage in all but one of 32,749 cases.
"""

from __future__ import annotations

import re
from base64 import b32decode, b32encode
from dataclasses import dataclass
from operator import mul

from db.fields import Key

LENGTH = 38
"""Characters of a key."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MARK = "K"  # of this format; another one would begin with another letter
_RFC = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_OURS = ALPHABET.encode()
_TO_OURS, _TO_RFC = bytes.maketrans(_RFC, _OURS), bytes.maketrans(_OURS, _RFC)
_VALUES = bytes.maketrans(_OURS, bytes(range(32)))
_DATA, _CHECKS = 34, 3
_EXPORT_BYTES = 5
# The greatest prime below 32 ** 3.  One wrong character adds weight × difference, a swap adds a difference of two
# weights × a difference of two values; none of these is a multiple of the prime while all weights differ.
_PRIME = 32_749
_WEIGHTS = tuple(pow(7, n + 5, _PRIME) for n in range(_DATA))
_CHECK_WEIGHTS = (32 * 32, 32, 1)
assert len({*_WEIGHTS, *_CHECK_WEIGHTS}) == _DATA + _CHECKS

_LOOK_ALIKE = str.maketrans("ILO", "110")
_DAMAGE = re.compile(r"[\s\-–—'‘’\"“”\u00ad\u200b-\u200d\u2060\ufeff]+")


class Damaged(ValueError):
    """Text that looks like one of our keys and fails its own check."""


@dataclass(frozen=True, slots=True)
class RowKey:
    """What a key says: the record (or the key minted for a new one), and which export, as ``export_mark`` has it."""

    record: Key
    export: str


def export_mark(export: Key) -> str:
    """The ten hexadecimal digits by which the keys of one export name it: the random end of its UUIDv7."""
    return export.bytes[-_EXPORT_BYTES:].hex()


def write(record: Key, export: Key) -> str:
    """The key of a row."""
    data = b32encode(record.bytes + export.bytes[-_EXPORT_BYTES:])[:_DATA].translate(_TO_OURS)
    rest = -sum(map(mul, _WEIGHTS, data.translate(_VALUES))) % _PRIME
    return f"{_MARK}{data.decode()}{ALPHABET[rest >> 10]}{ALPHABET[rest >> 5 & 31]}{ALPHABET[rest & 31]}"


def read(text: object) -> RowKey | None:
    """What a cell says, or None where it is no key of ours.  Raises Damaged where it was one and is wrong.

    Lower case, spaces, hyphens and quotes that crept in, and I, L, O for 1 and 0, do no harm.
    """
    if not isinstance(text, str):
        return None
    bare = (text if len(text) == LENGTH and text.isalnum() else _DAMAGE.sub("", text)).upper()
    if not bare.startswith(_MARK) or abs(len(bare) - LENGTH) > 2:
        return None
    body = bare[1:].translate(_LOOK_ALIKE)
    if len(body) != LENGTH - 1 or not set(body) <= set(ALPHABET):
        raise Damaged(text)
    values = body.encode().translate(_VALUES)
    data, checks = values[:_DATA], values[_DATA:]
    rest = sum(map(mul, _CHECK_WEIGHTS, checks))
    # 34 characters hold 170 bits of which 168 are used: the two at the end are nothing
    if rest >= _PRIME or (sum(map(mul, _WEIGHTS, data)) + rest) % _PRIME or data[-1] & 3:
        raise Damaged(text)
    packed = b32decode(body[:_DATA].encode().translate(_TO_RFC) + b"======")
    return RowKey(Key(bytes=packed[:16]), packed[16:].hex())
