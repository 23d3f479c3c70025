"""How a foreign workbook will be read: which kind, sheet, header, columns, date style and cut-off; all changeable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecd_desktop.exchange.columns import Kind
from ecd_desktop.exchange.dates import Style
from ecd_desktop.exchange.import_result import Question
from ecd_desktop.exchange.merge_keys import Fare, MergeKey
from ecd_desktop.exchange.strategies import Strategy
from ecd_desktop.exchange.tables import Table
from ecd_desktop.exchange.workbook import Workbook

if TYPE_CHECKING:
    from ecd_desktop.exchange.cells import Sheetful


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sheet that may hold a table of this kind.  ``score``: how much of the kind's vocabulary its header holds."""

    kind: Kind
    sheet: str
    header_rows: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook as the guarded reader read it, with what it may hold, best guess first."""

    path: Path
    workbook: Workbook
    candidates: tuple[Candidate, ...]

    @property
    def guess(self) -> Candidate:
        return self.candidates[0]


class How(StrEnum):
    """How a column was matched to its field."""

    HEADING = "heading"
    CONTENT = "content"
    LAYOUT = "layout"  # as this sender's columns were matched last time
    GIVEN = "given"  # a person said so


@dataclass(frozen=True, slots=True)
class Mapped:
    """One column of the table and the field it fills (None: it is left out).

    ``sure``: 0 to 1.  ``samples``: up to three different values as written; none for withheld personal data
    (``withheld``), which is not read at all until a purpose is given.
    """

    index: int
    letter: str
    heading: str
    field: str | None = None
    label: str = ""
    sure: float = 0.0
    how: How | None = None
    samples: tuple[str, ...] = ()
    style: Style | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The day up to which the file tells.  ``cell``: sheet and address where it says so; "" for the file's own date
    (``given`` False) or the person's (``given`` True)."""

    day: date
    cell: str = ""
    given: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything decided before a row is judged.  ``questions`` must be answered (by another ``propose``) first.

    ``missing``: labels of needed fields that no column fills; such a plan cannot be run either.  ``key``: what known
    records are recognised by, ``fares``: how each key that the sheet has does here, best first (known only where the
    plan was made with a database).  ``strategies``: field → how its column is taken, where not ``nonblank``.
    """

    opened: Opened
    kind: Kind
    table: Table
    columns: tuple[Mapped, ...]
    cutoff: Cutoff
    sender: str
    purpose: str | None = None
    accept_done_before: date | None = None
    accept_reason: str = ""
    key: MergeKey = MergeKey.NONE
    key_given: bool = False  # a person chose it, now or for this sender's last file
    fares: tuple[Fare, ...] = ()
    strategies: Mapping[str, Strategy] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def sheet(self) -> str:
        return self.table.sheet.name

    @property
    def header_rows(self) -> tuple[int, ...]:
        return self.table.header_rows

    @property
    def fields(self) -> Mapping[str, Mapped]:
        """The column of each field that has one."""
        return {column.field: column for column in self.columns if column.field is not None}

    @property
    def ready(self) -> bool:
        return not self.questions and not self.missing

    @cached_property
    def memory(self) -> dict[str, Any]:
        """What the last preview of this plan found, for an apply that follows it (see ``importing``)."""
        return {}

    @cached_property
    def sheetful(self) -> Sheetful:
        """The rows, read once for preview and apply."""
        from ecd_desktop.exchange.cells import read_rows  # it reads by this plan

        return read_rows(self)
