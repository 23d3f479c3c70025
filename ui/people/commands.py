"""What can be done with people: new, edit, delete, merge duplicates."""

from __future__ import annotations

from collections.abc import Sequence

from db.fields import N_
from ecd_desktop.services import people as verbs
from ui.commands import Command
from ui.reaching import reach_commands
from ui.record_commands import merge_command, record_commands, unmerge_command

PLACE = ENTITY = "people"


def commands() -> Sequence[Command]:
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New person"), delete=verbs.delete,
                         tip=N_("Write somebody down: the name is enough")),
        *reach_commands(PLACE),
        merge_command(PLACE, ENTITY, verbs.merge),
        unmerge_command(PLACE),
    )  # fmt: skip
