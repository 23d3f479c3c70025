"""People are known without documents; a name typed elsewhere is split, and a new post ends the one before."""

from typing import Any

import pytest

from ecd_desktop.services.creating import person_named
from tests.ui.asking import fill
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow


@pytest.mark.parametrize(
    ("typed", "given", "family"),
    [
        ("Ana", "Ana", None),
        ("Ana Ríos", "Ana", "Ríos"),
        ("Ana Ríos Vela", "Ana", "Ríos Vela"),
        ("Ana María Ríos Vela", "Ana María", "Ríos Vela"),
        ("Ríos Vela, Ana María", "Ana María", "Ríos Vela"),
    ],
)
def test_a_typed_name_is_given_and_family_names(typed: str, given: str, family: str | None) -> None:
    assert person_named(typed) == {"given_names": given, "family_names": family}


def test_documents_are_folded_away(office: MainWindow) -> None:
    page = page_of(office, "people")
    form = page.form
    assert not form.editors["document_number"].isVisible()
    form._personal.button.click()
    assert form.editors["document_number"].isVisible()


def test_a_new_post_ends_the_open_one(office: MainWindow) -> None:
    page = page_of(office, "people")
    row = next(row for key in page.model.keys if (row := page.model.row(key)).organisation)
    page.table.select([row.key], row.key)
    page.detail.show_tab(1)
    wait_until_idle(office.tasks)
    tab: Any = page.detail.tab(1)
    before = tab.view.lines.rowCount()
    tab.begin(0)
    composer = tab.composers[0]
    composer.editors["organisation_id"].show_value(row.organisation_key, row.organisation)
    fill(composer, role="Asesora")
    tab.give()
    wait_until_idle(office.tasks)
    lines = [tab.view.lines.line(n) for n in range(tab.view.lines.rowCount())]
    assert len(lines) == before + 1
    assert lines[0].title == "Asesora"
    assert [line.faint for line in lines].count(False) == 1
    assert page.model.row(row.key).role == "Asesora"
