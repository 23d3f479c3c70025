"""The gestures that belong to the window itself: undo, save, going from place to place, looks, the end."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from ecd_desktop.language import N_, _
from ui import style
from ui.bridge import told
from ui.commands import Command, Menu
from ui.shell_places import Place
from ui.table_commands import table_commands
from ui.view_commands import view_commands

if TYPE_CHECKING:
    from ecd_desktop.services.history import Told
    from ui.here import Here
    from ui.main_window import MainWindow

KEY = QKeySequence.StandardKey


def shell_commands(window: MainWindow, places: Sequence[Place]) -> list[Command]:
    """Every command of the shell; pages bring their own."""
    return [
        *_file(window), *_edit(window), *_record(window), *_view(window), *table_commands(), *view_commands(),
        *_go(window, places), *_help(window),
    ]  # fmt: skip


def _file(window: MainWindow) -> list[Command]:
    return [
        Command("shell.save", N_("&Save"), lambda _here: window.save(), keys=(KEY.Save,), menu=Menu.FILE, section=0,
                icon="device-floppy", tip=N_("Save what is typed")),
        Command("shell.quit", N_("&Quit"), lambda _here: window.close(), keys=("Ctrl+Q",), menu=Menu.FILE, section=9,
                tip=N_("Save and close the program")),
    ]  # fmt: skip


def _edit(window: MainWindow) -> list[Command]:
    return [
        Command("shell.undo", N_("&Undo"), _undo, keys=(KEY.Undo,), menu=Menu.EDIT, icon="arrow-back-up",
                tip=N_("Take back your last change"), needs=_can_undo, says=_undo_says),
        Command("shell.redo", N_("&Redo"), _redo, keys=("Ctrl+Y", "Ctrl+Shift+Z"), menu=Menu.EDIT,
                icon="arrow-forward-up", tip=N_("Make again what was taken back"), needs=_can_redo, says=_redo_says),
        Command("shell.find", N_("&Filter the list"), lambda here: _page(here, "search"), keys=(KEY.Find,),
                menu=Menu.EDIT, section=1, icon="search", tip=N_("Show only the rows that hold these words")),
        Command("shell.palette", N_("Search &or run…"), lambda _here: window.finder.toggle(), keys=("Ctrl+K",),
                menu=Menu.EDIT, section=1, icon="search",
                tip=N_("Find a record, a place or a command by a few letters")),
    ]  # fmt: skip


def _record(window: MainWindow) -> list[Command]:
    def quick(_here: Here) -> None:
        # by name: nobody waits for it before it is first opened
        importlib.import_module("ui.quick_add.overlay").start(window)

    return [
        Command("shell.quick_add", N_("Quick add…"), quick, keys=("Ctrl+Shift+A",), menu=Menu.RECORD, icon="bolt",
                tip=N_("A commitment in one typed line, with who, until when and for what; from anywhere"),
                needs=lambda here: None if here.tasks.database is not None else _("Open a database first.")),
    ]  # fmt: skip


def _view(window: MainWindow) -> list[Command]:
    commands = [
        Command("shell.refresh", N_("&Refresh"), lambda _here: window.refresh(), keys=(KEY.Refresh,), menu=Menu.VIEW,
                icon="refresh", tip=N_("Read everything again")),
        Command("shell.compact", N_("&Compact lists"), lambda _here: window.set_compact(), menu=Menu.VIEW, section=1,
                tip=N_("More rows on the screen"), checked=lambda here: here.settings.density == "compact"),
        Command("shell.fullscreen", N_("F&ull screen"), lambda _here: window.toggle_full_screen(), keys=("F11",),
                menu=Menu.VIEW, section=1, tip=N_("The whole screen, or a window again")),
        Command("shell.menu_bar", N_("&Menu bar"), lambda _here: window.toggle_menu_bar(), keys=("Ctrl+M",),
                menu=Menu.VIEW, section=1, tip=N_("Show or hide the menus; Alt shows them for a moment")),
    ]  # fmt: skip
    themes: list[tuple[style.Mode, str, str, str]] = [
        ("system", N_("Colours as the s&ystem"), "device-desktop", N_("theme, mode, appearance, contrast")),
        ("light", N_("&Light colours"), "sun", N_("theme, mode, appearance, light, day")),
        ("dark", N_("&Dark colours"), "moon", N_("theme, mode, appearance, dark, night")),
    ]  # fmt: skip
    for mode, words, icon, also in themes:
        commands.append(
            Command(f"shell.theme_{mode}", words, partial(_theme, mode), menu=Menu.VIEW, section=2, icon=icon,
                    tip=N_("It changes at once"), also=also, checked=partial(_is_theme, mode))
        )  # fmt: skip
    return commands


def _go(window: MainWindow, places: Sequence[Place]) -> list[Command]:
    commands = [
        Command(f"go.{place.id}", place.title, partial(_go_to, place.id), menu=Menu.GO, icon=place.icon,
                keys=(f"Ctrl+{number}",) if number <= 9 else (), checked=partial(_is_place, place.id))
        for number, place in enumerate((place for place in places if not place.within), start=1)
    ]  # fmt: skip
    commands += [
        Command("shell.back", N_("&Back"), lambda _here: window.step(-1), keys=("Alt+Left", "Back"), menu=Menu.GO,
                section=1, icon="arrow-left", tip=N_("The place you were in before"),
                needs=lambda _here: None if window.can_step(-1) else _("There is no place to go back to.")),
        Command("shell.forward", N_("&Forward"), lambda _here: window.step(1), keys=("Alt+Right", "Forward"),
                menu=Menu.GO, section=1, icon="arrow-right", tip=N_("The place you came back from"),
                needs=lambda _here: None if window.can_step(1) else _("There is no place to go forward to.")),
        Command("shell.next_pane", N_("&Next part of the window"), lambda _here: window.next_pane(1), keys=("F6",),
                menu=Menu.GO, section=2, tip=N_("Places, list, details")),
        Command("shell.previous_pane", N_("&Previous part of the window"), lambda _here: window.next_pane(-1),
                keys=("Shift+F6",), menu=Menu.GO, section=2, tip=N_("Places, list, details")),
        Command("shell.next_tab", N_("Next tab of the record"), partial(_step_tab, 1), keys=("Ctrl+Tab", "Ctrl+PgDown"),
                menu=Menu.GO, section=2, needs=_has_tabs, tip=N_("Details, log, history and round again")),
        Command("shell.previous_tab", N_("Previous tab of the record"), partial(_step_tab, -1), menu=Menu.GO, section=2,
                keys=("Ctrl+Shift+Tab", "Ctrl+PgUp"), needs=_has_tabs, tip=N_("Details, log, history and round again")),
    ]  # fmt: skip
    return commands


def _step_tab(by: int, here: Here) -> None:
    getattr(here.page, "detail").step_tab(by)  # noqa: B009 - only lists have one, which is asked before


def _has_tabs(here: Here) -> str | None:
    detail = getattr(here.page, "detail", None)
    return None if detail is not None and detail.isVisible() else _("There is no record beside the list.")


def _help(window: MainWindow) -> list[Command]:
    def tell(what: str) -> Callable[[Here], None]:
        def run(_here: Here) -> None:
            # by name, as every noun's page: nobody waits for it before the first F1
            getattr(importlib.import_module("ui.help.commands").helper(window), what)()

        return run

    return [
        Command("help.here", N_("&Help on this"), tell("explain"), keys=("F1",), menu=Menu.HELP, icon="help",
                tip=N_("What explains the field, the command or the place you are in")),
        Command("help.contents", N_("&Contents of the help"), tell("contents"), menu=Menu.HELP,
                icon="list-details", tip=N_("Every page of the help; none needs a network")),
        Command("help.keys", N_("&Keyboard shortcuts"), tell("show_keys"), keys=("Ctrl+/",), menu=Menu.HELP,
                icon="keyboard", tip=N_("Every command and its keys")),
        Command("help.about", N_("&About ECD Desktop"), tell("show_about"), menu=Menu.HELP, section=1,
                icon="info-circle", tip=N_("Version, database, licences")),
    ]  # fmt: skip


def _undo(here: Here) -> None:
    """What is typed in the form counts as done: it is saved, and taken back."""
    from ecd_desktop.services import history  # brings SQLAlchemy, which the first frame does without

    def undo() -> None:
        here.do(history.undo, then=partial(_tell, here), say=False)

    here.page.save(undo) if here.page is not None else undo()


def _redo(here: Here) -> None:
    from ecd_desktop.services import history

    here.do(history.redo, then=partial(_tell, here), say=False)


def _tell(here: Here, told: Told) -> None:
    here.notice(told.sentence)


def _undo_says(here: Here) -> str:
    step = here.bridge.undo_step
    return _("Undo: {label}").format(label=told(step)) if step is not None else ""


def _redo_says(here: Here) -> str:
    step = here.bridge.redo_step
    return _("Redo: {label}").format(label=told(step)) if step is not None else ""


def _can_undo(here: Here) -> str | None:
    return None if here.bridge.undo_step is not None else _("There is nothing to undo.")


def _can_redo(here: Here) -> str | None:
    return None if here.bridge.redo_step is not None else _("There is nothing to redo.")


def _page(here: Here, what: str) -> None:
    if here.page is not None:
        getattr(here.page, what)()


def _go_to(place: str, here: Here) -> None:
    here.go(place)


def _is_place(place: str, here: Here) -> bool:
    return here.place == place


def _theme(mode: style.Mode, here: Here) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        here.settings.change(theme=mode)
        style.apply(app, mode)
        here.actions.refresh()


def _is_theme(mode: style.Mode, here: Here) -> bool:
    return here.settings.theme == mode
