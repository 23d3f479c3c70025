"""What can be done with indicators: measure, lay out the path, open their project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.records.indicators import Quality
from ecd_desktop.language import _
from ecd_desktop.services import indicators as verbs
from ui.commands import Command, needs_one
from ui.indicators.fields import MEASURED, MEASURED_ROWS, STEP, STEP_ROWS
from ui.record_commands import VERBS, record_commands, rows
from ui.widgets.question import ask

if TYPE_CHECKING:
    from ui.here import Here

PLACE = ENTITY = "indicators"


def commands() -> Sequence[Command]:
    return (
        *record_commands(PLACE, ENTITY, new=N_("&New indicator"), delete=verbs.delete,
                         tip=N_("Say what is measured, where it began and where it should arrive")),
        Command(f"{PLACE}.measure", N_("&Measure…"), _measure, keys=("Ctrl+I",), section=VERBS, icon="progress-check",
                place=PLACE, needs=needs_one, in_bar=True, tip=N_("Write down what was found, of which day, from how "
                                                                  "many cases")),
        Command(f"{PLACE}.step", N_("&Target of a period…"), _step, keys=("Ctrl+T",), section=VERBS, icon="flag",
                place=PLACE, needs=needs_one, in_bar=True, tip=N_("Where the indicator should be by a day, between its "
                                                                  "baseline and its target")),
        Command(f"{PLACE}.project", N_("Open its &project"), _project, keys=("Ctrl+Return",), in_list=True,
                section=VERBS, icon="briefcase", place=PLACE, needs=_has_project, in_bar=True,
                tip=N_("The project that the selected indicator measures")),
    )  # fmt: skip


def _measure(here: Here) -> None:
    (key,) = here.keys
    ask(here, _("New measurement"), _("Write it down"), MEASURED,
        lambda answers: lambda store: verbs.measure(store, key, **answers), rows=MEASURED_ROWS, lead=_named(here),
        values={"on": here.today, "quality": Quality.PRELIMINARY})  # fmt: skip


def _step(here: Here) -> None:
    (key,) = here.keys
    ask(here, _("Target of a period"), _("Write it down"), STEP,
        lambda answers: lambda store: verbs.set_target(store, key, **answers), rows=STEP_ROWS,
        lead=_named(here))  # fmt: skip


def _named(here: Here) -> str:
    return next((str(row.name) for row in rows(here)), "")


def _has_project(here: Here) -> str | None:
    chosen: list[Any] = rows(here)
    if len(chosen) != 1:
        return _("Select exactly one row first.")
    return None if chosen[0].project_key is not None else _("It belongs to no project.")


def _project(here: Here) -> None:
    for row in rows(here)[:1]:
        here.open("projects", row.project_key)
