"""Filters of columns as Excel has them: the ▾ in the heading, Alt+↓, values with counts, from and to, words, chips."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.asking import in_front
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.widgets.column_filters import ColumnFilter, loaded, span_of
from ui.widgets.filter_popup import FilterPopup

KEY = Qt.Key


@pytest.fixture
def page(office: MainWindow) -> Any:
    in_front(office)
    return page_of(office, "action_items")


def popup_of(page: Any, name: str) -> FilterPopup:
    popup: FilterPopup = page.asking.open_filter(name, page.mapToGlobal(QPoint(40, 120)))
    wait_until_idle(page.here.tasks)
    return popup


def rows(page: Any) -> list[Any]:
    """Every row that is asked for."""
    found: list[Any] = []
    page.here.read(lambda session: page.spec.listing.all(session, page.asked()), found.extend, owner=page)
    wait_until_idle(page.here.tasks)
    return found


def lines(popup: FilterPopup) -> dict[str, int]:
    """What can be ticked, with its count."""
    items = (popup.list.topLevelItem(n) for n in range(1, popup.list.topLevelItemCount()))
    return {item.text(0): item.data(0, Qt.ItemDataRole.UserRole + 1) for item in items}


@pytest.mark.row(47)
def test_by_keyboard_alone_a_column_is_narrowed_to_what_was_typed(page: Any, qtbot: QtBot) -> None:
    before = len(rows(page))
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(0, page.model.column_named("unit")))
    QTest.keyClick(page.table, KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    wait_until_idle(page.here.tasks)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, FilterPopup)
    assert lines(popup)["EMAPE"] >= 1
    QTest.keyClicks(popup.search, "ema")
    QTest.keyClick(popup.search, KEY.Key_Return)
    wait_until_idle(page.here.tasks)
    assert {row.unit for row in rows(page)} == {"EMAPE"}
    assert page.records == len(rows(page)) < before
    assert [chip.text() for chip in page.tools.filters] == ["Unit: EMAPE"]
    qtbot.waitUntil(page.table.hasFocus)


def test_ticks_are_set_with_space_and_counts_follow_the_other_filters(page: Any) -> None:
    page.chips["overdue"].click()
    wait_until_idle(page.here.tasks)
    popup = popup_of(page, "unit")
    counted = lines(popup)
    late: dict[str, int] = {}
    for row in rows(page):
        late[row.unit or "(empty)"] = late.get(row.unit or "(empty)", 0) + 1
    assert counted == late
    assert len(counted) >= 2
    QTest.keyClick(popup.search, KEY.Key_Down)
    assert popup.list.hasFocus()
    QTest.keyClick(popup.list, KEY.Key_Space)  # the first line: nothing is ticked now
    assert not popup.apply_button.isEnabled()
    for _turn in range(2):
        QTest.keyClick(popup.list, KEY.Key_Down)
    QTest.keyClick(popup.list, KEY.Key_Space)
    QTest.keyClick(popup.list, KEY.Key_Return)
    wait_until_idle(page.here.tasks)
    second = list(counted)[1]
    assert [row.unit for row in rows(page)] == [second] * counted[second]


def test_days_are_ticked_by_year_and_month_or_lie_between_two_typed_ones(page: Any) -> None:
    popup = popup_of(page, "due_on")
    months = {f"{row.due_on:%Y-%m}" for row in rows(page) if row.due_on}
    top = popup.list.topLevelItem(1)
    assert top.text(0) == max(months)[:4]
    popup.list.toggle(popup.list.topLevelItem(0))
    popup.list.toggle(top)
    popup.apply()
    wait_until_idle(page.here.tasks)
    assert {row.due_on.year for row in rows(page)} == {int(max(months)[:4])}
    again = popup_of(page, "due_on")
    assert again.ends is not None
    for name, text in (("least", "01/11/2026"), ("most", "30/11/2026")):
        editor = again.ends.editors[name]
        editor.inner.setFocus()
        editor.inner.selectAll()
        QTest.keyClicks(editor.inner, text)
    assert not again.list.isEnabled()
    QTest.keyClick(again.ends.editors["most"].inner, KEY.Key_Return)
    wait_until_idle(page.here.tasks)
    found = rows(page)
    assert found
    assert all(date(2026, 11, 1) <= row.due_on <= date(2026, 11, 30) for row in found)
    assert page.tools.filters[0].text() == "Due date: 01/11/2026 to 30/11/2026"


def test_what_is_no_date_keeps_the_popup_open_and_says_so(page: Any) -> None:
    popup = popup_of(page, "due_on")
    assert popup.ends is not None
    QTest.keyClicks(popup.ends.editors["least"].inner, "31/02/2026")
    popup.apply()
    assert popup.isVisible()
    assert popup.ends.editors["least"].inner.accessibleDescription()
    popup.close()


def test_numbers_lie_between_two_and_the_ends_may_be_turned_round(page: Any) -> None:
    popup = popup_of(page, "progress")
    assert popup.ends is not None
    QTest.keyClicks(popup.ends.editors["least"].inner, "60")
    QTest.keyClicks(popup.ends.editors["most"].inner, "20")
    popup.apply()
    wait_until_idle(page.here.tasks)
    found = rows(page)
    assert found
    assert all(20 <= row.progress <= 60 for row in found)


def test_long_texts_hold_words_accents_aside(page: Any) -> None:
    wanted = max((row.description for row in rows(page)), key=len).split()[-1]
    popup = popup_of(page, "description")
    assert popup.words.isVisible()
    assert not popup.list.isVisible()
    QTest.keyClicks(popup.words, wanted.upper())
    QTest.keyClick(popup.words, KEY.Key_Return)
    wait_until_idle(page.here.tasks)
    found = rows(page)
    assert found
    assert all(wanted.casefold() in row.description.casefold() for row in found)


def test_escape_changes_nothing(page: Any) -> None:
    before = page.asked()
    popup = popup_of(page, "unit")
    QTest.keyClicks(popup.search, "ema")
    QTest.keyClick(popup.search, KEY.Key_Escape)  # the words
    QTest.keyClick(popup.search, KEY.Key_Escape)  # the popup
    wait_until_idle(page.here.tasks)
    assert page.asked() == before


def test_the_mark_in_the_heading_opens_the_filter_and_does_not_sort(page: Any) -> None:
    head, section = page.table.head, page.model.column_named("due_on")
    assert head._mark(section) is None or page.table.hasFocus()
    head._hover(section)
    mark = head._mark(section)
    assert mark is not None
    order = page.asking.order
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, mark.center())
    wait_until_idle(page.here.tasks)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, FilterPopup)
    assert popup.column.name == "due_on"
    assert page.asking.order == order
    popup.close()


def test_a_filtered_heading_stays_marked_and_its_chip_takes_the_filter_away(page: Any) -> None:
    before = page.records
    page.asking.filter(ColumnFilter("unit", ("EMAPE",)))
    wait_until_idle(page.here.tasks)
    section = page.model.column_named("unit")
    page.table.head._hover(-1)
    assert page.table.head._mark(section) is not None
    assert not page.tools.clear.isHidden()
    (chip,) = page.tools.filters
    QTest.keyClick(chip, KEY.Key_Delete)
    wait_until_idle(page.here.tasks)
    assert page.tools.filters == []
    assert page.records == before
    page.asking.filter(ColumnFilter("unit", ("EMAPE",)))
    page.field.setText("x")
    page.clear_filters()
    wait_until_idle(page.here.tasks)
    assert (page.asking.is_on(), page.records, page.field.text()) == (False, before, "")


@pytest.mark.row(64)
def test_what_is_asked_for_exports_and_prints_has_the_filters(page: Any) -> None:
    page.asking.filter(ColumnFilter("state", tuple(list({row.state for row in rows(page)})[:1])))
    page.asking.filter(ColumnFilter("progress", least=1))
    asked = page.asked()
    assert {where.column for where in asked.where} == {"state", "progress"}
    assert [where.column for where in page.asking.asked(without="state").where] == ["progress"]


def test_a_filter_is_kept_as_json_and_one_of_an_unknown_column_is_left_out(page: Any) -> None:
    columns = page.spec.listing.columns
    state = next(iter(columns["state"].choices))
    for one in (
        ColumnFilter("state", (state, None)), ColumnFilter("due_on", ("2026", "2026-04", None)),
        ColumnFilter("due_on", least=date(2026, 1, 2)), ColumnFilter("progress", most=40),
        ColumnFilter("code", text="x"),
    ):  # fmt: skip
        assert loaded(one.dumped(columns[one.column]), columns) == one
    assert loaded({"column": "colour", "text": "x"}, columns) is None
    assert loaded({"column": "state", "values": ["of tomorrow"]}, columns) is None
    assert loaded({"column": "due_on", "values": ["abril"]}, columns) is None


def test_a_period_has_its_first_and_its_last_day() -> None:
    assert span_of("2026-02") == (date(2026, 2, 1), date(2026, 2, 28))
    assert span_of("2024-12") == (date(2024, 12, 1), date(2024, 12, 31))
    assert span_of("2026") == (date(2026, 1, 1), date(2026, 12, 31))
