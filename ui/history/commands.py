"""Gestures of the history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ecd_desktop.language import N_, _
from ui.commands import Command, Menu, needs_one

if TYPE_CHECKING:
    from ui.here import Here


def _page(here: Here) -> Any:
    return here.page


def _can_undo(here: Here) -> str | None:
    step = getattr(_page(here), "chosen_step", None)
    if step is None:
        return _("Select a step first.")
    if step.kind == "migrate":
        return _("An upgrade of the database is taken back by restoring the copy made before it.")
    return None


def _of_record(here: Here) -> None:
    """The steps of the one selected record, in the history."""
    (key,), entity = here.keys, here.entity

    def names(session: Any) -> str:
        from db.queries import records

        return records.names(session, entity, [key]).get(key, "")

    def go(name: str) -> None:
        here.go("history")
        if here.place == "history":
            _page(here).show_record((entity, key), name)

    here.read(names, go, owner=here)


def _since_step(here: Here) -> None:
    """What changed since the step that is looked at."""
    from ecd_desktop.services import points

    step = _page(here).chosen_step
    here.go("changes")
    if here.place == "changes":
        _page(here).show_point(points.after(step))


def _one_step(here: Here) -> str | None:
    return None if getattr(_page(here), "chosen_step", None) is not None else _("Select a step first.")


def _one_record(here: Here) -> str | None:
    return needs_one(here) if here.entity else _("Select a record in a list first.")


def commands() -> Sequence[Command]:
    return (
        Command("history.show_record", N_("History of the record"), _of_record, icon="history", section=25,
                needs=_one_record, tip=N_("Every step that touched the selected record")),
        Command("history.since_step", N_("What changed since this step"), _since_step, menu=Menu.GO, section=3,
                icon="history", place="history", needs=_one_step, primary=True,
                tip=N_("The net change from what this step left to now")),
        Command("history.undo_step", N_("Undo this &step"), lambda here: _page(here).undo_chosen(), menu=Menu.EDIT,
                section=2, icon="arrow-back-up", place="history", needs=_can_undo,
                tip=N_("Take back one step anywhere in the history, where nothing changed since")),
    )  # fmt: skip
