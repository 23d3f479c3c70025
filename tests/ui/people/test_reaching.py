"""A reminder is copied and logged, a contact written down, both seen in the tab and the column and taken back."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from tests.ui.asking import choose, fill, question
from tests.ui.example import chosen, page_of, wait_until_idle
from ui.main_window import MainWindow

NAME = "Paucar León, Héctor"


def lines(page: Any) -> list[Any]:
    page.detail.show_tab(next(n for n, (name, _b) in enumerate(page.detail._tabs) if name == "Contacts"))
    wait_until_idle(page.here.tasks)
    view = page.detail.tab(page.detail._current).view
    return [view.lines.line(n) for n in range(view.lines.rowCount())]


def test_a_reminder_is_copied_logged_shown_and_taken_back(office: MainWindow, tmp_path: Path) -> None:
    page_of(office, "people")
    page = chosen(office, NAME)
    before = lines(page)
    office.registry["people.remind"].trigger()
    wait_until_idle(office.tasks)
    asked = question(office)
    text = asked.answers.values()["said"]
    assert "Paucar León" in text
    assert "COM-2026-" in text
    choose(asked, "channel", "mail")
    asked.give()
    wait_until_idle(office.tasks)
    assert QApplication.clipboard().text() == text
    (row,) = [page.model.row(key) for key in page.selected()]
    assert row.last_contact_on == office.here.today
    after = lines(page)
    assert len(after) == len(before) + 1
    assert (after[0].title, after[0].body) == ("Reminder", text)
    assert "E-mail" in after[0].small
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert len(lines(page)) == len(before)


def test_a_contact_is_written_down_in_one_line(office: MainWindow) -> None:
    page_of(office, "organisations")
    page = chosen(office, "Centro de salud Loma Verde (ficticio)")
    office.registry["organisations.contact"].trigger()
    wait_until_idle(office.tasks)
    fill(question(office), said="Piden la carta por escrito.")
    question(office).give()
    wait_until_idle(office.tasks)
    assert lines(page)[0].body == "Piden la carta por escrito."
    page_of(office, "action_items")
    mine = {office.page().model.row(key).person_key for key in office.page().model.keys[:40]}
    assert len(mine) > 1
    office.page().table.select(office.page().model.keys[:40])
    wait_until_idle(office.tasks)
    assert "one person or unit" in office.registry.reason(office.registry.command("action_items.remind"))
