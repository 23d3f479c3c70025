"""One commitment from its first word to its verification, and all of it taken back: no mouse, no menu."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.example import wait_until_idle
from ui.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WORDS = "Entregar el acta firmada a la junta directiva"


@pytest.mark.row(107)
def test_create_report_complete_verify_and_undo_it_all(office: MainWindow) -> None:
    page: Any = office.page()
    before = list(page.model.keys)
    stood = contents(office)

    press(office, Qt.Key.Key_N, CTRL)
    type_in(office, WORDS)
    for _field in range(20):  # Tab leads to the unit, whatever stands before it
        if QApplication.focusWidget() is page.form.editors["unit_id"].inner:
            break
        press(office, Qt.Key.Key_Tab)
    type_in(office, "emape")
    QTest.qWait(250)  # a pause of typing: then it is suggested
    wait_until_idle(office.tasks)
    press(office, Qt.Key.Key_Return)
    for _field in range(20):
        if QApplication.focusWidget() is page.form.editors["due_on"].inner:
            break
        press(office, Qt.Key.Key_Tab)
    type_in(office, "+3")
    press(office, Qt.Key.Key_S, CTRL)
    (key,) = set(page.model.keys) - set(before)
    row = page.model.row(key)
    assert (row.description, row.unit, row.state.value, row.why.value) == (WORDS, "EMAPE", "pending", "soon")
    assert row.code.startswith("COM-2026-")
    page.table.select([key], key)
    back_to_the_list(office)
    wait_until_idle(office.tasks)

    press(office, Qt.Key.Key_I, CTRL)
    dialog = question(office)
    press(office, Qt.Key.Key_Tab)
    type_in(office, "60")
    press(office, Qt.Key.Key_Tab)
    type_in(office, "Falta la firma de la secretaria")
    press(office, Qt.Key.Key_Backtab, SHIFT)
    press(office, Qt.Key.Key_Return)
    assert not alive(dialog)
    row = page.model.row(key)
    assert (row.progress, row.state.value, row.last_progress) == (60, "in_progress", "Falta la firma de la secretaria")

    back_to_the_list(office)
    press(office, Qt.Key.Key_Return, CTRL)
    assert page.model.row(key).why.value == "to_verify"
    assert office.notices.text() == f"Done: Complete {row.code}"
    back_to_the_list(office)
    press(office, Qt.Key.Key_Return, CTRL | SHIFT)
    assert page.model.row(key).state.value == "verified"

    for _step in range(4):
        back_to_the_list(office)
        press(office, Qt.Key.Key_Z, CTRL)
    assert page.model.keys == before
    assert contents(office) == stood


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(window), key, modifiers)
    wait_until_idle(window.tasks)


def type_in(window: MainWindow, text: str) -> None:
    QTest.keyClicks(focus(window), text)
    wait_until_idle(window.tasks)


def back_to_the_list(window: MainWindow) -> None:
    """A window manager gives the focus back when a dialog closes; here nobody does."""
    window.activateWindow()
    page: Any = window.page()
    page.focus()
    wait_until_idle(window.tasks)


def focus(window: MainWindow) -> QWidget:
    return QApplication.focusWidget() or window


def question(window: MainWindow) -> Any:
    from ui.widgets.question import Question

    (found,) = [one for one in window.findChildren(Question) if one.isVisible()]
    return found


def alive(dialog: Any) -> bool:
    import shiboken6

    return shiboken6.isValid(dialog) and dialog.isVisible()


def contents(window: MainWindow) -> Any:
    """Every record's fields: what undo must bring back byte for byte."""
    from tests.db.making import dump

    found: list[Any] = []
    window.tasks.read(dump, found.append)
    wait_until_idle(window.tasks)
    return found[0]
