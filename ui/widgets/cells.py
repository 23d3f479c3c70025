"""How a column of a listing stands in a table: which row becomes which words, and which look paints them.

A noun's ``table.py`` is a tuple of these; everything else about a column (label, format, sorting) comes from its
``Listing``.  The words of a cell are complete without its picture: a screen reader, a copy and a tooltip use them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from ecd_desktop.language import _
from ui.widgets.marks import LIGHTS, Mark


class Look(Enum):
    """What paints a cell."""

    TEXT = auto()  # one line
    CODE = auto()  # one line in the second grey: codes, dates
    TWO = auto()  # a strong line over a small grey one
    PILL = auto()  # mark and word
    BAR = auto()  # progress with its figure
    DUE = auto()  # a date over when that is, in the tone of its urgency
    NUMBER = auto()  # at the right
    WHO = auto()  # initials and a name
    COURSE = auto()  # a thin line of values over time
    WAS = auto()  # what it said before, struck, and what it says now


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says."""

    text: str = ""
    second: str = ""
    tone: str = ""
    mark: Mark | None = None
    icon: str = ""
    fraction: float | None = None
    points: tuple[tuple[float, float], ...] = ()  # of a course: place and value, in order
    level: float | None = None  # where it should arrive

    @property
    def words(self) -> str:
        """All of it, for ears, copies and tooltips."""
        return " · ".join(part for part in (self.text, self.second) if part)


@dataclass(frozen=True, slots=True)
class Was(Cell):
    """A cell that said something else: ``was`` and ``second_was`` are struck; None where that line says the same."""

    was: str | None = None
    second_was: str | None = None

    @property
    def words(self) -> str:
        lines = ((self.was, self.text), (self.second_was, self.second))
        told = [now if before is None else _told_change(before, now) for before, now in lines]
        return " · ".join(part for part in told if part)


def _told_change(before: str, now: str) -> str:
    empty = _("(empty)")
    return f"{before or empty} → {now or empty}"


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of a table.  ``cell`` None: the listing's own format of the value."""

    name: str
    width: int = 140
    look: Look = Look.TEXT
    cell: Callable[[Any], Cell] | None = None
    label: str = ""  # catalogue entry over the listing's
    stretch: bool = False  # takes the room that is left
    yields: int = 0  # the higher, the sooner it gives way to a narrow window; 0 stays
    hidden: bool = False  # shown only when chosen
    absorbs: tuple[str, ...] = ()  # columns whose words stand in its second line where they gave way
    group: bool | None = None  # whether the table can be grouped by it; None: as its kind suggests
    group_as: str = ""  # the listing's value to group by, where it is not the column's own
    group_words: Callable[[Any], str] | None = None  # the words of such a value


def text(name: str, *, width: int = 140, **more: Any) -> Shown:
    """One line in the listing's own format."""
    return Shown(name, width, Look.TEXT, **more)


def code(name: str, *, width: int = 116, **more: Any) -> Shown:
    """A code or a plain date: one line, second grey."""
    return Shown(name, width, Look.CODE, **more)


def number(name: str, *, width: int = 96, **more: Any) -> Shown:
    """A number or an amount of money, at the right."""
    return Shown(name, width, Look.NUMBER, **more)


def two_lines(
    name: str, *, second: Callable[[Any], str], first: Callable[[Any], str] | None = None, width: int = 260, **more: Any
) -> Shown:
    """A strong line over a small grey one; ``second`` is what absorbs the columns that gave way."""

    def cell(row: Any) -> Cell:
        return Cell(_one_line((first(row) if first else getattr(row, name)) or ""), _one_line(second(row) or ""))

    return Shown(name, width, Look.TWO, cell, **more)


def pill(name: str, *, mark: Callable[[Any], Mark], words: Callable[[Any], str] | None = None, width: int = 150,
         **more: Any) -> Shown:  # fmt: skip
    """Mark and word.  By default the word is the label of the choice."""

    def cell(row: Any) -> Cell:
        value = getattr(row, name)
        said = words(row) if words else _(value.label) if value is not None else ""
        return Cell(said, mark=mark(row)) if said else Cell()

    return Shown(name, width, Look.PILL, cell, **more)


def light(name: str, *, of: Callable[[Any], Any] = lambda value: value.light, width: int = 150, **more: Any) -> Shown:
    """The traffic light of a reason (a Choice that answers ``.light``): colour, shape, letter, and the reason."""

    def cell(row: Any) -> Cell:
        why = getattr(row, name)
        return Cell() if why is None else Cell(_(why.label), mark=LIGHTS.get(of(why).value, LIGHTS["none"]))

    return Shown(name, width, Look.PILL, cell, **more)


def bar(name: str, *, tone: Callable[[Any], str] = lambda _row: "blue", width: int = 116, **more: Any) -> Shown:
    """Progress from 0 to 100 as a bar with its figure."""

    def cell(row: Any) -> Cell:
        points = getattr(row, name)
        return Cell() if points is None else Cell(f"{points}\u00a0%", tone=tone(row), fraction=points / 100)

    return Shown(name, width, Look.BAR, cell, **more)


def who(name: str, *, second: Callable[[Any], str] | None = None, width: int = 170, **more: Any) -> Shown:
    """Initials and a name (a person, a unit), with a small line under it where ``second`` says something."""

    def cell(row: Any) -> Cell:
        return Cell(getattr(row, name) or "", (second(row) if second else "") or "")

    return Shown(name, width, Look.WHO, cell, **more)


def _one_line(words: str) -> str:
    return " ".join(words.split())
