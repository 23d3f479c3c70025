"""What is noted while people talk, by keys alone: hours, who came instead, guests, heads, what is owed from before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.records import Person
from db.records.agenda_items import TopicState
from db.records.meetings import Fate, MeetingKind
from ecd_desktop.minutes_answers import Because
from ecd_desktop.services import agenda_items, meetings, records
from ecd_desktop.services.taking_minutes import Item
from tests.ui.example import DAY, wait_until_idle
from ui.main_window import MainWindow
from ui.minutes.heads import counted_of
from ui.minutes.roll import guest_of
from ui.minutes.side import time_of

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def prepared(store: Any) -> Any:
    """An assembly of today with two topics, three people and four old commitments."""

    def new(entity: str, **values: Any) -> Any:
        draft = records.new_draft(entity, **values)
        records.save(store, draft)
        return draft.key

    project = new("projects", name="Parque ficticio")
    meeting = new("meetings", subject="Asamblea", held_on=DAY, kind=MeetingKind.ASSEMBLY)
    meetings.set_projects(store, meeting, projects=[project])
    with store.reading() as session:
        people = [one.id for one in session.query(Person).order_by(Person.id).limit(3)]
    meetings.invite(store, meeting, people=people)
    for title in ("Sombra", "Cerco"):
        agenda_items.add(store, meeting=meeting, title=title)
    for n in range(4):
        new("action_items", code=f"COM-2025-{n + 501}", description=f"Promesa antigua {n + 1}", project_id=project,
            agreed_on=DAY - timedelta(days=40), due_on=DAY + timedelta(days=n))  # fmt: skip
    return meeting


@pytest.fixture
def page(office: MainWindow, answers: Callable[[Callable[[Any], Any]], Any], qtbot: QtBot) -> Any:
    meeting = answers(prepared)
    office.go("minutes")
    made: Any = office.page()
    made.open_record(meeting)
    wait_until_idle(office.tasks)
    office.activateWindow()
    qtbot.waitUntil(lambda: made.editor.hasFocus())
    return made


def press(page: Any, widget: Any, *keys: Any) -> None:
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(widget, key)
            QTest.qWait(150)  # a pause of typing: people are suggested
        else:
            QTest.keyClick(widget, key)
        wait_until_idle(page.here.tasks)


def test_items_begin_as_they_are_begun_or_their_heading_is_written(page: Any) -> None:
    agenda = page.desk.agenda
    page.go_to("agenda")
    press(page, agenda.view, KEY.Key_Return)
    first, second = page.sheet.agenda
    assert first.started_at == page.sheet.starts_at != ""
    assert agenda.view.lines.line(0).urgent == f"{first.started_at}–"
    assert page.editor.text() == "## 1. Sombra\n"
    seq = page.here.tasks
    page.editor.insertPlainText("Se habla.\n## 2. Cerco")
    page.read_text()
    wait_until_idle(seq)
    assert not page.sheet.agenda[1].started_at  # its heading is still being written
    page.editor.insertPlainText("\n")
    page.read_text()
    wait_until_idle(seq)
    first, second = page.sheet.agenda
    assert (first.ended_at, str(first.state)) == (second.started_at, "treated")
    assert second.started_at
    page.go_to("agenda")
    press(page, agenda.view, KEY.Key_Escape)
    assert page.editor.hasFocus()


def test_what_is_owed_is_answered_in_the_line_and_in_the_text_and_carried_over(page: Any, office: MainWindow) -> None:
    earlier = page.desk.earlier
    assert earlier.count.whole() == "0 of 4"
    page.go_to("earlier")
    press(page, earlier.view, KEY.Key_C, KEY.Key_R)
    press(page, earlier.question, "hasta cuando", KEY.Key_Return)
    assert earlier.question.isVisible()  # no date is understood: what was typed stays
    assert "No date" in earlier.said.whole()
    earlier.question.clear()
    press(page, earlier.question, "30/11 falta la firma", KEY.Key_Return)
    assert [one.fate for one in page.sheet.old] == [Fate.CLOSED, Fate.MOVED, None, None]
    assert earlier.view.lines.line(1).urgent == "→ Mon 30 Nov"
    assert earlier.view.selected() == (page.sheet.old[2].item.key,)
    press(page, earlier.view, KEY.Key_Return)
    assert page.editor.text().endswith("COM-2025-503: ")
    page.editor.insertPlainText("cumplido, con acta")
    page.read_text()
    wait_until_idle(office.tasks)
    card = page.desk.cards.view.lines.line(0)
    assert (card.title, card.small) == ("Promesa antigua 3", "COM-2025-503 · Closed · con acta")
    office.registry["minutes.close"].trigger()
    wait_until_idle(office.tasks)
    carry = page.desk.closing.carry
    assert [one.because for one in carry.settled] == [
        Because.RECORDED, Because.RECORDED, Because.TEXT, Because.SILENCE
    ]  # fmt: skip
    remark = next(one for one in page.desk.closing.remarks if "COM-2025-504" in one.text)
    page.desk.closing.wanted.emit(remark)
    assert carry.view.hasFocus()
    carry.view.select([carry.settled[3].key], carry.settled[3].key)
    carry.view.setFocus()
    press(page, carry.view, KEY.Key_A)
    press(page, carry.question, "falta presupuesto", KEY.Key_Return)
    assert carry.settled[3].because is Because.CHOSEN
    assert not any("COM-2025-504" in one.text for one in page.desk.closing.remarks)
    office.registry["minutes.close"].trigger()
    wait_until_idle(office.tasks)
    assert [(one.fate, one.answer) for one in page.sheet.old] == [
        (Fate.CLOSED, None), (Fate.MOVED, "falta la firma"), (Fate.CLOSED, "con acta"),
        (Fate.STAYS, "falta presupuesto"),
    ]  # fmt: skip


def test_who_left_and_who_came_instead_is_asked_in_the_line(page: Any) -> None:
    roll = page.desk.roll
    page.go_to("roll")
    press(page, roll.view, KEY.Key_S)
    assert roll.question.isVisible()
    assert roll.question.hasSelectedText()  # now, to be typed over
    press(page, roll.question, "tarde", KEY.Key_Return)
    assert roll.question.isVisible()
    roll.question.clear()
    press(page, roll.question, "1640", KEY.Key_Return)
    assert (str(roll.seats[0].presence), roll.seats[0].more) == ("left", "16:40")
    press(page, roll.view, KEY.Key_D)
    press(page, roll.question, "Berta Nueva Ficticia", KEY.Key_Return)
    assert (str(roll.seats[1].presence), roll.seats[1].more) == ("represented", "Nueva Ficticia, Berta")
    press(page, roll.view, KEY.Key_D)
    press(page, roll.question, roll.seats[0].name.split(",")[0].split()[0], KEY.Key_Return)
    assert str(roll.seats[2].presence) == "represented"
    assert roll.seats[2].more
    press(page, roll.view, KEY.Key_D)
    press(page, roll.question, KEY.Key_Escape)
    assert roll.view.hasFocus()
    assert not roll.question.isVisible()


def test_guests_are_added_one_after_the_other_and_like_ones_are_shown(page: Any, office: MainWindow) -> None:
    roll = page.desk.roll
    roll.line.setFocus()
    press(page, roll.line, "Rosa Quispe Ficticia, dirigente, Comedor Ficticio", KEY.Key_Return)
    press(page, roll.line, "Quispe Rosa")
    assert [roll.list.item(n).text() for n in range(2)] == ["New person “Quispe Rosa”", "Rosa Quispe Ficticia"]
    press(page, roll.line, KEY.Key_Down, KEY.Key_Return)
    press(page, roll.line, "ficticia rosa quispe", KEY.Key_Return)  # her whole name, in another order
    assert [one.small for one in roll.seats if one.name == "Quispe Ficticia, Rosa"] == ["dirigente · Comedor Ficticio"]
    assert len(roll.seats) == 4
    roll.line.setFocus()
    press(page, roll.line, "Zoila a medio escribir")
    page.keeping.keep()
    wait_until_idle(office.tasks)
    key = page.sheet.key
    assert page.keeping.drafts.kept(key).guest == "Zoila a medio escribir"
    roll.line.clear()
    page.sheet = None
    page.open_record(key)
    wait_until_idle(office.tasks)
    assert roll.line.text() == "Zoila a medio escribir"
    heads = page.desk.heads
    assert heads.isVisible()
    press(page, heads.line, "31 9 4", KEY.Key_Return)
    assert heads.said.whole() == "31 women · 9 men · 4 girls"
    press(page, heads.line, "muchas", KEY.Key_Return)
    assert heads.line.text() == "muchas"
    assert page.sheet.counted["counted_women"] == 31


def test_the_time_left_is_said_beside_an_item() -> None:
    def said(now: str, **more: Any) -> tuple[str, str]:
        return time_of(Item(KEY, 1, "Sombra", 20, TopicState.OPEN, **more), now)

    assert said("15:00") == ("20 min", "")
    assert said("15:05", started_at="15:00") == ("15 min left", "")
    assert said("15:18", started_at="15:00") == ("2 min left", "amber")
    assert said("15:31", started_at="15:00") == ("11 min over", "red")
    assert said("15:31", started_at="15:00", ended_at="15:22") == ("15:00–15:22", "")
    assert said("", started_at="15:00") == ("15:00–", "")


def test_numbers_and_guests_are_read_as_they_are_said() -> None:
    assert list((counted_of("31 mujeres, 4 niñas y 2 niños") or {}).values()) == [31, None, 4, 2, None]
    assert counted_of("31 perros") is counted_of("1 2 3 4 5 6") is None
    guest = guest_of("Rosa Quispe, dirigente, Comedor San Martín, Comas")
    assert (guest.given_names, guest.family_names, guest.role) == ("Rosa", "Quispe", "dirigente")
    assert guest.organisation == "Comedor San Martín, Comas"
