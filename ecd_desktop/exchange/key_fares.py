"""How the keys that a sheet has do against a database: how many rows have a value, how many are known by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from db.fields import Key
from db.queries import importing as reads
from db.records import Meeting, Organisation, Person, Place, Post, Project
from ecd_desktop.exchange import merge_keys
from ecd_desktop.exchange.cells import Row
from ecd_desktop.exchange.columns import Kind
from ecd_desktop.exchange.identity import likeness
from ecd_desktop.exchange.import_plan import Plan
from ecd_desktop.exchange.matching import (
    NameKey,
    alike,
    bare,
    key_of_person,
    name_key,
    unit_words,
)
from ecd_desktop.exchange.merge_keys import Districts, Fare, Holders, KeyChoice, MergeKey, Reading
from ecd_desktop.exchange.strategies import Strategy

UNLIKE = 50.0
"""Per cent of likeness under which the texts of two commitments say quite different things."""
PLACE_FIELDS = ("name", "kind", "aliases", "district_id")
UNIT_FIELDS = ("name", "acronym", "aliases", "tax_number", "place_id", "phone", "email", "remarks")


def offered(plan: Plan) -> tuple[KeyChoice, ...]:
    """The keys that the plan's columns give, best first; columns that are not read give none."""
    return merge_keys.choices(plan.kind, [name for name, column in plan.fields.items() if not column.withheld])


def reading_of(session: reads.Session, plan: Plan, choice: KeyChoice | None = None) -> Reading | None:
    """How the values of the plan's key (or of ``choice``) are read; None where rows are recognised as found."""
    wanted = choice or next((one for one in offered(plan) if one.key is plan.key), None)
    if wanted is None:
        return None
    places = reads.stored(session, Place, PLACE_FIELDS) if "place" in wanted.fields else {}
    column = plan.fields.get("name")
    return Reading(wanted, Districts(places), merge_keys.family_first(column.heading) if column else False)


def fares(session: reads.Session, plan: Plan) -> tuple[Fare, ...]:
    """Every key that the sheet has, best first."""
    found: list[Fare] = []
    before = reads.brought(session, plan.sender) if (keys := offered(plan)) else {}
    for choice in keys:
        reading = reading_of(session, plan, choice)
        assert reading is not None
        holders, fits = _known(session, plan.kind, reading, before)
        found.append(_fare(plan, reading, plan.sheetful.rows, holders, fits))
    return tuple(found)


def concerns(kind: Kind, choice: KeyChoice, row: Row) -> bool:
    """Whether a row is one that the key recognises: in a directory of people those that name somebody."""
    if kind is not Kind.PEOPLE or of_units(choice):
        return True
    return any(row.get(name) for name in (*merge_keys.NAMES, "document"))


def of_units(choice: KeyChoice) -> bool:
    """Whether a key of a directory recognises organisations, and not people."""
    return choice.key in (MergeKey.RUC, MergeKey.ACRONYM) or "unit" in choice.fields


def _fare(
    plan: Plan, reading: Reading, rows: tuple[Row, ...], holders: Holders, fits: Callable[[Row, Key], bool]
) -> Fare:
    concerned = [row for row in rows if concerns(plan.kind, reading.choice, row)]
    values = [(row, reading.value(plan.kind, row.get)) for row in concerned]
    filled = [(row, value) for row, value in values if value is not None]
    known = several = unlike = 0
    for row, value in filled:
        having = holders.of(value)
        known += len(having) == 1
        several += len(having) > 1
        unlike += len(having) == 1 and not fits(row, having[0])
    times = Counter(value for _row, value in filled)
    twice = sum(count > 1 for count in times.values())
    new = len(filled) - known - several
    return Fare(reading.choice, len(concerned), len(filled), known, new, twice, several, unlike)


def _known(
    session: reads.Session, kind: Kind, reading: Reading, before: merge_keys.Before
) -> tuple[Holders, Callable[[Row, Key], bool]]:
    if kind is Kind.ACTION_ITEMS:
        items = reads.commitments(session)
        meetings = reads.stored(session, Meeting, ("code", "number"))
        return (
            merge_keys.of_commitments(reading, items, meetings, before),
            lambda row, key: commitment_fits(row, items[key]),
        )
    if kind is Kind.PROJECTS:
        projects = reads.stored(session, Project, ("code", "name", "alias", "place_id"))
        return merge_keys.of_projects(reading, projects, before), lambda row, key: project_fits(row, projects[key])
    units = reads.stored(session, Organisation, UNIT_FIELDS)
    if not of_units(reading.choice):
        people = reads.stored(session, Person, ("given_names", "family_names", "document_number"))
        posts = [post for post in reads.stored(session, Post).values() if post["ends_on"] is None]
        districts = merge_keys.districts_of_people(posts, units, reading.districts, before)
        first = reading.family_comes_first
        return (
            merge_keys.of_people(reading, people, districts),
            lambda row, key: person_fits(row, people[key], family_comes_first=first),
        )
    return merge_keys.of_organisations(reading, units, before), lambda row, key: unit_fits(row, units[key])


# --- whether a row may be about the record that has its value ---------------------------------------------------------


def commitment_fits(row: Row, stored: Mapping[str, Any], least: float = UNLIKE) -> bool:
    text = row.get("description")
    return not text or likeness(bare(text), bare(stored["description"])) >= least


def project_fits(row: Row, stored: Mapping[str, Any]) -> bool:
    text = row.get("name")
    return not text or _alike(name_key(text), name_key(stored["name"])) or bare(text) == bare(stored["alias"] or "")


def person_fits(row: Row, stored: Mapping[str, Any], *, family_comes_first: bool = False) -> bool:
    name = merge_keys.person_of(row.get, family_comes_first=family_comes_first)
    return name is None or _alike(name.key, key_of_person(stored["given_names"], stored["family_names"]))


def unit_fits(row: Row, stored: Mapping[str, Any]) -> bool:
    text = row.get("unit")
    if not text:
        return True
    name, short = unit_words(text)
    others = (part.strip() for part in (stored["aliases"] or "").replace("\n", ";").split(";"))
    known = [name_key(one) for one in (stored["name"], stored["acronym"], *others) if one]
    return any(_alike(name_key(name), one) or (short and name_key(short) == one) for one in known)


def _alike(one: NameKey, other: NameKey) -> bool:
    return one == other or alike(one, other)


def says(plan: Plan, *columns: str) -> bool:
    """Whether the sheet's word holds in one of these columns whatever is here."""
    return any(plan.strategies.get(name) is Strategy.ALWAYS for name in columns)

