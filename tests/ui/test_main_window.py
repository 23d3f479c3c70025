"""The shell: places, undo by name, messages, what happens at a crash, what everything is called."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db.errors import Busy
from db.fields import Key
from db.records import Organisation
from ecd_desktop.errors import Expected
from ui import application, style, tokens
from ui.commands import Command, plain
from ui.main_window import MainWindow
from ui.messages import ConflictDialog, CrashDialog

Change = Callable[[Callable[[Any], Any]], Any]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def key(change: Change) -> Key:
    def add(store: Any) -> Key:
        with store.change("New organisation “{name}”", name="Vivero") as work:
            return work.add(Organisation(name="Vivero Ficticio")).id  # type: ignore[no-any-return]

    return change(add)  # type: ignore[no-any-return]


def test_the_first_frame_is_painted_before_the_database_layer_is_imported() -> None:
    program = (
        "import sys; from ui import application; from ecd_desktop.settings import Settings\n"
        "app = application.application(mode='light')\n"
        "from ui.main_window import MainWindow; from ui.shell_places import Place, Group\n"
        "window = MainWindow([Place('a', 'A', 'home', Group.TOP, lambda here: None)], Settings())\n"
        "window.show(); window.grab()\n"
        "print([name for name in sys.modules if name.split('.')[0] in "
        "('sqlalchemy', 'db', 'alembic', 'openpyxl', 'reportlab', 'pypdfium2', 'tomlkit')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_rail_is_slim_in_a_narrow_window(window: MainWindow) -> None:
    assert window.rail.width() == tokens.RAIL_SLIM
    assert window.rail.items["plain"].toolTip() == "Plain"
    window.resize(1440, 800)
    assert window.rail.width() == tokens.RAIL_WIDE


def test_a_place_counts_in_the_rail(window: MainWindow, settled: Any) -> None:
    settled(window.tasks)
    assert window.rail.items["organisations"].accessibleName() == "Organisations (3)"


@pytest.mark.row(8)
def test_back_and_forward_go_through_the_places_visited(window: MainWindow) -> None:
    assert window.place() == "organisations"
    window.go("plain")
    window.registry["shell.back"].trigger()
    assert window.place() == "organisations"
    assert window.rail.items["organisations"].isChecked()
    window.registry["shell.forward"].trigger()
    assert window.place() == "plain"
    assert not window.registry["shell.forward"].isEnabled()


@pytest.mark.row(23)
def test_undo_and_redo_say_what_they_would_do(window: MainWindow, key: Key, settled: Any) -> None:
    undo, redo = window.registry["shell.undo"], window.registry["shell.redo"]
    assert undo.text() == "Undo: New organisation “Vivero”"
    assert window.header.undo.toolTip().startswith("Undo: New organisation “Vivero” (Ctrl+Z)")
    undo.trigger()
    settled(window.tasks)
    assert redo.text() == "Redo: New organisation “Vivero”"
    assert undo.text() == "&Undo"
    assert not undo.isEnabled()
    assert "There is nothing to undo." in undo.toolTip()
    redo.trigger()
    settled(window.tasks)
    assert undo.isEnabled()


@pytest.mark.row(24)
def test_both_keys_redo(window: MainWindow) -> None:
    keys = {keys.toString() for keys in window.registry["shell.redo"].shortcuts()}
    assert {"Ctrl+Y", "Ctrl+Shift+Z"} <= keys


def test_the_status_bar_says_which_database_and_how_much(window: MainWindow, key: Key, settled: Any) -> None:
    settled(window.tasks)
    assert window.status._database.whole() == "Local database"
    assert window.status._where.whole() == "coordination.db"
    assert window.status._count.whole() == "1 organisations"
    assert window.rail.person.accessibleName() == "Prueba Ficticia"


@pytest.mark.row(40)
def test_a_refusal_is_a_sentence_over_the_page_with_details_to_copy(window: MainWindow, settled: Any) -> None:
    def busy(_store: Any) -> None:
        raise Busy("{name} is open in another program.", "Close it there.", name="base.db")

    window.here.do(busy)
    settled(window.tasks)
    assert window.errors.text() == "base.db is open in another program.\nClose it there."
    window.errors._bar._buttons[0].click()
    assert "base.db is open" in QApplication.clipboard().text()
    window.errors._bar._buttons[1].click()
    assert window.errors.isHidden()


def test_a_refusal_that_nobody_took_is_said_and_is_no_crash(window: MainWindow, qtbot: QtBot) -> None:
    window.crashes.caught(Expected("The settings could not be written.", "Make room on the disk."))
    qtbot.waitUntil(lambda: "Make room on the disk." in window.errors.text())
    assert window.crashes.reports == []
    assert QApplication.activeModalWidget() is None


def test_the_filled_button_follows_its_command(window: MainWindow, qtbot: QtBot) -> None:
    action = QAction("&New thing", window)
    for _visit in range(3):
        window.header.show_page("A", "", None, "")
        window.header.show_page("B", "", action, "plus")
    button: Any = window.header._primary
    action.setText("&Cosa nueva")
    action.setEnabled(False)
    assert button.accessibleName() == "Cosa nueva"
    assert plain(button.text()).strip() == "Cosa nueva"
    assert not button.isEnabled()


def test_a_bug_leaves_the_program_up_and_its_report_without_data(
    window: MainWindow, settled: Any, qtbot: QtBot
) -> None:
    def bug(_store: Any) -> None:
        raise KeyError("María Quispe Ficticia")

    window.here.do(bug)
    settled(window.tasks)
    assert len(window.crashes.reports) == 1
    report = window.crashes.reports[0]
    assert "KeyError" in report
    assert "María" not in report
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), CrashDialog))
    dialog: Any = QApplication.activeModalWidget()
    dialog.copy()
    assert QApplication.clipboard().text() == report
    dialog.accept()
    window.go("plain")
    assert window.place() == "plain"


@pytest.mark.row(28)
def test_an_undo_over_a_colleagues_edit_shows_both_and_can_be_wanted_all_the_same(
    window: MainWindow, key: Key, change: Change, settled: Any, qtbot: QtBot, sqlite_url: str
) -> None:
    def rename(name: str) -> Callable[[Any], None]:
        def do(store: Any) -> None:
            with store.change("Rename") as work:
                work.get(Organisation, key).name = name

        return do

    change(rename("Uno Ficticio"))
    mine: Any = window.tasks.bridge.undo_step
    change(rename("Dos Ficticio"))
    window.here.do(lambda store: store.undo(mine.tx_id))
    settled(window.tasks)
    dialogs: list[Any] = []

    def shown() -> bool:
        dialogs[:] = window.findChildren(ConflictDialog)
        return bool(dialogs) and dialogs[0].isVisible()

    qtbot.waitUntil(shown)
    dialog = dialogs[0]
    words = {label.whole() for label in dialog.findChildren(type(window.header.title))}
    assert {"Uno Ficticio", "Dos Ficticio", "Vivero Ficticio"} <= words
    dialog._boxes[0].setChecked(True)
    dialog._apply.click()
    settled(window.tasks)
    settled(window.tasks)
    page: Any = window.page()
    assert page.model.row(key).name == "Vivero Ficticio"


def test_the_theme_changes_live_and_is_remembered(window: MainWindow, settings: Any, qtbot: QtBot) -> None:
    window.registry["shell.theme_dark"].trigger()
    assert style.theme() is tokens.DARK
    assert settings.theme == "dark"
    assert window.registry["shell.theme_dark"].isChecked()
    image = window.grab().toImage()
    assert image.pixelColor(2, 400).name().upper() == tokens.DARK.rail
    window.registry["shell.theme_light"].trigger()
    assert window.grab().toImage().pixelColor(2, 400).name().upper() == tokens.LIGHT.rail


@pytest.mark.row(62)
def test_lists_become_compact_at_once(window: MainWindow) -> None:
    page: Any = window.page()
    window.registry["shell.compact"].trigger()
    assert page.table.verticalHeader().defaultSectionSize() == tokens.ROW_COMPACT
    window.registry["shell.compact"].trigger()
    assert page.table.verticalHeader().defaultSectionSize() == tokens.ROW_COMFORTABLE


def test_alt_alone_unfolds_the_menus(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.menuBar().isVisible()
    qtbot.keyPress(window, Qt.Key.Key_Alt)
    qtbot.keyRelease(window, Qt.Key.Key_Alt)
    assert window.menuBar().isVisible()
    qtbot.keyPress(window, Qt.Key.Key_Alt)
    qtbot.keyRelease(window, Qt.Key.Key_Alt)
    assert not window.menuBar().isVisible()


def test_alt_with_another_key_or_a_click_leaves_the_menus_folded(window: MainWindow, qtbot: QtBot) -> None:
    page: Any = window.page()
    for _again in range(2):
        page.table.setFocus()
        qtbot.keyPress(page.table, Qt.Key.Key_Alt)
        qtbot.keyClick(page.table, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        qtbot.keyRelease(page.table, Qt.Key.Key_Alt)
        qtbot.keyPress(page.table, Qt.Key.Key_Alt, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyRelease(page.table, Qt.Key.Key_Alt)
        qtbot.keyPress(page.table, Qt.Key.Key_Alt)
        qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton)
        qtbot.keyRelease(page.table, Qt.Key.Key_Alt)
        assert not window.menuBar().isVisible()


@pytest.mark.row(18)
def test_closing_saves_what_is_typed(
    window: MainWindow, key: Key, settled: Any, qtbot: QtBot, sqlite_url: str
) -> None:
    from db.store import Store

    page: Any = window.page()
    settled(window.tasks)
    page.open_record(key)
    settled(window.tasks)
    settled(window.tasks)
    qtbot.keyClicks(page.form.editors["acronym"].line, "VF")
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    store = Store.open(sqlite_url, who="Otra Persona")
    with store.reading() as session:
        assert session.get(Organisation, key).acronym == "VF"  # type: ignore[union-attr]
    store.close()


@pytest.mark.row(38)
def test_the_window_comes_back_on_a_screen_that_is_there(window: MainWindow, tmp_path: Path) -> None:
    application.remember_in(tmp_path / "window.ini")
    window.move(90_000, 90_000)
    application.remember("window", window.saveGeometry())
    window._restore()
    assert application.on_some_screen(window)
    application.forget()


# --- commands ---------------------------------------------------------------------------------------------------------


@pytest.mark.row(1)
def test_every_command_has_a_menu_a_tip_and_an_id_of_its_own(window: MainWindow) -> None:
    shown = {action for menu in window.menuBar().actions() for action in menu.menu().actions()}
    for command in window.registry.commands():
        action = window.registry[command.id]
        assert action in shown, command.id
        assert action.toolTip(), command.id
        assert action.statusTip(), command.id
    ids = [command.id for command in window.registry.commands()]
    assert len(ids) == len(set(ids))


@pytest.mark.row(3)
def test_no_two_commands_share_a_key_in_one_place(window: MainWindow) -> None:
    for place in window.places:
        taken: dict[str, str] = {}
        for command in window.registry.commands(place=place):
            for keys in window.registry[command.id].shortcuts():
                name = keys.toString(QKeySequence.SequenceFormat.PortableText)
                assert name not in taken, f"{name}: {taken.get(name)} and {command.id} in {place}"
                taken[name] = command.id
        assert len(taken) > 12


@pytest.mark.row(20)
def test_access_keys_are_one_of_a_kind_in_each_menu(window: MainWindow) -> None:
    for menu in (window.menuBar(), *(action.menu() for action in window.menuBar().actions())):
        letters = [found[1].lower() for action in menu.actions() if action.isVisible()
                   if (found := re.search(r"(?<!&)&([^&])", action.text()))]  # fmt: skip
        assert len(letters) == len(set(letters)), (menu.title() if hasattr(menu, "title") else "", letters)


@pytest.mark.row(21)
def test_a_command_that_cannot_be_given_says_why(window: MainWindow) -> None:
    page: Any = window.page()
    page.table.clearSelection()
    action = window.registry["organisations.delete"]
    assert not action.isEnabled()
    assert "Select at least one row first." in action.toolTip()


def test_a_command_of_another_place_is_out_of_sight_and_reach(window: MainWindow) -> None:
    window.go("plain")
    assert not window.registry["organisations.new"].isVisible()
    assert not window.registry["organisations.new"].isEnabled()


@pytest.mark.row(4)
def test_a_tip_names_the_keys(window: MainWindow) -> None:
    assert window.registry["organisations.new"].toolTip() == "New organisation (Ctrl+N)"
    assert plain("Search && &find") == "Search & find"


@pytest.mark.row(22)
def test_the_same_action_stands_in_menu_and_context_menu(window: MainWindow) -> None:
    commands: list[Command] = window.registry.commands(place="organisations")
    menu = window.registry.menu(commands, window)
    assert window.registry["organisations.delete"] in menu.actions()
    assert isinstance(window.registry["organisations.delete"], QAction)


# --- what everything is called ----------------------------------------------------------------------------------------


@pytest.mark.row(100)
def test_everything_that_takes_the_focus_has_a_name(window: MainWindow, key: Key, settled: Any) -> None:
    page: Any = window.page()
    settled(window.tasks)
    page.open_record(key)
    page.detail.show_tab(1)
    settled(window.tasks)
    nameless = []
    asked = 0
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None:
            continue
        if isinstance(widget.parentWidget(), QComboBox | QLineEdit) or widget.objectName().startswith("qt_"):
            continue  # inside another control
        asked += 1
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name):
            nameless.append(f"{type(widget).__name__} {widget.objectName()}")
    assert asked > 20
    assert nameless == []


@pytest.mark.row(101)
def test_a_cell_speaks_in_words(window: MainWindow, key: Key, settled: Any) -> None:
    settled(window.tasks)
    page: Any = window.page()
    interface = QAccessible.queryAccessibleInterface(page.table)
    spoken = [interface.child(n).text(QAccessible.Text.Name) for n in range(interface.childCount())
              if interface.child(n) is not None]  # fmt: skip
    assert "Vivero Ficticio" in spoken


@pytest.mark.row(14)
def test_f6_goes_round_the_parts_of_the_window(window: MainWindow, key: Key, settled: Any, qtbot: QtBot) -> None:
    settled(window.tasks)
    window.activateWindow()
    page: Any = window.page()
    page.table.setFocus()
    qtbot.waitUntil(page.table.hasFocus)
    seen = []
    for _n in range(3):
        window.registry["shell.next_pane"].trigger()
        focus = QApplication.focusWidget()
        seen.append("rail" if window.rail.isAncestorOf(focus) else
                    "detail" if page.detail.isAncestorOf(focus) else "page")  # fmt: skip
    assert set(seen) == {"rail", "detail", "page"}


@pytest.mark.row(37)
def test_dialogs_fit_a_small_screen(window: MainWindow, qtbot: QtBot) -> None:
    crash = CrashDialog("report\n" * 200, window)
    qtbot.addWidget(crash)
    for dialog in (crash,):
        assert dialog.sizeHint().width() <= 1024
        assert dialog.sizeHint().height() <= 600


def test_a_notice_goes_by_itself_and_waits_while_it_is_used(window: MainWindow, qtbot: QtBot) -> None:
    window.here.notice("Saved.", button=("Open", lambda: None))
    assert window.notices.isVisible()
    assert window.notices._clock.isActive()
    window.notices.enterEvent(None)  # type: ignore[arg-type]
    assert not window.notices._clock.isActive()
    window.notices._clock.setInterval(30)
    window.notices.leaveEvent(None)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: not window.notices.isVisible())


def test_an_expected_failure_of_a_service_can_be_taken_by_its_screen(window: MainWindow, settled: Any) -> None:
    taken: list[Exception] = []

    def fail(_store: Any) -> None:
        raise Expected("No.", "Try again.")

    window.here.do(fail, refused=taken.append)
    settled(window.tasks)
    assert len(taken) == 1
    assert window.errors.isHidden()
