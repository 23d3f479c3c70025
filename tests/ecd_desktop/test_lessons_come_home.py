"""The bank of lessons goes out whole, is completed in Excel and comes home cell by cell, once."""

from pathlib import Path
from unittest import mock

from openpyxl import load_workbook

from db.records.lessons import LessonKind, LessonState
from db.store import Store
from ecd_desktop import receiving
from ecd_desktop.calendar import Calendar, clock, today
from ecd_desktop.exchange import export, reading
from ecd_desktop.exchange.templates import LESSONS
from ecd_desktop.review import Kind
from ecd_desktop.services import lessons, reconciling, records
from tests.ecd_desktop.exchange.returned_files import read_here


def test_a_completed_sheet_is_taken_over_and_nothing_internal_leaves(sqlite_store: Store, tmp_path: Path) -> None:
    store, keys = sqlite_store, []
    for text in ("Pasamanos a dos alturas", "Rampas ásperas"):
        draft = records.new_draft("lessons", text=text, internal_note="CANARIO")
        lessons.save(store, draft)
        keys.append(draft.key)
    calendar = Calendar(frozenset())
    sent = export.export_action_items(
        store, unit=None, path=tmp_path / "Banco_lecciones.xlsx", clock=clock(today(), calendar), calendar=calendar,
        language="en", template=LESSONS,
    )  # fmt: skip
    book = load_workbook(sent.path)
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    assert sent.rows == 2
    assert not any("CANARIO" in str(cell.value) for one in book.worksheets for row in one for cell in row)
    row = next(n for n in range(2, 4) if sheet.cell(n, heads["Lesson"]).value == "Pasamanos a dos alturas")
    sheet.cell(row, heads["Balance"]).value = "Nadie cayó"
    sheet.cell(row, heads["Kind"]).value = "Replicate"
    sheet.cell(row, heads["Theme"]).value = "Movilidad de familias"
    book.save(tmp_path / "Vuelve.xlsx")
    with mock.patch.object(reading, "_ask_child", read_here):  # the guarded child is tried elsewhere
        received = receiving.take_in(store, receiving.read(tmp_path / "Vuelve.xlsx"))
    review = reconciling.review(store, [received.file])
    assert {one.label for one in review.of(Kind.CLEAN)} == {"Balance", "Kind", "Theme"}
    reconciling.apply(store, [received.file])
    with store.reading() as session:
        from db.queries.lessons import LISTING
        from db.queries.listing import Ask

        first, second = LISTING.rows(session, keys, Ask())
    assert (first.balance, first.kind, first.theme) == ("Nadie cayó", LessonKind.REPLICATE, "Movilidad de familias")
    assert (second.balance, second.state) == (None, LessonState.DRAFT)
