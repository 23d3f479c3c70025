"""Spelling in a memo, as a person meets it: waves, suggestions, own words, the switch."""

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.fields import MEMO, Field
from db.records.base import new_key
from ecd_desktop import language, spelling
from ecd_desktop.drafts import Draft
from tests.ui.awake import Heart
from ui import style
from ui.here import Here
from ui.main_window import MainWindow
from ui.widgets import spelling as widget
from ui.widgets.editors import MemoEditor
from ui.widgets.spelling import SpeltWords, spelling_of

BODY = Field(MEMO, "Body")


@pytest.fixture(autouse=True, scope="module")
def a_speller_of_its_own() -> Iterator[None]:
    """Whatever became of the child in other tests of this process."""
    spelling.speller.close()
    yield
    spelling.speller.close()


@pytest.fixture(autouse=True)
def menus_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as a busy machine needs for its suggestions."""
    monkeypatch.setattr(widget, "MENU_WAITS", 60_000)


@pytest.fixture
def memo(window: MainWindow, qtbot: QtBot) -> Iterator[MemoEditor]:
    language.use("es")
    made = MemoEditor(window.here, "body", BODY)
    qtbot.addWidget(made)
    made.resize(400, 120)
    made.show()
    made.activateWindow()
    made.text.setFocus()
    yield made
    if made.text.menu is not None and made.text.menu in QApplication.topLevelWidgets():
        made.text.menu.close()


def marked(text: SpeltWords) -> list[str]:
    """The words under which a red wave is drawn."""
    found = []
    block = text.document().firstBlock()
    while block.isValid():
        for one in block.layout().formats():
            if one.format.underlineStyle() == QTextCharFormat.UnderlineStyle.SpellCheckUnderline:
                assert one.format.underlineColor().name().upper() == style.theme().red.solid
                encoded = block.text().encode("utf-16-le")
                found.append(encoded[2 * one.start : 2 * (one.start + one.length)].decode("utf-16-le"))
        block = block.next()
    return found


def type_in(memo: MemoEditor, text: str) -> None:
    """Key by key, also the letters that Qt's own typing in tests does not know."""
    for letter in text:
        QApplication.sendEvent(memo.text, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))


def shows(memo: MemoEditor, *wanted: str) -> Callable[[], bool]:
    return lambda: marked(memo.text) == list(wanted)


def menu_of(memo: MemoEditor, qtbot: QtBot, *, at: int, by_key: bool = False) -> list[str]:
    """The words of the menu that opens at a place of the text."""
    cursor = memo.text.textCursor()
    cursor.setPosition(at)
    place = memo.text.cursorRect(cursor).center()
    if by_key:
        memo.text.setTextCursor(cursor)
        target, reason, place = memo.text, QContextMenuEvent.Reason.Keyboard, QPoint(0, 0)
    else:
        target, reason = memo.text.viewport(), QContextMenuEvent.Reason.Mouse
    memo.text.menu = None
    QApplication.sendEvent(target, QContextMenuEvent(reason, place, target.mapToGlobal(place)))
    qtbot.waitUntil(lambda: memo.text.menu is not None)
    return [action.text() for action in memo.text.menu.actions()]


def choose(memo: MemoEditor, words: str) -> None:
    menu = memo.text.menu
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


@pytest.mark.row(77)
def test_a_wrong_word_has_a_wave_once_it_is_finished(memo: MemoEditor, qtbot: QtBot) -> None:
    type_in(memo, "Hubo una mesa y la evaluasión")
    qtbot.wait(400)
    assert marked(memo.text) == []  # it may go on
    type_in(memo, " del plano COM-2026-001 😀 conbocatoria.")
    qtbot.waitUntil(shows(memo, "evaluasión", "conbocatoria"))
    qtbot.keyClick(memo.text, Qt.Key.Key_Return)
    type_in(memo, "munisipal")
    qtbot.waitUntil(lambda: memo.here.tasks.idle)
    assert marked(memo.text) == ["evaluasión", "conbocatoria"]
    memo.text.clearFocus()
    qtbot.waitUntil(shows(memo, "evaluasión", "conbocatoria", "munisipal"))
    style.apply(QApplication.instance(), "dark")  # type: ignore[arg-type]
    assert len(marked(memo.text)) == 3  # in the red of that theme


@pytest.mark.row(77)
@pytest.mark.parametrize("by_key", [False, True])
def test_the_right_word_is_offered_and_replacing_is_one_step_of_undo(
    memo: MemoEditor, qtbot: QtBot, by_key: bool
) -> None:
    type_in(memo, "La evaluasión sigue")
    qtbot.waitUntil(shows(memo, "evaluasión"))
    said = menu_of(memo, qtbot, at=7, by_key=by_key)
    assert said[0] == "evaluación"
    assert said.index(language._("Add to my words")) < said.index(language._("Ignore here"))
    assert len(said) > 9  # and what such a menu always has
    choose(memo, "evaluación")
    assert memo.text.toPlainText() == "La evaluación sigue"
    qtbot.waitUntil(shows(memo))
    memo.text.undo()
    assert memo.text.toPlainText() == "La evaluasión sigue"
    memo.text.redo()
    assert memo.text.toPlainText() == "La evaluación sigue"


@pytest.mark.row(77)
def test_an_own_word_is_known_everywhere_and_after_a_restart(memo: MemoEditor, qtbot: QtBot) -> None:
    memo.show_value("x", "La olla de Ñaupari y otra de Ñaupari")
    other = MemoEditor(memo.here, "other", BODY)
    qtbot.addWidget(other)
    other.show_value("x", "Ñaupari")
    qtbot.waitUntil(lambda: len(marked(memo.text)) == 2 and len(marked(other.text)) == 1)
    menu_of(memo, qtbot, at=14)
    choose(memo, language._("Add to my words"))
    assert marked(memo.text) == marked(other.text) == []
    qtbot.waitUntil(lambda: memo.here.tasks.idle)
    assert memo.here.settings.path.with_name("words.txt").read_text("utf-8") == "Ñaupari\n"
    again = Here(memo.here._shell, memo.here.tasks, memo.here.settings)  # as another start makes it
    fresh = MemoEditor(again, "body", BODY)
    qtbot.addWidget(fresh)
    fresh.show_value("x", "Ñaupari y evaluasión")
    qtbot.waitUntil(shows(fresh, "evaluasión"))
    fresh.show()
    assert menu_of(fresh, qtbot, at=2)[0] == language._("Take out of my words")
    choose(fresh, language._("Take out of my words"))
    qtbot.waitUntil(shows(fresh, "Ñaupari", "evaluasión"))
    qtbot.waitUntil(lambda: memo.here.tasks.idle)
    assert spelling_of(again).own.read() == frozenset()


def test_a_word_is_ignored_in_this_field_only(memo: MemoEditor, qtbot: QtBot) -> None:
    memo.show_value("x", "evaluasión")
    other = MemoEditor(memo.here, "other", BODY)
    qtbot.addWidget(other)
    other.show_value("x", "evaluasión")
    qtbot.waitUntil(lambda: marked(memo.text) == marked(other.text) == ["evaluasión"])
    menu_of(memo, qtbot, at=3)
    choose(memo, language._("Ignore here"))
    assert marked(memo.text) == []
    assert marked(other.text) == ["evaluasión"]
    assert not memo.here.settings.path.with_name("words.txt").exists()


@pytest.mark.row(77)
def test_it_can_be_switched_off_and_on(memo: MemoEditor, qtbot: QtBot) -> None:
    memo.show_value("x", "evaluasión")
    qtbot.waitUntil(shows(memo, "evaluasión"))
    memo.here.settings.change(spelling=False)
    spelling_of(memo.here).switched()
    assert marked(memo.text) == []
    assert language._("Add to my words") not in menu_of(memo, qtbot, at=3)
    memo.here.settings.change(spelling=True)
    spelling_of(memo.here).switched()
    assert marked(memo.text) == ["evaluasión"]
    memo.set_read_only(True)
    assert marked(memo.text) == []  # what cannot be mended is not complained about


def test_a_wave_is_not_typing(memo: MemoEditor, qtbot: QtBot) -> None:
    typed: list[bool] = []
    memo.typed.connect(lambda: typed.append(True))
    memo.show_value("x", "evaluasión")
    typed.clear()
    qtbot.waitUntil(shows(memo, "evaluasión"))
    assert typed == []
    assert not memo.text.document().isUndoAvailable()
    draft = Draft("things", new_key(), {"body": BODY}, seen={}, wanted={})
    memo.take(draft)
    assert not draft.changed


@pytest.mark.parametrize("chosen", ["en", "screen"])
def test_the_language_of_the_setting_decides(memo: MemoEditor, qtbot: QtBot, chosen: str) -> None:
    memo.here.settings.spelling_language = chosen
    language.use("en")
    memo.show_value("x", "They recieve la convocatoria")
    qtbot.waitUntil(shows(memo, "recieve", "convocatoria"))


def test_records_are_spelt_in_spanish_also_where_the_screen_speaks_english(memo: MemoEditor, qtbot: QtBot) -> None:
    language.use("en")
    memo.show_value("x", "Enviar la convocatoria con evaluasión")
    qtbot.waitUntil(shows(memo, "evaluasión"))


def test_where_nothing_checks_nothing_is_marked(
    memo: MemoEditor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling.speller, "_ask", lambda _question: None)
    memo.show_value("x", "evaluasión")
    qtbot.wait(200)
    qtbot.waitUntil(lambda: memo.here.tasks.idle)
    assert marked(memo.text) == []
    assert language._("Add to my words") not in menu_of(memo, qtbot, at=3)


def test_the_menu_does_not_wait_for_ever_for_suggestions(
    memo: MemoEditor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(widget, "MENU_WAITS", 1)
    slow = threading.Event()
    monkeypatch.setattr(spelling.speller, "suggestions", lambda *_asked: ("tarde",) if slow.wait(60) else ())
    memo.show_value("x", "evaluasión")
    qtbot.waitUntil(shows(memo, "evaluasión"))
    try:
        assert menu_of(memo, qtbot, at=3)[0] == language._("No suggestions")
    finally:
        slow.set()
    qtbot.waitUntil(lambda: memo.here.tasks.idle)


@pytest.mark.row(77, 39)
def test_loading_and_suggesting_never_hold_up_the_window(
    memo: MemoEditor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    spelling.speller.close()  # so that the dictionary is loaded once more
    heart, asked = Heart(), []
    ask = spelling.speller._ask

    def and_the_window_turns(question: dict[str, Any]) -> Any:
        heart.beats()
        asked.append(question)
        answer = ask(question)
        child = spelling.speller._child
        assert child is not None
        assert child.pid != os.getpid()  # Hunspell holds Python's lock while it looks, in any thread
        heart.beats()
        return answer

    monkeypatch.setattr(spelling.speller, "_ask", and_the_window_turns)
    memo.show_value("x", "evaluasión " * 2_000)
    qtbot.waitUntil(lambda: len(marked(memo.text)) == 2_000)
    answers: list[Any] = []
    for word in ("munisipalidad", "conbocatoria", "kcsjdhfkj"):
        spelling_of(memo.here).suggest(word, answers.append, memo)
    qtbot.waitUntil(lambda: len(answers) == 3)
    type_in(memo, "y")  # in so long a paragraph
    assert len(marked(memo.text)) >= 1_999  # and it stays marked meanwhile
    qtbot.waitUntil(lambda: memo.here.tasks.idle)
    heart.end()
    assert heart.waited == 2 * len(asked)
    assert sum(question.get("words", []).count("evaluasión") for question in asked) == 1  # once, not two thousand times
    assert len(asked) <= 5
