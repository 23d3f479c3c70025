"""Gestures of the bin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_, _
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here


def _page(here: Here) -> Any:
    return here.page


def _can_bring_back(here: Here) -> str | None:
    return None if getattr(_page(here), "chosen_places", ()) else _("Select what is to come back first.")


def commands() -> Sequence[Command]:
    return (
        Command("bin.bring_back", N_("&Bring back"), lambda here: _page(here).bring_back(), keys=("Ctrl+Return",),
                icon="restore", place="bin", needs=_can_bring_back, primary=True,
                tip=N_("Put the selected records back as they were, with what belonged to them")),
        Command("bin.all", N_("&All that was ever deleted"), lambda here: _page(here).toggle_all(), menu=Menu.VIEW,
                icon="history", place="bin", checked=lambda here: bool(getattr(_page(here), "shows_all", False)),
                tip=N_("Everything, or only the last 30 days")),
    )  # fmt: skip
