"""Somebody else changes a shared database while a list and a form are open: it appears, and nothing of ours is lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.records import ActionItem
from db.store import Store
from tests.journeys.keys import KEY, Keyboard
from tests.ui.example import DAY, wait_until_idle
from ui.main_window import MainWindow

pytestmark = pytest.mark.row(11, 28, 112)

MANY = 60


@pytest.fixture
def colleague(office_postgres_url: str) -> Iterator[Store]:
    """A second connection, with sixty commitments written."""
    store = Store.open(office_postgres_url, who="Colega Ficticia", machine="LAPTOP-2")
    with store.change("Write them down") as work:
        for n in range(MANY):
            due = DAY + timedelta(days=20 + n)
            work.add(ActionItem(code=f"COM-2026-{n + 100}", description=f"Compromiso ficticio {n:02}", due_on=due))
    yield store
    store.close()


@pytest.fixture
def shared(colleague: Store, office_postgres_url: str, at_work: Callable[[str], MainWindow]) -> MainWindow:
    return at_work(office_postgres_url)


def test_an_edit_elsewhere_appears_in_the_open_list_and_form(
    shared: MainWindow, colleague: Store, qtbot: QtBot
) -> None:
    page: Any = shared.page()
    keys = Keyboard(shared)
    assert page.model.rowCount() == MANY
    mine, other = page.model.keys[30], page.model.keys[33]
    page.table.select([mine], mine)
    wait_until_idle(shared.tasks)
    page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().value() + 40)
    scrolled = page.table.verticalScrollBar().value()
    remarks = page.form.editors["remarks"].text
    remarks.setFocus()
    QTest.keyClicks(remarks, "Una nota a medio escr")

    with colleague.change("Change both") as work:
        work.get(ActionItem, mine).expected_evidence = "Acta firmada"
        work.get(ActionItem, mine).description = "Lo que ahora dice la colega"
        work.get(ActionItem, other).description = "Otro compromiso, cambiado lejos"
    # the program hears of it by itself; F5 is only sooner
    qtbot.waitUntil(lambda: page.model.row(other).description == "Otro compromiso, cambiado lejos")
    wait_until_idle(shared.tasks)

    assert page.model.row(mine).description == "Lo que ahora dice la colega"
    assert page.form.draft.value("description") == "Lo que ahora dice la colega"
    assert page.form.editors["description"].inner.toPlainText() == "Lo que ahora dice la colega"
    assert page.form.editors["expected_evidence"].inner.text() == "Acta firmada"
    assert page.selected() == (mine,)
    assert page.table.verticalScrollBar().value() == scrolled
    assert remarks.toPlainText() == "Una nota a medio escr"
    assert remarks.hasFocus()
    assert remarks.textCursor().position() == len("Una nota a medio escr")

    QTest.keyClicks(remarks, "ibir")
    keys.command("shell.save")
    wait_until_idle(shared.tasks)
    with colleague.reading() as session:
        stored = session.get(ActionItem, mine)
        assert stored is not None
        assert stored.remarks == "Una nota a medio escribir"
        assert stored.description == "Lo que ahora dice la colega"


def test_the_same_field_changed_twice_is_asked_and_neither_text_is_lost(
    shared: MainWindow, colleague: Store, qtbot: QtBot
) -> None:
    page: Any = shared.page()
    mine = page.model.keys[5]
    page.table.select([mine], mine)
    wait_until_idle(shared.tasks)
    remarks = page.form.editors["remarks"].text
    remarks.setFocus()
    QTest.keyClicks(remarks, "Lo propio")
    with colleague.change("Change the same") as work:
        work.get(ActionItem, mine).remarks = "Lo suyo"
    QTest.keyClick(remarks, KEY.Key_F5)
    qtbot.waitUntil(page.form.clash_bar.isVisible)
    assert remarks.toPlainText() == "Lo propio"
    with colleague.reading() as session:
        stored = session.get(ActionItem, mine)
        assert stored is not None
        assert stored.remarks == "Lo suyo"
