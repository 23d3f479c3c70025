"""What people do to a workbook with a real LibreOffice: exactly the true edits come back, and nothing else."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.records import ActionItem, Organisation
from db.store import Store
from ecd_desktop.language import in_language
from ecd_desktop.parcels import Parcel
from tests.ecd_desktop.exchange.handed_out import exported
from tests.ecd_desktop.exchange.libreoffice import ANSI, CSV, ODS, SOFFICE, TABS, XLS, XLSX, run
from tests.ecd_desktop.exchange.returned_files import Sent, edits, send
from tests.naughty import naughty

pytestmark = [
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed on this machine"),
    pytest.mark.timeout(300),
]

EDITS = """
    Cell(page, "COM-2026-001", "Estado").String = "Cumplido"
    Cell(page, "COM-2026-002", "Avance (%)").setFormula("60%")
    Cell(page, "COM-2026-003", "Observaciones").String = "Se cambió el plano"
    Cell(page, "COM-2026-005", "Nueva fecha propuesta").setFormula("2026-08-20")
"""
TRUE = {
    ("COM-2026-001", "state"): "done", ("COM-2026-002", "progress"): 60,
    ("COM-2026-003", "remarks"): "Se cambió el plano", ("COM-2026-005", "reschedules.due_after"): "2026-08-20",
}  # fmt: skip

# What is done besides the four edits, and how the file is saved: none of it may tell anything.
HARMLESS: dict[str, tuple[str, tuple[str, str]]] = {
    "saved.xlsx": ("", XLSX),
    "saved.ods": ("", ODS),
    "saved.csv": ("", CSV),
    "tabs.tsv": ("", TABS),
    "old.xls": ("", XLS),
    "sorted.xlsx": ("Sorted(page, 0, 20, 1, 12, 2, False)", XLSX),
    "sorted with the spare rows.ods": ("Sorted(page, 0, 20, 1, 32, 3, False)", ODS),
    "filtered.xlsx": (
        """
        Dim wanted(0) As New com.sun.star.sheet.TableFilterField
        Dim how As Object
        how = page.createFilterDescriptor(True)
        wanted(0).Field = 4
        wanted(0).Operator = com.sun.star.sheet.FilterOperator.EQUAL
        wanted(0).StringValue = "Cumplido"
        how.ContainsHeader = True
        how.setFilterFields(wanted())
        page.getCellRangeByPosition(0, 0, 20, 32).filter(how)
        """,
        XLSX,
    ),
    "columns moved.xlsx": (
        """
        MovedColumn(page, 4, 12)
        MovedColumn(page, 9, 2)
        MovedColumn(page, 0, 9)
        """,
        XLSX,
    ),
    "columns added.ods": (
        """
        page.Columns.insertByIndex(4, 2)
        page.getCellByPosition(4, 0).String = "N°"
        For n = 1 To 12
            page.getCellByPosition(4, n).Value = n
        Next n
        """,
        ODS,
    ),
    "context deleted.xlsx": ('page.Columns.removeByIndex(Col(page, "Proyecto"), 5)', XLSX),
    "renamed.xlsx": (
        """
        page.getCellByPosition(4, 0).String = "Situación actual"
        page.getCellByPosition(10, 0).String = "Notas"
        """,
        XLSX,
    ),
    "sheet renamed.ods": ('page.Name = "Matriz de junio"', ODS),
    "sheet doubled.xlsx": ('doc.Sheets.copyByName(page.Name, "Copia", 1)', XLSX),
    "titles.xlsx": (
        """
        page.Rows.insertByIndex(0, 4)
        page.getCellByPosition(1, 0).String = "GERENCIA FICTICIA DE SOMBRA"
        page.getCellByPosition(1, 2).String = "Avance (%) al 30 de junio de 2026"
        """,
        XLSX,
    ),
    "totals.xlsx": (
        """
        page.Rows.insertByIndex(7, 2)
        page.getCellByPosition(1, 7).String = "Subtotal"
        page.getCellByPosition(5, 7).setFormula("=AVERAGE(F2:F7)")
        """,
        XLSX,
    ),
    "other sheet first.xlsx": ('doc.Sheets.insertNewByName("Resumen", 0)', XLSX),
}
HARMFUL: dict[str, tuple[str, tuple[str, str]]] = {
    "rows deleted.xlsx": (
        """
        page.Rows.removeByIndex(Line(page, "COM-2026-004"), 1)
        page.Rows.removeByIndex(Line(page, "COM-2026-009"), 1)
        """,
        XLSX,
    ),
    "row copied.ods": (
        """
        CopiedRow(page, Line(page, "COM-2026-003"), 14)
        page.getCellByPosition(10, 14).String = "Otra cosa"
        page.Annotations.insertNew(Cell(page, "COM-2026-001", "Estado").CellAddress, "Lo vio el ingeniero")
        """,
        ODS,
    ),
    "keys blanked.xlsx": ("page.getCellRangeByPosition(0, 1, 0, 32).clearContents(7)", XLSX),
    "key column deleted.ods": ("page.Columns.removeByIndex(0, 1)", ODS),
    "keys damaged.csv": (
        """
        Dim key As String
        For n = 1 To 3
            key = page.getCellByPosition(0, n).String
            page.getCellByPosition(0, n).String = Left(key, 20) & "XX" & Mid(key, 23)
        Next n
        """,
        CSV,
    ),
    "sorted without keys.xlsx": ("Sorted(page, 1, 20, 1, 12, 2, False)", XLSX),
    "sorted without keys.csv": ("Sorted(page, 1, 20, 1, 12, 3, False)", CSV),
    "answers sorted.xlsx": ("Sorted(page, 4, 10, 1, 12, 10, False)", XLSX),
}


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sent, dict[str, Path], Sent]]:
    """What was sent, the files that LibreOffice made of it by name, and a workbook of hard texts."""
    folder = tmp_path_factory.mktemp("calc")
    store = Store.open(f"sqlite:///{folder / 'x.db'}", who="Prueba Ficticia")
    sent = send(store, folder)
    hard = nasty(store, folder)
    done: dict[str, dict[str, tuple[str, str]]] = {}
    for name, (lines, kind) in {**HARMLESS, **HARMFUL}.items():
        done.setdefault(lines, {})[name] = kind
    jobs = [(sent.path, EDITS + lines, kinds) for lines, kinds in done.items()]
    jobs.append((hard.path, "", {"hard.ods": ODS, "hard.csv": CSV, "hard.xlsx": XLSX, "hard.ansi.csv": ANSI}))
    yield sent, run(jobs, folder), hard
    store.close()


def nasty(store: Store, folder: Path) -> Sent:
    """A workbook of 420 commitments whose remarks break other programs."""
    with store.change("Hard texts") as work:
        unit = work.add(Organisation(name="Gerencia Ficticia de Textos", acronym="GFT"))
        for n, text in enumerate(naughty(random.Random(5), 420)):
            work.add(
                ActionItem(
                    code=f"COM-2025-{n:03}", unit_id=unit.id, description=f"Compromiso {n}",
                    remarks=text[: 20_000 if n < 40 else 1_000],
                    due_on=date(2026, 1 + n % 12, 1 + n % 28), progress=n % 101,
                )
            )  # fmt: skip
    done = exported(store, folder / "hard.out.xlsx", unit="GFT")
    return Sent(store, done.path, {}, folder)


@pytest.fixture(autouse=True)
def spanish() -> Iterator[None]:
    with in_language("es"):
        yield


@pytest.mark.parametrize("name", HARMLESS)
def test_what_people_do_to_a_sheet_tells_nothing_but_their_edits(returned: Any, name: str) -> None:
    sent, files, _hard = returned
    parcel: Parcel = sent.judged(files[name])
    assert edits(parcel) == TRUE
    assert parcel.unread == parcel.missing == ()
    assert not [record for record in parcel.records if record.twice]


@pytest.mark.parametrize("name", ["hard.ods", "hard.csv", "hard.xlsx", "hard.ansi.csv"])
def test_four_hundred_texts_that_break_programs_come_back_as_they_left(returned: Any, name: str) -> None:
    _sent, files, hard = returned
    parcel: Parcel = hard.judged(files[name])
    assert parcel.rows == 420
    assert parcel.records == parcel.unread == parcel.missing == parcel.unsure == ()


def test_deleted_rows_are_not_answered(returned: Any) -> None:
    sent, files, _hard = returned
    parcel: Parcel = sent.judged(files["rows deleted.xlsx"])
    assert edits(parcel) == TRUE
    assert {one.code for one in parcel.missing} == {"COM-2026-004", "COM-2026-009"}


def test_a_copied_row_that_says_something_else_is_asked(returned: Any) -> None:
    sent, files, _hard = returned
    parcel: Parcel = sent.judged(files["row copied.ods"])
    told = sorted((one.twice, one.fields["remarks"].value) for one in parcel.records if one.code == "COM-2026-003")
    assert told == [(1, "Se cambió el plano"), (2, "Otra cosa")]
    assert len(parcel.records) == 5
    notes = [one.fields["state"].note for one in parcel.records if one.code == "COM-2026-001"]
    assert notes == ["Lo vio el ingeniero"]
    assert parcel.unread == parcel.missing == ()


@pytest.mark.parametrize("name", ["keys blanked.xlsx", "key column deleted.ods", "keys damaged.csv"])
def test_rows_without_a_good_key_are_told_by_their_code(returned: Any, name: str) -> None:
    sent, files, _hard = returned
    parcel: Parcel = sent.judged(files[name])
    assert edits(parcel) == TRUE
    assert parcel.unread == parcel.missing == ()
    assert parcel.unsure


@pytest.mark.parametrize("name", ["sorted without keys.xlsx", "sorted without keys.csv", "answers sorted.xlsx"])
def test_a_sheet_whose_rows_were_mixed_up_is_held_as_a_whole(returned: Any, name: str) -> None:
    sent, files, _hard = returned
    parcel: Parcel = sent.judged(files[name])
    assert parcel.records == parcel.missing == ()
    assert [one.kind for one in parcel.unread] == ["held"] * 12
