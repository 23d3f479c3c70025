"""Makes the record that a link lacks, from the name that was typed: an organisation, a person, a place, any noun."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here
    from ui.widgets.link_editor import Create


def creates(entity: str) -> Create:
    """What a link editor calls to create a record of this noun; the rest of it is typed where it lives."""

    def create(here: Here, name: str, then: Callable[[Key, str], None]) -> None:
        from ecd_desktop.services import records

        draft = records.new_draft(entity, **begun(entity, name))
        here.do(records.save, draft, then=lambda _outcome: then(draft.key, name))

    return create


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


NAMED: dict[str, Callable[[str], dict[str, Any]]] = {"people": person_named, "organisations": _organisation}
