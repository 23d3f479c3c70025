"""Gestures of the first screen."""

from __future__ import annotations

from collections.abc import Sequence
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


def _can_complete(here: Here) -> str | None:
    item = getattr(_page(here), "chosen_item", None)
    if item is None or item() is None:
        return _("Choose a commitment among what needs your attention first.")
    return None


def _complete(here: Here) -> None:
    from ecd_desktop.services import action_items

    here.do(action_items.complete, (_page(here).chosen_item(),), on=here.today)


def commands() -> Sequence[Command]:
    return (
        Command("today.new_item", N_("&New commitment"), lambda here: here.new("action_items"), keys=("Ctrl+N",),
                icon="plus", place="today", primary=True, tip=N_("Write down what somebody promised, and until when")),
        Command("today.complete", N_("&Done"), _complete, keys=("Ctrl+Return",), icon="check",
                place="today", needs=_can_complete,
                tip=N_("Reported as done today; it waits to be verified")),
        Command("today.mine", N_("&Only what is mine"), lambda here: _page(here).toggle_mine(), menu=Menu.VIEW,
                section=1, icon="user", place="today", needs=_can_tell,
                checked=lambda here: getattr(_page(here), "shows_mine", False),
                tip=N_("What you answer for yourself, or what the whole team does")),
    )  # fmt: skip
