"""Help's own gestures: the page for what is focused, the first page, the sheet of shortcuts, About."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from ecd_desktop.language import _
from ui.commands import plain, written
from ui.help.about import AboutDialog
from ui.help.keys import KeysDialog, sheet
from ui.help.where import asked
from ui.help.window import HelpWindow

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Help(QObject):
    """The help of one main window; it goes with it."""

    def __init__(self, main: MainWindow) -> None:
        super().__init__(main)
        self.setObjectName("help")
        self._main = main
        self.window = HelpWindow(self.words)
        self.window.keys_wanted.connect(self.show_keys)
        self.sheet: KeysDialog | None = None
        self.about: AboutDialog | None = None
        window = self.window
        main.destroyed.connect(lambda: window.deleteLater())

    def explain(self) -> None:
        """F1: what explains that which is focused, over whatever menu is open."""
        what = asked(self._main.here, self._main)
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        id = next((one for one in what.ids if self._explains(what.place, one)), "")
        self.window.open_at(what.place or "first_steps", id)

    def contents(self) -> None:
        """The first page."""
        self.window.open_at("first_steps")

    def show_keys(self) -> None:
        """The sheet of shortcuts, over the window that asked."""
        self._fetch_all()
        over = self.window if self.window.isActiveWindow() else self._main
        made = KeysDialog(sheet(self._main.registry, list(self._main.places.values()), self._main.place()), over)
        made.wanted.connect(lambda id: self.window.open_at(self._main.place(), id))
        made.destroyed.connect(self._forget_sheet)
        self.sheet = made
        made.open()

    def show_about(self) -> None:
        self.about = AboutDialog(self._main.here, self._main)
        self.about.destroyed.connect(self._forget_about)
        self.about.open()

    def words(self, id: str) -> str:
        """A command as the pages name it: its words strong, its keys after them; a place by its name."""
        if id in self._main.registry:
            action = self._main.registry[id]
            command = self._main.registry.command(id)
            keys = [written(one) for one in action.shortcuts()[:1]]
            return f"**{plain(_(command.text))}**" + "".join(f" (`{one}`)" for one in keys)
        place = self._main.places.get(id.removeprefix("go."))
        return f"**{_(place.title)}**" if place is not None else f"**{id}**"

    def _explains(self, place: str, id: str) -> bool:
        from ui.help import pages

        self.window.retranslate()
        return pages.place_of(self.window.pages, id, place) is not None

    def _fetch_all(self) -> None:
        for place in self._main.places.values():
            self._main.registry.add(place.commands())

    def _forget_sheet(self) -> None:
        self.sheet = None

    def _forget_about(self) -> None:
        self.about = None


def helper(main: MainWindow) -> Help:
    """The help of this window, made when it is first wanted."""
    found = main.findChild(Help, "help")
    return found if isinstance(found, Help) else Help(main)
