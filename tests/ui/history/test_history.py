"""The activity: every step of the database, what it did, and taking any of them back."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from db.queries import action_items
from db.queries.listing import Ask
from db.records.action_items import Priority
from ecd_desktop.calendar import Calendar, clock, today
from ecd_desktop.services import action_items as verbs
from tests.ui.program import Desk
from ui.messages import ConflictDialog
from ui.widgets.controls import Label
from ui.widgets.word_diff import WordDiff, pieces, shortened


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, example_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(example_url.removeprefix("sqlite:///"), first="history")


def some(desk: Desk, n: int) -> list[Any]:
    def job(store: Any) -> list[Any]:
        with store.reading() as session:
            return list(action_items.LISTING.keys(session, Ask(clock=clock(today(), Calendar()))))[:n]

    found: list[Any] = desk.ask(job)
    return found


def pending(desk: Desk) -> Any:
    """A commitment that is owed and not blocked."""

    def job(store: Any) -> Any:
        with store.reading() as session:
            rows = action_items.LISTING.all(session, Ask(clock=clock(today(), Calendar())))
        return next(row.key for row in rows if row.state.value == "pending" and row.blocked_since is None)

    return desk.ask(job)


def lines(page: Any) -> list[Any]:
    """The steps in the list, without the days over them."""
    every = [page.view.lines.line(row) for row in range(page.view.lines.rowCount())]
    return [line for line in every if not line.fixed]


def by(desk: Desk, who: str, fn: Any) -> Any:
    """Something done by another person on the same database."""

    def job(store: Any) -> Any:
        mine, store.who = store.who, who
        try:
            return fn(store)
        finally:
            store.who = mine

    return desk.ask(job)


def choose(box: Any, words: str) -> None:
    box.setCurrentIndex(box.findText(words))
    box.activated.emit(box.currentIndex())


def test_steps_stand_newest_first_with_who_and_when(desk: Desk) -> None:
    page: Any = desk.window.page()
    assert len(lines(page)) == len(page.steps) >= 2
    assert [step.seq for step in page.steps] == sorted((step.seq for step in page.steps), reverse=True)
    assert "Prueba Ficticia" in lines(page)[0].small
    day = page.view.lines.line(0)
    assert day.fixed
    assert day.title.endswith("today")
    assert f"{len(page.steps)} steps" in day.small


def test_a_step_in_the_middle_is_taken_back_and_the_later_ones_stay(desk: Desk) -> None:
    page: Any = desk.window.page()
    first, second = some(desk, 2)
    before = desk.count(action_items.LISTING)
    desk.window.here.do(verbs.delete, [first])
    desk.rest()
    desk.window.here.do(verbs.delete, [second])
    desk.rest()
    assert desk.count(action_items.LISTING) == before - 2
    older = page.steps[1]
    page.view.select([older.tx_id], older.tx_id)
    desk.rest()
    assert page.pane.undo.isVisible()
    page.pane.undo.click()
    desk.until(lambda: page.steps[0].kind == "undo")
    assert desk.count(action_items.LISTING) == before - 1
    assert first in some(desk, 1000)


def test_what_a_step_did_is_told_record_by_record(desk: Desk) -> None:
    page: Any = desk.window.page()
    (key,) = some(desk, 1)
    desk.window.here.do(verbs.delete, [key])
    desk.rest()
    step = page.steps[0]
    page.view.select([step.tx_id], step.tx_id)
    desk.rest()
    words = " ".join(label.text() for label in page.pane.findChildren(type(page.pane.heading)))
    assert step.label in words
    assert "COM-" in words


def test_a_step_that_touched_many_shows_some_of_them_and_the_next_on_request(desk: Desk) -> None:
    keys = some(desk, 30)
    desk.ask(lambda store: verbs.set_priority(store, keys, priority=Priority.LOW))
    desk.ask(lambda store: verbs.set_priority(store, keys, priority=Priority.HIGH))
    page: Any = desk.go("history")
    page.refresh()
    desk.rest()

    def shown() -> int:
        return len([one for one in page.pane.findChildren(WordDiff) if one.isVisibleTo(page.pane)])

    def more() -> QPushButton:
        return next(one for one in page.pane.findChildren(QPushButton) if f"{30 - shown()}" in one.text())

    page.view.select([lines(page)[0].key], lines(page)[0].key)
    desk.rest()
    assert shown() == 12
    more().click()
    desk.rest()
    assert shown() == 24
    more().click()
    desk.rest()
    assert shown() == 30


def test_an_upgrade_of_the_database_offers_no_undo(desk: Desk) -> None:
    page: Any = desk.window.page()
    step = next(step for step in page.steps if step.kind == "migrate")
    page.view.select([step.tx_id], step.tx_id)
    desk.rest()
    assert not page.pane.undo.isVisible()
    desk.window.registry.refresh()
    assert not desk.window.registry["history.undo_step"].isEnabled()


def test_words_kinds_nouns_and_workbooks_narrow_the_list(desk: Desk) -> None:
    page: Any = desk.window.page()
    every = page.view.lines.rowCount()
    asked = page.narrowing
    choose(asked.sort, "Brought in by a file")
    desk.rest()
    assert [line.small.split(" · ")[2:] for line in lines(page)] == [["import", "Example portfolio"]]
    choose(asked.sort, "All kinds of steps")
    choose(asked.workbook, "Example portfolio")
    choose(asked.noun, "Commitments")
    desk.rest()
    assert [step.kind for step in page.steps] == ["import"]
    assert page.pane.undo.text() == "Undo this import"
    page.field.setText("no hay tal paso")
    desk.until(lambda: page._middle.currentIndex() == 2)
    page._clear()
    desk.rest()
    assert page.view.lines.rowCount() == every


def test_the_steps_of_one_person_of_one_day_and_of_one_record(desk: Desk) -> None:
    page: Any = desk.window.page()
    key = pending(desk)
    by(desk, "Otra Persona Ficticia", lambda store: verbs.block(store, [key], since=today(), reason="Falta el permiso"))
    desk.rest()
    assert [page.narrowing.person.itemText(n) for n in range(3)] == ["Everybody", "Only me", "Otra Persona Ficticia"]
    choose(page.narrowing.person, "Otra Persona Ficticia")
    desk.rest()
    assert [line.small.split(" · ")[1] for line in lines(page)] == ["Otra Persona Ficticia"]
    choose(page.narrowing.person, "Everybody")
    choose(page.narrowing.period, "Yesterday")
    desk.rest()
    assert lines(page) == []
    assert page._middle.currentIndex() == 2
    page._clear()
    desk.rest()
    listed: Any = desk.go("action_items")
    listed.table.select([key], key)
    desk.rest()
    desk.window.registry["history.show_record"].trigger()
    desk.rest()
    assert desk.window.place() == "history"
    assert page.narrowing.record.isVisible()
    assert len(lines(page)) == len(desk.ask(lambda store: store.story("action_items", key)))
    assert lines(page)[0].small.split(" · ")[1] == "Otra Persona Ficticia"
    page.narrowing.record.click()
    desk.rest()
    assert len(lines(page)) == len(page.steps) > 1


@pytest.mark.row(113)
def test_one_field_is_restored_from_the_story_of_a_record_with_what_was_decided_with_it(desk: Desk) -> None:
    from ui.widgets.history_pane import HistoryPane
    from ui.widgets.word_diff import WordDiff

    key = pending(desk)
    before = desk.ask(lambda store: values(store, key))
    by(desk, "Otra Persona Ficticia", lambda store: verbs.cancel(store, [key], on=today(), reason="Ya no hace falta"))
    listed: Any = desk.go("action_items")
    listed.open_record(key)
    listed.detail.show_tab(next(n for n, (title, _b) in enumerate(listed.detail._tabs) if title == "History"))
    desk.rest()
    (pane,) = listed.findChildren(HistoryPane)
    told = [one.whole() for one in pane.widget().findChildren(WordDiff)]
    assert any(words.startswith("State: ") and words.endswith("→ Cancelled") for words in told)
    button = next(one for one in pane.widget().findChildren(QPushButton) if one.toolTip().startswith("Set State back"))
    button.click()
    desk.rest()
    now = desk.ask(lambda store: values(store, key))
    assert (now["state"], now["state_reason"]) == (before["state"], before["state_reason"])
    assert desk.window.notices.isVisible()


def test_a_field_a_record_and_a_deleted_record_are_brought_back_from_a_step(desk: Desk) -> None:
    page: Any = desk.window.page()
    key = pending(desk)
    for priority in (Priority.LOW, Priority.HIGH):
        desk.ask(lambda store, priority=priority: verbs.set_priority(store, [key], priority=priority))
    desk.ask(lambda store: verbs.delete(store, [key]))

    def press(nth: int, words: str) -> None:
        page.view.select([page.steps[nth].tx_id], page.steps[nth].tx_id)
        desk.rest()
        next(one for one in page.pane.findChildren(QPushButton) if one.text() == words).click()
        desk.rest()

    press(0, "Bring it back")
    assert desk.ask(lambda store: values(store, key))["priority"] is Priority.HIGH
    press(3, "As it was then")  # after the first of the three steps
    assert desk.ask(lambda store: values(store, key))["priority"] is Priority.LOW
    assert "as it was on" in desk.window.notices.text()
    press(0, "Restore")
    assert desk.ask(lambda store: values(store, key))["priority"] is Priority.HIGH
    press(1, "As it was then")
    assert desk.ask(lambda store: values(store, key))["priority"] is Priority.LOW
    press(0, "As it was then")
    assert "as it was then already" in desk.window.errors.text()


def values(store: Any, key: Any) -> dict[str, Any]:
    from db.queries.records import snapshot

    with store.reading() as session:
        seen = snapshot(session, "action_items", key)
    assert seen is not None
    return dict(seen.values)


@pytest.mark.row(28)
def test_undo_of_what_somebody_else_changed_since_is_refused_and_shows_both_side_by_side(desk: Desk) -> None:
    key = pending(desk)
    desk.window.here.do(verbs.block, [key], since=today(), reason="Falta el plano")
    desk.rest()

    def rewrite(store: Any) -> None:
        with store.change("Edit {code}", code="COM") as work:
            from db.records import ActionItem

            work.get(ActionItem, key).blocked_reason = "Falta el permiso de SERPAR"

    by(desk, "Otra Persona Ficticia", rewrite)
    desk.window.registry["shell.undo"].trigger()
    desk.rest()
    (dialog,) = desk.window.findChildren(ConflictDialog)
    assert dialog.isVisible()
    words = [one.whole() for one in dialog.findChildren(Label)]
    assert any("Falta el plano" in one for one in words)
    assert any("Falta el permiso de SERPAR" in one for one in words)
    assert desk.ask(lambda store: values(store, key))["blocked_reason"] == "Falta el permiso de SERPAR"
    assert "was changed or used since and stays" in desk.window.notices.text()
    dialog.reject()
    assert desk.ask(lambda store: values(store, key))["blocked_reason"] == "Falta el permiso de SERPAR"


# --- words that changed ----------------------------------------------------------------------------------------------


def test_only_the_words_that_changed_are_marked_and_long_stretches_are_cut() -> None:
    same = "una palabra que queda igual " * 12
    found = pieces(f"{same}la obra empieza el lunes {same}", f"{same}la obra termina el martes {same}")
    assert [one for one in found if one[0] != "="] == [
        ("-", "empieza"), ("+", "termina"), ("-", "lunes"), ("+", "martes"),
    ]  # fmt: skip
    shown = "".join(text for _kind, text in shortened(found))
    assert shown.count("…") == 2
    assert len(shown) < 160


def test_a_change_is_told_by_lines_and_words_and_not_by_colour_alone(qtbot: QtBot) -> None:
    before = "Pintar el <muro> del parque y sembrar grass en toda la berma"
    made = WordDiff("Commitment", before, "Pintar el <muro> del parque")
    qtbot.addWidget(made)
    assert "line-through" in made.text()
    assert "&lt;muro&gt;" in made.text()
    assert made.accessibleName().startswith("Commitment: Pintar el <muro>")
    empty = WordDiff("Remarks", "", "Nuevo")
    qtbot.addWidget(empty)
    assert empty.whole() == "Remarks: (empty) → Nuevo"
    assert "underline" in empty.text()
