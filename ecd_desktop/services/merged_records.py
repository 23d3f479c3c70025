"""A record with what was taken over: does it keep its rules, and what else is made with it; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from db.fields import Json, Key
from db.queries.reconciling import AS_STORED
from db.records import fields_of, new_key, record_class
from db.records.base import Record, defaults_of, loaded
from db.records.projects import ProjectState
from ecd_desktop.language import _, speech
from ecd_desktop.services import commitment_replies
from ecd_desktop.services.commitment_replies import Made, Reply
from ecd_desktop.services.overlay import Overlay, Values

Problems = frozenset[tuple[str, str]]
"""(field, sentence) of everything that breaks a rule."""


class Rules:
    """The rules of every noun, asked of values in journal form."""

    def __init__(self) -> None:
        self._probes: dict[str, Record] = {}

    def problems(self, entity: str, values: Mapping[str, Json]) -> Problems:
        """What is wrong with these values; a record of a series without a code gets it when it is written."""
        cls = record_class(entity)
        if entity not in self._probes:
            self._probes[entity] = cls()
        probe = self._probes[entity]  # lends its rules: an object for each record would cost three times as much
        state = probe.__dict__
        state.update(values)
        for name, load in _loaders(entity):
            value = values.get(name)
            if value is not None:
                state[name] = load(value)
        if "code" in values and not values["code"]:
            state["code"] = "-"
        return frozenset((one.field, one.text(speech())) for one in probe.problems())


@cache
def _loaders(entity: str) -> list[tuple[str, Callable[[Json], Any]]]:
    """The fields whose value is another than its journal form, with what makes it."""
    fields = fields_of(record_class(entity))
    return [(name, field.load) for name, field in fields.items() if field.kind.name not in AS_STORED]


@cache
def blank(entity: str) -> Mapping[str, Json]:
    """A record of which nothing is said: empty, or with the noun's defaults."""
    cls = record_class(entity)
    defaults = defaults_of(cls)
    return MappingProxyType({name: field.dump(defaults.get(name)) for name, field in fields_of(cls).items()})


def links_of(entity: str, values: Mapping[str, Json]) -> set[tuple[str, Key]]:
    """The records that these values point to."""
    fields = fields_of(record_class(entity))
    return {
        (target, Key(str(value)))
        for name, value in values.items()
        if value is not None and name in fields and (target := fields[name].target)
    }


def with_taken(
    entity: str, key: Key, now: Values, taken: Mapping[str, Json], reply: Reply, *, by_verbs: bool,
    told: Collection[str] = (),
) -> tuple[Values, list[Made], str]:  # fmt: skip
    """(the record with what was taken, what is made with it, why that cannot be or "").

    ``by_verbs``: a department's answer about a commitment, which goes the way of the verbs. ``told``: the fields that
    are told, taken or not.
    """
    if by_verbs and entity == commitment_replies.ENTITY:
        if why := commitment_replies.refusal(now, taken):
            return now, [], why
        values, made = commitment_replies.after(key, now, taken, reply, told)
        return values, made, ""
    values = {**now, **{name: value for name, value in taken.items() if name in now}}
    if by_verbs and entity == "projects" and values["state"] != now["state"]:
        values |= _ended(values["state"], values, taken, reply.on)
    return values, further(entity, key, taken, reply.on), ""


def _ended(state: Json, values: Values, taken: Mapping[str, Json], on: date) -> Values:
    """What follows from the state of a project, as saving its form does (``projects.prepare``)."""
    follows: Values = {}
    if state == ProjectState.CLOSED.value:
        follows["closed_on"] = values["closed_on"] or on.isoformat()
    elif "closed_on" not in taken:
        follows["closed_on"] = None
    if state == ProjectState.ACTIVE.value and "state_reason" not in taken:
        follows["state_reason"] = None
    return follows


def further(entity: str, key: Key, taken: Mapping[str, Json], on: date) -> list[Made]:
    """The records that texts in the cells "entity.field" become: each belongs to this one, dated by the file."""
    told: dict[str, Values] = {}
    for name, value in taken.items():
        if name.startswith("+") and value is not None:
            noun, _dot, part = name[1:].partition(".")
            told.setdefault(noun, {})[part] = value
    made = []
    for noun, values in told.items():
        fields = fields_of(record_class(noun))
        whole = dict(blank(noun))
        for name, field in fields.items():
            if field.target == entity:
                whole[name] = str(key)
            elif field.required and whole[name] is None and field.kind.name == "day":
                whole[name] = on.isoformat()
        whole |= values
        if not any(field.required and whole[name] is None for name, field in fields.items()):
            made.append((noun, whole))  # a part of a row may tell too little for a record
    return made


def make(overlay: Overlay, made: Iterable[Made]) -> None:
    """Lay further records over what is here."""
    for noun, values in made:
        overlay.make((noun, new_key()), {**blank(noun), **values})


def missing_link(overlay: Overlay, wanted: set[tuple[str, Key]]) -> str:
    """Why a record cannot be taken over that points to these: one of them is not here; "" where all are."""
    lost = wanted - overlay.is_there(wanted)
    if not lost:
        return ""
    return _("It belongs to a record that is not here ({noun}).").format(noun=_(record_class(min(lost)[0]).noun))


def named(entity: str, values: Mapping[str, Json]) -> str:
    """What people call the record with these values."""
    cls = record_class(entity)
    return " ".join(cls(**{**loaded(cls, values), "id": new_key()}).named().split())
