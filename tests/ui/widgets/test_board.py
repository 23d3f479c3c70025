"""The board: columns of cards over the list's own query, moved by dragging, keys and a menu; refusals have reasons."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from db.queries.traffic_light import Light
from db.records.action_items import State
from ecd_desktop.services import action_items as verbs
from tests.ui.asking import fill, question
from tests.ui.dragging import drop, hover, leave, records
from tests.ui.example import DAY, page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.widgets.board import Board
from ui.widgets.board_column import LEAST, NARROW, Column

Answers = Callable[[Callable[[Any], Any]], Any]
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def activate(office: MainWindow, qtbot: QtBot) -> None:
    """Keys of commands count only in the active window."""
    office.activateWindow()
    qtbot.waitUntil(office.isActiveWindow)


def board_of(office: MainWindow, place: str, by: str = "") -> Board:
    page = page_of(office, place)
    page.show_view("board")
    wait_until_idle(office.tasks)
    view = page.view
    assert isinstance(view, Board)
    if by:
        view.part_by(by)
        wait_until_idle(office.tasks)
    return view


@pytest.fixture
def board(office: MainWindow, qtbot: QtBot) -> Board:
    activate(office, qtbot)
    return board_of(office, "action_items")


def column(board: Board, value: Any) -> Column:
    (found,) = [one for one in board.columns if one.column.value == value]
    return found


def first(board: Board, value: Any, fits: Callable[[Any], bool] = lambda _row: True) -> Any:
    """The row of the first card of a column that fits."""
    rows = [board.row(key) for key in column(board, value).list.cards.keys]
    return next(row for row in rows if row is not None and fits(row))


def state_of(answers: Answers, key: Any) -> Any:
    from db.records import ActionItem

    def read(store: Any) -> Any:
        with store.reading() as session:
            return session.get(ActionItem, key).state

    return answers(read)


# --- what it shows ---------------------------------------------------------------------------------------------------


def test_every_record_of_the_list_stands_in_its_column_with_the_count(board: Board, answers: Answers) -> None:
    from db.queries.action_items import LISTING

    page: Any = board.here.page

    def count(store: Any) -> Any:
        with store.reading() as session:
            return dict(LISTING.facets(session, "state", page.asked()))

    found = answers(count)
    assert [one.column.value for one in board.columns] == list(State)
    assert {one.column.value: one.total for one in board.columns if one.total} == found
    assert sum(found.values()) == len(page.model.keys) or sum(found.values()) > 40
    for one in board.columns:
        QAbstractItemModelTester(one.list.cards, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_cards_speak_whole_words(board: Board) -> None:
    row = first(board, State.IN_PROGRESS, lambda row: row.why.value == "overdue")
    cards = column(board, State.IN_PROGRESS).list
    said = cards.cards.index(cards.cards.row_of(row.key)).data()
    for part in (row.description, row.code, "Overdue", "working day", f"{row.progress}\u00a0%"):
        assert part in said
    cards.setFocus()
    heard = QAccessible.queryAccessibleInterface(cards)
    assert heard.text(QAccessible.Text.Name) == f"In progress: {cards.cards.rowCount()} cards"
    assert row.code in heard.child(cards.cards.row_of(row.key)).text(QAccessible.Text.Name)


def test_columns_without_cards_are_narrow_and_the_others_scroll_sideways(board: Board, office: MainWindow) -> None:
    page: Any = office.page()
    page.filter_by(chip="to_verify")
    wait_until_idle(office.tasks)
    assert not column(board, State.DONE).narrow
    assert {one.width() for one in board.columns if one.narrow} == {NARROW}
    page.clear_filters()
    office.resize(1024, 600)
    wait_until_idle(office.tasks)
    wide = [one for one in board.columns if not one.narrow]
    assert min(one.width() for one in wide) >= LEAST
    assert board.area.horizontalScrollBar().maximum() > 0
    assert board.area.verticalScrollBar().maximum() == 0


def test_columns_can_be_by_light_unit_person_priority_and_project(office: MainWindow) -> None:
    board = board_of(office, "action_items")
    total = sum(one.total for one in board.columns)
    for by in ("light", "unit", "person", "priority", "project"):
        board.part_by(by)
        wait_until_idle(office.tasks)
        assert sum(one.total for one in board.columns) == total, by
        assert all(one.column.title for one in board.columns), by
    board.part_by("light")
    wait_until_idle(office.tasks)
    assert column(board, Light.RED).total == 6 or column(board, Light.RED).total > 6


def test_a_column_out_of_sight_has_its_cards_made_when_it_scrolls_into_sight(office: MainWindow) -> None:
    board = board_of(office, "action_items", "person")
    wide = [one for one in board.columns if not one.narrow]
    assert wide[0].made is not None
    assert wide[-1].made is None
    assert sum(one.total for one in board.columns) > len(wide)
    board.area.horizontalScrollBar().setValue(board.area.horizontalScrollBar().maximum())
    assert wide[-1].made is not None
    assert wide[-1].list.cards.rowCount() == wide[-1].total


def test_a_card_in_a_column_out_of_sight_can_be_selected_and_is_shown(office: MainWindow) -> None:
    board = board_of(office, "action_items", "person")
    last = [one for one in board.columns if not one.narrow][-1]
    assert last.made is None
    key = next(key for key, place in board._column_of.items() if board.columns[place] is last)
    board.select([key])
    assert board.selected() == (key,)
    assert board.current() == key
    assert last.list.selected() == [key]
    assert board.area.horizontalScrollBar().value() > 0


def test_a_column_with_more_open_ones_than_one_keeps_an_eye_on_says_so(office: MainWindow) -> None:
    board = board_of(office, "action_items", "unit")
    busy = max(board.columns, key=lambda one: one.counting)
    calm = min(board.columns, key=lambda one: one.counting)
    busy.column = type(busy.column)(busy.column.value, busy.column.title, None, 1)
    assert busy.over() == f"{busy.counting} open"
    assert "hard to keep an eye on" in busy._tip()
    assert calm.over() == ""


def test_where_nothing_fits_the_board_says_so(board: Board, office: MainWindow) -> None:
    page: Any = office.page()
    page.filter_by(text="zzz no existe")
    wait_until_idle(office.tasks)
    assert all(one.narrow for one in board.columns)
    assert board._hint.whole() == "Nothing fits these filters."
    assert board.selected() == ()
    page.filter_by()
    wait_until_idle(office.tasks)
    assert board._hint.whole().startswith("Move cards by dragging")


# --- keys ------------------------------------------------------------------------------------------------------------


def test_arrows_walk_the_cards_and_the_columns(board: Board, office: MainWindow) -> None:
    pending = column(board, State.PENDING)
    board.select([pending.list.cards.keys[0]])
    board.setFocus()
    assert office.focusWidget() is pending.list
    QTest.keyClick(pending.list, Qt.Key.Key_Down)
    assert board.selected() == (pending.list.cards.keys[1],)
    QTest.keyClick(pending.list, Qt.Key.Key_Right)
    under_way = column(board, State.IN_PROGRESS)
    assert office.focusWidget() is under_way.list
    assert board.selected() == (under_way.list.cards.keys[1],)
    assert board.current() == under_way.list.cards.keys[1]
    QTest.keyClick(under_way.list, Qt.Key.Key_Left)
    QTest.keyClick(pending.list, Qt.Key.Key_Left)  # over to the drafts
    assert office.focusWidget() is column(board, State.DRAFT).list


def test_the_board_is_one_stop_for_tab(board: Board, office: MainWindow) -> None:
    board.select([column(board, State.IN_PROGRESS).list.cards.keys[0]])
    stops = [one.list for one in board.columns if one.list.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [column(board, State.IN_PROGRESS).list]


def test_enter_opens_a_letter_filters_and_space_shows_the_record_beside(board: Board, office: MainWindow) -> None:
    page: Any = office.page()
    cards = column(board, State.PENDING).list
    key = cards.cards.keys[2]
    board.select([key])
    cards.setFocus()
    beside = page.detail.isHidden()
    QTest.keyClick(cards, Qt.Key.Key_Space)
    assert page.detail.isHidden() is not beside
    QTest.keyClick(cards, Qt.Key.Key_Return)
    wait_until_idle(office.tasks)
    assert not page.detail.isHidden()
    assert page.detail.key == key
    cards.setFocus()
    QTest.keyClick(cards, Qt.Key.Key_P)
    assert page.field.text() == "p"


def test_alt_and_an_arrow_move_the_card_and_the_keyboard_stays_on_it(board: Board, office: MainWindow,
                                                                    answers: Answers) -> None:  # fmt: skip
    row = first(board, State.PENDING)
    board.select([row.key])
    board.setFocus()
    before = column(board, State.IN_PROGRESS).total
    QTest.keyClick(office.focusWidget(), Qt.Key.Key_Right, ALT)
    wait_until_idle(office.tasks)
    assert state_of(answers, row.key) is State.IN_PROGRESS
    assert column(board, State.IN_PROGRESS).total == before + 1
    assert board.selected() == (row.key,)
    assert office.focusWidget() is column(board, State.IN_PROGRESS).list
    assert office.notices.text() == f"Done: Start {row.code}"
    answers(lambda store: store.undo())
    assert state_of(answers, row.key) is State.PENDING
    assert board.row(row.key).state is State.PENDING
    assert board.selected() == (row.key,)


def test_on_the_board_alt_and_an_arrow_is_not_the_way_back_and_elsewhere_it_is(
    board: Board, office: MainWindow, qtbot: QtBot
) -> None:
    page_of(office, "cases")
    page: Any = page_of(office, "action_items")
    back: list[bool] = []
    office.registry["shell.back"].triggered.connect(lambda *_a: back.append(True))
    board.select([column(board, State.DRAFT).list.cards.keys[0]])
    board.setFocus()
    QTest.keyClick(office.focusWidget(), Qt.Key.Key_Left, ALT)
    assert back == []
    page.table.setFocus()
    page.show_view("table")
    wait_until_idle(office.tasks)
    page.focus()
    activate(office, qtbot)
    QTest.keyClick(office.focusWidget(), Qt.Key.Key_Left, ALT)
    assert len(back) == 1


def test_the_menu_moves_as_dragging_does_and_says_why_not(board: Board, office: MainWindow, answers: Answers) -> None:
    row = first(board, State.PENDING)
    board.select([row.key])
    assert office.registry["action_items.move"].isEnabled()
    menu = board.move_menu()
    actions = {action.text(): action for action in menu.actions()}
    assert not actions["Verified"].isEnabled()
    assert actions["Verified"].toolTip() == f"{row.code} is “Pending” and cannot become “Verified” from there."
    assert not actions["Pending"].isEnabled()
    actions["In progress"].trigger()
    wait_until_idle(office.tasks)
    assert state_of(answers, row.key) is State.IN_PROGRESS
    page: Any = office.page()
    page.show_view("table")
    wait_until_idle(office.tasks)
    assert page.selected() == (row.key,)
    office.registry.refresh()
    assert not office.registry["action_items.move"].isEnabled()


def test_the_command_opens_the_menu_at_the_card(board: Board, office: MainWindow, answers: Answers) -> None:
    row = first(board, State.PENDING)
    board.select([row.key])
    board.setFocus()
    QTest.keyClick(office.focusWidget(), Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.activeAction().text() == "In progress"  # the first one that is possible
    QTest.keyClick(menu, Qt.Key.Key_Return)
    wait_until_idle(office.tasks)
    assert state_of(answers, row.key) is State.IN_PROGRESS


def test_the_context_menu_key_opens_at_the_card(board: Board) -> None:
    cards = column(board, State.PENDING).list
    board.select([cards.cards.keys[0]])
    asked: list[QPoint] = []
    board.menu_wanted.disconnect()
    board.menu_wanted.connect(asked.append)
    QApplication.sendEvent(
        cards.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    )
    assert cards.visualRect(cards.currentIndex()).contains(cards.viewport().mapFromGlobal(asked[0]))


# --- dragging --------------------------------------------------------------------------------------------------------


def test_cards_let_go_over_a_column_are_moved_as_one_step(board: Board, office: MainWindow, answers: Answers) -> None:
    keys = column(board, State.PENDING).list.cards.keys[:3]
    board.select(keys)
    target = column(board, State.IN_PROGRESS)
    drop(target, records("action_items", keys), target.rect().center())
    wait_until_idle(office.tasks)
    assert {state_of(answers, key) for key in keys} == {State.IN_PROGRESS}
    assert office.notices.text() == "Done: Start 3 commitments"
    assert set(board.selected()) == set(keys)
    answers(lambda store: store.undo())
    assert {state_of(answers, key) for key in keys} == {State.PENDING}


def test_a_column_that_may_not_be_reached_says_why_while_dragging(board: Board, office: MainWindow,
                                                                 answers: Answers) -> None:  # fmt: skip
    row = first(board, State.IN_PROGRESS)
    board.select([row.key])
    data = records("action_items", [row.key])
    target = column(board, State.DONE)
    assert hover(target, data, target.rect().center())
    assert column(board, State.VERIFIED).reason == (
        f"{row.code} is “In progress” and cannot become “Verified” from there."
    )
    verified = column(board, State.VERIFIED)
    assert not hover(verified, data, verified.rect().center())
    assert verified.narrow or verified.refusal.isVisible()
    assert verified.narrow or verified.refusal.reason == verified.reason
    leave(verified)
    drop(verified, data, verified.rect().center())
    wait_until_idle(office.tasks)
    assert state_of(answers, row.key) is State.IN_PROGRESS


def test_a_foreign_drag_is_none_of_its_business(board: Board) -> None:
    target = column(board, State.DONE)
    assert not hover(target, records("cases", column(board, State.PENDING).list.cards.keys[:1]), QPoint(20, 60))
    assert target.reason is None


def test_a_move_that_needs_a_reason_asks_for_it(board: Board, office: MainWindow, answers: Answers) -> None:
    row = first(board, State.IN_PROGRESS)
    board.select([row.key])
    target = column(board, State.CANCELLED)
    drop(target, records("action_items", [row.key]), target.rect().center())
    dialog = question(office)
    assert state_of(answers, row.key) is State.IN_PROGRESS
    fill(dialog, reason="Lo pidió la gerencia (ficticio)")
    dialog.give()
    wait_until_idle(office.tasks)
    assert state_of(answers, row.key) is State.CANCELLED
    assert not column(board, State.CANCELLED).narrow


def test_what_ended_is_moved_back_apart_from_the_others_and_where_it_opens(board: Board) -> None:
    done, draft = first(board, State.DONE), first(board, State.DRAFT)
    assert board.why_not([done.key], State.IN_PROGRESS) is None
    mixed = board.why_not([done.key, draft.key], State.IN_PROGRESS)
    assert mixed == "Move those that have ended apart from the others: opening again needs a reason."
    assert "cannot become" in (board.why_not([done.key], State.PENDING) or "")


def test_a_card_goes_to_another_unit_and_the_light_is_no_place_to_drag_to(office: MainWindow, answers: Answers) -> None:
    board = board_of(office, "action_items", "unit")
    source = max(board.columns, key=lambda one: one.total)
    target = next(one for one in board.columns if one.column.value is not None and one is not source)
    value, key = target.column.value, source.list.cards.keys[0]
    board.select([key])
    drop(target, records("action_items", [key]), target.rect().center())
    wait_until_idle(office.tasks)
    assert key in column(board, value).list.cards.keys
    answers(lambda store: store.undo())
    assert key not in column(board, value).list.cards.keys
    board.part_by("light")
    wait_until_idle(office.tasks)
    assert "light follows" in (board.why_not([key], Light.GREEN) or "")


# --- news ------------------------------------------------------------------------------------------------------------


def test_news_from_elsewhere_move_cards_and_leave_scroll_and_selection(board: Board, office: MainWindow,
                                                                      answers: Answers) -> None:  # fmt: skip
    cards = column(board, State.IN_PROGRESS).list
    keys = list(cards.cards.keys)
    chosen = keys[6]
    board.select([chosen])
    cards.verticalScrollBar().setValue(cards.painter.height() * 5 + 20)
    top = cards.visualRect(cards.currentIndex()).top()
    moved = keys[0]
    answers(lambda store: verbs.complete(store, [moved], on=DAY - timedelta(days=1)))
    assert moved in column(board, State.DONE).list.cards.keys
    assert board.selected() == (chosen,)
    assert board.current() == chosen
    assert cards.visualRect(cards.currentIndex()).top() == top


def test_selection_is_the_same_in_every_view(board: Board, office: MainWindow) -> None:
    page: Any = office.page()
    keys = column(board, State.PENDING).list.cards.keys[1:3]
    board.select(keys)
    page.show_view("table")
    wait_until_idle(office.tasks)
    assert set(page.selected()) == set(keys)
    page.show_view("board")
    wait_until_idle(office.tasks)
    assert set(page.selected()) == set(keys)


def test_a_click_alone_lets_go_of_what_other_columns_have_selected(board: Board) -> None:
    drafts, pending = column(board, State.DRAFT).list, column(board, State.PENDING).list
    board.select([drafts.cards.keys[0]])
    at = pending.visualRect(pending.cards.index(0)).center()
    QTest.mouseClick(pending.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, at)
    assert set(board.selected()) == {drafts.cards.keys[0], pending.cards.keys[0]}
    at = pending.visualRect(pending.cards.index(1)).center()
    QTest.mouseClick(pending.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert board.selected() == (pending.cards.keys[1],)


# --- the other nouns -------------------------------------------------------------------------------------------------


def test_a_case_that_is_closed_asks_for_its_outcome_and_cases_go_one_at_a_time(office: MainWindow) -> None:
    from db.records.cases import CaseState

    board = board_of(office, "cases")
    keys = column(board, CaseState.OPEN).list.cards.keys[:2]
    assert board.why_not(keys, CaseState.CLOSED) == (
        "Cases change their state one at a time: each one has its own answer."
    )
    board.move_to(keys[:1], CaseState.CLOSED)
    dialog = question(office)
    assert "outcome" in dialog.answers.editors
    dialog.reject()


def test_a_project_goes_back_a_stage_with_a_reason_and_never_into_another_set(office: MainWindow) -> None:
    board = board_of(office, "projects", "stage")
    here = next(one for one in board.columns if one.total and one.column.value is not None)
    key = here.list.cards.keys[0]
    reasons = {one.column.title: board.why_not([key], one.column.value) for one in board.columns}
    assert any(reason and "does not go through" in reason for reason in reasons.values())
    places = [n for n, one in enumerate(board.columns) if reasons[one.column.title] is None]
    back = board.columns[places[0]]
    assert board.columns.index(back) < board.columns.index(here)
    board.move_to([key], back.column.value)
    wait_until_idle(office.tasks)
    dialog = question(office)
    fill(dialog, reason="Falta el permiso (ficticio)")
    dialog.give()
    wait_until_idle(office.tasks)
    assert key in next(one for one in board.columns if one.column.value == back.column.value).list.cards.keys


def test_meetings_move_from_state_to_state(office: MainWindow, answers: Answers) -> None:
    from db.records.meetings import MeetingState

    board = board_of(office, "meetings", "state")
    source = next(one for one in board.columns if one.total)
    key = source.list.cards.keys[0]
    board.move_to([key], MeetingState.HELD)
    wait_until_idle(office.tasks)
    assert key in column(board, MeetingState.HELD).list.cards.keys
    answers(lambda store: store.undo())
    assert key not in column(board, MeetingState.HELD).list.cards.keys
