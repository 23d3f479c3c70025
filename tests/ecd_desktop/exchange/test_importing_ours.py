"""A workbook that we handed out and that is read as any other: nothing but what the receiver wrote is taken."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.records import ActionItem, Meeting, Organisation, Person
from db.store import Store
from ecd_desktop.exchange import importing
from tests.ecd_desktop.exchange.handed_out import exported, office
from tests.ecd_desktop.exchange.import_samples import bring, counts, number_of


@pytest.mark.parametrize("language", ["es", "en"])
def test_untouched_it_changes_nothing_and_makes_nobody(sqlite_store: Store, tmp_path: Path, language: str) -> None:
    office(sqlite_store)
    before = [number_of(sqlite_store, noun) for noun in (ActionItem, Meeting, Organisation, Person)]
    done = exported(sqlite_store, tmp_path / "Compromisos_GFS.xlsx", language=language)
    result = bring(sqlite_store, done.path)
    assert counts(result) == (done.rows, 0, 0, done.rows, 0, 0)
    assert not result.questions
    assert [number_of(sqlite_store, noun) for noun in (ActionItem, Meeting, Organisation, Person)] == before


def test_only_the_cell_that_was_answered_is_a_change(sqlite_store: Store, tmp_path: Path) -> None:
    made = office(sqlite_store)
    done = exported(sqlite_store, tmp_path / "Compromisos_GFS.xlsx")
    book = load_workbook(done.path)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = next(cells[0].row for cells in sheet.iter_rows(min_row=2) if "COM-2026-901" in [c.value for c in cells])
    sheet.cell(row, heads["Avance (%)"], 0.8)
    book.save(done.path)
    result = bring(sqlite_store, done.path)
    (line,) = [line for line in result.lines if line.changes]
    assert [(change.field, change.new) for change in line.changes] == [("progress", 80)]
    with sqlite_store.reading() as session:
        assert session.get(ActionItem, made.items["COM-2026-901"]).progress == 80


def test_what_was_only_shown_can_still_be_chosen_by_hand(sqlite_store: Store, tmp_path: Path) -> None:
    office(sqlite_store)
    opened = importing.open_file(exported(sqlite_store, tmp_path / "Compromisos_GFS.xlsx").path)
    left = next(column for column in importing.propose(opened).columns if column.heading.startswith("Responsable"))
    assert left.field is None
    plan = importing.propose(opened, overrides={left.index: "person"})
    assert next(column for column in plan.columns if column.index == left.index).field == "person"
