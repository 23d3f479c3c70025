"""A wish against the present: apply, same or conflict. Pure; the one rule behind forms, undo, imports and copies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final, TypeAlias

from db.fields import Field, Json, Key


class _Absent:
    """No such record."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
EXISTS: Final = "@"
"""The field name of a wish about the record as a whole: its values, or ABSENT."""

Value: TypeAlias = Json | tuple[Json, ...] | dict[str, Json] | _Absent


@dataclass(frozen=True, slots=True)
class Wish:
    """I saw ``base``, I want ``value``; both in canonical journal form.

    ``field`` is a field's name, ``@group`` with tuples in declaration order, or EXISTS with a dict or ABSENT.
    """

    entity: str
    key: Key
    field: str
    base: Value
    value: Value


class Verdict(Enum):
    APPLY = auto()
    SAME = auto()
    CONFLICT = auto()


def settle(wish: Wish, now: Value) -> Verdict:
    """Whether ``wish`` still makes sense when the present value is ``now``."""
    if wish.value in (now, wish.base):
        return Verdict.SAME
    if wish.base == now:
        return Verdict.APPLY
    return Verdict.CONFLICT


@dataclass(frozen=True, slots=True)
class Conflict:
    """A wish that was not applied because ``now`` is neither what was seen nor what is wanted."""

    wish: Wish
    now: Value


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a set of wishes."""

    applied: tuple[Wish, ...] = ()
    same: tuple[Wish, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def groups_of(fields: Mapping[str, Field]) -> dict[str, tuple[str, ...]]:
    """The questions of a record: ``@group`` or field name → the names settled together."""
    groups: dict[str, tuple[str, ...]] = {}
    for name, field in fields.items():
        question = f"@{field.group}" if field.group else name
        groups[question] = (*groups.get(question, ()), name)
    return groups


def value_of(names: tuple[str, ...], values: Mapping[str, Json]) -> Value:
    """A group's value: a tuple in declaration order."""
    return tuple(values.get(name) for name in names)


def wishes_between(
    entity: str, key: Key, fields: Mapping[str, Field], seen: Mapping[str, Any], wanted: Mapping[str, Any]
) -> list[Wish]:
    """One wish per question in which ``wanted`` differs from ``seen``; Python values by field name.

    Names missing from ``wanted`` are as seen.
    """
    wishes = []
    for question, names in groups_of(fields).items():
        base = {name: fields[name].dump(seen.get(name)) for name in names}
        value = {name: fields[name].dump(wanted.get(name, seen.get(name))) for name in names}
        if base != value:
            wishes.append(question_wish(entity, key, question, names, base, value))
    return wishes


def question_wish(
    entity: str, key: Key, question: str, names: tuple[str, ...], base: Mapping[str, Json], value: Mapping[str, Json]
) -> Wish:
    """A wish for one question from values in journal form."""
    if question.startswith("@"):
        return Wish(entity, key, question, value_of(names, base), value_of(names, value))
    return Wish(entity, key, question, base.get(question), value.get(question))


def existing(values: Mapping[str, Json]) -> dict[str, Json]:
    """The form in which two whole records are compared: without empty fields."""
    return {name: value for name, value in values.items() if value is not None}


def touched(wishes: Iterable[Wish]) -> frozenset[tuple[str, Key]]:
    """The records that a set of wishes is about."""
    return frozenset((wish.entity, wish.key) for wish in wishes)
