"""What can be done with organisations: say which one carries on, merge duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.fields import DAY, LINK, N_, Field
from ecd_desktop.language import _
from ecd_desktop.services import organisations as verbs
from ui.commands import Command, needs_one
from ui.creating import creates
from ui.reaching import reach_commands
from ui.record_commands import CHANGE, merge_command, record_commands, rows, unmerge_command
from ui.widgets.question import ask

if TYPE_CHECKING:
    from ui.here import Here

PLACE = ENTITY = "organisations"


def commands() -> Sequence[Command]:
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New organisation"), delete=verbs.delete,
                         tip=N_("Write down a unit, a ministry, an NGO, a neighbourhood body")),
        *reach_commands(PLACE),
        merge_command(PLACE, ENTITY, verbs.merge),
        unmerge_command(PLACE),
        Command(f"{PLACE}.succeed", N_("&Carried on by…"), _succeed, section=CHANGE, icon="transfer", place=PLACE,
                needs=needs_one, tip=N_("The unit was renamed or merged: another one carries on from a day")),
    )  # fmt: skip


def _succeed(here: Here) -> None:
    (key,) = here.keys
    fields = {"by": Field(LINK, N_("Which unit carries on"), required=True, target=ENTITY),
              "on": Field(DAY, N_("From"), required=True)}  # fmt: skip
    ask(here, _("Carried on by another unit"), _("Save"), fields,
        lambda answers: lambda store: verbs.succeed(store, key, **answers),
        lead=next((row.name for row in rows(here)), ""), values={"on": here.today},
        creates={"by": creates(ENTITY)})  # fmt: skip
