"""Numbers of the documents an office sends, by a mask such as «{TIPO} N° {NNN}-{AAAA}-{SIGLAS}»: the next one proposed.

Official numbers come from the municipality's own document system, so a number is only ever proposed. Each unit and each
type counts by itself and begins anew every year, as far as the mask names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from db.fields import Choice

PLACES = re.compile(r"\{(TIPO|AAAA|SIGLAS|N{1,9})\}")
WORDS = {
    "oficio": "OFICIO", "memorando": "MEMORANDO", "informe": "INFORME", "carta": "CARTA", "proveido": "PROVEÍDO",
    "correo": "CORREO",
}  # fmt: skip
"""What {TIPO} says; official documents of Peru are in Spanish whatever the screen speaks."""


def mask_for(masks: Iterable[str], acronym: str) -> str | None:
    """The mask of a unit: a line «GDH: …» is that of one unit, a line without one that of all others."""
    fallback = None
    for line in masks:
        found = re.match(r"\s*([^\s:{}]+)\s*:\s*(.+)", line)
        mask = (found[2] if found else line).strip()
        if not counts(mask):
            continue
        if found and found[1].casefold() == acronym.casefold():
            return mask
        if not found and fallback is None:
            fallback = mask
    return fallback


def counts(mask: str) -> bool:
    """Whether a mask has exactly one place for the number."""
    return len([place for place in PLACES.finditer(mask) if str(place[1]).startswith("N")]) == 1


def proposed(mask: str, *, kind: Choice, year: int, acronym: str, taken: Sequence[str]) -> str:
    """The next number by ``mask``: one more than the highest of ``taken`` that it could have made this year."""
    if not acronym:
        mask = re.sub(r"[\s–/-]*\{SIGLAS\}", "", mask)
    said = {"TIPO": WORDS.get(kind.value, kind.value.upper()), "AAAA": str(year), "SIGLAS": acronym}
    form = re.compile(_pattern(mask, said), re.IGNORECASE)
    highest = max((int(found[1]) for number in taken if (found := form.fullmatch(_plain(number)))), default=0)
    return " ".join(PLACES.sub(lambda place: _put(place[1], said, highest + 1), mask).split())


def _put(place: str, said: dict[str, str], number: int) -> str:
    return said[place] if place in said else f"{number:0{len(place)}d}"


def _pattern(mask: str, said: dict[str, str]) -> str:
    pattern, at = "", 0
    for place in PLACES.finditer(mask):
        pattern += re.escape(_plain(mask[at : place.start()]))
        pattern += re.escape(_plain(said[place[1]])) if place[1] in said else r"(\d{1,12})"
        at = place.end()
    return pattern + re.escape(_plain(mask[at:]))


def _plain(text: str) -> str:
    """Without blanks, and with one sign for «N°», «Nº», «No.»: people write it as they like."""
    return re.sub(r"(?i)n\s*[°º]|\bno\.", "N°", text).replace(" ", "").replace("\u00a0", "")
