"""Reference data of a new database: Lima's districts, the municipality's units, stage sets, types, public holidays.

The same keys in every database, so that copies and shared databases agree on what «Comas» or GDH is. It is loaded
once, by one journalled transaction that is on nobody's undo stack; afterwards it is the office's own to edit.
"""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any, Final

from db.fields import Choice, Key
from db.queries import lookups
from db.records import Holiday, InterventionType, Organisation, Place, Stage, StageGate
from db.records.organisations import OrganisationKind, OrganisationLevel
from db.records.places import HolidayKind, PlaceKind, Zone
from db.records.projects import Gate, StageSet
from db.store import Store
from ecd_desktop.calendar import peruvian_holidays
from ecd_desktop.language import N_

ORIGIN: Final = "reference:1"
GATES_ORIGIN: Final = "reference:gates:1"
YEARS: Final = range(2018, 2033)
"""The years whose public holidays a new database knows; decreed days are added by hand."""

_NAMESPACE: Final = uuid.UUID("8d4b6f0e-6f0d-5c55-9a0b-3f6f5d1c2a77")


def key_of(entity: str, code: str) -> Key:
    """The key that a piece of reference data has in every database.

    ``code``: an INEI ubigeo of ``places``, the code column of ``organisations.csv`` and ``intervention_types.csv``,
    «set/position» of ``stages``, «set/position/gate» of ``stage_gates``, an ISO date of ``holidays``.
    """
    return uuid.uuid5(_NAMESPACE, f"{entity}/{code}")


def is_loaded(store: Store) -> bool:
    """Whether this database has its reference data, or once had it."""
    with store.reading() as session:
        return lookups.has_origin(session, ORIGIN)


def load(store: Store) -> bool:
    """Load reference data into a database that never had it; False where there was nothing to do.

    The gates of the stages came later than the stages: a database that has the others is given them once. A copy that
    is only looked at, or went along on a laptop, stays as it is.
    """
    loaded = _load(store)
    return _load_gates(store) or loaded


def _load(store: Store) -> bool:
    if is_loaded(store):
        return False
    holidays = list(_holidays())  # outside the change: the first call imports a large package
    with store.change(N_("Load reference data"), kind="migrate", origin=ORIGIN) as work:
        lookups.wait_for_turn(work.session)
        if lookups.has_origin(work.session, ORIGIN):
            return False  # another laptop was faster
        work.add_many(Place, list(_districts()))
        work.add_many(Organisation, list(_organisations()))
        work.add_many(Stage, list(_stages()))
        work.add_many(InterventionType, list(_intervention_types()))
        work.add_many(Holiday, holidays)
    return True


def _load_gates(store: Store) -> bool:
    if store.snapshot or store.home is not None:
        return False
    with store.reading() as session:
        if lookups.has_origin(session, GATES_ORIGIN):
            return False
    with store.change(N_("Load the gates of the stages"), kind="migrate", origin=GATES_ORIGIN) as work:
        lookups.wait_for_turn(work.session)
        if lookups.has_origin(work.session, GATES_ORIGIN):
            return False
        gates = list(_stage_gates())
        stages = lookups.records(work.session, Stage, [one["stage_id"] for one in gates])
        work.add_many(StageGate, [one for one in gates if one["stage_id"] in stages])
    return True


def _rows(name: str) -> list[dict[str, str | None]]:
    """A file's rows by column name, blank cells as None."""
    text = (files("resources") / "reference" / name).read_text(encoding="utf-8")
    return [
        {column: value.strip() or None for column, value in row.items()} for row in csv.DictReader(text.splitlines())
    ]


def _choice(choices: type[Choice], value: str | None) -> Any:
    return choices(value) if value else None


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _districts() -> Iterator[dict[str, Any]]:
    for row in _rows("districts.csv"):
        other = row["other_zone"]
        yield {
            "id": key_of("places", str(row["ubigeo_inei"])),
            "name": row["name"],
            "kind": PlaceKind.DISTRICT,
            "ubigeo_inei": row["ubigeo_inei"],
            "ubigeo_reniec": row["ubigeo_reniec"],
            "zone": _choice(Zone, row["zone"]),
            "aliases": row["aliases"],
            "remarks": f"Otras listas: {_ZONES[other]}." if other else None,
        }


_ZONES = {"north": "Lima Norte", "centre": "Lima Centro", "east": "Lima Este", "south": "Lima Sur"}


def _organisations() -> Iterator[dict[str, Any]]:
    for row in _rows("organisations.csv"):
        parent, successor = row["parent"], row["successor"]
        yield {
            "id": key_of("organisations", str(row["code"])),
            "name": row["name"],
            "acronym": row["acronym"],
            "kind": _choice(OrganisationKind, row["kind"]),
            "level": _choice(OrganisationLevel, row["level"]),
            "parent_id": key_of("organisations", parent) if parent else None,
            "valid_from": _day(row["valid_from"]),
            "valid_to": _day(row["valid_to"]),
            "successor_id": key_of("organisations", successor) if successor else None,
            "aliases": row["aliases"],
            "remarks": row["remarks"],
        }


def _stages() -> Iterator[dict[str, Any]]:
    for row in _rows("stages.csv"):
        yield {
            "id": key_of("stages", f"{row['stage_set']}/{row['position']}"),
            "stage_set": _choice(StageSet, row["stage_set"]),
            "position": int(row["position"] or 0),
            "name": row["name"],
        }


def _stage_gates() -> Iterator[dict[str, Any]]:
    for row in _rows("stage_gates.csv"):
        stage = f"{row['stage_set']}/{row['position']}"
        yield {
            "id": key_of("stage_gates", f"{stage}/{row['gate']}"),
            "stage_id": key_of("stages", stage),
            "gate": _choice(Gate, row["gate"]),
        }


def _intervention_types() -> Iterator[dict[str, Any]]:
    for row in _rows("intervention_types.csv"):
        yield {
            "id": key_of("intervention_types", str(row["code"])),
            "name": row["name"],
            "stage_set": _choice(StageSet, row["stage_set"]),
            "aliases": row["aliases"],
        }


def _holidays() -> Iterator[dict[str, Any]]:
    for day, name in peruvian_holidays(YEARS):
        yield {
            "id": key_of("holidays", day.isoformat()),
            "on": day,
            "name": name[:200],
            "kind": HolidayKind.NATIONAL,
        }
