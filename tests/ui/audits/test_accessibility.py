"""For those who hear the screen, who use no mouse, who need large letters or their system's own colours."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ecd_desktop import calendar
from tests.ui.audits.walking import Walk
from tests.ui.example import DAY
from ui import messages, style, tokens
from ui.widgets import frame_parts
from ui.widgets.controls import Button, CheckBox, Chip, ToolButton
from ui.wiring import PLACES

LISTS = ["action_items", "cases", "projects", "meetings", "organisations", "people", "places"]


@pytest.fixture(autouse=True)
def light() -> None:
    """The look is put on once for all of them."""


@pytest.fixture(autouse=True)
def on_that_day() -> None:
    calendar.set_today(DAY)


class Heard:
    """In the place of Qt's own: what would be said aloud."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def updateAccessibility(self, event: Any) -> None:
        self.said.append(event.message())


# --- names ------------------------------------------------------------------------------------------------------------


def nameless(root: QWidget) -> list[str]:
    """Everything under ``root`` that takes the focus and says nothing of itself."""
    found = []
    for one in root.findChildren(QWidget):
        if one.focusPolicy() == Qt.FocusPolicy.NoFocus or one.focusProxy() is not None or not one.isVisible():
            continue
        if isinstance(one.parentWidget(), QComboBox | QLineEdit) or one.objectName().startswith("qt_"):
            continue  # inside another control
        spoken = QAccessible.queryAccessibleInterface(one)
        if spoken is not None and not spoken.text(QAccessible.Text.Name):
            found.append(f"{type(one).__name__} {one.objectName()} in {type(one.parentWidget()).__name__}")
    return found


@pytest.mark.row(100)
@pytest.mark.parametrize("place", [place.id for place in PLACES])
def test_everything_on_every_screen_that_takes_the_focus_has_a_name(walk: Walk, place: str) -> None:
    found: list[str] = []
    seen: list[str] = []

    def look(what: str, shown: QWidget) -> None:
        seen.append(what)
        found.extend(f"{what}: {one}" for one in nameless(shown))

    walk.place(place, look)
    assert seen
    assert found == []


@pytest.mark.row(100)
@pytest.mark.parametrize("place", ["", *LISTS])
def test_everything_in_every_dialog_that_takes_the_focus_has_a_name(walk: Walk, place: str) -> None:
    found: list[str] = []
    walk.dialogs(place, lambda what, dialog: found.extend(f"{what}: {one}" for one in nameless(dialog)))
    assert found == []


@pytest.mark.row(101, 103)
@pytest.mark.parametrize("place", LISTS)
def test_every_painted_cell_says_in_words_what_it_shows_in_colour_and_shape(walk: Walk, place: str) -> None:
    from ui.widgets.cells import Cell
    from ui.widgets.delegates import CELL_ROLE

    page = walk.go(place)
    told = 0
    for row in range(min(page.model.rowCount(), 12)):
        for column in range(page.model.columnCount()):
            index = page.model.index(row, column)
            cell = index.data(CELL_ROLE)
            spoken = str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or "")
            if isinstance(cell, Cell) and (cell.mark is not None or cell.fraction is not None or cell.tone):
                told += 1
                assert spoken, (place, column)
            if isinstance(cell, Cell) and cell.mark is not None and cell.mark.tone not in ("grey", ""):
                assert cell.mark.shape or cell.mark.icon, (place, column)
                assert any(letter.isalpha() for letter in cell.text), (place, column)
    assert told or place in ("people", "organisations", "places")


# --- the ring ---------------------------------------------------------------------------------------------------------


@pytest.mark.row(104)
def test_the_ring_is_drawn_for_the_keyboard_and_not_for_the_mouse(qtbot: QtBot) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    rows = QVBoxLayout(held)
    first, second, tool, chip = Button("One"), Button("Two"), ToolButton("plus", "Three"), Chip("Four")
    for widget in (first, second, tool, chip):
        rows.addWidget(widget)
    held.show()
    held.activateWindow()
    qtbot.waitUntil(held.isActiveWindow)
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert not first.property("keyfocus")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert second.property("keyfocus") == "true"
    QTest.keyClick(second, Qt.Key.Key_Tab)
    assert tool.property("keyfocus") == "true"
    assert not second.property("keyfocus")
    QTest.keyClick(tool, Qt.Key.Key_Tab)
    assert chip.ring
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    chip.clearFocus()
    chip.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not chip.ring


# --- what is said aloud -----------------------------------------------------------------------------------------------


@pytest.mark.row(105)
def test_notices_and_saves_are_said_aloud(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard()
    monkeypatch.setattr(messages, "QAccessible", heard)
    monkeypatch.setattr(frame_parts, "QAccessible", heard)
    page = walk.go("people")
    walk.first_record()
    editor = page.form.editors["remarks"]
    editor.text.setPlainText("Dato ficticio")
    page.form.save()
    walk.rest()
    assert any(said.startswith("Saved ") for said in heard.said)
    walk.window.notice("Deleted.")
    assert heard.said[-1] == "Deleted."


@pytest.mark.row(106)
def test_what_is_shown_as_a_picture_can_be_seen_as_a_table(walk: Walk) -> None:
    pictures = 0
    for place in LISTS:
        page = walk.go(place)
        for view in page.spec.views:
            walk.window.registry[f"view.{view.id}"].trigger()
            walk.rest()
            pictures += 1
            assert page.view is not page.table
            table = walk.window.registry["view.table"]
            assert table.isEnabled()
            table.trigger()
            walk.rest()
            assert page.table.isVisible()
    assert pictures >= 3


# --- letters and colours ----------------------------------------------------------------------------------------------


@pytest.mark.row(108)
@pytest.mark.parametrize("percent", [90, 100, 125, 150])
def test_letters_grow_and_shrink_with_what_the_person_chose(qapp: QApplication, qtbot: QtBot, percent: int) -> None:
    try:
        style.apply(qapp, "light", scale=percent / 100)
        for name, (points, _weight) in tokens.TYPE.items():
            assert style.font(name).pointSizeF() == pytest.approx(points * percent / 100)
        held = QWidget()
        qtbot.addWidget(held)
        rows = QVBoxLayout(held)
        for control in (Button("Workbook for a department"), CheckBox("Only what is mine"), Chip("Overdue")):
            rows.addWidget(control)
        held.show()
        for control in held.findChildren(QWidget):
            needs = style.metrics("body").horizontalAdvance("Only what is mine")
            assert control.height() >= style.metrics("body").height()
            assert not isinstance(control, CheckBox) or control.width() >= needs
    finally:
        style.apply(qapp, "light", scale=1.0)


@pytest.mark.row(82)
def test_high_contrast_drops_our_colours_and_takes_the_systems(qapp: QApplication) -> None:
    try:
        style.apply(qapp, "light", contrast=True)
        assert qapp.styleSheet() == style.CONTRAST  # only where a card ends
        assert style.theme().name == "contrast"
        system = qapp.palette()
        assert style.theme().surface == system.color(QPalette.ColorRole.Base).name().upper()
        assert style.theme().text == system.color(QPalette.ColorRole.Text).name().upper()
        assert {style.theme().tone(name).fg for name in tokens.TONES} == {style.theme().text}
        assert tokens.LIGHT.accent not in (style.theme().accent, style.theme().accent_text)
        assert style.theme().accent_soft not in (style.theme().surface, style.theme().hover)  # what is chosen is seen
        assert tokens.contrast(style.theme().text, style.theme().accent_soft) >= 7
    finally:
        style.apply(qapp, "light", contrast=False)
    assert style.theme() is tokens.LIGHT
    assert qapp.styleSheet()


@pytest.mark.row(102)
@pytest.mark.parametrize("theme", tokens.THEMES.values(), ids=list(tokens.THEMES))
def test_what_is_written_on_a_selected_row_can_be_read(theme: tokens.Theme) -> None:
    for ink in (theme.text, theme.text2, theme.accent_text, *(theme.tone(name).fg for name in tokens.TONES)):
        assert tokens.contrast(ink, theme.accent_soft) >= 4.5
