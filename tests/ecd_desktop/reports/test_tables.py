"""Long tables: every word once, rows whole, headings that stay with what they head."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.platypus import Spacer

from ecd_desktop.reports.page import LANDSCAPE, PORTRAIT, Page, heading
from ecd_desktop.reports.tables import PAD_X, SIZE, Align, Column, Kind, Row, Table
from ecd_desktop.reports.typeface import REGULAR, width
from tests.ecd_desktop.reports import invented, paper


def printed(rows: list[Row], path: Path) -> list[str]:
    page = Page(head=invented.head(), title="Prueba", paper=LANDSCAPE, cutoff=invented.CUTOFF)
    columns = [Column("Numero", 60, Align.RIGHT), Column("Encabezado", 300), Column("Otro", 300)]
    page.write(path, [Table(columns, rows, tallest=page.height, outline=1)])
    return paper.pages(path)


def group(n: int, lengths: list[int]) -> list[Row]:
    rows = [Row((f"Grupo{n:03}",), Kind.GROUP)]
    for m, length in enumerate(lengths):
        words = f"inicio{n:03}{m:03} " + "palabra " * length + f"final{n:03}{m:03}"
        rows.append(Row((str(m), words, "x")))
    return [*rows, Row((f"Subtotal{n:03}",), Kind.SUBTOTAL)]


TRIED = {"pages": 0}


@settings(max_examples=25)
@given(groups=st.lists(st.lists(st.integers(0, 120), min_size=1, max_size=12), min_size=1, max_size=8))
def test_rows_are_whole_and_headings_stay_with_their_rows(
    groups: list[list[int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [row for n, lengths in enumerate(groups) for row in group(n, lengths)]
    pages = printed(rows, tmp_path_factory.mktemp("t") / "t.pdf")
    TRIED["pages"] = max(TRIED["pages"], len(pages))
    whole = "".join(pages)
    for text in pages:
        assert "Encabezado" in text
    for n, lengths in enumerate(groups):
        for m in range(len(lengths)):
            mark = f"{n:03}{m:03}"
            assert whole.count(f"inicio{mark}") == whole.count(f"final{mark}") == 1
            assert any(f"inicio{mark}" in text and f"final{mark}" in text for text in pages)
        assert any(f"Grupo{n:03}\n" in text and f"inicio{n:03}000" in text for text in pages)
        assert any(f"Subtotal{n:03}" in text and f"final{n:03}{len(lengths) - 1:03}" in text for text in pages)


def test_a_group_that_goes_on_says_so_on_the_next_page(tmp_path: Path) -> None:
    pages = printed(group(7, [30] * 40), tmp_path / "t.pdf")
    assert len(pages) > 2
    assert all("Grupo007 (continued)" in text for text in pages[1:])
    assert "continued" not in pages[0]


def test_a_row_taller_than_a_page_is_split_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    giant = " ".join(f"w{n:05}" for n in range(6000))
    rows = [*group(1, [3]), Row(("77", giant, "corto")), *group(2, [3])]
    pages = printed(rows, tmp_path / "t.pdf")
    whole = paper.squeezed("".join(pages))
    assert all(whole.count(f"w{n:05}") == 1 for n in range(6000))
    assert whole.count("corto") == 1
    goes_on = [text for text in pages if "77…" in text]
    assert len(goes_on) == sum("w0" in text for text in pages) - 1


def test_a_tall_row_fits_with_its_group_and_subtotal(tmp_path: Path) -> None:
    giant = "\n".join(f"w{n:03}" for n in range(150))
    pages = printed([Row(("Grupo000",), Kind.GROUP), Row(("1", giant, "")), Row(("Subtotal000",), Kind.SUBTOTAL)],
                    tmp_path / "t.pdf")  # fmt: skip
    assert "w000" in next(text for text in pages if "Grupo000\n" in text)
    assert "w149" in next(text for text in pages if "Subtotal000" in text)


def test_a_heading_goes_to_the_next_page_with_a_row_that_does_not_fit_below_it(tmp_path: Path) -> None:
    page = Page(head=invented.head(), title="Prueba", paper=PORTRAIT, cutoff=invented.CUTOFF)
    tall = " ".join(f"palabra{n}" for n in range(420))
    table = Table([Column("Código", 90), Column("Texto", 200)], [Row(("COM-2026-001", tall))], tallest=page.height)
    story = [Spacer(1, page.height * 0.6), *heading("Compromisos", over=table), table]
    page.write(tmp_path / "t.pdf", story)
    pages = paper.pages(tmp_path / "t.pdf")
    assert "Compromisos" not in pages[0]
    assert "Compromisos" in pages[1]
    assert "palabra0" in pages[1]


def test_a_code_too_wide_for_its_ellipsis_has_it_on_a_line_of_its_own(tmp_path: Path) -> None:
    page = Page(head=invented.head(), title="Prueba", paper=PORTRAIT, cutoff=invented.CUTOFF)
    tall = " ".join(f"palabra{n}" for n in range(2_000))
    room = width("COM-2026-0001", REGULAR, SIZE) + 2 * PAD_X + 0.5
    table = Table([Column("Código", room), Column("Texto", 200)], [Row(("COM-2026-0001", tall))], tallest=page.height)
    page.write(tmp_path / "t.pdf", [table])
    assert table.rows[1].lines[0] == ("COM-2026-0001", "…")
    wider = Table([Column("C", 150), Column("T", 200)], [Row(("COM-2026-0001", tall))], tallest=page.height)
    page.write(tmp_path / "w.pdf", [wider])
    assert {row.lines[0] for row in wider.rows[1:]} == {("COM-2026-0001…",)}
