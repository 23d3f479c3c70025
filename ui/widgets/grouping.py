"""Headings among the rows of a table: whose records they gather, and which lines a folded one leaves."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import ngettext
from ui.widgets.cells import Look, Shown
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.grouping import Total
    from db.queries.listing import Column


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that is no record: the records whose ``by`` has this value stand under it."""

    by: str
    value: Hashable


Line = Any
"""What a row of the table shows: the Key of a record, or a ``Heading``."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A heading with its records, in order, and the totals of their number columns."""

    heading: Heading
    keys: Sequence[Key]
    totals: Mapping[str, Total] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """What an ask gives: its records in order, under headings where they are grouped."""

    keys: list[Key]
    groups: tuple[Gathered, ...] = ()
    by: Shown | None = None  # the column whose values are the headings

    @classmethod
    def of(cls, groups: Sequence[Gathered]) -> Content:
        return cls([key for group in groups for key in group.keys], tuple(groups))

    def lines(self, folded: set[Heading] | frozenset[Heading] = frozenset()) -> list[Line]:
        """The lines that are shown: without headings the records themselves, else without those that are folded in."""
        if not self.groups:
            return self.keys
        found: list[Line] = []
        for group in self.groups:
            found.append(group.heading)
            if group.heading not in folded:
                found += group.keys
        return found


@dataclass(frozen=True, slots=True)
class HeadingCell:
    """What one column of a heading's row paints: the heading itself runs across all that have no ``total``."""

    text: str
    count: str
    mark: Mark | None = None
    initials: bool = False
    folded: bool = False
    total: str = ""
    spoken: str = ""

    @property
    def words(self) -> str:
        return self.spoken


def can_group(shown: Shown, declared: Column | None) -> bool:
    """Whether headings by this column would gather anything: choices, dates, links' names; not codes or long texts."""
    from db.fields import DAY, FLAG, TEXT

    if shown.group is not None:
        return shown.group
    if declared is None:
        return False
    if declared.choices is not None or declared.kind in (DAY, FLAG):
        return True
    return declared.kind is TEXT and shown.look not in (Look.CODE, Look.TWO, Look.NUMBER, Look.BAR)


def rows_counted(n: int) -> str:
    """What a table says that nobody told how its records are called."""
    return ngettext("{n} row", "{n} rows", n).format(n=n)


CountWords = Callable[[int], str]
