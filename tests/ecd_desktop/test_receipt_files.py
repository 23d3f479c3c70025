"""The receipt for a sender as a file."""

from datetime import UTC, datetime
from pathlib import Path

from pypdf import PdfReader

from ecd_desktop import receipt_files
from ecd_desktop.receipt import Fate, Line, Receipt
from ecd_desktop.services import receipts
from ecd_desktop.settings import Settings

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)


def test_a_receipt_says_how_a_taken_value_reads_here_and_not_that_it_is_internal(tmp_path: Path) -> None:
    line = Line(Fate.TAKEN, "COM-2026-001", "Levantar el muro", "Estado", "Cumplido", "Cumplido (por verificar)")
    told = Receipt("Matriz.xlsx", "EMAPE", AT, AT, "Milagros", 1, 0, False, (line,))
    settings = Settings(path=tmp_path / "settings.toml")
    path = receipt_files.write(tmp_path / "a.pdf", told, settings, issued_by="Milagros", language="es")
    text = " ".join("\n".join(page.extract_text() for page in PdfReader(path).pages).split())
    assert "Cumplido (por verificar)" in text.replace("verifi car", "verificar")
    assert "Uso interno" not in text
    assert "Queda:" not in text


def test_only_what_reads_otherwise_here_is_said_of_a_taken_value() -> None:
    def stands(said: str) -> str:
        line = {"fate": "taken", "entity": "action_items", "name": "progress", "told": {"progress": 55}, "said": said}
        return receipts._told(line, {}).stands

    assert [stands("55"), stands("55 %"), stands("")] == ["", "", ""]
    assert stands("0.55").startswith("55")
