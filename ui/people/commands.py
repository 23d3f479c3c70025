"""What can be done with people: new, edit, delete, merge duplicates, hand a post over."""

from __future__ import annotations

from collections.abc import Sequence

from db.fields import N_
from ecd_desktop.services import people as verbs
from ui.commands import Command, needs_one
from ui.people.handover import show
from ui.reaching import reach_commands
from ui.record_commands import VERBS, merge_command, record_commands, unmerge_command

PLACE = ENTITY = "people"


def commands() -> Sequence[Command]:
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New person"), delete=verbs.delete,
                         tip=N_("Write somebody down: the name is enough")),
        *reach_commands(PLACE),
        Command(f"{PLACE}.handover", N_("Handover of post…"), show, section=VERBS, icon="file-text", place=PLACE,
                needs=needs_one, also=N_("hand over, successor, leaves the post"),
                tip=N_("What the person's posts hold, as text to be copied: promises both ways, letters, meetings")),
        merge_command(PLACE, ENTITY, verbs.merge),
        unmerge_command(PLACE),
    )  # fmt: skip
