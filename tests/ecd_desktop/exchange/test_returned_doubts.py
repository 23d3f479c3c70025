"""What a returned workbook may mean in two ways is never taken as unchanged, nor read as something it is not."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.records import Organisation, Project
from db.store import Store
from ecd_desktop import receiving
from ecd_desktop.exchange.templates import PROJECTS
from ecd_desktop.language import in_language
from ecd_desktop.services import reconciling
from tests.ecd_desktop.exchange.handed_out import exported
from tests.ecd_desktop.exchange.returned_files import Page, edits, send


@pytest.fixture(autouse=True)
def spanish() -> Iterator[None]:
    with in_language("es"):
        yield


def test_a_date_with_day_and_month_turned_round_among_others_is_told(sqlite_store: Store, tmp_path: Path) -> None:
    ends = (date(2026, 10, 12), date(2026, 12, 25), date(2026, 11, 30), date(2026, 3, 4))
    with sqlite_store.change("Invented projects") as work:
        unit = work.add(Organisation(name="Gerencia Ficticia de Sombra", acronym="GFS"))
        for n, day in enumerate(ends):
            work.add(Project(code=f"PRY-2026-91{n}", name=f"Ruta {'abcd'[n] * 4}", unit_id=unit.id, ends_on=day))
    path = exported(sqlite_store, tmp_path / "Proyectos.xlsx", template=PROJECTS).path
    back = tmp_path / "Vuelve.xlsx"
    for turned in (False, True):
        book = load_workbook(path)
        page = book.worksheets[0]
        at = next(cell.column for cell in page[1] if cell.value == "Fin previsto")
        for row in range(2, 6):
            page.cell(row, at).value = page.cell(row, at).value.strftime("%d/%m/%Y")  # as a csv keeps them
            if turned and page.cell(row, at).value == "12/10/2026":
                page.cell(row, at).value = "10/12/2026"
        book.save(back)
        parcel = receiving.judged(sqlite_store, receiving.read(back))
        assert parcel.records == ()
        assert [(one.kind, one.field, one.said) for one in parcel.unread] == [
            ("unreadable", "ends_on", "10/12/2026")
        ] * turned


def test_rows_of_another_nouns_workbook_are_not_read_as_commitments(sqlite_store: Store, tmp_path: Path) -> None:
    sent = send(sqlite_store, tmp_path)
    path = exported(sqlite_store, tmp_path / "Proyectos.xlsx", template=PROJECTS, unit=None).path
    projects = load_workbook(path).worksheets[0]
    row = [cell.value for cell in projects[2]]

    def edit(page: Page) -> None:
        page.put("COM-2026-003", "remarks", "Se cambió el plano")
        page.sheet.append(row)
        page.put("PRY-2026-901", "state", "Cumplido")
        page.put("PRY-2026-901", "done", "Se hizo todo")
        copied = page.book.create_sheet("Proyectos")
        for cells in projects.iter_rows(values_only=True):
            copied.append(cells)

    parcel = sent.back(edit)
    assert edits(parcel) == {("COM-2026-003", "remarks"): "Se cambió el plano"}
    assert {one.entity for one in parcel.records} == {"action_items"}
    assert any("“Proyectos”" in said or "«Proyectos»" in said for said in parcel.unsure)
    reconciling.receive(sqlite_store, parcel)
    assert reconciling.apply(sqlite_store).written == 1


def test_a_thousand_columns_of_their_own_are_named_by_the_first_ones(sqlite_store: Store, tmp_path: Path) -> None:
    sent = send(sqlite_store, tmp_path)

    def edit(page: Page) -> None:
        page.put("COM-2026-003", "remarks", "Se cambió el plano")
        for at in range(40, 1040):
            page.sheet.cell(1, at).value = f"Propia {at}"
            page.sheet.cell(page.row("COM-2026-003"), at).value = "y"

    parcel = sent.back(edit)
    (record,) = parcel.records
    (said,) = parcel.unsure
    assert len(said) + len(record.note) < 1_000
    assert "Propia 40" in said
    assert record.note.endswith("…")
