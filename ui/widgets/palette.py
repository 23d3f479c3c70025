"""The palette: a field and what it finds, over the dimmed window; it knows entries in groups, and no noun.

It asks (``asked``) when typing pauses and is answered with ``show_groups``.  Enter while an answer is awaited waits for
it, so that what is opened is what was typed.  Closing gives the focus back to where it was, with cursor and selection.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ecd_desktop.language import _
from ui import style, tokens
from ui.widgets.controls import Icon, Label, rule
from ui.widgets.palette_list import Entry, Group, PaletteList

PAUSE = 60  # milliseconds without a key before it asks
WIDTH, TOP, MARGIN = 620, 96, 24
FIELD, FOOT = 54, 32  # the field's is in the style sheet as well
MOST, LEAST = 440, 96  # height of the list


class Palette(QWidget):
    """Covers ``window`` while it is open."""

    asked = Signal(str)  # find this now
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self._came_from: QWidget | None = None
        self._cursor: tuple[int, int, int] | None = None  # selection's start and length, cursor
        self._awaited = False
        self._enter_waits = False
        self._shadow = Plate(self)
        self._panel = QWidget(self)
        self.field = QLineEdit()
        self.field.setProperty("look", "palette")
        self.field.setFrame(False)
        self.field.setMinimumHeight(FIELD)  # also where there is no style sheet
        self.field.installEventFilter(self)
        self.list = PaletteList()
        self._foot = Label("", "caption", "text2")
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._ask)
        self.field.textChanged.connect(self._typed)
        self.list.taken.connect(self._run)
        self.list.moved.connect(self._say)
        window.installEventFilter(self)
        style.look.changed.connect(self.update)
        self.hide()

    # --- open and closed ----------------------------------------------------------------------------------------------

    def begin(self, text: str = "") -> None:
        """Open, or where it is open begin again."""
        if not self.isVisible():
            self._remember_focus()
            QApplication.instance().focusChanged.connect(self._focus_went)  # type: ignore[union-attr]
        self._say_words()
        self.field.setFont(_field_font())
        self.field.blockSignals(True)
        self.field.setText(text)
        self.field.blockSignals(False)
        self.list.show_groups(())
        self.list.empty_text = ""
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._typed(text)
        self._ask()

    def close_palette(self, *, give_back: bool = True) -> None:
        """Close; ``give_back``: the focus returns to where it was."""
        if not self.isVisible():
            return
        QApplication.instance().focusChanged.disconnect(self._focus_went)  # type: ignore[union-attr]
        self._pause.stop()
        self._enter_waits = False
        self.hide()
        if give_back:
            self._give_back()
        self.closed.emit()

    def show_groups(self, text: str, groups: Sequence[Group], *, empty: str = "") -> None:
        """The answer to ``text``, or a part of it before the whole; what was gone to by hand stays current.

        Dropped where something else is typed by now.
        """
        if not self.isVisible() or text != self.field.text():
            return
        self.list.empty_text = empty
        self.list.show_groups(groups, keep=self._chosen_by_hand)
        self._awaited = False
        self._place()
        if self._enter_waits:
            self._enter_waits = False
            self._take()
        elif not any(group.entries for group in groups) and empty:
            self._announce(empty)

    # --- keys ---------------------------------------------------------------------------------------------------------

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if target is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in _KEYS:
                event.accept()  # no command of the window hears it
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._pressed(event)
        if target is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shift and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return False  # selects text
        act = self._acts().get(Qt.Key(event.key()))
        if act is None:
            return False
        act()
        self._chosen_by_hand = True
        return True

    def _acts(self) -> dict[Qt.Key, Callable[[], None]]:
        return {
            Qt.Key.Key_Escape: self.close_palette,
            Qt.Key.Key_Return: self._enter,
            Qt.Key.Key_Enter: self._enter,
            Qt.Key.Key_Down: lambda: self.list.step(1),
            Qt.Key.Key_Up: lambda: self.list.step(-1),
            Qt.Key.Key_PageDown: lambda: self.list.page(1),
            Qt.Key.Key_PageUp: lambda: self.list.page(-1),
            Qt.Key.Key_Home: lambda: self.list.edge(last=False),
            Qt.Key.Key_End: lambda: self.list.edge(last=True),
            Qt.Key.Key_Tab: lambda: self.list.group(1),
            Qt.Key.Key_Backtab: lambda: self.list.group(-1),
        }

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close_palette()

    # --- inside -------------------------------------------------------------------------------------------------------

    _chosen_by_hand = False

    def _typed(self, _text: str) -> None:
        self._awaited = True
        self._enter_waits = False
        self._chosen_by_hand = False
        self._pause.start()

    def _ask(self) -> None:
        self._pause.stop()
        self.asked.emit(self.field.text())

    def _enter(self) -> None:
        if self._awaited:
            self._enter_waits = True
            if self._pause.isActive():
                self._ask()
        else:
            self._take()

    def _take(self) -> None:
        if (entry := self.list.current()) is not None:
            self._run(entry)

    def _run(self, entry: Entry) -> None:
        if entry.reason:
            self._announce(entry.reason)
            return
        self.close_palette()
        entry.run()

    def _say(self, entry: Entry) -> None:
        lines = self.list.lines()
        at = lines.index(self.list.currentIndex().row()) + 1
        said = _("{what} ({n} of {all})").format(what=entry.words, n=at, all=len(lines))
        self.field.setAccessibleDescription(said)
        if self.isVisible():
            self._announce(said)

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, text))

    def _remember_focus(self) -> None:
        self._came_from = widget = QApplication.focusWidget()
        self._cursor = None
        if isinstance(widget, QLineEdit):
            start = widget.selectionStart()
            self._cursor = (start, widget.selectionLength() if start >= 0 else 0, widget.cursorPosition())

    def _give_back(self) -> None:
        widget, self._came_from = self._came_from, None
        if widget is None or not shiboken6.isValid(widget):
            return
        widget.setFocus(Qt.FocusReason.OtherFocusReason)  # a Tab would select everything and draw a ring
        if isinstance(widget, QLineEdit) and self._cursor is not None:
            start, length, cursor = self._cursor
            if start < 0 or not length:
                widget.setCursorPosition(cursor)
            elif cursor == start:
                widget.setSelection(start + length, -length)
            else:
                widget.setSelection(start, length)

    def _focus_went(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and new is not self.field and not self.isAncestorOf(new) and new.window() is self.window():
            self.close_palette(give_back=False)  # another command took the focus where it works

    def _lay_out(self) -> None:
        self._panel.setObjectName("palette_panel")
        self._icon = Icon("search", "text2", 18)
        line = QHBoxLayout()
        line.setContentsMargins(20, 0, 16, 0)
        line.setSpacing(12)
        line.addWidget(self._icon)
        line.addWidget(self.field, 1)
        body = QHBoxLayout()
        body.setContentsMargins(8, 2, 4, 2)
        body.addWidget(self.list)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 0, 20, 0)
        foot.addWidget(self._foot)
        self._foot.setFixedHeight(FOOT)
        lines = QHBoxLayout()
        lines.setContentsMargins(8, 0, 8, 0)
        lines.addWidget(rule())
        rows = QVBoxLayout(self._panel)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        under = QHBoxLayout()
        under.setContentsMargins(8, 0, 8, 0)
        under.addWidget(rule())
        for part in (line, lines, body, under, foot):
            rows.addLayout(part, 1 if part is body else 0)

    def _say_words(self) -> None:
        self.field.setPlaceholderText(_("A record, a place or a command…"))
        self.field.setAccessibleName(_("Search or run"))
        self.list.setAccessibleName(_("Found"))
        self.setAccessibleName(_("Search or run"))
        self._foot.setText(_("↑ ↓ move  ·  Enter open  ·  Tab next group  ·  > commands only  ·  Esc close"))

    def _place(self) -> None:
        window = self.parentWidget()
        self.setGeometry(window.rect())
        width = min(WIDTH, window.width() - 2 * MARGIN)
        top = min(TOP, max(window.height() // 9, MARGIN))
        rows = self.list.groups_height() if self.list.found.rows else LEAST
        room = window.height() - top - MARGIN - FIELD - FOOT - 9
        height = FIELD + FOOT + 9 + max(min(rows, MOST, room), LEAST)
        box = QRect((window.width() - width) // 2, top, width, height)
        self._shadow.setGeometry(box)
        self._panel.setGeometry(box)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.qcolour("shadow", 0.55 if style.theme().dark else 0.38))
        painter.end()


class Plate(QWidget):
    """The ground of the panel: alone under the shadow's effect, so that typing paints no shadow again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        effect = QGraphicsDropShadowEffect(self, blurRadius=40, xOffset=0, yOffset=10)
        effect.setColor(QColor(0, 0, 0, 110))
        self.setGraphicsEffect(effect)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = style.theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.border), 1) if theme.dark else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.surface))
        box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, tokens.RADIUS_CARD, tokens.RADIUS_CARD)
        painter.end()


_KEYS = (
    Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Down,
)  # fmt: skip


def _field_font() -> QFont:
    font = style.font("subtitle")
    font.setWeight(QFont.Weight.Normal)
    return font
