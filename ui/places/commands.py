"""What can be done with places: new, edit, delete, merge duplicates; and the days on which nobody works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.fields import N_
from ecd_desktop.services import places as verbs
from ui.commands import Command
from ui.record_commands import CHANGE, merge_command, record_commands

if TYPE_CHECKING:
    from ui.here import Here

PLACE = ENTITY = "places"


def commands() -> Sequence[Command]:
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New place"), delete=verbs.delete,
                         tip=N_("Write down a settlement, a neighbourhood, a housing association")),
        merge_command(PLACE, ENTITY, verbs.merge),
        Command(f"{PLACE}.holidays", N_("Non-wor&king days…"), _holidays, section=CHANGE + 1, icon="calendar-x",
                place=PLACE, in_bar=True, tip=N_("Holidays, and the days that are decreed each year")),
    )  # fmt: skip


def _holidays(here: Here) -> None:
    from ui.places.holidays import HolidaysDialog

    page = here.page
    HolidaysDialog(here, page.window() if page is not None else None).open()
