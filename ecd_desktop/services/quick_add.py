"""Typed lines as commitments: who and what their names mean in this database, and adding them as one change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.fields import Key
from db.queries import Session, quick_add, today
from db.queries.quick_add import Offer
from db.records import CoResponsible, pair_key
from db.records.action_items import Origin, Priority, Reach
from db.store import Store
from ecd_desktop.calendar import today as now
from ecd_desktop.language import N_
from ecd_desktop.quick_add import ENTITIES, WHO, Kind, Reading, searched
from ecd_desktop.services import action_items, nouns, records

ME = ("yo", "me")  # «@yo» is whoever is at the keyboard


@dataclass(frozen=True, slots=True)
class Added:
    """What was added: the records, their codes, and the transaction that Undo takes back."""

    keys: tuple[Key, ...]
    codes: tuple[str, ...]
    tx_id: Key | None


def look_up(session: Session, names: Iterable[tuple[str, str]], *, who: str = "") -> dict[tuple[str, str], list[Offer]]:
    """The records that each (sign, words) may mean; ``who`` is the person at the keyboard."""
    found: dict[tuple[str, str], list[Offer]] = {}
    for sign, words in names:
        if sign == WHO and words in ME and who and (me := today.me(session, who)) is not None:
            mine = quick_add.shown(session, [("people", me.key)])
            found[sign, words] = [_called(one, words) for one in mine]
        else:
            found[sign, words] = quick_add.offers(session, searched(words), entities=ENTITIES[sign])
    return found


def _called(one: Offer, words: str) -> Offer:
    return Offer(one.entity, one.key, one.name, words, one.hint, one.within, one.within_name)


def values_of(reading: Reading, *, on: date | None = None) -> dict[str, Any]:
    """The fields of a commitment that a line says; what it does not say has the noun's own defaults.

    A person answers within the unit where their post is, unless the line names a unit.
    """
    people, units = reading.named("people"), reading.named("organisations")
    projects, cases = reading.named("projects"), reading.named("cases")
    person = people[0] if people else None
    unit = units[0].key if units else person.within if person is not None else None
    said: dict[str, Any] = {
        "description": reading.description,
        "agreed_on": on or now(),
        "origin": Origin.CASE if cases else Origin.TEAM,
        "unit_id": unit,
        "person_id": person.key if person is not None else None,
        "project_id": projects[0].key if projects else None,
        "case_id": cases[0].key if cases else None,
        "due_on": reading.due,
    }
    if (priority := reading.one(Kind.PRIORITY)) is not None:
        said["priority"] = Priority(priority)
    if (reach := reading.one(Kind.REACH)) is not None:
        said["reach"] = Reach(reach)
    return said


def add(store: Store, readings: Sequence[Reading], *, reach: str | None = None) -> Added:
    """Add a commitment for each line, as one change and one Undo; ``reach`` for those that do not say theirs.

    Raises ``db.errors.Invalid`` where a line says nothing but marks.
    """
    many = N_("New commitments: {n}")
    label = nouns.LABELS["action_items"].new if len(readings) == 1 else many
    made = []
    with store.change(label, n=len(readings)) as work:
        for reading in readings:
            values: Mapping[str, Any] = values_of(reading)
            if reach is not None and "reach" not in values:
                values = {**values, "reach": Reach(reach)}
            draft = records.new_draft("action_items", **values)
            action_items.prepare(draft, who=store.who)
            item = records.write(work, draft).record
            assert item is not None  # a new record is there once it is written
            made.append(item)
            for other in (*reading.named("people")[1:], *reading.named("organisations")[1:]):
                unit = other.key if other.entity == "organisations" else None
                person = other.key if other.entity == "people" else None
                link = pair_key(item.id, other.key)
                work.add(CoResponsible(id=link, action_item_id=item.id, organisation_id=unit, person_id=person))
        records.tell(work, made)
        keys = tuple(item.id for item in made)
        codes = tuple(str(getattr(item, "code", "")) for item in made)
    return Added(keys, codes, work.tx_id)
