"""The operators of a list's filters in SQL, the same on both databases."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, true

from db.dialects import bytewise
from db.ordering import words

OPERATORS: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "is": lambda column, value: column.is_(None) if value is None else column == value,
    "is not": lambda column, value: column.is_not(None) if value is None else or_(column.is_(None), column != value),
    "in": lambda column, value: _among(column, value),
    "not in": lambda column, value: not_(_among(column, value)),
    "at least": lambda column, value: column >= value,
    "at most": lambda column, value: column <= value,
    "holds": lambda column, value: _holds(column, value),
    "within": lambda column, value: or_(false(), *(_span(column, span) for span in value)),
}
"""``holds``: every word of the value, accents and case aside.  ``within``: any of some spans (from, to), both days or
numbers counting, None for an open end; a None among the spans stands for the empty ones."""

_ACCENTED = tuple(zip("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunaeiouun", strict=True))


def _among(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    wanted = list(values)
    present = column.in_([value for value in wanted if value is not None])
    return or_(present, column.is_(None)) if None in wanted else present


def _holds(column: Any, text: str) -> ColumnElement[bool]:
    folded = column
    for accented, plain in _ACCENTED:  # before lower(), which in SQLite knows only ASCII
        folded = func.replace(folded, accented, plain)
    lowered = func.lower(bytewise(folded))  # a Turkish server would make «ı» of «I»
    return and_(true(), *(lowered.contains(word, autoescape=True) for word in words(text)))


def _span(column: Any, span: tuple[Any, Any] | None) -> ColumnElement[bool]:
    if span is None:
        return column.is_(None)  # type: ignore[no-any-return]
    least, most = span
    ends = [column >= least] if least is not None else []
    ends += [column <= most] if most is not None else []
    return and_(column.is_not(None), *ends)
