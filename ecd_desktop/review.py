"""What a review of returned files shows: points, the ways to answer each, and what an answer was given against.

``services.reconciling`` makes a review from what waits and the present; the window and the command line show it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.fields import Choice, Json, Key
from ecd_desktop.language import N_


class Kind(Choice):
    """What a point asks of a person, in the order of the screen."""

    DECIDE = "decide", N_("Needs a decision")
    CLEAN = "clean", N_("To take over")
    NEW = "new", N_("New rows")
    REMOVAL = "removal", N_("Removals")
    UNREADABLE = "unreadable", N_("Unreadable")
    MISSING = "missing", N_("Not in the file")
    HELD = "held", N_("Held back")


BASE, OURS, THEIRS, OTHER = "base", "ours", "theirs", "other"
"""Answers that most points know: as it left, as it is here, as the file says, a value typed by the person."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer. ``label`` says whose it is, ``shown`` the value as a person reads it ("" for nothing),
    ``hint`` who and when, or the cell. ``refused``: why it cannot be chosen, "" where it can.
    """

    value: str
    label: str
    shown: str
    hint: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a file says. ``id`` stays the same while the file waits; ``file`` is its key in the inbox.

    ``code`` and ``words`` name the record as a person knows it, ``label`` its field. ``options`` stand in the order
    of the keys 1, 2, 3 …; ``answer`` is the one in force, "" while a person has to say ("other": ``typed``).
    ``at``: the cell; ``note``: what the sender wrote beside it; ``reason``: why it is asked, refused or held.
    ``field``: column by which points are answered together, "" where that makes no sense. ``asked_again``: the
    record changed since it was answered. ``editable``: a further value may be typed. ``against``: what stands here, as
    an answer to this point was given against it.
    """

    id: str
    file: Key
    kind: Kind
    entity: str
    key: Key | None
    code: str
    words: str
    field: str
    label: str
    options: tuple[Option, ...] = ()
    answer: str = ""
    typed: str = ""
    at: str = ""
    note: str = ""
    reason: str = ""
    asked_again: bool = False
    editable: bool = False
    against: Any = dataclasses.field(default=None, compare=False)

    @property
    def open(self) -> bool:
        """Whether a person has to say something before it can be applied."""
        return self.kind is Kind.DECIDE and not self.answer


@dataclass(frozen=True, slots=True)
class File:
    """One file under review. ``sent``: when its export left and ``wanted``: until when it was wanted back, if known.

    ``same``: how many told values need nothing, since they are here already. ``unsure``: sentences to see first.
    """

    id: Key
    name: str
    kind: str
    sender: str
    came: datetime
    by: str
    sent: datetime | None = None
    day: str = ""
    rows: int = 0
    same: int = 0
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that waits, or the files asked for. ``points`` in the order of files and rows."""

    files: tuple[File, ...]
    points: tuple[Point, ...]

    def of(self, kind: Kind) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.kind is kind)

    @property
    def writing(self) -> int:
        """How many changes applying would write: the number on the button."""
        return sum(point.answer not in ("", OURS) for point in self.points)

    @property
    def open(self) -> int:
        """How many questions wait."""
        return sum(point.open for point in self.points)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says to a point: one of its options, or ``OTHER`` with what was typed. "" takes it back.

    ``against``: what the point showed as being here (``Point.against``); None: whatever is here by now.
    """

    value: str
    typed: str = ""
    against: Any = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as the inbox keeps it: given against ``now``; where that is another one, it is asked again."""

    value: str
    now: Json
    typed: Json = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying did. ``tx_id`` is None where there was nothing to write; ``written``: how many changes.

    ``left``: questions that stay open; ``again``: those among them that were answered, and asked again because the
    record changed meanwhile. ``renumbered``: code in the copy → code here.
    """

    tx_id: Key | None
    written: int
    left: int
    again: int
    files: tuple[Key, ...]
    renumbered: tuple[tuple[str, str], ...] = ()
