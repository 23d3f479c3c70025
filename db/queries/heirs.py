"""Which unit carries on for one that was renamed, however many times (decision 13)."""

from sqlalchemy import Subquery, and_, func, literal, select
from sqlalchemy.orm import aliased

from db.records import Organisation
from db.records.base import table_of

RENAMED_AT_MOST = 20  # a chain that never ends goes round in a circle


def present_units() -> Subquery:
    """(unit_id, present_id) of every unit: the last one of its line, or itself."""
    unit, renamed = aliased(table_of(Organisation)), heirs()
    present = func.coalesce(renamed.c.heir_id, unit.c.id).label("present_id")
    joined = unit.outerjoin(renamed, renamed.c.unit_id == unit.c.id)
    return select(unit.c.id.label("unit_id"), present).select_from(joined).subquery("present_units")


def heirs() -> Subquery:
    """(unit_id, heir_id) of every unit that has a successor: the last one of its line. A circle has no last one."""
    unit = table_of(Organisation)
    line = (
        select(unit.c.id.label("unit_id"), unit.c.successor_id.label("heir_id"), literal(1).label("steps"))
        .where(unit.c.successor_id.is_not(None))
        .cte("line", recursive=True)
    )
    following = aliased(unit)
    line = line.union_all(
        select(line.c.unit_id, following.c.successor_id, line.c.steps + 1)
        .select_from(line.join(following, following.c.id == line.c.heir_id))
        .where(and_(following.c.successor_id.is_not(None), line.c.steps < RENAMED_AT_MOST))
    )
    last = aliased(unit)
    return (
        select(line.c.unit_id, line.c.heir_id)
        .select_from(line.join(last, last.c.id == line.c.heir_id))
        .where(last.c.successor_id.is_(None))
        .subquery("heirs")
    )
