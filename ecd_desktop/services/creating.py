"""A record that begins with nothing but the name that somebody typed: which of its fields that name fills."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def person_named(text: str) -> dict[str, str | None]:
    """Given and family names: «Ríos Vela, Ana», else the last two of three words or more, or the last of two."""
    if "," in text:
        family, given = (part.strip() for part in text.split(",", 1))
        return {"given_names": given or family, "family_names": family if given else None}
    words = text.split()
    at = max(len(words) - (2 if len(words) > 2 else 1), 1)
    return {"given_names": " ".join(words[:at]), "family_names": " ".join(words[at:]) or None}


def begun(entity: str, text: str) -> dict[str, Any]:
    """What a record of this noun begins with when its name was typed: its name, or whatever else it goes by."""
    if entity in NAMED:
        return NAMED[entity](text)
    from db.queries.search_texts import TITLES
    from db.records import fields_of, record_class

    fields = fields_of(record_class(entity))
    called = next(name for name in ("name", "subject", *TITLES.get(entity, ("title",))) if name in fields)
    return {called: text}


def _organisation(text: str) -> dict[str, Any]:
    short = text.isupper() and len(text) <= 12 and " " not in text
    return {"name": text, "acronym": text if short else None}


NAMED: dict[str, Callable[[str], dict[str, Any]]] = {
    "people": person_named, "organisations": _organisation, "stakeholders": lambda text: {"interests": text},
}  # fmt: skip
