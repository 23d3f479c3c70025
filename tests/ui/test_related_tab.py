"""The tab that says what has to do with a record: a tag is added by keys and finds its other records."""

from typing import Any

from ecd_desktop.services import tags
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow


def lines(tab: Any) -> list[Any]:
    return [tab.view.lines.line(n) for n in range(tab.view.lines.rowCount())]


def test_a_tag_is_added_in_the_tab_and_enter_on_it_finds_every_record_that_has_it(office: MainWindow) -> None:
    page: Any = page_of(office, "projects")
    first, second, *_rest = page.model.keys
    office.here.ask(tags.put, "projects", [second], name="Niñez", then=lambda _done: None)
    page.table.select([first], first)
    wait_until_idle(office.tasks)
    page.detail.show_tab(page.detail.tabs - 2)
    wait_until_idle(office.tasks)
    tab = page.detail.tab(page.detail.tabs - 2)
    assert any(line.opens and line.opens[0] == "action_items" for line in lines(tab))
    tab.begin(0)
    composer = tab.composers[0]
    composer.editors["name"].line.setText("ninez")
    composer.editors["name"].line.setModified(True)
    composer.editors["name"].left.emit()
    tab.give()
    wait_until_idle(office.tasks)
    (tag,) = [line for line in lines(tab) if line.entity == "tags"]
    assert tag.title == "Niñez"
    tag.shows()
    wait_until_idle(office.tasks)
    found: Any = office.page()
    assert office.place() == "search"
    assert {hit.opens for group in found.groups for hit in group.hits} == {("projects", first), ("projects", second)}
