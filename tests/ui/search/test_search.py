"""Search everywhere in the window: typing, kinds, filters, opening and coming back, what is shown when nothing is."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.ordering import fold
from tests.ui.program import Desk
from ui.search.excerpt import excerpt
from ui.search.results import Found, Head, More


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, example_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(example_url.removeprefix("sqlite:///"), first="action_items")


def looked(desk: Desk, text: str) -> Any:
    """Type as a person does, from another place."""
    desk.window.registry["search.everywhere"].trigger()
    desk.rest()
    page: Any = desk.window.page()
    page.field.clear()
    QTest.keyClicks(page.field, text)
    desk.until(lambda: page._asked is not None and page._asked.text == text)
    return page


def kinds(page: Any) -> dict[str, int]:
    return {chip.text(): chip._count for chip in page.kinds.values() if chip.isVisible()}


def found(page: Any) -> list[Found]:
    return [row for row in page.view.found.rows if isinstance(row, Found)]


def test_the_key_works_anywhere_and_puts_the_cursor_in_the_field(desk: Desk) -> None:
    keys = [one.toString() for one in desk.window.registry["search.everywhere"].shortcuts()]
    assert keys == ["Ctrl+Shift+F"]
    desk.go("people")
    desk.window.registry["search.everywhere"].trigger()
    desk.rest()
    page: Any = desk.window.page()
    assert desk.window.place() == "search"
    assert desk.window.focusWidget() is page.field
    assert page._middle.currentIndex() == 1


def test_results_stand_by_kind_with_counts_and_the_words_marked(desk: Desk) -> None:
    page = looked(desk, "parque")
    heads = {row.title: row.count for row in page.view.found.rows if isinstance(row, Head)}
    assert len(heads) >= 3
    assert kinds(page) == heads
    assert page._every._count == sum(heads.values())
    for row in found(page):
        marked = [row.title[a:b] for a, b in row.title_spans] + [row.text[a:b] for a, b in row.text_spans]
        assert marked, row
        assert all(fold(one) == "parque" for one in marked)
    assert "parque" in page.subtitle


def test_one_kind_is_shown_alone_and_everything_again(desk: Desk) -> None:
    page = looked(desk, "a")
    (entity,) = [row.entity for row in page.view.found.rows if isinstance(row, More)][:1]
    before = sum(isinstance(row, Found) and row.hit.entity == entity for row in page.view.found.rows)
    page.kinds[entity].click()
    desk.until(lambda: {row.hit.entity for row in found(page)} == {entity})
    assert len(found(page)) > before
    assert page.kinds[entity].isChecked()
    page._every.click()
    desk.until(lambda: len({row.hit.entity for row in found(page)}) > 1)


@pytest.mark.row(8)
def test_opening_a_result_and_coming_back_finds_text_selection_and_scroll_as_they_were(desk: Desk) -> None:
    desk.window.resize(1024, 600)
    page = looked(desk, "parque")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert desk.window.focusWidget() is page.view
    for _again in range(6):
        QTest.keyClick(page.view, Qt.Key.Key_Down)
    hit, scrolled = page.hit, page.view.verticalScrollBar().value()
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    desk.rest()
    assert desk.window.place() != "search"
    assert desk.window.here.keys == (hit.opens[1],)
    desk.window.registry["shell.back"].trigger()
    desk.rest()
    assert desk.window.place() == "search"
    assert page.field.text() == "parque"
    assert page.hit == hit
    assert page.view.verticalScrollBar().value() == scrolled
    assert desk.window.focusWidget() is page.view


def test_every_result_opens_the_record_it_is_about(desk: Desk) -> None:
    page = looked(desk, "de")
    seen = set()
    for row in found(page):
        if row.hit.entity in seen:
            continue
        seen.add(row.hit.entity)
        desk.window.here.open(*row.hit.opens)
        desk.rest()
        assert desk.window.here.keys == (row.hit.opens[1],), row
    assert len(seen) >= 6


def test_period_and_state_narrow_and_can_be_cleared_where_nothing_is_left(desk: Desk) -> None:
    page = looked(desk, "parque")
    every = sum(group.count for group in page.groups)
    page.standing.setCurrentIndex(1)
    page.standing.activated.emit(1)
    desk.until(lambda: 0 < sum(group.count for group in page.groups) < every)
    page.period.setCurrentIndex(4)
    page.period.activated.emit(4)
    desk.until(lambda: page.groups == [])
    assert page._middle.currentIndex() == 3
    desk.window.registry["search.clear"].trigger()
    desk.until(lambda: sum(group.count for group in page.groups) == every)


def test_words_that_are_nowhere_say_so(desk: Desk) -> None:
    page = looked(desk, "zzzz qqqq")
    assert page._middle.currentIndex() == 2
    assert not desk.window.registry["search.open"].isEnabled()
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    desk.rest()
    assert page._middle.currentIndex() == 1


def test_a_change_made_meanwhile_shows_when_the_page_comes_back_and_the_cursor_stays(desk: Desk) -> None:
    from ecd_desktop.services import action_items as verbs

    page = looked(desk, "de")
    rows = [row for row in found(page) if row.hit.entity == "action_items"]
    gone, stays = rows[0], rows[1]
    page.view.select((), stays.token)
    desk.go("people")
    desk.window.here.do(verbs.delete, [gone.hit.key])
    desk.rest()
    desk.window.registry["shell.back"].trigger()
    desk.until(lambda: gone.token not in [row.token for row in found(page)])
    assert page.view.current() == stays.token


def test_headings_are_passed_over_and_rows_speak(desk: Desk) -> None:
    page = looked(desk, "parque")
    page.view.setFocus()
    stood = []
    for _again in range(len(page.view.found.rows)):
        stood.append(page.view.row_at(page.view.currentIndex()))
        QTest.keyClick(page.view, Qt.Key.Key_Down)
    assert not any(isinstance(row, Head) for row in stood)
    index = page.view.found.index(1)
    words = index.data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert "Commitment" in words or "Commitment" in words or "Case" in words or "Project" in words


# --- excerpts --------------------------------------------------------------------------------------------------------


def test_an_excerpt_begins_near_the_words_and_marks_each() -> None:
    text = "Nada. " * 60 + "Se acordó levantar el MURÓ del niño. " + "Nada más. " * 40
    shown, spans = excerpt(["nino", "muro"], text)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert [shown[a:b] for a, b in spans] == ["MURÓ", "niño"]


def test_a_short_text_is_shown_whole_on_one_line() -> None:
    assert excerpt(["b"], "a\n b  c") == ("a b c", ((2, 3),))


TYPED = st.lists(st.sampled_from(["a", "ab", "nn", "b."]), max_size=3)


@given(st.text(st.sampled_from("aábñn \n."), max_size=700), TYPED)
def test_what_is_marked_is_always_what_was_looked_for(text: str, typed: list[str]) -> None:
    shown, spans = excerpt(typed, text, 60)
    assert len(shown) <= 60 + 4 or len(" ".join(text.split())) <= 60
    assert all(0 <= a < b <= len(shown) for a, b in spans)
    assert all(later[0] >= before[1] for before, later in pairwise(spans))


@pytest.mark.parametrize("exc", [OSError("away"), KeyError("bug")])
def test_a_search_that_got_no_answer_no_longer_says_that_it_reads(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, exc: Exception
) -> None:
    from db.queries import search_texts

    page = looked(desk, "parque")
    desk.rest()
    reports: list[object] = []
    desk.window.tasks.broke.disconnect()
    desk.window.tasks.broke.connect(lambda *told: reports.append(told))

    def no(*_given: object) -> object:
        raise exc

    monkeypatch.setattr(search_texts, "look", no)
    page.refresh()
    assert page._patience.isActive()
    desk.rest()
    assert not page._patience.isActive()
    assert page._asked is None
    assert len(reports) == (not isinstance(exc, OSError))
