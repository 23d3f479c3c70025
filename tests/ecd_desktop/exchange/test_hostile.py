"""Files made to do harm, or broken on the way: each is read or refused by name, cheaply."""

from __future__ import annotations

import io
import os
import random
import signal
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest

from ecd_desktop.errors import Expected
from ecd_desktop.exchange import reading
from ecd_desktop.exchange.preflight import MEGABYTE, Limits
from ecd_desktop.exchange.reading import read
from ecd_desktop.exchange.workbook import Workbook
from ecd_desktop.language import in_language

SAMPLES = Path(__file__).parents[3] / "resources" / "samples"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CEILING = 512 * MEGABYTE


TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES = f"""<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>
</Types>"""


def parts_of(rows: str, *, main: str = MAIN, links: str = LINKS) -> dict[str, str]:
    """The parts of a workbook with one sheet "Hoja" whose sheetData is ``rows``."""

    def relation(kind: str, target: str) -> str:
        link = f'<Relationship Id="rId1" Type="{links}/{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{PACKAGE}">{link}</Relationships>'

    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
        '<sheet name="Hoja" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }


def write(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


TWO = f'<row r="1">{text_cell("A1", "uno")}</row><row r="2"><c r="B2"><v>2</v></c></row>'


def refusal_of(path: Path, **limits: float) -> Expected:
    with in_language("en"), pytest.raises(Expected) as caught:
        read(path, limits=Limits(**limits))  # type: ignore[arg-type]
    assert caught.value.message.startswith(path.name)
    assert "Nothing was changed" in caught.value.message
    assert caught.value.remedy
    return caught.value


def children(process: psutil.Process) -> list[psutil.Process]:
    """The processes begun by one, and by those; not the database server that other tests of this run may use."""
    found = []
    for one in process.children(recursive=True):
        with suppress(psutil.Error):  # it has gone meanwhile
            if not one.name().startswith(("postgres", "setpriv")):
                found.append(one)
    return found


def watched(action: Callable[[], object]) -> tuple[object, int]:
    """(what the action gave, peak bytes of this process's growth and of the children that it began)."""
    import threading

    here = psutil.Process()
    own = here.cmdline()
    others = set(children(here))  # a speller, or what else the tests before this one left
    before = here.memory_info().rss
    peak = 0
    stop = threading.Event()

    def look() -> None:
        nonlocal peak
        while not stop.is_set():
            total = here.memory_info().rss - before
            for child in set(children(here)) - others:
                try:
                    if child.cmdline() != own:  # a child not yet begun has our memory, and our name
                        total += child.memory_info().rss
                except psutil.Error:
                    continue
            peak = max(peak, total)
            time.sleep(0.005)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        outcome = action()
    except Expected as refused:
        outcome = refused
    finally:
        stop.set()
        thread.join()
    return outcome, peak


def test_a_zip_bomb_is_refused_by_its_ratio_before_it_is_unpacked(tmp_path: Path) -> None:
    parts = parts_of(TWO)
    parts["xl/media.xml"] = " " * (60 * MEGABYTE)
    outcome, peak = watched(lambda: refusal_of(write(tmp_path / "bomba.xlsx", parts)))
    assert isinstance(outcome, Expected)
    assert "unpacks to 60 MB" in outcome.message
    assert peak < CEILING


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "mentira.xlsx", parts_of(TWO) | {"xl/extra.xml": " " * (40 * MEGABYTE)})
    data = bytearray(path.read_bytes())
    size = struct.pack("<I", 40 * MEGABYTE)
    assert data.count(size) >= 1
    path.write_bytes(bytes(data).replace(size, struct.pack("<I", 1000)))
    outcome, peak = watched(lambda: refusal_of(path))
    assert isinstance(outcome, Expected)
    assert peak < CEILING


def test_more_than_five_thousand_parts_are_refused(tmp_path: Path) -> None:
    parts = parts_of(TWO) | {f"xl/x{n}.xml": "<a/>" for n in range(5_001)}
    assert "parts" in refusal_of(write(tmp_path / "muchas.xlsx", parts)).message


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_billion_laughs_are_refused_wherever_they_stand(tmp_path: Path, part: str, coding: str) -> None:
    laughs = '<!DOCTYPE l [<!ENTITY a "ja"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    parts = parts_of(TWO)
    text = laughs + parts.get(part, "<styleSheet/>")
    path = tmp_path / "risas.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, other in (parts | {part: ""}).items():
            archive.writestr(name, text.encode(coding) if name == part else other)
    assert "declares entities" in refusal_of(path).message


def compound_file(*streams: str) -> bytes:
    """A compound file (OLE2) whose directory names these streams; their contents are zeros."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<7I", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE)
    struct.pack_into("<110I", header, 72, 0, 0, *([0xFFFFFFFF] * 108))
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *([0xFFFFFFFF] * 126))
    directory = b""
    for name, kind in (("Root Entry", 5), *((stream, 2) for stream in streams)):
        entry = bytearray(128)
        coded = name.encode("utf-16-le") + b"\0\0"
        entry[: len(coded)] = coded
        struct.pack_into("<HB", entry, 64, len(coded), kind)
        directory += entry
    return bytes(header) + fat + directory.ljust(512, b"\0")


def test_an_encrypted_workbook_is_said_to_have_a_password(tmp_path: Path) -> None:
    path = tmp_path / "clave.xlsx"
    path.write_bytes(compound_file("EncryptionInfo", "EncryptedPackage"))
    assert "password" in refusal_of(path).message


def test_a_zip_with_encrypted_members_is_said_to_have_a_password(tmp_path: Path) -> None:
    path = write(tmp_path / "clave.xlsx", parts_of(TWO))
    data = bytearray(path.read_bytes())
    place = -1
    while (place := data.find(b"PK\x01\x02", place + 1)) >= 0:
        data[place + 8] |= 1
    path.write_bytes(data)
    assert "password" in refusal_of(path).message


def test_a_text_document_is_named_as_one(tmp_path: Path) -> None:
    path = tmp_path / "acta.xls"
    path.write_bytes(compound_file("WordDocument"))
    assert "text document" in refusal_of(path).message


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused_as_incomplete(tmp_path: Path, share: float) -> None:
    whole = (SAMPLES / "matriz_compromisos_2026.xlsx").read_bytes()
    path = tmp_path / "cortado.xlsx"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert "incomplete or damaged" in refusal_of(path).message


def test_a_csv_renamed_as_xlsx_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "matriz.xlsx"
    path.write_text("N°;ACTA;FECHA\n1;001-2026;12/02/2026\n", encoding="utf-8")
    workbook = read(path)
    assert workbook.kind == "csv"
    assert workbook.sheets[0].rows[1].values == ("1", "001-2026", "12/02/2026")


def test_a_million_declared_rows_cost_nothing(tmp_path: Path) -> None:
    rows = TWO + "".join(f'<row r="{n}" ht="15"/>' for n in range(3, 1_048_577))
    outcome, peak = watched(lambda: read(write(tmp_path / "filas.xlsx", parts_of(rows))))
    assert isinstance(outcome, Workbook)
    assert [row.number for row in outcome.sheets[0].rows] == [1, 2]
    assert peak < CEILING


def test_a_million_rows_of_styled_blanks_cost_nothing(tmp_path: Path) -> None:
    rows = TWO + "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(3, 600_000))
    outcome, peak = watched(lambda: read(write(tmp_path / "vacias.xlsx", parts_of(rows))))
    assert isinstance(outcome, Workbook)
    assert len(outcome.sheets[0].rows) == 2
    assert peak < CEILING


def test_a_cell_in_the_last_corner_is_read_at_its_address(tmp_path: Path) -> None:
    rows = TWO + f'<row r="1048576">{text_cell("XFD1048576", "lejos")}</row>'
    outcome, peak = watched(lambda: read(write(tmp_path / "esquina.xlsx", parts_of(rows))))
    assert isinstance(outcome, Workbook)
    assert outcome.sheets[0].cell(1_048_576, 16_384) == "lejos"
    assert outcome.sheets[0].cell(1, 1) == "uno"
    assert peak < CEILING


def test_a_far_cell_that_stands_in_a_near_row_is_read_too(tmp_path: Path) -> None:
    rows = f'<row r="1">{text_cell("A1", "uno")}{text_cell("XFD1048576", "lejos")}</row>'
    workbook = read(write(tmp_path / "esquina.xlsx", parts_of(rows)))
    assert workbook.sheets[0].cell(1_048_576, 16_384) == "lejos"


@pytest.mark.parametrize("place", ["A1048577", "XFE1", "A0", "ÑÑ1", "1A", "A99999999999"])
def test_a_cell_outside_the_sheet_is_a_damaged_file(tmp_path: Path, place: str) -> None:
    refusal_of(write(tmp_path / "fuera.xlsx", parts_of(f'<row r="1">{text_cell(place, "x")}</row>')))


def test_strict_ooxml_is_read_with_its_dates(tmp_path: Path) -> None:
    rows = TWO + '<row r="3"><c r="A3" t="d"><v>2026-02-12</v></c><c r="B3" t="d"><v>2026-02-12T10:30:00</v></c></row>'
    parts = parts_of(
        rows,
        main="http://purl.oclc.org/ooxml/spreadsheetml/main",
        links="http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    sheet = read(write(tmp_path / "estricto.xlsx", parts)).sheets[0]
    assert (sheet.cell(1, 1), sheet.cell(2, 2), sheet.cell(3, 1)) == ("uno", 2, date(2026, 2, 12))
    assert str(sheet.cell(3, 2)) == "2026-02-12 10:30:00"


@pytest.mark.parametrize("dimension", ["", '<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>'])
def test_a_missing_or_lying_dimension_loses_nothing(tmp_path: Path, dimension: str) -> None:
    parts = parts_of(TWO)
    sheet = parts["xl/worksheets/sheet1.xml"].replace("<sheetData>", dimension + "<sheetData>")
    outcome, peak = watched(
        lambda: read(write(tmp_path / "d.xlsx", parts | {"xl/worksheets/sheet1.xml": sheet}))
    )
    assert isinstance(outcome, Workbook)
    assert [row.values for row in outcome.sheets[0].rows] == [("uno",), (2,)]
    assert peak < CEILING


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "doble.xlsx", parts_of(TWO))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/worksheets/Sheet1.xml", "<worksheet/>")
    assert "two parts of the same name" in refusal_of(path).message


def test_more_cells_than_the_limit_are_refused_by_number(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 2_001))
    path = write(tmp_path / "grande.xlsx", parts_of(rows))
    assert "1000 cells" in refusal_of(path, cells=1_000).message
    slow = write(tmp_path / "formulas.xlsx", parts_of(rows + '<row r="2001"><c r="A2001"><f>1</f></c></row>'))
    assert "1000 cells" in refusal_of(slow, cells=1_000).message


def test_two_million_cells_stay_within_the_memory(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}"><v>{n}.5</v></c>' for c in "ABCDEFGHIJ") + "</row>"
        for n in range(1, 200_001)
    )
    path = write(tmp_path / "millones.xlsx", parts_of(rows))
    outcome, peak = watched(lambda: read(path, limits=Limits(seconds=60)))
    assert isinstance(outcome, Workbook)
    assert sum(len(row.values) for row in outcome.sheets[0].rows) == 2_000_000
    assert peak < CEILING


def test_text_without_end_is_refused(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}">{text_cell(f"A{n}", random.Random(n).randbytes(9_000).hex())}</row>' for n in range(1, 200)
    )
    path = write(tmp_path / "texto.xlsx", parts_of(rows))
    assert "MB of text" in refusal_of(path, output=MEGABYTE).message


@pytest.mark.skipif(sys.platform != "linux", reason="the system must keep the limit on address space")
def test_a_child_that_runs_out_of_memory_or_aborts_is_a_sentence_here(tmp_path: Path) -> None:
    before = set(children(psutil.Process()))
    rows = "".join(f'<row r="{n}">{text_cell(f"A{n}", "x" * 1_000 + str(n))}</row>' for n in range(1, 40_000))
    path = write(tmp_path / "memoria.xlsx", parts_of(rows))
    for megabytes in (28, 40, 60):
        words = refusal_of(path, memory=megabytes * MEGABYTE, ratio=10_000).message
        assert "memory" in words or "reader stop" in words
    assert set(children(psutil.Process())) <= before  # other tests of this process may have begun some


def test_a_child_that_dies_without_a_word_is_a_sentence_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    abort = [sys.executable, "-c", 'import os; print(\'{"kind": "xlsx"}\', flush=True); os.abort()']
    monkeypatch.setattr(reading, "command", lambda _limits: abort)
    assert "made the reader stop" in refusal_of(write(tmp_path / "a.xlsx", parts_of(TWO))).message


@pytest.mark.parametrize("answer", [b"", b"[[1,1,", b'{"end": 0}', b"[[]]", b"5", b"\xff\xfe", b'{"sheet": 1}'])
def test_an_answer_that_makes_no_sense_is_a_sentence_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr(reading, "_ask_child", lambda *_: answer)
    assert "made the reader stop" in refusal_of(write(tmp_path / "a.xlsx", parts_of(TWO))).message


def test_a_child_that_takes_too_long_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def noted(*args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
        begun.append(start(*args, **kwargs))
        return begun[-1]

    monkeypatch.setattr(reading.subprocess, "Popen", noted)
    monkeypatch.setattr(reading, "command", lambda _limits: [sys.executable, "-c", "import time; time.sleep(3600)"])
    assert "could not be read in 1 s" in refusal_of(write(tmp_path / "lento.xlsx", parts_of(TWO)), seconds=1).message
    (child,) = begun
    assert child.returncode not in (0, None)  # it was killed, and is waited for
    assert child.returncode == -signal.SIGKILL or sys.platform == "win32"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("vacio.xlsx", b"", "is empty"),
        ("informe.xlsx", b"%PDF-1.7\n...", "is a PDF"),
        ("foto.xlsx", b"\x89PNG\r\n\x1a\n....", "is a picture"),
        ("base.xlsx", b"SQLite format 3\x00....", "is a database"),
        ("reporte.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "is a web page"),
        ("xml.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "is a web page"),
        ("nulos.csv", b"a;b\x00;c\n", "is not a workbook"),
        ("raro.csv", b"a;\x81\x8d\n", "letters cannot be made out"),
        ("prosa.xlsx", b"Estimada Milagros\nte envio la matriz\n", "is not a workbook"),
        ("ruido.xlsx", bytes(range(1, 256)) * 9, "is not a workbook"),
        ("otro.xlsx", None, "is not a workbook"),
        ("carta.xlsx", b"word", "is a text document"),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, name: str, data: bytes | None, words: str) -> None:
    path = tmp_path / name
    if data is None or data == b"word":
        write(path, {"word/document.xml" if data else "foto.txt": "x"})
    else:
        path.write_bytes(data)
    assert words in refusal_of(path).message


def test_a_missing_file_a_folder_and_a_file_in_use_are_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "was not found" in refusal_of(tmp_path / "nada.xlsx").message
    assert "is a folder" in refusal_of(tmp_path).message
    path = write(tmp_path / "abierto.xlsx", parts_of(TWO))

    def refused(*_: object, **__: object) -> io.BufferedReader:
        raise PermissionError(13, "sharing violation", str(path))

    monkeypatch.setattr(Path, "open", refused)
    assert "open in another program" in refusal_of(path).message


def test_a_file_that_is_saved_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "vivo.xlsx", parts_of(TWO))
    ask = reading._ask_child

    def meanwhile(*given: object) -> bytes:
        answer = ask(*given)  # type: ignore[arg-type]
        os.utime(path, (1, 1))
        return answer

    monkeypatch.setattr(reading, "_ask_child", meanwhile)
    assert "being saved" in refusal_of(path).message


def test_two_hundred_damaged_copies_are_each_read_or_refused() -> None:
    """Seeded bit flips and cuts, read in this process as the child reads them: nothing but our own refusal escapes."""
    from ecd_desktop.exchange.preflight import DEFAULT, Unreadable
    from ecd_desktop.exchange.reader_child import Writer
    from ecd_desktop.exchange.reader_child import read as read_here

    chance = random.Random(2026)
    whole = (SAMPLES / "matriz_compromisos_2026.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    outcomes = {"read": 0, "refused": 0}
    for turn in range(200):
        if turn % 2:
            data = bytearray(whole)
            for _flip in range(chance.randint(1, 8)):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        else:
            # Bits flipped inside a part and packed again: the checksum is right, what it says is not.
            name = chance.choice(["xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"])
            part = bytearray(members[name])
            for _flip in range(chance.randint(1, 4)):
                part[chance.randrange(len(part))] ^= 1 << chance.randrange(8)
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for other, content in members.items():
                    archive.writestr(other, bytes(part) if other == name else content)
            data = bytearray(packed.getvalue())
        try:
            read_here(io.BytesIO(bytes(data)), Writer(io.BytesIO(), DEFAULT), DEFAULT)
            outcomes["read"] += 1
        except Unreadable:
            outcomes["refused"] += 1
    assert outcomes["read"] > 20
    assert outcomes["refused"] > 80


def test_ten_damaged_copies_through_the_child_are_each_a_workbook_or_a_sentence(tmp_path: Path) -> None:
    chance = random.Random(7)
    whole = (SAMPLES / "directorio_actores.xlsx").read_bytes()
    for turn in range(10):
        data = bytearray(whole)
        for _flip in range(chance.randint(1, 30)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path = tmp_path / f"{turn}.xlsx"
        path.write_bytes(data)
        try:
            told = read(path).name
        except Expected as refused:
            told = refused.message
        assert told.startswith(path.name)


@pytest.mark.parametrize(("columns", "rows"), [(16_000, 1_048_000), (1, 1_048_000), (16_000, 1)])
def test_a_far_cell_of_an_open_document_is_read_or_refused_by_name(tmp_path: Path, columns: int, rows: int) -> None:
    far = (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell/></table:table-row><table:table-row>'
        f'<table:table-cell table:number-columns-repeated="{columns}"/><table:table-cell office:value-type="string">'
        "<text:p>lejos</text:p></table:table-cell></table:table-row>"
    )
    source = Path(__file__).parents[2] / "data" / "exchange" / "formatos.ods"
    path = tmp_path / "lejos.ods"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"</table:table>", far.encode() + b"</table:table>", 1))
    outcome, peak = watched(lambda: read(path))
    assert isinstance(outcome, Workbook | Expected)
    if isinstance(outcome, Workbook):
        assert "lejos" in [row.values[-1] for row in outcome.sheets[0].rows[-2:]]
    assert peak < CEILING


def test_a_panic_inside_the_parser_is_a_refusal_of_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    from ecd_desktop.exchange import reader_child

    class PanicException(BaseException):
        pass

    def panic(*_: object) -> None:
        raise PanicException

    said: list[str] = []
    monkeypatch.setattr(reader_child, "confine", lambda _limits: None)
    monkeypatch.setattr(reader_child, "read", panic)
    monkeypatch.setattr(reader_child.Writer, "refuse", lambda _self, code, _values: said.append(code))
    monkeypatch.setattr("builtins.open", lambda *_given, **_named: io.BytesIO())
    reader_child.main(["1"] * 7)
    assert said == ["crashed"]
