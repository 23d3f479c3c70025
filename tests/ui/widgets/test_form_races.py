"""Typing on while the database is slow: nothing goes astray, nothing is lost, nobody clashes with himself."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.fields import Key
from db.records import Organisation
from ecd_desktop.services import records
from ui.main_window import MainWindow
from ui.messages import ConflictDialog

Change = Callable[[Callable[[Any], Any]], Any]
NAMES = ("Alba Ficticia", "Brisa Ficticia")


class Slow:
    """The window on a database whose thread is held up when the test says so."""

    def __init__(self, window: MainWindow, keys: dict[str, Key], qtbot: QtBot, change: Change) -> None:
        self.window = window
        self.keys = keys
        self.qtbot = qtbot
        self.change = change
        self.page: Any = window.page()
        self.form: Any = self.page.form

    def hold_up(self, seconds: float = 0.25) -> None:
        self.window.tasks.do(lambda _store: time.sleep(seconds))

    def rest(self) -> None:
        for _again in range(4):
            self.qtbot.waitUntil(lambda: self.window.tasks.idle)
            self.qtbot.wait(20)

    def line(self, name: str = "name") -> Any:
        return self.form.editors[name].line

    def into(self, name: str) -> None:
        self.window.activateWindow()
        self.line(name).setFocus()
        self.qtbot.waitUntil(self.line(name).hasFocus)
        self.line(name).end(False)

    def type(self, text: str) -> None:
        """As fingers do: into whatever has the focus."""
        for letter in text:
            self.qtbot.keyClicks(QApplication.focusWidget(), letter)

    def save(self) -> None:
        self.window.registry["shell.save"].trigger()

    def stored(self) -> list[tuple[str, str | None]]:
        from sqlalchemy import select

        def read(store: Any) -> Any:
            with store.reading() as session:
                rows = session.execute(select(Organisation.name, Organisation.acronym))
                return sorted(tuple(row) for row in rows if "Fic" in row[0])

        return self.change(read)  # type: ignore[no-any-return]

    def at_peace(self) -> bool:
        """Nobody is told that somebody else changed something."""
        return bool(self.form.clash_bar.isHidden()) and not self.window.findChildren(ConflictDialog)


@pytest.fixture
def slow(window: MainWindow, change: Change, qtbot: QtBot, settled: Any) -> Slow:
    def add(store: Any) -> dict[str, Key]:
        with store.change("Invented") as work:
            return {name: work.add(Organisation(name=name)).id for name in NAMES}

    keys = change(add)
    settled(window.tasks)
    desk = Slow(window, keys, qtbot, change)
    desk.page.open_record(keys["Alba Ficticia"])
    desk.rest()
    return desk


def test_typing_on_while_it_is_saved_clashes_with_nobody_and_loses_nothing(slow: Slow) -> None:
    slow.into("name")
    slow.type(" uno ")
    slow.hold_up()
    slow.save()
    slow.type("dos ")
    slow.rest()
    slow.type("tres")
    assert slow.line().text() == "Alba Ficticia uno dos tres"
    assert slow.at_peace()
    slow.save()
    slow.rest()
    assert slow.stored()[0][0] == "Alba Ficticia uno dos tres"


def test_the_cursor_stays_where_it_is_when_the_save_comes_back(slow: Slow) -> None:
    slow.into("name")
    slow.type(" con ")
    slow.save()
    slow.rest()
    slow.type("espacio")
    assert slow.line().text() == "Alba Ficticia con espacio"


def test_a_second_save_waits_for_the_first(slow: Slow) -> None:
    slow.into("name")
    slow.type(" 1")
    slow.hold_up()
    slow.save()
    slow.type("2")
    slow.save()
    slow.type("3")
    slow.save()
    slow.rest()
    assert slow.at_peace()
    assert slow.stored()[0][0] == "Alba Ficticia 123"
    assert not slow.form.unsaved


def test_a_new_record_that_is_saved_twice_in_haste_is_one_record(slow: Slow) -> None:
    slow.window.new_record("organisations", "")
    slow.into("name")
    slow.type("Cima Fic")
    slow.hold_up()
    slow.save()
    slow.type("ticia")
    slow.save()
    slow.rest()
    assert slow.at_peace()
    assert [name for name, _acronym in slow.stored()] == ["Alba Ficticia", "Brisa Ficticia", "Cima Ficticia"]
    assert slow.page.selected() == (slow.form.draft.key,)
    assert slow.window.here.drafts.unfinished("organisations") is None


def test_a_record_begun_while_another_is_saved_gets_what_is_typed_from_then_on(slow: Slow) -> None:
    slow.into("name")
    slow.type("!")
    slow.hold_up()
    slow.window.new_record("organisations", "")
    slow.type("Duna Ficticia")
    slow.rest()
    assert slow.form.draft.new
    assert slow.line().text() == "Duna Ficticia"
    assert slow.page.detail.title.whole() == "New organisation"
    slow.save()
    slow.rest()
    assert [name for name, _acronym in slow.stored()] == ["Alba Ficticia!", "Brisa Ficticia", "Duna Ficticia"]


def test_what_is_typed_before_the_record_is_there_waits_for_it(slow: Slow) -> None:
    slow.window.activateWindow()
    slow.page.table.setFocus()
    slow.qtbot.waitUntil(slow.page.table.hasFocus)
    slow.hold_up()
    slow.page.table.select([slow.keys["Brisa Ficticia"]])
    slow.qtbot.keyClick(slow.page.table, Qt.Key.Key_Return)
    slow.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_End)
    slow.type(" B")
    slow.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    slow.type("BF")
    slow.rest()
    assert slow.line().text() == "Brisa Ficticia B"
    assert slow.line("acronym").text() == "BF"
    slow.save()
    slow.rest()
    assert slow.stored() == [("Alba Ficticia", None), ("Brisa Ficticia B", "BF")]


def test_the_history_of_a_record_that_is_not_there_yet_leads_back_to_it(slow: Slow) -> None:
    slow.window.new_record("organisations", "")
    slow.into("name")
    slow.type("Estera Ficticia")
    slow.page.detail.show_tab(1)
    slow.rest()
    slow.page.detail.show_tab(0)
    slow.rest()
    assert slow.form.draft.new
    assert slow.line().text() == "Estera Ficticia"
    slow.save()
    slow.rest()
    assert slow.page.detail.title.whole() == "Estera Ficticia"
    assert slow.page.detail.key == slow.form.draft.key


@pytest.mark.row(10)
def test_all_is_not_said_to_be_saved_when_it_is_not(slow: Slow) -> None:
    slow.into("name")
    slow.line().clear()
    slow.line().setModified(True)
    slow.save()
    slow.rest()
    assert slow.window.status._busy.whole() == ""
    assert slow.window.notices.text().startswith("Not saved yet")
    slow.into("acronym")
    slow.type("AF")
    slow.save()
    slow.rest()
    assert slow.stored()[0] == ("Alba Ficticia", "AF")
    assert slow.window.status._busy.whole() == ""


def test_a_new_record_in_which_nothing_was_typed_is_left_without_a_word(slow: Slow) -> None:
    slow.window.new_record("organisations", "")
    slow.rest()
    slow.page.table.select([slow.keys["Brisa Ficticia"]])
    slow.rest()
    assert not slow.window.notices.text().startswith("Not saved yet")
    assert slow.window.here.drafts.unfinished("organisations") is None


@pytest.mark.row(30)
def test_what_is_being_typed_is_kept_without_leaving_the_field(slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    slow.form._keep_soon.setInterval(30)
    slow.into("valid_from")
    slow.type("3")
    slow.qtbot.wait(120)
    slow.rest()
    assert slow.line("valid_from").text() == "3"  # it is not written out under the fingers
    slow.into("name")
    slow.type(" sin terminar")
    slow.qtbot.wait(120)
    slow.rest()
    kept = slow.window.here.drafts.kept("organisations", slow.keys["Alba Ficticia"])
    assert kept is not None
    assert "Alba Ficticia sin terminar" in kept


def test_a_record_left_and_opened_again_at_once_shows_what_waits_in_it(slow: Slow) -> None:
    slow.window.tasks.in_turn(time.sleep, 0.3)  # a slow disk
    slow.into("valid_from")
    slow.type("pronto")
    slow.page.table.select([slow.keys["Brisa Ficticia"]])
    slow.page.table.select([slow.keys["Alba Ficticia"]])
    slow.rest()
    assert slow.line("valid_from").text() == "pronto"


@pytest.mark.row(30)
def test_the_draft_is_written_before_the_window_is_gone(slow: Slow) -> None:
    for _n in range(2):
        slow.window.tasks.work(time.sleep, 0.3)  # the pool is busy
    drafts = slow.window.here.drafts
    slow.into("valid_from")
    slow.type("pronto")
    slow.window.close()
    slow.qtbot.waitUntil(lambda: slow.window.tasks._closed)
    kept = drafts.kept("organisations", slow.keys["Alba Ficticia"])
    assert kept is not None
    assert "pronto" in kept


def test_a_bug_while_saving_does_not_stop_the_next_save(slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("invented")

    monkeypatch.setattr(slow.window.crashes, "caught", lambda *_a: None)
    slow.window.tasks.broke.disconnect()
    monkeypatch.setattr(type(slow.form), "save_with", lambda _self: broken)
    slow.into("name")
    slow.type("!")
    slow.save()
    slow.rest()
    assert slow.window.here.drafts.kept("organisations", slow.keys["Alba Ficticia"]) is not None
    monkeypatch.undo()
    slow.save()
    slow.rest()
    assert slow.stored()[0][0] == "Alba Ficticia!"


@pytest.mark.row(18)
def test_one_close_closes_and_asks_nothing(slow: Slow) -> None:
    slow.into("acronym")
    slow.type("MIO")

    def elsewhere(store: Any) -> None:
        with store.change("Changed elsewhere") as work:
            work.get(Organisation, slow.keys["Alba Ficticia"]).acronym = "SUYO"

    slow.window.tasks.do(elsewhere)
    drafts = slow.window.here.drafts
    slow.window.close()
    slow.qtbot.waitUntil(lambda: slow.window.tasks._closed)
    assert not slow.window.findChildren(ConflictDialog)
    kept = drafts.kept("organisations", slow.keys["Alba Ficticia"])
    assert kept is not None
    assert "MIO" in kept


def test_leaving_what_somebody_else_changed_too_interrupts_nobody(slow: Slow) -> None:
    slow.into("acronym")
    slow.type("MIO")

    def elsewhere(store: Any) -> None:
        with store.change("Changed elsewhere") as work:
            work.get(Organisation, slow.keys["Alba Ficticia"]).acronym = "SUYO"

    slow.window.tasks.do(elsewhere)
    slow.page.table.select([slow.keys["Brisa Ficticia"]])
    slow.rest()
    assert not slow.window.findChildren(ConflictDialog)
    assert slow.window.notices.text().startswith("Not saved: somebody changed the same")
    slow.window.notices.press()
    slow.rest()
    assert slow.form.draft.key == slow.keys["Alba Ficticia"]
    assert slow.line("acronym").text() == "MIO"
    assert not slow.form.clash_bar.isHidden()


def test_undo_takes_back_what_was_typed_last_and_says_so(slow: Slow) -> None:
    slow.into("name")
    slow.type("!")
    slow.save()
    slow.rest()
    slow.page.table.select([slow.keys["Brisa Ficticia"]])
    slow.rest()
    slow.into("acronym")
    slow.type("BF")
    slow.page.table.setFocus()
    slow.window.registry["shell.undo"].trigger()
    slow.rest()
    assert slow.stored() == [("Alba Ficticia!", None), ("Brisa Ficticia", None)]
    assert slow.line("acronym").text() == ""
    assert slow.window.notices.text() == "Undone: Edit organisation “Brisa Ficticia”."


def test_undoing_a_new_record_shows_its_neighbour_and_speaks_of_nobody_else(slow: Slow) -> None:
    slow.window.new_record("organisations", "Cima Ficticia")
    slow.save()
    slow.rest()
    slow.window.notices.press()
    slow.rest()
    assert slow.at_peace()
    assert slow.window.notices.text() == "Undone: New organisation “Cima Ficticia”."
    assert slow.page.selected() == (slow.form.draft.key,)
    assert slow.form.draft.key == slow.keys["Brisa Ficticia"]
    assert slow.page.detail.title.whole() == "Brisa Ficticia"


def test_a_record_that_is_deleted_while_it_is_typed_in_asks(slow: Slow) -> None:
    slow.into("name")
    slow.type("!")
    slow.change(lambda store: records.delete(store, "organisations", [slow.keys["Alba Ficticia"]]))
    slow.rest()
    assert not slow.form.clash_bar.isHidden()
    assert slow.line().text() == "Alba Ficticia!"
    slow.form.clash_bar._rows.itemAt(0).widget()._buttons[0].click()
    slow.rest()
    assert not slow.form.unsaved


def test_a_notice_over_another_has_room_for_its_words_and_its_button(slow: Slow) -> None:
    notice = slow.window.notices
    notice.say("Short")
    notice.say("A longer sentence about what was done", ("Take back", lambda: None))
    slow.qtbot.wait(20)
    assert notice._words.width() >= notice._words.sizeHint().width()
    assert notice.width() >= notice.sizeHint().width()


def test_what_waited_and_is_saved_now_is_spoken_of_no_more(slow: Slow) -> None:
    slow.into("valid_from")
    slow.type("pronto")
    slow.page.table.select([slow.keys["Brisa Ficticia"]])
    slow.rest()
    slow.page.table.select([slow.keys["Alba Ficticia"]])
    slow.rest()
    assert not slow.form.bar.isHidden()
    slow.into("valid_from")
    slow.line("valid_from").selectAll()
    slow.type("01/02/2026")
    slow.save()
    slow.rest()
    assert slow.form.bar.isHidden()
