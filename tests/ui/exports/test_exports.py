"""A department's workbook from the window: for the unit that was chosen, logged, refused in a sentence."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from tests.ui.program import Desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, example_url: str) -> Desk:
    return Desk(qtbot, tmp_path).open(example_url.removeprefix("sqlite:///"), first="exports")


def unit(desk: Desk, acronym: str) -> Any:
    def job(store: Any) -> Any:
        from db.queries import organisations

        with store.reading() as session:
            found = organisations.called(session, acronym)
        assert found is not None
        return found.key

    return desk.ask(job)


def test_the_workbook_of_a_unit_is_written_and_listed(desk: Desk, tmp_path: Path) -> None:
    page: Any = desk.window.page()
    page.choose_for("organisations", unit(desk, "EMAPE"))
    desk.rest()
    target = tmp_path / "emape.xlsx"
    page.form.write(target)
    desk.until(target.exists)
    desk.until(page.form.bar.isVisible)
    assert openpyxl.load_workbook(target).sheetnames
    assert page._sent.count() >= 2
    assert page.subtitle


def test_without_a_unit_it_is_asked_for(desk: Desk) -> None:
    page: Any = desk.window.page()
    page.form.save.click()
    assert page.form.bar.isVisible()
    assert page.form.bar.accessibleName()


def test_personal_data_needs_a_purpose(desk: Desk) -> None:
    page: Any = desk.window.page()
    page.form.everyone.setChecked(True)
    assert not page.form.unit.isEnabled()
    page.form.personal.setChecked(True)
    assert page.form.purpose.isVisible()
    page.form.save.click()
    assert page.form.bar.isVisible()


def test_a_place_that_cannot_be_written_gives_a_sentence(desk: Desk, tmp_path: Path) -> None:
    page: Any = desk.window.page()
    page.form.everyone.setChecked(True)
    page.form.write(tmp_path / "no such folder" / "x.xlsx")
    desk.until(page.form.bar.isVisible)
    assert page.form.save.isEnabled()
    assert desk.broken == []


def test_the_unit_of_the_selected_commitment_is_offered(desk: Desk) -> None:
    listed = desk.go("action_items")
    key = next(key for key in listed.model.keys if listed.model.row(key).unit_key)
    listed.table.select([key], key)
    desk.rest()
    desk.window.registry["shell.export"].trigger()
    desk.rest()
    page: Any = desk.window.page()
    assert desk.window.place() == "exports"
    assert page.form._unit()[0] is not None
