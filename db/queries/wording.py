"""How a joined record is written in a list: people by given name first."""

from typing import Any

from sqlalchemy import ColumnElement, case


def person_name(person: Any) -> ColumnElement[str]:
    """Given names and family names of a joined person."""
    whole = person.c.given_names + " " + person.c.family_names
    return case((person.c.family_names.is_(None), person.c.given_names), else_=whole)
