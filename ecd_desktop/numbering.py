"""The numbers of issued minutes: a mask with its places filled, and which serial is the next.

Counted together are the minutes whose numbers differ by nothing but the serial and the year: the mask with its unit
filled in says which. So two series that share a mask and a unit share one count, and no number is given twice; a
series that wants a count of its own says so in its mask («ACTA N° {n:03}-{year}-MESA»).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import count

from db.records.meeting_series import MASK, PLACE, wrong_mask

__all__ = ["LOCK", "MASK", "by_year", "counted_in", "free", "number", "wrong_mask"]

LOCK = "ACTA"
"""What is held (``Work.hold``) while a number of minutes is taken."""
NO_UNIT = re.compile(r"[\s/.–-]*\{unit\}")
"""The place of a unit that has no acronym goes with what parts it from the rest."""


def number(mask: str, *, n: int, year: int, unit: str) -> str:
    """«ACTA N° 003-2026-GDH»: a mask with its places filled; the mask is a good one (``wrong_mask``)."""
    return PLACE.sub(lambda place: _filled(place[1], n, year), counted_in(mask, unit)).strip(" /.–-")


def counted_in(mask: str, unit: str) -> str:
    """What is counted together: the mask with its unit filled in; braces in an acronym would be places, and go."""
    plain = "".join(sign for sign in unit if sign not in "{}")
    return (mask.replace("{unit}", plain) if plain else NO_UNIT.sub("", mask)).strip()


def by_year(mask: str) -> bool:
    """Whether each year begins at 1: else the number would not tell the years apart, and goes on over all of them."""
    return "{year}" in mask


def free(taken: Collection[int]) -> Iterator[int]:
    """The serials that are free, from the smallest: a gap that Undo left is filled first."""
    return (n for n in count(1) if n not in taken)


def _filled(place: str, n: int, year: int) -> str:
    if place == "year":
        return str(year)
    name, _colon, wide = place.partition(":0")
    return str(n).zfill(int(wide or 1)) if name == "n" else ""
