"""Editors by kind: what is shown, what is taken, what is wrong."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from db.fields import CHOICE, DAY, FLAG, LINK, MEMO, MOMENT, MONEY, NUMBER, TEXT, Choice, Field
from db.records import Holiday, Organisation
from db.records.base import new_key
from ecd_desktop import calendar
from ecd_desktop.drafts import Draft
from ui.main_window import MainWindow
from ui.widgets.day_editor import DayEditor, month_view
from ui.widgets.editors import ChoiceEditor, Editor, FlagEditor, LineEditor, MemoEditor, ReadOnly, editor_for
from ui.widgets.link_editor import LinkEditor


class Colour(Choice):
    RED = "red", "Red"
    BLUE = "blue", "Blue"


FIELDS = {
    "title": Field(TEXT, "Title", required=True, max=20),
    "body": Field(MEMO, "Body"),
    "points": Field(NUMBER, "Points", max=100),
    "budget": Field(MONEY, "Budget"),
    "due_on": Field(DAY, "Due"),
    "at": Field(MOMENT, "At"),
    "works": Field(FLAG, "Works"),
    "colour": Field(CHOICE, "Colour", choices=Colour),
    "unit_id": Field(LINK, "Unit", target="organisations"),
}


@pytest.fixture
def draft() -> Draft:
    return Draft("things", new_key(), FIELDS, seen={}, wanted={})


@pytest.fixture
def make(window: MainWindow, qtbot: QtBot) -> Callable[[str], Any]:
    def made(name: str) -> Editor:
        editor = editor_for(window.here, name, FIELDS[name])
        qtbot.addWidget(editor)
        editor.show()
        editor.activateWindow()
        return editor

    return made


def test_each_kind_has_its_editor(make: Callable[[str], Any]) -> None:
    kinds = {name: type(make(name)) for name in FIELDS}
    assert kinds == {
        "title": LineEditor, "body": MemoEditor, "points": LineEditor, "budget": LineEditor, "due_on": DayEditor,
        "at": ReadOnly, "works": FlagEditor, "colour": ChoiceEditor, "unit_id": LinkEditor,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [("title", " Banca  nueva ", "Banca nueva"), ("points", "40 %", 40), ("budget", "S/ 1,234.50", 123_450),
     ("due_on", "27/11/2026", date(2026, 11, 27)), ("title", "", None)],
)  # fmt: skip
def test_what_is_typed_is_read_by_the_kind(
    make: Callable[[str], Any], draft: Draft, qtbot: QtBot, name: str, typed: str, value: object
) -> None:
    editor = make(name)
    editor.show_value(None, "x")
    editor.line.selectAll()
    qtbot.keyClicks(editor.line, typed) if typed else qtbot.keyClick(editor.line, Qt.Key.Key_Delete)
    editor.take(draft)
    assert draft.value(name) == value


def test_a_value_that_nobody_touched_is_not_taken(make: Callable[[str], Any], draft: Draft) -> None:
    draft.set("title", "Seen")
    editor = make("title")
    editor.show_value("Shown", "Shown")
    editor.take(draft)
    assert draft.value("title") == "Seen"


@pytest.mark.row(71)
def test_a_date_is_typed_as_people_say_it(make: Callable[[str], Any], draft: Draft, qtbot: QtBot) -> None:
    calendar.set_today(date(2026, 5, 20))
    editor = make("due_on")
    qtbot.keyClicks(editor.line, "+3")
    editor.take(draft)
    assert editor.line.text() == "+3"  # half typed: only leaving the field writes it out
    editor.write_out(draft)
    assert draft.value("due_on") == date(2026, 5, 23)
    assert editor.line.text() == "23/05/2026"


@pytest.mark.row(71)
def test_arrows_turn_the_day_and_pages_the_month(make: Callable[[str], Any], draft: Draft, qtbot: QtBot) -> None:
    editor = make("due_on")
    editor.show_value(date(2026, 1, 31), "31/01/2026")
    for key, text in (
        (Qt.Key.Key_Up, "01/02/2026"), (Qt.Key.Key_Down, "31/01/2026"), (Qt.Key.Key_PageDown, "28/02/2026"),
        (Qt.Key.Key_PageUp, "28/01/2026"),
    ):  # fmt: skip
        qtbot.keyClick(editor.line, key)
        assert editor.line.text() == text
    editor.take(draft)
    assert draft.value("due_on") == date(2026, 1, 28)


@pytest.mark.row(31)
def test_a_date_that_is_none_stays_and_the_focus_goes_on(
    make: Callable[[str], Any], draft: Draft, qtbot: QtBot
) -> None:
    editor = make("due_on")
    qtbot.keyClicks(editor.line, "31/02/2026")
    editor.take(draft)
    assert draft.typed["due_on"].text == "31/02/2026"
    editor.say_problem("“31/02/2026” is not a date.")
    assert editor.line.text() == "31/02/2026"
    assert editor.line.accessibleDescription() == "“31/02/2026” is not a date."


@pytest.mark.row(71)
def test_the_calendar_begins_on_monday_and_shows_holidays(window: MainWindow, qtbot: QtBot) -> None:
    window.here.calendar = calendar.Calendar(frozenset({date(2026, 7, 28)}))
    view = month_view(date(2026, 7, 20), window.here)
    qtbot.addWidget(view)
    assert view.firstDayOfWeek() == Qt.DayOfWeek.Monday
    assert len(view.dateTextFormat()) == 1


def test_a_choice_may_be_empty_and_shows_what_is_no_longer_offered(make: Callable[[str], Any], draft: Draft) -> None:
    editor = make("colour")
    assert [editor.box.itemText(n) for n in range(editor.box.count())] == [" ", "Red", "Blue"]
    editor.show_value(Colour.BLUE, "Blue")
    editor.take(draft)
    assert draft.value("colour") is Colour.BLUE
    editor.offer((Colour.RED,))
    editor.show_value(Colour.BLUE, "Blue")
    assert editor.box.currentText() == "Blue"
    editor.show_value(None, "")
    editor.take(draft)
    assert draft.value("colour") is None


def test_a_flag_is_taken_at_once(make: Callable[[str], Any], draft: Draft, qtbot: QtBot) -> None:
    editor = make("works")
    with qtbot.waitSignal(editor.left):
        qtbot.mouseClick(editor.box, Qt.MouseButton.LeftButton)
    editor.take(draft)
    assert draft.value("works") is True


def test_tab_leaves_a_memo_and_its_lines_are_kept(make: Callable[[str], Any], draft: Draft, qtbot: QtBot) -> None:
    editor = make("body")
    before = editor.text.height()
    for _n in range(4):
        qtbot.keyClicks(editor.text, "line")
        qtbot.keyClick(editor.text, Qt.Key.Key_Return)
    editor.take(draft)
    assert draft.value("body") == "line\nline\nline\nline"
    assert editor.text.height() > before
    assert editor.text.tabChangesFocus()


# --- links ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def units(change: Callable[[Callable[[Any], Any]], Any]) -> dict[str, Any]:
    def add(store: Any) -> dict[str, Any]:
        with store.change("Invented") as work:
            names = ("Niños de Huánuco Ficticio", "Huánuco Sur Ficticio")
            return {name: work.add(Organisation(name=name)).id for name in names}

    return change(add)  # type: ignore[no-any-return]


def suggested(editor: LinkEditor) -> list[str]:
    return [editor.list.item(n).text() for n in range(editor.list.count())]


@pytest.mark.row(72)
def test_a_link_is_found_without_accents_in_any_order(
    make: Callable[[str], Any], draft: Draft, units: dict[str, Any], qtbot: QtBot
) -> None:
    editor = make("unit_id")
    editor.line.setFocus()
    qtbot.waitUntil(editor.line.hasFocus)
    qtbot.keyClicks(editor.line, "huan nino")
    qtbot.waitUntil(lambda: suggested(editor) == ["Niños de Huánuco Ficticio"])
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    editor.take(draft)
    assert draft.value("unit_id") == units["Niños de Huánuco Ficticio"]
    assert not editor.list.isVisible()


@pytest.mark.row(72)
def test_without_words_the_ones_changed_last_come_first(
    make: Callable[[str], Any], units: dict[str, Any], qtbot: QtBot
) -> None:
    editor = make("unit_id")
    editor.line.setFocus()
    qtbot.waitUntil(editor.line.hasFocus)
    qtbot.keyClick(editor.line, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: set(suggested(editor)[:2]) == set(units))


def test_a_name_that_was_not_chosen_is_no_link(make: Callable[[str], Any], draft: Draft, qtbot: QtBot) -> None:
    editor = make("unit_id")
    qtbot.keyClicks(editor.line, "Nobody")
    editor.take(draft)
    assert draft.value("unit_id") is None
    assert "unit_id" in draft.typed


def test_tab_takes_the_only_one_meant_also_before_suggestions_came(
    window: MainWindow, units: dict[str, Any], draft: Draft, qtbot: QtBot
) -> None:
    editor, host = editor_for(window.here, "unit_id", FIELDS["unit_id"]), QWidget()
    assert isinstance(editor, LinkEditor)
    qtbot.addWidget(host)
    beside = QVBoxLayout(host)
    beside.addWidget(editor)
    beside.addWidget(QLineEdit())
    host.show()
    host.activateWindow()
    for typed, meant in (
        ("huan nino", "Niños de Huánuco Ficticio"), ("huanuco", "huanuco"), ("sur fict", "Huánuco Sur Ficticio")
    ):  # fmt: skip
        editor.line.setFocus()
        qtbot.waitUntil(editor.line.hasFocus)
        editor.line.selectAll()
        qtbot.keyClicks(editor.line, typed)
        qtbot.keyClick(editor.line, Qt.Key.Key_Tab)
        qtbot.waitUntil(lambda: window.tasks.idle)
        qtbot.waitUntil(lambda meant=meant: editor.line.text() == meant)  # what fits several stays as it was typed
    editor.take(draft)
    assert draft.value("unit_id") == units["Huánuco Sur Ficticio"]


def test_an_emptied_line_is_no_link(make: Callable[[str], Any], draft: Draft, units: dict[str, Any]) -> None:
    draft.set("unit_id", units["Huánuco Sur Ficticio"])
    editor = make("unit_id")
    editor.show_value(units["Huánuco Sur Ficticio"], "Huánuco Sur Ficticio")
    editor.line.clear()
    editor.take(draft)
    assert draft.value("unit_id") is None


def test_suggestions_stand_above_the_field_where_the_screen_ends_below_it(window: MainWindow, qtbot: QtBot) -> None:
    editor = editor_for(window.here, "unit_id", FIELDS["unit_id"], create=lambda _here, _name, _then: None)
    qtbot.addWidget(editor)
    assert isinstance(editor, LinkEditor)
    room = editor.screen().availableGeometry()
    editor.show()
    for top, above in ((room.bottom() - 40, True), (room.top() + 40, False)):
        editor.move(room.left() + 20, top)
        editor.list.offer([], "vivero")
        line = editor.line.mapToGlobal(QPoint(0, 0)).y()
        assert (editor.list.y() < line) is above
        assert room.contains(editor.list.geometry())


@pytest.mark.row(72)
def test_a_new_record_can_be_made_from_its_name(window: MainWindow, draft: Draft, qtbot: QtBot) -> None:
    made = new_key()
    editor = editor_for(window.here, "unit_id", FIELDS["unit_id"],
                        create=lambda _here, name, then: then(made, name.upper()))  # fmt: skip
    qtbot.addWidget(editor)
    assert isinstance(editor, LinkEditor)
    editor.show()
    editor.activateWindow()
    editor.line.setFocus()
    qtbot.waitUntil(editor.line.hasFocus)
    qtbot.keyClicks(editor.line, "vivero nuevo")
    qtbot.waitUntil(lambda: suggested(editor) == ["Create “vivero nuevo”"])
    qtbot.keyClick(editor.line, Qt.Key.Key_Tab)
    assert editor.line.text() == "vivero nuevo"  # going on to the next field makes no record
    editor.line.setFocus()
    qtbot.keyClicks(editor.line, "s")
    qtbot.waitUntil(lambda: suggested(editor) == ["Create “vivero nuevos”"])
    qtbot.keyClick(editor.line, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: suggested(editor) == ["Create “vivero nuevo”"])
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    editor.take(draft)
    assert (draft.value("unit_id"), editor.line.text()) == (made, "VIVERO NUEVO")


@pytest.mark.row(71)
def test_the_calendar_names_its_holidays(
    make: Callable[[str], Any], window: MainWindow, change: Callable[[Callable[[Any], Any]], Any], qtbot: QtBot
) -> None:
    day = QDate(2026, 12, 8)

    def add(store: Any) -> None:
        with store.change("Add") as work:
            work.add(Holiday(on=date(2026, 12, 8), name="Inmaculada Concepción"))

    change(add)
    editor = make("due_on")
    calendar = month_view(date(2026, 12, 1), window.here)
    qtbot.addWidget(calendar)
    editor._name_holidays(calendar)
    qtbot.waitUntil(lambda: calendar.dateTextFormat(day).toolTip() == "Inmaculada Concepción")
