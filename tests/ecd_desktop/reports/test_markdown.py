"""Running notes: what is meant as bold or a list is one, and nothing that was typed is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ecd_desktop.reports.markdown import PIECE, Block, Part, blocks, inline, pieces
from ecd_desktop.reports.typeface import printable


def test_lines_lists_and_headings_are_told_apart() -> None:
    source = "# Título #\nuna línea\notra\n\n- punto\n  sigue\n  - dentro\n2. segundo\nfuera"
    assert list(blocks(source)) == [
        Block(Part.HEADING, "Título"),
        Block(Part.PARAGRAPH, "una línea\notra"),
        Block(Part.ITEM, "punto\nsigue", "•", 0),
        Block(Part.ITEM, "dentro", "•", 1),
        Block(Part.ITEM, "segundo", "2.", 0),
        Block(Part.PARAGRAPH, "fuera"),
    ]


def test_marks_are_bold_or_italics_and_everything_else_stands_as_typed() -> None:
    assert inline("**a** y *b*, __c__ y _d_, ***e***") == "<b>a</b> y <i>b</i>, <b>c</b> y <i>d</i>, <b><i>e</i></b>"
    for plain in ("5 * 3 * 2", "snake_case_word", "** a **", "2**3", "a*", "____", "* *"):
        assert inline(plain) == plain
    assert inline("<b>&</b>") == "&lt;b&gt;&amp;&lt;/b&gt;"
    assert inline("**<i>**") == "<b>&lt;i&gt;</b>"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab *_#-1.\n\t<&ñ"), max_size=80))
def test_every_letter_of_a_text_is_in_its_blocks(source: str) -> None:
    letters = [char for char in source if char in "abñ<&"]
    assert [char for block in blocks(source) for char in block.text if char in "abñ<&"] == letters


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab. \n"), max_size=20), st.integers(0, 600))
def test_the_pieces_of_a_long_paragraph_have_all_of_it(unit: str, times: int) -> None:
    source = printable(unit) * times
    found = list(pieces(source))
    assert "".join("".join(found).split()) == "".join(source.split())
    assert all(len(piece) <= PIECE for piece in found)
