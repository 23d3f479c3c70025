"""What can be done with meetings: invite people, say how far they and their minutes are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import LINK, N_, Field
from db.records.meetings import MeetingState
from ecd_desktop.language import _
from ecd_desktop.services import meetings as verbs
from ui.commands import Command, needs_one, needs_selection
from ui.creating import creates
from ui.meetings import issuing, papers, sending, series
from ui.meetings.edits import state as change_state
from ui.meetings.table import title
from ui.moving import move_command
from ui.record_commands import CHANGE, VERBS, record_commands, rows
from ui.widgets.question import ask

if TYPE_CHECKING:
    from ui.here import Here

PLACE = ENTITY = "meetings"


def commands() -> Sequence[Command]:
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New meeting"), delete=verbs.delete,
                         tip=N_("Write down a meeting, held or to come")),
        one("invite", N_("&Invite…"), _invite, keys=("Ctrl+I",), icon="user-plus", needs=needs_one, in_bar=True,
            tip=N_("Expect somebody, with the post held on that day")),
        one("take_minutes", N_("Ta&ke minutes"), _take_minutes, keys=("Ctrl+T",), icon="pencil", needs=needs_one,
            in_bar=True, tip=N_("Write down what is said, with the agenda and who came beside it")),
        one("held", N_("It was &held"), partial(_state, MeetingState.HELD), keys=("Ctrl+Return",), in_list=True,
            icon="check", needs=needs_selection, in_bar=True, tip=N_("The selected meetings took place")),
        one("signed", N_("Minutes &signed"), partial(_state, MeetingState.SIGNED), icon="file-text",
            needs=needs_selection, section=CHANGE, tip=N_("The minutes were signed on paper")),
        one("suspended", N_("S&uspended…"), partial(_state, MeetingState.SUSPENDED), icon="player-pause",
            needs=needs_selection, section=CHANGE, tip=N_("The selected meetings did not take place, with the reason")),
        one("cancelled", N_("&Called off…"), partial(_state, MeetingState.CANCELLED), icon="calendar-x",
            needs=needs_selection, section=CHANGE, tip=N_("The selected meetings will not be held, with the reason")),
        *issuing.commands(),
        *papers.commands(),
        *sending.commands(),
        *series.commands(),
        one("topics", N_("Topics through all meetings"), lambda here: here.go("topics"), icon="list-details",
            tip=N_("Each topic from its first meeting to where it stands now")),
        move_command(PLACE),
    )  # fmt: skip


def one(name: str, text: str, run: Callable[[Here], None], *, section: int = VERBS, **more: Any) -> Command:
    """A verb of this place."""
    return Command(f"{PLACE}.{name}", text, run, section=section, place=PLACE, **more)


def _state(state: MeetingState, here: Here) -> None:
    job = change_state(here, here.keys, state)
    if job is not None:
        here.do(job)


def _take_minutes(here: Here) -> None:
    (key,) = here.keys
    here.go("minutes")
    if here.place == "minutes" and here.page is not None:
        here.page.open_record(key)


def _invite(here: Here) -> None:
    (key,) = here.keys
    fields = {"person": Field(LINK, N_("Person"), required=True, target="people")}
    ask(here, _("Invite"), _("Invite"), fields,
        lambda answers: lambda store: verbs.invite(store, key, people=[answers["person"]]),
        lead=next((title(row) for row in rows(here)), ""), creates={"person": creates("people")})  # fmt: skip
