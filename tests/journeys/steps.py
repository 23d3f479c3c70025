"""Steps of journeys that are told in several of them: going to a place, to a field, answering what is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.journeys.keys import CTRL, KEY, Keyboard
from tests.ui.example import wait_until_idle
from ui.main_window import MainWindow
from ui.widgets.question import Question


def go(window: MainWindow, keys: Keyboard, place: str) -> Any:
    """To a place by its keys, or by the palette; indicators are reached from the projects."""
    if f"go.{place}" not in window.registry:
        run(window, keys, f"projects.{place}")
    elif not window.registry[f"go.{place}"].shortcut().isEmpty():
        keys.command(f"go.{place}")
    else:
        run(window, keys, f"go.{place}")
    assert window.place() == place
    return window.page()


def run(window: MainWindow, keys: Keyboard, command: str) -> None:
    """A command by its words in the palette."""
    keys.press(KEY.Key_K, CTRL)
    keys.type("> " + window.registry[command].text().replace("&", ""))
    QTest.qWait(100)
    keys.press(KEY.Key_Return)
    keys.rest()


def to_field(keys: Keyboard, page: Any, name: str) -> None:
    keys.tab_to(lambda focus: inside(focus, page.form.editors[name]), most=60)


def inside(widget: QWidget, whole: QWidget) -> bool:
    return widget is whole or whole.isAncestorOf(widget)


def question(window: MainWindow) -> Any:
    return next((one for one in window.findChildren(Question) if one.isVisible()), None)


def ask(window: MainWindow, read: Callable[[Any], Any]) -> Any:
    found: list[Any] = []
    window.tasks.read(read, found.append)
    wait_until_idle(window.tasks)
    return found[0]


def choose(keys: Keyboard, page: Any, key: Any) -> None:
    """This record, with the keyboard on the list."""
    page.table.select([key], key)
    page.focus()
    keys.rest()


def answer(window: MainWindow, keys: Keyboard, **typed: str) -> None:
    """Type into the fields of what is asked, from the first to the last, then press its button."""
    asked = question(window)
    assert asked is not None
    for name, text in typed.items():
        keys.tab_to(lambda focus, name=name: inside(focus, asked.answers.editors[name]))
        keys.type(text)
        if asked.answers.editors[name].field.target:
            keys.press(KEY.Key_Return)
    keys.tab_to(lambda focus: focus is asked.verb)
    keys.press(KEY.Key_Return)
    assert question(window) is None


def printed(window: MainWindow, keys: Keyboard) -> str:
    """The text of the document that the reports show."""
    import pypdfium2

    QTest.qWait(400)  # a pause after the last choice, then it is made
    keys.rest()
    reports: Any = window.page()
    assert reports.preview.has_file()
    pdf = pypdfium2.PdfDocument(reports.preview._path)
    try:
        return " ".join(" ".join(pdf[n].get_textpage().get_text_bounded() for n in range(len(pdf))).split())
    finally:
        pdf.close()
