"""The first screen on the example: figures open their lists, mine and the team's, the days ahead, keyboard, sizes."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ecd_desktop import calendar
from ecd_desktop.calendar import LIMA, now_utc
from ecd_desktop.identity import Person
from ecd_desktop.language import in_language
from ecd_desktop.services.projects import Health
from tests.ui.example import DAY, wait_until_idle
from tests.ui.program import Desk
from ui import application
from ui.today import words
from ui.today.portfolio import ORDER

BRUNO = "Bruno Ibáñez"  # of the example
SIZES = ((1366, 768), (1536, 864), (1024, 600))

Opened = Callable[..., Any]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(qtbot, tmp_path)


@pytest.fixture
def opened(desk: Desk, example_url: str) -> Iterator[Opened]:
    """Open the example as somebody; the first screen, in front."""

    def open_(who: str = BRUNO, size: tuple[int, int] = (1366, 768)) -> Any:
        calendar.set_today(DAY)
        desk.program.person = Person(who, "LAPTOP-1")
        desk.window.resize(*size)
        desk.open(example_url.removeprefix("sqlite:///"))
        return desk.window.page()

    yield open_
    calendar.set_today(None)


def lines(view: Any) -> list[Any]:
    return [view.lines.line(row) for row in range(view.lines.rowCount())]


def test_the_program_opens_on_it_and_greets_by_name(desk: Desk, opened: Opened) -> None:
    page = opened()
    assert desk.window.place() == "today"
    assert next(iter(desk.window.rail.items)) == "today"
    assert desk.window.header.subtitle.whole() == "Monday, 23 November 2026 · week 48"
    assert page.title().endswith(", Bruno")
    assert "matters need attention" in page.count_text


def test_whoever_left_from_another_place_finds_that_one(
    desk: Desk, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "recall", lambda name: "projects" if name == "place" else None)
    opened()
    assert desk.window.place() == "projects"


@pytest.mark.parametrize("mine", [False, True])
def test_every_figure_opens_a_list_of_as_many_rows(desk: Desk, opened: Opened, mine: bool) -> None:
    page = opened()
    tried = 0
    for figure in page.answer[0].figures:
        card = page.sheet.figures[figure.name]
        expected = figure.mine if mine else figure.team
        if mine and not expected:
            assert card.mine.isHidden()
            continue
        tried += 1
        assert card._number.whole() == str(figure.team)
        QTest.mouseClick(card.mine if mine else card, Qt.MouseButton.LeftButton)
        desk.rest()
        assert desk.window.place() == figure.entity
        assert desk.window.page().model.rowCount() == expected, figure.name  # type: ignore[union-attr]
        desk.go("today")
    assert tried >= (2 if mine else 4)


def test_each_health_opens_its_projects_and_the_bar_says_the_same(desk: Desk, opened: Opened) -> None:
    page = opened()
    shown = {health: line.count for health, line in page.sheet.health.lines.items() if line.count}
    assert [health for health, _box in page.sheet.health.bar.parts()] == [one for one in ORDER if one in shown]
    assert len(shown) >= 4
    whole = 0
    for health, number in shown.items():
        page.sheet.health.lines[health].click()
        desk.rest()
        listed: Any = desk.window.page()
        assert desk.window.place() == "projects"
        assert listed.model.rowCount() == number, health
        cell = [listed.model.index(row, 2).data() for row in range(number)]
        assert all(str(health.label) in str(text) for text in cell)
        assert [id for id, chip in listed.chips.items() if chip.isChecked()] == ["health"]
        whole += number
        desk.go("today")
    listed.clear_filters()
    desk.rest()
    assert listed.model.rowCount() == whole
    assert page.sheet.whole.text() == f"{whole} projects"


def test_a_click_on_a_part_of_the_bar_opens_that_health(desk: Desk, opened: Opened) -> None:
    page = opened()
    health, box = page.sheet.health.bar.parts()[0]
    assert health is Health.DELAYED
    QTest.mouseClick(page.sheet.health.bar, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    desk.rest()
    assert desk.window.place() == "projects"


def test_mine_and_the_teams_are_counted_on_the_switch_and_shown(desk: Desk, opened: Opened) -> None:
    page = opened()
    told = page.answer[0]
    assert page.shows_mine
    assert page.sheet.matters.lines.rowCount() == told.mine.total > 2
    page.sheet.switch.segments[1].click()
    assert page.sheet.matters.lines.rowCount() == told.team.total > told.mine.total
    assert not page.shows_mine
    desk.window.registry["today.mine"].trigger()
    assert page.sheet.matters.lines.rowCount() == told.mine.total
    assert page.sheet.switch.segments[0].accessibleName() == f"Mine {told.mine.total}"


def test_arrows_change_the_switch(desk: Desk, opened: Opened) -> None:
    page = opened()
    mine, team = page.sheet.switch.segments
    mine.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(mine, Qt.Key.Key_Right)
    assert team.isChecked()
    assert not page.shows_mine
    QTest.keyClick(team, Qt.Key.Key_Left)
    assert page.shows_mine


def test_whom_nobody_knows_sees_the_teams_and_is_told_why(desk: Desk, opened: Opened) -> None:
    page = opened("persona.desconocida")
    assert not page.shows_mine
    assert not page.sheet.nobody.isHidden()
    assert "persona.desconocida" in page.sheet.nobody_words.whole()
    assert not page.sheet.switch.segments[0].isEnabled()
    assert page.sheet.matters.lines.rowCount() == page.answer[0].team.total
    assert not desk.window.registry["today.mine"].isEnabled()
    page.sheet.name_link.click()
    desk.rest()
    assert desk.window.place() == "settings"


def test_enter_opens_the_record_and_back_finds_the_same_line(desk: Desk, opened: Opened) -> None:
    page = opened()
    line = lines(page.sheet.matters)[-1]
    page.sheet.matters.setFocus()
    page.sheet.matters.select([line.key], line.key)
    QTest.keyClick(page.sheet.matters, Qt.Key.Key_Return)
    desk.rest()
    assert desk.window.place() == line.opens[0]
    assert desk.window.page().selected() == (line.key,)  # type: ignore[union-attr]
    desk.window.step(-1)
    desk.rest()
    assert desk.window.page() is page
    assert [one.key for one in page.sheet.matters.selected_lines()] == [line.key]


def test_the_agenda_has_today_first_hours_and_the_next_steps(desk: Desk, opened: Opened) -> None:
    page = opened()
    shown = lines(page.sheet.hours)
    assert shown[0].heading.startswith("Today")
    assert shown[0].title == "Nothing is arranged for today."
    meeting = next(line for line in shown if line.hour)
    assert meeting.hour == "09:00"
    assert meeting.opens[0] == "meetings"
    assert any(line.opens and line.opens[0] == "cases" for line in shown)
    page.sheet.hours.opened.emit(shown[0])  # leads nowhere
    page.sheet.hours.opened.emit(meeting)
    desk.rest()
    assert desk.window.page().selected() == (meeting.key,)  # type: ignore[union-attr]


def test_the_activity_opens_its_step_in_the_history(desk: Desk, opened: Opened) -> None:
    page = opened()
    line = lines(page.sheet.steps)[-1]
    page.sheet.steps.opened.emit(line)
    desk.rest()
    history: Any = desk.window.page()
    assert desk.window.place() == "history"
    assert history.chosen_step.tx_id == line.key
    desk.go("today")
    page.sheet.steps.opened.emit(lines(page.sheet.steps)[0])
    desk.rest()
    assert history.chosen_step.tx_id == lines(page.sheet.steps)[0].key


def test_news_change_the_figures_and_leave_selection_and_scroll(desk: Desk, opened: Opened) -> None:
    from ecd_desktop.services import records

    page = opened(size=(1024, 600))
    page.sheet.switch.segments[1].click()
    view = page.sheet.matters
    QApplication.sendPostedEvents()
    kept = lines(view)[12]
    view.select([kept.key], kept.key)
    view.verticalScrollBar().setValue(180)
    at = view.verticalScrollBar().value()
    assert at > 0
    overdue = next(one for one in lines(view) if one.opens[0] == "action_items" and one.key != kept.key)
    before = page.answer[0].team.total
    desk.ask(lambda store: records.delete(store, "action_items", [overdue.key]))
    desk.until(lambda: page.answer[0].team.total == before - 1)
    assert [one.key for one in view.selected_lines()] == [kept.key]
    assert view.verticalScrollBar().value() == at
    assert lines(page.sheet.steps)[0].title.startswith("Delete")


def test_news_that_come_while_another_place_is_shown_are_read_on_coming_back(desk: Desk, opened: Opened) -> None:
    from ecd_desktop.services import records

    page = opened()
    before = page.answer
    desk.go("places")
    desk.ask(lambda store: records.delete(store, "action_items", [lines(page.sheet.matters)[-1].key]))
    assert page.answer is before
    desk.go("today")
    assert page.answer is not before


def test_an_empty_database_teaches_three_ways_to_begin(desk: Desk, tmp_path: Path) -> None:
    desk.program.create(tmp_path / "vacia.db")
    desk.until(lambda: desk.window.page() is not None and getattr(desk.window.page(), "answer", None) is not None)
    page: Any = desk.window.page()
    assert page.sheet.currentWidget() is page.sheet.first
    assert len(page.sheet.first.buttons) == 3
    page.sheet.first.buttons[2].click()
    desk.until(lambda: page.sheet.currentWidget() is not page.sheet.first)
    assert page.sheet.matters.lines.rowCount() > 5


def test_a_day_without_anything_says_so_in_every_card(desk: Desk, tmp_path: Path) -> None:
    from ecd_desktop.drafts import Draft
    from ecd_desktop.services import records

    desk.program.create(tmp_path / "tranquila.db")
    desk.until(lambda: desk.window.page() is not None)
    desk.ask(lambda store: records.save(store, drafted(Draft, store)))
    page: Any = desk.window.page()
    desk.until(lambda: page.answer is not None and not page.answer[0].nothing_yet)
    assert page.sheet.attention.is_quiet
    assert page.sheet.days.is_quiet
    assert page.sheet.portfolio.is_quiet
    assert not page.sheet.activity.is_quiet


def drafted(_cls: Any, _store: Any) -> Any:
    from ecd_desktop.services import records

    draft = records.new_draft("cases")
    draft.set("title", "Asunto ficticio sin paso")
    return draft


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_cut_or_covered_at_any_size(
    desk: Desk, opened: Opened, size: tuple[int, int], language: str
) -> None:
    with in_language(language):
        page = opened(size=size)
        QTest.qWait(30)
        sheet = page.sheet
        cards = [*sheet.figures.values(), sheet.attention, sheet.days, sheet.portfolio, sheet.activity]
        boxes = [card.geometry() for card in cards]
        for number, box in enumerate(boxes):
            assert box.width() >= cards[number].minimumSizeHint().width()
            assert not any(box.intersects(other) for other in boxes[number + 1 :])
        inside = page.sheet.widget(0).widget()
        assert all(inside.rect().contains(box) for box in boxes)
        assert inside.width() <= page.width()
        for label in page.findChildren(QLabel):
            if label.isVisible() and label.text():
                whole = label.whole() if hasattr(label, "whole") else label.text()
                assert label.text() == " ".join(whole.split()), f"cut: {whole}"
        for box in page.sheet.health.lines.values():
            assert box.height() >= 30
        rail = desk.window.rail
        items = [one for one in (rail.plate, *rail.items.values(), rail.person) if one.isVisible()]
        assert len(items) >= len(rail.items)
        assert not any(a.geometry().intersects(b.geometry()) for a in items for b in items if a is not b)
        assert all(rail.rect().contains(one.geometry()) for one in items)


@pytest.mark.row(69, 100)
def test_everything_that_takes_the_focus_has_a_name_and_tab_reaches_it_in_reading_order(
    desk: Desk, opened: Opened
) -> None:
    page = opened(size=(1536, 864))
    page.activateWindow()
    stops = stopping(page)
    for one in stops:
        spoken = QAccessible.queryAccessibleInterface(one)
        assert spoken is not None
        assert spoken.text(QAccessible.Text.Name), one
    sheet = page.sheet
    order = [sheet.figures["overdue"], sheet.figures["late"], sheet.switch.segments[0], sheet.matters, sheet.hours,
             sheet.health.lines[Health.DELAYED], sheet.steps]  # fmt: skip
    assert [stops.index(one) for one in order] == sorted(stops.index(one) for one in order)


def stopping(page: QWidget) -> list[QWidget]:
    """What Tab stops at, in the order of the focus chain."""
    found: list[QWidget] = []
    at = page.nextInFocusChain()
    while at is not page:
        if page.isAncestorOf(at) and at.isVisible() and at.isEnabled() and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(at)
        at = at.nextInFocusChain()
    return found


def test_enter_presses_a_figure(desk: Desk, opened: Opened) -> None:
    page = opened()
    page.sheet.figures["soon"].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(page.sheet.figures["soon"], Qt.Key.Key_Return)
    desk.rest()
    assert desk.window.place() == "action_items"


def test_lines_say_all_of_it_for_ears(desk: Desk, opened: Opened) -> None:
    page = opened()
    page.sheet.switch.segments[1].click()
    said = [line.words for line in lines(page.sheet.matters)]
    assert all(len(one) > 20 for one in said)
    assert any("Red" in one and "Overdue by" in one for one in said)
    assert any(one.startswith("Today") for one in (line.words for line in lines(page.sheet.hours)))


@pytest.mark.parametrize(
    ("hour", "said"), [(8, "Good morning, Ana"), (12, "Good afternoon, Ana"), (19, "Good evening, Ana")]
)
def test_the_greeting_goes_with_the_hour_in_lima(hour: int, said: str) -> None:
    assert words.greeting("Ana", datetime(2026, 6, 1, hour, 5, tzinfo=LIMA)) == said


def test_a_login_is_no_name() -> None:
    assert words.first_name("avega", "avega") == ""
    assert words.first_name("avega", "avega", "Ana María") == "Ana"
    assert words.first_name("Ana Vega", "avega") == "Ana"
    assert words.greeting("", datetime(2026, 6, 1, 8, tzinfo=LIMA)) == "Good morning"


def test_how_long_ago_is_said_as_people_say_it() -> None:
    now = datetime(2026, 6, 2, 15, 0, tzinfo=LIMA)
    told = [timedelta(seconds=20), timedelta(minutes=12), timedelta(hours=4), timedelta(hours=20), timedelta(days=3)]
    assert [words.ago(now - one, now) for one in told] == [
        "just now", "12 min ago", "11:00", "yesterday 19:00", "3 days ago",
    ]  # fmt: skip


def test_another_day_is_read_again(desk: Desk, opened: Opened) -> None:
    page = opened()
    before = page.answer
    page._tick()
    wait_until_idle(desk.window.tasks)
    assert page.answer is before
    calendar.set_today(date(2026, 11, 24))
    page._tick()
    wait_until_idle(desk.window.tasks)
    assert page.answer is not before
    assert lines(page.sheet.hours)[0].opens is not None, "what was tomorrow's is today's"
    assert now_utc() is not None
