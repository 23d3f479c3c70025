"""One cell being edited: the field's own editor over the cell, and what is wrong with it in a sentence under it.

Enter, Tab and Esc are the cell's; everything else belongs to the editor.  What cannot be taken stays as it was typed,
and the focus may go anywhere.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from ecd_desktop.language import _
from ui.widgets.bars import Bar
from ui.widgets.editors import ChoiceEditor, Editor, MemoEditor, editor_for
from ui.widgets.link_editor import LinkEditor

if TYPE_CHECKING:
    from db.fields import Field, Key
    from ecd_desktop.drafts import Draft
    from ui.here import Here
    from ui.widgets.cell_edits import Edit
    from ui.widgets.link_editor import Create
    from ui.widgets.table import Table

LEAST = {"link": 260, "memo": 340, "text": 220, "choice": 190, "day": 170, "flag": 160}
"""Least width by kind of field; a narrow column is covered together with its neighbour."""
USUAL = 104
ELSEWHERE = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""The focus comes back from there: nothing is taken yet."""
SENTENCE = 320  # width of what is said under a narrow cell


class Move(Enum):
    """Where editing goes on once the value is taken."""

    STAY = auto()
    RIGHT = auto()
    LEFT = auto()
    DOWN = auto()


class Phase(Enum):
    """What becomes of the cell."""

    EDITING = auto()
    TAKING = auto()  # what was typed is looked up, or written
    WRITTEN = auto()  # it is stored; shown until the row is read again


class CellEditor(QWidget):
    """The editor of one record's one field, over its cell."""

    wanted = Signal(object, bool)  # Move, whether a key asked for it: take the value
    given_up = Signal()  # Esc

    def __init__(
        self, here: Here, table: Table, key: Key, edit: Edit, name: str, field: Field, create: Create | None
    ) -> None:
        super().__init__(table)
        self._table = table
        self.here = here
        self.key = key
        self.edit = edit
        self.name = name
        self.field = field
        self.draft: Draft | None = None  # None until the record's values are known
        self.wrong_before: frozenset[tuple[str, str]] = frozenset()
        self.phase = Phase.EDITING
        self.after: tuple[Move, bool] | None = None  # asked for before the record was known, or while one is made
        self.stuck = False  # it was refused, and nothing else was typed since: only Enter tries again
        self._by_key = False
        self._guessed: object = None
        self.setAutoFillBackground(True)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.editor: Editor = editor_for(here, name, field, create=create)
        self.editor.setParent(self)
        self.editor.say_name(_(field.label))
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.addWidget(self.editor, 1, Qt.AlignmentFlag.AlignVCenter)
        self.setFocusProxy(self.editor)
        self.sentence = Bar("red", "alert-circle", table)
        self.editor.inner.installEventFilter(self)
        self.editor.left.connect(self._left)
        self.editor.typed.connect(self._typed)
        for line in self.findChildren(QLineEdit):  # a cell is as wide as its column, not as a field of a form
            line.setMaximumWidth(16_777_215)

    # --- showing ------------------------------------------------------------------------------------------------------

    def guess(self, value: Any, words: str) -> None:
        """Show what the row says until the record is read: it takes no time, and typing may begin."""
        self.editor.show_value(value, words)
        self._guessed = self._held()
        self.begin_typing()

    def know(self, draft: Draft, words: str) -> None:
        """The record was read; what was typed meanwhile stays."""
        inner = self.editor.inner
        fresh = self.draft is None and not self._touched()
        self.draft = draft
        self.wrong_before = frozenset((one.field, one.message) for one in draft.problems())
        if fresh:
            at_end = isinstance(inner, QPlainTextEdit)
            self.editor.show_value(draft.value(self.name), words)
            if inner.hasFocus() or at_end:
                self.begin_typing()
        if self.after is not None:
            (move, by_key), self.after = self.after, None
            self.wanted.emit(move, by_key)

    def begin_typing(self) -> None:
        """What is typed replaces a line; a long text is gone on with at its end."""
        inner = self.editor.inner
        if isinstance(inner, QLineEdit):
            inner.selectAll()
        elif isinstance(inner, QPlainTextEdit):
            inner.moveCursor(inner.textCursor().MoveOperation.End)

    def place(self, cell: QRect, room: QRect, *, indent: int) -> None:
        """Stand over ``cell`` inside ``room``, both of the table; the sentence stands under it, or over it."""
        least = max(LEAST.get(self.field.kind.name, USUAL), self.editor.minimumSizeHint().width())
        width = min(max(cell.width() - indent, least), room.width())
        height = max(cell.height() - 1, self.editor.sizeHint().height() + 4)
        left = max(min(cell.left() + indent, room.right() - width), room.left())
        top = max(min(cell.top(), room.bottom() - height + 1), room.top())
        self.setGeometry(left, top, width, height)
        self.setVisible(True)
        wide = min(max(width, SENTENCE), room.width())
        tall = self.sentence.heightForWidth(wide) if self.sentence.hasHeightForWidth() else 0
        tall = max(tall, self.sentence.sizeHint().height())
        below = top + height + tall <= room.bottom()
        at = min(left, max(room.right() - wide, room.left()))
        self.sentence.setGeometry(at, top + height + 2 if below else top - tall - 2, wide, tall)
        self.raise_()
        self.sentence.raise_()

    def put_away(self) -> None:
        """Its row is not in sight: nothing is forgotten."""
        self.hide()
        self.sentence.hide()

    def say(self, words: str) -> None:
        """What is wrong, under the cell and for ears; "" takes it away."""
        self.stuck = bool(words)
        self.sentence.say(words)
        self.editor.say_problem(words)

    def end(self) -> None:
        """Take it away for good."""
        self.editor.inner.removeEventFilter(self)
        self.sentence.hide()
        self.sentence.deleteLater()
        self.hide()
        self.deleteLater()

    def holds_focus(self) -> bool:
        at = QApplication.focusWidget()
        return at is not None and (at is self or self.isAncestorOf(at))

    @property
    def touched(self) -> bool:
        """Whether it holds something that is not stored."""
        return self.phase is Phase.EDITING and self._touched()

    # --- what Qt asks -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()  # what the editor does not want is not the list's either

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            return self._overrides(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._by_key = True
            QTimer.singleShot(0, self, self._key_is_over)
            return self._pressed(event)
        went = isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut
        if went and self.phase is Phase.EDITING and event.reason() not in ELSEWHERE:  # type: ignore[attr-defined]
            QTimer.singleShot(0, self, self._focus_went)
        return False

    # --- inside -------------------------------------------------------------------------------------------------------

    def _overrides(self, event: QKeyEvent) -> bool:
        """The list's keys (Delete, Space, letters, its verbs) are not the list's while one of its cells is edited."""
        pressed = QKeySequence(event.keyCombination())
        ours = any(pressed in action.shortcuts() for action in self._table.actions())
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if ours or not (held or Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35):
            event.accept()
            return True
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        choosing = isinstance(self.editor, LinkEditor) and self.editor.list.isVisible()
        if key == Qt.Key.Key_Escape and not choosing:
            self.given_up.emit()
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            back = key == Qt.Key.Key_Backtab or bool(held & Qt.KeyboardModifier.ShiftModifier)
            self.wanted.emit(Move.LEFT if back else Move.RIGHT, True)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if held and isinstance(self.editor, MemoEditor):
                self.editor.text.insertPlainText("\n")
            elif not held and choosing:
                self.after = (Move.DOWN, True)
                self.editor.list.take_current()
            elif not held:
                self.wanted.emit(Move.DOWN, True)
            return True
        if key == Qt.Key.Key_F2 and isinstance(self.editor.inner, QLineEdit):
            self.editor.inner.end(False)
            return True
        return False

    def _left(self) -> None:
        """A suggestion, a day or a member was chosen, or a record was made for a link: that may be all."""
        if self.phase is not Phase.EDITING:
            return
        if self.editor.inner.hasFocus():  # a member or a day was chosen; leaving alone says nothing new
            self.stuck = False
        if self.after is not None and self.draft is not None:
            (move, by_key), self.after = self.after, None
            self.wanted.emit(move, by_key)
        elif not self._by_key and isinstance(self.editor, ChoiceEditor) and self.editor.inner.hasFocus():
            self.wanted.emit(Move.STAY, True)

    def _typed(self) -> None:
        self.say("")

    def _key_is_over(self) -> None:
        self._by_key = False

    def _focus_went(self) -> None:
        if self.phase is Phase.EDITING and not self.holds_focus() and QApplication.activePopupWidget() is None:
            self.wanted.emit(Move.STAY, False)

    def _touched(self) -> bool:
        if self.draft is None:
            return self._held() != self._guessed
        from ecd_desktop.services import records

        twin = records.copied(self.draft)
        self.editor.take(twin)
        return self.name in twin.changed

    def _held(self) -> object:
        """What stands in the editor now."""
        inner: Any = self.editor.inner
        if isinstance(inner, QLineEdit):
            return inner.text()
        if isinstance(inner, QPlainTextEdit):
            return inner.toPlainText()
        return inner.currentData() if isinstance(self.editor, ChoiceEditor) else inner.isChecked()
