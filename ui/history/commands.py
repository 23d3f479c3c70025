"""Gestures of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_, _
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here


def _page(here: Here) -> Any:
    return here.page


def _can_undo(here: Here) -> str | None:
    step = getattr(_page(here), "chosen_step", None)
    if step is None:
        return _("Select a step first.")
    if step.kind == "migrate":
        return _("An upgrade of the database is taken back by restoring the copy made before it.")
    return None


COMMANDS = (
    Command("history.undo_step", N_("Undo this &step"), lambda here: _page(here).undo_chosen(), menu=Menu.EDIT,
            section=2, icon="arrow-back-up", place="history", needs=_can_undo,
            tip=N_("Take back one step anywhere in the history, where nothing changed since")),
)  # fmt: skip
