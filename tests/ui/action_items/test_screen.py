"""The list of commitments: what its cells say, its verbs on a selection, its log, news from elsewhere."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.queries.traffic_light import Why
from ecd_desktop.calendar import Calendar
from ecd_desktop.services import action_items
from tests.ui.asking import fill, question
from tests.ui.example import DAY, wait_until_idle
from ui.due_words import due_cell
from ui.main_window import MainWindow

Answers = Callable[[Callable[[Any], Any]], Any]


@pytest.fixture
def page(office: MainWindow) -> Any:
    return office.page()


def rows(page: Any, why: Why) -> list[Any]:
    return [row for key in page.model.keys if (row := page.model.row(key)) is not None and row.why is why]


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "due", "moved", "said"),
    [
        (Why.OVERDUE, -3, 0, "20/11/2026 · 1 working day late"),
        (Why.OVERDUE, -7, 2, "16/11/2026 ↻2 · 5 working days late"),
        (Why.SOON, -2, 0, "21/11/2026 · today"),  # a Saturday counts as the Monday after it
        (Why.SOON, 1, 0, "24/11/2026 · tomorrow"),
        (Why.ON_TIME, 30, 1, "23/12/2026 ↻1 · in 30 days"),
        (Why.TO_VERIFY, -3, 0, "20/11/2026 · reported 19/11/2026"),
        (Why.VERIFIED, -3, 0, "20/11/2026"),
        (Why.NO_DATE, None, 0, "Without a date"),
    ],
)
def test_a_due_date_says_what_it_means_today(why: Why, due: int | None, moved: int, said: str) -> None:
    row = SimpleNamespace(why=why, due_on=None if due is None else DAY + timedelta(days=due), reschedules=moved,
                          reported_on=date(2026, 11, 19))  # fmt: skip
    here: Any = SimpleNamespace(calendar=Calendar(), today=DAY)
    assert due_cell(row, here).words == said


def test_what_is_urgent_comes_first(page: Any) -> None:
    order = [page.model.row(key).why for key in page.model.keys]
    assert order == sorted(order, key=list(Why).index)
    assert order[0] is Why.OVERDUE


def test_chips_that_exclude_each_other_do(page: Any, office: MainWindow) -> None:
    for id, why in (("overdue", Why.OVERDUE), ("to_verify", Why.TO_VERIFY)):
        page.chips[id].click()
        wait_until_idle(office.tasks)
        assert {page.model.row(key).why for key in page.model.keys} == {why}
    assert not page.chips["overdue"].isChecked()


def test_chips_without_room_go_into_a_menu_and_keep_working(page: Any, office: MainWindow) -> None:
    office.resize(1024, 640)
    wait_until_idle(office.tasks)
    hidden = [chip for chip in page.chips.values() if chip.isHidden()]
    assert hidden
    assert not page.tools.more.isHidden()
    hidden[-1].click()
    page.tools.fit()
    assert not hidden[-1].isHidden()
    office.resize(2300, 900)
    wait_until_idle(office.tasks)
    assert not [chip for chip in page.chips.values() if chip.isHidden()]


# --- verbs -----------------------------------------------------------------------------------------------------------


@pytest.mark.row(58)
def test_several_are_rescheduled_with_one_reason_and_one_undo(page: Any, office: MainWindow, answers: Answers) -> None:
    late = [row.key for row in rows(page, Why.OVERDUE)][:3]
    before = [page.model.row(key).due_on for key in late]
    page.table.select(late)
    office.registry["action_items.reschedule"].trigger()
    dialog = question(office)
    fill(dialog, due_on="15/12/2026")
    dialog.give()
    assert dialog.isVisible()  # no reason yet
    fill(dialog, reason="Se acordó en la reunión de balance")
    dialog.give()
    wait_until_idle(office.tasks)
    assert [page.model.row(key).due_on for key in late] == [date(2026, 12, 15)] * 3
    assert office.notices.text() == "Done: Reschedule 3 commitments"
    assert office.notices._buttons[0].text() == "Undo (Ctrl+Z)"
    assert set(page.selected()) == set(late)
    answers(lambda store: store.undo())
    assert [page.model.row(key).due_on for key in late] == before


@pytest.mark.row(21)
def test_a_verb_that_does_not_follow_is_greyed_with_the_reason(page: Any, office: MainWindow) -> None:
    late, waiting = rows(page, Why.OVERDUE)[0], rows(page, Why.TO_VERIFY)[0]
    page.table.select([late.key])
    verify = office.registry["action_items.verify"]
    assert not verify.isEnabled()
    assert f"{late.code} is “{'Pending' if late.state.value == 'pending' else 'In progress'}”" in verify.toolTip()
    page.table.select([waiting.key])
    assert verify.isEnabled()
    verify.trigger()
    wait_until_idle(office.tasks)
    assert page.model.row(waiting.key).state.value == "verified"
    assert not verify.isEnabled()


def test_the_world_refuses_inside_the_dialog_and_what_was_typed_stays(page: Any, office: MainWindow) -> None:
    page.table.select([rows(page, Why.OVERDUE)[0].key])
    office.registry["action_items.report"].trigger()
    dialog = question(office)
    fill(dialog, on="24/11/2026", progress="50")
    dialog.give()
    wait_until_idle(office.tasks)
    assert dialog.isVisible()
    assert "still to come" in dialog.bar.accessibleName()
    assert dialog.answers.editors["progress"].inner.text() == "50"
    dialog.reject()


def test_a_new_one_of_the_same_origin_begins_with_its_meeting_and_project(page: Any, office: MainWindow) -> None:
    row = next(row for key in page.model.keys if (row := page.model.row(key)).meeting_key and row.project_key)
    page.table.select([row.key], row.key)
    office.registry["action_items.new_like"].trigger()
    wait_until_idle(office.tasks)
    assert page.form.draft.new
    assert page.form.draft.value("meeting_id") == row.meeting_key
    assert page.form.editors["project_id"].line.text() == row.project
    assert page.form.draft.value("description") is None


@pytest.mark.row(12)
def test_space_hides_and_shows_the_record_beside_the_list(page: Any, office: MainWindow) -> None:
    page.focus()
    office.registry["action_items.preview"].trigger()
    assert page.detail.isHidden()
    office.registry["action_items.preview"].trigger()
    assert not page.detail.isHidden()
    office.registry["action_items.edit"].trigger()
    wait_until_idle(office.tasks)
    assert page.form.draft.key == page.selected()[0]


# --- tabs ------------------------------------------------------------------------------------------------------------


def test_progress_is_written_down_in_its_tab(page: Any, office: MainWindow) -> None:
    row = rows(page, Why.SOON)[0]
    page.table.select([row.key], row.key)
    page.detail.show_tab(1)
    wait_until_idle(office.tasks)
    tab = page.detail.tab(1)
    before = tab.view.lines.rowCount()
    tab.begin(0)
    fill(tab.composers[0], progress="35", body="Dos de tres cotizaciones")
    tab.give()
    wait_until_idle(office.tasks)
    assert tab.view.lines.rowCount() == before + 1
    line = tab.view.lines.line(0)
    small = "23/11/2026 · Prueba Ficticia · Program"
    assert line.words == f"35 % · In progress · Progress · {small} · Dos de tres cotizaciones"
    assert page.model.row(row.key).progress == 35


def test_what_is_half_typed_in_a_tab_waits_for_its_record(page: Any, office: MainWindow) -> None:
    first, second = page.model.keys[:2]
    page.table.select([first], first)
    page.detail.show_tab(1)
    tab = page.detail.tab(1)
    tab.begin(0)
    tab.composers[0].editors["body"].inner.setPlainText("a medio escribir")
    page.table.select([second], second)
    wait_until_idle(office.tasks)
    assert not tab.composers[0].isVisible()
    page.table.select([first], first)
    wait_until_idle(office.tasks)
    assert tab.composers[0].editors["body"].inner.toPlainText() == "a medio escribir"


# --- news from elsewhere ---------------------------------------------------------------------------------------------


@pytest.mark.row(11)
def test_news_keeps_the_selection_the_scroll_and_what_is_half_typed(
    page: Any, office: MainWindow, answers: Answers
) -> None:
    key, other = page.model.keys[4], page.model.keys[9]
    page.table.select([key], key)
    wait_until_idle(office.tasks)
    page.table.verticalScrollBar().setValue(120)
    page.form.editors["remarks"].text.setPlainText("Una observación a medias")
    somebody = page.model.row(page.model.keys[0]).person_key
    answers(lambda store: action_items.assign(store, [other, key], person=somebody))
    assert page.selected() == (key,)
    assert page.table.verticalScrollBar().value() == 120
    assert page.form.editors["remarks"].text.toPlainText() == "Una observación a medias"
    assert page.form.draft.value("person_id") == page.model.row(key).person_key
    assert page.model.row(other).person_key == page.model.row(key).person_key


@pytest.mark.row(44, 45)
def test_typing_in_the_list_filters_it_without_accents(page: Any, office: MainWindow) -> None:
    page.focus()
    QTest.keyClicks(page.table, "n")
    QTest.keyClicks(page.field, "inos")
    QTest.qWait(250)
    wait_until_idle(office.tasks)
    words = [page.model.row(key) for key in page.model.keys]
    assert all("ni" in f"{row.description} {row.project} {row.person}".lower().replace("ñ", "n") for row in words)
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    wait_until_idle(office.tasks)
    assert page.model.rowCount() > len(words)
