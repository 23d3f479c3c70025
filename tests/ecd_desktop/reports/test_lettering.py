"""What is written past reportlab's text objects is what was said, whatever the characters and the font's subsets."""

from pathlib import Path

from ecd_desktop.reports import typeface
from ecd_desktop.reports.page import PORTRAIT, Page
from ecd_desktop.reports.tables import Column, Row, Table
from tests.ecd_desktop.reports import invented, paper


def written(path: Path, texts: list[str]) -> str:
    page = Page(head=invented.head(), title="Letras", paper=PORTRAIT, cutoff=invented.CUTOFF)
    rows = [Row((str(n), text)) for n, text in enumerate(texts)]
    page.write(path, [Table([Column("No.", 40), Column("Text", page.width - 40)], rows, tallest=page.height)])
    return paper.words(path)


def test_brackets_and_backslashes_stand_as_they_were_typed(tmp_path: Path) -> None:
    texts = ["Pintar (2 unidades)", "a) ruta b) losa", "C:\\obras\\plano (final).pdf", "(((", ")\\("]
    said = written(tmp_path / "t.pdf", texts)
    for text in texts:
        assert paper.squeezed(text) in said


def test_more_characters_than_a_subset_holds_are_all_readable(tmp_path: Path) -> None:
    shown = [chr(code) for code in range(0xC0, 0x460) if code in typeface._SHOWN]
    assert len(shown) > 190  # a subset holds 160 besides the plain letters
    lines = ["".join(shown[n : n + 12]) for n in range(0, len(shown), 12)]
    mixed = f"Ñandú {shown[-1]} otra vez ñ {shown[-2]} y fin"
    said = written(tmp_path / "t.pdf", [*lines, mixed])
    assert len(paper.fonts(tmp_path / "t.pdf")) > len(typeface._FILES)
    assert paper.squeezed(mixed) in said
    assert all(line in said for line in lines)


def test_every_page_says_its_number_and_how_many_there_are(tmp_path: Path) -> None:
    written(tmp_path / "t.pdf", [f"Compromiso número {n}" for n in range(150)])
    pages = paper.pages(tmp_path / "t.pdf")
    assert len(pages) > 3
    for number, said in enumerate(pages, 1):
        words = paper.squeezed(said)
        assert words.count(f"Page{number}of{len(pages)}") + words.count(f"Página{number}de{len(pages)}") == 1
        assert "DATOSFICTICIOS" in words
