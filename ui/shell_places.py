"""Place: one entry of the rail as data; the window builds its page when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_

if TYPE_CHECKING:
    from ui.commands import Command
    from ui.here import Here
    from ui.widgets.page import Page


class Group(StrEnum):
    """The parts of the rail, from top to bottom; the value is the heading."""

    TOP = ""
    WORK = N_("Work")
    KNOWLEDGE = N_("Knowledge")
    OUTPUT = N_("Output")
    FOOT = " "


@dataclass(frozen=True, slots=True)
class Place:
    """``title`` is a catalogue entry.  ``build`` and ``commands`` import their noun inside: the first frame waits for
    none of them."""

    id: str
    title: str
    icon: str
    group: Group
    build: Callable[[Here], Page]
    entity: str = ""  # the noun whose records open here
    commands: Callable[[], Sequence[Command]] = tuple
    count: Callable[[Any, Here], tuple[int, str]] | None = None  # on a session: badge and its tone
    shows: str = ""  # a noun that has no place of its own: one of its records is shown here
    within: str = ""  # the place whose entry stands for it: a page that is only reached from there
