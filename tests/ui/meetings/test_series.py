"""Series of meetings in the window: the rule shows its dates, a name makes the next meeting, meetings are moved."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.records.meetings import MeetingState
from tests.ui.asking import choose, fill, question
from tests.ui.example import chosen, page_of, wait_until_idle
from ui.main_window import MainWindow


def typed(editor: Any, text: str) -> None:
    editor.line.selectAll()
    QTest.keyClicks(editor.line, text)


def test_a_series_is_begun_in_words_and_its_next_meeting_is_made_by_its_name(office: MainWindow) -> None:
    page: Any = page_of(office, "meeting_series")
    assert page.model.rowCount() >= 5
    office.registry["meeting_series.new"].trigger()
    wait_until_idle(office.tasks)
    form = page.form
    fill(form, name="Consejo de prueba", starts_at="09:00", agenda="Avances | información | 15\nVarios")
    typed(form.editors["rule"], "segundo martes del mes")
    shown = form.days.texts()
    assert len(shown) == 5
    assert all(text.startswith("Tuesday") for text in shown)
    typed(form.editors["rule"], "cuando se pueda")
    assert form.days.texts() == []
    form.editors["rule"].left.emit()
    assert "not understood" in form.problem("rule")
    typed(form.editors["rule"], "segundo martes del mes")
    form.editors["rule"].left.emit()
    assert form.editors["rule"].said() == "second Tuesday of every month"
    assert form.problem("rule") == ""
    form.save()
    wait_until_idle(office.tasks)
    series = form.draft.key

    meetings: Any = page_of(office, "meetings")
    office.registry["meetings.from_series"].trigger()
    wait_until_idle(office.tasks)
    asked = question(office)
    editor: Any = asked.answers.editors["series"]
    typed(editor, "consejo")
    editor._suggest()
    wait_until_idle(office.tasks)
    assert editor.list.isVisible()
    before = meetings.model.rowCount()
    QTest.keyClick(editor.line, Qt.Key.Key_Tab)  # takes the one that is left, and makes no meeting by itself
    wait_until_idle(office.tasks)
    assert (editor.said(), asked.isVisible(), meetings.model.rowCount()) == ("Consejo de prueba", True, before)
    typed(editor, "no hay")
    assert asked.answers.values() is None
    typed(editor, "consejo")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    if asked.isVisible():  # quicker than the suggestions: the one that is meant is taken, though it was chosen before
        asked.give()
    wait_until_idle(office.tasks)
    (key,) = meetings.selected()
    row = meetings.model.row(key)
    assert (row.subject, row.series_key, row.starts_at) == ("Consejo de prueba", series, "09:00")
    assert row.occurs_on is not None
    assert row.occurs_on.weekday() == 1
    assert meetings.form.editors["series_id"].said() == "Consejo de prueba"


def test_a_meeting_is_moved_from_the_list_with_a_day_in_words(office: MainWindow) -> None:
    page: Any = page_of(office, "meetings")
    row = next(row for row in map(page.model.row, page.model.keys) if row.state is MeetingState.CONVENED)
    chosen(office, row.code)
    office.registry["meetings.reschedule"].trigger()
    wait_until_idle(office.tasks)
    asked = question(office)
    fill(asked, held_on="31/12/2026", starts_at="15:00", reason="por feria")
    asked.give()
    wait_until_idle(office.tasks)
    moved = page.model.row(row.key)
    assert (moved.held_on, moved.starts_at) == (date(2026, 12, 31), "15:00")
    assert (moved.state, moved.state_reason) == (MeetingState.RESCHEDULED, "por feria")
    page.chips["to_come"].click()
    wait_until_idle(office.tasks)
    assert row.key in page.model.keys


def test_the_tabs_of_a_series_add_members_make_meetings_and_call_one_off(office: MainWindow) -> None:
    page: Any = page_of(office, "meeting_series")
    row = next(row for row in map(page.model.row, page.model.keys) if row.rule and not row.ended and row.members > 2)
    chosen(office, row.name)
    page.detail.show_tab(1)
    members = page.detail.tab(1)
    wait_until_idle(office.tasks)
    before = members.view.lines.rowCount()
    members.begin()
    answers = members.composers[0]
    choose(answers, "person_id", *someone_else(office, row.key))
    members.give()
    wait_until_idle(office.tasks)
    assert members.view.lines.rowCount() == before + 1

    page.detail.show_tab(2)
    held = page.detail.tab(2)
    wait_until_idle(office.tasks)
    free = sum(line.fixed for line in lines_of(held))
    assert free == 3
    held.begin()
    fill(held.composers[0], count="2")
    held.give()
    wait_until_idle(office.tasks)
    made = [line for line in lines_of(held) if line.pill == "Planned"]
    assert len(made) == 2
    held.view.select([made[0].key], made[0].key)
    held._pressed("C")
    wait_until_idle(office.tasks)
    asked = question(office)
    fill(asked, reason="feriado largo")
    asked.give()
    wait_until_idle(office.tasks)
    (off,) = [line for line in lines_of(held) if line.key == made[0].key]
    assert off.pill == "Called off"
    assert "feriado largo" in off.small
    office.registry["meeting_series.meetings"].trigger()
    wait_until_idle(office.tasks)
    there: Any = office.page()
    assert {there.model.row(key).series_key for key in there.model.keys} == {row.key}
    assert {one.key for one in made} <= set(there.model.keys)


def lines_of(tab: Any) -> list[Any]:
    return [tab.view.lines.line(number) for number in range(tab.view.lines.rowCount())]


def someone_else(office: MainWindow, series: Any) -> tuple[Any, str]:
    """A person who is no member yet, and a name."""
    from db.queries.listing import Ask
    from db.queries.meeting_series import members
    from db.queries.people import LISTING

    found: list[Any] = []

    def job(session: Any) -> tuple[Any, str]:
        there = {one.person for one in members(session, series)}
        row = next(row for row in LISTING.all(session, Ask()) if row.key not in there)
        return row.key, row.name

    office.here.read(job, found.append)
    wait_until_idle(office.tasks)
    return found[0]
