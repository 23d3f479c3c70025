"""Gestures of the first screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_, _
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here


def _page(here: Here) -> Any:
    return here.page


def _can_tell(here: Here) -> str | None:
    if getattr(_page(here), "me", None) is not None:
        return None
    return _("Nobody among the people has your name; see Settings.")


COMMANDS = (
    Command("today.new_item", N_("&New commitment"), lambda here: here.new("action_items"), keys=("Ctrl+N",),
            icon="plus", place="today", primary=True, tip=N_("Write down what somebody promised, and until when")),
    Command("today.mine", N_("&Only what is mine"), lambda here: _page(here).toggle_mine(), menu=Menu.VIEW, section=1,
            icon="user", place="today", needs=_can_tell, checked=lambda here: getattr(_page(here), "shows_mine", False),
            tip=N_("What you answer for yourself, or what the whole team does")),
)  # fmt: skip


def commands() -> tuple[Command, ...]:
    return COMMANDS
