"""A real LibreOffice opens the workbook that goes out, saves it, and everything that matters is still there."""

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from db.store import Store
from ecd_desktop.exchange import export, keys
from tests.ecd_desktop.exchange.handed_out import CANARY, FORMULA, Office, exported, office

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

pytestmark = [
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed on this machine"),
    pytest.mark.timeout(300),
]


def converted(path: Path, kind: str, folder: Path) -> Path:
    """``path`` opened by LibreOffice without a window and saved as another kind."""
    assert SOFFICE is not None
    profile = folder / "profile"
    done = subprocess.run(
        [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to", kind,
         "--outdir", str(folder / "saved"), str(path)],
        capture_output=True, text=True, timeout=240, env={**os.environ, "HOME": str(folder)}, check=False,
    )  # fmt: skip
    made = folder / "saved" / f"{path.stem}.{kind.split(':')[0]}"
    assert made.exists(), done.stdout + done.stderr
    assert "repair" not in (done.stdout + done.stderr).lower()
    return made


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, export.Exported, Path]:
    folder = tmp_path_factory.mktemp("libreoffice")
    store = Store.open(f"sqlite:///{folder / 'x.db'}", who="Prueba Ficticia")
    made = office(store)
    done = exported(store, folder / "Compromisos GFS.xlsx", language="en")
    store.close()
    return made, done, converted(done.path, "xlsx", folder)


def values(path: Path, sheet: int | str = 0) -> list[tuple[Any, ...]]:
    book = load_workbook(path)
    page = book.worksheets[sheet] if isinstance(sheet, int) else book[sheet]
    return list(page.iter_rows(values_only=True))


def test_every_cell_is_as_it_was(saved: Any) -> None:
    _made, done, path = saved
    before, after = values(done.path), values(path)
    assert before == after
    assert FORMULA in [row[2] for row in after]
    for name in ("_base", "_meta", "Read me"):
        kept = [row for row in values(done.path, name) if any(row)]
        assert kept == [row for row in values(path, name) if any(row)]


def test_keys_hidden_column_lists_and_table_survive(saved: Any) -> None:
    _made, done, path = saved
    before, after = load_workbook(done.path), load_workbook(path)
    sheet, mine = after.worksheets[0], before.worksheets[0]
    read = [keys.read(cell.value) for cell in sheet["A"][1:]]
    assert len(read) == done.rows + 20
    assert all(key is not None and key.export == keys.export_mark(done.export_id) for key in read)
    assert sheet.column_dimensions["A"].hidden
    (table,), (mine_table,) = sheet.tables.values(), mine.tables.values()
    assert (table.ref, table.autoFilter.ref) == (mine_table.ref, mine_table.ref)
    assert [column.name for column in table.tableColumns] == [column.name for column in mine_table.tableColumns]

    def rules(page: Any) -> set[tuple[Any, ...]]:
        return {
            (rule.type, rule.errorStyle, str(rule.sqref), rule.formula1, rule.formula2 or None)
            for rule in page.data_validations.dataValidation
        }

    assert {rule[:4] for rule in rules(sheet)} == {rule[:4] for rule in rules(mine)}
    assert [(page.title, page.sheet_state) for page in after] == [(page.title, page.sheet_state) for page in before]
    assert {name: item.attr_text.replace("'", "") for name, item in after.defined_names.items()} == {
        name: item.attr_text.replace("'", "") for name, item in before.defined_names.items()
    }
    assert [(item.name, item.value) for item in after.custom_doc_props.props] == [("ecd_export", str(done.export_id))]
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$B:$C")
    assert (sheet.page_setup.orientation, sheet.oddFooter.center.text) == ("landscape", "Page &P of &N")


def test_no_formula_was_made_and_nothing_internal_came_along(saved: Any) -> None:
    with zipfile.ZipFile(saved[2]) as archive:
        parts = b"\n".join(archive.read(name) for name in archive.namelist())
    assert re.search(rb"<f[ >/]", parts) is None
    assert CANARY.encode() not in parts


def test_on_paper_both_halves_are_whole_pages_with_their_headings(saved: Any, tmp_path: Path) -> None:
    from pypdf import PdfReader

    pages = [page.extract_text() for page in PdfReader(converted(saved[1].path, "pdf", tmp_path)).pages]
    answered, context = pages[0], pages[1]
    for words in ("Code", "Commitment", "What was done", "Remarks", "Page 1 of", "Remitir el plano"):
        assert words in answered
    for words in ("Code", "Commitment", "Project", "Withdraw?", "R · Overdue", "Remitir el plano"):
        assert words in context
    assert not any(CANARY in page for page in pages)
    assert "Commitments of GFS" in pages[-1]
