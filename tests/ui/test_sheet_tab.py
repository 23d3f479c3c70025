"""The printed page as a tab: it is made while it is looked at, and again when the record changes."""

from typing import Any

from ecd_desktop.services import projects
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow
from ui.sheet_tab import SheetTab


def test_the_sheet_of_a_project_is_shown_and_follows_what_is_changed(office: MainWindow, qtbot: Any) -> None:
    page: Any = page_of(office, "projects")
    key = page.model.keys[0]
    page.table.select([key], key)
    wait_until_idle(office.tasks)
    number = next(n for n in range(page.detail.tabs) if page.detail._tabs[n][0] == "On paper")
    office.show()
    page.detail.show_tab(number)
    wait_until_idle(office.tasks)
    tab = page.detail.tab(number)
    assert isinstance(tab, SheetTab)
    assert tab.preview.has_file()
    first = tab.preview._document
    office.here.ask(projects.set_progress, [key], progress=37, then=lambda _done: None)
    wait_until_idle(office.tasks)
    qtbot.waitUntil(lambda: tab.preview._document is not first)
    wait_until_idle(office.tasks)
    assert tab.preview.has_file()
