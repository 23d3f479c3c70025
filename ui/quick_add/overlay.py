"""Quick add over any page: a small plate with the line, which leaves the window usable behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ecd_desktop.language import _
from ui.quick_add.line import QuickLine
from ui.widgets.controls import Icon, Label, ToolButton
from ui.widgets.palette import Plate

if TYPE_CHECKING:
    from ui.here import Here
    from ui.main_window import MainWindow

WIDTH, TOP, MARGIN = 640, 84, 24


class Overlay(QWidget):
    """One per window; Esc closes it and what was typed waits, clicks elsewhere leave it where it is."""

    def __init__(self, window: QWidget, here: Here) -> None:
        super().__init__(window)
        self.setObjectName("quick_add")
        self._came_from: QWidget | None = None
        self._plate = Plate(window)
        self._plate.hide()
        self.line = QuickLine(here)
        self.line.line.installEventFilter(self)
        self._title = Label("", "body-strong")
        self._keys = Label("", "caption", "text2", wrap=True)
        self._shut = ToolButton("x", "", self.shut, size=16)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon("bolt", "accent_text", 16))
        head.addWidget(self._title, 1)
        head.addWidget(self._shut)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 10, 16, 14)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addWidget(self.line)
        rows.addWidget(self._keys)
        self.line.changed.connect(lambda: QTimer.singleShot(0, self, self._place))
        self.line.added.connect(self._added)
        window.installEventFilter(self)
        QWidget.setTabOrder(self.line.line, self._shut)
        self.hide()

    def begin(self, text: str = "", *, cursor: int | None = None) -> None:
        """Open it, or put the cursor back into it; ``text`` is typed for the person."""
        if not self.isVisible():
            self._came_from = QApplication.focusWidget()
        self._title.setText(_("Quick add"))
        self._keys.setText(_("Enter add  ·  Ctrl+Enter add and open  ·  Shift+Enter add and stay  ·  Esc close"))
        self._shut.say(_("Close; what is typed waits"))
        self.setAccessibleName(_("Quick add"))
        self.line.retranslate()
        self.line.begin(text, cursor=cursor)
        self._place()
        self._plate.show()
        self._plate.raise_()
        self.show()
        self.raise_()
        self.line.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def shut(self) -> None:
        """Close; what is typed waits, and the focus goes back to where it was."""
        if not self.isVisible():
            return
        self.line.keep()
        had_focus = self.isAncestorOf(QApplication.focusWidget()) if QApplication.focusWidget() is not None else False
        self.hide()
        self._plate.hide()
        widget, self._came_from = self._came_from, None
        if had_focus and widget is not None and shiboken6.isValid(widget) and widget.isVisible():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _added(self, _added: Any, stay: bool) -> None:
        if not stay:
            self.shut()

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if target is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and target is self.line.line:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and not self.line.list.isVisible():
                self.shut()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut()

    def _place(self) -> None:
        window = self.parentWidget()
        width = min(WIDTH, window.width() - 2 * MARGIN)
        layout = self.layout()
        height = layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        top = min(TOP, max(window.height() // 9, MARGIN))
        box = QRect((window.width() - width) // 2, top, width, min(height, window.height() - top - MARGIN))
        self.setGeometry(box)
        self._plate.setGeometry(box)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Its ground is the plate under it, which alone carries the shadow."""


def overlay_of(window: MainWindow) -> Overlay:
    """The overlay of a window; made when it is first opened."""
    found = window.findChild(Overlay, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, Overlay) else Overlay(window, window.here)


def start(window: MainWindow, text: str = "", *, cursor: int | None = None) -> None:
    """Ctrl+Shift+A: the line of the page where it has one, else the overlay."""
    line = getattr(window.page(), "quick_line", None)
    if isinstance(line, QuickLine) and line.isVisible():
        line.begin(text, cursor=cursor)
        line.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return
    overlay_of(window).begin(text, cursor=cursor)
