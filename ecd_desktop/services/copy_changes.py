"""What was done in a laptop copy, as a parcel tells it: each record by the name a person knows it by, wholes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC

from db.fields import Json, Key
from db.merge import groups_of
from db.queries import Session, lookups
from db.records import fields_of, record_class
from db.records.base import Base, loaded
from db.replicas import Changed
from ecd_desktop.parcels import About, Brought, Cell

LONGEST = 200
"""Signs of the words by which a record is named."""
ORDER = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
"""The nouns, each after those that it points to."""


def told(session: Session, changes: Sequence[Changed]) -> tuple[Brought, ...]:
    """What became of each record, in their order; ``session``: of the copy."""
    named = _Naming(session, changes)
    return tuple(_brought(one, named) for one in changes)


def wholes_first(one: Brought) -> tuple[int, bool]:
    """What others belong or point to comes before them, so that it is known by then what becomes of it."""
    return ORDER[one.entity], one.about is not About.NEW


def _brought(one: Changed, named: _Naming) -> Brought:
    """What became of one record: the fields of a group come together where one of them differs."""
    if one.before is None or one.after is None:
        about = About.NEW if one.before is None else About.DELETED
        values = one.after if one.before is None else one.before
        assert values is not None
        if about is About.NEW:
            cells = {name: Cell(value) for name, value in values.items()}
        else:  # empty ones too: what was filled here meanwhile is an edit
            cells = {name: Cell(None, values.get(name)) for name in fields_of(record_class(one.entity))}
    else:
        about, values = About.KNOWN, one.after
        cells = {
            name: Cell(one.after.get(name), one.before.get(name))
            for group in groups_of(fields_of(record_class(one.entity))).values()
            if any(one.after.get(name) != one.before.get(name) for name in group)
            for name in group
        }
    code, words = named.of(one.entity, values)
    return Brought(
        one.entity, one.key, about, code, words, fields=cells, who=one.who,
        when=one.when.astimezone(UTC).isoformat(timespec="seconds"),
    )  # fmt: skip


class _Naming:
    """How a person knows a record: its code and words, or those of what it belongs to."""

    def __init__(self, session: Session, changes: Sequence[Changed]) -> None:
        self._session = session
        self._told = {(one.entity, one.key): one.after or one.before or {} for one in changes}
        self._known: dict[tuple[str, Key], tuple[str, str]] = {}

    def of(self, entity: str, values: Mapping[str, Json]) -> tuple[str, str]:
        cls = record_class(entity)
        made = cls(**loaded(cls, values))
        words = " ".join(made.named().split())
        linked = [
            self._linked(target, field.load(value))
            for name, field in fields_of(cls).items()
            if (target := field.target) and (value := values.get(name)) is not None
        ]
        code = str(values.get("code") or next((code for code, _words in linked if code), ""))
        if not words:
            words = " · ".join(dict.fromkeys(words for _code, words in linked if words))
        return code, words[:LONGEST]

    def _linked(self, entity: str, key: Key) -> tuple[str, str]:
        if (entity, key) not in self._known:
            self._known[entity, key] = self._read(entity, key)
        return self._known[entity, key]

    def _read(self, entity: str, key: Key) -> tuple[str, str]:
        cls = record_class(entity)
        values = self._told.get((entity, key))
        if values is not None:
            return str(values.get("code") or ""), " ".join(cls(**loaded(cls, values)).named().split())
        found = lookups.records(self._session, cls, [key]).get(key)
        if found is None:
            return "", ""
        return str(getattr(found, "code", "")), " ".join(found.named().split())
