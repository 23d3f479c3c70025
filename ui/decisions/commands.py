"""What can be done with decisions: repeal them by a later one, put them in force again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.fields import LINK, N_, Field
from ecd_desktop.language import _, ngettext
from ecd_desktop.services import decisions as verbs
from ui.commands import Command, needs_one, needs_selection
from ui.record_commands import VERBS, record_commands, rows
from ui.widgets.question import ask

if TYPE_CHECKING:
    from ui.here import Here

PLACE = ENTITY = "decisions"


def commands() -> Sequence[Command]:
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New decision"), delete=verbs.delete,
                         tip=N_("Write down what a meeting decided")),
        Command(f"{PLACE}.repeal", N_("Re&peal…"), _repeal, keys=("Ctrl+T",), section=VERBS, icon="ban", place=PLACE,
                needs=needs_selection, in_bar=True, tip=N_("A later decision takes the selected ones out of force")),
        Command(f"{PLACE}.restore", N_("In &force again"), _restore, section=VERBS, icon="restore", place=PLACE,
                needs=needs_selection, tip=N_("The selected decisions were not repealed")),
        Command(f"{PLACE}.meeting", N_("Open its &meeting"), _meeting, keys=("Ctrl+Return",), in_list=True,
                section=VERBS, icon="users", place=PLACE, needs=needs_one, in_bar=True,
                tip=N_("The meeting that took the selected decision")),
        Command(f"{PLACE}.topic", N_("Its topic &through all meetings"), _topic, section=VERBS, icon="list-details",
                place=PLACE, needs=_has_topic, tip=N_("What was said, decided and promised on it before and after")),
    )  # fmt: skip


def _repeal(here: Here) -> None:
    keys = here.keys
    chosen = rows(here)
    lead = str(chosen[0].text) if len(chosen) == 1 else ngettext(
        "{n} decision", "{n} decisions", len(keys)).format(n=len(keys))
    fields = {"by": Field(LINK, N_("Which decision repeals it"), required=True, target=ENTITY)}
    ask(here, _("Repeal"), _("Repeal"), fields,
        lambda answers: lambda store: verbs.repeal(store, keys, by=answers["by"]), lead=lead)  # fmt: skip


def _restore(here: Here) -> None:
    here.do(verbs.repeal, here.keys, by=None)


def _meeting(here: Here) -> None:
    for row in rows(here)[:1]:
        here.open("meetings", row.meeting_key)


def _has_topic(here: Here) -> str | None:
    chosen = rows(here)
    if len(chosen) != 1:
        return _("Select exactly one row first.")
    return None if chosen[0].agenda_item_key is not None else _("It was taken on no topic of the agenda.")


def _topic(here: Here) -> None:
    for row in rows(here)[:1]:
        here.open("agenda_items", row.agenda_item_key)
