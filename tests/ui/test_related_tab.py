"""The tab that says what has to do with a record: a tag is added there, beside what points to the record."""

from typing import Any

from ecd_desktop.services import tags
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow


def lines(tab: Any) -> list[Any]:
    return [tab.view.lines.line(n) for n in range(tab.view.lines.rowCount())]


def test_a_tag_is_added_as_it_is_spelled_elsewhere_and_says_how_many_records_have_it(office: MainWindow) -> None:
    page: Any = page_of(office, "projects")
    first, second, *_rest = page.model.keys
    office.here.ask(tags.put, "projects", [second], name="Niñez", then=lambda _done: None)
    page.table.select([first], first)
    wait_until_idle(office.tasks)
    page.detail.show_tab(page.detail.tabs - 2)
    wait_until_idle(office.tasks)
    tab = page.detail.tab(page.detail.tabs - 2)
    assert any(line.opens and line.opens[0] == "meetings" for line in lines(tab))
    tab.begin(0)
    composer = tab.composers[0]
    composer.editors["name"].line.setText("ninez")
    composer.editors["name"].line.setModified(True)
    composer.editors["name"].left.emit()
    tab.give()
    wait_until_idle(office.tasks)
    (tag,) = [line for line in lines(tab) if line.entity == "tags"]
    assert tag.title == "Niñez"
    assert "2" in tag.small
    assert tag.shows is not None
