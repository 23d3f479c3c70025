"""Foreign workbooks as they come: every format gives the same cells, typed, each at its address."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import os
import re
import struct
import subprocess
import sys
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecd_desktop.exchange import delimited, error_cells, reading, sheet_xml
from ecd_desktop.exchange.preflight import DEFAULT, Unreadable
from ecd_desktop.exchange.reading import read
from ecd_desktop.exchange.serials import date_format, from_serial
from ecd_desktop.exchange.workbook import (
    ErrorCell,
    FormulaCell,
    Merge,
    Row,
    Sheet,
    address,
    column_number,
    folded,
    tidy,
)

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "resources" / "samples"
DATA = ROOT / "tests" / "data" / "exchange"


def cells_of(sheet: Sheet) -> dict[str, object]:
    return {address(row.number, column): value for row in sheet.rows for column, value in row.filled()}


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.glob("*.xlsx")))
def test_the_samples_hold_what_openpyxl_sees_cell_by_cell(sample: str) -> None:
    workbook = read(SAMPLES / sample)
    theirs = openpyxl.load_workbook(SAMPLES / sample)
    assert [sheet.name for sheet in workbook.sheets] == theirs.sheetnames
    for sheet in workbook.sheets:
        other = theirs[sheet.name]
        assert sheet.hidden == (other.sheet_state != "visible")
        expected = {}
        for cell in itertools.chain.from_iterable(other.iter_rows()):
            if cell.value is not None:
                value = cell.value.date() if isinstance(cell.value, datetime) else cell.value
                expected[cell.coordinate] = FormulaCell() if cell.data_type == "f" else value
        assert cells_of(sheet) == expected
        assert len(sheet.merges) == len(other.merged_cells.ranges)


def test_the_digest_names_the_bytes_that_were_read() -> None:
    path = SAMPLES / "directorio_actores.xlsx"
    assert read(path).digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_text_that_looks_like_a_formula_stays_text_and_a_formula_without_result_is_told() -> None:
    sheet = read(SAMPLES / "matriz_compromisos_2026.xlsx").sheets[1]
    assert sheet.cell(35, 11) == "=SUM(1;2)"
    assert sheet.cell(41, 5) == FormulaCell()


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_every_format_gives_the_same_cells(ending: str) -> None:
    workbook = read(DATA / f"formatos.{ending}")
    assert workbook.kind == ending
    assert [(sheet.name, sheet.hidden) for sheet in workbook.sheets] == [("Datos", False), ("Oculta", True)]
    first = workbook.sheets[0]
    assert first.merges == (Merge(1, 1, 1, 6),)
    assert [value for _column, value in first.rows[2].filled()] == [
        1, "001-2026", date(2026, 2, 12), "Niñas y niños\ncon salto", 0.5, "En proceso",
    ]  # fmt: skip
    assert first.rows[3].values[3:] == (ErrorCell("#N/A"), ErrorCell("#DIV/0!"), 1)
    assert first.rows[4].values == (3, "=SUM(1;2)", datetime(2026, 2, 12, 10, 30), "áéíóú", True, "a")
    assert first.rows[5].values == (4,)
    assert first.cell(60, 8) == "lejos"


def test_the_content_decides_and_not_the_ending(tmp_path: Path) -> None:
    path = tmp_path / "formatos.csv"
    path.write_bytes((DATA / "formatos.xls").read_bytes())
    assert read(path).kind == "xls"


def test_both_readers_of_xlsx_give_the_same(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    values: list[object] = [
        "texto", " con blancos ", "línea 1\nlínea 2", "<&>\"'", "😀", 0, 1, 1.5, 0.1, 12345678.25, 1e15, 10117410, True,
        False,
        date(2026, 2, 12), date(1905, 3, 4), datetime(2026, 2, 12, 10, 30, 15), time(7, 5), "04567890",
    ]  # fmt: skip
    for number, value in enumerate(values, 1):
        sheet.cell(number, 2, value)
        sheet.cell(number, 4, number / 3).number_format = "0.00%"
        sheet.cell(number, 5, 46_065 + number).number_format = '[$-280A]d" de "mmmm" de "yyyy;@'
        sheet.cell(number, 6, 46_065 + number).number_format = '"S/" #,##0.00'
    plain, slow = tmp_path / "plain.xlsx", tmp_path / "slow.xlsx"
    book.save(plain)
    sheet["Z99"] = "=1+1"
    book.save(slow)
    with zipfile.ZipFile(plain) as one, zipfile.ZipFile(slow) as two:
        assert sheet_xml.survey(one, "xl/worksheets/sheet1.xml")
        assert not sheet_xml.survey(two, "xl/worksheets/sheet1.xml")
    fast_cells, slow_cells = cells_of(read(plain).sheets[0]), cells_of(read(slow).sheets[0])
    assert slow_cells.pop("Z99") == FormulaCell()
    assert fast_cells == slow_cells
    assert fast_cells["E1"] == date(2026, 2, 13)
    assert fast_cells["F1"] == 46_066
    assert type(fast_cells["B7"]) is int


def test_a_formula_s_stored_result_is_its_value_and_errors_are_errors(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "x"
    book.save(path)
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c>'
        '<c r="C1" t="str"><f>""</f><v></v></c><c r="D1"><f>1+1</f></c><c r="E1" t="e"><f>NA()</f><v>#N/A</v></c>'
        '<c r="F1" t="e"><v>#REF!</v></c><c r="G1" t="b"><v>1</v></c><c t="inlineStr"><is><t>sin dirección</t></is></c>'
        '<c r="I1" t="inlineStr"><is><r><t>rico </t></r><r><t>texto_x000D_</t></r>'
        '<rPh sb="0" eb="1"><t>no</t></rPh></is></c>'
        "</row>"
    )
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'.encode()
        + rows.replace("<", "<x:").replace("<x:/", "</x:").encode()
        + b"</x:sheetData></x:worksheet>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    (row,) = read(path).sheets[0].rows
    assert row.values == (
        2, "a", None, FormulaCell(), ErrorCell("#N/A"), ErrorCell("#REF!"), True, "sin dirección", "rico texto\n",
    )  # fmt: skip


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize("formula", [False, True])
def test_the_1904_date_system_gives_the_day_that_was_typed(tmp_path: Path, formula: bool) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = date(2026, 2, 12)
    if formula:
        sheet["B1"] = "=1"
    book.save(tmp_path / "mac.xlsx")
    assert read(tmp_path / "mac.xlsx").sheets[0].cell(1, 1) == date(2026, 2, 12)


@pytest.mark.parametrize(
    ("saved", "day"),
    [
        ("2026-06-01T04:59:00Z", date(2026, 5, 31)),  # what office programs write is UTC
        ("2026-06-01T05:00:00Z", date(2026, 6, 1)),
        ("2026-06-01T23:30:00-05:00", date(2026, 6, 1)),
        ("2026-06-01T23:30:00.123456789", date(2026, 6, 1)),
        ("2026-06-01", date(2026, 6, 1)),
    ],
)
def test_the_day_on_which_a_workbook_was_saved_is_lima_s(saved: str, day: date, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "Compromiso"
    book.save(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as plain, zipfile.ZipFile(tmp_path / "tarde.xlsx", "w") as late:
        for name in plain.namelist():
            part = re.sub(rb"(modified[^>]*>)[^<]+", rb"\g<1>" + saved.encode(), plain.read(name), count=1)
            late.writestr(name, part)
    assert read(tmp_path / "tarde.xlsx").modified == day


def test_a_date_before_the_calendar_is_the_error_that_the_sheet_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for place, number in (("A1", -5), ("A2", 3_000_000)):
        sheet[place] = number
        sheet[place].number_format = "dd/mm/yyyy"
    book.save(tmp_path / "antes.xlsx")
    read_sheet = read(tmp_path / "antes.xlsx").sheets[0]
    assert (read_sheet.cell(1, 1), read_sheet.cell(2, 1)) == (ErrorCell("#####"), ErrorCell("#####"))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("dd/mm/yyyy", "d"), ("General", ""), ("0.00", ""), ('"día" 0', ""), ("#,##0.00", ""), ("[h]:mm", "e"),
        ("mm:ss.0", "d"), ('d" de "mmmm', "d"), ("[Red]0", ""), ('"S/" #,##0.00', ""), ("@", ""),
        ("yyyy\\-mm\\-dd", "d"),
        ("h:mm AM/PM", "d"), ("0%", ""), ("0.00E+00", ""), ("[$-280A]dddd;@", "d"), ("[$S/-280A] #,##0.00", ""),
    ],
)  # fmt: skip
def test_a_number_format_is_told_to_be_a_date_or_not(code: str, kind: str) -> None:
    assert date_format(code) == kind


def test_day_numbers_become_days() -> None:
    assert from_serial(46_065, date1904=False) == date(2026, 2, 12)
    assert from_serial(1, date1904=False) == date(1900, 1, 1)
    assert from_serial(61, date1904=False) == date(1900, 3, 1)
    assert from_serial(0.25, date1904=False) == time(6)
    assert from_serial(46_065.4375, date1904=False) == datetime(2026, 2, 12, 10, 30)
    assert from_serial(1.25, date1904=False, elapsed=True) == "30:00:00"
    assert from_serial(-1, date1904=False) == ErrorCell("#####")


def xlsb_record(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(body)]) + body


def test_errors_of_a_binary_workbook_are_found_at_their_places() -> None:
    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    sheet = xlsb_record(0, struct.pack("<I", 6) + bytes(13)) + xlsb_record(3, struct.pack("<II", 2, 0) + b"\x2a")
    sheet += xlsb_record(0, struct.pack("<I", 9) + bytes(13)) + xlsb_record(11, struct.pack("<II", 0, 0) + b"\x07\0\0")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.bin", xlsb_record(156, bytes(8) + wide("rId1") + wide("Datos")))
        archive.writestr(
            "xl/_rels/workbook.bin.rels", '<R><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></R>'
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        found = error_cells.in_xlsb(archive)
    assert found == {"Datos": {7: {3: ErrorCell("#N/A")}, 10: {1: ErrorCell("#DIV/0!")}}}


# --- text with delimiters ---------------------------------------------------------------------------------------


def text_file(tmp_path: Path, data: bytes, name: str = "t.csv") -> Sheet:
    path = tmp_path / name
    path.write_bytes(data)
    return read(path).sheets[0]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_its_own_encoding(tmp_path: Path, coding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(coding, b"")
    sheet = text_file(tmp_path, mark + "N°;Señor\r\n1;Ñahui\r\n".encode(coding))
    assert [row.values for row in sheet.rows] == [("N°", "Señor"), ("1", "Ñahui")]


def test_tabs_make_a_tsv_and_the_sheet_has_the_file_s_name(tmp_path: Path) -> None:
    path = tmp_path / "matriz.tsv"
    path.write_text("a\tb, c\n1\t2\n", encoding="utf-8")
    workbook = read(path)
    assert (workbook.kind, workbook.sheets[0].name) == ("tsv", "matriz")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b;c\n1;2;3\n", ";"), ("a,b;c\n", ";"), ("a,b,c\n1,2,3\n", ","), ("a|b\n1|2\n", "|"), ("solo\n", ""),
        ("MATRIZ, 2026\nN°;TEXTO;PLAZO\n1;uno, dos, tres, cuatro;x\n2;uno;y\n", ";"),
        ('"a,b";"c,d,e"\n"f,g";"h\n,,,i"\n', ";"), ("sep=|\na;b|c\n", "|"),
    ],
)  # fmt: skip
def test_the_delimiter_is_counted_outside_quotes_and_a_tie_is_a_semicolon(text: str, delimiter: str) -> None:
    assert delimited.cells(text)[0] == delimiter


def test_a_quote_that_is_never_closed_does_not_swallow_a_long_file() -> None:
    text = 'a;"b\n' + "1;2\n" * 400_000
    assert len(delimited.cells(text)[1]) == 400_001


def test_a_quote_that_is_never_closed_does_not_swallow_the_rows_below_it() -> None:
    text = '1;"Wawateca" nueva;GDH\n2;"Wawateca de Comas;GDH\n3;"Rampas";GDU\n4;Otra cosa;GDU\n'
    rows = delimited.cells(text)[1]
    assert [row[1] for row in rows] == ['"Wawateca" nueva', '"Wawateca de Comas', "Rampas", "Otra cosa"]


def test_errors_in_text_are_errors_in_either_language(tmp_path: Path) -> None:
    sheet = text_file(tmp_path, "a;b;c\n1;#N/A;#¡VALOR!\n".encode())
    assert sheet.rows[1].values == ("1", ErrorCell("#N/A"), ErrorCell("#¡VALOR!"))


def test_rows_keep_their_numbers_across_blank_lines(tmp_path: Path) -> None:
    sheet = text_file(tmp_path, b"a;b\n\n;;\n1;2\n")
    assert [row.number for row in sheet.rows] == [1, 4]


TEXT = st.text(alphabet=st.sampled_from("aé1 ;,|\t\"'\nñ"), max_size=12)
tried = {"quoted": 0, "all": 0}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    rows=st.integers(3, 6).flatmap(lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width), min_size=2)),
    delimiter=st.sampled_from(delimited.DELIMITERS),
)
def test_what_is_written_with_any_delimiter_and_quoting_comes_back(rows: list[list[str]], delimiter: str) -> None:
    # Texts that hold other delimiters are quoted, as every program does whose own settings could differ.
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    text = target.getvalue()
    found, cells = delimited.cells(delimited.decoded(text.encode()))
    tried["all"] += 1
    tried["quoted"] += any(mark in cell for row in rows for cell in row for mark in ';,|\t"\n')
    assert found == delimiter
    assert cells == rows


def test_the_round_trips_really_tried_delimiters_inside_the_cells() -> None:
    test_what_is_written_with_any_delimiter_and_quoting_comes_back()
    assert tried["quoted"] > 50


# --- the child ---------------------------------------------------------------------------------------------------


def test_the_child_starts_without_our_heavy_libraries(tmp_path: Path) -> None:
    words = reading.command(DEFAULT)
    place = words.index("-c") + 1
    code = "import sys; n = int(sys.argv[1]); sys.path[:0] = sys.argv[2:2 + n];"
    code += "import ecd_desktop.exchange.reader_child; print(' '.join(sys.modules))"
    told = subprocess.run([*words[:place], code, *words[place + 1 :]], capture_output=True, text=True, check=True)
    heavy = {"PySide6", "sqlalchemy", "openpyxl", "reportlab", "gettext", "ecd_desktop.language", "db"}
    assert "ecd_desktop.exchange.reader_child" in told.stdout
    assert not heavy & set(told.stdout.split())


def test_a_frozen_program_becomes_its_own_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    words = reading.command(DEFAULT)
    assert words[:2] == [sys.executable, "--read-workbook"]
    assert all(word.isdigit() for word in words[2:])


def test_the_child_is_told_nothing_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zipfile.py").write_text("raise SystemExit('taken over')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert read(SAMPLES / "directorio_actores.xlsx").sheets


@pytest.mark.skipif(os.name == "nt", reason="POSIX limits")
def test_the_child_s_limits_are_in_force() -> None:
    words = reading.command(DEFAULT)
    place = words.index("-c") + 1
    code = (
        "import sys, resource; n = int(sys.argv[1]); sys.path[:0] = sys.argv[2:2 + n];"
        "from ecd_desktop.exchange.reader_child import confine; from ecd_desktop.exchange.preflight import DEFAULT;"
        "confine(DEFAULT); print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    told = subprocess.run([*words[:place], code, *words[place + 1 :]], capture_output=True, text=True, check=True)
    assert told.stdout.split() == [str(DEFAULT.memory), "20"]


# --- addresses and texts -----------------------------------------------------------------------------------------


def test_addresses_are_those_of_the_spreadsheet() -> None:
    assert [address(1, 1), address(21, 8), address(7, 27), address(1_048_576, 16_384)] == [
        "A1",
        "H21",
        "AA7",
        "XFD1048576",
    ]
    assert all(column_number(address(1, n)[:-1]) == n for n in range(1, 16_385))


def test_a_row_knows_its_columns_side_by_side_or_far_apart() -> None:
    near, far = Row(3, range(2, 4), ("a", None)), Row(3, (1, 900), ("a", "b"))
    assert (near.at(1), near.at(2), near.at(3), near.at(4)) == (None, "a", None, None)
    assert (far.at(1), far.at(2), far.at(900)) == ("a", None, "b")
    assert list(near.filled()) == [(2, "a")]


def test_texts_are_tidied_at_the_ends_only_and_folded_for_comparing() -> None:
    assert tidy("\u00a0\u200b Gerencia  de\nMovilidad \ufeff") == "Gerencia  de\nMovilidad"
    assert folded(" PROYECTO /\u00a0 INTERVENCIÓN ") == "proyecto / intervencion"


def test_an_unreadable_part_names_its_code() -> None:
    assert Unreadable("damaged").code == "damaged"
