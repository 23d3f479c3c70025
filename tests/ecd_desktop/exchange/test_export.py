"""A department's workbook: what it holds, what it never holds, and that the log knows every value handed out."""

import json
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from db import exchange_log
from db.fields import Key
from db.records import ActionItem
from db.records.base import fields_of
from db.store import Store
from ecd_desktop.errors import Expected
from ecd_desktop.exchange import export, keys, sheets
from tests.ecd_desktop.exchange.handed_out import CANARY, FORMULA, MAIL, PHONE, TODAY, Office, exported, office

PROMISED = {f"COM-2026-90{n}" for n in (1, 2, 3, 4, 5, 9)}


@pytest.fixture
def handed(sqlite_store: Store, tmp_path: Path) -> tuple[Office, export.Exported, Workbook]:
    made = office(sqlite_store)
    done = exported(sqlite_store, tmp_path / "Compromisos_GFS.xlsx", language="en")
    return made, done, load_workbook(done.path)


def rows_of(book: Workbook) -> dict[str, dict[str, Any]]:
    """The rows with a code, by code; cells by heading."""
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    rows = [{h: c.value for h, c in zip(heads, row, strict=True)} for row in sheet.iter_rows(min_row=2)]
    return {row["Code"]: row for row in rows if row["Code"]}


def everything(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def test_it_holds_the_units_commitments_and_those_of_its_predecessors(handed: Any) -> None:
    _made, done, book = handed
    rows = rows_of(book)
    assert set(rows) == PROMISED
    assert done.rows == len(PROMISED)
    assert done.drafts == 1
    assert done.recipient == "GFS"


def test_live_ones_come_first_by_due_date_and_closed_ones_can_stay_behind(handed: Any, sqlite_store: Store) -> None:
    order = [code[-1] for code in rows_of(handed[2])]
    assert order == ["1", "2", "3", "9", "4", "5"]
    short = exported(sqlite_store, handed[1].path, closed=False, language="en")
    assert [code[-1] for code in rows_of(load_workbook(short.path))] == ["1", "2", "3", "9"]


@pytest.mark.parametrize("wanted", ["gfs", "GFL", "Gerencia ficticia de  LUZ", "oficina ficticia de faroles"])
def test_a_unit_is_known_by_acronym_or_name_also_by_those_of_its_predecessors(
    sqlite_store: Store, tmp_path: Path, wanted: str
) -> None:
    office(sqlite_store)
    done = exported(sqlite_store, tmp_path / "x", unit=wanted)
    assert (done.recipient, done.rows, done.path.name) == ("GFS", len(PROMISED), "x.xlsx")


def test_an_unknown_unit_is_a_sentence_that_names_those_with_commitments(sqlite_store: Store, tmp_path: Path) -> None:
    office(sqlite_store)
    with pytest.raises(Expected) as refused:
        exported(sqlite_store, tmp_path / "x.xlsx", unit="XYZ", language="en")
    assert "XYZ" in refused.value.message
    assert "GFS" in refused.value.remedy
    with pytest.raises(Expected):
        exported(sqlite_store, tmp_path / "x.xlsx", unit=Key(int=5))
    with pytest.raises(Expected):
        exported(sqlite_store, tmp_path / "x.xls")
    assert list(tmp_path.glob("*.xls*")) == []
    with sqlite_store.reading() as session:
        assert exchange_log.sent(session) == []


def test_all_units_go_into_one_workbook_when_none_is_named(sqlite_store: Store, tmp_path: Path) -> None:
    office(sqlite_store)
    done = exported(sqlite_store, tmp_path / "all.xlsx", unit=None)
    assert (done.rows, done.recipient) == (len(PROMISED) + 1, "")


def test_no_internal_task_and_no_internal_note_is_anywhere_in_the_file_or_the_log(
    sqlite_store: Store, tmp_path: Path
) -> None:
    office(sqlite_store)
    for unit in ("GFS", "EFP", None):
        done = exported(sqlite_store, tmp_path / f"{unit}.xlsx", unit=unit, personal="Coordinar la visita")
        assert CANARY.encode() not in everything(done.path)
        assert CANARY.encode() not in done.path.read_bytes()
        with sqlite_store.reading() as session:
            assert CANARY not in json.dumps(exchange_log.handed_out(session, done.export_id))


def test_telephone_and_mail_leave_only_for_a_purpose_which_is_logged(sqlite_store: Store, tmp_path: Path) -> None:
    office(sqlite_store)
    plain = exported(sqlite_store, tmp_path / "plain.xlsx")
    assert PHONE.encode() not in everything(plain.path)
    assert MAIL.encode() not in everything(plain.path)
    with pytest.raises(Expected):
        exported(sqlite_store, tmp_path / "no.xlsx", personal="  ")
    full = exported(sqlite_store, tmp_path / "full.xlsx", personal="Coordinar la visita", language="en")
    row = rows_of(load_workbook(full.path))["COM-2026-901"]
    assert (row["Telephone"], row["E-mail"]) == (PHONE, MAIL)
    with sqlite_store.reading() as session:
        assert [entry.purpose for entry in exchange_log.sent(session)] == ["Coordinar la visita", None]


def test_values_are_of_their_kind(handed: Any) -> None:
    row = rows_of(handed[2])["COM-2026-901"]
    assert row["Due date"] == datetime(2026, 5, 15)
    assert row["Original due date"] == datetime(2026, 4, 30)
    assert row["Progress (%)"] == 0.58
    assert row["State"] == "In progress"
    assert row["Remarks"] == "Línea uno\nLínea dos"
    assert row["Traffic light"] == "R · Overdue"
    assert row["Days late (working)"] == 11
    assert row["Last progress (date – text)"] == "02/05/2026 – Plano revisado por el equipo"
    assert row["Origin"] == "ACTA N° 901-2026\n12/02/2026 · item 01"
    assert row["Responsible (unit – person)"] == "GFS – Ñusta Ficticia Róman"
    assert [row[name] for name in ("What was done", "Evidence", "Proposed new date", "Withdraw?")] == [None] * 4
    formats = {cell.value: column[1].number_format for column in handed[2].worksheets[0].columns for cell in column[:1]}
    assert formats["Due date"] == formats["Proposed new date"] == "dd/mm/yyyy"
    assert (formats["Progress (%)"], formats["Code"], formats["Evidence"]) == ("0%", "@", "@")


def test_the_text_that_looks_like_a_formula_is_still_text(handed: Any) -> None:
    _office, done, book = handed
    cell = next(c for c in book.worksheets[0]["C"] if c.value == FORMULA)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    read = CalamineWorkbook.from_path(str(done.path)).get_sheet_by_index(0).to_python()
    assert FORMULA in [row[2] for row in read]
    assert re.search(rb"<f[ >/]", everything(done.path)) is None


def test_every_row_has_its_own_key_hidden_and_checking_itself(handed: Any) -> None:
    made, done, book = handed
    sheet = book.worksheets[0]
    assert (sheet["A1"].value, sheet.column_dimensions["A"].hidden) == ("_key", True)
    read = [keys.read(cell.value) for cell in sheet["A"][1:]]
    assert all(key is not None and key.export == keys.export_mark(done.export_id) for key in read)
    records = [key.record for key in read if key]
    assert len(set(records)) == len(records) == done.rows + sheets.SPARE
    codes = {cell.value: key.record for cell, key in zip(sheet["B"][1:], read, strict=True) if cell.value and key}
    assert codes == {code: made.items[code] for code in PROMISED}


def test_twenty_spare_rows_are_empty_and_their_minted_keys_are_logged(handed: Any, sqlite_store: Store) -> None:
    _office, done, book = handed
    spare = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=2 + done.rows)]
    assert [row[1:] for row in spare] == [[None] * (len(spare[0]) - 1)] * 20
    minted = [str(key.record) for row in spare if (key := keys.read(row[0]))]
    with sqlite_store.reading() as session:
        logged = exchange_log.handed_out(session, done.export_id)
    assert logged is not None
    assert logged[1] == minted


def test_the_export_log_knows_exactly_what_the_sheet_holds(store: Store, tmp_path: Path) -> None:
    made = office(store)
    done = exported(store, tmp_path / "Compromisos.xlsx", language="en")
    with store.reading() as session:
        entry = exchange_log.sent(session)[0]
        logged = exchange_log.handed_out(session, done.export_id)
    assert (entry.id, entry.kind, entry.recipient, entry.name) == (done.export_id, "workbook", "GFS", done.path.name)
    assert entry.state == "out"
    assert logged is not None
    values = logged[0]["action_items"]
    book = load_workbook(done.path)
    shown = rows_of(book)
    assert set(values) == {str(made.items[code]) for code in shown}
    fields = fields_of(ActionItem)
    by_field = {column.field: column for column in sheets.ACTION_ITEMS.columns if column.field}
    compared = 0
    for code, row in shown.items():
        for name, canonical in values[str(made.items[code])].items():
            value, cell = fields[name].load(canonical), row[by_field[name].heading]
            if name == "progress":
                value /= 100
            elif isinstance(value, date):
                value = datetime(value.year, value.month, value.day)
            assert cell == getattr(value, "label", value)
            compared += 1
    assert compared == len(PROMISED) * len(by_field)
    # the copy inside the workbook, for when the log is lost
    base = list(book["_base"].iter_rows(values_only=True))
    heads = list(base[0][1:])
    for line in base[1:]:
        key = keys.read(line[0])
        assert key is not None
        told = dict(zip(heads, line[1:], strict=True))
        assert {name: value for name, value in told.items() if not name.startswith("shown.")} == values[str(key.record)]
    assert len(base) == 1 + len(values)
    assert store.verify() == []


def test_the_file_says_which_export_it_is_in_four_places(handed: Any, sqlite_store: Store) -> None:
    _office, done, book = handed
    meta = dict(book["_meta"].iter_rows(values_only=True))
    assert meta["export"] == str(done.export_id)
    assert meta["database"] == str(sqlite_store.identity.db_id)
    assert meta["export_mark"] == keys.export_mark(done.export_id)
    assert [(item.name, item.value) for item in book.custom_doc_props.props] == [("ecd_export", str(done.export_id))]
    assert book.defined_names["ecd_export"].attr_text == f'"{done.export_id}"'
    heads = {cell.value: cell.coordinate for cell in book.worksheets[0][1]}
    for column in sheets.ACTION_ITEMS.shown(personal=False):
        place = book.defined_names[f"ecd_col_{column.name}"].attr_text.replace("$", "")
        assert place == f"'Commitments'!{heads[meta[f'column.{column.name}']]}"


def test_it_is_a_table_that_can_be_sorted_filtered_and_printed(handed: Any) -> None:
    _office, done, book = handed
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Commitments", "visible"), ("Read me", "visible"), ("_base", "hidden"), ("_meta", "hidden"),
    ]  # fmt: skip
    sheet: Worksheet = book.worksheets[0]
    (table,) = sheet.tables.values()
    last = 1 + done.rows + sheets.SPARE
    assert table.ref == table.autoFilter.ref == f"A1:U{last}" == sheet.dimensions
    names = [column.name for column in table.tableColumns]
    assert names == [cell.value for cell in sheet[1]]
    assert len({name.casefold() for name in names}) == len(names)
    assert sheet.freeze_panes == "E2"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$B:$C")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.oddFooter.center.text == "Page &P of &N"
    assert not any(page.protection.sheet for page in book)
    assert b"rotection" not in everything(done.path)


def test_lists_and_limits_warn_and_do_not_forbid(handed: Any) -> None:
    _office, done, book = handed
    sheet = book.worksheets[0]
    heads = {cell.column_letter: cell.value for cell in sheet[1]}
    rules = {}
    for rule in sheet.data_validations.dataValidation:
        assert (rule.errorStyle, rule.showErrorMessage) == ("warning", True)
        (area,) = rule.sqref.ranges
        assert (area.min_row, area.max_row) == (2, 1 + done.rows + sheets.SPARE)
        rules[heads[area.coord[0]]] = (rule.type, rule.formula1)
    assert rules["State"] == ("list", '"Pending,In progress,Done (to verify)"')
    assert rules["Withdraw?"] == ("list", '"Yes"')
    assert rules["Progress (%)"][0] == "decimal"
    assert rules["Due date"][0] == rules["Proposed new date"][0] == "date"


def test_the_receivers_columns_are_tinted_and_the_context_is_grey(handed: Any) -> None:
    _office, done, book = handed
    sheet = book.worksheets[0]
    tint = {cell.value: sheet.cell(2, cell.column).fill.start_color.rgb[-6:] for cell in sheet[1]}
    spare = {cell.value: sheet.cell(2 + done.rows, cell.column).fill.start_color.rgb[-6:] for cell in sheet[1]}
    theirs = {"State", "Progress (%)", "What was done", "Evidence", "Proposed new date", "Reason for the new date",
              "Remarks", "Withdraw?"}  # fmt: skip
    yellow = tint["State"]
    assert {name for name, colour in tint.items() if colour == yellow} == theirs
    assert {name for name, colour in spare.items() if colour == yellow} == {*theirs, "Commitment", "Due date"}
    first = [cell.value for cell in sheet[1]]
    assert first[1:4] == ["Code", "Commitment", "Due date"]
    assert first[-1] == "Withdraw?"
    # what identifies and what is answered fit one screen of 1366 pixels, at seven a digit, beside its edges
    width = sum(sheet.column_dimensions[cell.column_letter].width for cell in sheet[1][1:11])
    assert first[10] == "Remarks"
    assert width * 7 < 1366 - 80


def test_the_page_that_explains_says_what_until_when_where_and_whom(handed: Any, sqlite_store: Store) -> None:
    text = "\n".join(str(cell.value) for row in handed[2]["Read me"] for cell in row if cell.value)
    for words in ("Gerencia Ficticia de Sombra", "1 June 2026", "Monday, 8 June 2026", sqlite_store.who, "tinted",
                  "What was done", "Withdraw?", "personal data"):  # fmt: skip
        assert words in text
    assert "FICTI" not in text


def test_invented_data_says_so(sqlite_store: Store, tmp_path: Path) -> None:
    office(sqlite_store)
    with sqlite_store.change("Example", origin=f"example {exchange_log.FICTITIOUS}") as work:
        work.add(ActionItem(code="COM-2026-990", description="De ejemplo"))
    done = exported(sqlite_store, tmp_path / "x.xlsx", language="en")
    book = load_workbook(done.path)
    assert "DATOS FICTICIOS" in str(book["Read me"]["A2"].value)
    assert "DATOS FICTICIOS" in book.worksheets[0].oddHeader.right.text


def test_every_part_is_sound_xml_and_every_relation_leads_somewhere(handed: Any) -> None:
    done = handed[1]
    with zipfile.ZipFile(done.path) as archive:
        names = archive.namelist()
        assert len(set(names)) == len(names)
        assert archive.testzip() is None
        for name in names:
            root = ElementTree.fromstring(archive.read(name))
            if name.endswith(".rels"):
                folder = Path(name).parent.parent
                ids = [relation.get("Id") for relation in root]
                assert len(set(ids)) == len(ids)
                for relation in root:
                    target = relation.get("Target", "")
                    found = target.lstrip("/") if target.startswith("/") else (folder / target).as_posix()
                    assert found in names
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    places = [cell.get("r") for cell in sheet.iter(f"{space}c")]
    assert len(set(places)) == len(places)
    numbers = [int(row.get("r", "0")) for row in sheet.iter(f"{space}row")]
    assert numbers == list(range(1, 2 + done.rows + sheets.SPARE))


def test_a_unit_without_commitments_gets_the_spare_rows(sqlite_store: Store, tmp_path: Path) -> None:
    from db.records import Organisation

    with sqlite_store.change("Unit") as work:
        work.add(Organisation(name="Oficina Ficticia del Silencio", acronym="OFS"))
    done = exported(sqlite_store, tmp_path / "x.xlsx", unit="OFS")
    assert done.rows == 0
    assert load_workbook(done.path).worksheets[0].max_row == 21


def test_a_target_that_cannot_be_written_leaves_no_log_entry(sqlite_store: Store, tmp_path: Path) -> None:
    office(sqlite_store)
    (tmp_path / "folder.xlsx").mkdir()
    for target in (tmp_path / "folder.xlsx", tmp_path / "nowhere" / "x.xlsx"):
        with pytest.raises(Expected):
            exported(sqlite_store, target)
    with sqlite_store.reading() as session:
        assert exchange_log.sent(session) == []
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".xlsx"] == ["folder.xlsx"]


def test_a_log_that_refuses_leaves_no_file(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(sqlite_store)
    old = tmp_path / "x.xlsx"
    old.write_bytes(b"the file of last week")

    def refuse(**entry: Any) -> Key:
        raise Expected("The database did not answer.")

    monkeypatch.setattr(sqlite_store, "log_export", refuse)
    with pytest.raises(Expected):
        exported(sqlite_store, old)
    assert old.read_bytes() == b"the file of last week"
    assert [path.name for path in tmp_path.iterdir() if "x." in path.name] == ["x.xlsx"]


def test_names_to_offer_are_safe_and_say_what_is_inside() -> None:
    assert export.suggested_name("EMAPE", TODAY) == "Commitments_EMAPE_2026-06-01.xlsx"
    assert export.suggested_name("Junta: “Niños”/Ñ", TODAY) == "Commitments_Junta--“Niños”-Ñ_2026-06-01.xlsx"
    assert export.suggested_name("", TODAY) == "Commitments_2026-06-01.xlsx"


def test_headings_that_are_translated_alike_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    from ecd_desktop.exchange import workbook_shell

    monkeypatch.setattr(workbook_shell, "_", lambda message: "Sustento")
    said = workbook_shell.headings(sheets.ACTION_ITEMS.columns[:3])
    assert said == ["Sustento", "Sustento 2", "Sustento 3"]


@pytest.mark.parametrize("language", ["es", "en", "qps"])
def test_it_is_made_in_every_language_with_lists_that_fit(
    sqlite_store: Store, tmp_path: Path, language: str
) -> None:
    office(sqlite_store)
    done = exported(sqlite_store, tmp_path / "x.xlsx", language=language)
    book = load_workbook(done.path)
    meta = dict(book["_meta"].iter_rows(values_only=True))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]][1:] == [
        meta[f"column.{column.name}"] for column in sheets.ACTION_ITEMS.shown(personal=False)
    ]
    lists = [rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    words = [meta[f"word.state.{state}"] for state in ("pending", "in_progress", "done")]
    assert lists[0] == '"' + ",".join(words) + '"'
    read = {row[4] for row in sheet.iter_rows(min_row=2, max_row=4, values_only=True)}
    assert read <= set(words)
