"""The place of documents: what is unanswered is repeated and answered, and the answer reaches the commitment."""

from typing import Any

from db.queries import documents as reads
from db.queries.documents import Standing
from tests.ui.asking import fill, question
from tests.ui.example import chosen, page_of, wait_until_idle
from ui.main_window import MainWindow


def test_a_late_letter_is_repeated_and_answered_and_its_commitment_told(office: MainWindow) -> None:
    page: Any = page_of(office, "documents")
    rows = {row.official_number: row for row in map(page.model.row, page.model.keys)}
    late = next(row for row in rows.values() if row.standing is Standing.UNANSWERED)
    assert {row.standing for row in rows.values()} >= set(Standing) - {Standing.SENT}
    chosen(office, late.code)
    office.registry["documents.repeat"].trigger()
    wait_until_idle(office.tasks)
    asked = question(office)
    number = f"OFICIO N° 048-{late.dated_on.year}-MTPI"
    assert asked.answers.editors["official_number"].inner.text() == number
    asked.give()
    wait_until_idle(office.tasks)
    again = next(row for row in map(page.model.row, page.model.keys) if row.official_number == number)
    assert page.model.row(late.key).standing is Standing.REPEATED
    assert again.standing is Standing.AWAITED
    assert again.subject == late.subject

    chosen(office, again.code)
    office.registry["documents.answer"].trigger()
    wait_until_idle(office.tasks)
    asked = question(office)
    fill(asked, official_number="CARTA 77-FICTICIA", subject="")
    asked.give()
    wait_until_idle(office.tasks)
    assert page.model.row(late.key).standing is Standing.ANSWERED
    told = question(office)
    assert "CARTA 77-FICTICIA" in told.answers.editors["body"].inner.toPlainText()
    fill(told, progress="55")
    told.give()
    wait_until_idle(office.tasks)
    found: list[Any] = []
    office.here.read(lambda session: reads.subjects(session, again.key), found.append)
    wait_until_idle(office.tasks)
    assert [one.progress for one in found[0] if one.entity == "action_items"] == [55]


def test_the_next_number_is_offered_to_a_new_document_and_taken(office: MainWindow) -> None:
    page: Any = page_of(office, "documents")
    office.registry["documents.new"].trigger()
    wait_until_idle(office.tasks)
    form = page.form
    assert not form.proposal.isHidden()
    form.proposal.click()
    number = form.draft.value("official_number")
    assert number == f"OFICIO N° 048-{office.here.today.year}-MTPI"
    assert form.editors["from_id"].inner.text().startswith("Mesa Técnica")
    assert number == form.editors["official_number"].inner.text()
    assert form.proposal.isHidden()
