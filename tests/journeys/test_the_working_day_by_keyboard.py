"""A day without a mouse: a workbook comes in, twenty commitments are sorted out, a record is found, all is undone."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from db.records.action_items import State
from ecd_desktop import language
from tests.journeys.keys import CTRL, KEY, Keyboard, contents
from tests.ui.program import SAMPLES
from ui import style
from ui.main_window import MainWindow

pytestmark = pytest.mark.row(107)

MATRIX = SAMPLES / "matriz_compromisos_2026.xlsx"
OPEN = {State.DRAFT, State.PENDING, State.IN_PROGRESS, State.OBSERVED}
Opened = Callable[[], MainWindow]


def test_a_workbook_is_imported_and_taken_back(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    window = opened()
    keys = Keyboard(window)
    stood = contents(window)

    # the system's own dialog, in which a path is typed
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(MATRIX), ""))
    keys.command("shell.import")
    page: Any = window.page()
    assert window.place() == "importing"
    assert page.job.plan is not None
    for step in ("columns", "preview", "result"):
        QTest.qWait(100)
        assert window.registry["importing.next"].isEnabled(), step
        keys.press(KEY.Key_Return, CTRL)
    assert page.steps.currentWidget() is page.result
    assert contents(window) != stood
    keys.press(KEY.Key_Z, CTRL)
    assert contents(window) == stood


def test_twenty_commitments_are_sorted_out(opened: Opened) -> None:
    window = opened()
    keys = Keyboard(window)
    keys.command("go.action_items")
    page: Any = window.page()
    stood = contents(window)

    keys.press(KEY.Key_F, CTRL)
    keys.type("punto agua riego")
    assert page.model.rowCount() == 1
    keys.press(KEY.Key_Return)
    keys.press(KEY.Key_Down)
    (key,) = page.selected()
    assert page.model.row(key).state is State.PENDING
    keys.press(KEY.Key_Return, CTRL)
    assert page.model.row(key).state is State.DONE

    keys.press(KEY.Key_F, CTRL)
    keys.type("alumbrado")
    keys.press(KEY.Key_Return)
    keys.press(KEY.Key_Down)
    (key,) = page.selected()
    keys.press(KEY.Key_J, CTRL)
    keys.type("emape")
    keys.press(KEY.Key_Return)
    keys.press(KEY.Key_Tab)
    keys.tab_to(lambda widget: getattr(widget, "text", lambda: "")() == "Assign")
    keys.press(KEY.Key_Space)
    assert page.model.row(key).unit == "EMAPE"
    keys.press(KEY.Key_T, CTRL)
    keys.type("15/12/2026")
    keys.press(KEY.Key_Tab)
    keys.type("Llegan los postes")
    keys.press(KEY.Key_Return)
    assert page.model.row(key).due_on.isoformat() == "2026-12-15"

    keys.press(KEY.Key_F, CTRL)
    keys.press(KEY.Key_Escape)
    keys.press(KEY.Key_Escape)
    assert page.model.rowCount() > 40
    keys.press(KEY.Key_Home, CTRL)
    chosen = postponed(keys, page, 20)
    before = {one: page.model.row(one).reschedules for one in chosen}
    keys.press(KEY.Key_T, CTRL)
    keys.type("30/12/2026")
    keys.press(KEY.Key_Tab)
    keys.type("Por las fiestas")
    keys.press(KEY.Key_Return)
    assert {page.model.row(one).due_on.isoformat() for one in chosen} == {"2026-12-30"}
    assert sum(page.model.row(one).reschedules > before[one] for one in chosen) > 10  # some had no date before

    for _step in range(4):
        keys.press(KEY.Key_Z, CTRL)
    assert contents(window) == stood


def postponed(keys: Keyboard, page: Any, wanted: int) -> tuple[Any, ...]:
    """Select that many open ones, from the top: Ctrl+Down goes on, Ctrl+Space takes one more."""
    keys.press(KEY.Key_Home)
    while page.model.row(page.table.current()).state not in OPEN:
        keys.press(KEY.Key_Down)
    while len(page.selected()) < wanted:
        keys.press(KEY.Key_Down, CTRL)
        if page.model.row(page.table.current()).state in OPEN:
            keys.press(KEY.Key_Space, CTRL)
    return tuple(page.selected())


def test_three_letters_find_a_record(opened: Opened) -> None:
    window = opened()
    keys = Keyboard(window)
    keys.palette("gdu")
    page: Any = window.page()
    assert window.place() == "organisations"
    assert "GDU" in page.detail.title.whole() + page.detail.caption.whole()


def test_five_steps_are_undone_after_a_restart(opened: Opened) -> None:
    window = opened()
    keys = Keyboard(window)
    keys.command("go.action_items")
    page: Any = window.page()
    stood = contents(window)
    keys.press(KEY.Key_F, CTRL)
    keys.type("alumbrado")
    keys.press(KEY.Key_Return)
    (key,) = page.selected()
    dues = [page.model.row(key).due_on]
    for days in range(5):
        keys.press(KEY.Key_T, CTRL)
        keys.type(f"{10 + days}/12/2026")
        keys.press(KEY.Key_Tab)
        keys.type(f"Cambio {days}")
        keys.press(KEY.Key_Return)
        dues.append(page.model.row(key).due_on)
    assert [due.day for due in dues[1:]] == [10, 11, 12, 13, 14]
    keys.press(KEY.Key_Q, CTRL)
    QTest.qWait(200)
    assert not window.isVisible()

    again = opened()
    keys = Keyboard(again)
    keys.command("go.action_items")
    model = page_of(again).model
    for due in reversed(dues[:-1]):
        keys.press(KEY.Key_Z, CTRL)
        assert model.row(key).due_on == due
    assert contents(again) == stood


def page_of(window: MainWindow) -> Any:
    return window.page()


def test_theme_and_language_are_switched(opened: Opened) -> None:
    window = opened()
    keys = Keyboard(window)
    keys.palette("> dark colours")
    assert style.theme().name == "dark"
    keys.palette("> light colours")
    assert style.theme().name == "light"

    keys.press(KEY.Key_Comma, CTRL)
    assert window.place() == "settings"
    page: Any = window.page()
    box = page.editors["language"].inner
    keys.tab_to(lambda widget: widget is box)
    keys.press(KEY.Key_Home)
    spanish = box.findData("es")
    keys.press(KEY.Key_Down, times=max(spanish - box.currentIndex(), 0))
    QTest.qWait(100)
    keys.rest()
    assert language.current() == "es"
    assert window.rail.items["settings"].text() == "Ajustes"
    assert window.header.title.whole() == "Ajustes"
    assert window.registry["help.about"].text().replace("&", "").startswith("Acerca de")
