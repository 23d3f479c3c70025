"""Killed at random moments of an export or a print: under its name stands the old file or the new one, never half."""

import email
import io
import os
import zipfile
from collections import Counter
from collections.abc import Callable
from email.policy import default
from pathlib import Path

import openpyxl
import pypdf
import pytest
from sqlalchemy import select

from db.logs import export_log
from ecd_desktop.exchange import importing
from ecd_desktop.services import databases
from tests.bench import portfolio
from tests.db.killing import WARM, killed, rounds
from tests.journeys import exchange_works

ROWS = 300
WARM.append(exchange_works.__name__)
pytestmark = [
    pytest.mark.timeout(120 + 10 * int(os.environ.get("ECD_KILLS", "20"))),
    pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9; its TerminateProcess is tried by hand"),
]


@pytest.fixture
def database(sqlite_url: str, tmp_path: Path) -> Path:
    """A local database in which one unit has promised much."""
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    store = databases.open_database(str(path), who="Ana")
    matrix = portfolio.workbook(tmp_path, ROWS, unit="EMAPE")
    assert importing.apply(store, importing.propose(importing.open_file(matrix))).new == ROWS
    store.close()
    return path


def workbook(data: bytes) -> str:
    """Which export a workbook is, or what is wrong with it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if broken := archive.testzip():
                return f"broken: {broken}"
        book = openpyxl.load_workbook(io.BytesIO(data))
    except Exception as error:  # whatever a reader says of half a file
        return f"broken: {error}"
    rows = max(sheet.max_row for sheet in book.worksheets)
    book.close()
    return "whole" if rows > ROWS else f"broken: {rows} rows"


def document(data: bytes) -> str:
    """Whether a PDF is whole."""
    try:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        codes = sum(page.extract_text().count("COM-20") for page in (pages[0], pages[-1]))
    except Exception as error:  # whatever a reader says of half a file
        return f"broken: {error}"
    return "whole" if data.rstrip().endswith(b"%%EOF") and len(pages) > 5 and codes else "broken"


@pytest.mark.parametrize(
    ("work", "name", "judge"),
    [(exchange_works.hand_out, "emape.xlsx", workbook), (exchange_works.print_out, "matriz.pdf", document)],
)
def test_a_kill_while_a_file_is_written_leaves_the_old_one_or_the_new_one(
    database: Path, tmp_path: Path, work: Callable[..., None], name: str, judge: Callable[[bytes], str]
) -> None:
    target = tmp_path / "out" / name
    target.parent.mkdir()
    tried = Counter[str]()
    last = b""
    for attempt in rounds(8, until=lambda: tried["new"] >= 3 and tried["caught in the act"] > 0):
        # counted from the beginning of the first file: half of the kills meet it, the others a later one
        after = attempt.chance.uniform(0.2, 1.5) if attempt.number % 2 else attempt.chance.uniform(0, 0.2)
        child = killed(work, str(database), str(target), after=after)
        assert not child.ended
        written = child.done.count("written")
        if not target.exists():
            assert written == 0
            tried["none yet"] += 1
            continue
        data = target.read_bytes()
        assert judge(data) == "whole", attempt
        # two prints of one second are the same to the byte; two workbooks never are
        assert written == 0 or data != last or judge is document
        tried["new" if written or data != last else "old"] += 1
        left = [path for path in target.parent.iterdir() if path != target]
        tried["caught in the act"] += bool(left)
        for path in left:
            path.unlink()
        last = data
    assert tried["new"] >= 3, tried
    store = databases.open_database(str(database), who="Ana")
    assert store.verify() == []
    with store.reading() as session:
        logged = session.scalars(select(export_log.c.id)).all()
    store.close()
    assert judge is not workbook or any(_told_by(last, str(key)) for key in logged), "a file that nobody could merge"


def test_a_kill_while_departments_are_sent_to_leaves_no_workbook_that_the_log_does_not_know(
    database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    tried = Counter[str]()
    for attempt in rounds(3, until=lambda: tried["workbooks"] >= 2 and tried["caught in the act"] > 0):
        after = attempt.chance.uniform(0.1, 1.2) if attempt.number % 2 else attempt.chance.uniform(0, 0.2)
        assert not killed(exchange_works.send_out, str(database), str(folder), after=after).ended
        left = [path for path in folder.iterdir() if path.name.startswith(".")] if folder.exists() else []
        tried["caught in the act"] += bool(left)
        for path in left:
            path.unlink()
        made = sorted(folder.glob("*.xlsx"))
        tried["workbooks"] = len(made)
    store = databases.open_database(str(database), who="Ana")
    assert store.verify() == []
    with store.reading() as session:
        logged = session.scalars(select(export_log.c.id)).all()
    store.close()
    for path in made:
        data = path.read_bytes()
        assert workbook(data) == "whole", path.name
        assert any(_told_by(data, str(key)) for key in logged), f"{path.name}: nobody could merge it"
        draft = email.message_from_bytes(path.with_suffix(".eml").read_bytes(), policy=default)
        (paper,) = draft.iter_attachments()  # the draft gets its name first
        assert paper.get_content() == data
    assert tried["workbooks"] >= 2, tried


def _told_by(data: bytes, key: str) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(key.encode() in archive.read(name) for name in archive.namelist() if name.endswith(".xml"))


def test_the_harness_finds_half_a_workbook_that_was_written_straight_to_its_name(
    database: Path, tmp_path: Path
) -> None:
    target = tmp_path / "emape.xlsx"
    for attempt in rounds(40):
        after = attempt.chance.uniform(0, 0.2)
        killed(exchange_works.hand_out_in_place, str(database), str(target), after=after)
        if target.exists() and workbook(target.read_bytes()) != "whole":
            return
    pytest.fail("a workbook that is written straight to its name went unnoticed")
