"""Which columns of a list can be edited in place, as a noun declares it: column, field, and the verb where it has one.

A column of a plain field needs nothing more than its name.  What has rules of its own (a state, a date that moves with
a reason) goes ``through`` the noun's verb, so that a cell can do nothing that the menu cannot, and skips no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ecd_desktop.errors import Expected

if TYPE_CHECKING:
    from db.fields import Choice, Key
    from ui.here import Here
    from ui.widgets.link_editor import Create

Job = Callable[[Any], Any]
"""A service with its arguments: given the store, on the database thread."""

Through = Callable[["Here", "tuple[Key, ...]", Any], "Job | None"]
"""The verb that gives records this value; None where it asks the person something first, and does it then."""

Asks = Callable[["Here", "tuple[Key, ...]", Any, Exception], bool]
"""What the world refused for want of an answer (a reason): whether the noun asks for it now, and goes on by itself."""


HELD_AT_MOST = 400
"""Rows changed at once that keep their place until the list is asked again; more are not in sight anyway."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One column that can be edited, or with ``column`` "" a field that only a bulk change offers.

    ``field``: the record's field where it is not called as the column; ``of``: which one, where that depends on the
    row.  ``fills``: what filling down copies where one cell shows several fields.  ``offers``: the members that may
    follow in this row.  ``many``: whether several records can be given the value at once.
    """

    column: str
    field: str = ""
    of: Callable[[Any], str] | None = None
    fills: tuple[str, ...] = ()
    offers: Callable[[Any], Sequence[Choice]] | None = None
    through: Through | None = None
    asks: Asks | None = None
    many: bool = True

    def name(self, row: Any = None) -> str:
        """The field that is edited in this row."""
        return self.of(row) if self.of is not None and row is not None else self.field or self.column


@dataclass(frozen=True, slots=True)
class Edits:
    """Everything that can be edited in a noun's list.  ``creates``: makes what a link lacks, by field."""

    cells: tuple[Edit, ...]
    creates: Mapping[str, Create] = field(default_factory=dict)

    def of(self, column: str) -> Edit | None:
        """The edit of a column; None where it only shows."""
        return next((one for one in self.cells if one.column == column), None)


def edits(*cells: Edit | str, creates: Mapping[str, Create] | None = None) -> Edits:
    """Columns that can be edited; a word alone is a column that is called as its field, «unit=unit_id» one that is not.

    "=unit_id" stands in no column.
    """
    made = []
    for one in cells:
        if isinstance(one, Edit):
            made.append(one)
        else:
            column, _equals, name = one.partition("=")
            made.append(Edit(column, name or column))
    return Edits(tuple(made), creates or {})


def give(
    here: Here, edit: Edit, keys: tuple[Key, ...], value: Any, *, then: Callable[[Any], None] | None = None,
    refused: Callable[[Exception], None] | None = None, **more: Any,
) -> bool:  # fmt: skip
    """Give records a value by the noun's verb; whether it was begun, or else is asked about first.

    ``more`` goes to ``here.do``.  A refusal for want of a reason is answered by the noun's own question.
    """

    def no(exc: Exception) -> None:
        if edit.asks is None or not edit.asks(here, keys, value, exc):
            (refused or here.failed)(exc)

    assert edit.through is not None
    try:
        job = edit.through(here, keys, value)
    except Expected as exc:
        no(exc)
        return True
    if job is not None:
        here.do(job, then=then, refused=no, **more)
    return job is not None
