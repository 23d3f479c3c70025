"""Keys typed while the fields wait for their record: they are kept, and typed into the field once it is there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


class KeysKept(QWidget):
    """Invisible; has the focus only for as long as the answer of the database takes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._keys: list[QKeyEvent] = []
        self._target: QWidget | None = None

    def hold(self, target: QWidget) -> None:
        """Take the focus; ``target`` gets it, and what was typed, with ``give``."""
        self._keys.clear()
        self._target = target
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def give(self) -> None:
        """Hand on the focus and the keys, unless the focus went elsewhere meanwhile."""
        keys, self._keys = self._keys, []
        target, self._target = self._target, None
        if target is None or not self.hasFocus():
            return
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        for key in keys:
            QApplication.sendEvent(QApplication.focusWidget() or target, key)

    def drop(self) -> None:
        """There is no record to type into: whatever comes next has the focus."""
        self._keys.clear()
        self._target = None
        if self.hasFocus():
            super().focusNextPrevChild(True)

    def focusNextPrevChild(self, next: bool) -> bool:
        return False  # Tab is kept as well

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._keys.append(
            QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
        )
