"""Spelling in fields of several lines: a red wave under words that no dictionary knows, what was meant on right click.

A paragraph asks only for the words that nobody has asked for yet, all fields of a window share what was learnt, and
every answer comes from a worker: typing never waits.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFocusEvent, QSyntaxHighlighter, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QMenu

from ecd_desktop import language
from ecd_desktop.language import _
from ecd_desktop.spelling import OwnWords, Word, speller, words
from ui import style
from ui.widgets.pasted import Words

if TYPE_CHECKING:
    from ui.here import Here

GATHERED = 80  # milliseconds in which words are gathered into one question
MENU_WAITS = 900  # milliseconds for suggestions; then the menu opens without


class Spelling(QObject):
    """What a window knows of words; ``learnt`` says that some are known or wrong now that were not before."""

    learnt = Signal(object)  # the words, a set; None: all of them, the setting changed

    def __init__(self, here: Here) -> None:
        super().__init__(here)
        self._here = here
        self.own = OwnWords.beside(here.settings.path)
        self.skipped: set[tuple[str, str]] = set()  # (field, word): left alone until the program ends
        self._right: dict[tuple[str, str], bool] = {}  # (language, word)
        self._wanted: set[str] = set()
        self._asked: set[tuple[str, str]] = set()
        self._suggested: dict[tuple[str, str], tuple[str, ...]] = {}
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(GATHERED)
        self._clock.timeout.connect(self._ask)
        here.tasks.work(self.own.read, then=self._own_read, owner=self)

    @property
    def on(self) -> bool:
        return bool(self._here.settings.spelling)

    @property
    def code(self) -> str:
        """The language that is looked up: that of the records, which is not the screen's."""
        chosen = self._here.settings.spelling_language
        return language.current() if chosen == "screen" else str(chosen)

    def switched(self) -> None:
        """The setting was changed."""
        self.learnt.emit(None)

    def is_wrong(self, word: str, field: str) -> bool:
        """Whether a word is to be marked; one that nobody has asked for yet is asked for, and is not."""
        if not self.on or word in self.own or (field, word) in self.skipped:
            return False
        known = (self.code, word)
        if known not in self._right:
            if known not in self._asked:
                self._wanted.add(word)
                self._clock.isActive() or self._clock.start()
            return False
        return not self._right[known]

    def suggest(self, word: str, then: Callable[[tuple[str, ...]], None], owner: QObject) -> None:
        """Call ``then`` with what may have been meant: at once where it is known."""
        known = (self.code, word)
        if known in self._suggested:
            then(self._suggested[known])
            return

        def answer(found: tuple[str, ...]) -> None:
            self._suggested[known] = found
            then(found)

        self._here.tasks.work(speller.suggestions, *known, then=answer, owner=owner)

    def put(self, word: str, *, known: bool) -> None:
        """Add a word to the person's own, or take it out."""
        self.own.put(word, known=known)
        self._here.tasks.in_turn(lambda: self.own.keep(word, known=known))
        self.learnt.emit(None)

    def skip(self, word: str, field: str) -> None:
        self.skipped.add((field, word))
        self.learnt.emit({word})

    def ask_whether_it_works(self, then: Callable[[bool], None], owner: QObject) -> None:
        """Call ``then`` with whether this computer has a spell checker."""
        self._here.tasks.work(speller.works, then=then, owner=owner)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        code, asked = self.code, frozenset(self._wanted)
        self._wanted.clear()
        self._asked |= {(code, word) for word in asked}

        def answer(wrong: frozenset[str]) -> None:
            self._right.update({(code, word): word not in wrong for word in asked})
            if wrong:
                self.learnt.emit(set(wrong))

        self._here.tasks.work(speller.wrong, code, asked, then=answer, owner=self)

    def _own_read(self, held: Iterable[str]) -> None:
        self.own.take(held)
        self.learnt.emit(None)


def spelling_of(here: Here) -> Spelling:
    """The one of a window."""
    found = here.findChild(Spelling)
    return found if isinstance(found, Spelling) else Spelling(here)


class SpeltWords(Words):
    """Several lines of text whose spelling is looked at; ``name`` is the field's."""

    def __init__(self, here: Here, name: str) -> None:
        super().__init__()
        self.spelling = spelling_of(here)
        self.name = name
        self.marker = self.made_marker()
        self.menu: QMenu | None = None  # the last one that was opened
        self._asked: object = None  # the menu that waits for its suggestions

    def made_marker(self) -> Marker:
        """What draws into the text: a document has room for one."""
        return Marker(self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        cursor = self.textCursor() if by_key else self.cursorForPosition(event.pos())
        at = self.viewport().mapToGlobal(self.cursorRect().bottomRight()) if by_key else event.globalPos()
        event.accept()
        self._asked = None
        found = self.word_at(cursor)
        if found is None or self.isReadOnly() or not self.spelling.is_wrong(found.text, self.name):
            self._open(at, found, None)
            return
        asked, edits = object(), self.marker.edits
        self._asked = asked

        def open_with(suggested: tuple[str, ...]) -> None:
            if self._asked is not asked:
                return  # it is open already, or another was asked for
            self._asked = None
            if self.isVisible() and self.marker.edits == edits:
                self._open(at, found, suggested)

        QTimer.singleShot(MENU_WAITS, self, lambda: open_with(()))
        self.spelling.suggest(found.text, open_with, self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.marker.settle()

    def word_at(self, cursor: QTextCursor) -> Word | None:
        """The word at a place, with its positions in the document; None between words."""
        block = cursor.block()
        for word, start, end in _placed(block.text()):
            if start <= cursor.positionInBlock() <= end:
                return Word(block.position() + start, block.position() + end, word.text)
        return None

    def replace(self, word: Word, by: str) -> None:
        """Put another word in its place: one step of undo."""
        cursor = self.textCursor()
        cursor.setPosition(word.start)
        cursor.setPosition(word.end, QTextCursor.MoveMode.KeepAnchor)
        cursor.beginEditBlock()
        cursor.insertText(by)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.marker.settle()

    # --- inside -------------------------------------------------------------------------------------------------------

    def _open(self, at: QPoint, word: Word | None, suggested: tuple[str, ...] | None) -> None:
        """Show the usual menu; above it what concerns the word: ``suggested`` where it is wrong."""
        menu = self.createStandardContextMenu()
        if word is not None and (suggested is not None or (word.text in self.spelling.own and not self.isReadOnly())):
            first = menu.actions()[0]
            for action in self._about(menu, word, suggested):
                menu.insertAction(first, action)
            menu.insertSeparator(first)
        menu.aboutToHide.connect(menu.deleteLater)
        self.menu = menu
        menu.popup(at)

    def _about(self, menu: QMenu, word: Word, suggested: tuple[str, ...] | None) -> list[QAction]:
        def made(text: str, does: Callable[[], None]) -> QAction:
            action = QAction(text, menu)
            action.triggered.connect(lambda _on: does())
            return action

        spelling = self.spelling
        if suggested is None:
            return [made(_("Take out of my words"), lambda: spelling.put(word.text, known=False))]
        actions = [made(one, lambda one=one: self.replace(word, one)) for one in suggested]  # type: ignore[misc]
        strong = style.font("body-strong")
        for action in actions:
            action.setFont(strong)
        if not actions:
            actions = [QAction(_("No suggestions"), menu)]
            actions[0].setEnabled(False)
        line = QAction(menu)
        line.setSeparator(True)
        return [
            *actions, line,
            made(_("Add to my words"), lambda: spelling.put(word.text, known=True)),
            made(_("Ignore here"), lambda: spelling.skip(word.text, self.name)),
        ]  # fmt: skip


class Marker(QSyntaxHighlighter):
    """Draws the waves.  The word that is being typed has none until the cursor leaves it."""

    def __init__(self, field: SpeltWords) -> None:
        super().__init__(field)
        self._field = field
        self.edits = 0  # the document's own count takes a wave for one
        self._settled = self._last = 0  # what was typed since is still being typed
        self._held = -1  # the block of the word that is being typed
        field.document().contentsChange.connect(self._edited)  # before the base class hears of it
        self.setDocument(field.document())
        field.spelling.learnt.connect(self._learnt)
        field.cursorPositionChanged.connect(self._moved)
        style.look.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        if self._field.isReadOnly():
            return
        block = self.currentBlock()
        at, wave = self._typing_at(block.blockNumber()), _wave()
        for word, start, end in _placed(text):
            if start <= at <= end:
                self._held = block.blockNumber()
            elif self._field.spelling.is_wrong(word.text, self._field.name):
                self.setFormat(start, end - start, wave)

    def settle(self) -> None:
        """Nothing is being typed any more: the word at the cursor is looked at like any other."""
        self._settled = self._last = self.edits
        if self._held >= 0:
            block, self._held = self.document().findBlockByNumber(self._held), -1
            if block.isValid():
                self.rehighlightBlock(block)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _typing_at(self, number: int) -> int:
        """Where in this paragraph something is being typed; -1 where nothing is."""
        field = self._field
        cursor = field.textCursor()
        if not field.hasFocus() or self.edits == self._settled or cursor.blockNumber() != number:
            return -1
        return cursor.positionInBlock()

    def _edited(self, _at: int, _removed: int, _added: int) -> None:
        self.edits += 1

    def _moved(self) -> None:
        """The cursor moved: with the text while typing, else away from the word."""
        typed, self._last = self.edits != self._last, self.edits
        if not typed:
            self.settle()
        elif self._held >= 0 and self._field.textCursor().blockNumber() != self._held:  # Enter
            block, self._held = self.document().findBlockByNumber(self._held), -1
            self.rehighlightBlock(block)

    def _learnt(self, learnt: set[str] | None) -> None:
        block = self.document().firstBlock()
        while block.isValid():
            if block.text() and (learnt is None or any(word.text in learnt for word in words(block.text()))):
                self.rehighlightBlock(block)
            block = block.next()


def _wave() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
    made.setUnderlineColor(style.theme().red.solid)
    return made


def _placed(text: str) -> Iterator[tuple[Word, int, int]]:
    """The words with where they stand as Qt counts, to whom an emoji is two."""
    wide = [place for place, letter in enumerate(text) if letter > "\uffff"] if max(text, default="") > "\uffff" else []
    for word in words(text):
        more = bisect(wide, word.start)
        yield word, word.start + more, word.end + more
