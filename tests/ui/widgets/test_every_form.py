"""The form of every noun, by keyboard: reading order, names, words for what is needed, a focus never trapped."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.example import page_of, wait_until_idle
from ui import pages
from ui.main_window import MainWindow
from ui.widgets.controls import Label
from ui.widgets.form import Form
from ui.widgets.form_page import SAID_TO_BE_NEEDED

NOUNS = [place.id for place in pages.NOUNS]


@pytest.fixture
def form(request: pytest.FixtureRequest, office: MainWindow, qtbot: QtBot) -> Any:
    """The first record of a noun in its form, in the active window."""
    page = page_of(office, request.param)
    office.activateWindow()
    qtbot.waitUntil(office.isActiveWindow)
    page.table.select([page.model.keys[0]], page.model.keys[0])
    page._show_detail(True)
    wait_until_idle(office.tasks)
    page.detail.show_tab(0)
    wait_until_idle(office.tasks)
    assert page.form.draft is not None
    return page.form


def stops(form: Form) -> list[QWidget]:
    """What Tab goes through inside the form, from its first field."""
    first = next(iter(form.editors.values())).inner
    found: list[QWidget] = []
    widget: QWidget = first
    for _step in range(2_000):
        shown = widget.isVisibleTo(form) and widget.isEnabled()
        stop = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if shown and stop and form.isAncestorOf(widget):
            found.append(widget)
        widget = widget.nextInFocusChain()
        if widget is first:
            return found
    raise AssertionError("the focus chain does not come round")


@pytest.mark.row(69)
@pytest.mark.parametrize("form", NOUNS, indirect=True)
def test_tab_goes_on_in_reading_order(form: Form) -> None:
    places = [(widget.mapTo(form.widget(), QPoint(0, 0)), widget) for widget in stops(form)]
    assert len(places) >= 5
    for (here, before), (there, after) in pairwise(places):
        same_row = abs(there.y() - here.y()) < 12
        said = f"{before.accessibleName()} → {after.accessibleName()}"
        assert there.y() > here.y() or (same_row and there.x() > here.x()), said


@pytest.mark.row(70)
@pytest.mark.parametrize("form", NOUNS, indirect=True)
def test_every_stop_has_a_name_and_every_label_its_field(form: Form) -> None:
    for widget in stops(form):
        told = QAccessible.queryAccessibleInterface(widget)
        assert told.text(QAccessible.Text.Name) or widget.accessibleName(), type(widget).__name__
    buddies = {label.buddy() for label in form.findChildren(Label) if label.buddy() is not None}
    labelled = {name for name, editor in form.editors.items() if editor in buddies}
    flags = {name for name in form.editors if form._fields[name].kind.name == "flag"}
    assert labelled | flags == set(form.editors)


@pytest.mark.row(79)
@pytest.mark.parametrize("form", NOUNS, indirect=True)
def test_what_is_needed_is_said_in_words_and_is_little(form: Form) -> None:
    needed = [name for name in form.editors
              if form._fields[name].required and form._fields[name].kind.name in SAID_TO_BE_NEEDED]  # fmt: skip
    words = [label for label in form.findChildren(Label) if label.whole() == "needed"]
    assert len(words) == len(needed)
    assert len(needed) <= 4
    assert not [label for label in form.findChildren(Label) if "*" in label.whole()]


@pytest.mark.row(31)
@pytest.mark.parametrize("form", NOUNS, indirect=True)
def test_a_field_that_is_wrong_lets_the_focus_go(form: Form) -> None:
    tried = 0
    for name, editor in form.editors.items():
        line = editor.inner
        if form._fields[name].kind.name != "day" or not editor.isVisibleTo(form) or not isinstance(line, QLineEdit):
            continue
        tried += 1
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.clear()
        QTest.keyClicks(line, "31/02")
        QTest.keyClick(line, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is not line, name
        assert line.text() == "31/02"
        assert form.problem(name)
        assert line.accessibleDescription() == form.problem(name)
        form._discard(form.draft)  # type: ignore[arg-type]
    assert tried or form.entity in ("organisations", "people", "places", "stakeholders")


@pytest.mark.row(25)
@pytest.mark.parametrize("form", ["projects"], indirect=True)
def test_ctrl_z_undoes_typing_first_and_then_the_last_change(
    form: Form, office: MainWindow, answers: Callable[[Callable[[Any], Any]], Any]
) -> None:
    line = form.editors["name"].inner
    assert isinstance(line, QLineEdit)
    before = line.text()
    key = form.draft.key  # type: ignore[union-attr]

    def name() -> str:
        def read(store: Any) -> str:
            from db.records import Project

            with store.reading() as session:
                return str(session.get(Project, key).name)

        return str(answers(read))

    line.setFocus(Qt.FocusReason.OtherFocusReason)
    line.end(False)
    QTest.keyClicks(line, "xyz")
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == before
    assert name() == before
    QTest.keyClicks(line, " dos")
    office.registry["shell.save"].trigger()
    wait_until_idle(office.tasks)
    assert name() == f"{before} dos"
    line.setText(line.text())  # nothing typed since
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait_until_idle(office.tasks)
    assert name() == before


@pytest.mark.row(10)
@pytest.mark.parametrize("form", ["people"], indirect=True)
def test_ctrl_s_is_calm_whatever_is_typed(form: Form, office: MainWindow) -> None:
    for text in ("", "31/02", "x" * 40):
        line = form.editors["given_names"].inner
        assert isinstance(line, QLineEdit)
        line.clear()
        QTest.keyClicks(line, text)
        office.registry["shell.save"].trigger()
        wait_until_idle(office.tasks)
        assert not office.errors.isVisible()
    assert isinstance(form.editors["remarks"].inner, QPlainTextEdit)
