"""Ctrl+Shift+A by hand: chips, type-ahead, Enter in three ways, Undo, what is typed survives, pasted lines."""

import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.queries.listing import Ask
from ecd_desktop import calendar, language
from ecd_desktop.calendar import clock
from ecd_desktop.identity import Person
from tests.ui.example import DAY
from tests.ui.program import Desk
from ui.quick_add.kept import Typed, read
from ui.quick_add.line import QuickLine
from ui.quick_add.overlay import Overlay, overlay_of

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
LINE = "Llamar a Obras @bruno vie #PRY-2026-003 !alta"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, example_url: str) -> Iterator[Desk]:
    """The example, in Spanish, at the settings: a page without a line of its own."""
    calendar.set_today(DAY)
    with language.in_language("es"):
        made = Desk(qtbot, tmp_path)
        made.program.person = Person("Bruno Ibáñez", "LAPTOP-1")
        made.open(example_url.removeprefix("sqlite:///"), first="settings")
        made.window.activateWindow()
        qtbot.waitUntil(made.window.isActiveWindow)
        yield made
    calendar.set_today(None)


@pytest.fixture
def overlay(desk: Desk) -> Overlay:
    QTest.keyClick(desk.window, Qt.Key.Key_A, CTRL_SHIFT)
    desk.rest()
    return overlay_of(desk.window)


def type_(desk: Desk, line: QuickLine, text: str) -> None:
    line.line.clear()
    QTest.keyClicks(line.line, text)
    desk.rest()
    line.list.hide()


def chips(line: QuickLine) -> list[str]:
    return [chip.text() for chip in line.chips.chips]


def press(line: QuickLine, key: Qt.Key, mods: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(line.line, key, mods)


def items(desk: Desk) -> list[Any]:
    """Every commitment, the newest first."""
    from db.queries.action_items import LISTING

    ask = Ask(clock=clock(DAY, desk.window.here.calendar))

    def job(store: Any) -> list[Any]:
        with store.reading() as session:
            return sorted(LISTING.all(session, ask), key=lambda row: str(row.code), reverse=True)

    return desk.ask(job)  # type: ignore[no-any-return]


@pytest.mark.row(6)
def test_ctrl_shift_a_opens_a_line_that_leaves_the_window_usable(desk: Desk, overlay: Overlay) -> None:
    assert overlay.isVisible()
    assert overlay.line.line.hasFocus()
    assert not overlay.isModal()
    desk.go("projects")
    assert overlay.isVisible()
    QTest.keyClick(overlay.line.line, Qt.Key.Key_Escape)
    assert not overlay.isVisible()


@pytest.mark.row(75)
def test_chips_say_what_was_understood_as_it_is_typed(desk: Desk, overlay: Overlay) -> None:
    type_(desk, overlay.line, LINE)
    said = chips(overlay.line)
    assert said[0].startswith("Bruno Ibáñez Quiroz")
    assert said[1] == "Vie 27 nov · en 4 días"
    assert said[2].startswith("PRY-2026-003 · ")
    assert len(said) == 5
    assert overlay.line.readings[0].description == "Llamar a Obras"


def test_enter_adds_with_one_undo_and_the_notice_has_undo_and_open_it(desk: Desk, overlay: Overlay) -> None:
    before = len(items(desk))
    type_(desk, overlay.line, LINE)
    press(overlay.line, Qt.Key.Key_Return)
    desk.rest()
    found = items(desk)
    assert len(found) == before + 1
    new = found[0]
    assert (new.description, new.due_on, new.project_code) == ("Llamar a Obras", date(2026, 11, 27), "PRY-2026-003")
    assert new.person.startswith("Bruno")
    assert not overlay.isVisible()
    assert new.code in desk.window.notices.text()
    assert len(desk.window.notices._buttons) == 2
    desk.window.notices.press()
    desk.rest()
    assert len(items(desk)) == before


def test_the_notices_second_button_opens_it(desk: Desk, overlay: Overlay) -> None:
    type_(desk, overlay.line, "Medir la vereda")
    press(overlay.line, Qt.Key.Key_Return)
    desk.rest()
    desk.window.notices._buttons[1].click()
    desk.rest()
    page: Any = desk.window.page()
    assert desk.window.place() == "action_items"
    assert page.selected() == (items(desk)[0].key,)


def test_ctrl_enter_adds_and_opens(desk: Desk, overlay: Overlay) -> None:
    type_(desk, overlay.line, "Medir la vereda @bruno")
    press(overlay.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.rest()
    page: Any = desk.window.page()
    assert desk.window.place() == "action_items"
    assert page.selected() == (items(desk)[0].key,)


def test_shift_enter_adds_and_stays_for_the_next(desk: Desk, overlay: Overlay) -> None:
    before = len(items(desk))
    for text in ("Uno", "Dos"):
        QTest.keyClicks(overlay.line.line, text)
        press(overlay.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        desk.rest()
        assert overlay.isVisible()
        assert overlay.line.line.text() == ""
        assert overlay.line.line.hasFocus()
    assert len(items(desk)) == before + 2


def test_enter_before_the_names_are_known_waits_for_them(desk: Desk, overlay: Overlay) -> None:
    overlay.line.line.setText("Medir @bruno")
    press(overlay.line, Qt.Key.Key_Return)
    desk.rest()
    assert items(desk)[0].person.startswith("Bruno")


def test_a_chip_that_is_pressed_leaves_its_words_in_the_text(desk: Desk, overlay: Overlay) -> None:
    type_(desk, overlay.line, "Llamar vie")
    overlay.line.chips.chips[0].click()
    assert overlay.line.readings[0].description == "Llamar vie"
    assert overlay.line.readings[0].due is None
    assert overlay.line.line.text() == "Llamar vie"
    press(overlay.line, Qt.Key.Key_Return)
    desk.rest()
    assert (items(desk)[0].description, items(desk)[0].due_on) == ("Llamar vie", None)


def test_the_reach_is_turned_by_its_chip_and_by_a_word(desk: Desk, overlay: Overlay) -> None:
    type_(desk, overlay.line, "Ordenar el archivo")
    overlay.line.chips.chips[-1].click()
    assert overlay.line.reach_of(overlay.line.readings[0]) == "internal_task"
    press(overlay.line, Qt.Key.Key_Return)
    desk.rest()
    assert items(desk)[0].reach == "internal_task"
    overlay.begin()
    type_(desk, overlay.line, "Ordenar luego !tarea")
    assert overlay.line.reach_of(overlay.line.readings[0]) == "internal_task"
    overlay.line.chips.chips[-1].click()
    assert overlay.line.line.text() == "Ordenar luego"
    assert overlay.line.reach_of(overlay.line.readings[0]) == "commitment"


def test_a_due_date_on_a_holiday_is_said_with_its_name(desk: Desk, overlay: Overlay) -> None:
    type_(desk, overlay.line, "Llamar 8/12")
    assert "Inmaculada" in overlay.line.note.whole()
    assert "10 de diciembre" in overlay.line.note.whole()
    assert overlay.line.line.accessibleDescription() == overlay.line.note.whole()
    type_(desk, overlay.line, "Llamar vie")
    assert overlay.line.note.isHidden()


def test_a_sign_opens_the_list_with_those_named_last_first(desk: Desk, overlay: Overlay) -> None:
    line = overlay.line
    QTest.keyClicks(line.line, "Medir @")
    desk.rest()
    assert line.list.isVisible()
    assert line.list.count() > 2
    QTest.keyClicks(line.line, "emap")
    desk.rest()
    assert line.list.item(0).text().startswith("EMAPE") or "EMAPE" in str(line.list.item(0).data(257))
    press(line, Qt.Key.Key_Return)
    assert line.line.text() == "Medir @EMAPE "
    assert not line.list.isVisible()
    QTest.keyClicks(line.line, "!al")
    desk.rest()
    assert [line.list.item(n).text() for n in range(line.list.count())] != []
    press(line, Qt.Key.Key_Tab)
    assert line.line.text() == "Medir @EMAPE !alta "


def test_a_name_of_several_asks_and_the_chosen_one_is_meant(desk: Desk, overlay: Overlay) -> None:
    line = overlay.line
    type_(desk, line, "Medir @ma")
    unclear = [chip for chip in line.chips.chips if chip.shown.id.startswith("unclear")]
    assert len(unclear) == 1
    unclear[0].click()
    assert line.list.isVisible()
    first = line.list.item(0).text()
    press(line, Qt.Key.Key_Return)
    desk.rest()
    assert not [chip for chip in line.chips.chips if chip.shown.id.startswith("unclear")]
    assert chips(line)[0].startswith(first)


def test_what_is_typed_survives_esc_and_the_end_of_the_program(desk: Desk, overlay: Overlay) -> None:
    type_(desk, overlay.line, "Llamar vie")
    overlay.line.chips.chips[0].click()
    QTest.keyClick(overlay.line.line, Qt.Key.Key_Escape)
    desk.rest()
    text = desk.window.here.drafts.kept("quick_add", uuid.UUID(int=1))
    assert read(text) == Typed("Llamar vie", "", ("vie",))
    overlay.line.line.setText("")  # as after a restart: the field is empty, the file is there
    overlay.line._keep_soon.stop()
    overlay.begin()
    desk.rest()
    assert overlay.line.line.text() == "Llamar vie"
    assert overlay.line.readings[0].due is None


def test_a_line_that_was_added_waits_no_more(desk: Desk, overlay: Overlay) -> None:
    type_(desk, overlay.line, "Llamar")
    overlay.line.keep()
    press(overlay.line, Qt.Key.Key_Return)
    desk.rest()
    overlay.begin()
    desk.rest()
    assert overlay.line.line.text() == ""


def test_nothing_but_marks_is_said_to_be_too_little_and_the_text_stays(desk: Desk, overlay: Overlay) -> None:
    before = len(items(desk))
    type_(desk, overlay.line, "vie @bruno")
    press(overlay.line, Qt.Key.Key_Return)
    desk.rest()
    assert overlay.isVisible()
    assert overlay.line.note.whole()
    assert overlay.line.line.text() == "vie @bruno"
    assert len(items(desk)) == before


def test_several_pasted_lines_are_several_commitments_and_one_undo(desk: Desk, overlay: Overlay) -> None:
    before = len(items(desk))
    QGuiApplication.clipboard().setText("• Llamar a Obras vie\n• Enviar acta @bruno\n\n• Medir\n")
    press(overlay.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.rest()
    assert overlay.line.several
    assert "3" in overlay.line.note.whole().split("\n")[0]
    assert len(items(desk)) == before  # the sentence comes first
    press(overlay.line, Qt.Key.Key_Return)
    desk.rest()
    assert {one.description for one in items(desk)[:3]} == {"Llamar a Obras", "Enviar acta", "Medir"}
    desk.window.registry["shell.undo"].trigger()
    desk.rest()
    assert len(items(desk)) == before


def test_a_person_renamed_meanwhile_is_looked_up_again(desk: Desk, overlay: Overlay) -> None:
    from db.records import Person as Somebody

    type_(desk, overlay.line, "Medir @ficticinda")
    assert chips(overlay.line) != []
    assert overlay.line.readings[0].marks == ()

    def add(store: Any) -> None:
        with store.change("Add") as work:
            work.add(Somebody(given_names="Ficticinda", family_names="Nueva"))

    desk.ask(lambda store: add(store) or True)
    desk.rest()
    assert [mark.value.name for mark in overlay.line.readings[0].marks] == ["Ficticinda Nueva"]


def test_closing_gives_the_focus_back(desk: Desk, qtbot: QtBot) -> None:
    page: Any = desk.go("people")
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    page.table.setFocus()
    QTest.keyClick(desk.window, Qt.Key.Key_A, CTRL_SHIFT)
    desk.rest()
    overlay = overlay_of(desk.window)
    assert overlay.isVisible()
    QTest.keyClick(overlay.line.line, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.table


def test_the_first_screen_has_the_line_in_place(desk: Desk) -> None:
    page: Any = desk.go("today")
    QTest.keyClick(desk.window, Qt.Key.Key_A, CTRL_SHIFT)
    desk.rest()
    assert page.quick_line.line.hasFocus()
    assert desk.window.findChild(Overlay) is None
    type_(desk, page.quick_line, "Medir la vereda hoy @yo")
    press(page.quick_line, Qt.Key.Key_Return)
    desk.rest()
    assert desk.window.place() == "today"
    assert items(desk)[0].description == "Medir la vereda"
    assert page.quick_line.line.text() == ""


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"text": 1}', '{"text": "a", "reach": "", "plain": 3}'])
def test_a_broken_draft_is_an_empty_line(text: str | None) -> None:
    assert read(text) == Typed()


def test_what_was_added_from_the_overlay_waits_no_more_on_the_first_screen(desk: Desk) -> None:
    page: Any = desk.go("today")
    type_(desk, page.quick_line, "Medir la vereda")
    desk.go("settings")
    QTest.keyClick(desk.window, Qt.Key.Key_A, CTRL_SHIFT)
    desk.rest()
    overlay = overlay_of(desk.window)
    assert overlay.line.line.text() == "Medir la vereda"
    before = len(items(desk))
    overlay.line.add()
    desk.rest()
    assert len(items(desk)) == before + 1
    desk.go("today")
    assert page.quick_line.line.text() == ""


def test_a_bug_while_names_are_looked_up_leaves_nothing_waiting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from ecd_desktop.services import quick_add
    from ui.quick_add.names import Names

    def no(*_given: object, **_more: object) -> object:
        raise KeyError("bug")

    desk.window.tasks.broke.disconnect()
    monkeypatch.setattr(quick_add, "look_up", no)
    names = Names(desk.window.here, desk.window)
    names.want([("@", "lucia")])
    assert names.waiting
    desk.until(lambda: not names.waiting)
    assert names.known() == {"@": []}
