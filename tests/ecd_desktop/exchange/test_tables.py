"""The table is found in the sheet, however it is dressed; what is no data row is told apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ecd_desktop.exchange.cutoff import find_cutoff
from ecd_desktop.exchange.dates import Style
from ecd_desktop.exchange.reading import read
from ecd_desktop.exchange.tables import Skip, Table, data_rows, find_table, find_tables, table_at
from ecd_desktop.exchange.workbook import Cell, Merge, Row, Sheet, Workbook, folded

SAMPLES = Path(__file__).parents[3] / "resources" / "samples"
HEADINGS = (
    "N°|ACTA|FECHA|PROYECTO / INTERVENCIÓN|COMPROMISO ASUMIDO|UNIDAD|PERSONA|PLAZO|AVANCE|%|% AVANCE|ESTADO"
    "|OBSERVACIONES|Código|Proyecto|Distrito|Etapa|Responsable|Cargo|DNI|Ref|Date|Action|Owner|Due|Status|Notes|Item"
)
KNOWN = frozenset(folded(word) for word in HEADINGS.split("|"))


def known(heading: str) -> bool:
    return folded(heading) in KNOWN


def sheet_of(*rows: list[Cell], merges: tuple[Merge, ...] = (), name: str = "Hoja", hidden: bool = False) -> Sheet:
    return Sheet(
        name,
        hidden,
        tuple(
            Row(number, range(1, len(values) + 1), tuple(values))
            for number, values in enumerate(rows, 1)
            if any(value is not None for value in values)
        ),
        merges,
    )


def book_of(*sheets: Sheet) -> Workbook:
    return Workbook("libro.xlsx", "0" * 64, "xlsx", None, sheets)


def found(sheet: Sheet) -> Table:
    table = find_table(sheet, known)
    assert table is not None
    return table


def headings(table: Table) -> list[str]:
    return [column.heading for column in table.columns]


def test_the_matrix_is_found_under_its_cover_titles_and_two_row_header() -> None:
    workbook = read(SAMPLES / "matriz_compromisos_2026.xlsx")
    tables = find_tables(workbook, known)
    table = tables[0]
    assert (table.sheet.name, table.header_rows, table.known) == ("Matriz ", (6, 7), 11)
    assert headings(table)[:4] == ["N°", "ORIGEN · ACTA", "ORIGEN · FECHA", "PROYECTO / INTERVENCIÓN"]
    assert headings(table)[5:10] == [
        "RESPONSABLE · UNIDAD",
        "RESPONSABLE · PERSONA",
        "PLAZO",
        "AVANCE · %",
        "AVANCE · ESTADO",
    ]
    rows = data_rows(table, range(1, 12))
    assert [row.at(1) for row in rows.data] == list(range(1, 30))
    assert [(row.number, row.why) for row in rows.skipped] == [(25, Skip.TOTAL), (41, Skip.TOTAL)]
    assert "Portada" in [other.sheet.name for other in tables[1:]]


@pytest.mark.parametrize(
    ("sample", "header", "rows"),
    [
        ("matriz_compromisos_2026_segunda_edicion.xlsx", (6,), 30),
        ("directorio_actores.xlsx", (5,), 10),
        ("cartera_proyectos_2026.xlsx", (5,), 7),
    ],
)
def test_the_other_samples_are_found_too(sample: str, header: tuple[int, ...], rows: int) -> None:
    table = find_tables(read(SAMPLES / sample), known)[0]
    assert table.header_rows == header
    assert len(data_rows(table, [column.index for column in table.columns]).data) == rows


def test_the_cut_off_is_found_on_the_cover_before_the_words_of_the_update() -> None:
    workbook = read(SAMPLES / "matriz_compromisos_2026.xlsx")
    cutoff = find_cutoff(workbook, find_tables(workbook, known)[0])
    assert cutoff is not None
    assert (cutoff.day, cutoff.sheet, cutoff.address) == (date(2026, 6, 1), "Portada", "C4")
    second = read(SAMPLES / "matriz_compromisos_2026_segunda_edicion.xlsx")
    assert find_cutoff(second, find_tables(second, known)[0]) is None


@pytest.mark.parametrize(
    ("row", "style", "day", "place"),
    [
        (["Actualizado al 01/06/2026 por: GDH"], Style.DMY, date(2026, 6, 1), "A1"),
        (["Corte al 30 de mayo de 2026"], Style.DMY, date(2026, 5, 30), "A1"),
        (["As of:", None, "06/01/2026"], Style.MDY, date(2026, 6, 1), "C1"),
        (["Cut-off", date(2026, 6, 1)], Style.ASK, date(2026, 6, 1), "B1"),
        (["Fecha de corte: setiembre"], Style.DMY, None, ""),
    ],
)
def test_the_cut_off_is_read_in_the_words_or_beside_them(
    row: list[Cell], style: Style, day: date | None, place: str
) -> None:
    told = find_cutoff(book_of(sheet_of(row)), style=style)
    assert (told.day if told else None, told.address if told else "") == (day, place)


def test_a_commitment_that_speaks_of_a_cut_off_is_not_one() -> None:
    sheet = sheet_of(["N°", "Action", "Due"], [1, "Fecha de corte: 01/06/2026", date(2026, 7, 1)])
    assert find_cutoff(book_of(sheet), found(sheet)) is None


def test_an_english_tracker_with_groups_hints_and_title_rows_is_found() -> None:
    sheet = sheet_of(
        ["Project tracker"],
        ["Confidential", None, None, None, None, None, "v. 3"],
        ["ORIGIN", None, "ACTION", None, "FOLLOW-UP", None, None],
        ["Ref", "Date", "Action", "Owner", "Due", "Status", "Notes"],
        ["(text)", "(dd/mm/yyyy)", "(text)", "(name)", "(dd/mm/yyyy)", "(list)", "(text)"],
        ["A-1", "12/03/2026", "Paint the crossing", "Luis", "20/03/2026", "Open", None],
        ["A-2", "12/03/2026", "Mend the stairs", "Elena", "30/03/2026", "Done", "ok"],
        merges=(Merge(1, 1, 1, 7), Merge(3, 1, 3, 2), Merge(3, 3, 3, 4), Merge(3, 5, 3, 7)),
    )
    table = found(sheet)
    assert table.header_rows == (3, 4)
    assert headings(table)[:3] == ["ORIGIN · Ref", "ORIGIN · Date", "ACTION"]
    assert [row.number for row in data_rows(table, range(1, 8)).data] == [6, 7]


def test_groups_without_merges_cover_the_blanks_beside_them() -> None:
    sheet = sheet_of(
        ["N°", "ORIGEN", None, "PLAZO", "AVANCE", None],
        [None, "ACTA", "FECHA", None, "%", "ESTADO"],
        ["1", "001", "12/02/2026", "20/02/2026", "0", "Pendiente"],
    )
    assert headings(found(sheet)) == ["N°", "ORIGEN · ACTA", "ORIGEN · FECHA", "PLAZO", "AVANCE · %", "AVANCE · ESTADO"]


def test_a_title_beside_the_form_s_code_is_not_part_of_the_header() -> None:
    sheet = sheet_of(
        ["MATRIZ", None, None, "F-01"],
        ["N°", "ACTA", "PLAZO", "ESTADO"],
        [1, "001", date(2026, 2, 20), "Pendiente"],
        merges=(Merge(1, 1, 1, 3),),
    )
    assert found(sheet).header_rows == (2,)


def test_blank_columns_trailing_blanks_and_columns_without_heading_are_kept_apart() -> None:
    sheet = sheet_of(
        [None, "N° ", None, "  ACTA", "PLAZO\u00a0", None],
        [None, 1, None, "001", date(2026, 2, 20), "sin título"],
        [None, 2, None, "001", date(2026, 2, 20), None],
    )
    table = found(sheet)
    assert [(column.letter, column.heading) for column in table.columns] == [
        ("B", "N°"), ("D", "ACTA"), ("E", "PLAZO"), ("F", ""),
    ]  # fmt: skip


def test_the_sheet_with_the_known_headings_wins_over_covers_instructions_and_hidden_copies() -> None:
    rows: list[list[Cell]] = [["N°", "ACTA", "PLAZO"], [1, "001", date(2026, 2, 20)]]
    tables = find_tables(
        book_of(
            sheet_of(["Cómo llenar la matriz"], ["ACTA", "escriba el número"], name="Instrucciones"),
            sheet_of(*rows, name="Copia", hidden=True),
            sheet_of(*rows, name="Matriz"),
        ),
        known,
    )
    assert [table.sheet.name for table in tables] == ["Matriz", "Copia", "Instrucciones"]


def test_header_rows_can_be_given_by_hand() -> None:
    sheet = sheet_of(["x", "y"], ["N°", "ACTA"], [1, "001"])
    assert headings(table_at(sheet, (1, 2))) == ["x · N°", "y · ACTA"]
    assert [row.number for row in table_at(sheet, [1]).body] == [2, 3]


def test_totals_repeated_headers_sections_and_notes_are_no_data_rows() -> None:
    sheet = sheet_of(
        ["N°", "ACTA", "PERSONA", "ESTADO", "%"],
        ["MESA 1"],
        [1, "001", "Luis", "Pendiente", 0.5],
        ["Subtotal mesa 1", None, None, None, 0.5],
        ["N°", "ACTA", "PERSONA", "ESTADO", "%"],
        [2, "001", "Elena", "Pendiente", 0.1],
        [None, "TOTAL GENERAL", None, 2, 0.6],
        ["Grand total:", 2],
        ["* Fuente: mesa técnica", None, None, None, None],
    )
    rows = data_rows(found(sheet), range(1, 6))
    assert [row.number for row in rows.data] == [3, 6]
    assert [(row.number, row.why) for row in rows.skipped] == [
        (2, Skip.NOTE), (4, Skip.TOTAL), (5, Skip.HEADER), (7, Skip.TOTAL), (8, Skip.TOTAL), (9, Skip.NOTE),
    ]  # fmt: skip


def test_a_commitment_that_begins_with_total_is_data() -> None:
    sheet = sheet_of(
        ["COMPROMISO ASUMIDO", "UNIDAD", "PERSONA", "ESTADO"],
        ["Total de libros: entregar lista", "GDH", "Luis", "Pendiente"],
        ["Totalmente nuevo", "GDH", "Luis", "Pendiente"],
    )
    assert len(data_rows(found(sheet), range(1, 5)).data) == 2


def test_only_mapped_columns_make_a_data_row() -> None:
    sheet = sheet_of(["N°", "ACTA", "Otro"], [1, None, "x"], [2, "001", None])
    assert [row.number for row in data_rows(found(sheet), [1, 2]).data] == [3]


def test_cells_merged_downwards_speak_for_every_row_they_cover() -> None:
    sheet = sheet_of(
        ["ACTA", "COMPROMISO ASUMIDO", "ESTADO"],
        ["001", "uno", "Pendiente"],
        [None, "dos", "Pendiente"],
        [None, None, None],
        merges=(Merge(2, 1, 4, 1),),
    )
    rows = data_rows(found(sheet), range(1, 4)).data
    assert [(row.number, row.at(1), sorted(row.inherited)) for row in rows] == [(2, "001", []), (3, "001", [1])]


def test_a_row_of_column_numbers_belongs_to_the_header() -> None:
    sheet = sheet_of(["N°", "ACTA", "PLAZO"], ["(1)", "(2)", "(3)"], [7, "001", date(2026, 2, 20)], [8, "002", None])
    assert [row.number for row in data_rows(found(sheet), range(1, 4)).data] == [3, 4]


def test_a_sheet_without_known_headings_still_offers_its_likely_header() -> None:
    sheet = sheet_of(["Lista"], ["Uno", "Dos", "Tres"], ["a", "b", 3])
    assert found(sheet).header_rows == (2,)


def test_nothing_is_found_in_an_empty_book() -> None:
    assert find_tables(book_of(sheet_of(), sheet_of(["solo"])), known) == ()


def test_a_matrix_of_text_only_is_found_as_in_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(SAMPLES / "matriz_compromisos_2026.xlsx")
    lines = []
    for row in book["Matriz "].iter_rows(values_only=True):
        texts = [f"{v:%d/%m/%Y}" if hasattr(v, "year") else "" if v is None else str(v).replace("\n", " ") for v in row]
        lines.append(";".join(texts))
    path = tmp_path / "matriz.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    table = find_tables(read(path), known)[0]
    assert table.header_rows == (6, 7)
    assert len(data_rows(table, range(1, 12)).data) == 29
