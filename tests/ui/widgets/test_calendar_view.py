"""The calendar: records on their days, moved by dragging, keys and a menu; days that speak; the undated beside them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from db.records.action_items import State
from ecd_desktop.language import in_language
from tests.ui.asking import fill, question
from tests.ui.dragging import drop, hover, records
from tests.ui.example import DAY, page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.widgets.calendar_parts import span_of, week_of
from ui.widgets.calendar_view import CalendarView

Answers = Callable[[Callable[[Any], Any]], Any]
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def calendar_of(office: MainWindow, place: str) -> CalendarView:
    page = page_of(office, place)
    page.show_view("calendar")
    wait_until_idle(office.tasks)
    assert isinstance(page.view, CalendarView)
    return page.view


@pytest.fixture
def calendar(office: MainWindow, qtbot: QtBot) -> CalendarView:
    office.activateWindow()
    qtbot.waitUntil(office.isActiveWindow)
    view = calendar_of(office, "action_items")
    view.days.setFocus()
    return view


def press(view: CalendarView, key: Qt.Key, mods: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(view.days, key, mods)
    wait_until_idle(view.here.tasks)


def open_on(view: CalendarView) -> tuple[date, Any]:
    """A day in sight with one record that is still owed, after today."""
    for day, keys in sorted(view.model.sight.days.items()):
        for key in keys:
            row = view.row(key)
            if day > DAY and row is not None and row.state in (State.PENDING, State.IN_PROGRESS):
                return day, key
    raise AssertionError("the example has such a commitment")


def place(view: CalendarView, day: date) -> QPoint:
    return view.days.box_of(day).center().toPoint()


def due(answers: Answers, key: Any) -> Any:
    from db.records import ActionItem

    def read(store: Any) -> Any:
        with store.reading() as session:
            return session.get(ActionItem, key).due_on

    return answers(read)


# --- days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "first", "weeks"),
    [
        (date(2026, 11, 23), date(2026, 10, 26), 6),
        (date(2026, 2, 10), date(2026, 1, 26), 5),
        (date(2027, 2, 1), date(2027, 2, 1), 4),  # begins on a Monday and has 28 days
        (date(2026, 12, 31), date(2026, 11, 30), 5),
    ],
)
def test_a_month_is_its_whole_weeks_from_monday(day: date, first: date, weeks: int) -> None:
    span = span_of(day, week=False)
    assert (span.first, span.weeks) == (first, weeks)
    assert span.last.weekday() == 6
    assert span.holds(day)


def test_the_week_begins_on_the_day_that_the_person_chose() -> None:
    assert week_of(date(2026, 11, 22)) == date(2026, 11, 16)
    assert week_of(date(2026, 11, 22), sunday=True) == date(2026, 11, 22)
    assert week_of(date(2026, 11, 23), sunday=True) == date(2026, 11, 22)


# --- what it shows ---------------------------------------------------------------------------------------------------


def test_it_opens_at_today_with_every_record_on_its_day(calendar: CalendarView, answers: Answers) -> None:
    from db.queries.action_items import LISTING
    from db.queries.listing import Where

    QAbstractItemModelTester(calendar.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert calendar.days.day == DAY
    assert calendar.bar.title.whole() == "November 2026"
    page: Any = calendar.here.page
    span = calendar.model.sight.span

    def read(store: Any) -> Any:
        from dataclasses import replace

        asked = page.asked()
        within = (Where("due_on", "at least", span.first), Where("due_on", "at most", span.last))
        with store.reading() as session:
            return LISTING.all(session, replace(asked, where=asked.where + within))

    rows = answers(read)
    assert len(rows) > 10
    shown = {key: day for day, keys in calendar.model.sight.days.items() for key in keys}
    assert shown == {row.key: row.due_on for row in rows}


def test_a_day_speaks_with_its_holiday_its_number_and_what_is_late(calendar: CalendarView) -> None:
    late = next(day for day in sorted(calendar.model.sight.late))
    with in_language("es"):
        said = calendar.model.index_of(late).data()
        assert said.startswith(("lunes, ", "martes, ", "miércoles, ", "jueves, ", "viernes, ", "sábado, ", "domingo, "))
        assert f"{late.day} de " in said
        assert "compromiso" in said
        assert said.endswith(("vencido", "vencidos"))
        assert "Todos los Santos" in calendar.model.index_of(date(2026, 11, 1)).data()
    heard = QAccessible.queryAccessibleInterface(calendar.days)
    assert heard.text(QAccessible.Text.Name) == "Calendar: November 2026"
    assert "today" in calendar.model.index_of(DAY).data()
    assert not calendar.model.cell(date(2026, 11, 28)).working
    assert not calendar.model.cell(date(2026, 10, 30)).inside


def test_the_undated_stand_beside_the_days_or_wait_behind_a_chip(calendar: CalendarView, office: MainWindow) -> None:
    page: Any = office.page()
    page._show_detail(False)
    wait_until_idle(office.tasks)
    assert calendar.undated.isVisible()
    waiting = calendar.undated.list.cards.keys
    assert waiting
    assert {calendar.row(key).due_on for key in waiting} == {None}
    office.resize(1024, 600)
    wait_until_idle(office.tasks)
    assert calendar.undated.isHidden()
    calendar.bar.waiting.click()
    assert not calendar.undated.isHidden()


def test_more_records_than_a_cell_has_room_for_open_as_a_list(calendar: CalendarView, office: MainWindow,
                                                             answers: Answers) -> None:  # fmt: skip
    from ecd_desktop.services import action_items as verbs

    keys = [key for keys in calendar.model.sight.days.values() for key in keys
            if calendar.row(key).state in (State.PENDING, State.IN_PROGRESS)][:7]  # fmt: skip
    assert len(keys) == 7
    day = date(2026, 11, 24)
    answers(lambda store: verbs.reschedule(store, keys, due_on=day, reason="Ficticio", on=DAY))
    cell, box = calendar.model.cell(day), calendar.days.box_of(day)
    lines = calendar.days.painter.lines(box, cell)
    assert set(cell.keys) >= set(keys)
    assert lines[-1][1] is None
    assert len(lines) < 7
    QTest.mouseClick(calendar.days.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
                     lines[-1][0].center().toPoint())  # fmt: skip
    assert calendar.day_list.isVisible()
    assert calendar.day_list.list.cards.keys == list(cell.keys)
    assert calendar.rect().contains(calendar.day_list.geometry())
    calendar.day_list.list.setCurrentIndex(calendar.day_list.list.cards.index(0))
    QTest.keyClick(calendar.day_list.list, Qt.Key.Key_Down)
    assert calendar.selected() == (cell.keys[1],)
    QTest.keyClick(calendar.day_list.list, Qt.Key.Key_Escape)
    assert calendar.day_list.isHidden()
    assert office.focusWidget() is calendar.days
    assert calendar.selected() == (cell.keys[1],)


# --- keys ------------------------------------------------------------------------------------------------------------


def test_arrows_page_keys_and_home_go_about_the_days(calendar: CalendarView) -> None:
    press(calendar, Qt.Key.Key_Down)
    assert calendar.days.day == DAY + timedelta(days=7)
    press(calendar, Qt.Key.Key_Right)
    assert calendar.days.day == date(2026, 12, 1)  # the cursor went into the next month
    assert calendar.bar.title.whole() == "December 2026"
    press(calendar, Qt.Key.Key_PageDown)
    assert calendar.days.day == date(2027, 1, 1)
    press(calendar, Qt.Key.Key_PageUp)
    press(calendar, Qt.Key.Key_Left)
    assert calendar.days.day == date(2026, 11, 30)
    press(calendar, Qt.Key.Key_Home)
    assert calendar.days.day == DAY
    calendar.bar.by_week.click()
    wait_until_idle(calendar.here.tasks)
    assert calendar.model.rowCount() == 1
    press(calendar, Qt.Key.Key_PageDown)
    assert calendar.days.day == DAY + timedelta(days=7)


def test_the_first_record_of_the_day_is_selected_and_control_walks_the_others(calendar: CalendarView) -> None:
    day = next(day for day, keys in sorted(calendar.model.sight.days.items()) if len(keys) > 1)
    keys = calendar.model.sight.days[day]
    calendar.go_to(day)
    assert calendar.selected() == (keys[0],)
    press(calendar, Qt.Key.Key_Down, CTRL)
    assert calendar.selected() == (keys[1],)
    press(calendar, Qt.Key.Key_Up, CTRL)
    assert calendar.selected() == (keys[0],)


def test_enter_opens_the_record_and_a_letter_filters(calendar: CalendarView, office: MainWindow) -> None:
    page: Any = office.page()
    day = next(day for day, keys in sorted(calendar.model.sight.days.items()) if len(keys) == 1)
    calendar.go_to(day)
    press(calendar, Qt.Key.Key_Return)
    assert page.detail.key == calendar.model.sight.days[day][0]
    assert not page.detail.isHidden()
    calendar.days.setFocus()
    press(calendar, Qt.Key.Key_M)
    assert page.field.text() == "m"


def test_control_n_begins_a_record_on_that_day(calendar: CalendarView, office: MainWindow) -> None:
    page: Any = office.page()
    calendar.go_to(date(2026, 11, 26))
    QTest.keyClick(calendar.days, Qt.Key.Key_N, CTRL)
    wait_until_idle(office.tasks)
    assert page.form.draft.new
    assert page.form.draft.value("due_on") == date(2026, 11, 26)


# --- moving ----------------------------------------------------------------------------------------------------------


def test_alt_and_an_arrow_move_a_promise_with_its_reason(calendar: CalendarView, office: MainWindow,
                                                        answers: Answers) -> None:  # fmt: skip
    day, key = open_on(calendar)
    calendar.go_to(day)
    calendar.select([key])
    press(calendar, Qt.Key.Key_Down, ALT)
    dialog = question(office)
    dialog.give()
    assert dialog.isVisible()  # no reason yet
    fill(dialog, reason="Se acordó en la mesa (ficticio)")
    dialog.give()
    wait_until_idle(office.tasks)
    assert due(answers, key) == day + timedelta(days=7)
    assert calendar.selected() == (key,)
    assert calendar.days.day == day + timedelta(days=7)
    answers(lambda store: store.undo())
    assert due(answers, key) == day


def test_several_are_dragged_with_one_question_and_one_undo(calendar: CalendarView, office: MainWindow,
                                                           answers: Answers) -> None:  # fmt: skip
    keys = [key for day, keys in sorted(calendar.model.sight.days.items()) for key in keys
            if calendar.row(key).state in (State.PENDING, State.IN_PROGRESS)][:3]  # fmt: skip
    before = [due(answers, key) for key in keys]
    target = date(2026, 12, 4)
    calendar.select(keys)
    assert hover(calendar.days.viewport(), records("action_items", keys), place(calendar, target))
    assert calendar.bar.title.whole() == "Friday, 4 December 2026"
    drop(calendar.days.viewport(), records("action_items", keys), place(calendar, target))
    wait_until_idle(office.tasks)
    assert calendar.bar.title.whole() == "November 2026"
    dialog = question(office)
    fill(dialog, reason="Feriado largo (ficticio)")
    dialog.give()
    wait_until_idle(office.tasks)
    assert {due(answers, key) for key in keys} == {target}
    assert office.notices.text() == "Done: Reschedule 3 commitments"
    answers(lambda store: store.undo())
    assert [due(answers, key) for key in keys] == before


def test_an_undated_one_gets_its_first_date_without_a_question(calendar: CalendarView, office: MainWindow,
                                                              answers: Answers) -> None:  # fmt: skip
    key = calendar.undated.list.cards.keys[0]
    drop(calendar.days.viewport(), records("action_items", [key]), place(calendar, date(2026, 11, 27)))
    wait_until_idle(office.tasks)
    assert due(answers, key) == date(2026, 11, 27)
    assert key not in calendar.undated.list.cards.keys
    assert key in calendar.model.sight.days[date(2026, 11, 27)]


def test_what_has_ended_stays_and_the_reason_is_said_while_dragging(calendar: CalendarView, office: MainWindow,
                                                                   answers: Answers) -> None:  # fmt: skip
    key = next(key for keys in calendar.model.sight.days.values() for key in keys
               if calendar.row(key).state is State.DONE)  # fmt: skip
    row = calendar.row(key)
    data, target = records("action_items", [key]), place(calendar, date(2026, 11, 25))
    assert not hover(calendar.days.viewport(), data, target)
    assert calendar.bar.title.whole() == f"{row.code} is “Done (to verify)”: open it again first."
    drop(calendar.days.viewport(), data, target)
    wait_until_idle(office.tasks)
    assert due(answers, key) == row.due_on
    calendar.move_to([key], date(2026, 11, 25))
    assert office.notices.text() == f"{row.code} is “Done (to verify)”: open it again first."


def test_the_menu_offers_the_days_near_by(calendar: CalendarView, office: MainWindow) -> None:
    day, key = open_on(calendar)
    calendar.select([key])
    assert office.registry["action_items.move"].isEnabled()
    words = [action.text() for action in calendar.move_menu().actions()]
    assert words[0].startswith("One day later: ")
    assert len(words) == 6
    calendar.move_menu().actions()[1].trigger()
    wait_until_idle(office.tasks)
    dialog = question(office)
    assert dialog.answers.editors["due_on"].inner.text() == f"{day + timedelta(days=7):%d/%m/%Y}"
    dialog.reject()


def test_a_meeting_goes_to_another_day_at_once(office: MainWindow, answers: Answers) -> None:
    calendar = calendar_of(office, "meetings")
    day, keys = next(iter(sorted(calendar.model.sight.days.items())))
    calendar.select(keys[:1])
    drop(calendar.days.viewport(), records("meetings", keys[:1]), place(calendar, date(2026, 11, 25)))
    wait_until_idle(office.tasks)
    assert keys[0] in calendar.model.sight.days[date(2026, 11, 25)]
    assert "Change “Date” of" in office.notices.text()
    answers(lambda store: store.undo())
    assert keys[0] in calendar.model.sight.days[day]
    page: Any = office.page()
    calendar.days.begun.emit(date(2026, 11, 26))
    wait_until_idle(office.tasks)
    assert page.form.draft.value("held_on") == date(2026, 11, 26)


def test_cases_stand_on_the_day_of_their_next_step(office: MainWindow, answers: Answers) -> None:
    calendar = calendar_of(office, "cases")
    dated = {key for keys in calendar.model.sight.days.values() for key in keys}
    moved = next(key for key in dated if calendar.row(key).state.value != "closed")
    calendar.move_to([moved], date(2026, 11, 27))
    wait_until_idle(office.tasks)
    assert moved in calendar.model.sight.days[date(2026, 11, 27)]
    assert calendar.undated.heading.whole().startswith("No next date")


# --- selection and news ----------------------------------------------------------------------------------------------


def test_the_selection_goes_with_the_views_and_what_is_filtered_away_is_let_go(calendar: CalendarView,
                                                                              office: MainWindow) -> None:  # fmt: skip
    page: Any = office.page()
    _day, key = open_on(calendar)
    calendar.select([key])
    page.show_view("table")
    wait_until_idle(office.tasks)
    assert page.selected() == (key,)
    page.show_view("calendar")
    wait_until_idle(office.tasks)
    assert page.selected() == (key,)
    page.filter_by(chip="overdue")
    wait_until_idle(office.tasks)
    assert key not in page.selected()


def test_news_from_elsewhere_move_a_line_to_its_new_day(calendar: CalendarView, answers: Answers) -> None:
    from ecd_desktop.services import action_items as verbs

    day, key = open_on(calendar)
    calendar.select([key])
    answers(lambda store: verbs.reschedule(store, [key], due_on=day + timedelta(days=1), reason="Ficticio", on=DAY))
    assert key in calendar.model.sight.days[day + timedelta(days=1)]
    assert calendar.selected() == (key,)
    assert calendar.days.day == DAY  # the cursor stays where the person is
