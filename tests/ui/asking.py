"""Filling fields as a person does: texts into editors of forms, dialogs and tabs; the dialog that is open now."""

from typing import Any

from PySide6.QtTest import QTest

from ui.main_window import MainWindow


def question(office: MainWindow) -> Any:
    """The one dialog that asks."""
    from ui.widgets.question import Question

    (found,) = [one for one in office.findChildren(Question) if one.isVisible()]
    return found


def fill(holder: Any, **texts: str) -> None:
    """Type into the fields of a form, of a dialog's answers or of a tab's composer."""
    editors = getattr(holder, "answers", holder).editors
    for name, text in texts.items():
        inner = editors[name].inner
        if hasattr(inner, "setPlainText"):
            inner.setPlainText(text)
        else:
            inner.setText(text)
            inner.setModified(True)


def choose(holder: Any, name: str, value: Any, words: str = "") -> None:
    """Choose a member of a list, or the record of a link."""
    editor = getattr(holder, "answers", holder).editors[name]
    if hasattr(editor, "box"):
        editor.box.setCurrentIndex(editor.box.findData(str(value)))
    else:
        editor.show_value(value, words)
    editor.left.emit()


def in_front(window: Any) -> None:
    """Wait until this window has the keyboard: windows of earlier tests may still be going."""
    for _turn in range(3_000):
        if window.isActiveWindow():
            return
        window.activateWindow()
        QTest.qWait(10)
    raise AssertionError("the window does not get the keyboard")
