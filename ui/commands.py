"""Command: one gesture as data; menus, buttons, shortcuts and their tests derive from it.

``Actions`` turns commands into QActions, once; every menu, tool bar and context menu shows the same QAction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from ecd_desktop.language import N_, _
from ui import icons
from ui.read_only import only_at_home, only_looks

if TYPE_CHECKING:
    from ui.here import Here

Keys = str | QKeySequence.StandardKey


class Menu(StrEnum):
    """The menus of the menu bar, in order; the value is its title, access key included."""

    FILE = N_("&File")
    EDIT = N_("&Edit")
    RECORD = N_("&Record")
    VIEW = N_("&View")
    GO = N_("&Go")
    HELP = N_("&Help")


def always(_here: Here) -> str | None:
    """For ``Command.needs``: it can be given at any time."""
    return None


@dataclass(frozen=True, slots=True)
class Command:
    """One gesture.

    ``text``, ``tip`` and ``also`` (other words by which the palette finds it) are catalogue entries.  ``place`` is the
    id of the only Place in which it can be given ("" = anywhere).  ``needs`` answers None where it can be given now,
    else the reason why not, as a sentence.
    ``in_list``: its keys work only while the list has the focus (single letters, Delete, Space).
    """

    id: str
    text: str
    run: Callable[[Here], None]
    tip: str = ""
    also: str = ""
    keys: tuple[Keys, ...] = ()
    menu: Menu = Menu.RECORD
    section: int = 0  # a line is drawn between sections of a menu
    icon: str = ""
    place: str = ""
    needs: Callable[[Here], str | None] = always
    checked: Callable[[Here], bool] | None = None
    says: Callable[[Here], str] | None = None  # its words now, already translated; "" = those of ``text``
    in_list: bool = False
    in_bar: bool = False  # also a button of the tool bar
    primary: bool = False  # the one filled button of its place
    danger: bool = False


def needs_selection(here: Here) -> str | None:
    """For ``Command.needs``: at least one row is selected."""
    return None if here.keys else _("Select at least one row first.")


def needs_one(here: Here) -> str | None:
    """For ``Command.needs``: exactly one row is selected."""
    return None if len(here.keys) == 1 else _("Select exactly one row first.")


class Actions(QObject):
    """The QActions of all commands known so far."""

    def __init__(self, here: Here, window: QWidget) -> None:
        super().__init__(window)
        self._here = here
        self._window = window
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._keys: dict[str, str] = {}  # of each command, as this system and language write them
        self.last = ""  # the command that was given last: what an open dialog is about

    def add(self, commands: Iterable[Command]) -> None:
        """Make actions; a command whose id is there already is left alone (a page that is built again)."""
        for command in commands:
            if command.id not in self._commands:
                self._commands[command.id] = command
                self._actions[command.id] = self._made(command)

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def __contains__(self, id: str) -> bool:
        return id in self._actions

    def command(self, id: str) -> Command:
        return self._commands[id]

    def commands(self, *, place: str | None = None) -> list[Command]:
        """All commands, or those that can be given in ``place``."""
        return [one for one in self._commands.values() if place is None or one.place in ("", place)]

    def refresh(self) -> None:
        """Look again at what can be done here: place, selection, the reason why not."""
        with self._here.same_keys():
            self._refresh()

    def _refresh(self) -> None:
        place = self._here.place
        for id, command in self._commands.items():
            action = self._actions[id]
            here = command.place in ("", place)
            action.setVisible(here)
            if not here:
                action.setEnabled(False)
                continue
            reason = self.reason(command)
            action.setEnabled(reason is None)
            if command.checked is not None:
                action.setChecked(command.checked(self._here))
            said = command.says(self._here) if command.says is not None else ""
            if command.says is not None:
                action.setText(said.replace("&", "&&") or _(command.text))
            tip = self._tip(command, said or plain(_(command.tip or command.text)), reason or "")
            if tip != action.toolTip():
                action.setToolTip(tip)

    def reason(self, command: Command) -> str | None:
        """Why a command cannot be given here now; None where it can."""
        if self._here.read_only and not only_looks(command.id):
            return self._here.read_only
        if self._here.laptop_copy and only_at_home(command.id):
            return self._here.laptop_copy
        return command.needs(self._here)

    def retranslate(self) -> None:
        """Say everything again, in the language now in force."""
        for id, command in self._commands.items():
            self._speak(self._actions[id], command)
        self.refresh()

    def attach(self, list_widget: QWidget, place: str) -> None:
        """Let the keys of ``place``'s in-list commands work while ``list_widget`` has the focus."""
        for command in self._commands.values():
            if command.in_list and command.place in ("", place):
                list_widget.addAction(self._actions[command.id])

    def fill(self, bar: QMenuBar) -> None:
        """Build the menu bar."""
        bar.clear()
        for menu in Menu:
            commands = [one for one in self._commands.values() if one.menu == menu]
            if commands:
                bar.addMenu(self.menu(commands, bar, _(menu.value)))

    def menu(self, commands: Iterable[Command], parent: QWidget, title: str = "") -> QMenu:
        """A menu of these commands, a line between sections."""
        made = _Explained(title, parent, self._actions)
        made.setToolTipsVisible(True)
        last: int | None = None
        for command in sorted(commands, key=lambda one: one.section):
            if last is not None and command.section != last:
                made.addSeparator()
            last = command.section
            made.addAction(self._actions[command.id])
        return made

    def _made(self, command: Command) -> QAction:
        action = QAction(self)
        action.setObjectName(command.id)
        action.setCheckable(command.checked is not None)
        if command.icon:
            icons.dress(action, command.icon, "red" if command.danger else "text2")
        if command.keys:
            action.setShortcuts([sequence for keys in command.keys for sequence in sequences(keys)])
        action.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut if command.in_list else Qt.ShortcutContext.WindowShortcut
        )
        self._speak(action, command)
        action.triggered.connect(lambda _checked=False, c=command: self._run(c))
        if not command.in_list:
            self._window.addAction(action)  # a hidden menu bar does not hear shortcuts
        return action

    def _run(self, command: Command) -> None:
        if not command.id.startswith("help."):
            self.last = command.id
        command.run(self._here)

    def _speak(self, action: QAction, command: Command) -> None:
        action.setText(_(command.text))
        action.setStatusTip(_(command.tip) or plain(_(command.text)))
        self._keys[command.id] = native(action)
        action.setToolTip(self._tip(command, plain(_(command.tip or command.text)), ""))

    def _tip(self, command: Command, text: str, reason: str) -> str:
        shortcut = self._keys[command.id]
        with_keys = f"{text} ({shortcut})" if shortcut else text
        return f"{with_keys}\n{reason}" if reason else with_keys


class _Explained(QMenu):
    """A menu in which F1 explains the line that is highlighted: shortcuts are not heard while a menu is open."""

    def __init__(self, title: str, parent: QWidget, actions: dict[str, QAction]) -> None:
        super().__init__(title, parent)
        self._actions = actions

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F1 and (explain := self._actions.get("help.here")) is not None:
            explain.trigger()
        else:
            super().keyPressEvent(event)


def sequences(keys: Keys) -> list[QKeySequence]:
    """The key sequences of a standard key on this system, or the one that is spelled out."""
    return QKeySequence.keyBindings(keys) if isinstance(keys, QKeySequence.StandardKey) else [QKeySequence(keys)]


def native(action: QAction) -> str:
    """The keys of an action as this system writes them."""
    return written(action.shortcut())


ON_THE_KEYS = {"Control+": "Ctrl+", "Mayúsculas+": "Mayús+", "Retorno": "Enter", "Return": "Enter", "Suprimir": "Supr"}
"""What Qt writes, and what stands on the keyboards here."""


def written(keys: QKeySequence) -> str:
    """Keys as they stand on the keyboards here: Qt's Spanish writes «Control» where the key says Ctrl."""
    text = keys.toString(QKeySequence.SequenceFormat.NativeText)
    for said, there in ON_THE_KEYS.items():
        text = text.replace(said, there)
    return text


def plain(text: str) -> str:
    """A menu's text without its access key."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
