"""How codes and numbers are put in order in SQL: 9 before 10, and the same on both databases whatever their locale."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, literal

from db.dialects import bytewise

LONGEST = 24
"""Characters of a code or a number; what is longer is compared by its end."""


def by_code(column: Any) -> ColumnElement[Any]:
    """Codes of one series by their number (COM-2026-999 before COM-2026-1000): the shorter first."""
    return bytewise(func.substr(literal("0" * LONGEST) + column, func.length(column) + 1))


def by_number(column: Any) -> ColumnElement[Any]:
    """Plain numbers by what they count, then everything else («5.1», «A-2») as it is written."""
    return case((func.trim(column, "0123456789") == "", by_code(column)), else_=bytewise(column))
