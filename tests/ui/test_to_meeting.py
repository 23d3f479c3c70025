"""Take to meeting…: the same words and keys for every noun, the next meeting proposed, and the topic leads back."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.asking import question
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.pages import NOUNS
from ui.to_meeting import TAKEN


def test_every_noun_is_taken_to_a_meeting_by_the_same_words_and_keys(office: MainWindow) -> None:
    nouns = [place.id for place in NOUNS if place.entity in TAKEN]
    assert len(nouns) == len(TAKEN)
    actions = [office.registry[f"{id}.to_meeting"] for id in nouns]
    assert len({(action.text(), action.shortcut().toString()) for action in actions}) == 1


def test_a_record_becomes_a_topic_of_the_next_meeting_and_the_topic_leads_back_to_it(office: MainWindow) -> None:
    page: Any = page_of(office, "cases")
    key = page.model.keys[0]
    case = page.model.row(key)
    page.table.select([key], key)
    wait_until_idle(office.tasks)
    office.registry["cases.to_meeting"].trigger()
    wait_until_idle(office.tasks)
    asked = question(office)
    assert asked.answers.editors["title"].inner.text() == case.title
    meeting = asked.answers.editors["meeting"].key
    asked.give()
    wait_until_idle(office.tasks)
    there: Any = page_of(office, "meetings")
    there.table.select([meeting], meeting)
    there.detail.show_tab(next(n for n, (name, _build) in enumerate(there.detail._tabs) if name == "Agenda"))
    wait_until_idle(office.tasks)
    view = there.detail.tab(there.detail._current).view
    line = next(one for n in range(view.lines.rowCount()) if (one := view.lines.line(n)).title.endswith(case.title))
    assert f"about {case.code}" in line.small
    view.select([line.key], line.key)
    QTest.keyClick(view, Qt.Key.Key_O)
    wait_until_idle(office.tasks)
    back: Any = office.page()
    assert (back.spec.place, back.selected()) == ("cases", (key,))
