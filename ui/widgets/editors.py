"""Editors by kind of field: each shows a value and takes what was typed into a draft; none knows a noun.

``left`` is emitted when the person leaves the field or has chosen: that is when the draft learns of it.  Text that
says no value stays as it was typed, with the problem under it; the focus is never trapped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QToolButton, QWidget

from ecd_desktop.language import _
from ui import style
from ui.widgets.controls import CheckBox, ComboBox
from ui.widgets.resting_line import RestingLine
from ui.widgets.spelling import SpeltWords

if TYPE_CHECKING:
    from db.fields import Field
    from ecd_desktop.drafts import Draft
    from ui.here import Here


class Editor(QWidget):
    """What every editor can do; ``inner`` is the widget that takes the focus."""

    left = Signal()  # the person left the field, or chose: take the value
    typed = Signal()  # something was typed: what is wrong may not be wrong any more

    def __init__(self, here: Here, name: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.name = name
        self.field = field
        self.inner: QWidget = self
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)

    def show_value(self, value: Any, words: str) -> None:
        """Show a value; ``words`` are its format, the text that was typed, or a link's name."""
        raise NotImplementedError

    def take(self, draft: Draft) -> None:
        """Put into ``draft`` what is shown now; nothing where the person changed nothing.  What is shown stays."""
        raise NotImplementedError

    def write_out(self, draft: Draft) -> None:
        """The field was left: show in full what was typed in short."""

    def said(self) -> str:
        """The words that are shown now: a link's name."""
        return self.inner.text() if isinstance(self.inner, QLineEdit) else ""

    def say_name(self, label: str) -> None:
        """The field's name, for ears."""
        self.inner.setAccessibleName(label)

    def say_problem(self, text: str, advice: str = "") -> None:
        """Mark the field as wrong ("" as right); the words stand under it and are described to screen readers.

        ``advice`` is said where nothing is wrong, and marks nothing.
        """
        if bool(self.inner.property("wrong")) != bool(text):
            style.restyle(self.inner, wrong="true" if text else "")
        self.inner.setAccessibleDescription(text or advice)

    def set_read_only(self, on: bool) -> None:
        self.inner.setEnabled(not on)

    def _hold(self, inner: QWidget) -> None:
        self.inner = inner
        self.row.insertWidget(0, inner, 1)
        self.setFocusProxy(inner)
        inner.installEventFilter(self)

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if target is self.inner and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            return self._passes_on(event)
        if target is self.inner and event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            popup = event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
            if not popup or event.reason() == Qt.FocusReason.ActiveWindowFocusReason:
                self.left.emit()
        return False

    def _passes_on(self, event: QKeyEvent) -> bool:
        """Ctrl+Z undoes typing first; where nothing was typed it is the window's."""
        if not event.matches(QKeySequence.StandardKey.Undo):
            return False
        inner = self.inner
        typed = inner.isUndoAvailable() if isinstance(inner, QLineEdit) else (
            inner.document().isUndoAvailable() if isinstance(inner, QPlainTextEdit) else True
        )  # fmt: skip
        if not typed:
            event.ignore()
        return not typed


class LineEditor(Editor):
    """Text, numbers and money: one line, read by the field's kind."""

    def __init__(self, here: Here, name: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(here, name, field, parent)
        self.line: QLineEdit = RestingLine()
        if field.kind.right_aligned:
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
            self.line.setMinimumWidth(90)
            self.line.setMaximumWidth(180)
        elif field.max:
            self.line.setMaxLength(field.max)
        self._hold(self.line)
        if field.kind.right_aligned:
            self.row.addStretch(0)
        self.line.textEdited.connect(lambda _text: self.typed.emit())
        self.line.returnPressed.connect(self.left.emit)

    def show_value(self, value: Any, words: str) -> None:
        if self.line.text() != words:
            self.line.setText(words)
            self.line.setCursorPosition(0)  # the beginning of a long text is what tells it from others
        self.line.setModified(False)

    def take(self, draft: Draft) -> None:
        if self.line.isModified():
            draft.read(self.name, self.line.text(), self.here.speech)

    def set_read_only(self, on: bool) -> None:
        self.line.setReadOnly(on)


class NeatEditor(LineEditor):
    """A line that is written in one way, however it was typed: a telephone."""

    def __init__(
        self, here: Here, name: str, field: Field, *, neat: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(here, name, field, parent)
        self._neat = neat

    def take(self, draft: Draft) -> None:
        if self.line.isModified():
            text = self.line.text().strip()
            draft.read(self.name, self._neat(text) if text else "", self.here.speech)

    def write_out(self, draft: Draft) -> None:
        if self.line.isModified() and self.name not in draft.typed:
            value = draft.value(self.name)
            self.show_value(value, "" if value is None else self.field.format(value, self.here.speech))


class MemoEditor(Editor):
    """Text of several lines, as tall as what it holds; Tab goes on to the next field."""

    LEAST, MOST = 2, 10  # lines shown

    def __init__(self, here: Here, name: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(here, name, field, parent)
        self.text = SpeltWords(here, name)
        self.text.setTabChangesFocus(True)
        self._hold(self.text)
        self._shown = self._last = ""
        self._fit()
        self.text.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.text.textChanged.connect(self._changed)

    def show_value(self, value: Any, words: str) -> None:
        self._shown = words
        if self.text.toPlainText() != words:
            self.text.setPlainText(words)
            self.text.marker.settle()

    def take(self, draft: Draft) -> None:
        if self.text.toPlainText() != self._shown:
            draft.read(self.name, self.text.toPlainText(), self.here.speech)

    def set_read_only(self, on: bool) -> None:
        if on != self.text.isReadOnly():
            self.text.setReadOnly(on)
            self.text.marker.rehighlight()

    def _changed(self) -> None:
        """Qt says so too where only a wave was drawn."""
        now = self.text.toPlainText()
        if now != self._last:
            self._last = now
            self.typed.emit()

    def _fit(self) -> None:
        line = self.text.fontMetrics().lineSpacing()
        lines = min(max(int(self.text.document().size().height()), self.LEAST), self.MOST)
        more = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines >= self.MOST else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.text.setVerticalScrollBarPolicy(more)
        self.text.setFixedHeight(lines * line + 22)


class FlagEditor(Editor):
    """Yes or no; the field's label stands beside the box."""

    def __init__(self, here: Here, name: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(here, name, field, parent)
        self.box = CheckBox(_(field.label))
        self._hold(self.box)
        self.box.clicked.connect(lambda _on: self.left.emit())

    def show_value(self, value: Any, words: str) -> None:
        self.box.setChecked(bool(value))

    def take(self, draft: Draft) -> None:
        if bool(draft.value(self.name)) != self.box.isChecked():
            draft.set(self.name, self.box.isChecked())


class ChoiceEditor(Editor):
    """One member of a closed list."""

    def __init__(self, here: Here, name: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(here, name, field, parent)
        self.box = ComboBox()
        self._hold(self.box)
        self.offer(tuple(field.members()))
        self.box.activated.connect(lambda _place: self.left.emit())

    def say_name(self, label: str) -> None:
        super().say_name(label)
        self.box.view().setAccessibleName(label)

    def offer(self, members: tuple[Any, ...]) -> None:
        """The members that may be chosen now (a state's followers, say); a blank one where the field may be empty."""
        chosen = self.box.currentData()
        self.box.clear()
        if not self.field.required:
            self.box.addItem(" ", None)
        for member in members:
            self.box.addItem(_(member.label), str(member))
        place = self.box.findData(chosen)
        self.box.setCurrentIndex(place if place >= 0 else 0)

    def show_value(self, value: Any, words: str) -> None:
        place = self.box.findData(None if value is None else str(value))
        if place < 0 and value is not None:  # what it is now is always shown, also where it may not be chosen again
            self.box.addItem(_(value.label), str(value))
            place = self.box.count() - 1
        self.box.setCurrentIndex(place)

    def take(self, draft: Draft) -> None:
        data = self.box.currentData()
        value = None if data is None or self.field.choices is None else self.field.choices(data)
        if draft.value(self.name) != value:
            draft.set(self.name, value)


class ReadOnly(Editor):
    """A value that the form only shows: a moment, a computed figure."""

    def __init__(self, here: Here, name: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(here, name, field, parent)
        self.line: QLineEdit = RestingLine()
        self.line.setReadOnly(True)
        self._hold(self.line)

    def show_value(self, value: Any, words: str) -> None:
        self.line.setText(words)

    def take(self, draft: Draft) -> None:
        return


def editor_for(
    here: Here, name: str, field: Field, *, create: Any = None, neat: Callable[[str], str] | None = None
) -> Editor:
    """The editor of a field's kind.  ``create`` (links): ``(here, typed name, then(key, name))`` makes a new record.

    ``neat`` (lines): how what was typed is written.
    """
    from ui.widgets.day_editor import DayEditor
    from ui.widgets.link_editor import LinkEditor

    kind = field.kind.name
    if kind == "link":
        return LinkEditor(here, name, field, create=create)
    if neat is not None:
        return NeatEditor(here, name, field, neat=neat)
    makers: dict[str, type[Editor]] = {
        "memo": MemoEditor, "flag": FlagEditor, "choice": ChoiceEditor, "day": DayEditor, "moment": ReadOnly,
    }  # fmt: skip
    return makers.get(kind, LineEditor)(here, name, field)


def put_inside(line: QLineEdit, button: QToolButton) -> None:
    """Stand a button in the line's right end, so that fields with and without one are equally wide."""
    side = line.sizeHint().height() - 4
    button.setParent(line)
    button.setFixedSize(side, side)
    button.setCursor(Qt.CursorShape.ArrowCursor)
    line.setTextMargins(0, 0, side - 10, 0)  # the line's own padding does the rest
    keeper = _RightEnd(line, button)
    line.installEventFilter(keeper)


class _RightEnd(QObject):
    """Keeps a button at the right end of its line."""

    def __init__(self, line: QLineEdit, button: QToolButton) -> None:
        super().__init__(line)
        self._button = button

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and isinstance(target, QLineEdit):
            down = (target.height() - self._button.height()) // 2
            self._button.move(target.width() - self._button.width() - down, down)
        return False
