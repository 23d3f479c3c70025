"""Gestures around settings and databases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ecd_desktop.language import N_, _
from ui.commands import Command, Menu

if TYPE_CHECKING:
    from ui.here import Here


def _program(here: Here) -> str | None:
    return None if here.program is not None else _("The window has no program around it.")


def _copy_open(here: Here) -> str | None:
    database = here.tasks.database
    if database is None or database.snapshot is None:
        return _("The database itself is open already.")
    return _program(here)


def _back_up(here: Here) -> None:
    from ui.settings.copies import back_up

    back_up(here)


def _take_along(here: Here) -> None:
    from ui.settings.laptop_copies import ask_take

    here.go("settings")
    if here.page is not None:
        ask_take(here, here.page.window())


def _bring_home(here: Here) -> None:
    from ui.homecoming import ask_bring

    if here.page is not None:
        ask_bring(here, here.page.window())


def commands() -> Sequence[Command]:
    return (
        Command("database.open", N_("&Open a database…"), lambda here: here.program and here.program.ask_open(),
                keys=("Ctrl+O",), menu=Menu.FILE, section=1, icon="folder-open", needs=_program,
                tip=N_("Open another database of this program")),
        Command("database.recent", N_("Open &recent"), lambda here: here.program and here.program.show_recent(),
                menu=Menu.FILE, section=1, icon="history", needs=_program,
                tip=N_("Databases that were open, workbooks and reports that were written")),
        Command("database.original", N_("Open the database itse&lf"),
                lambda here: here.program and here.program.open_original(), menu=Menu.FILE, section=1, icon="lock-open",
                needs=_copy_open, tip=N_("Try again to open the database whose read-only copy is looked at")),
        Command("database.new", N_("New &database…"), lambda here: here.program and here.program.ask_create(),
                menu=Menu.FILE, section=1, icon="database", needs=_program, tip=N_("Make an empty database")),
        Command("database.connect", N_("&Connect to a server…"),
                lambda here: here.program and here.program.ask_connect(),
                menu=Menu.FILE, section=1, icon="link", needs=_program, tip=N_("Work on a shared database")),
        Command("database.backup", N_("&Back up now"), _back_up, menu=Menu.FILE, section=2, icon="copy-check",
                tip=N_("Make a verified copy of the whole database")),
        Command("database.take", N_("Take a cop&y along…"), _take_along, menu=Menu.FILE, section=2,
                icon="device-laptop",
                tip=N_("The whole database as a file, to be worked on elsewhere without a network"),
                also=N_("laptop, stick, travel, work from home, offline")),
        Command("database.bring", N_("Bring a copy &home…"), _bring_home, menu=Menu.FILE, section=2, icon="home",
                tip=N_("See what was changed in a copy that was taken along, and take it over"),
                also=N_("laptop, stick, merge, bring together")),
        Command("settings.open", N_("S&ettings"), lambda here: here.go("settings"), keys=("Ctrl+,",), menu=Menu.FILE,
                section=8, icon="settings", tip=N_("Language, colours, reports, backups, database"),
                also=N_("options, preferences, theme, text size, spelling, your name")),
    )  # fmt: skip
