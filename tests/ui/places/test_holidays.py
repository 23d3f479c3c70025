"""The days on which nobody works: a decreed day moves what is late, everywhere and at once."""

from datetime import date
from typing import Any

from db.queries.traffic_light import Why
from tests.ui.asking import fill
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow


def test_a_decreed_day_counts_at_once_and_undo_takes_it_back(office: MainWindow) -> None:
    from ui.places.holidays import HolidaysDialog

    items: Any = office.page()
    late = next(row for key in items.model.keys if (row := items.model.row(key)).why is Why.OVERDUE)
    column = items.model.column_named("due_on")

    def said() -> str:
        return str(items.model.index(items.model.row_of(late.key), column).data())

    before = said()
    page_of(office, "places")
    office.registry["places.holidays"].trigger()
    wait_until_idle(office.tasks)
    (dialog,) = office.findChildren(HolidaysDialog)
    tab: Any = dialog.tab
    assert tab.view.lines.rowCount() >= 10
    tab.begin(0)
    fill(tab.composers[0], on="20/11/2026", name="Día no laborable por decreto")
    tab.give()
    wait_until_idle(office.tasks)
    assert date(2026, 11, 20) in office.here.calendar.non_working
    dialog.accept()
    page_of(office, "action_items")  # asked again when it is looked at
    assert said() != before
    assert items.model.ask.clock == items.asked().clock
    office.registry["shell.undo"].trigger()
    wait_until_idle(office.tasks)
    assert said() == before


def test_the_projects_of_a_place_stand_with_it(office: MainWindow) -> None:
    projects = page_of(office, "projects")
    there = next(row.place for key in projects.model.keys if (row := projects.model.row(key)).place)
    page = page_of(office, "places")
    row = next(row for key in page.model.keys if (row := page.model.row(key)).name == there)
    page.table.select([row.key], row.key)
    page.detail.show_tab(1)
    wait_until_idle(office.tasks)
    assert page.detail.tab(1).view.lines.rowCount() >= 1
