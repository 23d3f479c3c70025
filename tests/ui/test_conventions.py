"""The conventions that can be read off the program as a whole: its commands, its dialogs, its sources."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from ecd_desktop import calendar, language
from tests import conventions
from tests.ui.audits.walking import Walk, open_dialogs
from tests.ui.example import DAY
from ui.commands import _Explained, native, plain
from ui.pages import NOUNS
from ui.wiring import PLACES

ROOT = Path(__file__).parents[2]
UI = ROOT / "ui"
LISTS = [place.id for place in NOUNS]
VAGUE = {"sí", "no", "ok", "yes", "aceptar", "si"}
"""Words that a button never has: it says what it does."""

MODAL = {"Question", "BulkChange", "CrashDialog", "ConflictDialog", "RestoreDialog", "ConnectDialog", "HolidaysDialog",
         "AboutDialog", "KeysDialog", "MailDialog", "FromSeries", "TakeDialog", "StagedPreview",
         "FindReplace"}  # fmt: skip
"""Everything that is shown over the window until it is left."""


@pytest.fixture(autouse=True)
def light() -> None:
    """The look is put on once for all of them."""


@pytest.fixture(autouse=True)
def on_that_day() -> None:
    calendar.set_today(DAY)


def test_every_row_has_a_test_or_a_reason_why_not() -> None:
    marked = conventions.marked()
    assert set(marked) <= set(conventions.ROWS), "rows that are not in the list"
    without = {row: conventions.ROWS[row] for row in sorted(conventions.REQUIRED) if row not in marked}
    assert without.keys() == conventions.EXEMPT.keys(), without
    assert set(conventions.ROWS) == set(range(1, 117))


# --- commands, menus, keys --------------------------------------------------------------------------------------------


@pytest.mark.row(1)
def test_every_command_stands_in_a_menu_and_says_what_it_does(walk: Walk) -> None:
    registry = walk.window.registry
    shown = {action.objectName() for menu in walk.window.menuBar().findChildren(QMenu) for action in menu.actions()}
    commands = registry.commands()
    assert len(commands) > 80
    assert [one.id for one in commands if one.id not in shown] == []
    assert [one.id for one in commands if not registry[one.id].statusTip()] == []
    assert [one.id for one in commands if not registry[one.id].toolTip()] == []


@pytest.mark.row(2)
def test_standard_keys_are_not_spelled_out_beside_the_registry() -> None:
    standard = {f"Ctrl+{letter}" for letter in "ZCVXFPNWQSA"}
    wrong = []
    for file in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in ("QKeySequence", "QShortcut", "setShortcut", "setShortcuts"):
                spelled = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
                wrong += [f"{file.name}: {key}" for key in spelled & standard]
    assert wrong == []


@pytest.mark.row(3)
@pytest.mark.parametrize("place", [place.id for place in PLACES])
def test_a_key_stands_for_one_gesture_wherever_it_is_heard(walk: Walk, place: str) -> None:
    walk.go(place)
    taken: dict[tuple[str, bool], str] = {}
    for command in walk.window.registry.commands(place=place):
        for keys in walk.window.registry[command.id].shortcuts():
            spot = (keys.toString(), False)
            assert spot not in taken, f"{spot[0]} in {place}: {taken[spot]} and {command.id}"
            taken[spot] = command.id
    assert len(taken) > 20


@pytest.mark.row(4)
def test_every_tip_names_the_keys(walk: Walk) -> None:
    walk.go("action_items")
    tried = 0
    for command in walk.window.registry.commands(place="action_items"):
        action = walk.window.registry[command.id]
        if keys := native(action):
            tried += 1
            assert keys in action.toolTip(), command.id
    assert tried > 25


@pytest.mark.row(15)
@pytest.mark.parametrize("place", LISTS)
def test_the_menu_key_opens_the_menu_of_the_list_at_the_current_row(
    walk: Walk, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = walk.go(place)
    walk.first_record()
    opened: list[QPoint] = []
    monkeypatch.setattr(_Explained, "exec", lambda _menu, at=None, *_more: opened.append(at), raising=False)
    table = page.table
    cell = table.visualRect(table.currentIndex())
    asked: Any = table.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    where = QRect(asked).center() if isinstance(asked, QRect) and asked.isValid() else cell.center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, where, table.viewport().mapToGlobal(where))
    QApplication.sendEvent(table, event)  # where Qt sends that of the keyboard
    assert len(opened) == 1
    assert cell.contains(table.viewport().mapFromGlobal(opened[0]))


@pytest.mark.row(19)
def test_f11_fills_the_screen_and_gives_it_back(walk: Walk) -> None:
    walk.window.registry["shell.fullscreen"].trigger()
    assert walk.window.isFullScreen()
    walk.window.registry["shell.fullscreen"].trigger()
    assert not walk.window.isFullScreen()
    assert walk.window.registry["shell.fullscreen"].shortcut() == QKeySequence("F11")


@pytest.mark.row(18)
def test_ctrl_w_closes_the_window_beside_and_ctrl_q_the_program(walk: Walk) -> None:
    from ui.help.commands import helper

    beside = helper(walk.window).window
    beside.open_at("action_items", "")
    walk.rest()
    QTest.keyClick(beside, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    walk.rest()
    assert not beside.isVisible()
    assert walk.window.registry["shell.quit"].shortcut() == QKeySequence("Ctrl+Q")


@pytest.mark.row(21)
@pytest.mark.parametrize("place", [place.id for place in PLACES])
def test_nothing_is_greyed_without_a_reason(walk: Walk, place: str) -> None:
    page = walk.go(place)
    if hasattr(page, "table"):
        page.table.clearSelection()
    walk.window.registry.refresh()
    silent = []
    for command in walk.window.registry.commands(place=place):
        action = walk.window.registry[command.id]
        if action.isVisible() and not action.isEnabled() and "\n" not in action.toolTip():
            silent.append(command.id)
    assert silent == []


@pytest.mark.row(22)
@pytest.mark.parametrize("place", LISTS)
def test_the_menu_of_a_list_holds_the_same_actions_and_the_usual_one_is_bold(
    walk: Walk, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = walk.go(place)
    walk.first_record()
    menus: list[QMenu] = []
    monkeypatch.setattr(_Explained, "exec", lambda menu, *_more: menus.append(menu), raising=False)
    page.table.customContextMenuRequested.emit(QPoint(40, 20))
    (menu,) = menus
    own = [action for action in menu.actions() if not action.isSeparator() and action.objectName()]
    registry = walk.window.registry
    assert len(own) > 4
    assert all(action is registry[action.objectName()] for action in own)
    assert isinstance(menu.defaultAction(), QAction)
    assert menu.defaultAction().objectName() == f"{place}.edit"


WAYS_WITHOUT_DRAGGING = {
    "ui/file_gestures.py": (  # pictures and PDFs over a row
        "action_items.attach_evidence", "action_items.paste_evidence", "projects.attach", "cases.attach",
    ),
    "ui/dropping.py": ("shell.import",),  # a workbook let go over the window
    "ui/widgets/board_column.py": ("action_items.move",),  # a card between columns: Alt and an arrow, or the menu
    "ui/widgets/card_list.py": ("action_items.move",),
    "ui/widgets/record_drag.py": ("action_items.move",),
    "ui/widgets/days_view.py": ("action_items.move",),  # a record to another day
    "ui/widgets/timeline_list.py": ("projects.move",),  # a milestone to another day
    "ui/widgets/header.py": ("table.column_left", "table.column_right"),  # the order of columns
}
"""What can be dragged, by the file that does it, and the command that does the same."""


@pytest.mark.row(66)
def test_what_is_dragged_can_be_done_by_a_command(walk: Walk) -> None:
    begins = re.compile(r"QDrag\(|def dropEvent|setSectionsMovable\(True\)|setAcceptDrops\(True\)|setDragEnabled")
    drags = {file.relative_to(ROOT).as_posix() for file in UI.rglob("*.py") if begins.search(file.read_text("utf-8"))}
    assert drags == WAYS_WITHOUT_DRAGGING.keys()
    known = {command.id for command in walk.window.registry.commands()}
    page = walk.go("people")
    walk.first_record()
    table = page.table
    table.setCurrentIndex(page.model.index(0, table.shown_columns()[0]))
    before = table.shown_columns()
    walk.window.registry["table.column_right"].trigger()
    assert table.shown_columns() == [before[1], before[0], *before[2:]]
    walk.window.registry["table.column_left"].trigger()
    assert table.shown_columns() == before
    assert {id for ids in WAYS_WITHOUT_DRAGGING.values() for id in ids} <= known


# --- saving, undo, dialogs --------------------------------------------------------------------------------------------


@pytest.mark.row(32, 36, 37)
@pytest.mark.parametrize("place", ["", *LISTS])
def test_a_dialog_asks_for_something_and_never_only_whether_one_is_sure(walk: Walk, place: str) -> None:
    seen: list[str] = []

    def look(what: str, dialog: QWidget) -> None:
        kind = type(dialog).__name__
        seen.append(kind)
        assert kind in MODAL, f"{what}: {kind} is not among the dialogs that are shown over the window"
        if kind == "Question":
            assert dialog.answers.editors, f"{what} asks nothing"  # type: ignore[attr-defined]
        assert dialog.sizeHint().width() <= 1024
        assert dialog.sizeHint().height() <= 600
        words = {plain(button.text()).strip().lower() for button in dialog.findChildren(QPushButton)}
        assert not words & VAGUE, f"{what}: {words & VAGUE}"

    walk.dialogs(place, look)
    assert seen or place not in ("", "action_items", "cases", "projects", "places"), "nothing was shown over the window"
    assert open_dialogs() == []


@pytest.mark.row(32)
def test_nowhere_in_the_program_is_a_box_that_asks_whether_one_is_sure() -> None:
    boxes = [file.name for file in UI.rglob("*.py") if re.search(r"QMessageBox|QInputDialog", file.read_text("utf-8"))]
    assert boxes == []


@pytest.mark.row(36)
def test_no_dialog_holds_up_the_program_with_a_loop_of_its_own() -> None:
    loops = []
    for file in UI.rglob("*.py"):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if re.search(r"[Dd]ialog\w*\.exec\(|self\.exec\(", line):
                loops.append(f"{file.relative_to(UI).as_posix()}:{number}")
    assert [one for one in loops if not one.startswith("widgets/pdf_preview.py")] == []  # the system's own print dialog


@pytest.mark.row(33)
@pytest.mark.parametrize("code", ["es", "en"])
def test_every_button_says_what_it_does(code: str) -> None:
    words: set[str] = set()
    with language.in_language(code):
        for file in UI.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Button" and node.args:
                    first = node.args[0]
                    marked = isinstance(first, ast.Call) and getattr(first.func, "id", "") == "_"
                    if marked and isinstance(first.args[0], ast.Constant):
                        words.add(language._(str(first.args[0].value)))
    assert len(words) > 40
    assert {one for one in words if one.strip(" .…").lower() in VAGUE} == set()


# --- language ---------------------------------------------------------------------------------------------------------


@pytest.mark.row(20)
@pytest.mark.parametrize("code", ["es", "en"])
def test_access_keys_are_one_of_a_kind_in_every_menu_of_every_place(walk: Walk, code: str) -> None:
    with language.in_language(code):
        for place in PLACES:
            letters: dict[tuple[str, str], str] = {}
            for command in walk.window.registry.commands(place=place.id):
                found = re.search(r"(?<!&)&([^&])", language._(command.text))
                if found:
                    spot = (str(command.menu), found[1].lower())
                    assert spot not in letters, f"{spot} in {place.id}: {letters[spot]} and {command.id}"
                    letters[spot] = command.id


@pytest.mark.row(109)
def test_every_sentence_has_its_spanish() -> None:
    from resources.locale import catalogue

    folder = ROOT / "resources" / "locale" / "es" / "LC_MESSAGES"
    text = (folder / "ecd_desktop.po").read_text(encoding="utf-8")
    assert catalogue is not None
    entries = re.split(r"\n\n+", text)
    empty = [entry for entry in entries if re.search(r'^msgstr(\[\d\])? ""$(?!\n")', entry, re.M) and "#~" not in entry]
    assert [entry for entry in empty[1:] if 'msgid ""\nmsgstr' not in entry] == []
    assert (folder / "ecd_desktop.mo").stat().st_size > 10_000


@pytest.mark.row(16)
@pytest.mark.parametrize("place", LISTS)
def test_ctrl_tab_goes_round_the_tabs_of_the_record(walk: Walk, place: str) -> None:
    page = walk.go(place)
    walk.first_record()
    page.detail.show_tab(0)
    bar = page.detail._bar
    seen = []
    for _tab in range(bar.count()):
        walk.window.registry["shell.next_tab"].trigger()
        walk.rest()
        seen.append(bar.currentIndex())
    assert seen == [*range(1, bar.count()), 0]
    walk.window.registry["shell.previous_tab"].trigger()
    walk.rest()
    assert bar.currentIndex() == bar.count() - 1
    keys = {one.toString() for one in walk.window.registry["shell.next_tab"].shortcuts()}
    assert keys == {"Ctrl+Tab", "Ctrl+PgDown"}
    page.detail.show_tab(0)
