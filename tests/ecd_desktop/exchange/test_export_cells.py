"""Whatever text a record holds arrives in the workbook as text, unchanged but for what a cell cannot hold."""

import re
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from db.records.base import new_key
from db.store import Store
from ecd_desktop.exchange import export
from ecd_desktop.exchange.sheet_writer import LONGEST, cell_text, lines_of, looks_like_formula, serial
from tests.ecd_desktop.exchange.handed_out import office, packed

NASTY = (
    "=SUM(1;2)", "=1+1", "+51 987", "-", "- guion", "@todos", "'apóstrofo", '"comillas"', "=HYPERLINK(\"x\")", "#N/A",
    "0821", "1-2", "3/4", "50%", "1e5", "TRUE", "00:15", "  adelante", "atrás  ", " ", "\t", "a\tb", "uno\ndos\n",
    "\n\n", "uno\r\ndos", "uno\rdos", "uno\vdos", "uno\fdos", "uno\x85dos", "uno\u2028dos\u2029tres", "\x00\x07nulo",
    "\x1b[31m", "_x0041_", "a_x000D_b", "_x005F_x0041_", "_x00", "<b>&amp;</b>", "]]>", "<!--", "&#10;", "é", "e\u0301",
    "ñandú Ñ", "😀👩‍👧", "\ud83d", "\udc00x", "\ufffe\uffff", "\ufeffbom", "\u00a0nbsp\u00a0", "\u200bcero", "ي ع",
    "\x7f", "\x9f", "x" * 5000, "línea\n" * 300,
)  # fmt: skip
ODD = st.sampled_from("=+-@'\"\n\r\v\t_x0<>&")
PIECES = st.text(st.one_of(st.characters(codec=None, max_codepoint=0xFFFF), st.characters(codec=None), ODD))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> export.Package:
    store = Store.open(f"sqlite:///{tmp_path_factory.mktemp('cells') / 'x.db'}", who="Prueba Ficticia")
    office(store)
    made = packed(store)
    store.close()
    return made


def written(package: export.Package, path: Path, texts: list[str]) -> Path:
    rows = [replace(package.rows[0], key=new_key(), description=text, remarks=text) for text in texts]
    export.write(path, replace(package, rows=tuple(rows)))
    return path


def cells(path: Path, name: str) -> list[object]:
    values = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    place = values[0].index(name)
    return [row[place] for row in values[1:]]


def test_more_than_four_hundred_texts_come_back_as_they_were(package: export.Package, tmp_path: Path) -> None:
    tried: set[str] = set()

    @settings(max_examples=20)
    @given(st.lists(PIECES, min_size=30, max_size=40, unique=True))
    def come_back(texts: list[str]) -> None:
        sent = [*texts, *NASTY]
        path = written(package, tmp_path / "nasty.xlsx", sent)
        expected = [cell_text(text) for text in sent]
        assert cells(path, "Commitment")[: len(sent)] == expected
        assert cells(path, "Remarks")[: len(sent)] == expected
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                ElementTree.fromstring(archive.read(part))
            assert re.search(rb"<f[ >/]", archive.read("xl/worksheets/sheet1.xml")) is None
        tried.update(sent)

    come_back()
    assert len(tried) >= 400


@cache
def _allowed() -> re.Pattern[str]:
    return re.compile("[\t\n\x20-\x7e\x80-\x84\x86-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


@given(st.text(st.characters(codec=None)))
def test_cleaning_keeps_what_xml_can_hold_and_is_done_once(text: str) -> None:
    clean = cell_text(text)
    assert _allowed().fullmatch(clean)
    assert cell_text(clean) == clean
    if _allowed().fullmatch(text):
        assert clean == text


def test_what_cleaning_does_is_what_it_says() -> None:
    assert cell_text("uno\vdos\ftres\r\ncuatro\rcinco") == "uno\ndos\ntres\ncuatro\ncinco"
    assert cell_text("uno\x85dos\u2028tres\u2029cuatro") == "uno\ndos\ntres\ncuatro"
    assert cell_text("a\x00\x07b\x7f") == "ab"
    assert cell_text("\ud83d!") == "\ufffd!"
    assert cell_text("  tal\tcual  ") == "  tal\tcual  "


def test_a_text_longer_than_a_cell_is_cut_with_a_mark_and_counted(package: export.Package, tmp_path: Path) -> None:
    rows = [
        replace(package.rows[0], key=new_key(), description=text)
        for text in ("a" * LONGEST, "b" * (LONGEST + 1), "😀" * 20_000, "corto")
    ]
    path = tmp_path / "long.xlsx"
    assert export.write(path, replace(package, rows=tuple(rows))) == 2
    whole, cut, pairs, short = cells(path, "Commitment")[:4]
    assert whole == "a" * LONGEST
    assert short == "corto"
    for text, character in ((cut, "b"), (pairs, "😀")):
        assert isinstance(text, str)
        assert text.endswith(" [… cut: too long for a cell]")
        assert LONGEST - 1 <= len(text.encode("utf-16-le")) // 2 <= LONGEST
        assert set(text.removesuffix(" [… cut: too long for a cell]")) == {character}


def test_what_looks_like_a_formula_keeps_its_quote_and_nothing_else_has_one(
    package: export.Package, tmp_path: Path
) -> None:
    path = written(package, tmp_path / "quoted.xlsx", [text for text in NASTY if cell_text(text)])
    sheet = load_workbook(path).worksheets[0]
    seen = {True: 0, False: 0}
    for row in sheet.iter_rows(min_row=2, max_row=1 + len(NASTY) - 2):
        for cell in row:
            if isinstance(cell.value, str):
                assert cell.data_type == "s"
                assert bool(cell.quotePrefix) == looks_like_formula(cell.value)  # type: ignore[attr-defined]
                seen[looks_like_formula(cell.value)] += 1
    assert min(seen.values()) >= 10


def test_days_are_counted_as_workbooks_count_them() -> None:
    from datetime import date

    assert serial(date(1900, 3, 1)) == 61
    assert serial(date(2026, 6, 1)) == 46174


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [("", 10, 1), ("corto", 10, 1), ("uno\ndos", 10, 2), ("uno dos tres", 7, 2), ("x" * 25, 10, 3), ("a b c d", 1, 4)],
)
def test_lines_are_counted_as_they_break(text: str, room: int, lines: int) -> None:
    assert lines_of(text, room) == lines
