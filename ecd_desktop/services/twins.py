"""Records made in two places that say the same thing: the one that came is told as a change of the one here."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

from db.fields import Json, Key
from db.ordering import fold
from db.queries import Session, lookups
from db.records import fields_of, record_class
from db.records.base import dumped
from ecd_desktop.parcels import About, Brought
from ecd_desktop.services.merging import ONCE

SAME: dict[str, tuple[str, ...]] = {**ONCE, "saved_views": ("place", "owner", "name")}
"""What makes two records one; case and accents of a text aside."""


def as_here(session: Session, source: Session, records: Iterable[Brought]) -> list[Brought]:
    """The records of a copy (``source``), where a new one has a twin that was made here (``session``): under its key.

    A twin that the copy knows too is none: there somebody wanted both.
    """
    told = list(records)
    moved: dict[tuple[str, Key], Key] = {}
    for entity, names in SAME.items():
        new = [one for one in told if one.entity == entity and one.about is About.NEW]
        if not new:
            continue
        cls = record_class(entity)
        first = fields_of(cls)[names[0]]
        wanted = [first.load(one.fields[names[0]].value) for one in new if names[0] in one.fields]
        here = {_sameness(names, dumped(row)): row.id for row in lookups.pointing(session, cls, names[0], wanted)}
        known = lookups.records(source, cls, list(here.values()))
        for one in new:
            twin = here.pop(_sameness(names, {name: cell.value for name, cell in one.fields.items()}), None)
            if twin is not None and twin != one.key and twin not in known:
                moved[entity, one.key] = twin
    return [_moved(one, moved) for one in told] if moved else told


def _sameness(names: tuple[str, ...], values: Mapping[str, Json]) -> Hashable:
    return tuple(fold(value) if isinstance(value := values.get(name), str) else value for name in names)


def _moved(one: Brought, moved: Mapping[tuple[str, Key], Key]) -> Brought:
    """Under the key that it has here, and with links to what has another key here."""
    fields = fields_of(record_class(one.entity))
    cells = dict(one.fields)
    for name, cell in one.fields.items():
        target = fields[name].target if name in fields else None
        if target and isinstance(cell.value, str) and (key := moved.get((target, Key(cell.value)))) is not None:
            cells[name] = replace(cell, value=str(key))
    return replace(one, key=moved.get((one.entity, one.key), one.key), fields=cells)
