"""The places that show no noun: what comes in and goes out, the history, the settings; imported when first needed."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from ecd_desktop.language import N_
from ui.shell_places import Group, Place

if TYPE_CHECKING:
    from ui.commands import Command
    from ui.here import Here
    from ui.widgets.page import Page


def _build(package: str, here: Here) -> Page:
    made: Page = importlib.import_module(f"ui.{package}.screen").build(here)
    return made


def _commands(package: str) -> Sequence[Command]:
    given: Sequence[Command] = importlib.import_module(f"ui.{package}.commands").COMMANDS
    return given


def _place(id: str, title: str, icon: str, group: Group) -> Place:
    return Place(id, title, icon, group, partial(_build, id), commands=partial(_commands, id))


OUTPUT: tuple[Place, ...] = (
    _place("reports", N_("Reports"), "file-analytics", Group.OUTPUT),
    _place("exports", N_("Workbooks"), "file-spreadsheet", Group.OUTPUT),
    _place("importing", N_("Import"), "table-import", Group.OUTPUT),
    _place("search", N_("Search"), "search", Group.FOOT),
    _place("history", N_("History"), "history", Group.FOOT),
    _place("bin", N_("Bin"), "trash", Group.FOOT),
    _place("settings", N_("Settings"), "settings", Group.FOOT),
)
