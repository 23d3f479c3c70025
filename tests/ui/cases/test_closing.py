"""A case from its next step to its closing: the log, the parties, live commitments that stand in the way."""

from typing import Any

import pytest

from db.records.cases import CaseState, Outcome
from tests.ui.asking import choose, fill, question
from tests.ui.example import page_of, wait_until_idle
from ui.main_window import MainWindow


@pytest.fixture
def page(office: MainWindow) -> Any:
    return page_of(office, "cases")


def test_live_commitments_are_named_and_a_reason_closes_it_nevertheless(page: Any, office: MainWindow) -> None:
    row = next(row for key in page.model.keys if (row := page.model.row(key)).live_items and not row.outcome)
    page.table.select([row.key], row.key)
    office.registry["cases.close"].trigger()
    dialog = question(office)
    choose(dialog, "outcome", Outcome.PARTLY)
    fill(dialog, text="Se instaló la mitad")
    dialog.give()
    wait_until_idle(office.tasks)
    assert dialog.isVisible()
    assert "live commitment" in dialog.bar.accessibleName()
    assert "COM-2026-" in dialog.bar.accessibleName()
    assert page.model.row(row.key).state is not CaseState.CLOSED
    fill(dialog, reason="Lo sigue la gerencia")
    dialog.give()
    wait_until_idle(office.tasks)
    assert page.model.row(row.key).state is CaseState.CLOSED
    assert page.detail.pill.accessibleName() == "Partly solved"
    assert not office.registry["cases.close"].isEnabled()
    assert office.registry["cases.reopen"].isEnabled()


def test_a_call_is_written_into_the_log_and_stands_first(page: Any, office: MainWindow) -> None:
    page.detail.show_tab(1)
    wait_until_idle(office.tasks)
    tab = page.detail.tab(1)
    before = tab.view.lines.rowCount()
    tab.begin(0)
    choose(tab.composers[0], "kind", "call")
    fill(tab.composers[0], body="Confirman la visita del jueves")
    tab.give()
    wait_until_idle(office.tasks)
    assert tab.view.lines.rowCount() == before + 1
    assert tab.view.lines.line(0).words == "Call · Call · 23/11/2026 · Prueba Ficticia · Confirman la visita del jueves"
    tab.view.select([tab.view.lines.line(0).token])
    tab.view.pressed_key.emit("del")
    wait_until_idle(office.tasks)
    assert tab.view.lines.rowCount() == before
    office.notices.press()
    wait_until_idle(office.tasks)
    assert tab.view.lines.rowCount() == before + 1


def test_what_the_log_only_tells_is_not_deleted_from_it(page: Any, office: MainWindow) -> None:
    page.detail.show_tab(1)
    wait_until_idle(office.tasks)
    view = page.detail.tab(1).view
    told = [line for n in range(view.lines.rowCount()) if (line := view.lines.line(n)).fixed]
    assert told
    view.select([told[0].token])
    assert view.selected_lines() == [told[0]]
    assert view.selected() == ()


def test_a_party_is_neither_an_organisation_nor_a_person_until_one_is_chosen(page: Any, office: MainWindow) -> None:
    page.detail.show_tab(3)
    wait_until_idle(office.tasks)
    tab = page.detail.tab(3)
    tab.begin(0)
    tab.give()
    wait_until_idle(office.tasks)
    assert tab.composers[0].editors["organisation_id"].inner.accessibleDescription() == (
        "Choose an organisation or a person."
    )


def test_waiting_says_for_whom_and_the_form_follows(page: Any, office: MainWindow) -> None:
    row = next(row for key in page.model.keys if (row := page.model.row(key)).state is CaseState.OPEN)
    page.table.select([row.key], row.key)
    wait_until_idle(office.tasks)
    assert page.form._waiting.isHidden()
    office.registry["cases.wait"].trigger()
    dialog = question(office)
    fill(dialog, whom="informe de la gerencia de asesoría jurídica")
    dialog.give()
    wait_until_idle(office.tasks)
    assert page.model.row(row.key).state is CaseState.WAITING
    assert not page.form._waiting.isHidden()
    assert page.form.editors["waiting_for"].line.text() == "informe de la gerencia de asesoría jurídica"
    office.registry["cases.take_up"].trigger()
    wait_until_idle(office.tasks)
    assert page.model.row(row.key).state is CaseState.OPEN
