"""Gestures of the topics: copy the story of one, take it to another meeting, go to where it is now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_, _
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here

PLACE = "topics"


def commands() -> Sequence[Command]:
    return (
        Command(f"{PLACE}.copy", N_("Copy the topic"), lambda here: _page(here).copy(), icon="copy", menu=Menu.EDIT,
                keys=("Ctrl+Shift+W",), place=PLACE, needs=_has_story, section=10,
                tip=N_("Meeting by meeting, as text and for Word: to print it or to send it")),
        Command(f"{PLACE}.to_meeting", N_("Take to meeting…"), lambda here: _page(here).take_to_meeting(),
                keys=("Ctrl+Shift+E",), icon="messages", place=PLACE, needs=_has_topic,
                tip=N_("The topic goes on in another meeting, or waits for one")),
        Command(f"{PLACE}.meeting", N_("Open its &meeting"), _meeting, keys=("Ctrl+Return",), icon="users", place=PLACE,
                needs=_has_story, tip=N_("The last meeting that had the topic on its agenda")),
    )  # fmt: skip


def _page(here: Here) -> Any:
    return here.page


def _has_topic(here: Here) -> str | None:
    return None if getattr(_page(here), "chosen_matter", None) is not None else _("Select a topic first.")


def _has_story(here: Here) -> str | None:
    pane = getattr(_page(here), "pane", None)
    return None if getattr(pane, "steps", ()) else _("Select a topic first.")


def _meeting(here: Here) -> None:
    held = [step.meeting for step in _page(here).pane.steps if step.meeting is not None]
    if held:
        here.open("meetings", held[-1].key)
