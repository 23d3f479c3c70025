"""How a joined record is written in a list: people by given name first, units by their acronym and present name."""

from typing import Any

from sqlalchemy import ColumnElement, case, func


def person_name(person: Any) -> ColumnElement[str]:
    """Given names and family names of a joined person."""
    whole = person.c.given_names + " " + person.c.family_names
    return case((person.c.family_names.is_(None), person.c.given_names), else_=whole)


def unit_acronym(unit: Any, heir: Any) -> ColumnElement[str]:
    """The acronym (or the name) of a unit, or of the one that carries on where it was renamed."""
    carried = func.coalesce(heir.c.acronym, heir.c.name)
    return case((heir.c.id.is_not(None), carried), else_=func.coalesce(unit.c.acronym, unit.c.name))
