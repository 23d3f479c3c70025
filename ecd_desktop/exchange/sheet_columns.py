"""What the sheet of a workbook that goes out is declared with: its columns, whose they are, what their cells hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from db.fields import Choice, Key
from db.queries.traffic_light import Light
from ecd_desktop.calendar import Calendar


class Shape(Enum):
    """How a column's cells are kept and shown."""

    TEXT = "text"  # words, codes, numbers of documents: always text, whatever they look like
    DAY = "day"  # a real date, dd/mm/yyyy
    NUMBER = "number"
    VALUE = "value"  # a measured value, with as many decimal places as it has
    PERCENT = "percent"  # points as a fraction, 58 → 0.58 shown as 58%: what Excel makes of a typed "60%"
    LIGHT = "light"  # letter and word of the semáforo


class Owner(Enum):
    """Whose column it is."""

    OURS = "ours"  # context, grey
    NAMES = "names"  # ours, and says which record a row is; theirs to fill in the spare rows
    THEIRS = "theirs"  # tinted: the receiver answers here


@dataclass(frozen=True, slots=True)
class Lit:
    """The cell of a traffic light."""

    light: Light
    words: str


Value = str | int | float | date | Lit | None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a cell may need besides its row."""

    today: date
    calendar: Calendar
    contacts: Mapping[Key, tuple[str | None, str | None]] = field(default_factory=dict)  # telephone, e-mail


def nothing(row: Any, scope: Scope) -> Value:
    """Blank for the receiver: what comes back there is new."""
    return None


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``name``: its identity, whatever its heading says.  ``width``: in characters.  ``field``: the record's field whose
    value is handed out and merged when it returns.  ``adds``: "entity.field" of the new record that text typed here
    becomes.  ``words``: what the drop-down list offers; other values can still be typed.  ``limit``: characters a
    text may have.  ``tip``: what to write, for the page that explains; ``beside``: also shown at the cell.
    ``personal``: only with a purpose.
    """

    name: str
    heading: str
    width: float
    says: Callable[[Any, Scope], Value] = nothing
    shape: Shape = Shape.TEXT
    owner: Owner = Owner.OURS
    field: str = ""
    adds: str = ""
    words: tuple[Choice | str, ...] = ()
    limit: int = 0
    tip: str = ""
    beside: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one noun; the hidden key column comes before ``columns`` and is not among them.

    ``frozen``: how many columns stay in view.  ``repeated``: how many of them come again on the second page across.
    ``spare``: rows at the end with keys of their own, for records the receiver proposes; 0 where they cannot.
    """

    entity: str
    title: str
    columns: tuple[Column, ...]
    frozen: int
    repeated: int
    spare: int = 0

    def shown(self, *, personal: bool) -> tuple[Column, ...]:
        """The columns that leave; personal data only where a purpose was given."""
        return tuple(column for column in self.columns if personal or not column.personal)
