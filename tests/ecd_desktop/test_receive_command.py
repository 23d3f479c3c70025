"""A department answers its workbook (domain.md §2.3), received without a window: diff, matrix, receipt, undo."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook

from db.queries import action_items
from db.queries.listing import Ask
from db.queries.traffic_light import Light
from db.records.action_items import State
from db.store import Store
from ecd_desktop.__main__ import main
from ecd_desktop.calendar import Calendar, clock
from ecd_desktop.exchange import sheets
from ecd_desktop.language import _, in_language
from ecd_desktop.services import action_items as progress
from tests.ecd_desktop.services.conftest import Desk

Said = Callable[..., tuple[int, str, str]]
DAY = "2021-06-15"
COUNTS = ("changed", "conflicts", "new", "removals", "unreadable", "missing", "held")


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], office_sqlite_url: str) -> Said:
    """``run("check")`` → exit code, stdout, stderr."""
    address = office_sqlite_url.removeprefix("sqlite:///")

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main(["--database", address, "--as-person", "Prueba Ficticia", "--today", DAY, *map(str, arguments)])
        said = capfd.readouterr()
        return code, said.out, said.err

    return call


def acta(url: str) -> None:
    """ACTA N° 012-2021: two commitments of GPV and two of EMAPE."""
    store = Store.open(url, who="Prueba Ficticia")
    desk = Desk(store)
    units = {unit["acronym"]: unit["id"] for unit in desk.all("organisations")}
    for unit, text in (("GPV", "Convocar a la junta"), ("GPV", "Difundir el taller"), ("EMAPE", "Pintar el cruce"),
                       ("EMAPE", "Señalizar la losa")):  # fmt: skip
        desk.item(description=text, unit_id=units[unit], agreed_on=date(2021, 6, 1), due_on=date(2021, 6, 30))
    store.close()


def answered(path: Path, **rows: dict[str, object]) -> Path:
    """The workbook with cells written over: code with "_" for "-" → name of the column → value."""
    with in_language("es"):
        names = {_(column.heading): column.name for column in sheets.ACTION_ITEMS.columns}
    book = load_workbook(path)
    sheet = next(one for one in book.worksheets if one.sheet_state == "visible" and one.tables)
    head: dict[str, int] = {}
    for line in sheet.iter_rows():
        said = {names[str(cell.value)]: cell.column for cell in line if str(cell.value) in names}
        head = head or (said if {"code", "state"} <= set(said) else {})
        code = str(sheet.cell(line[0].row, head["code"]).value) if head else ""
        for name, value in rows.get(code.replace("-", "_"), {}).items():
            sheet.cell(line[0].row, head[name]).value = value  # type: ignore[arg-type]
    target = path.with_name(f"devuelta_{path.name}")
    book.save(target)
    return target


def words_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_what_emape_answers_is_a_diff_of_one_row_and_amber_in_the_next_matrix(
    run: Said, office_sqlite_url: str, tmp_path: Path
) -> None:
    acta(office_sqlite_url)
    sent = tmp_path / "Compromisos_EMAPE_2021-06.xlsx"
    assert run("export", "action-items", "--for", "EMAPE", "--out", sent, "--language", "es")[0] == 0
    back = answered(
        sent, COM_2021_003={"state": "Cumplido", "progress": 1, "evidence": "Oficio 233-2021"},
        COM_2021_004={"state": "casi listo", "progress": 0.4},
    )  # fmt: skip
    code, out, err = run("receive", back, "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert {name: told[name] for name in COUNTS} == {
        "changed": 4, "conflicts": 0, "new": 0, "removals": 0, "unreadable": 1, "missing": 0, "held": 0,
    }  # fmt: skip
    assert {one["code"] for one in told["points"]["changed"]} == {"COM-2021-003", "COM-2021-004"}
    (wrong,) = told["points"]["unreadable"]
    assert wrong["at"].partition("!")[2][1:].isdigit()
    assert "casi listo" in wrong["reason"]
    receipt = tmp_path / "constancia.pdf"
    code, out, _err = run("receive", back, "--apply", "--receipt", receipt, "--json")
    assert json.loads(out)["applied"]["written"] == 4
    assert "casi listo" in words_of(receipt)
    matrix = tmp_path / "matriz.pdf"
    assert run("report", "commitments", "--out", matrix)[0] == 0
    printed = words_of(matrix)
    assert "EMAPE – Empresa Municipal Administradora de Peaje de Lima 2 · 1 1 1" in " ".join(printed.split())
    store = Store.open(office_sqlite_url, who="Prueba Ficticia")
    items = {item["code"]: item for item in Desk(store).all("action_items")}
    assert (items["COM-2021-003"]["state"], items["COM-2021-003"]["progress"]) == (State.DONE, 100)
    assert (items["COM-2021-004"]["state"], items["COM-2021-004"]["progress"]) == (State.IN_PROGRESS, 40)
    assert [one["description"] for one in Desk(store).all("evidence")] == ["Oficio 233-2021"]
    with store.reading() as session:
        rows = action_items.LISTING.all(session, Ask(clock=clock(date(2021, 6, 15), Calendar())))
    assert {row.code: row.why.light for row in rows}["COM-2021-003"] is Light.AMBER
    store.close()
    assert json.loads(run("receive", back, "--json")[1])["changed"] == 0  # the same file again
    assert "4 changes" in run("undo")[1]
    assert json.loads(run("receive", back, "--json")[1])["changed"] == 4
    assert run("check")[0] == 0


def test_what_both_sides_changed_waits_or_goes_as_it_is_preferred(
    run: Said, office_sqlite_url: str, tmp_path: Path
) -> None:
    acta(office_sqlite_url)
    sent = tmp_path / "EMAPE.xlsx"
    assert run("export", "action-items", "--for", "EMAPE", "--out", sent, "--language", "es")[0] == 0
    store = Store.open(office_sqlite_url, who="Rafael")
    item = next(one["id"] for one in Desk(store).all("action_items", code="COM-2021-003"))
    progress.report_progress(store, [item], on=date(2021, 6, 10), progress=20)
    store.close()
    back = answered(sent, COM_2021_003={"progress": 0.6, "remarks": "Falta la pintura"})
    code, out, _err = run("receive", back, "--apply", "--prefer", "ask", "--json")
    told = json.loads(out)
    assert (code, told["conflicts"], told["applied"]["written"], told["applied"]["left"]) == (0, 1, 1, 1)
    assert "Rafael" in told["points"]["conflicts"][0]["options"][1]["hint"]
    workbook = tmp_path / "constancia.xlsx"
    code, out, _err = run("receive", back, "--apply", "--prefer", "theirs", "--receipt", workbook)
    assert (code, "1 change was taken over." in out) == (0, True)
    cells = [str(cell.value) for line in load_workbook(workbook).active.iter_rows() for cell in line]  # type: ignore[union-attr]
    assert {"Taken over", "COM-2021-003", "Falta la pintura", "60\N{NO-BREAK SPACE}%"} <= set(cells)
    for wrong in (("--prefer", "ours"), ("--receipt", "x.pdf")):
        assert run("receive", back, *wrong)[0] == 2
    assert run("receive", tmp_path / "none.xlsx")[0] == 1
