"""What a foreign column may do to records that are known: take what is filled in, always take it, only fill blanks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from ecd_desktop.errors import Expected
from ecd_desktop.exchange.columns import Kind
from ecd_desktop.language import N_, _


class Strategy(StrEnum):
    """How a column's cells are taken where the record is known; a new record takes them all."""

    NONBLANK = "nonblank"  # three-way with what this sender brought last; a blank cell says nothing
    ALWAYS = "always"  # whatever is here: a blank cell clears
    FILL = "fill"  # only where nothing is here


LABELS: Mapping[Strategy, str] = {
    Strategy.NONBLANK: N_("if not blank"),
    Strategy.ALWAYS: N_("always"),
    Strategy.FILL: N_("only fill blanks"),
}

ALL = "all"
"""What stands for every column where one is named."""

_WITHOUT: Mapping[Kind, frozenset[str]] = {
    Kind.ACTION_ITEMS: frozenset({"code", "number"}),
    Kind.PEOPLE: frozenset(),
    Kind.PROJECTS: frozenset({"code"}),
}
"""What a record is recognised by and no file changes without being asked: nothing is to be chosen there."""

_FIELDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "action_items": {
        **{
            name: (name,) for name in (
                "description", "agreed_on", "due_on", "due_original", "progress", "state", "remarks",
                "expected_evidence", "priority",
            )
        },
        "minutes": ("meeting_id",), "project": ("project_id",), "unit": ("unit_id",), "person": ("person_id",),
    },
    "people": {
        **{name: (name,) for name in ("phone", "email", "remarks", "title")},
        "document": ("document_kind", "document_number"), "name": ("given_names",), "given_names": ("given_names",),
        "family_names": ("family_names",),
    },
    "posts": {"role": ("role",)},
    "organisations": {
        **{name: (name,) for name in ("phone", "email", "remarks", "acronym")},
        "unit": ("name",), "place": ("place_id",), "ruc": ("tax_number",),
    },
    "projects": {
        **{name: (name,) for name in ("name", "starts_on", "ends_on", "budget", "progress", "aim", "remarks", "state")},
        "stage": ("stage_id", "stage_as_given"), "type": ("intervention_type_id",), "lead": ("lead_id",),
        "unit": ("unit_id",), "place": ("place_id",), "ubigeo": ("place_id",),
    },
}  # fmt: skip

HELD: Mapping[str, frozenset[str]] = {"action_items": frozenset({"due_original"})}
"""What no blank cell takes away, besides what every record needs: the first due date is what delays are told by."""


def has_one(kind: Kind, field: str) -> bool:
    """Whether anything is to be chosen for a column of this field."""
    return field not in _WITHOUT[kind]


def fields_filled(entity: str, column: str) -> tuple[str, ...]:
    """The fields of a record that a column fills; together they are blank or not."""
    return _FIELDS.get(entity, {}).get(column, ())


def chosen(kind: Kind, given: Mapping[str, Strategy | str], there: Iterable[str]) -> dict[str, Strategy]:
    """Field → strategy where it is another than ``nonblank``.

    ``given``: field, or ``all`` for those that are not named.  Fields without a column in ``there`` are left out.
    Raises Expected for a word that is no strategy.
    """
    told: dict[str, Strategy] = {}
    for name, word in given.items():
        try:
            told[name] = Strategy(word)
        except ValueError:
            raise Expected(
                _("“{word}” is no way to take a column. Nothing was changed.").format(word=word),
                _("Choose one of: {words}.").format(words=", ".join(Strategy)),
            ) from None
    rest = told.get(ALL, Strategy.NONBLANK)
    wanted = {name: told.get(name, rest) for name in there if has_one(kind, name)}
    return {name: one for name, one in wanted.items() if one is not Strategy.NONBLANK}
