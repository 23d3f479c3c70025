"""A value of one's own, typed over the card it is for, in the editor of the field's kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from db.records import fields_of, record_class
from ecd_desktop.language import _
from ecd_desktop.review import THEIRS
from ui.reconciling import words
from ui.reconciling.laying import BETWEEN
from ui.widgets.answers import Answers
from ui.widgets.controls import Button, ComboBox

if TYPE_CHECKING:
    from db.fields import Field
    from ecd_desktop.review import Point
    from ui.here import Here
    from ui.reconciling.view import PointsView

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
WIDE = 520


class OtherValue(QFrame):
    """One per view. Enter (in a long text Ctrl+Enter) gives the value, Esc leaves."""

    given = Signal(object, str)  # Point, what was typed as the field reads it

    def __init__(self, here: Here, view: PointsView) -> None:
        super().__init__(view.viewport())
        self.here, self.view = here, view
        self.point: Point | None = None
        self.answers: Answers | None = None
        self.setObjectName("card")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(16, 12, 16, 12)
        self._rows.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Cancel"), self.leave))
        self.button = Button(_("Take this value"), self.give)
        buttons.addWidget(self.button)
        self._rows.addLayout(buttons)
        self._soon = QTimer(self, singleShot=True, interval=0)  # a long text has its height a turn later
        self._soon.timeout.connect(self._place)
        view.verticalScrollBar().valueChanged.connect(lambda _value: self._place())
        view.viewport().installEventFilter(self)
        self.hide()

    def ask(self, point: Point) -> bool:
        """Ask for a value of this point's field; whether it can be typed at all."""
        field = field_of(point)
        if field is None or not point.editable:
            return False
        self.leave()
        self.point = point
        if self.answers is not None:
            self._rows.removeWidget(self.answers)
            self.answers.deleteLater()
        self.answers = Answers(self.here, {point.field: replace(field, required=False)})
        self.answers.begin()
        self._rows.insertWidget(0, self.answers)
        editor = self.answers.editors[point.field]
        inner: Any = editor.inner
        inner.installEventFilter(self)
        self.show()
        self._place()
        self.raise_()
        self._begin(point, inner, linked=field.target is not None)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _begin(self, point: Point, inner: Any, *, linked: bool) -> None:
        """Start from what was typed before, else from what the file says; in the width that it is shown in."""
        start = point.typed or words.shown(point, THEIRS)
        if not linked and start and hasattr(inner, "setText"):
            inner.setText(start)
            inner.setModified(True)
            inner.selectAll()
        elif isinstance(inner, ComboBox):
            inner.setCurrentIndex(max(inner.findText(start), 0))
        elif isinstance(inner, QPlainTextEdit):
            inner.setPlainText(start)
            inner.moveCursor(inner.textCursor().MoveOperation.End)

    def give(self) -> None:
        """Take the value where it can be read."""
        if self.point is None or self.answers is None:
            return
        values = self.answers.values()
        if values is None:
            self._place()  # what is wrong takes its room
            return
        point, text = self.point, written(self.here, self.answers.fields[self.point.field], values[self.point.field])
        self.leave()
        self.given.emit(point, text)

    def leave(self) -> None:
        """No value after all."""
        self.point = None
        had = self.isAncestorOf(focused) if (focused := self.window().focusWidget()) is not None else False
        self.hide()
        if had:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a long text grew by a line
            self._soon.start()
        return super().event(event)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if target is self.view.viewport():
            if event.type() == QEvent.Type.Resize:
                self._place()
            return False
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return self._key(target, event)
        return False

    def _key(self, target: QObject, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        long = isinstance(target, QPlainTextEdit)
        gives = event.key() in ENTER and (held == Qt.KeyboardModifier.ControlModifier or (not held and not long))
        if not gives and event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # Ctrl+Enter applies elsewhere, Esc leaves the place
            return True
        if gives and _popup_open(target):
            return False  # it takes what is suggested
        self.give() if gives else self.leave()
        return True

    def _place(self) -> None:
        """Under its card, or over it where there is no room."""
        if self.point is None or not self.isVisible():
            return
        card = self.view.visualRect(self.view.currentIndex())
        room = self.view.viewport().rect()
        width = min(WIDE, room.width() - 48)
        self.setFixedWidth(width)
        self.adjustSize()
        below = card.bottom() - BETWEEN
        top = below if below + self.height() <= room.height() else max(card.top() - self.height(), 4)
        self.setGeometry(QRect(max(room.width() - width - 40, 24), top, width, self.height()))


def field_of(point: Point) -> Field | None:
    """The declared field that a point is about."""
    try:
        return fields_of(record_class(point.entity)).get(point.field)
    except KeyError:
        return None


def written(here: Here, field: Field, value: Any) -> str:
    """A value as text that the field reads again: a link's key, a choice's own name, else as a person writes it."""
    if value is None:
        return ""
    if field.target is not None or field.choices is not None:
        return str(value)
    return field.format(value, here.speech)


def _popup_open(target: QObject) -> bool:
    listed: Any = getattr(target.parent(), "list", None)
    return isinstance(listed, QWidget) and listed.isVisible()
