"""A question typed over a line of a list: when somebody left, whom they sent, to which date something moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from db.ordering import fold
from ecd_desktop.language import _
from ui.widgets.link_editor import PAUSE, Suggestions

if TYPE_CHECKING:
    from ui.widgets.lines import LinesView

Take = Callable[[str, Any], str]
"""What is done with the text and the record that was chosen; the sentence it answers says why not, "" that it is."""
Offers = Callable[[str, Callable[[Sequence[Any]], None]], None]
"""Asks for the records that a text may mean."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class InRow(QLineEdit):
    """One per list.  Enter answers, Esc leaves; nothing is changed before."""

    asked = Signal(str)  # what is to be typed, or why an answer was not taken; "" when it is over

    def __init__(self, view: LinesView) -> None:
        super().__init__(view.viewport())
        self.view = view
        self.line = self  # what the suggestions stand under
        self.list = Suggestions(self)  # type: ignore[arg-type]
        self.list.taken.connect(self._taken)
        self._row: Any = None
        self._hint = ""
        self._take: Take = lambda _text, _key: ""
        self._offers: Offers | None = None
        self._enter = False  # Enter was pressed before the suggestions were there
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._suggest)
        self.textEdited.connect(self._edited)
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(lambda _value: self.place())
        view.lines.modelReset.connect(self.place)
        self.hide()

    def ask(self, row: Any, hint: str, take: Take, *, text: str = "", offers: Offers | None = None) -> None:
        """Ask over the line whose record is ``row``; ``text`` stands there already, to be typed over."""
        self._row, self._hint, self._take, self._offers = row, hint, take, offers
        self._enter = False
        self.setText(text)
        self.selectAll()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.show()
        self.place()
        self.raise_()
        self.setFocus()
        self.asked.emit(hint)

    def place(self) -> None:
        """Stand where the line stands now; without it the question is over."""
        if self._row is None:
            return
        for number in range(self.view.lines.rowCount()):
            line = self.view.lines.line(number)
            if line is not None and line.key == self._row:
                box = self.view.visualRect(self.view.lines.index(number))
                self.setGeometry(QRect(6, box.top(), self.view.viewport().width() - 10, max(box.height(), 28)))
                return
        self.leave()

    def leave(self) -> None:
        """No answer after all."""
        self._row = None
        self._pause.stop()
        self.list.hide()
        had = self.hasFocus()
        self.hide()
        if had:
            self.view.setFocus()
        self.asked.emit("")

    # --- keys ---------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        mine = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if mine and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()  # elsewhere it goes to another place
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.list.isVisible() and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key in ENTER:
            self._answer()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.list.hide()
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.leave()

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False

    # --- answers ------------------------------------------------------------------------------------------------------

    def _edited(self, text: str) -> None:
        self._enter = False
        self.asked.emit(self._hint)
        if self._offers is None:
            return
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()
            self.list.hide()

    def _suggest(self) -> None:
        text = self.text().strip()
        if self._offers is None or not text:
            return

        def answer(found: Sequence[Any]) -> None:
            if self.text().strip() != text or not self.hasFocus():
                return
            self.list.offer(list(found), text)
            put_new_in_place(self.list, text, found)
            if self._enter:
                self._enter = False
                self.list.take_current()

        self._offers(text, answer)

    def _answer(self) -> None:
        if self.list.isVisible():
            self.list.take_current()
        elif self._offers is not None and self.text().strip():
            self._enter = True
            self._pause.stop()
            self._suggest()
        else:
            self._give(self.text().strip(), None)

    def _taken(self, key: Any, _name: str) -> None:
        self.list.hide()
        self._give(self.text().strip(), key)

    def _give(self, text: str, key: Any) -> None:
        said = self._take(text, key)
        if said:
            self.asked.emit(said)
            return
        self.leave()


def put_new_in_place(suggestions: Suggestions, name: str, found: Sequence[Any]) -> None:
    """Who is not known by the whole name is somebody new, unless only one word was typed: then the first one is meant.

    The line that makes a record stands last; it comes first where Enter should take it.
    """
    last = suggestions.count() - 1
    item = suggestions.item(last)
    if item is None:
        return
    item.setText(_("New person “{name}”").format(name=name))
    words = sorted(fold(name).split())
    same = [n for n, one in enumerate(found) if sorted(fold(one.name).split()) == words]
    if not same and len(words) > 1:
        suggestions.insertItem(0, suggestions.takeItem(last))
    suggestions.setCurrentRow(same[0] if same else 0)
