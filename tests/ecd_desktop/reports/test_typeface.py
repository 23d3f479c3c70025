"""What the font can show, and how text is broken into lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecd_desktop.reports.typeface import BOLD, REGULAR, UNSHOWABLE, markup, printable, width, wrap

TRIED = {"broken words": 0, "several lines": 0}


def bare(text: str) -> str:
    return "".join(text.split())


TEXTS = st.lists(st.text(alphabet="aábcñÑü°-/.,;", min_size=1, max_size=60), max_size=40).map(" ".join) | st.text(
    alphabet="aé \n\t-", max_size=80
)


@given(text=TEXTS, room=st.floats(20, 200))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, room: float) -> None:
    lines = wrap(text, REGULAR, 8, room)
    assert bare("".join(lines)) == bare(text)
    assert all(width(line, REGULAR, 8) <= room + 0.01 for line in lines)
    TRIED["several lines"] += len(lines) > 1
    TRIED["broken words"] += any(width(word, REGULAR, 8) > room for word in text.split())


def test_the_property_above_really_tried_hard_cases() -> None:
    test_nothing_is_lost_and_no_line_is_too_wide()
    assert TRIED["several lines"] > 10
    assert TRIED["broken words"] > 5


def test_a_word_wider_than_a_line_is_broken_after_its_own_punctuation_first() -> None:
    assert wrap("https://ejemplo.pe/uno/dos/tres", REGULAR, 8, 80)[0].endswith("/")


def test_the_number_of_an_acta_and_an_amount_stay_on_one_line() -> None:
    room = width("ACTA N°", REGULAR, 8) + 2
    assert wrap("ACTA N° 001-2026", REGULAR, 8, room)[0] == "ACTA"
    assert "S/\u00a018,400.00" in " ".join(wrap("por S/ 18,400.00 en total", REGULAR, 8, 60))


def test_paragraphs_are_kept_and_empty_lines_at_the_end_are_not() -> None:
    assert wrap("uno\n\n\ndos\n\n", REGULAR, 8, 100) == ("uno", "", "dos")
    assert wrap("", REGULAR, 8, 100) == ()


@pytest.mark.parametrize("text", ["Ñahui Güímac – “acta” N° 5 · ≥ ↻ ■", "S/\u00a01,234.50", "Amazonas 36 m²"])
def test_what_offices_write_is_shown_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_what_the_font_has_not_is_seen_to_be_missing() -> None:
    assert printable("listo 🎉") == f"listo {UNSHOWABLE}"
    assert printable("familia 👩\u200d👧") == f"familia {UNSHOWABLE * 2}"
    assert printable("中文") == UNSHOWABLE * 2
    assert printable("\x00\x07a\tb") == "a b"
    assert printable("n\u0303andu\u0301") == "ñandú"
    assert printable("ﬁn") == "fin"


def test_markup_in_data_is_printed_as_it_stands() -> None:
    assert markup("<b>A & B</b>\nC") == "&lt;b&gt;A &amp; B&lt;/b&gt;<br/>C"


def test_bold_is_wider_than_regular() -> None:
    assert width("compromiso", BOLD, 8) > width("compromiso", REGULAR, 8)
