"""Gestures of what changed: since the last meeting, since the last minutes, since a step; and to the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_, _
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here

PLACE = "changes"
BACK = 3
"""Section of the Go menu."""


def _page(here: Here) -> Any:
    return here.page


def _show(first: str, here: Here) -> None:
    here.go(PLACE)
    if here.place == PLACE and first:
        _page(here).show_since(first)


def _needs_change(here: Here) -> str | None:
    change = getattr(_page(here), "change", None)
    return None if change is not None and change.sections else _("Nothing changed since then.")


def commands() -> Sequence[Command]:
    return (
        Command(f"{PLACE}.since", N_("What changed since…"), partial(_show, ""), keys=("Ctrl+Shift+H",), menu=Menu.GO,
                section=BACK, icon="history", tip=N_("The net change since a meeting, minutes, a file sent or a day"),
                also=N_("difference, compare, news, evolution")),
        Command(f"{PLACE}.since_meeting", N_("What changed since the last meeting"), partial(_show, "meeting"),
                menu=Menu.GO, section=BACK, icon="users",
                tip=N_("What is otherwise than when its minutes were closed")),
        Command(f"{PLACE}.since_minutes", N_("What changed since the last issued minutes"), partial(_show, "minutes"),
                menu=Menu.GO, section=BACK, icon="file-text",
                tip=N_("What is otherwise than when they were issued")),
        Command(f"{PLACE}.copy", N_("Copy as text"), lambda here: _page(here).copy(), keys=("Ctrl+Shift+W",),
                menu=Menu.EDIT, section=10, icon="copy", place=PLACE, primary=True, needs=_needs_change,
                tip=N_("For a mail or for Word; internal tasks and drafts are left out")),
    )  # fmt: skip
