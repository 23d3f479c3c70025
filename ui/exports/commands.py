"""Gestures of what goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here


def _export(here: Here) -> None:
    """The workbook of the unit that is selected in the list, where one is."""
    entity, keys = here.entity, here.keys
    here.go("exports")
    page: Any = here.page
    if entity in ("organisations", "action_items") and keys:
        page.choose_for(entity, keys[0])


def _save(here: Here) -> None:
    page: Any = here.page
    page.form.ask_where()


def commands() -> Sequence[Command]:
    return (
        Command("shell.export", N_("&Workbook for a department…"), _export, keys=("Ctrl+E",), menu=Menu.FILE, section=4,
                icon="table-export", tip=N_("Write the workbook in which a department answers")),
        Command("exports.save", N_("Sa&ve the workbook…"), _save, menu=Menu.FILE, section=4, icon="download",
                place="exports", tip=N_("Choose a name and write it")),
    )  # fmt: skip
