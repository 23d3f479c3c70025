"""What can be done while minutes are taken: say what a line is, close and record, go to the meeting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from db.fields import N_
from ecd_desktop.language import _
from ecd_desktop.minutes_text import Tag
from ui.commands import Command
from ui.issuing_minutes import issue_command

if TYPE_CHECKING:
    from ui.here import Here

PLACE = "minutes"
SAY, GO = 10, 11  # sections of the menu


def commands() -> Sequence[Command]:
    return (
        one("close", N_("&Close and record"), _page("begin_closing"), keys=("Ctrl+Return",), icon="check",
            primary=True, tip=N_("Look at what is missing, then record what the text says"),
            needs=_can_write),
        issue_command(PLACE, GO),
        one("decision", N_("This line is a &decision"), partial(_say, Tag.DECISION), icon="bolt", needs=_can_write,
            section=SAY, tip=N_("Ctrl+1 in the text: the line begins with ACUERDO")),
        one("commitment", N_("This line is a co&mmitment"), partial(_say, Tag.COMMITMENT), icon="checkbox",
            needs=_can_write, section=SAY, tip=N_("Ctrl+2 in the text: the line begins with COMPROMISO")),
        one("risk", N_("This line is a &risk"), partial(_say, Tag.RISK), icon="alert-triangle", needs=_can_write,
            section=SAY, tip=N_("Ctrl+3 in the text: the line begins with RIESGO")),
        one("lesson", N_("This line is a &lesson"), partial(_say, Tag.LESSON), icon="bulb", needs=_can_write,
            section=SAY, tip=N_("Ctrl+4 in the text: the line begins with LECCIÓN")),
        one("sides", N_("&Agenda and attendance, or cards"), _page("turn_side"), keys=("Ctrl+Shift+G",),
            icon="layout-sidebar", section=GO, needs=_has_meeting,
            tip=N_("In a narrow window one of them stands beside the text")),
        one("agenda", N_("To the a&genda"), partial(_part, "agenda"), keys=("Ctrl+G",), icon="list-check", section=GO,
            needs=_has_meeting, tip=N_("Enter begins an item, Esc leads back to the text")),
        one("earlier", N_("To what is owed from &before"), partial(_part, "earlier"), keys=("Ctrl+L",), icon="history",
            section=GO, needs=_has_meeting, tip=N_("One key answers each: S A R C Q; Esc leads back to the text")),
        one("attendance", N_("To the a&ttendance"), partial(_part, "roll"), keys=("Ctrl+H",), icon="users",
            section=GO, needs=_has_meeting, tip=N_("One key marks each: P T S D J A; Tab leads to the field for more")),
        one("meeting", N_("&Open the meeting"), _open_meeting, icon="users", section=GO, needs=_has_meeting,
            tip=N_("Its form, its attendance and its commitments")),
    )  # fmt: skip


def one(name: str, text: str, run: Callable[[Here], None], **more: Any) -> Command:
    """A verb of this place."""
    return Command(f"{PLACE}.{name}", text, run, place=PLACE, **more)


def _page(what: str) -> Callable[[Here], None]:
    def run(here: Here) -> None:
        getattr(here.page, what)()

    return run


def _part(part: str, here: Here) -> None:
    getattr(here.page, "go_to")(part)  # noqa: B009 - the page of this place


def _say(kind: Tag, here: Here) -> None:
    getattr(here.page, "editor").put(kind)  # noqa: B009 - the page of this place


def _open_meeting(here: Here) -> None:
    here.open("meetings", here.keys[0])


def _has_meeting(here: Here) -> str | None:
    return None if here.keys else _("Choose a meeting first.")


def _can_write(here: Here) -> str | None:
    return here.read_only or _has_meeting(here)
