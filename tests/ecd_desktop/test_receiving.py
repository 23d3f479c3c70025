"""A workbook goes out, comes back and is taken over: what the department wrote is here, and nothing else changed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from db.records import ActionItem, Evidence, ProgressEntry, Reschedule
from db.records.action_items import Channel, State
from db.store import Store
from ecd_desktop import receiving
from ecd_desktop.language import in_language
from ecd_desktop.review import Kind
from ecd_desktop.services import reconciling
from tests.ecd_desktop.exchange.returned_files import Page, Sent, send


@pytest.fixture(autouse=True)
def spanish() -> Iterator[None]:
    with in_language("es"):
        yield


def test_a_reported_cumplido_is_done_to_be_verified_and_casi_listo_is_refused_with_its_cell(
    sqlite_store: Store, tmp_path: Path
) -> None:
    sent = send(sqlite_store, tmp_path)
    almost: list[str] = []

    def edit(page: Page) -> None:
        page.put("COM-2026-001", "state", "Cumplido")
        page.put("COM-2026-001", "progress", 1)
        page.put("COM-2026-001", "done", "Se instaló la baranda")
        page.put("COM-2026-001", "evidence", "Oficio 233-2026")
        page.put("COM-2026-002", "new_due", date(2026, 9, 30))
        page.put("COM-2026-002", "new_due_reason", "Falta presupuesto")
        almost.append(page.put("COM-2026-003", "state", "casi listo"))
        page.put("COM-2026-003", "remarks", "Queda la pintura")
        page.put(1, "description", "Reparar la losa")
        page.put(1, "due_on", "30/09/2026")

    file = returned(sent, edit, tmp_path)
    review = reconciling.review(sqlite_store, [file])
    (refused,) = review.of(Kind.UNREADABLE)
    assert refused.at == f"Compromisos!{almost[0]}"
    assert "casi listo" in refused.reason
    for point in review.points:
        if point.kind is Kind.NEW or point.open:
            reconciling.answer(sqlite_store, file, {point.id: reconciling.Answer("theirs")})
    applied = reconciling.apply(sqlite_store, [file])
    assert applied.tx_id is not None
    with sqlite_store.reading() as session:
        one, two, three = (session.get(ActionItem, sent.items[f"COM-2026-00{n}"]) for n in (1, 2, 3))
        assert (one.state, one.progress) == (State.DONE, 100)
        entry = session.scalars(select(ProgressEntry).where(ProgressEntry.action_item_id == one.id)).one()
        assert (entry.body, entry.channel) == ("Se instaló la baranda", Channel.WORKBOOK)
        assert session.scalars(select(Evidence.description)).all() == ["Oficio 233-2026"]
        assert [move.reason for move in session.scalars(select(Reschedule))] == ["Falta presupuesto"]
        assert two.due_on == date(2026, 9, 30)
        assert (three.state, three.remarks) == (State.PENDING, "Queda la pintura")
        made = session.scalars(select(ActionItem).where(ActionItem.description == "Reparar la losa")).one()
        assert made.due_on == date(2026, 9, 30)

    def later(page: Page) -> None:
        edit(page)
        page.put("COM-2026-005", "remarks", "Una novedad")

    second = returned(sent, later, tmp_path)
    news = [point for point in reconciling.review(sqlite_store, [second]).points if point.kind is not Kind.UNREADABLE]
    assert [(point.code, point.field) for point in news] == [("COM-2026-005", "remarks")]
    reconciling.apply(sqlite_store, [second])
    again = receiving.take_in(sqlite_store, receiving.read(tmp_path / "Vuelve.xlsx"))
    assert not again.new
    assert reconciling.apply(sqlite_store).tx_id is None


def returned(sent: Sent, edit: object, folder: Path) -> receiving.Key:
    """The workbook edited and received; its key in the inbox."""
    sent.back(edit)  # type: ignore[arg-type]
    received = receiving.take_in(sent.store, receiving.read(folder / "Vuelve.xlsx"))
    assert received.new
    return received.file
