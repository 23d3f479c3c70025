"""Names and comments of a foreign workbook: read where they are plain, never a reason to fail."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from ecd_desktop.errors import Expected
from ecd_desktop.exchange.reading import read


def made(path: Path) -> Path:
    book = Workbook()
    book.active.title = "Hoja 1"
    book.active.append(["Código", "Estado"])
    book.active.append(["A-1", "Cumplido"])
    book.active["B2"].comment = Comment("Lo vio\nel ingeniero", "Prueba")
    for name in ("d", "e"):  # as the reader's own marks for dates and errors
        book.defined_names.add(DefinedName(name, attr_text="'Hoja 1'!$B$1"))
    book.save(path)
    return path


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The same workbook with one part changed."""
    target = path.with_name("otro.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            out.writestr(name, change(data) if name.endswith(part) else data)
    return target


def test_names_and_comments_are_read_with_their_places(tmp_path: Path) -> None:
    book = read(made(tmp_path / "x.xlsx"))
    assert book.names == (("d", "'Hoja 1'!$B$1"), ("e", "'Hoja 1'!$B$1"))
    assert book.sheets[0].notes == {(2, 2): "Lo vio\nel ingeniero"}


@pytest.mark.parametrize("change", [lambda data: data[:-9], lambda data: b"", lambda data: b"\x00" * 40])
def test_broken_comments_cost_nothing_but_comments(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    path = rewritten(made(tmp_path / "x.xlsx"), "comment1.xml", change)
    book = read(path)
    assert (len(book.sheets[0].notes) <= 1, len(book.sheets[0].rows)) == (True, 2)


def test_a_comment_that_declares_entities_is_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><comments/>'
    path = rewritten(made(tmp_path / "x.xlsx"), "comment1.xml", lambda data: bomb)
    with pytest.raises(Expected):
        read(path)


def test_a_sheet_without_comments_has_none(tmp_path: Path) -> None:
    path = made(tmp_path / "x.xlsx")
    book = load_workbook(path)
    book.active["B2"].comment = None
    book.save(path)
    assert read(path).sheets[0].notes == {}
