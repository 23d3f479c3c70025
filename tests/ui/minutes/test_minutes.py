"""The page on which minutes are taken: typed, kept, recovered, saved as one change, closed and taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.queries import lookups
from db.records import AgendaItem
from ecd_desktop.minutes_drafts import EVERY, Typed
from ecd_desktop.minutes_text import Tag
from ecd_desktop.services import taking_minutes
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
Ask = Callable[[Callable[[Any], Any]], Any]
TEXT = "ACUERDO Se instala el toldo\nCOMPROMISO @EMAPE pide dos cotizaciones vie\nRIESGO El muro puede ceder"


@pytest.fixture
def page(office: MainWindow, answers: Ask, qtbot: QtBot) -> Any:
    """The workspace of a meeting with two topics and nothing written yet."""
    listed = page_of(office, "meetings")
    row = next(row for key in listed.model.keys if (row := listed.model.row(key)).expected and not row.came)

    def agenda(store: Any) -> None:
        with store.change("Agenda") as work:
            for item in lookups.pointing(work.session, AgendaItem, "meeting_id", [row.key]):
                work.delete(item)
            for n, title in enumerate(("Anteriores", "Sombra y cerco"), start=1):
                work.add(AgendaItem(meeting_id=row.key, position=n, title=title, minutes=10))

    answers(agenda)
    listed.table.select([row.key], row.key)
    wait_until_idle(office.tasks)
    office.registry["meetings.take_minutes"].trigger()
    wait_until_idle(office.tasks)
    made: Any = office.page()
    assert made.sheet.key == row.key
    office.activateWindow()
    qtbot.waitUntil(lambda: made.editor.hasFocus())
    return made


def typed(page: Any, text: str) -> None:
    """Put into the text as if typed, and read."""
    page.editor.insertPlainText(text)
    page.read_text()
    wait_until_idle(page.here.tasks)


def seq(answers: Ask) -> int:
    return int(answers(lambda store: store.seq))


def cards(page: Any) -> list[Any]:
    view = page.desk.cards.view
    return [view.lines.line(row) for row in range(view.lines.rowCount())]


def test_the_page_stands_in_the_place_of_meetings_and_back_leads_there(page: Any, office: MainWindow) -> None:
    assert office.place() == "minutes"
    assert office.rail.items["meetings"].isChecked()
    assert "minutes" not in office.rail.items
    assert office.header.title.whole() == page.sheet.title
    office.registry["shell.back"].trigger()
    wait_until_idle(office.tasks)
    assert office.place() == "meetings"
    office.registry["shell.forward"].trigger()
    wait_until_idle(office.tasks)
    assert office.page() is page


def test_cards_say_what_was_understood_and_what_is_missing(page: Any) -> None:
    typed(page, TEXT + "\nCOMPROMISO @nadie llama")
    first, second, risk, last = cards(page)
    assert (first.title, first.urgent) == ("Se instala el toldo", "")
    assert (second.title, second.urgent) == ("pide dos cotizaciones", "")
    assert "EMAPE" in second.small
    assert risk.title == "El muro puede ceder"
    assert (last.urgent, last.body) == ("no responsible yet", "no date yet, @nadie: nothing is called that")
    page.desk.cards.view.opened.emit(second)
    assert page.editor.textCursor().blockNumber() == 1


def test_keys_put_a_tag_and_take_the_place_of_another(page: Any) -> None:
    typed(page, "pintar el cruce")
    QTest.keyClick(page.editor, Qt.Key.Key_2, CTRL)
    assert page.editor.text() == "COMMITMENT pintar el cruce"
    QTest.keyClick(page.editor, Qt.Key.Key_1, CTRL)
    assert page.editor.text() == "DECISION pintar el cruce"
    page.editor.undo()
    assert page.editor.text() == "COMMITMENT pintar el cruce"


def test_the_slash_menu_puts_a_tag(page: Any) -> None:
    page.editor.setFocus()
    QTest.keyClicks(page.editor, "/ri")
    assert page.editor.list.isVisible()
    assert page.editor.list.count() == 1
    QTest.keyClick(page.editor, Qt.Key.Key_Return)
    assert page.editor.text() == "RISK "
    QTest.keyClicks(page.editor, "16/10 y/o")
    assert not page.editor.list.isVisible()


def test_names_are_offered_and_taken(page: Any, office: MainWindow) -> None:
    page.editor.setFocus()
    typed(page, "COMPROMISO 🙂 ")
    QTest.keyClicks(page.editor, "@emap")
    wait_until_idle(office.tasks)
    assert page.editor.list.isVisible()
    QTest.keyClick(page.editor, Qt.Key.Key_Return)
    QTest.keyClicks(page.editor, "llama")
    assert page.editor.text() == "COMPROMISO 🙂 @EMAPE llama"
    page.read_text()
    wait_until_idle(office.tasks)
    assert [one.short for one in page.minutes.spoken[0].who] == ["EMAPE"]


def test_the_agenda_leads_into_the_text_and_is_marked(page: Any, office: MainWindow, answers: Ask) -> None:
    agenda = page.desk.agenda
    assert [agenda.view.lines.line(n).title for n in range(2)] == ["1. Anteriores", "2. Sombra y cerco"]
    agenda.wanted.emit(agenda.items[1])
    assert page.editor.text() == "## 2. Sombra y cerco\n"
    page.read_text()
    page._moved()
    assert agenda.view.lines.line(1).strong
    agenda.wanted.emit(agenda.items[1])
    assert page.editor.text() == "## 2. Sombra y cerco\n"  # not twice
    agenda.view.select([agenda.items[0].key], agenda.items[0].key)
    agenda.view.setFocus()
    QTest.keyClick(agenda.view, Qt.Key.Key_Space)
    wait_until_idle(office.tasks)
    assert agenda.count.whole() == "1 of 2"
    assert page.editor.text() == "## 2. Sombra y cerco\n"


def test_the_roll_is_called_with_one_key_each_and_a_guest_is_added_by_name(page: Any, office: MainWindow) -> None:
    roll = page.desk.roll
    before = len(roll.seats)
    assert before >= 3
    roll.view.select([roll.seats[0].key], roll.seats[0].key)
    for key in (Qt.Key.Key_P, Qt.Key.Key_T, Qt.Key.Key_A):
        QTest.keyClick(roll.view, key)
        wait_until_idle(office.tasks)
    assert [str(one.presence) for one in roll.seats[:3]] == ["present", "late", "absent"]
    roll.line.setFocus()
    QTest.keyClicks(roll.line, "Zoila Ficticia")
    QTest.keyClick(roll.line, Qt.Key.Key_Return)
    wait_until_idle(office.tasks)
    assert len(roll.seats) == before + 1
    guest = next(one for one in roll.seats if one.name == "Ficticia, Zoila")
    assert guest.person is not None
    assert str(guest.presence) == "present"


def test_typing_is_kept_in_a_file_and_the_journal_hears_of_it_once(page: Any, office: MainWindow, answers: Ask) -> None:
    before = seq(answers)
    page.editor.setFocus()
    QTest.keyClicks(page.editor, "Se habla de la sombra")
    assert page.keeping._soon.isActive()
    assert page.keeping._soon.interval() == EVERY <= 2_000
    due = page.keeping._soon.remainingTime()
    QTest.keyClicks(page.editor, ".")
    assert page.keeping._soon.remainingTime() <= due  # typing on does not put it off
    page.keeping.keep()
    wait_until_idle(office.tasks)
    kept = page.keeping.drafts.kept(page.sheet.key)
    assert (kept.text, kept.base) == ("Se habla de la sombra.", "")
    assert seq(answers) == before
    office.registry["shell.save"].trigger()
    wait_until_idle(office.tasks)
    assert seq(answers) == before + 1
    assert page.keeping.drafts.kept(page.sheet.key) is None
    office.go("meetings")
    wait_until_idle(office.tasks)
    assert seq(answers) == before + 1
    assert page.editor.text() == "Se habla de la sombra."


def test_what_a_crash_left_is_there_again_with_a_word(page: Any, office: MainWindow, answers: Ask) -> None:
    key = page.sheet.key
    page.keeping.drafts.keep(key, Typed("Lo que se decía", ""))
    page.sheet = None
    page.open_record(key)
    wait_until_idle(office.tasks)
    assert page.editor.text() == "Lo que se decía"
    assert page.desk.bar.isVisible()
    office.registry["shell.save"].trigger()
    wait_until_idle(office.tasks)
    with_text = answers(lambda store: sheet_of(store, key).text)
    assert with_text == "Lo que se decía"


def sheet_of(store: Any, key: Any) -> Any:
    with store.reading() as session:
        return taking_minutes.sheet(session, key)


def test_a_colleagues_text_is_not_overwritten_and_the_bar_asks(page: Any, office: MainWindow, answers: Ask) -> None:
    typed(page, "Lo mío")
    key = page.sheet.key
    answers(lambda store: taking_minutes.write(store, key, text="Lo suyo", base=""))
    wait_until_idle(office.tasks)
    assert page.desk.bar.isVisible()
    office.registry["shell.save"].trigger()
    wait_until_idle(office.tasks)
    assert answers(lambda store: sheet_of(store, key).text) == "Lo suyo"
    assert page.editor.text() == "Lo mío"
    assert page.keeping.drafts.kept(key).text == "Lo mío"
    page._join()
    office.registry["shell.save"].trigger()
    wait_until_idle(office.tasks)
    both = answers(lambda store: sheet_of(store, key).text)
    assert both.startswith("Lo suyo\n")
    assert both.endswith("Lo mío")
    assert not page.desk.bar.isVisible()


@pytest.mark.parametrize(("answer", "text"), [("_keep_mine", "Lo mío"), ("take", "Lo suyo")])
def test_one_of_two_texts_is_chosen(page: Any, office: MainWindow, answers: Ask, answer: str, text: str) -> None:
    typed(page, "Lo mío")
    key = page.sheet.key
    answers(lambda store: taking_minutes.write(store, key, text="Lo suyo", base=""))
    wait_until_idle(office.tasks)
    page._take("Lo suyo") if answer == "take" else page._keep_mine()
    office.registry["shell.save"].trigger()
    wait_until_idle(office.tasks)
    assert page.editor.text() == text
    assert answers(lambda store: sheet_of(store, key).text) == text
    assert page.keeping.drafts.kept(key) is None


def test_a_text_that_nobody_types_into_follows_the_record(page: Any, office: MainWindow, answers: Ask) -> None:
    answers(lambda store: taking_minutes.write(store, page.sheet.key, text="De otra parte", base=""))
    wait_until_idle(office.tasks)
    assert page.editor.text() == "De otra parte"
    assert not page.desk.bar.isVisible()
    assert not page.unsaved()


def test_closing_asks_first_leads_to_each_remark_and_undo_takes_it_back(
    page: Any, office: MainWindow, answers: Ask
) -> None:
    typed(page, TEXT + "\nCOMPROMISO Revisar el muro")
    office.registry["minutes.close"].trigger()
    closing = page.desk.closing
    assert page.desk.is_closing
    remark = next(one for one in closing.remarks if one.line == 3)
    closing.wanted.emit(remark)
    assert page.editor.textCursor().blockNumber() == 3
    closing.hour.setText("1730")
    assert closing.typed_hour() == "17:30"
    before = seq(answers)
    office.registry["minutes.close"].trigger()
    wait_until_idle(office.tasks)
    assert seq(answers) == before + 2  # the text, then everything else
    assert not page.desk.is_closing
    assert [str(one.kind) for one in page.sheet.recorded] == ["decision", "commitment", "commitment", "risk"]
    assert page.sheet.ends_at == "17:30"
    assert str(page.sheet.state) == "draft"
    assert [line.faint for line in cards(page)] == [True, True, True, True]
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert page.sheet.recorded == ()
    assert page.editor.text().startswith("ACUERDO")  # what was written stays
    office.registry["shell.redo"].trigger()
    wait_until_idle(office.tasks)
    assert len(page.sheet.recorded) == 4


def test_without_room_one_outer_column_yields_to_the_text(page: Any, office: MainWindow) -> None:
    office.resize(1536, 864)
    assert page.desk.left.isVisible()
    assert page.desk.right.isVisible()
    office.resize(1024, 600)
    assert not page.desk.left.isVisible()
    assert page.desk.right.isVisible()
    office.registry["minutes.sides"].trigger()
    assert page.desk.left.isVisible()
    assert not page.desk.right.isVisible()
    assert page.editor.width() > 380


def test_tags_names_and_days_are_coloured_and_an_emoji_before_them_moves_nothing(page: Any) -> None:
    typed(page, "COMPROMISO 🙂 @EMAPE pide vie")
    block = page.editor.document().firstBlock()
    marked = {(one.start, one.length) for one in block.layout().formats() if one.format.fontWeight() > 450}
    assert marked == {(0, 10), (14, 6), (26, 3)}


def test_a_line_separator_becomes_a_line_of_its_own(page: Any) -> None:
    page.editor.setFocus()
    QTest.keyClicks(page.editor, "uno")
    QTest.keyClick(page.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(page.editor, "dos")
    assert page.editor.document().blockCount() == 2
    page.editor.show_text("a\u2028b\r\nc")
    assert page.editor.text() == "a\nb\nc"


def test_a_selection_of_lines_is_tagged_at_once(page: Any) -> None:
    typed(page, "uno\n\ndos")
    page.editor.selectAll()
    page.editor.put(Tag.RISK)
    assert page.editor.text() == "RISK uno\n\nRISK dos"
    cursor = page.editor.textCursor()
    assert cursor.position() == len("RISK uno\n\nRISK dos")
    assert isinstance(cursor, QTextCursor)
