"""The text of the minutes: Ctrl+1…4 or «/» put a tag, «@» and «#» offer names; typing waits for nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QTextCursor

from db.ordering import fold
from ecd_desktop import language
from ecd_desktop.calendar import LIMA, now_utc
from ecd_desktop.language import _
from ecd_desktop.minutes_text import TAGS, WORDS, Tag, heading, put_tag, topic_of
from ecd_desktop.quick_add import ENTITIES, typing, written
from ui.minutes.marker import TagMarker
from ui.quick_add.names import Names
from ui.widgets.link_editor import Suggestions
from ui.widgets.pasted import plain_of
from ui.widgets.spelling import Marker, SpeltWords

if TYPE_CHECKING:
    from ui.here import Here

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
KEYS = dict(zip((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4), Tag, strict=True))
TIME = "time"
_SLASH = re.compile(r"(?:^|.*\s)/(\w*)$")
_BREAKS = re.compile("\r\n?|[\u2028\u2029]")
LIST_WIDTH = 340


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the «/» menu, in the shape of a record that is offered."""

    key: str
    name: str
    hint: str


def named(kind: Tag) -> str:
    """A kind in words."""
    return {Tag.DECISION: _("Decision"), Tag.COMMITMENT: _("Commitment"), Tag.RISK: _("Risk"),
            Tag.LESSON: _("Lesson")}[kind]  # fmt: skip


def clean(text: str) -> str:
    """A text whose lines are the paragraphs of the editor."""
    return _BREAKS.sub("\n", text)


class MinutesEditor(SpeltWords):
    """Plain Markdown; ``day`` is the one from which «viernes» counts, ``picked`` what was chosen from a list."""

    def __init__(self, here: Here) -> None:
        self.day: date = here.today
        super().__init__(here, "minutes_text")
        self.line = self  # what the list of suggestions stands under
        self.setObjectName("minutes")
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("Text of the minutes"))
        self.setPlaceholderText(
            _("Write what is said. Begin a line with ACUERDO, COMPROMISO, RIESGO or LECCIÓN, or type / for the menu.")
            + "\n\n" + _("Ctrl+H leads to who came, Ctrl+L to what is owed from before, Ctrl+G to the agenda.")
        )
        self.picked: dict[str, Any] = {}
        self.names = Names(here, self)
        self.list = Suggestions(self)  # type: ignore[arg-type]
        self.list.taken.connect(self._taken)
        self._offered: list[Any] = []

    def made_marker(self) -> Marker:
        return TagMarker(self)

    # --- for the page -------------------------------------------------------------------------------------------------

    def text(self) -> str:
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        """Show another text, as if it had always stood there; the cursor stays in its line."""
        line, at = self.textCursor().blockNumber(), self.verticalScrollBar().value()
        self.setPlainText(clean(text))
        self.marker.settle()
        block = self.document().findBlockByNumber(line)
        cursor = QTextCursor(block if block.isValid() else self.document().lastBlock())
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(at)

    def put_in_place(self, text: str) -> None:
        """Show another text as something that was typed: Ctrl+Z brings back what stood there."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(clean(text))
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def jump(self, line: int) -> None:
        """Put the cursor at the end of a line, in the middle of what is seen."""
        block = self.document().findBlockByNumber(line)
        if not block.isValid():
            return
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_item(self, number: int, title: str, line: int) -> None:
        """Go to an item of the agenda in the text: under its heading at ``line``, else begin it at the end (-1)."""
        if line < 0:
            if self.isReadOnly():
                return
            cursor = QTextCursor(self.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            before = self.document().lastBlock()
            gap = "" if not self.document().characterCount() > 1 else "\n" if not before.text().strip() else "\n\n"
            cursor.beginEditBlock()
            cursor.insertText(f"{gap}{heading(number, title)}\n")
            cursor.endEditBlock()
            self.jump(self.document().blockCount() - 1)
            return
        last = line
        for place in range(line + 1, self.document().blockCount()):
            text = self.document().findBlockByNumber(place).text()
            if topic_of(text) is not None:
                break
            if text.strip():
                last = place
        self.jump(last)

    def begin_line(self, text: str, line: int) -> None:
        """Go to a line; where there is none (-1), begin one with this text under the one at the cursor."""
        if line >= 0 or self.isReadOnly():
            self.jump(max(line, 0))
            return
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        cursor.insertText(text if not cursor.block().text().strip() else f"\n{text}")
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def put(self, kind: Tag) -> None:
        """Make the line at the cursor say this; a selection of several lines, each of them."""
        if self.isReadOnly():
            return
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart()).blockNumber()
        last = self.document().findBlock(cursor.selectionEnd()).blockNumber()
        cursor.beginEditBlock()
        for number in range(first, last + 1):
            block = self.document().findBlockByNumber(number)
            if first != last and not block.text().strip():
                continue
            made, _at = put_tag(block.text(), kind, language.current())
            if made != block.text():
                cursor.setPosition(block.position())
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(made)
        cursor.endEditBlock()
        cursor = QTextCursor(self.document().findBlockByNumber(last))
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- keys ---------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if self._tag_of(event) is not None or (self.list.isVisible() and event.key() == Qt.Key.Key_Escape):
                event.accept()  # elsewhere these go to another place
                return True
            if event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable():
                event.ignore()  # where nothing was typed it is the window's
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (kind := self._tag_of(event)) is not None:
            self.list.hide()
            self.put(kind)
            return
        if self.list.isVisible() and self.list.pressed(Qt.Key(event.key())):
            return
        if event.key() in ENTER and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.textCursor().insertBlock()  # a line is a paragraph here
            return
        super().keyPressEvent(event)
        if event.text() or event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._suggest(asks=bool(event.text()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.list.hide()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(clean(plain_of(source)))

    def _tag_of(self, event: QKeyEvent) -> Tag | None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return KEYS.get(Qt.Key(event.key())) if plain == Qt.KeyboardModifier.ControlModifier else None

    # --- suggestions --------------------------------------------------------------------------------------------------

    def _before(self) -> str:
        """What stands in the line before the cursor."""
        cursor = self.textCursor()
        text = cursor.block().text()
        at = cursor.positionInBlock()  # as Qt counts
        return text.encode("utf-16-le", "surrogatepass")[: 2 * at].decode("utf-16-le", "surrogatepass")

    def _suggest(self, *, asks: bool) -> None:
        before = self._before()
        if (slash := _SLASH.match(before)) is not None and asks:
            self._offer(self._menu(slash[1]))
            return
        found = typing(before, len(before)) if "@" in before or "#" in before else None
        if found is None or found[0] not in ENTITIES or not asks:
            self.list.hide()
            return
        sign, _start, typed = found

        def answer(offered: list[Any]) -> None:
            now = self._before()
            if self.hasFocus() and typing(now, len(now)) == found:
                self._offer([] if typed.endswith(" ") and len(offered) != 1 and typed.strip() else offered)

        self.names.offer(sign, typed, answer)

    def _menu(self, typed: str) -> list[Choice]:
        words = WORDS["es" if language.current().startswith("es") else "en"]
        every = [Choice(kind, words[kind], f"{named(kind)} · Ctrl+{n}") for n, kind in enumerate(Tag, start=1)]
        every.append(Choice(TIME, _("Time now"), now_utc().astimezone(LIMA).strftime("%H:%M")))
        begun = fold(typed)
        return [
            one for one in every
            if any(fold(word).startswith(begun) for word in (one.name, one.hint))
            or any(word.startswith(begun) for word, kind in TAGS.items() if kind == one.key)
        ]  # fmt: skip

    def _offer(self, found: list[Any]) -> None:
        self._offered = found
        self.list.offer(found, "")
        if not found:
            return
        below = self.viewport().mapToGlobal(self.cursorRect().bottomLeft() + QPoint(0, 4))
        room = self.screen().availableGeometry()
        self.list.resize(min(LIST_WIDTH, room.width()), self.list.height())
        if below.y() + self.list.height() > room.bottom():
            above = self.viewport().mapToGlobal(self.cursorRect().topLeft()).y() - self.list.height() - 4
            below.setY(max(above, room.top()))
        below.setX(min(below.x(), room.right() - self.list.width()))
        self.list.move(below)

    def _taken(self, key: Any, _name: str) -> None:
        one = next((one for one in self._offered if one.key == key), None)
        self.list.hide()
        before = self._before()
        if isinstance(one, Choice):
            typed = _SLASH.match(before)
            self._erase(len(typed[1]) + 1 if typed is not None else 0)
            if one.key == TIME:
                self.insertPlainText(f"{one.hint} ")
            else:
                self.put(Tag(one.key))
            return
        found = typing(before, len(before))
        if one is None or found is None:
            return
        sign, start, _typed = found
        said = written(sign, one)
        self.picked[fold(said)] = one.key
        self._erase(len(before) - start)
        self.insertPlainText(f"{said} ")

    def _erase(self, letters: int) -> None:
        """Take away so many letters before the cursor."""
        cursor = self.textCursor()
        for _letter in range(letters):
            cursor.deletePreviousChar()
        self.setTextCursor(cursor)
