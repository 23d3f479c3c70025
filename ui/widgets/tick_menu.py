"""A menu of ticks that stays while one after the other is given; Esc or a click beside it closes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu


class TickMenu(QMenu):
    """What has no tick closes it, as in every menu."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._ticked(event.button() == Qt.MouseButton.LeftButton):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        given = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not self._ticked(given):
            super().keyPressEvent(event)

    def _ticked(self, given: bool) -> bool:
        action = self.activeAction()
        if not given or action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True
