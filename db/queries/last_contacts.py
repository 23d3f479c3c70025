"""The last contact as a column of lists: a value per row, asked only where it is shown, sorted or filtered by."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Subquery, case, func, select

from db.records import Interaction
from db.records.base import table_of


def of_item(item: Any, present_unit: Any, cutoff: date | None) -> ColumnElement[Any]:
    """The latest contact with who answers for a commitment: with its person, or with its unit as such.

    A contact with somebody else of the unit is none with it. ``present_unit``: the unit that carries on. For the rows
    that are shown; ``joined`` is for all of them.
    """
    told = table_of(Interaction)
    with_person = select(func.max(told.c.on)).where(told.c.person_id == item.c.person_id)
    units = told.c.organisation_id.in_((item.c.unit_id, present_unit.c.id))
    with_unit = select(func.max(told.c.on)).where(units, told.c.person_id.is_(None))
    return later(
        _until(with_person, told, cutoff).correlate(item).scalar_subquery(),
        _until(with_unit, told, cutoff).correlate(item, present_unit).scalar_subquery(),
    )


def joined(
    source: FromClause, item: Any, present_unit: Any, cutoff: date | None
) -> tuple[FromClause, ColumnElement[Any]]:
    """The same to sort and filter every commitment by: contacts are gathered once instead of for each row."""
    told = table_of(Interaction)
    query = select(told.c.person_id, func.max(told.c.on).label("on")).where(told.c.person_id.is_not(None))
    people = _until(query, told, cutoff).group_by(told.c.person_id).subquery()
    query = select(told.c.organisation_id, func.max(told.c.on).label("on")).where(told.c.person_id.is_(None))
    units = _until(query, told, cutoff).group_by(told.c.organisation_id).subquery()
    present = units.alias()
    source = source.outerjoin(people, people.c.person_id == item.c.person_id)
    source = source.outerjoin(units, units.c.organisation_id == item.c.unit_id)
    source = source.outerjoin(present, present.c.organisation_id == present_unit.c.id)
    return source, later(people.c.on, later(units.c.on, present.c.on))


def of_person(person: Any, cutoff: date | None) -> ColumnElement[Any]:
    """The latest contact with somebody."""
    told = table_of(Interaction)
    query = select(func.max(told.c.on)).where(told.c.person_id == person.c.id)
    found: ColumnElement[Any] = _until(query, told, cutoff).correlate(person).scalar_subquery()
    return found


def of_units(renamed: Subquery, cutoff: date | None) -> tuple[Subquery, Subquery]:
    """(unit_id, on) of the contacts with each organisation itself, (heir_id, on) of those with what it carries on.

    ``renamed``: ``heirs()``, once in a query.
    """
    told = table_of(Interaction)
    query = select(told.c.organisation_id.label("unit_id"), func.max(told.c.on).label("on"))
    grouped = _until(query, told, cutoff).group_by(told.c.organisation_id)
    own, before = grouped.subquery(), grouped.subquery()
    former = (
        select(renamed.c.heir_id, func.max(before.c.on).label("on"))
        .join(before, before.c.unit_id == renamed.c.unit_id)
        .group_by(renamed.c.heir_id)
    )
    return own, former.subquery()


def later(one: Any, other: Any) -> ColumnElement[Any]:
    """The later of two days, either of which may be missing."""
    return case((one.is_(None), other), (other.is_(None), one), (one >= other, one), else_=other)


def _until(query: Any, told: Any, cutoff: date | None) -> Any:
    return query if cutoff is None else query.where(told.c.on <= cutoff)
