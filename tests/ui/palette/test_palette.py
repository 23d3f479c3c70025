"""Ctrl+K: what is typed finds records, places and commands; the keys lead; the focus comes back to where it was."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from db.fields import Key
from db.records import Organisation
from ecd_desktop.settings import Settings
from ui import style
from ui.main_window import MainWindow
from ui.shell_places import Group, Place
from ui.widgets.page import Page
from ui.widgets.palette import Palette
from ui.widgets.palette_list import Entry

Change = Callable[[Callable[[Any], Any]], Any]
Settle = Callable[[Any], None]


@pytest.fixture
def keys(change: Change) -> dict[str, Key]:
    """Three organisations by name."""

    def add(store: Any) -> dict[str, Key]:
        with store.change("Add") as work:
            names = ("Vivero Ficticio", "Vivienda Ficticia", "Parque Ficticio Álamos")
            return {name: work.add(Organisation(name=name)).id for name in names}

    return change(add)  # type: ignore[no-any-return]


@pytest.fixture
def palette(window: MainWindow, keys: dict[str, Key], settled: Settle, qtbot: QtBot) -> Palette:
    """Open, with its first answer."""
    settled(window.tasks)
    active(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    found = window.finder.palette
    answered(found, window, qtbot)
    return found


def active(window: MainWindow, qtbot: QtBot) -> None:
    """Focus and keys count only in the active window."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def answered(palette: Palette, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not palette._awaited and window.tasks.idle)


def type_(palette: Palette, text: str, window: MainWindow, qtbot: QtBot) -> list[Entry]:
    """Type over what was typed, and wait for the answer."""
    palette.field.selectAll()
    QTest.keyClicks(palette.field, text)
    answered(palette, window, qtbot)
    return entries(palette)


def entries(palette: Palette) -> list[Entry]:
    return [row for row in palette.list.found.rows if isinstance(row, Entry)]


def headings(palette: Palette) -> list[str]:
    return [row for row in palette.list.found.rows if isinstance(row, str)]


def press(palette: Palette, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(palette.field, key, modifier)


def current(palette: Palette) -> str:
    entry = palette.list.current()
    return entry.title if entry is not None else ""


def test_ctrl_k_opens_it_with_recent_records_places_and_the_commands_of_this_place(palette: Palette) -> None:
    assert palette.isVisible()
    assert palette.field.hasFocus()
    assert headings(palette) == ["Recent", "Go to", "Commands"]
    titles = [entry.title for entry in entries(palette)]
    assert titles[:3] == ["Parque Ficticio Álamos", "Vivienda Ficticia", "Vivero Ficticio"]
    assert titles[3:] == ["Plain", "New organisation", "Delete"]
    assert current(palette) == titles[0]


@pytest.mark.row(5)
def test_three_letters_find_the_record_and_enter_opens_it(
    palette: Palette, window: MainWindow, keys: dict[str, Key], qtbot: QtBot, settled: Settle
) -> None:
    window.go("plain")
    palette.begin()
    found = type_(palette, "par", window, qtbot)
    assert [entry.title for entry in found] == [
        "Parque Ficticio Álamos", "Next part of the window", "Previous part of the window",
    ]  # fmt: skip
    assert found[0].spans == ((0, 3),)
    assert found[0].hint == "Organisation"
    press(palette, Qt.Key.Key_Return)
    settled(window.tasks)
    assert not palette.isVisible()
    assert window.place() == "organisations"
    page: Any = window.page()
    qtbot.waitUntil(lambda: page.selected() == (keys["Parque Ficticio Álamos"],))
    window.finder.toggle()
    answered(palette, window, qtbot)
    assert current(palette) == "Parque Ficticio Álamos"  # opened last, so it is offered first
    assert page.isVisible()


def test_accents_and_order_of_the_words_do_not_matter(palette: Palette, window: MainWindow, qtbot: QtBot) -> None:
    assert [entry.title for entry in type_(palette, "alamo parq", window, qtbot)] == ["Parque Ficticio Álamos"]


def test_enter_waits_for_the_answer_to_what_was_typed(
    palette: Palette, window: MainWindow, keys: dict[str, Key], qtbot: QtBot
) -> None:
    page: Any = window.page()
    QTest.keyClicks(palette.field, "vivie")
    press(palette, Qt.Key.Key_Return)  # at once: the rows on the screen are still the old ones
    qtbot.waitUntil(lambda: not palette.isVisible())
    qtbot.waitUntil(lambda: page.selected() == (keys["Vivienda Ficticia"],))


def test_an_answer_to_older_letters_is_dropped(palette: Palette, window: MainWindow, qtbot: QtBot) -> None:
    palette.field.setText("parq")
    palette._ask()
    palette.field.setText("vivero")
    palette._ask()
    qtbot.waitUntil(lambda: window.tasks.idle)
    assert [entry.title for entry in entries(palette)] == ["Vivero Ficticio"]


def test_while_the_database_is_at_work_places_and_commands_are_there(
    palette: Palette, window: MainWindow, qtbot: QtBot
) -> None:
    import threading

    gate = threading.Event()
    window.tasks.read(lambda _session: gate.wait(10))
    palette.field.setText("p")
    palette._ask()
    qtbot.waitUntil(lambda: not palette._awaited)
    assert "Plain" in [entry.title for entry in entries(palette)]
    gate.set()
    qtbot.waitUntil(lambda: window.tasks.idle)
    assert "Parque Ficticio Álamos" in [entry.title for entry in entries(palette)]


@pytest.mark.row(1, 5)
def test_after_a_greater_sign_there_are_only_commands_and_all_of_them(
    palette: Palette, window: MainWindow, qtbot: QtBot
) -> None:
    type_(palette, ">", window, qtbot)
    assert headings(palette) == ["Commands"]
    offered = {entry.id.removeprefix("command/") for entry in entries(palette)}
    all_ids = {command.id for command in window.registry.commands() if not command.id.startswith("go.")}
    assert offered == all_ids - {"shell.palette"}
    assert [entry.title for entry in type_(palette, "> dark", window, qtbot)] == ["Dark colours"]
    press(palette, Qt.Key.Key_Return)
    assert style.theme().name == "dark"


def test_a_command_shows_its_keys_and_a_place_its_own(palette: Palette, window: MainWindow, qtbot: QtBot) -> None:
    told = {entry.title: entry.keys for entry in entries(palette)}
    assert told["New organisation"] == "Ctrl+N"
    assert told["Plain"] == "Ctrl+2"


@pytest.mark.row(21)
def test_what_cannot_be_done_says_why_and_does_not_happen(palette: Palette, window: MainWindow, qtbot: QtBot) -> None:
    page: Any = window.page()
    page.table.clearSelection()
    found = type_(palette, "delete", window, qtbot)
    assert found[0].reason == "Select at least one row first."
    press(palette, Qt.Key.Key_Return)
    assert palette.isVisible()
    window.go("plain")
    palette.begin()
    deleting = "command/organisations.delete"
    assert deleting not in [entry.id for entry in type_(palette, "delete", window, qtbot)]
    elsewhere = {entry.id: entry for entry in type_(palette, ">delete", window, qtbot)}
    assert elsewhere[deleting].reason == "Go to Organisations first: it works on what is selected there."


def test_a_command_of_another_place_goes_there_and_is_given(
    palette: Palette, window: MainWindow, qtbot: QtBot, settled: Settle
) -> None:
    window.go("plain")
    palette.begin()
    found = type_(palette, "new org", window, qtbot)
    assert (found[0].title, found[0].hint) == ("New organisation", "Organisations")
    press(palette, Qt.Key.Key_Return)
    settled(window.tasks)
    page: Any = window.page()
    assert window.place() == "organisations"
    assert page.form.draft is not None


def test_the_arrows_go_round_and_pages_ends_and_groups_have_keys(palette: Palette) -> None:
    titles = [entry.title for entry in entries(palette)]
    press(palette, Qt.Key.Key_Down)
    assert current(palette) == titles[1]
    press(palette, Qt.Key.Key_Up)
    press(palette, Qt.Key.Key_Up)
    assert current(palette) == titles[-1]
    press(palette, Qt.Key.Key_Home)
    assert current(palette) == titles[0]
    press(palette, Qt.Key.Key_End)
    assert current(palette) == titles[-1]
    press(palette, Qt.Key.Key_PageUp)
    press(palette, Qt.Key.Key_PageUp)
    assert current(palette) == titles[0]
    press(palette, Qt.Key.Key_Tab)
    assert current(palette) == "Plain"
    press(palette, Qt.Key.Key_Backtab)
    assert current(palette) == titles[0]
    press(palette, Qt.Key.Key_PageDown)
    assert current(palette) != titles[0]
    assert palette.field.hasFocus()


@pytest.mark.row(5)
def test_esc_gives_the_focus_back_with_cursor_and_selection(
    window: MainWindow, keys: dict[str, Key], settled: Settle, qtbot: QtBot
) -> None:
    settled(window.tasks)
    active(window, qtbot)
    page: Any = window.page()
    field: QLineEdit = page.field
    field.setFocus()
    QTest.keyClicks(field, "vivero")
    tried = 0
    for selection in ((4, -2), (1, 3), None):
        field.deselect()
        field.setCursorPosition(5) if selection is None else field.setSelection(*selection)
        before = (field.cursorPosition(), field.selectionStart(), field.selectedText())
        window.finder.toggle()
        assert not field.hasFocus()
        press(window.finder.palette, Qt.Key.Key_Escape)
        assert field.hasFocus()
        assert (field.cursorPosition(), field.selectionStart(), field.selectedText()) == before
        assert field.text() == "vivero"
        tried += 1
    assert tried == 3


def test_another_command_s_focus_closes_it(palette: Palette, window: MainWindow, settled: Settle) -> None:
    page: Any = window.page()
    window.registry["shell.find"].trigger()
    assert not palette.isVisible()
    assert page.field.hasFocus()


def test_ctrl_k_again_closes_it(palette: Palette, window: MainWindow) -> None:
    QTest.keyClick(palette.field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert not palette.isVisible()


def test_a_click_opens_and_a_click_beside_closes(
    palette: Palette, window: MainWindow, keys: dict[str, Key], qtbot: QtBot
) -> None:
    row = palette.list.lines()[2]
    at = palette.list.visualRect(palette.list.found.index(row)).center()
    QTest.mouseMove(palette.list.viewport(), at)
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    page: Any = window.page()
    qtbot.waitUntil(lambda: page.selected() == (keys["Vivero Ficticio"],))
    assert not palette.isVisible()
    window.header.find.click()
    assert palette.isVisible()
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not palette.isVisible()


def test_nothing_found_says_how_searching_works(palette: Palette, window: MainWindow, qtbot: QtBot) -> None:
    assert type_(palette, "zzz", window, qtbot) == []
    assert palette.list.empty_text.startswith("Nothing holds “zzz”.")
    palette.grab()


def test_without_a_database_there_are_places_and_commands(tasks: Any, settings: Settings, qtbot: QtBot) -> None:
    places = [Place("plain", "Plain", "home", Group.TOP, lambda _here: Page()),
              Place("other", "Other", "home", Group.TOP, lambda _here: Page())]  # fmt: skip
    window = MainWindow(places, settings, tasks)
    qtbot.addWidget(window)
    window.show()
    window.rail.setEnabled(False)
    window.finder.toggle()
    palette = window.finder.palette
    reasons = {entry.title: entry.reason for entry in entries(palette)}
    assert reasons["Other"] == "Open a database first."
    assert [entry.title for entry in type_(palette, "dark", window, qtbot)] == ["Dark colours"]


def test_it_is_said_to_those_who_hear_it(palette: Palette) -> None:
    interface = QAccessible.queryAccessibleInterface(palette.field)
    assert interface.text(QAccessible.Text.Name) == "Search or run"
    assert palette.field.accessibleDescription() == "Parque Ficticio Álamos, Organisation (1 of 6)"
    press(palette, Qt.Key.Key_End)
    assert palette.field.accessibleDescription().startswith("Delete, ")
    rows = palette.list.found
    spoken = rows.data(rows.index(palette.list.lines()[-2]), int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "New organisation, Ctrl+N"


@pytest.mark.parametrize("size", [(1024, 600), (1366, 768), (1536, 864), (860, 560)])
def test_it_fits_into_every_window(palette: Palette, window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    box = palette._panel.geometry()
    assert window.rect().contains(box)
    assert abs(box.center().x() - window.width() // 2) <= 1
    assert window.rect() == palette.geometry()
    assert QApplication.focusWidget() is palette.field


def test_a_long_title_is_begun_where_the_match_can_be_seen() -> None:
    from ui.widgets.palette_list import _seen

    title = "Coordinar con todas las unidades ficticias la entrega de los planos del muro de contención"
    start = title.index("muro")
    text, spans = _seen(title, ((start, start + 4),), 300)
    assert text.startswith("… ")
    assert [text[a:b] for a, b in spans] == ["muro"]
    assert _seen(title, ((0, 9),), 300) == (title, ((0, 9),))
