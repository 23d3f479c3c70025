"""A laptop copy that comes home again: what it says now, told against what an earlier state of it brought.

A copy tells its net change since it left. What it brought before and took back since would not be told by that: a
field that has its first value again, a record that was made there and deleted, one that was deleted and is back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from db.fields import Json, Key
from db.merge import EXISTS
from db.queries import Session
from db.queries.reconciling import Place, present
from db.records import fields_of, record_class
from ecd_desktop.parcels import About, Brought, Cell
from ecd_desktop.services.deletions import DELETED, MADE
from ecd_desktop.services.merged_records import named

Told = dict[str, Json]


def continued(
    session: Session, source: Session, records: Iterable[Brought], brought: Mapping[tuple[str, str, str], Json]
) -> list[Brought]:
    """The records of a copy (``source``) as they go on from ``brought``: (entity, key, field) → the last value."""
    before: dict[Place, Told] = {}
    for (entity, key, name), value in brought.items():
        before.setdefault((entity, Key(key)), {})[name] = value
    now, here = present(source, before), present(session, before)
    told = [_onward(one, before.get((one.entity, one.key), {})) for one in records]
    known = {(one.entity, one.key): place for place, one in enumerate(told)}
    for place, earlier in before.items():
        one = told[known[place]] if place in known else None
        if place not in here and place in now and earlier.get(EXISTS) is DELETED:
            back: Brought | None = _there_again(place, now[place], one)
        else:
            back = _taken_back(place, earlier, now.get(place), one)
        if back is not None and place in known:
            told[known[place]] = back
        elif back is not None:
            told.append(back)
    return told


def _onward(one: Brought, earlier: Told) -> Brought:
    """A deleted record is compared with what was brought of it; a new one also tells what is empty by now."""
    if not earlier:
        return one
    cells = dict(one.fields)
    if one.about is About.DELETED:
        cells = {name: Cell(None, earlier.get(name, cell.base)) for name, cell in cells.items() if name != "code"}
    elif one.about is About.NEW:
        cells |= {name: Cell(None) for name in _fields(one.entity, earlier) if name not in cells}
    return replace(one, fields=cells)


def _taken_back(place: Place, earlier: Told, now: Mapping[str, Json] | None, one: Brought | None) -> Brought | None:
    """What is told besides the net change; None where that says it all."""
    if now is None:
        if one is not None or earlier.get(EXISTS) is not MADE:
            return None  # told as deleted, or never there
        cells = {name: Cell(None, earlier.get(name)) for name in fields_of(record_class(place[0])) if name != "code"}
        return Brought(*place, About.DELETED, words=named(place[0], earlier), fields=cells)
    cells = {} if one is None else dict(one.fields)
    again = {
        name: Cell(now[name], earlier[name]) for name in _fields(place[0], earlier)
        if name not in cells and now[name] != earlier[name]
    }  # fmt: skip
    if not again:
        return None
    if one is not None:
        return replace(one, fields=cells | again)
    return Brought(*place, About.KNOWN, str(now.get("code") or ""), named(place[0], now), fields=again)


def _there_again(place: Place, now: Mapping[str, Json], one: Brought | None) -> Brought:
    """Deleted there, which was taken over here, and brought back there: as a whole."""
    cells = {name: Cell(value) for name, value in now.items() if value is not None}
    if one is not None:
        return replace(one, about=About.NEW, fields=cells)
    return Brought(*place, About.NEW, str(now.get("code") or ""), named(place[0], now), fields=cells)


def _fields(entity: str, told: Mapping[str, Json]) -> list[str]:
    return [name for name in fields_of(record_class(entity)) if name in told]
