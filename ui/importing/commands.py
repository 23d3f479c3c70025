"""Gestures of the import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_, _
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here


def _start(here: Here) -> None:
    here.go("importing")
    page: Any = here.page
    page.begin_again()


def _page(here: Here) -> Any:
    return here.page


def _can_go_on(here: Here) -> str | None:
    reason: str | None = getattr(_page(here), "why_not", lambda: _("Choose a file first."))()
    return reason


def commands() -> Sequence[Command]:
    return (
        Command("shell.import", N_("&Import a workbook…"), _start, keys=("Ctrl+Shift+I",), menu=Menu.FILE, section=3,
                icon="table-import",
                tip=N_("Read the workbook that somebody sent; nothing is written before you see it")),
        Command("importing.next", N_("&Next step"), lambda here: _page(here).go_on(), keys=("Ctrl+Return",),
                menu=Menu.RECORD, icon="arrow-right", place="importing", needs=_can_go_on,
                tip=N_("Go on with the import")),
        Command("importing.back", N_("&Previous step"), lambda here: _page(here).go_back(), menu=Menu.RECORD,
                keys=("Ctrl+Backspace",), icon="arrow-left", place="importing",
                tip=N_("Go back one step of the import")),
        Command("importing.discard", N_("&Discard the workbook"), lambda here: _page(here).begin_again(ask=False),
                menu=Menu.RECORD, icon="x", place="importing", tip=N_("Leave the import; nothing was written")),
    )  # fmt: skip
