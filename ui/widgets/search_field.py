"""The field that filters a list: announced while typing, after a short pause; Esc empties it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import icons, style, tokens
from ui.commands import written
from ui.widgets import marks

PAUSE = 140  # milliseconds without a key before the list is asked again


class SearchField(QLineEdit):
    """A line that says what is looked for."""

    searched = Signal(str)  # the text to filter by, once typing pauses
    left = Signal()  # Enter, ↓ or Esc in an empty field: the list gets the focus

    def __init__(self, placeholder: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = written(QKeySequence(keys)).split("+") if keys else []
        self._keys_fit = True  # beside the placeholder
        self.setProperty("look", "search")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFixedHeight(tokens.CONTROL)
        self.setTextMargins(24, 0, 0, 0)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text()))
        self.left_by = Qt.Key.Key_unknown  # the key with which it was left
        self.textChanged.connect(lambda _text: self._pause.start())

    def begin(self, text: str = "") -> None:
        """Take the focus; ``text`` was typed elsewhere and is continued here."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.setText(text)
        else:
            self.selectAll()

    def show_text(self, text: str) -> None:
        """Show words that are in force already, without announcing them."""
        self.setText(text)
        self._pause.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.left_by = Qt.Key(event.key())
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
                self._now()
            else:
                self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._now()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        keys = sum(style.metrics("caption").horizontalAdvance(key) + 18 for key in self._keys)
        self._keys_fit = words + keys + 52 <= self.width()
        self.setToolTip("" if words + 46 <= self.width() else self.placeholderText())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.paint(painter, "search", style.theme().text2, 10, (self.height() - 16) / 2, 16)
        if self._keys_fit and not self.text() and not self.hasFocus():
            right = self.width() - 8.0
            for key in reversed(self._keys):
                right = marks.paint_key(painter, right, self.height() / 2, key) - 4
        painter.end()

    def _now(self) -> None:
        self._pause.stop()
        self.searched.emit(self.text())
