"""A person at the keyboard: keys go where the focus is, everything else is only read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.example import wait_until_idle
from ui.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
KEY = Qt.Key


class Keyboard:
    """Types into whatever has the focus, and waits for the answers."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _time in range(times):
            QTest.keyClick(self.focus, key, modifiers)
            self.rest()

    def type(self, text: str) -> None:
        for part in re.split(r"([^ -~]+)", text):
            if part.isascii():
                QTest.keyClicks(self.focus, part)
            else:  # QTest knows no key for «í»; a keyboard does
                event = QKeyEvent(QEvent.Type.KeyPress, 0, NONE, part)
                QApplication.sendEvent(self.focus, event)
        self.rest()
        QTest.qWait(250)  # a pause of typing: lists are filtered, names are suggested
        self.rest()

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def rest(self) -> None:
        wait_until_idle(self.window.tasks)
        if QApplication.activeModalWidget() is None and not self.window.isActiveWindow():
            self.window.activateWindow()  # a window manager gives the focus back when a dialog closes; here nobody does
            wait_until_idle(self.window.tasks)

    def tab_to(self, fits: Callable[[QWidget], bool], *, most: int = 40) -> None:
        """Tab until the focus is where it fits."""
        for _stop in range(most):
            if fits(self.focus):
                return
            self.press(KEY.Key_Tab)
        raise AssertionError("Tab does not lead there")

    def command(self, id: str) -> None:
        """The keys of a command, as the menu shows them."""
        keys = self.window.registry[id].shortcut()[0]
        self.press(keys.key(), keys.keyboardModifiers())

    def palette(self, text: str) -> None:
        """Ctrl+K, some words, Enter."""
        self.press(KEY.Key_K, CTRL)
        self.type(text)
        self.press(KEY.Key_Return)


def contents(window: MainWindow) -> Any:
    """Every record's fields: what undo must bring back byte for byte."""
    from tests.db.making import dump

    found: list[Any] = []
    window.tasks.read(dump, found.append)
    wait_until_idle(window.tasks)
    return found[0]
