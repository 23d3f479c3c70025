"""Whether Alt was pressed and let go alone, which unfolds the menus, or held for another key or a click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

ANOTHER_USE = (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.ApplicationDeactivate)


class AltAlone(QObject):
    """Watches the whole program, because a shortcut's key reaches no window; only while Alt is held."""

    said = Signal()

    def begin(self, event: QKeyEvent) -> None:
        """Alt may have gone down."""
        held = event.modifiers() & ~Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Alt and not held and not event.isAutoRepeat():
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.KeyRelease):
            assert isinstance(event, QKeyEvent)
            if event.key() != Qt.Key.Key_Alt:
                self._end()
            elif kind == QEvent.Type.KeyRelease and not event.isAutoRepeat():
                self._end()
                self.said.emit()
        elif kind in ANOTHER_USE:
            self._end()
        return False

    def _end(self) -> None:
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
