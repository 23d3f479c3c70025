"""Two records of one organisation become one, and the undo is the unmerge; a renamed unit points to its heir."""

from typing import Any

import pytest

from tests.ui.asking import choose, fill, question
from tests.ui.example import chosen, page_of, wait_until_idle
from ui.main_window import MainWindow


@pytest.fixture
def page(office: MainWindow) -> Any:
    return page_of(office, "organisations")


def test_duplicates_are_merged_into_the_one_that_is_chosen(page: Any, office: MainWindow) -> None:
    office.registry["organisations.new"].trigger()
    fill(page.form, name="Servicio de Parques (duplicado)")
    page.save()
    wait_until_idle(office.tasks)
    before = page.model.rowCount()
    stays = next(row for key in page.model.keys if (row := page.model.row(key)).acronym == "SERPAR")
    assert not office.registry["organisations.merge"].isEnabled()
    chosen(office, "Servicio de Parques (duplicado)", stays.name)
    office.registry["organisations.merge"].trigger()
    dialog = question(office)
    choose(dialog, "keep", stays.key, stays.name)
    dialog.give()
    wait_until_idle(office.tasks)
    assert page.model.rowCount() == before - 1
    assert page.model.row_of(stays.key) >= 0
    office.notices.press()
    wait_until_idle(office.tasks)
    assert page.model.rowCount() == before


def test_a_unit_that_was_renamed_ends_and_says_who_carries_on(page: Any, office: MainWindow) -> None:
    old, new = (
        next(row for key in page.model.keys if (row := page.model.row(key)).acronym == acronym)
        for acronym in ("GPV", "SERPAR")
    )
    page.table.select([old.key], old.key)
    office.registry["organisations.succeed"].trigger()
    dialog = question(office)
    choose(dialog, "by", new.key, new.name)
    fill(dialog, on="01/12/2026")
    dialog.give()
    wait_until_idle(office.tasks)
    assert (page.model.row(old.key).successor, str(page.model.row(old.key).valid_to)) == ("SERPAR", "2026-11-30")
    assert page.detail.pill.accessibleName() == "Now SERPAR"
    assert page.form.editors["successor_id"].line.text() == new.name


def test_its_people_and_its_commitments_stand_in_tabs(page: Any, office: MainWindow) -> None:
    row = next(row for key in page.model.keys if (row := page.model.row(key)).people and row.live_items)
    page.table.select([row.key], row.key)
    page.detail.show_tab(1)
    wait_until_idle(office.tasks)
    assert page.detail.tab(1).view.lines.rowCount() >= row.people
    page.detail.show_tab(2)
    wait_until_idle(office.tasks)
    lines = page.detail.tab(2).view.lines
    live = [line for n in range(lines.rowCount()) if not (line := lines.line(n)).faint]
    assert len(live) == row.live_items
