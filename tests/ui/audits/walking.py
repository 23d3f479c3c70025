"""Every screen and dialog of the program, one after another, in one window that nobody sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget

from ecd_desktop import calendar, paths
from ecd_desktop.identity import Person
from ecd_desktop.settings import Settings
from tests.ui.example import DAY, wait_until_idle
from ui import wiring
from ui.commands import Command
from ui.main_window import MainWindow
from ui.opening import Program

Look = Callable[[str, QWidget], None]
"""Called with what is shown, and the window or dialog that shows it."""

QUIET = {"shell.quit", "shell.fullscreen", "shell.menu_bar", "shell.print", "reports.elsewhere"}
"""They would end the window, or hand it to the system."""

SHOWN_BESIDE = {"help.keys", "help.about"}

MATRIX = "matriz_compromisos_2026.xlsx"


class Walk:
    """The program on one database."""

    def __init__(self, folder: Path, database: Path | None = None) -> None:
        calendar.set_today(DAY)
        self.settings = Settings(path=folder / "settings.toml")
        self.window: MainWindow = wiring.made(self.settings)
        self.broken: list[str] = []
        self.window.tasks.broke.connect(lambda exc, where: self.broken.append(f"{where}: {exc!r}"))
        self.program: Program = wiring.program(self.window, self.settings, Person("Prueba Ficticia", "LAPTOP-1"))
        self.window.resize(1366, 768)
        self.window.show()
        if database is not None:
            self.program.open(str(database))
            self.rest()

    def close(self) -> None:
        self.window.tasks.close()
        self.window.close()
        self.window.deleteLater()

    def rest(self) -> None:
        """Until everything that was asked is answered, and what that led to as well."""
        wait_until_idle(self.window.tasks)
        broken, self.broken = self.broken, []
        assert not broken, broken

    def go(self, place: str) -> Any:
        self.window.go(place)
        self.rest()
        return self.window.page()

    # --- screens ------------------------------------------------------------------------------------------------------

    def place(self, id: str, look: Look) -> None:
        """A place with all its parts: views, tabs, a new record, nothing found."""
        page = self.go(id)
        look(id, self.window)
        if id == "reports":
            self._documents(page, look)
        elif id == "settings":
            self._sections(page, look)
        elif id == "importing":
            self._steps(page, look)
        elif id == "history":
            self._typed(page, "zzz", look)
        elif hasattr(page, "model") and hasattr(page, "detail"):
            self._records(page, look)

    def _records(self, page: Any, look: Look) -> None:
        id = page.spec.place
        for view in page.spec.views if hasattr(page.spec, "views") else ():
            self.window.registry[f"view.{view.id}"].trigger()
            self.rest()
            look(f"{id} as {view.id}", self.window)
        if "view.table" in self.window.registry and getattr(page.spec, "views", ()):
            self.window.registry["view.table"].trigger()
            self.rest()
        self.first_record()
        for number in range(page.detail._bar.count()):
            page.detail.show_tab(number)
            self.rest()
            look(f"{id}, tab {number}", self.window)
        page.detail.show_tab(0)
        self.wrong_days(page, look)
        if f"{id}.new" in self.window.registry:
            self.window.registry[f"{id}.new"].trigger()
            self.rest()
            look(f"{id}, a new one", self.window)
            self.first_record()
        self._typed(page, "zzz nothing has this name", look)
        self.first_record()

    def wrong_days(self, page: Any, look: Look) -> None:
        """Problems in words under every field that takes a date."""
        wrong = [editor for editor in page.form.editors.values() if hasattr(editor, "line")]
        for editor in wrong[:2]:
            editor.line.setText("31/02/2026")
            editor.line.setModified(True)
            editor.left.emit()
        self.rest()
        look(f"{page.spec.place}, wrong dates", self.window)
        for editor in wrong[:2]:
            editor.line.setText("")
            editor.line.setModified(True)
            editor.left.emit()
        self.rest()

    def _typed(self, page: Any, text: str, look: Look) -> None:
        page.field.setText(text)
        page.field._now()
        self.rest()
        look(f"{self.window.place()}, nothing found", self.window)
        page.field.setText("")
        page.field._now()
        self.rest()

    def first_record(self) -> Any:
        """The first record of the list, in its form."""
        page: Any = self.window.page()
        if hasattr(page, "model") and getattr(page.model, "keys", None):
            page.table.select([page.model.keys[0]], page.model.keys[0])
            self.rest()
        return page

    def _documents(self, page: Any, look: Look) -> None:
        for number in range(page.panel.document.count()):
            page.panel.document.setCurrentIndex(number)
            page.panel.changed.emit()
            self.rest()
            look(f"reports, document {number}", self.window)

    def _sections(self, page: Any, look: Look) -> None:
        for section in page.cards:
            page.show_section(section)
            self.rest()
            look(f"settings, {section}", self.window)
        page.chips[section].setChecked(False)
        page._filter()
        self._typed(page, "zzz", look)

    def _steps(self, page: Any, look: Look) -> None:
        page.take_file(paths.resources() / "samples" / MATRIX)
        self.rest()
        look("import, sheet", self.window)
        for step in ("columns", "preview", "result"):
            page.go_on()
            self.rest()
            look(f"import, {step}", self.window)

    def palette(self, look: Look) -> None:
        self.go("action_items")
        for text in ("", "parq", "> ", "zzz nothing"):
            self.window.finder.palette.begin(text)
            self.rest()
            look(f"palette {text!r}", self.window)
        self.window.finder.palette.close_palette()

    # --- dialogs ------------------------------------------------------------------------------------------------------

    def dialogs(self, place: str, look: Look) -> int:
        """Every dialog that a command of ``place`` ("" = the window's) opens; how many there were."""
        page = self.go(place or "action_items")
        asked = 0
        for command in list(self.window.registry.commands()):
            if command.place != place or command.id in QUIET or not asks(command):
                continue
            if not self._can(page, command.id):
                continue
            with harmless():
                self.window.registry[command.id].trigger()
                self.rest()
            for dialog in open_dialogs():
                asked += 1
                look(f"{command.id}, its dialog", dialog)
                dialog.reject()
            self.rest()
            if self.window.place() != (place or "action_items"):
                page = self.go(place or "action_items")
        return asked

    def _can(self, page: Any, command: str) -> bool:
        """Select a record with which the command can be given."""
        action = self.window.registry[command]
        keys = list(getattr(getattr(page, "model", None), "keys", ()))[:25]
        for key in keys:
            page.table.select([key], key)
            self.window.registry.refresh()
            if action.isEnabled():
                self.rest()
                return True
        self.window.registry.refresh()
        return action.isEnabled()


def settle(shown: QWidget) -> None:
    """Until layouts have answered one another: a line that is wrapped anew asks for rows only after it was resized."""
    waiting: Counter[int] = Counter()

    class Watch(QObject):
        def eventFilter(self, target: QObject, event: QEvent) -> bool:
            if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
                waiting[id(target)] += 1
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)  # type: ignore[union-attr]
    for _turn in range(40):
        waiting.clear()
        QApplication.sendPostedEvents(None, int(QEvent.Type.LayoutRequest.value))
        if not waiting:
            break
    QApplication.instance().removeEventFilter(watch)  # type: ignore[union-attr]
    assert not waiting, f"the layouts of {shown.objectName() or type(shown).__name__} never come to rest"


def asks(command: Command) -> bool:
    """Whether a command opens a dialog: its words end in «…», or it shows something beside the work."""
    return command.text.endswith("…") or command.id in SHOWN_BESIDE


def open_dialogs() -> list[QDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]


@contextmanager
def harmless() -> Iterator[None]:
    """No file is chosen, no menu waits, nothing is handed to the system."""
    none = ("", "")
    closing = QTimer(interval=40)

    def close_menu() -> None:
        if isinstance(menu := QApplication.activePopupWidget(), QMenu):
            menu.close()

    closing.timeout.connect(close_menu)
    closing.start()
    with (
        patch.object(QFileDialog, "getOpenFileName", lambda *_a, **_k: none),
        patch.object(QFileDialog, "getOpenFileNames", lambda *_a, **_k: ([], "")),
        patch.object(QFileDialog, "getSaveFileName", lambda *_a, **_k: none),
        patch.object(QFileDialog, "getExistingDirectory", lambda *_a, **_k: ""),
        patch("PySide6.QtGui.QDesktopServices.openUrl", lambda *_a: True),
    ):
        yield
    closing.stop()
