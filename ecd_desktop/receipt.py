"""What the sender of a file is told of it, ready to be printed; ``services.receipts`` makes it from what was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.fields import Choice
from ecd_desktop.language import N_


class Fate(Choice):
    """What became of one thing that a file says, in the order of the receipt."""

    TAKEN = "taken", N_("Taken over")
    NEW = "new", N_("New, with their codes")
    REMOVED = "removed", N_("Taken off, as asked")
    OTHERWISE = "otherwise", N_("Settled otherwise")
    DECLINED = "declined", N_("Not taken over")
    UNREADABLE = "unreadable", N_("Could not be read")
    HELD = "held", N_("Held back")
    MISSING = "missing", N_("Not in the file")


@dataclass(frozen=True, slots=True)
class Line:
    """One of them. ``said``: what the file says. ``stands``: what holds here, "" where it reads as theirs."""

    fate: Fate
    code: str
    words: str
    label: str
    said: str
    stands: str = ""
    at: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything about one file. ``settled``: when it was taken over last, None before. ``by``: who did it.

    ``same``: how many values needed nothing. ``open``: whether something still waits for a decision. ``copy``: it was a
    laptop copy. ``fictitious``: the data is invented.
    """

    name: str
    sender: str
    came: datetime
    settled: datetime | None
    by: str
    rows: int
    same: int
    open: bool
    lines: tuple[Line, ...]
    copy: bool = False
    fictitious: bool = False

    def of(self, fate: Fate) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.fate is fate)
